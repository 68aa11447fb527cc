"""C types of `market.py`."""

from libc.stdint cimport int64_t
from placesim.model.compiled.world cimport World

cdef void release(World w, int64_t stay)
cdef void decline(World w, int64_t provision, int64_t holder)
cdef void wait(World w, int64_t stay, int64_t wish)
cdef void offer(World w, int64_t provision)
cdef void bed_ready(World w, int64_t provision)
cdef void kept_long_enough(World w, int64_t provision, int64_t beds)
cdef void _freed(World w, int64_t provision, int64_t beds)
cdef void happens(World w, int64_t change)
cdef void interrupt(World w, int64_t stay, int64_t reason, int64_t provision, int64_t holder)
cdef void _everybody_moves(World w, int64_t holder, int64_t reason)
