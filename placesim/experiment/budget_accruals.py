"""What accrues to budget lines, period by period, what is carried beside it, and what is known of it by a day."""

from datetime import date

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.budget_lines import PERIODS
from placesim.config.charges import children_lines
from placesim.config.horizon import horizon_days
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import FEWEST
from placesim.results.facts import Floats
from placesim.results.financial_year import financial_years, months
from placesim.results.outturn import Known, known_by

COST = "net_cost"
"""The measure that is charged to budget lines."""


def budget_year(council: Baseline) -> str | None:
    """Return the first whole financial year that budgets are given for; nothing where there is none."""
    lines = council.budget_lines.values()
    return next((year for year in whole_years(council) if any(year in line.years for line in lines)), None)


def whole_years(council: Baseline) -> list[str]:
    """Return the financial years that are simulated from 1 April to 31 March."""
    years = financial_years(council.start, horizon_days(council))
    whole = [(date(int(label[:4]) + 1, 4, 1) - date(int(label[:4]), 4, 1)).days for label in years.labels]
    return [name for name, nights, full in zip(years.labels, years.lengths, whole, strict=True) if nights == full]


def carried(council: Baseline, name: str, year: str) -> float:
    """Return pounds of a line that are not simulated: what is given, or of a line without children what is forecast.

    A year that says nothing carries what the year before it did. What decisions cost comes beside it.
    """
    line = council.budget_lines[name]
    known = dict(line.given)
    if name not in children_lines(council):
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


def known_of(council: Baseline, outcomes: Outcomes, name: str, year: str, days_later: float = 0) -> Known | None:
    """Return what the ledger tells of a line in a year, in futures and as it stands; nothing where it tells nothing.

    Where part of a line is given, nobody knows how much of what was spent to date is of that part. `days_later` tells
    what it would be were the ledger later than it is taken to be.
    """
    line = council.budget_lines[name]
    at = line.years[year].to_date if year in line.years else None
    if at is None or carried(council, name, year):
        return None
    accrued = accruals(outcomes, name, year)
    if len(accrued) < FEWEST or not accrued.any() or not np.isfinite(accrued).all():
        return None
    late = line.paid_after_days + days_later
    return known_by(accrued, nights_of(council, year), late, at.period, at.actual, at.in_period)
