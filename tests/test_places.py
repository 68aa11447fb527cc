"""Places on record: how many there are, how many are taken, and which household a child lives with, day by day."""

from datetime import timedelta

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.model.engine import CompiledBaseline, simulate
from placesim.model.history import History
from placesim.model.rates import YEAR
from placesim.model.streams import Streams
from placesim.model.supply import SupplyEvent
from tests.councils import (
    NEVER,
    START,
    ScriptedLuck,
    carers,
    council,
    home,
    need,
    places,
    plan,
    risk,
    scripted_child,
    spot,
)

LEAVES = {"leaving": {"leaves": risk({"foster_care": YEAR})}}
"""A budget of 50 is spent after 50 days."""

Step = tuple[float, int, int, int]


def played(baseline: Baseline, supply: list[tuple[float, str, int, int]], *children) -> History:
    """Play children against changes of the first provision: day, kind, number and usable places of each."""
    events = [SupplyEvent(day, 0, kind, number, usable) for day, kind, number, usable in supply]
    return simulate(CompiledBaseline(baseline), list(children), events)


def leaver(number: int, leaves: float, enters: float = 0, provision: int | None = None):
    return scripted_child(number, ScriptedLuck(leaving=[leaves - max(enters, 0)]), day=enters, provision=provision)


def steps(history: History) -> list[Step]:
    """Day, usable places, places taken and households, once a day, as they stand at its end."""
    table = history.places
    rows = zip(*(table[name].tolist() for name in ("day", "places", "taken", "households")), strict=True)
    return list({day: (day, *rest) for day, *rest in rows}.values())


def provision_of(history: History, child: int) -> list[str]:
    rows = history.episodes["child_id"] == child
    return [history.names.provisions[number] for number in history.episodes["provision"][rows]]


def test_households_that_join_and_leave_and_the_children_in_them_are_on_record():
    baseline = council({"carers": carers(0), "elsewhere": spot()}, **LEAVES)
    supply = [(0, "joins", 0, 2), (0, "joins", 1, 1), (60, "leaves", 0, 0), (80, "joins", 2, 3)]
    history = played(baseline, supply, leaver(0, NEVER, provision=0), leaver(1, 50, provision=0), leaver(2, 90, 20))
    assert steps(history) == [
        (0, 3, 2, 2),
        (20, 3, 3, 2),
        (50, 3, 2, 2),
        (60, 1, 1, 1),
        (80, 4, 1, 2),
        (90, 4, 0, 2),
    ]
    assert [provision_of(history, child) for child in (0, 1, 2)] == [["carers", "elsewhere"], ["carers"], ["carers"]]


def test_of_households_with_room_the_one_with_the_lowest_number_is_asked_whenever_it_joined():
    baseline = council({"carers": carers(0), "elsewhere": spot()}, **LEAVES)
    joining = [(0, "joins", number, 1) for number in (5, 7, 9)]
    supply = [*joining, (10, "joins", 1, 1), (10, "joins", 3, 1), (50, "leaves", 1, 0), (60, "leaves", 3, 0)]
    history = played(baseline, supply, *(leaver(number, NEVER, 20 + number) for number in range(2)))
    moved = {child: history.episodes["end_day"][history.episodes["child_id"] == child][0] for child in range(2)}
    assert moved == {0: 50, 1: 60}


def test_a_place_that_is_given_back_by_a_household_that_has_left_is_not_given_again():
    baseline = council({"carers": carers(0), "elsewhere": spot()}, **LEAVES)
    supply = [(0, "joins", 0, 1), (50, "leaves", 0, 0)]
    history = played(baseline, supply, leaver(0, NEVER, provision=0), leaver(1, NEVER, 60))
    assert [provision_of(history, child) for child in (0, 1)] == [["carers", "elsewhere"], ["elsewhere"]]
    assert steps(history) == [(0, 1, 1, 1), (50, 0, 0, 0)]


def test_places_that_fall_below_those_taken_wait_for_children_to_leave():
    baseline = council({"ours": places(2), "elsewhere": spot()}, **LEAVES)
    supply = [(0, "places", 2, 0), (30, "places", 1, 0)]
    children = [leaver(0, 40, provision=0), leaver(1, 60, provision=0), leaver(2, NEVER, 50), leaver(3, NEVER, 70)]
    history = played(baseline, supply, *children)
    assert steps(history) == [(0, 2, 2, 0), (30, 2, 2, 0), (40, 1, 1, 0), (60, 1, 0, 0), (70, 1, 1, 0)]
    assert [provision_of(history, child) for child in (2, 3)] == [["elsewhere"], ["ours"]]


def test_a_bed_just_left_is_nobody_s_until_its_turnaround_is_over():
    baseline = council({"ours": home(2, START, {"turnaround_days": 7}), "elsewhere": spot()}, **LEAVES)
    enters = [leaver(number, NEVER, day) for number, day in ((2, 51), (3, 56.9), (4, 57.1), (5, 58))]
    history = played(
        baseline, [(0, "places", 2, 0)], leaver(0, 50, provision=0), leaver(1, NEVER, provision=0), *enters
    )
    found = {child: provision_of(history, child)[0] for child in (2, 3, 4, 5)}
    assert found == {2: "elsewhere", 3: "elsewhere", 4: "ours", 5: "elsewhere"}


def test_the_first_in_line_is_moved_when_the_bed_is_ready():
    way = {"to": "ours", "from": ["elsewhere"]}
    baseline = council(
        {"ours": home(1, START, {"turnaround_days": 7}), "elsewhere": spot()},
        needs={"care": need("ours", "elsewhere", transfers=[way])},
        **LEAVES,
    )
    history = played(baseline, [(0, "places", 1, 0)], leaver(0, 50, provision=0), leaver(1, NEVER, -100, 1))
    assert history.episodes["start_day"][history.episodes["child_id"] == 1].tolist() == [-100, 57]


def test_a_child_who_is_offered_two_places_at_once_takes_one_and_the_other_goes_to_the_next_in_line():
    ways = [{"to": name, "from": ["elsewhere"]} for name in ("some", "others")]
    from_day_50 = [{"from": START, "value": 0}, {"from": START + timedelta(days=50), "value": 1}]
    baseline = council(
        {"some": places(from_day_50), "others": places(from_day_50), "elsewhere": spot()},
        needs={"care": need("some", "others", "elsewhere", transfers=ways)},
        **LEAVES,
    )
    children = [leaver(0, NEVER, -200, 2), leaver(1, NEVER, -100, 2)]
    history = simulate(CompiledBaseline(baseline), children, plan(baseline, Streams(0, 0)))
    assert [provision_of(history, child) for child in (0, 1)] == [["elsewhere", "some"], ["elsewhere", "others"]]
    assert history.places["taken"].tolist()[-1] == 1


def test_waiting_is_on_record_from_the_day_a_place_is_open_until_the_child_is_settled():
    way = {"to": "ours", "from": ["elsewhere"], "settled_after_days": 150}
    baseline = council(
        {"ours": home(1, START + timedelta(days=20)), "elsewhere": spot()},
        needs={"care": need("ours", "elsewhere", transfers=[way])},
    )
    children = [leaver(number, NEVER, -100 + number, 1) for number in range(2)]
    history = simulate(CompiledBaseline(baseline), children, plan(baseline, Streams(0, 0)))
    waits = history.searches
    second = (waits["child_id"] == 1) & (waits["placement_number"] == 1)
    assert (waits["waiting_day"][second].tolist(), waits["settled_day"][second].tolist()) == ([20], [51])


def test_from_its_day_another_policy_puts_children_who_wait_already_in_its_own_order():
    """Three wait: the longest-waiting, and behind them the dearest; from day 40 the dearest comes first."""
    ways = [{"to": "ours", "from": ["cheap", "dear", "dearest"]}]
    baseline = council(
        {
            "ours": home(1),
            "cheap": spot(weekly_fee=100),
            "dear": spot(weekly_fee=500),
            "dearest": spot(weekly_fee=900),
        },
        needs={"care": need("cheap", transfers=ways)},
        transfer_policy=[
            {"from": START, "value": "longest_wait"},
            {"from": START + timedelta(days=40), "value": "highest_fee"},
        ],
        **LEAVES,
    )
    lives = [(1, -300), (2, -200), (3, -100)]

    def moved(first_bed_free: float) -> list[int]:
        there = [leaver(number, NEVER, since, number) for number, since in lives]
        children = [leaver(0, first_bed_free, provision=0), *there]
        history = simulate(CompiledBaseline(baseline), children, plan(baseline, Streams(0, 0)))
        return [child for child, _ in lives if provision_of(history, child)[-1] == "ours"]

    assert moved(30) == [1]
    assert moved(50) == [3]


def test_steps_of_places_tell_of_every_transfer_and_every_place_declined():
    way = {"to": "ours", "from": ["elsewhere"]}
    baseline = council(
        {"ours": home(1, START, {"closes": START + timedelta(days=90)}), "elsewhere": spot()},
        needs={"care": need("ours", "elsewhere", transfers=[way])},
        **LEAVES,
    )
    children = [leaver(0, 50, provision=0), leaver(1, 50, -200, 1), leaver(2, NEVER, -100, 1)]
    history = simulate(CompiledBaseline(baseline), children, plan(baseline, Streams(0, 0)))
    rows = zip(*(history.places[name].tolist() for name in ("day", "places", "taken")), strict=True)
    assert [row for row in rows if row[0] >= 50] == [
        (50, 1, 0),  # the first leaves
        (50, 1, 1),  # offered to the second, who leaves at that moment
        (50, 1, 0),  # declined
        (50, 1, 1),  # given to the third
        (90, 1, 1),  # closed, with a child still there
        (90, 0, 0),
    ]


def test_a_place_that_is_no_home_s_is_free_the_moment_a_child_leaves_it():
    baseline = council({"ours": places(1), "elsewhere": spot()}, **LEAVES)
    history = played(baseline, [(0, "places", 1, 0)], leaver(0, 50, provision=0), leaver(1, NEVER, 50.01))
    assert provision_of(history, 1) == ["ours"]


def test_history_tells_who_children_are_and_whether_they_got_their_first_choice():
    """One lives elsewhere already and has made no search; of two who enter the first takes the only place."""
    baseline = council({"ours": places(1), "elsewhere": spot()})
    children = [
        scripted_child(0, ScriptedLuck(), day=-200, age=7, provision=1, care_start_day=-300),
        scripted_child(1, ScriptedLuck(), day=10, age=5),
        scripted_child(2, ScriptedLuck(), day=20, age=12),
    ]
    history = played(baseline, [(0, "places", 1, 0)], *children)
    assert history.episodes["first_choice"].tolist() == [True, True, False]
    assert history.children["in_care_at_start"].tolist() == [True, False, False]
    assert history.children["entered_day"].tolist() == [-300, 10, 20]
    assert history.children["age_at_entry"] == pytest.approx([7 - 100 / YEAR, 5, 12])


def test_a_child_who_would_be_settled_as_the_simulation_ends_waits_to_the_end():
    way = {"to": "ours", "from": ["elsewhere"], "settled_after_days": 465}
    baseline = council(
        {"ours": places(1), "elsewhere": spot()}, needs={"care": need("ours", "elsewhere", transfers=[way])}
    )
    children = [leaver(0, NEVER, provision=0), *(leaver(number, NEVER, -101 + number, 1) for number in (1, 2))]
    history = played(baseline, [(0, "places", 1, 0)], *children)
    waits = history.searches
    settled = {child: waits["settled_day"][waits["child_id"] == child][0] for child in (1, 2)}
    assert np.isnan(settled[1])
    assert np.isnan(settled[2])
    assert waits["waiting_day"][waits["child_id"] == 1].tolist() == [0]


def test_a_child_who_comes_into_line_while_a_bed_is_made_ready_waits_until_it_is():
    """The bed is left on day 50 and ready on day 57; from day 52 the child may be moved."""
    way = {"to": "ours", "from": ["elsewhere"], "minimum_days": 152}
    baseline = council(
        {"ours": home(1, START, {"turnaround_days": 7}), "elsewhere": spot()},
        needs={"care": need("ours", "elsewhere", transfers=[way])},
        **LEAVES,
    )
    history = played(baseline, [(0, "places", 1, 0)], leaver(0, 50, provision=0), leaver(1, NEVER, -100, 1))
    assert history.episodes["start_day"][history.episodes["child_id"] == 1].tolist() == [-100, 57]


def kept_for_searches(supply: list[tuple[float, str, int, int]], from_day: float, first_leaves: float) -> float:
    """The day on which a child moves into a home that keeps beds 14 days for searches, once it may from a day on."""
    way = {"to": "ours", "from": ["elsewhere"], "minimum_days": 100 + from_day}
    baseline = council(
        {"ours": home(4, START, {"searches_first_days": 14}), "elsewhere": spot()},
        needs={"care": need("ours", "elsewhere", transfers=[way])},
        **LEAVES,
    )
    there = [leaver(0, first_leaves, provision=0), leaver(1, NEVER, provision=0)]
    history = played(baseline, supply, *there, leaver(2, NEVER, -100, 1))
    return float(history.episodes["start_day"][history.episodes["child_id"] == 2][-1])


def test_only_the_bed_just_left_is_kept_for_searches_and_not_another_that_is_free():
    """Of three beds one is free from the start; another is left on day 50."""
    assert kept_for_searches([(0, "places", 3, 0)], 52, 50) == 52
    assert kept_for_searches([(0, "places", 2, 0)], 52, 50) == 64


def test_only_beds_that_are_added_are_kept_for_searches_and_not_another_that_is_free():
    """A third bed is free from the start; a fourth is added on day 30."""
    assert kept_for_searches([(0, "places", 3, 0), (30, "places", 4, 0)], 32, NEVER) == 32
    assert kept_for_searches([(0, "places", 2, 0), (30, "places", 3, 0)], 32, NEVER) == 44
