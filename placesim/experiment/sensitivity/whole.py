"""Full Sobol indices: what each assumption does by itself, and with all others, to means over the same few futures."""

from dataclasses import dataclass
from time import perf_counter

from placesim.config.ranges.assumptions import Uncertainty
from placesim.experiment.knowledge.smooths import ungrouped
from placesim.experiment.knowledge.sobol import Indices, sobol_indices, sobol_rows
from placesim.experiment.sensitivity.stage import Stage
from placesim.results.facts import Floats

POINTS = 256
"""Rows of values that indices begin from, where nobody asks for another power of two."""

COMMON = 25
"""Futures, the same for every row, whose mean is taken: enough that luck blurs little of what assumptions do."""

TRIED = 2
"""Futures of each scenario that are timed to tell beforehand how long all will take."""


@dataclass(frozen=True, eq=False)
class Whole:
    """The figure of every scenario at each row of values, as means over the same futures."""

    points: int
    means: Floats
    """Shape (rows, scenarios); the baseline first."""

    def indices(self, scenario: int) -> Indices:
        """Return the indices of what is told of a scenario: of an option, its difference from the baseline."""
        told = self.means[:, scenario] - (self.means[:, 0] if scenario else 0.0)
        return sobol_indices(told, self.points)


def rows_of_values(uncertainty: Uncertainty, points: int, seed: int) -> list[Floats]:
    """Return the rows of values to be played."""
    uniforms = sobol_rows(len(uncertainty.assumptions), uncertainty.groups, points, seed)
    return list(uncertainty.values(uniforms))


def whole(stage: Stage, points: int) -> Whole:
    """Play every row, and take means over the same futures.

    Luck moves all rows alike, so what is left of it in the indices is what assumptions and luck do together.
    """
    rows = rows_of_values(stage.drawable.uncertainty, points, stage.seed)
    _, figures = stage.played(rows, COMMON)
    return Whole(points, figures.mean(axis=2))


def futures_of_whole(stage: Stage, points: int) -> int:
    """Return how many futures full indices take, all scenarios counted."""
    return stage.work(rows_of_values(stage.drawable.uncertainty, points, stage.seed), COMMON)


def seconds_a_future(stage: Stage) -> float:
    """Return how long a future takes one processor of this machine, measured on a few."""
    began = perf_counter()
    stage.played([stage.values], TRIED)
    return (perf_counter() - began) / TRIED / len(stage.drawable.scenarios)


def keys_of(uncertainty: Uncertainty) -> list[str]:
    """Return what each index is of, in order: names of assumptions of no group, then of groups."""
    names, groups = uncertainty.names, uncertainty.groups
    return [*(names[column] for column in ungrouped(len(names), groups)), *groups]
