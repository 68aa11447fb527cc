"""The bridge between two totals: six parts that add up in every future, none for what does not change."""

from itertools import permutations
from math import factorial
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from placesim.results.bridge import Bought, Bridge, Cause, added, bridge
from placesim.results.facts import Floats
from placesim.results.rounding import largest_remainder

CASE = yaml.safe_load((Path(__file__).parent / "finance_cases.yaml").read_text(encoding="utf-8"))["10_bridge"]
WEEK = 7
FEES = np.array([1190.0, 8373.0, 6750.0])
MOVED = {
    Cause.VOLUME: (1000.0, 1100.0),
    Cause.MIX: (np.array([0.7, 0.3, 0.0]), np.array([0.65, 0.25, 0.1])),
    Cause.COMPLEXITY: (np.ones(3), np.array([1.0, 1.1, 1.0])),
    Cause.PRICE: (np.ones(3), np.array([1.047, 1.05, 1.04])),
    Cause.VOID: (np.zeros(3), np.array([0.0, 0.0, 40.0])),
    Cause.FIXED: (0.0, 5000.0),
}
"""Case 10: where each cause stands at first and at last."""


def state(*changed: Cause) -> Bought:
    """What is bought when some causes have changed and the others not, in one future."""
    at = {cause: values[cause in changed] for cause, values in MOVED.items()}
    nights, level, void = at[Cause.VOLUME] * at[Cause.MIX], at[Cause.PRICE], at[Cause.VOID]
    priced, week = nights * at[Cause.COMPLEXITY], FEES / WEEK * level
    figures = (nights, priced, priced * week, void, void * week, np.zeros(3), level)
    return Bought(*(np.array([each]) for each in figures), fixed=np.array([at[Cause.FIXED]]))


def in_pence(found: Bridge) -> dict[str, float]:
    parts = largest_remainder([float(found.part(cause)[0]) for cause in Cause], 0.01)
    return {cause.value: round(float(part), 2) for cause, part in zip(Cause, parts, strict=True)}


def in_sequence(order: list[Cause]) -> dict[Cause, float]:
    """What each cause adds when they change one after the other."""
    totals = [float(state(*order[:count]).total[0]) for count in range(len(order) + 1)]
    return dict(zip(order, np.diff(totals).tolist(), strict=True))


def test_case_10_to_the_penny():
    found = bridge(state(), state(*Cause))
    assert in_pence(found) == CASE["shapley"]
    before, after = found.totals
    assert (round(before[0], 2), round(after[0], 2)) == (CASE["before"], CASE["after"])
    assert round(sum(in_pence(found).values()), 2) == CASE["change"], "printed pence add up"


@pytest.mark.parametrize("first", ["volume", "fixed"])
def test_case_10_in_sequence_differs_by_the_order_which_is_why_orders_are_averaged(first: str):
    order = list(Cause) if first == "volume" else list(Cause)[::-1]
    found = {cause.value: round(value, 2) for cause, value in in_sequence(order).items()}
    assert found == CASE[f"sequential_{first}_first"]


def test_a_part_is_the_average_over_all_orders_of_changing_the_six():
    sums = dict.fromkeys(Cause, 0.0)
    for order in permutations(Cause):
        for cause, value in in_sequence(list(order)).items():
            sums[cause] += value / factorial(len(Cause))
    found = bridge(state(), state(*Cause))
    assert {cause: float(found.part(cause)[0]) for cause in Cause} == pytest.approx(sums, rel=1e-9)


@pytest.mark.parametrize("cause", Cause)
def test_one_driver_that_changes_alone_has_the_whole_change_and_every_other_nothing(cause: Cause):
    before, after = state(), state(cause)
    found = bridge(before, after)
    assert float(found.part(cause)[0]) == pytest.approx(float((after.total - before.total)[0]), rel=1e-12)
    assert [float(found.part(other)[0]) for other in Cause if other is not cause] == [0.0] * 5


def test_case_10_when_only_prices_change():
    found = bridge(state(), state(Cause.PRICE))
    assert round(float(found.part(Cause.PRICE)[0]), 2) == CASE["only_price_changed"]["price"]


def bought(nights: Floats, **other: Floats) -> Bought:
    """Nights at 100 pounds, without voids, notice and anything fixed where not said."""
    nothing = np.zeros_like(nights)
    said = {"priced_nights": nights, "void_nights": nothing, "void_cost": nothing, "notice_cost": nothing,
            "level": np.ones_like(nights), "fixed": np.zeros(len(nights)), **other}  # fmt: skip
    said.setdefault("used_cost", said["priced_nights"] * said["level"] * 100)
    return Bought(nights, **said)


def test_a_home_that_opens_and_one_that_closes_are_mix():
    before, after = bought(np.array([[100.0, 50.0, 0.0]])), bought(np.array([[100.0, 0.0, 50.0]]))
    dearer = bridge(before, bought(after.nights, used_cost=np.array([[10_000.0, 0.0, 15_000.0]])))
    assert float(dearer.part(Cause.MIX)[0]) == pytest.approx(10_000.0)
    assert [float(dearer.part(cause)[0]) for cause in Cause if cause is not Cause.MIX] == [0.0] * 5


def test_the_first_child_ever_in_care_is_volume():
    found = bridge(bought(np.zeros((1, 2))), bought(np.array([[3.0, 4.0]])))
    assert float(found.part(Cause.VOLUME)[0]) == pytest.approx(700.0)
    assert float(found.part(Cause.MIX)[0]) == 0


def test_notice_is_counted_with_voids_and_its_price_with_prices():
    before = bought(np.array([[10.0]]), notice_cost=np.array([[100.0]]))
    more = bridge(before, bought(np.array([[10.0]]), notice_cost=np.array([[300.0]])))
    assert (float(more.part(Cause.VOID)[0]), float(more.part(Cause.PRICE)[0])) == (200.0, 0.0)
    dearer = bought(np.array([[10.0]]), notice_cost=np.array([[110.0]]), level=np.array([[1.1]]))
    found = bridge(before, dearer)
    assert float(found.part(Cause.PRICE)[0]) == pytest.approx(110.0)
    assert float(found.part(Cause.VOID)[0]) == pytest.approx(0.0, abs=1e-9)


def test_a_contract_for_beds_that_costs_more_a_void_night_is_price():
    before = bought(np.array([[10.0]]), void_nights=np.array([[5.0]]), void_cost=np.array([[500.0]]))
    after = bought(np.array([[10.0]]), void_nights=np.array([[5.0]]), void_cost=np.array([[600.0]]))
    found = bridge(before, after)
    assert (float(found.part(Cause.PRICE)[0]), float(found.part(Cause.VOID)[0])) == (100.0, 0.0)


FUTURES, PROVISIONS = 3, 4
SHAPE = (FUTURES, PROVISIONS)
SOME = st.one_of(st.just(0.0), st.floats(0.01, 1e4))


@st.composite
def anything(draw: st.DrawFn) -> Bought:
    """Any year: provision without nights, nobody in care, homes not there yet, contracts without a child."""
    whole = arrays(np.float64, SHAPE, elements=st.integers(0, 900).map(float))
    nights, void = draw(whole), draw(whole)
    factor, week, empty = (draw(arrays(np.float64, SHAPE, elements=SOME)) for _ in range(3))
    level = draw(arrays(np.float64, SHAPE, elements=st.floats(0.2, 5.0)))
    notice = draw(arrays(np.float64, SHAPE, elements=SOME))
    fixed = draw(arrays(np.float64, FUTURES, elements=st.floats(-1e6, 1e6)))
    return Bought(nights, nights * factor, nights * factor * week, void, void * empty, notice, level, fixed)


@settings(max_examples=40, deadline=None)
@given(anything(), anything())
def test_the_parts_add_up_to_the_change_in_every_future_whatever_is_bought(before: Bought, after: Bought):
    found = bridge(before, after)
    parts = np.array([found.part(cause) for cause in Cause])
    assert np.isfinite(parts).all()
    size = np.maximum(np.abs(before.total), np.abs(after.total)) + np.abs(before.fixed) + np.abs(after.fixed) + 1
    assert (np.abs(parts.sum(axis=0) - (after.total - before.total)) <= 1e-9 * size).all()
    back = bridge(after, before)
    assert np.abs(parts + np.array([back.part(cause) for cause in Cause])).max() <= 1e-9 * size.max()


@settings(max_examples=25, deadline=None)
@given(anything(), st.floats(0.5, 2.0), st.integers(1, 4))
def test_nothing_is_due_to_a_driver_that_does_not_change(before: Bought, dearer: float, times: int):
    assert not any(bridge(before, before).part(cause).any() for cause in Cause)
    costs = {name: getattr(before, name) * dearer for name in ("used_cost", "void_cost", "notice_cost", "level")}
    priced = bridge(before, Bought(**{**vars(before), **costs}))
    assert not any(priced.part(cause).any() for cause in (Cause.VOLUME, Cause.MIX, Cause.COMPLEXITY, Cause.FIXED))
    more = {name: getattr(before, name) * times for name in ("nights", "priced_nights", "used_cost")}
    busier = bridge(before, Bought(**{**vars(before), **more}))
    assert not any(busier.part(cause).any() for cause in Cause if cause is not Cause.VOLUME)


def test_several_years_are_bridged_by_adding_up_their_parts():
    years = [bridge(state(), state(Cause.PRICE)), bridge(state(), state(*Cause))]
    together = added(years)
    for cause in Cause:
        assert float(together.part(cause)[0]) == pytest.approx(sum(float(year.part(cause)[0]) for year in years))
    assert float(together.totals[1][0]) == pytest.approx(sum(float(year.totals[1][0]) for year in years))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(-1e7, 1e7), min_size=1, max_size=8), st.sampled_from([0.01, 1.0, 1e4]))
def test_rounded_parts_add_up_and_none_is_further_off_than_a_step(parts: list[float], step: float):
    found = largest_remainder(parts, step)
    assert round(found.sum() / step) == round(sum(np.array(parts) / step))
    assert (np.abs(found - parts) <= step * (1 + 1e-6)).all()
    assert not found[np.array(parts) == 0].any()


def test_rounded_parts_add_up_to_a_total_that_is_printed_beside_them():
    assert largest_remainder([0.4, 0.3, 0.2], 1.0).tolist() == [1.0, 0.0, 0.0]
    assert largest_remainder([0.4, 0.3, 0.2], 1.0, total=2.0).tolist() == [1.0, 1.0, 0.0]
    assert largest_remainder([1.0, 2.5, 0.0], 1.0, total=3.0).tolist() == [1.0, 2.0, 0.0]
    assert largest_remainder([5.0, 3.0, 0.0], 1.0, total=7.0).tolist() == [5.0, 2.0, 0.0]
    assert largest_remainder([0.0, 0.0], 1.0).tolist() == [0.0, 0.0]
