"""Supply: homes, carers and places as they come and go, who has one, and who waits for one."""

from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np
import simpy

from placesim.config.baseline import Baseline, Home, Households, Places, Triangular
from placesim.config.consistency import approved_at_start, children_at_start
from placesim.config.values import value_on
from placesim.model.demand import Child, horizon_days
from placesim.model.matching import Wish
from placesim.model.rates import DatedRate
from placesim.model.streams import Streams

if TYPE_CHECKING:
    from placesim.model.history import Recorder

MOST_PLACES = 12
"""Approved places of one household, at most (England's usual limit is three; more needs an exemption)."""

NOWHERE = -1
"""Where a child comes from who has had no placement yet."""


class Stay:
    """A child in a place: what an offer or a closure has to reach."""

    __slots__ = ("came_from", "child", "holder", "open", "process", "provision", "started", "waits_until")

    def __init__(self, child: Child, provision: int, holder: "Holder | None", started: float, process: Any):
        self.child, self.provision, self.holder, self.started = child, provision, holder, started
        self.process = process
        self.open = True
        self.waits_until = -inf
        self.came_from = NOWHERE

    def interrupt(self, reason: str, place: "tuple[int, Holder | None] | None" = None) -> None:
        """End the stay from outside; at most one thing does."""
        self.open = False
        self.process.interrupt((reason, place))


@dataclass(slots=True, eq=False)
class Holder:
    """A household or a home: who lives there now, in order of arrival."""

    number: int
    usable: int
    open: bool = True
    residents: dict[Stay, None] = field(default_factory=dict)


class Counted:
    """Places that are alike: a home's beds, or places this council can get."""

    def __init__(self) -> None:
        self.nominal, self.taken, self.households = 0, 0, 0
        self.holder = Holder(0, 0)

    @property
    def usable(self) -> int:
        """Places in use or free: a number that falls below those taken waits for children to leave."""
        return max(self.nominal, self.taken)

    def has_place(self) -> bool:
        """Tell whether a place is free."""
        return self.taken < self.nominal

    def take(self) -> Holder:
        """Take a place."""
        self.taken += 1
        return self.holder

    def give_back(self, holder: Holder) -> None:
        """Give a place back."""
        self.taken -= 1


class Carers:
    """Foster households one by one; the longest-approved with a free place is asked first.

    A heap of free places keeps that choice quick at any size, and adding households leaves
    everybody else's placement as it was.
    """

    def __init__(self) -> None:
        self.usable = self.taken = self.households = 0
        self._free: list[int] = []
        self._holders: dict[int, Holder] = {}

    def join(self, holder: Holder) -> None:
        """Add a newly approved household."""
        self._holders[holder.number] = holder
        self._free += [holder.number] * holder.usable
        heapify(self._free)
        self.usable += holder.usable
        self.households += 1

    def leave(self, holder: Holder) -> None:
        """Take a household out; its children still have to move."""
        holder.open = False
        self.usable -= holder.usable
        self.taken -= len(holder.residents)
        self.households -= 1

    def has_place(self) -> bool:
        """Tell whether a place is free."""
        while self._free and not self._holders[self._free[0]].open:
            heappop(self._free)
        return bool(self._free)

    def take(self) -> Holder:
        """Take a place of the longest-approved household that has one."""
        self.taken += 1
        return self._holders[heappop(self._free)]

    def give_back(self, holder: Holder) -> None:
        """Give a place back, unless the household has left meanwhile."""
        if holder.open:
            self.taken -= 1
            heappush(self._free, holder.number)


@dataclass(frozen=True, slots=True)
class SupplyEvent:
    """One change of supply that is known before anything is simulated."""

    day: float
    provision: int
    kind: str
    """`places` (number is the new count), `joins` and `leaves` (a household), or `closes` (a home)."""
    number: int
    usable: int = 0


def plan(baseline: Baseline, streams: Streams) -> list[SupplyEvent]:
    """Draw when homes open, and when households are approved and leave, in order of day."""
    days = horizon_days(baseline)
    at_start = children_at_start(baseline)
    events: list[SupplyEvent] = []
    for number, (name, provision) in enumerate(baseline.provision.items()):
        capacity = provision.capacity
        if isinstance(capacity, Places):
            events += _places(baseline, number, capacity)
        elif isinstance(capacity, Home):
            events += _home(baseline, number, name, capacity, streams, at_start[name])
        elif isinstance(capacity, Households):
            events += _initial_households(baseline, number, name, capacity, streams, at_start[name])
            events += _new_households(baseline, number, name, capacity, streams, days)
    return sorted((event for event in events if event.day < days), key=lambda e: (e.day, e.provision, e.number, e.kind))


def _places(baseline: Baseline, provision: int, capacity: Places) -> list[SupplyEvent]:
    at_start = SupplyEvent(0, provision, "places", int(value_on(capacity.places, baseline.start)))
    later = [step for step in capacity.places if step.from_ > baseline.start]
    return [
        at_start,
        *(SupplyEvent((s.from_ - baseline.start).days, provision, "places", int(s.value)) for s in later),
    ]


def _home(
    baseline: Baseline, provision: int, name: str, home: Home, streams: Streams, children: int
) -> list[SupplyEvent]:
    """Open a home bed by bed (phased admission), as late as its luck says, or never; and close it."""
    if home.opens is None:
        return []
    beds = home.beds if home.usable_beds is None else home.usable_beds
    planned = float((home.opens - baseline.start).days)
    closes = float((home.closes - baseline.start).days) if home.closes else inf
    already_open = planned <= 0
    if not already_open:
        if float(streams.uniforms(f"home {name}: never opens", 1)[0, 0]) < home.never_opens_share:
            return []
        if home.delay_days:
            planned += triangular(home.delay_days, float(streams.uniforms(f"home {name}: delay", 1)[0, 0]))
    days = [max(planned + bed * home.admission_gap_days, 0.0) for bed in range(beds)]
    if already_open:
        days[:children] = [0.0] * min(children, beds)
    opening = [SupplyEvent(day, provision, "places", bed) for bed, day in enumerate(days, start=1) if day < closes]
    return [*opening, SupplyEvent(closes, provision, "closes", 0)] if opening else []


def triangular(spread: Triangular, uniform: float) -> float:
    """Return the value of a triangular distribution that a uniform picks (its inverse distribution)."""
    width = spread.most - spread.least
    if width == 0:
        return spread.least
    turn = (spread.likeliest - spread.least) / width
    if uniform < turn:
        return float(spread.least + (uniform * width * (spread.likeliest - spread.least)) ** 0.5)
    return float(spread.most - ((1 - uniform) * width * (spread.most - spread.likeliest)) ** 0.5)


def _initial_households(
    baseline: Baseline, provision: int, name: str, carers: Households, streams: Streams, children: int
) -> list[SupplyEvent]:
    """Draw which approved places are usable and when households leave.

    As many places are usable as the usable share says, or as children live there on day 0 if
    those are more: a place with a child in it is usable.
    """
    sizes = approved_at_start(carers.households, carers.approved_places)
    luck = streams.uniforms(f"{name}: place usable", len(sizes), MOST_PLACES)
    places = sorted((float(luck[row, place]), row) for row, size in enumerate(sizes) for place in range(size))
    usable = np.zeros(len(sizes), int)
    for _, row in places[: max(round(carers.usable_share * len(places)), children)]:
        usable[row] += 1
    budgets = streams.exponentials(f"{name}: household leaves", len(sizes))[:, 0]
    leaves = DatedRate(carers.leaves_per_year, baseline.start).days_at(budgets)
    joining = [SupplyEvent(0, provision, "joins", row, int(count)) for row, count in enumerate(usable)]
    return joining + [SupplyEvent(float(day), provision, "leaves", row) for row, day in enumerate(leaves)]


def _new_households(
    baseline: Baseline, provision: int, name: str, carers: Households, streams: Streams, days: float
) -> list[SupplyEvent]:
    """Draw households yet to be approved: a change of rate stretches one sequence of gaps."""
    rate = DatedRate(carers.approvals_per_year, baseline.start)
    expected = rate.total(days)
    most = int(expected + 8 * expected**0.5 + 20)
    approved = rate.days_at(np.cumsum(streams.exponentials(f"{name}: approval gap", most)[:, 0]))
    approved = approved[approved < days]
    sizes = streams.uniforms(f"{name}: new household places", most)[:, 0]
    usable = streams.uniforms(f"{name}: new place usable", most, MOST_PLACES) < carers.usable_share
    leaving = DatedRate(carers.leaves_per_year, baseline.start)
    budgets = streams.exponentials(f"{name}: new household leaves", most)[:, 0]
    leaves = leaving.days_at(np.array([leaving.total(day) for day in approved]) + budgets[: len(approved)])
    events = []
    for row, (joins, left) in enumerate(zip(approved.tolist(), leaves.tolist(), strict=True)):
        size = _size(carers, float(sizes[row]))
        number = carers.households + row
        events.append(SupplyEvent(joins, provision, "joins", number, int(usable[row, :size].sum())))
        events.append(SupplyEvent(left, provision, "leaves", number))
    return events


def _size(carers: Households, uniform: float) -> int:
    reached = 0.0
    for places, share in carers.approved_places.items():
        reached += share
        if uniform < reached:
            return places
    return max(carers.approved_places)


class Market:
    """Every place the council can use, who has it, and who is waiting for one."""

    def __init__(self, baseline: Baseline, env: simpy.Environment, recorder: "Recorder", supply: list[SupplyEvent]):
        """Lay out the provision of a baseline, all of it still empty."""
        self._env, self._recorder = env, recorder
        self._levels = tuple(need.level for need in baseline.needs.values())
        self._ever_open = {event.provision for event in supply}
        self._policy = baseline.transfer_policy
        self._prices = [provision.price for provision in baseline.provision.values()]
        self.limited: tuple[Counted | Carers | None, ...] = tuple(
            None if p.capacity.kind == "spot" else Carers() if p.capacity.kind == "households" else Counted()
            for p in baseline.provision.values()
        )
        self._homes = [provision.capacity.kind == "home" for provision in baseline.provision.values()]
        self._households: dict[tuple[int, int], Holder] = {}
        self._waiting: list[list[tuple[tuple[float, ...], int, float, float, Stay]]] = [[] for _ in self.limited]
        self._tickets = count()

    def is_home(self, provision: int) -> bool:
        """Tell whether a provision is one home."""
        return self._homes[provision]

    def has_place(self, provision: int) -> bool:
        """Tell whether a place is free; spot provision always has one."""
        places = self.limited[provision]
        return places is None or places.has_place()

    def take(self, provision: int) -> Holder | None:
        """Take a free place and return the household or home it is in (none for spot)."""
        places = self.limited[provision]
        if places is None:
            return None
        holder = places.take()
        self._record(provision)
        return holder

    def move_in(self, stay: Stay) -> None:
        """Note who lives where, for the day a household leaves or a home closes."""
        if stay.holder is not None:
            stay.holder.residents[stay] = None

    def release(self, stay: Stay) -> None:
        """Give a place back, to whoever is first in line for it."""
        stay.open = False
        places = self.limited[stay.provision]
        if places is None or stay.holder is None:
            return
        stay.holder.residents.pop(stay, None)
        places.give_back(stay.holder)
        self._record(stay.provision)
        self._offer(stay.provision)

    def wait(self, stay: Stay, need: int, wish: Wish) -> None:
        """Put a placed child in line for a better place, until they are settled or too old for it.

        Nobody waits for a home that no plan will ever open.
        """
        if wish.choice.provision not in self._ever_open:
            return
        until = stay.started + wish.settled_after_days
        stay.waits_until = max(stay.waits_until, until)
        ticket = next(self._tickets)  # a child moved on the day they came stands in line twice, with equal priority
        heappush(
            self._waiting[wish.choice.provision],
            (self._priority(stay, need), ticket, until, wish.choice.maximum_age, stay),
        )

    def _priority(self, stay: Stay, need: int) -> tuple[float, ...]:
        """Return the order of offers: smallest first, ties by longest wait, then child number."""
        first = 0.0
        if self._policy == "highest_fee":
            first = -self._prices[stay.provision].fee_at(float(stay.child.luck.fee[stay.child.row]))
        elif self._policy == "highest_need":
            first = -float(self._levels[need])
        return first, stay.started, float(stay.child.child_id)

    def _offer(self, provision: int) -> None:
        """Offer every free place to the children in line, first in line first."""
        places, line = self.limited[provision], self._waiting[provision]
        while places is not None and line and places.has_place():
            _, _, until, maximum_age, stay = heappop(line)
            now = self._env.now
            if stay.open and now <= until and stay.child.age(now) < maximum_age:
                holder = places.take()
                self._record(provision)
                stay.interrupt("transfer", (provision, holder))

    def happens(self, event: SupplyEvent) -> None:
        """Carry out one planned change of supply."""
        places = self.limited[event.provision]
        if isinstance(places, Carers):
            self._household(places, event)
        elif isinstance(places, Counted):
            places.nominal = event.number
            if event.kind == "closes":
                for stay in list(places.holder.residents):
                    if stay.open:
                        stay.interrupt("home_closed")
        self._record(event.provision)
        self._offer(event.provision)

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
