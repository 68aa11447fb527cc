"""What the terminal shows: progress while a run is under way, and a short table at its end."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import isnan
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from placesim.config.baseline import Baseline
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import interval_of_mean
from placesim.results.facts import Floats

WIDTH_OF_A_PIPE = 160
"""Columns used where the output is not a terminal."""

ROWS: tuple[tuple[str, str, str, Callable[[float], str]], ...] = (
    ("Children in care, 31 March", "children_year_end", "all", lambda value: f"{value:,.0f}"),
    ("Out of borough", "out_of_borough_share", "all", lambda value: f"{value:.1%}"),
    ("Out of borough, residential", "out_of_borough_share", "residential", lambda value: f"{value:.1%}"),
    ("Placement spend, GBP million", "spend", "all", lambda value: f"{value / 1e6:,.2f}"),
)


@contextmanager
def replication_progress(total: int, what: str = "Replications") -> Iterator[Callable[[int], None]]:
    """Show a bar with replications done and time left, on the terminal only; nothing in a log or a pipe."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn("time left"), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.advance(task, done)


def print_summary(baseline: Baseline, outcomes: Outcomes, folder: Path, seconds: float) -> None:
    """Print number in care, out-of-borough shares and spend by year, each with the interval of its mean."""
    years = list(outcomes.of("children_year_end"))
    replications = len(outcomes.values)
    table = Table(
        title=f"{baseline.name}: mean of {replications} futures (95% interval of the mean)", title_justify="left"
    )
    table.add_column("")
    for year in years:
        table.add_column(year, justify="right", no_wrap=True)
    for label, measure, group, shown in ROWS:
        values = outcomes.of(measure, group)
        table.add_row(label, *(_cell(values[year], shown) for year in years))
    console = _console()
    console.print(table)
    console.print(
        f"Results and report: {folder}{'/' if not str(folder).endswith('/') else ''}  ({seconds:.0f} s)",
        highlight=False,
    )


def _cell(values: Floats, shown: Callable[[float], str]) -> str:
    mean, low, high = (float(part[0]) for part in interval_of_mean(values[:, None]))
    if isnan(mean):
        return "none"
    return shown(mean) if isnan(low) else f"{shown(mean)}\n({shown(low)}-{shown(high)})"


def print_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], text_columns: int = 1) -> None:
    """Print a table whose first columns are text and whose other columns are figures."""
    table = Table(title=title, title_justify="left")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place < text_columns else "right")
    for row in rows:
        table.add_row(*row)
    _console().print(table)


def _console() -> Console:
    console = Console(file=sys.stdout)
    if not console.is_terminal:
        console.width = WIDTH_OF_A_PIPE
    return console
