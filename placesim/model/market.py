"""The market: every place the council can use now, who is offered one, and who waits. Nothing here is random."""

from heapq import heapify, heappop, heappush
from itertools import count
from math import inf

import simpy

from placesim.config.baseline import Baseline
from placesim.config.blocks import Policy
from placesim.config.provision import Home
from placesim.config.risks import TRANSFER
from placesim.config.values import place_on
from placesim.model.matching import Wish
from placesim.model.places import NOWHERE, Carers, Counted, Holder, Stay
from placesim.model.rates import YEAR
from placesim.model.recorder import Recorder
from placesim.model.supply import SupplyEvent, spans

InLine = tuple[tuple[float, ...], int, float, Stay, int]
"""A child in line: priority, ticket, the day waiting ends, the stay, and the need."""


class Market:
    """Every place the council can use, who has it, and who is waiting for one."""

    def __init__(self, baseline: Baseline, env: simpy.Environment, recorder: Recorder, supply: list[SupplyEvent]):
        """Lay out the provision of a baseline, all of it still empty."""
        self._env, self._recorder = env, recorder
        self._levels = tuple(need.level for need in baseline.needs.values())
        self._spans = spans(supply)
        self._policies = baseline.transfer_policy
        self._policy = self._policies[place_on(self._policies, baseline.start)].value
        self._prices = [provision.price for provision in baseline.provision.values()]
        self.limited: tuple[Counted | Carers | None, ...] = tuple(
            None if p.capacity.kind == "spot" else Carers() if p.capacity.kind == "households" else Counted()
            for p in baseline.provision.values()
        )
        self._homes = [provision.capacity.kind == "home" for provision in baseline.provision.values()]
        homes = [p.capacity if isinstance(p.capacity, Home) else None for p in baseline.provision.values()]
        self._turnaround = [home.turnaround_days if home else 0.0 for home in homes]
        self._searches_first = [home.searches_first_days if home else 0.0 for home in homes]
        self._households: dict[tuple[int, int], Holder] = {}
        self._waiting: list[list[InLine]] = [[] for _ in self.limited]
        self._tickets = count()

    def is_home(self, provision: int) -> bool:
        """Tell whether a provision is one home."""
        return provision != NOWHERE and self._homes[provision]

    def take(self, provision: int, besides: Holder | None = None) -> Holder | None:
        """Take a free place, other than with one household, and return the household or home (none for spot)."""
        places = self.limited[provision]
        if places is None:
            return None
        holder = places.take(besides)
        self._record(provision)
        return holder

    def release(self, stay: Stay) -> None:
        """Give a place back, to whoever is first in line for it; in a home, once the next child is prepared."""
        stay.open = False
        places = self.limited[stay.provision]
        if places is None or stay.holder is None:
            return
        stay.holder.residents.pop(stay, None)
        places.give_back(stay.holder)
        self._record(stay.provision)
        if self._turnaround[stay.provision] and isinstance(places, Counted):
            self._rest(stay.provision, places)
        else:
            self._freed(stay.provision, places, 1)

    def _rest(self, provision: int, places: Counted) -> None:
        """Keep the bed just left empty for the days it takes to match and prepare the next child."""

        def ready(_event: simpy.Event) -> None:
            places.resting -= 1
            self._freed(provision, places, 1)

        places.resting += 1
        self._env.timeout(self._turnaround[provision]).callbacks.append(ready)

    def _freed(self, provision: int, places: Counted | Carers, beds: int) -> None:
        """Offer what has become free to the children in line: at once, or once searches have had their days."""
        if self._searches_first[provision] and beds > 0 and isinstance(places, Counted):
            self._keep(provision, places, beds)
        else:
            self._offer(provision)

    def _keep(self, provision: int, places: Counted, beds: int) -> None:
        """Keep free beds for children who need a placement, and offer what is left of them afterwards."""

        def over(_event: simpy.Event) -> None:
            places.kept -= beds
            self._offer(provision)

        places.kept += beds
        self._env.timeout(self._searches_first[provision]).callbacks.append(over)

    def decline(self, provision: int, holder: Holder | None) -> None:
        """Give back a place that was offered to a child who leaves at that very moment."""
        places = self.limited[provision]
        if places is not None and holder is not None:
            places.give_back(holder)
            self._record(provision)
            self._offer(provision)

    def wait(self, stay: Stay, need: int, wish: Wish) -> None:
        """Put a placed child in line for a better place, until it closes or they are settled or too old.

        Waiting counts from the day the place is open. A place that is free goes to the first in
        line once everybody who joins at this moment has joined.
        """
        provision, child = wish.choice.provision, stay.child
        opens, closes = self._spans.get(provision, (inf, -inf))
        begins = max(self._env.now, opens)
        too_old = child.born_day + wish.choice.maximum_age * YEAR
        until = min(stay.started + wish.settled_after_days, closes, too_old)
        if until <= begins:
            return
        stay.waits_from, stay.waits_until = min(stay.waits_from, begins), max(stay.waits_until, until)
        ticket = next(self._tickets)  # a child moved on the day they came stands in line twice, with equal priority
        heappush(self._waiting[provision], (self._priority(stay, need), ticket, until, stay, need))
        places = self.limited[provision]
        if places is not None and places.has_offer():
            everybody_has_joined = self._env.timeout(0)
            everybody_has_joined.callbacks.append(lambda _event: self._offer(provision))

    def _priority(self, stay: Stay, need: int) -> tuple[float, ...]:
        """Return the order of offers: smallest first, ties by longest wait, then child number."""
        first = 0.0
        if self._policy == "highest_fee":
            first = -self._prices[stay.provision].fee_at(stay.child.luck.fee[stay.child.row])
        elif self._policy == "highest_need":
            first = -float(self._levels[need])
        return first, stay.started, float(stay.child.child_id)

    def _offer(self, provision: int) -> None:
        """Offer every free place to the children in line, the first in line first; none to avoided carers."""
        places, line = self.limited[provision], self._waiting[provision]
        passed_over: list[InLine] = []
        while places is not None and line and places.has_offer():
            first = heappop(line)
            _, _, until, stay, _ = first
            if not stay.open or self._env.now >= until:
                continue
            if places.has_place(stay.avoids):
                holder = places.take(stay.avoids)
                self._record(provision)
                stay.interrupt(TRANSFER, (provision, holder))
            else:
                passed_over.append(first)
        for first in passed_over:
            heappush(line, first)

    def happens(self, event: SupplyEvent) -> None:
        """Carry out one planned change of supply."""
        if event.kind == "policy":
            self._reorder(self._policies[event.number].value)
            return
        places, more = self.limited[event.provision], 0
        if isinstance(places, Carers):
            self._household(places, event)
        elif isinstance(places, Counted):
            more, places.nominal = event.number - places.nominal, event.number
            if event.kind == "closes":
                for stay in list(places.holder.residents):
                    if stay.open:
                        stay.interrupt("home_closed")
        self._record(event.provision)
        if places is not None:
            self._freed(event.provision, places, more)

    def _reorder(self, policy: Policy) -> None:
        """Put every line in the order of another policy."""
        self._policy = policy
        for line in self._waiting:
            line[:] = [(self._priority(stay, need), ticket, until, stay, need) for _, ticket, until, stay, need in line]
            heapify(line)

    def _household(self, carers: Carers, event: SupplyEvent) -> None:
        key = (event.provision, event.number)
        if event.kind == "joins":
            self._households[key] = Holder(event.number, event.usable)
            carers.join(self._households[key])
            return
        holder = self._households[key]
        carers.leave(holder)
        for stay in list(holder.residents):
            if stay.open:
                stay.interrupt("carer_left")

    def _record(self, provision: int) -> None:
        places = self.limited[provision]
        if places is not None:
            self._recorder.places(provision, self._env.now, places.usable, places.taken, places.households)
