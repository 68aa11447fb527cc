"""C types of `events.py`."""

from libc.stdint cimport int64_t
from placesim.model.compiled.records cimport Event
from placesim.model.compiled.world cimport World

cdef enum:
    URGENT = 0
    IN_TURN = 1

cdef void schedule(World w, double day, int64_t urgency, int64_t kind, int64_t who, int64_t version)
cdef Event soonest(World w)
cdef bint _comes_first(Event one, Event other) noexcept
