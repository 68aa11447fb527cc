"""How long a replication takes, and how that grows with the size of a council: `python -m placesim.benchmark`."""

import argparse
import gc
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import simpy

from placesim.config.baseline import Baseline
from placesim.config.loading import load_baseline
from placesim.config.provision import Households, Places
from placesim.config.values import Step
from placesim.experiment.replications import measures_of
from placesim.model import build
from placesim.model.demand import children_of
from placesim.model.engine import Council, simulate
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


def timed(council: Council, replications: int) -> tuple[float, float, int]:
    """Return median seconds of simulating, median seconds of measuring, and mean episodes a replication."""
    simulating, measuring, episodes = [], [], 0
    for replication in range(-1, replications):  # the first warms up and is not counted
        streams = Streams(1, max(replication, 0))
        spent, history = seconds(
            lambda streams=streams: simulate(  # type: ignore[misc]
                council, children_of(council.baseline, streams), plan(council.baseline, streams)
            )
        )
        measured, _ = seconds(lambda history=history: measures_of(council, history))  # type: ignore[misc]
        if replication >= 0:
            simulating.append(spent)
            measuring.append(measured)
            episodes += len(history.episodes["child_id"])
        gc.collect()
    return _median(simulating), _median(measuring), episodes // replications


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def reference_microseconds() -> float:
    """Return microseconds an event takes in a bare simpy loop here: how fast this machine is at such work."""

    def ticking() -> Any:
        for _ in range(10):
            yield env.timeout(1.0)

    best = float("inf")
    for _ in range(5):
        env = simpy.Environment()
        for _ in range(REFERENCE_EVENTS // 10):
            env.process(ticking())
        best = min(best, seconds(env.run)[0])
    return best / REFERENCE_EVENTS * 1e6


COLUMNS = ("size", "episodes", "simulate ms", "measure ms", "together ms", "microseconds an episode", "against size 1")
NOTE = (
    "Medians on one core, one process. *Simulate* draws the luck and plays one replication; *measure* computes every "
    "measure by financial year and month. Sizes multiply the council's children, entries, households and places. The "
    "machine's own speed is the time of one event in a simpy loop that does nothing else: compare ratios."
)


def rows(baseline: Baseline, sizes: Sequence[int], replications: int) -> list[tuple[str, ...]]:
    """Return one row of figures a size."""
    found, first = [], None
    for size in sizes:
        council = Council(enlarged(baseline, size))
        simulating, measuring, episodes = timed(council, max(replications // size, 3))
        each = (simulating + measuring) / episodes * 1e6
        first = first or each
        times = tuple(f"{part * 1e3:.1f}" for part in (simulating, measuring, simulating + measuring))
        found.append((str(size), f"{episodes:,}", *times, f"{each:.1f}", f"{each / first:.2f}"))
    return found


def page(baseline: Baseline, table: list[tuple[str, ...]], command: str) -> str:
    """Return the figures as a page of documentation."""
    machine = f"{reference_microseconds():.1f} microseconds an event in a bare simpy loop"
    head = f"{baseline.name}, {baseline.years:g} years; model: {build()}; {machine}."
    lines = ["# How fast it is", "", f"Made by `{command}`. {head}", "", NOTE, ""]
    lines += [f"| {' | '.join(COLUMNS)} |", f"|{'---:|' * len(COLUMNS)}", *(f"| {' | '.join(row)} |" for row in table)]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print milliseconds a replication and microseconds an episode at several sizes of council."""
    parser = argparse.ArgumentParser(prog="python -m placesim.benchmark", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=Path("configs/halton.yaml"), help="configuration to time")
    parser.add_argument("--replications", type=int, default=15, help="replications timed at size 1 (default 15)")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[1, 4, 16], help="times the council's size (default 1 4 16)"
    )
    parser.add_argument("--out", type=Path, help="also keep the table in this Markdown file")
    chosen = parser.parse_args(arguments)
    baseline = load_baseline(chosen.file)
    gc.disable()
    found = page(baseline, rows(baseline, chosen.sizes, chosen.replications), "python -m placesim.benchmark")
    print(found)
    if chosen.out:
        chosen.out.write_text(found, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
