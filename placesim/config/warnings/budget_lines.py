"""Warnings about budget lines: those whose year cannot be forecast."""

from collections.abc import Iterator

from placesim.config.problem import Problem
from placesim.config.warnings.warning import Council, of_configuration
from placesim.config.year_start import not_known_by_start, periods_before


@of_configuration
def lines_not_known_by_the_start(council: Council) -> Iterator[Problem]:
    """Find lines of a year that the simulation starts within, whose actual does not end where it starts."""
    lines = council.baseline.budget_lines
    for year in sorted({year for line in lines.values() for year in line.years}):
        before = periods_before(council.baseline, year)
        for name in not_known_by_start(council.baseline, year):
            inside = ("to_date", "period") if lines[name].years[year].to_date else ()
            yield Problem(
                ("budget_lines", name, "years", year, *inside),
                f"the simulation starts after period {before}, so this line has no forecast for {year} and is in no "
                f"total; give its actual to the end of period {before}, or start on 1 April",
            )
