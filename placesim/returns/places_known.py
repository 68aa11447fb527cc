"""Places of a past: how many were taken is counted from placements, how many there were is the configuration's."""

from datetime import date, timedelta

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.provision import Home, Places, Provision
from placesim.config.values import value_on
from placesim.model.history import Table


def places_known(baseline: Baseline, first: date, days: float, episodes: Table) -> Table:
    """Return a step whenever usable or taken places of provision with a number of places change.

    The configuration's number holds where it tells one for the day; where more children were there, as many places
    as children were.
    """
    parts = [
        _steps(number, provision, first, days, episodes)
        for number, provision in enumerate(baseline.provision.values())
        if provision.capacity.kind != "spot"
    ]
    empty = np.array([], float)
    columns = np.concatenate([np.stack(part) for part in parts], axis=1) if parts else np.stack([empty] * 4)
    whole = columns[[0, 2, 3]].astype(np.int32)
    return {"provision": whole[0], "day": columns[1], "places": whole[1], "taken": whole[2], "households": 0 * whole[0]}


def _steps(
    number: int, provision: Provision, first: date, days: float, episodes: Table
) -> "list[np.ndarray[tuple[int], np.dtype[np.float64]]]":
    of = episodes["provision"] == number
    came = np.sort(np.maximum(episodes["start_day"][of], 0.0))
    went = episodes["end_day"][of]
    went = np.sort(went[~np.isnan(went)])
    changes = _changes(provision, first, days)
    day = np.unique(np.concatenate([[0.0], came, went, list(changes)]))
    day = day[day < days]
    taken = np.searchsorted(came, day, side="right") - np.searchsorted(went, day, side="right")
    begins = np.array(sorted(changes))
    given = np.array([changes[each] for each in begins])[np.searchsorted(begins, day, side="right") - 1]
    return [np.full(len(day), float(number)), day, np.maximum(given, taken).astype(float), taken.astype(float)]


def _changes(provision: Provision, first: date, days: float) -> dict[float, float]:
    """Return how many places the configuration says there were, from each day on; 0 where it does not say."""
    capacity = provision.capacity
    if isinstance(capacity, Home):
        there = capacity.opens is not None and capacity.opens <= first
        return {0.0: float(value_on(capacity.beds, first)) if there else 0.0}
    if not isinstance(capacity, Places):
        return {0.0: 0.0}
    last = first + timedelta(days=days)
    dated = [first, *(step.from_ for step in capacity.places if first < step.from_ < last)]
    return {float((day - first).days): float(value_on(capacity.places, day)) for day in dated}
