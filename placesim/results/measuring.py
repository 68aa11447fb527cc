"""Measuring periods: over what a contract measures nights, and where they cut the pieces that are counted."""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.config.contracts import GuaranteedContract, Measured
from placesim.results.financial_year import Periods

BEGIN: dict[Measured, tuple[int, ...]] = {"month": tuple(range(1, 13)), "quarter": (1, 4, 7, 10), "year": (4,)}
"""The months with whose first day a measuring period begins."""


def measuring_periods(measured: Measured, start: date, pieces: Periods) -> NDArray[np.int64]:
    """Return the number of the first piece of each measuring period; pieces must be cut where they begin."""
    return np.flatnonzero(np.isin(pieces.edges[:-1], [0.0, *_first_days(measured, start, float(pieces.edges[-1]))]))


def measured_days(baseline: Baseline, start: date, days: float) -> list[float]:
    """Return the days on which a measuring period of any contract begins, within a horizon."""
    contracts = [provision.contract for provision in baseline.provision.values()]
    measured = {each.measured for each in contracts if isinstance(each, GuaranteedContract)}
    return sorted({day for kind in measured for day in _first_days(kind, start, days)})


def _first_days(measured: Measured, start: date, days: float) -> list[float]:
    end = start + timedelta(days=days)
    firsts = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in BEGIN[measured]]
    return [float((first - start).days) for first in firsts if start < first < end]
