"""Stock and flow: how many children would be in care by a configuration's own rates, without simulating.

Children grow older and leave, entrants join and do likewise, quarter by quarter. Placement matters for
leaving only through its rates, so children of an age are taken to live, on average, where those of
that age live on the start date. Scarcity, matching and luck are left to the simulation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from math import exp

from placesim.config.blocks import Blocks
from placesim.config.children import Diversion
from placesim.config.values import ADULT_AGE, value_on

QUARTERS = 4
"""Steps a year: children are counted in cells of a quarter of a year of age and of time in care."""

CELLS = int(ADULT_AGE * QUARTERS)

Stock = dict[tuple[int, int], float]
"""Children by quarter-years of age and of time in care."""


def number_in_care(baseline: Blocks, after_years: float) -> float:
    """Return how many children are expected to be in care some years after the start, by entries and leaving rates."""
    stock = _at_start(baseline)
    for quarter in range(round(after_years * QUARTERS)):
        day = baseline.start + timedelta(days=round((quarter + 0.5) * 365.25 / QUARTERS))
        stock = _a_quarter_later(baseline, stock, day)
    return sum(stock.values())


def _a_quarter_later(baseline: Blocks, stock: Stock, day: date) -> Stock:
    rates = _LeavingRates(baseline, day)
    later: Stock = {}
    for (age, time), children in stock.items():
        if age + 1 < CELLS:
            cell = age + 1, min(time + 1, age + 1)
            later[cell] = later.get(cell, 0.0) + children * exp(-rates.per_year(age, time) / QUARTERS)
    for age, children in _entrants(baseline, day).items():
        stay = exp(-rates.per_year(age, 0) / QUARTERS / 2)  # they enter in the middle of the quarter, on average
        later[age, 0] = later.get((age, 0), 0.0) + children * stay
    return later


def _at_start(baseline: Blocks) -> Stock:
    block = baseline.children_in_care
    stock: Stock = {}
    for group in block.groups:
        times = block.years_in_care if group.years_in_care is None else group.years_in_care
        for band, children in group.ages.items():
            for age, share in _cells(*baseline.age_bands[band]).items():
                _spread(stock, age, children * share, baseline, times)
    for child in block.children:
        cell = _cell(child.age_years), _cell(child.years_in_care)
        stock[cell] = stock.get(cell, 0.0) + 1
    return stock


def _spread(stock: Stock, age: int, children: float, baseline: Blocks, times: Mapping[str, float]) -> None:
    """Add children of an age, by time in care; nobody has been in care longer than they have lived."""
    for band, share in times.items():
        for time, part in _cells(*baseline.time_in_care_bands[band]).items():
            cell = age, min(time, age)
            stock[cell] = stock.get(cell, 0.0) + children * share * part


def _entrants(baseline: Blocks, day: date) -> dict[int, float]:
    """Return the children who enter in the quarter around a day, by age, those diverted left out."""
    entering: dict[int, float] = {}
    for stream in baseline.entrants.values():
        a_quarter = value_on(stream.entries_per_year, day) / QUARTERS
        for band, share in stream.ages.items():
            for age, part in _cells(*baseline.age_bands[band]).items():
                kept = 1.0
                for diversion in stream.diversions.values():
                    kept *= 1 - _diverted(diversion, age / QUARTERS, stream.needs.get(band, {}), day)
                entering[age] = entering.get(age, 0.0) + a_quarter * share * part * kept
    return entering


def _diverted(diversion: Diversion, age: float, needs: Mapping[str, float], day: date) -> float:
    if not diversion.minimum_age <= age < diversion.maximum_age:
        return 0.0
    reached = sum(share for need, share in needs.items() if not diversion.needs or need in diversion.needs)
    return value_on(diversion.share, day) * min(reached, 1.0)


def _cells(low: float, high: float) -> dict[int, float]:
    """Return the quarter-years that a band covers, each with its share of the band."""
    first, last = int(low * QUARTERS), max(int(high * QUARTERS - 1e-9), int(low * QUARTERS))
    ends = {cell: min((cell + 1) / QUARTERS, high) - max(cell / QUARTERS, low) for cell in range(first, last + 1)}
    return {cell: length / (high - low) for cell, length in ends.items()}


def _cell(years: float) -> int:
    return min(int(years * QUARTERS), CELLS - 1)


class _LeavingRates:
    """Rates at which children leave care before 18 on one day, by age and time in care."""

    def __init__(self, baseline: Blocks, day: date):
        self._baseline, self._day = baseline, day
        self._where = _where_children_live(baseline)
        self._ages = [_band(baseline.age_bands, cell) for cell in range(CELLS)]
        self._times = [_band(baseline.time_in_care_bands, cell) for cell in range(CELLS)]
        self._known: dict[tuple[str, str], float] = {}

    def per_year(self, age: int, time: int) -> float:
        bands = self._ages[age], self._times[time]
        if bands not in self._known:
            self._known[bands] = self._of_bands(*bands)
        return self._known[bands]

    def _of_bands(self, age: str, time: str) -> float:
        where = self._where.get(age) or self._where[""]
        total = 0.0
        for risk in self._baseline.leaving.values():
            factor = risk.by_age.get(age, 1.0) * risk.by_time_in_care.get(time, 1.0) * value_on(risk.by_date, self._day)
            dated = {kind: value_on(steps, self._day) for kind, steps in risk.by_type_and_date.items()}
            rates = (share * risk.per_year.get(kind, 0.0) * dated.get(kind, 1.0) for kind, share in where.items())
            total += factor * sum(rates)
        return total


def _band(bands: Mapping[str, tuple[float, float]], cell: int) -> str:
    middle = (cell + 0.5) / QUARTERS
    return next(name for name, (low, high) in bands.items() if low <= middle < high)


def _where_children_live(baseline: Blocks) -> dict[str, dict[str, float]]:
    """Return the shares of placement types on the start date, by age band; of all ages together under no name."""
    counts: dict[str, dict[str, float]] = {"": {}}
    for group in baseline.children_in_care.groups:
        for band, children in group.ages.items():
            _count(counts, band, baseline.provision[group.provision].placement_type, children)
    for child in baseline.children_in_care.children:
        band = next(name for name, (low, high) in baseline.age_bands.items() if low <= child.age_years < high)
        _count(counts, band, baseline.provision[child.provision].placement_type, 1)
    return {
        band: {kind: count / sum(kinds.values()) for kind, count in kinds.items()}
        for band, kinds in counts.items()
        if sum(kinds.values())
    } or {"": {}}


def _count(counts: dict[str, dict[str, float]], band: str, kind: str, children: float) -> None:
    for key in ("", band):
        counts.setdefault(key, {})
        counts[key][kind] = counts[key].get(kind, 0.0) + children
