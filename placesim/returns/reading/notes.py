"""What the reader of an account must know and no single row tells: years, columns and files."""

from datetime import date

import pandas as pd

from placesim.returns.reading.joining import Span, missing_years
from placesim.returns.reading.names import shown
from placesim.returns.reading.sheets import Sheets
from placesim.returns.reading.years import label, last_day_of

SHOWN = 5


def notes_of_years(span: Span, tables: dict[str, pd.DataFrame], until: date | None) -> list[str]:
    """Return which returns were read, which are missing in between, and which were given but tell nothing."""
    read = ", ".join(map(label, span.years))
    given = {int(year) for rows in tables.values() for year in rows["year"].unique()} - {0, *span.years}
    later = {year for year in given if until is not None and last_day_of(year) > until}
    notes = [f"Returns read: {read}.", *missing_years(span)]
    notes += [f"Nothing that was given for {label(year)} could be used." for year in sorted(given - later)]
    return notes + [f"The return of {label(year)} was not in by {until}: left out." for year in sorted(later)]


def notes_of_files(sheets: Sheets) -> list[str]:
    """Return which files were not used, not readable, or lack a column."""
    notes = [
        f"No column {column} in {named(files)}: what it would tell is not known."
        for column, files in sheets.lacking.items()
    ]
    if sheets.not_used:
        notes.append(f"Not used, as they are neither episodes, header nor uasc: {named(sheets.not_used)}.")
    return [*notes, *(f"Not read: {fault}" for fault in sheets.faults)]


def named(files: list[str] | set[str]) -> str:
    """Return the names of a few files, and how many more there are, with nothing that a terminal would act on."""
    names = [shown(name) for name in sorted(files)]
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more:,} more" if more > 0 else "")
