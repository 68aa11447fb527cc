"""Dates as returns hold them: day first or ISO, never guessed to be month first."""

import re
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

NO_DATE, PLAIN, DAY_FIRST, EITHER, MONTH_FIRST, UNREADABLE = range(6)
"""Kinds of text where a date should stand: nothing; a date that can be read in one way; figures that can only be day
first; figures that could be either and are read day first; figures that could only be month first; anything else."""

TIME = r"(?:[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){TIME}")
FIGURES = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}){TIME}")
TOGETHER = re.compile(r"(19\d\d|20\d\d)([01]\d)([0-3]\d)")
WORDS = re.compile(rf"(\d{{1,2}})[- /]([A-Za-z]{{3,9}})[- /,]+(\d{{4}}){TIME}")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_dates(texts: "pd.Series[Any]") -> pd.DataFrame:
    """Return `day` (datetime64, NaT where none can be read) and `kind` of each text."""
    numbers, uniques = pd.factorize(np.asarray(texts))
    read = [date_of(text) for text in uniques]
    days = np.array([day for day, _ in read], dtype="datetime64[D]")
    kinds = np.array([kind for _, kind in read], dtype=np.int8)
    return pd.DataFrame({"day": days[numbers].astype("datetime64[s]"), "kind": kinds[numbers]}, index=texts.index)


def date_of(text: str) -> tuple[date | None, int]:
    """Return the date that a text tells, and which kind of text it is."""
    if not text:
        return None, NO_DATE
    figures = FIGURES.fullmatch(text)
    if figures:
        return of_figures(int(figures[1]), int(figures[3]), int(figures[4]))
    iso = ISO.fullmatch(text) or TOGETHER.fullmatch(text)
    if iso:
        return dated(int(iso[1]), int(iso[2]), int(iso[3]), PLAIN)
    words = WORDS.fullmatch(text)
    if words and words[2][:3].lower() in MONTHS:
        return dated(int(words[3]), MONTHS.index(words[2][:3].lower()) + 1, int(words[1]), PLAIN)
    return None, UNREADABLE


def of_figures(first: int, second: int, year: int) -> tuple[date | None, int]:
    """Return the date of figures with the year last."""
    if second > 12 >= first:
        return None, MONTH_FIRST
    return dated(year, second, first, DAY_FIRST if first > 12 else EITHER)


def dated(year: int, month: int, day: int, kind: int) -> tuple[date | None, int]:
    """Return a date where the calendar has it."""
    try:
        return date(year, month, day), kind
    except ValueError:
        return None, UNREADABLE
