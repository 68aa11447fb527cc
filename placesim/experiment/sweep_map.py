"""Maps: two numbers of an option varied on the same luck; whether what they do adds up, or one stands in the way."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from placesim.config.varied_numbers import VariedNumber
from placesim.experiment.comparison import ALL_YEARS, Comparison
from placesim.experiment.differences import Difference, differences
from placesim.experiment.sweep import DUST, Sweep, changes
from placesim.results.facts import Floats


class Together(NamedTuple):
    """What two numbers do from their lowest to their highest values: each alone, both, and what lies between."""

    first: Difference
    """The first alone, the second at its lowest value."""
    second: Difference
    """The second alone, the first at its lowest value."""
    both: Difference
    apart: Difference
    """What both do less what each does alone, added up: nothing where they add up."""


@dataclass(frozen=True, eq=False)
class SweepMap:
    """An option at each pair of values of two of its numbers, against the baseline, on the same luck."""

    first: VariedNumber
    second: VariedNumber
    comparison: Comparison
    """Its options are the pairs, in the order of `VariantPairs.options`."""

    @cached_property
    def shape(self) -> tuple[int, int]:
        """How many values the first number takes, and the second."""
        return len(self.first.values), len(self.second.values)

    def figures(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> Floats:
        """Return a figure of every future at each pair, shape (replications, first values, second values)."""
        flat = np.array([self.comparison.after(name, measure, group, year) for name in self.comparison.names]).T
        return np.asarray(flat.reshape(-1, *self.shape))

    def differences(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> list[list[Difference]]:
        """Return the difference from the baseline at each pair, by first and by second value."""
        before = self.comparison.before(measure, group, year)
        return self._from(before, self.figures(measure, group, year))

    def apart(self, measure: str, place: tuple[int, int]) -> list[list[Difference]]:
        """Return how a figure at each pair differs from that at one of them, future by future."""
        figures = self.figures(measure)
        return self._from(figures[:, *place], figures)

    def _from(self, before: Floats, figures: Floats) -> list[list[Difference]]:
        flat = figures.reshape(len(figures), -1)
        found = differences(np.repeat(before[:, None], flat.shape[1], axis=1), flat)
        across = self.shape[1]
        return [found[begin : begin + across] for begin in range(0, len(found), across)]

    def down(self, place: int) -> Sweep:
        """Return the first number varied, at one value of the second."""
        return self._slice(self.first, slice(place, None, self.shape[1]))

    def across(self, place: int) -> Sweep:
        """Return the second number varied, at one value of the first."""
        across = self.shape[1]
        return self._slice(self.second, slice(place * across, (place + 1) * across))

    def _slice(self, number: VariedNumber, options: slice) -> Sweep:
        comparison = Comparison(self.comparison.council, self.comparison.baseline, self.comparison.options[options])
        return Sweep(number.field, number.values, comparison, number.provision)

    def together(self, measure: str) -> Together:
        """Return what the two numbers do to a figure, from lowest to highest, alone and together, future by future."""
        figures = self.figures(measure)
        neither, second, first, both = (figures[:, a, b] for a in (0, -1) for b in (0, -1))
        steps = np.stack([first - neither, second - neither, both - neither, both - first - second + neither], axis=1)
        dust = np.full(4, DUST * np.nanmax(np.abs(figures), initial=0.0))
        return Together(*changes(steps, dust))
