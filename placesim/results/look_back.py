"""Looking back: measures of the past months are given only where a history tells those months."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, wraps

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.results.counting import Grouped
from placesim.results.facts import Facts, Floats
from placesim.results.financial_year import Periods, financial_years

MONTHS = 12
"""In a year."""


@dataclass(frozen=True)
class LookBack:
    """How far before a period a measure looks, and what it must know of that time."""

    months: int
    from_its_end: bool
    """Whether the months are those before the end of the period, or before its beginning."""
    only_starts: bool = False
    """Whether the days on which the placements of day 0 began are enough, or every placement must be known."""

    def given(self, periods: Periods, start: date, starts_known: bool) -> NDArray[np.bool_]:
        """Tell for which periods the measure is given: those that rest on nothing assumed of the time before day 0.

        Args:
            periods: what the measure is reported by.
            start: day 0.
            starts_known: whether it is known, child by child, when the placements of day 0 began.
        """
        edges = periods.edges[1:] if self.from_its_end else periods.edges[:-1]
        looked_at = days_before(start, tuple(edges.tolist()), self.months)
        return np.asarray((looked_at >= 0) | (self.only_starts and starts_known))

    @property
    def note(self) -> str:
        """Why a period is not given, as tables note it."""
        return f"not given: it looks back {self.months} months, to before the start"


def where_given(look_back: LookBack | None, compute: Callable[[Facts], Grouped]) -> Callable[[Facts], Grouped]:
    """Return a measure that is missing in the periods for which it is not given."""
    if look_back is None:
        return compute

    @wraps(compute)
    def only_given(facts: Facts) -> Grouped:
        given = look_back.given(facts.periods, facts.history.start, facts.starts_known)
        return {group: np.where(given, figures, np.nan) for group, figures in compute(facts).items()}

    return only_given


def years_not_given(look_back: LookBack, baseline: Baseline) -> list[str]:
    """Return the financial years of a simulation for which a measure that looks back is not given."""
    years = financial_years(baseline.start, horizon_days(baseline))
    given = look_back.given(years, baseline.start, baseline.children_in_care.all_listed)
    return [label for label, known in zip(years.labels, given.tolist(), strict=True) if not known]


@lru_cache(maxsize=256)
def days_before(start: date, days: tuple[float, ...], months: int) -> Floats:
    """Return the days that lie so many months of the calendar before others; the 31st may become the 30th or 28th."""
    return np.array([day - (when - _months_before(when, months)).days for day, when in _dated(start, days)])


def _dated(start: date, days: tuple[float, ...]) -> list[tuple[float, date]]:
    return [(day, start + timedelta(days=day)) for day in days]


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * MONTHS + day.month - 1 - months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
