"""What a run tells by financial year, in charts and tables: spend and what drives it, leavers and moves, stability."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import isnan

import numpy as np
import pandas as pd

from placesim.config.charges import placement_lines
from placesim.config.text import plain
from placesim.experiment.differences import Difference, difference_of
from placesim.report.charts.bars import ranges_by_year, stacked_years
from placesim.report.charts.lines import highest
from placesim.report.comparison_study import SPEND
from placesim.report.figures import Unit, claim, unit_for
from placesim.report.paper.parts import Cell, Chart, Charts, Folded, Paragraph, Part, Section, Table, folded
from placesim.report.scripts.run_months import CHARTS
from placesim.report.study import Study, whole_years
from placesim.report.words.drivers import Driver, reading
from placesim.report.words.placeholders import placeholder_part, priced
from placesim.report.words.tables import ranges_chart, year_tables
from placesim.results.measures import MEASURES, Exhibit, Told, told_in


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
        partial(stacked_years, parts, totals, years=study.years, unit=unit),
        behind=tuple(year_tables(study, subject, [(measure, group) for group in (*used, "all")], unit, sheet)),
        wide=True,
        sheet=CHARTS,
    )


def first_to_last(study: Study, measure: str, subject: str, unit: Unit, group: str = "all") -> str:
    """State how a yearly figure changes between the first and the last whole year."""
    years = [year for year in whole_years(study.years) if study.given(year, measure, group)] or [study.years[-1]]
    last = study.values(years[-1], measure, group)
    if len(years) == 1:
        mean = float(np.nanmean(last)) if not np.isnan(last).all() else float("nan")
        return f"{subject}: about {unit.brief(mean)} in {years[0].label}"
    difference = difference_of(study.values(years[0], measure, group), last)
    when = (f"in {years[0].name}", f"in {years[-1].name}")
    finding = claim(subject, difference, unit, when)
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
    lines_used = [line for line in placement_lines(study.baseline) if study.ever("spend", line)]
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
    return ranges_chart(
        "spend-change",
        _largest_change(study, {line: changes[line] for line in lines_used}, span, unit),
        f"Change in mean spend by budget line, {unit.header}, {span}",
        [(study.label("spend", line), change) for line, change in changes.items()],
        unit,
        f"Change by budget line, {unit.header}, {span}. {reading(study)}",
        CHARTS,
    )


def _largest_change(study: Study, changes: Mapping[str, Difference], span: str, unit: Unit) -> str:
    """Name the line whose mean changes most, where its interval leaves out no change."""
    line = max(changes, key=lambda name: abs(changes[name].mean))
    change = changes[line]
    if not change.clear:
        return f"Change by budget line, {span}: {'too few futures to say' if study.few else 'none is clear'}"
    more = "more" if change.mean > 0 else "less"
    return f"{study.label('spend', line)}: about {unit.brief(abs(change.mean))} {more} a year, {span}"


def stacks(study: Study, sheet: str) -> tuple[Chart, ...]:
    """Show yearly totals by their groups, as children leaving care by reason; spend stands in a section of its own."""
    told = [each for each in told_in(Exhibit.STACKS) if each.measure != SPEND and study.has(each.measure)]
    return tuple(
        stacked(study, each.measure, each.measure, study.groups(each.measure), each.words, sheet) for each in told
    )


def stability(study: Study, sheet: str) -> tuple[tuple[Chart, ...], list[str]]:
    """Show steadiness and waiting, crisis and void nights by year; and name those of which there are none."""
    known = [each for each in told_in(Exhibit.STABILITY) if study.has(each.measure, each.group)]
    shown = tuple(_by_year(study, each, sheet) for each in known if study.ever(each.measure, each.group))
    return shown, [each.words.lower() for each in known if not study.ever(each.measure, each.group)]


def _by_year(study: Study, told: Told, sheet: str) -> Chart:
    measure, group, subject = told.measure, told.group, told.words
    rows = study.by_year(measure, group)
    unit = unit_for(MEASURES[measure].unit, highest(rows))
    return Chart(
        measure,
        first_to_last(study, measure, subject, unit, group),
        f"{subject}, {unit.header}. Mean by year: {_means(study, rows, unit)}.",
        partial(ranges_by_year, rows, study.years, unit),
        behind=tuple(year_tables(study, subject, [(measure, group)], unit, sheet)),
    )


BY_LINE, BY_TYPE = "Spend by budget line", "Spend by type"
"""Sheets of the workbook."""


def money_section(study: Study) -> Section:
    """Return spend by year, by budget line and placement type; without prices, what lines pay for."""
    title, anchor = "Spend by financial year", "money"
    if not priced(study.baseline):
        return Section(title, anchor, (*placeholder_part(study.baseline), what_lines_pay_for(study)), annex=True)
    spend = stacked(study, "spend", "spend", tuple(placement_lines(study.baseline)), "Placement spend", BY_LINE)
    change = spend_change(study)
    lines = "These budget lines pay for placements both in and out of borough"
    return Section(
        title,
        anchor,
        (
            Paragraph(
                "Cash, at the prices of each year. Bars are means by budget line; the dark line on each bar is the "
                "range of futures of the total (p10 to p90).",
                quiet=True,
            ),
            Charts((replace(spend, behind=()), *([change] if change else []))),
            *named(lines, mixed_lines(study)),
            Folded("Placement spend by budget line, with intervals", spend.behind),
            Folded("Placement spend by placement type, with intervals", tuple(spend_by_type(study))),
            folded(what_lines_pay_for(study)),
        ),
        annex=True,
    )


def what_lines_pay_for(study: Study) -> Table:
    """Return every provision under the budget line that pays for it, in the order of the budget."""
    council, rows = study.baseline, []
    for line, item in council.budget_lines.items():
        for name, provision in council.provision.items():
            if provision.budget_line == line:
                where = "out of borough" if provision.out_of_borough else "in borough"
                kind = council.placement_types[provision.placement_type].label
                used = "" if study.ever("nights", name) else "; not used in this run"
                rows.append(tuple(Cell(plain(text)) for text in (item.label, provision.label, kind, where + used)))
    columns = ("Budget line", "Provision", "Placement type", "Where")
    return Table("What each budget line pays for", columns, tuple(rows), sortable=True, sheet=BY_LINE)


def mixed_lines(study: Study) -> list[str]:
    """Name the budget lines that pay for placements both in and out of borough: their names may suggest otherwise."""
    council = study.baseline
    return [
        plain(item.label)
        for line, item in council.budget_lines.items()
        if len({p.out_of_borough for p in council.provision.values() if p.budget_line == line}) > 1
    ]


def spend_by_type(study: Study) -> list[Table]:
    """Return spend by placement type and year, for types that ever cost anything."""
    types = [name for name in study.baseline.placement_types if study.ever("spend", name)]
    wanted = [("spend", name) for name in (*types, "all")]
    return year_tables(study, "Placement spend by placement type", wanted, study.unit("spend"), BY_TYPE)


def named(what: str, names: Sequence[str]) -> tuple[Part, ...]:
    """Name what has no chart of its own; nothing where there is none."""
    return (Paragraph(f"{what}: {'; '.join(names)}."),) if names else ()


def behind(driver: Driver | None, sheet: str) -> tuple[Part, ...]:
    """Return the table behind a driver, under the driver's title."""
    if driver is None or not isinstance(driver.figures, Table):
        return ()
    return (folded(replace(driver.figures, sheet=sheet), driver.title),)
