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
from placesim.report.terminal.lines import fitted, print_line

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

    A terminal too narrow for it gets one line a figure, never fewer figures.

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


def print_destination(folder: Path, seconds: float) -> None:
    """Print where the results are, and how long they took."""
    what = "Results and reports" if any(folder.glob("report.*")) else "Results"
    print_line(f"{what}: {folder}{'' if str(folder).endswith('/') else '/'}  ({seconds:.0f} s)")


def terminal_width() -> int:
    """Return how many columns there are to print in."""
    return _console().width


def _print_columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    columns = list(zip(headings, *rows, strict=True))
    figures = [max(_broken(heading), _widest(cells)) for heading, *cells in columns[1:]]
    label = min(LEAST_LABEL, max(map(len, columns[0])))
    if label + sum(width + GAP for width in figures) > terminal_width():
        _print_below_each_other(headings, rows)
        return
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column(escape(headings[0]), min_width=label)
    for heading, width in zip(headings[1:], figures, strict=True):
        table.add_column(escape(heading), justify="right", width=width)
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    _console().print(table)


def _print_below_each_other(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print one line a figure, what it is on the left, where columns do not fit beside each other."""
    width = terminal_width()
    for first, *cells in rows:
        lines = fitted(f"{headings[0]}: {first}", width)
        for heading, cell in zip(headings[1:], cells, strict=True):
            lines += _beside(heading, " ".join(cell.split()), width)
        for line in lines:
            print_line(line)


def _beside(heading: str, figure: str, width: int) -> list[str]:
    """Return what a figure is and, at the end of the last line of it, the figure; below it where there is no room."""
    room = width - len(figure) - GAP
    *above, last = fitted(f"  {heading}", max(room, LEAST_LABEL))
    if len(last) <= room:
        return [*above, f"{last}{figure:>{width - len(last)}}"]
    return [*fitted(f"  {heading}", width), f"{figure:>{width}}"]


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
