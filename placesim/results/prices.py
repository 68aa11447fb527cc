"""Prices: how far each provision's price has risen since the first day; the only place that knows."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

import numpy as np

from placesim.config.prices import Price
from placesim.config.values import Step, value_on
from placesim.model.same_bits import Floats
from placesim.results.financial_year import Periods


class Rising(Protocol):
    """Whatever rises every 1 April: a price, or another cost."""

    @property
    def uplift_per_year(self) -> tuple[Step, ...]:
        """The rise on a 1 April, by date."""


def uplifts(prices: Sequence[Rising], start: date, years: int) -> Floats:
    """Return what the yearly uplift alone makes of each price by financial year, shape (prices, years + 1).

    The first year's is 1. The rise on a 1 April is the yearly uplift that holds on that date; rises are compounded.
    """
    first = start.year + (start >= date(start.year, 4, 1))
    aprils = [date(first + year, 4, 1) for year in range(years)]
    rises = [[1.0, *(1 + value_on(price.uplift_per_year, april) for april in aprils)] for price in prices]
    return np.asarray(np.cumprod(np.reshape(rises, (len(rises), years + 1)), axis=1), float)


def price_levels(prices: Sequence[Price], start: date, periods: Periods) -> Floats:
    """Return the level of each price on the first day of each period, shape (prices, periods).

    A level is a multiple of the fee that the configuration gives: the uplifts of every 1 April passed, times the
    dated multiplier of that day. That of a placeholder is missing, and with it every figure of money that needs it.
    """
    levels = uplifts(prices, start, int(periods.years_on[-1]))[:, periods.years_on]
    levels[[price.placeholder for price in prices]] = np.nan
    dated = [number for number, price in enumerate(prices) if len(price.by_date) > 1 or price.by_date[0].value != 1]
    begins = [start + timedelta(days=day) for day in periods.edges[:-1].tolist()] if dated else []
    for number in dated:
        levels[number] *= [value_on(prices[number].by_date, day) for day in begins]
    return np.asarray(levels)


def between_changes(prices: Sequence[Price], start: date, periods: Periods) -> tuple[Periods, list[int]]:
    """Return pieces of periods in which no price changes, and the number of each period's first piece.

    Periods themselves begin on every 1 April, so only dated changes cut them.
    """
    days = {float((step.from_ - start).days) for price in prices for step in price.by_date[1:]}
    cuts = _new_cuts(periods, days)
    return _cut(periods, cuts) if cuts else (periods, list(range(len(periods.labels))))


def cut_on(periods: Periods, days: Iterable[float]) -> Periods:
    """Return shorter periods, cut on more days; the same where all of them begin a period already."""
    cuts = _new_cuts(periods, days)
    return _cut(periods, cuts)[0] if cuts else periods


def _new_cuts(periods: Periods, days: Iterable[float]) -> tuple[float, ...]:
    return tuple(sorted(day for day in days if 0 < day < periods.edges[-1] and day not in periods.edges))


@lru_cache(maxsize=256)
def _cut(periods: Periods, days: tuple[float, ...]) -> tuple[Periods, list[int]]:
    return periods.cut(list(days))


def average_levels(prices: Sequence[Price], start: date, periods: Periods) -> Floats:
    """Return the average level of each price over the days of each period, shape (prices, periods)."""
    finer, pieces = between_changes(prices, start, periods)
    levels = price_levels(prices, start, finer)
    lowest, highest = (each.reduceat(levels, pieces, axis=1) for each in (np.minimum, np.maximum))
    by_day = np.add.reduceat(levels * finer.lengths, pieces, axis=1) / periods.lengths
    return np.asarray(np.where(lowest == highest, lowest, by_day))
