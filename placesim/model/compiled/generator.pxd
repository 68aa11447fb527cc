"""C types of `generator.py`."""

from libc.stdint cimport int64_t, uint32_t, uint64_t
from placesim.model.compiled.records cimport Generator, Jump, Wide

cdef void _mix(const uint32_t[::1] words, uint64_t* state) noexcept
cdef Generator _seeded(const uint32_t[::1] words) noexcept
cdef void _seed(const uint32_t[:, ::1] words, uint64_t[:, ::1] found) noexcept
cdef void _fill(const uint32_t[:, ::1] words, int64_t[::1] rows, int64_t times, double[::1] found) noexcept
cdef void _scatter(const uint32_t[::1] words, const int64_t[::1] rows, int64_t apart, double[:, :] found) noexcept
cdef uint32_t _hashed(uint32_t value, uint32_t* constant, uint32_t multiplier) noexcept
cdef uint32_t _mixed(uint32_t one, uint32_t other) noexcept
cdef double uniform(Generator* generator) noexcept
cdef void _go(Generator* generator) noexcept
cdef Jump jump(uint64_t steps) noexcept
cdef void go_ahead(Generator* generator, Jump* jump) noexcept
cdef Wide _multiplier() noexcept
cdef Wide _sum(Wide one, Wide other) noexcept
cdef Wide _product(Wide one, Wide other) noexcept
cdef uint64_t _high_of_product(uint64_t one, uint64_t other) noexcept
