"""Logarithms and exponentials of columns, the same to the last bit on every processor.

By the C library, one number at a time: numpy's own take many at a time, and differ in the last bit with what the
processor can do (AVX-512 or not).
"""

from math import exp, log1p

import numpy as np
from numpy.typing import NDArray

from placesim.model import compiled

Floats = NDArray[np.float64]


def log1p_each(values: Floats) -> Floats:
    """Return log(1 + x) of every x."""
    if compiled.available():
        from placesim.model.compiled import same_bits

        return np.asarray(same_bits.log1p_each(values))
    return np.array([log1p(value) for value in values.ravel().tolist()]).reshape(values.shape)


def exp_each(values: Floats) -> Floats:
    """Return e to the power of every x."""
    if compiled.available():
        from placesim.model.compiled import same_bits

        return np.asarray(same_bits.exp_each(values))
    return np.array([exp(value) for value in values.ravel().tolist()]).reshape(values.shape)
