"""Budget lines: what a council has set aside by financial year, what is spent so far, and what is given."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from placesim.config.problem import Path, Problem, agreed
from placesim.config.values import SOURCE, Frozen, Label, Number, Share, Source, Whole, expected

YEAR = re.compile(r"(\d{4})-(\d{2})")

EARLIEST, LATEST = 1990, 2130
"""First and last year in which a financial year may begin: as far as a simulation may reach."""

PERIODS = 12
"""Periods of a financial year: P1 is April, P12 is March."""

Heading = Literal["expenditure", "income", "recharges"]
"""Under which heading of a budget a line stands."""

Section251 = Literal["residential", "fostering", "adoption", "special_guardianship", "leaving_care", "asylum", "other"]
"""What a line is in the section 251 return."""


def _financial_year(text: str) -> str:
    found = YEAR.fullmatch(text)
    if not found or int(found[2]) != (int(found[1]) + 1) % 100 or not EARLIEST <= int(found[1]) <= LATEST:
        raise expected(f"a financial year like 2025-26, from {EARLIEST}-{(EARLIEST + 1) % 100} on")
    return text


FinancialYear = Annotated[str, AfterValidator(_financial_year)]
"""A financial year, 1 April to 31 March, as in 2025-26."""

Pounds = Annotated[Number, Field(ge=-1e11, le=1e11)]
"""Pounds; income is negative, as in a council's own papers."""


class ToDate(Frozen):
    """How a budget line stands in the ledger at the end of a period."""

    period: Whole = Field(ge=1, le=PERIODS)
    """The last period in it: 1 is April, 8 November, 12 March."""
    budget: Pounds | None = None
    """The council's own profile of the budget up to then, in pounds."""
    actual: Pounds
    """What the ledger holds up to then, in pounds."""
    in_period: Pounds | None = None
    """What the ledger took in that last period alone; the forecast is surer where it is known."""


class BudgetYear(Frozen):
    """A budget line in one financial year, in pounds, as the council's papers have it."""

    budget: Pounds
    """The annual budget."""
    to_date: ToDate | None = None
    """Where the line stands; the forecast is conditioned on it."""
    forecast: Pounds | None = None
    """The council's own forecast outturn."""
    source: Source


class BudgetLine(Frozen):
    """A line of the council's budget that placements are charged to, or whose amount is given."""

    label: Label
    """What reports call it; the name on the council's budget."""
    heading: Heading = "expenditure"
    """Under which heading it stands, and is added up: `expenditure`, `income` (written with a minus) or `recharges`."""
    section_251: Section251 | None = None
    """What it is in the section 251 return."""
    paid_after_days: Number = Field(default=0, ge=0, le=365)
    """Days by which the ledger lags behind what is owed; the year-end accrual makes the last period whole."""
    years: dict[FinancialYear, BudgetYear] = Field(default_factory=dict)
    """Budgets by financial year, as in `2025-26: {budget: 27_751_000, ...}`; without one no variance is told."""
    given: dict[FinancialYear, Pounds] = Field(default_factory=dict)
    """Pounds by financial year that are not simulated and are carried to the total, beside what is charged to the line.
    A line that pays for no children and gives none carries the council's own forecast, or else its budget; what
    decisions cost comes beside it. Later years carry what the last one given does."""
    source: Source | None = None
    """Where what is given, and the days by which the ledger lags, come from. Required with either."""

    @model_validator(mode="after")
    def _well_given(self) -> Self:
        agreed(list(_problems(self)))
        return self


class Rag(Frozen):
    """From which probability of meeting its budget a line is green, and below which it is red; amber between."""

    green: Share = 0.8
    """Green from this probability on."""
    red: Share = 0.2
    """Red below this probability."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.red > self.green:
            raise ValueError(f"red {self.red:g} must not be above green {self.green:g}")
        return self


def _problems(line: BudgetLine) -> Iterator[Problem]:
    if (line.given or line.paid_after_days) and not line.source:
        yield Problem(("source",), f"missing; give {SOURCE}")
    if line.heading == "income":
        yield from _not_negative(("given",), line.given)
        for name, year in line.years.items():
            yield from _not_negative(("years", name), {"budget": year.budget, "forecast": year.forecast or 0})
    for name, year in line.years.items():
        at = year.to_date
        if at and at.period == 1 and at.in_period not in (None, at.actual):
            message = f"is {at.in_period:g}, but the first period holds all of the actual, {at.actual:g}; leave it out"
            yield Problem(("years", name, "to_date", "in_period"), message)


def _not_negative(path: Path, amounts: dict[str, float]) -> Iterator[Problem]:
    for name, amount in amounts.items():
        if amount > 0:
            yield Problem((*path, name), f"income is written with a minus; found {amount:g}, write {-amount:g}")
