"""Every format of a report, written in one place: page, document and workbook."""

from pathlib import Path

from placesim.report.paper.document import write_document
from placesim.report.paper.office import Drawings
from placesim.report.paper.page import write_page
from placesim.report.paper.parts import Report
from placesim.report.paper.workbook import write_workbook


def write_report(folder: Path, report: Report, template: bytes | None = None) -> None:
    """Write a report into a folder as report.html, report.docx and report.xlsx.

    Args:
        folder: where the files go.
        report: what they say.
        template: what a Word document holds whose styles, headers and footers the document takes.
    """
    drawings = Drawings()
    write_page(folder / "report.html", report)
    write_document(folder / "report.docx", report, template, drawings)
    write_workbook(folder / "report.xlsx", report, drawings)
