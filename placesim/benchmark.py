"""How long a replication takes, and how that grows with the size of a council: `python -m placesim.benchmark`."""

import argparse
import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import simpy

from placesim.config.baseline import Baseline
from placesim.config.loading import load_baseline
from placesim.config.provision import Households, Places
from placesim.config.values import Step
from placesim.experiment.chunks import measures_of
from placesim.model import build
from placesim.model.demand import children_of
from placesim.model.engine import CompiledBaseline, simulate
from placesim.model.streams import Streams
from placesim.model.supply import plan

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
    """Return how long a step took, and what it returned."""
    began = perf_counter()
    result = step()
    return perf_counter() - began, result


@dataclass(frozen=True)
class Round:
    """One replication at one size, timed: seconds of simulating and of measuring, and its episodes."""

    simulating: float
    measuring: float
    episodes: int

    @property
    def an_episode(self) -> float:
        """Seconds an episode, with all measures."""
        return (self.simulating + self.measuring) / self.episodes


def timed(council: CompiledBaseline, replication: int) -> Round:
    """Time one replication."""
    streams = Streams(1, replication)
    simulating, history = seconds(
        lambda: simulate(council, children_of(council.baseline, streams), plan(council.baseline, streams))
    )
    measuring, _ = seconds(lambda: measures_of(council, history))
    gc.collect()
    return Round(simulating, measuring, len(history.episodes["child_id"]))


def reference_microseconds() -> float:
    """Return microseconds an event takes in a bare simpy loop here: how fast this machine is at such work."""

    def ticking() -> Any:
        for _ in range(10):
            yield env.timeout(1.0)

    env = simpy.Environment()
    for _ in range(REFERENCE_EVENTS // 10):
        env.process(ticking())
    return seconds(env.run)[0] / REFERENCE_EVENTS * 1e6


COLUMNS = ("size", "episodes", "simulate ms", "measure ms", "together ms", "microseconds an episode", "against size 1")
NOTE = (
    "Medians on one core, one process. *Simulate* draws the luck and plays one replication; *measure* computes every "
    "measure by financial year and month. Sizes multiply the council's children, entries, households and places; they "
    "take turns, so that a machine whose speed changes slows all alike. Its own speed is the time of one event in a "
    "simpy loop that does nothing else: compare ratios."
)


def rounds(baseline: Baseline, sizes: Sequence[int], replications: int) -> tuple[list[list[Round]], list[float]]:
    """Return every size's rounds and the machine's speed in each; the first of all warms up and is not counted."""
    councils = [CompiledBaseline(enlarged(baseline, size)) for size in sizes]
    found: list[list[Round]] = [[] for _ in sizes]
    speeds = []
    for replication in range(-1, replications):
        speed = reference_microseconds()
        played = [timed(council, max(replication, 0)) for council in councils]
        if replication >= 0:
            speeds.append(speed)
            for size, each in zip(found, played, strict=True):
                size.append(each)
    return found, speeds


def rows(sizes: Sequence[int], found: list[list[Round]]) -> list[tuple[str, ...]]:
    """Return one row of figures a size."""
    table = []
    for size, played in zip(sizes, found, strict=True):
        episodes = sum(each.episodes for each in played) // len(played)
        together = [each.simulating + each.measuring for each in played]
        parts = ([each.simulating for each in played], [each.measuring for each in played], together)
        growth = median(each.an_episode / first.an_episode for each, first in zip(played, found[0], strict=True))
        an_episode = median(each.an_episode for each in played) * 1e6
        times = tuple(f"{median(part) * 1e3:.1f}" for part in parts)
        table.append((str(size), f"{episodes:,}", *times, f"{an_episode:.1f}", f"{growth:.2f}"))
    return table


def page(baseline: Baseline, table: list[tuple[str, ...]], speed: float, command: str) -> str:
    """Return the figures as a page of documentation."""
    machine = f"{speed:.1f} microseconds an event in a bare simpy loop"
    head = f"{baseline.name}, {baseline.years:g} years; model: {build()}; {machine}."
    lines = ["# How fast it is", "", f"Made by `{command}`. {head}", "", NOTE, ""]
    lines += [f"| {' | '.join(COLUMNS)} |", f"|{'---:|' * len(COLUMNS)}", *(f"| {' | '.join(row)} |" for row in table)]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print milliseconds a replication and microseconds an episode at several sizes of council."""
    parser = argparse.ArgumentParser(prog="python -m placesim.benchmark", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=Path("configs/halton.yaml"), help="configuration to time")
    parser.add_argument("--replications", type=int, default=15, help="replications timed at each size (default 15)")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[1, 4, 16], help="times the council's size (default 1 4 16)"
    )
    parser.add_argument("--out", type=Path, help="also keep the table in this Markdown file")
    chosen = parser.parse_args(arguments)
    baseline = load_baseline(chosen.file)
    gc.disable()
    try:
        played, speeds = rounds(baseline, chosen.sizes, chosen.replications)
    finally:
        gc.enable()
    command = f"python {'-P ' * (build() == 'compiled')}-m placesim.benchmark"
    found = page(baseline, rows(chosen.sizes, played), median(speeds), command)
    print(found)
    if chosen.out:
        chosen.out.write_text(found, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
