"""Rates: piecewise-constant in age, time in care, time in placement and date; luck becomes the day of an event."""

from bisect import bisect_right
from datetime import date
from math import inf

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.risks import Risk
from placesim.config.values import Step, value_on
from placesim.model.streams import Floats

YEAR = 365.25
"""Days in a year of age, of care, and of a rate per year."""

BIRTHDAY_18 = -1
"""The event that always ends care, whatever the rates."""

Rates = tuple[tuple[int, float], ...]
"""(risk, events per day) for every risk that is not nil."""


class DatedRate:
    """A rate per year that changes by date, as a cumulative rate to draw from and to read days off."""

    def __init__(self, edges: Floats, per_year: Floats):
        """Take the days on which the rate changes, from day 0, and the rate per year from each."""
        self._edges, self._per_day = edges, per_year / YEAR
        lengths = np.diff(self._edges)
        self._reached = np.concatenate([[0.0], np.cumsum(lengths * self._per_day[:-1])])

    @classmethod
    def of(cls, timeline: tuple[Step, ...], start: date) -> "DatedRate":
        """Compile a timeline for a simulation that starts on a date."""
        dates = [start, *(step.from_ for step in timeline if step.from_ > start)]
        edges = np.array([float((day - start).days) for day in dates])
        return cls(edges, np.array([value_on(timeline, day) for day in dates]))

    def total(self, day: float) -> float:
        """Return the events expected from day 0 to a day."""
        return float(self.totals(np.array([day]))[0])

    def totals(self, days: Floats) -> Floats:
        """Return the events expected from day 0 to each of some days."""
        step = np.searchsorted(self._edges, days, side="right") - 1
        return np.asarray(self._reached[step] + (days - self._edges[step]) * self._per_day[step])

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
    `per_year[placement type] x by_age x by_time_in_care x by_time_in_placement x by_date x by_type_and_date`, constant
    within a segment (factors by stream and of frailty are the child's own: see `Dispositions`). Each child carries a
    unit-exponential budget per risk, and the risk happens when the rate accumulated along the path actually taken
    has spent it (the time-change of a Poisson process; see Andersen and others, Statistical Models Based on Counting
    Processes, II.5).
    """

    def __init__(self, baseline: Baseline):
        """Compile the leaving and move rates of a baseline."""
        risks: dict[str, Risk] = {**baseline.leaving, **baseline.moves}
        self.names = tuple(risks)
        self.leaving_risks = len(baseline.leaving)
        self._risks = tuple(risks.values())
        self._types = tuple(baseline.placement_types)
        self._ages = tuple(baseline.age_bands)
        self._times, self._placed = tuple(baseline.time_in_care_bands), tuple(baseline.time_in_placement_bands)
        self.age_edges = [high * YEAR for _, high in baseline.age_bands.values()]
        self.time_edges = [high * YEAR for _, high in baseline.time_in_care_bands.values()]
        self.placed_edges = [high * YEAR for _, high in baseline.time_in_placement_bands.values()]
        timelines = [steps for risk in self._risks for steps in (risk.by_date, *risk.by_type_and_date.values())]
        changes = {step.from_ for steps in timelines for step in steps if step.from_ > baseline.start}
        self._dates = [baseline.start, *sorted(changes)]
        self.date_edges = [float((day - baseline.start).days) for day in self._dates[1:]] + [inf]
        self.per_day = self._per_day()
        self._compiled: list[list[list[list[list[Rates]]]]] = [[[] for _ in self._types] for _ in self._dates]
        self._moves_last_for_ever = [inf] * len(baseline.moves)

    def first_event(
        self,
        born_day: float,
        care_start_day: float,
        placed_day: float,
        placement_type: int,
        day: float,
        leaving_left: list[float],
        move_budgets: list[float],
        until: float = inf,
    ) -> tuple[float, int, list[float]]:
        """Return the day and the number of the event that ends a placement, and the leaving budgets left then.

        Budgets are spent over the stretches in which no rate changes, to the first event, the 18th
        birthday or `until`, whichever is first: this is the innermost loop of the model.

        Args:
            born_day: the child's day of birth, from the start of the simulation (mostly negative).
            care_start_day: the child's day of entry to care, likewise.
            placed_day: the day on which the placement began, likewise.
            placement_type: number of the placement type.
            day: day on which the placement begins, or the simulation takes it up.
            leaving_left: budget left per reason for leaving, at that day.
            move_budgets: fresh budget per move.
            until: day after which nothing matters; the day returned if nothing happens before it.
        """
        # Each risk has a budget, drawn once as the luck of this child: rates spend it over time, and the risk whose
        # budget is spent first happens. So a rate that changes moves the day and leaves the luck as it was.
        left = leaving_left + move_budgets
        age_edges, time_edges, placed_edges = self.age_edges, self.time_edges, self.placed_edges
        age, time = bisect_right(age_edges, day - born_day), bisect_right(time_edges, day - care_start_day)
        date_edges, placed = self.date_edges, bisect_right(placed_edges, day - placed_day)
        dated, grown_up = bisect_right(date_edges, day), len(age_edges)
        bands = self._compiled[dated][placement_type] or self._compile(dated, placement_type)
        while age < grown_up and day < until:
            age_end, time_end = born_day + age_edges[age], care_start_day + time_edges[time]
            date_end, placed_end = date_edges[dated], placed_day + placed_edges[placed]
            ends = time_end if time_end < age_end else age_end  # a call of min() takes several times as long
            ends = placed_end if placed_end < ends else ends
            ends = date_end if date_end < ends else ends
            ends = until if until < ends else ends
            if day < ends:  # edges may fall on one day, and a stretch of no length spends nothing
                length, which, rates = ends - day, BIRTHDAY_18, bands[age][time][placed]
                for risk, rate in rates:
                    budget = left[risk]
                    if budget < rate * length:
                        length, which = budget / rate, risk
                for risk, rate in rates:
                    left[risk] -= rate * length
                if which != BIRTHDAY_18:
                    return day + length, which, left[: self.leaving_risks]
                day = ends
            if ends == age_end:
                age += 1
            if ends == time_end:
                time += 1
            if ends == placed_end:
                placed += 1
            if ends == date_end:
                dated += 1
                bands = self._compiled[dated][placement_type] or self._compile(dated, placement_type)
        return day, BIRTHDAY_18, left[: self.leaving_risks]

    def leaving_left_at(
        self,
        born_day: float,
        care_start_day: float,
        placed_day: float,
        placement_type: int,
        day: float,
        until: float,
        leaving_left: list[float],
    ) -> list[float]:
        """Return the leaving budgets left when a placement begun on a day is interrupted before any event."""
        _, _, left = self.first_event(
            born_day, care_start_day, placed_day, placement_type, day, leaving_left, self._moves_last_for_ever, until
        )
        return left

    def _compile(self, dated: int, placement_type: int) -> list[list[list[Rates]]]:
        """Return the rates per day of one placement type from one date on, by age, time in care and in placement."""
        table = [
            [
                [tuple((risk, rate) for risk, rate in enumerate(rates) if rate > 0) for rates in by_placed]
                for by_placed in by_time
            ]
            for by_time in self.per_day[dated, placement_type].tolist()
        ]
        self._compiled[dated][placement_type] = table
        return table

    def _per_day(self) -> Floats:
        """Return every risk's rate per day by date, placement type, age, time in care and time in placement."""
        bands = (len(self._dates), len(self._types), len(self._ages), len(self._times), len(self._placed))
        found = np.zeros((*bands, len(self._risks)))
        for number, risk in enumerate(self._risks):
            found[..., number] = self._per_day_of(risk)
        return found

    def _per_day_of(self, risk: Risk) -> Floats:
        per_year = np.array([risk.per_year.get(kind, 0.0) for kind in self._types])
        by_age = np.array([risk.by_age.get(band, 1.0) for band in self._ages])
        by_time = np.array([risk.by_time_in_care.get(band, 1.0) for band in self._times])
        by_date = np.array([value_on(risk.by_date, day) for day in self._dates])
        by_both = np.ones((len(self._dates), len(self._types)))
        for kind, timeline in risk.by_type_and_date.items():
            by_both[:, self._types.index(kind)] = [value_on(timeline, day) for day in self._dates]
        by_placed = np.array([risk.by_time_in_placement.get(band, 1.0) for band in self._placed])
        found = (per_year[:, None, None] * by_age[:, None] * by_time)[..., None] * by_placed
        return np.asarray(found * by_date[:, None, None, None, None] * by_both[:, :, None, None, None] / YEAR)
