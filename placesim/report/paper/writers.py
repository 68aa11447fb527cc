"""Every format of a report, written in one place: page, document and workbook, or those of them that are asked for."""

from collections.abc import Callable, Sequence
from pathlib import Path

from placesim.report.paper.document import write_document
from placesim.report.paper.office import Drawings
from placesim.report.paper.page import write_page
from placesim.report.paper.parts import Medium, Report
from placesim.report.paper.workbook import write_workbook

ENDINGS = {Medium.PAGE: ".html", Medium.DOCUMENT: ".docx", Medium.WORKBOOK: ".xlsx"}
"""How the file of each format ends."""


def write_report(
    folder: Path, report: Callable[[], Report], media: Sequence[Medium], template: bytes | None = None
) -> None:
    """Write a report into a folder as report.html, report.docx and report.xlsx, or as those asked for.

    Args:
        folder: where the files go.
        report: makes what they say; not asked where none is to be written.
        media: what to write it as.
        template: what a Word document holds whose styles, headers and footers the document takes.
    """
    for ending, write in report_files(report, media, template).items():
        write(folder / f"report{ending}")


def report_beside(file: Path, ending: str) -> Path:
    """Return where a report about one file stands, beside it."""
    return file.with_name(f"{file.stem}_report{ending}")


def report_files(
    report: Callable[[], Report], media: Sequence[Medium], template: bytes | None = None
) -> dict[str, Callable[[Path], None]]:
    """Return what writes each file of a report, by the file's ending."""
    if not media:
        return {}
    made, drawings = report(), Drawings()
    writers: dict[Medium, Callable[[Path], None]] = {
        Medium.PAGE: lambda path: write_page(path, made),
        Medium.DOCUMENT: lambda path: write_document(path, made, template, drawings),
        Medium.WORKBOOK: lambda path: write_workbook(path, made, drawings),
    }
    return {ENDINGS[medium]: writers[medium] for medium in media}
