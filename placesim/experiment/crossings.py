"""Crossings: where a curve of means passes through a level, and how sure that is by drawing the futures again."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nan
from typing import NamedTuple

import numpy as np

from placesim.experiment.statistics import CONFIDENCE, FEWEST
from placesim.results.facts import Floats

RESAMPLES = 1000
"""Bootstrap samples of the futures, for the uncertainty of a point read off a curve of means."""


@dataclass(frozen=True)
class Crossing:
    """Where a curve of means passes through a level, read between the values by straight lines."""

    value: float
    low: float
    """Lower end of the 95% bootstrap interval of that value: minus infinity where it lies below the values tried;
    missing with too few futures."""
    high: float
    """Upper end: infinity where it lies above the values tried."""
    rising: bool
    """True where the curve goes up through the level."""


@dataclass(frozen=True)
class Crossings:
    """Every value at which a curve of means passes through a level, and how often it does in resampled futures."""

    points: tuple[Crossing, ...]
    """In order; from one to the next the curve goes up and down by turns."""
    often: float
    """Share of bootstrap samples in which the curve passes through the level at all; missing with too few futures."""


def crossings(values: Floats, figures: Floats, level: float) -> Crossings:
    """Return where the mean of futures passes through a level, with how sure that is.

    The interval is the percentile bootstrap over futures (Efron and Tibshirani 1993, chapter 13):
    whole futures are drawn again, so what the values share stays shared. A sample in which the
    curve does not pass through the level counts as passing beyond the values tried, on the side on
    which its own curve says it would.

    Args:
        values: what was varied, rising, shape (values,).
        figures: shape (replications, values).
        level: what to pass through.
    """
    if np.isnan(figures).any():
        return Crossings((), 0.0)
    tried = values.tolist()
    crossed = passes(tried, (figures.mean(axis=0) - level).tolist())
    if len(figures) < FEWEST:
        return Crossings(tuple(Crossing(value, nan, nan, rising) for value, rising in crossed), nan)
    curves = (_resampled_means(figures) - level).tolist()
    again = [passes(tried, curve) for curve in curves]
    sure = []
    for place, (value, rising) in enumerate(crossed):
        alike = [_same(passed, place // 2, rising, curve) for passed, curve in zip(again, curves, strict=True)]
        sure.append(Crossing(value, *_interval(alike), rising))
    return Crossings(tuple(sure), sum(map(bool, again)) / RESAMPLES)


def _resampled_means(figures: Floats) -> Floats:
    """Return the mean curve of each bootstrap sample, shape (samples, values); the same samples every time."""
    futures = len(figures)
    chosen = np.random.default_rng(0).integers(0, futures, (RESAMPLES, futures))
    weights = np.stack([np.bincount(row, minlength=futures) for row in chosen])
    return np.asarray(weights @ figures / futures)


class OneByOne(NamedTuple):
    """Where the curves of single futures pass through a level: luck and draws of each, not averaged out."""

    share: float
    """Share of futures whose own curve passes through it within the values tried."""
    p10: float
    """Of those, one in ten passes first below this value; missing where too few pass."""
    p90: float


def one_by_one(values: Floats, figures: Floats, level: float) -> OneByOne:
    """Return where each future's own curve first passes through a level.

    Args:
        values: what was varied, rising, shape (values,).
        figures: shape (replications, values).
        level: what to pass through.
    """
    curves = (figures - level).tolist()
    firsts = [passed[0][0] for curve in curves if (passed := passes(values.tolist(), curve))]
    share = len(firsts) / len(curves)
    return OneByOne(share, *(np.quantile(firsts, [0.1, 0.9]) if len(firsts) >= FEWEST else (nan, nan)))


def passes(values: Sequence[float], heights: Sequence[float]) -> list[tuple[float, bool]]:
    """Return each value at which a curve of straight lines passes through nothing, and whether it goes up there.

    A curve that only touches nothing, begins there (no beds, no difference) or ends there does not pass through.
    """
    passed: list[tuple[float, bool]] = []
    last: int | None = None
    for place, height in enumerate(heights):
        if height == 0:
            continue
        if last is not None and height * heights[last] < 0:
            share = heights[last] / (heights[last] - height)
            between = values[last] + share * (values[place] - values[last])
            passed.append((values[last + 1] if place > last + 1 else between, height > 0))
        last = place
    return passed


def _same(passed: Sequence[tuple[float, bool]], number: int, rising: bool, curve: Sequence[float]) -> float:
    """Return where a sample's curve passes through nothing for the same time in the same direction.

    Where it does not, infinity: with a minus where it is through already at the first value.
    """
    alike = [value for value, up in passed if up == rising]
    if number < len(alike):
        return alike[number]
    return -inf if (curve[-1] > 0) == rising and curve[-1] != 0 else inf


def _interval(points: Sequence[float]) -> tuple[float, float]:
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(points, [tail, 1 - tail], method="inverted_cdf").tolist()
    return low, high
