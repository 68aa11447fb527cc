"""Flips: at which value of an assumption another option becomes the best, and how sure that is."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from placesim.experiment.knowledge.shares import SHUFFLES, drawn_in, shares_of
from placesim.experiment.knowledge.smooths import Smooth, Smooths
from placesim.results.facts import Floats

RESAMPLES = 200
"""Bootstrap samples of the futures, for the uncertainty of a crossing."""

POINTS = 201
"""Drawn values at which curves are compared."""

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


def flips(savings: Floats, smooths: Smooths) -> tuple[Flip, ...]:
    """Return where knowing one assumption would change which option saves most on average.

    Crossings of the options' curves within the values drawn; only where the difference of the two options is told
    apart from what chance would make of it. Whether one option saves at all is asked with two columns: the baseline's
    zeros, and its savings.

    Args:
        savings: pounds, shape (futures, options); futures with any missing are left out.
        smooths: what to fit by.
    """
    known = np.asarray(~np.isnan(savings).any(axis=1))
    if not known.any():
        return ()
    kept, fits = savings[known], smooths.of(known)
    best = kept[:, [int(kept.mean(axis=0).argmax())]]
    told: dict[tuple[int, int], list[bool]] = {}

    def moved(one: int, other: int, assumption: int) -> bool:
        pair = min(one, other), max(one, other)
        if pair not in told:
            told[pair] = [share.told_apart for share in shares_of(kept[:, one] - kept[:, other], fits)]
        return told[pair][assumption]

    found = (
        flip
        for column, smooth in enumerate(fits.assumptions)
        if smooth.terms
        for flip in _flips_of(column, kept - best, smooth, fits.draws[:, column])
    )
    return tuple(flip for flip in found if moved(flip.below, flip.above, flip.assumption))


def _flips_of(column: int, savings: Floats, smooth: Smooth, values: Floats) -> list[Flip]:
    """Return every change of the best option along one assumption."""
    means, curves = savings.mean(axis=0), drawn_in(savings, smooth)
    points = np.argsort(values, kind="stable")[np.linspace(0, len(values) - 1, min(POINTS, len(values))).astype(int)]
    at = values[points]
    crossings = _crossings(at, means + curves[points])
    if not crossings:
        return []
    again = [_crossings(at, each) for each in _resampled(savings, curves, smooth, points)]
    return [_told(column, *crossing, again) for crossing in crossings]


def _crossings(at: Floats, expected: Floats) -> list[tuple[int, int, float]]:
    """Return the best option before, the best after, and the value between, at every change along rising values."""
    best = expected.argmax(axis=1)
    return [
        (
            int(best[left]),
            int(best[right]),
            _between(at[[left, right]], expected[[left, right]], best[left], best[right]),
        )
        for left, right in pairwise(range(len(at)))
        if best[left] != best[right]
    ]


def _between(at: Floats, expected: Floats, below: int, above: int) -> float:
    """Return where the curve of one option crosses that of another, straight between two values."""
    ahead = expected[:, below] - expected[:, above]
    return float(at[0] + (at[1] - at[0]) * ahead[0] / (ahead[0] - ahead[1]))


def _resampled(savings: Floats, curves: Floats, smooth: Smooth, points: np.ndarray) -> Floats:
    """Return the curves at some futures in every resample, shape (resamples, points, options).

    One step of the bootstrap: the fit of the first sample plus the fit of its reweighted residuals.
    """
    more = _weights(len(savings)) - 1
    means = savings.mean(axis=0) + more @ savings / len(savings)
    residuals = savings - savings.mean(axis=0) - curves
    apart = [
        curves[points, k] + more @ (residuals[:, [k]] * smooth.basis) @ smooth.basis[points].T
        for k in _options(savings)
    ]
    return np.asarray(means[:, None, :] + np.stack(apart, axis=2))


def _options(savings: Floats) -> range:
    return range(savings.shape[1])


@lru_cache(maxsize=2)
def _weights(futures: int) -> Floats:
    """Return how often each future stands in each resample, shape (resamples, futures)."""
    return np.random.default_rng(SHUFFLES).multinomial(futures, np.full(futures, 1 / futures), RESAMPLES).astype(float)


def _told(column: int, below: int, above: int, value: float, again: list[list[tuple[int, int, float]]]) -> Flip:
    alike = [[at for one, other, at in each if (one, other) == (below, above)] for each in again]
    nearest = [min(each, key=lambda at: abs(at - value)) for each in alike if each]
    low, high = np.quantile(nearest, TAILS).tolist() if nearest else (value, value)
    return Flip(column, value, low, high, below, above, len(nearest) / len(again))
