"""Naive forecasts of one figure, from what was known of it: nothing changes, or what changed goes on changing."""

from math import sqrt

import numpy as np

from placesim.results.facts import Floats
from placesim.results.scores import Forecast, spread_about

YEAR = 12
"""Months in one."""

TREND_YEARS = 3
"""Over how many years a trend is taken."""


def flat(monthly: Floats, months: int) -> Forecast:
    """Return the last number as the forecast, with the spread of past changes over the same time.

    Args:
        monthly: children at the end of each month known, the last one at the origin; two years or more.
        months: how far ahead.
    """
    return spread_about(float(monthly[-1]), spread_of_changes(monthly, months))


def spread_of_changes(monthly: Floats, months: int) -> float:
    """Return the root mean square of changes over so many months, whenever they began.

    Where less than twice that time is known, few changes are: then it is that of a year's changes times the root of
    the years, as of a number that wanders.
    """
    if len(monthly) >= 2 * months:
        return _root_mean_square(monthly[months:] - monthly[:-months])
    return _root_mean_square(yearly_changes(monthly)) * sqrt(months / YEAR)


def yearly_changes(monthly: Floats) -> Floats:
    """Return the change over each twelve months known, whenever they began."""
    return np.asarray(monthly[YEAR:] - monthly[:-YEAR])


def trend(monthly: Floats, months: int) -> Forecast:
    """Return the last number moved on along the line through three years, with the spread of a wander about a drift.

    The line is that of least squares. With s the standard deviation of a year's changes, T the years of the line and h
    the years ahead, the variance is s^2 h (1 + h / T): chance, and a drift known from T years (Hyndman and
    Athanasopoulos 2021, section 5.5, of a random walk with drift).

    Args:
        monthly: children at the end of each month known, the last one at the origin; two years or more.
        months: how far ahead.
    """
    recent = monthly[-TREND_YEARS * YEAR :]
    a_month = float(np.polyfit(np.arange(len(recent)), recent, 1)[0])
    ahead, along = months / YEAR, len(recent) / YEAR
    deviation = float(np.std(yearly_changes(monthly))) * sqrt(ahead * (1 + ahead / along))
    return spread_about(float(monthly[-1]) + a_month * months, deviation)


def as_places(monthly: Floats, places: Floats, months: int, places_then: float) -> Forecast | None:
    """Return known places times the share filled at the origin; the spread is that of past changes of the share.

    Args:
        monthly: children at the end of each month known, the last one at the origin.
        places: places at the end of the same months.
        months: how far ahead.
        places_then: places known to be there then.

    Returns:
        The forecast; nothing where there were no places at the origin, or for too short a time before it.
    """
    open_since = len(places) - int(np.argmax(places[::-1] <= 0)) if (places <= 0).any() else 0
    filled = monthly[open_since:] / places[open_since:]
    if len(filled) <= YEAR:
        return None
    return spread_about(float(filled[-1]) * places_then, spread_of_changes(filled, months) * places_then)


def _root_mean_square(changes: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(changes))))
