"""Why spend changes from year to year: the bridge, its waterfall, and what each type of placement costs."""

from dataclasses import replace
from itertools import pairwise

from placesim.report.bridges import between_years
from placesim.report.paper.parts import Chart, Medium, Paragraph, Part, Section, Table, folded, only
from placesim.report.study import Study, Year, whole_years
from placesim.report.words.assumed import reckoned
from placesim.report.words.bridge import HOW, SAID, bridge_table, meanings, meanings_table, side_by_side, unit_of
from placesim.report.words.drivers import Driver
from placesim.report.words.placeholders import placeholder_part, priced
from placesim.report.words.spend_by_type import TypeCost, types_table
from placesim.results.bridge import Bridge, Cause

BRIDGE = "Bridge"
"""The workbook's sheet."""

TITLE = "Why spend changes"


def bridge_sections(study: Study, driver: Driver | None) -> tuple[Section, ...]:
    """Return the bridge between the first and the last whole year; nothing where there are no two years.

    Args:
        study: the run.
        driver: its waterfall and its sentences, which the page has among what drives the run.
    """
    if not priced(study.baseline):
        return (Section(TITLE, "bridge", placeholder_part(study.baseline), annex=True),)
    if driver is None or not isinstance(driver.figures, Chart):
        return ()
    how, study = " ".join((HOW, *reckoned(study))), study.luck_alone or study
    years = whole_years(study.years)
    first, last = years[0], years[-1]
    found = between_years(study, first, last)
    unit, names = unit_of(found), (first.name, last.name)
    drawn = replace(driver.figures, sheet=BRIDGE)
    parts: tuple[Part, ...] = (
        Paragraph(how, quiet=True),
        only(Medium.DOCUMENT, Medium.WORKBOOK, parts=(drawn,)),
        bridge_table(found, names, unit, BRIDGE),
        meanings(),
        only(
            Medium.PAGE,
            Medium.WORKBOOK,
            parts=(folded(types_table(_types(study, first, last, found), names, unit, BRIDGE)),),
        ),
        only(
            Medium.WORKBOOK, parts=(*_year_by_year(study, years), _by_type(study, found, names), meanings_table(BRIDGE))
        ),
    )
    return (Section(TITLE, "bridge", parts, annex=True),)


def _types(study: Study, first: Year, last: Year, found: Bridge) -> list[TypeCost]:
    """Return what each type costs that costs anything in one of two years; what no night decides comes last."""
    types = [
        TypeCost(
            study.label("spend", name),
            (study.values(first, "spend", name), study.values(last, "spend", name)),
            (study.values(first, "nights", name), study.values(last, "nights", name)),
        )
        for name in study.baseline.placement_types
        if study.has("spend", name)
    ]
    nights = 0 * found.fixed[0], 0 * found.fixed[1]
    fixed = TypeCost(SAID[Cause.FIXED].name, found.fixed, nights)
    return [each for each in (*types, fixed) if each.cost[0].any() or each.cost[1].any()]


def _year_by_year(study: Study, years: tuple[Year, ...]) -> tuple[Table, ...]:
    """Return the bridge of each pair of years that follow each other, where there are more than one."""
    pairs = {f"{one.name} to {other.name}": between_years(study, one, other) for one, other in pairwise(years)}
    columns = ("Years", "First of the two", "Second of the two")
    return (side_by_side("from each year to the next", pairs, columns, BRIDGE),) if len(pairs) > 1 else ()


def _by_type(study: Study, found: Bridge, names: tuple[str, str]) -> Table:
    """Return the bridge of each placement type, and of what is fixed: they add up to the whole."""
    of = [provision.placement_type for provision in study.baseline.provision.values()]
    rows = {
        study.label("spend", kind): found.of([place for place, each in enumerate(of) if each == kind])
        for kind in study.baseline.placement_types
        if kind in of and study.ever("spend", kind)
    }
    fixed = replace(found.of([]), fixed=found.fixed)
    shown = {**rows, **({SAID[Cause.FIXED].name: fixed} if any(each.any() for each in found.fixed) else {})}
    return side_by_side("by placement type", shown, ("Placement type", *names), BRIDGE, total=found)
