"""Finance: how money of later years is valued, and how capital is paid for in the council's budget."""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from placesim.config.problem import Problem, agreed
from placesim.config.values import Frozen, Number, Source, Whole, YearlyRise

GREEN_BOOK = [[0, 0.035], [31, 0.03]]
"""The Treasury's discount rates: 3.5% in years 1 to 30, 3.0% in years 31 to 75; under review in 2026."""

EXPECTED_INFLATION = [{"from": "2025-04-01", "value": 0.025}, {"from": "2027-04-01", "value": 0.02}]
"""Inflation as the Office for Budget Responsibility expects it."""

DEFAULT_SOURCE = (
    "assumption: discount rates of The Green Book (under review in 2026); inflation as the Office for Budget "
    "Responsibility expected it at the end of 2025, 2.5% in 2026 and 2% a year after"
)

LONGEST_LIFE = 100
"""Years over which capital may be charged, at most."""

Loan = Literal["maturity", "annuity", "eip"]
"""How a loan of the Public Works Loan Board is repaid: at its end, in equal payments, or in equal principal."""

Spread = Literal["equal", "annuity"]
"""How minimum revenue provision (MRP) is spread over the life of what is bought."""

DiscountRate = Annotated[Number, Field(ge=0, le=0.2)]
Life = Annotated[Whole, Field(ge=1, le=LONGEST_LIFE)]


def _rising(rates: tuple[tuple[int, float], ...]) -> tuple[tuple[int, float], ...]:
    years = [year for year, _ in rates]
    agreed([Problem((0, 0), f"the first rate must hold from year 0; found {years[0]}")] if years[0] else [])
    agreed(
        [
            Problem((place, 0), f"years must rise; {later} follows {earlier}")
            for place, (earlier, later) in enumerate(pairwise(years), start=1)
            if later <= earlier
        ]
    )
    return rates


DiscountRates = Annotated[
    tuple[tuple[Whole, DiscountRate], ...], Field(min_length=1, max_length=20), AfterValidator(_rising)
]
"""Yearly real discount rates, each from a year on, as in [[0, 0.035], [31, 0.03]]."""


class CapitalRule(Frozen):
    """A council's own rule for what capital costs its budget."""

    annual_per_million: Number = Field(ge=0, le=1_000_000)
    """Pounds a year for each million of capital, from the year after it is spent."""
    years: Life
    """For how many years."""


class CapitalFinancing(Frozen):
    """How capital is charged to the budget: by the council's own rule, or as MRP and the interest of a loan."""

    rule: CapitalRule | None = None
    """The council's own rule; in place of all that follows."""
    mrp: Spread = "equal"
    """How minimum revenue provision is spread over the life: in equal instalments, or as an annuity at the interest."""
    life: Life | None = None
    """Life of what is bought, in years; minimum revenue provision and the loan run as long."""
    interest: Number | None = Field(default=None, ge=0, le=0.5)
    """Yearly interest of the loan, as a share (0.055 is 5.5%)."""
    loan: Loan = "maturity"
    """How the loan is repaid: at its end, as an annuity, or in equal instalments of principal (EIP)."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        beside = [name for name in ("mrp", "life", "interest", "loan") if name in self.model_fields_set]
        if self.rule:
            agreed([Problem((name,), "stands beside `rule`, which says all; take one of them out") for name in beside])
        else:
            missing = [name for name in ("life", "interest") if getattr(self, name) is None]
            agreed([Problem((name,), "missing; add it, or give the council's own `rule`") for name in missing])
        return self


class Finance(Frozen):
    """How money of later years is valued when options are appraised, and how capital is paid for in the budget."""

    discount_rate: DiscountRates = Field(default=GREEN_BOOK, validate_default=True)
    """Yearly real discount rates, each from a year on; year 0, the first financial year, is not discounted. Left out,
    those of The Green Book: 3.5% in years 1 to 30, 3% after."""
    deflator: YearlyRise = Field(default=EXPECTED_INFLATION, validate_default=True)
    """General inflation on each 1 April, by which cash is brought to prices of the first financial year (0.025 is
    2.5%); may change by date."""
    capital: CapitalFinancing | None = None
    """How capital is charged to the budget; left out, no financing is told. It is never part of an appraisal."""
    source: Source = Field(default=DEFAULT_SOURCE, validate_default=True)
    """Where rates, inflation and the way of financing come from."""
