"""What futures have in common: the mean with its 95% interval, and the range of futures. Two things, never mixed."""

from itertools import pairwise
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from placesim.results.facts import Floats

CONFIDENCE = 0.95
ENOUGH = 10
"""Known values that must differ from the commonest one before a t-interval is honest (it covers as little as 67%
of the time with rare counts); half of them where fewer than twice as many are known."""

FEWEST = 10
"""Known values below which no interval is given: with a few degrees of freedom t-intervals are absurdly wide."""

COLUMNS_AT_ONCE = 400

ALIKE = 1e-9
"""Values apart by no more than this share of them are the same: adding up in another order leaves that in the last
digits."""

TOO_FEW_EVENTS = "too few events for an interval"
TOO_FEW_FUTURES = "too few futures for an interval"


def students_t(degrees: int, probability: float = (1 + CONFIDENCE) / 2) -> float:
    """Return a quantile of Student's t distribution.

    Exact for 1 and 2 degrees of freedom; otherwise Cornish-Fisher expansion (Abramowitz and
    Stegun 1964, 26.7.5), within 0.5% at 3 degrees and 0.1% from 4 on for 95% intervals.
    """
    if degrees == 1:
        return float(np.tan(np.pi * (probability - 0.5)))
    if degrees == 2:
        return float((2 * probability - 1) * sqrt(2 / (4 * probability * (1 - probability))))
    z = NormalDist().inv_cdf(probability)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return float(z + sum(term / degrees ** (power + 1) for power, term in enumerate(terms)))


def blocks(columns: int) -> list[slice]:
    """Return columns a few hundred at a time, as slices about equally wide: all at once, each step takes a copy."""
    edges = np.linspace(0, columns, -(-columns // COLUMNS_AT_ONCE) + 1).astype(int).tolist()
    return [slice(*each) for each in pairwise(edges)]


def interval_of_mean(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Return mean, low and high of each column, missing values left out.

    Low and high are the 95% t-interval of the mean; missing where too few values are known, or
    too few of them differ, for such an interval to be honest.
    """
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    filled = np.where(known, values, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(count > 0, filled.sum(axis=0) / count, np.nan)
        squares = np.where(known, (values - mean) ** 2, 0.0).sum(axis=0)
        error = np.sqrt(squares / (count - 1) / count)
    counts, place = np.unique(count, return_inverse=True)
    half = error * np.array([students_t(n - 1) if n > 1 else np.nan for n in counts.tolist()])[place]
    half = np.where(enough(values), half, np.nan)
    return mean, mean - half, mean + half


def enough(values: Floats) -> NDArray[np.bool_]:
    """Tell for each column whether enough values are known, and enough of them differ from the commonest."""
    known = (~np.isnan(values)).sum(axis=0)
    ordered = np.sort(values, axis=0)  # missing values last
    middle = np.take_along_axis(ordered, (known // 2).clip(max=len(values) - 1)[None, :], axis=0)
    differing = known - (np.abs(values - middle) <= ALIKE * np.abs(middle)).sum(axis=0)
    return np.asarray((known >= FEWEST) & (differing >= np.minimum(ENOUGH, (known + 1) // 2)))


def why_no_interval(values: Floats) -> NDArray[np.str_]:
    """Return for each column why its mean has no interval; empty where it has one.

    Futures without the figure do not count: known in a few of many, it has too few futures, not too few events.
    """
    known = (~np.isnan(values)).sum(axis=0)
    return np.where(enough(values), "", np.where(known < FEWEST, TOO_FEW_FUTURES, TOO_FEW_EVENTS))


def range_of_futures(values: Floats) -> Floats:
    """Return p10, p50 and p90 of each column, shape (3, columns), missing values left out.

    Missing where fewer values are known than an interval would take: p10 and p90 of a handful are
    its least and its largest value, no range of futures.
    """
    points = [0.1, 0.5, 0.9]
    result = np.full((3, values.shape[1]), np.nan)
    known = (~np.isnan(values)).sum(axis=0)
    complete = (known == len(values)) & (known >= FEWEST)
    result[:, complete] = np.quantile(values[:, complete], points, axis=0)
    for column in np.flatnonzero((known < len(values)) & (known >= FEWEST)):
        result[:, column] = np.nanquantile(values[:, column], points)
    return result


def wilson(
    successes: NDArray[np.int64], trials: NDArray[np.int64], confidence: float = CONFIDENCE
) -> tuple[Floats, Floats, Floats]:
    """Return a share and its score interval (Wilson 1927), of 95% unless told, missing where nothing was tried."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    n = np.where(trials > 0, trials, np.nan)
    share = successes / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    # exact ends, which the arithmetic of floating numbers would miss by a hair
    low = np.where(successes == 0, 0 * n, middle - half)
    high = np.where(successes == trials, 1 + 0 * n, middle + half)
    return share, low, high
