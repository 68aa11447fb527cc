"""Rates: piecewise-constant in age, time in care and date; a budget of luck becomes the day of an event."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from math import inf
from typing import Protocol

import numpy as np

from placesim.config.baseline import Baseline, Risk
from placesim.config.values import ADULT_AGE, Step, value_on
from placesim.model.streams import Floats

YEAR = 365.25
"""Days in a year of age, of care, and of a rate per year."""

BIRTHDAY_18 = -1
"""The event that always ends care, whatever the rates."""

Rates = tuple[tuple[int, float], ...]
"""(risk, events per day) for every risk that is not nil."""


class Life(Protocol):
    """What the rates need to know of a child: days from the start of the simulation, mostly negative."""

    born_day: float
    care_start_day: float


class DatedRate:
    """A rate per year that changes by date, as a cumulative rate to draw from and to read days off."""

    def __init__(self, timeline: tuple[Step, ...], start: date):
        """Compile a timeline for a simulation that starts on a date."""
        changes = [step.from_ for step in timeline if step.from_ > start]
        self._edges = np.array([0.0, *((day - start).days for day in changes)])
        self._per_day = np.array([value_on(timeline, day) / YEAR for day in (start, *changes)])
        lengths = np.diff(self._edges)
        self._reached = np.concatenate([[0.0], np.cumsum(lengths * self._per_day[:-1])])

    def total(self, day: float) -> float:
        """Return the events expected from day 0 to a day."""
        step = bisect_right(self._edges, day) - 1
        return float(self._reached[step] + (day - self._edges[step]) * self._per_day[step])

    def days_at(self, totals: Floats) -> Floats:
        """Return the day on which each total is reached (infinity where it never is).

        The arithmetic of a day looks at nothing later than that day, so a longer
        simulation begins exactly like a shorter one.
        """
        step = np.searchsorted(self._reached, totals, side="right") - 1
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self._edges[step] + (totals - self._reached[step]) / self._per_day[step])


class RateTable:
    """Every risk of a placed child, compiled from a baseline.

    Risks are numbered: reasons for leaving first, then moves. A rate is
    `per_year[placement type] x by_age x by_time_in_care x by_date`, constant within a segment;
    each child carries a unit-exponential budget per risk and the risk happens when the rate
    accumulated along the path actually taken has spent it (the time-change of a Poisson
    process; see Andersen and others, Statistical Models Based on Counting Processes, II.5).
    """

    def __init__(self, baseline: Baseline):
        """Compile the leaving and move rates of a baseline."""
        risks: dict[str, Risk] = {**baseline.leaving, **baseline.moves}
        self.names = tuple(risks)
        self.leaving_risks = len(baseline.leaving)
        self._risks = tuple(risks.values())
        self._types = tuple(baseline.placement_types)
        self._ages = tuple(baseline.age_bands)
        self._times = tuple(baseline.time_in_care_bands)
        self._age_edges = [high * YEAR for _, high in baseline.age_bands.values()]
        self._time_edges = [high * YEAR for _, high in baseline.time_in_care_bands.values()]
        changes = {step.from_ for risk in self._risks for step in risk.by_date if step.from_ > baseline.start}
        self._dates = [baseline.start, *sorted(changes)]
        self._date_edges = [float((day - baseline.start).days) for day in self._dates[1:]] + [inf]
        self._compiled: dict[tuple[int, int, int, int], Rates] = {}

    def first_event(
        self, life: Life, placement_type: int, day: float, leaving_left: list[float], move_budgets: list[float]
    ) -> tuple[float, int]:
        """Return the day and the number of the event that ends a placement begun on a day.

        Args:
            life: the child's birth and entry to care.
            placement_type: number of the placement type.
            day: day on which the placement begins (or the simulation takes it up).
            leaving_left: budget left per reason for leaving, at that day.
            move_budgets: fresh budget per move.
        """
        left = leaving_left + move_budgets
        for begins, ends, rates in self._segments(life, placement_type, day):
            soonest, which = ends, BIRTHDAY_18
            for risk, rate in rates:
                happens = begins + left[risk] / rate
                if happens < soonest:
                    soonest, which = happens, risk
            if which != BIRTHDAY_18:
                return soonest, which
            length = ends - begins
            for risk, rate in rates:
                left[risk] -= rate * length
        return max(day, life.born_day + ADULT_AGE * YEAR), BIRTHDAY_18

    def spend(self, life: Life, placement_type: int, day: float, until: float, leaving_left: list[float]) -> None:
        """Take what was met between two days out of the budgets for leaving, in place."""
        for begins, ends, rates in self._segments(life, placement_type, day):
            length = min(ends, until) - begins
            for risk, rate in rates:
                if risk < self.leaving_risks:
                    left = leaving_left[risk] - rate * length
                    leaving_left[risk] = left if left > 0 else 0.0
            if ends >= until:
                return

    def _segments(self, life: Life, placement_type: int, day: float) -> Iterator[tuple[float, float, Rates]]:
        """Yield (begin, end, rates) from a day to the 18th birthday, while rates are constant."""
        born, care_start = life.born_day, life.care_start_day
        age = bisect_right(self._age_edges, day - born)
        time = min(bisect_right(self._time_edges, day - care_start), len(self._time_edges) - 1)
        dated = bisect_right(self._date_edges, day)
        while age < len(self._age_edges):
            age_end = born + self._age_edges[age]
            time_end = care_start + self._time_edges[time]
            end = min(age_end, time_end, self._date_edges[dated])
            if end > day:
                yield day, end, self._rates(dated, placement_type, age, time)
                day = end
            if end == age_end:
                age += 1
            if end == time_end:
                time = min(time + 1, len(self._time_edges) - 1)
            if end == self._date_edges[dated]:
                dated += 1

    def _rates(self, dated: int, placement_type: int, age: int, time: int) -> Rates:
        key = (dated, placement_type, age, time)
        if (rates := self._compiled.get(key)) is None:
            kind, age_band, time_band, day = self._types[placement_type], self._ages[age], self._times[time], self._dates[dated]
            per_day = [
                risk.per_year.get(kind, 0.0)
                * risk.by_age.get(age_band, 1.0)
                * risk.by_time_in_care.get(time_band, 1.0)
                * value_on(risk.by_date, day)
                / YEAR
                for risk in self._risks
            ]
            rates = self._compiled[key] = tuple((risk, rate) for risk, rate in enumerate(per_day) if rate > 0)
        return rates
