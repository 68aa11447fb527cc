"""Ranges in a document: each is found where a number may stand, and its central value is put in its place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from placesim.config.faults import Fault
from placesim.config.problem import Path
from placesim.config.ranges.reading import Range, central, is_range, read_range
from placesim.config.schema import resolved, step_inside, takes_a_number, whole_schema
from placesim.config.yaml_files import Document


@dataclass(frozen=True)
class PlacedRange:
    """A range that stands in a document in place of a number."""

    place: Path
    range: Range


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
        number = found.shape.value if found else central(written)
        if number is not None:
            values = with_value(values, place, number)
        if found:
            ranges.append(PlacedRange(place, found))
    return Ranged(replace(document, values=values), tuple(ranges), tuple(faults))


def _fault(document: Document, place: Path, within: Path, message: str) -> Fault:
    lacking = str(within[-1]) if message.startswith("missing") else ""
    return document.fault((*place, *within), message, lacking)


def _written(value: Any, schema: dict[str, Any], whole: dict[str, Any], place: Path) -> Iterator[tuple[Path, Any]]:
    """Yield every block that stands where a number may, and says how far the number is known."""
    schema = resolved(schema, whole)
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from _written(item, step_inside(schema, position), whole, (*place, position))
    elif isinstance(value, dict):
        if kind := schema.get("discriminator", {}).get("mapping", {}).get(_kind(value)):
            schema = resolved({"$ref": kind}, whole)
        if takes_a_number(schema, whole) and is_range(value):
            yield place, value
            return
        if schema.get("type") == "array":  # one in place of a list of one, as in a search
            schema = resolved(step_inside(schema, 0), whole)
        for key, item in value.items():
            yield from _written(item, step_inside(schema, key), whole, (*place, key))


def _kind(value: dict[Any, Any]) -> str:
    kind = value.get("kind")
    return kind if isinstance(kind, str) else ""


def value_at(values: Any, place: Path) -> Any:
    """Return what stands at a place."""
    for part in place:
        values = values[part]
    return values


def with_value(values: Any, place: Path, value: Any) -> Any:
    """Return values with another one at a place; what is not on the way there is shared."""
    if not place:
        return value
    first, *further = place
    changed: Any = list(values) if isinstance(values, list) else dict(values)
    changed[first] = with_value(values[first], tuple(further), value)
    return changed
