"""Homes: opened bed by bed, as late as their luck says or never, and closed."""

from bisect import bisect_right
from datetime import date
from math import inf

from placesim.config.baseline import Baseline
from placesim.config.provision import Home, Triangular
from placesim.model.streams import Streams
from placesim.model.supply import SupplyEvent


def day_of(baseline: Baseline, day: date) -> float:
    """Return a date in days from the start."""
    return float((day - baseline.start).days)


def has_luck(baseline: Baseline, home: Home) -> bool:
    """Tell whether luck decides when a home opens."""
    planned = home.opens is not None and home.opens > baseline.start
    return planned and (home.never_opens_share > 0 or home.delay_days is not None)


def opening_day(baseline: Baseline, name: str, home: Home, streams: Streams) -> float:
    """Draw the day on which a home opens: as late as its luck says, or never (infinity)."""
    if home.opens is None or float(streams.uniforms(f"home {name}: never opens", 1)[0, 0]) < home.never_opens_share:
        return inf
    late = float(streams.uniforms(f"home {name}: delay", 1)[0, 0])
    return day_of(baseline, home.opens) + (triangular(home.delay_days, late) if home.delay_days else 0)


def opening(baseline: Baseline, provision: int, home: Home, children: int, opens: float) -> list[SupplyEvent]:
    """Open a home bed by bed (phased admission) from a day on, with the children who live there if it is; close it."""
    if opens == inf:
        return []
    closes = day_of(baseline, home.closes) if home.closes else inf
    admitted = _admissions(baseline, home, opens)
    if opens <= 0:
        admitted[:children] = [0.0] * min(children, len(admitted))
    beds = [
        SupplyEvent(day, provision, "places", beds) for day, beds in _beds(baseline, home, admitted) if day < closes
    ]
    return [*beds, SupplyEvent(closes, provision, "closes", 0)] if beds else []


def _admissions(baseline: Baseline, home: Home, planned: float) -> list[float]:
    """Return the day from which each bed can be filled: one child every so many days, later beds from their date."""
    days = [planned]
    for bed in range(1, int(max(step.value for step in home.beds))):
        added = next(place for place, step in enumerate(home.beds) if step.value > bed)
        registered = day_of(baseline, home.beds[added].from_) if added else -inf
        days.append(max(days[-1] + home.admission_gap_days, registered))
    return [max(day, 0.0) for day in days]


def _beds(baseline: Baseline, home: Home, admitted: list[float]) -> list[tuple[float, int]]:
    """Return how many beds can be filled from each day on which that changes, from the first admission."""
    changes = [day_of(baseline, step.from_) for step in home.beds[1:]]
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
