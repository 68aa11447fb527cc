"""How soon the page answers: `python -m placesim.studies.page_speed --out docs/page_speed.md`.

What a change on the page has done for it, from the text of the what-if to the words and tables of the answer, which is
made of every step as it comes; all but the browser, and the charts, which it asks for afterwards.
"""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import nan
from multiprocessing import active_children
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from placesim.page.answers import answer_of
from placesim.page.desk import Desk
from placesim.page.playing.studies import Studies
from placesim.page.screen import Screen

HALTON = Path("configs/halton.yaml")

ONE_HOME = """\
name: One home
question: What does one home change?
interventions:
  - kind: open_home
    provision: juno_summer_lane
    opens: {day}
    contract: {{kind: block}}
    source: "assumption: a trial of the page's speed"
"""

FIRST_DAY, APART = date(2026, 4, 1), timedelta(days=30)
"""When the home opens in the first round, and how much later in each next one: nothing of it was played before."""

WAIT = 1.0
"""Seconds that the page waits for more futures before it says how far it is."""

COLUMNS = (
    *("assumptions", "looked at", "plan", "first futures", "first answer", "all futures", "last answer"),
    *("processor: page", "processor: playing"),
)


@dataclass
class Timed:
    """What one study took, in seconds since it was asked for."""

    planned: float = 0.0
    played: list[float] = field(default_factory=list)
    """When the futures of each answer were played."""
    told: list[float] = field(default_factory=list)
    """When its words and tables were there."""
    futures: list[int] = field(default_factory=list)
    page: float = 0.0
    """Seconds of processor that this process took: reading, handing out, telling."""
    workers: float = 0.0
    """Seconds of processor that the processes took that play; missing where the system does not tell."""


def timed(desk: Desk, screen: Screen) -> Timed:
    """Time one study as the page plays and tells it."""
    began, found = perf_counter(), Timed()
    page, workers = process_time(), _taken_by_workers()
    plan = desk.plan(screen)
    found.planned = perf_counter() - began
    while not found.futures or found.futures[-1] < plan.replications:
        growing = desk.studies.watch("tab", plan)
        growing.wait(found.futures[-1] if found.futures else 0, WAIT)
        if growing.error:
            raise SystemExit(growing.error)
        result = growing.result
        if result is not None and result.replications not in found.futures[-1:]:
            found.played.append(perf_counter() - began)
            answer_of(result, growing.wanted)
            found.told.append(perf_counter() - began)
            found.futures.append(result.replications)
    found.page, found.workers = process_time() - page, _taken_by_workers() - workers
    return found


def _taken_by_workers() -> float:
    """Return the seconds of processor that the processes which play have taken since they began, as Linux tells it."""
    try:
        told = [Path(f"/proc/{each.pid}/stat").read_text("ascii").rpartition(")")[2] for each in active_children()]
    except OSError:
        return nan
    return sum(sum(map(int, each.split()[11:13])) for each in told) / os.sysconf("SC_CLK_TCK")


def rounds_of(workers: int, rounds: int, assumptions: str) -> tuple[Timed, list[Timed]]:
    """Time the council as it is, as when the page is opened, and then a home added in several rounds."""
    with TemporaryDirectory() as folder:
        studies = Studies(workers)
        try:
            desk = Desk(HALTON, (), Path(folder), studies)
            screen = Screen(str(HALTON), assumptions=assumptions)
            opened = timed(desk, screen)
            texts = [ONE_HOME.format(day=FIRST_DAY + number * APART) for number in range(rounds)]
            return opened, [timed(desk, screen.with_text(text)) for text in texts]
        finally:
            studies.close()


def page(workers: int, rounds: int) -> str:
    """Return the times as a page of documentation."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"
    rows = []
    for assumptions in ("drawn", "fixed"):
        opened, added = rounds_of(workers, rounds, assumptions)
        rows += [_row(assumptions, "the council as it is, just opened", [opened])]
        rows += [_row(assumptions, "one home added", added)]
    table = [f"| {' | '.join(row)} |" for row in (COLUMNS, ["---"] * 2 + ["---:"] * 7, *rows)]
    made = (
        f"Made by `python -m placesim.studies.page_speed --workers {workers} --rounds {rounds}`: Halton, five years, "
        f"{workers} processes on {os.cpu_count()} processors; when it began, about {load} programs already wanted one "
        "(the load average)."
    )
    return "\n".join(["# How soon the page answers", "", made, "", WHAT, "", *table]) + "\n"


WHAT = (
    "Seconds from a change to: the *plan*, when the what-if has been read and checked; the *first futures*, 20 of each "
    "scenario, and the *first answer* made of them; *all futures*, 300, and the *last answer*. Futures of today's "
    "council are played once and kept, so a home added has its own alone to play. *Processor* is what all that took of "
    "processors, however long it had to wait for one: by the page itself, and by the processes that play. Of several "
    "rounds, the median."
)


def _row(assumptions: str, what: str, found: Sequence[Timed]) -> list[str]:
    parts = [
        [each.planned for each in found],
        *([getattr(each, part)[0] for each in found] for part in ("played", "told")),
        *([getattr(each, part)[-1] for each in found] for part in ("played", "told")),
        *([getattr(each, part) for each in found] for part in ("page", "workers")),
    ]
    return [assumptions, what, *(f"{median(each):.1f}" for each in parts)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how soon the page answers."""
    parser = argparse.ArgumentParser(prog="python -m placesim.studies.page_speed", description=__doc__)
    parser.add_argument("--workers", type=int, default=2, help="processes that play (default 2)")
    parser.add_argument("--rounds", type=int, default=5, help="homes added one after the other (default 5)")
    parser.add_argument("--out", type=Path, help="also keep it in this Markdown file")
    chosen = parser.parse_args(arguments)
    told = page(chosen.workers, chosen.rounds)
    print(told)
    if chosen.out:
        chosen.out.write_text(told, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
