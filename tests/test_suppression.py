"""Counts of one to four children are not told, nor what would give them away."""

import pytest

from placesim.results.suppression import few, hidden, told


@pytest.mark.parametrize(("count", "words"), [(0, "0 events"), (1, "fewer than 5 events"), (4, "fewer than 5 events")])
def test_a_small_count_is_told_as_fewer_than_five_and_nothing_as_nothing(count, words):
    assert told(count, "event") == words
    assert few(count) == (count > 0)


def test_larger_counts_are_told_as_they_are():
    assert told(1_234, "child", "children") == "1,234 children"


def test_where_one_count_is_hidden_the_smallest_other_goes_with_it():
    assert hidden([3, 40, 12, 0]) == [True, False, True, False]


def test_two_hidden_counts_protect_each_other():
    assert hidden([3, 2, 12, 0]) == [True, True, False, False]


def test_where_nothing_is_small_nothing_is_hidden():
    assert hidden([5, 0, 12]) == [False, False, False]


def test_two_hidden_counts_that_their_total_would_give_away_take_another_with_them():
    assert hidden([1, 1, 30, 12]) == [True, True, False, True]
    assert hidden([4, 1, 30, 12]) == [True, True, False, False]
