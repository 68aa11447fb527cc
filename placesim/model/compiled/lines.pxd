"""C types of `lines.py`."""

from libc.stdint cimport int64_t
from placesim.model.compiled.world cimport World

cdef void stand(World w, int64_t provision, int64_t stay, double until)
cdef void stand_again(World w, int64_t provision, int64_t taken_out) noexcept
cdef int64_t first_in_line(World w, int64_t provision) noexcept
cdef void reorder(World w, int64_t policy) noexcept
cdef double _priority(World w, int64_t stay, int64_t need) noexcept
cdef int64_t _merged(World w, int64_t one, int64_t other) noexcept
cdef bint _comes_first(World w, int64_t one, int64_t other) noexcept
