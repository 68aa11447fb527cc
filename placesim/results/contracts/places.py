"""Contracts for places: which of their nights are paid for, used or not, by kind of contract."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.contracts import (
    BlockContract,
    ContractForPlaces,
    GuaranteedContract,
    PerBedCost,
    day_paid_from,
)
from placesim.config.provision import Home, Provision
from placesim.results.contracts.moments import Moments, moments_of
from placesim.results.facts import Facts, Floats
from placesim.results.fees import spread_of
from placesim.results.financial_year import days_of_years
from placesim.results.measuring import measuring_periods

DAYS_A_WEEK = 7

FEES = ("weekly_fee", "per_year")
"""Fields of contracts that say what a night costs and not which nights are paid for."""


@dataclass(frozen=True, eq=False)
class Contract:
    """What a contract covers of one provision in each piece, shape (futures, pieces)."""

    covered: Floats
    """Nights of children in places under contract."""
    void: Floats
    """Nights paid for, in full or in part, that nobody slept in."""
    void_paid: Floats
    """The same as full nights: what is paid in part counts as that part."""
    priced_beyond: Floats
    """Nights of children whom the contract does not cover, each times the fee as a multiple of the provision's."""

    @property
    def paid(self) -> Floats:
        """Nights paid for under the contract, used or not, as full nights."""
        return self.covered + self.void_paid


def contracts(facts: Facts) -> dict[int, Contract]:
    """Return what every contract for places pays for, by provision."""
    return facts.once_for_alike(_contracts, _terms)


def contracted_fees(facts: Facts) -> dict[int, Floats]:
    """Return pounds a place a week under contract at prices of the first financial year, by provision and piece."""
    provision = list(facts.baseline.provision.values())
    return {number: _weekly(facts, provision[number]) for number in contracts(facts)}


def _weekly(facts: Facts, provision: Provision) -> Floats:
    contract, year = provision.contract, facts.pieces.years_on
    if isinstance(contract, PerBedCost):  # the same in a year of 365 nights and of 366
        return np.asarray(
            contract.per_year * DAYS_A_WEEK / days_of_years(facts.history.start, int(year[-1]))[year], float
        )
    return np.full(len(year), provision.contracted_weekly_fee())


def _terms(council: Baseline) -> list[object]:
    """Return all that decides which nights are paid for: terms, beds and the spread of fees, but not the fees."""
    named = [_terms_of(provision) for provision in council.provision.values()]
    return [council.start, named, spread_of(council)]


def _terms_of(provision: Provision) -> object:
    contract, home = provision.contract, provision.capacity
    if not isinstance(contract, ContractForPlaces):
        return None
    terms = {name: value for name, value in contract if name not in FEES}
    return type(contract), terms, (home.beds, home.opens, home.closes) if isinstance(home, Home) else home.kind


def _contracts(facts: Facts) -> dict[int, Contract]:
    found = {}
    for number, provision in enumerate(facts.baseline.provision.values()):
        contract, home = provision.contract, provision.capacity
        if not isinstance(contract, ContractForPlaces):
            continue
        places = home.beds if isinstance(home, Home) else contract.places or ()
        if any(step.value for step in places):
            moments = moments_of(facts, number, places, *_under_contract(facts, number, provision))
            found[number] = _KINDS[type(contract)](facts, number, provision, moments)
    return found


def _block(facts: Facts, number: int, provision: Provision, moments: Moments) -> Contract:
    """Pay every place; one that stands empty before the first admission, or later, in part where the terms say so."""
    terms: Any = provision.contract
    share = np.full(len(moments.day), float(terms.void_share))
    if isinstance(provision.capacity, Home):
        share[moments.day < _first_admission(facts, number)[moments.future]] = terms.before_first_admission
    void, paid = (moments.nights(moments.empty * each) for each in ((share > 0).astype(float), share))
    return _paid(moments, void, paid)


def _guaranteed(facts: Facts, _number: int, provision: Provision, moments: Moments) -> Contract:
    """Pay nights used and, at the end of each measuring period, those short of the nights guaranteed."""
    terms: Any = provision.contract
    firsts = measuring_periods(terms.measured, facts.history.start, facts.pieces)
    used, offered = (np.add.reduceat(moments.nights(of), firsts, axis=-1) for of in (moments.covered, moments.places))
    void = np.zeros((facts.futures or 1, len(facts.pieces.labels)))
    void[:, [*(firsts[1:] - 1), -1]] = np.maximum(terms.share * offered - used, 0.0)
    return _paid(moments, void, void)


def _per_bed(_facts: Facts, _number: int, _provision: Provision, moments: Moments) -> Contract:
    """Pay every bed, whether anybody sleeps there or not."""
    void = moments.nights(moments.empty)
    return _paid(moments, void, void)


_KINDS: dict[type, Callable[[Facts, int, Provision, Moments], Contract]] = {
    BlockContract: _block,
    GuaranteedContract: _guaranteed,
    PerBedCost: _per_bed,
}


def _paid(moments: Moments, void: Floats, void_paid: Floats) -> Contract:
    covered, beyond = moments.nights(moments.covered), moments.nights(moments.priced_beyond)
    return Contract(covered, void, void_paid, beyond)


def _under_contract(facts: Facts, number: int, provision: Provision) -> tuple[Floats, Floats]:
    """Return the days from which and until which a provision is under contract, in every future."""
    futures, home = facts.futures or 1, provision.capacity
    if not isinstance(home, Home):
        return np.zeros(futures), np.full(futures, np.inf)
    opens, closes = _open(facts, number)
    paid_from = day_paid_from(provision.contract)
    if paid_from is not None and home.opens is not None:
        opens = np.full(futures, float((paid_from - facts.history.start).days))
        until = np.inf if home.closes is None else float((home.closes - facts.history.start).days)
        closes = np.minimum(closes, until)
    return opens, closes


def _first_admission(facts: Facts, number: int) -> Floats:
    """Return the day on which the first child moves into a provision in every future; infinity where nobody does."""
    episodes, first = facts.history.episodes, np.full(facts.futures or 1, np.inf)
    here = episodes["provision"] == number
    np.minimum.at(first, facts.future_of("episodes")[here], episodes["start_day"][here])
    return first


def _open(facts: Facts, number: int) -> tuple[Floats, Floats]:
    """Return the day a home opens, and the day it closes, in every future; infinity where it does not."""
    places, future = facts.history.places, facts.future_of("places")
    opens, closes = np.full(facts.futures or 1, np.inf), np.full(facts.futures or 1, np.inf)
    here = places["provision"] == number
    day, beds, future = places["day"][here], places["places"][here], future[here]
    np.minimum.at(opens, future[beds > 0], day[beds > 0])
    shut = (beds == 0) & (day > opens[future])
    np.minimum.at(closes, future[shut], day[shut])
    return opens, closes
