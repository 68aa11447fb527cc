"""What the reader of an account must know and no single row tells: years, columns and files."""

import re
from datetime import date

import pandas as pd

from placesim.returns.reading.joining import Span, missing_years
from placesim.returns.reading.names import shown
from placesim.returns.reading.sheets import Sheets
from placesim.returns.reading.tables import HEADER
from placesim.returns.reading.years import label, last_day_of

SHOWN, MANY = 5, 50
"""Names that are listed of files that are as they should be, and of those that may be a mistake."""

OTHER_TABLES = re.compile(r"review|oc[23]|ad1|adopt|perm|missing|sw_?ep|social|dolo")
"""Names of the tables of a return that are not used."""


def notes_of_years(span: Span, tables: dict[str, pd.DataFrame], until: date | None) -> list[str]:
    """Return which returns were read, which are missing in between, and which were given but tell nothing."""
    read = ", ".join(map(label, span.years))
    given = {int(year) for rows in tables.values() for year in rows["year"].unique()} - {0, *span.years}
    later = {year for year in given if until is not None and last_day_of(year) > until}
    notes = [f"Returns read: {read}.", *missing_years(span)]
    notes += [f"Nothing that was given for {label(year)} could be used." for year in sorted(given - later)]
    headed = {int(year) for year in tables[HEADER]["year"].unique()}
    notes += [
        f"The return of {label(year)} has no header that could be read: of its episodes only those of children whom "
        "another return's header names are kept."
        for year in sorted(set(span.years) - headed)
        if headed - {0}  # merged files may have one header for all years
    ]
    return notes + [f"The return of {label(year)} was not in by {until}: left out." for year in sorted(later)]


def notes_of_files(sheets: Sheets) -> list[str]:
    """Return which files were not used, not readable, or lack a column."""
    others = [name for name in sheets.not_used if OTHER_TABLES.search(name.lower().rpartition("/")[2])]
    unknown = sorted(set(sheets.not_used) - set(others))
    notes = [
        f"No column {column} in {named(files, SHOWN)}: what it would tell is not known."
        for column, files in sheets.lacking.items()
    ]
    if others:
        notes.append(f"Other tables of the return are not used: {named(others, SHOWN)}.")
    if unknown:
        notes.append(f"Not used, as they are neither episodes, header nor uasc: {named(unknown, MANY)}.")
    return [*notes, *(f"Not read: {fault}" for fault in sheets.faults)]


def named(files: list[str] | set[str], most: int) -> str:
    """Return the names of so many files at most, and how many more there are."""
    names = [shown(name) for name in sorted(files)]
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")
