"""Tables and lines on the terminal, whatever its width; in a pipe or a log too."""

import os
import sys
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from textwrap import wrap

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from placesim.config.text import plain
from placesim.experiment.statistics import FEWEST
from placesim.report.figures import Unit

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

MILLIONS = Unit("£ million", 1e6, 2)
"""Spend in a column whose heading names the unit."""

FEW = f"Too few futures for an interval of the mean; it takes {FEWEST}, better 200 or more."


def print_table(
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    brief: tuple[Sequence[str], Sequence[Sequence[str]]] | None = None,
) -> None:
    """Print a table of figures, the first column of which is text.

    A terminal too narrow for it gets long lines, never fewer columns than asked for.

    Args:
        title: what it is of.
        headings: the names of its columns.
        rows: its cells.
        brief: headings and rows to print in place of these where the terminal is too narrow for all columns.
    """
    if brief and terminal_width() < VERY_WIDE:
        headings, rows = brief
    print_line(f"{plain(title)}\n")
    _print_columns(headings, rows)
    print_line("")


def print_line(text: str) -> None:
    """Print one line as it is, however long."""
    _console().print(text, highlight=False, markup=False, soft_wrap=True)


def print_destination(folder: Path, seconds: float) -> None:
    """Print where the results are, and how long they took."""
    print_line(f"Results and reports: {folder}{'' if str(folder).endswith('/') else '/'}  ({seconds:.0f} s)")


def terminal_width() -> int:
    """Return how many columns there are to print in."""
    return _console().width


def _print_columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    console, columns = _console(), list(zip(headings, *rows, strict=True))
    figures = [max(_broken(heading), _widest(cells)) for heading, *cells in columns[1:]]
    label = min(LEAST_LABEL, max(map(len, columns[0])))
    console.width = max(console.width, label + sum(width + GAP for width in figures))
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column(escape(headings[0]), min_width=label)
    for heading, width in zip(headings[1:], figures, strict=True):
        table.add_column(escape(heading), justify="right", width=width)
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(table)


def _broken(heading: str) -> int:
    """Return the width in which a heading stands on a few lines."""
    longest = _widest(heading.split())
    return next(width for width in count(longest) if len(wrap(heading, width)) <= LINES_OF_A_HEADING)


def _widest(cells: Iterable[str]) -> int:
    return max((len(line) for cell in cells for line in cell.splitlines()), default=0)


def _console() -> Console:
    console = Console(file=sys.stdout)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDTH_OF_A_PIPE
    return console
