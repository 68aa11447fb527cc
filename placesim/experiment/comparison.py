"""Comparison: what each option changes against the baseline, future by future, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import nan

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.experiment.differences import Difference, differences
from placesim.experiment.kept_figures import let_go
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import blocks
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

    def _known(self, outcomes: Outcomes, key: Key) -> Floats:
        """Return a figure of every future that one of the scenarios has.

        Raises:
            KeyError: none of them has it.
        """
        if key not in self._all:
            raise KeyError(key)
        return self._figures(outcomes, key)

    @cached_property
    def _lengths(self) -> Floats:
        return financial_years(self.council.start, horizon_days(self.council)).lengths

    @cached_property
    def _all(self) -> dict[Key, int]:
        yearly = dict.fromkeys(key for each in (self.baseline, *self.options) for key in each.keys)
        pairs = dict.fromkeys(key[1:] for key in yearly)
        with_horizon: list[Key] = [
            (year, *pair)
            for pair in pairs
            for year in (*self.years, *([ALL_YEARS] if MEASURES[pair[0]].horizon is not None else []))
        ]
        return {key: place for place, key in enumerate(with_horizon)}

    def _figures(self, outcomes: Outcomes, key: Key) -> Floats:
        """Return one figure of every future, for a year or for the whole horizon.

        Provision that only another scenario has stands at nothing here; shares of it are missing.
        """
        year, measure, group = key
        if year == ALL_YEARS:
            yearly = np.stack([self._figures(outcomes, (each, measure, group)) for each in self.years], axis=1)
            return together(yearly, self._lengths, MEASURES[measure].horizon)
        place = outcomes.years_of.get((measure, group), {}).get(year)
        if place is None:
            return np.full(len(outcomes.values), nan if MEASURES[measure].is_of_something else 0.0)
        return outcomes.values[:, place]

    @cached_property
    def _after(self) -> dict[str, Outcomes]:
        return {option.scenario: option for option in self.options}

    @cached_property
    def _differences(self) -> dict[str, list[Difference]]:
        return {name: self._from_baseline(option) for name, option in self._after.items()}

    def _from_baseline(self, option: Outcomes) -> list[Difference]:
        """Return the differences of an option in the order of `keys`, worked out for a few of them at a time."""
        found: list[Difference] = []
        for block in blocks(len(self.keys)):
            before, after = (
                np.stack([self._figures(outcomes, key) for key in self.keys[block]], axis=1)
                for outcomes in (self.baseline, option)
            )
            found += differences(before, after)
            let_go(self.baseline.values)
            let_go(option.values)
        return found

    def has(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> bool:
        """Tell whether there is such a figure."""
        return (year, measure, group) in self._all

    def groups(self, measure: str) -> tuple[str, ...]:
        """Return a measure's groups, `all` among them, in the order of the configuration."""
        return tuple(dict.fromkeys(group for _, name, group in self._all if name == measure))

    def before(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> Floats:
        """Return the baseline's figure in every future."""
        return self._known(self.baseline, (year, measure, group))

    def after(self, option: str, measure: str, group: str = "all", year: str = ALL_YEARS) -> Floats:
        """Return an option's figure in every future."""
        return self._known(self._after[option], (year, measure, group))

    def difference(self, option: str, measure: str, group: str = "all", year: str = ALL_YEARS) -> Difference:
        """Return how an option's figure differs from the baseline's."""
        return self._differences[option][self._all[year, measure, group]]

    def monthly(self, outcomes: Outcomes, measure: str, group: str = "all") -> Floats:
        """Return a monthly figure of every future, shape (replications, months); nothing for provision not there."""
        wanted = list(outcomes.months_of.get((measure, group), {}).values())
        months = len(next(iter(self.baseline.months_of.values())))
        figures = outcomes.monthly[:, wanted] if wanted else np.zeros((len(outcomes.monthly), months))
        let_go(outcomes.monthly)
        return figures

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
