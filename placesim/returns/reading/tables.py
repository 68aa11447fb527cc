"""Which table of the return a file is, by its headings, and which columns of it are read."""

import re
from dataclasses import dataclass

EPISODES, HEADER, UASC = "episodes", "header", "uasc"


@dataclass(frozen=True)
class Table:
    """A table that is read: the columns it cannot do without, and those that are read where they stand."""

    name: str
    needed: tuple[str, ...]
    wanted: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        return self.needed + self.wanted


WHERE_AND_WHEN = ("LA", "YEAR")
TABLES = (
    Table(
        EPISODES,
        ("CHILD", "DECOM", "RNE", "LS", "PLACE", "DEC", "REC"),
        ("CIN", "PLACE_PROVIDER", "REASON_PLACE_CHANGE", "URN", "PL_LOCATION", "PL_LA", "HOME_LA", *WHERE_AND_WHEN),
    ),
    Table(UASC, ("CHILD", "DUC"), WHERE_AND_WHEN),
    Table(HEADER, ("CHILD", "SEX", "DOB"), ("UASC_STATUS", *WHERE_AND_WHEN)),
)
"""The tables that are read; the first whose needed columns a file has is the one it is."""

OTHER_SPELLINGS = {
    "CHILD_ID": "CHILD",
    "CHILDID": "CHILD",
    "CHILD_IDENTIFIER": "CHILD",
    "GENDER": "SEX",
    "DATE_OF_BIRTH": "DOB",
    "LEGAL_STATUS": "LS",
    "PLACEMENT": "PLACE",
    "PLACEMENT_TYPE": "PLACE",
    "PLACEMENT_PROVIDER": "PLACE_PROVIDER",
    "PROVIDER": "PLACE_PROVIDER",
    "REASON_FOR_PLACE_CHANGE": "REASON_PLACE_CHANGE",
    "REASON_PLACEMENT_CHANGE": "REASON_PLACE_CHANGE",
    "REASONPLACECHANGE": "REASON_PLACE_CHANGE",
    "PLACEPROVIDER": "PLACE_PROVIDER",
    "UASC": "UASC_STATUS",
}
"""Headings that councils' own extracts carry, and the return's spelling."""


def heading(text: str) -> str:
    """Return a heading in the return's spelling: capitals, words joined by underscores."""
    plain = re.sub(r"[^A-Z0-9]+", "_", text.upper()).strip("_")
    return OTHER_SPELLINGS.get(plain, plain)


def table_of(headings: list[str]) -> Table | None:
    """Return the table that has these headings; None where it is none that is read."""
    return next((table for table in TABLES if set(table.needed) <= set(headings)), None)


def table_named(file: str) -> Table | None:
    """Return the table that a file's name tells of."""
    name = re.split(r"[/\\]", file)[-1].lower()
    return next((table for table in TABLES if table.name.removesuffix("s") in name), None)
