"""C types of `rates.py`."""

from libc.stdint cimport int64_t
from placesim.model.compiled.records cimport Outcome
from placesim.model.compiled.world cimport World

cdef Outcome first_event(World w, int64_t child, double placed_day, int64_t placement_type, double day, double until) noexcept
cdef int64_t _spend(World w, int64_t child, int64_t first, int64_t last, double* length) noexcept
cdef int64_t band_of(double[::1] edges, double value) noexcept
