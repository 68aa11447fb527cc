"""Warnings about rates and shares: of another unit, or that lead the number in care away from where it is."""

from collections.abc import Iterator

from placesim.config.baseline import Baseline
from placesim.config.problem import Path, Problem
from placesim.config.provision import Home, Households
from placesim.config.provision_checks import children_at_start
from placesim.config.risks import Risk
from placesim.config.stock_and_flow.drift import HORIZON, drifts
from placesim.config.stock_and_flow.projection import Projection, projected
from placesim.config.warnings.warning import Council, of_configuration

LEAST_PER_YEAR, MOST_PER_YEAR = 0.003, 20.0
"""Events per child-year between which the rates of one risk lie: once in 300 years, and every 18 days."""

CHANGE, WITHIN_YEARS = 1 / 3, 3.0
"""A share by which the number in care would change by its own rates, and the years in which."""

FEW_CHILDREN = 20
"""Children in care from which on their number can be compared with the rates."""

LEAST_ENTRIES, MOST_ENTRIES = 0.05, 5.0
"""Entries a year, as a share of the children in care, outside which they are probably per month, per day or in all."""

SMALLEST_USABLE = 0.2
LARGEST_NEVER = 0.9
SMALLEST_MATCH = 0.05
SHORTEST_FOSTERING = 1.0
FEW_HOUSEHOLDS = 10


@of_configuration
def no_way_out_before_18(council: Council) -> Iterator[Problem]:
    """Find placement types from which no child ever leaves care before 18."""
    baseline = council.baseline
    used = {provision.placement_type for provision in baseline.provision.values()}
    for name in baseline.placement_types:
        if name in used and not any(risk.per_year.get(name) for risk in baseline.leaving.values()):
            message = "children here leave care at 18 only; add a rate for it under `leaving`, if some leave before"
            yield Problem(("placement_types", name), message)


@of_configuration
def rates_of_another_unit(council: Council) -> Iterator[Problem]:
    """Find rates that are probably per day, per month or in per cent, not per child-year."""
    baseline = council.baseline
    for block in ("leaving", "moves"):
        risks: dict[str, Risk] = getattr(baseline, block)
        for name, risk in risks.items():
            yield from _of_another_unit((block, name, "per_year"), risk)


def _of_another_unit(path: Path, risk: Risk) -> Iterator[Problem]:
    most = max(risk.per_year.values(), default=0.0)
    if 0 < most < LEAST_PER_YEAR:
        message = (
            f"{most:g} a year at most: once in {1 / most:,.0f} years of care; is it per day? Write events per year"
        )
        yield Problem(path, message)
    for kind, rate in risk.per_year.items():
        if rate > MOST_PER_YEAR:
            message = f"{rate:g} a year: to every child every {365.25 / rate:.2g} days; write events per child-year"
            yield Problem((*path, kind), message)


@of_configuration
def entries_of_another_unit(council: Council) -> Iterator[Problem]:
    """Find entries that are probably per month or per day, or all entries in place of a year's."""
    children = sum(children_at_start(council.baseline).values())
    entries = sum(stream.entries_per_year[0].value for stream in council.baseline.entrants.values())
    share = entries / children if children >= FEW_CHILDREN else 1.0
    if entries and not LEAST_ENTRIES <= share <= MOST_ENTRIES:
        message = f"{entries:g} enter a year, and {children} are in care; are they per month or per day? Write a year's"
        yield Problem(("entrants",), message)


@of_configuration
def numbers_that_lead_away(council: Council) -> Iterator[Problem]:
    """Find numbers by which children in care change by a third in three years, or drift from type to type in five."""
    baseline = council.baseline
    children = sum(children_at_start(baseline).values())
    if children < FEW_CHILDREN:
        return
    years = min(HORIZON, baseline.years)
    projection = projected(baseline, max(years, WITHIN_YEARS))
    expected = sum(projection.after(WITHIN_YEARS).values())
    if abs(expected / children - 1) >= CHANGE:
        message = (
            f"by these entries and rates of leaving {children} children in care become about {expected:.0f} in "
            f"{WITHIN_YEARS:g} years; check entries, rates and units, or say in a source why it changes so much"
        )
        yield Problem(("entrants",), message)
    else:
        yield from _types_that_drift(baseline, projection, years)


def _types_that_drift(baseline: Baseline, projection: Projection, years: float) -> Iterator[Problem]:
    now, then = projection.after(0), projection.after(years)
    for name, kind in baseline.placement_types.items():
        if drifts(now[name], then[name]) and not kind.drifts_because:
            message = (
                f"if nothing changes, {now[name]:.0f} children here become about {then[name]:.0f} in {years:g} years; "
                "`placesim agree --drift` tells what drives it; correct that, or say why under drifts_because"
            )
            yield Problem(("placement_types", name), message)


@of_configuration
def shares_and_carers_of_another_unit(council: Council) -> Iterator[Problem]:
    """Find shares of places, homes and carers that are ten times off what is usual."""
    for name, provision in council.baseline.provision.items():
        path: Path = ("provision", name, "capacity")
        if isinstance(provision.capacity, Households):
            yield from _of_carers(path, provision.capacity)
        elif isinstance(provision.capacity, Home):
            yield from _of_a_home(path, provision.capacity)


def _of_carers(path: Path, carers: Households) -> Iterator[Problem]:
    if carers.usable_share < SMALLEST_USABLE:
        message = f"only {carers.usable_share:.2g} of approved places are ever used; it is a share: write 70% as 0.7"
        yield Problem((*path, "usable_share"), message)
    for place, step in enumerate(carers.leaves_per_year):
        if step.value > SHORTEST_FOSTERING:
            message = f"{step.value:g} a year: households foster for less than a year; write leavers per household-year"
            yield Problem((*path, "leaves_per_year", place), message)
    for place, step in enumerate(carers.approvals_per_year):
        if carers.households >= FEW_HOUSEHOLDS and step.value > carers.households:
            message = f"{step.value:g} approved a year, and there are {carers.households}; write a year's approvals"
            yield Problem((*path, "approvals_per_year", place), message)


def _of_a_home(path: Path, home: Home) -> Iterator[Problem]:
    if home.never_opens_share > LARGEST_NEVER:
        message = f"the home never opens in {home.never_opens_share:.0%} of futures; it is the share that never opens"
        yield Problem((*path, "never_opens_share"), message)
    if home.match_share < SMALLEST_MATCH:
        message = f"the home suits {home.match_share:.2%} of children; it is a share: write 60% as 0.6"
        yield Problem((*path, "match_share"), message)
