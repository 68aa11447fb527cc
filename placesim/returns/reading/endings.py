"""How episodes end that run on in the returns: gone without an end, into the next one, past the 18th birthday."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from placesim.returns.account import SUPERSEDED
from placesim.returns.reading.fates import settle, undecided
from placesim.returns.reading.joining import Span, last_days
from placesim.returns.reading.values import over_uniques
from placesim.returns.reading.years import label

GRACE = pd.Timedelta(days=7)
"""An end so long after the 18th birthday is left as it is told."""

GOES_ON = "X1"
MANY_GONE = 0.1
"""A return in which a larger share of the open episodes is missing is said to be incomplete."""


def supersede_told_otherwise(rows: pd.DataFrame, span: Span) -> None:
    """Decide, in place, open episodes that the next return lacks while it tells that child's same days otherwise."""
    here = rows[undecided(rows)]
    stale = here[here["ends"].isna() & (here["last_told"] < span.years[-1])]
    if stale.empty:
        return
    columns = ["CHILD", "begins", "ends", "last_told"]
    pairs = stale[columns].reset_index().merge(here[columns], on="CHILD", suffixes=("", " later"))
    last = last_days(pairs["last_told"])
    covers = (pairs["begins later"] <= last) & (pairs["ends later"].isna() | (pairs["ends later"] > last))
    covered = pairs[covers & (pairs["last_told later"] > pairs["last_told"])]["index"]
    settle(rows, rows.index.isin(covered), SUPERSEDED, "the next return tells these days of the child otherwise")


def end_who_are_gone(rows: pd.DataFrame, span: Span) -> list[str]:
    """End, in place, the open episodes that the next return lacks: on the day after the last on which they were told.

    Where returns are missing in between, the end lies half-way through the missing time. The reason stays unknown
    unless the last return told the end beforehand. Where the child's care goes on otherwise (the next row begins
    anything but a new period of care), the episode ends with that.
    """
    here = rows[undecided(rows)].sort_values(["CHILD", "begins"])
    next_reason = here.groupby("CHILD", sort=False)["RNE"].shift(-1)
    gone = here[
        here["ends"].isna() & (here["last_told"] < span.years[-1]) & (next_reason.isna() | (next_reason == "S"))
    ]
    if gone.empty:
        return []
    missing = np.array([span.following(year) - year - 1 for year in gone["last_told"]])
    ends = last_days(gone["last_told"]) + pd.to_timedelta(1 + np.round(missing * 182.625), unit="D")
    told = gone["told early"].notna() & (gone["told early"] <= span.last_day)
    rows.loc[gone.index, "ends"] = gone["told early"].where(told, ends.astype("datetime64[s]"))
    rows.loc[gone.index, "REC"] = gone["REC told early"].where(told, "")
    return told_of_the_gone(rows[undecided(rows)], gone)


def told_of_the_gone(rows: pd.DataFrame, gone: pd.DataFrame) -> list[str]:
    """Return, for each return, how many of its open episodes the next one lacks."""
    notes = []
    for year, number in zip(*np.unique(gone["last_told"], return_counts=True), strict=True):
        last = pd.Timestamp(year, 3, 31)
        open_then = int(((rows["begins"] <= last) & (rows["ends"].isna() | (rows["ends"] > last))).sum())
        notes.append(
            f"{number:,} episodes that were open in the return of {label(year)} are gone from the next without an end: "
            "they end when last told of, for a reason unknown."
        )
        if number > max(MANY_GONE * open_then, 5):
            notes.append(
                f"The return after {label(year)} seems to be incomplete: {number / open_then:.0%} are missing."
            )
    return notes


def end_where_the_next_begins(rows: pd.DataFrame) -> list[str]:
    """End, in place, episodes that run into the child's next one on the day on which that begins."""
    here = rows[undecided(rows)].sort_values(["CHILD", "begins"])
    next_begins = here.groupby("CHILD", sort=False)["begins"].shift(-1)
    runs_on = next_begins.notna() & (here["ends"].isna() | (here["ends"] > next_begins))
    was_open = int((runs_on & here["ends"].isna()).sum())
    overlapped = int(runs_on.sum()) - was_open
    at = here.index[runs_on]
    rows.loc[at, "ends"], rows.loc[at, "REC"] = next_begins[runs_on], GOES_ON
    counts = {
        "open episodes are followed by another of the child: they end where it begins.": was_open,
        "episodes overlap the child's next one: they end where it begins.": overlapped,
    }
    return [f"{number:,} {words}" for words, number in counts.items() if number]


def birthdays_18(born: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the 18th birthday of each child; 1 March for those born on 29 February."""
    return pd.Series(
        over_uniques(born, lambda day: eighteenth(pd.Timestamp(day).date())).to_numpy(dtype="datetime64[s]"),
        index=born.index,
    )


def eighteenth(born: date) -> date:
    """Return the 18th birthday of one born on a day."""
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return date(born.year + 18, 3, 1)


def end_at_18(rows: pd.DataFrame, span: Span) -> list[str]:
    """End, in place, episodes that run on past the 18th birthday; care ends with it."""
    runs_to = rows["ends"].fillna(span.last_day + pd.Timedelta(days=1))
    late = undecided(rows) & np.asarray(runs_to > rows["birthday_18"] + GRACE)
    rows.loc[late, "ends"] = rows.loc[late, "birthday_18"]
    number = int(late.sum())
    return [f"{number:,} episodes run on past the child's 18th birthday: they end with it."] if number else []
