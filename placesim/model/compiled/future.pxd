"""C types of `future.py`."""

from libc.stdint cimport int64_t
from placesim.model.compiled.world cimport World

cdef void _begin(World w)
cdef void _calendar(World w)
