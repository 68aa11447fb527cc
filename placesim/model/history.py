"""History: what happened to children and places, observed or simulated, as tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from placesim.model.rates import YEAR

if TYPE_CHECKING:
    import pandas as pd

    from placesim.model.demand import Child
    from placesim.model.places import Stay

Table = dict[str, NDArray[Any]]
"""Columns of equal length."""

NO_SEARCH: Final = -1
"""First choice of a placement that came from a transfer: the search before it is what it answers."""

STILL_OPEN: Final = -1
"""The end reason of a placement that has not ended, and the end day's companion (which is missing)."""


STAY: dict[str, tuple[str, type]] = {
    "child_id": ("child.child_id", np.int64),
    "number": ("number", np.int32),
    "provision": ("provision", np.int32),
    "started": ("started", np.float64),
    "ended": ("ended", np.float64),
    "reason": ("reason", np.int32),
    "wanted": ("wanted", np.int32),
    "waits_from": ("waits_from", np.float64),
    "waits_until": ("waits_until", np.float64),
}
"""What a stay leaves behind: each column's name, where the stay has it, and the kind of number."""

PLACES: dict[str, type] = {
    "provision": np.int32,
    "day": np.float64,
    "places": np.int32,
    "taken": np.int32,
    "households": np.int32,
}
"""What a step of places tells, and the kind of number."""


@dataclass(frozen=True)
class Names:
    """What the numbers in the tables stand for."""

    provisions: tuple[str, ...]
    placement_types: tuple[str, ...]
    type_of: tuple[int, ...]
    """Number of the placement type of each provision."""
    out_of_borough: tuple[bool, ...]
    reasons: tuple[str, ...]
    """Reasons for leaving care first, then moves."""
    leaving_reasons: int
    """How many of the reasons end care."""
    streams: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """Placement episodes, searches, places and children from day 0 to `days`.

    `episodes`: one row a placement, by child and placement number; day 0 is `start`, children in
    care then have a negative `start_day`; `end_day` is missing while open, `fee_luck` is a
    standard normal score. `searches`: when a place was sought, and when waiting for a better one
    began (missing where it did not) and ended (missing while waiting). `places`: a step whenever
    usable or taken places change.
    """

    start: date
    days: float
    names: Names
    episodes: Table
    searches: Table
    places: Table
    children: Table

    def episodes_frame(self) -> "pd.DataFrame":
        """Return the episodes with names in place of numbers, for people to read."""
        import pandas as pd

        names, columns = self.names, self.episodes
        provisions, reasons = np.array(names.provisions), np.array([*names.reasons, ""])
        types = np.array(names.placement_types)[np.array(names.type_of)]
        table = {name: column for name, column in columns.items() if name not in {"provision", "end_reason"}}
        table["placement_type"] = types[columns["provision"]]
        table["provision"] = provisions[columns["provision"]]
        table["out_of_borough"] = np.array(names.out_of_borough)[columns["provision"]]
        table["end_reason"] = reasons[columns["end_reason"]]
        order = ["child_id", "period_of_care", "placement_number", "placement_type", "provision", "out_of_borough"]
        return pd.DataFrame(table)[[*order, "start_day", "end_day", "end_reason", "fee_luck", "first_choice"]]

    def children_frame(self) -> "pd.DataFrame":
        """Return one row a child: who, when they entered and left, and why."""
        import pandas as pd

        left = self.episodes["end_reason"] >= 0
        left &= self.episodes["end_reason"] < self.names.leaving_reasons
        departures = pd.DataFrame(
            {
                "left_day": self.episodes["end_day"][left],
                "left_reason": np.array(self.names.reasons)[self.episodes["end_reason"][left]],
            },
            index=self.episodes["child_id"][left],
        )
        table = pd.DataFrame(self.children).join(departures, on="child_id")
        table["stream"] = np.array(self.names.streams)[table["stream"]]
        order = ["child_id", "stream", "age_at_entry", "entered_day", "left_day", "left_reason", "in_care_at_start"]
        return table[order]


class Recorder:
    """What grows as the simulation goes: placements in order of their start, and steps of places."""

    def __init__(self) -> None:
        self.stays: list[Stay] = []
        self._places: list[tuple[float, ...]] = []

    def places(self, provision: int, day: float, usable: int, taken: int, households: int) -> None:
        """Write that places or their use changed."""
        self._places.append((provision, day, usable, taken, households))

    def history(self, start: date, days: float, names: Names, children: "list[Child]") -> History:
        """Return the finished tables, episodes and searches ordered by child and placement."""
        stays = {name: _column(self.stays, attribute, kind) for name, (attribute, kind) in STAY.items()}
        by_child = np.argsort(stays["child_id"], kind="stable")
        stays = {name: column[by_child] for name, column in stays.items()}
        who = children_table(children)
        luck = np.array([child.luck.fee[child.row] for child in children], float)
        order = np.argsort(who["child_id"])
        ids, wanted, obtained = stays["child_id"], stays["wanted"], stays["provision"]
        waiting, settled = _waits(stays, days)
        episodes = {
            "child_id": ids,
            "period_of_care": np.ones(len(ids), np.int32),
            "placement_number": stays["number"],
            "provision": obtained,
            "start_day": stays["started"],
            "end_day": stays["ended"],
            "end_reason": stays["reason"],
            "fee_luck": luck[order][np.searchsorted(who["child_id"][order], ids)],
            "first_choice": (wanted == obtained) | (wanted == NO_SEARCH),
        }
        searches = {
            "child_id": ids,
            "placement_number": stays["number"],
            "raised_day": stays["started"],
            "waiting_day": waiting,
            "settled_day": settled,
            "first_choice": wanted,
            "obtained": obtained,
        }
        return History(start, days, names, episodes, searches, _places_table(self._places), who)


def _waits(stays: Table, days: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the days on which waiting for a better place began and ended; missing where it did not."""
    started, ended, begins, until = (stays[name] for name in ("started", "ended", "waits_from", "waits_until"))
    still_open = np.isnan(ended)
    last = np.where(still_open, days, ended)
    waited = begins < last
    settled = np.where(still_open & (until >= last), np.nan, np.minimum(until, last))
    return np.where(waited, begins, np.nan), np.where(waited, settled, started)


def children_table(children: "list[Child]") -> Table:
    """Return one row a child: who they are, and when and at what age they entered care."""
    entered = _column(children, "care_start_day", np.float64)
    return {
        "child_id": _column(children, "child_id", np.int64),
        "stream": _column(children, "stream", np.int32),
        "age_at_entry": (entered - _column(children, "born_day", np.float64)) / YEAR,
        "entered_day": entered,
        "in_care_at_start": np.array([child.provision is not None for child in children], np.bool_),
    }


def _column(things: list[Any], attribute: str, kind: type) -> NDArray[Any]:
    """Return one attribute of everything, as a kind of number."""
    return np.fromiter(map(attrgetter(attribute), things), kind, len(things))


def _places_table(rows: list[tuple[float, ...]]) -> Table:
    columns: Iterable[tuple[float, ...]] = zip(*rows, strict=True) if rows else [()] * len(PLACES)
    table: Table = {name: np.array(column, kind) for (name, kind), column in zip(PLACES.items(), columns, strict=True)}
    order = np.argsort(table["provision"], kind="stable")
    return {name: column[order] for name, column in table.items()}
