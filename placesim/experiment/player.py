"""Player: how the futures of one study are played, those that it tells and those played beside them."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from placesim.config.baseline import Baseline
from placesim.experiment.chunks import CHUNK, no_progress
from placesim.experiment.draws import DrawnStudy, Draws, again
from placesim.experiment.replications import Batch, How, Outcomes, batch_of, replicate_together
from placesim.model import EngineName, default_engine


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

    at_once: int = CHUNK
    """Futures that a worker plays before it reports; the figures do not depend on it."""

    def alone(self, scenario: str) -> "Player":
        """Return what plays one scenario as if its study had no other: its futures are the same to the digit."""
        drawn = self.drawn and DrawnStudy(self.drawn.drawable.alone(scenario), self.drawn.seed)
        return replace(self, baselines={scenario: self.baselines[scenario]}, drawn=drawn)

    def futures(self, first: int, count: int) -> list[Outcomes]:
        """Play consecutive futures of every scenario, their assumptions drawn where they are."""
        return self.played([self.told(first, count)])[0]

    def fixed(self, first: int, count: int) -> list[Outcomes]:
        """Play consecutive futures with every assumption at its value."""
        return replace(self, drawn=None, keep_histories=False).futures(first, count)

    def work(self, first: int, count: int) -> int:
        """Return how many replications consecutive futures take, all scenarios and what is played beside counted."""
        futures = count if self.drawn is None else 2 * count + len(again(first, count))
        return futures * len(self.baselines)

    def told(self, first: int, count: int) -> Batch:
        """Return consecutive futures of every scenario, to be played."""
        return self._batch(first, count, None if self.drawn is None else self.drawn.futures(first, count))

    def beside(self, first: int, count: int) -> list[Batch]:
        """Return what is played beside consecutive futures: every assumption at its value, and draws with another luck.

        Both are of no futures where nothing is drawn.
        """
        bare = replace(self, keep_histories=False)
        drawn = None if self.drawn is None else self.drawn.again(first, count)
        many = count if self.drawn else 0, len(drawn.lucks) if drawn else 0
        return [replace(bare, drawn=None)._batch(first, many[0], None), bare._batch(first, many[1], drawn)]

    def played(self, batches: Sequence[Batch]) -> list[list[Outcomes]]:
        """Play futures side by side, and return their outcomes batch by batch."""
        return replicate_together(batches, self.workers, self.executor, self.progress)

    def _batch(self, first: int, count: int, draws: Draws | None) -> Batch:
        study = self.baselines if self.drawn is None else self.drawn.drawable
        how = How(self.seed, self.keep_histories, self.engine or default_engine())
        return batch_of(study, dict.fromkeys(self.baselines, ()), first, count, how, draws, self.at_once)
