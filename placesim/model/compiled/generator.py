"""numpy's uniforms for many short streams: its SeedSequence and PCG64, number for number, without an object for each.

See M. O'Neill, PCG (2014), variant XSL-RR 128/64, and numpy's random/bit_generator.pyx. Tests compare with numpy.
"""

import cython
import numpy as np
from cython.cimports.libc.stdint import uint32_t, uint64_t
from cython.cimports.placesim.model.compiled.records import Generator, Jump, Wide


def uniforms(words, rows, times):
    """Return what `Generator(PCG64(each)).random((count, times))` does for each row of words, one below the other.

    Args:
        words: at least four words a row, one row a stream.
        rows: how many rows of uniforms each stream gives.
        times: how many uniforms a row.
    """
    found = np.empty((rows.sum(), times))
    _fill(words, rows, times, found.ravel())
    return found


def scattered(words, rows, found, apart):
    """Fill in uniforms of several decisions of those who came by several cohorts.

    Args:
        words: at least four words a row, one row a stream: the cohorts of the first decision, then of the next.
        rows: for everyone drawn, a list a cohort, the row to fill in; -1 for who has none.
        found: what to fill in, shape (rows, uniforms, decisions).
        apart: how many numbers of a stream are each one's, of which the first are filled in.
    """
    for stream in range(len(words)):
        _scatter(words[stream], rows[stream % len(rows)], apart, found[:, :, stream // len(rows)])


def begun(words):
    """Return a generator at the beginning of each stream, as four numbers, for each row of words."""
    found = np.empty((len(words), 4), np.uint64)
    _seed(words, found)
    return found


def state(words):
    """Return what numpy's `SeedSequence(words).generate_state(4, numpy.uint64)` does."""
    found = np.empty(4, np.uint64)
    four: uint64_t[::1] = found
    _mix(words, cython.address(four[0]))
    return found


def _fill(words, rows, times, found):
    number: cython.Py_ssize_t = 0
    for stream in range(words.shape[0]):
        generator = _seeded(words[stream])
        for _ in range(rows[stream] * times):
            found[number] = uniform(cython.address(generator))
            number += 1


def _scatter(words, rows, apart, found):
    """Fill in the uniforms of one stream: the first of those that are each one's."""
    generator, rest = _seeded(words), jump(apart - found.shape[1])
    for number in range(rows.shape[0]):
        for place in range(found.shape[1]):
            drawn = uniform(cython.address(generator))
            if rows[number] >= 0:
                found[rows[number], place] = drawn
        if apart > found.shape[1]:
            go_ahead(cython.address(generator), cython.address(rest))


def _seed(words, found):
    for stream in range(words.shape[0]):
        cython.cast(cython.pointer(Generator), cython.address(found[stream, 0]))[0] = _seeded(words[stream])


def _seeded(words):
    """Return a generator at the beginning of the stream that words of entropy stand for."""
    state = cython.declare(uint64_t[4])
    _mix(words, state)
    generator = cython.declare(Generator)
    generator.step = Wide(high=(state[2] << 1) | (state[3] >> 63), low=(state[3] << 1) | 1)
    generator.state = _sum(generator.step, Wide(high=state[0], low=state[1]))
    _go(cython.address(generator))
    return generator


def _mix(words, state):
    """Mix words of entropy into a pool of four and read four words of state off it."""
    pool = cython.declare(uint32_t[4])
    constant: uint32_t = 0x43B0D7E5
    for place in range(4):
        pool[place] = _hashed(words[place], cython.address(constant), 0x931E8875)
    for source in range(4):
        for place in range(4):
            if source != place:
                pool[place] = _mixed(pool[place], _hashed(pool[source], cython.address(constant), 0x931E8875))
    for source in range(4, words.shape[0]):
        for place in range(4):
            pool[place] = _mixed(pool[place], _hashed(words[source], cython.address(constant), 0x931E8875))
    constant = 0x8B51F9DD
    for place in range(4):
        low: uint64_t = _hashed(pool[2 * place % 4], cython.address(constant), 0x58F38DED)
        high: uint64_t = _hashed(pool[(2 * place + 1) % 4], cython.address(constant), 0x58F38DED)
        state[place] = (high << 32) | low


def _hashed(value, constant, multiplier):
    value ^= constant[0]
    constant[0] *= multiplier
    value *= constant[0]
    return value ^ (value >> 16)


def _mixed(one, other):
    result: uint32_t = one * cython.cast(uint32_t, 0xCA01F9DD) - other * cython.cast(uint32_t, 0x4973F715)
    return result ^ (result >> 16)


def uniform(generator):
    """Return the next number of a stream, at least 0 and less than 1."""
    _go(generator)
    folded, turn = generator.state.high ^ generator.state.low, generator.state.high >> 58
    bits = (folded >> turn) | (folded << ((64 - turn) & 63))
    return (bits >> 11) * (1.0 / 9007199254740992.0)


def _go(generator):
    """Take a step: multiply the 128 bits of state and add the step."""
    generator.state = _sum(_product(generator.state, _multiplier()), generator.step)


def jump(steps):
    """Return what so many steps do to a stream (F. Brown, Random number generation with arbitrary strides, 1994)."""
    found = cython.declare(Jump)
    found.factor, found.steps = Wide(high=0, low=1), Wide(high=0, low=0)
    factor, added = _multiplier(), Wide(high=0, low=1)
    while steps > 0:
        if steps & 1:
            found.factor = _product(found.factor, factor)
            found.steps = _sum(_product(found.steps, factor), added)
        added = _sum(_product(added, factor), added)
        factor = _product(factor, factor)
        steps >>= 1
    return found


def go_ahead(generator, jump):
    """Take the steps of a jump, all at once."""
    generator.state = _sum(_product(generator.state, jump.factor), _product(generator.step, jump.steps))


def _multiplier():
    return Wide(high=2549297995355413924, low=4865540595714422341)


def _sum(one, other):
    low = one.low + other.low
    return Wide(high=one.high + other.high + (low < one.low), low=low)


def _product(one, other):
    cross = one.low * other.high + one.high * other.low
    return Wide(high=_high_of_product(one.low, other.low) + cross, low=one.low * other.low)


def _high_of_product(one, other):
    """Return the upper half of a product of 128 bits, which not every compiler has a type for."""
    half: uint64_t = 0xFFFFFFFF
    low, cross, across = (one & half) * (other & half), (one >> 32) * (other & half), (one & half) * (other >> 32)
    middle = (low >> 32) + (cross & half) + (across & half)
    return (one >> 32) * (other >> 32) + (cross >> 32) + (across >> 32) + (middle >> 32)
