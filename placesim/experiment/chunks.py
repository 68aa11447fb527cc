"""Chunks: some replications of one scenario, played wherever they are sent; the one place that calls an engine."""

import gc
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

import placesim.results.after_care
import placesim.results.costs
import placesim.results.finance
import placesim.results.income
import placesim.results.metrics
import placesim.results.paths
import placesim.results.stability  # noqa: F401  (importing registers the measures)
from placesim.config.baseline import Baseline
from placesim.model import EngineName
from placesim.model.children import Children
from placesim.model.demand import Demand, same_demand
from placesim.model.engine import CompiledBaseline
from placesim.model.engines import Engine, engine_for
from placesim.model.history import History
from placesim.model.planning import Plan
from placesim.model.streams import Streams
from placesim.results.facts import Facts, Floats
from placesim.results.financial_year import financial_years, months
from placesim.results.measures import Compute, Key, measured
from placesim.results.stretches import one_below_the_other

CHUNK = 25
"""Replications a worker plays before it reports; enough to make the hand-over cheap."""

ROWS_AT_ONCE = 100_000
"""Placements from which on futures are measured, not kept for more: enough to make a measure cheap."""

KEPT = 2 * CHUNK
"""Replications whose children a process keeps for the next scenario."""

COLLECT_EVERY = 20
"""Replications between garbage collections in a worker: histories are large and acyclic."""


@dataclass(frozen=True)
class Chunk:
    """Some consecutive replications of one scenario, for one worker."""

    scenario: str
    first: int
    count: int
    seed: int
    keep_histories: bool
    engine: EngineName
    also: tuple[Compute, ...] = ()
    """What is measured by year besides the measures that every run has."""


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
        self._demand = {name: Demand(baselines[name]) for name in self._alike.values()}
        self._plans = {name: Plan(baseline) for name, baseline in baselines.items()}
        self._engines: dict[tuple[str, EngineName], Engine] = {}
        self._children: dict[tuple[str, Streams], Children] = {}

    def play(self, scenario: str, seed: int, replication: int, engine: EngineName) -> History:
        """Simulate one future of one scenario."""
        if (scenario, engine) not in self._engines:
            self._engines[scenario, engine] = engine_for(self.councils[scenario], engine)
        streams = Streams(seed, replication)
        supply = self._plans[scenario].draw(streams)
        return self._engines[scenario, engine].simulate(self._drawn(scenario, streams), supply)

    def _drawn(self, scenario: str, streams: Streams) -> Children:
        key = self._alike[scenario], streams
        known = self._children.get(key)
        if known is not None:
            return known
        drawn = self._demand[key[0]].draw(streams)
        if list(self._alike.values()).count(key[0]) > 1:
            if len(self._children) >= KEPT:
                self._children.clear()
            self._children[key] = drawn
        return drawn


class Measures(NamedTuple):
    """Keys and values of every measure by year, and likewise by month."""

    keys: list[Key]
    values: Floats
    monthly_keys: list[Key]
    monthly: Floats


def measures_of(council: CompiledBaseline, histories: Sequence[History], also: tuple[Compute, ...] = ()) -> Measures:
    """Measure several futures of one council at once: one row a future."""
    together, futures = one_below_the_other(histories), len(histories)
    by_month = Facts(council.baseline, together, months(together.start, together.days), futures)
    by_year = by_month.over(financial_years(together.start, together.days))
    return Measures(*measured(by_year, also=also), *measured(by_month, monthly=True))


def play_chunk(baselines: bytes, chunk: Chunk) -> Played:
    """Play a chunk wherever this is called: in a worker of this machine or of another.

    Args:
        baselines: every scenario's baseline, packed; a process unpacks the same ones once.
        chunk: what to play.
    """
    return played_by(_unpacked(baselines), chunk, no_progress)


@lru_cache(maxsize=1)
def _unpacked(baselines: bytes) -> Scenarios:
    scenarios = Scenarios(pickle.loads(baselines))
    if not gc.isenabled():
        gc.freeze()
    return scenarios


def played_by(scenarios: Scenarios, chunk: Chunk, progress: Callable[[int], None]) -> Played:
    """Play a chunk and measure what happened, future by future."""
    histories, parts = [], []
    unmeasured: list[History] = []
    for replication in range(chunk.first, chunk.first + chunk.count):
        unmeasured.append(scenarios.play(chunk.scenario, chunk.seed, replication, chunk.engine))
        histories += unmeasured[-1:] if chunk.keep_histories else []
        if replication == chunk.first + chunk.count - 1 or _many(unmeasured):
            parts.append(measures_of(scenarios.councils[chunk.scenario], unmeasured, chunk.also))
            unmeasured = []
        if not gc.isenabled() and replication % COLLECT_EVERY == 0:
            gc.collect()
        progress(1)
    values, monthly = (np.concatenate([getattr(part, name) for part in parts]) for name in ("values", "monthly"))
    keys, monthly_keys = tuple(parts[0].keys), tuple(parts[0].monthly_keys)
    return Played(chunk, keys, values, monthly_keys, monthly, tuple(histories))


def _many(histories: list[History]) -> bool:
    return sum(len(history.episodes["child_id"]) for history in histories) >= ROWS_AT_ONCE
