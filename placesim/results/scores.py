"""Scores of forecasts, and the simplest forecasts to beat: how far off they were, and how honest about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from placesim.results.facts import Floats

OUTSIDE = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""What each central interval of a weighted interval score leaves outside, both sides together."""

Quantile = Callable[[float], float]
"""The value that a forecast says is exceeded with probability 1 - p."""


@dataclass(frozen=True)
class Forecast:
    """What was said of one figure before it was known, as a distribution."""

    quantile: Quantile

    @property
    def middle(self) -> float:
        """The median, which half of what may happen lies below."""
        return self.quantile(0.5)

    def absolute_error(self, observed: float) -> float:
        """Return how far the median was from what happened."""
        return abs(self.middle - observed)

    def interval_score(self, outside: float, observed: float) -> float:
        """Return the width of a central interval, and a penalty for what lies outside it (Gneiting and Raftery 2007).

        Args:
            outside: the probability that the interval leaves outside, 0.2 for p10 to p90.
            observed: what happened.
        """
        low, high = self.quantile(outside / 2), self.quantile(1 - outside / 2)
        return (high - low) + 2 / outside * (max(low - observed, 0.0) + max(observed - high, 0.0))

    def weighted_interval_score(self, observed: float) -> float:
        """Return the absolute error and eleven interval scores in one figure, in the unit of what was forecast.

        The lower the better; for a single figure without a range it is the absolute error (Bracher and others 2021).
        """
        scores = (outside / 2 * self.interval_score(outside, observed) for outside in OUTSIDE)
        return (self.absolute_error(observed) / 2 + sum(scores)) / (len(OUTSIDE) + 0.5)


def of_futures(values: Floats) -> Forecast:
    """Return the forecast that simulated futures make."""
    return Forecast(lambda probability: float(np.nanquantile(values, probability)))


def carried_forward(last: float) -> Forecast:
    """Return the last known value as it stands: nothing changes, and nobody doubts it."""
    return Forecast(lambda _: last)


def carried_forward_as_a_count(last: float, years: float) -> Forecast:
    """Return the last known count with the spread of one: every year adds a variance as large as the count.

    A number in care that is renewed about once a year by chance alone, so many in and as many out, spreads so.
    """
    return spread_about(last, sqrt(max(last, 0.0) * years))


def spread_about(middle: float, deviation: float) -> Forecast:
    """Return a number of children that is known with a standard deviation (normal distribution), and never negative."""
    if deviation <= 0:
        return carried_forward(max(middle, 0.0))
    spread = NormalDist(middle, deviation)
    return Forecast(lambda probability: max(spread.inv_cdf(probability), 0.0))


def count_like(counts: Floats) -> Forecast:
    """Return next year's count where those of some years are known, as if chance alone made them differ.

    The rate is uncertain (gamma, from the counts, with half an event as Jeffreys has it) and so is the count at that
    rate (Poisson); together negative binomial.

    Args:
        counts: events in each of some years; they are equally likely to be like the next.
    """
    from scipy.stats import nbinom

    events, years = float(np.sum(counts)) + 0.5, len(counts)
    return Forecast(lambda probability: float(nbinom.ppf(probability, events, years / (years + 1))))


@dataclass(frozen=True)
class Score:
    """How one way to forecast did over several figures."""

    figures: int
    mean_absolute_error: float
    weighted_interval_score: float


def scored(forecasts: Iterable[tuple[Forecast, float]]) -> Score:
    """Return the mean scores of forecasts, each with what happened."""
    known = list(forecasts)
    errors = [forecast.absolute_error(observed) for forecast, observed in known]
    weighted = [forecast.weighted_interval_score(observed) for forecast, observed in known]
    return Score(len(known), float(np.mean(errors)), float(np.mean(weighted)))
