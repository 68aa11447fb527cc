"""C types of `care.py`."""

from libc.stdint cimport int64_t
from placesim.model.compiled.records cimport Found
from placesim.model.compiled.world cimport World

cdef void enter(World w, int64_t child)
cdef void settle(World w, int64_t child, int64_t provision, int64_t holder, double started, int64_t wanted)
cdef void go_on(World w, int64_t child)
cdef void wait_until(World w, int64_t child, double day)
cdef Found search(World w, int64_t child, int64_t move, int64_t entering, int64_t came_from)
cdef bint _suits(World w, int64_t child, double share, int64_t luck) noexcept
cdef void _begin_stay(World w, int64_t child, int64_t provision, int64_t holder, double started, int64_t wanted)
cdef void _renew_budgets(World w, int64_t child, int64_t number)
cdef void _find_wishes(World w, int64_t child) noexcept
cdef void _follow(World w, int64_t child)
cdef int64_t _why(World w, int64_t child)
cdef int64_t _reason_at_18(World w, int64_t child) noexcept
cdef void _move_on(World w, int64_t child, int64_t reason)
cdef void _keep_what_is_left(World w, int64_t child) noexcept
cdef int64_t _need_after(World w, int64_t child, int64_t move)
