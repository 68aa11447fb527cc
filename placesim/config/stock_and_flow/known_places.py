"""Known places: how many a provision is expected to have on a day, and how often its carers stop."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, inf

from placesim.config.blocks import Blocks
from placesim.config.provision import Home, Households, Places
from placesim.config.provision_checks import approved_at_start, children_at_start
from placesim.config.stock_and_flow.cells import STEP
from placesim.config.values import value_on


class KnownPlaces:
    """Places of every provision that has a number of them, step by step; carers are approved and stop as they go."""

    def __init__(self, baseline: Blocks):
        """Lay out the places of the start date."""
        self._baseline = baseline
        children = children_at_start(baseline)
        self._carers = {
            name: max(
                capacity.usable_share * sum(approved_at_start(capacity.households, capacity.approved_places)),
                min(children[name], sum(approved_at_start(capacity.households, capacity.approved_places))),
            )
            for name, provision in baseline.provision.items()
            if isinstance(capacity := provision.capacity, Households)
        }

    def after(self, day: date) -> dict[str, float]:
        """Return the places by provision at the end of the step around a day; unlimited provision is left out."""
        found: dict[str, float] = {}
        for name, provision in self._baseline.provision.items():
            capacity = provision.capacity
            if isinstance(capacity, Households):
                found[name] = self._carers[name] = _carers_after(capacity, self._carers[name], day)
            elif isinstance(capacity, Places):
                found[name] = value_on(capacity.places, day) * capacity.usable_share
            elif isinstance(capacity, Home):
                found[name] = _beds(capacity, self._baseline.start, day)
        return found

    def stop_per_year(self, name: str, day: date) -> float:
        """Return the rate at which children lose their place because carers stop or the home closes."""
        capacity = self._baseline.provision[name].capacity
        if isinstance(capacity, Households):
            return value_on(capacity.leaves_per_year, day)
        closed = isinstance(capacity, Home) and capacity.closes is not None and capacity.closes <= day
        return AT_ONCE if closed else 0.0


AT_ONCE = 1000.0
"""A rate a year at which everybody is gone within a step."""


def _carers_after(carers: Households, places: float, day: date) -> float:
    """Return usable places a step later: those of carers who stop are lost, those of carers approved are won."""
    size = sum(number * share for number, share in carers.approved_places.items()) * carers.usable_share
    approved = sum(value_on(steps, day) for steps in (carers.approvals_per_year, *carers.campaigns.values()))
    stop = value_on(carers.leaves_per_year, day)
    stay = exp(-stop * STEP)
    won = approved * size * ((1 - stay) / stop if stop else STEP)
    return places * stay + won


def _beds(home: Home, start: date, day: date) -> float:
    """Return the beds of a home that may be filled by a day: as planned, later by the mean delay, if it ever opens."""
    if home.opens is None or (home.closes is not None and home.closes <= day):
        return 0.0
    planned = home.opens > start
    late = (home.delay_days.least + home.delay_days.likeliest + home.delay_days.most) / 3 if home.delay_days else 0.0
    open_days = (day - home.opens - timedelta(days=late if planned else 0)).days
    if open_days < 0:
        return 0.0
    admitted = open_days / home.admission_gap_days + 1 if home.admission_gap_days and planned else inf
    usable = inf if home.usable_beds is None else home.usable_beds
    return min(value_on(home.beds, day), usable, int(min(admitted, 1e9))) * (1 - home.never_opens_share * planned)
