"""The baseline in figures: the headline of a run, and what every saving of a comparison is measured against."""

from dataclasses import dataclass
from math import isnan

import numpy as np
import pandas as pd

from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.differences import difference_of
from placesim.report.comparison_study import SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.figures import SHARE, Unit, claim, short_day, unit_for
from placesim.report.paper.parts import Answer, Cell, Table
from placesim.report.study import Study, Year, whole_years
from placesim.report.words.tables import interval_text, range_text

COLUMNS = ("When", "Mean", "95% interval", "Range of futures")


@dataclass(frozen=True)
class Stock:
    """A figure of the last night of a year."""

    subject: str
    measure: str
    group: str = "all"


STOCKS = (
    Stock("Children in care", "children_year_end"),
    Stock("Children placed out of borough", "out_of_borough_share"),
    Stock("Out of borough, children's homes", "out_of_borough_share", "residential"),
)


def headlines(study: Study) -> tuple[Answer, ...]:
    """Return children in care, shares out of borough, and spend."""
    stocks = (stock for stock in STOCKS if stock.group == "all" or study.ever(stock.measure, stock.group))
    return (*(_at_year_end(study, stock) for stock in stocks), _spend(study))


def start_of(study: Study, measure: str, group: str = "all") -> float:
    """Return children in care, or their share out of borough, counted on the start date."""
    if measure == "children_year_end":
        return float(study.start_count(None if group == "all" else group))
    return study.start_share_out(group)


def _at_year_end(study: Study, stock: Stock) -> Answer:
    start = start_of(study, stock.measure, stock.group)
    unit = SHARE if stock.measure == "out_of_borough_share" else study.unit(stock.measure)
    found = difference_of(start, study.values(study.years[-1], stock.measure, stock.group))
    counted = (
        Cell(short_day(study.baseline.start)),
        Cell(unit.full(start), start, unit),
        Cell("counted, not simulated"),
        Cell(""),
    )
    rows = [
        _row(short_day(year.last), _of_year(study, year, stock.measure, stock.group), unit)
        for year in _first_and_last(study.years)
    ]
    finding = claim(stock.subject, found, unit, study.from_start_to_end, counted=True)
    return Answer("", finding, table=Table(f"{stock.subject}, {unit.header}", COLUMNS, (counted, *rows)))


def _spend(study: Study) -> Answer:
    unit, years = study.unit("spend"), _first_and_last(whole_years(study.years))
    rows = tuple(_row(year.label, _of_year(study, year, "spend"), unit) for year in years)
    if len(years) == 1:
        finding = f"Placement spend: about {rows[0][1].text} in {years[0].label}"
    else:
        found = difference_of(study.values(years[0], "spend"), study.values(years[-1], "spend"))
        finding = claim("Placement spend in a year", found, unit, (f"in {years[0].name}", f"in {years[-1].name}"))
    return Answer("", finding, table=Table(f"Placement spend, {unit.header}, cash", COLUMNS, rows))


def _first_and_last(years: tuple[Year, ...]) -> tuple[Year, ...]:
    return (years[0], years[-1]) if len(years) > 1 else years


def _of_year(study: Study, year: Year, measure: str, group: str = "all") -> pd.Series:
    rows = study.by_year(measure, group)
    return rows[rows["financial_year"] == year.name].iloc[0]


def _row(when: str, row: pd.Series, unit: Unit) -> tuple[Cell, ...]:
    mean = Cell(unit.full(row["mean"]), row["mean"], unit, strong=True)
    return Cell(when), mean, Cell(interval_text(row, unit)), Cell(range_text(row, unit))


CHECK = "Check this before you read on: every option is measured against it."

LARGE = 1e7
"""Pounds a year from which spend is told with one decimal of a million."""


def baseline_words(options: ComparisonStudy) -> tuple[str, str]:
    """Return what becomes of children, spend and the share out of borough if nothing changes, as means."""
    parts = [part for part in (_children(options), _spend_words(options), _out_of_borough(options)) if part]
    return f"If nothing changes: {'; '.join(parts)}.", CHECK


def _mean(options: ComparisonStudy, measure: str, year: str = ALL_YEARS) -> float:
    values = options.comparison.before(measure, "all", year)
    return float("nan") if np.isnan(values).all() else float(np.nanmean(values))


def _children(options: ComparisonStudy) -> str:
    start, end = options.baseline.start_count(), _mean(options, "children_year_end")
    who, become = ("child", "becomes") if start == 1 else ("children", "become")
    after = unit_for("children", end).number(end)
    return f"{start:,} {who} in care on {options.start} {become} about {after} on {options.end}"


def _spend_words(options: ComparisonStudy) -> str:
    """Say what placements cost in the first and last whole year, and in all."""
    years, total = whole_years(options.years), _mean(options, SPEND)
    unit = unit_for("pounds", total)
    first, last = (_mean(options, SPEND, year.name) for year in (years[0], years[-1]))
    decimals = 1 if min(first, last) >= LARGE else unit.decimals
    before, after, every = (unit.full(value, decimals) for value in (first, last, total))
    if len(options.years) == 1:
        return f"placement spend is {before} in {years[0].label}"
    in_all = f"{every} in all" + (f" to {options.end}" if len(years) < len(options.years) else "")
    if len(years) == 1:
        return f"placement spend is {before} in {years[0].label}, {in_all}"
    return f"placement spend goes from {before} in {years[0].label} to {after} in {years[-1].label}, {in_all}"


def _out_of_borough(options: ComparisonStudy) -> str:
    start, end = options.baseline.start_share_out("all"), _mean(options, SHARE_OUT)
    if isnan(start) or isnan(end):
        return ""
    share = unit_for("share", 1.0)
    return f"out of borough goes from {share.full(start)} to {share.full(end)}"
