"""Tables of a comparison that only the workbook has: what finance officers and analysts filter, sort and copy."""

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np

from placesim.config.charges import placement_lines
from placesim.config.scenario_files import BASELINE
from placesim.config.text import plain
from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.differences import Difference
from placesim.experiment.tables import horizon_words, part_years
from placesim.report.comparison_study import NET, SPEND, ComparisonStudy
from placesim.report.figures import NOTHING, Unit, unit_for
from placesim.report.paper.parts import Cell, Folded, Medium, Part, Table, only
from placesim.report.scripts.compare_voids import voids_table
from placesim.report.scripts.run_assumptions import assumptions_table, evidence_of
from placesim.report.scripts.run_voids import VOIDS
from placesim.report.words.assumed import assumed
from placesim.report.words.configuration import spelt
from placesim.report.words.costs import counted_by
from placesim.report.words.differences import difference_unit, direction, percent
from placesim.report.words.ranking import packages_last
from placesim.report.words.sources import change_cells, changes_columns, interventions_in_words
from placesim.report.words.tables import difference_cell, number
from placesim.results.facts import Floats
from placesim.results.groupings import grouping
from placesim.results.measures import MEASURES
from placesim.results.paths import FROM

MONEY, CHILDREN, BREAK_EVEN, AGAINST = "Options, money", "Options, children", "Break-even", "Option against option"
LINES, MONTHS, SAVED, TYPES = "Spend by budget line", "Spend by month", "Cumulative saving", "Children by type"
HOMES, ARRIVALS, CHANGES = "New homes by month", "Arrivals", "Changes"
EVERY_DIFFERENCE = "Differences"

POUNDS, CHILD = Unit("£", before="£"), unit_for("children", 1.0)
RANGE = ("low", "high", "p10", "p90")


def sheets_of_figures(options: ComparisonStudy, long_tables: bool) -> tuple[Part, ...]:
    """Return the tables that only the workbook has."""
    tables = [
        _by_year(options, SPEND, placement_lines(options.council), POUNDS, LINES),
        _by_year(options, "children_year_end", options.changing_types, CHILD, TYPES),
        *_by_month(options),
        voids_table(options),
        *_homes_by_month(options),
        _arrivals(options),
        _changes(options),
        assumptions_table(options),
        evidence_of(options),
        *([_every_difference(options)] if long_tables else []),
    ]
    return tuple(table for table in tables if table.rows)


def _by_year(options: ComparisonStudy, measure: str, groups: Iterable[str], unit: Unit, sheet: str) -> Table:
    """Return one row a scenario and group: each year's mean, and the difference from the baseline over all years."""
    whole = MEASURES[measure].horizon == "total"
    years = [*options.comparison.years, *([ALL_YEARS] if whole else [])]
    rows = []
    for name in (BASELINE, *packages_last(options, options.names)):
        for group in (*groups, "all"):
            means = [number(float(_values(options, name, measure, group, year).mean()), unit) for year in years]
            label = options.labels.group(measure, group)
            rows.append(
                (Cell(plain(name)), Cell(label), *means, _against_baseline(options, name, measure, group, unit))
            )
    labels = [year.label for year in options.years]
    columns = ("Scenario", "Budget line" if measure == SPEND else "Placement type", *labels)
    columns += ("All years",) if whole else ()
    when = "all years" if whole else "at the end"
    what = "Placement spend in cash" if measure == SPEND else "Children in care at each year end"
    columns = (*columns, f"Difference, {when}")
    return Table(f"{what}, means of futures", columns, tuple(rows), True, ends=RANGE, sheet=sheet)


def _values(options: ComparisonStudy, name: str, measure: str, group: str, year: str) -> Floats:
    if name == BASELINE:
        return options.comparison.before(measure, group, year)
    return options.comparison.after(name, measure, group, year)


def _against_baseline(options: ComparisonStudy, name: str, measure: str, group: str, unit: Unit) -> Cell:
    if name == BASELINE:
        return Cell("")
    difference = options.difference(name, measure, group)
    cell = difference_cell(difference, unit)
    return Cell(
        cell.text,
        difference.mean,
        unit,
        cell.below,
        (difference.low, difference.high, difference.p10, difference.p90),
        cell.strong,
    )


def _months(options: ComparisonStudy) -> list[date]:
    names = dict.fromkeys(key[0] for key in options.comparison.baseline.monthly_keys)
    return [date.fromisoformat(f"{name}-01") for name in names]


def _table_of_months(
    options: ComparisonStudy, caption: str, columns: dict[str, Floats], unit: Unit, sheet: str
) -> Table:
    """Return one row a month and one column a series."""
    figures = np.column_stack(list(columns.values())).tolist()
    rows = tuple(
        (Cell(f"{month:%b %Y}", month), *(number(value, unit) for value in row))
        for month, row in zip(_months(options), figures, strict=True)
    )
    return Table(caption, ("Month", *columns), rows, sheet=sheet)


def _by_month(options: ComparisonStudy) -> Iterator[Table]:
    """Yield spend by month: the baseline by budget line, every scenario in all, and what each has saved so far."""
    comparison, names = options.comparison, packages_last(options, options.names)
    lines = {
        options.labels.group(SPEND, line): comparison.monthly(comparison.baseline, SPEND, line).mean(axis=0)
        for line in (*placement_lines(options.council), "all")
    }
    yield _table_of_months(options, "The baseline's spend by budget line, means of futures", lines, POUNDS, MONTHS)
    every = {plain(name): comparison.monthly(options.outcomes(name), SPEND).mean(axis=0) for name in names}
    yield _table_of_months(options, "Each scenario's placement spend in all, means of futures", every, POUNDS, MONTHS)
    what = "Net cost" if (measure := counted_by(options)) == NET else "Placement spend"
    saved = {plain(name): options.cumulative(name, measure).mean(axis=0) for name in names}
    caption = f"{what} saved by the end of each month, means of futures: above zero it has cost less so far"
    yield _table_of_months(options, caption, saved, POUNDS, SAVED)


def _homes_by_month(options: ComparisonStudy) -> Iterator[Table]:
    """Yield what becomes of each home that a scenario opens, by month: children, usable beds, and what is void."""
    for measure, what, unit, sheet in (
        ("children_average", "Children in new homes on an average night of the month", CHILD, HOMES),
        ("places_average", "Usable beds in new homes on an average night of the month", CHILD, HOMES),
        ("void_cost", "Paid in the month for beds of new homes that nobody slept in", POUNDS, VOIDS),
    ):
        columns = {
            f"{options.labels.place(home)} ({plain(name)})": options.comparison.monthly(
                options.outcomes(name), measure, home
            ).mean(axis=0)
            for name in options.names
            for home in options.homes_opened(name)
        }
        if columns:
            yield _table_of_months(options, f"{what}, means of all futures", columns, unit, sheet)


def against_each_other(options: ComparisonStudy) -> tuple[Part, ...]:
    """Return every option against every other, future by future: a square on paper, a list in the workbook."""
    names = packages_last(options, options.options)
    if len(names) < 2 or options.few:
        return ()
    pairs = {(one, other): options.apart(one, other) for one in names for other in names if one != other}
    unit = difference_unit("pounds", *(pair.mean for pair in pairs.values()))
    square = Table(
        f"Placement spend over all years, {unit.header}: the option in the row less that in the column; below, the "
        f"share of futures simulated {assumed(options)} in which the row is cheaper",
        ("Option", *map(plain, names)),
        tuple((Cell(plain(one)), *(_pair(pairs.get((one, other)), unit) for other in names)) for one in names),
    )
    listed = Table(
        "Placement spend over all years: the first option less the second, future by future",
        ("Option", "Less this option", "Difference", "Cheaper in"),
        tuple(
            (Cell(plain(one)), Cell(plain(other)), difference_cell(pair, POUNDS), _cheaper(pair))
            for (one, other), pair in pairs.items()
        ),
        sortable=True,
        sheet=AGAINST,
    )
    folded = Folded("Every option against every other, in spend", (square,))
    return (only(Medium.PAGE, Medium.DOCUMENT, parts=(folded,)), only(Medium.WORKBOOK, parts=(listed,)))


def _pair(difference: Difference | None, unit: Unit) -> Cell:
    if difference is None:
        return Cell("")
    below = "no difference" if difference.nothing else f"{percent(difference.below)} of futures"
    return Cell(unit.bare.signed(difference.mean), difference.mean, unit, below, strong=direction(difference).clear)


def _cheaper(difference: Difference) -> Cell:
    if difference.nothing:
        return Cell(NOTHING)
    return Cell(
        percent(difference.below),
        difference.below,
        unit_for("share", 1),
        ends=(difference.below_low, difference.below_high),
    )


def _arrivals(options: ComparisonStudy) -> Table:
    """Return who moved into the homes that scenarios open, and from where."""
    rows = tuple(
        (
            Cell(plain(name)),
            Cell(options.labels.place(home)),
            Cell(options.labels.origin(group.removeprefix(f"{home}{FROM}"))),
            *(number(float(options.comparison.after(name, "arrivals", group, year).mean()), CHILD) for year in years),
        )
        for years in [(*options.comparison.years, ALL_YEARS)]
        for name in options.names
        for home in options.homes_opened(name)
        for group in options.comparison.groups("arrivals")
        if group.startswith(f"{home}{FROM}") and options.comparison.after(name, "arrivals", group).any()
    )
    columns = ("Scenario", "Home", "Came from", *(year.label for year in options.years), "All years")
    return Table("Children who moved into new homes, means of futures", columns, rows, sortable=True, sheet=ARRIVALS)


def _changes(options: ComparisonStudy) -> Table:
    """Return every intervention of every scenario in words, with its sources."""
    rows = tuple(
        (Cell(plain(name)), *change_cells(place, said, said.chosen))
        for name in options.names
        for place, said in enumerate(interventions_in_words(options, name), 1)
    )
    columns = ("Scenario", *changes_columns("Decided by the council"))
    return Table("What each scenario changes, in this order", columns, rows, sheet=CHANGES)


def _every_difference(options: ComparisonStudy) -> Table:
    """Return every difference, one row a scenario, year, measure and group; what nothing ever counts to is left out."""
    parts, rows = part_years(options.council), []
    for name in options.names:
        for (year, measure, group), difference in options.comparison.rows(name):
            if (difference.nothing and difference.before == 0) or (
                np.isnan(difference.before) and np.isnan(difference.after)
            ):
                continue
            unit = POUNDS if MEASURES[measure].unit == "pounds" else difference_unit(MEASURES[measure].unit, 1.0)
            period = horizon_words(measure) if year == ALL_YEARS else parts.get(year, "")
            texts = (name, year, spelt(measure), options.labels.group(measure, group))
            kinds = (grouping(options.council_of(name), measure, group), MEASURES[measure].unit)
            figures = (
                number(difference.before, unit),
                number(difference.after, unit),
                difference_cell(difference, unit),
            )
            rows.append(
                (*(Cell(plain(text)) for text in (*texts, *kinds)), *figures, _cheaper(difference), Cell(period))
            )
    columns = ("Scenario", "Year", "Measure", "Group", "Grouping", "Unit", "Baseline", "Scenario's own", "Difference",
               "Lower in", "Period")  # fmt: skip
    return Table("Every difference from the baseline", columns, tuple(rows), sortable=True, sheet=EVERY_DIFFERENCE)
