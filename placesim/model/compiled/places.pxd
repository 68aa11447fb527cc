"""C types of `places.py`."""

from libc.stdint cimport int64_t
from placesim.model.compiled.world cimport World

cdef bint is_home(World w, int64_t provision) noexcept
cdef int64_t usable(World w, int64_t provision) noexcept
cdef bint has_place(World w, int64_t provision, int64_t besides) noexcept
cdef bint has_offer(World w, int64_t provision) noexcept
cdef int64_t take(World w, int64_t provision, int64_t besides)
cdef void give_back(World w, int64_t provision, int64_t holder) noexcept
cdef void join(World w, int64_t provision, int64_t holder, int64_t usable) noexcept
cdef void leave(World w, int64_t provision, int64_t holder) noexcept
cdef void move_in(World w, int64_t child, int64_t holder) noexcept
cdef void move_out(World w, int64_t child, int64_t holder) noexcept
cdef void record(World w, int64_t provision)
cdef void _free(World w, int64_t provision, int64_t holder) noexcept
cdef int64_t _pass_over(World w, int64_t provision, int64_t besides) noexcept
cdef int64_t _longest_approved(World w, int64_t provision) noexcept
