"""Rows of text parted by commas, semicolons or tabs: found under their headings, each with its line."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from placesim.returns.reading.refusals import refused
from placesim.returns.reading.tables import Table, heading, table_named, table_of

SEPARATORS = (",", ";", "\t", "|")
LINES_BEFORE_HEADINGS = 20
LINES_OF_ONE_ROW = 20
MANY_FIELDS = "it has more fields than there are headings: a comma too many, or text with a comma that is not in quotes"
OPEN_QUOTE = "a quotation mark is opened and never closed"


@dataclass(frozen=True)
class Layout:
    """How a file is laid out: its table, its separator, its headings and where they stand (from 0)."""

    table: Table
    separator: str
    headings: list[str]
    at: int


@dataclass(frozen=True)
class Row:
    """A row as it stands: the line (from 1), its fields, and why it cannot be read ('' where it can)."""

    line: int
    fields: list[str]
    wrong: str = ""


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, ended as any system ends them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def fields_of(line: str, separator: str) -> list[str]:
    """Return the fields of a line."""
    if '"' not in line:
        return line.split(separator)
    try:
        return next(csv.reader([line], delimiter=separator))
    except (csv.Error, StopIteration):
        return line.replace('"', "").split(separator)


def layouts(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Yield where headings may stand: the line, the separator, and the headings it would give."""
    for at, line in enumerate(lines[:LINES_BEFORE_HEADINGS]):
        for separator in SEPARATORS:
            yield at, separator, [heading(field) for field in fields_of(line, separator)]


def layout_of(lines: list[str], file: str) -> Layout | None:
    """Return how a file is laid out; None where it is no table that is read.

    Raises:
        InputError: its name says that it is one that is read, but it lacks columns that it cannot do without.
    """
    for at, separator, headings in layouts(lines):
        table = table_of(headings)
        if table is not None:
            return Layout(table, separator, headings, at)
    named = table_named(file)
    if named is not None and any(line.strip() for line in lines):
        raise lacking(named, lines, file)
    return None


def lacking(table: Table, lines: list[str], file: str) -> Exception:
    """Return the error that says which columns a file lacks, by the line that comes nearest to being its headings."""
    at, _, headings = max(layouts(lines), key=lambda found: len(set(table.needed) & set(found[2])))
    missing = [name for name in table.needed if name not in headings]
    if len(missing) == len(table.needed):
        return refused(file, f"no headings; the first line of {table.name} needs {', '.join(table.needed)}")
    return refused(file, f"no column {', '.join(missing)}; {table.name} needs {', '.join(table.needed)}", at + 1)


def rows_of(lines: list[str], layout: Layout) -> Iterator[Row]:
    """Yield the rows under the headings that hold anything."""
    at, width = layout.at + 1, len(layout.headings)
    while at < len(lines):
        fields, taken, wrong = row_at(lines, at, layout)
        if any(map(str.strip, fields)):
            yield Row(at + 1, *fitted(fields, width, wrong))
        at += taken


def fitted(fields: list[str], width: int, wrong: str) -> tuple[list[str], str]:
    """Return fields cut or filled to the number of headings, and what is wrong with them."""
    if any(map(str.strip, fields[width:])):
        wrong = wrong or MANY_FIELDS
    return fields[:width] + [""] * (width - len(fields)), wrong


def row_at(lines: list[str], at: int, layout: Layout) -> tuple[list[str], int, str]:
    """Return the fields of the row that begins on a line, how many lines it takes, and what is wrong with it.

    A quotation mark that is never closed is left out where the fields are as many as the headings without it. Text in
    quotes may go over several lines, where the row is whole with them.
    """
    line, width = lines[at], len(layout.headings)
    if line.count('"') % 2 == 0:
        return fields_of(line, layout.separator), 1, ""
    plain = line.replace('"', "").split(layout.separator)
    if len(plain) >= width:
        return plain, 1, ""
    for taken in range(2, LINES_OF_ONE_ROW + 1):
        whole = "\n".join(lines[at : at + taken])
        if whole.count('"') % 2 == 0:
            fields = next(csv.reader([part + "\n" for part in whole.split("\n")], delimiter=layout.separator))
            return (fields, taken, "") if len(fields) == width else (plain, 1, OPEN_QUOTE)
    return plain, 1, OPEN_QUOTE
