"""Player: how the futures of one study are played, those that it tells and those played beside them."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from placesim.config.baseline import Baseline
from placesim.experiment.chunks import no_progress
from placesim.experiment.draws import DrawnStudy, Draws, again
from placesim.experiment.replications import Outcomes, replicate
from placesim.model import EngineName


@dataclass(frozen=True, eq=False)
class Player:
    """Plays the futures of one study: its scenarios, by its luck, by whom, and by which engine."""

    baselines: Mapping[str, Baseline]
    """Every scenario's baseline, each assumption at its value."""
    seed: int
    workers: int | None = None
    progress: Callable[[int], None] = no_progress
    engine: EngineName | None = None
    executor: Executor | None = None
    drawn: DrawnStudy | None = None
    """What assumptions are drawn from; None where all are fixed."""
    keep_histories: bool = False

    def futures(self, first: int, count: int) -> list[Outcomes]:
        """Play consecutive futures of every scenario, their assumptions drawn where they are."""
        return self._played(first, count, None if self.drawn is None else self.drawn.futures(first, count))

    def fixed(self, first: int, count: int) -> list[Outcomes]:
        """Play consecutive futures with every assumption at its value."""
        return replace(self, drawn=None, keep_histories=False).futures(first, count)

    def again(self, first: int, count: int) -> list[Outcomes]:
        """Play some of consecutive futures with the same draws and another luck; nothing without draws."""
        numbers = again(first, count)
        if self.drawn is None or not numbers:
            return []
        return replace(self, keep_histories=False)._played(first, len(numbers), self.drawn.again(first, count))

    def work(self, first: int, count: int) -> int:
        """Return how many replications consecutive futures take, all scenarios and what is played beside counted."""
        futures = count if self.drawn is None else 2 * count + len(again(first, count))
        return futures * len(self.baselines)

    def _played(self, first: int, count: int, draws: Draws | None) -> list[Outcomes]:
        return replicate(
            self.baselines,
            count,
            self.seed,
            self.workers,
            keep_histories=self.keep_histories,
            progress=self.progress,
            first=first,
            executor=self.executor,
            engine=self.engine,
            drawable=None if self.drawn is None else self.drawn.drawable,
            draws=draws,
        )
