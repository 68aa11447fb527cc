"""What the terminal shows: progress while a run is under way, and a short table at its end."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from math import isnan
from pathlib import Path
from textwrap import wrap

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from placesim.config.baseline import Baseline
from placesim.config.text import plain
from placesim.experiment.comparison import Difference
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import FEWEST, interval_of_mean
from placesim.report.wording import MINUS
from placesim.report.years import Year, years_of
from placesim.results.facts import Floats

WIDTH_OF_A_PIPE = 160
"""Columns used where the output is not a terminal and nobody says how wide it is."""

WIDE = 100
"""Columns from which a mean and its interval stand on one line."""

VERY_WIDE = 150
"""Columns from which a table is shown with all its columns."""

LEAST_LABEL = 12
"""Characters that a column of words is never narrower than."""

LINES_OF_A_HEADING = 3

GAP = 2
"""Characters between two columns."""


@dataclass(frozen=True)
class Column:
    """One column of the table at the end of a run."""

    heading: str
    measure: str
    group: str
    shown: Callable[[float], str]


class Bar:
    """A bar of work done: called with what has been done since, and told when there is more to do."""

    def __init__(self, bar: Progress, total: int, what: str):
        self._bar, self._total = bar, total
        self._task = bar.add_task(what, total=total)

    def __call__(self, done: int) -> None:
        """Move the bar on."""
        self._bar.advance(self._task, done)

    def more(self, work: int) -> None:
        """Make the bar longer."""
        self._total += work
        self._bar.update(self._task, total=self._total)


@contextmanager
def replication_progress(total: int, what: str = "Replications") -> Iterator[Bar]:
    """Show a bar with replications done and time left, on the terminal only; nothing in a log or a pipe."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn("time left"), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield Bar(bar, total, what)


def print_summary(baseline: Baseline, outcomes: Outcomes, folder: Path, seconds: float) -> None:
    """Print number in care, out-of-borough shares and spend, one row a year, each with the interval of its mean."""
    console, years, replications = _console(), years_of(baseline), len(outcomes.values)
    columns = columns_for(years)
    sure = replications >= FEWEST
    title = f"{plain(baseline.name)}: mean of {replications} futures{' (95% interval of the mean)' if sure else ''}"
    rows = [
        (
            f"{year.name} *" if year.part else year.name,
            *(_cell(outcomes, year, column, console.width >= WIDE) for column in columns),
        )
        for year in years
    ]
    _print(console, title, ("Year", *(column.heading for column in columns)), rows)
    for year in years:
        if year.part:
            _say(console, f"* {year.name} is a part year: {year.span}")
    if not sure:
        _say(console, f"Too few futures for an interval of the mean; it takes {FEWEST}, better 200 or more.")
    _say(console, f"Results and report: {folder}{'' if str(folder).endswith('/') else '/'}  ({seconds:.0f} s)")


def columns_for(years: Sequence[Year]) -> tuple[Column, ...]:
    """Return the columns of the table at the end of a run; 31 March is named only if every year ends on it."""
    on_31_march = all((year.last.month, year.last.day) == (3, 31) for year in years)
    end = "31 March" if on_31_march else "end of the period"
    return (
        Column(f"Children in care, {end}", "children_year_end", "all", lambda value: f"{value:,.0f}"),
        Column(f"Out of borough, {end}", "out_of_borough_share", "all", lambda value: f"{value:.1%}"),
        Column("Out of borough, residential", "out_of_borough_share", "residential", lambda value: f"{value:.1%}"),
        Column("Placement spend, £ million", "spend", "all", lambda value: f"{value / 1e6:,.2f}"),
    )


def _cell(outcomes: Outcomes, year: Year, column: Column, on_one_line: bool) -> str:
    values: Floats = outcomes.of(column.measure, column.group)[year.name]
    mean, low, high = (float(part[0]) for part in interval_of_mean(values[:, None]))
    if isnan(mean):
        return "none"
    if isnan(low):
        return column.shown(mean)
    return f"{column.shown(mean)}{' ' if on_one_line else chr(10)}({column.shown(low)}-{column.shown(high)})"


def signed(value: float, decimals: int) -> str:
    """Return a difference with its sign, as a cell has it; `none` where it is missing."""
    if isnan(value):
        return "none"
    text = f"{abs(value):,.{decimals}f}"
    sign = "" if not text.strip("0.,") else MINUS if value < 0 else "+"
    return f"{sign}{text}"


def signed_interval(found: Difference, scale: float, decimals: int) -> str:
    """Return the interval of a mean difference, multiplied by a scale, or why there is none."""
    if isnan(found.low):
        return found.note
    return f"{signed(found.low * scale, decimals)} to {signed(found.high * scale, decimals)}"


def print_table(
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    brief: tuple[Sequence[str], Sequence[Sequence[str]]] | None = None,
) -> None:
    """Print a table of figures, the first column of which is text.

    Args:
        title: what it is of.
        headings: the names of its columns.
        rows: its cells.
        brief: headings and rows to print in place of these where the terminal is too narrow for all columns.
    """
    console = _console()
    if brief and console.width < VERY_WIDE:
        headings, rows = brief
    _print(console, plain(title), headings, rows)


def _print(console: Console, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table whose first column is text; a terminal too narrow for it gets long lines, never fewer columns."""
    columns = list(zip(headings, *rows, strict=True))
    figures = [max(_broken(heading), _widest(cells)) for heading, *cells in columns[1:]]
    label = min(LEAST_LABEL, max(map(len, columns[0])))
    console.width = max(console.width, label + sum(width + GAP for width in figures))
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column(escape(headings[0]), min_width=label)
    for heading, width in zip(headings[1:], figures, strict=True):
        table.add_column(escape(heading), justify="right", width=width)
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    _say(console, f"{title}\n")
    console.print(table)
    _say(console, "")


def _broken(heading: str) -> int:
    """Return the width in which a heading stands on a few lines."""
    longest = _widest(heading.split())
    return next(width for width in count(longest) if len(wrap(heading, width)) <= LINES_OF_A_HEADING)


def _widest(cells: Iterable[str]) -> int:
    return max((len(line) for cell in cells for line in cell.splitlines()), default=0)


def _say(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)


def _console() -> Console:
    console = Console(file=sys.stdout)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDTH_OF_A_PIPE
    return console
