"""Naive forecasts against answers worked out by hand: what a model has to beat must itself be right."""

from datetime import date
from math import exp, sqrt
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

from placesim.results.observed import observed
from placesim.results.scores import count_like
from placesim.returns.account import COLUMNS, Account
from placesim.returns.backcasting.figures import figures_of
from placesim.returns.backcasting.known_places import places_on, types_with_known_places
from placesim.returns.backcasting.naive import as_places, flat, spread_of_changes, trend
from placesim.returns.backcasting.stock_and_flow import Flows, flows_of, projected
from placesim.returns.past import Past
from tests.councils import carers, council, home, places, risk, spot

TWO_YEARS = np.arange(24.0) + 100
"""A number that rises by one a month."""


def quantile(middle: float, deviation: float, probability: float) -> float:
    return NormalDist(middle, deviation).inv_cdf(probability)


def test_the_last_value_spreads_as_past_changes_over_the_same_time_did():
    zigzag = np.tile([100.0] * 12 + [106.0] * 12, 2)
    forecast = flat(zigzag, 12)
    assert forecast.middle == 106
    assert spread_of_changes(zigzag, 12) == pytest.approx(6)
    assert forecast.quantile(0.9) == pytest.approx(quantile(106, 6, 0.9))


def test_where_less_than_twice_the_time_is_known_a_years_changes_spread_with_the_root_of_the_years():
    assert spread_of_changes(TWO_YEARS, 12) == pytest.approx(12)
    assert spread_of_changes(TWO_YEARS, 36) == pytest.approx(12 * sqrt(3))


def test_a_trend_goes_on_along_its_line_and_a_perfect_one_leaves_no_doubt():
    forecast = trend(TWO_YEARS, 12)
    assert forecast.middle == pytest.approx(123 + 12)
    assert forecast.quantile(0.98) == pytest.approx(forecast.quantile(0.02))


def test_a_trend_spreads_by_chance_and_by_how_little_its_years_tell_of_it():
    """Yearly changes are 0 and 12 in halves: s is 6, and three years ahead on three years' line s^2 x 3 x (1 + 1)."""
    steps = np.array([100.0] * 12 + [100.0] * 6 + [112.0] * 6 + [112.0] * 12)
    changes = steps[12:] - steps[:-12]
    forecast = trend(steps, 36)
    deviation = (forecast.quantile(0.9) - forecast.middle) / NormalDist().inv_cdf(0.9)
    assert deviation == pytest.approx(np.std(changes) * sqrt(3 * 2))


def test_a_count_like_those_of_past_years_is_as_doubtful_as_a_count_and_its_rate():
    """With n years of 40 each the next has mean 40 + 1 / 2n and variance of about 40 (1 + 1 / n)."""
    one, three = count_like(np.array([40.0])), count_like(np.array([40.0, 40.0, 40.0]))
    assert one.middle == three.middle == 40
    assert one.quantile(0.9) - 40 == pytest.approx(1.2816 * sqrt(80), abs=1.5)
    assert three.quantile(0.9) - 40 == pytest.approx(1.2816 * sqrt(40 * 4 / 3), abs=1.5)
    assert count_like(np.array([0.0])).middle == 0


def test_known_places_carry_the_share_that_was_filled():
    children, there = np.full(24, 80.0), np.full(24, 100.0)
    forecast = as_places(children, there, 12, 60)
    assert forecast is not None
    assert forecast.middle == pytest.approx(48)
    assert forecast.quantile(0.9) == pytest.approx(48)  # the share never changed


def test_known_places_say_nothing_of_a_home_that_has_not_been_open_for_a_year():
    opened = np.array([0.0] * 14 + [4.0] * 10)
    assert as_places(np.minimum(opened, 3.0), opened, 12, 4) is None
    assert as_places(np.zeros(24), np.zeros(24), 12, 4) is None


HOME = "residential"


def test_places_are_those_of_the_day():
    fall = [{"from": date(2025, 4, 1), "value": 10}, {"from": date(2026, 4, 1), "value": 6}]
    ours = council({"ours": places(fall), "elsewhere": spot(placement_type=HOME)})
    assert types_with_known_places(ours) == ["foster_care"]
    assert places_on(ours, "foster_care", [date(2026, 3, 31), date(2026, 4, 1)]).tolist() == [10, 6]


def test_a_home_has_beds_from_its_opening_to_its_closing():
    closing = home(4, date(2025, 7, 1), {"closes": date(2026, 1, 1)}, placement_type=HOME)
    ours = council({"home": closing, "ours": spot()})
    days = [date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert places_on(ours, HOME, days).tolist() == [0, 4, 4, 0]


def test_carers_are_those_of_the_start_then_come_and_go_as_planned():
    """100 households of two places, half of them usable, tend towards 10 / 0.2 households."""
    planned = {"leaves_per_year": 0.2, "usable_share": 0.5, "approvals_per_year": 10}
    ours = council({"ours": carers(100, {2: 1.0}, capacity=planned), "last": spot(placement_type=HOME)})
    found = places_on(ours, "foster_care", [date(2024, 4, 1), date(2025, 4, 1), date(2028, 4, 1)])
    assert found[:2].tolist() == [100, 100]
    assert found[2] == pytest.approx(50 + (100 - 50) * exp(-0.2 * 3), rel=0.01)


def test_a_type_in_which_places_can_be_bought_has_none_that_are_known():
    assert types_with_known_places(council({"ours": places(5), "elsewhere": spot()})) == []


def past() -> Past:
    """Two years: one child stays in care, one moves from foster care to a home, one enters and goes home."""
    moves = {"breakdown": risk({"foster_care": 1, HOME: 0}, planned=False)}
    leaving = {"return_home": risk({"foster_care": 1, HOME: 0})}
    ours = council({"carers": spot(), "home": spot(placement_type=HOME)}, moves=moves, leaving=leaving)
    episodes = [
        {"child_id": 0, "provision": "carers", "start_day": -10.0},
        {"child_id": 1, "provision": "carers", "start_day": -10.0, "end_day": 365.0, "end_reason": "breakdown"},
        {"child_id": 1, "placement_number": 2, "provision": "home", "start_day": 365.0},
        {"child_id": 2, "provision": "carers", "start_day": 100.0, "end_day": 200.0, "end_reason": "return_home"},
    ]
    children = [
        {"child_id": 0, "entered_day": -10.0, "in_care_at_start": True},
        {"child_id": 1, "entered_day": -10.0, "in_care_at_start": True},
        {"child_id": 2, "entered_day": 100.0},
    ]
    history = observed(ours, 730.0, episodes, children=children)
    return Past(ours, history, np.zeros(4, np.int64), Account(pd.DataFrame(columns=list(COLUMNS))))


def test_figures_of_a_past_are_those_that_runs_have():
    found = figures_of(past())
    assert found.years == ("2025-26", "2026-27")
    assert found.by_year["children_year_end", "all"].tolist() == [2, 2]
    assert found.by_year["children_year_end", HOME].tolist() == [0, 1]
    assert [found.of(flow, "all", "2025-26") for flow in ("entries", "leavers", "moves")] == [1, 1, 0]
    assert [found.of(flow, "all", "2026-27") for flow in ("entries", "leavers", "moves")] == [0, 0, 1]
    assert (found.months[0], found.months[-1]) == (date(2025, 4, 30), date(2027, 3, 31))
    assert found.by_month["all"].tolist()[2:5] == [2, 3, 3]  # from 10 July one more


def test_flows_are_counted_by_type_over_two_years():
    flows = flows_of(past())
    assert flows.entered.tolist() == [1, 0]
    assert flows.left.tolist() == [1, 0]
    assert flows.moved.tolist() == [[0, 1], [0, 0]]
    assert flows.there.tolist() == [1, 1]
    assert flows.child_years == pytest.approx(np.array([730 + 365 + 100, 365]) / 365.25)


def test_a_stock_with_steady_flows_tends_to_where_they_balance():
    """40 come a year and each of 100 leaves at 0.4 a year: 100 stay 100, 60 rise as 100 - 40 exp(-0.4 t)."""
    kind, years = ("foster_care",), 3
    steady = Flows(100, np.array([4000]), np.array([4000]), np.array([[0]]), np.array([10_000.0]), np.array([100]))
    found = projected(steady, kind, years, 2000, seed=1)
    assert found["children_year_end", "all"].mean(axis=0) == pytest.approx([100] * 3, abs=1)
    assert found["entries", "all"].mean(axis=0) == pytest.approx([40] * 3, abs=0.5)
    rising = Flows(100, np.array([4000]), np.array([4000]), np.array([[0]]), np.array([10_000.0]), np.array([60]))
    levels = projected(rising, kind, years, 2000, seed=1)["children_year_end", "foster_care"].mean(axis=0)
    assert levels == pytest.approx([100 - 40 * exp(-0.4 * year) for year in (1, 2, 3)], abs=1)


def test_a_stock_moves_between_types_and_loses_nobody_on_the_way():
    moving = Flows(
        2, np.array([0, 0]), np.array([0, 0]), np.array([[0, 30], [0, 0]]), np.array([60.0, 0.0]), np.array([50, 0])
    )
    found = projected(moving, ("foster_care", HOME), 2, 1000, seed=1)
    assert (found["children_year_end", "all"] == 50).all()
    assert found["moves", "all"].sum(axis=1).tolist() == found["children_year_end", HOME][:, 1].tolist()
    assert found["children_year_end", "foster_care"][:, 0].mean() == pytest.approx(50 * exp(-0.5), abs=1.5)


def test_rates_from_few_events_leave_more_doubt_than_those_from_many():
    """Entries of a year: Poisson about a rate known from n years has variance of 40 (1 + 1 / n)."""
    empty = np.array([[0]]), np.array([1.0]), np.array([0])
    short, long = (Flows(years, np.array([40 * years]), np.array([0]), *empty) for years in (2, 400))
    spread = [projected(flows, ("foster_care",), 1, 4000, 1)["entries", "all"].var() for flows in (short, long)]
    assert spread == pytest.approx([60, 40], rel=0.1)
