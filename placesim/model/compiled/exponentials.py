"""Exponentials from uniforms, by the C library's `log1p`, as Python's is: numpy's differs between processors."""

import numpy as np
from cython.cimports.libc.math import log1p


def exponentials(uniforms):
    """Return unit-mean exponentials of the uniforms' shape."""
    drawn = np.empty(uniforms.shape)
    fill(np.ascontiguousarray(uniforms).ravel(), drawn.ravel())
    return drawn


def fill(uniforms, drawn):
    """Write the exponential of each uniform."""
    for number in range(uniforms.shape[0]):
        drawn[number] = -log1p(-uniforms[number])
