"""Ties between assumptions: numbers that are high and low together, and shares that add up to one whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from placesim.config.ranges.shapes import RAREST, Floats

Matrix = tuple[tuple[float, ...], ...]

NEAR_NOTHING = 1e-9
"""How far below 0 what should not be may come out, by rounding alone."""


@dataclass(frozen=True)
class Correlated:
    """Assumptions that are high and low together: their scores are jointly normal (a Gaussian copula)."""

    name: str
    root: Matrix
    """The matrix of correlations is this one times its transpose; a row and a column an assumption."""

    def uniforms(self, uniforms: Floats) -> Floats:
        """Return numbers between 0 and 1 that belong together, made of independent ones."""
        from scipy.special import ndtr, ndtri

        scores = ndtri(np.clip(uniforms, RAREST, 1 - RAREST))
        together = np.zeros_like(scores)
        for row, weights in enumerate(self.root):
            for column, weight in enumerate(weights):
                together[:, row] += weight * scores[:, column]
        return np.asarray(ndtr(together), dtype=float)

    def values(self, _uniforms: Floats, values: Floats) -> Floats:
        """Return the values as they are: they belong together already."""
        return values


@dataclass(frozen=True)
class OneWhole:
    """Shares of one whole that were counted: jointly they have a Dirichlet distribution."""

    name: str
    counted: tuple[float, ...]
    """How many were counted of each."""
    total: float = 1.0
    """What the shares add up to."""

    def uniforms(self, uniforms: Floats) -> Floats:
        """Return the numbers between 0 and 1 as they are."""
        return uniforms

    def values(self, uniforms: Floats, _values: Floats) -> Floats:
        """Return shares that add up: gamma numbers, one for each count, divided by their sum."""
        from scipy.special import gammaincinv

        parts = gammaincinv(np.array(self.counted), np.clip(uniforms, RAREST, 1 - RAREST))
        sums = np.zeros(len(parts))
        for column in range(parts.shape[1]):
            sums += parts[:, column]
        return np.asarray(parts / sums[:, None] * self.total, dtype=float)


Tie = Correlated | OneWhole


def root_of(matrix: Sequence[Sequence[float]]) -> Matrix | None:
    """Return the lower triangle that times its transpose is a matrix; None where no numbers have such correlations.

    By Cholesky, with a column of zeros where an assumption follows from those before it.
    """
    size = len(matrix)
    root = [[0.0] * size for _ in range(size)]
    for column in range(size):
        left = matrix[column][column] - sum(root[column][k] ** 2 for k in range(column))
        if left < -NEAR_NOTHING:
            return None
        root[column][column] = sqrt(left) if left > NEAR_NOTHING else 0.0
        for row in range(column + 1, size):
            rest = matrix[row][column] - sum(root[row][k] * root[column][k] for k in range(column))
            if root[column][column]:
                root[row][column] = rest / root[column][column]
            elif abs(rest) > sqrt(NEAR_NOTHING):
                return None
    return tuple(map(tuple, root))
