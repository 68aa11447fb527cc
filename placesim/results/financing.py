"""Financing of capital: what borrowing costs the revenue budget, year by year; never part of an appraisal.

Amounts are in pounds; schedules have shape (years,), from the financial year after the one of the spend.
"""

from dataclasses import dataclass
from math import expm1, log1p

import numpy as np

from placesim.config.finance import CapitalFinancing, Loan, Spread
from placesim.results.facts import Floats

NO_INTEREST = 1e-15
"""Rates below this are none: what they come to is lost in the arithmetic of floating numbers."""


def annuity(principal: float, rate: float, years: int, payments_a_year: int = 1) -> float:
    """Return the instalment that repays a loan with interest in equal payments, each in arrears.

    P r / (1 - (1 + r)^-n), with r the rate and n the number of payments of its period (Debt Management Office, PWLB
    lending arrangements). The Board itself is paid half-yearly.
    """
    payments = years * payments_a_year
    each = rate / payments_a_year
    return principal / payments if each < NO_INTEREST else principal * each / -expm1(-payments * log1p(each))


def outstanding(loan: Loan, principal: float, rate: float, years: int) -> Floats:
    """Return what is owed at the beginning of each year.

    A maturity loan is repaid at its end, one of equal instalments of principal (EIP) evenly, an annuity by instalments
    that stay the same.
    """
    year = np.arange(years)
    match loan:
        case "maturity":
            return np.full(years, principal)
        case "eip":
            return np.asarray(principal * (1 - year / years))
        case "annuity":
            left = years - year
            still_due = left if rate < NO_INTEREST else -np.expm1(-left * log1p(rate)) / rate
            return np.asarray(annuity(principal, rate, years) * still_due)


def interest(loan: Loan, principal: float, rate: float, years: int) -> Floats:
    """Return the interest of each year, paid on what is owed at its beginning."""
    return outstanding(loan, principal, rate, years) * rate


def repayments(loan: Loan, principal: float, rate: float, years: int) -> Floats:
    """Return what is repaid of the principal at the end of each year."""
    return -np.diff(outstanding(loan, principal, rate, years), append=0.0)


def minimum_revenue_provision(spread: Spread, principal: float, years: int, rate: float = 0.0) -> Floats:
    """Return the minimum revenue provision (MRP) of each year of an asset's life.

    In equal instalments, or as an annuity at a rate (MHCLG, Statutory guidance on minimum revenue provision, 5th
    edition, paragraphs 63 to 65). The first is due in the year after the spend.
    """
    return repayments("eip" if spread == "equal" else "annuity", principal, rate, years)


def ruled(principal: float, annual_per_million: float, years: int) -> Floats:
    """Return what a council's own rule charges each year, as in £100,000 a year for each £1m over 20 years.

    That rule is MRP in 20 equal instalments with 5% interest on the whole in every year.
    """
    return np.full(years, principal * annual_per_million / 1_000_000)


def rate_that_costs(payment: float, principal: float, years: int) -> float:
    """Return the yearly rate at which an annuity costs an amount a year.

    Raises:
        ValueError: the payments do not even repay the principal, or no rate up to 1,000% costs so much.
    """
    from scipy.optimize import brentq  # takes long to import, and few need it

    def beyond(rate: float) -> float:
        return annuity(principal, rate, years) - payment

    return float(brentq(beyond, 0.0, 10.0, xtol=1e-12))


@dataclass(frozen=True, eq=False)
class Charges:
    """What capital charges to the revenue budget, in pounds by financial year."""

    mrp: Floats
    """Minimum revenue provision."""
    interest: Floats

    @property
    def total(self) -> Floats:
        """Both together."""
        return self.mrp + self.interest


def charges(financing: CapitalFinancing, spent: Floats) -> Charges:
    """Return what capital spent in some financial years charges to the budget in the same years and after.

    Minimum revenue provision begins in the year after the spend (MHCLG guidance, 5th edition). A loan is taken as drawn
    on the first day of the year of the spend, which bears interest alone; it is repaid from the year after on. A
    council's own rule says what is paid in the years after the spend, and nothing of the year itself.

    Args:
        financing: how capital is paid for.
        spent: capital by financial year, shape (years,).

    Returns:
        Charges from the first year of spend until the last charge, shape (years + life,).
    """
    first, mrp, paid = _of_a_pound(financing)
    count = len(spent)
    provision, interest_paid = (np.zeros(count + len(mrp)) for _ in range(2))
    for year, amount in enumerate(spent):
        later = slice(year + 1, year + 1 + len(mrp))
        provision[later] += amount * mrp
        interest_paid[year] += amount * first
        interest_paid[later] += amount * paid
    return Charges(provision, interest_paid)


def _of_a_pound(financing: CapitalFinancing) -> tuple[float, Floats, Floats]:
    """Return for a pound the interest of its year, then by year after it provision and interest."""
    if financing.rule:
        every = ruled(1.0, financing.rule.annual_per_million, financing.rule.years)
        mrp = minimum_revenue_provision("equal", 1.0, financing.rule.years)
        return 0.0, mrp, every - mrp
    assert financing.life
    assert financing.interest is not None
    life, rate = financing.life, financing.interest
    return rate, minimum_revenue_provision(financing.mrp, 1.0, life, rate), interest(financing.loan, 1.0, rate, life)
