"""The recorder: what grows as the simulation goes, and becomes a history at the end."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placesim.model.demand import Child
from placesim.model.history import NO_SEARCH, History, Names, Table
from placesim.model.places import Stay
from placesim.model.rates import YEAR

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


class Recorder:
    """What grows as the simulation goes: placements in order of their start, and steps of places."""

    def __init__(self) -> None:
        self.stays: list[Stay] = []
        self._places: list[tuple[float, ...]] = []

    def places(self, provision: int, day: float, usable: int, taken: int, households: int) -> None:
        """Write that places or their use changed."""
        self._places.append((provision, day, usable, taken, households))

    def history(self, start: date, days: float, names: Names, children: list[Child]) -> History:
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


def children_table(children: list[Child]) -> Table:
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
