"""Logarithms and exponentials of columns by the C library, as Python's are."""

import numpy as np
from cython.cimports.libc.math import exp, log1p


def log1p_each(values):
    """Return log(1 + x) of every x, in an array of the same shape."""
    found = np.empty(values.shape)
    _log1p(np.ascontiguousarray(values).ravel(), found.ravel())
    return found


def exp_each(values):
    """Return e to the power of every x, in an array of the same shape."""
    found = np.empty(values.shape)
    _exp(np.ascontiguousarray(values).ravel(), found.ravel())
    return found


def _log1p(values, found):
    for number in range(values.shape[0]):
        found[number] = log1p(values[number])


def _exp(values, found):
    for number in range(values.shape[0]):
        found[number] = exp(values[number])
