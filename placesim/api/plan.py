"""Plan: what any study is asked for, made sure of before anything is simulated, and how it is played."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from placesim.api.assumptions import DRAWN, FIXED, drawn_study
from placesim.api.council import Council, drawable_of
from placesim.api.reproduction import Reproduction
from placesim.api.result import Result
from placesim.api.wrong import whole_number, wrong
from placesim.config.baseline import Baseline
from placesim.config.problem import shown
from placesim.config.ranges.drawing import Drawable
from placesim.config.scenario_files import AppliedScenario
from placesim.experiment.chunks import no_progress
from placesim.experiment.draws import DrawnStudy
from placesim.experiment.knowledge.played import StudyOutcomes
from placesim.experiment.limits import REPLICATIONS, SEEDS
from placesim.experiment.player import Player
from placesim.model import NOT_COMPILED, EngineName, compiled, default_engine


@dataclass(frozen=True)
class Plan(ABC):
    """What is to be simulated, how often, and what makes it again."""

    council: Council
    """With the files that this study reads."""
    replications: int
    seed: int
    engine: EngineName
    engine_asked: str | None
    """The engine as it was asked for; None where it was not."""
    assumptions: str | None
    """Drawn or fixed, as it was asked for; None where it was not."""

    @property
    @abstractmethod
    def reproduction(self) -> Reproduction:
        """What makes its result again."""

    @property
    @abstractmethod
    def baselines(self) -> dict[str, Baseline]:
        """What is simulated, by scenario."""

    @property
    @abstractmethod
    def asked(self) -> dict[str, Any]:
        """What was asked for, in words and numbers, so that it can be asked again by who has the same files."""

    @property
    @abstractmethod
    def applied(self) -> Sequence[AppliedScenario]:
        """The options that it plays beside the baseline."""

    @abstractmethod
    def result(self, outcomes: StudyOutcomes, seconds: float, engine: str) -> Result:
        """Return what the outcomes of every scenario become; told how long they took, and which engine played."""

    @cached_property
    def drawable(self) -> Drawable:
        """What makes the baselines of every draw of the numbers that carry ranges."""
        return drawable_of(self.council, self.applied)

    @cached_property
    def drawn(self) -> DrawnStudy | None:
        """What is drawn from; None where every assumption is at its value."""
        return drawn_study(self.drawable, self.seed, self.assumptions)

    @property
    def decided(self) -> str:
        """Whether assumptions are drawn or fixed, asked for or not."""
        return DRAWN if self.drawn else FIXED

    def work(self, first: int, count: int) -> int:
        """Return how many replications consecutive futures take, all scenarios and what is played beside counted."""
        return self.player(None, None, no_progress).work(first, count)

    def with_futures(self, replications: int) -> Self:
        """Return the plan of the same study with other so many futures."""
        return replace(self, replications=replications)

    def player(self, workers: int | None, executor: Executor | None, progress: Callable[[int], None]) -> Player:
        """Return what plays its futures."""
        return Player(self.baselines, self.seed, workers, progress, self.engine, executor, self.drawn)

    @property
    def styles(self) -> Path | None:
        """A Word document whose styles the report takes."""
        return None

    @property
    def in_files(self) -> bool:
        """Whether files say everything, so that who has them can make the same plan."""
        return not self.council.changes

    def _asked_of_every_study(self) -> dict[str, Any]:
        council = self.council
        counted = {"replications": self.replications, "seed": self.seed}
        return {
            "configuration": council.path.as_posix(),
            "years": council.years_asked,
            "ranges": council.ranges_file and council.ranges_file.as_posix(),
            **counted,
            "assumptions": self.decided,
        }


def engine_asked(name: str | None) -> EngineName:
    """Return the engine asked for, or the compiled one where it is installed."""
    if name is None:
        return default_engine()
    if name not in list(EngineName):
        raise wrong("engine", f"should be {' or '.join(EngineName)}; found {shown(name)}")
    if name == EngineName.COMPILED and not compiled.available():
        raise wrong("engine", NOT_COMPILED)
    return EngineName(name)


def counts(replications: int, seed: int) -> tuple[int, int]:
    """Return how many futures, and the seed, where both can be used."""
    return whole_number("replications", replications, REPLICATIONS), whole_number("seed", seed, SEEDS)
