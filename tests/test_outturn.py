"""The outturn of a year: when spending comes into the ledger, and what a year comes to given what is there so far."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from placesim.experiment.monitoring import chance_over
from placesim.results.outturn import given_actual, known_by, ledger, moved

CASES = YAML(typ="safe").load(Path(__file__).with_name("finance_cases.yaml").read_text(encoding="utf-8"))

MONTHS = np.full(12, 30.0)
EVEN = np.full((1, 12), 100.0)
YEAR = np.array([30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31], float)


def futures_of(seed: int) -> np.ndarray:
    """Twenty futures whose months go with one another, as those of a budget line do."""
    luck = np.random.default_rng(seed)
    return luck.gamma(2, 1e5, (20, 1)) * luck.gamma(5, 0.2, (20, 12)) * luck.integers(0, 2, 12)


SOME_FUTURES = st.integers(0, 2**32).map(futures_of)
PERIODS = st.integers(1, 12)
LAGS = st.floats(0, 29)
"""Days that leave at least one in the ledger of the first period."""


def outturn(accruals, period, actual, lag=0.0, in_period=None, nights=MONTHS):
    known = known_by(accruals, nights, lag, period, actual, in_period)
    assert known is not None
    return given_actual(accruals, known).sum(axis=1)


def test_a_ledger_without_lag_holds_what_has_accrued():
    assert ledger(EVEN, MONTHS, 0)[0].tolist() == [100.0 * period for period in range(1, 13)]


def test_a_ledger_a_month_behind_holds_seven_months_at_period_8_and_the_whole_year_at_its_end():
    assert ledger(EVEN, MONTHS, 30)[0].tolist() == [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1200]


def test_a_ledger_half_a_month_behind_holds_half_of_the_last_month():
    assert ledger(EVEN, MONTHS, 15)[0, [0, 7]].tolist() == [50, 750]


def test_a_ledger_lags_by_days_of_the_calendar():
    """15 days of November's 30 are out, at £2 a day; all of February and 2 days of January at the end of February."""
    a_day = np.where(np.arange(12) == 7, 2.0, 1.0) * YEAR
    held = ledger(a_day, YEAR, 15)
    assert held[7] == a_day[:8].sum() - 30
    assert ledger(a_day, YEAR, 30)[10] == pytest.approx(a_day[:11].sum() - 28 - 2)


def test_a_lag_longer_than_the_year_so_far_leaves_the_ledger_empty():
    assert ledger(EVEN, MONTHS, 75)[0, :4].tolist() == [0, 0, 50, 150]


def test_a_ledger_that_holds_less_than_a_day_tells_nothing():
    assert known_by(EVEN, MONTHS, 29.5, 1, 10.0) is None
    assert known_by(EVEN, MONTHS, 29.0, 1, 10.0) is not None


HAND = np.array([[10.0, 21.0], [20.0, 39.0], [30.0, 59.0], [40.0, 81.0]])
"""The second period is twice the first, and 1, -1, -1, 1 besides, which goes with nothing."""


def test_a_known_regression_gives_the_rest_and_keeps_what_it_leaves_open():
    two = np.array([30.0, 30.0])
    assert outturn(HAND, 1, 25.0, nights=two) == pytest.approx(25 + 50 + np.array([1, -1, -1, 1]))


def test_an_actual_that_is_higher_by_a_pound_moves_every_future_by_a_pound_and_its_slope():
    two = np.array([30.0, 30.0])
    apart = outturn(HAND, 1, 26.0, nights=two) - outturn(HAND, 1, 25.0, nights=two)
    assert apart == pytest.approx(np.full(4, 1 + 2.0))


def test_the_last_period_alone_tells_what_the_total_to_date_does_not():
    """The third period repeats the second, whatever the first was: known apart, it leaves nothing open."""
    nights = np.full(3, 30.0)
    first, second = np.array([9.0, 4.0, 7.0, 1.0, 5.0]), np.array([2.0, 8.0, 3.0, 6.0, 4.0])
    futures = np.column_stack([first, second, second])
    assert outturn(futures, 2, 12.0, in_period=5.0, nights=nights) == pytest.approx(np.full(5, 12.0 + 5.0))
    assert np.ptp(outturn(futures, 2, 12.0, nights=nights)) > 0.1


def test_the_first_period_in_a_late_ledger_is_not_counted_twice():
    """A month behind, the ledger of May holds April and nothing came before: the last period is all there is."""
    accruals = np.random.default_rng(1).gamma(2, 1e5, (20, 12))
    alone = outturn(accruals, 2, 3e5, lag=30)
    assert outturn(accruals, 2, 3e5, lag=30, in_period=1e5) == pytest.approx(alone, rel=1e-12)
    assert outturn(accruals, 2, 3e5, lag=30, in_period=1e5, nights=YEAR) == pytest.approx(
        outturn(accruals, 2, 3e5, lag=30, nights=YEAR), rel=1e-12
    )
    assert outturn(accruals, 3, 3e5, lag=30, in_period=1e5) != pytest.approx(outturn(accruals, 3, 3e5, lag=30))


def test_where_all_futures_agree_the_actual_stands_and_the_rest_is_as_simulated():
    fixed = np.repeat(EVEN, 5, axis=0)
    assert outturn(fixed, 8, 690.0, lag=30) == pytest.approx(np.full(5, 690 + 500))
    assert ledger(given_actual(fixed, known_by(fixed, MONTHS, 30, 8, 690.0)), MONTHS, 30)[:, 7] == pytest.approx(690)


def test_nearly_equal_futures_do_not_turn_rounding_into_slopes():
    almost = np.repeat(EVEN, 5, axis=0) * (1 + 1e-13 * np.arange(5))[:, None]
    assert outturn(almost, 8, 650.0, lag=30) == pytest.approx(np.full(5, 650 + 500))


@given(SOME_FUTURES, PERIODS, LAGS, st.floats(0, 1e7))
def test_in_every_future_the_ledger_then_holds_the_actual(accruals, period, lag, actual):
    known = known_by(accruals, MONTHS, lag, period, actual)
    assert known is not None
    assume(accruals.any())
    then = ledger(given_actual(accruals, known), MONTHS, lag)[:, period - 1]
    assert then == pytest.approx(np.full(20, actual), rel=1e-6, abs=1e-3)


@given(SOME_FUTURES, LAGS, st.floats(0, 1e7))
def test_at_period_12_the_outturn_is_the_actual(accruals, lag, actual):
    assert outturn(accruals, 12, actual, lag) == pytest.approx(np.full(20, actual), rel=1e-6, abs=1e-3)


@given(SOME_FUTURES, PERIODS, LAGS)
def test_an_actual_equal_to_the_mean_moves_no_mean(accruals, period, lag):
    middle = float(ledger(accruals, MONTHS, lag)[:, period - 1].mean())
    assert outturn(accruals, period, middle, lag).mean() == pytest.approx(accruals.sum(axis=1).mean(), abs=1e-2)


@given(SOME_FUTURES, st.integers(2, 11), LAGS)
def test_what_is_known_never_widens_the_spread(accruals, period, lag):
    middle = float(ledger(accruals, MONTHS, lag)[:, period - 1].mean())
    alone, both = outturn(accruals, period, middle, lag), outturn(accruals, period, middle, lag, in_period=0.0)
    spread = accruals.sum(axis=1).std()
    assert alone.std() <= spread * (1 + 1e-6) + 1e-3
    assert both.std() <= alone.std() * (1 + 1e-6) + 1e-3


def test_later_years_are_moved_with_what_they_go_with():
    known = known_by(HAND, np.array([30.0, 30.0]), 0, 1, 30.0)
    later = np.column_stack([HAND[:, 0] * 3, np.array([1.0, -1.0, -1.0, 1.0])])
    assert moved(later, known) == pytest.approx(np.column_stack([np.full(4, 90.0), later[:, 1]]))


@pytest.mark.parametrize(
    "case, over, futures",
    [
        ("seven_of_20", 7, 20),
        ("none_of_20", 0, 20),
        ("all_of_20", 20, 20),
        ("seventy_of_200", 70, 200),
        ("none_of_1000", 0, 1000),
    ],
)
def test_the_probability_of_an_overspend_is_that_worked_by_hand(case, over, futures):
    outturns = np.where(np.arange(futures) < over, 100.01, 100.0)  # equal to the budget is not over
    expected = CASES["11_probability_of_overspend"][case]
    assert [round(each, 4) for each in chance_over(outturns, 100.0)] == expected


@given(SOME_FUTURES, st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_a_larger_budget_is_never_likelier_overspent(accruals, budget, more):
    outturns = accruals.sum(axis=1)
    assert chance_over(outturns, budget + more).share <= chance_over(outturns, budget).share


def test_the_probability_of_what_is_not_known_is_missing():
    assert np.isnan(chance_over(np.full(20, np.nan), 100.0)).all()
