"""Occurrence and exposure: child-years at risk and what ended them, split wherever a rate of the model may change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.config.values import first_aprils
from placesim.model.history import History
from placesim.model.rates import YEAR
from placesim.returns.fitting.estimates import (
    BY_AGE,
    BY_STREAM,
    BY_TIME_IN_CARE,
    BY_TIME_IN_PLACEMENT,
    PER_YEAR,
    Floats,
)
from placesim.returns.fitting.stays import Bools, Stays, Whole, stays_of
from placesim.returns.past import Past

FINANCIAL_YEAR = "financial_year"
"""The level that no rate of the model has: it is there to test whether rates rise or fall."""


@dataclass(frozen=True, eq=False)
class Exposure:
    """Stretches in which no rate changes, one row each: child-years at risk, and the reason that ended them, if any."""

    reasons: tuple[str, ...]
    """What the numbers in `ended_by` stand for."""
    names: Mapping[str, tuple[str, ...]]
    """What the numbers in `levels` stand for, by field of a risk."""
    levels: Mapping[str, NDArray[np.int16]]
    """Number of the type, band, stream or financial year of each stretch, by field."""
    child: Whole
    """Row of the child in the children table."""
    years: Floats
    """Child-years."""
    ended_by: Whole
    """Number of the reason at the end of the stretch; -1 where it ends otherwise."""

    def ends_by(self, risk: str) -> Bools:
        """Tell which stretches end by a risk."""
        return np.asarray(self.ended_by == self.reasons.index(risk))


def occurrence_exposure(past: Past) -> Exposure:
    """Return the child-years at risk of a past and how they ended, for all risks at once.

    Risks compete: what ends a placement, a transfer or an 18th birthday too, ends the time at every risk.
    """
    return exposure_of(stays_of(past.history), past.history, past.baseline)


def exposure_of(stays: Stays, history: History, baseline: Baseline) -> Exposure:
    """Return the exposure of stays, split at bands and financial years."""
    clocks = {
        BY_AGE: Clock(baseline.age_bands, stays.born),
        BY_TIME_IN_CARE: Clock(baseline.time_in_care_bands, stays.care),
        BY_TIME_IN_PLACEMENT: Clock(baseline.time_in_placement_bands, stays.placed),
    }
    names = {PER_YEAR: history.names.placement_types, BY_STREAM: history.names.streams}
    fixed = {PER_YEAR: stays.kind, BY_STREAM: stays.stream}
    at_risk = Stretches(stays.child, stays.begins, stays.ends, stays.reason)
    return split(history, history.names.reasons, at_risk, clocks, names, fixed)


class Clock(NamedTuple):
    """A time that runs on while a child is at risk."""

    bands: Mapping[str, tuple[float, float]]
    """Its bands, in years."""
    zero: Floats
    """The day on which it began, for each stretch."""


class Stretches(NamedTuple):
    """Time at risk, one row each: whose, from which day to which, and the number of what ended it (-1: nothing)."""

    child: Whole
    begins: Floats
    ends: Floats
    ended_by: Whole


def split(
    history: History,
    reasons: tuple[str, ...],
    at_risk: Stretches,
    clocks: Mapping[str, Clock],
    names: Mapping[str, tuple[str, ...]],
    fixed: Mapping[str, Whole],
) -> Exposure:
    """Return time at risk, split wherever a clock reaches another band or a financial year ends.

    Args:
        history: whose days these are.
        reasons: what may end it.
        at_risk: the stretches.
        clocks: what runs on, by field.
        names: what the numbers in `fixed` stand for, by field.
        fixed: the level of each stretch in what does not change, by field.
    """
    aprils = np.array([float((day - history.start).days) for day in first_aprils(history.start, history.days)])
    edges = {field: np.array([low * YEAR for low, _ in clock.bands.values()][1:]) for field, clock in clocks.items()}
    days = [at_risk.begins[:, None], *(clock.zero[:, None] + edges[field] for field, clock in clocks.items())]
    days += [np.broadcast_to(aprils, (len(at_risk.child), len(aprils))), at_risk.ends[:, None]]
    row, begins, ends, last = pieces(np.concatenate(days, axis=1), at_risk.begins, at_risk.ends)
    middle = (begins + ends) / 2
    levels = {
        **{f: np.searchsorted(edges[f], middle - clock.zero[row], side="right") for f, clock in clocks.items()},
        **{field: numbers[row] for field, numbers in fixed.items()},
        FINANCIAL_YEAR: np.searchsorted(aprils, middle, side="right"),
    }
    told = {**{field: tuple(clock.bands) for field, clock in clocks.items()}, **names}
    told[FINANCIAL_YEAR] = tuple(str(year) for year in financial_years_of(history))
    small = {field: level.astype(np.int16) for field, level in levels.items()}
    years, ended_by = (ends - begins) / YEAR, np.where(last, at_risk.ended_by[row], -1)
    return Exposure(reasons, told, small, at_risk.child[row], years, ended_by)


def financial_years_of(history: History) -> tuple[int, ...]:
    """Return the financial years of a history, each by the year in which it begins."""
    first = history.start.year - (history.start.month < 4)
    return tuple(range(first, first + len(first_aprils(history.start, history.days)) + 1))


def pieces(cuts: Floats, begins: Floats, ends: Floats) -> tuple[Whole, Floats, Floats, Bools]:
    """Return the pieces of stretches cut at some days: whose, from when, to when, and whether it is the last.

    Args:
        cuts: one row a stretch, days in any order; those outside the stretch cut nothing.
        begins: first day of each stretch, among its cuts.
        ends: last day of each stretch, among its cuts.
    """
    within = np.sort(np.clip(cuts, begins[:, None], ends[:, None]), axis=1)
    low, high = within[:, :-1], within[:, 1:]
    stretch, place = np.nonzero(high > low)
    high = high[stretch, place]
    return stretch, low[stretch, place], high, np.asarray(high == ends[stretch])
