"""Ranges in a document: each is found where a number may stand, and its central value is put in its place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from placesim.config.faults import Fault
from placesim.config.problem import Path
from placesim.config.ranges.patches import with_value
from placesim.config.ranges.reading import Range, central, fractional, is_range, read_range
from placesim.config.schema import of_kind, schema_written, step_inside, takes_a_number, whole_schema
from placesim.config.yaml_files import Document

WHOLE_BY_DATE = {"places", "beds", "notice_days"}
"""Numbers that may change by date, and are whole on every date."""


@dataclass(frozen=True)
class PlacedRange:
    """A range that stands in a document in place of a number."""

    place: Path
    range: Range
    whole: bool = False
    """Whether only whole numbers are allowed there."""


@dataclass(frozen=True)
class Ranged:
    """A document with central values in place of its ranges, and the ranges."""

    document: Document
    ranges: tuple[PlacedRange, ...]
    faults: tuple[Fault, ...]

    def others(self, faults: list[Fault]) -> list[Fault]:
        """Return faults without what only follows from those of the ranges: what stands on the same line."""
        wrong = {(fault.file, fault.line) for fault in self.faults}
        return [fault for fault in faults if (fault.file, fault.line) not in wrong]


def ranged(document: Document, model: type[BaseModel]) -> Ranged:
    """Return a document without its ranges; the document itself is shared, and stays as it is."""
    values = document.values
    ranges: list[PlacedRange] = []
    faults: list[Fault] = []
    whole = whole_schema(model)
    for place, written in list(_written(document.values, whole, whole, ())):
        found, problems = read_range(written)
        faults += [_fault(document, place, problem.path, problem.message) for problem in problems]
        whole_number = is_whole(model, document.values, place)
        broken = list(fractional(written)) if found and whole_number else []
        faults += [_fault(document, place, problem.path, problem.message) for problem in broken]
        if found and whole_number and "value" not in written:
            found = replace(found, shape=replace(found.shape, value=float(round(found.shape.value))))
        number = found.shape.value if found else central(written)
        if number is not None:
            values = with_value(values, place, number)
        if found and not broken:
            ranges.append(PlacedRange(place, found, whole_number))
    return Ranged(replace(document, values=values), tuple(ranges), tuple(faults))


def is_whole(model: type[BaseModel], values: Any, place: Path) -> bool:
    """Tell whether only whole numbers are allowed at a place."""
    return schema_written(model, values, place).get("type") == "integer" or bool(WHOLE_BY_DATE & set(place[-3:]))


def _fault(document: Document, place: Path, within: Path, message: str) -> Fault:
    lacking = str(within[-1]) if message.startswith("missing") else ""
    return document.fault((*place, *within), message, lacking)


def _written(value: Any, schema: dict[str, Any], whole: dict[str, Any], place: Path) -> Iterator[tuple[Path, Any]]:
    """Yield every block that stands where a number may, and says how far the number is known."""
    schema = of_kind(schema, whole, value)
    if isinstance(value, dict) and takes_a_number(schema, whole) and is_range(value):
        yield place, value
        return
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, item in items:
        yield from _written(item, step_inside(schema, part), whole, (*place, part))
