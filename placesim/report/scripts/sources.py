"""What scenarios change, as points with their sources below them."""

from collections.abc import Iterable

from placesim.report.paper.parts import Item
from placesim.report.scripts.closing import EVIDENCE_ANCHOR
from placesim.report.words.assumptions import Cited
from placesim.report.words.interventions import Said

NOT_CHOSEN = "not the council's to decide"


def change_item(said: Said, tag: str = "", told_before: str = "") -> Item:
    """Return one intervention as a point, its sources below it.

    Args:
        said: the intervention in words.
        tag: what stands before it.
        told_before: the scenario under which its sources stand already; empty: they stand here.
    """
    tag = tag or ("" if said.chosen else NOT_CHOSEN)
    if told_before:
        return Item(f"{said.text} (sources as in “{told_before}”)", tag)
    return Item(said.text, tag, items=source_items(said.sources))


def source_items(sources: Iterable[Cited]) -> tuple[Item, ...]:
    """Return sources as points: assumptions are tagged, figures of the evidence lead to where they stand."""
    return tuple(_source(source) for source in sources)


def _source(source: Cited) -> Item:
    if source.assumed:
        return Item(source.text, "Assumption")
    if source.figure is None:
        return Item(f"{source.text} (not in the evidence given)")
    figure = f"{source.figure.quantity}: {source.figure.value}"
    return Item(f"{source.text} {figure}", anchor=f"{EVIDENCE_ANCHOR}{source.text}")
