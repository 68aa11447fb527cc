"""Chunks: some replications of one scenario, played and measured wherever they are sent."""

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
from placesim.config.ranges.drawing import Drawable
from placesim.experiment.councils import Councils, DrawnCouncils, FixedCouncils, Lived
from placesim.experiment.draws import Draws, Future
from placesim.model import EngineName
from placesim.model.engine import CompiledBaseline
from placesim.model.history import History
from placesim.results.facts import Facts, Floats
from placesim.results.financial_year import financial_years, months
from placesim.results.measures import Compute, Key, measured, measured_apart
from placesim.results.stretches import one_below_the_other

CHUNK = 25
"""Replications a worker plays before it reports; enough to make the hand-over cheap."""

ROWS_AT_ONCE = 100_000
"""Placements from which on futures are measured, not kept for more: enough to make a measure cheap."""

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
    draws: Draws | None = None
    """The draw and the luck of each, where assumptions are drawn; else future n has luck n."""

    @property
    def futures(self) -> list[Future]:
        """What is to be played, in order."""
        if self.draws is None:
            return [Future(number) for number in range(self.first, self.first + self.count)]
        return [Future(luck, row) for luck, row in zip(self.draws.lucks, self.draws.rows, strict=True)]


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


class Measures(NamedTuple):
    """Keys and values of every measure by year, and likewise by month."""

    keys: list[Key]
    values: Floats
    monthly_keys: list[Key]
    monthly: Floats


def measures_of(council: CompiledBaseline, histories: Sequence[History], also: tuple[Compute, ...] = ()) -> Measures:
    """Measure several futures of one council at once: one row a future."""
    by_month = _facts(council, histories)
    return Measures(*measured(_by_year(by_month), also=also), *measured(by_month, monthly=True))


def _measured(lived: Sequence[Lived], also: tuple[Compute, ...]) -> Measures:
    """Measure several futures of one scenario at once, whether their council is one or each has its own."""
    council, histories = lived[0].council, [each.history for each in lived]
    if all(each.council is council for each in lived):
        return measures_of(council, histories, also)
    together = _facts(council, histories)
    apart = [
        together.apart(each.council.baseline, one_below_the_other([each.history]), number)
        for number, each in enumerate(lived)
    ]
    yearly = measured_apart(_by_year(together), [*map(_by_year, apart)], also=also)
    return Measures(*yearly, *measured_apart(together, apart, monthly=True))


def _facts(council: CompiledBaseline, histories: Sequence[History]) -> Facts:
    together = one_below_the_other(histories)
    return Facts(council.baseline, together, months(together.start, together.days), len(histories))


def _by_year(facts: Facts) -> Facts:
    return facts.over(financial_years(facts.history.start, facts.history.days))


Study = Mapping[str, Baseline] | Drawable
"""Every scenario's baseline, or what makes them of a draw."""


def packed(study: Study) -> bytes:
    """Return all that chunks of a study need to be played anywhere."""
    return pickle.dumps(study if isinstance(study, Drawable) else dict(study))


def play_chunk(study: bytes, chunk: Chunk) -> Played:
    """Play a chunk wherever this is called: in a worker of this machine or of another.

    Args:
        study: all that it needs, packed; a process unpacks the same study once.
        chunk: what to play.
    """
    return played_by(_unpacked(study), chunk, no_progress)


@lru_cache(maxsize=1)
def _unpacked(study: bytes) -> Councils:
    councils = councils_of(pickle.loads(study))
    if not gc.isenabled():
        gc.freeze()
    return councils


def councils_of(study: Study) -> Councils:
    """Return what plays the futures of fixed baselines, or of drawn ones."""
    return DrawnCouncils(study) if isinstance(study, Drawable) else FixedCouncils(study)


def played_by(councils: Councils, chunk: Chunk, progress: Callable[[int], None]) -> Played:
    """Play a chunk and measure what happened, future by future."""
    histories, parts = [], []
    unmeasured: list[Lived] = []
    for number, future in enumerate(chunk.futures):
        lived = councils.play(chunk.scenario, chunk.seed, future, chunk.engine)
        if _many(unmeasured):
            parts.append(_measured(unmeasured, chunk.also))
            unmeasured = []
        unmeasured.append(lived)
        histories += [lived.history] if chunk.keep_histories else []
        if not gc.isenabled() and number % COLLECT_EVERY == 0:
            gc.collect()
        progress(1)
    parts.append(_measured(unmeasured, chunk.also))
    values, monthly = (np.concatenate([getattr(part, name) for part in parts]) for name in ("values", "monthly"))
    keys, monthly_keys = tuple(parts[0].keys), tuple(parts[0].monthly_keys)
    return Played(chunk, keys, values, monthly_keys, monthly, tuple(histories))


def _many(lived: Sequence[Lived]) -> bool:
    return sum(len(each.history.episodes["child_id"]) for each in lived) >= ROWS_AT_ONCE
