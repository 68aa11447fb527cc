"""The schema of a model, walked along the places of its faults."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from placesim.config.yaml_files import inside

Place = tuple[str | int, ...]


def as_written(values: Any, loc: Place) -> Place:
    """Leave out of a place what pydantic adds to it: the kind of a union, and the mark of a key."""
    written: Place = ()
    here: Any = values
    kind_passed: Any = None
    for part in loc:
        if isinstance(here, dict) and here.get("kind") == part and here is not kind_passed:
            kind_passed = here
        elif part != "[key]":
            written = (*written, part)
            here = inside(here, part)
    return written


def schema_at(model: type[BaseModel], place: Place) -> dict[str, Any]:
    """Return the schema of what stands at a place, as pydantic names places; empty where it allows nothing."""
    whole = whole_schema(model)
    here = whole
    for part in place:
        here = step_inside(resolved(here, whole), part)
    return resolved(here, whole)


def resolved(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """Follow references, and what may also be null, to the schema itself."""
    while "$ref" in schema or "anyOf" in schema:
        if "$ref" in schema:
            schema = whole["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
        else:
            schema = next(option for option in schema["anyOf"] if option.get("type") != "null")
    return schema


def step_inside(schema: dict[str, Any], part: str | int) -> dict[str, Any]:
    """Return the schema one step down: of a key, of a kind, of a list's items or of any value of a block."""
    if part in schema.get("properties", {}):
        inside = schema["properties"][part]
    elif part in schema.get("discriminator", {}).get("mapping", {}):
        inside = {"$ref": schema["discriminator"]["mapping"][part]}
    else:
        named = next(iter(schema.get("patternProperties", {}).values()), None)
        inside = schema.get("items") or schema.get("additionalProperties") or named
    return inside if isinstance(inside, dict) else {}


def takes_a_number(schema: dict[str, Any], whole: dict[str, Any]) -> bool:
    """Tell whether a number may stand at a place: as such, or as the one value of what may change by date."""
    if schema.get("type") == "array":
        schema = resolved(step_inside(schema, 0), whole)
        schema = resolved(schema.get("properties", {}).get("value", {}), whole)
    return schema.get("type") in ("number", "integer")


def schema_written(model: type[BaseModel], values: Any, place: Place) -> dict[str, Any]:
    """Return the schema of what stands at a place of a file, kinds told by what the file says."""
    whole = whole_schema(model)
    schema = whole
    for part in place:
        schema = step_inside(of_kind(schema, whole, values), part)
        values = inside(values, part)
    return of_kind(schema, whole, values)


def of_kind(schema: dict[str, Any], whole: dict[str, Any], value: Any) -> dict[str, Any]:
    """Return the schema of a value itself: of the kind that it says, and of one where a list of one may stand."""
    schema = resolved(schema, whole)
    if isinstance(value, dict):
        kind = value.get("kind")
        kinds = schema.get("discriminator", {}).get("mapping", {})
        if isinstance(kind, str) and kind in kinds:
            return resolved({"$ref": kinds[kind]}, whole)
        if schema.get("type") == "array" and not takes_a_number(schema, whole):
            return of_kind(step_inside(schema, 0), whole, value)
    return schema


@cache
def whole_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return everything that a model allows, as JSON schema."""
    return model.model_json_schema()
