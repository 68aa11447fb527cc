"""Tables as reports print them: every figure as a mean, how sure that mean is, and how far futures differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import pandas as pd

from placesim.report.study import Study
from placesim.report.wording import NOTHING, THE_SAME, TOO_FEW_FUTURES, TOO_FEW_TO_SAY, Unit, between
from placesim.report.years import Year

YEARS_ABREAST = 6
"""Financial years side by side; a longer horizon continues in a second table, to fit a page and a phone."""


MONTHLY = {"mean": "Mean", "p10": "p10", "p50": "Median", "p90": "p90"}


@dataclass(frozen=True)
class Cell:
    """One cell: its text, the number it is sorted by, and what stands below it in small print."""

    text: str
    sort: float | None = None
    below: str = ""
    strong: bool = False
    """True for what stands out, as a difference that is sure."""


@dataclass(frozen=True)
class Table:
    """Rows of one heading cell and figures."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: tuple[int, ...] = ()
    """Columns, counted from 0, that hold words and not numbers (the first always does)."""
    sortable: bool = False
    first: tuple[Cell, ...] = ()
    """A row that stays above the others however they are sorted, as the baseline's own figures."""


@dataclass(frozen=True)
class YearEntry:
    """One thing over the years: mean, interval of the mean, and range of futures, each year's as text."""

    label: str
    means: tuple[Cell, ...]
    intervals: tuple[str, ...]
    ranges: tuple[str, ...]
    total: bool = False


@dataclass(frozen=True)
class YearTable:
    """Several things by financial year."""

    caption: str
    years: tuple[Year, ...]
    entries: tuple[YearEntry, ...]

    @property
    def part_years(self) -> tuple[Year, ...]:
        """The years that are parts of a year."""
        return tuple(year for year in self.years if year.part)


def constant(row: pd.Series) -> bool:
    """Tell whether a figure is the same in (at least nine in ten of) all futures, the mean included."""
    return bool(row["p10"] == row["p90"] == row["mean"])


def interval_text(row: pd.Series, unit: Unit) -> str:
    """Return the 95% interval of the mean, or why there is none."""
    if isnan(row["mean"]):
        return NOTHING
    if row["note"] == TOO_FEW_FUTURES:
        return TOO_FEW_FUTURES
    if constant(row):
        return THE_SAME
    return TOO_FEW_TO_SAY if isnan(row["low"]) else between(row["low"], row["high"], unit)


def range_text(row: pd.Series, unit: Unit) -> str:
    """Return the range that holds 8 in 10 futures."""
    if isnan(row["mean"]):
        return NOTHING
    if row["note"] == TOO_FEW_FUTURES:
        return TOO_FEW_FUTURES
    return THE_SAME if constant(row) else between(row["p10"], row["p90"], unit)


def year_entry(label: str, rows: pd.DataFrame, unit: Unit, total: bool = False) -> YearEntry:
    """Return one thing's figures, a row of `rows` a year."""
    each = [row for _, row in rows.iterrows()]
    return YearEntry(
        label,
        tuple(Cell(unit.number(row["mean"]), row["mean"]) for row in each),
        tuple(interval_text(row, unit) for row in each),
        tuple(range_text(row, unit) for row in each),
        total,
    )


def year_tables(
    study: Study, caption: str, wanted: Sequence[tuple[str, str]], unit: Unit | None = None
) -> list[YearTable]:
    """Return measures and groups by financial year, in one table or, for many years, several.

    Args:
        study: where the figures come from.
        caption: what the table holds; the unit is added.
        wanted: (measure, group) of each entry, all in the same unit; group `all` is printed as a total.
        unit: how to print them; chosen from the figures when not given.
    """
    unit = unit or study.unit(wanted[0][0], [group for _, group in wanted])
    titled = f"{caption}, {unit.header}"
    tables = []
    for first in range(0, len(study.years), YEARS_ABREAST):
        some = slice(first, first + YEARS_ABREAST)
        entries = tuple(
            year_entry(study.label(measure, group), study.by_year(measure, group).iloc[some], unit, group == "all")
            for measure, group in wanted
        )
        tables.append(YearTable(titled, study.years[some], entries))
    return tables


def monthly_table_of(caption: str, points: pd.DataFrame, unit: Unit) -> Table:
    """Return the figures behind a line: month, mean, p10, median and p90."""
    known = [column for column in MONTHLY if not points[column].isna().all()] or ["mean"]
    rows = tuple(
        (Cell(str(row["month"])), *(Cell(unit.number(row[column]), row[column]) for column in known))
        for _, row in points.iterrows()
    )
    return Table(f"{caption}, {unit.header}", ("Month", *(MONTHLY[c] for c in known)), rows, sortable=True)
