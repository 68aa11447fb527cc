"""numpy's uniforms for many short streams: its SeedSequence and PCG64, number for number, without an object for each.

See M. O'Neill, PCG (2014), variant XSL-RR 128/64, and numpy's random/bit_generator.pyx. Tests compare with numpy.
"""

import cython
import numpy as np
from cython.cimports.libc.stdint import uint32_t, uint64_t
from cython.cimports.placesim.model.compiled.records import Generator


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
            found[number] = (_next(cython.address(generator)) >> 11) * (1.0 / 9007199254740992.0)
            number += 1


def _seeded(words):
    """Return a generator at the beginning of the stream that words of entropy stand for."""
    state = cython.declare(uint64_t[4])
    _mix(words, state)
    generator = Generator(high=0, low=0, step_high=(state[2] << 1) | (state[3] >> 63), step_low=(state[3] << 1) | 1)
    _step(cython.address(generator))
    generator.low += state[1]
    generator.high += state[0] + (generator.low < state[1])
    _step(cython.address(generator))
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


def _next(generator):
    """Take a step and return 64 random bits."""
    _step(generator)
    folded, turn = generator.high ^ generator.low, generator.high >> 58
    return (folded >> turn) | (folded << ((64 - turn) & 63))


def _step(generator):
    """Multiply the 128 bits of state and add the step."""
    high: uint64_t = 2549297995355413924
    low: uint64_t = 4865540595714422341
    upper = _high_of_product(generator.low, low) + generator.high * low + generator.low * high
    lower = generator.low * low
    generator.low = lower + generator.step_low
    generator.high = upper + generator.step_high + (generator.low < lower)


def _high_of_product(one, other):
    """Return the upper half of a product of 128 bits, which not every compiler has a type for."""
    half: uint64_t = 0xFFFFFFFF
    low, cross, across = (one & half) * (other & half), (one >> 32) * (other & half), (one & half) * (other >> 32)
    middle = (low >> 32) + (cross & half) + (across & half)
    return (one >> 32) * (other >> 32) + (cross >> 32) + (across >> 32) + (middle >> 32)
