"""What a workbook holds of a report: its sheets with their tables and charts, and what the summary says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from placesim.report.paper.media import every_part, sections_in
from placesim.report.paper.office import xml_text
from placesim.report.paper.parts import (
    Answers,
    Bullets,
    Cell,
    Chart,
    Command,
    Facts,
    Finding,
    Medium,
    Paragraph,
    Part,
    Report,
    Section,
    Table,
)
from placesim.report.paper.workbook_captions import alone
from placesim.report.paper.workbook_tables import Grid, grid

SUMMARY, ABOUT = "Summary", "About this run"
AGAIN = "again"
"""Anchor of the section that says how the figures can be made again."""

FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
TAKEN = (SUMMARY, "History")
"""Names that no table's sheet can have: ours, and one that Excel keeps for itself."""

BESIDE_ROWS = 2
"""Rows that a table takes beside its caption and its own: its headings, and one left empty."""

PICTURE_COLUMNS = (66.0, 2.0, 66.0)
"""Widths of a sheet of charts, two abreast."""


@dataclass
class Sheet:
    """One sheet: tables below each other, then charts."""

    name: str
    tables: list[Table] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)

    @property
    def answers(self) -> str:
        """What the sheet answers, for the contents."""
        captions = dict.fromkeys(alone(table.caption) for table in self.tables if table.caption)
        drawn = [f"{len(self.charts)} chart{'s' * (len(self.charts) != 1)}"] if self.charts else []
        return "; ".join([*captions, *drawn])

    @property
    def rows(self) -> int:
        """Rows of all its tables."""
        return sum(len(table.rows) + bool(table.first) for table in self.tables)


def sheets_of(report: Report) -> list[Sheet]:
    """Return the sheets that have anything on them, in the order of the report, the last how it was made."""
    sheets: dict[str, Sheet] = {}
    for section in sections_in(Medium.WORKBOOK, report):
        for part in every_part(section.parts, Medium.WORKBOOK):
            if isinstance(part, Table | Chart) and part.sheet:
                name = sheet_name(part.sheet)
                sheet = sheets.setdefault(name.casefold(), Sheet(name))
                sheet.tables += [part] if isinstance(part, Table) else []
                sheet.charts += [part] if isinstance(part, Chart) else []
    about = sheets.pop(ABOUT.casefold(), Sheet(ABOUT))
    about.tables = [*_about(report), *about.tables]
    first = {sheet_name(name).casefold(): place for place, name in enumerate(report.sheets)}
    ordered = sorted(sheets, key=lambda name: first.get(name, len(first)))
    return [*(sheets[name] for name in ordered), *([about] if about.tables or about.charts else [])]


def sheet_name(name: str) -> str:
    """Return a name that a sheet may have."""
    allowed = FORBIDDEN.sub(" ", xml_text(name)).strip(" '")[:LONGEST_NAME].rstrip(" '") or "Sheet"
    return f"{allowed[: LONGEST_NAME - 2]} 2" if allowed.casefold() in map(str.casefold, TAKEN) else allowed


def _about(report: Report) -> Iterator[Table]:
    """Yield the facts of how the report was made, and tables that stand nowhere else."""
    for section in report.sections:
        if section.anchor != AGAIN:
            continue
        parts = list(every_part(section.parts, Medium.WORKBOOK))
        pairs = [pair for part in parts for pair in _pairs(part)]
        if pairs:
            rows = tuple((Cell(name), Cell(value)) for name, value in pairs)
            yield Table(section.title, ("What", "Value"), rows)
        yield from (part for part in parts if isinstance(part, Table) and not part.sheet)


def _pairs(part: Part) -> tuple[tuple[str, str], ...]:
    match part:
        case Facts():
            return part.pairs
        case Command():
            return (("Command", part.text),)
        case Paragraph():
            return (("How", part.text),)
    return ()


def summary_lines(report: Report) -> Iterator[tuple[str, str, bool]]:
    """Yield what the first sheet says: what a line is about, the line, and whether it stands out."""
    yield "Question", report.question, False
    if report.warning:
        yield "Know first", report.warning, True
    for part in every_part(report.lead, Medium.WORKBOOK):
        for text, strong in _said(part):
            yield "How to read", text, strong
    yield from ((name, value, False) for name, value in report.facts)
    for section in sections_in(Medium.WORKBOOK, report):
        if not section.annex and section.anchor != AGAIN:
            yield from _findings(section)


def _said(part: Part) -> Iterator[tuple[str, bool]]:
    match part:
        case Paragraph():
            yield part.text, False
        case Finding():
            yield part.text, True
        case Bullets():
            yield from ((item.text, False) for item in part.items)


def _findings(section: Section) -> Iterator[tuple[str, str, bool]]:
    """Yield what a section finds."""
    for part in every_part(section.parts, Medium.WORKBOOK):
        match part:
            case Finding():
                yield section.title, part.text, True
            case Answers():
                for answer in part.answers:
                    yield answer.question or section.title, answer.finding, True
                    yield from (("", sentence, False) for sentence in answer.sentences)


def layout(sheet: Sheet) -> tuple[list[Grid], tuple[float, ...]]:
    """Return the tables of a sheet, and how wide its columns must be for all of them."""
    grids = [grid(table) for table in sheet.tables]
    most = max((len(each.columns) for each in grids), default=0)
    widths = tuple(
        max(each.columns[place].width for each in grids if place < len(each.columns)) for place in range(most)
    )
    return grids, widths or PICTURE_COLUMNS


def named_cells(grids: Sequence[Grid], row: int, widths: Sequence[float]) -> dict[str, tuple[int, int]]:
    """Return where cells that formulas refer to by name stand, of tables below each other from a row on.

    Raises:
        ValueError: two cells of the sheet have the same name.
    """
    named: dict[str, tuple[int, int]] = {}
    for each in grids:
        row += len(each.caption_lines(widths))
        found = each.named(row)
        if both := named.keys() & found.keys():
            raise ValueError(f"two cells of one sheet are called {', '.join(sorted(both))}")
        named |= found
        row += each.rows + BESIDE_ROWS
    return named
