"""Warnings about contracts: homes that are paid for though they may never open, and fees of another unit."""

from collections.abc import Iterator

from placesim.config.contracts import OPENING, BlockContract, PerBedCost, own_weekly_fee
from placesim.config.problem import Problem
from placesim.config.provision import Home, Provision
from placesim.config.warnings.prices import TOLD_APART, WEEKS_A_YEAR
from placesim.config.warnings.warning import Council, of_configuration


@of_configuration
def homes_paid_for_that_may_never_open(council: Council) -> Iterator[Problem]:
    """Find homes that may never open and are paid for from a date, whatever happens."""
    for name, provision in council.baseline.provision.items():
        home = provision.capacity
        if isinstance(home, Home) and home.never_opens_share and _paid_from_a_date(provision):
            message = (
                f"paid from a date, though in {home.never_opens_share:.0%} of futures it never opens: there it is "
            )
            message += "paid for to the end. Write `paid_from: opening` if the contract waits for that"
            yield Problem(("provision", name, "contract", "paid_from"), message)


def _paid_from_a_date(provision: Provision) -> bool:
    return isinstance(provision.contract, BlockContract) and provision.contract.paid_from != OPENING


@of_configuration
def contract_fees_of_another_unit(council: Council) -> Iterator[Problem]:
    """Find fees of a contract that are several times the provision's own, or a fraction of it."""
    for name, provision in council.baseline.provision.items():
        field, weekly, unit = _weekly(provision)
        own = provision.price.weekly_fee
        if weekly and own and not 1 / TOLD_APART < weekly / own < TOLD_APART:
            message = f"comes to £{weekly:,.0f} a week, the price is £{own:,.0f}; write pounds {unit}"
            yield Problem(("provision", name, "contract", field), message)


def _weekly(provision: Provision) -> tuple[str, float | None, str]:
    """Return the field with a contract's fee, what it comes to a week, and its unit."""
    contract = provision.contract
    if isinstance(contract, PerBedCost):
        return "per_year", contract.per_year / WEEKS_A_YEAR, "per bed per year"
    return "weekly_fee", own_weekly_fee(contract), "per place per week"
