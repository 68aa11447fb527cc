"""What an option changes and on what evidence, as reports of sweeps say it: which of its changes are varied."""

from collections.abc import Sequence

from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.parts import Bullets, Medium, Paragraph, Part, Section, Table, only
from placesim.report.words.sources import (
    Said,
    change_cells,
    change_item,
    changes_columns,
    evidence_cited,
    interventions_in_words,
)

CHANGES = "Changes"
"""The sheet of the workbook."""


def changes_section(options: ComparisonStudy, varied: Sequence[int], where: str) -> Section:
    """Return the section on an option's changes.

    Args:
        options: the option at each value, as scenarios.
        varied: which changes are varied, counted from 0.
        where: the last value tried in words: the changes are told as they are there.
    """
    changes = interventions_in_words(options, options.scenarios[-1].scenario.name)
    reading = f"Changes are made in this order, each to what those before it left; as they are at {where}."
    points = tuple(change_item(said, "varied" if place in varied else "") for place, said in enumerate(changes))
    parts: tuple[Part, ...] = (
        Paragraph(reading, quiet=True),
        only(Medium.PAGE, Medium.DOCUMENT, parts=(Bullets(points),)),
        only(Medium.WORKBOOK, parts=(_table(changes, varied, where),)),
        *evidence_cited(said.sources for said in changes),
    )
    return Section("What the option changes, and on what evidence", "changes", parts, annex=True)


def _table(changes: Sequence[Said], varied: Sequence[int], where: str) -> Table:
    """Return each of the option's changes with its sources, one row each."""
    rows = tuple(change_cells(place + 1, said, place in varied) for place, said in enumerate(changes))
    caption = f"What the option changes, as it is at {where}"
    return Table(caption, changes_columns("Varied"), rows, widths=(1, 4, 1, 2, 3), sheet=CHANGES)
