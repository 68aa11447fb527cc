"""Named files: the files and the folder that a scenario's text names, as they are seen from another place."""

from collections.abc import Callable

from placesim.page.cards.layout import Place, layout_of, values_of
from placesim.page.cards.splicing import with_value


def files_named(text: str) -> list[str]:
    """Return the names of files and folders that a scenario's text gives."""
    said = values_of(text) or {}
    included = said.get("includes")
    every = [*(included if isinstance(included, list) else ()), said.get("evidence")]
    return [name for name in every if isinstance(name, str)]


def with_files(text: str, seen: Callable[[str], str]) -> str:
    """Return the text with what it includes, and its evidence, named otherwise; what is no name stays as it is.

    Args:
        text: a scenario file's.
        seen: gives the other name of a file or folder by the one that the text gives.
    """
    found = layout_of(text)
    included = found.values.get("includes") if found else None
    count = len(included) if isinstance(included, list) else 0
    for place in (("evidence",), *(("includes", number) for number in range(count))):
        text = _renamed(text, place, seen)
    return text


def _renamed(text: str, place: Place, seen: Callable[[str], str]) -> str:
    found = layout_of(text)
    if found is None or found.node(place) is None:
        return text
    name = found.values[str(place[0])]
    name = name if len(place) == 1 else name[place[1]]
    return with_value(found, place, seen(name)) if isinstance(name, str) and seen(name) != name else text
