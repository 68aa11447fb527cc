"""Sheets by financial year: spend by budget line, children by placement type, and who moved into homes."""

from collections.abc import Iterator

from placesim.config.scenario_files import BASELINE
from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.statistics import range_of_futures
from placesim.experiment.tables import part_years
from placesim.report.comparison.options import Options
from placesim.report.office.sheets import CHANGE, ONE, POUNDS, Column, Sheet, Value
from placesim.report.office.sheets_of_options import SCENARIO
from placesim.results.facts import Floats
from placesim.results.paths import FROM

COMPARED_WITH = "What scenarios are compared with."
NO_HOMES = "No scenario opens a home."


def spend_sheet(options: Options) -> Sheet:
    """Return spend by scenario, budget line and year."""
    lines = [*options.comparing.council.budget_lines, "all"]
    columns = (
        SCENARIO,
        Column("Budget line", width=34),
        *(Column(year.label, POUNDS, 14) for year in options.years),
        Column("All years", POUNDS, 15),
        *_difference_columns("All years", POUNDS),
    )
    rows = [
        (name, options.labels.group("spend", line), *_means(options, name, "spend", line), *rest)
        for name in (BASELINE, *options.names)
        for line in lines
        for rest in [_against(options, name, "spend", line)]
    ]
    notes = ("Means of futures, in cash. In all is the sum of the lines.", *_part_years(options))
    return Sheet("Spend by budget line", "What does each budget line pay in each year?", columns, rows, notes, kept=2)


def children_sheet(options: Options) -> Sheet:
    """Return children in care at each year end by scenario and placement type."""
    measure = "children_year_end"
    columns = (
        SCENARIO,
        Column("Placement type", width=28),
        *(Column(f"End of {year.label}", ONE, 12) for year in options.years),
        *_difference_columns("At the end", ONE),
    )
    rows = [
        (name, options.labels.group(measure, kind), *_means(options, name, measure, kind)[:-1], *rest)
        for name in (BASELINE, *options.names)
        for kind in (*options.changing_types, "all")
        for rest in [_against(options, name, measure, kind)]
    ]
    notes = ("Children in care on the last night of each financial year, means of futures.", *_part_years(options))
    return Sheet("Children by type", "Where do children live at the end of each year?", columns, rows, notes, kept=2)


def _difference_columns(when: str, kind: str) -> tuple[Column, ...]:
    ends = ("mean", "low", "high", "p10", "p90")
    return (*(Column(f"{when}, difference: {end}", kind + CHANGE, 14) for end in ends), Column("Note", width=32))


def _part_years(options: Options) -> list[str]:
    return [f"{year} is a {note}." for year, note in part_years(options.comparing.council).items()]


def _values(options: Options, scenario: str, measure: str, group: str, year: str = ALL_YEARS) -> Floats:
    if scenario == BASELINE:
        return options.comparison.before(measure, group, year)
    return options.comparison.after(scenario, measure, group, year)


def _means(options: Options, scenario: str, measure: str, group: str) -> list[float]:
    """Return the mean of each year, and of all years."""
    years = (*options.comparison.years, ALL_YEARS)
    return [float(_values(options, scenario, measure, group, year).mean()) for year in years]


def _against(options: Options, scenario: str, measure: str, group: str) -> tuple[Value, ...]:
    """Return the difference over all years with its interval, range and note; empty for the baseline itself."""
    if scenario == BASELINE:
        return (None, None, None, None, None, COMPARED_WITH)
    found = options.difference(scenario, measure, group)
    return found.mean, found.low, found.high, found.p10, found.p90, found.note


def arrivals_sheet(options: Options) -> Sheet:
    """Return who moved into the homes that scenarios open, and from where."""
    columns = (
        SCENARIO,
        Column("Home", width=32),
        Column("Came from", width=28),
        *(Column(year.label, ONE, 11) for year in options.years),
        *(Column(f"All years{end}", ONE, 11) for end in (": mean", ": p10", ": p90")),
    )
    rows: list[tuple[Value, ...]] = [
        (name, options.labels.place(home), options.labels.origin(origin), *figures)
        for name in options.names
        for home in options.homes_opened(name)
        for origin, figures in _origins(options, name, home)
    ]
    notes = (
        "Children who moved in, by the placement type they came from, means of futures. Types that nobody came from "
        "are left out.",
    )
    answers = "Who moves into the homes that scenarios open, and from where?"
    return Sheet("Arrivals", answers, columns, rows, notes, kept=3, empty=NO_HOMES)


def _origins(options: Options, name: str, home: str) -> Iterator[tuple[str, list[float]]]:
    for group in options.comparison.groups("arrivals"):
        if group.startswith(f"{home}{FROM}"):
            values = options.comparison.after(name, "arrivals", group)
            if values.any():
                p10, _, p90 = (float(part[0]) for part in range_of_futures(values[:, None]))
                yield group.removeprefix(f"{home}{FROM}"), [*_means(options, name, "arrivals", group), p10, p90]
