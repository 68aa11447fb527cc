"""What a row of the episodes or the header must hold to be read, whatever its year."""

from typing import Any

import numpy as np
import pandas as pd

from placesim.returns.account import EXCLUDED, REJECTED
from placesim.returns.codes.code_lists import code_lists
from placesim.returns.reading.dates import DAY_FIRST, EITHER, MONTH_FIRST, NO_DATE, UNREADABLE, read_dates
from placesim.returns.reading.fates import Mask, settle, undecided
from placesim.returns.reading.tables import heading
from placesim.returns.reading.values import code, is_code, over_uniques

ALWAYS_CODES = ("RNE", "LS", "PLACE", "REC")
MAY_BE_TEXT = ("CIN", "PLACE_PROVIDER", "REASON_PLACE_CHANGE")
"""Columns that nothing hangs on so much that a row is lost for them: what is no code there is left out, and told."""

MONTHS_FIRST = "the dates of this file are month first (04/13/2020); save it with the day first, or as 2020-04-13"


def read_days(rows: pd.DataFrame, days: dict[str, str]) -> None:
    """Read, in place, columns of dates and refuse the rows whose dates cannot be read.

    Args:
        rows: the rows of a table.
        days: for each column of text, what the column of days is called.
    """
    for text, day in days.items():
        read = read_dates(rows[text])
        rows[day], rows[f"{text} kind"] = read["day"], read["kind"]
    kinds = np.stack([np.asarray(rows[f"{text} kind"]) for text in days])
    settle(rows, month_first_files(rows["file"], kinds), REJECTED, MONTHS_FIRST)
    for text in days:
        kind = rows.pop(f"{text} kind")
        settle(rows, kind == MONTH_FIRST, REJECTED, f"{text} has a month above 12")
        settle(rows, kind == UNREADABLE, REJECTED, f"{text} is no date of the calendar; write days as in 31/03/2024")


def month_first_files(file: "pd.Series[Any]", kinds: "np.ndarray[Any, Any]") -> Mask:
    """Return the rows with dates in figures of files whose figures are month first: they cannot be told apart."""
    counted = pd.DataFrame(
        {"month": (kinds == MONTH_FIRST).sum(axis=0), "day": (kinds == DAY_FIRST).sum(axis=0), "file": file.to_numpy()}
    )
    by_file = counted.groupby("file", sort=False)[["month", "day"]].transform("sum")
    wrong = (by_file["month"] > 0) & (by_file["month"] >= by_file["day"])
    return np.asarray(wrong) & np.isin(kinds, (DAY_FIRST, EITHER, MONTH_FIRST)).any(axis=0)


def judge_every_row(rows: pd.DataFrame) -> None:
    """Decide the rows that are no child's: headings again, totals, rows without a child."""
    child = rows["CHILD"]
    settle(rows, over_uniques(child, heading) == "CHILD", EXCLUDED, "the headings again")
    totals = child.str.fullmatch(r"(?i)(grand |sub-?)?(total|count|sum|rows?)s?\b.*")
    settle(rows, totals, EXCLUDED, "a row of totals, not of a child")
    settle(rows, child == "", REJECTED, "CHILD is empty")


def judge_episodes(rows: pd.DataFrame) -> list[str]:
    """Decide the episodes that cannot be read; return what was left out of others."""
    judge_every_row(rows)
    read_days(rows, {"DECOM": "begins", "DEC": "ends"})
    settle(rows, rows["begins"].isna(), REJECTED, "DECOM is empty")
    settle(rows, rows["PLACE"] == "", REJECTED, "PLACE is empty")
    settle(rows, rows["ends"] < rows["begins"], REJECTED, "DEC is before DECOM")
    return read_codes(rows)


def read_codes(rows: pd.DataFrame) -> list[str]:
    """Read, in place, the columns of codes; refuse rows that hold no code where one must stand."""
    rows["URN"] = over_uniques(rows["URN"], lambda text: text.upper().removesuffix(".0"))
    notes = []
    for column in ALWAYS_CODES + MAY_BE_TEXT:
        rows[column] = over_uniques(rows[column], code)
        settle(rows, codes_of_another(rows[column]), REJECTED, f"{column} holds a code of another column")
        no_code = ~over_uniques(rows[column], lambda text: not text or is_code(text)).astype(bool)
        if column in ALWAYS_CODES:
            settle(rows, no_code, REJECTED, f"{column} holds what is no code")
        elif no_code.any():
            dated = dates_among(rows[column])
            settle(rows, dated, REJECTED, f"{column} holds a date; a comma is too many or too few before it")
            rows.loc[no_code, column] = ""
            notes += [f"{column} holds what is no code in {(no_code & ~dated).sum():,} rows: left out of them."]
    return [note for note in notes if " in 0 rows" not in note]


def codes_of_another(codes: "pd.Series[Any]") -> "pd.Series[bool]":
    """Return which codes are those of another column, as they are where a row has slipped by a field."""
    lists = code_lists()
    return over_uniques(codes, lambda said: lists.elsewhere(str(codes.name), said)).astype(bool)


def dates_among(texts: "pd.Series[Any]") -> "pd.Series[bool]":
    """Return which texts are dates, as they are where a row has slipped by a column."""
    answer: pd.Series[bool] = ~read_dates(texts)["kind"].isin([NO_DATE, UNREADABLE])
    return answer


def judge_header(rows: pd.DataFrame) -> list[str]:
    """Decide the rows of the header that cannot be read, and read the sexes; return what no list tells."""
    judge_every_row(rows)
    read_days(rows, {"DOB": "born"})
    settle(rows, rows["born"].isna(), REJECTED, "DOB is empty")
    sexes = code_lists().sexes
    rows["sex"] = over_uniques(rows["SEX"], lambda text: sexes.get(text.upper().removesuffix(".0"), ""))
    unknown = rows["sex"].eq("")
    rows.loc[unknown, "sex"] = "U"
    number = int((unknown & undecided(rows)).sum())
    return [f"SEX is none of the list in {number:,} rows of the header: taken as unknown (U)."] if number else []
