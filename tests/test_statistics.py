"""The interval of a mean and the range of futures."""

import numpy as np
import pytest

from placesim.experiment.statistics import enough, interval_of_mean, range_of_futures, students_t, why_no_interval

PRINTED = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 10: 2.228, 30: 2.042, 120: 1.980}
"""Two-sided 95% points of Student's t, as in any printed table."""

NOTHING = np.full(500, np.nan)


def of_500(*known: float) -> np.ndarray:
    """Return 500 values, of which only these are known."""
    values = NOTHING.copy()
    values[: len(known)] = known
    return values


@pytest.mark.parametrize(("degrees", "point"), PRINTED.items())
def test_students_t_is_as_printed(degrees, point):
    assert students_t(degrees) == pytest.approx(point, rel=0.006 if degrees == 3 else 0.001)


def test_the_interval_of_a_mean_by_hand():
    values = np.arange(1.0, 12.0)[:, None]  # 1 to 11: mean 6, variance 11
    mean, low, high = interval_of_mean(values)
    assert mean[0] == 6
    assert high[0] - mean[0] == pytest.approx(2.228, rel=0.001)
    assert mean[0] - low[0] == pytest.approx(2.228, rel=0.001)


def test_missing_values_are_left_out():
    values = np.array([[1.0], [np.nan], [3.0], [5.0]])
    assert interval_of_mean(values)[0][0] == 3
    many = np.append(np.arange(11.0), np.nan)[:, None]
    assert range_of_futures(many)[:, 0].tolist() == [1, 5, 9]


def test_a_handful_of_known_values_is_no_range_of_futures():
    values = np.column_stack([np.arange(12.0), np.append(np.arange(9.0), [np.nan] * 3)])
    assert np.isnan(range_of_futures(values)).tolist() == [[False, True]] * 3
    assert np.isnan(range_of_futures(values[:9])).all()


def test_missing_values_change_no_interval():
    known = np.arange(12.0)
    with_gaps = interval_of_mean(of_500(*known)[:, None])
    assert np.array(with_gaps) == pytest.approx(np.array(interval_of_mean(known[:, None])))
    assert not np.isnan(with_gaps[1][0])


def test_rare_counts_get_no_interval():
    rare, common = np.zeros(100), np.arange(100.0)
    rare[:3] = 1
    values = np.column_stack([rare, common])
    assert enough(values).tolist() == [False, True]
    mean, low, _ = interval_of_mean(values)
    assert mean[0] == 0.03
    assert np.isnan(low[0])
    assert not np.isnan(low[1])


FEW_EVENTS, FEW_FUTURES = "too few events for an interval", "too few futures for an interval"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        pytest.param(of_500(1, 2, 3), FEW_FUTURES, id="three known values"),
        pytest.param(of_500(0.5, 0.5, 0.5), FEW_FUTURES, id="three equal known values"),
        pytest.param(of_500(*[0] * 199, 1), FEW_EVENTS, id="199 zeros and a one"),
        pytest.param(of_500(*range(9)), FEW_FUTURES, id="nine known values"),
        pytest.param(of_500(*[0] * 9, 1), FEW_EVENTS, id="nine zeros and a one"),
        pytest.param(NOTHING, FEW_FUTURES, id="no known value"),
    ],
)
def test_only_known_values_count_towards_an_interval(values, why):
    _, low, high = interval_of_mean(values[:, None])
    assert np.isnan(low[0])
    assert np.isnan(high[0])
    assert why_no_interval(values[:, None]).tolist() == [why]


def test_ten_known_values_that_differ_are_enough_however_many_are_missing():
    assert enough(of_500(*range(10))[:, None]).tolist() == [True]


def test_values_that_rounding_alone_sets_apart_are_the_same():
    thirds = np.full(50, 1 / 3) * (1 + np.arange(50) * 1e-14)
    assert enough(np.column_stack([thirds, 1 / 3 + np.arange(50) * 1e-6])).tolist() == [False, True]


def test_in_a_small_run_half_of_the_values_must_differ():
    half, fewer = np.zeros(12), np.zeros(12)
    half[:6] = np.arange(1, 7)
    fewer[:5] = np.arange(1, 6)
    assert enough(np.column_stack([half, fewer])).tolist() == [True, False]


@pytest.mark.parametrize("futures", [2, 3, 9])
def test_too_few_futures_give_no_interval_and_say_so(futures):
    values = np.arange(float(futures))[:, None]
    mean, low, high = interval_of_mean(values)
    assert mean[0] == (futures - 1) / 2
    assert np.isnan(low[0])
    assert np.isnan(high[0])
    assert why_no_interval(values).tolist() == ["too few futures for an interval"]


def test_the_range_of_futures_is_of_futures_and_not_of_the_mean():
    values = np.arange(101.0)[:, None]
    assert range_of_futures(values)[:, 0].tolist() == [10, 50, 90]
