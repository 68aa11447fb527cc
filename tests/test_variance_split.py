"""The variance of a figure, split into luck, knowledge and interaction: known answers, and what cannot be told."""

import numpy as np
import pytest

from placesim.experiment.knowledge.shares import EVERY_FUTURE_ALIKE, first_order
from placesim.experiment.knowledge.smooths import (
    DOES_NOT_VARY,
    NO_PRODUCTS,
    TOO_FEW_FUTURES,
    TOO_MANY_MEMBERS,
    smooths_of,
)
from placesim.experiment.knowledge.variance_split import TOO_FEW_AGAIN, variance_split
from placesim.experiment.statistics import TOO_FEW_EVENTS
from tests.drawn import evenly, lucky, normal, within

LINEAR = np.array([4.0, 2.0, 1.0])
LUCK = np.sqrt(21)
"""With the linear model above, half of the variance is luck, and the assumptions explain 16, 4 and 1 in 42."""


def ishigami(uniforms):
    one, two, three = (np.pi * (2 * uniforms - 1)).T
    return np.sin(one) + 7 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one)


def linear(futures=2000, assumptions=3, seed=1):
    draws = normal(futures, assumptions, seed)
    figures, again = lucky(draws[:, :3] @ LINEAR, LUCK, seed + 1000)
    return variance_split(figures, again, smooths_of(draws))


def test_shares_of_a_linear_model_are_exact_within_their_error():
    split = linear()
    for share, truth in zip(split.assumptions, LINEAR**2 / 42, strict=True):
        assert within(share, truth)
        assert share.error < 0.03
    assert within(split.luck, 0.5)
    assert within(split.knowledge, 0.5)
    assert within(split.unfitted, 0.5)
    assert split.variance == pytest.approx(42, rel=0.15)
    assert not split.interaction.told_apart


def test_luck_knowledge_and_interaction_add_up_to_everything():
    split = linear(300, 12)
    assert split.luck.value + split.knowledge.value + split.interaction.value == pytest.approx(1)


def test_shares_of_ishigami_are_those_in_print():
    draws = evenly(2000, 3)
    figures = ishigami(draws)
    split = variance_split(figures, figures[::4], smooths_of(draws))
    for share, truth in zip(split.assumptions, (0.314, 0.442, 0.0), strict=True):
        assert within(share, truth)
    assert within(split.interaction, 0.244)
    assert split.luck.value == 0


def test_a_product_without_luck_has_no_luck_in_it():
    draws = evenly(1000, 2)
    figures = draws.prod(axis=1)
    split = variance_split(figures, figures[::4], smooths_of(draws))
    assert (split.luck.value, split.luck.error) == (0, 0)
    assert within(split.interaction, 1 / 7)
    assert split.interaction.told_apart
    assert all(within(share, 3 / 7) for share in split.assumptions)


def test_what_members_of_a_group_do_together_is_the_groups_and_no_interaction():
    draws = evenly(1000, 3)
    figures = draws[:, 0] * draws[:, 1] + 0.1 * draws[:, 2]
    split = variance_split(figures, figures[::4], smooths_of(draws, {"both": (0, 1)}))
    alone = 0.01 / 12 / (7 / 144 + 0.01 / 12)
    assert split.groups["both"].value == pytest.approx(1 - alone, abs=0.01)
    assert split.interaction.value == pytest.approx(0, abs=0.01)
    assert split.knowledge.value == pytest.approx(1, abs=0.01)


def test_correlated_assumptions_are_counted_once_in_knowledge():
    draws = normal(1000, 2)
    draws[:, 1] = 0.8 * draws[:, 0] + 0.6 * draws[:, 1]
    figures, again = lucky(draws.sum(axis=1), 1.0)
    split = variance_split(figures, again, smooths_of(draws, {"both": (0, 1)}))
    assert within(split.groups["both"], 3.6 / 4.6)
    assert split.knowledge.value == split.groups["both"].value
    assert within(split.assumptions[0], 3.24 / 4.6)  # alone, each tells what the other shares with it
    assert within(split.assumptions[1], 3.24 / 4.6)


def test_a_curve_that_turns_round_is_followed():
    draws = evenly(800, 2)
    figures, again = lucky(np.cos(2 * np.pi * draws[:, 0]), 0.5)
    split = variance_split(figures, again, smooths_of(draws))
    assert within(split.assumptions[0], 0.5 / 0.75)
    assert not split.assumptions[1].told_apart


def test_of_35_assumptions_that_do_nothing_seldom_one_is_told_apart():
    smooths, luck = smooths_of(evenly(300, 35)), np.random.default_rng(3)
    told = [any(s.told_apart for s in first_order(luck.normal(size=300), smooths)[0]) for _ in range(30)]
    assert sum(told) <= 5  # 1.5 expected; more than 5 come by chance once in 300 studies


def test_few_futures_and_many_assumptions_bias_no_share():
    splits = [linear(300, 35, seed) for seed in range(16)]
    for part, truth in (("luck", 0.5), ("knowledge", 0.5), ("interaction", 0.0)):
        values = np.array([getattr(split, part).value for split in splits])
        assert abs(values.mean() - truth) < 3 * values.std() / np.sqrt(len(values))


def test_standard_errors_are_honest():
    splits = [linear(240, 6, seed) for seed in range(60)]
    for part, truth in (("luck", 0.5), ("knowledge", 0.5)):
        held = sum(within(getattr(split, part), truth, 1.96) for split in splits)
        assert 50 <= held <= 60, part  # 57 expected


def test_a_share_below_nothing_is_kept_and_not_told_apart():
    smooths = smooths_of(evenly(300, 20))
    shares, _ = first_order(np.random.default_rng(5).normal(size=300), smooths)
    below = [share for share in shares if share.value < 0]
    assert below
    assert not any(share.told_apart for share in below)


def test_futures_without_the_figure_are_left_out():
    draws = normal(1200, 3)
    figures, again = lucky(draws @ LINEAR, LUCK)
    figures[::5], again[::7] = np.nan, np.nan
    split = variance_split(figures, again, smooths_of(draws))
    kept = ~np.isnan(figures)
    assert split.variance == figures[kept].var(ddof=1)
    assert within(split.assumptions[0], 16 / 42)
    assert within(split.luck, 0.5)


def test_an_assumption_of_no_width_and_one_of_whole_numbers():
    draws = np.column_stack([np.full(400, 3.0), np.repeat([0.0, 1.0], 200), evenly(400, 1)[:, 0]])
    figures, again = lucky(draws[:, 1], 0.5)
    split = variance_split(figures, again, smooths_of(draws))
    assert split.assumptions[0].reason == DOES_NOT_VARY
    assert within(split.assumptions[1], 0.5)
    assert within(split.knowledge, 0.5)
    assert split.knowledge.note == ""


def test_an_assumption_drawn_twice_is_one_column_of_its_group():
    one = normal(400, 1)
    smooths = smooths_of(np.hstack([one, one, 2 - 3 * one]), {"same": (0, 1, 2)})
    figures, again = lucky(one[:, 0], 1.0)
    assert within(variance_split(figures, again, smooths).groups["same"], 0.5)


def test_without_any_width_all_is_luck():
    figures, again = lucky(np.zeros(400), 1.0)
    split = variance_split(figures, again, smooths_of(np.ones((400, 2))))
    assert split.knowledge.value == 0
    assert within(split.luck, 1.0)


def test_what_cannot_be_told_says_why():
    draws = evenly(400, 2)
    smooths = smooths_of(draws)
    figures, again = lucky(draws[:, 0], 1.0)
    assert variance_split(np.full(400, 7.0), np.full(100, 7.0), smooths).reason == EVERY_FUTURE_ALIKE
    alike = 7 + 1e-11 * np.arange(400)  # what adding up in another order leaves
    assert variance_split(alike, alike[::4], smooths).reason == EVERY_FUTURE_ALIKE
    rare = np.zeros(400)
    rare[:3] = 1
    assert variance_split(rare, rare[::4], smooths).reason == TOO_FEW_EVENTS
    assert "too few futures" in variance_split(np.full(400, np.nan), again, smooths).reason
    unpaired = variance_split(figures, again[:4], smooths)
    assert (unpaired.luck.reason, unpaired.interaction.reason) == (TOO_FEW_AGAIN, TOO_FEW_AGAIN)
    assert unpaired.knowledge.reason == ""


def test_too_few_futures_for_a_curve_leave_luck():
    draws = evenly(100, 3)
    figures, again = lucky(draws.sum(axis=1), 0.5)
    split = variance_split(figures, again, smooths_of(draws, {"two": (0, 1)}))
    assert split.luck.value > 0
    assert {split.knowledge.reason, split.interaction.reason, split.groups["two"].reason} == {TOO_FEW_FUTURES}


def test_a_group_of_too_many_for_its_futures_says_so():
    draws = evenly(300, 22)
    figures, again = lucky(draws.sum(axis=1), 1.0)
    members = {"many": tuple(range(16)), "some": tuple(range(16, 22))}
    split = variance_split(figures, again, smooths_of(draws, members))
    assert split.groups["many"].reason == TOO_MANY_MEMBERS
    assert split.groups["some"].note == NO_PRODUCTS
    assert split.knowledge.note == f"{TOO_MANY_MEMBERS}; {NO_PRODUCTS}"


def test_how_often_a_target_is_met_rests_on_luck_and_knowledge_too():
    draws = normal(1000, 2)
    exact = draws[:, 0]
    figures, again = lucky(exact, 1.0)
    split = variance_split((figures > 0).astype(float), (again > 0).astype(float), smooths_of(draws))
    # two normal figures with one draw correlate by 1/2: both are above 0 in 1/4 + arcsin(1/2) / 2 pi = 1/3
    assert within(split.luck, (0.5 - 1 / 3) / 0.25)
    assert within(split.assumptions[0], (1 / 3 - 0.25) / 0.25)


@pytest.mark.parametrize("seed", range(60))
def test_whatever_the_figures_nothing_is_missing_without_its_reason(seed):
    luck = np.random.default_rng(seed)
    futures, assumptions = int(luck.integers(0, 400)), int(luck.integers(0, 9))
    draws = evenly(futures, assumptions, seed) if futures else np.empty((0, assumptions))
    draws[:, : assumptions // 3] = np.round(draws[:, : assumptions // 3])
    figures, again = lucky(draws.sum(axis=1) * 10.0 ** luck.integers(-6, 9), float(luck.choice([0, 1, 1e6])), seed)
    figures = np.where(luck.random(futures) < luck.choice([0, 0.2, 0.97]), np.nan, figures)
    if luck.random() < 0.2:
        figures, again = np.round(figures), np.round(again)
    groups = {"group": tuple(range(assumptions // 2))}
    with np.errstate(all="raise"):
        split = variance_split(figures, again[: int(luck.integers(0, len(again) + 1))], smooths_of(draws, groups))
    parts = (split.luck, split.knowledge, split.interaction, split.unfitted, *split.assumptions, *split.groups.values())
    assert len(split.assumptions) == assumptions
    for part in parts:
        assert np.isnan(part.value) == bool(part.reason)
        assert np.isfinite([part.error, part.by_chance]).all() == np.isfinite(part.value)
