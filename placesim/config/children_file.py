"""The file of children in care on the start date: read into the configuration, and never echoed in a message."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from placesim.config.children import ListedChild
from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.tables import Table
from placesim.config.yaml_files import Document

BLOCK, KEY = "children_in_care", "file"


@dataclass(frozen=True)
class ChildrenFile:
    """A table of children and the line on which each child stands."""

    path: Path
    rows: list[dict[str, Any]]
    lines: list[int]


def with_children(document: Document, files: InputFiles) -> tuple[Document, ChildrenFile | None]:
    """Return the document with `children_in_care.file` replaced by the children that the file lists.

    Raises:
        InputError: the file is missing or not a table with the columns of a listed child.
    """
    block = document.values.get(BLOCK)
    if not isinstance(block, dict) or KEY not in block:
        return document, None
    name = block[KEY]
    if "children" in block:
        raise InputError([document.fault((BLOCK, KEY), "give `children` or `file`, not both; take one out")])
    if not isinstance(name, str) or Path(name).suffix.lower() != ".csv":
        raise InputError(
            [document.fault((BLOCK, KEY), "should name a .csv file, as found from the folder of this one")]
        )
    try:
        table = _read(document.path.parent / name, files)
    except InputError as error:
        where = "it is looked for beside the configuration"
        raise InputError(
            [
                fault if fault.line else document.fault((BLOCK, KEY), f"{name}: {fault.message}; {where}")
                for fault in error.faults
            ]
        ) from None
    return replace(document, values=_replaced(document.values, table)), table


def without_children_file(document: Document) -> Document:
    """Return the document as if it named no file of children, so that all else can still be checked."""
    return replace(document, values=_replaced(document.values, None))


def _replaced(values: dict[str, Any], table: ChildrenFile | None) -> dict[str, Any]:
    block = {key: value for key, value in values[BLOCK].items() if key != KEY}
    return {**values, BLOCK: {**block, "children": table.rows} if table else block}


def _read(path: Path, files: InputFiles) -> ChildrenFile:
    table = Table(path, files)
    table.refuse_other_separators()
    _require_columns(path, table.headings)
    rows = table.rows()
    if not rows:
        message = "no child below the first line; add a line for each child, or take the file out of the configuration"
        raise InputError([Fault(str(path), 1, "", message)])
    return ChildrenFile(path, [dict(row) for _, row in rows], [line for line, _ in rows])


def _require_columns(path: Path, found: tuple[str, ...]) -> None:
    wanted = list(ListedChild.model_fields)
    missing = [column for column in wanted if column not in found]
    if missing or len(found) > len(wanted):
        # a file without a heading has a child in its first line: what was found is not said
        fault = f"lacks {', '.join(missing)}" if missing else "has more columns than it should"
        message = f"the first line {fault}; it names the columns, and they are exactly {','.join(wanted)}"
        raise InputError([Fault(str(path), 1, "", message)])
