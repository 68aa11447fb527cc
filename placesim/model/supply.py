"""Supply: homes, carers and places as they come and go, planned in full before anything is simulated."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from math import inf

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.provision import Home, Households, Places, Triangular
from placesim.config.provision_checks import approved_at_start, children_at_start
from placesim.config.values import Step, value_on
from placesim.model.children import Whole
from placesim.model.demand import horizon_days
from placesim.model.rates import DatedRate
from placesim.model.streams import Floats, Streams

MOST_PLACES = 12
"""Approved places of one household, at most (England's usual limit is three; more needs an exemption)."""


NUMBERS_PER_CAMPAIGN = 1_000_000
"""Households of the n-th campaign are numbered from n million, so nobody's number depends on another campaign."""

EVERYWHERE = -1
"""Stands for a provision where a change touches all of it."""


@dataclass(frozen=True, slots=True)
class SupplyEvent:
    """One change of supply that is known before anything is simulated."""

    day: float
    provision: int
    kind: str
    """`places` (number is the new count), `joins` and `leaves` (a household), `closes` (a home), or `policy`."""
    number: int
    usable: int = 0


KINDS = ("closes", "joins", "leaves", "places", "policy")
"""Kinds of change; of one day, provision and number they happen in this order."""


@dataclass(frozen=True)
class Supply:
    """Every planned change of supply of one future, as columns in order of day; `kind` is a place in `KINDS`."""

    day: Floats
    provision: Whole
    kind: Whole
    number: Whole
    usable: Whole

    @classmethod
    def of(cls, events: list[SupplyEvent]) -> "Supply":
        """Return changes as columns."""
        day = np.array([event.day for event in events], float)
        whole = (
            [event.provision for event in events],
            [KINDS.index(event.kind) for event in events],
            [event.number for event in events],
            [event.usable for event in events],
        )
        return cls(day, *(np.array(column, np.int64) for column in whole))

    def one_by_one(self) -> list[SupplyEvent]:
        """Return every change."""
        columns = (self.day, self.provision, self.kind, self.number, self.usable)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [SupplyEvent(day, place, KINDS[kind], number, usable) for day, place, kind, number, usable in rows]


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
    events += _policies(baseline)
    return sorted((event for event in events if event.day < inf), key=lambda e: (e.day, e.provision, e.number, e.kind))


def _policies(baseline: Baseline) -> list[SupplyEvent]:
    """Return the days on which another child comes first in line; the policy of day 0 needs no event."""
    later = [(place, step) for place, step in enumerate(baseline.transfer_policy) if step.from_ > baseline.start]
    return [SupplyEvent(_day(baseline, step.from_), EVERYWHERE, "policy", place) for place, step in later]


def _day(baseline: Baseline, day: date) -> float:
    return float((day - baseline.start).days)


def spans(supply: list[SupplyEvent]) -> dict[int, tuple[float, float]]:
    """Return the days on which each provision first has a place and, if a home, closes (else infinity)."""
    opens: dict[int, float] = {}
    closes: dict[int, float] = {}
    for event in supply:
        if event.kind == "closes":
            closes[event.provision] = event.day
        elif event.kind == "joins" or (event.kind == "places" and event.number > 0):
            opens.setdefault(event.provision, event.day)
    return {provision: (day, closes.get(provision, inf)) for provision, day in opens.items()}


def _places(baseline: Baseline, provision: int, capacity: Places) -> list[SupplyEvent]:
    at_start = SupplyEvent(0, provision, "places", int(value_on(capacity.places, baseline.start)))
    later = [step for step in capacity.places if step.from_ > baseline.start]
    return [at_start, *(SupplyEvent(_day(baseline, s.from_), provision, "places", int(s.value)) for s in later)]


def _home(
    baseline: Baseline, provision: int, name: str, home: Home, streams: Streams, children: int
) -> list[SupplyEvent]:
    """Open a home bed by bed (phased admission), as late as its luck says, or never; and close it."""
    if home.opens is None:
        return []
    planned = _day(baseline, home.opens)
    closes = _day(baseline, home.closes) if home.closes else inf
    already_open = planned <= 0
    if not already_open:
        if float(streams.uniforms(f"home {name}: never opens", 1)[0, 0]) < home.never_opens_share:
            return []
        if home.delay_days:
            planned += triangular(home.delay_days, float(streams.uniforms(f"home {name}: delay", 1)[0, 0]))
    admitted = _admissions(baseline, home, planned)
    if already_open:
        admitted[:children] = [0.0] * min(children, len(admitted))
    opening = [
        SupplyEvent(day, provision, "places", beds) for day, beds in _beds(baseline, home, admitted) if day < closes
    ]
    return [*opening, SupplyEvent(closes, provision, "closes", 0)] if opening else []


def _admissions(baseline: Baseline, home: Home, planned: float) -> list[float]:
    """Return the day from which each bed can be filled: one child every so many days, later beds from their date."""
    days = [planned]
    for bed in range(1, int(max(step.value for step in home.beds))):
        added = next(place for place, step in enumerate(home.beds) if step.value > bed)
        registered = _day(baseline, home.beds[added].from_) if added else -inf
        days.append(max(days[-1] + home.admission_gap_days, registered))
    return [max(day, 0.0) for day in days]


def _beds(baseline: Baseline, home: Home, admitted: list[float]) -> list[tuple[float, int]]:
    """Return how many beds can be filled from each day on which that changes, from the first admission."""
    changes = [_day(baseline, step.from_) for step in home.beds[1:]]
    most = inf if home.usable_beds is None else home.usable_beds
    days = sorted({*admitted, *(day for day in changes if day > admitted[0])})
    return [
        (day, int(min(home.beds[bisect_right(changes, day)].value, most, bisect_right(admitted, day)))) for day in days
    ]


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

    Usable places are spread evenly along the households from a random point (systematic
    sampling), so their number is as the share says and one household more changes no other. If
    more children live there on day 0, more places are usable: one with a child in it is.
    """
    sizes = approved_at_start(carers.households, carers.approved_places)
    offset = float(streams.uniforms(f"{name}: places usable", 1)[0, 0])
    reached = offset + carers.usable_share * np.concatenate([[0], np.cumsum(sizes)])
    usable = np.diff(np.floor(reached)).astype(int)
    for row, size in enumerate(sizes):
        usable[row] += min(size - usable[row], max(children - usable.sum(), 0))
    budgets = streams.exponentials(f"{name}: household leaves", len(sizes))[:, 0]
    leaves = DatedRate.of(carers.leaves_per_year, baseline.start).days_at(budgets)
    joining = [SupplyEvent(0, provision, "joins", row, int(count)) for row, count in enumerate(usable)]
    return joining + [SupplyEvent(float(day), provision, "leaves", row) for row, day in enumerate(leaves)]


def _new_households(
    baseline: Baseline, provision: int, name: str, carers: Households, streams: Streams, days: float
) -> list[SupplyEvent]:
    """Draw households yet to be approved, and those of each recruitment campaign, numbered behind them.

    Families of a campaign have luck of their own, so recruiting more changes no other family.
    """
    events = _approved(baseline, provision, name, carers, carers.approvals_per_year, carers.households, streams, days)
    for place, (campaign, approvals) in enumerate(carers.campaigns.items(), start=1):
        luck, first = f"{name}: campaign {campaign}", place * NUMBERS_PER_CAMPAIGN
        events += _approved(baseline, provision, luck, carers, approvals, first, streams, days)
    return events


def _approved(
    baseline: Baseline,
    provision: int,
    luck: str,
    carers: Households,
    approvals: tuple[Step, ...],
    first: int,
    streams: Streams,
    days: float,
) -> list[SupplyEvent]:
    """Draw the households of one sequence of approvals: a change of rate stretches its gaps."""
    rate = DatedRate.of(approvals, baseline.start)
    expected = rate.total(days)
    most = int(expected + 8 * expected**0.5 + 20)
    approved = rate.days_at(np.cumsum(streams.exponentials(f"{luck}: approval gap", most)[:, 0]))
    approved = approved[approved < days]
    sizes = streams.uniforms(f"{luck}: new household places", most)[:, 0]
    usable = streams.uniforms(f"{luck}: new place usable", most, MOST_PLACES) < carers.usable_share
    leaving = DatedRate.of(carers.leaves_per_year, baseline.start)
    budgets = streams.exponentials(f"{luck}: new household leaves", most)[:, 0]
    leaves = leaving.days_at(np.array([leaving.total(day) for day in approved]) + budgets[: len(approved)])
    events = []
    for row, (joins, left) in enumerate(zip(approved.tolist(), leaves.tolist(), strict=True)):
        size = _size(carers, float(sizes[row]))
        number = first + row
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
