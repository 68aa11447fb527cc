"""Outturn: how a year's spending comes into the ledger, and what it comes to given what the ledger holds so far."""

from typing import NamedTuple

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


class Known(NamedTuple):
    """What the ledger tells of a year by the end of a period: in every future, and as it really stands."""

    futures: Floats
    """Pounds in the ledger by then and, where that is known too, in the last period alone: shape (futures, figures)."""
    actual: Floats
    """The same as they turned out, shape (figures,)."""
    held: Floats
    """Share of each period that the ledger holds by then."""
    nights: Floats
    """Nights in each period."""


def known_by(
    accruals: Floats,
    nights: Floats,
    paid_after_days: float,
    period: int,
    actual: float,
    in_period: float | None = None,
) -> Known | None:
    """Return what the ledger tells of a year at the end of a period; nothing while it holds less than a day of it.

    Args:
        accruals: pounds accrued in each period, shape (futures, periods).
        nights: nights in each period.
        paid_after_days: days by which the ledger lags.
        period: the last period that the actual holds, from 1.
        actual: pounds in the ledger at its end.
        in_period: pounds that came into the ledger in that period alone, where known. Where the ledger of the model
            held less than a day before that period, it tells nothing that the actual does not.
    """
    shares = _held(nights, paid_after_days)
    held = shares[:, period - 1]
    if held @ nights < 1:
        return None
    before = shares[:, period - 2] if period > 1 else np.zeros_like(held)
    if in_period is None or before @ nights < 1:  # alike in every future, the two would share one slope
        return Known((accruals @ held)[:, None], np.array([actual]), held, nights)
    both = accruals @ np.column_stack([held, held - before])
    return Known(both, np.array([actual, in_period]), held, nights)


def moved(unknown: Floats, known: Known) -> Floats:
    """Return figures of futures moved to where the ledger really stands.

    They are regressed on what each future's ledger holds by then, by least squares across futures; each future is
    moved along that line to the actual, and keeps its residual. What is the same in every future tells nothing.

    Args:
        unknown: figures that are not known yet, shape (futures, figures).
        known: what is.
    """
    middle = known.futures.mean(axis=0)
    about = known.futures - middle
    about[:, np.abs(about).max(axis=0) <= ALIKE * np.abs(middle)] = 0.0
    slopes = np.linalg.lstsq(about, unknown - unknown.mean(axis=0), rcond=ALIKE)[0]
    return np.asarray(unknown + (known.actual - known.futures) @ slopes)


def given_actual(accruals: Floats, known: Known) -> Floats:
    """Return what accrues in each period, future by future, given what the ledger holds at the end of one of them.

    In every future the ledger then holds the actual exactly. What is owed and not in it yet, and the rest of the
    year, are what goes with that; the three add up to the outturn.
    """
    at_actual = moved(accruals, known)
    short = known.actual[0] - at_actual @ known.held  # nothing, unless all futures agree and the actual does not
    weights = known.held * known.nights
    return np.asarray(at_actual + short[:, None] * weights / (weights @ known.held))
