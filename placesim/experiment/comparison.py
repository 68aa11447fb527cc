"""Comparison: what each option changes against the baseline, future by future, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import nan
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import CONFIDENCE, interval_of_mean, range_of_futures, why_no_interval
from placesim.results.facts import Floats
from placesim.results.financial_year import financial_years
from placesim.results.measures import MEASURES, Horizon, Key

ALL_YEARS = "all years"
"""Stands where a financial year does: the whole horizon, as the measure's own rule puts its years together."""


NO_DIFFERENCE = "no difference in any future"
SAME_DIFFERENCE = "the same difference in every future"
"""Notes that stand in place of an interval where futures do not differ: chance has had no say."""


class Difference(NamedTuple):
    """A figure in the baseline and in an option, and their difference, future by future."""

    before: float
    """Mean in the baseline."""
    after: float
    """Mean in the option."""
    mean: float
    low: float
    """Lower end of the 95% interval of the mean difference; missing where none would be honest."""
    high: float
    p10: float
    """One future in ten differs by less."""
    p50: float
    p90: float
    below: float
    """Share of futures in which the option's figure is lower than the baseline's; ties are not lower."""
    below_low: float
    """Lower end of the 95% interval of that share (Wilson)."""
    below_high: float
    equal: float
    """Share of futures in which the option changes nothing."""
    note: str
    """Why there is no interval; empty where there is one."""

    @property
    def clear(self) -> bool:
        """True when the interval leaves out that nothing changes on average."""
        return self.low > 0 or self.high < 0 or (self.note == SAME_DIFFERENCE)

    @property
    def nothing(self) -> bool:
        """True when the figure is the same in every future."""
        return self.equal == 1


@dataclass(frozen=True, eq=False)
class Comparison:
    """Options against the baseline, on the same luck.

    `baseline` and `options` have the same replications in the same order: number n has the same
    luck in all of them. Differences are always option less baseline.
    """

    council: Baseline
    baseline: Outcomes
    options: tuple[Outcomes, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The options' names, in order."""
        return tuple(option.scenario for option in self.options)

    @cached_property
    def years(self) -> tuple[str, ...]:
        """Financial years of the horizon."""
        return financial_years(self.council.start, horizon_days(self.council)).labels

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Every (year, measure, group), those of the baseline first; the whole horizon among the years."""
        return tuple(self._all)

    @cached_property
    def _lengths(self) -> Floats:
        return financial_years(self.council.start, horizon_days(self.council)).lengths

    @cached_property
    def _all(self) -> dict[Key, int]:
        yearly = dict.fromkeys(key for each in (self.baseline, *self.options) for key in each.keys)
        pairs = dict.fromkeys(key[1:] for key in yearly)
        with_horizon = [
            (year, *pair)
            for pair in pairs
            for year in (*self.years, *([ALL_YEARS] if MEASURES[pair[0]].horizon is not None else []))
        ]
        return {key: place for place, key in enumerate(with_horizon)}

    def _complete(self, outcomes: Outcomes) -> Floats:
        """Return figures in the order of `keys`, shape (replications, keys), with those of the whole horizon.

        Provision that only another scenario has stands at nothing here; shares of it are missing.
        """
        columns = {key: place for place, key in enumerate(outcomes.keys)}
        figures = np.empty((len(outcomes.values), len(self._all)))
        for key, place in self._all.items():
            if key[0] != ALL_YEARS:
                absent = nan if MEASURES[key[1]].is_share else 0.0
                figures[:, place] = outcomes.values[:, columns[key]] if key in columns else absent
        width = len(self.years)
        for (year, measure, _), place in self._all.items():
            if year == ALL_YEARS:
                yearly = figures[:, place - width : place]
                figures[:, place] = together(yearly, self._lengths, MEASURES[measure].horizon)
        return figures

    @cached_property
    def _before(self) -> Floats:
        return self._complete(self.baseline)

    @cached_property
    def _after(self) -> dict[str, Floats]:
        return {option.scenario: self._complete(option) for option in self.options}

    @cached_property
    def _differences(self) -> dict[str, list[Difference]]:
        return {name: differences(self._before, after) for name, after in self._after.items()}

    def has(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> bool:
        """Tell whether there is such a figure."""
        return (year, measure, group) in self._all

    def groups(self, measure: str) -> tuple[str, ...]:
        """Return a measure's groups, `all` among them, in the order of the configuration."""
        return tuple(dict.fromkeys(group for _, name, group in self._all if name == measure))

    def before(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> Floats:
        """Return the baseline's figure in every future."""
        return self._before[:, self._all[year, measure, group]]

    def after(self, option: str, measure: str, group: str = "all", year: str = ALL_YEARS) -> Floats:
        """Return an option's figure in every future."""
        return self._after[option][:, self._all[year, measure, group]]

    def difference(self, option: str, measure: str, group: str = "all", year: str = ALL_YEARS) -> Difference:
        """Return how an option's figure differs from the baseline's."""
        return self._differences[option][self._all[year, measure, group]]

    def monthly(self, outcomes: Outcomes, measure: str, group: str = "all") -> Floats:
        """Return a monthly figure of every future, shape (replications, months); nothing for provision not there."""
        wanted = [place for place, key in enumerate(outcomes.monthly_keys) if key[1:] == (measure, group)]
        months = len(dict.fromkeys(key[0] for key in self.baseline.monthly_keys))
        return outcomes.monthly[:, wanted] if wanted else np.zeros((len(outcomes.monthly), months))

    def rows(self, option: str) -> list[tuple[Key, Difference]]:
        """Return every key that the baseline or the option has, with its difference."""
        [found] = [each for each in self.options if each.scenario == option]
        known = {key[1:] for each in (self.baseline, found) for key in each.keys}
        rows = zip(self.keys, self._differences[option], strict=True)
        return [(key, difference) for key, difference in rows if key[1:] in known]


def together(yearly: Floats, lengths: Floats, horizon: Horizon | None) -> Floats:
    """Return one figure for all years: their total, their average by length, or the last.

    Args:
        yearly: shape (replications, years).
        lengths: nights in each year.
        horizon: how this measure's years make a whole.
    """
    if horizon == "total":
        return np.asarray(yearly.sum(axis=1))
    if horizon == "end":
        return yearly[:, -1]
    known = ~np.isnan(yearly)
    weights = np.where(known, lengths, 0.0)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, yearly, 0.0) @ lengths / weights.sum(axis=1))


def differences(before: Floats, after: Floats) -> list[Difference]:
    """Return the paired difference of every column, missing values left out."""
    apart = after - before
    # what adding up in another order leaves in the last digits is no difference
    apart = np.where(np.abs(apart) <= 1e-9 * np.maximum(np.abs(before), np.abs(after)), 0.0 * apart, apart)
    mean, low, high = interval_of_mean(apart)
    p10, p50, p90 = range_of_futures(apart)
    known = (~np.isnan(apart)).sum(axis=0)
    below, equal = (apart < 0).sum(axis=0), (apart == 0).sum(axis=0)
    share, below_low, below_high = wilson(below, known)
    same = (equal == known) & (known > 0)
    alike = (np.nanmax(apart, axis=0, initial=-np.inf) == np.nanmin(apart, axis=0, initial=np.inf)) & ~same
    low, high = np.where(same | alike, np.nan, low), np.where(same | alike, np.nan, high)
    notes = np.select([same, alike], [NO_DIFFERENCE, SAME_DIFFERENCE], why_no_interval(apart)).tolist()
    unchanged = equal / np.where(known > 0, known, np.nan)
    columns = (_means(before), _means(after), mean, low, high, p10, p50, p90, share, below_low, below_high, unchanged)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [Difference._make((*row, note)) for row, note in zip(rows, notes, strict=True)]


def _means(values: Floats) -> Floats:
    return interval_of_mean(values)[0]


def wilson(successes: NDArray[np.int64], trials: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Return a share and its 95% score interval (Wilson 1927), missing where nothing was tried."""
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    n = np.where(trials > 0, trials, np.nan)
    share = successes / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    # exact ends, which the arithmetic of floating numbers would miss by a hair
    low = np.where(successes == 0, 0 * n, middle - half)
    high = np.where(successes == trials, 1 + 0 * n, middle + half)
    return share, low, high


def best_first(comparison: Comparison, measure: str = "spend", options: Sequence[str] | None = None) -> list[str]:
    """Return options in order of their mean difference in a measure over the horizon, lowest first."""
    names = comparison.names if options is None else options
    return sorted(names, key=lambda name: comparison.difference(name, measure).mean)
