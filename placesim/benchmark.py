"""How long futures take by either engine, and how that grows with a council: `python -m placesim.benchmark`."""

import argparse
import gc
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import simpy

from placesim.config.baseline import Baseline
from placesim.config.loading import load_baseline
from placesim.config.provision import Households, Places
from placesim.config.values import Step
from placesim.experiment.chunks import CHUNK, measures_of
from placesim.model import EngineName, compiled
from placesim.model.children import Children
from placesim.model.demand import Demand
from placesim.model.engine import CompiledBaseline
from placesim.model.engines import engine_for
from placesim.model.planning import Plan
from placesim.model.streams import Streams
from placesim.model.supply import Supply
from placesim.studies.speed import CommandTimes, Timed, Timing, page, plot

REFERENCE_EVENTS = 10_000

LARGE = 16
"""Sizes beyond this are timed in every fifth round only."""


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


class Council:
    """A council of some size, ready to be played by an engine."""

    def __init__(self, baseline: Baseline, engine: EngineName, at_once: int):
        """Compile the council; so many of its futures are timed and measured at once."""
        self._council, self._demand, self._plan = CompiledBaseline(baseline), Demand(baseline), Plan(baseline)
        self._engine, self._at_once = engine_for(self._council, engine), at_once

    def timed(self, first: int) -> Timing:
        """Time some futures, and return what one of them takes."""
        streams = [Streams(1, first + number) for number in range(self._at_once)]
        drawing, drawn = seconds(lambda: [self._drawn(each) for each in streams])
        playing, histories = seconds(lambda: [self._engine.simulate(*each) for each in drawn])
        measuring, _ = seconds(lambda: measures_of(self._council, histories))
        gc.collect()
        episodes = sum(len(history.episodes["child_id"]) for history in histories)
        return Timing(*(each / self._at_once for each in (drawing, playing, measuring, episodes)))

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


def timed(baseline: Baseline, sizes: Sequence[int], rounds: int) -> tuple[list[Timed], float]:
    """Return every size's times and the machine's speed; the first round warms up and is not counted."""
    engines = [engine for engine in EngineName if engine is EngineName.SIMPY or compiled.available()]
    councils = [
        {engine: Council(enlarged(baseline, size), engine, max(CHUNK // size, 1)) for engine in engines}
        for size in sizes
    ]
    found: list[Timed] = [{engine: [] for engine in engines} for _ in sizes]
    speeds = []
    for number in range(-1, rounds):
        speeds.append(reference_microseconds())
        for size, council, times in zip(sizes, councils, found, strict=True):
            for engine in engines if size <= LARGE or number < 0 or number % 5 == 0 else ():
                one = council[engine].timed(max(number, 0) * CHUNK)
                if number >= 0:
                    times[engine].append(one)
    return found, median(speeds[1:])


def command_times(command: Sequence[str], engines: Sequence[EngineName]) -> CommandTimes:
    """Time a whole command by either engine, one after the other, once everything is imported."""
    from placesim.cli import app

    def run(*more: str) -> float:
        with TemporaryDirectory() as folder, redirect_stdout(StringIO()):
            options = ["--workers", "1", "--out", str(Path(folder) / "out"), *more]
            return seconds(lambda: app([*command, *options], standalone_mode=False))[0]

    run("--replications", "2")
    few = {engine: run("--replications", "2", "--engine", engine.value) for engine in engines}
    many = {engine: run("--replications", str(CHUNK), "--engine", engine.value) for engine in engines}
    return CommandTimes("placesim " + " ".join(command), few, many)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what a future takes by either engine, their ratios, and how that grows with a council."""
    parser = argparse.ArgumentParser(prog="python -m placesim.benchmark", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=Path("configs/halton.yaml"), help="configuration to time")
    parser.add_argument("--rounds", type=int, default=10, help="rounds in which every size is timed (default 10)")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[1, 4, 16, 64, 227], help="times the council's size (227: all England)"
    )
    parser.add_argument("--scenarios", type=Path, help="also time whole commands, with these scenarios")
    parser.add_argument("--out", type=Path, help="also keep it in this Markdown file, with a plot beside it")
    chosen = parser.parse_args(arguments)
    baseline, commands = load_baseline(chosen.file), []
    gc.disable()
    try:
        found, speed = timed(baseline, chosen.sizes, chosen.rounds)
    finally:
        gc.enable()
    if chosen.scenarios:
        every = ["run", str(chosen.file)], ["compare", str(chosen.file), str(chosen.scenarios)]
        commands = [command_times(command, list(found[0])) for command in every]
    told = page(baseline, dict(zip(chosen.sizes, found, strict=True)), speed, commands, chosen.out)
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")
        plot(dict(zip(chosen.sizes, found, strict=True)), chosen.out.with_suffix(".svg"))


if __name__ == "__main__":
    main()
