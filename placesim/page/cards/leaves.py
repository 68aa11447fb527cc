"""Leaves: every value that an intervention may have by its schema, each with what the file says of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from placesim.config.reference import KINDS, kind_of
from placesim.config.schema import resolved, step_inside, takes_a_number, whole_schema
from placesim.page.cards.layout import Place

MODELS: dict[str, type[BaseModel]] = {kind_of(model): model for model in KINDS}
"""The class of each kind of intervention."""


@dataclass(frozen=True)
class Leaf:
    """One value that an intervention may have."""

    place: Place
    """Within the intervention: keys, and positions of lists."""
    what: str
    """`number`, `date`, `truth`, `choice` (of `schema["enum"]`), `names`, `sources` or `text`."""
    schema: dict[str, Any]
    told: str
    """What its field's docstring says."""
    default: Any
    """What the schema takes where it is left out; None where it takes nothing."""
    written: Any
    """What the file says; None where it says nothing."""
    required: bool

    @property
    def name(self) -> str:
        """Its place as a form spells it, as in `delay_days.likeliest`."""
        return ".".join(map(str, self.place))

    @property
    def field(self) -> str:
        """Its place without positions of lists: the same for every step of what changes by date."""
        return ".".join(part for part in self.place if isinstance(part, str))


def leaves_of(values: Mapping[str, Any]) -> list[Leaf]:
    """Return every value that an intervention of this kind may have, in the order of its schema.

    Args:
        values: what the file says of it; its `kind` is one there is.
    """
    whole = whole_schema(MODELS[values["kind"]])
    return list(_of_block(whole, whole, values, ()))


def _of_block(schema: dict[str, Any], whole: dict[str, Any], values: Any, place: Place) -> Iterator[Leaf]:
    written = values if isinstance(values, Mapping) else {}
    required = schema.get("required", ()) if written or not place else ()
    for key, outer in schema.get("properties", {}).items():
        if key != "kind":
            yield from _of(outer, whole, written.get(key), (*place, key), key in required)


def _of(outer: dict[str, Any], whole: dict[str, Any], written: Any, place: Place, required: bool) -> Iterator[Leaf]:
    schema = resolved(outer, whole)
    if "discriminator" in schema:
        yield from _of_kinds(outer, schema, whole, written, place)
    elif takes_a_number(schema, whole):
        yield from _of_number(outer, schema, whole, written, place, required)
    elif "properties" in schema:
        yield from _of_block(schema, whole, written, place)
    elif schema.get("type") == "object":
        for key, value in written.items() if isinstance(written, Mapping) else ():
            inner = {"description": outer.get("description", ""), **step_inside(schema, key)}
            yield from _of(inner, whole, value, (*place, str(key)), False)
    else:
        yield _leaf(_what(schema, outer, place), outer, schema, written, place, required)


def _of_kinds(
    outer: dict[str, Any], schema: dict[str, Any], whole: dict[str, Any], written: Any, place: Place
) -> Iterator[Leaf]:
    """Yield the kind of a block that there are several of, then what the block of that kind may have."""
    kinds = schema["discriminator"]["mapping"]
    kind = written.get("kind") if isinstance(written, Mapping) else None
    yield _leaf("choice", outer, {"enum": list(kinds)}, kind, (*place, "kind"), False)
    if isinstance(kind, str) and kind in kinds:
        yield from _of_block(resolved({"$ref": kinds[kind]}, whole), whole, written, place)


def _of_number(
    outer: dict[str, Any], schema: dict[str, Any], whole: dict[str, Any], written: Any, place: Place, required: bool
) -> Iterator[Leaf]:
    """Yield a number, or each step of one that changes by date."""
    if not (isinstance(written, list) and schema.get("type") == "array"):
        yield _leaf("number", outer, schema, written, place, required)
        return
    step = resolved(step_inside(schema, 0), whole)["properties"]
    for number, one in enumerate(written):
        each = one if isinstance(one, Mapping) else {}
        told = outer.get("description", "")
        if number:
            yield _leaf(
                "date", {**step["from"], "description": told}, {}, each.get("from"), (*place, number, "from"), True
            )
        value = resolved(step["value"], whole)
        yield _leaf("number", {"description": told}, value, each.get("value"), (*place, number, "value"), True)


def _leaf(what: str, outer: dict[str, Any], schema: dict[str, Any], written: Any, place: Place, required: bool) -> Leaf:
    told = outer.get("description") or schema.get("description", "")
    return Leaf(place, what, schema, " ".join(told.split()), outer.get("default"), written, required)


def _what(schema: dict[str, Any], outer: dict[str, Any], place: Place) -> str:
    if place[-1] == "source":
        return "sources"
    options = [option for option in outer.get("anyOf", ()) if option.get("type") != "null"]
    if len(options) > 1:  # a date or a word, as a home may be paid for from
        return "text"
    kinds = {"array": "names", "boolean": "truth"}
    word = "choice" if "enum" in schema else "date" if schema.get("format") == "date" else "text"
    return kinds.get(schema.get("type", ""), word)
