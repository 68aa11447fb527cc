"""What accrues to budget lines, period by period, what is carried beside it, and what is known of it by a day."""

from calendar import monthrange
from datetime import date

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.budget_lines import PERIODS
from placesim.config.charges import children_lines
from placesim.config.horizon import horizon_days
from placesim.config.year_start import periods_before
from placesim.experiment.kept_figures import let_go
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import FEWEST
from placesim.results.facts import Floats
from placesim.results.financial_year import financial_years
from placesim.results.outturn import Known, known_by

COST = "net_cost"
"""The measure that is charged to budget lines."""


def budget_year(council: Baseline) -> str | None:
    """Return the first financial year that is forecast; nothing where there is none.

    It is one with budgets that is simulated from 1 April, or from where its actuals end, to 31 March.
    """
    lines = council.budget_lines.values()
    for year in financial_years(council.start, horizon_days(council)).labels:
        budgets = [line.years[year] for line in lines if year in line.years]
        before = periods_before(council, year)
        ends = {each.to_date.period for each in budgets if each.to_date}
        if budgets and before is not None and (before == 0 or before in ends):
            return year
    return None


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
    """Return what accrues to a line in each period of a year, shape (futures, periods); none before day 0."""
    places = outcomes.months_of.get((COST, name), {})
    nothing = np.zeros(len(outcomes.monthly))
    found = np.column_stack(
        [outcomes.monthly[:, places[month]] if month in places else nothing for month in _months_of(year)]
    )
    let_go(outcomes.monthly)
    return found


def nights_of(year: str) -> Floats:
    """Return the nights of each period of a year."""
    return np.array([_nights_in(month) for month in _months_of(year)], float)


def _nights_in(month: str) -> int:
    return monthrange(int(month[:4]), int(month[5:]))[1]


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
    if at is None or carried(council, name, year) or periods_before(council, year) != 0:
        return None
    accrued = accruals(outcomes, name, year)
    if not np.isfinite(accrued).all() or _tells_nothing(accrued, name in children_lines(council)):
        return None
    late = line.paid_after_days + days_later
    return known_by(accrued, nights_of(year), late, at.period, at.actual, at.in_period)


def _tells_nothing(accrued: Floats, for_children: bool) -> bool:
    """Tell whether futures are too few to learn from, or the line is not simulated.

    Where a line that pays for children costs nothing in any future there is nothing to learn: what is spent is spent.
    """
    return len(accrued) < FEWEST if accrued.any() else not for_children
