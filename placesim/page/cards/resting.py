"""Resting: a number that was typed no longer rests on the evidence that its block cites, and its source says so."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from placesim.page.cards.beginnings import TRIED
from placesim.page.cards.filled import Change
from placesim.page.cards.leaves import Leaf, leaves_of

OWN_SOURCES = ("cost", "contract")
"""Blocks of an intervention that may say for themselves what their numbers come from."""


def tried(values: Mapping[str, Any], changes: Sequence[Change]) -> Iterator[Change]:
    """Yield each source that is to begin with "tried on the page", because a number or a date of its block was typed.

    Args:
        values: what the file says of the intervention.
        changes: what was filled in; a source that was typed itself stays as it was typed.
    """
    if not changes:
        return
    sources = {leaf.name: leaf for leaf in leaves_of(values) if leaf.what == "sources" and leaf.written is not None}
    typed = {leaf.name for leaf, _ in changes}
    about = {
        _source_of(leaf, sources) for leaf, value in changes if leaf.what in ("number", "date") and value is not None
    }
    for name in (each for each in sources if each in about - typed):
        written = sources[name].written
        items = written if isinstance(written, list) else [written]
        if TRIED not in items:
            yield sources[name], [TRIED, *items]


def _source_of(leaf: Leaf, sources: Mapping[str, Leaf]) -> str:
    """Return the source that a number rests on: that of its cost or contract, or else the intervention's."""
    own = f"{leaf.place[0]}.source"
    return own if leaf.place[0] in OWN_SOURCES and own in sources else "source"
