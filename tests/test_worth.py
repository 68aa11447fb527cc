"""What knowing is worth to a choice, where the choice flips, and full Sobol indices: known answers and bad cases."""

import numpy as np
import pytest
from scipy.stats import norm

from placesim.experiment.knowledge.flips import flips
from placesim.experiment.knowledge.shares import EVERY_FUTURE_ALIKE
from placesim.experiment.knowledge.smooths import DOES_NOT_VARY, TOO_FEW_FUTURES, smooths_of
from placesim.experiment.knowledge.sobol import moved_together, sobol_indices, sobol_rows
from placesim.experiment.knowledge.worth import NOT_TOGETHER, ONE_OPTION, worth_of_knowing
from tests.drawn import evenly, lucky, normal, within
from tests.test_variance_split import ishigami

PRINTED = 0.3956
"""E max(0, X) of X normal with mean -1 and deviation 2."""


def loss(mean, deviation):
    """E max(0, X) of a normal X."""
    return deviation * norm.pdf(mean / deviation) + mean * norm.cdf(mean / deviation)


def against_nothing(savings):
    return np.column_stack([np.zeros(len(savings)), savings])


def worth_of(draws, exact, deviation, groups=None, seed=2):
    savings, again = lucky(exact, deviation, seed)
    return worth_of_knowing(against_nothing(savings), against_nothing(again), smooths_of(draws, groups))


@pytest.mark.parametrize("futures", [300, 2000])
def test_what_knowing_is_worth_of_a_normal_saving_is_the_answer_in_print(futures):
    draws = normal(futures, 2)
    worth = worth_of(draws, 2 * draws[:, 0] - 1, 2.0)
    assert within(worth.assumptions[0], PRINTED)
    assert worth.assumptions[0].told_apart
    assert worth.assumptions[0].changes == pytest.approx(norm.cdf(-0.5), abs=0.09)
    assert worth.best == 0


def test_an_assumption_that_cannot_matter_is_worth_nothing_beyond_its_null():
    draws = normal(2000, 2)
    value = worth_of(draws, 2 * draws[:, 0] - 1, 2.0).assumptions[1]
    assert value.value < 0.01
    assert 0 < value.null < 0.01
    assert not value.told_apart


def test_of_35_assumptions_that_do_nothing_seldom_one_is_told_apart():
    smooths = smooths_of(evenly(300, 35))
    told = 0
    for seed in range(20):
        savings = against_nothing(np.random.default_rng(seed).normal(-0.1, 1, 300))
        told += any(value.told_apart for value in worth_of_knowing(savings, None, smooths).assumptions)
    assert told <= 5  # 1 expected


def test_knowing_everything_of_what_luck_alone_moves_is_seldom_told_apart():
    smooths = smooths_of(evenly(300, 20))
    found = []
    for seed in range(20):
        savings, again = lucky(np.full(300, -0.1), 1.0, seed)
        found.append(worth_of_knowing(against_nothing(savings), against_nothing(again), smooths).everything)
    assert sum(value.told_apart for value in found) <= 4  # 1 expected
    assert all(0 < value.null < value.by_chance for value in found if not value.reason)


def test_two_options_that_each_rest_on_an_assumption_of_their_own():
    draws = normal(2000, 3)
    exact = np.column_stack([1.0 + draws[:, 0], 1.2 + 2 * draws[:, 1]])
    savings, again = lucky(exact, 1.5)
    zeros, fewer = np.zeros((2000, 1)), np.zeros((500, 1))
    worth = worth_of_knowing(np.hstack([zeros, savings]), np.hstack([fewer, again]), smooths_of(draws))
    assert worth.best == 2
    # the second's saving is given up for the first's mean where it falls below that; below zero it cannot matter more
    assert within(worth.assumptions[1], loss(-0.2, 2.0))
    assert within(worth.assumptions[0], loss(-0.2, 1.0))
    assert not worth.assumptions[2].told_apart


def test_a_group_is_worth_what_its_members_together_are():
    draws = normal(2000, 3)
    draws[:, 1] = 0.8 * draws[:, 0] + 0.6 * draws[:, 1]
    worth = worth_of(draws, draws[:, 0] + draws[:, 1] - 1, 1.5, {"both": (0, 1)})
    assert within(worth.groups["both"], loss(-1, np.sqrt(3.6)))
    assert within(worth.assumptions[0], loss(-1, 1.8))
    assert worth.everything.value == pytest.approx(worth.groups["both"].value, abs=0.05)


@pytest.mark.parametrize("futures", [300, 1000])
def test_knowing_everything_is_worth_the_most_with_luck_averaged_out(futures):
    draws = normal(futures, 20)
    slopes = np.zeros(20)
    slopes[:5] = 2, 1.5, 1, 0.5, 0.3
    worth = worth_of(draws, draws @ slopes - 1, 2.5)
    assert within(worth.everything, loss(-1, np.sqrt((slopes**2).sum())))
    assert worth.everything.value > max(value.value for value in worth.assumptions)


def test_bias_of_few_futures_is_less_than_an_error():
    slopes = np.array([2.0, 1.5, 0.0])
    found = []
    for seed in range(20):
        draws = normal(300, 3, seed)
        found.append([v.value for v in worth_of(draws, draws @ slopes - 1, 2.5, seed=seed + 50).assumptions])
    means, spreads = np.mean(found, axis=0), np.std(found, axis=0)
    truths = [PRINTED, loss(-1, 1.5), 0]
    assert (np.abs(means - truths) < 3 * spreads / np.sqrt(20) + 0.01).all()


def test_where_no_answer_changes_the_choice_knowing_is_worth_nothing():
    draws = evenly(500, 1)
    value = worth_of(draws, 10 + draws[:, 0], 0.5).assumptions[0]
    assert (value.value, value.changes, value.never) == (0, 0, True)


def test_where_futures_merely_see_no_answer_that_changes_the_choice_it_is_not_said_that_there_is_none():
    unseen = 0
    for seed in range(20):
        draws = normal(120, 1, seed)
        value = worth_of(draws, draws[:, 0] - 1.5, 4.0, seed=seed).assumptions[0]  # truly 0.03
        unseen += value.changes == 0
        assert not value.never
    assert unseen > 3


def test_without_futures_played_again_the_ceiling_says_what_it_lacks():
    draws = normal(500, 2)
    savings, _ = lucky(draws.sum(axis=1), 1.0)
    worth = worth_of_knowing(against_nothing(savings), None, smooths_of(draws))
    assert worth.everything.note == NOT_TOGETHER
    assert within(worth.everything, loss(0, np.sqrt(2)))


def test_what_cannot_be_told_of_a_choice_says_why():
    draws = np.column_stack([evenly(300, 1)[:, 0], np.ones(300)])
    savings, _ = lucky(draws[:, 0], 1.0)
    smooths = smooths_of(draws, {"pair": (0, 1)})
    assert worth_of_knowing(np.zeros((300, 1)), None, smooths).reason == ONE_OPTION
    assert worth_of_knowing(np.zeros((300, 3)), None, smooths).reason == EVERY_FUTURE_ALIKE
    assert "too few" in worth_of_knowing(np.full((300, 2), np.nan), None, smooths).reason
    assert worth_of_knowing(against_nothing(savings), None, smooths).assumptions[1].reason == DOES_NOT_VARY
    few = worth_of_knowing(against_nothing(savings[:100]), None, smooths_of(draws[:100]))
    assert few.assumptions[0].reason == TOO_FEW_FUTURES
    assert few.everything.reason == TOO_FEW_FUTURES


def test_the_choice_flips_where_the_curves_cross():
    held = 0
    for seed in range(20):
        draws = evenly(600, 2, seed)
        savings, _ = lucky(4 * draws[:, 0] - 2.4, 2.0, seed + 100)
        [flip] = flips(against_nothing(savings), smooths_of(draws))
        assert (flip.assumption, flip.below, flip.above) == (0, 0, 1)
        assert flip.value == pytest.approx(0.6, abs=0.12)
        assert flip.sure > 0.95
        assert flip.between is None
        held += flip.low < 0.6 < flip.high
    assert held >= 16  # 19 expected


def test_between_two_options_that_save_the_better_may_change_though_both_save():
    draws = evenly(2000, 2)
    savings, _ = lucky(np.column_stack([5 + draws[:, 1], 8 - 5 * draws[:, 1]]), 0.5)
    found = flips(np.column_stack([np.zeros(2000), savings]), smooths_of(draws))
    assert [(flip.assumption, flip.below, flip.above) for flip in found] == [(1, 2, 1)]
    assert found[0].value == pytest.approx(0.5, abs=0.03)
    assert all(not flips(against_nothing(option), smooths_of(draws)) for option in savings.T)


def test_a_flip_between_whole_numbers_lies_between_them():
    draws = np.repeat([0.0, 1.0, 2.0, 3.0], 200)[:, None]
    savings, _ = lucky(draws[:, 0] - 1.5, 1.0)
    [flip] = flips(against_nothing(savings), smooths_of(draws))
    assert 1 < flip.value < 2
    assert flip.between == (1, 2)


def test_nothing_flips_by_chance_alone():
    smooths = smooths_of(evenly(300, 20))
    found = [flips(against_nothing(np.random.default_rng(seed).normal(size=300)), smooths) for seed in range(20)]
    assert sum(bool(each) for each in found) <= 4  # 1 expected


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_savings_nothing_is_missing_without_its_reason(seed):
    luck = np.random.default_rng(seed)
    futures, options = int(luck.integers(0, 300)), int(luck.integers(1, 6))
    draws = evenly(futures, 4, seed) if futures else np.empty((0, 4))
    draws[:, 0] = np.round(3 * draws[:, 0])
    exact = draws[:, :3].sum(axis=1)[:, None] * luck.normal(size=options) * 10.0 ** luck.integers(-6, 9)
    savings, again = lucky(exact, float(luck.choice([0, 1, 1e6])), seed)
    savings = np.where(luck.random(savings.shape) < luck.choice([0, 0.1]), np.nan, savings)
    smooths = smooths_of(draws, {"group": (0, 1)})
    with np.errstate(all="raise", under="ignore"):
        worth = worth_of_knowing(savings, again if luck.random() < 0.7 else None, smooths)
        found = flips(savings, smooths)
    for value in (worth.everything, *worth.assumptions, *worth.groups.values()):
        assert np.isnan(value.value) == bool(value.reason)
        assert np.isfinite([value.error, value.changes, value.null]).all() == np.isfinite(value.value)
    assert all(draws[:, flip.assumption].min() <= flip.value <= draws[:, flip.assumption].max() for flip in found)


def test_full_indices_of_ishigami_are_those_in_print():
    indices = sobol_indices(100 + ishigami(sobol_rows(3, {}, 1024, 1)), 1024)
    for found, truth in zip(indices.first, (0.314, 0.442, 0.0), strict=True):
        assert found.value == pytest.approx(truth, abs=0.02)
        assert found.low < truth < found.high
    for found, truth in zip(indices.total, (0.558, 0.442, 0.244), strict=True):
        assert found.value == pytest.approx(truth, abs=0.02)
        assert found.low < truth < found.high


def test_a_group_has_one_index_that_holds_what_its_members_do_together():
    groups = {"first and third": (0, 2)}
    assert moved_together(3, groups) == [(1,), (0, 2)]
    rows = sobol_rows(3, groups, 512, 1)
    assert rows.shape == (512 * 4, 3)
    indices = sobol_indices(ishigami(rows), 512)
    assert indices.first[1].value == pytest.approx(0.558, abs=0.03)
    assert indices.total[1].value == pytest.approx(0.558, abs=0.03)


def test_full_indices_want_a_power_of_two_and_figures_that_differ():
    with pytest.raises(ValueError, match="300 points: a power of two"):
        sobol_rows(3, {}, 300, 1)
    assert sobol_indices(np.ones(64 * 5), 64).first[0].reason == EVERY_FUTURE_ALIKE
    missing = np.arange(64.0 * 5)
    missing[7] = np.nan
    assert "missing" in sobol_indices(missing, 64).total[2].reason
