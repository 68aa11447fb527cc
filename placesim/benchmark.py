"""How long a future takes by either engine, and how that grows with a council: `python -m placesim.benchmark`."""

import argparse
import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import simpy

from placesim.config.baseline import Baseline
from placesim.config.loading import load_baseline
from placesim.config.provision import Households, Places
from placesim.config.values import Step
from placesim.experiment.chunks import measures_of
from placesim.model import EngineName, compiled
from placesim.model.children import Children
from placesim.model.demand import Demand
from placesim.model.engine import CompiledBaseline
from placesim.model.engines import engine_for
from placesim.model.planning import Plan
from placesim.model.streams import Streams
from placesim.model.supply import Supply

REFERENCE_EVENTS = 10_000


def enlarged(baseline: Baseline, times: int) -> Baseline:
    """Return a council of the same kind, so many times as large: children, entries, households and places."""

    def more(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(step.replace(value=step.value * times) for step in steps)

    def larger(capacity: Any) -> Any:
        if isinstance(capacity, Places):
            return capacity.replace(places=more(capacity.places))
        if isinstance(capacity, Households):
            approvals = more(capacity.approvals_per_year)
            return capacity.replace(households=capacity.households * times, approvals_per_year=approvals)
        return capacity

    provision = {name: p.replace(capacity=larger(p.capacity)) for name, p in baseline.provision.items()}
    entrants = {name: s.replace(entries_per_year=more(s.entries_per_year)) for name, s in baseline.entrants.items()}
    groups = tuple(
        group.replace(ages={band: count * times for band, count in group.ages.items()})
        for group in baseline.children_in_care.groups
    )
    children = baseline.children_in_care.replace(groups=groups)
    return baseline.replace(provision=provision, entrants=entrants, children_in_care=children)


def seconds(step: Callable[[], Any]) -> tuple[float, Any]:
    """Return how much processor time a step took, and what it returned."""
    began = process_time()
    result = step()
    return process_time() - began, result


@dataclass(frozen=True)
class Future:
    """One future timed: processor seconds of drawing, of playing and of measuring, and its episodes."""

    drawing: float
    playing: float
    measuring: float
    episodes: int

    @property
    def whole(self) -> float:
        """Seconds of all three."""
        return self.drawing + self.playing + self.measuring


class Council:
    """A council of some size, ready to be played by an engine."""

    def __init__(self, baseline: Baseline, engine: EngineName):
        """Compile the council."""
        self._council, self._demand, self._plan = CompiledBaseline(baseline), Demand(baseline), Plan(baseline)
        self._engine = engine_for(self._council, engine)

    def timed(self, replication: int) -> Future:
        """Time one future."""
        streams = Streams(1, replication)
        drawing, (children, supply) = seconds(lambda: self._drawn(streams))
        playing, history = seconds(lambda: self._engine.simulate(children, supply))
        measuring, _ = seconds(lambda: measures_of(self._council, [history]))
        gc.collect()
        return Future(drawing, playing, measuring, len(history.episodes["child_id"]))

    def _drawn(self, streams: Streams) -> tuple[Children, Supply]:
        children = self._demand.draw(streams)
        luck = children.luck
        _ = luck.leaving, luck.fee, luck.at_18, luck.first_moves, luck.need_block(0)  # every child's; the rest waits
        return children, self._plan.draw(streams)


def reference_microseconds() -> float:
    """Return microseconds an event takes in a bare simpy loop here: how fast this machine is at such work."""

    def ticking() -> Any:
        for _ in range(10):
            yield env.timeout(1.0)

    env = simpy.Environment()
    for _ in range(REFERENCE_EVENTS // 10):
        env.process(ticking())
    return seconds(env.run)[0] / REFERENCE_EVENTS * 1e6


COLUMNS = ("size", "episodes", "draw ms", "simpy ms", "compiled ms", "measure ms")
RATIOS = ("simpy / compiled", "the same, whole", "microseconds an episode", "against size 1")
NOTE = (
    "Medians of processor time on one core. *Draw* draws everybody's luck and plans supply, *simpy* and *compiled* "
    "play the future by either engine, *measure* computes every measure by financial year and month. Ratios are of the "
    "same future, one engine after the other: of playing it, and *whole*, with drawing and measuring. Microseconds an "
    "episode are of the whole by the engine that runs unless another is asked for, and grow by the last column. Sizes "
    "multiply the council's children, entries, households and places; sizes and engines take turns, so that a machine "
    "whose speed changes slows all alike."
)

Timed = dict[EngineName, list[Future]]
"""Futures of one size by each engine, in the order of replications."""


def timed(baseline: Baseline, sizes: Sequence[int], replications: int) -> tuple[list[Timed], float]:
    """Return every size's futures and the machine's speed; the first future of all warms up and is not counted."""
    engines = [engine for engine in EngineName if engine is EngineName.SIMPY or compiled.available()]
    councils = [{engine: Council(enlarged(baseline, size), engine) for engine in engines} for size in sizes]
    found: list[Timed] = [{engine: [] for engine in engines} for _ in sizes]
    speeds = []
    for replication in range(-1, replications):
        speeds.append(reference_microseconds())
        for council, futures in zip(councils, found, strict=True):
            for engine in engines:
                future = council[engine].timed(max(replication, 0))
                if replication >= 0:
                    futures[engine].append(future)
    return found, median(speeds[1:])


def rows(sizes: Sequence[int], found: list[Timed]) -> list[tuple[str, ...]]:
    """Return one row of figures a size."""
    first = _used(found[0])
    return [
        (
            str(size),
            f"{sum(each.episodes for each in _used(one)) // len(_used(one)):,}",
            *_times(one),
            *_ratios(one, first),
        )
        for size, one in zip(sizes, found, strict=True)
    ]


def _used(futures: Timed) -> list[Future]:
    """Return the futures of the engine that runs unless another is asked for."""
    return futures.get(EngineName.COMPILED, futures[EngineName.SIMPY])


def _times(futures: Timed) -> tuple[str, ...]:
    def milliseconds(part: list[float]) -> str:
        return f"{median(part) * 1e3:.2f}" if part else "-"

    used = _used(futures)
    playing = [milliseconds([each.playing for each in futures.get(engine, [])]) for engine in EngineName]
    return milliseconds([each.drawing for each in used]), *playing, milliseconds([each.measuring for each in used])


def _ratios(futures: Timed, first: list[Future]) -> tuple[str, ...]:
    """Return how many times faster the compiled engine is, and how the cost of an episode grows."""
    used = _used(futures)
    pairs = list(zip(futures[EngineName.SIMPY], futures.get(EngineName.COMPILED, []), strict=False))
    playing = f"{median(slow.playing / fast.playing for slow, fast in pairs):.1f}" if pairs else "-"
    whole = f"{median(slow.whole / fast.whole for slow, fast in pairs):.1f}" if pairs else "-"
    an_episode = median(each.whole / each.episodes for each in used) * 1e6
    growth = median(
        each.whole / each.episodes / (one.whole / one.episodes) for each, one in zip(used, first, strict=True)
    )
    return playing, whole, f"{an_episode:.2f}", f"{growth:.2f}"


def page(baseline: Baseline, table: list[tuple[str, ...]], speed: float) -> str:
    """Return the figures as a page of documentation."""
    machine = f"{speed:.1f} microseconds an event in a bare simpy loop"
    head = f"Made by `python -m placesim.benchmark`. {baseline.name}, {baseline.years:g} years; {machine}."
    columns = COLUMNS + RATIOS
    lines = ["# How fast it is", "", head, "", NOTE, ""]
    lines += [f"| {' | '.join(columns)} |", f"|{'---:|' * len(columns)}", *(f"| {' | '.join(row)} |" for row in table)]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print milliseconds a future by either engine, their ratio, and microseconds an episode at several sizes."""
    parser = argparse.ArgumentParser(prog="python -m placesim.benchmark", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=Path("configs/halton.yaml"), help="configuration to time")
    parser.add_argument("--replications", type=int, default=15, help="replications timed at each size (default 15)")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[1, 4, 16, 64], help="times the council's size (default 1 4 16 64)"
    )
    parser.add_argument("--out", type=Path, help="also keep the table in this Markdown file")
    chosen = parser.parse_args(arguments)
    baseline = load_baseline(chosen.file)
    gc.disable()
    try:
        futures, speed = timed(baseline, chosen.sizes, chosen.replications)
    finally:
        gc.enable()
    found = page(baseline, rows(chosen.sizes, futures), speed)
    print(found)
    if chosen.out:
        chosen.out.write_text(found, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
