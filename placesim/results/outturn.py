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
    ends = np.cumsum(nights)
    held = np.clip((ends - paid_after_days - (ends - nights)[:, None]) / nights[:, None], 0.0, 1.0)
    held[:, -1] = 1.0
    return np.asarray(accruals @ held)


def given_actual(unknown: Floats, known: Floats, actual: Floats) -> Floats:
    """Return what is not known yet, future by future, moved to where the actual stands.

    What is not known is regressed on what is, by least squares across futures; each future is moved along that line
    from what it has to the actual, and keeps its residual. What is the same in every future tells nothing.

    Args:
        unknown: shape (futures,), or (futures, figures).
        known: what is known by now, as each future has it, shape (futures, figures).
        actual: the same as it turned out, shape (figures,).
    """
    middle = known.mean(axis=0)
    about = known - middle
    about[:, np.abs(about).max(axis=0) <= ALIKE * np.abs(middle)] = 0.0
    slopes = np.linalg.lstsq(about, unknown - unknown.mean(axis=0), rcond=ALIKE)[0]
    return np.asarray(unknown + (actual - known) @ slopes)


def outturn(accruals: Floats, held: Floats, period: int, actual: float, in_period: float | None = None) -> Floats:
    """Return the outturn of a year in every future, given what the ledger holds at the end of a period.

    It is the actual, and the rest of the year: what is owed and not in the ledger yet, and what is still to accrue.
    The rest is taken given the actual, and what came in the last period alone where that is known too.

    Args:
        accruals: pounds accrued in each period, shape (futures, periods).
        held: what the ledger holds at the end of each, as `ledger` returns it.
        period: the last period that the actual holds, from 1.
        actual: pounds in the ledger at its end.
        in_period: pounds that came into the ledger in that period alone, where known.
    """
    rest = accruals.sum(axis=1) - held[:, period - 1]
    return actual + given_actual(rest, *_known(held, period, actual, in_period))


def unbilled(accruals: Floats, held: Floats, period: int, actual: float, in_period: float | None = None) -> Floats:
    """Return what is owed at the end of a period and not in the ledger yet, given what is; arguments as `outturn`."""
    owed = accruals[:, :period].sum(axis=1) - held[:, period - 1]
    return given_actual(owed, *_known(held, period, actual, in_period))


def _known(held: Floats, period: int, actual: float, in_period: float | None) -> tuple[Floats, Floats]:
    by_then = held[:, period - 1]
    if in_period is None:
        return by_then[:, None], np.array([actual])
    before = held[:, period - 2] if period > 1 else 0.0
    return np.column_stack([by_then, by_then - before]), np.array([actual, in_period])
