"""History: what happened to children and places, observed or simulated, as tables."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from placesim.model.rates import YEAR

if TYPE_CHECKING:
    import pandas as pd

    from placesim.model.demand import Child

Table = dict[str, NDArray[Any]]
"""Columns of equal length."""

NO_SEARCH = -1
"""First choice of a placement that came from a transfer: the search before it is what it answers."""

STILL_OPEN = -1
"""The end reason of a placement that has not ended, and the end day's companion (which is missing)."""


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
    """Rows that grow as the simulation goes; the one thing the engine writes to."""

    def __init__(self) -> None:
        self._placements: list[tuple[float, ...]] = []
        self._places: list[tuple[float, ...]] = []

    def placement(
        self,
        child: int,
        number: int,
        provision: int,
        start: float,
        end: float,
        reason: int,
        wanted: int,
        waiting: float,
        settled: float,
    ) -> None:
        """Write one placement and the search it came from; what has not ended has a missing day.

        Args:
            child: the child's number.
            number: which placement of the period of care this is, from 1.
            provision: where.
            start: first day.
            end: last day, or missing while the placement is open.
            reason: why it ended.
            wanted: the provision that would have been best; NO_SEARCH after a transfer.
            waiting: day from which the child waited for a better place, or missing where they did not.
            settled: day on which they stopped waiting, or missing while waiting.
        """
        self._placements.append((child, number, provision, start, end, reason, wanted, waiting, settled))

    def places(self, provision: int, day: float, usable: int, taken: int, households: int) -> None:
        """Write that places or their use changed."""
        self._places.append((provision, day, usable, taken, households))

    def history(self, start: date, days: float, names: Names, children: "list[Child]") -> History:
        """Return the finished tables, episodes and searches ordered by child and placement."""
        rows = _columns(self._placements, 9)
        child, number, provision, began, ended, reason, wanted, waiting, settled = rows[
            :, np.lexsort((rows[1], rows[0]))
        ]
        who = children_table(children)
        ids, numbers, obtained = child.astype(np.int64), number.astype(np.int32), provision.astype(np.int32)
        luck = np.array([each.luck.fee[each.row] for each in children], float)
        order = np.argsort(who["child_id"])
        episodes = {
            "child_id": ids,
            "period_of_care": np.ones(len(ids), np.int32),
            "placement_number": numbers,
            "provision": obtained,
            "start_day": began,
            "end_day": ended,
            "end_reason": reason.astype(np.int32),
            "fee_luck": luck[order][np.searchsorted(who["child_id"][order], ids)],
            "first_choice": (wanted == provision) | (wanted == NO_SEARCH),
        }
        searches = {
            "child_id": ids,
            "placement_number": numbers,
            "raised_day": began,
            "waiting_day": waiting,
            "settled_day": settled,
            "first_choice": wanted.astype(np.int32),
            "obtained": obtained,
        }
        return History(start, days, names, episodes, searches, _places_table(self._places), who)


def children_table(children: "list[Child]") -> Table:
    """Return one row a child: who they are, and when and at what age they entered care."""
    entered = np.array([child.care_start_day for child in children], float)
    return {
        "child_id": np.array([child.child_id for child in children], np.int64),
        "stream": np.array([child.stream for child in children], np.int32),
        "age_at_entry": (entered - np.array([child.born_day for child in children], float)) / YEAR,
        "entered_day": entered,
        "in_care_at_start": np.array([child.provision is not None for child in children], np.bool_),
    }


def _places_table(rows: list[tuple[float, ...]]) -> Table:
    provision, day, places, taken, households = _columns(rows, 5)
    order = np.argsort(provision, kind="stable")
    counts = {"provision": provision, "places": places, "taken": taken, "households": households}
    table: Table = {name: column[order].astype(np.int32) for name, column in counts.items()}
    return {**table, "day": day[order]}


def _columns(rows: list[tuple[float, ...]], width: int) -> NDArray[np.float64]:
    """Return rows of numbers as columns, shape (width, rows)."""
    return np.array(rows, float).reshape(-1, width).T
