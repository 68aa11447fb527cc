"""Invest to save: what an option pays out and brings in by financial year, and what that is worth in every future."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from placesim.experiment.differences import Difference, difference_of
from placesim.experiment.statistics import wilson
from placesim.report.comparison_study import FIXED, NET, SPEND, ComparisonStudy, once
from placesim.results.appraisal import cashable, deflators, discount_factors, discounted, net_present_value, payback
from placesim.results.facts import Floats

CAPITAL = "capital"
"""The group of costs that capital stands in."""

AFTER_CARE, INCOME = "after_care_spend", "income"
"""What else net cost holds, where a council has any."""

A_POUND = 1.0
"""Sums nearer to nothing than this are the arithmetic of floating numbers."""


@dataclass(frozen=True)
class ShareOf:
    """A share of futures with its 95% interval (Wilson)."""

    share: float
    low: float
    high: float


def share_of(futures: NDArray[np.bool_]) -> ShareOf:
    """Return in what share of futures something is so."""
    share, low, high = wilson(np.array([futures.sum()]), np.array([len(futures)]))
    return ShareOf(float(share[0]), float(low[0]), float(high[0]))


@dataclass(frozen=True, eq=False)
class Investment:
    """An option as an investment; pounds, cash unless said otherwise, what it saves above 0."""

    name: str
    cash: Floats
    """What the option saves less all that it costs, by future and financial year."""
    levels: Floats
    """Deflator of each year."""
    factors: Floats
    """Discount factor of each year."""

    @cached_property
    def cumulative(self) -> Floats:
        """Cash so far at the end of each year, by future."""
        return np.cumsum(self.cash, axis=1)

    @cached_property
    def present(self) -> Floats:
        """Present value of each year's cash, by future."""
        return discounted(self.cash, self.levels, self.factors)

    @cached_property
    def npv(self) -> Floats:
        """Net present value of each future."""
        return net_present_value(self.cash, self.levels, self.factors)

    @cached_property
    def pays_back(self) -> NDArray[np.bool_]:
        """Whether more has come back than was paid by the end; a future in which nothing changes does not count."""
        return np.asarray(self.cumulative[:, -1] > A_POUND)

    @cached_property
    def worthwhile(self) -> NDArray[np.bool_]:
        """Whether the net present value is above nothing."""
        return np.asarray(self.npv > A_POUND)

    @cached_property
    def years_to_payback(self) -> Floats:
        """Years from the end of the first year until each future pays back for good; missing where it does not."""
        return np.where(self.pays_back, payback(self.cash), np.nan)

    @cached_property
    def years_to_discounted_payback(self) -> Floats:
        """The same in present values."""
        return np.where(self.worthwhile, payback(self.present), np.nan)

    @property
    def missing(self) -> bool:
        """True when it cannot be worked out: a price that it needs is only a placeholder."""
        return bool(np.isnan(self.cash).any())

    @property
    def nothing(self) -> bool:
        """True when the option changes no cost in any future."""
        return not (np.abs(self.cash) > A_POUND).any()


def flows(options: ComparisonStudy, name: str) -> dict[str, Floats]:
    """Return what an option's cash flow is made of, by heading: each by future and financial year, costs below 0."""
    capital = saved(options, name, FIXED, CAPITAL)
    after_care, income = saved(options, name, AFTER_CARE), -saved(options, name, INCOME)
    return {
        "Placement spend saved": saved(options, name, SPEND),
        **({"After care saved": after_care} if _known(options, AFTER_CARE) else {}),
        **({"Income gained": income} if _known(options, INCOME) else {}),
        "Costs beside placements": saved(options, name, FIXED) - capital,
        "Capital": capital,
    }


def _known(options: ComparisonStudy, measure: str) -> bool:
    """Tell whether the baseline or any option has any of it."""
    return any(
        options.difference(name, measure).before or options.difference(name, measure).after for name in options.names
    )


def lines_paid(options: ComparisonStudy) -> list[str]:
    """Return the budget lines that anything is charged to, in the baseline or an option; capital is none."""
    return [group for group in options.comparison.groups(NET) if group not in ("all", CAPITAL)]


@once
def investment(options: ComparisonStudy, name: str) -> Investment:
    """Return an option as an investment against the baseline, future by future."""
    levels, factors = valuation(options)
    return Investment(name, saved(options, name, NET), levels, factors)


def saved(options: ComparisonStudy, name: str, measure: str, group: str = "all") -> Floats:
    """Return the baseline's figure less the option's by future and financial year."""
    comparison = options.comparison
    return np.stack(
        [comparison.before(measure, group, y) - comparison.after(name, measure, group, y) for y in comparison.years],
        axis=1,
    )


def valuation(options: ComparisonStudy) -> tuple[Floats, Floats]:
    """Return the deflator and the discount factor of each financial year."""
    finance, count = options.council.finance, len(options.years)
    april = date(int(options.years[0].name[:4]), 4, 1)
    return deflators(finance.deflator, april, count), discount_factors(finance.discount_rate, count)


def in_futures(figures: Floats) -> Difference:
    """Return mean, interval and range of a figure of every future, as a difference from nothing."""
    return difference_of(0.0, figures)


def by_then(years: Floats, share: float) -> float:
    """Return the years by which at least a share of futures have paid back; missing where fewer do."""
    at = np.sort(np.nan_to_num(years, nan=np.inf))[max(int(np.ceil(share * len(years))) - 1, 0)]
    return float(at) if np.isfinite(at) else float("nan")


@dataclass(frozen=True, eq=False)
class Kinds:
    """What an option saves of a budget line, or of several, by kind."""

    cashable: Floats
    """By future and year."""
    avoided: Floats
    expected: Floats
    """What would be cashable by year if budgets followed mean outturns, in which no line falls by chance."""


@once
def kinds_of(options: ComparisonStudy, name: str, line: str) -> Kinds:
    """Return what an option saves of a budget line, kept apart by whether the budget can be cut by it."""
    against_baseline, comparison = saved(options, name, NET, line), options.comparison
    outturn = np.stack([comparison.after(name, NET, line, year) for year in comparison.years], axis=1)
    whole = np.array([not year.part for year in options.years])
    cash = cashable(against_baseline, outturn, whole)
    expected = cashable(against_baseline.mean(axis=0), outturn.mean(axis=0), whole)
    return Kinds(cash, against_baseline - cash, expected)


def in_all_lines(options: ComparisonStudy, name: str) -> Kinds:
    """Return the same of all budget lines, added up line by line."""
    lines = [kinds_of(options, name, line) for line in lines_paid(options)]
    of = ([getattr(line, kind) for line in lines] for kind in ("cashable", "avoided", "expected"))
    return Kinds(*(np.sum(each, axis=0) for each in of))
