"""Placements in whole days, as a return tells them: what begins and ends on one date leaves no row."""

import numpy as np
import pandas as pd

from placesim.model.history import STILL_OPEN, History

PERIOD = ["child", "period"]
"""What tells one period of care."""


def whole_placements(history: History) -> pd.DataFrame:
    """Return placements in whole days, by child and first day.

    Every day is floored, so that the children in care at each midnight are the simulation's. Of a placement within
    one date nothing is left: the next one begins that day, and a period of care ends as its last placement did.

    Columns: `child` and `period`; `provision` and `reason` (numbers of the history's names; `STILL_OPEN` while open);
    `begins` and `ends` (days, `ends` missing while open); `entered` (the day on which the period of care began).
    """
    columns = history.episodes
    table = pd.DataFrame(
        {
            "child": columns["child_id"],
            "period": columns["period_of_care"],
            "provision": columns["provision"],
            "begins": np.floor(columns["start_day"]),
            "ends": np.floor(columns["end_day"]),
            "reason": np.where(np.isnan(columns["end_day"]), STILL_OPEN, columns["end_reason"]),
        }
    )
    periods = table.groupby(PERIOD)
    final = periods["reason"].transform("last")
    table["entered"] = np.minimum(periods["begins"].transform("min"), _entered(history, table))
    kept = table[table["ends"].isna() | (table["ends"] > table["begins"])]
    last = ~kept.duplicated(PERIOD, keep="last")
    return kept.assign(reason=kept["reason"].where(~last, final[kept.index])).reset_index(drop=True)


def _entered(history: History, placements: pd.DataFrame) -> pd.Series:
    """Return the day on which each child's first period of care began, for its placements alone."""
    entered = pd.Series(np.floor(history.children["entered_day"]), index=history.children["child_id"])
    first = placements["period"] == placements.groupby("child")["period"].transform("min")
    return placements["child"].map(entered).where(first, np.inf)
