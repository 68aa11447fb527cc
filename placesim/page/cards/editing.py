"""Editing: what was typed into the boxes of a card, put into the text of its what-if."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from placesim.api.council import Council
from placesim.config.ranges.reading import is_number, is_range
from placesim.config.schema import schema_written
from placesim.config.yaml_files import inside
from placesim.page.cards.blocks import cost_says_nothing, whole_block
from placesim.page.cards.fields import shown_value
from placesim.page.cards.layout import Layout, Place, layout_of
from placesim.page.cards.leaves import MODELS, Leaf, leaves_of
from placesim.page.cards.looks import Look, look_of
from placesim.page.cards.splicing import with_value, without
from placesim.page.cards.typed import day_typed, number_typed, sources_typed, truth_typed

EVERY = ".*"
"""Ends the name of the hidden field that says that a group of boxes to tick was shown."""

LAST = ("from", "ramp_days", "cost", "source")
"""Keys that stand behind all others of their block."""


def with_fields(text: str, place: int, given: Mapping[str, str], council: Council) -> str:
    """Return a what-if's text with the boxes of one card as they were filled in.

    Args:
        text: a scenario file's.
        place: which of its own interventions, counted from 0.
        given: what stands in each box by its field's name; a box that was emptied takes its field out, and what is as
            it was, or was not shown, changes nothing. Of a group to tick each name has a box of its own, as in
            `provision.NAME`, and `provision.*` says that the group was shown.
        council: whom it is for.
    """
    for leaf in leaves_at(text, place):
        typed = _typed(leaf, given)
        found = layout_of(text)
        if typed is not None and found is not None and not _same(leaf, typed, place_of(found, place)):
            text = _changed(found, place, leaf, typed, council)
    return text


def leaves_at(text: str, place: int) -> list[Leaf]:
    """Return what an intervention of a text may have; nothing where there is none, or none of a known kind."""
    found = layout_of(text)
    values = place_of(found, place) if found else {}
    return leaves_of(values) if values else []


def place_of(found: Layout, place: int) -> dict[str, Any]:
    """Return what a text says of one of its interventions; nothing where its kind is not known."""
    values = inside(inside(found.values, "interventions"), place)
    kind = values.get("kind") if isinstance(values, dict) else None
    return values if isinstance(kind, str) and kind in MODELS else {}


def _typed(leaf: Leaf, given: Mapping[str, str]) -> str | None:
    """Return what was typed, or ticked, for a value; None where its box was not shown."""
    if leaf.what != "names":
        typed = given.get(leaf.name)
        return None if typed is None else typed.replace("\r\n", "\n").strip()
    start = f"{leaf.name}."
    if f"{leaf.name}{EVERY}" not in given:
        return given.get(leaf.name)
    ticked = [key.removeprefix(start) for key in given if key.startswith(start) and key != f"{leaf.name}{EVERY}"]
    before = _names(leaf.written)
    return " ".join([*(name for name in before if name in ticked), *(name for name in ticked if name not in before)])


def _names(written: Any) -> list[str]:
    return [written] if isinstance(written, str) else [str(each) for each in written or ()]


def _same(leaf: Leaf, typed: str, values: Mapping[str, Any]) -> bool:
    """Tell whether a box says what the file says."""
    if leaf.what == "names":
        return typed.split() == _names(leaf.written)
    return typed == shown_value(leaf, look_of(str(values.get("kind")), leaf.field)).strip()


def _changed(found: Layout, place: int, leaf: Leaf, typed: str, council: Council) -> str:
    """Return the text with one value changed, or taken out."""
    values = place_of(found, place)
    here: Place = ("interventions", place)
    if not typed:
        text = (
            without(found, (*here, *leaf.place[:1]))
            if leaf.name == "contract.kind"
            else without(found, (*here, *leaf.place))
        )
        after = layout_of(text)
        return without(after, (*here, "cost")) if after and cost_says_nothing(leaf, place_of(after, place)) else text
    value = read(leaf, look_of(values["kind"], leaf.field), typed)
    block_place, block = whole_block(values, leaf, value, council.baseline)
    return with_value(found, (*here, *block_place), block, _before(values, block_place))


def read(leaf: Leaf, look: Look, typed: str) -> Any:
    """Return what a file has for what was typed; what cannot be read stays as it was typed."""
    if leaf.what == "number":
        return _in_range(leaf.written, number_typed(typed, look.percent))
    if leaf.what == "date" or leaf.field == "contract.paid_from":
        return day_typed(typed)
    if leaf.what == "names":
        names = typed.split()
        return names[0] if len(names) == 1 else names
    if leaf.what == "sources":
        return sources_typed(typed)
    return truth_typed(typed) if leaf.what == "truth" else typed


def _in_range(written: Any, number: Decimal | str) -> Any:
    """Return a number with the range that stands in its place; outside of it, the number alone, as an exact one.

    A range keeps no name: a name ties it to the same number elsewhere, which this one no longer is.
    """
    if not (isinstance(written, Mapping) and is_range(written)) or isinstance(number, str):
        return number
    low, high = (written.get(end) for end in ("low", "high"))
    inside_ = (not is_number(low) or number >= Decimal(repr(low))) and (
        not is_number(high) or number <= Decimal(repr(high))
    )
    kept = {key: each for key, each in written.items() if key not in ("value", "name", "label")}
    label = {"label": written["label"]} if "label" in written else {}
    return {**label, "value": number, **kept} if inside_ else number


def _before(values: Mapping[str, Any], place: Place) -> list[str]:
    """Return the keys that stand before a key in its block, by the order of the schema."""
    block = schema_written(MODELS[str(values["kind"])], values, place[:-1])
    keys = ["kind", *(key for key in block.get("properties", {}) if key not in ("kind", *LAST)), *LAST]
    return keys[: keys.index(str(place[-1]))] if place[-1] in keys else keys
