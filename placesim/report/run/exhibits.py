"""Exhibits over time: charts by month of children, boroughs, carers and places, each with its finding and figures."""

from dataclasses import dataclass
from math import isnan

import pandas as pd
from markupsafe import Markup

from placesim.config.text import day_text
from placesim.report import charts
from placesim.report.study import Study
from placesim.report.tables import Cell, Table, YearTable, monthly_table_of, year_tables
from placesim.report.wording import Change, Unit, change, claim, unit_for
from placesim.report.years import whole_years

SHARE = unit_for("share of children", 1.0)
OUT_OF_BOROUGH = {
    "all": "Out of borough, all children",
    "fostering": "Out of borough, foster care",
    "residential": "Out of borough, children's homes",
}


@dataclass(frozen=True)
class Exhibit:
    """A chart, the finding it supports, and the figures behind it."""

    name: str
    finding: str
    drawing: Markup
    table: Table | None = None
    year_tables: tuple[YearTable, ...] = ()
    note: str = ""


def over_time(
    study: Study, name: str, subject: str, points: pd.DataFrame, found: Change, *, unit: Unit, wide: bool = False
) -> Exhibit:
    """Show one figure by month, from the start counted to the end of the horizon."""
    first, end = points.iloc[0], points.iloc[-1]
    alternative = (
        f"Line chart, {unit.header}, from zero. {subject}: {unit.brief(first['mean'])} on "
        f"{day_text(study.baseline.start)}. On {day_text(study.years[-1].last)} the mean is {unit.brief(end['mean'])}"
        + (
            "."
            if study.few
            else f"; 8 in 10 futures lie between {unit.brief(end['p10'])} and {unit.brief(end['p90'])}."
        )
    )
    size = charts.WIDE if wide else charts.SMALL
    series = [charts.Series(points)]
    drawing = charts.lines(name, alternative, series, unit, start=study.baseline.start, days=study.days, size=size)
    finding = claim(subject, found, unit, study.from_start_to_end)
    return Exhibit(name, finding, drawing, monthly_table_of(subject, points, unit))


def children_in_care(study: Study) -> Exhibit:
    """Show the number in care in all, by month."""
    start = study.start_count()
    found = change(start, study.values(study.years[-1], "children_year_end"))
    points = study.by_month("children_year_end", start=start)
    return over_time(study, "care", "Children in care", points, found, unit=_children(points), wide=True)


def _children(points: pd.DataFrame) -> Unit:
    return unit_for("children", charts.highest(points))


def placement_types(study: Study) -> tuple[list[Exhibit], list[str]]:
    """Show children by placement type, by month; and name the types that nobody is in."""
    shown, empty = [], []
    for number, name in enumerate(study.baseline.placement_types):
        start, label = study.start_count(name), study.label("children_year_end", name)
        if not start and not study.ever("nights", name):
            empty.append(label)
            continue
        found = change(start, study.values(study.years[-1], "children_year_end", name))
        points = study.by_month("children_year_end", name, start)
        shown.append(over_time(study, f"type{number}", label, points, found, unit=_children(points)))
    return shown, empty


def out_of_borough(study: Study) -> list[Exhibit]:
    """Show the share of children placed outside the borough, by month."""
    shown = []
    for group, subject in OUT_OF_BOROUGH.items():
        start = study.start_share_out(group)
        points = study.by_month("out_of_borough_share", group, start)
        if not points["mean"].isna().all():
            found = change(start, study.values(study.years[-1], "out_of_borough_share", group))
            shown.append(over_time(study, f"out-{group}", subject, points, found, unit=SHARE))
    return shown


def carers_and_places(study: Study) -> list[Exhibit]:
    """Show foster households, and the usable and taken places of every provision that has a number of places."""
    shown = []
    for number, (name, provision) in enumerate(study.baseline.provision.items()):
        if provision.capacity.kind == "households":
            start = float(provision.capacity.households)
            found = change(start, study.values(study.years[-1], "carer_households", name))
            points = study.by_month("carer_households", name, start)
            unit = unit_for("households", charts.highest(points))
            subject = f"{study.label('carer_households', name)}, households"
            shown.append(over_time(study, f"households{number}", subject, points, found, unit=unit))
        if study.ever("places_average", name):
            shown.append(_places(study, f"places{number}", name))
    return shown


def _places(study: Study, name: str, provision: str) -> Exhibit:
    usable, taken = study.by_month("places_average", provision), study.by_month("children_average", provision)
    unit = unit_for("places", max(charts.highest(usable), charts.highest(taken)))
    label = study.label("occupancy", provision)
    alternative = (
        f"Line chart, places, from zero. {label}: in the last month {unit.brief(usable['mean'].iloc[-1])} places are "
        f"usable on average, and {unit.brief(taken['mean'].iloc[-1])} are taken."
    )
    series = [charts.Series(usable, "usable", charts.SOFT, band=False, dashed=True), charts.Series(taken, "taken")]
    drawing = charts.lines(name, alternative, series, unit, start=study.baseline.start, days=study.days)
    finding = f"{label}, places: {_occupied(study, provision)}"
    return Exhibit(name, finding, drawing, _usable_and_taken(label, usable, taken, unit))


def _occupied(study: Study, provision: str) -> str:
    year = whole_years(study.years)[-1]
    rows = study.by_year("occupancy", provision)
    mean = float(rows.loc[rows["financial_year"] == year.name, "mean"].iloc[0])
    return (
        f"none in {year.label}" if isnan(mean) else f"about {SHARE.full(mean, 0)} of those usable taken in {year.label}"
    )


def _usable_and_taken(label: str, usable: pd.DataFrame, taken: pd.DataFrame, unit: Unit) -> Table:
    known = [column for column in ("mean", "p10", "p90") if not usable[column].isna().all()]
    rows = []
    for (_, places), (_, children) in zip(usable.iterrows(), taken.iterrows(), strict=True):
        cells = [Cell(unit.number(row[c]), row[c]) for row in (places, children) for c in known]
        rows.append((Cell(str(places["month"])), *cells))
    columns = ("Month", *(f"{what}, mean" if c == "mean" else c for what in ("Usable", "Taken") for c in known))
    return Table(
        f"{label}: usable and taken places on an average night of the month", columns, tuple(rows), sortable=True
    )


def occupancy_tables(study: Study) -> list[YearTable]:
    """Return occupancy by provision and year, for provision that is ever open."""
    wanted = [("occupancy", name) for name in study.groups("occupancy") if study.ever("places_average", name)]
    return (
        year_tables(study, "Usable places that are taken", wanted, unit_for("share of place nights", 1.0))
        if wanted
        else []
    )


def unopened(study: Study) -> list[str]:
    """Return provision with a number of places that has none in any future."""
    return [study.label("occupancy", n) for n in study.groups("places_average") if not study.ever("places_average", n)]
