"""Budget monitoring: what each budget line comes to by the end of the year, and how likely it is over.

What the ledger held at the end of a period takes part (`placesim.results.outturn`); what is given is carried.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from math import isnan, nan
from typing import NamedTuple

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.budget_lines import PERIODS, Heading, ToDate
from placesim.config.charges import charged_lines
from placesim.config.horizon import horizon_days
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import FEWEST, interval_of_mean, range_of_futures, wilson
from placesim.results.facts import Floats
from placesim.results.financial_year import financial_years, months
from placesim.results.outturn import ALIKE, given_actual, ledger

COST = "net_cost"
"""The measure that is charged to budget lines."""


class Basis(StrEnum):
    """What an outturn rests on."""

    ACTUAL = "given actual to date"
    START = "seen from the start"
    GIVEN = "as given"
    MIXED = "sum of its lines"


class Chance(NamedTuple):
    """A share of futures with its 95% interval (Wilson)."""

    share: float
    low: float
    high: float


def chance_over(futures: Floats, budget: float) -> Chance:
    """Return how likely an outturn is above a budget; equal to it is not above."""
    over = np.array((futures > budget + ALIKE * abs(budget)).sum())
    return Chance(*(float(each) for each in wilson(over, np.array(len(futures)))))


@dataclass(frozen=True, eq=False)
class Forecast:
    """What a budget line, or several together, comes to in a financial year, beside what was set aside for it."""

    name: str
    label: str
    budget: float
    to_date: ToDate | None
    council: float
    """The council's own forecast; missing where there is none."""
    outturn: Floats
    """Pounds in every future."""
    basis: Basis
    accruals: Floats | None = None
    """Pounds that accrue in each period in every future, what is given apart; none of a line that is given."""
    held: Floats | None = None
    """Pounds that the ledger holds at the end of each period, likewise."""

    @cached_property
    def mean(self) -> float:
        """The mean outturn of the futures."""
        return float(self.outturn.mean())

    @cached_property
    def interval(self) -> tuple[float, float]:
        """The 95% interval of the mean; missing where there is none."""
        _, low, high = interval_of_mean(self.outturn[:, None])
        return float(low[0]), float(high[0])

    @cached_property
    def range(self) -> tuple[float, float, float]:
        """The 10th, 50th and 90th percentile of the futures; missing where there are too few."""
        p10, p50, p90 = range_of_futures(self.outturn[:, None])[:, 0].tolist()
        return p10, p50, p90

    @property
    def variance(self) -> float:
        """Budget less mean outturn: below nothing where it is overspent, as councils write it."""
        return self.budget - self.mean

    @property
    def simulated(self) -> bool:
        """Whether futures have a say in it."""
        return self.basis is not Basis.GIVEN

    @property
    def unbilled(self) -> float:
        """Mean of what is owed at the end of the period and not in the ledger yet; missing where that is not known."""
        if self.basis is not Basis.ACTUAL or self.accruals is None or self.held is None or self.to_date is None:
            return nan
        at = self.to_date.period
        return float((self.accruals[:, :at].sum(axis=1) - self.held[:, at - 1]).mean())

    @property
    def over(self) -> Chance:
        """How likely it is overspent."""
        return chance_over(self.outturn, self.budget)

    @property
    def over_about_council(self) -> Chance | None:
        """How likely it were overspent if the council's own forecast were the mean, with the spread of the futures."""
        return None if isnan(self.council) else chance_over(self.outturn - self.mean + self.council, self.budget)


@dataclass(frozen=True, eq=False)
class Monitoring:
    """The budget lines of one financial year."""

    year: str
    lines: dict[Heading, tuple[Forecast, ...]]
    unbudgeted: tuple[str, ...]
    """Labels of lines that something is charged to and that have no budget in this year: they are in no total."""

    @cached_property
    def every(self) -> tuple[Forecast, ...]:
        """Every line, in the order of the budget."""
        return tuple(line for lines in self.lines.values() for line in lines)

    @property
    def simulated(self) -> tuple[Forecast, ...]:
        """The lines that futures have a say in."""
        return tuple(line for line in self.every if line.simulated)

    @property
    def period(self) -> int | None:
        """The last period that actuals hold; none where lines stand at different periods, or nowhere."""
        periods = {line.to_date.period for line in self.every if line.to_date}
        return periods.pop() if len(periods) == 1 else None

    def total(self, label: str, headings: Sequence[Heading] = ("expenditure", "income", "recharges")) -> Forecast:
        """Return all lines under some headings together, added up future by future."""
        return together(label, [line for heading in headings for line in self.lines.get(heading, ())])


def together(label: str, lines: Sequence[Forecast]) -> Forecast:
    """Return lines as one: every figure added up, the outturn future by future."""
    outturns = np.sum([line.outturn for line in lines], axis=0)
    simulated = Basis.MIXED if any(line.simulated for line in lines) else Basis.GIVEN
    budget, council = (sum(getattr(line, name) for line in lines) for name in ("budget", "council"))
    return Forecast("", label, budget, _to_date_of([line.to_date for line in lines]), council, outturns, simulated)


def _to_date_of(stands: Sequence[ToDate | None]) -> ToDate | None:
    """Return where lines stand together; nowhere where they stand at different periods, or one of them nowhere."""
    known = [each for each in stands if each]
    if len(known) < len(stands) or len({each.period for each in known}) > 1:
        return None
    profile = [each.budget for each in known]
    return ToDate(
        period=known[0].period,
        budget=None if None in profile else sum(each or 0 for each in profile),
        actual=sum(each.actual for each in known),
    )


def monitoring(council: Baseline, outcomes: Outcomes) -> Monitoring | None:
    """Return the budget lines of the first whole year that budgets are given for; nothing where there is none."""
    year = budget_year(council)
    if year is None:
        return None
    charged = charged_lines(council)
    found: dict[Heading, tuple[Forecast, ...]] = {}
    for name, line in council.budget_lines.items():
        if year in line.years:
            found[line.heading] = (*found.get(line.heading, ()), forecast(council, outcomes, name, year))
    left_out = [name for name in charged if year not in council.budget_lines[name].years]
    costly = [name for name in left_out if accruals(outcomes, name, year).any()]
    return Monitoring(year, found, tuple(council.budget_lines[name].label for name in costly))


def budget_year(council: Baseline) -> str | None:
    """Return the first whole financial year that budgets are given for; nothing where there is none."""
    lines = council.budget_lines.values()
    return next((year for year in whole_years(council) if any(year in line.years for line in lines)), None)


def whole_years(council: Baseline) -> list[str]:
    """Return the financial years that are simulated from 1 April to 31 March."""
    years = financial_years(council.start, horizon_days(council))
    whole = [(date(int(label[:4]) + 1, 4, 1) - date(int(label[:4]), 4, 1)).days for label in years.labels]
    return [name for name, nights, full in zip(years.labels, years.lengths, whole, strict=True) if nights == full]


def forecast(council: Baseline, outcomes: Outcomes, name: str, year: str) -> Forecast:
    """Return what a budget line comes to in a whole year that it has a budget for."""
    line = council.budget_lines[name]
    budgeted = line.years[year]
    at, known = budgeted.to_date, nan if budgeted.forecast is None else budgeted.forecast
    told = name, line.label, budgeted.budget, at, known
    accrued = accruals(outcomes, name, year)
    rest = carried(council, name, year)
    if name not in charged_lines(council):
        return Forecast(*told, np.full(len(accrued), rest), Basis.GIVEN)
    late, basis = (nights_of(council, year), line.paid_after_days), Basis.START
    if at and not rest and len(accrued) >= FEWEST:
        accrued, basis = given_actual(accrued, *late, at.period, at.actual, at.in_period), Basis.ACTUAL
    return Forecast(*told, accrued.sum(axis=1) + rest, basis, accrued, ledger(accrued, *late))


def carried(council: Baseline, name: str, year: str) -> float:
    """Return pounds of a line that are not simulated: what is given, or of a line without charges what is forecast.

    A year that says nothing carries what the year before it did.
    """
    line = council.budget_lines[name]
    known = dict(line.given)
    if name not in charged_lines(council):
        said = {of: each.budget if each.forecast is None else each.forecast for of, each in line.years.items()}
        known = {**said, **known}
    earlier = [of for of in known if of <= year]
    return known[max(earlier)] if earlier else 0.0


def accruals(outcomes: Outcomes, name: str, year: str) -> Floats:
    """Return what accrues to a line in each period of a whole year, shape (futures, periods); nothing if uncharged."""
    places = outcomes.months_of.get((COST, name), {})
    wanted = [places[month] for month in _months_of(year) if month in places]
    return outcomes.monthly[:, wanted] if wanted else np.zeros((len(outcomes.monthly), PERIODS))


def nights_of(council: Baseline, year: str) -> Floats:
    """Return the nights of each period of a whole year."""
    periods = months(council.start, horizon_days(council))
    wanted = set(_months_of(year))
    return periods.lengths[[label in wanted for label in periods.labels]]


def _months_of(year: str) -> list[str]:
    """Return the months of a financial year, as tables label them: 2025-04 to 2026-03."""
    april = int(year[:4])
    return [f"{april + (month > PERIODS)}-{(month - 1) % PERIODS + 1:02d}" for month in range(4, 4 + PERIODS)]
