"""The sheets of a council's returns: the files that are tables of it, as frames of cleaned text."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from placesim.config.faults import Fault, InputError
from placesim.returns.account import REJECTED
from placesim.returns.reading.decoding import text_of
from placesim.returns.reading.given_files import Given, GivenFile
from placesim.returns.reading.separated import Layout, Row, layout_of, lines_of, rows_of
from placesim.returns.reading.tables import EPISODES, HEADER, TABLES, UASC
from placesim.returns.reading.values import cleaned, over_uniques


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


def read_sheets(given: Given) -> Sheets:
    """Return the sheets among the files that were given."""
    found: dict[str, list[pd.DataFrame]] = {EPISODES: [], HEADER: [], UASC: []}
    sheets = Sheets({}, {}, list(given.passed_over), list(given.faults))
    for file in given.texts:
        try:
            add_sheet(file, found, sheets)
        except InputError as error:
            sheets.faults += error.faults
    for table in TABLES:
        frames = found[table.name]
        sheets.tables[table.name] = (
            pd.concat(frames, ignore_index=True) if frames else frame_of([], table.columns, "", table.name)
        )
    return sheets


def add_sheet(file: GivenFile, found: dict[str, list[pd.DataFrame]], sheets: Sheets) -> None:
    """Add a file to the frames of its table, or to those that are not used."""
    lines = lines_of(text_of(file.read(), file.name))
    layout = layout_of(lines, file.name)
    if layout is None:
        sheets.not_used.append(file.name)
        return
    table = layout.table
    found[table.name].append(frame(rows_of(lines, layout), layout, file.name))
    if table.name == EPISODES:
        for column in ("PLACE_PROVIDER", "CIN", "REASON_PLACE_CHANGE", "URN"):
            if column not in layout.headings:
                sheets.lacking.setdefault(column, set()).add(file.name)


def frame(rows: Iterable[Row], layout: Layout, file: str) -> pd.DataFrame:
    """Return the rows of a sheet as a frame of cleaned text."""
    return frame_of(list(rows), layout.table.columns, file, layout.table.name, layout.headings)


def frame_of(
    rows: list[Row], columns: tuple[str, ...], file: str, table: str, headings: Iterable[str] = ()
) -> pd.DataFrame:
    """Return rows as a frame with the columns of a table; those that have no heading hold ''."""
    where = {name: at for at, name in reversed(list(enumerate(headings)))}  # the first of two that are alike
    texts = {
        name: pd.Series([row.fields[where[name]] if name in where else "" for row in rows], dtype=object)
        for name in columns
    }
    told = pd.DataFrame({name: over_uniques(values, cleaned) for name, values in texts.items()})
    wrong = np.array([row.wrong for row in rows], dtype=object)
    return told.assign(
        file=pd.Series([file] * len(rows), dtype=object),
        table=pd.Series([table] * len(rows), dtype=object),
        line=np.array([row.line for row in rows], dtype=np.int64),
        fate=pd.Series([REJECTED if text else "" for text in wrong], dtype=object),
        reason=pd.Series(list(wrong), dtype=object),
    )
