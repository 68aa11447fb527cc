"""One telling of every episode: the latest return wins, and what it changed is counted."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from placesim.returns.account import EXCLUDED, REJECTED, SUPERSEDED
from placesim.returns.codes.code_lists import code_lists
from placesim.returns.reading.fates import Mask, settle, undecided
from placesim.returns.reading.years import label, years_ending

KEY = ["CHILD", "begins"]


@dataclass(frozen=True)
class Span:
    """The returns that were read and the days they tell of."""

    years: tuple[int, ...]

    @property
    def first_day(self) -> pd.Timestamp:
        """1 April of the first return."""
        return pd.Timestamp(self.years[0] - 1, 4, 1)

    @property
    def last_day(self) -> pd.Timestamp:
        """31 March of the last return."""
        return pd.Timestamp(self.years[-1], 3, 31)

    def following(self, year: int) -> int:
        """Return the return that follows one."""
        return next(later for later in self.years if later > year)


def last_days(years: "pd.Series[int]") -> "pd.Series[pd.Timestamp]":
    """Return 31 March of each year."""
    days = (np.asarray(years).clip(1900, 2200) - 1970).astype("datetime64[Y]").astype("datetime64[M]") + 3
    return pd.Series((days.astype("datetime64[D]") - 1).astype("datetime64[s]"), index=years.index)


def hold_to_the_year(rows: pd.DataFrame) -> list[str]:
    """Refuse what begins after its return's last day; take ends after it as not yet known, in place."""
    last = last_days(rows["year"])
    settle(rows, rows["begins"] > last, REJECTED, "DECOM is after the last day of its return")
    early = np.asarray(rows["ends"] > last)
    rows["told early"] = rows["ends"].where(early)
    rows["REC told early"] = rows["REC"].where(early, "")
    rows.loc[early, "ends"] = pd.NaT
    without = np.asarray(rows["ends"].isna())
    dropped = int((undecided(rows) & without & ~early & np.asarray(rows["REC"] != "")).sum())
    rows.loc[without, "REC"] = ""
    notes = [
        f"{int((early & undecided(rows)).sum()):,} ends lie after the last day of their return: taken as open then."
    ]
    notes = notes if (early & undecided(rows)).any() else []
    return notes + ([f"{dropped:,} rows have a REC but no DEC: taken as open."] if dropped else [])


def supersede(rows: pd.DataFrame, span: Span) -> list[str]:
    """Decide all tellings of an episode but the latest, in place; give the latest `last_told`; return what changed."""
    told = rows[rows["begins"].notna() & (rows["year"] <= span.years[-1])]
    rows["last_told"] = rows["year"]
    rows.loc[told.index, "last_told"] = told.groupby(KEY, sort=False)["year"].transform("max")
    usable = rows[undecided(rows)]
    lasts = (usable["ends"] != usable["begins"]).rename("lasts")  # one that ends on the day it began gives way
    usable = usable.assign(lasts=lasts).sort_values(["year", "lasts"], kind="stable")
    latest = usable.drop_duplicates(KEY, keep="last")
    earlier = usable.drop(latest.index)
    pairs = earlier[[*KEY, "ends", "PLACE", "year"]].merge(
        latest[[*KEY, "ends", "PLACE", "year"]], on=KEY, suffixes=("", " at last")
    )
    again = rows.index.isin(earlier.index)
    same_year = np.zeros(len(rows), dtype=bool)
    twice = usable.duplicated([*KEY, "year"], keep="last")
    same_year[twice[twice].index] = True
    settle(
        rows, again & same_year, SUPERSEDED, "another row of the same return begins on this day; the last one counts"
    )
    settle(rows, again, SUPERSEDED, "a later return tells this episode again")
    return changed(pairs[pairs["year"] < pairs["year at last"]])


def changed(pairs: pd.DataFrame) -> list[str]:
    """Return how many ends later returns filled in and changed, and how many placements they call otherwise."""
    known, at_last = pairs["ends"], pairs["ends at last"]
    counts = {
        "ends were filled in by a later return.": known.isna() & at_last.notna(),
        "ends were changed by a later return.": known.notna() & (known != at_last),
        "placements were given another code by a later return.": pairs["PLACE"] != pairs["PLACE at last"],
    }
    numbers = {words: len(pairs[which].drop_duplicates(KEY)) for words, which in counts.items()}
    return [f"{number:,} {words}" for words, number in numbers.items() if number]


def exclude_short_breaks(rows: pd.DataFrame) -> None:
    """Exclude, in place, episodes of short breaks: they are not in care for this purpose."""
    settle(
        rows, rows["LS"].isin(code_lists().short_breaks()), EXCLUDED, "short breaks (V3, V4) are not counted as care"
    )


def exclude_told_before(rows: pd.DataFrame, span: Span) -> None:
    """Exclude, in place, the episodes of children who had left by the first day."""
    here = rows[undecided(rows)]
    stays = here["ends"].isna() | (here["ends"] > span.first_day)
    known = set(here.loc[stays, "CHILD"])
    settle(rows, ~rows["CHILD"].isin(known), EXCLUDED, "it ended before the first return begins")


def missing_years(span: Span) -> list[str]:
    """Return a sentence for each year between the first and the last of which nothing could be read."""
    return [
        f"Nothing was read of {label(year)}: who came and left within it is not known, and those gone by "
        f"{label(span.following(year))} are taken to have left half-way."
        for year in range(span.years[0], span.years[-1])
        if year not in span.years
    ]


def quiet_years(rows: pd.DataFrame) -> list[str]:
    """Return a sentence for each return in whose year nothing begins or ends: it may be another year's."""
    here = rows[undecided(rows)]
    year = np.asarray(here["year"])
    happens = (years_ending(here["begins"]) == year) | (years_ending(here["ends"]) == year)
    quiet = sorted(set(year.tolist()) - set(year[happens].tolist()))
    return [
        f"In the return of {label(told)} nothing begins or ends within its year: are these another year's files?"
        for told in quiet
    ]


def known_years(rows: pd.DataFrame) -> tuple[int, ...]:
    """Return the returns of which at least one row can be used."""
    usable: Mask = undecided(rows)
    return tuple(sorted({int(year) for year in rows.loc[usable, "year"]}))
