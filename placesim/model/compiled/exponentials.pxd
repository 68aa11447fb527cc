"""C types of `exponentials.py`."""

cdef fill(double[::1] uniforms, double[::1] drawn)
