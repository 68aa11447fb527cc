"""Charts of a run by month, each with its finding: children, boroughs, carers and places, from the start counted."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from math import isnan

import pandas as pd

from placesim.config.charges import placement_lines
from placesim.config.text import day_text
from placesim.experiment.differences import Difference, difference_of
from placesim.report.charts.canvas import SMALL, WIDE
from placesim.report.charts.lines import Series, highest, lines
from placesim.report.comparison_study import SHARE_OUT
from placesim.report.figures import SHARE, Unit, claim, unit_for
from placesim.report.paper.parts import Cell, Chart, Table
from placesim.report.study import Study, whole_years
from placesim.report.words.headline import start_of
from placesim.report.words.tables import months_table, number, usable_and_taken
from placesim.results.measures import MEASURES, Exhibit, Told, told_in

CHARTS = "Charts"
"""The workbook's sheet of charts."""


def children_in_care(study: Study) -> Chart:
    """Show the number in care in all, by month."""
    [told] = _lines(study, "children_year_end")
    return _stock(study, "care", told, wide=True)


def _lines(study: Study, *measures: str) -> list[Told]:
    """Return the lines of measures, those of which there is no figure left out."""
    return [each for each in told_in(Exhibit.LINES) if each.measure in measures and _ever(study, each)]


def _ever(study: Study, each: Told) -> bool:
    if not study.has(each.measure, each.group):
        return False
    points = study.by_month(each.measure, each.group, start_of(study, each.measure, each.group))
    return not points["mean"].isna().all()


def other_lines(study: Study) -> tuple[Chart, ...]:
    """Show what is told by month beside children in care and shares out of borough, which have their own sections."""
    others = {each.measure: None for each in told_in(Exhibit.LINES)}.keys() - {"children_year_end", SHARE_OUT}
    return tuple(_stock(study, f"{each.measure}-{each.group}", each) for each in _lines(study, *others))


def placement_types(study: Study) -> tuple[tuple[Chart, ...], list[str]]:
    """Show children by placement type, by month; and name the types that nobody is in."""
    shown, empty = [], []
    for place, name in enumerate(study.baseline.placement_types):
        label = study.label("children_year_end", name)
        if study.start_count(name) or study.ever("nights", name):
            shown.append(_stock(study, f"type{place}", Told("children_year_end", name, label)))
        else:
            empty.append(label)
    return tuple(shown), empty


def out_of_borough(study: Study) -> tuple[Chart, ...]:
    """Show the share of children placed outside the borough, by month."""
    return tuple(_stock(study, f"out-{each.group}", each) for each in _lines(study, SHARE_OUT))


def _stock(study: Study, name: str, told: Told, *, wide: bool = False) -> Chart:
    """Show a figure by month, from what was counted at the start, where it was, to the end of the horizon."""
    measure, group = told.measure, told.group
    start = start_of(study, measure, group)
    points = study.by_month(measure, group, start)
    unit = SHARE if measure == SHARE_OUT else unit_for(MEASURES[measure].unit, highest(points))
    before = study.values(study.years[0], measure, group) if start is None else start
    change = difference_of(before, study.values(study.years[-1], measure, group))
    return _over_time(study, name, told.words, points, change, unit=unit, wide=wide, counted=start is not None)


def _over_time(
    study: Study,
    name: str,
    subject: str,
    points: pd.DataFrame,
    change: Difference,
    *,
    unit: Unit,
    wide: bool = False,
    counted: bool = True,
) -> Chart:
    first, end = points.iloc[0], points.iloc[-1]
    spread = f"; 8 in 10 futures lie between {unit.brief(end['p10'])} and {unit.brief(end['p90'])}"
    alternative = (
        f"Line chart, {unit.header}, from zero. {subject}: {unit.brief(first['mean'])} on "
        f"{day_text(study.baseline.start)}. On {day_text(study.years[-1].last)} the mean is {unit.brief(end['mean'])}"
        f"{'' if study.few or isnan(end['mean']) else spread}."
    )
    drawn = partial(lines, [Series(points)], unit, start=study.baseline.start, days=study.days)
    return Chart(
        name,
        claim(subject, change, unit, study.from_start_to_end, counted),
        alternative,
        partial(drawn, size=WIDE if wide else SMALL),
        behind=(_behind(subject, points, unit),),
        wide=wide,
        sheet=CHARTS if wide else "",
    )


def carers_and_places(study: Study) -> tuple[Chart, ...]:
    """Show foster households, and the usable and taken places of every provision that has a number of places."""
    shown = []
    for place, (name, provision) in enumerate(study.baseline.provision.items()):
        if provision.capacity.kind == "households":
            start = float(provision.capacity.households)
            change = difference_of(start, study.values(study.years[-1], "carer_households", name))
            points = study.by_month("carer_households", name, start)
            unit = unit_for("households", highest(points))
            subject = f"{study.label('carer_households', name)}, households"
            shown.append(_over_time(study, f"households{place}", subject, points, change, unit=unit))
        if study.ever("places_average", name):
            shown.append(_places(study, f"places{place}", name))
    return tuple(shown)


def _behind(subject: str, points: pd.DataFrame, unit: Unit) -> Table:
    headings = {"mean": "Mean", "p10": "p10", "p50": "Median", "p90": "p90"}
    columns = [(heading, points[end]) for end, heading in headings.items()]
    return months_table(f"{subject}, {unit.header}", points["month"], columns, unit)


def _places(study: Study, name: str, provision: str) -> Chart:
    usable, taken = (study.by_month(measure, provision) for measure in ("places_average", "children_average"))
    label = study.label("occupancy", provision)
    finding = f"{label}, places: {_occupied(study, provision)}"
    return usable_and_taken(name, f"{label}, places", usable, taken, study.baseline, finding=finding)


def _occupied(study: Study, provision: str) -> str:
    year = whole_years(study.years)[-1]
    rows = study.by_year("occupancy", provision)
    mean = float(rows.loc[rows["financial_year"] == year.name, "mean"].iloc[0])
    if isnan(mean):
        return f"none in {year.label}"
    return f"{f'about {SHARE.full(mean, 0)}' if mean else 'none'} of those usable taken in {year.label}"


def tables_of_months(study: Study, sheet: str) -> tuple[Table, ...]:
    """Return children by placement type and spend by budget line, a row a month."""
    types, lines_paid = study.baseline.placement_types, placement_lines(study.baseline)
    return (
        _months_of(study, "Children at month end", "children_year_end", types, unit_for("children", 0), sheet),
        _months_of(study, "Placement spend in the month, £", "spend", lines_paid, unit_for("pounds", 0), sheet),
    )


def _months_of(study: Study, what: str, measure: str, groups: Iterable[str], unit: Unit, sheet: str) -> Table:
    used = [*(group for group in groups if study.ever(measure, group)), "all"]
    tables = [study.by_month(measure, group) for group in used]
    rows = tuple(
        (Cell(str(month)), *(_month_cell(table.iloc[place], unit) for table in tables))
        for place, month in enumerate(tables[0]["month"])
    )
    columns = ("Month", *(study.label(measure, group) for group in used))
    return Table(what, columns, rows, ends=("p10", "p90"), sheet=sheet)


def _month_cell(row: pd.Series, unit: Unit) -> Cell:
    return replace(number(float(row["mean"]), unit), ends=(float(row["p10"]), float(row["p90"])))
