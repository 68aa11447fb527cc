"""What the reader of an account must know and no single row tells: years, columns and files."""

from placesim.returns.reading.joining import Span, missing_years
from placesim.returns.reading.sheets import Sheets
from placesim.returns.reading.years import label

SHOWN = 5


def notes_of_years(span: Span) -> list[str]:
    """Return which returns were read and which are missing in between."""
    read = ", ".join(map(label, span.years))
    return [f"Returns read: {read}.", *missing_years(span)]


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
    names = [plain(name) for name in sorted(files)]
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more:,} more" if more > 0 else "")


def plain(name: str) -> str:
    """Return a file's name without letters that cannot be shown."""
    return "".join(letter if letter.isprintable() else " " for letter in name)
