"""Supply: changes of places that are known before anything is simulated, as columns and one by one."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from math import inf

import numpy as np

from placesim.model.children import Whole
from placesim.model.history import Table
from placesim.model.streams import Floats

NUMBERS_PER_CAMPAIGN = 1_000_000
"""Households of the n-th campaign are numbered from n million, so nobody's number depends on another campaign."""

EVERYWHERE = -1
"""Stands for a provision where a change touches all of it."""


@dataclass(frozen=True, slots=True)
class SupplyEvent:
    """One change of supply that is known before anything is simulated."""

    day: float
    provision: int
    kind: str
    """`places` (number is the new count), `joins` and `leaves` (a household), `closes` (a home), or `policy`."""
    number: int
    usable: int = 0


KINDS = ("closes", "joins", "leaves", "places", "policy")
"""Kinds of change; of one day, provision and number they happen in this order."""


@dataclass(frozen=True)
class Supply:
    """Every planned change of supply of one future, as columns in order of day; `kind` is a place in `KINDS`."""

    day: Floats
    provision: Whole
    kind: Whole
    number: Whole
    usable: Whole

    @classmethod
    def of(cls, events: list[SupplyEvent]) -> "Supply":
        """Return changes as columns."""
        day = np.array([event.day for event in events], float)
        whole = (
            [event.provision for event in events],
            [KINDS.index(event.kind) for event in events],
            [event.number for event in events],
            [event.usable for event in events],
        )
        return cls(day, *(np.array(column, np.int64) for column in whole))

    @classmethod
    def together(cls, parts: Iterable["Supply"]) -> "Supply":
        """Return several plans as one, in order of day, without what never happens."""
        columns = [[getattr(part, field.name) for field in fields(cls)] for part in parts]
        day, provision, kind, number, usable = (np.concatenate(column) for column in zip(*columns, strict=True))
        order = np.lexsort((kind, number, provision, day))
        order = order[day[order] < inf]
        return cls(day[order], provision[order], kind[order], number[order], usable[order])

    def coming(self) -> Table:
        """Return the days on which places come as planned: a household joins, beds or places open."""
        joins = self.kind == KINDS.index("joins")
        comes = np.flatnonzero(joins | ((self.kind == KINDS.index("places")) & (self.number > 0)))
        campaign = np.where(joins, self.number // NUMBERS_PER_CAMPAIGN, 0)[comes]
        return {"provision": self.provision[comes], "campaign": campaign, "day": self.day[comes]}

    def one_by_one(self) -> list[SupplyEvent]:
        """Return every change."""
        columns = (self.day, self.provision, self.kind, self.number, self.usable)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [SupplyEvent(day, place, KINDS[kind], number, usable) for day, place, kind, number, usable in rows]


def spans(supply: list[SupplyEvent]) -> dict[int, tuple[float, float]]:
    """Return the days on which each provision first has a place and, if a home, closes (else infinity)."""
    opens: dict[int, float] = {}
    closes: dict[int, float] = {}
    for event in supply:
        if event.kind == "closes":
            closes[event.provision] = event.day
        elif event.kind == "joins" or (event.kind == "places" and event.number > 0):
            opens.setdefault(event.provision, event.day)
    return {provision: (day, closes.get(provision, inf)) for provision, day in opens.items()}
