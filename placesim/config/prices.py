"""Prices: what a week in a provision costs, child by child: with a spread, a costly tail, or allowances by age."""

from collections.abc import Mapping
from functools import lru_cache
from math import exp, inf, log, log1p, sqrt
from statistics import NormalDist
from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator, Field, model_validator

from placesim.config.problem import Problem, agreed
from placesim.config.values import ADULT_AGE, Amounts, Frozen, Number, Share, Source, Whole, YearlyRise

CHILDHOOD = range(int(ADULT_AGE))
"""The ages in care, in completed years."""


class Tail(Frozen):
    """The few children whose places cost far more than the others': those with the highest luck of price."""

    share: Share = Field(gt=0, lt=1)
    """Share of children who are in the tail."""
    times: Annotated[Number, Field(ge=1, le=100)]
    """How many times as much a child in the tail pays as the same child would outside it."""


class Parts(NamedTuple):
    """What a two-part price multiplies the log-normal fee by, and the fee luck above which a child is in the tail."""

    ordinary: float
    dear: float
    dear_from: float


ONE_PART = Parts(1.0, 1.0, inf)


@lru_cache(maxsize=1024)
def _parts(share: float, times: float, spread: float) -> Parts:
    """Return the parts that keep the mean of all children.

    Of a log-normal fee with a spread s of its logarithm, the children above the score z hold the share F(s - z) of
    all that is paid, where F is the standard normal distribution; without spread, their share of children.
    """
    dear_from = -NormalDist().inv_cdf(share)
    held = NormalDist().cdf(spread - dear_from)
    ordinary = 1 / (1 + (times - 1) * held)
    return Parts(ordinary, times * ordinary, dear_from)


def _from_birth(allowances: Mapping[int, float]) -> Mapping[int, float]:
    none = [age for age in allowances if age not in CHILDHOOD]
    found = [Problem((age,), f"{age} is no age in care; ages are 0 to 17") for age in none]
    if allowances and min(allowances) != 0:
        found.append(Problem((), f"begins at age {min(allowances)}; add the allowance from birth, as in 0: 170"))
    agreed(found)
    return dict(sorted(allowances.items()))


ALLOWANCES_ALONE = "is paid beside allowances; give allowance_by_age, or put it into weekly_fee"

BESIDE_ALLOWANCES = {
    "weekly_fee": "follows from allowance_by_age and carer_fee; take it out",
    "variation": "allowances depend on age alone; take it out",
    "tail": "allowances depend on age alone; take it out",
}
"""What is wrong with fields that are given beside allowances by age."""

Pounds = Annotated[Number, Field(ge=0, le=1_000_000)]
"""Pounds a week."""


class Price(Frozen):
    """What a week in a provision costs the council: one fee, with a spread or a tail, or allowances by age."""

    allowance_by_age: Annotated[dict[Whole, Pounds], AfterValidator(_from_birth)] = Field(default_factory=dict)
    """Carers' allowance in pounds a week from a birthday on, in place of `weekly_fee`, as in {0: 170, 5: 194, 11: 222};
    prices of the first financial year. A birthday on 29 February falls on 1 March in other years."""
    carer_fee: Pounds = 0
    """Pounds a week that carers are paid beside the allowance, whatever the child's age."""
    weekly_fee: Pounds = Field(default_factory=float)
    """Mean pounds per child per week, at prices of the first financial year; required unless allowances are given, of
    which it is then the plain mean over the years of age 0 to 17, carers' fee included."""
    variation: Number = Field(default=0, ge=0, le=3)
    """Coefficient of variation of the fee between children (log-normal; 0: all pay the same)."""
    tail: Tail | None = None
    """A costly tail of the fee: a share of children who pay a multiple; `weekly_fee` stays the mean of all."""
    placeholder: bool = False
    """True for a number that only stands in for a price nobody knows yet: all but money is reported."""
    uplift_per_year: YearlyRise = Field(default=0, validate_default=True)
    """Rise on each 1 April after the first financial year, as a share (0.05 is 5%); may change by date."""
    by_date: Amounts = Field(default=1, validate_default=True)
    """Multiplier of the fee from a date on, beside the uplift."""
    source: Source

    @model_validator(mode="after")
    def _one_shape(self) -> Self:
        given = {field for field in self.model_fields_set if getattr(self, field)}
        if not self.allowance_by_age:
            found = [Problem((field,), ALLOWANCES_ALONE) for field in given & {"carer_fee"}]
            missing = "weekly_fee" not in self.model_fields_set
            agreed(found + ([Problem(("weekly_fee",), "missing; add it")] if missing else []))
            return self
        mean = sum(self.by_age) / len(CHILDHOOD)
        given -= {"weekly_fee"} if self.weekly_fee == mean else set()
        agreed([Problem((field,), message) for field, message in BESIDE_ALLOWANCES.items() if field in given])
        object.__setattr__(self, "weekly_fee", mean)  # not as a field that is set: a copy may have other allowances
        return self

    @property
    def by_age(self) -> tuple[float, ...]:
        """Pounds a week at each completed year of age, 0 to 17, at prices of the first financial year."""
        if not self.allowance_by_age:
            return (self.weekly_fee,) * len(CHILDHOOD)
        begins = [max(begin for begin in self.allowance_by_age if begin <= age) for age in CHILDHOOD]
        return tuple(self.carer_fee + self.allowance_by_age[begin] for begin in begins)

    def fee_at(self, luck: float) -> float:
        """Return pounds per week for a child whose fee luck is a standard normal score, of mean age where age decides.

        By it, children are put in order under the policy `highest_fee`.
        """
        return self.weekly_fee * self.multiple_at(luck)

    def multiple_at(self, luck: float) -> float:
        """Return the fee of a child with a fee luck as a multiple of the weekly fee; its mean over all children is 1.

        It is exp(s z - s^2 / 2), the log-normal fee at luck z with s^2 the variance of its logarithm, times what the
        tail multiplies it by: `times` more above the score that the tail's share of children lie above. It rises with
        luck, so the tail are the children with the highest luck.
        """
        parts = self.parts
        tail = parts.dear if luck > parts.dear_from else parts.ordinary
        return exp(sqrt(self.fee_variance) * luck - self.fee_variance / 2) * tail

    @property
    def parts(self) -> Parts:
        """What the tail multiplies the fee by."""
        return _parts(self.tail.share, self.tail.times, sqrt(self.fee_variance)) if self.tail else ONE_PART

    @property
    def fee_variance(self) -> float:
        """Variance of the logarithm of the fee between children, the tail apart."""
        return log1p(self.variation**2)

    def share_above(self, pounds: float) -> float:
        """Return the share of children whose week costs more than this, at prices of the first financial year."""
        if self.allowance_by_age or not (self.variation or self.tail):
            return sum(fee > pounds for fee in self.by_age) / len(CHILDHOOD)
        return sum(_part_above(self, part, pounds) for part in (False, True))


def _part_above(price: Price, dear: bool, pounds: float) -> float:
    """Return the share of children who are in one part of a price, the tail or the rest, and cost more than this."""
    parts, spread = price.parts, sqrt(price.fee_variance)
    mean = price.weekly_fee * (parts.dear if dear else parts.ordinary)
    if not spread:
        luck = -inf if mean > pounds else inf
    else:
        luck = (log(pounds / mean) + price.fee_variance / 2) / spread if pounds > 0 and mean > 0 else -inf
    below = NormalDist().cdf
    low, high = (parts.dear_from, inf) if dear else (-inf, parts.dear_from)
    return max(below(high) - below(min(max(luck, low), high)), 0.0)
