"""Sweeps: one number of an option varied on the same luck; where it breaks even, and where more adds nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import nan

import numpy as np

from placesim.config.horizon import horizon_days
from placesim.experiment.comparison import ALL_YEARS, Comparison
from placesim.experiment.crossings import Crossings, OneByOne, crossings, one_by_one
from placesim.experiment.differences import Difference, differences
from placesim.results.facts import Floats
from placesim.results.financial_year import financial_years

DUST = 1e-9
"""Share of a figure that adding up in another order may leave in its last digits: no difference."""

ONE_PLACE = 1.0
"""Places free on an average night, beyond those of the baseline, from which one more place is said to stand empty."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """An option at each value of one of its numbers, against the baseline, on the same luck."""

    field: str
    """What is varied."""
    values: tuple[float, ...]
    """Rising."""
    comparison: Comparison
    """Its options are the values, in order."""
    provision: tuple[str, ...]
    """What the varied interventions open or fill."""

    def curve(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> list[Difference]:
        """Return the difference from the baseline at each value."""
        return [self.comparison.difference(name, measure, group, year) for name in self.comparison.names]

    def figures(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> Floats:
        """Return a figure of every future at each value, shape (replications, values)."""
        return np.array([self.comparison.after(name, measure, group, year) for name in self.comparison.names]).T

    def steps(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> list[Difference]:
        """Return what one unit more changes between each value and the next, future by future."""
        return self.per_unit(self.figures(measure, group, year))

    def per_unit(self, figures: Floats) -> list[Difference]:
        """Return what one unit more changes in figures of shape (replications, values) from each value to the next.

        `before` and `after` have no meaning here; everything else is of the change per unit.
        """
        steps, dust = self._steps(figures)
        return changes(steps, dust)

    def overall(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> Difference:
        """Return what one unit more changes from the first value to the last, future by future."""
        ends = Sweep(self.field, self.values[:: len(self.values) - 1], self.comparison, self.provision)
        return ends.per_unit(self.figures(measure, group, year)[:, [0, -1]])[0]

    def curvature(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> Difference:
        """Return what one unit more changes in the last step less what it changes in the first, future by future."""
        steps, dust = self._steps(self.figures(measure, group, year))
        return changes(steps[:, -1:] - steps[:, :1], dust.max(keepdims=True))[0]

    def _steps(self, figures: Floats) -> tuple[Floats, Floats]:
        """Return changes per unit, and how much of each the arithmetic of floating numbers may make up."""
        gaps = np.diff(self.values)
        return np.diff(figures, axis=1) / gaps, DUST * np.nanmax(np.abs(figures), initial=0.0) / gaps

    def apart(self, figures: Floats, place: int) -> list[Difference]:
        """Return how figures of shape (replications, values) differ from those at one value, future by future."""
        return differences(np.repeat(figures[:, [place]], figures.shape[1], axis=1), figures)

    def break_even(self, measure: str = "spend", group: str = "all", year: str = ALL_YEARS) -> Crossings:
        """Return the values at which the mean difference from the baseline passes through nothing."""
        return crossings(np.array(self.values), self._apart_from_before(measure, group, year), 0.0)

    def break_even_one_by_one(self, measure: str = "spend", group: str = "all", year: str = ALL_YEARS) -> OneByOne:
        """Return where the difference of single futures from the baseline passes through nothing."""
        return one_by_one(np.array(self.values), self._apart_from_before(measure, group, year), 0.0)

    def _apart_from_before(self, measure: str, group: str, year: str) -> Floats:
        """Return the difference from the baseline in every future at each value, nothing where it is only dust."""
        before = self.comparison.before(measure, group, year)[:, None]
        figures = self.figures(measure, group, year)
        return np.where(np.isclose(figures, before, rtol=DUST, atol=0), 0.0, figures - before)

    def empty_places(self, year: str) -> Floats:
        """Return places free on an average night of a year at each value, shape (replications, values).

        Places are those of the provision that the varied interventions name: those paid for by the
        block that nobody sleeps in, a bed that phased admission has yet to fill among them; where
        nothing is paid for by the block, usable places less children there. Missing where the
        provision has no number of places.
        """
        return np.array([self._free(partial(self.comparison.after, name), year) for name in self.comparison.names]).T

    def empty_before(self, year: str) -> Floats:
        """Return places free there on an average night of a year in the baseline, in every future."""
        return self._free(self.comparison.before, year)

    def _free(self, figure: Callable[[str, str, str], Floats], year: str) -> Floats:
        periods = financial_years(self.comparison.council.start, horizon_days(self.comparison.council))
        nights = float(periods.lengths[periods.labels.index(year)])
        free = []
        for name in self.provision:
            if self.comparison.has("void_nights", name, year):
                free.append(figure("void_nights", name, year) / nights)
            elif self.comparison.has("places_average", name, year):
                free.append(figure("places_average", name, year) - figure("children_average", name, year))
        return np.asarray(np.sum(free, axis=0)) if free else np.full(len(self.comparison.baseline.values), nan)

    def children_there(self, year: str) -> Floats:
        """Return children there on an average night of a year at each value, shape (replications, values)."""
        there = [name for name in self.provision if self.comparison.has("children_average", name, year)]
        nobody = np.zeros((len(self.comparison.baseline.values), len(self.values)))
        return np.asarray(np.sum([nobody, *(self.figures("children_average", name, year) for name in there)], axis=0))

    def first_empty_place(self, year: str) -> Crossings:
        """Return the value from which, on an average night of a year, one place more than in the baseline is empty."""
        return crossings(np.array(self.values), self.empty_places(year) - self.empty_before(year)[:, None], ONE_PLACE)


def changes(steps: Floats, dust: Floats) -> list[Difference]:
    """Return changes of shape (replications, changes), the same in every future where only floating numbers differ.

    Args:
        steps: the changes.
        dust: how much of each the arithmetic of floating numbers may make up.
    """
    alike = np.ptp(steps, axis=0) <= dust
    steps = np.where(alike, steps[:1], steps)
    return differences(np.zeros_like(steps), np.where(np.abs(steps) <= dust, 0.0, steps))
