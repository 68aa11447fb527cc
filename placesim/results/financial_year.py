"""Financial years and months: where days of a history fall in the council's calendar."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from placesim.config.values import first_aprils


@dataclass(frozen=True, eq=False)
class Periods:
    """Consecutive stretches of days that fill a horizon; each horizon has one object of years and one of months."""

    labels: tuple[str, ...]
    edges: NDArray[np.float64]
    """Days at which periods begin, and the day the last one ends: one more than there are labels."""
    years_on: NDArray[np.int64]
    """For each period, the number of 1 Aprils passed since the first financial year."""

    @property
    def lengths(self) -> NDArray[np.float64]:
        """Nights in each period."""
        return np.diff(self.edges)

    def cut(self, days: list[float]) -> tuple["Periods", list[int]]:
        """Return shorter periods, cut on more days, and the number of the first piece of each of these."""
        edges = np.sort(np.concatenate([self.edges, days]))
        of = np.searchsorted(self.edges, edges[:-1], side="right") - 1
        first = np.searchsorted(of, np.arange(len(self.labels))).tolist()
        return Periods(tuple(self.labels[place] for place in of), edges, self.years_on[of]), first


def financial_year_of(day: date) -> str:
    """Return the financial year of a date, as in 2025-26 (1 April to 31 March)."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


@cache
def financial_years(start: date, days: float) -> Periods:
    """Return the financial years of a horizon; the first and the last may be parts of a year."""
    return _periods(start, days, first_aprils(start, days), financial_year_of)


@cache
def months(start: date, days: float) -> Periods:
    """Return the calendar months of a horizon, labelled 2025-04."""
    end = start + timedelta(days=days)
    firsts = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in range(1, 13)]
    return _periods(start, days, [first for first in firsts if start < first < end], lambda day: f"{day:%Y-%m}")


def days_of_years(start: date, years: int) -> NDArray[np.float64]:
    """Return the days of the financial year that a date is in and of as many years after it: 365 or 366 each."""
    first = start.year if start.month >= 4 else start.year - 1
    aprils = [date(first + year, 4, 1).toordinal() for year in range(years + 2)]
    return np.diff(np.array(aprils, float))


def _periods(start: date, days: float, cuts: list[date], label: Callable[[date], str]) -> Periods:
    begins = [start, *cuts]
    aprils = first_aprils(start, days)
    return Periods(
        tuple(label(day) for day in begins),
        np.array([*((day - start).days for day in begins), days], float),
        np.array([sum(april <= day for april in aprils) for day in begins], int),
    )
