"""Cells and tables as reports print them: every figure as a mean, how sure that mean is, and how far futures differ."""

from collections.abc import Sequence
from math import isnan

import pandas as pd

from placesim.experiment.differences import Difference
from placesim.report.figures import NOTHING, THE_SAME, TOO_FEW_FUTURES, TOO_FEW_TO_SAY, Unit, between
from placesim.report.paper.parts import Cell, Table
from placesim.report.study import Study
from placesim.report.words.differences import direction, finer, interval_words

YEARS_ABREAST = 6
"""Financial years side by side; a longer horizon continues in a second table, to fit a page and a phone."""

SPREAD = ("low", "high", "p10", "p90")
BELOW_MEANS = "below each mean its 95% interval, then the range of futures (p10 to p90)"
MONTHLY = {"mean": "Mean", "p10": "p10", "p50": "Median", "p90": "p90"}


def number(value: float, unit: Unit) -> Cell:
    """Return a figure as a cell whose column or caption names the unit."""
    return Cell(unit.number(value), value, unit)


def difference_cell(found: Difference, unit: Unit) -> Cell:
    """Return a mean difference with its interval below it; what is clear stands out."""
    if found.nothing:
        return Cell("0", 0.0, unit, "in every future")
    bare = Unit(unit.header, unit.divisor, unit.decimals)
    text = (finer(bare, found.mean) if found.clear else bare).signed(found.mean)
    below = interval_words(found, bare).replace(" for an interval", "")
    ends = () if isnan(found.low) else (found.low, found.high)
    return Cell(text, found.mean, unit, below, ends, strong=direction(found).clear)


def constant(row: pd.Series) -> bool:
    """Tell whether a figure is the same in (at least nine in ten of) all futures, the mean included."""
    return bool(row["p10"] == row["p90"] == row["mean"])


def interval_text(row: pd.Series, unit: Unit) -> str:
    """Return the 95% interval of the mean, or why there is none."""
    if isnan(row["mean"]):
        return NOTHING
    if row["note"].startswith(TOO_FEW_FUTURES):
        return TOO_FEW_FUTURES
    if constant(row):
        return THE_SAME
    return TOO_FEW_TO_SAY if isnan(row["low"]) else between(row["low"], row["high"], unit)


def range_text(row: pd.Series, unit: Unit) -> str:
    """Return the range that holds 8 in 10 futures."""
    if isnan(row["mean"]):
        return NOTHING
    if isnan(row["p10"]):
        return TOO_FEW_FUTURES
    return THE_SAME if constant(row) else between(row["p10"], row["p90"], unit)


def year_cell(row: pd.Series, unit: Unit) -> Cell:
    """Return a mean with its interval and its range below it, each said once."""
    below = dict.fromkeys((interval_text(row, unit), range_text(row, unit)))
    text = unit.number(row["mean"])
    if text == NOTHING:
        return Cell(text)
    return Cell(text, row["mean"], unit, "\n".join(below), tuple(float(row[end]) for end in SPREAD))


def year_tables(
    study: Study, caption: str, wanted: Sequence[tuple[str, str]], unit: Unit | None = None, sheet: str = ""
) -> list[Table]:
    """Return measures and groups by financial year, in one table or, for many years, several.

    Args:
        study: where the figures come from.
        caption: what the table holds; the unit is added.
        wanted: (measure, group) of each row, all in the same unit; a last row of group `all` is the total.
        unit: how to print them; chosen from the figures when not given.
        sheet: the workbook's sheet.
    """
    unit = unit or study.unit(wanted[0][0], [group for _, group in wanted])
    titled = f"{caption}, {unit.header}; {BELOW_MEANS}"
    tables = []
    for first in range(0, len(study.years), YEARS_ABREAST):
        some = slice(first, first + YEARS_ABREAST)
        years = study.years[some]
        rows = tuple(
            (
                Cell(study.label(measure, group)),
                *(year_cell(row, unit) for _, row in study.by_year(measure, group).iloc[some].iterrows()),
            )
            for measure, group in wanted
        )
        total = len(wanted) > 1 and wanted[-1][1] == "all"
        columns = ("", *(year.label for year in years))
        tables.append(Table(titled, columns, rows, total=total, ends=SPREAD, sheet=sheet))
    return tables


def monthly_table_of(caption: str, points: pd.DataFrame, unit: Unit) -> Table:
    """Return the figures behind a line: month, mean, p10, median and p90."""
    known = [column for column in MONTHLY if not points[column].isna().all()] or ["mean"]
    rows = tuple((Cell(str(row["month"])), *(number(row[c], unit) for c in known)) for _, row in points.iterrows())
    return Table(f"{caption}, {unit.header}", ("Month", *(MONTHLY[c] for c in known)), rows, sortable=True)
