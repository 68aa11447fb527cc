"""The stage: every scenario played with its assumptions at given values, and one figure of every future kept."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import chain

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.ranges.drawing import Drawable
from placesim.config.scenario_files import BASELINE
from placesim.experiment.asked_figure import AskedFigure
from placesim.experiment.chunks import no_progress
from placesim.experiment.comparison import Comparison
from placesim.experiment.draws import DrawnStudy, Draws
from placesim.experiment.replications import Outcomes, replicate
from placesim.experiment.sensitivity.repricing import AtOtherPrices, repriced, without_repriced
from placesim.experiment.sensitivity.together import Together
from placesim.model import EngineName
from placesim.results.facts import Floats

COUNCILS_AT_ONCE = 24
"""Councils that are sent to workers together: enough to keep them busy, few enough to be sent with each chunk."""


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

    def central(self, rows: Sequence[Floats], futures: int) -> tuple[Comparison, Floats]:
        """Play every scenario with assumptions at their values, and price the same futures otherwise.

        Args:
            rows: values of assumptions that differ from those known in prices alone.
            futures: how many.

        Returns:
            Every figure at the values, and the figure asked for at each row: shape (rows, scenarios, futures).
        """
        played, beside = [], []
        for name in self.drawable.scenarios:
            prices = [(number, self.drawable.baseline(name, row)) for number, row in enumerate(rows)]
            asked = tuple(AtOtherPrices(number, self.figure.measure, council) for number, council in prices)
            council = {name: self.drawable.baseline(name, self.values)}
            [outcomes] = self._replicate(council, futures, asked)
            played.append(without_repriced(outcomes))
            beside.append(repriced(outcomes, asked))
        found = [self._figures(outcomes) for outcomes in zip(*beside, strict=True)]
        return self._compared(played), np.reshape(found, (len(rows), len(played), futures))

    def figures(self, rows: Sequence[Floats], futures: int) -> Floats:
        """Play every scenario at each row of values; return the figure, shape (rows, scenarios, futures)."""
        names = self.drawable.scenarios
        step = max(COUNCILS_AT_ONCE // len(names), 1)
        batches = (rows[first : first + step] for first in range(0, len(rows), step))
        found = list(chain.from_iterable(self._batch(batch, futures) for batch in batches))
        return np.reshape(found, (len(rows), len(names), futures))

    def together(self, futures: int) -> Together:
        """Play every scenario in futures that draw every assumption, and keep the figure."""
        draws = DrawnStudy(self.drawable, self.seed).futures(0, futures)
        council = self.drawable.baseline(BASELINE, self.values)
        played = self._replicate(dict.fromkeys(self.drawable.scenarios, council), futures, draws=draws)
        return Together(self.drawable.uncertainty, draws.rows, self._figures(played))

    def _batch(self, rows: Sequence[Floats], futures: int) -> list[Floats]:
        names = self.drawable.scenarios
        councils = {f"{at} {name}": self.drawable.baseline(name, row) for at, row in enumerate(rows) for name in names}
        played = self._replicate(councils, futures)
        each = len(names)
        return [self._figures(played[at * each : (at + 1) * each]) for at in range(len(rows))]

    def _replicate(
        self,
        councils: dict[str, Baseline],
        futures: int,
        also: tuple[AtOtherPrices, ...] = (),
        draws: Draws | None = None,
    ) -> list[Outcomes]:
        return replicate(
            *(councils, futures, self.seed, 1),
            progress=self.progress,
            executor=self.executor,
            engine=self.engine,
            also=also,
            drawable=self.drawable if draws else None,
            draws=draws,
        )

    def _figures(self, played: Sequence[Outcomes]) -> Floats:
        """Return the figure of every scenario in every future, the baseline's first."""
        return figures_of(self._compared(played), self.figure)

    def _compared(self, played: Sequence[Outcomes]) -> Comparison:
        return Comparison(self.drawable.baseline(BASELINE, self.values), played[0], tuple(played[1:]))


def figures_of(comparison: Comparison, figure: AskedFigure) -> Floats:
    """Return a figure of every scenario of a comparison in every future, shape (scenarios, futures)."""
    options = (comparison.after(name, *figure) for name in comparison.names)
    return np.stack([comparison.before(*figure), *options])
