"""The plan of supply: homes, carers and places as they come and go, drawn in full before anything is simulated."""

from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.config.provision import Home, Households, Places
from placesim.config.provision_checks import children_at_start
from placesim.model.homes import day_of, has_luck, opening, opening_day
from placesim.model.households import Carers
from placesim.model.streams import Streams
from placesim.model.supply import EVERYWHERE, Supply, SupplyEvent


class Plan:
    """The supply of a council: compiled once, drawn for every future."""

    def __init__(self, baseline: Baseline):
        """Compile what happens whatever the luck, and what luck decides."""
        days, at_start = horizon_days(baseline), children_at_start(baseline)
        self._baseline, self._at_start = baseline, at_start
        numbered = [(number, *each) for number, each in enumerate(baseline.provision.items())]
        homes = [(n, name, p.capacity) for n, name, p in numbered if isinstance(p.capacity, Home)]
        self._homes = [each for each in homes if has_luck(baseline, each[2])]
        self._carers = [
            Carers(baseline, days, number, name, provision.capacity, at_start[name])
            for number, name, provision in numbered
            if isinstance(provision.capacity, Households)
        ]
        places = [_places(baseline, n, p.capacity) for n, _, p in numbered if isinstance(p.capacity, Places)]
        opened = [
            opening(baseline, n, home, at_start[name], day_of(baseline, home.opens))
            for n, name, home in homes
            if home.opens and not has_luck(baseline, home)
        ]
        self._certain = Supply.of([event for found in (*places, *opened, _policies(baseline)) for event in found])

    def draw(self, streams: Streams) -> Supply:
        """Draw when homes open, and when households are approved and leave, in order of day."""
        opened = []
        for number, name, home in self._homes:
            day = opening_day(self._baseline, name, home, streams)
            opened += opening(self._baseline, number, home, self._at_start[name], day)
        carers = [part for each in self._carers for part in each.draw(streams)]
        return Supply.together([self._certain, Supply.of(opened), *carers])


def _policies(baseline: Baseline) -> list[SupplyEvent]:
    """Return the days on which another child comes first in line; the policy of day 0 needs no event."""
    later = [(place, step) for place, step in enumerate(baseline.transfer_policy) if step.from_ > baseline.start]
    return [SupplyEvent(day_of(baseline, step.from_), EVERYWHERE, "policy", place) for place, step in later]


def _places(baseline: Baseline, provision: int, capacity: Places) -> list[SupplyEvent]:
    later = [step.from_ for step in capacity.places if step.from_ > baseline.start]
    days = [(0.0, baseline.start), *((day_of(baseline, day), day) for day in later)]
    return [SupplyEvent(day, provision, "places", capacity.usable_on(on)) for day, on in days]
