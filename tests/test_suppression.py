"""Counts of one to four children are not told, nor what would give them away."""

import numpy as np
import pytest

import placesim.results.metrics  # noqa: F401  measures are known by being imported
from placesim.config.loading import load_baseline
from placesim.results.past_facts import Figures
from placesim.results.past_suppression import suppressed
from placesim.results.suppression import few, hidden, told
from tests.conftest import CONFIGS


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


def test_a_provision_that_is_left_out_cannot_be_worked_out_from_its_placement_type():
    baseline = load_baseline(CONFIGS / "example.yaml")
    types = {"residential": 14, "kinship": 4, "supported": 2, "ifa": 40}
    provision = {"homes_in_borough": 3, "homes_elsewhere": 11, "relatives": 4, "supported_accommodation": 2}
    told = {"all": 60, **types, **provision, "agency_carers": 40}
    values = {("children_year_end", group): np.array([float(count)]) for group, count in told.items()}
    by_year, _ = suppressed(
        baseline, Figures(("2024-25",), np.array([365.0]), values, {}), Figures((), np.array([]), {}, {})
    )
    hidden = {group: bool(by_year.hidden["children_year_end", group][0]) for group in told}
    assert hidden["homes_in_borough"]
    assert hidden["residential"] or hidden["homes_elsewhere"]
