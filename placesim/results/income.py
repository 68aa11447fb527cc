"""Measures of income: what a council is paid for nights of particular children in care."""

import numpy as np

from placesim.config.baseline import Baseline
from placesim.results.counting import Grouped
from placesim.results.facts import Facts, Floats
from placesim.results.groupings import by_line
from placesim.results.measures import Exhibit, Telling, measure
from placesim.results.prices import uplifts


@measure(
    unit="pounds",
    horizon="total",
    monthly=True,
    groups="item of income",
    worse="lower",
    told=(Telling(Exhibit.DIFFERENCES_BY_YEAR, 14, "Income by the night"),),
)
def income(facts: Facts) -> Grouped:
    """Income in cash: nights in care of the stream's children x rate a night, uplifted each 1 April."""
    items = list(facts.baseline.income.values())
    nights, streams = facts.once_for_alike(_nights_by_stream, _streams), facts.history.names.streams
    levels = uplifts(items, facts.history.start, int(facts.pieces.years_on[-1]))[:, facts.pieces.years_on]
    found = np.zeros(facts.shape_by_piece(len(items)))
    for number, item in enumerate(items):
        found[number] = nights[streams.index(item.stream)] * item.per_night * levels[number]
    figures = facts.in_periods(found)
    return {"all": facts.total(figures), **dict(zip(facts.baseline.income, figures, strict=True))}


def _streams(council: Baseline) -> list[str]:
    """Return the names of streams, in order."""
    return list(council.entrants)


def income_by_line(facts: Facts) -> Grouped:
    """Return income in cash by the budget line on which it stands, and in all."""
    return by_line(income(facts), facts.baseline.income)


def _nights_by_stream(facts: Facts) -> Floats:
    """Return nights in care by stream, future and piece; children who stand in no table come last, as no stream's."""
    streams = len(facts.history.names.streams)
    stream = np.append(facts.history.children["stream"], streams)[facts.listed]
    return facts.stretches("episodes", "start_day", "end_day", stream, streams + 1).area()
