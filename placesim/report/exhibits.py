"""What the report of a run shows: each chart with the finding that heads it, how to read it, and its table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from markupsafe import Markup

from placesim.experiment.statistics import interval_of_mean, range_of_futures
from placesim.report import charts
from placesim.report.study import Study
from placesim.report.tables import Table, YearTable, monthly_table_of, year_tables
from placesim.report.wording import Change, Unit, change, claim, day_text, unit_for
from placesim.report.years import Year, whole_years

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


def counted(largest: float) -> Unit:
    """Return how to print numbers of children in titles and on charts."""
    return unit_for("children", largest)


def over_time(
    study: Study, name: str, subject: str, points: pd.DataFrame, found: Change, unit: Unit, wide: bool = False
) -> Exhibit:
    """Show one figure by month, from the start counted to the end of the horizon."""
    finding = claim(subject, found, unit)
    end = points.iloc[-1]
    last = study.years[-1].last
    alternative = (
        f"Line chart, {unit.header}, from zero. {subject}: {unit.brief(float(points.iloc[0]['mean']))} on "
        f"{day_text(study.baseline.start)}; on {day_text(last)} the mean is {unit.brief(end['mean'])}, and 8 in 10 futures "
        f"lie between {unit.brief(end['p10'])} and {unit.brief(end['p90'])}."
    )
    size = charts.WIDE if wide else charts.SMALL
    drawing = charts.lines(name, alternative, [charts.Series(points)], unit, study.baseline.start, size)
    return Exhibit(name, finding, drawing, monthly_table_of(subject, points, unit))


def children_in_care(study: Study) -> Exhibit:
    """Show the number in care in all, by month."""
    start = study.start_count()
    found = change(start, study.values(study.years[-1], "children_year_end"))
    points = study.by_month("children_year_end", start=start)
    return over_time(study, "care", "Children in care", points, found, counted(points["p90"].max()), wide=True)


def placement_types(study: Study) -> tuple[list[Exhibit], list[str]]:
    """Show children by placement type, by month; and name the types that nobody is in."""
    shown, empty = [], []
    for number, name in enumerate(study.baseline.placement_types):
        start = study.start_count(name)
        label = study.label("children_year_end", name)
        if not start and not study.ever("nights", name):
            empty.append(label)
            continue
        found = change(start, study.values(study.years[-1], "children_year_end", name))
        points = study.by_month("children_year_end", name, start)
        shown.append(over_time(study, f"type{number}", label, points, found, counted(points["p90"].max())))
    return shown, empty


def out_of_borough(study: Study) -> list[Exhibit]:
    """Show the share of children placed outside the borough, by month."""
    shown = []
    for group, subject in OUT_OF_BOROUGH.items():
        start = study.start_share_out(group)
        found = change(start, study.values(study.years[-1], "out_of_borough_share", group))
        points = study.by_month("out_of_borough_share", group, start)
        if not points["mean"].isna().all():
            shown.append(over_time(study, f"out-{group}", subject, points, found, SHARE))
    return shown


def first_to_last(study: Study, measure: str, group: str, subject: str, unit: Unit) -> str:
    """State how a yearly figure changes between the first and the last whole year."""
    years = whole_years(study.years)
    last = study.values(years[-1], measure, group)
    if len(years) == 1:
        mean = float(np.nanmean(last)) if not np.isnan(last).all() else float("nan")
        return f"{subject}: about {unit.brief(mean)} in {years[0].label}"
    span = f", {years[0].name} to {years[-1].name}"
    return claim(subject, change(study.values(years[0], measure, group), last), unit) + span


def stacked(study: Study, name: str, measure: str, groups: Sequence[str], subject: str) -> Exhibit:
    """Show a measure by financial year, as bars of its groups, with the range of the total."""
    unit = study.unit(measure, ["all"])
    used = [group for group in groups if study.ever(measure, group)]
    totals = study.by_year(measure)
    tables = [
        study.by_year(measure, group).assign(label=study.label(measure, group))
        for group in used
    ]
    parts = pd.concat(tables or [totals.assign(label="None")])
    means = ", ".join(
        f"{year.label} {unit.brief(mean)}" for year, mean in zip(study.years, totals["mean"], strict=True)
    )
    alternative = f"Stacked bars by financial year, {unit.header}. {subject} in all: {means}. Figures by part are in the table."
    drawing = charts.stacked_years(name, alternative, parts, totals, study.years, unit)
    wanted = [(measure, group) for group in (*used, "all")]
    tables_by_year = tuple(year_tables(study, subject, wanted, unit))
    return Exhibit(name, first_to_last(study, measure, "all", subject, unit), drawing, year_tables=tables_by_year)


def spend(study: Study) -> Exhibit:
    """Show spend by financial year and budget line."""
    return stacked(study, "spend", "spend", tuple(study.baseline.budget_lines), "Placement spend")


def spend_change(study: Study) -> Exhibit | None:
    """Show how much each budget line changes from the first to the last whole year, future by future."""
    years = whole_years(study.years)
    lines = [line for line in study.baseline.budget_lines if study.ever("spend", line)]
    if len(years) == 1 or not lines:
        return None
    groups = [*lines, "all"]
    differences = np.column_stack([_difference(study, years, line) for line in groups])
    mean, low, high = interval_of_mean(differences)
    p10, _, p90 = range_of_futures(differences)
    labels = [study.label("spend", group) for group in groups]
    table = pd.DataFrame({"label": labels, "mean": mean, "low": low, "high": high, "p10": p10, "p90": p90})
    unit = unit_for("pounds", float(np.nanmax(np.abs(differences))))
    says = "; ".join(f"{row['label']} {unit.brief(row['mean'])}" for _, row in table.iterrows())
    alternative = f"Change in mean spend by budget line, {unit.header}, {years[0].name} to {years[-1].name}: {says}."
    drawing = charts.ranges_by_group("spend-change", alternative, table, unit)
    return Exhibit("spend-change", _largest_change(table, years, unit), drawing, note=(
        "The dot is the mean of futures, the thick bar its 95% interval, the thin line the range of futures (p10 to p90)."
    ))  # fmt: skip


def _difference(study: Study, years: tuple[Year, ...], line: str) -> "np.ndarray":  # type: ignore[type-arg]
    return study.values(years[-1], "spend", line) - study.values(years[0], "spend", line)


def _largest_change(table: pd.DataFrame, years: tuple[Year, ...], unit: Unit) -> str:
    """Name the line whose mean changes most, where its interval excludes no change."""
    span = f"{years[0].name} to {years[-1].name}"
    lines = table.iloc[:-1]
    largest = lines.loc[lines["mean"].abs().idxmax()]
    if not (largest["low"] > 0 or largest["high"] < 0):
        return f"Change by budget line, {span}: none is clear"
    way = "more" if largest["mean"] > 0 else "less"
    return f"{largest['label']}: about {unit.brief(abs(largest['mean']))} {way} a year, {span}"


def carers_and_places(study: Study) -> list[Exhibit]:
    """Show foster households, and the usable and taken places of every provision that has a number of places."""
    shown = []
    for number, (name, provision) in enumerate(study.baseline.provision.items()):
        if provision.capacity.kind == "households":
            start = float(provision.capacity.households)
            found = change(start, study.values(study.years[-1], "carer_households", name))
            points = study.by_month("carer_households", name, start)
            unit = unit_for("households", points["p90"].max())
            subject = f"{study.label('carer_households', name)}, households"
            shown.append(over_time(study, f"households{number}", subject, points, found, unit))
        if study.ever("places_average", name):
            shown.append(_places(study, f"places{number}", name))
    return shown


def _places(study: Study, name: str, provision: str) -> Exhibit:
    usable, taken = study.by_month("places_average", provision), study.by_month("children_average", provision)
    unit = unit_for("places", max(usable["p90"].max(), taken["p90"].max()))
    label = study.label("occupancy", provision)
    year = whole_years(study.years)[-1]
    finding = f"{label}, places: {_occupied(study, provision, year)}"
    alternative = (
        f"Line chart, places, from zero. {label}: at the end, {unit.brief(usable['mean'].iloc[-1])} usable places on "
        f"average, of which {unit.brief(taken['mean'].iloc[-1])} are taken."
    )
    series = [
        charts.Series(usable, "usable", charts.SOFT, band=False),
        charts.Series(taken, "taken"),
    ]
    drawing = charts.lines(name, alternative, series, unit, study.baseline.start)
    return Exhibit(name, finding, drawing, _usable_and_taken(label, usable, taken, unit))


def _occupied(study: Study, provision: str, year: Year) -> str:
    rows = study.by_year("occupancy", provision)
    row = rows[rows["financial_year"] == year.name].iloc[0]
    if row["mean"] != row["mean"]:
        return f"none open in {year.label}"
    return f"about {SHARE.full(row['mean'], 0)} of those usable are taken in {year.label}"


def _usable_and_taken(label: str, usable: pd.DataFrame, taken: pd.DataFrame, unit: Unit) -> Table:
    from placesim.report.tables import Cell

    rows = []
    for (_, places), (_, children) in zip(usable.iterrows(), taken.iterrows(), strict=True):
        cells = [Cell(unit.number(row[c]), row[c]) for row in (places, children) for c in ("mean", "p10", "p90")]
        rows.append((Cell(str(places["month"])), *cells))
    columns = ("Month", "Usable, mean", "p10", "p90", "Taken, mean", "p10", "p90")
    return Table(f"{label}: usable and taken places on an average night of the month", columns, tuple(rows), sortable=True)


def leavers_and_moves(study: Study) -> list[Exhibit]:
    """Show children leaving care and moves between placements, by reason and year."""
    shown = []
    for measure, subject in (("leavers", "Children leaving care in the year"), ("moves", "Moves between placements in the year")):
        used = tuple(group for group in study.groups(measure) if study.ever(measure, group))
        shown.append(stacked(study, measure, measure, used, subject))
    return shown


STABILITY: tuple[tuple[str, str, Callable[[float], Unit]], ...] = (
    ("three_or_more_placements_share", "Three or more placements in the year", lambda _: SHARE),
    ("first_choice_share", "Searches that obtain the first choice", lambda _: unit_for("share of searches", 1.0)),
    ("waiting_average", "Children waiting for a better place", counted),
    ("crisis_nights", "Nights in unregistered or emergency placements", lambda largest: unit_for("nights", largest)),
    ("void_nights", "Paid nights that nobody slept", lambda largest: unit_for("nights", largest)),
)


def stability(study: Study) -> list[Exhibit]:
    """Show steadiness and waiting by year; crisis and void nights where there are any."""
    shown = []
    for measure, subject, unit_of in STABILITY:
        if not study.ever(measure, "all"):
            continue
        rows = study.by_year(measure)
        unit = unit_of(float(rows["p90"].max()))
        means = ", ".join(f"{y.label} {unit.brief(mean)}" for y, mean in zip(study.years, rows["mean"], strict=True))
        drawing = charts.ranges_by_year(measure, f"{subject}, {unit.header}. Mean by year: {means}.", rows, study.years, unit)
        tables = tuple(year_tables(study, subject, [(measure, "all")], unit))
        shown.append(Exhibit(measure, first_to_last(study, measure, "all", subject, unit), drawing, year_tables=tables))
    return shown


def occupancy_tables(study: Study) -> list[YearTable]:
    """Return occupancy by provision and year, for provision that is ever open."""
    wanted = [("occupancy", name) for name in study.groups("occupancy") if study.ever("places_average", name)]
    return year_tables(study, "Usable places that are taken", wanted, unit_for("share of place nights", 1.0)) if wanted else []


def unopened(study: Study) -> list[str]:
    """Return provision with a number of places that has none in any future."""
    return [study.label("occupancy", n) for n in study.groups("places_average") if not study.ever("places_average", n)]
