"""Measures of money: fees with uplift, contracts, voids and notice, by placement type and budget line."""

import numpy as np

from placesim.config.charges import placement_lines
from placesim.results.contracts.notice import notices
from placesim.results.contracts.places import DAYS_A_WEEK, contracted_fees, contracts
from placesim.results.counting import Grouped
from placesim.results.facts import Facts, Floats
from placesim.results.fees import priced_area, spread_of
from placesim.results.measures import Exhibit, Telling, measure
from placesim.results.prices import price_levels


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
    """Placement spend in cash: nights / 7 x weekly fee, uplifted each 1 April; contracts and notice by their terms."""
    costs = facts.in_periods(facts.once(_fees) * facts.once(_price_levels))
    lines = [provision.budget_line for provision in facts.baseline.provision.values()]
    by_line = {
        name: facts.total(costs[np.array([line == name for line in lines])]) for name in placement_lines(facts.baseline)
    }
    return {**facts.by_placement(costs), **by_line}


@measure(unit="nights", horizon="total", monthly=True)
def priced_nights(facts: Facts) -> Grouped:
    """Nights bought one by one, each times the child's fee as a multiple of the provision's mean weekly fee."""
    return _in_all(facts, dict(enumerate(facts.once(_priced))))


@measure(
    unit="pounds",
    horizon="total",
)
def used_cost(facts: Facts) -> Grouped:
    """Placement spend on nights that somebody slept there: spend less voids and notice."""
    return facts.by_placement(facts.in_periods(facts.once(_used) * facts.once(_price_levels)))


@measure(
    unit="nights",
    horizon="total",
    monthly=True,
    worse="higher",
    told=(
        Telling(Exhibit.STABILITY, 50, "Paid nights in beds that stand empty"),
        Telling(Exhibit.SWEEP, 50),
    ),
)
def void_nights(facts: Facts) -> Grouped:
    """Nights of contracted beds and places that are paid for, in full or in part, and that nobody slept in."""
    return _in_all(facts, {number: contract.void for number, contract in contracts(facts).items()})


@measure(
    unit="pounds",
    horizon="total",
    monthly=True,
    worse="higher",
)
def void_cost(facts: Facts) -> Grouped:
    """Cash paid for nights of contracted beds and places that nobody slept in."""
    return _in_all(facts, _at_prices(facts, _voids(facts)))


@measure(
    unit="pounds",
    horizon="total",
    monthly=True,
    worse="higher",
)
def notice_cost(facts: Facts) -> Grouped:
    """Cash paid for days of notice after children have left, where spot provision asks for it."""
    return _in_all(facts, _at_prices(facts, _notice(facts)))


@measure(
    unit="nights",
    horizon="total",
    monthly=True,
)
def paid_nights(facts: Facts) -> Grouped:
    """Nights paid for under contracts, used or not; a night paid in part counts as that part."""
    return _in_all(facts, {number: contract.paid for number, contract in contracts(facts).items()})


@measure(unit="nights", horizon="total", groups="provision")
def covered_nights(facts: Facts) -> Grouped:
    """Nights of children in places under contract, which cost the same whoever the child is."""
    return _in_all(facts, {number: contract.covered for number, contract in contracts(facts).items()})


def _price_levels(facts: Facts) -> Floats:
    """Return the price level of each provision in each piece, the same in every future: shape (provisions, 1, pieces).

    No price changes within a piece.
    """
    prices = [provision.price for provision in facts.baseline.provision.values()]
    return price_levels(prices, facts.history.start, facts.pieces)[:, None, :]


def _fees(facts: Facts) -> Floats:
    """Return what each provision costs in each piece at the fees that the configuration gives."""
    fees = facts.once(_used).copy()
    for costs in (_voids(facts), _notice(facts)):
        for number, cost in costs.items():
            fees[number] += cost
    return fees


def _used(facts: Facts) -> Floats:
    """Return what nights that somebody slept there cost at those fees, by provision and piece."""
    fees = [provision.price.weekly_fee for provision in facts.baseline.provision.values()]
    costs = facts.once(_priced) * np.array(fees)[:, None, None]
    weekly = facts.once(contracted_fees)
    for number, contract in contracts(facts).items():
        costs[number] += contract.covered * weekly[number]
    return np.asarray(costs / DAYS_A_WEEK)


def _priced(facts: Facts) -> Floats:
    """Return nights bought one by one, each times the fee as a multiple of the provision's, by provision and piece."""
    priced = facts.once_for_alike(priced_area, spread_of).copy()
    for number, contract in contracts(facts).items():
        priced[number] = contract.priced_beyond
    return priced


def _voids(facts: Facts) -> dict[int, Floats]:
    """Return what nights that nobody slept there cost at those fees, by provision under contract and piece."""
    weekly = facts.once(contracted_fees)
    return {number: each.void_paid * weekly[number] / DAYS_A_WEEK for number, each in contracts(facts).items()}


def _notice(facts: Facts) -> dict[int, Floats]:
    """Return what notice costs at those fees, by provision with notice days and piece."""
    return {number: each.fees / DAYS_A_WEEK for number, each in facts.once(notices).items()}


def _at_prices(facts: Facts, costs: dict[int, Floats]) -> dict[int, Floats]:
    """Return costs at the fees that the configuration gives in cash."""
    levels = facts.once(_price_levels)
    return {number: cost * levels[number] for number, cost in costs.items()}


def _in_all(facts: Facts, of: dict[int, Floats]) -> Grouped:
    """Return figures by piece of some provisions by period, and in all."""
    names = facts.history.names.provisions
    figures = {names[number]: facts.in_periods(by_piece) for number, by_piece in of.items()}
    return {"all": facts.total(figures.values()), **figures}
