"""Sweeps: one number of an option varied on the same luck; where it breaks even, and where more adds nothing."""

from dataclasses import dataclass
from math import nan

import numpy as np

from placesim.experiment.comparison import ALL_YEARS, Comparison, Difference, differences
from placesim.results.facts import Floats

RESAMPLES = 1000
"""Bootstrap samples of the futures, for the uncertainty of a point read off a curve of means."""

ONE_PLACE = 1.0
"""Places free on an average night from which one more place is said to stand empty."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """An option at each value of one of its numbers, against the baseline, on the same luck."""

    field: str
    values: tuple[float, ...]
    comparison: Comparison
    """Its options are the values, in order."""
    provision: tuple[str, ...]
    """What the varied interventions open or fill."""

    def curve(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> list[Difference]:
        """Return the difference from the baseline at each value."""
        return [self.comparison.difference(name, measure, group, year) for name in self.comparison.names]

    def steps(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> list[Difference]:
        """Return what each value changes against the value before it, future by future, for each unit varied."""
        figures = [self.comparison.after(name, measure, group, year) for name in self.comparison.names]
        gaps = np.diff(self.values)
        pairs = zip(figures, figures[1:], gaps, strict=False)
        return [differences(np.zeros((len(a), 1)), ((b - a) / gap)[:, None])[0] for a, b, gap in pairs]

    def break_even(self, measure: str = "spend", group: str = "all", year: str = ALL_YEARS) -> "Crossing":
        """Return the value at which the mean difference from the baseline crosses nothing."""
        before = self.comparison.before(measure, group, year)
        apart = [self.comparison.after(name, measure, group, year) - before for name in self.comparison.names]
        return crossing(np.array(self.values), np.array(apart).T, 0.0)

    def empty_places(self, year: str) -> Floats:
        """Return places free on an average night of a year at each value, shape (replications, values)."""
        return np.array([self._empty(name, year) for name in self.comparison.names]).T

    def _empty(self, option: str, year: str) -> Floats:
        there = [name for name in self.provision if self.comparison.has("places_average", name, year)]
        free = [
            self.comparison.after(option, "places_average", name, year)
            - self.comparison.after(option, "children_average", name, year)
            for name in there
        ]
        return np.asarray(np.sum(free, axis=0)) if free else np.full(len(self.comparison.baseline.values), nan)

    def first_empty_place(self, year: str) -> "Crossing":
        """Return the value from which, on an average night of a year, a place stands empty."""
        return crossing(np.array(self.values), self.empty_places(year), ONE_PLACE)


@dataclass(frozen=True)
class Crossing:
    """Where a curve of means crosses a level, read between the values by straight lines."""

    value: float
    """Missing where the curve does not cross."""
    low: float
    """Lower end of the 95% bootstrap interval of that value; missing where the curve often does not cross."""
    high: float
    crosses: float
    """Share of bootstrap samples in which the curve crosses at all."""
    rising: bool
    """True where the curve goes up through the level."""


def crossing(values: Floats, figures: Floats, level: float) -> Crossing:
    """Return where the mean of futures first crosses a level, with how sure that is.

    The interval is the percentile bootstrap over futures (Efron and Tibshirani 1993, chapter 13):
    whole futures are drawn again, so what values share stays shared.

    Args:
        values: what was varied, rising, shape (values,).
        figures: shape (replications, values).
        level: what to cross.
    """
    if np.isnan(figures).any():
        return Crossing(nan, nan, nan, 0.0, False)
    means = figures.mean(axis=0) - level
    found = _crossed(values, means)
    chosen = np.random.default_rng(0).integers(0, len(figures), (RESAMPLES, len(figures)))
    weights = np.stack([np.bincount(row, minlength=len(figures)) for row in chosen]) / len(figures)
    again = np.array([_crossed(values, row - level) for row in weights @ figures])
    crosses = float((~np.isnan(again)).mean())
    low, high = np.nanquantile(again, [0.025, 0.975]).tolist() if crosses >= 0.95 else (nan, nan)
    return Crossing(found, low, high, crosses, bool(means[-1] > means[0]))


def _crossed(values: Floats, heights: Floats) -> float:
    """Return the first value at which a curve of straight lines passes through nothing, or comes down to it.

    A curve that begins at nothing (no beds, no difference) has not crossed it there.
    """
    signs = np.sign(heights)
    for place in range(len(values) - 1):
        if place > 0 and signs[place] == 0 and signs[:place].any():
            return float(values[place])
        if signs[place] * signs[place + 1] < 0:
            share = heights[place] / (heights[place] - heights[place + 1])
            return float(values[place] + share * (values[place + 1] - values[place]))
    return float(values[-1]) if signs[-1] == 0 and signs.any() else nan
