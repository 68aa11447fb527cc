"""Comparison: what each option changes against the baseline, future by future, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import nan

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.experiment.differences import Difference, differences
from placesim.experiment.replications import Outcomes
from placesim.results.facts import Floats
from placesim.results.financial_year import financial_years
from placesim.results.measures import MEASURES, Horizon, Key

ALL_YEARS = "all years"
"""Stands where a financial year does: the whole horizon, as the measure's own rule puts its years together."""


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
                absent = nan if MEASURES[key[1]].is_of_something else 0.0
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
        wanted = list(outcomes.months_of.get((measure, group), {}).values())
        months = len(next(iter(self.baseline.months_of.values())))
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


def best_first(comparison: Comparison, measure: str = "spend", options: Sequence[str] | None = None) -> list[str]:
    """Return options in order of their mean difference in a measure over the horizon, lowest first."""
    names = comparison.names if options is None else options
    return sorted(names, key=lambda name: comparison.difference(name, measure).mean)
