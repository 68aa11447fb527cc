"""Evidence: the figures that configurations cite, read from the CSV files of an evidence folder."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.problem import near, shown, some
from placesim.config.tables import Table
from placesim.config.values import ASSUMPTION, EVIDENCE_ID, FITTED, SOURCE
from placesim.config.yaml_files import Document

ID = "id"

SPREADSHEETS = {".csv", ".tsv", ".xls", ".xlsx", ".ods"}
"""Files that someone may take for evidence tables; of these only CSV files with an `id` column are read."""


@dataclass(frozen=True)
class Figure:
    """One figure of the evidence: what it is, its value, and where it stands."""

    evidence_id: str
    quantity: str
    value: str
    where: str
    confidence: str


def read_evidence(folder: Path, files: InputFiles) -> dict[str, Figure]:
    """Return every figure in the folder's CSV files that have an `id` column, by id.

    Raises:
        InputError: an id stands twice, rows are uneven, or a file is not a CSV table in UTF-8.
    """
    return files.once(("evidence", folder), lambda: _figures_in(folder, files))


def _figures_in(folder: Path, files: InputFiles) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for path in sorted(folder.glob("*.csv")):
        for line, figure in _figures(path, files):
            name = figure.evidence_id
            if name in figures:
                raise InputError([Fault(str(path), line, "id", f"evidence id {name!r} stands twice; renumber one")])
            figures[name] = figure
    return figures


def _figures(path: Path, files: InputFiles) -> Iterator[tuple[int, Figure]]:
    """Yield the figures of a table, each with its line; none if the table has no `id` column."""
    table = Table(path, files)
    if ID in table.headings:
        yield from ((line, _figure(row)) for line, row in table.rows() if row[ID])


def _unread(folder: Path, files: InputFiles) -> list[str]:
    """Return the names of tables in a folder that are not read as evidence."""
    tables = sorted(path for path in folder.iterdir() if path.suffix.lower() in SPREADSHEETS)
    return [path.name for path in tables if path.suffix != ".csv" or ID not in Table(path, files).headings]


def _figure(row: Mapping[str, str]) -> Figure:
    where = [row.get(column) or "" for column in ("document", "section_page", "source", "year", "as_at")]
    value = " ".join(part for part in (row.get("value") or "", row.get("unit") or "") if part not in ("", "-"))
    quantity = row.get("quantity") or row.get("issue") or row.get("inconsistency") or ""
    return Figure(row[ID], quantity, value, ", ".join(part for part in where if part), row.get("confidence") or "")


def sources_in(block: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], tuple[str, ...]]]:
    """Return every `source` in a configuration's plain values, with the path of the block it stands in."""
    if isinstance(block, list | tuple):
        return [found for place, value in enumerate(block) for found in sources_in(value, (*path, place))]
    found = []
    for key, value in block.items() if isinstance(block, dict) else ():
        items = (value,) if isinstance(value, str) else value
        if key == "source" and isinstance(items, list | tuple) and all(isinstance(item, str) for item in items):
            found.append((path, tuple(items)))
        else:
            found += sources_in(value, (*path, key))
    return found


def is_assumption(source: str) -> bool:
    """Tell an assumption from an evidence id and from what was fitted."""
    return source.startswith(ASSUMPTION)


def is_fitted(source: str) -> bool:
    """Tell what was fitted to a council's own return from an evidence id and from an assumption."""
    return source.startswith(FITTED)


def evidence_folder(document: Document, otherwise: Path | None = None) -> Path | None:
    """Return the folder of evidence that a document names, or else the one that stands in for it."""
    named = document.values.get("evidence")
    return document.path.parent / named if isinstance(named, str) else otherwise


def evidence_faults(document: Document, files: InputFiles, otherwise: Path | None = None) -> list[Fault]:
    """Return a fault for each evidence id in a document that its evidence folder does not hold.

    Args:
        document: what cites the evidence.
        files: what the command has read already.
        otherwise: the folder to look in where the document names none.
    """
    folder = evidence_folder(document, otherwise)
    known: dict[str, Figure] = {}
    unread: list[str] = []
    if folder is not None:
        try:
            if not folder.is_dir():
                named = shown(document.values.get("evidence"))
                message = f"no such folder: {named}; it is looked for beside {document.path.name}"
                return [document.fault(("evidence",), message)]
            known = read_evidence(folder, files)
            unread = _unread(folder, files)
        except OSError as error:
            return [document.fault(("evidence",), f"cannot be read ({error.strerror}); check the folder's name")]
        except InputError as error:
            return error.faults
    return [
        document.fault((*path, "source", place), _unknown_id(item, known, unread, folder))
        for path, items in sources_in(document.values)
        for place, item in enumerate(items)
        if EVIDENCE_ID.fullmatch(item) and item not in known
    ]


def _unknown_id(item: str, known: Collection[str], unread: list[str], folder: Any) -> str:
    if folder is None:
        return f"evidence id {item!r} without a folder of evidence; add `evidence: folder`, or say 'assumption: why'"
    meant = near(item, [name for name in known if EVIDENCE_ID.fullmatch(name)])
    skipped = f"; not read, as no CSV with a column `{ID}`: {some(unread, most=4)}" if unread else ""
    return f"unknown evidence id {item!r}; " + (f"did you mean {meant!r}?" if meant else f"give {SOURCE}") + skipped
