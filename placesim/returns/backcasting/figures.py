"""Figures: what a past tells by year and month, by the measures that runs of the model have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from placesim.results.backcasts import CHILDREN, EVERYBODY
from placesim.results.facts import Facts, Floats
from placesim.results.financial_year import Periods, financial_years, months
from placesim.results.metrics import children_year_end, entries, leavers, moves
from placesim.returns.past import Past

COUNTED = (entries, leavers, moves)
"""Measures that are counted over each year, in all."""

FLOWS = tuple(measure.__name__ for measure in COUNTED)

Series = Mapping[tuple[str, str], Floats]
"""Figures by measure and group, each over years."""


@dataclass(frozen=True, eq=False)
class Figures:
    """Children in care by placement type and in all, and who came, left and moved."""

    first_day: date
    years: tuple[str, ...]
    """Whole financial years of the past."""
    by_year: Series
    """Children on the last night of each year, and the flows over it."""
    months: tuple[date, ...]
    """The last day of each month of the past."""
    by_month: Mapping[str, Floats]
    """Children on the last night of each month, by placement type and in all."""

    def of(self, measure: str, group: str, year: str) -> float:
        """Return one figure of a year."""
        return float(self.by_year[measure, group][self.years.index(year)])


def figures_of(past: Past) -> Figures:
    """Return the figures of a past."""
    facts = facts_of(past)
    groups = (EVERYBODY, *past.history.names.placement_types)
    whole = np.flatnonzero(facts.periods.lengths >= 365)
    there = children_year_end(facts)
    by_year = {(CHILDREN, group): there[group][whole] for group in groups}
    by_year |= {(flow.__name__, EVERYBODY): flow(facts)[EVERYBODY][whole] for flow in COUNTED}
    by_month = facts_of(past, months(past.history.start, past.history.days))
    monthly = children_year_end(by_month)
    return Figures(
        past.history.start,
        tuple(facts.periods.labels[place] for place in whole),
        by_year,
        tuple(past.history.start + timedelta(days=int(edge) - 1) for edge in by_month.periods.edges[1:]),
        {group: monthly[group] for group in groups},
    )


def facts_of(past: Past, periods: Periods | None = None) -> Facts:
    """Return a past laid over periods; left out, over its financial years."""
    history = past.history
    return Facts(past.baseline, history, periods or financial_years(history.start, history.days))
