"""Heads: the name and the question of a what-if, and the text that one begins as."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from placesim.config.ranges.reading import is_range
from placesim.page.cards.inline import inline
from placesim.page.cards.layout import layout_of, values_of
from placesim.page.cards.splicing import with_value


@dataclass(frozen=True)
class Head:
    """What a what-if is called, and what it asks."""

    name: str
    question: str


def new_text(name: str, question: str) -> str:
    """Return the text of a what-if that changes nothing yet."""
    return f"name: {inline(name)}\nquestion: {inline(question)}\ninterventions: []\n"


def changes_anything(text: str) -> bool:
    """Tell whether a text holds any change, or is too faulty to tell."""
    values = values_of(text)
    return values is None or bool(values.get("interventions") or values.get("includes"))


def head_of(text: str) -> Head:
    """Return the name and the question that a text gives; empty what it does not, or what cannot be read."""
    values = values_of(text) or {}
    return Head(*("" if values.get(key) is None else str(values[key]) for key in ("name", "question")))


def with_head(text: str, name: str, question: str) -> str:
    """Return the text with another name and question; what is the same as before is left as it is written."""
    return _said(with_name(text, name), "question", question, after=("name",))


def with_name(text: str, name: str) -> str:
    """Return the text with another name."""
    return _said(text, "name", name)


def _said(text: str, key: str, typed: str, after: Sequence[str] = ()) -> str:
    found = layout_of(text)
    if found is None or str(getattr(head_of(text), key)).strip() == typed.strip():
        return text
    return with_value(found, (key,), typed.strip(), after)


def as_copy_of(text: str, file: str) -> str:
    """Return a text that may stand in another file, and whose ranges draw the same values there.

    Ranges without a name of their own go by the file that they stand in; the text then says which that was.

    Args:
        text: a scenario file's.
        file: the name of the file that it stood in, without its ending.
    """
    found = layout_of(text)
    if found is None or "ranges_named_after" in found.values or not _nameless(found.values.get("interventions")):
        return text
    return with_value(found, ("ranges_named_after",), file, ("name", "question", "evidence", "includes"))


def _nameless(values: Any) -> bool:
    """Tell whether any range has no name of its own."""
    inside = values.values() if isinstance(values, Mapping) else values if isinstance(values, list) else ()
    own = isinstance(values, Mapping) and is_range(values) and "name" not in values
    return own or any(_nameless(each) for each in inside)
