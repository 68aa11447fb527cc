"""Appraisal of an investment: real terms, discounting, net present value and payback, future by future.

Cash has shape (..., years), one figure a financial year, in pounds; year 0 is the first. What is saved is above 0. What
borrowing costs is no part of an appraisal: `financing` has it, for the budget.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from placesim.config.values import Step, value_on
from placesim.results.facts import Floats

RatePath = Sequence[tuple[int, float]]
"""Yearly discount rates, each from a year on: `((0, 0.035), (31, 0.03))`."""


def deflators(rises: tuple[Step, ...], first_april: date, years: int) -> Floats:
    """Return the price level of each financial year in terms of the first, shape (years,).

    The level of the first year is 1; the rise that holds on each 1 April after it is compounded (HM Treasury, GDP
    deflators: user guide).

    Args:
        rises: yearly inflation by date.
        first_april: the day on which the first financial year begins.
        years: how many financial years.
    """
    aprils = [first_april.replace(year=first_april.year + number) for number in range(1, years)]
    return np.asarray(np.cumprod([1.0, *(1 + value_on(rises, april) for april in aprils)]), float)


def discount_factors(rates: RatePath, years: int) -> Floats:
    """Return what a pound of each year is worth in year 0, in real terms, shape (years,).

    Year 0 is not discounted; each later year is by its own rate on top of the years before it (HM Treasury, The Green
    Book, annex on discounting: 3.5% in years 1 to 30, 3.0% in years 31 to 75; under review in 2026).
    """
    of_year = [max(step for step in rates if step[0] <= year)[1] for year in range(1, years)]
    return 1 / np.cumprod([1.0, *(1 + rate for rate in of_year)])


def real_terms(cash: Floats, levels: Floats) -> Floats:
    """Return cash at the prices of the first year."""
    return np.asarray(cash / levels)


def discounted(cash: Floats, levels: Floats, factors: Floats) -> Floats:
    """Return the present value of each year's cash: real terms first, then discounted."""
    return np.asarray(real_terms(cash, levels) * factors)


def net_present_value(cash: Floats, levels: Floats, factors: Floats) -> Floats:
    """Return the net present value, shape (...): the present values of all years added up (The Green Book).

    A spreadsheet's NPV() discounts its first figure too: year 0 stands outside it there.
    """
    return np.asarray(discounted(cash, levels, factors).sum(axis=-1))


A_PENNY = 0.01
"""Pounds: what a cumulative is below nothing by less than this is the arithmetic of floating numbers."""


def payback(cash: Floats) -> Floats:
    """Return the years from the end of year 0 until the cumulative stays at or above nothing, shape (...).

    Within the year in which that happens cash is taken to come evenly. 0 where it is so by the end of year 0 already;
    missing where it is not within these years.
    """
    cumulative = np.cumsum(cash, axis=-1)
    below = cumulative < -A_PENNY
    years = cash.shape[-1]
    last = np.where(below.any(axis=-1), years - 1 - np.argmax(below[..., ::-1], axis=-1), -1)
    place = np.clip(last, 0, max(years - 2, 0))[..., None]
    owed = -np.take_along_axis(cumulative, place, -1)[..., 0]
    earned = np.take_along_axis(cash, np.minimum(place + 1, years - 1), -1)[..., 0]
    within = np.divide(owed, earned, out=np.zeros_like(owed), where=earned > 0)
    return np.where(last < 0, 0.0, np.where(last == years - 1, np.nan, last + within))


def cashable(saved: Floats, outturn: Floats, whole: NDArray[np.bool_]) -> Floats:
    """Return how much of a saving of a budget line is cashable in each year; the rest is cost avoided.

    Cashable is a saving by which the line spends less than in the year before, so that its budget can be cut. What is
    saved beyond it is less than would otherwise have been spent, yet no less than before (New Economy, cost benefit
    analysis guidance for local partnerships). The year before the first is not known: nothing of the first counts; nor
    of a part year and the year after one, since part of a year spends less than a whole one whatever is saved.

    Args:
        saved: what is saved against what would otherwise have been spent, in pounds.
        outturn: what the line spends, in pounds.
        whole: whether each year is a whole one, shape (years,).
    """
    fall = np.zeros_like(outturn)
    fall[..., 1:] = np.where(whole[1:] & whole[:-1], -np.diff(outturn, axis=-1), 0.0)
    return np.asarray(np.clip(np.minimum(saved, fall), 0.0, None))


def break_even_use(used: float, contract: Floats, saved: Floats) -> Floats:
    """Return the share of the nights paid for at which an option saves nothing.

    Each night used saves what its place elsewhere would have cost, on average the same: with saving S, contract K and
    nights used U, a night used is worth (K + S) / U, so K / (K + S) x U nights pay for the contract. Above 1 where even
    full homes would cost more; missing where no use would pay for it.

    Args:
        used: share of the nights paid for that are used.
        contract: what the contract costs, in pounds.
        saved: what the option saves, in pounds.
    """
    worth = np.asarray(contract + saved, float)
    return np.asarray(np.divide(used * contract, worth, out=np.full_like(worth, np.nan), where=worth > 0))


def break_even_price(fee: float, contract: Floats, saved: Floats) -> Floats:
    """Return the weekly price of a bed at which an option saves nothing, at prices of the first year.

    p (1 + S / K): with N nights paid for, each times the level of its price, a contract costs K = p N / 7, so that this
    is p + 7 S / N. Exact where nobody goes elsewhere because of the price.

    Args:
        fee: what a bed costs a week now.
        contract: what the contract costs, in pounds.
        saved: what the option saves, in pounds.
    """
    paid = np.asarray(contract, float)
    return np.asarray(fee * (1 + np.divide(saved, paid, out=np.full_like(paid, np.nan), where=paid > 0)))
