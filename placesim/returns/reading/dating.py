"""The return that each row belongs to: by its YEAR, by the file's name, or by the dates where neither tells."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from placesim.returns.account import REJECTED
from placesim.returns.reading.fates import settle, undecided
from placesim.returns.reading.tables import EPISODES
from placesim.returns.reading.values import over_uniques
from placesim.returns.reading.years import Years, contradictions, label, told_year, year_of_file, years_ending

SEVERAL, MANY_OF_ALL, FEW_OF_ALL = 10, 0.2, 0.02
"""A file's dates say that its name is wrong where more than so many rows, and such a share, contradict its year while
fewer than the last share contradict the year beside it."""

STRAY = 0.005
"""A year that holds a smaller share of a file's dates is a slip, not the file's last year."""

GOES_ON = "X1"


@dataclass(frozen=True)
class Dated:
    """How the years were decided, for the reader of the account."""

    notes: tuple[str, ...]


def date_rows(tables: dict[str, pd.DataFrame]) -> list[str]:
    """Give every row of every table, in place, the `year` in which its return ends; return how it was decided.

    Rows of the header and of the children who came alone that no name dates have the year 0: they hold for all.
    """
    for rows in tables.values():
        name_years(rows)
    episodes = tables[EPISODES]
    begins, ends = years_ending(episodes["begins"]), years_ending(episodes["ends"])
    notes = single_years(tables, begins, ends)
    notes += names_that_dates_contradict(tables, begins, ends)
    notes += years_by_dates(episodes, begins, ends)
    settle(episodes, episodes["year"] == 0, REJECTED, "YEAR tells no year")
    return notes


def name_years(rows: pd.DataFrame) -> None:
    """Set `year` to what YEAR or the file's name tells (0: nothing) and `named` to who tells it."""
    by_file = over_uniques(rows["file"], year_of_file)
    by_column = over_uniques(rows["YEAR"], told_year)
    has_column = rows["YEAR"].ne("").groupby(rows["file"]).transform("any")
    told = by_column.where(has_column, by_file)
    rows["year"] = np.array([year[0] if year else 0 for year in told], dtype=np.int64)
    rows["both"] = np.array([bool(year and year[1]) for year in told], dtype=bool)
    rows["dated_by"] = np.where(has_column, "YEAR", np.where(rows["year"] > 0, "name", ""))


def single_years(tables: dict[str, pd.DataFrame], begins: Years, ends: Years) -> list[str]:
    """Decide whether a year that is named alone ends or begins the return: by which the dates contradict less."""
    episodes = tables[EPISODES]
    alone = np.asarray((episodes["year"] > 0) & ~episodes["both"] & undecided(episodes), dtype=bool)
    year = np.asarray(episodes["year"])
    as_end = contradictions(begins, ends, year)[alone].sum()
    as_beginning = contradictions(begins, ends, year + 1)[alone].sum()
    if as_beginning >= as_end:
        return []
    for rows in tables.values():
        rows.loc[(rows["year"] > 0) & ~rows["both"], "year"] += 1
    return ["A year that is named alone is the one in which the return begins: the dates say so."]


def names_that_dates_contradict(tables: dict[str, pd.DataFrame], begins: Years, ends: Years) -> list[str]:
    """Correct the year of files whose dates belong to the year beside the one that they are named for."""
    notes, episodes = [], tables[EPISODES]
    usable = undecided(episodes)
    for file, numbers in episodes.groupby("file", sort=False).indices.items():
        at = np.asarray([n for n in numbers if usable[n]], dtype=np.int64)
        if not len(at) or episodes["dated_by"].iat[at[0]] != "name":
            continue
        year = int(np.asarray(episodes["year"])[at[0]])
        shares = {near: float(contradictions(begins[at], ends[at], near).mean()) for near in (year - 1, year, year + 1)}
        best = min(shares, key=lambda near: (shares[near], abs(near - year)))
        if shares[year] * len(at) > SEVERAL and shares[year] > MANY_OF_ALL and shares[best] < FEW_OF_ALL:
            rename(tables, str(file), best)
            notes.append(f"{file} is named for {label(year)}, but its dates are those of {label(best)}: read as that.")
    return notes


def rename(tables: dict[str, pd.DataFrame], file: str, year: int) -> None:
    """Give the rows of a file, and those of the other files in its folder, another year."""
    folder = file.rpartition("/")[0]
    for rows in tables.values():
        beside = over_uniques(rows["file"], lambda name: bool(folder) and name.rpartition("/")[0] == folder)
        rows.loc[rows["file"].eq(file) | beside.astype(bool), "year"] = year


def years_by_dates(episodes: pd.DataFrame, begins: Years, ends: Years) -> list[str]:
    """Date the rows of files that tell no year: by the last that their dates tell, or by several."""
    notes = []
    for file, numbers in (
        episodes[episodes["dated_by"].eq("") & undecided(episodes)].groupby("file", sort=False).groups.items()
    ):
        at = np.asarray(numbers, dtype=np.int64)
        years = told_by_dates(begins[at], ends[at], episodes["REC"].iloc[at])
        if years:
            first, last = years
            episodes.loc[at, "year"] = np.clip(np.where(ends[at] > 0, ends[at], last), first, last)
            told = label(last) if first == last else f"{label(first)} to {label(last)}"
            notes.append(f"{file} names no year; by its dates it tells {told}.")
    return notes


def told_by_dates(begins: Years, ends: Years, rec: "pd.Series[Any]") -> tuple[int, int] | None:
    """Return the first and the last return that the dates of a file tell; None where it has none.

    A return tells who left in its year alone, so children who left in years one after the other are several returns.
    """
    told, counts = np.unique(np.concatenate([begins, ends])[np.concatenate([begins, ends]) > 0], return_counts=True)
    if not len(told):
        return None
    while len(told) > 1 and told[-1] - told[-2] > 1 and counts[-1] <= max(1, STRAY * counts.sum()):
        told, counts = told[:-1], counts[:-1]
    first = last = int(told[-1])
    left = set(ends[(ends > 0) & ~rec.isin(["", GOES_ON]).to_numpy()].tolist())
    while first - 1 in left:
        first -= 1
    return first, last
