"""Years: counts of whole years, how far they differ beyond chance, whether they rise or fall, and where they end."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from placesim.returns.fitting.estimates import Floats

LIKELY_VARIATION = 0.2
"""Years are thought to differ by less than this twice in three times, before looking (scale of a half-normal)."""

MOST_VARIATION = 1.0

YEARS_FOR_A_TREND = 4

BELIEVED = 0.2
"""A trend is followed where chance alone would show such in fewer than so many pasts: forecasts are best so."""

HALF_LIFE, HALF_LIFE_IN_A_TREND = 2.0, 1.0
"""A year so many years older counts half as much for the level, in general and where numbers rise or fall."""


@dataclass(frozen=True, eq=False)
class YearCounts:
    """Events of consecutive financial years, the first and the last perhaps in part."""

    counts: Floats
    years: Floats
    """What each count is counted from: the length in years, or events expected of the children who were there."""


class Change(NamedTuple):
    """How counts rise or fall."""

    per_year: float
    """Share by which they rise a year."""
    probability: float
    """That chance and differences between years alone make so large a change."""

    @property
    def believed(self) -> bool:
        """Whether it is followed."""
        return self.probability < BELIEVED


class Spread(NamedTuple):
    """The coefficient of variation of the yearly rate beyond chance, and its standard error."""

    mean: float
    standard_error: float


def trend(found: YearCounts) -> Change:
    """Return the trend of the logarithm of yearly rates, by least squares and Student's t."""
    from scipy.stats import t

    number = len(found.counts)
    if number < YEARS_FOR_A_TREND or not found.counts.any():
        return Change(0.0, 1.0)
    logs, when = np.log((found.counts + 0.5) / found.years), np.arange(number) - (number - 1) / 2
    slope = float(when @ logs / (when @ when))
    left = logs - logs.mean() - slope * when
    chance = 1 / max(float(found.counts.mean()), 1.0)
    error = np.sqrt(max(float(left @ left) / (number - 2), chance) / (when @ when))
    return Change(float(np.expm1(slope)), float(2 * t.sf(abs(slope) / error, number - 2)))


def variation(found: YearCounts, change: Change) -> Spread:
    """Return how far years differ beyond chance, around their trend where it is believed.

    Counts are negative binomial; few years say little, so what is returned is the mean of all that the counts leave
    possible, small variations being likelier before looking than large ones (a half-normal prior).
    """
    from scipy.special import gammaln

    grid = np.linspace(0, MOST_VARIATION, 401)[1:]
    expected = _expected(found, change)[:, None]
    shape = 1 / grid**2
    counts = found.counts[:, None]
    each = gammaln(counts + shape) - gammaln(shape) - shape * np.log1p(expected / shape)
    each += counts * np.log(expected / (shape + expected))
    information = (expected / (1 + expected * grid**2)).sum(axis=0)  # on the mean, which was taken from the same years
    logs = each.sum(axis=0) - np.log(information) / 2 - (grid / LIKELY_VARIATION) ** 2 / 2
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    mean = float(weights @ grid)
    return Spread(mean, float(np.sqrt(weights @ (grid - mean) ** 2)))


def _expected(found: YearCounts, change: Change) -> Floats:
    """Return the counts expected of each year, at one rate or along a trend."""
    along = (1 + change.per_year if change.believed else 1.0) ** np.arange(len(found.counts)) * found.years
    return np.asarray(along * max(float(found.counts.sum()), 0.5) / along.sum())


def recent_rate(found: YearCounts, change: Change, spread: Spread) -> tuple[float, float]:
    """Return the yearly rate at the end of the data and its standard error: recent years count more.

    The error holds chance, and differences between years with their variation as it was found.
    """
    half_life = HALF_LIFE_IN_A_TREND if change.believed else HALF_LIFE
    weights = found.years * 0.5 ** (np.arange(len(found.counts))[::-1] / half_life)
    weights /= weights.sum()
    rates = found.counts / found.years
    rate = float(weights @ rates)
    chance = float(weights**2 @ (max(rate, 0.5) / found.years))
    return rate, float(np.sqrt(chance + (spread.mean * rate) ** 2 * float(weights @ weights)))
