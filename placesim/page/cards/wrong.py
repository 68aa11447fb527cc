"""Wrong: the faults of a what-if, each beside the field that it is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from placesim.config.faults import Fault
from placesim.config.text import day_text

ITEM = "item "

ISO_DAY = re.compile(r"(?<![`:] )(?<![-\w'\"`])\d{4}-\d\d-\d\d(?![-\w'\"`])")
"""A date that a sentence names, not one quoted as a file has it."""

YEARS = {"1096": 3, "3653": 10, "6575": 18, "7305": 20}
LIMIT = re.compile(rf"must be ({'|'.join(YEARS)}) or less")
"""A limit of days that is one of whole years."""


@dataclass(frozen=True)
class Wrong:
    """The faults of one intervention: where within it, and what to do."""

    found: tuple[tuple[str, str], ...]

    @property
    def all(self) -> list[str]:
        """What to do, of every fault."""
        return [message for _, message in self.found]

    def of(self, name: str, names: Sequence[str]) -> str:
        """Return the faults that are about one field; empty where there is none.

        Args:
            name: the field's.
            names: those of all fields; a fault within what is one field here is told beside it.
        """
        return "; ".join(message for where, message in self.found if _about(where, names) == name)

    def others(self, names: Sequence[str]) -> list[str]:
        """Return the faults that are about no single field."""
        return [message for where, message in self.found if not _about(where, names)]


def wrong_at(faults: Sequence[Fault], place: int, path: Path | None) -> Wrong:
    """Return the faults of one intervention of a what-if's own text, counted from 0."""
    start = f"interventions.{ITEM}{place + 1}"
    own = [fault for fault in faults if path is None or fault.file == str(path)]
    here = [fault for fault in own if fault.field == start or fault.field.startswith(f"{start}.")]
    return Wrong(tuple((_within(fault.field[len(start) + 1 :]), as_shown(fault.message)) for fault in here))


def as_shown(message: str) -> str:
    """Return a fault with its dates as the page writes them; what is quoted from a file stays."""
    plain = ISO_DAY.sub(lambda found: _day(found[0]), message)
    return LIMIT.sub(lambda found: f"{found[0]} ({YEARS[found[1]]} years)", plain)


def _day(written: str) -> str:
    try:
        return day_text(date.fromisoformat(written))
    except ValueError:  # no day of the calendar
        return written


def _within(field: str) -> str:
    """Return a place as forms spell it: positions counted from 0."""
    parts = [
        str(int(part[len(ITEM) :]) - 1) if part[len(ITEM) :].isdecimal() and part.startswith(ITEM) else part
        for part in field.split(".")
    ]
    return ".".join(parts)


def _about(where: str, names: Sequence[str]) -> str:
    """Return the field that a fault is about; empty where it is about none of them alone."""
    parts = where.split(".")
    inside = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next((name for name in inside if name in names), "")
