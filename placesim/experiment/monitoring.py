"""Budget monitoring: what each budget line comes to by the end of the year, and how likely it is over.

What the ledger held at the end of a period takes part (`placesim.results.outturn`); what is given is carried.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import isnan, nan
from typing import NamedTuple

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.budget_lines import BudgetLine, Heading, ToDate
from placesim.config.charges import charged_lines, children_lines
from placesim.config.year_start import not_known_by_start, periods_before
from placesim.experiment.budget_accruals import accruals, budget_year, carried, known_of, nights_of
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import interval_of_mean, range_of_futures, wilson
from placesim.results.facts import Floats
from placesim.results.outturn import ALIKE, Known, given_actual, ledger

A_HAIR = 0.02
"""Share of an actual by which it may lie beyond every future before that is told."""


class Basis(StrEnum):
    """What an outturn rests on."""

    ACTUAL = "given actual to date"
    FROM_THERE = "simulated from where actuals end"
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
    over, known = (futures > budget + ALIKE * abs(budget)).sum(), (~np.isnan(futures)).sum()
    return Chance(*(float(each) for each in wilson(np.array(over), np.array(known))))


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
    per_day: float = nan
    """What the mean would be more, were the ledger a day later than it is taken to be."""
    outside: bool = False
    """Whether the actual lies beyond what the ledger holds in any future: the forecast there is an extrapolation."""

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
    not_known: tuple[str, ...] = ()
    """Labels of lines of which nobody knows what was spent before the first day: no forecast, and in no total."""

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
    charged, not_known = charged_lines(council), not_known_by_start(council, year)
    found: dict[Heading, tuple[Forecast, ...]] = {}
    for name, line in council.budget_lines.items():
        if year in line.years and name not in not_known:
            found[line.heading] = (*found.get(line.heading, ()), forecast(council, outcomes, name, year))
    left_out = [name for name in charged if year not in council.budget_lines[name].years]
    costly = [name for name in left_out if accruals(outcomes, name, year).any()]
    labels = [tuple(council.budget_lines[name].label for name in names) for names in (costly, not_known)]
    return Monitoring(year, found, *labels)


def forecast(council: Baseline, outcomes: Outcomes, name: str, year: str) -> Forecast:
    """Return what a budget line comes to in a whole year that it has a budget for."""
    line = council.budget_lines[name]
    budgeted = line.years[year]
    council_says = nan if budgeted.forecast is None else budgeted.forecast
    told = name, line.label, budgeted.budget, budgeted.to_date, council_says
    accrued, given = accruals(outcomes, name, year), carried(council, name, year)
    known, simulated = known_of(council, outcomes, name, year), accrued.any() or name in children_lines(council)
    if simulated and budgeted.to_date and budgeted.to_date.period == periods_before(council, year):
        return Forecast(*told, _from_there(line, year, accrued, given), Basis.FROM_THERE)
    if known is None and not accrued.any():
        return Forecast(*told, np.full(len(accrued), given), Basis.GIVEN)
    at_actual = given_actual(accrued, known) if known else accrued
    held, sums = ledger(at_actual, nights_of(year), line.paid_after_days), at_actual.sum(axis=1)
    if known is None:
        return Forecast(*told, sums + given, Basis.START, at_actual, held)
    later = known_of(council, outcomes, name, year, days_later=1)
    per_day = float((given_actual(accrued, later).sum(axis=1) - sums).mean()) if later else nan
    return Forecast(*told, sums, Basis.ACTUAL, at_actual, held, per_day, _outside(known))


def _from_there(line: BudgetLine, year: str, accrued: Floats, given: float) -> Floats:
    """Return the outturn where the simulation starts as the ledger stands: actual, unbilled and what is simulated.

    What is owed by then is as many days as the ledger lags, each at what a day of the first simulated period costs,
    and never more than the year has had: last year's days are in last year's accounts. What is given beside is spent
    evenly.
    """
    at, nights = line.years[year].to_date, nights_of(year)
    assert at
    late = min(line.paid_after_days, float(nights[: at.period].sum()))
    owed = accrued[:, at.period] / nights[at.period] * late
    left = (nights[at.period :].sum() + late) / nights.sum()
    return np.asarray(at.actual + owed + accrued.sum(axis=1) + given * left)


def _outside(known: Known) -> bool:
    """Tell whether the actual is beyond every future by more than a hair."""
    by_then, actual = known.futures[:, 0], float(known.actual[0])
    room = A_HAIR * abs(actual)
    return bool(actual < by_then.min() - room or actual > by_then.max() + room)
