"""A map as its reports ask for it: the option at each pair of values, and the two numbers in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.ranges.assumptions import Uncertainty
from placesim.config.text import listing, plain
from placesim.config.variant_pairs import VariantPairs
from placesim.config.variants import Variants
from placesim.config.varied_numbers import VariedNumber
from placesim.experiment.differences import Difference
from placesim.experiment.knowledge.known import Knowledge
from placesim.experiment.manifest import RunSettings
from placesim.experiment.sweep import Sweep
from placesim.experiment.sweep_map import SweepMap
from placesim.report.comparison_study import NET, SPEND, ComparisonStudy
from placesim.report.sweep_study import Quantity, SweepStudy, quantity_of

Place = tuple[int, int]
"""Which value of the first number, and which of the second, counted from 0."""


@dataclass(frozen=True, eq=False)
class SweepMapStudy:
    """Two numbers of an option varied, with all that reports print beside the figures."""

    council: Baseline
    pairs: VariantPairs
    swept: SweepMap
    settings: RunSettings
    evidence: Mapping[str, Figure]
    ranges: Uncertainty | None = None
    """Ranges that the configuration and the option give, drawn or not."""
    knowledge: Knowledge | None = None
    """What became of it all under luck alone, where assumptions are drawn."""

    @cached_property
    def options(self) -> ComparisonStudy:
        """The pairs as scenarios of a comparison."""
        told = self.council, self.swept.comparison, self.pairs.options, self.settings, self.evidence
        return ComparisonStudy(*told, ranges=self.ranges, knowledge=self.knowledge)

    @cached_property
    def luck_alone(self) -> "SweepMapStudy | None":
        """The same futures with every assumption at its value, where assumptions are drawn."""
        if self.knowledge is None:
            return None
        alone = replace(self.swept, comparison=self.knowledge.fixed)
        return replace(self, swept=alone, knowledge=None)

    @cached_property
    def first(self) -> Quantity:
        """The first number in words."""
        return self._quantity(self.pairs.first)

    @cached_property
    def second(self) -> Quantity:
        """The second number in words."""
        return self._quantity(self.pairs.second)

    def _quantity(self, number: VariedNumber) -> Quantity:
        """Return a number in words; two of the same name are told apart by what they are of."""
        quantity, numbers = quantity_of(number), (self.pairs.first, self.pairs.second)
        if len({quantity_of(each).axis for each in numbers}) > 1:
            return quantity
        changes = f"change {listing([str(place + 1) for place in number.places])}"
        alike = len({self._labels(each) for each in numbers}) == 1
        return quantity.marked(f" ({changes if alike else self._labels(number) or changes})")

    def _labels(self, number: VariedNumber) -> str:
        """Return what a number is of, as in `14 Summer Lane`; empty where that has no name."""
        known = self.council.provision
        return listing([plain(known[name].label) for name in number.provision if name in known])

    @property
    def name(self) -> str:
        """What the scenario is called."""
        return plain(self.pairs.option.scenario.name)

    @property
    def few(self) -> bool:
        """True when there are too few futures for any interval."""
        return self.options.few

    @property
    def places(self) -> tuple[Place, ...]:
        """Every pair, in the order of the comparison's options."""
        first, second = self.swept.shape
        return tuple(product(range(first), range(second)))

    @property
    def counted(self) -> str:
        """The measure by which pairs are told apart: net cost where the option gives a cost, else placement spend."""
        return NET if any(change.cost for change in self.pairs.option.scenario.interventions) else SPEND

    @property
    def of(self) -> str:
        """What that measure is called in a sentence."""
        return self.counted.replace("_", " ")

    @cached_property
    def difference(self) -> dict[Place, Difference]:
        """How each pair differs from the baseline in what is counted, over all years."""
        return self.differences(self.counted)

    def differences(self, measure: str) -> dict[Place, Difference]:
        """Return how each pair differs from the baseline in a figure of the whole horizon."""
        rows = self.swept.differences(measure)
        return {(row, column): rows[row][column] for row, column in self.places}

    @cached_property
    def best(self) -> Place:
        """The pair with the lowest mean of what is counted."""
        means = self.swept.figures(self.counted).mean(axis=0)
        row, column = np.unravel_index(int(np.argmin(means)), means.shape)
        return int(row), int(column)

    def at(self, place: Place) -> str:
        """Return a pair in words, as in `4 beds and 10 households approved a year`."""
        row, column = place
        first, second = self.pairs.first.values[row], self.pairs.second.values[column]
        return f"{self.first.text(first)} and {self.second.text(second)}"

    @property
    def range_tried(self) -> str:
        """Both ranges of values."""
        first, second = self.pairs.first.values, self.pairs.second.values
        return f"{self.first.between(first[0], first[-1])} by {self.second.between(second[0], second[-1])}"

    def down(self, place: int) -> SweepStudy:
        """Return the first number varied, at one value of the second."""
        options = slice(place, None, self.swept.shape[1])
        return self._slice(self.pairs.first, self.first, self.swept.down(place), options)

    def across(self, place: int) -> SweepStudy:
        """Return the second number varied, at one value of the first."""
        across = self.swept.shape[1]
        options = slice(place * across, (place + 1) * across)
        return self._slice(self.pairs.second, self.second, self.swept.across(place), options)

    def _slice(self, number: VariedNumber, called: Quantity, sweep: Sweep, options: slice) -> SweepStudy:
        varied = Variants(number.option, number.field, number.values, number.places, self.pairs.options[options])
        return SweepStudy(self.council, varied, sweep, self.settings, self.evidence, called=called)
