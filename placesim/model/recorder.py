"""The recorder: what grows as the simulation goes, and becomes a history at the end."""

from array import array
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placesim.model.children import Child
from placesim.model.history import NO_SEARCH, History, Names, Table
from placesim.model.places import Stay
from placesim.model.rates import YEAR

WHOLE = "q"
SMALL = "i"
REAL = "d"
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

    def history(self, start: date, days: float, names: Names, children: list[Child], supply: Table) -> History:
        """Return what happened, as tables."""
        tables = _stays_table(self.stays), _places_table(self._places), children_table(children), supply
        return history_of(start, days, names, *tables)


def history_of(
    start: date, days: float, names: Names, stays: Table, steps: Table, children: Table, supply: Table
) -> History:
    """Return the finished tables of either engine, episodes and searches ordered by child and placement.

    Args:
        start: day 0.
        days: the horizon.
        names: what the numbers stand for.
        stays: what every stay leaves behind, in order of its beginning.
        steps: every change of usable or taken places, in order.
        children: one row a child.
        supply: when places come as planned.
    """
    by_child, by_provision = (np.argsort(key, kind="stable") for key in (stays["child_id"], steps["provision"]))
    stays = {name: column[by_child] for name, column in stays.items()}
    places = {name: column[by_provision] for name, column in steps.items()}
    return History(start, days, names, _episodes(stays), _searches(stays, days), places, children, supply)


def _episodes(stays: Table) -> Table:
    """Return one row a placement."""
    wanted, obtained = stays["wanted"], stays["provision"]
    return {
        "child_id": stays["child_id"],
        "period_of_care": stays["period"],
        "placement_number": stays["number"],
        "provision": obtained,
        "start_day": stays["started"],
        "end_day": stays["ended"],
        "end_reason": stays["reason"],
        "fee_luck": stays["fee_luck"],
        "first_choice": (wanted == obtained) | (wanted == NO_SEARCH),
    }


def _searches(stays: Table, days: float) -> Table:
    """Return one row a search, and when waiting for a better place began and ended."""
    waiting, settled = _waits(stays, days)
    return {
        "child_id": stays["child_id"],
        "placement_number": stays["number"],
        "raised_day": stays["started"],
        "waiting_day": waiting,
        "settled_day": settled,
        "first_choice": stays["wanted"],
        "obtained": stays["provision"],
    }


def _stays_table(stays: list[Stay]) -> Table:
    """Return what every stay leaves behind."""
    return {
        "child_id": _column(WHOLE, [stay.child.child_id for stay in stays]),
        "fee_luck": _column(REAL, [stay.child.luck.fee[stay.child.row] for stay in stays]),
        "number": _column(SMALL, [stay.number for stay in stays]),
        "period": _column(SMALL, [stay.period for stay in stays]),
        "provision": _column(SMALL, [stay.provision for stay in stays]),
        "started": _column(REAL, [stay.started for stay in stays]),
        "ended": _column(REAL, [stay.ended for stay in stays]),
        "reason": _column(SMALL, [stay.reason for stay in stays]),
        "wanted": _column(SMALL, [stay.wanted for stay in stays]),
        "waits_from": _column(REAL, [stay.waits_from for stay in stays]),
        "waits_until": _column(REAL, [stay.waits_until for stay in stays]),
    }


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
    return {name: _column(kind, list(column)) for (name, kind), column in zip(PLACES.items(), columns, strict=True)}
