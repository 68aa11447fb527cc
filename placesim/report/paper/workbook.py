"""The workbook: every figure of a report in tables that people can filter, sort and copy; live only by our formulas."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from placesim.report.paper.formulas import Site
from placesim.report.paper.office import WRITTEN, Drawings, Picture, xml_lines, xml_text
from placesim.report.paper.parts import Chart, Report
from placesim.report.paper.workbook_captions import lines_of
from placesim.report.paper.workbook_contents import SUMMARY, Sheet, layout, named_cells, sheets_of, summary_lines
from placesim.report.paper.workbook_styles import FONT, Styles
from placesim.report.paper.workbook_tables import LONGEST, ROOM, Column, Grid, Value

TABLE_STYLE = "Table Style Light 9"
A3, A4 = 8, 9
NARROW = 125
"""Characters up to which a sheet is printed upright: more rows stand on a page."""

ROWS_OF_A_PAGE, NARROW_OF_MANY_ROWS = 45, 190
"""Rows from which a sheet would take several pages, and characters up to which it is then printed upright, smaller."""

WIDE = 200
"""Characters from which a sheet is printed on A3."""

CHARTS_OF_A_PAGE = 4
VERY_WIDE = 350
"""Characters from which a sheet is printed on two pages abreast, its first column on both."""

LINE = 13.5
"""Points that one line of text is high."""

HEADING_LINE = 12.75
"""Points of a line of a heading, as spreadsheets fit a row to these letters: no slack, its lines are few."""

HIGHEST = 400.0
"""Points that a row is high at most."""

PICTURE_WIDTH = 350.0
"""Points that a chart is wide at most on its sheet."""

DOTS_PER_POINT = 96 / 72
"""A spreadsheet counts 96 dots an inch."""


class Page:
    """One sheet being written, from top to bottom."""

    def __init__(self, workbook: Workbook, styles: Styles, sheet: Sheet, widths: Sequence[float]):
        self._styles, self._widths, self._row = styles, widths, 0
        self._name = sheet.name
        self._sheet = workbook.add_worksheet(sheet.name)
        self._sheet.hide_gridlines(2)
        tall = sheet.rows > ROWS_OF_A_PAGE or (sheet.charts and not sheet.rows)
        if sum(widths) > (NARROW_OF_MANY_ROWS if tall else NARROW):
            self._sheet.set_landscape()
        self._sheet.set_paper(A3 if sum(widths) > WIDE else A4)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self._sheet.fit_to_pages(
            2 if sum(widths) > VERY_WIDE else 1, int(sheet.rows == 0 < len(sheet.charts) <= CHARTS_OF_A_PAGE)
        )
        self._sheet.repeat_columns(0)
        self._sheet.set_footer("&L&A&RPage &P of &N")
        for place, width in enumerate(widths):
            self._sheet.set_column(place, place, width)

    def title(self, text: str) -> None:
        """Begin with a title."""
        self._sheet.set_row(0, 24)
        self._sheet.write_string(0, 0, xml_text(text), self._styles.title)
        self._row = 1

    def back(self) -> None:
        """Add the way back to the first sheet."""
        self._sheet.write_url(self._row, 0, f"internal:'{SUMMARY}'!A1", self._styles.link, "Back to summary")
        self._row += 1

    def line(self, about: str, text: str, strong: bool) -> None:
        """Add what a line is about, and the line beside it."""
        shown = xml_text(text)
        lines = max(lines_of(shown, self._widths[1] - ROOM), lines_of(about, self._widths[0] - ROOM))
        self._sheet.set_row(self._row, LINE * lines + 3)
        self._text(self._row, 0, xml_text(about), strong=True)
        self._text(self._row, 1, shown, strong)
        self._row += 1

    def space(self) -> None:
        """Leave a row empty."""
        self._row += 1

    def link(self, row: int, name: str) -> None:
        """Make the first cell of a row lead to a sheet."""
        quoted = name.replace("'", "''")
        self._sheet.write_url(row, 0, f"internal:'{quoted}'!A1", self._styles.link, name)

    def tables(self, grids: Sequence[Grid]) -> None:
        """Add tables below each other; the headings of the first stay in view, and on paper those of one alone."""
        named = named_cells(grids, self._row, self._widths)
        for place, each in enumerate(grids):
            for line in each.caption_lines(self._widths):
                self._sheet.write_string(self._row, 0, line, self._styles.note)
                self._row += 1
            top = self.table(each, filtered=len(grids) == 1 and not each.live, named=named)
            if place == 0:
                self._sheet.freeze_panes(top + 1, 1)
            if len(grids) == 1:
                self._sheet.repeat_rows(top)
            self.space()

    def table(self, table: Grid, filtered: bool, named: Mapping[str, tuple[int, int]]) -> int:
        """Add one table and return the row of its headings."""
        top, self._row = self._row, self._row + table.rows + 1
        site = table.site(top, named)
        headings = [
            {"header": each.heading, "header_format": self._styles.heading(each.numbers)} for each in table.columns
        ]
        for row in range(table.rows):
            self._sheet.set_row(top + 1 + row, min(HIGHEST, LINE * table.lines(row, self._widths)))
            for place, column in enumerate(table.columns):
                self._value(top + 1 + row, place, column.values[row], site)
        known = "".join(letter if letter.isalnum() else "_" for letter in self._name)
        options = {"columns": headings, "name": f"Table_{known}_{top}", "style": TABLE_STYLE, "autofilter": filtered}
        self._sheet.add_table(top, 0, top + max(1, table.rows), len(headings) - 1, options)
        self._sheet.set_row(top, HEADING_LINE * table.heading_lines(self._widths, filtered) + 1.5)
        return top

    def _value(self, row: int, place: int, value: Value, site: Site) -> None:
        if value.formula:
            written = site.written(value.formula, row, place)
            self._sheet.write_formula(row, place, written, self._styles.number(value.shown, value.strong), value.held)
            return
        match value.held:
            case None:
                return
            case str():
                self._text(row, place, value.held, value.strong, value.rag)
            case float():
                self._sheet.write_number(row, place, value.held, self._styles.number(value.shown, value.strong))
            case _:
                self._sheet.write_datetime(row, place, value.held, self._styles.number(value.shown, value.strong))

    def _text(self, row: int, place: int, text: str, strong: bool, rag: bool = False) -> None:
        if text:
            look = self._styles.rag(text, strong) if rag else self._styles.text(text, strong)
            self._sheet.write_string(row, place, text, look)

    def charts(self, charts: Sequence[Chart], drawings: Drawings, abreast: int) -> None:
        """Add charts, each under its finding."""
        for first in range(0, len(charts), abreast):
            some = [(chart, drawings.of(chart)) for chart in charts[first : first + abreast]]
            width = self._widths[0] - ROOM if abreast > 1 else float(LONGEST)
            above = LINE * max(lines_of(xml_text(chart.finding), width) for chart, _ in some) + 3
            highest = max(_scale(picture, above) * picture.height for _, picture in some)
            self._sheet.set_row(self._row, above + highest + 3)
            for place, (chart, picture) in enumerate(some):
                self._chart(2 * place, chart, picture, above, wraps=abreast > 1)
            self._row += 2

    def _chart(self, place: int, chart: Chart, picture: Picture, above: float, wraps: bool) -> None:
        """Add a chart and its finding in one cell, so that no page comes between them."""
        finding, scale = xml_text(chart.finding), _scale(picture, above)
        look = self._styles.text(finding, strong=True, wraps=wraps, indent=0)
        self._sheet.write_string(self._row, place, finding, look)
        options = {
            "image_data": BytesIO(picture.png),
            "x_scale": scale,
            "y_scale": scale,
            "y_offset": above * DOTS_PER_POINT,
            "description": xml_lines(chart.alternative),
            "object_position": 1,
        }
        self._sheet.insert_image(self._row, place, f"{chart.name}.png", options)


def _scale(picture: Picture, above: float) -> float:
    """Return how large a picture is on a sheet, against its drawing: within its column, and its row below a text."""
    return min(1.0, PICTURE_WIDTH / picture.width, (HIGHEST - above) / picture.height)


NOTHING_LIVE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
SUMMARY_WIDTHS = (30.0, 130.0, 9.0)


def write_workbook(path: Path, report: Report, drawings: Drawings | None = None) -> None:
    """Write a report's figures as a workbook; its pictures may be shared with another format."""
    sheets, drawings = sheets_of(report), drawings or Drawings()
    settings = {**NOTHING_LIVE, "default_format_properties": dict(FONT)}  # xlsxwriter adds to what it is given
    with Workbook(str(path), settings) as workbook:
        workbook.set_size(24_000, 14_000)
        title = xml_text(report.title)[:255]
        workbook.set_properties({"title": title, "subject": report.SUBJECT, "author": "placesim", "created": WRITTEN})
        styles = Styles(workbook)
        _summary(Page(workbook, styles, Sheet(SUMMARY), SUMMARY_WIDTHS), report, sheets)
        for sheet in sheets:
            _sheet(workbook, styles, sheet, drawings)


def _summary(page: Page, report: Report, sheets: list[Sheet]) -> None:
    """Write the first sheet: what the report finds, how to read it, and what stands on the others."""
    page.title(report.title)
    before = ""
    for about, text, strong in summary_lines(report):
        page.line("" if about == before else about, text, strong)
        before = about or before
    page.space()
    links = tuple(Value(sheet.name) for sheet in sheets)
    answers = tuple(Value(xml_text(sheet.answers)) for sheet in sheets)
    rows = tuple(Value(float(sheet.rows or len(sheet.charts)), "#,##0") for sheet in sheets)
    contents = zip(("Sheet", "What it holds", "Rows"), (links, answers, rows), SUMMARY_WIDTHS, strict=True)
    top = page.table(Grid("", tuple(Column(*each) for each in contents), len(sheets)), filtered=False, named={})
    for row, sheet in enumerate(sheets, top + 1):
        page.link(row, sheet.name)


def _sheet(workbook: Workbook, styles: Styles, sheet: Sheet, drawings: Drawings) -> None:
    grids, widths = layout(sheet)
    page = Page(workbook, styles, sheet, widths)
    page.title(sheet.name)
    page.back()
    page.tables(grids)
    page.charts(sheet.charts, drawings, abreast=1 if grids else 2)
