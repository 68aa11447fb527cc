"""Targets of mixes: surely met, surely missed, or not yet known, by bounds of a share of futures or of a mean.

What is decided goes by exact bounds of a share (Clopper and Pearson 1934): far out in the tail, where an error lies
that hundreds of looks share, Wilson's are wrong in more cases than they say. What is shown at 95% goes by Wilson's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray

from placesim.config.mixes.search_file import MixTarget
from placesim.experiment.statistics import CONFIDENCE, students_t, wilson
from placesim.results.facts import Floats

Bounds = Callable[[NDArray[np.int64], NDArray[np.int64], float], tuple[Floats, Floats, Floats]]
"""Returns a share and its bounds from successes, trials and a confidence of both sides together."""


class Standing(StrEnum):
    """Whether a target is met, as far as is known."""

    MET = "met"
    MISSED = "missed"
    OPEN = "not known"


@dataclass(frozen=True)
class Reached:
    """How a mix stands with a target: a share of futures, or a mean, with bounds."""

    value: float
    """Share of futures that meet it; the mean figure where the target is about that."""
    low: float
    high: float
    futures: int
    """Futures that have the figure."""
    wanted: float
    """What the value is to be: at least this, or at most where `upwards` is false."""
    upwards: bool
    met_before: bool = False
    """Whether it was surely met at an earlier look: that stands, as the error allowed is shared by all looks."""

    @property
    def standing(self) -> Standing:
        """Whether the target is surely met, surely missed, or neither."""
        if self.met_before:
            return Standing.MET
        worst, best = (self.low, self.high) if self.upwards else (-self.high, -self.low)
        wanted = self.wanted if self.upwards else -self.wanted
        return Standing.MET if worst >= wanted else Standing.MISSED if best < wanted else Standing.OPEN

    @property
    def short(self) -> float:
        """How far the value is from what is wanted, as a share of that; below nothing where it is better."""
        apart = self.wanted - self.value if self.upwards else self.value - self.wanted
        return apart / abs(self.wanted) if self.wanted else apart


def reached(figures: Floats, target: MixTarget, confidence: float, bounds: Bounds | None = None) -> Reached:
    """Return how one mix surely stands with a target after its futures; those without the figure are left out.

    A share of futures has Clopper and Pearson's bounds unless told, a mean has bounds of Student's t.

    Args:
        figures: the figure in every future.
        target: what must hold.
        confidence: of the interval, both sides together.
        bounds: what gives the bounds of a share.
    """
    known = figures[~np.isnan(figures)]
    if target.in_ is None:
        return Reached(*_mean(known, confidence), len(known), target.limit, target.at_most is None)
    met = known >= target.limit if target.at_most is None else known <= target.limit
    found = (bounds or clopper_pearson)(np.array(met.sum()), np.array(len(known)), confidence)
    share, low, high = (float(each) for each in found)
    return Reached(share, low, high, len(known), target.in_, True)


def shown(figures: Floats, target: MixTarget) -> Reached:
    """Return how one mix stands with a target as it is shown: by an interval of 95%, of a share Wilson's."""
    return reached(figures, target, CONFIDENCE, wilson)


def clopper_pearson(
    successes: NDArray[np.int64], trials: NDArray[np.int64], confidence: float
) -> tuple[Floats, Floats, Floats]:
    """Return a share and its exact interval (Clopper and Pearson 1934), missing where nothing was tried."""
    from scipy.special import betaincinv

    n, tail = np.where(trials > 0, trials, np.nan), (1 - confidence) / 2
    failures = n - successes
    low = np.where(successes == 0, 0 * n, betaincinv(np.maximum(successes, 1), failures + 1, tail))
    high = np.where(failures == 0, 1 + 0 * n, betaincinv(successes + 1, np.maximum(failures, 1), 1 - tail))
    return successes / n, low, high


def _mean(known: Floats, confidence: float) -> tuple[float, float, float]:
    if len(known) < 2:
        return nan, nan, nan
    mean, error = float(known.mean()), float(known.std(ddof=1)) / sqrt(len(known))
    half = students_t(len(known) - 1, (1 + confidence) / 2) * error
    return mean, mean - half, mean + half
