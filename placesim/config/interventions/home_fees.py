"""The fee of a home that opens: which contract pays it, and what is said of it."""

from placesim.config.contracts import Contract, PerBedCost, own_weekly_fee
from placesim.config.problem import InconsistentError, Problem


def contract_at(weekly_fee: float | None, given: Contract | None, inherited: Contract) -> Contract:
    """Return what is paid for: the contract given, or else the home's own at the fee given.

    Args:
        weekly_fee: pounds per bed per week; None where none is given.
        given: the contract that an intervention gives.
        inherited: the contract that the home has already.

    Raises:
        InconsistentError: the contract pays something else than the fee.
    """
    contract = given or inherited
    own = own_weekly_fee(contract)
    if weekly_fee is None or weekly_fee == own:
        return contract
    if isinstance(contract, PerBedCost):
        paid = f"£{contract.per_year:,.15g} a bed a year"
        raise _not_paid(f"its contract pays {paid}, no weekly fee; take this out, or add `contract: {{kind: block}}`")
    if own is None:
        return contract
    if given:
        raise _not_paid(f"the contract here pays £{own:,.15g} a week; a home has one fee, take one of the two out")
    return contract.replace(weekly_fee=weekly_fee)


def _not_paid(message: str) -> InconsistentError:
    return InconsistentError([Problem(("weekly_fee",), message)])


def fee_and_terms(contract: Contract, weekly_fee: float) -> tuple[float | None, Contract]:
    """Return the fee that is really paid, None where a bed costs so much a year, and the terms beside it.

    Args:
        contract: what is paid for.
        weekly_fee: pounds per bed per week where the contract says nothing else.
    """
    if isinstance(contract, PerBedCost):
        return None, contract
    own = own_weekly_fee(contract)
    return (weekly_fee, contract) if own is None else (own, contract.replace(weekly_fee=None))
