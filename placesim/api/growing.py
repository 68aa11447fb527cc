"""Growing: a study played step by step, each step a whole result; what was played before is not played again."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import replace
from math import ceil
from time import perf_counter

from placesim.api.plans import ComparisonPlan, RunPlan
from placesim.api.results import ComparisonResult, RunResult
from placesim.experiment.chunks import CHUNK, no_progress
from placesim.experiment.contents import content_of
from placesim.experiment.kept_outcomes import KeptOutcomes
from placesim.experiment.knowledge.played import Part, StudyOutcomes, played_together, side_by_side
from placesim.experiment.player import Player

STEPS = (20, 60, 120, 200, 300)
"""Futures after which there is a result: the first soon, then about as often as one likes to look up."""

FURTHER = 300
"""Futures between results beyond those."""

AnyPlan = RunPlan | ComparisonPlan
AnyResult = RunResult | ComparisonResult


def steps_to(wanted: int, done: int = 0) -> list[int]:
    """Return after how many futures there is a result.

    Args:
        wanted: futures in the end.
        done: futures that there are: the first result is of the last step that they make whole.
    """
    further = range(STEPS[-1] + FURTHER, wanted, FURTHER)
    steps = [*(step for step in (*STEPS, *further) if step < wanted), wanted]
    whole = [step for step in steps if step <= done]
    return [*whole[-1:], *steps[len(whole) :]]


class GrowingStudy:
    """A study that is played step by step.

    Every scenario is played on its own, and what became of it is kept under what its futures depend on: a baseline is
    played once for all options, and an option that is asked for again goes on where it stopped.
    """

    def __init__(
        self,
        plan: AnyPlan,
        executor: Executor,
        kept: KeptOutcomes,
        progress: Callable[[int], None] = no_progress,
        at_once: int = 2,
    ):
        """Find what has been played of it before.

        Args:
            plan: the study; a precision that it asks for is not waited for.
            executor: what plays.
            kept: what has been played before, to which each step is added.
            progress: told how many more replications are done.
            at_once: tasks that the executor does at a time; the first step is divided among them.
        """
        self._plan, self._at_once = plan, at_once
        player = plan.player(None, executor, progress)
        self._scenarios = [_Scenario(player.alone(name), kept) for name in player.baselines]
        self._unfinished = [each for each in self._scenarios if each.left(plan.replications)]

    @property
    def work(self) -> int:
        """How many replications it takes, those of scenarios left out that were whole before."""
        return sum(each.player.work(0, self._plan.replications) for each in self._unfinished)

    @property
    def left(self) -> int:
        """How many of them are still to be played."""
        return sum(each.left(self._plan.replications) for each in self._unfinished)

    def results(self) -> Iterator[AnyResult]:
        """Play on, and yield the result of each step: that of the same study with so many futures.

        Raises:
            RunFailedError: a worker process died.
            CancelledError: the executor was told that it is no longer wanted.
        """
        began = perf_counter()
        done = min(each.done for each in self._scenarios)
        for step in steps_to(self._plan.replications, done):
            outcomes = self._grown_to(step)
            yield self._plan.with_futures(step).result(outcomes, perf_counter() - began, self._plan.engine)

    def _grown_to(self, step: int) -> StudyOutcomes:
        chunk = min(CHUNK, ceil(step / self._at_once))
        missing = [(each, part) for each in self._scenarios if (part := each.part_to(step, chunk))]
        for (scenario, _), outcomes in zip(missing, played_together([part for _, part in missing]), strict=True):
            scenario.add(outcomes)
        return side_by_side([each.beginning(step) for each in self._scenarios])


class _Scenario:
    """One scenario of a study: what plays it alone, and what became of it so far."""

    def __init__(self, player: Player, kept: KeptOutcomes):
        self.player, self._kept = player, kept
        self._content = content_of(player)
        self._outcomes = kept.get(self._content)

    def left(self, futures: int) -> int:
        """Return how many replications it takes to have so many futures, those left out that there are."""
        return self.player.work(self.done, max(futures - self.done, 0))

    def part_to(self, futures: int, chunk: int) -> Part | None:
        """Return what is to be played to have so many futures; nothing where there are."""
        if self.done >= futures:
            return None
        return Part(replace(self.player, at_once=chunk), self.done, futures - self.done)

    def add(self, later: StudyOutcomes) -> None:
        """Add what became of the futures that follow."""
        self._outcomes = self._outcomes.followed_by(later) if self._outcomes else later
        self._kept.keep(self._content, self._outcomes)

    def beginning(self, futures: int) -> StudyOutcomes:
        """Return what became of so many futures, under the name that the scenario has in its study."""
        assert self._outcomes is not None
        [name] = self.player.baselines
        return self._outcomes.beginning(futures).named(name)

    @property
    def done(self) -> int:
        """How many futures there are."""
        return self._outcomes.futures if self._outcomes else 0
