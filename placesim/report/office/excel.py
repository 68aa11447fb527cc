"""The workbook of a comparison: real tables with frozen headings, and nothing that a name could bring to life."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import isnan
from pathlib import Path
from textwrap import wrap

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from placesim.report.comparison.comparing import Comparing
from placesim.report.comparison.options import Options
from placesim.report.comparison.verdict import NOT_COUNTED
from placesim.report.office.sheets import CHANGE, MONTH, ONE, POUNDS, SHARE, TEXT, WHOLE, Column, Sheet, Value
from placesim.report.office.sheets_of_months import homes_sheet, saving_sheet
from placesim.report.office.sheets_of_options import differences_sheet, options_children_sheet, options_money_sheet
from placesim.report.office.sheets_of_words import (
    about_sheet,
    assumptions_sheet,
    definitions_sheet,
    evidence_sheet,
    interventions_sheet,
)
from placesim.report.office.sheets_of_years import arrivals_sheet, children_sheet, spend_sheet
from placesim.report.office.xml_text import xml_text

SHEETS = (
    options_money_sheet,
    options_children_sheet,
    spend_sheet,
    children_sheet,
    saving_sheet,
    homes_sheet,
    arrivals_sheet,
    interventions_sheet,
    differences_sheet,
    assumptions_sheet,
    evidence_sheet,
    definitions_sheet,
    about_sheet,
)
CONTENTS = "Contents"
FONT = {"font_name": "Arial", "font_size": 10}
NOTHING_LIVE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
SETTINGS = {**NOTHING_LIVE, "default_format_properties": FONT}
NUMBERS = {
    POUNDS: "£#,##0;-£#,##0",
    SHARE: "0.0%",
    ONE: "#,##0.0",
    WHOLE: "#,##0",
    POUNDS + CHANGE: "+£#,##0;-£#,##0;£0",
    SHARE + CHANGE: "+0.0%;-0.0%;0.0%",
    ONE + CHANGE: "+#,##0.00;-#,##0.00;0.0",
    WHOLE + CHANGE: "+#,##0;-#,##0;0",
    MONTH: "mmm yyyy",
}
DARK, INK, SOFT, LINK = "#1B4F72", "#1B2733", "#3D4852", "#0563C1"
TABLE_STYLE = "Table Style Light 9"
A3, A4 = 8, 9
WIDE = 200
"""Characters from which a sheet is printed on A3."""

LINE = 13.5
"""Points that one line of text is high."""

LETTERS = 1.12
"""Letters of running text that fit into one unit of a column's width, which is that of a digit."""

ROOM = 2.0
"""Width that a cell's text does not fill: the space on both sides of it."""

BUTTON = 3.0
"""Width of the button that filters a column."""

LONGEST = 32_767
"""Characters that a cell holds."""

LONGEST_HEADING = 240
"""Characters of a heading: a table takes 255."""

COULD_BE_A_FORMULA = ("=", "+", "-", "@")
"""Texts that begin so are marked as text, lest a spreadsheet reads them anew when the cell is edited."""


def write_workbook(path: Path, comparing: Comparing) -> None:
    """Write report.xlsx: every figure of a comparison in tables that people can filter, sort and copy."""
    options = Options(comparing)
    sheets = [make(options) for make in SHEETS]
    title = xml_text(f"{comparing.council.name}: options compared")
    with Workbook(str(path), SETTINGS) as workbook:
        workbook.set_size(24_000, 14_000)
        workbook.set_properties({"title": title, "subject": "Placement sufficiency", "author": "placesim"})
        book = Book(workbook)
        book.contents(title, how_to_read(options), sheets)
        for sheet in sheets:
            if sheet.rows:
                book.sheet(sheet)


def how_to_read(options: Options) -> list[str]:
    """Return what every reader of the figures should know, a line each."""
    count = len(options.names)
    return [
        f"{count} scenario{'s' * (count != 1)} against the baseline (today carried forward), {options.start} to "
        f"{options.end}; {options.futures:,} simulated futures of each, with the same luck in every scenario.",
        "A difference is scenario less baseline: below zero is less spend, fewer children, fewer nights.",
        "Low and high are the 95% interval of a mean: how well it is known. p10 and p90 are the range of futures: "
        "8 in 10 futures lie between them.",
        "An empty cell: there is no such figure, or none that would be honest; the column Note says why.",
        NOT_COUNTED,
    ]


class Book:
    """A workbook being written: its formats, and how a sheet is laid out."""

    def __init__(self, workbook: Workbook):
        self._workbook = workbook
        self._numbers = {kind: self._format(num_format=shown) for kind, shown in NUMBERS.items()}
        self._text = self._format(text_wrap=True, align="left", indent=1)
        self._shielded = self._format(text_wrap=True, align="left", indent=1, quote_prefix=True)
        self._heading = self._format(text_wrap=True, bold=True, font_color="#FFFFFF", bg_color=DARK)
        self._title = self._format(bold=True, font_size=16, font_color=INK)
        self._note = self._format(font_color=SOFT)
        self._link = self._format(font_color=LINK, underline=1)

    def _format(self, **properties: object) -> Format:
        return self._workbook.add_format({**FONT, "valign": "top", **properties})

    def contents(self, title: str, lines: Sequence[str], sheets: Sequence[Sheet]) -> None:
        """Write the first sheet: how to read the workbook, and a link to each of the others."""
        columns = (Column("Sheet", width=26), Column("What it answers", width=100), Column("Rows", WHOLE, 10))
        page, top = self._page(CONTENTS, title, lines, columns), len(lines) + 2
        for row, sheet in enumerate(sheets, top + 1):
            if sheet.rows:
                page.write_url(row, 0, f"internal:'{sheet.name}'!A1", self._link, sheet.name)
            else:
                page.write_string(row, 0, sheet.name, self._text)
            page.write_string(row, 1, sheet.answers if sheet.rows else f"{sheet.answers} {sheet.empty}", self._text)
            page.write_number(row, 2, len(sheet.rows), self._numbers[WHOLE])
        self._table(page, top, len(sheets), columns, CONTENTS)
        page.freeze_panes(top + 1, 0)

    def sheet(self, sheet: Sheet) -> None:
        """Write one sheet."""
        lines, columns = (sheet.answers, *sheet.notes), fitting(sheet)
        page, top = self._page(sheet.name, sheet.name, lines, columns), len(lines) + 2
        page.write_url(top - 1, 0, f"internal:'{CONTENTS}'!A1", self._link, "Back to contents")
        texts = [place for place, column in enumerate(columns) if column.kind == TEXT]
        for row, values in enumerate(sheet.rows):
            page.set_row(top + 1 + row, LINE * max(_lines(values[place], columns[place]) for place in texts))
            for place, value in enumerate(values):
                self._cell(page, top + 1 + row, place, value, sheet.kind(row, place))
        self._table(page, top, len(sheet.rows), columns, sheet.name)
        page.freeze_panes(top + 1, sheet.kept)

    def _page(self, name: str, title: str, lines: Sequence[str], columns: Sequence[Column]) -> Worksheet:
        page = self._workbook.add_worksheet(name)
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(A3 if sum(column.width for column in columns) > WIDE else A4)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.set_footer("&L&A&RPage &P of &N")
        for place, column in enumerate(columns):
            page.set_column(place, place, column.width)
        page.set_row(0, 24)
        page.write_string(0, 0, xml_text(title), self._title)
        for row, line in enumerate(lines, 1):
            page.write_string(row, 0, xml_text(line), self._note)
        return page

    def _table(self, page: Worksheet, top: int, rows: int, columns: Sequence[Column], name: str) -> None:
        headings = [{"header": column.heading, "header_format": self._heading} for column in columns]
        known = "".join(letter if letter.isalnum() else "_" for letter in name)
        page.add_table(top, 0, top + rows, len(columns) - 1, {"columns": headings, "name": known, "style": TABLE_STYLE})
        page.set_row(top, LINE * max(_wraps(column.heading, column.width - BUTTON) for column in columns) + 3)
        page.repeat_rows(top)

    def _cell(self, page: Worksheet, row: int, column: int, value: Value, kind: str) -> None:
        if isinstance(value, str):
            text = xml_text(value)[:LONGEST]
            page.write_string(row, column, text, self._shielded if text.startswith(COULD_BE_A_FORMULA) else self._text)
        elif isinstance(value, date):
            page.write_datetime(row, column, value, self._numbers[kind])
        elif value is not None and not isnan(value):
            page.write_number(row, column, value, self._numbers[kind])


def fitting(sheet: Sheet) -> list[Column]:
    """Return columns under headings of their own; those of words no wider than their longest text."""
    columns = []
    for place, column in enumerate(_told_apart(sheet.columns)):
        texts = [str(values[place]) for values in sheet.rows] if column.kind == TEXT else []
        longest = max(map(len, [*texts, *(f"{word}..." for word in column.heading.split())]), default=0) + ROOM
        columns.append(replace(column, width=min(column.width, max(longest, 9.0))) if texts else column)
    return columns


def _told_apart(columns: Sequence[Column]) -> list[Column]:
    """Number headings that are the same: a table must not have the same twice, and labels may be alike."""
    seen: dict[str, int] = {}
    told = []
    for column in columns:
        heading = xml_text(column.heading)[:LONGEST_HEADING]
        count = seen[heading.casefold()] = seen.get(heading.casefold(), 0) + 1
        told.append(replace(column, heading=heading if count == 1 else f"{heading} ({count})"))
    return told


def _lines(value: Value, column: Column) -> int:
    return _wraps(value, column.width - ROOM) if isinstance(value, str) else 1


def _wraps(text: str, width: float) -> int:
    """Return how many lines a text takes in a width."""
    letters = max(1, int(width * LETTERS))
    return 1 if len(text) <= letters else len(wrap(text, letters))
