"""The parts of a document: headings, findings, bullets, tables with repeating headings, pictures with captions."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from placesim.report.office.word_pictures import Picture
from placesim.report.office.word_styles import (
    BODY,
    BULLET,
    CAPTION,
    FINDING,
    HEADINGS,
    LOOKS,
    SMALL_PRINT,
    SUBTITLE,
    TABLE,
    TABLE_HEADING,
    TABLE_TEXT,
    TITLE,
    field,
    has_bullets,
    new_document,
)
from placesim.report.office.xml_text import xml_text
from placesim.report.tables import Cell, Table

FIRST_ROWS = 2
"""Rows that stand on the page of their table's heading."""

BELOW = Pt(7)
"""Size of what stands below a figure in a table."""


class Paper:
    """A document being written, part by part."""

    def __init__(self, title: str, subject: str, template: Path | None):
        self._document: WordDocument = new_document(template)
        self._ids = {style.name: style.style_id for style in self._document.styles if style.name in LOOKS}
        self._sign = "" if has_bullets(self._document) else "\N{BULLET} "
        self._tables = self._figures = 0
        core = self._document.core_properties
        core.title, core.subject, core.author, core.language = xml_text(title)[:255], subject, "placesim", "en-GB"
        core.comments = core.keywords = core.last_modified_by = ""
        core.created = core.modified = datetime.now(UTC).replace(tzinfo=None)

    def save(self, path: Path) -> None:
        """Write the document."""
        self._document.save(str(path))

    def title(self, text: str, below: str, warning: str = "") -> None:
        """Begin with a title, what stands below it, and what readers must know before all else."""
        self._add(text, TITLE)
        self._add(below, SUBTITLE)
        if warning:
            self.finding(warning)

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading."""
        self._add(text, HEADINGS[level - 1])

    def say(self, *texts: str) -> None:
        """Add paragraphs."""
        for text in texts:
            self._add(text)

    def finding(self, text: str) -> None:
        """Add a sentence that stands out."""
        self._add(text, FINDING)

    def small_print(self, text: str) -> None:
        """Add a remark."""
        self._add(text, SMALL_PRINT)

    def bullets(self, texts: Iterable[str]) -> None:
        """Add points, one below the other."""
        for text in texts:
            self._add(f"{self._sign}{text}", BULLET)

    def _add(self, text: str, style: str = BODY) -> Paragraph:
        paragraph = self._document.add_paragraph(xml_text(text))
        paragraph._p.style = self._ids[style]  # by id: looking each name up anew takes longer than all else
        return paragraph

    def _caption(self, kind: str, number: int, text: str) -> Paragraph:
        paragraph = self._add(kind, CAPTION)
        paragraph.add_run(" ")
        paragraph._p.append(field(f"SEQ {kind} \\* ARABIC", str(number)))
        paragraph.add_run(f". {xml_text(text)}")
        return paragraph

    def picture(self, picture: Picture) -> None:
        """Add a picture with what it shows in words, and its finding as a caption below it."""
        self._figures += 1
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        width = min(picture.width, self.room)
        shape = paragraph.add_run().add_picture(BytesIO(picture.png), width=width)
        shape._inline.docPr.set("descr", xml_text(picture.alternative))
        shape._inline.docPr.set("name", f"Figure {self._figures}")
        self._caption("Figure", self._figures, picture.finding)

    @property
    def room(self) -> Emu:
        """The width between the margins."""
        section = self._document.sections[-1]
        page, left, right = section.page_width, section.left_margin, section.right_margin
        return Emu((page or 7_560_000) - (left or 0) - (right or 0))

    def table(self, table: Table, widths: Sequence[float] = ()) -> None:
        """Add a table with its caption above it.

        Args:
            table: what it holds.
            widths: how wide columns are against each other; the first is wider than the others where not given.
        """
        self._tables += 1
        self._caption("Table", self._tables, table.caption).paragraph_format.keep_with_next = True
        made = self._document.add_table(rows=0, cols=len(table.columns))
        made.style = self._document.styles[TABLE]
        made.autofit = False
        shares = list(widths) or [2.6, *(1.0 for _ in table.columns[1:])]
        numbers = [place for place in range(1, len(table.columns)) if place not in table.words]
        self._row(made, [Cell(text) for text in table.columns], shares, numbers, TABLE_HEADING)
        for cells in (*([table.first] if table.first else []), *table.rows):
            self._row(made, cells, shares, numbers, TABLE_TEXT)
        if table.first:
            _stands_out(made.rows[1])
        for column, share in zip(made.columns, shares, strict=True):
            column.width = self._part(share, shares)
        _repeat(made.rows[0])
        _begin_together(made)
        _looks(made)
        self._document.add_paragraph().paragraph_format.space_after = Pt(2)

    def _part(self, share: float, shares: Sequence[float]) -> Emu:
        return Emu(int(self.room * share / sum(shares)))

    def _row(
        self, table: WordTable, cells: Sequence[Cell], shares: Sequence[float], numbers: Sequence[int], style: str
    ) -> None:
        row: _Row = table.add_row()  # type: ignore[no-untyped-call]
        _whole(row)
        for place, (cell, value) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = self._part(shares[place], shares)
            _fill(cell, value, self._ids[style], place in numbers)


def _fill(cell: _Cell, value: Cell, style_id: str, number: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style_id
    paragraph.add_run(xml_text(value.text))
    if value.below:
        paragraph.add_run().add_break()
        paragraph.add_run(xml_text(value.below)).font.size = BELOW
    if number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _stands_out(row: _Row) -> None:
    for cell in row.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _repeat(row: _Row) -> None:
    """Mark a row as the heading, repeated on each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _whole(row: _Row) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def _begin_together(table: WordTable) -> None:
    """Keep the heading with the first rows, so that no page ends with a heading alone."""
    for row in table.rows[: FIRST_ROWS + 1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _looks(table: WordTable) -> None:
    """Say that the first row and the first column are headings."""
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    look = OxmlElement("w:tblLook")
    for name, value in (("val", "06A0"), ("firstRow", "1"), ("lastRow", "0"), ("firstColumn", "1"), ("lastColumn", "0"),
                        ("noHBand", "1"), ("noVBand", "1")):  # fmt: skip
        look.set(qn(f"w:{name}"), value)
    properties.append(look)
