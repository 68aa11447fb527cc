"""Forecasting: every naive forecast of every figure, made from what was known at one origin."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from placesim.config.baseline import Baseline
from placesim.results.backcasts import CHILDREN, EVERYBODY, FLAT, KNOWN_PLACES, MEAN, STOCK_AND_FLOW, TREND
from placesim.results.facts import Floats
from placesim.results.scores import Forecast, count_like, of_futures
from placesim.returns.backcasting.figures import Figures, Series, figures_of
from placesim.returns.backcasting.known_places import places_on, types_with_known_places
from placesim.returns.backcasting.naive import YEAR, as_places, flat, trend
from placesim.returns.backcasting.stock_and_flow import flows_of, projected
from placesim.returns.past import Past

MEAN_YEARS = 3
"""Over how many years a mean of counts is taken."""

FUTURES = 2000
"""Of the stock and flow."""


@dataclass(frozen=True, eq=False)
class Naive:
    """What naive forecasts rest on at one origin."""

    known: Figures
    stock_and_flow: Series
    """Futures by measure and group, shape (futures, years)."""
    places: Mapping[str, Floats]
    """Places at the end of each month known, of placement types whose places are."""
    places_then: Mapping[str, Floats]
    """Places of the same types at the end of each year ahead."""

    def forecasts(self, measure: str, group: str, year: int) -> Iterator[tuple[str, Forecast]]:
        """Yield the naive forecasts of a figure, by name.

        Args:
            measure: `children_year_end`, or a flow.
            group: a placement type, or `all`.
            year: which year ahead, from 1.
        """
        yield from self._of_children(group, year) if measure == CHILDREN else self._of_flow(measure, group)
        yield STOCK_AND_FLOW, of_futures(self.stock_and_flow[measure, group][:, year - 1])

    def _of_children(self, group: str, year: int) -> Iterator[tuple[str, Forecast]]:
        monthly = self.known.by_month[group]
        yield FLAT, flat(monthly, year * YEAR)
        yield TREND, trend(monthly, year * YEAR)
        if group in self.places:
            found = as_places(monthly, self.places[group], year * YEAR, float(self.places_then[group][year - 1]))
            if found:
                yield KNOWN_PLACES, found

    def _of_flow(self, measure: str, group: str) -> Iterator[tuple[str, Forecast]]:
        counts = self.known.by_year[measure, group]
        yield FLAT, count_like(counts[-1:])
        yield MEAN, count_like(counts[-MEAN_YEARS:])


def naive_of(known: Past, council: Baseline, year_ends: tuple[date, ...], seed: int) -> Naive:
    """Return what naive forecasts rest on.

    Args:
        known: what was known at the origin.
        council: the configuration as the council had it then, for places by date.
        year_ends: the last day of each year ahead.
        seed: the luck of the stock and flow.
    """
    figures, kinds = figures_of(known), known.history.names.placement_types
    futures = projected(flows_of(known), kinds, len(year_ends), FUTURES, seed)
    limited = [kind for kind in types_with_known_places(council) if kind in kinds]
    return Naive(
        figures,
        futures,
        {kind: places_on(council, kind, figures.months) for kind in limited},
        {kind: places_on(council, kind, year_ends) for kind in limited},
    )


def groups_told(known: Figures, happened: Figures) -> tuple[tuple[str, str], ...]:
    """Return the measures and groups that are foretold: types in which no child ever was are left out."""
    seen = {group for figures in (known, happened) for group, children in figures.by_month.items() if np.any(children)}
    return tuple(
        (measure, group) for measure, group in happened.by_year if measure != CHILDREN or group in {EVERYBODY, *seen}
    )
