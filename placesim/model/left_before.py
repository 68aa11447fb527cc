"""Children who had left care before the start and may come back: one by one, each by luck of their own."""

from collections.abc import Sequence
from math import inf

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.model.children import Cohort
from placesim.model.entrants import IDS_PER_COHORT
from placesim.model.luck import outlasted
from placesim.model.rates import YEAR
from placesim.model.re_entry import ReEntryRates
from placesim.model.shares import numbered
from placesim.model.streams import Floats, Streams, exponential

LEFT_BEFORE = "left before the start"
"""The cohort of children who had left care before day 0; it comes last, so that it disturbs nobody's luck."""

IDS_FROM = 1_000 * IDS_PER_COHORT
"""These children are numbered from here, beyond those of any stream."""


def lists_leavers(baseline: Baseline) -> bool:
    """Tell whether a council lists children who had left care before the start."""
    return baseline.re_entry is not None and bool(baseline.re_entry.left_before)


class LeftBefore:
    """The children who had left care before day 0, as they are listed, and how soon each may come back."""

    def __init__(self, baseline: Baseline):
        """Add up how much risk each child meets from day 0 to the 18th birthday."""
        rates, block, self._horizon = ReEntryRates(baseline), baseline.re_entry, horizon_days(baseline)
        listed = block.left_before if block else ()
        needs, reasons, streams = (numbered(of) for of in (baseline.needs, baseline.leaving, baseline.entrants))
        factors = block.by_stream if block else {}
        self._born = np.array([-child.age_years * YEAR for child in listed], float)
        self._need = np.array([needs[child.need] for child in listed], np.int64)
        self._stream = np.array([streams[child.stream] for child in listed], np.int64)
        self._factor = np.array([factors.get(child.stream, 1.0) for child in listed], float)
        self._too_late = np.array([rates.too_late(born) for born in self._born.tolist()], float)
        courses = [
            list(rates.stretches(born, -float(child.days_since_leaving), reasons[child.reason], 0.0))
            for child, born in zip(listed, self._born.tolist(), strict=True)
        ]
        self._begins, self._per_day, self._met = _laid_out(courses)

    def draw(self, streams: Streams) -> Cohort:
        """Draw who comes back and when; like those who are kept out of care, the others have luck and never enter."""
        luck = streams.uniforms(f"{LEFT_BEFORE}: re-entry 1", len(self._born))[:, 0]
        day = self._days_back(outlasted(exponential(luck), self._factor))
        row = np.flatnonzero((day < self._horizon) & (day < self._too_late))
        columns = {
            "child_id": IDS_FROM + row,
            "stream": self._stream[row],
            "provision": np.full(len(row), -1),
            "first_period": np.full(len(row), 2),
            "placement_start_day": day[row],
            "born_day": self._born[row],
            "care_start_day": day[row],
            "need": self._need[row],
        }
        return Cohort(LEFT_BEFORE, len(self._born), row, columns)

    def _days_back(self, budgets: Floats) -> Floats:
        """Return the day on which each child's budget is spent; infinity where it never is."""
        passed = (budgets[:, None] >= self._met).sum(axis=1)
        child, stretch = np.arange(len(budgets)), np.minimum(passed, self._begins.shape[1] - 1)
        before = np.where(stretch > 0, self._met[child, stretch - 1], 0.0)
        rate = self._per_day[child, stretch]
        spent = np.divide(budgets - before, rate, out=np.full(budgets.shape, inf), where=rate > 0)
        return np.where(budgets < self._met[child, stretch], self._begins[child, stretch] + spent, inf)


def _laid_out(courses: Sequence[Sequence[tuple[float, float, float]]]) -> tuple[Floats, Floats, Floats]:
    """Return where each stretch of each child begins, its rate per day, and the risk met by its end: one row a child.

    Rows are filled up with stretches in which nothing happens.
    """
    width = max((len(course) for course in courses), default=0) or 1
    begins, per_day, met = (np.zeros((len(courses), width)) for _ in range(3))
    for child, course in enumerate(courses):
        for place, (first, last, rate) in enumerate(course):
            begins[child, place], per_day[child, place], met[child, place] = first, rate, rate * (last - first)
    return begins, per_day, np.cumsum(met, axis=1)
