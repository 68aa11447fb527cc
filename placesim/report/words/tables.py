"""Cells, tables and charts as reports print them: every figure as a mean, how sure it is, how far futures differ."""

from collections.abc import Iterable, Sequence
from functools import partial
from math import isnan

import pandas as pd

from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.config.text import listing
from placesim.experiment.differences import Difference
from placesim.report.charts.bars import named_ranges
from placesim.report.charts.canvas import PALETTE, SOFT
from placesim.report.charts.lines import Series, highest, lines
from placesim.report.figures import NOTHING, THE_SAME, TOO_FEW_FUTURES, TOO_FEW_TO_SAY, Unit, between, unit_for
from placesim.report.paper.parts import Cell, Chart, Table
from placesim.report.study import Study
from placesim.report.words.differences import direction, finer, interval_words, told_apart

YEARS_ABREAST = 6
"""Financial years side by side; a longer horizon continues in a second table, to fit a page and a phone."""

SPREAD = ("low", "high", "p10", "p90")
BELOW_MEANS = "below each mean its 95% interval, then the range of futures (p10 to p90)"
ENDS = ("mean", "p10", "p90")


def number(value: float, unit: Unit) -> Cell:
    """Return a figure as a cell whose column or caption names the unit."""
    return Cell(unit.number(value), value, unit)


def difference_cell(change: Difference, unit: Unit) -> Cell:
    """Return a mean difference with its interval below it; what is clear stands out."""
    if change.nothing:
        return Cell("0", 0.0, unit, "in every future")
    if isnan(change.mean):
        return Cell(NOTHING)
    bare = told_apart(change, unit.bare)
    text = (finer(bare, change.mean) if change.clear else bare).signed(change.mean)
    below = interval_words(change, bare).replace(" for an interval", "")
    ends = () if isnan(change.low) else (change.low, change.high)
    return Cell(text, change.mean, unit, below, ends, strong=direction(change).clear)


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


def months_table(
    caption: str, months: Iterable[str], columns: Sequence[tuple[str, pd.Series]], unit: Unit, sortable: bool = True
) -> Table:
    """Return figures by month, one column a heading; a column that has no figures is left out, but for the first."""
    known = [each for each in columns if not each[1].isna().all()] or columns[:1]
    figures = zip(months, *(of for _, of in known), strict=True)
    rows = tuple((Cell(str(month)), *(number(float(value), unit) for value in row)) for month, *row in figures)
    return Table(caption, ("Month", *(heading for heading, _ in known)), rows, sortable)


def usable_and_taken(
    name: str,
    subject: str,
    usable: pd.DataFrame,
    taken: pd.DataFrame,
    council: Baseline,
    *,
    finding: str,
    note: str = "",
    paid: pd.DataFrame | None = None,
) -> Chart:
    """Show places that are usable and taken by month, and those paid for where a contract pays for places.

    `subject` says of what, as in `Juno, beds`.
    """
    subject, _, places = subject.rpartition(", ")
    contract = {} if paid is None else {"paid for": paid}
    every = {"usable": usable, "taken": taken, **contract}
    unit = unit_for(places, max(map(highest, every.values())))
    ends = [unit.brief(each["mean"].iloc[-1]) for each in every.values()]
    series = [
        Series(usable, "usable", SOFT, band=False, dashed=True),
        *(Series(each, what, PALETTE[1], band=False) for what, each in contract.items()),
        Series(taken, "taken"),
    ]
    columns = [(f"{what.capitalize()}, {end}", points[end]) for what, points in every.items() for end in ENDS]
    caption = f"{subject}: {listing(list(every))} {places} on an average night of the month"
    return Chart(
        name,
        finding,
        f"Line chart, {places}, from zero. {subject}: in the last month {ends[0]} {places} are usable on average, and "
        f"{ends[1]} are taken{f'; {ends[2]} are paid for' if contract else ''}.",
        partial(lines, series, unit, start=council.start, days=horizon_days(council)),
        note,
        (months_table(caption, usable["month"], columns, unit),),
    )


def ranges_chart(
    name: str,
    finding: str,
    opening: str,
    changes: Sequence[tuple[str, Difference]],
    unit: Unit,
    note: str,
    sheet: str = "",
) -> Chart:
    """Show differences, one a row under its label: mean, interval and range of futures."""
    means = "; ".join(f"{label} {unit.signed(change.mean)}" for label, change in changes)
    draw = partial(named_ranges, changes, unit)
    return Chart(name, finding, f"{opening}: {means}.", draw, note, wide=True, sheet=sheet)
