"""Reports: which of page, document and workbook a result is written as."""

from collections.abc import Iterable
from typing import Any

from placesim.api.wrong import wrong
from placesim.config.problem import shown
from placesim.report.paper.parts import Medium

Reports = str | Iterable[str]
"""`page`, `document`, `workbook`, or several of them; an empty list for none."""

EVERY: tuple[str, ...] = tuple(medium.value for medium in Medium)
"""What is written where nobody says otherwise."""


def reports_asked(reports: Any) -> tuple[Medium, ...]:
    """Return what a report is written as, each once and in the order in which they are always written.

    Raises:
        WrongInputError: there is no such report.
    """
    named = [reports] if isinstance(reports, str) or not isinstance(reports, Iterable) else list(reports)
    for each in named:
        if each not in EVERY:
            raise wrong("reports", f"should be among {', '.join(EVERY)}, or an empty list; found {shown(each)}")
    return tuple(medium for medium in Medium if medium in named)
