"""Comes to: what a number typed into a card comes to at this council, said beside its box, and whether it is meant."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.provision import Home, Households
from placesim.config.text import day_text
from placesim.config.values import value_on
from placesim.page.cards.beginnings import TRIED
from placesim.page.cards.blocks import provision_of
from placesim.page.cards.leaves import Leaf

FAR = 10
"""How many times the council's own fee, or what part of it, a fee must be to be asked about."""

UNPLANNED = (
    "The council's file plans no day for it: this one is only tried. Check it, what is paid for, and what it costs "
    "beside placements, against the council's plan"
)

Values = Mapping[str, Any]


def comes_to(values: Values, leaf: Leaf, number: float | None, council: Baseline) -> str:
    """Return what a value comes to, as a sentence beside its box; empty where there is nothing to say.

    Args:
        values: what the file says of the intervention.
        leaf: the value.
        number: the number there, as it is played; None where there is none.
        council: the baseline as the configuration says it.
    """
    if leaf.field == "from" and isinstance(leaf.written, date) and leaf.written < council.start:
        return f"Before the start: it acts from the first day simulated, {day_text(council.start)}"
    if leaf.name == "opens" and _is_unplanned(values, council):
        return UNPLANNED
    say = SAID.get(f"{values['kind']}/{leaf.name}") or SAID.get(leaf.name)
    return say(values, number, council) if say and number is not None else ""


def _is_unplanned(values: Values, council: Baseline) -> bool:
    """Tell an opening on a day that nobody has planned: neither the council's file, nor a source of the change."""
    name = values.get("provision")
    capacity = council.provision[name].capacity if isinstance(name, str) and name in council.provision else None
    return isinstance(capacity, Home) and capacity.opens is None and values.get("source") == TRIED


def _is_it_meant(values: Values, fee: float, council: Baseline) -> str:
    """Ask about a fee that is a tenth of the council's own, or ten times it, and less or more."""
    names = provision_of(values, council)
    own = council.provision[names[0]].contracted_weekly_fee() if names else 0
    if not own or own / FAR < fee < own * FAR:
        return ""
    return f"Is {_pounds(fee)} a week meant? The council's file has {_pounds(own)}"


def _keeping(values: Values, factor: float, council: Baseline) -> str:
    """Say how many households stop a year: those there are on the start date times the rate at which they stop."""
    carers = _carers(values, council)
    if not carers:
        return ""
    there = sum(each.households for each in carers)
    stop = sum(each.households * value_on(each.leaves_per_year, council.start) for each in carers)
    kept = f", so about {abs(stop - stop * factor):.1f} {'more stay' if factor < 1 else 'fewer stay'} each year"
    change = f"with this change about {stop * factor:.1f}{kept if factor != 1 else ''}"
    return f"Of the {there} households there are, about {stop:.1f} stop in a year; {change}"


def _recruiting(values: Values, more: float, council: Baseline) -> str:
    """Say how many households are approved a year, without the campaign and with it."""
    carers = _carers(values, council)
    if not carers:
        return ""
    now = sum(value_on(each.approvals_per_year, council.start) for each in carers)
    return f"About {now:.3g} are approved a year without it; with it {now + more:.3g}"


def _carers(values: Values, council: Baseline) -> list[Households]:
    capacities = [council.provision[name].capacity for name in provision_of(values, council)]
    return [each for each in capacities if isinstance(each, Households)]


def _pounds(amount: float) -> str:
    return f"£{amount:,.2f}".removesuffix(".00")


SAID: dict[str, Callable[[Values, float, Baseline], str]] = {
    "weekly_fee": _is_it_meant,
    "contract.weekly_fee": _is_it_meant,
    "keep_carers/leaving_factor": _keeping,
    "recruit_carers/approvals_per_year": _recruiting,
}
"""What is said of numbers, by their place; with the kind in front where only one kind has it."""
