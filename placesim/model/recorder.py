"""The recorder: what grows as the simulation goes, and becomes a history at the end."""

from array import array
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from placesim.model.demand import Child
from placesim.model.history import NO_SEARCH, History, Names, Table
from placesim.model.places import Stay
from placesim.model.rates import YEAR

WHOLE: Final = "q"
SMALL: Final = "i"
REAL: Final = "d"
"""Kinds of numbers in a column, as `array` and numpy call them: 64 and 32 bits, and with a fraction."""

PLACES = {"provision": SMALL, "day": REAL, "places": SMALL, "taken": SMALL, "households": SMALL}
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
        stays = _stays_table(self.stays)
        who = children_table(children)
        luck = _column(REAL, [child.luck.fee[child.row] for child in children])
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


def _stays_table(stays: list[Stay]) -> Table:
    """Return what every stay leaves behind, by child and placement."""
    table = {
        "child_id": _column(WHOLE, [stay.child.child_id for stay in stays]),
        "number": _column(SMALL, [stay.number for stay in stays]),
        "provision": _column(SMALL, [stay.provision for stay in stays]),
        "started": _column(REAL, [stay.started for stay in stays]),
        "ended": _column(REAL, [stay.ended for stay in stays]),
        "reason": _column(SMALL, [stay.reason for stay in stays]),
        "wanted": _column(SMALL, [stay.wanted for stay in stays]),
        "waits_from": _column(REAL, [stay.waits_from for stay in stays]),
        "waits_until": _column(REAL, [stay.waits_until for stay in stays]),
    }
    by_child = np.argsort(table["child_id"], kind="stable")
    return {name: column[by_child] for name, column in table.items()}


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
    entered = _column(REAL, [child.care_start_day for child in children])
    return {
        "child_id": _column(WHOLE, [child.child_id for child in children]),
        "stream": _column(SMALL, [child.stream for child in children]),
        "age_at_entry": (entered - _column(REAL, [child.born_day for child in children])) / YEAR,
        "entered_day": entered,
        "in_care_at_start": np.array([child.provision is not None for child in children], np.bool_),
    }


def _column(kind: str, values: list[Any]) -> NDArray[Any]:
    """Return numbers of one kind as a column; by way of `array`, which reads a list faster than numpy does."""
    return np.frombuffer(array(kind, values), kind)


def _places_table(rows: list[tuple[float, ...]]) -> Table:
    columns: Iterable[tuple[float, ...]] = zip(*rows, strict=True) if rows else [()] * len(PLACES)
    table = {name: _column(kind, list(column)) for (name, kind), column in zip(PLACES.items(), columns, strict=True)}
    order = np.argsort(table["provision"], kind="stable")
    return {name: column[order] for name, column in table.items()}
