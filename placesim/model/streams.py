"""Common random numbers: a child, a household or a home meets the same luck in every scenario."""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from placesim.model import compiled
from placesim.model.same_bits import log1p_each

Floats = NDArray[np.float64]


def _words(number: int) -> bytes:
    """Return a whole number as the 32-bit words numpy makes of it: at least one, lowest first."""
    words = max(-(-number.bit_length() // 32), 1)
    return number.to_bytes(4 * words, "little")


def exponential(uniforms: Floats) -> Floats:
    """Return unit-mean exponentials of uniforms."""
    return -log1p_each(-uniforms)


@dataclass(frozen=True)
class Streams:
    """All the randomness of one replication, looked up by the decision it settles."""

    seed: int
    replication: int

    def _entropy(self, decision: str) -> NDArray[np.uint32]:
        """Return what numpy makes a generator of: [seed, replication, name of the decision] as 32-bit words."""
        name = blake2b(decision.encode(), digest_size=16).digest()
        return np.frombuffer(_words(self.seed) + _words(self.replication) + name, "<u4")

    def uniforms(self, decision: str, rows: int, times: int = 1) -> Floats:
        """Return one row of uniforms a child (or household), shape (rows, times).

        Rows are a prefix of one endless sequence, so neither a new decision nor one child
        more disturbs anybody else's luck.
        """
        entropy = self._entropy(decision)
        if compiled.available():
            from placesim.model.compiled import generator  # the same numbers; numpy takes longer to begin a stream

            return np.asarray(generator.uniforms(entropy, rows, times))
        return np.random.Generator(np.random.PCG64(entropy)).random((rows, times))

    def exponentials(self, decision: str, rows: int, times: int = 1) -> Floats:
        """Return unit-mean exponentials, shape (rows, times): how much risk each child outlasts."""
        return exponential(self.uniforms(decision, rows, times))

    def normals(self, decision: str, rows: int) -> Floats:
        """Return standard normal scores, shape (rows,)."""
        return np.random.Generator(np.random.PCG64(self._entropy(decision))).standard_normal(rows)
