"""History: what happened to children and places, observed or simulated, as tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Table = dict[str, NDArray[Any]]
"""Columns of equal length."""

EPISODES = (
    ("child_id", np.int64),
    ("period_of_care", np.int32),
    ("placement_number", np.int32),
    ("provision", np.int32),
    ("start_day", np.float64),
    ("end_day", np.float64),
    ("end_reason", np.int32),
    ("fee_luck", np.float64),
    ("first_choice", np.bool_),
)
SEARCHES = (
    ("child_id", np.int64),
    ("placement_number", np.int32),
    ("raised_day", np.float64),
    ("settled_day", np.float64),
    ("first_choice", np.int32),
    ("obtained", np.int32),
)
PLACES = (
    ("provision", np.int32),
    ("day", np.float64),
    ("places", np.int32),
    ("taken", np.int32),
    ("households", np.int32),
)
CHILDREN = (
    ("child_id", np.int64),
    ("stream", np.int32),
    ("age_at_entry", np.float64),
    ("entered_day", np.float64),
    ("in_care_at_start", np.bool_),
)

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
    standard normal score. `searches`: when a place was sought and when waiting for a better one
    ended (missing while waiting). `places`: a step whenever usable or taken places change.
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
        self._episodes: list[tuple[Any, ...]] = []
        self._searches: list[tuple[Any, ...]] = []
        self._places: list[tuple[Any, ...]] = []

    def episode(
        self, child: int, number: int, provision: int, start: float, end: float, reason: int, luck: float, first: bool
    ) -> None:
        """Write one placement, ended or (with a missing end) still open."""
        self._episodes.append((child, 1, number, provision, start, end, reason, luck, first))

    def search(self, child: int, number: int, raised: float, settled: float, first: int, obtained: int) -> None:
        """Write one search, settled or (with a missing day) still waiting for better."""
        self._searches.append((child, number, raised, settled, first, obtained))

    def places(self, provision: int, day: float, usable: int, taken: int, households: int) -> None:
        """Write that places or their use changed."""
        self._places.append((provision, day, usable, taken, households))

    def history(self, start: date, days: float, names: Names, children: Table) -> History:
        """Return the finished tables, episodes and searches ordered by child and placement."""
        episodes, searches = _table(EPISODES, self._episodes), _table(SEARCHES, self._searches)
        return History(
            start,
            days,
            names,
            _ordered(episodes, "placement_number", "child_id"),
            _ordered(searches, "placement_number", "child_id"),
            _ordered(_table(PLACES, self._places), "provision"),
            children,
        )


def _table(columns: tuple[tuple[str, Any], ...], rows: list[tuple[Any, ...]]) -> Table:
    values: Iterable[tuple[Any, ...]] = zip(*rows, strict=True) if rows else [()] * len(columns)
    return {name: np.array(column, dtype) for (name, dtype), column in zip(columns, values, strict=True)}


def _ordered(table: Table, *keys: str) -> Table:
    order = np.lexsort([table[key] for key in keys])
    return {name: column[order] for name, column in table.items()}


def children_table(rows: list[tuple[Any, ...]]) -> Table:
    """Return the table of children from rows in the order of its columns."""
    return _table(CHILDREN, rows)

