"""Replications: scenarios x simulated futures, in parallel, put together scenario by scenario."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, replace
from functools import cached_property
from queue import Empty, SimpleQueue

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.blocks import LEAST_YEARS
from placesim.config.ranges.drawing import Drawable
from placesim.experiment.chunks import (
    CHUNK,
    Chunk,
    Played,
    Study,
    councils_of,
    no_progress,
    packed,
    play_chunk,
    played_by,
)
from placesim.experiment.draws import Draws
from placesim.experiment.months import MonthsOfScenario
from placesim.experiment.workers import WorkerProcesses
from placesim.model import EngineName, default_engine
from placesim.model.history import History
from placesim.results.facts import Floats
from placesim.results.measures import Compute, Key

FEW = 20
"""Replications up to which starting worker processes costs more than it saves."""

MOST_WORKERS = 61 if sys.platform == "win32" else 256
"""Processes at most; Windows can wait for no more at once."""

A_MOMENT = 0.5
"""Seconds between looks for Ctrl-C where the system, as Windows, does not interrupt who waits."""

WORKER_STOPPED = (
    "a worker process was stopped from outside; nothing was written. Often memory runs out: try again with fewer "
    "workers, as in --workers 1. Or a script of your own called replicate() outside `if __name__ == '__main__':`, "
    "so that every worker began the script anew: put the call under that line"
)
"""What an executor that broke tells; the two causes look the same from here."""


Places = dict[tuple[str, str], dict[str, int]]
"""The column of each period, by measure and group."""


class RunFailedError(Exception):
    """A run that could not finish, with what to do about it."""


@dataclass(frozen=True)
class Outcomes:
    """Every measure of every replication of one scenario.

    `values` has one row a replication and one column a key, `monthly` likewise by month;
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
            values=np.concatenate([self.values, later.values]),
            monthly=np.concatenate([self.monthly, later.monthly]),
            histories=self.histories + later.histories,
        )

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
    also: tuple[Compute, ...] = (),
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
        also: what is measured by year besides the measures that every run has.
        drawable: makes each future's baselines, where assumptions are drawn; `baselines` then only names scenarios.
        draws: with it, the draw of each future and whose luck it meets, in order.

    Raises:
        RunFailedError: a worker process died.
    """
    chosen = engine or default_engine()
    parts = [
        (begins, min(CHUNK, first + replications - begins)) for begins in range(first, first + replications, CHUNK)
    ]
    chunks = [
        Chunk(name, begins, count, seed, keep_histories, chosen, also, draws and draws.part(begins - first, count))
        for begins, count in parts
        for name in baselines
    ]
    workers = min(workers or os.cpu_count() or 1, len(chunks), MOST_WORKERS)
    gathered = Gathering(first, replications)
    study = drawable or baselines
    if executor is not None:
        _by(executor, study, chunks, progress, gathered)
    elif workers == 1 or replications * len(baselines) <= FEW:
        _in_this_process(study, chunks, progress, gathered)
    else:
        _in_processes(study, chunks, workers, progress, gathered)
    return [gathered.outcomes(name) for name in baselines]


def groups_of(baseline: Baseline, also: tuple[Compute, ...] = ()) -> dict[str, list[str]]:
    """Return the groups that each measure has, as the shortest run shows them: they depend on names only."""
    shortest = {"shortest": baseline.replace(years=LEAST_YEARS)}
    [outcomes] = replicate(shortest, replications=1, seed=0, workers=1, also=also)
    groups: dict[str, list[str]] = {}
    for _, measure, group in outcomes.keys:
        groups.setdefault(measure, []).append(group)
    return groups


class Gathering:
    """Chunks as they come in; none of their months is kept in memory."""

    def __init__(self, first: int, replications: int):
        """Expect so many futures of each scenario, from a first one on."""
        self._first, self._replications = first, replications
        self._parts: dict[str, list[Played]] = {}
        self._months: dict[str, MonthsOfScenario] = {}

    def take(self, part: Played) -> None:
        """Take in a chunk."""
        name, columns = part.chunk.scenario, len(part.monthly_keys)
        if name not in self._months:
            self._months[name] = MonthsOfScenario(self._replications, columns)
        self._months[name].keep(part.chunk.first - self._first, part.monthly)
        self._parts.setdefault(name, []).append(replace(part, monthly=part.monthly[:0].copy()))

    def outcomes(self, scenario: str) -> Outcomes:
        """Return what became of a scenario, once all its chunks have come in; they are forgotten here."""
        parts = sorted(self._parts.pop(scenario), key=lambda part: part.chunk.first)
        return Outcomes(
            scenario,
            parts[0].keys,
            np.concatenate([part.values for part in parts]),
            parts[0].monthly_keys,
            self._months.pop(scenario).read(),
            tuple(history for part in parts for history in part.histories),
        )


def _in_this_process(study: Study, chunks: list[Chunk], progress: Callable[[int], None], gathered: Gathering) -> None:
    councils = councils_of(study)
    for chunk in chunks:
        gathered.take(played_by(councils, chunk, progress))


def _in_processes(
    study: Study,
    chunks: list[Chunk],
    workers: int,
    progress: Callable[[int], None],
    gathered: Gathering,
) -> None:
    executor = WorkerProcesses(workers)
    try:
        _by(executor, study, chunks, progress, gathered)
    finally:
        executor.shutdown(cancel_futures=True)


def _by(
    executor: Executor,
    study: Study,
    chunks: list[Chunk],
    progress: Callable[[int], None],
    gathered: Gathering,
) -> None:
    """Have chunks played by an executor, each sent with all that it needs."""
    everything, done = packed(study), SimpleQueue[Future[Played]]()
    futures: set[Future[Played]] = set()
    try:
        for chunk in chunks:
            future = executor.submit(play_chunk, everything, chunk)
            futures.add(future)
            future.add_done_callback(done.put)
        for _ in chunks:
            future = _next(done)
            futures.discard(future)  # else all that was played would stay with it
            part = future.result()
            gathered.take(part)
            progress(part.chunk.count)
    except BrokenExecutor:
        raise RunFailedError(WORKER_STOPPED) from None
    finally:
        for future in futures:
            future.cancel()


def _next(done: SimpleQueue[Future[Played]]) -> Future[Played]:
    """Return what is done next, looking up now and then so that Ctrl-C is answered on every system."""
    while True:
        try:
            return done.get(timeout=A_MOMENT)
        except Empty:
            continue
