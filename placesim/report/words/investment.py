"""Invest to save: what an option pays out and brings in by financial year, and what that is worth in every future."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.differences import Difference
from placesim.experiment.statistics import wilson
from placesim.report.comparison_study import SPEND, ComparisonStudy, once
from placesim.report.study import Year
from placesim.results.appraisal import deflators, discount_factors, discounted, net_present_value, payback
from placesim.results.facts import Floats

COST = SPEND
"""The measure whose difference is an option's cash flow."""

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
    def years_to_payback(self) -> Floats:
        """Years from the end of the first year until each future pays back for good; missing where it does not."""
        return np.where(self.pays_back, payback(self.cash), np.nan)

    @cached_property
    def years_to_discounted_payback(self) -> Floats:
        """The same in present values."""
        return np.where(self.npv > A_POUND, payback(self.present), np.nan)

    @property
    def nothing(self) -> bool:
        """True when the option changes no cost in any future."""
        return not (np.abs(self.cash) > A_POUND).any()


@once
def investment(options: ComparisonStudy, name: str) -> Investment:
    """Return an option as an investment against the baseline, future by future."""
    levels, factors = valuation(options)
    return Investment(name, saved(options, name, COST), levels, factors)


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


def in_futures(options: ComparisonStudy, figures: Floats) -> Difference:
    """Return mean, interval and range of a figure of every future, as a difference from nothing."""
    return options.paired(np.zeros_like(figures), figures)


def year_paid_back(options: ComparisonStudy, years: float) -> Year | None:
    """Return the financial year in which a payback falls; None where it is not within these years."""
    return None if np.isnan(years) else options.years[int(np.ceil(years))]


def by_then(options: ComparisonStudy, years: Floats, share: float) -> Year | None:
    """Return the financial year by which at least a share of futures have paid back; None: not within these years."""
    ordered = np.sort(np.nan_to_num(years, nan=np.inf))
    at = ordered[max(int(np.ceil(share * len(ordered))) - 1, 0)]
    return year_paid_back(options, float(at) if np.isfinite(at) else float("nan"))


def cashable(options: ComparisonStudy, name: str, line: str) -> tuple[Floats, Floats]:
    """Return what an option saves of a budget line that is cashable, and what is avoidance, by future and year.

    Cashable is a saving by which the line spends less than in the year before, so that its budget can be cut; the
    rest of a saving is cost avoided: less than the line would otherwise have spent, yet no less than before (New
    Economy, cost benefit analysis guidance for local partnerships). The two add up to the saving. Of the first year
    the year before is not known, so that nothing of it counts as cashable.
    """
    against_baseline = saved(options, name, COST, line)
    comparison = options.comparison
    outturn = np.stack([comparison.after(name, COST, line, year) for year in comparison.years], axis=1)
    fall = -np.diff(outturn, axis=1, prepend=outturn[:, :1])
    cash = np.clip(np.minimum(against_baseline, fall), 0.0, None)
    return cash, against_baseline - cash


def all_years(options: ComparisonStudy, name: str, measure: str, group: str = "all") -> float:
    """Return the mean of what an option saves of a measure over all years, in pounds; below 0 it costs more."""
    return -options.difference(name, measure, group, ALL_YEARS).mean
