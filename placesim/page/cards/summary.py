"""Summary: what keeps a what-if from being simulated, each with the way to the box in which it is mended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from placesim.config.faults import Fault
from placesim.page.cards.cards import Card

OWN = "interventions.item "
"""How faults of one of a text's own interventions begin."""


@dataclass(frozen=True)
class ToMend:
    """One fault as the summary tells it."""

    anchor: str
    """What the page calls the box or the card; empty where it has none."""
    where: str
    message: str


def to_mend(shown: Sequence[Card], faults: Sequence[Fault], path: Path) -> tuple[ToMend, ...]:
    """Return every fault: those of cards by their boxes, then all others as `check` tells them.

    Args:
        shown: the cards, each with its faults.
        faults: what the loader says.
        path: where the what-if would be saved.
    """
    elsewhere = (fault for fault in faults if not (shown and fault.file == str(path) and fault.field.startswith(OWN)))
    others = (ToMend("", _place(fault, path), fault.message) for fault in elsewhere)
    return (*(each for card in shown for each in _of_card(card)), *others)


def _of_card(card: Card) -> Iterator[ToMend]:
    for field in card.fields:
        if field.fault:
            yield ToMend(field.id_in(card.id), f"{card.title}, {field.label}", field.fault)
    yield from (ToMend(card.id, card.title, message) for message in card.faults)


def _place(fault: Fault, path: Path) -> str:
    """Return the place of a fault: the field in the what-if itself; in another file, its name and line too."""
    if fault.file == str(path):
        return fault.field or (f"line {fault.line}" if fault.line else "")
    named = f"{Path(fault.file).name}, line {fault.line}" if fault.line else Path(fault.file).name
    return f"{named}, {fault.field}" if fault.field else named
