"""The interval of a mean and the range of futures."""

import numpy as np
import pytest

from placesim.experiment.statistics import enough, interval_of_mean, range_of_futures, students_t

PRINTED = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 10: 2.228, 30: 2.042, 120: 1.980}
"""Two-sided 95% points of Student's t, as in any printed table."""


@pytest.mark.parametrize(("degrees", "point"), PRINTED.items())
def test_students_t_is_as_printed(degrees, point):
    assert students_t(degrees) == pytest.approx(point, rel=0.006 if degrees == 3 else 0.001)


def test_the_interval_of_a_mean_by_hand():
    values = np.array([[10.0], [12.0], [14.0], [16.0]])
    mean, low, high = interval_of_mean(values)
    half = 3.182 * (20 / 3) ** 0.5 / 2
    assert mean[0] == 13
    assert high[0] - mean[0] == pytest.approx(half, rel=0.006)
    assert mean[0] - low[0] == pytest.approx(half, rel=0.006)


def test_missing_values_are_left_out():
    values = np.array([[1.0], [np.nan], [3.0], [5.0]])
    assert interval_of_mean(values)[0][0] == 3
    assert range_of_futures(values)[1][0] == 3


def test_rare_counts_get_no_interval():
    rare, common = np.zeros(100), np.arange(100.0)
    rare[:3] = 1
    values = np.column_stack([rare, common])
    assert enough(values).tolist() == [False, True]
    mean, low, _ = interval_of_mean(values)
    assert mean[0] == 0.03
    assert np.isnan(low[0])
    assert not np.isnan(low[1])


def test_the_range_of_futures_is_of_futures_and_not_of_the_mean():
    values = np.arange(101.0)[:, None]
    assert range_of_futures(values)[:, 0].tolist() == [10, 50, 90]
