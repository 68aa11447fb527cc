"""The stage: every scenario played with its assumptions at given values, and one figure of every future kept."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

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

COUNCILS_AT_ONCE = 24
"""Councils that are sent to workers together: enough to keep them busy, few enough to be sent with each chunk."""

Alike = Sequence[int]
"""Numbers of rows that differ in prices alone: the futures of the first are priced again for the others."""


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
        return len(self._alike(rows)) * len(self.drawable.scenarios) * futures

    def played(self, rows: Sequence[Floats], futures: int) -> tuple[Comparison, Floats]:
        """Play every scenario at each of some rows of values; rows that differ in prices alone share their futures.

        Returns:
            Every figure at the first row, and the figure asked for at each: shape (rows, scenarios, futures).
        """
        found = np.empty((len(rows), len(self.drawable.scenarios), futures))
        whole = None
        for alike, outcomes in self._batches(rows, futures):
            for row, figures in self._figures_of(alike, outcomes):
                found[row] = figures
            whole = whole or self._compared([without_repriced(each) for each in outcomes])
        assert whole is not None
        return whole, found

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
        return Together(self.drawable.uncertainty, draws.rows, figures_of(self._compared(played), self.figure))

    def _alike(self, rows: Sequence[Floats]) -> list[Alike]:
        """Return rows that differ in prices alone, together; in the order of the first of each."""
        real = [not each.only_money for each in self.drawable.uncertainty.assumptions]
        found: dict[bytes, list[int]] = {}
        for number, row in enumerate(rows):
            found.setdefault(row[real].tobytes(), []).append(number)
        return list(found.values())

    def _batches(self, rows: Sequence[Floats], futures: int) -> Iterator[tuple[Alike, list[Outcomes]]]:
        """Yield the outcomes of every scenario for the first of each group of rows, the others priced beside it."""
        names, every = self.drawable.scenarios, self._alike(rows)
        step = max(COUNCILS_AT_ONCE // len(names), 1)
        for first in range(0, len(every), step):
            batch = every[first : first + step]
            played = self._batch(batch, rows, futures)
            for place, alike in enumerate(batch):
                outcomes = played[place * len(names) : (place + 1) * len(names)]
                yield alike, [replace(each, scenario=name) for each, name in zip(outcomes, names, strict=True)]

    def _batch(self, batch: Sequence[Alike], rows: Sequence[Floats], futures: int) -> list[Outcomes]:
        councils: dict[str, Baseline] = {}
        also: dict[str, tuple[AtOtherPrices, ...]] = {}
        for alike in batch:
            for name in self.drawable.scenarios:
                council, *others = (self.drawable.baseline(name, rows[number]) for number in alike)
                key = f"{alike[0]} {name}"
                councils[key] = council
                prices = zip(alike[1:], others, strict=True)
                also[key] = tuple(AtOtherPrices(number, self.figure.measure, other) for number, other in prices)
        return replicate(
            *(councils, futures, self.seed, 1),
            progress=self.progress,
            executor=self.executor,
            engine=self.engine,
            also=also,
        )

    def _figures_of(self, alike: Alike, outcomes: Sequence[Outcomes]) -> Iterator[tuple[int, Floats]]:
        """Yield the number and the figures of each row of a group, shape (scenarios, futures)."""
        yield alike[0], figures_of(self._compared([without_repriced(each) for each in outcomes]), self.figure)
        beside = [repriced(each, self.figure.measure, alike[1:]) for each in outcomes]
        for number, at_other_prices in zip(alike[1:], zip(*beside, strict=True), strict=True):
            yield number, figures_of(self._compared(at_other_prices), self.figure)

    def _compared(self, played: Sequence[Outcomes]) -> Comparison:
        return Comparison(self.drawable.council, played[0], tuple(played[1:]))


def figures_of(comparison: Comparison, figure: AskedFigure) -> Floats:
    """Return a figure of every scenario of a comparison in every future, shape (scenarios, futures)."""
    options = (comparison.after(name, *figure) for name in comparison.names)
    return np.stack([comparison.before(*figure), *options])
