"""What each format has of a report: parts that only some formats have are taken out of their wrapping."""

from collections.abc import Iterator

from placesim.report.paper.parts import Answers, Chart, Charts, Folded, Medium, Only, Part, Report, Section


def parts_in(medium: Medium, parts: tuple[Part, ...]) -> Iterator[Part]:
    """Yield the parts that a format has, those for some formats alone taken out of their wrapping."""
    for part in parts:
        if not isinstance(part, Only):
            yield part
        elif medium in part.media:
            yield from parts_in(medium, part.parts)


def sections_in(medium: Medium, report: Report) -> list[Section]:
    """Return the sections that have anything to say in a format."""
    return [section for section in report.sections if any(parts_in(medium, section.parts))]


def every_part(parts: tuple[Part, ...], medium: Medium) -> Iterator[Part]:
    """Yield every part that a format has, those within others too, in order."""
    for part in parts_in(medium, parts):
        yield part
        match part:
            case Folded():
                yield from every_part(part.parts, medium)
            case Charts():
                yield from every_part(part.charts, medium)
            case Chart():
                yield from part.behind
            case Answers():
                yield from (answer.table for answer in part.answers if answer.table)
