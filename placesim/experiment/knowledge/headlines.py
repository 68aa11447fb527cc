"""The headlines of a study both ways, under luck alone and with assumptions drawn, and what their variance rests on."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from placesim.config.scenario_files import BASELINE
from placesim.experiment.budget_accruals import whole_years
from placesim.experiment.comparison import ALL_YEARS, Comparison
from placesim.experiment.differences import Difference, apart_of, difference_of
from placesim.experiment.knowledge.known import Knowledge
from placesim.experiment.knowledge.smooths import Smooths, smooths_of
from placesim.experiment.knowledge.variance_split import VarianceSplit, variance_split
from placesim.results.facts import Floats

IN_HOMES = "residential"
"""Stands where a group does: all placement types that report in this group, added up."""


class Headline(NamedTuple):
    """One figure that every scenario is told by."""

    measure: str
    group: str
    year: str


@dataclass(frozen=True, eq=False)
class BothWays:
    """A headline of one scenario: the baseline's own figure, an option's difference from it, future by future."""

    scenario: str
    headline: Headline
    drawn: Difference
    """With assumptions drawn."""
    luck: Difference
    """Under luck alone."""
    split: VarianceSplit
    """What the variance of the drawn futures rests on."""


@dataclass(frozen=True, eq=False)
class LuckAndKnowledge:
    """A study with assumptions drawn, ready to be asked how sure its headlines are; each is worked out once."""

    comparison: Comparison
    """Of the drawn futures."""
    knowledge: Knowledge

    @cached_property
    def smooths(self) -> Smooths:
        """What figures are fitted by."""
        return smooths_of(self.knowledge.draws, self.knowledge.uncertainty.groups)

    @cached_property
    def headlines(self) -> tuple[Headline, ...]:
        """Spend and net cost over all years, out of borough and children in care at the end, children in homes.

        Children in homes are those of an average night of the last whole year, or of the last where none is whole.
        """
        council, years = self.comparison.council, self.comparison.years
        last = (whole_years(council) or years)[-1]
        every = (
            Headline("spend", "all", ALL_YEARS),
            Headline("net_cost", "all", ALL_YEARS),
            Headline("out_of_borough_share", "all", ALL_YEARS),
            Headline("children_average", IN_HOMES, last),
            Headline("children_year_end", "all", ALL_YEARS),
        )
        return tuple(each for each in every if self._groups(each))

    @cached_property
    def told(self) -> dict[tuple[str, Headline], BothWays]:
        """Every headline of every scenario, the baseline first."""
        scenarios = (BASELINE, *self.comparison.names)
        return {(name, each): self._both_ways(name, each) for name in scenarios for each in self.headlines}

    def figures(self, comparison: Comparison, scenario: str, headline: Headline) -> tuple[Floats, Floats]:
        """Return a headline before and after a scenario, one a future; the baseline's stands against nothing."""
        before = self._summed(comparison, BASELINE, headline)
        if scenario == BASELINE:
            return np.zeros_like(before), before
        return before, self._summed(comparison, scenario, headline)

    def _groups(self, headline: Headline) -> tuple[str, ...]:
        groups: tuple[str, ...] = (headline.group,)
        if headline.group == IN_HOMES:
            kinds = self.comparison.council.placement_types
            groups = tuple(name for name, kind in kinds.items() if kind.group == IN_HOMES)
        return tuple(group for group in groups if self.comparison.has(headline.measure, group, headline.year))

    def _summed(self, comparison: Comparison, scenario: str, headline: Headline) -> Floats:
        measure, _, year = headline
        of = comparison.before if scenario == BASELINE else lambda *key: comparison.after(scenario, *key)
        summed: Floats = np.sum([of(measure, group, year) for group in self._groups(headline)], axis=0)
        return summed

    def _both_ways(self, scenario: str, headline: Headline) -> BothWays:
        known = self.knowledge
        before, after = self.figures(self.comparison, scenario, headline)
        other_before, other_after = self.figures(known.again, scenario, headline)
        return BothWays(
            scenario,
            headline,
            difference_of(before, after),
            difference_of(*self.figures(known.fixed, scenario, headline)),
            variance_split(apart_of(before, after), apart_of(other_before, other_after), self.smooths),
        )
