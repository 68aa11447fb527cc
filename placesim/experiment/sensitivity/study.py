"""A sensitivity study: one figure of every scenario with each assumption at its low and at its high end."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from placesim.config.ranges.assumptions import Assumption, Uncertainty
from placesim.config.scenario_files import BASELINE
from placesim.experiment.asked_figure import AskedFigure
from placesim.experiment.comparison import Comparison
from placesim.experiment.differences import Difference, difference_of
from placesim.experiment.knowledge.shares import Share
from placesim.experiment.sensitivity.stage import Stage, figures_of
from placesim.experiment.sensitivity.together import Together
from placesim.experiment.sensitivity.whole import Whole, futures_of_whole, whole
from placesim.results.facts import Floats
from placesim.results.measures import MEASURES


class Ends(NamedTuple):
    """What an assumption changes in a figure at its low and at its high end, all others at their values."""

    place: int
    """Its number among the assumptions, from 0."""
    low: Difference
    """From the figure with the assumption at its value (`before`) to that with it at its low end (`after`)."""
    high: Difference

    @property
    def width(self) -> float:
        """How far the means of the three figures lie apart: what the assumption's bar reaches over."""
        reached = (0.0, self.low.mean, self.high.mean)
        return max(reached) - min(reached)


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """One figure of every scenario, with assumptions at their values and with each at either end, on the same luck.

    What is told of the baseline is its own figure; of an option, its difference from the baseline.
    """

    uncertainty: Uncertainty
    figure: AskedFigure
    central: Comparison
    """Every figure with every assumption at its value."""
    at_ends: Floats
    """The figure with one assumption at an end: shape (assumptions, 2, scenarios, futures); baseline first."""
    together: Together
    """The same futures with every assumption drawn at once."""
    whole: Whole | None = None
    """What full indices are made of, where they were asked for."""

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What is uncertain, in the order of the files."""
        return self.uncertainty.assumptions

    @property
    def options(self) -> tuple[str, ...]:
        """The options, in the order given."""
        return self.central.names

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The baseline, then the options."""
        return BASELINE, *self.options

    @property
    def lower_is_better(self) -> bool:
        """Which of two figures is the better one; that of a measure without better or worse is the lower."""
        return MEASURES[self.figure.measure].worse != "lower"

    @cached_property
    def central_figures(self) -> Floats:
        """The figure of every scenario in every future with every assumption at its value, baseline first."""
        return figures_of(self.central, self.figure)

    def at_values(self, scenario: str) -> Floats:
        """Return what is told of a scenario in every future with every assumption at its value."""
        return self._told(self.central_figures, scenario)

    def at_end(self, scenario: str, place: int, end: int) -> Floats:
        """Return the same with one assumption at its low (0) or its high end (1)."""
        return self._told(self.at_ends[place, end], scenario)

    def drawn(self, scenario: str) -> Floats:
        """Return the same with every assumption drawn at once."""
        return self._told(self.together.figures, scenario)

    def shares(self, scenario: str) -> tuple[tuple[Share, ...], dict[str, Share]]:
        """Return what share of a figure's variance each assumption explains by itself, and each group, luck counted."""
        return self.together.shares(self.drawn(scenario))

    def against_nothing_drawn(self, option: str) -> Difference:
        """Return an option's difference from the baseline with every assumption drawn at once."""
        return difference_of(self.together.figures[0], self.together.figures[self.scenarios.index(option)])

    def _told(self, figures: Floats, scenario: str) -> Floats:
        """Return a scenario's row of figures, an option's less the baseline's."""
        place = self.scenarios.index(scenario)
        return np.asarray(figures[place] - figures[0] if place else figures[0])

    def ends(self, scenario: str, place: int) -> Ends:
        """Return what an assumption changes in what is told of a scenario, future by future."""
        before = self.at_values(scenario)
        low, high = (difference_of(before, self.at_end(scenario, place, end)) for end in (0, 1))
        return Ends(place, low, high)

    def bars(self, scenario: str) -> list[Ends]:
        """Return every assumption's ends, those that move the figure most first."""
        found = [self.ends(scenario, place) for place in range(len(self.assumptions))]
        return sorted(found, key=lambda ends: -np.nan_to_num(ends.width))

    def against_nothing(self, option: str, place: int, end: int) -> Difference:
        """Return an option's difference from the baseline with an assumption at an end, and how often it is lower."""
        before, after = self.at_ends[place, end, [0, self.scenarios.index(option)]]
        return difference_of(before, after)


def tried(stage: Stage, futures: int, points: int = 0) -> Sensitivity:
    """Play every scenario with assumptions at their values, with each at either end, and with all of them drawn.

    Assumptions that change prices alone are answered from the nights there are.

    Args:
        stage: what plays.
        futures: how many at each end.
        points: rows that full indices begin from, a power of two; 0: none are asked for.
    """
    uncertainty = stage.drawable.uncertainty
    central, (_, *ends) = stage.played(rows_of(stage), futures)
    at_ends = np.reshape(ends, (len(uncertainty.assumptions), 2, len(stage.drawable.scenarios), futures))
    full = whole(stage, points) if points else None
    return Sensitivity(uncertainty, stage.figure, central, at_ends, stage.together(futures), full)


def rows_of(stage: Stage) -> list[Floats]:
    """Return the values of all assumptions, then the low and the high end of each, all others at their values."""
    rows = [stage.values]
    for place, assumption in enumerate(stage.drawable.uncertainty.assumptions):
        for end in (assumption.low, assumption.high):
            row = stage.values.copy()
            row[place] = end
            rows.append(row)
    return rows


def futures_to_play(stage: Stage, futures: int, points: int = 0) -> int:
    """Return how many futures `tried` simulates, all scenarios counted, those that draw every assumption among them."""
    full = futures_of_whole(stage, points) if points else 0
    return stage.work(rows_of(stage), futures) + len(stage.drawable.scenarios) * futures + full
