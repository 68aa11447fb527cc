"""The baseline in figures: the headline of a run, and what every saving of a comparison is measured against."""

from math import isnan

import numpy as np
import pandas as pd

from placesim.config.baseline import Baseline
from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.differences import difference_of
from placesim.report.comparison_study import SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.figures import SHARE, Unit, claim, short_day, unit_for
from placesim.report.paper.parts import Answer, Cell, Table
from placesim.report.study import Study, Year, whole_years
from placesim.report.words.placeholders import priced
from placesim.report.words.tables import interval_text, range_text
from placesim.results.measures import MEASURES, Exhibit, Told, told_in

COLUMNS = ("When", "Mean", "95% interval", "Range of futures")


def headlines(study: Study) -> tuple[Answer, ...]:
    """Return what a run begins with: children in care, shares out of borough, and spend."""
    known = [each for each in told_in(Exhibit.HEADLINES) if _is_known(study.baseline, each.measure)]
    told = [each for each in known if each.group == "all" or study.ever(each.measure, each.group)]
    return tuple(_by_year(study, each) if _is_flow(each) else _at_year_end(study, each) for each in told)


def _is_known(council: Baseline, measure: str) -> bool:
    """Tell whether a figure can be told: money cannot where a price is a placeholder."""
    return MEASURES[measure].unit != "pounds" or priced(council)


def _is_flow(each: Told) -> bool:
    """Tell whether a figure is of a whole year, and not of its last night."""
    return MEASURES[each.measure].horizon != "end"


def start_of(study: Study, measure: str, group: str = "all") -> float | None:
    """Return children in care, or their share out of borough, as counted on the start date; no other figure is."""
    if measure == "children_year_end":
        return float(study.start_count(None if group == "all" else group))
    return study.start_share_out(group) if measure == SHARE_OUT else None


def _at_year_end(study: Study, stock: Told) -> Answer:
    start = start_of(study, stock.measure, stock.group)
    unit = SHARE if stock.measure == SHARE_OUT else study.unit(stock.measure)
    first, *_, last = (study.values(year, stock.measure, stock.group) for year in (study.years[0], *study.years))
    rows = [_row(study, short_day(year.last), year, stock, unit) for year in _first_and_last(study.years)]
    if start is not None:
        day, how = Cell(short_day(study.baseline.start)), Cell("counted, not simulated")
        empty = (Cell("") for _ in _columns(study)[3:])
        rows.insert(0, (day, Cell(unit.full(start), start, unit), how, *empty))
    change = difference_of(first if start is None else start, last)
    finding = claim(stock.words, change, unit, study.from_start_to_end, counted=start is not None)
    return Answer("", finding, table=Table(f"{stock.words}, {unit.header}", _columns(study), tuple(rows)))


def _by_year(study: Study, flow: Told) -> Answer:
    unit, years = study.unit(flow.measure, (flow.group,)), _first_and_last(whole_years(study.years))
    rows = tuple(_row(study, year.label, year, flow, unit) for year in years)
    if len(years) == 1:
        finding = f"{flow.words}: about {rows[0][1].text} in {years[0].label}"
    else:
        before, after = (study.values(year, flow.measure, flow.group) for year in years)
        when = (f"in {years[0].name}", f"in {years[-1].name}")
        finding = claim(f"{flow.words} in a year", difference_of(before, after), unit, when)
    cash = ", cash" if MEASURES[flow.measure].unit == "pounds" else ""
    return Answer("", finding, table=Table(f"{flow.words}, {unit.header}{cash}", _columns(study), rows))


def _first_and_last(years: tuple[Year, ...]) -> tuple[Year, ...]:
    return (years[0], years[-1]) if len(years) > 1 else years


def _of_year(study: Study, year: Year, measure: str, group: str = "all") -> pd.Series:
    rows = study.by_year(measure, group)
    return rows[rows["financial_year"] == year.name].iloc[0]


def _columns(study: Study) -> tuple[str, ...]:
    """Return the headings of a headline: where assumptions are drawn, the range under luck alone beside the drawn."""
    return COLUMNS if study.luck_alone is None else (*COLUMNS[:3], "Range, assumptions drawn", "Range, luck alone")


def _row(study: Study, when: str, year: Year, told: Told, unit: Unit) -> tuple[Cell, ...]:
    row = _of_year(study, year, told.measure, told.group)
    mean = Cell(unit.full(row["mean"]), row["mean"], unit, strong=True)
    luck = study.luck_alone
    alone = (Cell(range_text(_of_year(luck, year, told.measure, told.group), unit)),) if luck else ()
    return Cell(when), mean, Cell(interval_text(row, unit)), Cell(range_text(row, unit)), *alone


CHECK = "Compare this with your own trend before you read on: every option is measured against it."

LARGE = 1e7
"""Pounds a year from which spend is told with one decimal of a million."""


def baseline_words(options: ComparisonStudy) -> tuple[str, str]:
    """Return what becomes of children, spend and the share out of borough if nothing changes, as means."""
    money = _spend_words(options) if priced(options.council) else ""
    parts = [part for part in (_children(options), money, _out_of_borough(options)) if part]
    return f"If nothing changes: {'; '.join(parts)}.", CHECK


def _mean(options: ComparisonStudy, measure: str, year: str = ALL_YEARS) -> float:
    values = options.comparison.before(measure, "all", year)
    return float("nan") if np.isnan(values).all() else float(np.nanmean(values))


def _children(options: ComparisonStudy) -> str:
    start, end = options.baseline.start_count(), _mean(options, "children_year_end")
    who, become = ("child", "becomes") if start == 1 else ("children", "become")
    after = f"about {unit_for('children', end).number(end)}" if end else "0"
    return f"{start:,} {who} in care on {options.start} {become} {after} on {options.end}"


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
