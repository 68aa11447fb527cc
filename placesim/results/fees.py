"""Fees: what each placement costs a week at prices of the first financial year, for all placements at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.config.prices import CHILDHOOD, Price
from placesim.model.same_bits import exp_each
from placesim.results.birthdays import birthdays, days_of_birth
from placesim.results.facts import Facts, Floats, placements
from placesim.results.stretches import Laid, Stretches, Whole


def weekly_fees(facts: Facts) -> Floats:
    """Return what each episode costs a week, at prices of the first financial year; by age, on its first day.

    It is `Price.fee_at` for all episodes at once.
    """
    mean = np.array([price.weekly_fee for price in _prices(facts)])
    return np.asarray(mean[facts.history.episodes["provision"]] * facts.once(multiples))


def multiples(facts: Facts) -> Floats:
    """Return the fee of each episode as a multiple of its provision's weekly fee; by age, on its first day.

    It is `Price.multiple_at` for all episodes at once.
    """
    prices, episodes = _prices(facts), facts.history.episodes
    provision, luck = episodes["provision"], episodes["fee_luck"]
    variance = np.array([price.fee_variance for price in prices])[provision]
    found = exp_each(np.sqrt(variance) * luck - variance / 2)
    if any(price.tail for price in prices):
        ordinary, dear, dear_from = np.array([price.parts for price in prices]).T[:, provision]
        found = found * np.where(luck > dear_from, dear, ordinary)
    rising = facts.once(_by_age)
    if rising is not None:
        found[rising.episodes] = rising.multiples[:, 0]
    return np.asarray(found)


def spread_of(council: Baseline) -> list[tuple[object, ...]]:
    """Return all that `multiples` reads of a council: how fees differ between children, whatever their mean is."""
    prices = (provision.price for provision in council.provision.values())
    return [(each.fee_variance, each.parts, each.allowance_by_age and each) for each in prices]


def priced_area(facts: Facts) -> Floats:
    """Return nights, each times the fee as a multiple of the provision's, shape (provisions, futures, pieces)."""
    area = facts.once(placements).area(facts.once(multiples))
    rising = facts.once(_by_age)
    return area if rising is None else area + rising.later(facts)


@dataclass(frozen=True, eq=False)
class ByAge:
    """Episodes whose fee goes by the child's age, and the days on which it changes."""

    episodes: Whole
    """Which episodes: rows of their table."""
    days: Floats
    """First day of each fee, shape (episodes, ages): the episode's own, then every birthday within it."""
    multiples: Floats
    """The fee from that day on, as a multiple of the provision's weekly fee, same shape."""

    def later(self, facts: Facts) -> Floats:
        """Return what birthdays add to the nights priced as on each episode's first day."""
        change = np.diff(self.multiples, axis=1)
        ends = facts.history.episodes["end_day"][self.episodes]
        row, age = np.nonzero((change != 0) & ~(self.days[:, 1:] >= ends[:, None]))
        provision = facts.history.episodes["provision"][self.episodes][row]
        future, edges = facts.future_of("episodes")[self.episodes][row], facts.pieces.edges
        begins, over = (Laid.of(days, future, edges) for days in (self.days[:, 1:][row, age], ends[row]))
        shape = facts.shape_by_piece(len(facts.history.names.provisions))
        return Stretches(begins, over, provision, shape, facts.pieces.lengths).area(change[row, age])


def _by_age(facts: Facts) -> ByAge | None:
    """Return the episodes whose fee goes by age; none where no provision has such a price."""
    prices, episodes = _prices(facts), facts.history.episodes
    going = np.array([bool(price.allowance_by_age and price.weekly_fee) for price in prices])
    if not going.any():
        return None
    rows = np.flatnonzero(going[episodes["provision"]] & (facts.listed >= 0))
    born = facts.once(days_of_birth)[facts.listed[rows]]
    reached = birthdays(born[:, None], np.array(CHILDHOOD)[None, :], facts.history.start)
    days = np.maximum(reached, episodes["start_day"][rows][:, None])
    ages = np.array([[fee / (price.weekly_fee or 1.0) for fee in price.by_age] for price in prices])
    return ByAge(rows, days, _from_the_first_day(ages[episodes["provision"][rows]], reached, days))


def _from_the_first_day(by_age: Floats, reached: Whole, days: Floats) -> Floats:
    """Return fees by age in which ages reached before the first day have that day's."""
    at_first: NDArray[np.int64] = np.maximum((reached <= days[:, :1]).sum(axis=1) - 1, 0)
    first = by_age[np.arange(len(by_age)), at_first]
    return np.where(np.arange(by_age.shape[1]) <= at_first[:, None], first[:, None], by_age)


def _prices(facts: Facts) -> list[Price]:
    return [provision.price for provision in facts.baseline.provision.values()]
