"""Measures of money: fees with uplift, block contracts and voids, by placement type and budget line."""

from dataclasses import dataclass, replace

import numpy as np

from placesim.config.provision import Home, Price
from placesim.config.values import Step, value_on
from placesim.model.same_bits import exp_each
from placesim.results.facts import Facts, Floats, Grouped, height
from placesim.results.measures import Exhibit, Telling, measure
from placesim.results.prices import between_changes, price_levels

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
    finer, pieces = facts.once(_finer)
    costs = np.add.reduceat(finer.once(_fees) * finer.once(_price_levels), pieces, axis=1)
    lines = [provision.budget_line for provision in facts.baseline.provision.values()]
    by_line = {
        name: costs[np.array([line == name for line in lines])].sum(axis=0) for name in facts.baseline.budget_lines
    }
    return {**facts.by_placement(costs), **by_line}


def spend_at_constant_prices(facts: Facts) -> Floats:
    """Return what each provision would have cost had no price changed since the first day, by provision and period.

    It is no measure of the results: no file has it. Reports take price apart from volume with it.
    """
    finer, pieces = facts.once(_finer)
    return np.add.reduceat(finer.once(_fees), pieces, axis=1)


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
    return _in_all(facts, {number: contract.void for number, contract in facts.once(_contracts).items()})


@measure(
    unit="pounds",
    horizon="total",
    worse="higher",
)
def void_cost(facts: Facts) -> Grouped:
    """Cash paid for block-contracted beds and places that nobody slept in."""
    finer, pieces = facts.once(_finer)
    levels, voids = finer.once(_price_levels), {}
    for number, contract in finer.once(_contracts).items():
        cost = contract.void / DAYS_A_WEEK * contract.weekly_fee * levels[number]
        voids[number] = np.add.reduceat(cost, pieces)
    return _in_all(facts, voids)


def _prices(facts: Facts) -> list[Price]:
    return [provision.price for provision in facts.baseline.provision.values()]


def _finer(facts: Facts) -> tuple[Facts, list[int]]:
    """Return facts over pieces of periods in which no price changes, and the number of each period's first piece."""
    periods, pieces = between_changes(_prices(facts), facts.history.start, facts.periods)
    return (facts if periods is facts.periods else replace(facts, periods=periods)), pieces


def _price_levels(facts: Facts) -> Floats:
    """Return the price level of each provision in each period, shape (provisions, periods)."""
    return price_levels(_prices(facts), facts.history.start, facts.periods)


def _fees(facts: Facts) -> Floats:
    """Return what each provision costs in each period at the fees that the configuration gives."""
    weekly_fee = _weekly_fees(facts)
    fees = facts.weighted_nights(weekly_fee)
    for number, contract in facts.once(_contracts).items():
        fees[number] = contract.nights * contract.weekly_fee + contract.fees_beyond(facts, weekly_fee)
    return fees / DAYS_A_WEEK


def _weekly_fees(facts: Facts) -> Floats:
    """Return what each episode costs a week, at prices of the first financial year.

    It is `Price.fee_at` for all episodes at once.
    """
    prices, episodes = _prices(facts), facts.history.episodes
    mean = np.array([price.weekly_fee for price in prices])[episodes["provision"]]
    variance = np.array([price.fee_variance for price in prices])[episodes["provision"]]
    return np.asarray(mean * exp_each(np.sqrt(variance) * episodes["fee_luck"] - variance / 2))


@dataclass(frozen=True)
class _Contract:
    """What a block contract covers of one provision in each period."""

    provision: int
    weekly_fee: float
    nights: Floats
    """Nights paid for, used or not."""
    void: Floats
    """Nights paid for that nobody slept in."""
    days: Floats
    """Days on which contracted places or children there change, to the end of the last period."""
    beyond: Floats
    """Share of the children there whom the contract does not cover, from each of these days on."""

    def fees_beyond(self, facts: Facts, weekly_fee: Floats) -> Floats:
        """Return fees for the nights beyond the contract, each at the average fee of the children there at that moment.

        Moment by moment, so that the months of a year add up to it.
        """
        episodes = facts.history.episodes
        there = np.flatnonzero(episodes["provision"] == self.provision)
        begins, ends = episodes["start_day"][there, None], episodes["end_day"][there, None]
        inside = np.clip(facts.periods.edges, begins, np.where(np.isnan(ends), np.inf, ends))
        reached = np.append(0.0, np.cumsum(np.diff(self.days) * self.beyond[:-1]))
        nights = np.diff(np.interp(inside, self.days, reached), axis=1)
        return np.asarray(weekly_fee[there] @ nights)


def _contracts(facts: Facts) -> dict[int, _Contract]:
    """Return what every block contract pays for in each period, by provision."""
    found = {}
    for number, (name, provision) in enumerate(facts.baseline.provision.items()):
        contract = provision.contract
        if contract.kind == "spot":
            continue
        if isinstance(provision.capacity, Home):
            days, beds = _beds_open(facts, name, provision.capacity)
            found[number] = _contract(facts, number, provision.contracted_weekly_fee(), days, beds)
        elif contract.places and any(step.value for step in contract.places):
            days, places = _on_days(facts, contract.places)
            found[number] = _contract(facts, number, provision.contracted_weekly_fee(), days, places)
    return found


def _contract(facts: Facts, number: int, weekly_fee: float, days: Floats, contracted: Floats) -> _Contract:
    slept_days, slept = _children_there(facts, number)
    both = np.unique(np.concatenate([days, slept_days, facts.periods.edges[[0, -1]]]))
    places, children = height(days, contracted, both), height(slept_days, slept, both)
    void, beyond = np.maximum(places - children, 0.0), np.maximum(children - places, 0.0)
    share = beyond / np.maximum(children, 1.0)
    return _Contract(number, weekly_fee, facts.area(days, contracted), facts.area(both, void), both, share)


def _beds_open(facts: Facts, name: str, home: Home) -> tuple[Floats, Floats]:
    """Return registered beds as steps: all of them from the day the home opens until it closes."""
    steps = facts.with_places[name]
    open_days = steps["day"][steps["places"] > 0]
    if not len(open_days):
        return np.empty(0), np.empty(0)
    opens = open_days[0]
    shut = steps["day"][(steps["places"] == 0) & (steps["day"] > opens)]
    closes = shut[0] if len(shut) else facts.history.days
    changes, beds = _on_days(facts, home.beds)
    days = np.union1d(changes, [opens, closes])
    inside = (days >= opens) & (days < closes)
    return days, np.where(inside, height(changes, beds, days), 0.0)


def _on_days(facts: Facts, timeline: tuple[Step, ...]) -> tuple[Floats, Floats]:
    """Return a timeline as steps from day 0."""
    start = facts.history.start
    later = [step for step in timeline if step.from_ > start]
    days = [0.0, *(float((step.from_ - start).days) for step in later)]
    return np.array(days), np.array([value_on(timeline, start), *(step.value for step in later)])


def _children_there(facts: Facts, number: int) -> tuple[Floats, Floats]:
    """Return the number of children in a provision as steps."""
    episodes = facts.history.episodes
    there = episodes["provision"] == number
    begins = np.maximum(episodes["start_day"][there], 0.0)
    ends = episodes["end_day"][there]
    ends = ends[~np.isnan(ends)]
    days, place = np.unique(np.concatenate([begins, ends]), return_inverse=True)
    changes = np.concatenate([np.ones(len(begins)), -np.ones(len(ends))])
    return days, np.cumsum(np.bincount(place, changes, len(days)))


def _in_all(facts: Facts, of: dict[int, Floats]) -> Grouped:
    names = facts.history.names.provisions
    total = np.sum([*of.values(), np.zeros(len(facts.periods.labels))], axis=0)
    return {"all": total, **{names[number]: figures for number, figures in of.items()}}
