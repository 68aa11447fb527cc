"""C types of `same_bits.py`."""

cdef _log1p(double[::1] values, double[::1] found)
cdef _exp(double[::1] values, double[::1] found)
