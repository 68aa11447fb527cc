"""Outturn: how a year's spending comes into the ledger, and what it comes to given what the ledger holds so far."""

import numpy as np

from placesim.results.facts import Floats

ALIKE = 1e-9
"""Figures of futures apart by no more than this share of them are the same: they tell nothing of what follows."""


def ledger(accruals: Floats, nights: Floats, paid_after_days: float) -> Floats:
    """Return what a year's ledger holds at the end of each period, from what accrued in each.

    At the end of a period the ledger holds what accrued since 1 April, but for the last `paid_after_days`; within a
    period spending accrues evenly. Invoices of last year that come in the first periods meet the creditors that last
    year's accounts had set up for them, and come to nothing in this year's. At the end of the year everything owed is
    accrued, so that the last period holds the whole year.

    Args:
        accruals: pounds accrued in each period of one financial year, shape (..., periods).
        nights: nights in each period.
        paid_after_days: days by which the ledger lags behind what is owed.
    """
    return np.asarray(accruals @ _held(nights, paid_after_days))


def _held(nights: Floats, paid_after_days: float) -> Floats:
    """Return the share of each period (down) that the ledger holds at the end of each (across)."""
    ends = np.cumsum(nights)
    held = np.clip((ends - paid_after_days - (ends - nights)[:, None]) / nights[:, None], 0.0, 1.0)
    held[:, -1] = 1.0
    return np.asarray(held)


def given_actual(
    accruals: Floats,
    nights: Floats,
    paid_after_days: float,
    period: int,
    actual: float,
    in_period: float | None = None,
) -> Floats:
    """Return what accrues in each period, future by future, given what the ledger holds at the end of one of them.

    Accruals are regressed on what each future's ledger holds by then (and on what came in the last period alone,
    where that is known too), by least squares across futures; each future is moved along that line to the actual, and
    keeps its residual. So its ledger then holds the actual exactly, what is owed and not yet in the ledger, and the
    rest of the year, are what goes with it, and they add up to the outturn: actual, unbilled and rest.

    Args:
        accruals: pounds accrued in each period, shape (futures, periods).
        nights: nights in each period.
        paid_after_days: days by which the ledger lags.
        period: the last period that the actual holds, from 1.
        actual: pounds in the ledger at its end.
        in_period: pounds that came into the ledger in that period alone, where known.
    """
    held = _held(nights, paid_after_days)
    by_then = held[:, [period - 1]]
    known, at = accruals @ by_then, np.array([actual])
    if in_period is not None:
        before = held[:, [period - 2]] if period > 1 else np.zeros_like(by_then)
        known, at = np.hstack([known, accruals @ (by_then - before)]), np.array([actual, in_period])
    moved = accruals + (at - known) @ _slopes(known, accruals)
    short = actual - moved @ by_then  # nothing, but where all futures agree and the actual does not
    return np.asarray(moved + short @ by_then.T * nights / (by_then[:, 0] ** 2 @ nights or 1.0))


def _slopes(known: Floats, unknown: Floats) -> Floats:
    """Return how much what is not known rises with what is, by least squares; what never differs tells nothing."""
    middle = known.mean(axis=0)
    about = known - middle
    about[:, np.abs(about).max(axis=0) <= ALIKE * np.abs(middle)] = 0.0
    return np.asarray(np.linalg.lstsq(about, unknown - unknown.mean(axis=0), rcond=ALIKE)[0])
