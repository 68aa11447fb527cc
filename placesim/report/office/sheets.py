"""What a sheet of the workbook is: a name of ours, the question it answers, and one table whose columns have kinds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from placesim.results.measures import MEASURES

Value = str | float | date | None
"""What a cell holds; missing figures are empty cells."""

TEXT = "text"
POUNDS, SHARE, ONE, WHOLE = "pounds", "share", "one", "whole"
DAY, MONTH = "day", "month"
CHANGE = " change"
"""Ends the kinds whose figures are differences, printed with their sign."""

OF_ROW = "of row"
"""Kind of a column whose figures are in the unit of the row's measure."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it holds, and its width in characters."""

    heading: str
    kind: str = TEXT
    width: float = 12.0


@dataclass(frozen=True)
class Sheet:
    """One sheet with one table."""

    name: str
    answers: str
    """The question it answers, for the contents."""
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]
    notes: tuple[str, ...] = ()
    """How to read it, a line each, above the table."""
    kept: int = 1
    """Columns that stay in view as the others move."""
    measures: Sequence[str] = ()
    """Measure of each row, where figures of a row are in a unit of its own."""
    empty: str = ""
    """Why it has no rows, where it has none."""

    def kind(self, row: int, column: int) -> str:
        """Return what a cell holds."""
        kind = self.columns[column].kind
        return kind.replace(OF_ROW, kind_of(self.measures[row])) if kind.startswith(OF_ROW) else kind


def kind_of(measure: str) -> str:
    """Return how a measure's figures are printed: pounds, shares, nights as whole numbers, the rest with a decimal."""
    unit = MEASURES[measure].unit
    if unit == "pounds":
        return POUNDS
    if unit.startswith("share"):
        return SHARE
    return WHOLE if unit == "nights" else ONE
