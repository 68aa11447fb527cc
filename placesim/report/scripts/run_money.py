"""The section of a run on money: spend by budget line and by type, what lines pay for, and what drives the change."""

from collections.abc import Sequence
from dataclasses import replace

from placesim.config.text import plain
from placesim.report.paper.parts import Cell, Charts, Folded, Paragraph, Part, Section, Table
from placesim.report.scripts import run_years as years
from placesim.report.study import Study
from placesim.report.tables import year_tables
from placesim.report.words.drivers import Driver

BY_LINE, BY_TYPE = "Spend by budget line", "Spend by type"
"""Sheets of the workbook."""


def money_section(study: Study, driver: Driver | None) -> Section:
    """Return spend by year, with the table behind its driver folded away."""
    spend = years.stacked(study, "spend", "spend", tuple(study.baseline.budget_lines), "Placement spend", BY_LINE)
    change = years.spend_change(study)
    lines = "These budget lines pay for placements both in and out of borough"
    return Section(
        "Spend by financial year",
        "money",
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
            *behind(driver, BY_TYPE),
            Folded("What each budget line pays for", (what_lines_pay_for(study),)),
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
    return (Folded(driver.title, (replace(driver.figures, sheet=sheet),)),)
