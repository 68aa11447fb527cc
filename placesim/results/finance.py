"""Measures of money: fees with uplift, block contracts and voids, by placement type and budget line."""

from datetime import date

import numpy as np

from placesim.config.provision import Home, Price
from placesim.config.values import value_on
from placesim.results.facts import Facts, Floats, Grouped, overlap
from placesim.results.measures import measure

DAYS_A_WEEK = 7


@measure(unit="pounds", horizon="total", monthly=True)
def spend(facts: Facts) -> Grouped:
    """Placement spend in cash: nights / 7 x weekly fee, uplifted each 1 April; block contracts in full."""
    costs = _fees(facts)
    for number, contracted in _contracts(facts).items():
        costs[number] = contracted
    lines = [provision.budget_line for provision in facts.baseline.provision.values()]
    by_line = {
        name: costs[np.array([line == name for line in lines])].sum(axis=0) for name in facts.baseline.budget_lines
    }
    return {**facts.by_placement(costs), **by_line}


@measure(unit="nights", horizon="total")
def void_nights(facts: Facts) -> Grouped:
    """Nights of block-contracted beds that nobody slept in."""
    voids = {number: contracted - facts.nights[number] for number, contracted in _contracted_nights(facts).items()}
    return _in_all(facts, voids)


@measure(unit="pounds", horizon="total")
def void_cost(facts: Facts) -> Grouped:
    """Cash paid for block-contracted beds that nobody slept in."""
    contracts = _contracts(facts)
    fees = _fees(facts) if contracts else np.empty(0)
    return _in_all(facts, {number: contracted - fees[number] for number, contracted in contracts.items()})


def uplifts(price: Price, start: date, years: int) -> Floats:
    """Return the price level of each financial year, the first being 1: compounded on each 1 April.

    The rise on a 1 April is the yearly uplift that holds on that date.
    """
    first_april = date(start.year + (start >= date(start.year, 4, 1)), 4, 1)
    rises = [
        value_on(price.uplift_per_year, first_april.replace(year=first_april.year + year)) for year in range(years)
    ]
    return np.asarray(np.cumprod([1.0, *(1 + rise for rise in rises)]), float)


def _prices(facts: Facts) -> list[Price]:
    return [provision.price for provision in facts.baseline.provision.values()]


def _price_levels(facts: Facts) -> Floats:
    """Return the price level of each provision in each period, shape (provisions, periods)."""
    years = int(facts.periods.years_on[-1])
    levels = [uplifts(price, facts.history.start, years) for price in _prices(facts)]
    return np.array(levels)[:, facts.periods.years_on]


def _fees(facts: Facts) -> Floats:
    """Return fees for the nights used, in cash, shape (provisions, periods)."""
    prices, episodes = _prices(facts), facts.history.episodes
    mean = np.array([price.weekly_fee for price in prices])[episodes["provision"]]
    variance = np.log1p(np.array([price.variation for price in prices]) ** 2)[episodes["provision"]]
    weekly_fee = mean * np.exp(np.sqrt(variance) * episodes["fee_luck"] - variance / 2)
    return facts.weighted_nights(weekly_fee) / DAYS_A_WEEK * _price_levels(facts)


def _contracted_nights(facts: Facts) -> dict[int, Floats]:
    """Return nights contracted in each period for block-contracted homes: every bed, from opening to closing."""
    nights = {}
    for number, (name, provision) in enumerate(facts.baseline.provision.items()):
        if provision.price.block and isinstance(provision.capacity, Home):
            steps = facts.with_places[name]
            open_days = steps["day"][steps["places"] > 0]
            begins = open_days[:1]
            shut = steps["day"][(steps["places"] == 0) & (steps["day"] > begins[:1].sum())]
            ends = np.append(shut, facts.history.days)[: len(begins)]
            lasting = overlap({"start": begins, "end": ends}, "start", "end", facts.periods)
            nights[number] = provision.capacity.beds * lasting.sum(axis=0)
    return nights


def _contracts(facts: Facts) -> dict[int, Floats]:
    """Return what block contracts cost in each period, in cash, by provision."""
    prices = _prices(facts)
    return {
        number: nights / DAYS_A_WEEK * prices[number].weekly_fee * _price_levels(facts)[number]
        for number, nights in _contracted_nights(facts).items()
    }


def _in_all(facts: Facts, of: dict[int, Floats]) -> Grouped:
    names = facts.history.names.provisions
    total = np.sum([*of.values(), np.zeros(len(facts.periods.labels))], axis=0)
    return {"all": total, **{names[number]: figures for number, figures in of.items()}}
