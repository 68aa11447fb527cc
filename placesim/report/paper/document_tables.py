"""Tables of a document: headings repeated on each page, rows kept whole, letters small enough for all columns."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, Twips
from docx.table import Table as WordTable
from docx.table import _Cell, _Row

from placesim.report.paper.document_styles import TABLE, TABLE_HEADING, TABLE_TEXT
from placesim.report.paper.office import xml_lines
from placesim.report.paper.parts import Cell, Table

FIRST_ROWS = 2
"""Rows that stand on the page of their table's heading."""

SIZES = (8.0, 7.0, 6.5, 6.0)
"""Sizes of letters in a table, in points: the largest in which no word of any column must break."""

LETTER = 0.62
"""Width of a letter against its height."""

LONGEST_WORD = 22
"""Letters from which a word may break."""

MARGINS = 8.0
"""Points between a cell's text and its neighbours."""

ROWS_OF_TEXT = 2
"""Lines over which the longest text of a column would best run."""

LONGEST_FIGURE = 18
"""Letters of an interval or a range below a figure, which best stand on one line."""

FEW_COLUMNS = 6
WIDEST_TEXT = 120


def fitting(table: Table, room: Emu) -> Iterator[tuple[Table, float]]:
    """Yield a table with the size of its letters; one with too many columns for the page in several pieces.

    Args:
        table: the table.
        room: the width between the margins.
    """
    words = [_longest_word(table, place) for place in range(len(table.columns))]
    for size in SIZES:
        if sum(_points(letters, size) for letters in words) <= room.pt:
            yield table, size
            return
    size, first, places = SIZES[-1], _points(words[0], SIZES[-1]), list[int]()
    for place in range(1, len(words)):
        if places and first + sum(_points(words[each], size) for each in (*places, place)) > room.pt:
            yield _piece(table, places), size
            places = []
        places.append(place)
    yield _piece(table, places), size


def _points(letters: float, size: float) -> float:
    return letters * size * LETTER + MARGINS


def _piece(table: Table, places: Sequence[int]) -> Table:
    """Return the first column of a table and some of the others."""
    kept = (0, *places)

    def some(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(row[place] for place in kept if place < len(row))

    columns = tuple(table.columns[place] for place in kept)
    return replace(table, columns=columns, rows=tuple(map(some, table.rows)), first=some(table.first), widths=())


def _texts(table: Table, place: int) -> Iterator[str]:
    yield table.columns[place]
    for row in (table.first, *table.rows):
        if row:
            yield from row[place].text.split("\n")
            yield from row[place].below.split("\n")


def _longest_word(table: Table, place: int) -> int:
    longest = max(len(word) for text in _texts(table, place) for word in (text.split() or [""]))
    return max(2, min(longest, LONGEST_WORD))


def _shares(table: Table, size: float, room: float) -> list[float]:
    """Return how wide each column is against the others: room for its longest word, and for long texts more."""
    places = range(len(table.columns))
    least = [_points(_longest_word(table, place), size) for place in places]
    if table.widths:
        wanted = [room * share / sum(table.widths) for share in table.widths]
    else:
        wanted = [_points(_best_letters(table, place), size) for place in places]
    return _within([max(each) for each in zip(wanted, least, strict=True)], least, room)


def _best_letters(table: Table, place: int) -> float:
    """Return how many letters a column would best hold on a line: figures with what is below, long texts in part."""
    longest = min(WIDEST_TEXT, max(map(len, _texts(table, place))))
    broken = longest > LONGEST_FIGURE and (place or len(table.columns) > FEW_COLUMNS)
    return longest / ROWS_OF_TEXT if broken else longest


class PaperTable:
    """One table being written into a document."""

    def __init__(self, document: WordDocument, styles: dict[str, str], table: Table, size: float, room: Emu):
        self._styles, self._table, self._size = styles, table, size
        shares = _shares(table, size, room.pt)
        self._widths = [Emu(Twips(int(room.twips * share / sum(shares)))) for share in shares]
        self._written = document.add_table(rows=0, cols=len(table.columns))
        self._written.style = document.styles[TABLE]
        self._written.autofit = False
        for column, width in zip(self._written.columns, self._widths, strict=True):
            column.width = width
        self._fill()

    def _fill(self) -> None:
        table = self._table
        _repeat(self._row([Cell(text) for text in table.columns], TABLE_HEADING))
        if table.first:
            self._row(table.first, TABLE_TEXT, strong=True)
        for place, cells in enumerate(table.rows, 1):
            self._row(cells, TABLE_TEXT, strong=table.total and place == len(table.rows))
        _begin_together(self._written)
        _looks(self._written, last=table.total)

    def _row(self, cells: Sequence[Cell], style: str, strong: bool = False) -> _Row:
        row: _Row = self._written.add_row()
        whole(row)
        for place, (cell, value) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = self._widths[place]
            self._cell(cell, replace(value, strong=True) if strong else value, style)
            if place in self._table.numbers:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        return row

    def _cell(self, cell: _Cell, value: Cell, style: str) -> None:
        paragraph = cell.paragraphs[0]
        paragraph._p.style = self._styles[style]
        text = paragraph.add_run(xml_lines(value.text))
        text.bold = value.strong or None
        if self._size < SIZES[0]:
            text.font.size = Pt(self._size)
        if value.below:
            text.add_break()
            paragraph.add_run(xml_lines(value.below)).font.size = Pt(self._size - 1)


def _within(wanted: list[float], least: list[float], room: float) -> list[float]:
    """Return widths that together are a room, none below its least where the least fit."""
    over = sum(wanted) - room
    spare = [max(0.0, want - need) for want, need in zip(wanted, least, strict=True)]
    if over <= 0 or sum(spare) == 0:
        return wanted
    return [want - over * each / sum(spare) for want, each in zip(wanted, spare, strict=True)]


def _repeat(row: _Row) -> None:
    """Mark a row as the heading, repeated on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def whole(row: _Row) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def _begin_together(table: WordTable) -> None:
    """Keep the heading with the first rows, so that no page ends with a heading alone."""
    for row in table.rows[: FIRST_ROWS + 1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _looks(table: WordTable, last: bool) -> None:
    """Say that the first row and the first column are headings, and the last row where it adds the others up."""
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    look = OxmlElement("w:tblLook")
    for name, value in (("val", "06E0" if last else "06A0"), ("firstRow", "1"), ("lastRow", str(int(last))),
                        ("firstColumn", "1"), ("lastColumn", "0"), ("noHBand", "1"), ("noVBand", "1")):  # fmt: skip
        look.set(qn(f"w:{name}"), value)
    properties.append(look)
