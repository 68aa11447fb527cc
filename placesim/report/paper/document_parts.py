"""The parts of a document: headings, findings, bullets, tables, pictures with captions."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Emu, Pt, Twips
from docx.table import _Row
from docx.text.paragraph import Paragraph

from placesim.report.paper.document_styles import (
    BODY,
    BULLET,
    CAPTION,
    FINDING,
    HEADINGS,
    LOOKS,
    SMALL_PRINT,
    SUBTITLE,
    TABLE_TEXT,
    TITLE,
    field,
    has_bullets,
    new_document,
)
from placesim.report.paper.document_tables import PaperTable, fitting, whole
from placesim.report.paper.office import WRITTEN, Drawings, Picture, write_reproducible, xml_text
from placesim.report.paper.parts import Chart, Item, Table

AS_DRAWN = 0.85
"""Size at which a picture alone is printed, against that of its drawing: its letters are small print then."""

SMALLEST = 0.6
"""Size below which the letters of a picture cannot be read on paper."""

MOST_ABREAST = 3
GUTTER = Pt(11)
"""What a cell's own margins take of its width, 5.4 points on either side: a wider picture is cut at the right."""

HIGHEST = Cm(6.5)
"""Height of the page that a picture leaves to margins and caption."""

INDENT = Cm(0.63)
NO_BORDERS = "".join(f'<w:{side} w:val="nil"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))


class Paper:
    """A document being written, part by part."""

    def __init__(self, title: str, subject: str, template: bytes | None, drawings: Drawings):
        self._document: WordDocument = new_document(template)
        self._drawings = drawings
        self._ids = {style.name: style.style_id for style in self._document.styles if style.name in LOOKS}
        self._sign = "" if has_bullets(self._document) else "\N{BULLET} "
        self._tables = self._figures = 0
        core = self._document.core_properties
        core.title, core.subject, core.author, core.language = xml_text(title)[:255], subject, "placesim", "en-GB"
        core.comments = core.keywords = core.last_modified_by = ""
        core.created = core.modified = WRITTEN

    def save(self, path: Path) -> None:
        """Write the document, the same bytes for the same report."""
        archive = BytesIO()
        self._document.save(archive)
        write_reproducible(path, archive.getvalue())

    def title(self, text: str, below: str) -> None:
        """Begin with a title and what stands below it."""
        self._add(text, TITLE)
        if below:
            self._add(below, SUBTITLE)

    def heading(self, text: str, level: int, new_page: bool = False) -> None:
        """Add a heading; those of the lowest level have none below them."""
        heading = self._add(text, HEADINGS[min(level, len(HEADINGS)) - 1])
        if new_page:
            heading.paragraph_format.page_break_before = True

    def say(self, text: str) -> None:
        """Add a paragraph."""
        self._add(text)

    def finding(self, text: str) -> None:
        """Add a sentence that stands out."""
        self._add(text, FINDING)

    def small_print(self, text: str) -> None:
        """Add a remark."""
        if text:
            self._add(text, SMALL_PRINT)

    def points(self, texts: Iterable[str]) -> None:
        """Add points that are plain text."""
        self.bullets(Item(text) for text in texts)

    def bullets(self, items: Iterable[Item], depth: int = 0) -> None:
        """Add points, one below the other, and theirs below them further in."""
        for item in items:
            point = self._add("", BULLET)
            point.add_run(self._sign)
            if item.tag:
                point.add_run(f"{xml_text(item.tag)}: ").bold = True
            point.add_run(xml_text(item.text))
            if depth:
                point.paragraph_format.left_indent = Emu(INDENT * (depth + 1))
            self.bullets(item.items, depth + 1)

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Add names and values, a line each."""
        for name, value in pairs:
            line = self._add("", TABLE_TEXT)
            line.add_run(f"{xml_text(name)}: ").bold = True
            line.add_run(xml_text(value))

    def command(self, text: str) -> None:
        """Add what can be typed at a command line."""
        for line in text.splitlines():
            self._add("", SMALL_PRINT).add_run(xml_text(line)).font.name = "Courier New"

    def table(self, table: Table) -> None:
        """Add a table with its caption above it; one that is too wide for the page in several pieces."""
        for place, (piece, size) in enumerate(fitting(table, self._room)):
            self._tables += 1
            caption = f"{table.caption} (continued)" if place else table.caption
            self._caption("Table", self._tables, caption).paragraph_format.keep_with_next = True
            PaperTable(self._document, self._ids, piece, size, self._room)
            self._document.add_paragraph().paragraph_format.line_spacing = Pt(4)

    def charts(self, charts: Sequence[Chart]) -> None:
        """Add charts, as many abreast as can be read, with their findings as captions and what is to note on them."""
        pictures = [(chart, self._drawings.of(chart)) for chart in charts]
        widest = max((picture.width for _, picture in pictures), default=1.0)
        most = max(1, min(MOST_ABREAST, int(self._room.pt / (widest * SMALLEST))))
        first = self._figures + 1
        if min(len(pictures), most) < 2:
            for chart, picture in pictures:
                paragraph = self._document.add_paragraph()
                paragraph.paragraph_format.keep_with_next = True
                self._picture(paragraph, chart, picture, Emu(Pt(picture.width * AS_DRAWN)))
                self._caption("Figure", self._figures, chart.finding)
        else:
            rows = -(-len(pictures) // most)
            self._abreast(pictures, -(-len(pictures) // rows))
        if len({chart.note for chart in charts}) == 1:
            self.small_print(charts[0].note)
            return
        for number, chart in enumerate(charts, first):
            self.small_print(f"Figure {number}: {chart.note}" if chart.note else "")

    def _abreast(self, pictures: Sequence[tuple[Chart, Picture]], count: int) -> None:
        """Add pictures side by side, each over its caption, in a table that nobody sees."""
        width = Emu(Twips(self._room.twips // count))
        table = self._document.add_table(rows=0, cols=count)
        for column in table.columns:
            column.width = width
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{NO_BORDERS}</w:tblBorders>"))
        for place, (chart, picture) in enumerate(pictures):
            if place % count == 0:
                row: _Row = table.add_row()
                whole(row)
            cell = row.cells[place % count]
            cell.width = width
            self._picture(cell.paragraphs[0], chart, picture, Emu(width - GUTTER))
            caption = self._caption("Figure", self._figures, chart.finding)
            cell._tc.append(caption._p)
        self._document.add_paragraph().paragraph_format.line_spacing = Pt(4)

    def _picture(self, paragraph: Paragraph, chart: Chart, picture: Picture, width: Emu) -> None:
        """Add a picture with what it shows in words, no larger than the page allows."""
        self._figures += 1
        paragraph.paragraph_format.space_after = Pt(0)
        highest = (self._document.sections[-1].page_height or Cm(29.7)) - HIGHEST
        width = Emu(int(min(width, self._room, highest * picture.width / picture.height)))
        shape = paragraph.add_run().add_picture(BytesIO(picture.png), width=width)
        for side in "TBLR":  # LibreOffice else keeps 9 points free left of a picture, and cuts as much at its right
            shape._inline.set(f"dist{side}", "0")
        shape._inline.docPr.set("descr", xml_text(chart.alternative))
        shape._inline.docPr.set("name", f"Figure {self._figures}")

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

    @property
    def _room(self) -> Emu:
        """The width between the margins."""
        section = self._document.sections[-1]
        page, left, right = section.page_width, section.left_margin, section.right_margin
        return Emu((page or 7_560_000) - (left or 0) - (right or 0))
