"""Suppression of a past: which of its figures are of fewer than 5 children, or would give such a figure away."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.results.facts import Floats
from placesim.results.groupings import EVERYTHING, grouping
from placesim.results.measures import MEASURES
from placesim.results.past_facts import Figures, PairOfNames
from placesim.results.suppression import hidden_in_sums

Cells = NDArray[np.int64]

STOCK, AVERAGE, NIGHTS = "children_year_end", "children_average", "nights"

WITHIN_A_PERIOD = (("entries", "leavers"), ("placements_ceased", "leavers", "moves"))
"""Measures whose totals of one period are bound together: by the change in the number in care, and by how placements
end."""

OF_THE_LONG_TERM = "long_term"
"""How measures begin whose children are those long in care."""


def suppressed(baseline: Baseline, by_year: Figures, by_month: Figures) -> tuple[Figures, Figures]:
    """Return figures by year and by month with all that is not told marked."""
    every = [(figures, pair) for figures in (by_year, by_month) for pair in figures.values]
    sizes = [len(figures.periods) for figures, _ in every]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    counts = np.concatenate([_behind(figures, pair) for figures, pair in every] or [np.zeros(0)])
    years, months = (
        {pair: np.arange(starts[place], starts[place + 1]) for place, (of, pair) in enumerate(every) if of is figures}
        for figures in (by_year, by_month)
    )
    sums = [
        *_within(baseline, years),
        *_within(baseline, months),
        *_of_types(baseline, years),
        *_of_types(baseline, months),
        *_bound(years),
        *_over_time(by_year, by_month, years, months),
    ]
    not_told = hidden_in_sums(counts, sums)
    return (
        replace(by_year, hidden={pair: not_told[cells] for pair, cells in years.items()}),
        replace(by_month, hidden={pair: not_told[cells] for pair, cells in months.items()}),
    )


def _behind(figures: Figures, pair: PairOfNames) -> Floats:
    """Return how many children, moves or placements stand behind each figure."""
    measure, group = pair
    value, unit = figures.values[pair], MEASURES[measure].unit
    if unit == "nights":
        return value / figures.lengths
    if unit == "days":
        return _of(figures, "placements_ceased", group, value)
    if unit.startswith("share"):
        whole = _of(figures, "long_term_children" if measure.startswith(OF_THE_LONG_TERM) else STOCK, "all", value)
        part = np.round(value * whole)
        return np.where(part > 0, np.minimum(part, np.where(part < whole, whole - part, part)), 0.0)
    return value


def _of(figures: Figures, measure: str, group: str, otherwise: Floats) -> Floats:
    return figures.values.get((measure, group), otherwise)


def _within(baseline: Baseline, cells: dict[PairOfNames, Cells]) -> Iterator[Cells]:
    """Yield what adds up within a period: the groups of one kind, and their total."""
    wholes: dict[tuple[str, str], list[Cells]] = {}
    for (measure, group), where in cells.items():
        if group != EVERYTHING and (measure, EVERYTHING) in cells and not MEASURES[measure].is_of_something:
            wholes.setdefault((measure, grouping(baseline, measure, group)), []).append(where)
    for (measure, _), parts in wholes.items():
        yield from np.stack([cells[measure, EVERYTHING], *parts], axis=1)


def _of_types(baseline: Baseline, cells: dict[PairOfNames, Cells]) -> Iterator[Cells]:
    """Yield what adds up to a placement type within a period: the provision of that type, and the type."""
    for (measure, kind), where in cells.items():
        own = [name for name, each in baseline.provision.items() if each.placement_type == kind]
        parts = [cells[measure, name] for name in own if (measure, name) in cells]
        if kind in baseline.placement_types and parts:
            yield from np.stack([where, *parts], axis=1)


def _bound(years: dict[PairOfNames, Cells]) -> Iterator[Cells]:
    """Yield figures of different measures of which one tells the other."""
    for names in WITHIN_A_PERIOD:
        if all((name, EVERYTHING) in years for name in names):
            yield from np.stack([years[name, EVERYTHING] for name in names], axis=1)
    for (measure, group), where in years.items():
        if measure == AVERAGE and (NIGHTS, group) in years:
            yield from np.stack([where, years[NIGHTS, group]], axis=1)


def _over_time(
    by_year: Figures, by_month: Figures, years: dict[PairOfNames, Cells], months: dict[PairOfNames, Cells]
) -> Iterator[Cells]:
    """Yield the months of each year, whose average the year tells, and the month whose end is the year's."""
    for pair, where in months.items():
        if pair not in years:
            continue
        for place, several in enumerate(_months_of_years(by_year, by_month)):
            if pair[0] == AVERAGE:
                yield np.append(years[pair][place], where[several])
            else:
                yield np.array([years[pair][place], where[several[-1]]])


def _months_of_years(by_year: Figures, by_month: Figures) -> Sequence[NDArray[np.int64]]:
    ends = np.cumsum(by_year.lengths)
    of = np.searchsorted(ends, np.cumsum(by_month.lengths) - 0.5)
    return [np.flatnonzero(of == place) for place in range(len(by_year.periods))]
