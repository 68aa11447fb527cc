"""Survival: how long children stay, and how it ends, with children who are seen only from some day on."""

from dataclasses import dataclass

import numpy as np

from placesim.returns.fitting.estimates import Floats
from placesim.returns.fitting.stays import Bools, Whole


@dataclass(frozen=True, eq=False)
class Curve:
    """Who is left after each time at which something happened."""

    times: Floats
    at_risk: Floats
    """Who was seen just before."""
    happened: Floats
    left: Floats
    """Share to whom it has not happened by then (the Kaplan-Meier estimate)."""


def kaplan_meier(begins: Floats, ends: Floats, happened: Bools) -> Curve:
    """Return the share to whom something has not happened, by time.

    Args:
        begins: time from which each was seen (0: from the start); they enter just after it.
        ends: time until which each was seen, in the same unit.
        happened: whether it happened then.

    E. Kaplan and P. Meier, Journal of the American Statistical Association 53, 1958; delayed entry as in J. Klein and
    M. Moeschberger, Survival Analysis, 2nd edition, 4.6.
    """
    times = np.unique(ends[happened])
    at_risk = _at_risk(begins, ends, times)
    events = np.bincount(np.searchsorted(times, ends[happened]), minlength=len(times)).astype(float)
    return Curve(times, at_risk, events, np.asarray(np.cumprod(1 - events / at_risk), np.float64))


def cumulative_incidence(begins: Floats, ends: Floats, cause: Whole) -> tuple[Floats, dict[int, Floats]]:
    """Return times, and by then the share to whom each cause has happened first (the Aalen-Johansen estimate).

    Args:
        begins: time from which each was seen.
        ends: time until which each was seen.
        cause: number of what happened then; -1 where nothing was seen to.

    O. Aalen and S. Johansen, Scandinavian Journal of Statistics 5, 1978.
    """
    curve = kaplan_meier(begins, ends, cause >= 0)
    before = np.concatenate([[1.0], curve.left[:-1]])
    shares = {}
    for number in np.unique(cause[cause >= 0]).tolist():
        place = np.searchsorted(curve.times, ends[cause == number])
        events = np.bincount(place, minlength=len(curve.times))
        shares[number] = np.cumsum(before * events / curve.at_risk)
    return curve.times, shares


def _at_risk(begins: Floats, ends: Floats, times: Floats) -> Floats:
    """Return how many were seen just before each time: begun before it, and not ended."""
    begun = np.searchsorted(np.sort(begins), times, side="left")
    return np.asarray(begun - np.searchsorted(np.sort(ends), times, side="left"), np.float64)
