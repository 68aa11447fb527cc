"""Heads: the name and the question of a what-if, and the text that one begins as."""

from dataclasses import dataclass

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


def head_of(text: str) -> Head:
    """Return the name and the question that a text gives; empty what it does not, or what cannot be read."""
    values = values_of(text) or {}
    return Head(*("" if values.get(key) is None else str(values[key]) for key in ("name", "question")))


def with_head(text: str, name: str, question: str) -> str:
    """Return the text with another name and question; what is the same as before is left as it is written."""
    for key, typed in (("name", name.strip()), ("question", question.strip())):
        found = layout_of(text)
        if found and str(found.values.get(key)) != typed:
            text = with_value(found, (key,), typed, ("name",) if key == "question" else ())
    return text
