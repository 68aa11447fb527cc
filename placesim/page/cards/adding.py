"""Adding: one more intervention at the end of a what-if, or one less."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from placesim.api.council import Council
from placesim.page.cards.beginnings import TRIED, Setting, open_home
from placesim.page.cards.heads import new_text
from placesim.page.cards.layout import Layout, layout_of
from placesim.page.cards.offers import CATALOGUE, Catalogued, opens_never
from placesim.page.cards.splicing import with_copy, with_item, without_item
from placesim.page.cards.told import told_of

LIST = "interventions"

NAME, QUESTION = "What if", "What would change?"
"""What a what-if is called that has no text yet."""

NEEDS_AN_OPENING = ("delay_home", "close_home")


Openings = Mapping[str, Mapping[str, Any]]
"""What scenario files say of opening each home, by its name."""


def with_change(
    text: str, kind: str, council: Council, path: Path | None = None, openings: Openings = MappingProxyType({})
) -> str:
    """Return a what-if's text with one more change, which this council can use at once.

    Args:
        text: a scenario file's; empty: a new one.
        kind: what the catalogue calls it, with what it is about behind a full stop, as in `open_home.NAME`. What the
            catalogue does not have changes nothing.
        council: whom it is for.
        path: where the text would be saved, so that what included files open is known.
        openings: how scenario files open homes: a card of the same home begins as they do, with their sources.
    """
    text = text if text.strip() else new_text(NAME, QUESTION)
    found = layout_of(text)
    name, _, about = kind.partition(".")
    entry = next((each for spelt in ("name", "adds") for each in CATALOGUE if getattr(each, spelt) == name), None)
    if found is None or entry is None or not _takes_more(found):
        return text
    left = told_of(text, council, path).council
    names = entry.about(left)
    if not names:
        return text
    about = about if about in names else next(iter(names))
    for adds, values in _steps(entry, Setting(left, about), openings):
        text = with_item(found, LIST, {"kind": adds, **values, "source": values.get("source", TRIED)})
        found = layout_of(text) or found
    return text


def _steps(entry: Catalogued, setting: Setting, openings: Openings) -> list[tuple[str, dict[str, Any]]]:
    """Return a change, after the opening that it needs where nothing opens the home yet."""
    if entry.begin is open_home:
        return [_opening(setting, openings)]
    own = (entry.adds, entry.begin(setting))
    needed = entry.adds in NEEDS_AN_OPENING and opens_never(setting.council, setting.about)
    return [_opening(setting, openings), own] if needed else [own]


def _opening(setting: Setting, openings: Openings) -> tuple[str, dict[str, Any]]:
    """Return the opening of a home, as a scenario file opens it where one does."""
    planned = {key: value for key, value in openings.get(setting.about, {}).items() if key != "kind"}
    return "open_home", planned or open_home(setting)


def _takes_more(found: Layout) -> bool:
    return isinstance(found.values.get(LIST), list | None)


def without_change(text: str, place: int) -> str:
    """Return a what-if's text without one of its own interventions, counted from 0, and its comment."""
    found = layout_of(text)
    return without_item(found, LIST, place) if found else text


def duplicate(text: str, place: int) -> str:
    """Return a what-if's text with one of its own interventions a second time, behind itself."""
    found = layout_of(text)
    return with_copy(found, LIST, place) if found else text
