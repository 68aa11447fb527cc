"""Live formulas of the workbook: our own templates, which say where figures come from however their table lands.

A template is a formula in which references stand in braces. Within one table, `{COLUMN@ROW}`:

- `COLUMN` is a column's number (0 is the first), its heading, or `+1` and `-1` for neighbours; left out, the same
  column. A heading may be that of a column of ends, as in `{Spend: p10}`.
- `ROW` is a row's number (0 is the first below the headings), `first` for the row that stays above the others,
  `+1` and `-1` for neighbours; left out with its `@`, the same row.
- `{FROM..TO}` is the range between two of these, and `{above}` every row of the same column above this one.
- `{#name}` is the cell of that name, in any table of the same sheet.

So a variance is `={Budget}-{Forecast}`, a total `=SUM({above})`, a running total `={@-1}+{-1}`, and a net present value
`={2}+NPV({#rate},{3..8})`. Everything else in a template is one of a few functions, figures and operators: no word of
a configuration can come into a formula, since a heading is only looked up.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

REFERENCE = re.compile(r"\{([^{}]*)\}")
FUNCTIONS = ("SUM", "SUMPRODUCT", "NPV", "PMT", "MIN", "MAX", "ABS", "ROUND", "AVERAGE", "IF")
ALLOWED = re.compile(rf"=(?:(?:{'|'.join(FUNCTIONS)})\(|[-+*/^(),<>= ]|\d+(?:\.\d+)?|{REFERENCE.pattern})+")
ABOVE, FIRST, NAMED, RANGE, ROW = "above", "first", "#", "..", "@"


@dataclass(frozen=True)
class Formula:
    """A template of a live formula; see the module for how it is written.

    Raises:
        ValueError: it holds more than references, figures, operators and a few functions.
    """

    template: str

    def __post_init__(self) -> None:
        if not ALLOWED.fullmatch(self.template):
            raise ValueError(f"no template of a formula: {self.template}")


@dataclass(frozen=True)
class Site:
    """Where the cells of one table stand on its sheet, and those that the sheet names; rows and columns from 0."""

    first_row: int
    """Of the rows below the headings, and below the row that stays above the others."""
    columns: tuple[int, ...]
    """The sheet's column of each of the table's."""
    headings: Sequence[tuple[str, int]]
    """Headings, as reports and as sheets say them, each with its column on the sheet."""
    named: Mapping[str, tuple[int, int]]
    """Row and column of each cell that has a name, of all tables of the sheet."""

    def written(self, formula: Formula, row: int, column: int) -> str:
        """Return a formula as it stands in a cell of the sheet."""
        return REFERENCE.sub(lambda found: self._reference(found[1], row, column), formula.template)

    def _reference(self, text: str, row: int, column: int) -> str:
        if text.startswith(NAMED):
            return str(xl_rowcol_to_cell(*self.named[text[1:]], row_abs=True, col_abs=True))
        if text == ABOVE:
            if row == self.first_row:
                return "0"
            return f"{xl_rowcol_to_cell(self.first_row, column)}:{xl_rowcol_to_cell(row - 1, column)}"
        return ":".join(self._cell(part, row, column) for part in text.split(RANGE))

    def _cell(self, text: str, row: int, column: int) -> str:
        across, _, down = text.partition(ROW)
        return str(xl_rowcol_to_cell(self._row(down, row), self._column(across, column)))

    def _row(self, text: str, row: int) -> int:
        if text == FIRST:
            return self.first_row - 1
        if text.startswith(("+", "-")) or not text:
            return row + int(text or 0)
        return self.first_row + int(text)

    def _column(self, text: str, column: int) -> int:
        if not text:
            return column
        if text.startswith(("+", "-")) and text[1:].isdigit():
            return self.columns[self.columns.index(column) + int(text)]
        if text.isdigit():
            return self.columns[int(text)]
        found = {place for heading, place in self.headings if heading == text}
        if len(found) != 1:
            raise ValueError(f"not one column is headed {text!r}: {[heading for heading, _ in self.headings]}")
        return found.pop()
