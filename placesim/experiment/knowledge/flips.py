"""Flips: at which value of an assumption another option becomes the best, and how sure that is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from placesim.experiment.knowledge.shares import SHUFFLES, drawn_in, shares_of
from placesim.experiment.knowledge.smooths import Smooth, Smooths
from placesim.results.facts import Floats

RESAMPLES = 200
"""Bootstrap samples of the futures, for the uncertainty of a crossing."""

POINTS = 201
"""Drawn values at which curves are compared."""

OFTEN = 2
"""How often each value is drawn, on average, where an assumption takes only a few."""

TAILS = (0.025, 0.975)


@dataclass(frozen=True)
class Flip:
    """A value of one assumption, the others drawn, on either side of which different options save most on average."""

    assumption: int
    """Column of the draws."""
    value: float
    """Where the two options' curves cross, in the assumption's unit."""
    low: float
    """Lower end of the 95% interval of that value, of the resamples that cross so."""
    high: float
    below: int
    """Column of the option that is best below the value."""
    above: int
    """Column of the option that is best above it."""
    sure: float
    """Share of resamples of the futures in which the choice flips between the same two, the same way round."""
    between: tuple[float, float] | None = None
    """The neighbouring values drawn on either side, where only a few values are drawn, as of whole numbers."""


def flips(savings: Floats, smooths: Smooths) -> tuple[Flip, ...]:
    """Return where knowing one assumption would change which option saves most on average.

    Crossings of the options' curves within the values drawn; only where the difference of the two options is told
    apart from what chance would make of it. Curves are plain cubics: with more terms they wind around a crossing.
    Whether one option saves at all is asked with two columns: the baseline's zeros, and its savings.

    Args:
        savings: pounds, shape (futures, options); futures with any missing are left out.
        smooths: what to fit by.
    """
    known = np.asarray(~np.isnan(savings).any(axis=1))
    if not known.any():
        return ()
    kept, fits = savings[known], smooths.of(known)
    beyond_best = kept - kept[:, [int(kept.mean(axis=0).argmax())]]

    @cache
    def told_apart(one: int, other: int) -> list[bool]:
        return [share.told_apart for share in shares_of(kept[:, one] - kept[:, other], fits)]

    return tuple(
        flip
        for column, smooth in enumerate(fits.plain)
        if smooth.terms
        for flip in _flips_of(column, beyond_best, smooth, fits.draws[:, column], told_apart)
    )


def _flips_of(
    column: int, savings: Floats, smooth: Smooth, values: Floats, told_apart: Callable[[int, int], list[bool]]
) -> list[Flip]:
    """Return every change of the best option along one assumption that moves the two options apart."""
    means, curves = savings.mean(axis=0), drawn_in(savings, smooth)
    points = np.argsort(values, kind="stable")[np.linspace(0, len(values) - 1, min(POINTS, len(values))).astype(int)]
    at = values[points]
    crossings = [each for each in _crossings(at, means + curves[points]) if told_apart(*sorted(each[:2]))[column]]
    if not crossings:
        return []
    again = [_crossings(at, each) for each in _resampled(savings, curves, smooth, points)]
    told = [_told(column, *crossing, again) for crossing in crossings]
    return [replace(flip, between=neighbours(values, flip.value)) for flip in told]


def neighbours(values: Floats, value: float) -> tuple[float, float] | None:
    """Return the values drawn on either side of one, where at least every second draw repeats another; else nothing."""
    steps = np.unique(values)
    if len(steps) * OFTEN > len(values):
        return None
    above = min(max(int(np.searchsorted(steps, value)), 1), len(steps) - 1)
    return float(steps[above - 1]), float(steps[above])


def _crossings(at: Floats, expected: Floats) -> list[tuple[int, int, float]]:
    """Return the best option before, the best after, and the value between, at every change along rising values."""
    best = expected.argmax(axis=1)
    changes = np.flatnonzero(best[:-1] != best[1:]).tolist()
    return [(int(best[left]), int(best[left + 1]), _between(at, expected, best, left)) for left in changes]


def _between(at: Floats, expected: Floats, best: NDArray[np.int64], left: int) -> float:
    """Return where the curve of the option that was best falls below the next one's, straight between two values."""
    ahead = expected[left : left + 2, best[left]] - expected[left : left + 2, best[left + 1]]
    return float(at[left] + (at[left + 1] - at[left]) * ahead[0] / (ahead[0] - ahead[1]))


def _resampled(savings: Floats, curves: Floats, smooth: Smooth, points: np.ndarray) -> Floats:
    """Return the curves at some futures in every resample, shape (resamples, points, options).

    One step of the bootstrap: the fit of the first sample plus the fit of its reweighted residuals.
    """
    more = _weights(len(savings)) - 1
    means = savings.mean(axis=0) + more @ savings / len(savings)
    residuals = savings - savings.mean(axis=0) - curves
    refitted = np.stack([more @ (each[:, None] * smooth.basis) for each in residuals.T], axis=2)
    return np.asarray(means[:, None, :] + curves[points] + np.einsum("pt,rtk->rpk", smooth.basis[points], refitted))


@lru_cache(maxsize=2)
def _weights(futures: int) -> Floats:
    """Return how often each future stands in each resample, shape (resamples, futures)."""
    return np.random.default_rng(SHUFFLES).multinomial(futures, np.full(futures, 1 / futures), RESAMPLES).astype(float)


def _told(column: int, below: int, above: int, value: float, again: list[list[tuple[int, int, float]]]) -> Flip:
    alike = [[at for one, other, at in each if (one, other) == (below, above)] for each in again]
    nearest = [min(each, key=lambda at: abs(at - value)) for each in alike if each]
    low, high = np.quantile(nearest, TAILS).tolist() if nearest else (value, value)
    return Flip(column, value, low, high, below, above, len(nearest) / len(again))
