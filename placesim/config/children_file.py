"""Files of children: read into the configuration, and never echoed in a message."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from placesim.config.children import ListedChild
from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.re_entry import LeftBefore
from placesim.config.tables import Table
from placesim.config.values import Frozen
from placesim.config.yaml_files import Document

KEY = "file"

LISTS: dict[str, tuple[str, type[Frozen]]] = {
    "children_in_care": ("children", ListedChild),
    "re_entry": ("left_before", LeftBefore),
}
"""The blocks that may name a file of children in place of a list: the list's name, and what it says of each child."""


@dataclass(frozen=True)
class ChildrenFile:
    """A table of children and the line on which each child stands."""

    block: str
    """The block of the configuration that names it."""
    path: Path
    rows: list[dict[str, Any]]
    lines: list[int]

    @property
    def place(self) -> tuple[str, str]:
        """Where the children stand in the configuration."""
        return self.block, LISTS[self.block][0]


def with_children(document: Document, files: InputFiles) -> tuple[Document, tuple[ChildrenFile, ...]]:
    """Return the document with the files of children that it names replaced by the children they list, and the files.

    Raises:
        InputError: a file is missing or not a table with the columns of its children.
    """
    tables: list[ChildrenFile] = []
    faults: list[Fault] = []
    for block in _naming(document):
        try:
            tables.append(_table(document, block, files))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return replace(document, values=_replaced(document.values, tables)), tuple(tables)


def without_children_files(document: Document) -> Document:
    """Return the document as if it named no file of children, so that all else can still be checked."""
    return replace(document, values=_replaced(document.values, []))


def _naming(document: Document) -> Iterator[str]:
    """Yield the blocks that name a file of children."""
    for block in LISTS:
        values = document.values.get(block)
        if isinstance(values, dict) and KEY in values:
            yield block


def _table(document: Document, block: str, files: InputFiles) -> ChildrenFile:
    name, (listed, _) = document.values[block][KEY], LISTS[block]
    if listed in document.values[block]:
        raise InputError([document.fault((block, KEY), f"give `{listed}` or `file`, not both; take one out")])
    if not isinstance(name, str) or Path(name).suffix.lower() != ".csv":
        raise InputError(
            [document.fault((block, KEY), "should name a .csv file, as found from the folder of this one")]
        )
    try:
        return _read(block, document.path.parent / name, files)
    except InputError as error:
        where = "it is looked for beside the configuration"
        raise InputError(
            [
                fault if fault.line else document.fault((block, KEY), f"{name}: {fault.message}; {where}")
                for fault in error.faults
            ]
        ) from None


def _replaced(values: dict[str, Any], tables: list[ChildrenFile]) -> dict[str, Any]:
    """Return values in which no block names a file of children: what was read stands in its place."""
    rows = {table.place: table.rows for table in tables}
    found = dict(values)
    for block, (listed, _) in LISTS.items():
        if isinstance(values.get(block), dict):
            found[block] = {key: value for key, value in values[block].items() if key != KEY}
            if (block, listed) in rows:
                found[block][listed] = rows[block, listed]
    return found


def _read(block: str, path: Path, files: InputFiles) -> ChildrenFile:
    table = Table(path, files)
    table.refuse_other_separators()
    _require_columns(path, table.headings, list(LISTS[block][1].model_fields))
    rows = table.rows()
    if not rows:
        message = "no child below the first line; add a line for each child, or take the file out of the configuration"
        raise InputError([Fault(str(path), 1, "", message)])
    return ChildrenFile(block, path, [dict(row) for _, row in rows], [line for line, _ in rows])


def _require_columns(path: Path, found: tuple[str, ...], wanted: list[str]) -> None:
    missing = [column for column in wanted if column not in found]
    if missing or len(found) > len(wanted):
        # a file without a heading has a child in its first line: what was found is not said
        fault = f"lacks {', '.join(missing)}" if missing else "has more columns than it should"
        message = f"the first line {fault}; it names the columns, and they are exactly {','.join(wanted)}"
        raise InputError([Fault(str(path), 1, "", message)])
