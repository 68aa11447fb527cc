"""Selection: which mixes have clearly higher figures than another, by Kim and Nelson's sequential procedure.

Kim and Nelson, A fully sequential procedure for indifference-zone selection in simulation, ACM TOMACS 11 (2001),
251-273 (c = 1, minimum). With the confidence asked it ends with the lowest mean, or with one no further from it than
the indifference zone, where figures are normal: the first futures tell how much the difference of each pair varies, and
two mixes are compared as long as that could still matter. On common luck these differences vary little.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placesim.results.facts import Floats

FIRST = 50
"""Futures of every mix before any is screened: the variances of differences are taken from them."""


@dataclass(frozen=True)
class Rule:
    """What a selection is to promise."""

    within: float
    """Indifference zone: a difference that does not matter."""
    error: float
    """Chance allowed that a mix is chosen that is further from the best than that."""
    mixes: int
    """Mixes at the start."""


def squares(first: Floats, rule: Rule) -> Floats:
    """Return h squared times the variance of the difference of each pair of mixes, shape (mixes, mixes).

    Args:
        first: figures of the first futures, shape (futures, mixes).
        rule: what is promised.
    """
    futures = len(first)
    eta = ((2 * rule.error / max(rule.mixes - 1, 1)) ** (-2 / (futures - 1)) - 1) / 2
    covariance = np.atleast_2d(np.cov(first, rowvar=False))
    own = np.diag(covariance)
    apart = np.clip(own[:, None] + own[None, :] - 2 * covariance, 0, None)
    return np.asarray(2 * eta * (futures - 1) * apart)


def widths(of_pairs: Floats, futures: int, rule: Rule) -> Floats:
    """Return how much higher each mix's mean may lie than each other's after so many futures and still stay in."""
    return np.maximum(0.0, of_pairs / (2 * rule.within * futures) - rule.within / 2)


def beaten_by(means: Floats, width: Floats, rivals: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return for each mix the rival that lies furthest below it beyond the width; -1 where none does.

    Args:
        means: mean figure of each mix on the futures that all of them have.
        width: as `widths` returns it, rows the mixes.
        rivals: which mixes may put another out; a mix that may not meet its targets may not.
    """
    beyond = means[:, None] - means[None, :] - width
    beyond = np.where(rivals[None, :], beyond, -np.inf)
    best = beyond.argmax(axis=1)
    return np.where(beyond[np.arange(len(means)), best] > 0, best, -1)
