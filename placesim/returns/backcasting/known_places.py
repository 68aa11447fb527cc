"""Known places: how many places of a placement type there are on a day, as a configuration has it."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.provision import Home, Households, Places, Provision
from placesim.config.values import value_on
from placesim.model.rates import YEAR
from placesim.results.facts import Floats

MONTH = 30.4375
"""Days between looks at households: a twelfth of a year."""


def types_with_known_places(baseline: Baseline) -> list[str]:
    """Return the placement types in which every place is known by date: none is bought child by child."""
    kinds: dict[str, list[bool]] = {}
    for provision in baseline.provision.values():
        kinds.setdefault(provision.placement_type, []).append(provision.capacity.kind != "spot")
    return [kind for kind, known in kinds.items() if all(known)]


def places_on(baseline: Baseline, kind: str, days: Sequence[date]) -> Floats:
    """Return the places of a placement type on some days."""
    of_type = [each for each in baseline.provision.values() if each.placement_type == kind]
    return np.array([sum(_places(each, baseline.start, day) for each in of_type) for day in days])


def _places(provision: Provision, start: date, day: date) -> float:
    capacity = provision.capacity
    if isinstance(capacity, Places):
        return value_on(capacity.places, day)
    if isinstance(capacity, Home):
        opened = capacity.opens is not None and capacity.opens <= day
        return value_on(capacity.beds, day) if opened and not (capacity.closes and capacity.closes <= day) else 0.0
    if isinstance(capacity, Households):
        return _households(capacity, start, day) * capacity.usable_share * _places_each(capacity)
    return 0.0  # bought child by child: no place is known


def _places_each(capacity: Households) -> float:
    return sum(places * share for places, share in capacity.approved_places.items())


def _households(capacity: Households, start: date, day: date) -> float:
    """Return the households expected on a day: as given up to the start, then with approvals and leavers as planned."""
    households, now = float(capacity.households), start
    while now < day:
        later = min(now + timedelta(days=MONTH), day)
        years = (later - now).days / YEAR
        approved = [capacity.approvals_per_year, *capacity.campaigns.values()]
        gained = sum(value_on(each, now) for each in approved) - value_on(capacity.leaves_per_year, now) * households
        households, now = max(households + gained * years, 0.0), later
    return households
