"""Rows of text parted by commas, semicolons or tabs: found under their headings, each with its line."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from placesim.returns.reading.refusals import refused
from placesim.returns.reading.tables import Table, heading, table_named, table_of

SEPARATORS = (",", ";", "\t", "|")
LINES_BEFORE_HEADINGS = 20
LINES_OF_ONE_ROW = 20
LONGEST_HEADINGS = 20_000
MANY_FIELDS = "it has more fields than there are headings; a comma is too many, or stands in text without quotes"
FEW_FIELDS = "it has fewer fields than there are headings; a comma is missing"
TRIMMED, PADDED = 0.2, 0.5
"""Share of a file's rows that must be short, or long, for that to be how the file is written and not a slip."""

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
    """Return the fields of a line; a quotation mark that is never closed is left out."""
    marks = line.count('"')
    if marks % 2:
        return line.replace('"', "").split(separator)
    if not marks:
        return line.split(separator)
    try:
        return next(csv.reader([line], delimiter=separator))
    except (csv.Error, StopIteration):
        return line.replace('"', "").split(separator)


def layouts(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Yield where headings may stand: the line, the separator, and the headings it would give."""
    for at, line in enumerate(lines[:LINES_BEFORE_HEADINGS]):
        if len(line) > LONGEST_HEADINGS:
            continue
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
        refuse_lacking(named, lines, file)
    return None


def refuse_lacking(table: Table, lines: list[str], file: str) -> None:
    """Refuse a file that is named as a table and lacks columns, by the line that comes nearest to being its headings.

    One that shares nothing but CHILD with the table is another, as the episodes of social workers are.
    """
    near = max(layouts(lines), key=lambda found: len(set(table.needed) & set(found[2])), default=(0, "", [""]))
    at, _, headings = near
    missing = [name for name in table.needed if name not in headings]
    if len(missing) == len(table.needed):
        raise refused(file, f"no headings; the first line of {table.name} needs {', '.join(table.needed)}")
    if set(table.needed) & set(headings) != {"CHILD"}:
        raise refused(file, f"no column {', '.join(missing)}; {table.name} needs {', '.join(table.needed)}", at + 1)


def rows_of(lines: list[str], layout: Layout) -> list[Row]:
    """Return the rows under the headings that hold anything, each with as many fields as there are headings."""
    rows, at = [], layout.at + 1
    while at < len(lines):
        fields, taken, wrong = row_at(lines, at, layout)
        if any(map(str.strip, fields)):
            rows.append(Row(at + 1, fields, wrong))
        at += taken
    return fitted(rows, len(layout.headings))


def fitted(rows: list[Row], width: int) -> list[Row]:
    """Return rows cut or filled to a width, and refuse those that have slipped by a field.

    Some programs leave out empty fields at the end, others end each row with a separator; in a file where few rows are
    so, a separator is missing or too many somewhere, and nobody can tell where.
    """
    trims = sum(len(row.fields) < width for row in rows) > TRIMMED * len(rows)
    pads = sum(len(row.fields) > width for row in rows) > PADDED * len(rows)
    return [row if len(row.fields) == width else refitted(row, width, trims, pads) for row in rows]


def refitted(row: Row, width: int, trims: bool, pads: bool) -> Row:
    """Return a row cut or filled to a width, with what is wrong with it."""
    missing = width - len(row.fields)
    if missing > 0:
        wrong = "" if trims and row.fields[-1].strip() else FEW_FIELDS
        return Row(row.line, row.fields + [""] * missing, row.wrong or wrong)
    wrong = "" if pads and not any(map(str.strip, row.fields[width:])) else MANY_FIELDS
    return Row(row.line, row.fields[:width], row.wrong or wrong)


def row_at(lines: list[str], at: int, layout: Layout) -> tuple[list[str], int, str]:
    """Return the fields of the row that begins on a line, how many lines it takes, and what is wrong with it.

    Text in quotes may go over several lines, where the row is whole with them and they are no rows themselves. A
    quotation mark that is never closed is left out where the fields are as many as the headings without it.
    """
    fields = fields_of(lines[at], layout.separator)
    if lines[at].count('"') % 2 == 0:
        return fields, 1, ""
    width = len(layout.headings)
    for taken in range(2, LINES_OF_ONE_ROW + 1):
        whole = lines[at : at + taken]
        if len(fields_of(whole[-1], layout.separator)) >= width:
            break
        if "".join(whole).count('"') % 2 == 0:
            joined = next(csv.reader([f"{line}\n" for line in whole], delimiter=layout.separator))
            return (joined, taken, "") if len(joined) == width else (fields, 1, OPEN_QUOTE)
    return fields, 1, "" if len(fields) == width else OPEN_QUOTE
