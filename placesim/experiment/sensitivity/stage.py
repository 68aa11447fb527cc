"""The stage: every scenario played with its assumptions at given values, and one figure of every future kept."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from math import nan
from typing import NamedTuple

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.ranges.drawing import Drawable
from placesim.experiment.asked_figure import AskedFigure
from placesim.experiment.chunks import no_progress
from placesim.experiment.comparison import Comparison
from placesim.experiment.draws import DrawnStudy
from placesim.experiment.replications import Outcomes, replicate
from placesim.experiment.sensitivity.repricing import AtOtherPrices, repriced, without_repriced
from placesim.experiment.sensitivity.together import Together
from placesim.model import EngineName
from placesim.results.facts import Floats
from placesim.results.measures import MEASURES

COUNCILS_AT_ONCE = 24
"""Councils that are sent to workers together: enough to keep them busy, few enough to be sent with each chunk."""


class Task(NamedTuple):
    """The futures of one scenario that answer for several rows of values."""

    scenario: int
    alike: list[list[int]]
    """Numbers of rows, those with the very same council together. The first council is played; the others differ from
    it in prices alone, so that its futures are priced again for them."""


@dataclass(frozen=True, eq=False)
class Stage:
    """Plays every scenario on the same luck, with its assumptions at values that are named one by one."""

    drawable: Drawable
    figure: AskedFigure
    """What is kept of every future."""
    seed: int
    executor: Executor | None = None
    """What plays; this process where not given."""
    progress: Callable[[int], None] = no_progress
    engine: EngineName | None = None

    @property
    def values(self) -> Floats:
        """The value of every assumption: all that is known of it in one number."""
        return self.drawable.uncertainty.central

    def work(self, rows: Sequence[Floats], futures: int) -> int:
        """Return how many futures `played` simulates, all scenarios counted."""
        return len(self._tasks(rows)) * futures

    def played(self, rows: Sequence[Floats], futures: int) -> tuple[Comparison, Floats]:
        """Play every scenario at each of some rows of values.

        Rows that differ in prices alone, or in what does not touch a scenario, share its futures.

        Returns:
            Every figure at the first row, and the figure asked for at each: shape (rows, scenarios, futures).
        """
        found = np.empty((len(rows), len(self.drawable.scenarios), futures))
        first: dict[int, Outcomes] = {}
        for task, outcomes in self._outcomes(rows, futures):
            told = without_repriced(outcomes)
            beside = repriced(outcomes, self.figure.measure, [numbers[0] for numbers in task.alike[1:]])
            for numbers, each in zip(task.alike, [told, *beside], strict=True):
                found[numbers, task.scenario] = figure_of(self.drawable.council, each, self.figure)
            if 0 in task.alike[0]:
                first[task.scenario] = told
        whole = [first[place] for place in range(len(first))]
        return Comparison(self.drawable.council, whole[0], tuple(whole[1:])), found

    def together(self, futures: int) -> Together:
        """Play every scenario in futures that draw every assumption, and keep the figure."""
        draws = DrawnStudy(self.drawable, self.seed).futures(0, futures)
        names = dict.fromkeys(self.drawable.scenarios, self.drawable.council)
        played = replicate(
            *(names, futures, self.seed, 1),
            progress=self.progress,
            executor=self.executor,
            engine=self.engine,
            drawable=self.drawable,
            draws=draws,
        )
        compared = Comparison(self.drawable.council, played[0], tuple(played[1:]))
        return Together(self.drawable.uncertainty, draws.rows, figures_of(compared, self.figure))

    def _tasks(self, rows: Sequence[Floats]) -> list[Task]:
        """Return what has to be played for some rows, in the order of the first row of each."""
        reached = [np.array(self.drawable.reaches(name)) for name in self.drawable.scenarios]
        real = np.array([not each.only_money for each in self.drawable.uncertainty.assumptions])
        found: dict[tuple[int, bytes], dict[bytes, list[int]]] = {}
        for number, row in enumerate(rows):
            for place, reaches in enumerate(reached):
                councils = found.setdefault((place, row[reaches & real].tobytes()), {})
                councils.setdefault(row[reaches].tobytes(), []).append(number)
        return [Task(place, list(councils.values())) for (place, _), councils in found.items()]

    def _outcomes(self, rows: Sequence[Floats], futures: int) -> Iterator[tuple[Task, Outcomes]]:
        """Yield what becomes of each task's scenario, with what else was priced measured beside."""
        tasks = self._tasks(rows)
        for first in range(0, len(tasks), COUNCILS_AT_ONCE):
            batch = tasks[first : first + COUNCILS_AT_ONCE]
            for task, outcomes in zip(batch, self._batch(batch, rows, futures), strict=True):
                yield task, replace(outcomes, scenario=self.drawable.scenarios[task.scenario])

    def _batch(self, batch: Sequence[Task], rows: Sequence[Floats], futures: int) -> list[Outcomes]:
        councils: dict[str, Baseline] = {}
        also: dict[str, tuple[AtOtherPrices, ...]] = {}
        for task in batch:
            name, numbers = self.drawable.scenarios[task.scenario], [each[0] for each in task.alike]
            council, *others = (self.drawable.baseline(name, rows[number]) for number in numbers)
            key = f"{numbers[0]} {name}"
            councils[key] = council
            prices = zip(numbers[1:], others, strict=True)
            also[key] = tuple(AtOtherPrices(number, self.figure.measure, other) for number, other in prices)
        return replicate(
            *(councils, futures, self.seed, 1),
            progress=self.progress,
            executor=self.executor,
            engine=self.engine,
            also=also,
        )


def figure_of(council: Baseline, outcomes: Outcomes, figure: AskedFigure) -> Floats:
    """Return a figure of one scenario in every future; nothing of what only other scenarios have."""
    alone = Comparison(council, outcomes, ())
    if alone.has(*figure):
        return alone.before(*figure)
    return np.full(len(outcomes.values), nan if MEASURES[figure.measure].is_of_something else 0.0)


def figures_of(comparison: Comparison, figure: AskedFigure) -> Floats:
    """Return a figure of every scenario of a comparison in every future, shape (scenarios, futures)."""
    options = (comparison.after(name, *figure) for name in comparison.names)
    return np.stack([comparison.before(*figure), *options])
