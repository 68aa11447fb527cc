"""Replications: scenarios x simulated futures, in parallel, put together scenario by scenario."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from placesim.config.baseline import Baseline
from placesim.config.blocks import LEAST_YEARS
from placesim.config.ranges.drawing import Drawable
from placesim.experiment.chunks import (
    CHUNK,
    Chunk,
    Played,
    Study,
    no_progress,
)
from placesim.experiment.draws import Draws
from placesim.experiment.handing_out import Work, hand_out
from placesim.experiment.kept_figures import KeptFigures, followed_by
from placesim.model import EngineName, default_engine
from placesim.model.history import History
from placesim.results.facts import Floats
from placesim.results.measures import Compute, Key

Places = dict[tuple[str, str], dict[str, int]]
"""The column of each period, by measure and group."""


@dataclass(frozen=True)
class Outcomes:
    """Every measure of every replication of one scenario.

    `values` has one row a replication and one column a key, `monthly` likewise by month; of a study that was
    simulated here both stand in files, so that memory holds only what is being read (`let_go`);
    `histories` holds what happened, child by child, only where it was asked for.
    """

    scenario: str
    keys: tuple[Key, ...]
    values: Floats
    monthly_keys: tuple[Key, ...]
    monthly: Floats
    histories: tuple[History, ...] = ()

    def followed_by(self, later: "Outcomes") -> "Outcomes":
        """Return these outcomes with those of later replications behind them."""
        return replace(
            self,
            values=followed_by(self.values, later.values),
            monthly=followed_by(self.monthly, later.monthly),
            histories=self.histories + later.histories,
        )

    def beginning(self, count: int) -> "Outcomes":
        """Return the outcomes of the first replications alone."""
        values, monthly = self.values[:count], self.monthly[:count]
        return replace(self, values=values, monthly=monthly, histories=self.histories[:count])

    def of(self, measure: str, group: str = "all") -> dict[str, Floats]:
        """Return each period's values of one measure and group, over replications."""
        return {year: self.values[:, place] for year, place in self.years_of.get((measure, group), {}).items()}

    @cached_property
    def years_of(self) -> Places:
        """Where the years of each measure and group stand in `values`."""
        return _places(self.keys)

    @cached_property
    def months_of(self) -> Places:
        """Where the months of each measure and group stand in `monthly`."""
        return _places(self.monthly_keys)


def _places(keys: Sequence[Key]) -> Places:
    places: Places = {}
    for place, (period, *pair) in enumerate(keys):
        places.setdefault((pair[0], pair[1]), {})[period] = place
    return places


def replicate(
    baselines: Mapping[str, Baseline],
    replications: int,
    seed: int,
    workers: int | None = None,
    keep_histories: bool = False,
    progress: Callable[[int], None] = no_progress,
    first: int = 0,
    executor: Executor | None = None,
    engine: EngineName | None = None,
    also: tuple[Compute, ...] | Mapping[str, tuple[Compute, ...]] = (),
    drawable: Drawable | None = None,
    draws: Draws | None = None,
) -> list[Outcomes]:
    """Play every scenario's replications and return the outcomes, scenario by scenario.

    Args:
        baselines: the baseline of each scenario, by the scenario's name.
        replications: futures per scenario; number n has the same luck in every scenario.
        seed: the luck of the whole study.
        workers: processes to use; all processors when not given. The figures do not depend on it.
        keep_histories: whether to bring back every placement episode (memory grows with replications).
        progress: told how many more replications are done.
        first: number of the first replication, where earlier ones have been played before.
        executor: what plays chunks of replications, a cluster's for one; it is left open. Without it, processes of
            this machine do. The figures do not depend on it.
        engine: which engine plays; the compiled one where it is installed. The figures do not depend on it.
        also: what is measured by year besides the measures that every run has, in all scenarios or in each.
        drawable: makes each future's baselines, where assumptions are drawn; `baselines` then only names scenarios.
        draws: with it, the draw of each future and whose luck it meets, in order.

    Raises:
        RunFailedError: a worker process died.
    """
    besides = also if isinstance(also, Mapping) else dict.fromkeys(baselines, also)
    how = How(seed, keep_histories, engine or default_engine())
    batch = batch_of(drawable or baselines, besides, first, replications, how, draws)
    [outcomes] = replicate_together([batch], workers, executor, progress)
    return outcomes


class How(NamedTuple):
    """How futures are played, whichever they are."""

    seed: int
    keep_histories: bool
    engine: EngineName


@dataclass(frozen=True, eq=False)
class Batch:
    """Consecutive futures of some scenarios of one study, to be played."""

    study: Study
    scenarios: tuple[str, ...]
    first: int
    count: int
    chunks: tuple[Chunk, ...]


def batch_of(
    study: Study,
    besides: Mapping[str, tuple[Compute, ...]],
    first: int,
    count: int,
    how: How,
    draws: Draws | None = None,
    at_once: int = CHUNK,
) -> Batch:
    """Return consecutive futures of scenarios as they are handed to workers.

    Args:
        study: what the scenarios are of.
        besides: the scenarios, with what is measured of each besides the measures that every run has.
        first: number of the first future.
        count: how many there are.
        how: by which luck and engine they are played.
        draws: the draw of each future and whose luck it meets, in order; None where assumptions are fixed.
        at_once: futures that a worker plays before it reports.
    """
    beyond = first + count
    parts = [(begins, min(at_once, beyond - begins)) for begins in range(first, beyond, at_once)]
    chunks = [
        Chunk(name, begins, many, *how, also, draws and draws.part(begins - first, many))
        for begins, many in parts
        for name, also in besides.items()
    ]
    return Batch(study, tuple(besides), first, count, tuple(chunks))


def replicate_together(
    batches: Sequence[Batch], workers: int | None, executor: Executor | None, progress: Callable[[int], None]
) -> list[list[Outcomes]]:
    """Play futures of several studies side by side and return the outcomes, batch by batch, scenario by scenario.

    A batch of no futures has none.

    Raises:
        RunFailedError: a worker process died.
    """
    gathered = [Gathering(batch.first, batch.count) for batch in batches]
    pairs = list(zip(batches, gathered, strict=True))
    hand_out([Work(batch.study, batch.chunks, each.take) for batch, each in pairs], workers, executor, progress)
    return [[each.outcomes(name) for name in batch.scenarios if batch.chunks] for batch, each in pairs]


def groups_of(baseline: Baseline, also: tuple[Compute, ...] = ()) -> dict[str, list[str]]:
    """Return the groups that each measure has, as the shortest run shows them: they depend on names only."""
    shortest = {"shortest": baseline.replace(years=LEAST_YEARS)}
    [outcomes] = replicate(shortest, replications=1, seed=0, workers=1, also=also)
    groups: dict[str, list[str]] = {}
    for _, measure, group in outcomes.keys:
        groups.setdefault(measure, []).append(group)
    return groups


class Gathering:
    """Chunks as they come in; their figures go to files, for they take more memory than a large study has."""

    def __init__(self, first: int, replications: int):
        """Expect so many futures of each scenario, from a first one on."""
        self._first, self._replications = first, replications
        self._known: dict[str, Gathered] = {}

    def take(self, part: Played) -> None:
        """Take in a chunk."""
        name, begins = part.chunk.scenario, part.chunk.first - self._first
        if name not in self._known:
            self._known[name] = Gathered(
                part.keys,
                KeptFigures(self._replications, len(part.keys)),
                part.monthly_keys,
                KeptFigures(self._replications, len(part.monthly_keys)),
            )
        known = self._known[name]
        known.values.keep(begins, part.values)
        known.monthly.keep(begins, part.monthly)
        known.histories[begins] = part.histories

    def outcomes(self, scenario: str) -> Outcomes:
        """Return what became of a scenario, once all its chunks have come in; they are forgotten here."""
        known = self._known.pop(scenario)
        histories = tuple(each for _, part in sorted(known.histories.items()) for each in part)
        return Outcomes(
            *(scenario, known.keys, known.values.read(), known.monthly_keys, known.monthly.read()), histories
        )


@dataclass(frozen=True)
class Gathered:
    """What has come in of one scenario: its keys once, though every chunk brings them."""

    keys: tuple[Key, ...]
    values: KeptFigures
    monthly_keys: tuple[Key, ...]
    monthly: KeptFigures
    histories: dict[int, tuple[History, ...]] = field(default_factory=dict)
    """By the place of the first future."""
