"""C types of `coming_back.py`."""

from libc.stdint cimport int64_t
from placesim.model.compiled.world cimport World

cdef double back_on(World w, int64_t child, int64_t reason)
cdef double _day(World w, int64_t child, int64_t reason, double budget) noexcept
