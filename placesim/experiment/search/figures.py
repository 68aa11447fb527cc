"""The figures that a search goes by: what is to be low, what its targets are about, and what its chart shows."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.config.horizon import horizon_days
from placesim.config.mixes.mixes import Grid
from placesim.config.mixes.search_file import ALL_YEARS, Minimised, MixTarget
from placesim.config.problem import nearest, shown, unknown
from placesim.experiment.comparison import Comparison
from placesim.experiment.replications import Outcomes, groups_of
from placesim.results.facts import Floats
from placesim.results.financial_year import financial_years
from placesim.results.measures import MEASURES

OUT_OF_BOROUGH = "out_of_borough_share"


class Figure(NamedTuple):
    """One figure of a future, as tables name it."""

    measure: str
    group: str
    year: str


def figure_of(named: Minimised | MixTarget) -> Figure:
    """Return the figure that a block of a search file names."""
    return Figure(named.measure, named.group, named.year)


def shown_beside(grid: Grid) -> Figure:
    """Return the figure that the frontier shows beside cost: that of the first target, or the share out of borough."""
    return figure_of(grid.search.targets[0]) if grid.search.targets else Figure(OUT_OF_BOROUGH, "all", ALL_YEARS)


def figures_wanted(grid: Grid) -> tuple[Figure, ...]:
    """Return every figure that a search keeps: what is to be low, then each target's, then what the frontier shows."""
    search = grid.search
    return (figure_of(search.minimise), *map(figure_of, search.targets), shown_beside(grid))


def figures_known(grid: Grid, council: Baseline) -> None:
    """Go on only if the figures that a search names are there.

    Raises:
        InputError: one is not, or what is to be low cannot be.
    """
    groups = groups_of(council)
    years = [*financial_years(council.start, horizon_days(council)).labels, ALL_YEARS]
    search = grid.search
    faults = _faults(grid, ("minimise",), figure_of(search.minimise), groups, years)
    if not faults and MEASURES[search.minimise.measure].is_of_something:
        faults.append(grid.document.fault(("minimise", "measure"), _not_low(search.minimise.measure)))
    for place, target in enumerate(search.targets):
        wrong = _faults(grid, ("targets", place), figure_of(target), groups, years)
        faults += wrong or _no_share(grid, ("targets", place), target)
    if faults:
        raise InputError(faults)


def _not_low(measure: str) -> str:
    """Say why a figure cannot be what is to be as low as possible."""
    why = "is a share" if MEASURES[measure].is_share else "is missing in some futures"
    return f"{measure} {why}: name a figure that is counted or in pounds, and put this one in targets"


def _no_share(grid: Grid, where: tuple[str | int, ...], target: MixTarget) -> list[Fault]:
    """Return what is wrong with the limit of a share that is no share."""
    if not MEASURES[target.measure].is_share or 0 <= target.limit <= 1:
        return []
    limit = "at_least" if target.at_most is None else "at_most"
    written = f"write {target.limit:g}% as {target.limit / 100:g}"
    mend = written if 1 < target.limit <= 100 else "write 50% as 0.5"
    return [grid.document.fault((*where, limit), f"must be 0 to 1, as {target.measure} is a share; {mend}")]


def _faults(
    grid: Grid, where: tuple[str | int, ...], figure: Figure, groups: dict[str, list[str]], years: Sequence[str]
) -> list[Fault]:
    measure, group, year = figure
    if measure not in groups:
        return [grid.document.fault((*where, "measure"), unknown("measure", measure, groups))]
    if group not in groups[measure]:
        message = f"{measure} has no group {shown(group)}; {nearest(group, groups[measure])}"
        return [grid.document.fault((*where, "group"), message)]
    if year not in years:
        return [grid.document.fault((*where, "year"), _unknown_year(year, years))]
    if year == ALL_YEARS and MEASURES[measure].horizon is None:
        message = f"{measure} has no figure for all years; name a year, as in {years[0]}"
        return [grid.document.fault((*where, "year"), message)]
    return []


def _unknown_year(year: str, years: Sequence[str]) -> str:
    """Say that a year is none of those simulated; of a calendar year, which financial year ends in it."""
    ending = next((each for each in years if year.isdecimal() and each[-2:] == year[-2:] and len(year) == 4), None)
    meant = f"did you mean {ending}, which ends in March {year}?" if ending else f"allowed: {', '.join(years)}"
    return f"unknown year {shown(year)}; {meant}"


def figures_in(council: Baseline, outcomes: Sequence[Outcomes], wanted: Sequence[Figure]) -> list[Floats]:
    """Return the figures wanted of each scenario, shape (futures, figures)."""
    first, *others = outcomes
    together = Comparison(council, first, tuple(others))
    each_of = [together.before, *(lambda *key, name=name: together.after(name, *key) for name in together.names)]
    return [np.stack([of(*figure) for figure in wanted], axis=1) for of in each_of]
