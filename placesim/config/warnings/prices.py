"""Warnings about prices: per night or per year in place of per week, and rises that act twice or are very large."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from math import log, sqrt
from statistics import median

from placesim.config.baseline import Baseline
from placesim.config.dated_values import horizon_end
from placesim.config.prices import Price
from placesim.config.problem import Problem
from placesim.config.values import Step, first_aprils, value_on
from placesim.config.warnings.warning import Council, of_configuration

USUAL_FEES = {"fostering": (75, 10_000), "residential": (1_500, 40_000), "other": (20, 40_000)}
"""Pounds per child per week between which fees of a group of placement types lie; nothing at all is allowed too."""

WEEKS_A_YEAR = 52

LARGEST_RISE = 0.5
"""A rise a year, as a share, from which on a slip is likelier than a price."""

LARGEST_STEP = 3.0
"""A multiplier of a fee, up or down, from which on a slip is likelier than a price."""

TOLD_APART = 5.0
"""How many times the others of its placement type a fee may be; a night's fee for a week's is a seventh."""


@of_configuration
def fees_of_another_unit(council: Council) -> Iterator[Problem]:
    """Find fees that cannot be pounds per week: per night, per month or per year."""
    baseline = council.baseline
    for name, provision in baseline.provision.items():
        fee, of_type = provision.price.weekly_fee, _others_of_type(baseline, name)
        least, most = USUAL_FEES[baseline.placement_types[provision.placement_type].group]
        unlike = bool(fee and of_type) and _is_unlike(fee, median(of_type), (least, most))
        if fee and (unlike or not least <= fee <= most):
            which = "a year" if fee > most or (unlike and fee > median(of_type)) else "a night"
            usual = f"the others of its type cost about £{median(of_type):,.0f}" if unlike else ""
            usual = usual or f"usual is £{least:,} to £{most:,}"
            message = f"£{fee:,.15g} a week ({usual}); is it pounds {which}? Write pounds per child per week"
            yield Problem(("provision", name, "price", "weekly_fee"), message)


@of_configuration
def placeholder_prices(council: Council) -> Iterator[Problem]:
    """Find prices that only stand in for one that nobody knows yet."""
    for name, provision in council.baseline.provision.items():
        if provision.price.placeholder:
            message = "a placeholder: no money that this price is part of will be told; give the price once it is known"
            yield Problem(("provision", name, "price", "placeholder"), message)


def _others_of_type(baseline: Baseline, name: str) -> list[float]:
    """Return the weekly fees of the other provision of the same placement type, those that cost nothing apart."""
    kind = baseline.provision[name].placement_type
    others = (each for other, each in baseline.provision.items() if other != name and each.placement_type == kind)
    return [each.price.weekly_fee for each in others if each.price.weekly_fee]


def _is_unlike(fee: float, others: float, usual: tuple[float, float]) -> bool:
    """Tell whether a fee is far from the others and, of the two, the further from the middle of what is usual."""
    middle = sqrt(usual[0] * usual[1])
    return abs(log(fee / others)) >= log(TOLD_APART) and abs(log(fee / middle)) > abs(log(others / middle))


@of_configuration
def homes_cheaper_than_fostering(council: Council) -> Iterator[Problem]:
    """Find children's homes that cost less than a foster placement; a foster fee that is wrong itself apart."""
    baseline = council.baseline
    groups = {name: baseline.placement_types[each.placement_type].group for name, each in baseline.provision.items()}
    fees = {name: provision.price.weekly_fee for name, provision in baseline.provision.items()}
    usual = [name for name, fee in fees.items() if groups[name] == "fostering" and fee <= USUAL_FEES["fostering"][1]]
    dearest = max(usual, key=fees.__getitem__, default="")
    for name, fee in fees.items():
        if dearest and groups[name] == "residential" and fee < fees[dearest]:
            message = f"£{fee:,.15g} a week for a home is less than fostering in {dearest!r}, £{fees[dearest]:,.15g}"
            yield Problem(("provision", name, "price", "weekly_fee"), f"{message}; correct one of them")


@of_configuration
def very_large_rises(council: Council) -> Iterator[Problem]:
    """Find uplifts of 50% and more a year, and dated prices of several times the fee or a fraction of it."""
    for name, provision in council.baseline.provision.items():
        path = ("provision", name, "price")
        for place, step in enumerate(provision.price.uplift_per_year):
            if abs(step.value) >= LARGEST_RISE:
                message = f"a rise of {step.value:.0%} every year; write 5% as 0.05"
                yield Problem((*path, "uplift_per_year", place), message)
        for place, step in enumerate(provision.price.by_date):
            if not 1 / LARGEST_STEP < step.value < LARGEST_STEP:
                message = f"multiplies the fee by {step.value:g}; it is a multiplier: 5% more is 1.05"
                yield Problem((*path, "by_date", place), message)


@of_configuration
def rises_that_act_twice(council: Council) -> Iterator[Problem]:
    """Find prices with an uplift and a dated step on one day: both act."""
    baseline = council.baseline
    last = horizon_end(baseline)
    aprils = first_aprils(baseline.start, (last - baseline.start).days)
    for name, provision in baseline.provision.items():
        for place, day, rise, times in _twice(provision.price, aprils):
            message = f"on {day} the uplift of {rise:.1%} acts as well as this step (x {times:g}); keep one of the two"
            yield Problem(("provision", name, "price", "by_date", place), message)


def _twice(price: Price, aprils: list[date]) -> Iterator[tuple[int, date, float, float]]:
    steps: tuple[Step, ...] = price.by_date
    for place, (before, step) in enumerate(pairwise(steps), start=1):
        rise = value_on(price.uplift_per_year, step.from_)
        if step.from_ in aprils and rise and before.value and step.value != before.value:
            yield place, step.from_, rise, step.value / before.value
