"""Measures of money: fees with uplift, block contracts and voids, by placement type and budget line."""

import numpy as np

from placesim.config.charges import placement_lines
from placesim.results.contracts import contracts
from placesim.results.counting import Grouped
from placesim.results.facts import Facts, Floats
from placesim.results.fees import priced_area
from placesim.results.measures import Exhibit, Telling, measure
from placesim.results.prices import price_levels

DAYS_A_WEEK = 7


@measure(
    unit="pounds",
    horizon="total",
    monthly=True,
    worse="higher",
    told=(
        Telling(Exhibit.STACKS, 10, "Placement spend"),
        Telling(Exhibit.WATCHED, 10, "placement spend"),
        Telling(Exhibit.HOPED_FOR, 10, "placement spend"),
        Telling(Exhibit.DIFFERENCES_BY_YEAR, 10, "Placement spend"),
        Telling(Exhibit.SWEEP, 10),
        Telling(Exhibit.TERMINAL, 40, "Placement spend, £ million"),
        Telling(Exhibit.HEADLINES, 40, "Placement spend"),
    ),
)
def spend(facts: Facts) -> Grouped:
    """Placement spend in cash: nights / 7 x weekly fee, uplifted each 1 April; block contracts in full."""
    costs = facts.in_periods(facts.once(_fees) * facts.once(_price_levels))
    lines = [provision.budget_line for provision in facts.baseline.provision.values()]
    by_line = {
        name: facts.total(costs[np.array([line == name for line in lines])]) for name in placement_lines(facts.baseline)
    }
    return {**facts.by_placement(costs), **by_line}


@measure(unit="nights", horizon="total", monthly=True, groups="provision")
def priced_nights(facts: Facts) -> Grouped:
    """Nights bought one by one, each times the child's fee as a multiple of the provision's mean weekly fee."""
    return _in_all(facts, dict(enumerate(facts.once(_priced))))


@measure(
    unit="nights",
    horizon="total",
    worse="higher",
    told=(
        Telling(Exhibit.STABILITY, 50, "Paid nights in beds that stand empty"),
        Telling(Exhibit.SWEEP, 50),
    ),
)
def void_nights(facts: Facts) -> Grouped:
    """Nights of block-contracted beds and places that nobody slept in."""
    return _in_all(facts, {number: contract.void for number, contract in facts.once(contracts).items()})


@measure(unit="nights", horizon="total", groups="provision")
def covered_nights(facts: Facts) -> Grouped:
    """Nights of children in places under contract, which cost the same whoever the child is."""
    return _in_all(facts, {number: each.nights - each.void for number, each in facts.once(contracts).items()})


@measure(
    unit="pounds",
    horizon="total",
    worse="higher",
)
def void_cost(facts: Facts) -> Grouped:
    """Cash paid for block-contracted beds and places that nobody slept in."""
    levels = facts.once(_price_levels)
    costs = {
        number: contract.void / DAYS_A_WEEK * contract.weekly_fee * levels[number]
        for number, contract in facts.once(contracts).items()
    }
    return _in_all(facts, costs)


def _price_levels(facts: Facts) -> Floats:
    """Return the price level of each provision in each piece, the same in every future: shape (provisions, 1, pieces).

    No price changes within a piece.
    """
    prices = [provision.price for provision in facts.baseline.provision.values()]
    return price_levels(prices, facts.history.start, facts.pieces)[:, None, :]


def _fees(facts: Facts) -> Floats:
    """Return what each provision costs in each piece at the fees that the configuration gives."""
    fees = [provision.price.weekly_fee for provision in facts.baseline.provision.values()]
    costs = facts.once(_priced) * np.array(fees)[:, None, None]
    for number, contract in facts.once(contracts).items():
        costs[number] += contract.nights * contract.weekly_fee
    return np.asarray(costs / DAYS_A_WEEK)


def _priced(facts: Facts) -> Floats:
    """Return nights bought one by one, each times the fee as a multiple of the provision's, by provision and piece."""
    priced = facts.once(priced_area).copy()
    for number, contract in facts.once(contracts).items():
        priced[number] = contract.priced_beyond
    return priced


def _in_all(facts: Facts, of: dict[int, Floats]) -> Grouped:
    """Return figures by piece of some provisions by period, and in all."""
    names = facts.history.names.provisions
    figures = {names[number]: facts.in_periods(by_piece) for number, by_piece in of.items()}
    return {"all": facts.total(figures.values()), **figures}
