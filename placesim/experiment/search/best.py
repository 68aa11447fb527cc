"""Multiple comparisons with the best: how far each mix can lie from the cheapest of the others.

Hsu, Constrained simultaneous confidence intervals for multiple comparisons with the best, Annals of Statistics 12
(1984), 1136-1144; on paired differences with Bonferroni's bound, which holds whatever the luck that mixes share.
"""

from typing import NamedTuple

import numpy as np

from placesim.experiment.statistics import CONFIDENCE, students_t
from placesim.results.facts import Floats


class FromBest(NamedTuple):
    """How much higher a mix's mean is than the lowest of the others, with its ends: below nothing, lower."""

    mean: float
    low: float
    high: float
    may_be_best: bool
    """True where none of the others is surely lower."""


def from_best(figures: Floats, confidence: float = CONFIDENCE) -> list[FromBest]:
    """Return Hsu's intervals for the mean of each mix less the lowest mean of the others, all together at once.

    Args:
        figures: shape (futures, mixes), two mixes or more; the same futures of all.
        confidence: that all the intervals hold together.
    """
    futures, mixes = figures.shape
    means, covariance = figures.mean(axis=0), np.cov(figures, rowvar=False)
    own = np.diag(covariance)
    error = np.sqrt(np.clip(own[:, None] + own[None, :] - 2 * covariance, 0, None) / futures)
    half = students_t(futures - 1, 1 - (1 - confidence) / (mixes - 1)) * error
    apart = means[:, None] - means[None, :]  # mix less other
    np.fill_diagonal(apart, -np.inf)
    nearest = apart.max(axis=1)
    lowest = (apart - half).max(axis=1)
    candidates = lowest <= 0
    others = candidates[None, :] & ~np.eye(mixes, dtype=bool)
    highest = np.where(others, apart + half, -np.inf).max(axis=1)
    ends = np.minimum(lowest, 0.0), np.maximum(highest, 0.0), candidates
    return [FromBest(*each) for each in zip(*(column.tolist() for column in (nearest, *ends)), strict=True)]
