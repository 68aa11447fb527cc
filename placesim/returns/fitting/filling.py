"""Filling: which share of the places that a council knows it had were really filled, and how that varied."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from placesim.config.provision import Places
from placesim.config.values import value_on
from placesim.model.rates import YEAR
from placesim.returns.fitting.estimates import FillingFit, Floats
from placesim.returns.past import Past

MONTH = YEAR / 12

HALF_LIFE = 2.0
"""Years after which a month counts half as much for the level."""

LEAST_VARIATION = 0.01
"""The share of a few places that are always full varies at least so much: months to come are not those gone."""

FEWEST_YEARS = 4.0
"""So many years are taken for the least that say anything about how a share varies."""


def fit_filling(past: Past) -> tuple[FillingFit, ...]:
    """Return the filling of all provision with a number of places of which only a share can be filled."""
    return tuple(_fits(past))


def _fits(past: Past) -> Iterator[FillingFit]:
    for number, (name, provision) in enumerate(past.baseline.provision.items()):
        capacity = provision.capacity
        if isinstance(capacity, Places) and "usable_share" in capacity.model_fields_set:
            days = np.arange(past.history.days, 0, -MONTH)[::-1]
            places = np.array([value_on(capacity.places, _date(past, day)) for day in days])
            children = _children(past, number, days)
            if (places > 0).any():
                yield _filling(name, days[places > 0], children[places > 0], places[places > 0])


def _date(past: Past, day: float) -> date:
    return past.history.start + timedelta(days=day - 1)


def _children(past: Past, provision: int, days: Floats) -> Floats:
    """Return the children there on each day's midnight."""
    table = past.history.episodes
    here = table["provision"] == provision
    begins, ends = (np.sort(np.asarray(table[name][here], float)) for name in ("start_day", "end_day"))
    gone = ends[~np.isnan(ends)]
    there = np.searchsorted(begins, days, side="left") - np.searchsorted(gone, days, side="left")
    return np.asarray(there, float)


def _filling(name: str, days: Floats, children: Floats, places: Floats) -> FillingFit:
    """Return the mean share, the later months counting more, and how far a year to come may lie from it."""
    shares = children / places
    weights = 0.5 ** ((days[-1] - days) / YEAR / HALF_LIFE)
    weights /= weights.sum()
    mean = float(weights @ shares)
    spread = max(float(np.sqrt(weights @ (shares - mean) ** 2)), LEAST_VARIATION)
    return FillingFit(
        name, min(mean, 1.0), spread * _of_another_year(len(days) * MONTH / YEAR), float(weights @ children)
    )


def _of_another_year(years: float) -> float:
    """Return how much further than those known a year to come may lie from the mean, in standard deviations.

    Months in a row are alike, so years are what was seen independently: the predictive distribution of one more is
    Student's t with a degree of freedom less than years, its variance (1 + 1 / n) (n - 1) / (n - 3).
    """
    known = max(years, FEWEST_YEARS)
    return float(np.sqrt((1 + 1 / known) * (known - 1) / (known - 3)))
