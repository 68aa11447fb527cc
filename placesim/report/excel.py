"""The workbook of a comparison: real tables with frozen headings, and nothing that a name could bring to life."""

from collections.abc import Sequence
from datetime import date
from math import ceil, isnan
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from placesim.report.comparing import Comparing
from placesim.report.options import Options
from placesim.report.sheets import CHANGE, MONTH, ONE, POUNDS, SHARE, WHOLE, Column, Sheet, Value
from placesim.report.sheets_of_months import homes_sheet, saving_sheet
from placesim.report.sheets_of_options import differences_sheet, options_sheet
from placesim.report.sheets_of_words import (
    about_sheet,
    assumptions_sheet,
    definitions_sheet,
    evidence_sheet,
    interventions_sheet,
)
from placesim.report.sheets_of_years import arrivals_sheet, children_sheet, spend_sheet
from placesim.report.wording import plain

SHEETS = (
    options_sheet,
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
NOTHING_LIVE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FONT = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
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

LINE = 15.0
"""Points that one line of text is high."""

LETTERS = 1.05
"""Letters that fit into one unit of a column's width, on average."""

LONGEST = 32_767
"""Characters that a cell holds."""

COULD_BE_A_FORMULA = ("=", "+", "-", "@")
"""Texts that begin so are marked as text, lest a spreadsheet reads them anew when the cell is edited."""


def write_workbook(path: Path, comparing: Comparing) -> None:
    """Write report.xlsx: every figure of a comparison in tables that people can filter, sort and copy."""
    options = Options(comparing)
    sheets = [make(options) for make in SHEETS]
    title = plain(f"{comparing.council.name}: options compared")
    with Workbook(str(path), NOTHING_LIVE) as workbook:
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
        "Spend is what placements cost, in cash. Staff, one-off costs, capital and allowances after care are not in it.",
    ]


class Book:
    """A workbook being written: its formats, and how a sheet is laid out."""

    def __init__(self, workbook: Workbook):
        self._workbook = workbook
        self._numbers = {kind: self._format(num_format=shown) for kind, shown in NUMBERS.items()}
        self._text = self._format(text_wrap=True)
        self._shielded = self._format(text_wrap=True, quote_prefix=True)
        self._heading = self._format(text_wrap=True, bold=True, font_color="#FFFFFF", bg_color=DARK)
        self._title = self._format(bold=True, font_size=16, font_color=INK)
        self._note = self._format(font_color=SOFT)
        self._link = self._format(font_color=LINK, underline=1)

    def _format(self, **properties: object) -> Format:
        return self._workbook.add_format({**FONT, **properties})

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
        lines = (sheet.answers, *sheet.notes)
        page, top = self._page(sheet.name, sheet.name, lines, sheet.columns), len(lines) + 2
        page.write_url(top - 1, 0, f"internal:'{CONTENTS}'!A1", self._link, "Back to contents")
        for row, values in enumerate(sheet.rows):
            page.set_row(top + 1 + row, LINE * _lines(values, sheet.columns))
            for column, value in enumerate(values):
                self._cell(page, top + 1 + row, column, value, sheet.kind(row, column))
        self._table(page, top, len(sheet.rows), sheet.columns, sheet.name)
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
        page.write_string(0, 0, plain(title), self._title)
        for row, line in enumerate(lines, 1):
            page.write_string(row, 0, plain(line), self._note)
        return page

    def _table(self, page: Worksheet, top: int, rows: int, columns: Sequence[Column], name: str) -> None:
        headings = [{"header": column.heading, "header_format": self._heading} for column in columns]
        settings = {"columns": headings, "name": name.replace(" ", "_"), "style": TABLE_STYLE}
        page.add_table(top, 0, top + rows, len(columns) - 1, settings)
        # a filter's button takes some room of its own
        page.set_row(top, LINE * max(_wraps(f"{column.heading} ...", column.width - 2) for column in columns))
        page.repeat_rows(top)

    def _cell(self, page: Worksheet, row: int, column: int, value: Value, kind: str) -> None:
        if isinstance(value, str):
            text = plain(value)[:LONGEST]
            page.write_string(row, column, text, self._shielded if text.startswith(COULD_BE_A_FORMULA) else self._text)
        elif isinstance(value, date):
            page.write_datetime(row, column, value, self._numbers[kind])
        elif value is not None and not isnan(value):
            page.write_number(row, column, value, self._numbers.get(kind, self._text))


def _lines(values: Sequence[Value], columns: Sequence[Column]) -> int:
    """Return how many lines the longest text of a row takes."""
    texts = zip(values, columns, strict=True)
    return max((_wraps(value, column.width) for value, column in texts if isinstance(value, str)), default=1)


def _wraps(text: str, width: float) -> int:
    """Return how many lines a text takes in a column; words are broken where they do not fit."""
    return max(1, ceil(len(text) / (width * LETTERS) + (0.15 if len(text) > width else 0)))
