"""Appraisal and financing: the cases worked by hand, and what must hold of any cash flow and any loan."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from ruamel.yaml import YAML

from placesim.config.costs import Capital
from placesim.config.values import Step
from placesim.results.appraisal import (
    break_even_price,
    break_even_use,
    cashable,
    deflators,
    discount_factors,
    discounted,
    net_present_value,
    payback,
    real_terms,
)
from placesim.results.financing import (
    annuity,
    interest,
    minimum_revenue_provision,
    outstanding,
    rate_that_costs,
    repayments,
    ruled,
)

CASES = YAML(typ="safe").load(Path(__file__).with_name("finance_cases.yaml").read_text(encoding="utf-8"))
BORROWING, INVESTMENT = CASES["07_borrowing"], CASES["08_npv_payback"]
BREAK_EVEN = CASES["12_break_even"]

GREEN_BOOK = ((0, 0.035), (31, 0.03))
APRIL = date(2025, 4, 1)
INFLATION = (Step(value=0.025), Step(from_=date(2027, 4, 1), value=0.02))
CASH = np.array([-475_000.0, -50_000, 150_000, 260_000, 260_000, 260_000])
LEVELS, FACTORS = deflators(INFLATION, APRIL, 6), discount_factors(GREEN_BOOK, 6)

MILLION = 1_000_000.0
AMOUNTS = some.floats(-1e7, 1e7).map(lambda pounds: round(pounds, 2))
FLOWS = some.lists(AMOUNTS, min_size=1, max_size=12).map(np.array)
RATES = some.floats(0, 0.2)
LIVES = some.integers(1, 60)


def pence(figure: object) -> object:
    return np.round(figure, 2).tolist()


def test_an_investment_is_deflated_then_discounted_as_worked_by_hand():
    assert pence(real_terms(CASH, LEVELS)) == INVESTMENT["real"]
    assert pence(discounted(CASH, LEVELS, FACTORS)) == INVESTMENT["discounted"]
    assert pence(net_present_value(CASH, LEVELS, FACTORS)) == INVESTMENT["npv"]
    assert pence(CASH.sum()) == INVESTMENT["cash_total"]
    assert pence(real_terms(CASH, LEVELS).sum()) == INVESTMENT["real_total"]


def test_what_a_spreadsheet_or_cash_not_deflated_would_give_is_not_the_net_present_value():
    npv = net_present_value(CASH, LEVELS, FACTORS)
    assert pence(npv / 1.035) == INVESTMENT["excel_NPV_of_all_six"]
    wrong = net_present_value(CASH, np.ones(6), FACTORS)
    assert pence(wrong) == INVESTMENT["cash_discounted_without_deflating_wrong"]
    assert round(LEVELS[1] / FACTORS[1] - 1, 6) == INVESTMENT["equivalent_nominal_rate_year_1"]


def test_the_investment_pays_back_as_worked_by_hand():
    assert round(float(payback(CASH)), 4) == INVESTMENT["payback_years_cash"]
    assert round(float(payback(discounted(CASH, LEVELS, FACTORS))), 4) == INVESTMENT["payback_years_discounted"]


def test_optimism_bias_is_added_to_capital_alone():
    biased = np.append(-Capital(amount=-CASH[0], optimism_bias=0.24).net, CASH[1:])
    assert pence(net_present_value(biased, LEVELS, FACTORS)) == INVESTMENT["with_optimism_bias_24_per_cent_on_capital"]


def test_the_arithmetic_of_floating_numbers_puts_no_payback_off():
    assert payback(np.array([-1e-9, 100.0, 100.0])) == 0


def test_payback_is_counted_from_when_the_cumulative_stays_at_nothing_or_above():
    flows = np.array([[-100, 150, -100, 100], [0, 0, 0, 0], [-100, 50, 50, 10], [-100, 50, 20, 10], [5, -10, 5, 0]])
    assert payback(flows.astype(float)).tolist() == pytest.approx([2.5, 0, 2, np.nan, 2], nan_ok=True)
    assert payback(np.array([[-1.0], [1.0]])).tolist() == pytest.approx([np.nan, 0], nan_ok=True)


def test_the_rate_falls_from_year_31_on():
    factors = discount_factors(GREEN_BOOK, 33)
    assert factors[0] == 1
    assert factors[30] == pytest.approx(1.035**-30)
    assert factors[32] == pytest.approx(1.035**-30 * 1.03**-2)


@given(FLOWS)
def test_without_inflation_and_rate_the_net_present_value_is_the_cash_total(flow):
    levels, factors = deflators((Step(value=0),), APRIL, len(flow)), discount_factors(((0, 0),), len(flow))
    assert net_present_value(flow, levels, factors) == pytest.approx(flow.sum(), abs=1e-6)


@given(FLOWS, some.floats(0, 1e6))
def test_more_in_the_first_year_never_pays_back_later(flow, more):
    better = flow + np.eye(1, len(flow))[0] * more
    assert np.nan_to_num(payback(better), nan=np.inf) <= np.nan_to_num(payback(flow), nan=np.inf) + 1e-9


@given(FLOWS)
def test_at_payback_the_cumulative_is_nothing_and_it_is_never_below_it_again(flow):
    when, cumulative = float(payback(flow)), np.cumsum(flow)
    if np.isnan(when):
        assert cumulative[-1] < 0
    elif when > 0:
        years = np.arange(len(flow))
        assert np.interp(when, years, cumulative) == pytest.approx(0, abs=1e-6 * np.abs(flow).max())
        assert (cumulative[years >= when] >= 0).all()
    else:
        assert (cumulative >= 0).all()


def test_borrowing_costs_what_was_worked_by_hand():
    assert pence(annuity(MILLION, 0.0775, 20)) == BORROWING["annuity_7_75_yearly_in_arrears"]
    instalment = annuity(MILLION, 0.0775, 20, payments_a_year=2)
    assert pence([instalment, 2 * instalment]) == list(BORROWING["annuity_7_75_half_yearly"].values())
    assert pence(20 * annuity(MILLION, 0.0775, 20)) == BORROWING["total_repaid_at_7_75"]
    for rate, expected in ((0.05, "annuity_5"), (0.055, "annuity_5_5"), (0.06, "annuity_6")):
        assert pence(annuity(MILLION, rate, 20)) == BORROWING[expected]
    assert round(rate_that_costs(100_000, MILLION, 20), 6) == BORROWING["rate_that_costs_100000"]


def test_the_councils_rule_is_twenty_equal_instalments_of_mrp_and_five_per_cent_on_the_whole():
    mrp, interest_paid = minimum_revenue_provision("equal", MILLION, 20), interest("maturity", MILLION, 0.05, 20)
    worked = BORROWING["mrp_equal_instalments_and_5_per_cent_interest_on_the_whole"]
    assert pence([mrp[0], interest_paid[0], (mrp + interest_paid)[0]]) == list(worked.values())
    assert mrp + interest_paid == pytest.approx(ruled(MILLION, 100_000, 20))


def test_equal_instalments_of_principal_cost_less_every_year():
    cost = interest("eip", MILLION, 0.05, 20) + repayments("eip", MILLION, 0.05, 20)
    worked = BORROWING["equal_instalments_of_principal_5"]
    assert pence([cost[0], cost[1], cost[-1], cost.sum()]) == list(worked.values())


def test_works_of_475000_cost_as_worked_by_hand():
    worked = BORROWING["rutland_street_475000"]
    assert pence(ruled(475_000, 100_000, 20)[0]) == worked["council_rule"]
    assert pence(annuity(475_000, 0.055, 40)) == worked["annuity_5_5_40y"]
    assert pence(47_500 / (4 * 365 / 7)) == worked["per_bed_week_4_beds_365_nights"]


@given(some.sampled_from(["maturity", "eip", "annuity"]), some.floats(1, 1e8), RATES, LIVES)
def test_every_loan_repays_its_principal(loan, principal, rate, years):
    repaid = repayments(loan, principal, rate, years)
    assert repaid.sum() == pytest.approx(principal)
    owed = outstanding(loan, principal, rate, years)
    assert owed[0] == pytest.approx(principal)
    assert (owed >= 0).all()
    if loan == "annuity":
        assert repaid + interest(loan, principal, rate, years) == pytest.approx(annuity(principal, rate, years))
    if loan == "eip":
        assert interest(loan, principal, rate, years).sum() == pytest.approx(principal * rate * (years + 1) / 2)


@given(some.sampled_from(["equal", "annuity"]), some.floats(1, 1e8), RATES, LIVES)
def test_mrp_adds_up_to_the_principal(spread, principal, rate, years):
    assert minimum_revenue_provision(spread, principal, years, rate).sum() == pytest.approx(principal)


@pytest.mark.parametrize(("rate", "years"), [(0.0, 20), (0.001, 60), (0.055, 40), (0.5, 1)])
def test_the_rate_that_costs_an_amount_costs_it(rate, years):
    assert rate_that_costs(annuity(MILLION, rate, years), MILLION, years) == pytest.approx(rate, abs=1e-9)


def test_nothing_is_cashable_in_a_part_year_or_in_the_year_after_one():
    saved, outturn = np.full((2, 5), 50.0), np.array([[200.0, 100, 90, 20, 10], [20.0, 100, 90, 95, 10]])
    found = cashable(saved, outturn, np.array([False, True, True, True, False]))
    assert found.tolist() == [[0, 0, 10, 50, 0], [0, 0, 10, 0, 0]]
    assert not cashable(saved[:, :1], outturn[:, :1], np.array([True])).any(), "nothing is known before the first year"


def test_block_beds_break_even_at_the_ratio_of_the_fees():
    nights, block, spot = 4 * 365, 6_750, 8_373
    contract = nights / 7 * block
    assert pence(contract) == BREAK_EVEN["contract"]
    for used, expected in ((1.0, "saving_full"), (0.75, "saving_at_3_of_4_beds")):
        saved = used * nights / 7 * spot - contract
        assert pence(saved) == BREAK_EVEN[expected]
        needed = float(break_even_use(used, np.array(contract), np.array(saved)))
        assert round(needed, 6) == BREAK_EVEN["break_even_occupancy"]
        assert pence(needed * nights) == BREAK_EVEN["break_even_bed_nights"]


def test_the_break_even_price_of_a_bed_is_what_its_use_would_cost_elsewhere():
    nights = 4 * 365
    saved = (0.9 * 8_373 - 6_750) / 7 * nights
    price = break_even_price(6_750, np.array(nights / 7 * 6_750), np.array(saved))
    assert pence(price) == BREAK_EVEN["break_even_bed_week_price_at_90_per_cent"]


def test_no_use_pays_for_a_contract_that_loses_more_than_it_costs():
    assert np.isnan(break_even_use(0.5, np.array(100.0), np.array(-100.0)))
    assert np.isnan(break_even_price(6_750, np.array(0.0), np.array(100.0)))
