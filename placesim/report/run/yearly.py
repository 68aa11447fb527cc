"""Exhibits by financial year: spend, leavers and moves as stacked bars, stability as dots on ranges."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from placesim.experiment.statistics import interval_of_mean, range_of_futures
from placesim.report import charts
from placesim.report.run.exhibits import Exhibit
from placesim.report.study import Study
from placesim.report.tables import year_tables
from placesim.report.wording import Unit, change, claim, unit_for
from placesim.report.years import whole_years
from placesim.results.measures import MEASURES

STABILITY = {
    "three_or_more_placements_share": "Three or more placements in the year",
    "first_choice_share": "Searches that obtain the first choice",
    "waiting_average": "Children waiting for a better place",
    "crisis_nights": "Nights in unregistered or emergency placements",
    "void_nights": "Paid nights in beds that stand empty",
}
DOTS = (
    "The dot is the mean of futures, the thick bar its 95% interval, the thin line the range of futures (p10 to p90)."
)


def first_to_last(study: Study, measure: str, subject: str, unit: Unit) -> str:
    """State how a yearly figure changes between the first and the last whole year."""
    years = whole_years(study.years)
    last = study.values(years[-1], measure)
    if len(years) == 1:
        mean = float(np.nanmean(last)) if not np.isnan(last).all() else float("nan")
        return f"{subject}: about {unit.brief(mean)} in {years[0].label}"
    found = change(study.values(years[0], measure), last)
    when = (f"in {years[0].name}", f"in {years[-1].name}")
    finding = claim(subject, found, unit, when)
    return finding if finding.endswith(when[1]) else f"{finding}, {years[0].name} to {years[-1].name}"


def _means(study: Study, rows: pd.DataFrame, unit: Unit) -> str:
    return ", ".join(f"{year.label} {unit.brief(mean)}" for year, mean in zip(study.years, rows["mean"], strict=True))


def stacked(study: Study, name: str, measure: str, groups: Sequence[str], subject: str) -> Exhibit:
    """Show a measure by financial year, as bars of its groups, with the range of the total."""
    unit, totals = study.unit(measure), study.by_year(measure)
    used = [group for group in groups if study.ever(measure, group)]
    tables = [study.by_year(measure, group).assign(label=study.label(measure, group)) for group in used]
    parts = pd.concat(tables or [totals.assign(label="None")])
    alternative = (
        f"Stacked bars by financial year, {unit.header}. {subject}, mean in all: {_means(study, totals, unit)}. "
        "The parts are in the table."
    )
    drawing = charts.stacked_years(name, alternative, parts, totals, years=study.years, unit=unit)
    by_year = tuple(year_tables(study, subject, [(measure, group) for group in (*used, "all")], unit))
    return Exhibit(name, first_to_last(study, measure, subject, unit), drawing, year_tables=by_year)


def where_children_live(study: Study) -> Exhibit:
    """Show children at each year end by placement type; the title is of the type that changes most."""
    measure, last = "children_year_end", study.years[-1]
    types = [name for name in study.baseline.placement_types if study.ever("nights", name)]
    changes = {name: change(study.start_count(name), study.values(last, measure, name)) for name in types}
    most = max(types, key=lambda name: abs(changes[name].difference), default=None)
    subject = "Children by placement type at year end"
    shown = stacked(study, "homes", measure, types, subject)
    if most is None:
        return shown
    unit = unit_for("children", max(changes[most].before, changes[most].after))
    return replace(
        shown,
        finding=claim(study.label(measure, most), changes[most], unit, study.from_start_to_end),
        note=f"{subject}, means.",
    )


def spend(study: Study) -> Exhibit:
    """Show spend by financial year and budget line."""
    return stacked(study, "spend", "spend", tuple(study.baseline.budget_lines), "Placement spend")


def spend_change(study: Study) -> Exhibit | None:
    """Show how much each budget line changes from the first to the last whole year, future by future."""
    years = whole_years(study.years)
    lines = [line for line in study.baseline.budget_lines if study.ever("spend", line)]
    if len(years) == 1 or not lines:
        return None
    first, last = (
        np.column_stack([study.values(y, "spend", g) for g in (*lines, "all")]) for y in (years[0], years[-1])
    )
    mean, low, high = interval_of_mean(last - first)
    p10, _, p90 = range_of_futures(last - first)
    labels = [study.label("spend", group) for group in (*lines, "all")]
    table = pd.DataFrame({"label": labels, "mean": mean, "low": low, "high": high, "p10": p10, "p90": p90})
    if study.few:
        table[["low", "high", "p10", "p90"]] = np.nan
    unit = unit_for("pounds", float(np.abs(last - first).max()))
    span = f"{years[0].name} to {years[-1].name}"
    says = "; ".join(f"{row['label']} {unit.brief(row['mean'])}" for _, row in table.iterrows())
    alternative = f"Change in mean spend by budget line, {unit.header}, {span}: {says}."
    drawing = charts.ranges_by_group("spend-change", alternative, table, unit)
    return Exhibit("spend-change", _largest_change(study, table, span, unit), drawing, note=DOTS)


def _largest_change(study: Study, table: pd.DataFrame, span: str, unit: Unit) -> str:
    """Name the line whose mean changes most, where its interval leaves out no change."""
    lines = table.iloc[:-1]
    largest = lines.iloc[int(lines["mean"].abs().to_numpy(float).argmax())]
    if not (largest["low"] > 0 or largest["high"] < 0):
        return f"Change by budget line, {span}: {'too few futures to say' if study.few else 'none is clear'}"
    way = "more" if largest["mean"] > 0 else "less"
    return f"{largest['label']}: about {unit.brief(abs(largest['mean']))} {way} a year, {span}"


def leavers_and_moves(study: Study) -> list[Exhibit]:
    """Show children leaving care and moves between placements, by reason and year."""
    subjects = {"leavers": "Children leaving care in the year", "moves": "Moves between placements in the year"}
    return [
        stacked(study, name, name, study.groups(name), subject) for name, subject in subjects.items() if study.has(name)
    ]


def stability(study: Study) -> tuple[list[Exhibit], list[str]]:
    """Show steadiness and waiting, crisis and void nights by year; and name those of which there are none."""
    shown, never = [], []
    for measure, subject in STABILITY.items():
        if not study.has(measure):
            continue
        if not study.ever(measure, "all"):
            never.append(subject.lower())
            continue
        rows = study.by_year(measure)
        unit = unit_for(MEASURES[measure].unit, charts.highest(rows))
        alternative = f"{subject}, {unit.header}. Mean by year: {_means(study, rows, unit)}."
        drawing = charts.ranges_by_year(measure, alternative, rows, study.years, unit)
        by_year = tuple(year_tables(study, subject, [(measure, "all")], unit))
        shown.append(Exhibit(measure, first_to_last(study, measure, subject, unit), drawing, year_tables=by_year))
    return shown, never
