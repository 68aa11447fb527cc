"""Editing: what was filled into the boxes of a card, put into the text of its what-if."""

from collections.abc import Mapping
from typing import Any

from placesim.api.council import Council
from placesim.config.schema import schema_written
from placesim.config.yaml_files import inside
from placesim.page.cards.blocks import cost_says_nothing, whole_block
from placesim.page.cards.filled import filled_in
from placesim.page.cards.layout import Layout, Place, layout_of, values_of
from placesim.page.cards.leaves import MODELS, Leaf
from placesim.page.cards.resting import tried
from placesim.page.cards.splicing import with_value, without

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
    values = written_at(values_of(text), place)
    changes = filled_in(values, given, place) if values else []
    for leaf, value in [*changes, *tried(values, changes)]:
        now = layout_of(text)
        if now and value is None:
            text = _taken_out(now, place, leaf)
        elif now:
            here = written_at(now.values, place)
            block_place, block = whole_block(here, leaf, value, council.baseline)
            text = with_value(now, (*_item(place), *block_place), block, _before(here, block_place))
    return text


def written_at(whole: dict[str, Any] | None, place: int) -> dict[str, Any]:
    """Return what a text says of one of its interventions; nothing where its kind is not known."""
    values = inside(inside(whole, "interventions"), place)
    kind = values.get("kind") if isinstance(values, dict) else None
    return values if isinstance(kind, str) and kind in MODELS else {}


def _item(place: int) -> Place:
    return "interventions", place


def _taken_out(found: Layout, place: int, leaf: Leaf) -> str:
    """Return the text without a value; a contract goes with its kind, and a cost with its last amount."""
    gone = leaf.place[:1] if leaf.name == "contract.kind" else leaf.place
    text = without(found, (*_item(place), *gone))
    after = layout_of(text)
    return (
        without(after, (*_item(place), "cost"))
        if after and cost_says_nothing(leaf, written_at(after.values, place))
        else text
    )


def _before(values: Mapping[str, Any], place: Place) -> list[str]:
    """Return the keys that stand before a key in its block, by the order of the schema."""
    block = schema_written(MODELS[str(values["kind"])], values, place[:-1])
    keys = ["kind", *(key for key in block.get("properties", {}) if key not in ("kind", *LAST)), *LAST]
    return keys[: keys.index(str(place[-1]))] if place[-1] in keys else keys
