"""Measures of the paths that children take: where searches end, who moves into homes and from where, who transfers."""

import numpy as np
from numpy.typing import NDArray

from placesim.config.provision import Home
from placesim.config.risks import TRANSFER
from placesim.model.history import NO_SEARCH
from placesim.results.counting import Grouped
from placesim.results.facts import Facts
from placesim.results.measures import measure

ENTRY = "entry"
"""Where a child comes from who has just entered care."""

FROM = " from "
"""Joins the two ends of a path, as in `juno_widnes from residential`."""


ENTERED, IN_CARE_ALREADY, NOT_LISTED = -1, -2, -1
"""Stand for the provision before an episode where there was none or nobody knows it, and for a path nobody listed."""


@measure(
    unit="children",
    horizon="total",
    groups="home and origin",
)
def arrivals(facts: Facts) -> Grouped:
    """Children who moved into each home in the period, by the placement type they came from, or on entering care."""
    names, episodes = facts.history.names, facts.history.episodes
    homes = [number for number, p in enumerate(facts.baseline.provision.values()) if isinstance(p.capacity, Home)]
    origins = (*names.placement_types, ENTRY)
    paths = tuple(f"{names.provisions[home]}{FROM}{origin}" for home in homes for origin in origins)
    before = _before(facts)
    came = np.isin(episodes["provision"], homes) & (before != IN_CARE_ALREADY)
    of_type = np.append(np.array(names.type_of), len(origins) - 1)  # the last is where entrants come from
    home = np.searchsorted(homes, episodes["provision"])
    kinds = home * len(origins) + of_type[before]
    return facts.events("episodes", "start_day", came, kinds.astype(np.int32), paths)


@measure(
    unit="moves",
    horizon="total",
    groups="provision and origin",
)
def transfers(facts: Facts) -> Grouped:
    """Children who got a place they had waited for, by the provision they moved to and from."""
    names, episodes = facts.history.names, facts.history.episodes
    numbers = {name: number for number, name in enumerate(names.provisions)}
    pairs = dict.fromkeys(
        (numbers[transfer.to], numbers[place])
        for need in facts.baseline.needs.values()
        for transfer in need.transfers
        for place in transfer.from_
    )
    paths = tuple(f"{names.provisions[to]}{FROM}{names.provisions[place]}" for to, place in pairs)
    table = np.full((len(numbers), len(numbers)), NOT_LISTED, np.int32)
    for kind, pair in enumerate(pairs):
        table[pair] = kind
    transferred = episodes["end_reason"] == names.reasons.index(TRANSFER)
    kinds = table[np.roll(episodes["provision"], -1), episodes["provision"]]  # of the next placement and this one
    return facts.events("episodes", "end_day", transferred & (kinds != NOT_LISTED), kinds, paths)


@measure(unit="searches", horizon="total")
def searches(facts: Facts) -> Grouped:
    """Searches for a place in the period, by the provision obtained."""
    table = facts.history.searches
    raised = (table["raised_day"] > 0) & (table["first_choice"] != NO_SEARCH)
    return facts.events("searches", "raised_day", raised, table["obtained"], facts.history.names.provisions)


@measure(
    unit="searches",
    horizon="total",
    worse="higher",
)
def first_choice_full(facts: Facts) -> Grouped:
    """Searches in the period whose first choice had no free place, or none at all, by that first choice."""
    table = facts.history.searches
    missed = (table["raised_day"] > 0) & (table["first_choice"] != NO_SEARCH)
    missed &= table["first_choice"] != table["obtained"]
    return facts.events("searches", "raised_day", missed, table["first_choice"], facts.history.names.provisions)


def _before(facts: Facts) -> NDArray[np.int32]:
    """Return for each episode the provision before it, or that the child has just entered care or come back to it."""
    provision = facts.history.episodes["provision"]
    before = np.append(ENTERED, provision[:-1])[: len(provision)]
    first = np.where(facts.enters_care, ENTERED, IN_CARE_ALREADY)
    return np.where(facts.first_of_period, first, before).astype(np.int32)
