"""Which return a file belongs to: by the years in its name, held against the dates in it."""

import re
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Years = NDArray[np.int64]

TWO_YEARS = re.compile(r"(?<!\d)(20\d\d)\s*(?:[-_/ .]|to|-to-|_to_)?\s*(20\d\d|\d\d)(?!\d)(?![-/.]\d\d(?!\d))")
ONE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:(?!\d)|(?=\d{4}(?!\d)))")


def last_day_of(year: int) -> date:
    """Return the last day of the return that ends in a year."""
    return date(year, 3, 31)


def label(year: int) -> str:
    """Return a return's year as people say it: 2024-25."""
    return f"{year - 1}-{year % 100:02d}"


def told_year(text: str) -> tuple[int, bool] | None:
    """Return the year that a text tells and whether it names both years of a financial year; None where it tells none.

    `2019-20`, `2019_2020` and `201920` end in 2020; `2019` alone may end or begin the year, which the dates decide.
    `2019-24` and `2019 to 2024` are several years, which tell none.
    """
    pairs = [(int(both[1]), int(both[1]) // 100 * 100 + int(both[2]) % 100) for both in TWO_YEARS.finditer(text)]
    if any(ends > begins + 1 for begins, ends in pairs):
        return None
    consecutive = {ends for begins, ends in pairs if ends == begins + 1}
    if consecutive:
        return (consecutive.pop(), True) if len(consecutive) == 1 else None
    alone = {int(one[1]) for one in ONE_YEAR.finditer(text)}
    return (alone.pop(), False) if len(alone) == 1 else None


def year_of_file(file: str) -> tuple[int, bool] | None:
    """Return what a file's name tells, or else the nearest folder that tells a year."""
    parts = [part for part in file.split("/") if part]
    return next((told for told in map(told_year, reversed(parts)) if told is not None), None)


def years_ending(days: "pd.Series[pd.Timestamp]") -> Years:
    """Return the year in which the financial year of each day ends; 0 where there is no day."""
    return np.asarray((days.dt.year + days.dt.month.ge(4)).where(days.notna(), 0), dtype=np.int64)


def contradictions(begins: Years, ends: Years, year: Years | int) -> NDArray[np.bool_]:
    """Return which episodes cannot stand in the return of a year: they begin or end after it, or end before it.

    Args:
        begins: the year in which each episode begins, by `years_ending`.
        ends: that in which it ends; 0 while it is open.
        year: the return's.
    """
    return np.asarray((begins > year) | (ends > year) | ((ends > 0) & (ends < year)))
