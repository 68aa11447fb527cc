"""The three reports of a comparison: a page, a workbook and a document, from the same figures and words."""

from pathlib import Path

from placesim.report.comparison.comparing import Comparing
from placesim.report.comparison.html import write_comparison_html
from placesim.report.office.excel import write_workbook
from placesim.report.office.word import readable_template, write_document


def require_template(template: Path) -> Path:
    """Return the template, known to be a Word document.

    Raises:
        InputError: it is none.
    """
    readable_template(template)
    return template


def write_reports(folder: Path, comparing: Comparing, template: Path | None = None) -> None:
    """Write report.html, report.xlsx and report.docx, the last in the styles of a template where one is given."""
    write_comparison_html(folder / "report.html", comparing)
    write_workbook(folder / "report.xlsx", comparing)
    write_document(folder / "report.docx", comparing, template)
