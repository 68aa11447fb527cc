"""Charts of a run by financial year, each with its finding: spend, leavers and moves, stability."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isnan

import numpy as np
import pandas as pd

from placesim.experiment.differences import Difference, difference_of
from placesim.report.charts.lines import highest
from placesim.report.charts.ranges import named_ranges, ranges_by_year
from placesim.report.charts.stacks import stacked_years
from placesim.report.paper.parts import Chart
from placesim.report.scripts.run_months import CHARTS
from placesim.report.study import Study
from placesim.report.tables import year_tables
from placesim.report.words.claims import claim
from placesim.report.words.figures import Unit, unit_for
from placesim.report.words.gains import dot, reading
from placesim.report.years import whole_years
from placesim.results.measures import MEASURES

STABILITY = {
    "three_or_more_placements_share": "Three or more placements in the year",
    "first_choice_share": "Searches that obtain the first choice",
    "waiting_average": "Children waiting for a better place",
    "crisis_nights": "Nights in unregistered or emergency placements",
    "void_nights": "Paid nights in beds that stand empty",
}


def stacked(study: Study, name: str, measure: str, groups: Sequence[str], subject: str, sheet: str = "") -> Chart:
    """Show a measure by financial year, as bars of its groups, with the range of the total."""
    unit, totals = study.unit(measure), study.by_year(measure)
    used = [group for group in groups if study.ever(measure, group)]
    tables = [study.by_year(measure, group).assign(label=study.label(measure, group)) for group in used]
    parts = pd.concat(tables or [totals.assign(label="None")])
    return Chart(
        name,
        first_to_last(study, measure, subject, unit),
        f"Stacked bars by financial year, {unit.header}. {subject}, mean in all: {_means(study, totals, unit)}. "
        "The parts are in the table.",
        lambda: stacked_years(parts, totals, years=study.years, unit=unit),
        behind=tuple(year_tables(study, subject, [(measure, group) for group in (*used, "all")], unit, sheet)),
        wide=True,
        sheet=CHARTS,
    )


def first_to_last(study: Study, measure: str, subject: str, unit: Unit) -> str:
    """State how a yearly figure changes between the first and the last whole year."""
    years = whole_years(study.years)
    last = study.values(years[-1], measure)
    if len(years) == 1:
        mean = float(np.nanmean(last)) if not np.isnan(last).all() else float("nan")
        return f"{subject}: about {unit.brief(mean)} in {years[0].label}"
    found = difference_of(study.values(years[0], measure), last)
    when = (f"in {years[0].name}", f"in {years[-1].name}")
    finding = claim(subject, found, unit, when)
    return finding if finding.endswith(when[1]) else f"{finding}, {years[0].name} to {years[-1].name}"


def _means(study: Study, rows: pd.DataFrame, unit: Unit) -> str:
    return ", ".join(f"{year.label} {unit.brief(mean)}" for year, mean in zip(study.years, rows["mean"], strict=True))


def where_children_live(study: Study, sheet: str) -> Chart:
    """Show children at each year end by placement type; the title is of the type that changes most."""
    measure, last = "children_year_end", study.years[-1]
    types = [name for name in study.baseline.placement_types if study.ever("nights", name)]
    changes = {name: difference_of(study.start_count(name), study.values(last, measure, name)) for name in types}
    most = max(types, key=lambda name: abs(changes[name].mean), default=None)
    subject = "Children by placement type at year end"
    shown = stacked(study, "homes", measure, types, subject, sheet)
    if most is None:
        return shown
    unit = unit_for("children", max(changes[most].before, changes[most].after))
    finding = claim(study.label(measure, most), changes[most], unit, study.from_start_to_end, counted=True)
    return replace(shown, finding=finding, note=f"{subject}, means.")


def spend_change(study: Study) -> Chart | None:
    """Show how much each budget line changes from the first to the last whole year, future by future."""
    years = whole_years(study.years)
    lines_used = [line for line in study.baseline.budget_lines if study.ever("spend", line)]
    if len(years) == 1 or not lines_used:
        return None
    changes = {
        line: difference_of(*(study.values(year, "spend", line) for year in (years[0], years[-1])))
        for line in (*lines_used, "all")
    }
    unit = unit_for(
        "pounds",
        max(abs(end) for each in changes.values() for end in (each.mean, each.p10, each.p90) if not isnan(end)),
    )
    span = f"{years[0].name} to {years[-1].name}"
    dots = [dot(study.label("spend", line), found) for line, found in changes.items()]
    says = "; ".join(f"{each.label} {unit.brief(each.mean)}" for each in dots)
    return Chart(
        "spend-change",
        _largest_change(study, {line: changes[line] for line in lines_used}, span, unit),
        f"Change in mean spend by budget line, {unit.header}, {span}: {says}.",
        lambda: named_ranges(dots, unit),
        note=f"Change by budget line, {unit.header}, {span}. {reading(study)}",
        wide=True,
        sheet=CHARTS,
    )


def _largest_change(study: Study, changes: Mapping[str, Difference], span: str, unit: Unit) -> str:
    """Name the line whose mean changes most, where its interval leaves out no change."""
    line = max(changes, key=lambda name: abs(changes[name].mean))
    found = changes[line]
    if not found.clear:
        return f"Change by budget line, {span}: {'too few futures to say' if study.few else 'none is clear'}"
    more = "more" if found.mean > 0 else "less"
    return f"{study.label('spend', line)}: about {unit.brief(abs(found.mean))} {more} a year, {span}"


def leavers_and_moves(study: Study, sheet: str) -> tuple[Chart, ...]:
    """Show children leaving care and moves between placements, by reason and year."""
    subjects = {"leavers": "Children leaving care in the year", "moves": "Moves between placements in the year"}
    return tuple(
        stacked(study, name, name, study.groups(name), subject, sheet)
        for name, subject in subjects.items()
        if study.has(name)
    )


def stability(study: Study, sheet: str) -> tuple[tuple[Chart, ...], list[str]]:
    """Show steadiness and waiting, crisis and void nights by year; and name those of which there are none."""
    known = {measure: subject for measure, subject in STABILITY.items() if study.has(measure)}
    shown = tuple(
        _by_year(study, measure, subject, sheet) for measure, subject in known.items() if study.ever(measure, "all")
    )
    return shown, [subject.lower() for measure, subject in known.items() if not study.ever(measure, "all")]


def _by_year(study: Study, measure: str, subject: str, sheet: str) -> Chart:
    rows = study.by_year(measure)
    unit = unit_for(MEASURES[measure].unit, highest(rows))
    return Chart(
        measure,
        first_to_last(study, measure, subject, unit),
        f"{subject}, {unit.header}. Mean by year: {_means(study, rows, unit)}.",
        lambda: ranges_by_year(rows, study.years, unit),
        behind=tuple(year_tables(study, subject, [(measure, "all")], unit, sheet)),
    )
