"""Evidence: the figures that configurations cite, read from the CSV files of an evidence folder."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placesim.config.values import ASSUMPTION


@dataclass(frozen=True)
class Figure:
    """One figure of the evidence: what it is, its value, and where it stands."""

    evidence_id: str
    quantity: str
    value: str
    where: str
    confidence: str


def read_evidence(folder: Path) -> dict[str, Figure]:
    """Return every figure in the folder's CSV files that have an `id` column, by id.

    Raises:
        ValueError: an id stands twice, or a file is not readable as UTF-8 text.
    """
    figures: dict[str, Figure] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if "id" not in (rows.fieldnames or ()):
                continue
            for row in rows:
                figure = _figure(row)
                if figure.evidence_id in figures:
                    raise ValueError(f"{path.name}: evidence id {figure.evidence_id!r} stands twice")
                figures[figure.evidence_id] = figure
    return figures


def _figure(row: dict[str, Any]) -> Figure:
    where = [row.get(column) or "" for column in ("document", "section_page", "source", "year", "as_at")]
    value = " ".join(part for part in (row.get("value") or "", row.get("unit") or "") if part not in ("", "-"))
    quantity = row.get("quantity") or row.get("issue") or row.get("inconsistency") or ""
    return Figure(row["id"], quantity, value, ", ".join(part for part in where if part), row.get("confidence") or "")


def sources_in(block: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], tuple[str, ...]]]:
    """Return every `source` in a configuration's plain values, with the path of the block it stands in."""
    found = []
    if isinstance(block, dict):
        for key, value in block.items():
            if key == "source" and value:
                found.append((path, (value,) if isinstance(value, str) else tuple(value)))
            else:
                found += sources_in(value, (*path, key))
    elif isinstance(block, list | tuple):
        for place, value in enumerate(block):
            found += sources_in(value, (*path, place))
    return found


def is_assumption(source: str) -> bool:
    """Tell an assumption from an evidence id."""
    return source.startswith(ASSUMPTION)
