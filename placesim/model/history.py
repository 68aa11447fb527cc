"""History: what happened to children and places, observed or simulated, as tables."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

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
    """Placement episodes, searches, places, children and planned supply from day 0 to `days`.

    `episodes`: one row a placement, by child and placement number; day 0 is `start`, children in
    care then have a negative `start_day`; `end_day` is missing while open, `fee_luck` is a
    standard normal score. A child who leaves care and comes back has several periods of care, numbered from 1 (from 2
    where they are known to have left before day 0); placement numbers go on. `children`: one row a child, with the
    day and age of entry into the first period that is told. `searches`: when a place was sought, and when waiting for
    a better one began (missing where it did not) and ended (missing while waiting). `places`: a step whenever
    usable or taken places change. `supply`: what was known before anything happened, and goes on
    after the last day: when households are approved (`campaign` is the number of theirs, from 1; 0 is none), and when
    beds and places open.
    """

    start: date
    days: float
    names: Names
    episodes: Table
    searches: Table
    places: Table
    children: Table
    supply: Table
    observed: bool = False
    """Whether it happened: then it is known when the placements of day 0 began."""

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
        """Return one row a child: who, when they first entered and last left, and why; missing while in care."""
        import pandas as pd

        child, reason = self.episodes["child_id"], self.episodes["end_reason"]
        last = np.append(child[1:] != child[:-1], True)[: len(child)]
        left = last & (reason >= 0) & (reason < self.names.leaving_reasons)
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
