"""What must hold of provision: names exist, capacity and contract fit its kind, children of day 0 have room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from placesim.config.blocks import Blocks
from placesim.config.contract_checks import contract_problems, whole
from placesim.config.problem import Path, Problem, adds_to_one, unknown_name
from placesim.config.provision import Home, Households, Places
from placesim.config.values import Step, value_on

MOST_IN_ALL = 500_000
"""Children who enter by one stream, or households approved, over all years; all England has 35,000 entries a year."""


def provision_problems(baseline: Blocks) -> Iterator[Problem]:
    """Yield what does not fit in provision: its type, budget line, ages, capacity, contract, and room on day 0."""
    for name, provision in baseline.provision.items():
        path = ("provision", name)
        kind = provision.placement_type
        yield from unknown_name((*path, "placement_type"), "placement type", kind, baseline.placement_types)
        yield from unknown_name((*path, "budget_line"), "budget line", provision.budget_line, baseline.budget_lines)
        if provision.maximum_age <= provision.minimum_age:
            message = f"maximum_age {provision.maximum_age:g} must be above minimum_age {provision.minimum_age:g}"
            yield Problem((*path, "maximum_age"), message)
        yield from _capacity((*path, "capacity"), provision.capacity)
        yield from contract_problems(baseline, (*path, "contract"), provision)
        if isinstance(provision.capacity, Households):
            for steps in (provision.capacity.approvals_per_year, *provision.capacity.campaigns.values()):
                yield from too_many((*path, "capacity", "approvals_per_year"), steps, baseline.years, "households")
    yield from _room_at_the_start(baseline)


def _capacity(path: Path, capacity: object) -> Iterator[Problem]:
    if isinstance(capacity, Households):
        yield from adds_to_one((*path, "approved_places"), capacity.approved_places, "shares of households")
        for places in capacity.approved_places:
            if not 0 < places <= 12:
                yield Problem((*path, "approved_places", places), f"{places} approved places; allowed are 1 to 12")
    elif isinstance(capacity, Places):
        yield from whole((*path, "places"), capacity.places, "places")
    elif isinstance(capacity, Home):
        yield from _home(path, capacity)


def too_many(path: Path, timeline: tuple[Step, ...], years: float, what: str) -> Iterator[Problem]:
    """Yield a problem where a rate a year could bring more children or households than can be simulated."""
    most = max(step.value for step in timeline) * years
    if most > MOST_IN_ALL:
        message = f"up to {most:,.6g} {what} in {years:g} years; at most {MOST_IN_ALL:,} can be simulated"
        yield Problem(path, f"{message}, so lower the rate or the years")


def _home(path: Path, home: Home) -> Iterator[Problem]:
    yield from whole((*path, "beds"), home.beds, "beds")
    most = max(step.value for step in home.beds)
    if home.usable_beds is not None and home.usable_beds > most:
        yield Problem((*path, "usable_beds"), f"{home.usable_beds} is above the {most:g} registered beds; lower it")
    if home.opens and home.closes and home.closes <= home.opens:
        message = f"dates out of order: the home closes on {home.closes} but opens on {home.opens}; put opens first"
        yield Problem((*path, "closes"), message)


def children_at_start(baseline: Blocks) -> dict[str, int]:
    """Return how many children each provision holds on day 0."""
    counts = dict.fromkeys(baseline.provision, 0)
    for group in baseline.children_in_care.groups:
        counts[group.provision] = counts.get(group.provision, 0) + sum(group.ages.values())
    for child in baseline.children_in_care.children:
        counts[child.provision] = counts.get(child.provision, 0) + 1
    return counts


def _room_at_the_start(baseline: Blocks) -> Iterator[Problem]:
    for name, children in children_at_start(baseline).items():
        if not children or name not in baseline.provision:
            continue
        capacity = baseline.provision[name].capacity
        room = children
        if capacity.kind == "households":
            room = sum(approved_at_start(capacity.households, capacity.approved_places))
            what = f"only {room} approved places; add households or correct the children"
        elif capacity.kind == "home":
            room = int(value_on(capacity.beds, baseline.start)) if _open_on(capacity, baseline.start) else 0
            what = f"only {room} beds are open then; correct opens, beds or the children"
        if children > room:
            yield Problem(
                ("provision", name, "capacity"), f"{children} children are here on the start date, but {what}"
            )


def _open_on(home: Home, day: date) -> bool:
    return home.opens is not None and home.opens <= day and (home.closes is None or day < home.closes)


def approved_at_start(households: int, shares: Mapping[int, float]) -> list[int]:
    """Return the approved places of each household on the start date, as even as whole households allow.

    Household by household, the size furthest behind its share is chosen, so the mix is as
    declared whatever the number of households.
    """
    given = dict.fromkeys(shares, 0)
    sizes = []
    for number in range(1, households + 1):
        size = max(given, key=lambda places: (shares[places] * number - given[places], -places))
        given[size] += 1
        sizes.append(size)
    return sizes
