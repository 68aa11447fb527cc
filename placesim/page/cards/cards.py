"""Cards: each intervention of a what-if as people see it: in words, with its fields, its source and its cost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from placesim.api.council import Council
from placesim.config.baseline import Baseline
from placesim.config.costs import KINDS as COSTS
from placesim.config.faults import Fault
from placesim.config.includes import Part
from placesim.config.interventions.intervention import Intervention
from placesim.config.problem import InconsistentError
from placesim.config.text import listing
from placesim.page.cards.editing import written_at
from placesim.page.cards.fields import Field, field_of
from placesim.page.cards.layout import values_of
from placesim.page.cards.leaves import Leaf, leaves_of
from placesim.page.cards.looks import FIRST, OF_NEW_HOMES, ONLY_OF, TITLES
from placesim.page.cards.told import Told, told_of
from placesim.page.cards.wrong import Wrong, wrong_at
from placesim.report.words.cited import Cited, cited
from placesim.report.words.cost_words import cost_in_words
from placesim.report.words.costs import NO_COST

AMOUNTS = {f"cost.{kind}" for kind in COSTS} | {"cost.capital.amount"}
"""The fields with which a cost begins."""


@dataclass(frozen=True)
class Card:
    """One intervention of a what-if."""

    place: int
    """Which of the text's own interventions, counted from 0; of those included, which of them."""
    kind: str
    title: str
    """What kind of change it is, in a few words."""
    words: str
    """What it does, in a sentence; empty where it cannot be used yet."""
    first: tuple[Field, ...]
    """The fields that matter first."""
    more: tuple[Field, ...]
    cost_fields: tuple[Field, ...]
    sources: tuple[Cited, ...]
    """What its numbers come from."""
    cost: str
    """What it costs beside placements, in words."""
    faults: tuple[str, ...] = ()
    """What is wrong with it and belongs to no single field."""
    included_from: str = ""
    """The file that says it, where the what-if only includes it; such a card is read only."""

    @property
    def id(self) -> str:
        """What the page calls it."""
        return f"included-{self.place}" if self.included_from else f"card-{self.place}"

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields."""
        return (*self.first, *self.more, *self.cost_fields)

    @property
    def rests_on(self) -> str:
        """What its numbers come from, in short."""
        ids = [source.text for source in self.sources if not source.assumed and not source.fitted]
        fitted = ["what was fitted to the council's own return"] * any(source.fitted for source in self.sources)
        assumed = sum(source.assumed for source in self.sources)
        count = [] if not assumed else ["an assumption"] if assumed == 1 else [f"{assumed} assumptions"]
        return listing([*ids, *fitted, *count]) or "nothing that is written yet"

    @property
    def faulty(self) -> bool:
        """Whether anything is wrong with it."""
        return bool(self.faults) or any(field.fault for field in self.fields)

    @property
    def costed(self) -> bool:
        """Whether anybody has said what it costs."""
        return self.cost != NO_COST


def cards_of(text: str, council: Council, faults: Sequence[Fault], path: Path | None = None) -> tuple[Card, ...]:
    """Return the cards of a what-if: of the files that it includes, then its own.

    Args:
        text: a scenario file's. One that the loader cannot read has no cards; why not, the faults say.
        council: whom it is for.
        faults: what the loader says is wrong with it and with the files that it includes.
        path: where it would be saved, so that included files are found and faults are known to be its own.
    """
    values = values_of(text)
    if values is None:
        return ()
    told = told_of(text, council, path)
    items = values.get("interventions")
    places = range(len(items)) if isinstance(items, list) else range(0)
    own = [_card(values, place, told, council, wrong_at(faults, place, path)) for place in places]
    return (*(_included(number, part, told) for number, part in enumerate(told.included)), *own)


def _card(whole: dict[str, Any], place: int, told: Told, council: Council, wrong: Wrong) -> Card:
    values = written_at(whole, place)
    if not values:
        title = "A change that cannot be shown"
        return Card(place, "", title, "", (), (), (), (), "", tuple(wrong.all))
    part = told.own(place)
    plain = _told(part.intervention if part else None, told)
    words = "" if wrong.found else plain.words  # nothing is told as true of what cannot be used yet
    card = replace(plain, place=place, kind=values["kind"], title=TITLES[values["kind"]], words=words)
    if not part:
        card = replace(card, sources=_sources(values, told), cost=_cost_written(values))
    return _with_fields(card, values, told, council, wrong)


def _with_fields(card: Card, values: dict[str, Any], told: Told, council: Council, wrong: Wrong) -> Card:
    """Return a card with its fields, each with its fault."""
    leaves = [leaf for leaf in leaves_of(values) if _has_meaning(values, leaf, council.baseline)]
    names = [leaf.name for leaf in leaves]
    fields = {
        leaf.name: field_of(values, leaf, council.baseline, told.council, wrong.of(leaf.name, names)) for leaf in leaves
    }
    early = [leaf.name for first in FIRST[card.kind] for leaf in leaves if _is(leaf, first)]
    costs = [leaf.name for leaf in leaves if leaf.place[0] == "cost"]
    late = sorted((name for name in fields if name not in (*early, *costs)), key=lambda name: name == "source")
    chosen = [tuple(fields[name] for name in names) for names in (early, late, costs)]
    return replace(card, first=chosen[0], more=chosen[1], cost_fields=chosen[2], faults=tuple(wrong.others(names)))


def _has_meaning(values: dict[str, Any], leaf: Leaf, council: Baseline) -> bool:
    """Tell whether a field can do anything here.

    A home has no campaign, and a planned home is like none. What goes with a cost is asked once there is an amount.
    """
    if leaf.written is not None:
        return True
    planned = leaf.name in OF_NEW_HOMES and str(values.get("provision")) in council.provision
    waits = leaf.place[0] == "cost" and values.get("cost") is None and leaf.name not in AMOUNTS
    return values["kind"] in ONLY_OF.get(leaf.field, (values["kind"],)) and not planned and not waits


def _is(leaf: Leaf, first: str) -> bool:
    """Tell whether a value is one of the first: the number itself, or each step of one that changes by date."""
    return leaf.field in (first, f"{first}.value", f"{first}.from")


def _included(number: int, part: Part, told: Told) -> Card:
    """Return the card of an intervention that an included file says."""
    card = _told(part.intervention, told)
    kind = part.intervention.kind
    return replace(card, place=number, kind=kind, title=TITLES[kind], included_from=part.document.path.name)


def _told(change: Intervention | None, told: Told) -> Card:
    """Return what a change says of itself; nothing of one that cannot be read."""
    if change is None:
        return Card(0, "", "", "", (), (), (), (), NO_COST)
    paid = change.cost_paid()
    cost = cost_in_words(paid) if paid else NO_COST
    items = dict.fromkeys((*change.source, *(change.cost.source if change.cost else ())))
    sources = tuple(cited(item, told.evidence) for item in items)
    return Card(0, "", "", _in_words(change, told), (), (), (), sources, cost)


def _in_words(change: Intervention, told: Told) -> str:
    """Return what a change does; empty where it does not fit the council, as the loader says."""
    try:
        return change.in_words(told.council)
    except (InconsistentError, KeyError):
        return ""


def _sources(values: dict[str, Any], told: Told) -> tuple[Cited, ...]:
    """Return the sources that are written of a change that cannot be used yet."""
    written = values.get("source")
    items = written if isinstance(written, list) else [written]
    return tuple(cited(item, told.evidence) for item in items if isinstance(item, str))


def _cost_written(values: dict[str, Any]) -> str:
    return "as its fields say" if isinstance(values.get("cost"), dict) else NO_COST
