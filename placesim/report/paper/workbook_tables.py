"""Tables as sheets hold them: figures as numbers in their own unit, their ends beside them, and words in a note."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from math import isfinite

from placesim.report.figures import MINUS, NOTHING, Unit
from placesim.report.paper.formulas import Formula, Site
from placesim.report.paper.office import xml_lines, xml_text
from placesim.report.paper.parts import Cell, Table
from placesim.report.paper.workbook_captions import SHORTEST_CAPTION, beside, broken, letters_in, lines_of, pounds_alone

MONTH = "mmm yyyy"
PLAIN = "General"

LONGEST = 32_767
"""Characters that a cell holds."""

LONGEST_HEADING = 240
"""Characters of a heading: a table takes 255."""

WIDEST, NOTE, NARROWEST = 70.0, 44.0, 8.0
"""Width of columns in characters: of words and of notes at most, and of any at least."""

HEADING_LINES = 6
"""Lines that the heading of a column of figures takes at most, or nearly so."""

ROOM = 2.0
"""Width that a cell's text does not fill: the space on both sides of it."""

EDGE = 0.5
"""Width that a heading above figures does not fill."""

BUTTON = 3.0
"""Width of the button that filters a column, at the foot of its heading."""


@dataclass(frozen=True)
class Value:
    """What one cell of a sheet holds: text, a figure, a month or nothing."""

    held: str | float | date | None
    shown: str = PLAIN
    """The number format."""
    strong: bool = False
    formula: Formula | None = None
    name: str = ""
    rag: bool = False


EMPTY = Value(None)


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its heading, its cells, its width in characters."""

    heading: str
    values: tuple[Value, ...]
    width: float
    end: str = ""
    """Which end of another column's figures it holds, as in `p10`; empty: none."""

    @property
    def numbers(self) -> bool:
        """True when it holds figures or months, which stand on the right of their cells, and no words."""
        return any(value.held is not None for value in self.values) and not any(
            isinstance(value.held, str) for value in self.values
        )

    def heading_lines(self, width: float, filtered: bool) -> int:
        """Return how many lines its heading takes, the last free of the button that filters the column."""
        lines = broken(self.heading, letters_in(width - (EDGE if self.numbers else ROOM)))
        under = self.numbers or len(lines[-1]) > letters_in(width - BUTTON)
        return len(lines) + (filtered and under)


@dataclass(frozen=True)
class Grid:
    """A table as a sheet holds it."""

    caption: str
    columns: tuple[Column, ...]
    rows: int
    places: tuple[int, ...] = ()
    """The sheet's column of each of the table's."""
    headings: tuple[str, ...] = ()
    """The table's own headings."""
    kept: int = 0
    """Rows that stay above the others: one or none."""

    @property
    def live(self) -> bool:
        """True when some figures are worked out from others, which sorting would tear apart."""
        return any(value.formula for column in self.columns for value in column.values)

    def named(self, top: int) -> dict[str, tuple[int, int]]:
        """Return where cells that have a name stand, the headings being in a row of the sheet."""
        return {
            value.name: (top + 1 + row, place)
            for place, column in enumerate(self.columns)
            for row, value in enumerate(column.values)
            if value.name
        }

    def site(self, top: int, named: Mapping[str, tuple[int, int]]) -> Site:
        """Return where its cells stand, the headings being in a row of the sheet."""
        shown = ((column.heading, place) for place, column in enumerate(self.columns))
        own = zip(self.headings, self.places, strict=True)
        return Site(top + 1 + self.kept, self.places, (*own, *shown), named)

    def caption_lines(self, widths: Sequence[float]) -> list[str]:
        """Return its caption in lines no longer than columns of these widths: one that sticks out is printed tiny."""
        return broken(self.caption, max(SHORTEST_CAPTION, letters_in(sum(widths))))

    def lines(self, row: int, widths: Sequence[float]) -> int:
        """Return how many lines of text a row takes in columns of these widths."""
        texts = [(column.values[row].held, width - ROOM) for column, width in zip(self.columns, widths, strict=False)]
        return max((lines_of(text, width) for text, width in texts if isinstance(text, str)), default=1)

    def heading_lines(self, widths: Sequence[float], filtered: bool) -> int:
        """Return how many lines of text the headings take, with a button below each where the table has a filter."""
        return max(each.heading_lines(width, filtered) for each, width in zip(self.columns, widths, strict=False))


def grid(table: Table) -> Grid:
    """Return a table as a sheet holds it."""
    rows = [table.first, *table.rows] if table.first else list(table.rows)
    rows = [*rows[:-1], tuple(replace(cell, strong=True) for cell in rows[-1])] if table.total and rows else rows
    notes: list[dict[str, list[str]]] = [{} for _ in rows]
    columns: list[Column] = []
    places = []
    for place, heading in enumerate(table.columns):
        places.append(len(columns))
        cells = [row[place] if place < len(row) else Cell("") for row in rows]
        columns += _columns(_spoken(heading), cells, table.ends, notes)
    if any(notes):
        note = _words("Note", [Value(_note(each)) for each in notes])
        columns.append(replace(note, width=min(note.width, NOTE)))
    told = tuple(_told_apart(columns))
    caption = beside(table.caption, {column.end for column in told})
    return Grid(caption, told, len(rows), tuple(places), table.columns, int(bool(table.first)))


def number_format(unit: Unit | None, signed: bool) -> str:
    """Return how a sheet prints figures of a unit, differences with their sign."""
    if unit is None:
        return PLAIN
    before = "£" if unit.before == "£" or unit.header.startswith("£") else ""
    after = "%" if unit.divisor == 0.01 else ""
    decimals = 0 if before and unit.divisor > 1 else unit.decimals
    shown = f"{'0' if after else '#,##0'}{'.' if decimals else ''}{'0' * decimals}{after}"
    if unit.brackets:
        return f"{before}{shown};({before}{shown})"
    zero = "0" if not after else shown
    if signed:
        return f"+{before}{shown};-{before}{shown};{before}{zero}"
    return f"{before}{shown};-{before}{shown}" if before else shown


def _spoken(heading: str) -> str:
    return pounds_alone(heading) or "What"


def _columns(
    heading: str, cells: Sequence[Cell], ends: Sequence[str], notes: Sequence[dict[str, list[str]]]
) -> Iterator[Column]:
    """Yield the column of some cells, and those of their ends; words below figures go to the notes of their rows."""
    said = [cell for cell in cells if cell.text.strip()]
    if 2 * sum(cell.value is not None for cell in said) <= len(said):
        yield _words(heading, [_in_words(cell) for cell in cells])
        return
    signed = any(cell.text.startswith("+") for cell in cells)
    shown = [number_format(cell.unit, signed and cell.text.startswith(("+", MINUS, "-", "0"))) for cell in cells]
    for cell, note in zip(cells, notes, strict=True):
        for words in _words_of(cell):
            note.setdefault(words, []).append(heading)
    yield _figures(heading, map(_of_cell, cells, shown))
    for name, values in zip(ends, zip_longest(*(cell.ends for cell in cells)), strict=False):
        end = _figures(f"{heading}: {name}", map(_figure, values, shown))
        if end.numbers:
            yield replace(end, end=name)


def _figure(value: float | date | None, shown: str, strong: bool = False) -> Value:
    if isinstance(value, date):
        return Value(value, MONTH, strong)
    return EMPTY if value is None or not isfinite(value) else Value(float(value), _unsigned(value, shown), strong)


def _unsigned(value: float, shown: str) -> str:
    """Return a number format, without a sign for a figure that is printed as nothing."""
    positive = shown.partition(";")[0].removeprefix("+")
    decimals = len(positive.rstrip("%").partition(".")[2]) + 2 * positive.endswith("%")
    return f"{positive};{positive}" if shown != PLAIN and 0 < abs(value) < 0.5 / 10**decimals else shown


def _of_cell(cell: Cell, shown: str) -> Value:
    """Return the figure of a cell, with its formula: a missing figure has none."""
    figure = _figure(cell.value, shown, cell.strong)
    return replace(figure, formula=cell.formula if isinstance(figure.held, float) else None, name=cell.name)


def _in_words(cell: Cell) -> Value:
    """Return a cell of a column of words; the few figures in it stay figures."""
    if cell.value is not None and not cell.below:
        return _of_cell(cell, number_format(cell.unit, cell.text.startswith("+")))
    return Value(xml_lines(f"{cell.text}\n{cell.below}".strip())[:LONGEST], strong=cell.strong, rag=cell.rag)


def _words_of(cell: Cell) -> Iterator[str]:
    """Yield what is said of a figure and is no figure itself."""
    if cell.value is None and cell.text.strip() not in ("", NOTHING):
        yield cell.text
    for line in cell.below.split("\n"):
        if line and not (cell.ends and any(letter.isdigit() for letter in line)):
            yield line


def _note(said: dict[str, list[str]]) -> str:
    return xml_text("; ".join(f"{', '.join(headings)}: {words}" for words, headings in said.items()))[:LONGEST]


def _figures(heading: str, values: Iterable[Value]) -> Column:
    """Return a column of figures, as wide as they are printed."""
    held = tuple(values)
    printed = [len(f"{value.held:,.0f}{value.shown.partition(';')[0].strip('#,0')}00") for value in held
               if isinstance(value.held, float)]  # fmt: skip
    words = [len(word) + ROOM for word in heading.split()]
    return Column(heading, held, max(NARROWEST, len(heading) / HEADING_LINES + BUTTON, *printed, *words))


def _words(heading: str, values: Sequence[Value]) -> Column:
    """Return a column of words, no wider than its longest line."""
    texts = [line for value in values for line in str(value.held).split("\n")]
    longest = max(map(len, [*texts, *(f"{word}..." for word in heading.split())])) + ROOM
    return Column(heading, tuple(values), max(NARROWEST, min(WIDEST, longest)))


def _told_apart(columns: Sequence[Column]) -> Iterator[Column]:
    """Number headings that are the same: a table must not have the same twice, and labels may be alike."""
    seen: dict[str, int] = {}
    for column in columns:
        heading = column.heading[:LONGEST_HEADING]
        count = seen[heading.casefold()] = seen.get(heading.casefold(), 0) + 1
        yield replace(column, heading=heading if count == 1 else f"{heading} ({count})")
