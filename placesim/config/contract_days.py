"""The days of contracts: what is agreed on a day, and from when one contract says something else than another."""

from datetime import date

from placesim.config.contracts import Contract, ContractForPlaces, SpotContract, day_paid_from
from placesim.config.provision import Home, Provision
from placesim.config.values import Step, value_on


def first_day_apart(one: Provision, other: Provision, start: date) -> date | None:
    """Return the first day from the start on which one contract pays for something else than another; None if never."""
    days = {start, *_days(one), *_days(other)}
    apart = (day for day in sorted(days) if day >= start and _on(one, day) != _on(other, day))
    return next(apart, None)


def _days(provision: Provision) -> set[date]:
    return {_begins(provision), *(step.from_ for step in _timeline(provision.contract))}


def _timeline(contract: Contract) -> tuple[Step, ...]:
    return contract.places or () if isinstance(contract, ContractForPlaces) else contract.notice_days


def _begins(provision: Provision) -> date:
    """Return the day from which the contract holds: a home's planned opening, unless it is paid for from a date."""
    home = provision.capacity
    opens = home.opens if isinstance(home, Home) else None
    return day_paid_from(provision.contract) or opens or date.min


def _on(provision: Provision, day: date) -> Contract:
    """Return the contract as it stands on a day, without its dates; nothing but nights used where it has no effect."""
    contract, steps = provision.contract, _timeline(provision.contract)
    value = value_on(steps, day) if steps else None
    if day < _begins(provision) or value == 0:
        return SpotContract()
    field = "places" if isinstance(contract, ContractForPlaces) else "notice_days"
    dated = {"paid_from": "opening", "registered": None} if day_paid_from(contract) else {}
    return contract.replace(source=None, **dated, **({} if value is None else {field: value}))
