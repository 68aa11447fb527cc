"""Replications: scenarios x simulated futures, in parallel; the one place that calls the engine."""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np

import placesim.results.finance
import placesim.results.metrics
import placesim.results.paths  # noqa: F401  (importing registers the measures)
from placesim.config.baseline import Baseline
from placesim.model import EngineName, default_engine
from placesim.model.children import Children
from placesim.model.demand import Demand, same_demand
from placesim.model.engine import CompiledBaseline
from placesim.model.engines import Engine, engine_for
from placesim.model.history import History
from placesim.model.planning import Plan
from placesim.model.streams import Streams
from placesim.results.facts import Facts, Floats
from placesim.results.financial_year import financial_years, months
from placesim.results.measures import Key, measured

CHUNK = 25
"""Replications a worker plays before it reports; enough to make the hand-over cheap."""

FEW = 20
"""Replications up to which starting worker processes costs more than it saves."""

MOST_WORKERS = 61 if sys.platform == "win32" else 256
"""Processes at most; Windows can wait for no more at once."""

KEPT = 2 * CHUNK
"""Replications whose children a process keeps for the next scenario."""

COLLECT_EVERY = 20
"""Replications between garbage collections in a worker: histories are large and acyclic."""

ONE_DAY = 0.003
"""Years that come to one day."""

WORKER_STOPPED = (
    "a worker process was stopped from outside; nothing was written. Often memory runs out: try again with fewer "
    "workers, as in --workers 1. Or a script of your own called replicate() outside `if __name__ == '__main__':`, "
    "so that every worker began the script anew: put the call under that line"
)
"""What a process pool that broke tells; the two causes look the same from here."""


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
        return {k[0]: self.values[:, place] for place, k in enumerate(self.keys) if k[1:] == (measure, group)}


@dataclass(frozen=True)
class Chunk:
    """Some consecutive replications of one scenario, for one worker."""

    scenario: str
    first: int
    count: int
    seed: int
    keep_histories: bool
    engine: EngineName


@dataclass(frozen=True)
class Played:
    """What a worker sends back of a chunk."""

    chunk: Chunk
    keys: tuple[Key, ...]
    values: Floats
    monthly_keys: tuple[Key, ...]
    monthly: Floats
    histories: tuple[History, ...]


def no_progress(_done: int) -> None:
    """Tell nobody about progress."""


class Scenarios:
    """Compiled scenarios; those with the same demand share the children of a replication, drawn once."""

    def __init__(self, baselines: Mapping[str, Baseline]):
        """Compile every scenario, and find whose children are alike."""
        self.councils = {name: CompiledBaseline(baseline) for name, baseline in baselines.items()}
        self._alike = {
            name: next(first for first, other in baselines.items() if same_demand(other, baseline))
            for name, baseline in baselines.items()
        }
        self._demand = {name: Demand(baselines[name]) for name in set(self._alike.values())}
        self._plans = {name: Plan(baseline) for name, baseline in baselines.items()}
        self._engines: dict[tuple[str, EngineName], Engine] = {}
        self._children: dict[tuple[str, Streams], Children] = {}

    def play(self, scenario: str, seed: int, replication: int, engine: EngineName) -> History:
        """Simulate one future of one scenario."""
        council, streams = self.councils[scenario], Streams(seed, replication)
        if (scenario, engine) not in self._engines:
            self._engines[scenario, engine] = engine_for(council, engine)
        supply = self._plans[scenario].draw(streams)
        return self._engines[scenario, engine].simulate(self._drawn(scenario, streams), supply)

    def _drawn(self, scenario: str, streams: Streams) -> Children:
        key = self._alike[scenario], streams
        if list(self._alike.values()).count(key[0]) == 1:
            return self._demand[scenario].draw(streams)
        if key not in self._children:
            if len(self._children) >= KEPT:
                self._children.clear()
            self._children[key] = self._demand[key[0]].draw(streams)
        return self._children[key]


def measures_of(
    council: CompiledBaseline, history: History
) -> tuple[tuple[list[Key], Floats], tuple[list[Key], Floats]]:
    """Return keys and values of every measure by financial year, and of those also reported by month."""
    years = Facts(council.baseline, history, financial_years(history.start, history.days))
    by_month = Facts(council.baseline, history, months(history.start, history.days))
    return measured(years), measured(by_month, monthly=True)


def replicate(
    baselines: Mapping[str, Baseline],
    replications: int,
    seed: int,
    workers: int | None = None,
    keep_histories: bool = False,
    progress: Callable[[int], None] = no_progress,
    first: int = 0,
    engine: EngineName | None = None,
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
        engine: which engine plays; the compiled one where it is installed. The figures do not depend on it.

    Raises:
        RunFailedError: a worker process died.
    """
    chunks = [
        Chunk(name, begins, min(CHUNK, first + replications - begins), seed, keep_histories, engine or default_engine())
        for begins in range(first, first + replications, CHUNK)
        for name in baselines
    ]
    workers = min(workers or os.cpu_count() or 1, len(chunks), MOST_WORKERS)
    if workers == 1 or replications * len(baselines) <= FEW:
        played = list(_in_this_process(baselines, chunks, progress))
    else:
        played = list(_in_parallel(baselines, chunks, workers, progress))
    return [_gathered(name, [part for part in played if part.chunk.scenario == name]) for name in baselines]


def groups_of(baseline: Baseline) -> dict[str, list[str]]:
    """Return the groups that each measure has, as a single day shows them: they depend on names only."""
    [outcomes] = replicate({"one day": baseline.replace(years=ONE_DAY)}, replications=1, seed=0, workers=1)
    groups: dict[str, list[str]] = {}
    for _, measure, group in outcomes.keys:
        groups.setdefault(measure, []).append(group)
    return groups


def _in_this_process(
    baselines: Mapping[str, Baseline], chunks: list[Chunk], progress: Callable[[int], None]
) -> Iterator[Played]:
    scenarios = Scenarios(baselines)
    for chunk in chunks:
        yield _play_chunk(scenarios, chunk, progress)


def _in_parallel(
    baselines: Mapping[str, Baseline], chunks: list[Chunk], workers: int, progress: Callable[[int], None]
) -> Iterator[Played]:
    executor = ProcessPoolExecutor(workers, get_context("spawn"), _prepare_worker, (dict(baselines),))
    try:
        yield from _collected(executor, chunks, progress)
    except BrokenProcessPool:
        raise RunFailedError(WORKER_STOPPED) from None
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _collected(executor: Executor, chunks: list[Chunk], progress: Callable[[int], None]) -> list[Played]:
    futures: list[Future[Played]] = [executor.submit(_play_in_worker, chunk) for chunk in chunks]
    for future in as_completed(futures):
        progress(future.result().chunk.count)
    return [future.result() for future in futures]


_scenarios: list[Scenarios] = []
"""In a worker process: the compiled scenarios, the only entry."""


def _prepare_worker(baselines: dict[str, Baseline]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the main process's to answer
    _scenarios[:] = [Scenarios(baselines)]
    gc.disable()
    gc.freeze()


def _play_in_worker(chunk: Chunk) -> Played:
    return _play_chunk(_scenarios[0], chunk, no_progress)


def _play_chunk(scenarios: Scenarios, chunk: Chunk, progress: Callable[[int], None]) -> Played:
    values, monthly, histories = [], [], []
    council = scenarios.councils[chunk.scenario]
    for replication in range(chunk.first, chunk.first + chunk.count):
        history = scenarios.play(chunk.scenario, chunk.seed, replication, chunk.engine)
        (keys, figures), (monthly_keys, monthly_figures) = measures_of(council, history)
        values.append(figures)
        monthly.append(monthly_figures)
        if chunk.keep_histories:
            histories.append(history)
        if not gc.isenabled() and replication % COLLECT_EVERY == 0:
            gc.collect()
        progress(1)
    return Played(chunk, tuple(keys), np.array(values), tuple(monthly_keys), np.array(monthly), tuple(histories))


def _gathered(scenario: str, parts: list[Played]) -> Outcomes:
    parts = sorted(parts, key=lambda part: part.chunk.first)
    return Outcomes(
        scenario,
        parts[0].keys,
        np.concatenate([part.values for part in parts]),
        parts[0].monthly_keys,
        np.concatenate([part.monthly for part in parts]),
        tuple(history for part in parts for history in part.histories),
    )
