"""The document: a report as a board paper of few pages in the council's own styles, with annexes behind it."""

from collections.abc import Sequence
from pathlib import Path
from string import ascii_uppercase

from placesim.report.paper.document_parts import Paper
from placesim.report.paper.document_styles import readable_template
from placesim.report.paper.media import parts_in, sections_in
from placesim.report.paper.office import Drawings
from placesim.report.paper.parts import (
    Answers,
    Bullets,
    Chart,
    Charts,
    Command,
    Facts,
    Finding,
    Folded,
    Heading,
    Medium,
    Paragraph,
    Part,
    Report,
    Section,
    Table,
)

__all__ = ["readable_template", "write_document"]


def write_document(path: Path, report: Report, template: bytes | None = None, drawings: Drawings | None = None) -> None:
    """Write a report as a document: the sections of its first pages, then its annexes on pages of their own.

    Args:
        path: where to.
        report: what to write.
        template: what a .docx holds whose styles, headers and footers are kept; its text is not.
        drawings: pictures that another format of the report shares.
    """
    paper = Paper(report.title, report.SUBJECT, template, drawings or Drawings())
    _begin(paper, report)
    sections = sections_in(Medium.DOCUMENT, report)
    for section in sections:
        if not section.annex:
            paper.heading(section.title, 1)
            _parts(paper, section.parts, 1)
    _annexes(paper, [section for section in sections if section.annex])
    paper.save(path)


def _begin(paper: Paper, report: Report) -> None:
    paper.title(report.title, report.question)
    if report.warning:
        paper.finding(report.warning)
    _parts(paper, report.lead, 1)
    facts = [f"{name}: {value}" for name, value in report.facts]
    paper.small_print("; ".join([report.kind, *facts] if report.kind else facts))


def _annexes(paper: Paper, sections: Sequence[Section]) -> None:
    for place, section in enumerate(sections):
        paper.heading(f"Annex {_letters(place)}: {section.title}", 1, new_page=place == 0)
        _parts(paper, section.parts, 1)


def _letters(place: int) -> str:
    """Return the letters of an annex: A to Z, then AA, AB and so on."""
    before, letter = divmod(place, len(ascii_uppercase))
    return f"{_letters(before - 1) if before else ''}{ascii_uppercase[letter]}"


def _parts(paper: Paper, parts: tuple[Part, ...], level: int) -> None:
    """Write parts that stand under a heading of a level."""
    here = level
    for part in parts_in(Medium.DOCUMENT, parts):
        match part:
            case Heading():
                here = level + 1
                paper.heading(part.text, here)
            case Folded():
                paper.heading(part.title, here + 1)
                _parts(paper, part.parts, here + 1)
            case Answers():
                _answers(paper, part, here + 1)
            case _:
                _part(paper, part)


def _part(paper: Paper, part: Part) -> None:
    match part:
        case Paragraph():
            (paper.small_print if part.quiet else paper.say)(part.text)
        case Finding():
            paper.finding(part.text)
        case Bullets():
            paper.bullets(part.items)
        case Facts():
            paper.facts(part.pairs)
        case Command():
            paper.command(part.text)
        case Table():
            paper.table(part)
        case Chart():
            paper.charts((part,))
        case Charts():
            paper.charts(part.charts)


def _answers(paper: Paper, part: Answers, level: int) -> None:
    for answer in part.answers:
        if answer.question:
            paper.heading(answer.question, level)
        paper.finding(answer.finding)
        paper.points(answer.sentences)
        if answer.table:
            paper.table(answer.table)
