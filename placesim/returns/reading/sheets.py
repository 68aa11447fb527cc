"""The sheets of a council's returns: the files that are tables of it, as frames of cleaned text."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from placesim.config.faults import Fault, InputError
from placesim.returns.account import REJECTED
from placesim.returns.reading.decoding import text_of
from placesim.returns.reading.given_files import Given, GivenFile
from placesim.returns.reading.refusals import refused
from placesim.returns.reading.separated import Row, layout_of, lines_of, rows_of
from placesim.returns.reading.tables import EPISODES, TABLES, UASC, Table
from placesim.returns.reading.values import cleaned, over_uniques

MOST_LINES = 500_000
MOST_ROWS = 1_000_000
"""Lines of a file and rows of all files beyond which these are not one council's returns."""


@dataclass
class Sheets:
    """The rows of each table over all files, what was no table of it, and what could not be read at all.

    A frame of `tables` has the table's columns as cleaned text ('' where a file lacks one) and `file`, `table`, `line`,
    `fate` and `reason`, of which the last two are '' until a row's fate is decided.
    """

    tables: dict[str, pd.DataFrame]
    lacking: dict[str, set[str]]
    """Columns of the episodes that some files lack, and the files that do."""
    not_used: list[str]
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """The rows of one file under their headings."""

    file: str
    headings: list[str]
    rows: list[Row]

    def column(self, name: str) -> list[str]:
        """Return the text of each row in a column, '' where the file lacks it."""
        if name not in self.headings:
            return [""] * len(self.rows)
        at = self.headings.index(name)
        return [row.fields[at] for row in self.rows]


def read_sheets(given: Given) -> Sheets:
    """Return the sheets among the files that were given."""
    found: dict[str, list[Sheet]] = {table.name: [] for table in TABLES}
    sheets = Sheets({}, {}, list(given.passed_over), list(given.faults))
    for file in given.texts:
        try:
            add_sheet(file, found, sheets)
        except InputError as error:
            sheets.faults += error.faults
    if sum(len(sheet.rows) for table in found.values() for sheet in table) > MOST_ROWS:
        raise refused(given.texts[0].name, f"more than {MOST_ROWS:,} rows with the others; give one council's returns")
    sheets.tables |= {table.name: frame_of(found[table.name], table) for table in TABLES}
    return sheets


def add_sheet(file: GivenFile, found: dict[str, list[Sheet]], sheets: Sheets) -> None:
    """Add a file to the sheets of its table, or to those that are not used."""
    content = file.read()
    if max(content.count(b"\n"), content.count(b"\r")) > MOST_LINES:
        raise refused(file.name, f"more than {MOST_LINES:,} lines; no return has so many")
    lines = lines_of(text_of(content, file.name))
    layout = layout_of(lines, file.name)
    if layout is None:
        sheets.not_used.append(file.name)
        return
    sheet = Sheet(file.name, layout.headings, rows_of(lines, layout))
    found[layout.table.name].append(sheet)
    if not sheet.rows and layout.table.name != UASC:
        raise refused(file.name, "there is no row under the headings", layout.at + 1)
    if layout.table.name == EPISODES:
        for column in ("PLACE_PROVIDER", "CIN", "REASON_PLACE_CHANGE", "URN"):
            if column not in layout.headings:
                sheets.lacking.setdefault(column, set()).add(file.name)


def frame_of(sheets: list[Sheet], table: Table) -> pd.DataFrame:
    """Return the rows of a table's sheets as a frame of cleaned text."""
    rows = [row for sheet in sheets for row in sheet.rows]
    columns: dict[str, list[str]] = {
        name: [text for sheet in sheets for text in sheet.column(name)] for name in table.columns
    }
    told = {name: over_uniques(pd.Series(texts, dtype=object), cleaned) for name, texts in columns.items()}
    files = [sheet.file for sheet in sheets for _ in sheet.rows]
    return pd.DataFrame(told).assign(
        file=pd.Series(files, dtype=object),
        table=pd.Series([table.name] * len(rows), dtype=object),
        line=np.array([row.line for row in rows], dtype=np.int64),
        fate=pd.Series([REJECTED if row.wrong else "" for row in rows], dtype=object),
        reason=pd.Series([row.wrong for row in rows], dtype=object),
    )
