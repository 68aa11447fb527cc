"""The workbook: every figure of a report in tables that people can filter, sort and copy, and nothing live."""

from pathlib import Path

from xlsxwriter import Workbook

from placesim.report.paper.drawings import Drawings
from placesim.report.paper.parts import Report
from placesim.report.paper.reproducible import WRITTEN
from placesim.report.paper.workbook_contents import SUMMARY, Sheet, sheets_of, summary_lines
from placesim.report.paper.workbook_sheets import FONT, Page, Styles, layout
from placesim.report.paper.workbook_tables import Column, Grid, Value
from placesim.report.paper.xml_text import xml_text

NOTHING_LIVE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
SUMMARY_WIDTHS = (30.0, 130.0, 9.0)


def write_workbook(path: Path, report: Report, drawings: Drawings | None = None) -> None:
    """Write a report's figures as a workbook.

    Args:
        path: where to.
        report: what to write.
        drawings: pictures that another format of the report shares.
    """
    sheets, drawings = sheets_of(report), drawings or Drawings()
    settings = {**NOTHING_LIVE, "default_format_properties": dict(FONT)}  # xlsxwriter adds to what it is given
    with Workbook(str(path), settings) as workbook:
        workbook.set_size(24_000, 14_000)
        title = xml_text(report.title)[:255]
        workbook.set_properties({"title": title, "subject": report.SUBJECT, "author": "placesim", "created": WRITTEN})
        styles = Styles(workbook)
        _summary(Page(workbook, styles, SUMMARY, SUMMARY_WIDTHS), report, sheets)
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
    top = page.table(Grid("", tuple(Column(*each) for each in contents), len(sheets)), filtered=False)
    for row, sheet in enumerate(sheets, top + 1):
        page.link(row, sheet.name)


def _sheet(workbook: Workbook, styles: Styles, sheet: Sheet, drawings: Drawings) -> None:
    grids, widths = layout(sheet)
    page = Page(workbook, styles, sheet.name, widths)
    page.title(sheet.name)
    page.back()
    page.tables(grids)
    page.charts(sheet.charts, drawings, abreast=1 if grids else 2)
