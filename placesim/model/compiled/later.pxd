"""C types of `later.py`."""

from libc.stdint cimport int64_t
from placesim.model.compiled.world cimport World

cdef double* luck_of(World w, int64_t child, int64_t number)
cdef void _draw(World w, int64_t child, int64_t block)
