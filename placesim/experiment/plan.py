"""The plan: every budget line year by year, and why each year differs from the one before. Parts add up exactly."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from typing import NamedTuple

import numpy as np

from placesim.config.after_care import AfterCare
from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.config.income import Income
from placesim.experiment.budget_accruals import COST, accruals, budget_year, carried, known_of, whole_years
from placesim.experiment.replications import Outcomes
from placesim.results.facts import Floats
from placesim.results.financial_year import financial_years
from placesim.results.outturn import given_actual, moved
from placesim.results.prices import average_levels, uplifts


@dataclass(frozen=True, eq=False)
class PlanYear:
    """One or several budget lines in one financial year; what makes it differ from the year before, as means."""

    year: str
    budget: float
    """Pounds set aside; missing where no budget is given."""
    outturn: Floats
    """Pounds in every future."""
    base: float = nan
    """Mean outturn of the year before; missing in the first."""
    uplift: float = nan
    """What this year's nights cost more than they would have at last year's prices."""
    fixed: float = nan
    """Change in what is given, and in what decisions cost beside placements."""

    @property
    def mean(self) -> float:
        """The mean outturn."""
        return float(self.outturn.mean())

    @property
    def demand(self) -> float:
        """The rest of the change: more or fewer children, in dearer or cheaper places."""
        return self.mean - self.base - self.uplift - self.fixed


def plan_of(council: Baseline, outcomes: Outcomes, name: str) -> tuple[PlanYear, ...]:
    """Return a budget line in every whole year that is simulated, given actual to date of the first with budgets.

    Later years are moved to where the ledger stands as the first is, so that the first year of the plan is the
    forecast of the monitoring report.
    """
    years = whole_years(council)
    line, many = council.budget_lines[name], len(outcomes.values)
    charged = np.array([_of(outcomes, COST, name, year) for year in years]).T
    fixed = np.array([_of(outcomes, "fixed_cost", name, year) for year in years]).T
    uplift = _uplift(council, outcomes, name, years)
    now = budget_year(council) or ""
    known = known_of(council, outcomes, name, now)
    if known:
        charged, fixed, uplift = np.split(moved(np.hstack([charged, fixed, uplift]), known), 3, axis=1)
        charged[:, years.index(now)] = given_actual(accruals(outcomes, name, now), known).sum(axis=1)
    given = np.array([carried(council, name, year) for year in years])
    totals = charged + given
    apart = np.diff(fixed.mean(axis=0) + given)
    found = []
    for place, year in enumerate(years):
        budget = line.years[year].budget if year in line.years else nan
        outturn = np.broadcast_to(totals[:, place], many)
        if place == 0:
            found.append(PlanYear(year, budget, outturn))
        else:
            why = float(totals[:, place - 1].mean()), float(uplift[:, place].mean()), float(apart[place - 1])
            found.append(PlanYear(year, budget, outturn, *why))
    return tuple(found)


def added(plans: list[tuple[PlanYear, ...]]) -> tuple[PlanYear, ...]:
    """Return several lines as one, year by year: means and parts added up, outturns future by future."""
    return tuple(
        PlanYear(
            years[0].year,
            *(sum(each.budget for each in years), np.sum([each.outturn for each in years], axis=0)),
            *(sum(getattr(each, part) for each in years) for part in ("base", "uplift", "fixed")),
        )
        for years in zip(*plans, strict=True)
    )


def _of(outcomes: Outcomes, measure: str, group: str, year: str) -> Floats:
    """Return a measure's group in a year in every future; nothing where it has no such group."""
    return outcomes.of(measure, group).get(year, np.zeros(len(outcomes.values)))


def _uplift(council: Baseline, outcomes: Outcomes, name: str, years: list[str]) -> Floats:
    """Return what a line's purchases of each year cost more than at last year's prices, shape (futures, years)."""
    found = np.zeros((len(outcomes.values), len(years)))
    for priced in _priced(council, name):
        for place in range(1, len(years)):
            before, now = priced.levels[years[place - 1]], priced.levels[years[place]]
            if now == 0:
                continue  # nothing is paid: no price tells what the year's nights would have cost
            bought = _of(outcomes, priced.measure, priced.group, years[place])
            found[:, place] += priced.sign * bought * (1 - before / now)
    return found


class _Priced(NamedTuple):
    """Something of a line that has a price: where its cost is told, and its average price level by financial year."""

    measure: str
    group: str
    sign: int
    levels: dict[str, float]


def _priced(council: Baseline, name: str) -> Iterator[_Priced]:
    periods = financial_years(council.start, horizon_days(council))
    for place, provision in council.provision.items():
        if provision.budget_line == name:
            levels = average_levels([provision.price], council.start, periods)[0]
            yield _Priced("spend", place, 1, dict(zip(periods.labels, levels.tolist(), strict=True)))
    rising: list[tuple[AfterCare | Income, str, str, int]] = [
        *((scheme, "after_care_spend", group, 1) for group, scheme in council.after_care.items()),
        *((grant, "income", group, -1) for group, grant in council.income.items()),
    ]
    for item, measure, group, sign in rising:
        if item.budget_line == name:
            levels = uplifts([item], council.start, int(periods.years_on[-1]))[0][periods.years_on]
            yield _Priced(measure, group, sign, dict(zip(periods.labels, levels.tolist(), strict=True)))
