"""Draws: the same values of assumptions in every scenario, spread evenly, and disturbed by nothing else."""

import warnings

import numpy as np
import pytest

from placesim.config.ranges.assumptions import Assumption, Uncertainty
from placesim.config.ranges.shapes import Shape
from placesim.experiment.draws import EVERY, again, draws


def assumption(name: str, low: float = 0.0, high: float = 1.0) -> Assumption:
    shape = Shape("uniform", (low + high) / 2, low, high)
    return Assumption(name, name, shape.value, low, high, "", "", False, ("assumption: a test",), shape)


PRICE, UPLIFT, ENTRIES = (assumption(name) for name in ("price", "uplift", "entries"))


def test_the_same_seed_draws_the_same_values():
    assert np.array_equal(draws(Uncertainty((PRICE,)), 7, 0, 40), draws(Uncertainty((PRICE,)), 7, 0, 40))


def test_another_seed_draws_others():
    assert not np.any(draws(Uncertainty((PRICE,)), 7, 0, 40) == draws(Uncertainty((PRICE,)), 8, 0, 40))


@pytest.mark.parametrize("futures", [1, 2, 3, 25, 64, 300])
def test_a_range_more_leaves_every_other_draw_as_it_was(futures):
    few = draws(Uncertainty((PRICE, ENTRIES)), 1, 0, futures)
    more = draws(Uncertainty((UPLIFT, PRICE, ENTRIES)), 1, 0, futures)
    assert np.array_equal(more[:, 1:], few)


@pytest.mark.parametrize(("first", "count"), [(0, 1), (1, 1), (5, 20), (31, 2), (32, 1), (100, 33)])
def test_futures_drawn_in_parts_are_those_drawn_at_once(first, count):
    together = draws(Uncertainty((PRICE, UPLIFT)), 3, 0, 200)
    assert np.array_equal(draws(Uncertainty((PRICE, UPLIFT)), 3, first, count), together[first : first + count])


def test_any_number_of_futures_is_drawn_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for count in (1, 3, 100, 257):
            assert draws(Uncertainty((PRICE,)), 1, 0, count).shape == (count, 1)


@pytest.mark.parametrize("power", range(9))
def test_the_first_two_to_the_k_futures_have_one_value_in_each_part_of_the_range(power):
    futures = 2**power
    values = draws(Uncertainty((PRICE, UPLIFT, ENTRIES)), 5, 0, futures)
    for column in values.T:
        assert sorted(np.floor(column * futures).astype(int)) == list(range(futures))


def test_no_two_assumptions_go_together():
    """Of 780 pairs of 256 values each, none correlates by more than five standard errors of chance."""
    many = Uncertainty(tuple(assumption(f"assumption {number}") for number in range(40)))
    apart = np.corrcoef(draws(many, 1, 0, 256), rowvar=False)[np.triu_indices(40, 1)]
    assert np.abs(apart).max() < 5 / np.sqrt(256)
    assert apart.std() == pytest.approx(1 / np.sqrt(256), rel=0.15)


def test_no_draw_is_at_the_very_end_of_what_a_normal_could_be():
    uniforms = draws(Uncertainty((PRICE,)), 1, 0, 4096)
    assert 0 < uniforms.min() < uniforms.max() < 1


def test_a_study_without_ranges_draws_nothing():
    assert draws(Uncertainty(()), 1, 0, 5).shape == (5, 0)


def test_one_future_in_four_is_played_again_whichever_part_of_the_study_it_is_in():
    assert again(0, 10) == [0, 4, 8]
    assert again(0, 5) + again(5, 5) == again(0, 10)
    assert again(1, EVERY - 1) == []
