"""Exactly on the edge: the age, the day, the share at which a rule begins or ends, each by hand."""

from datetime import timedelta

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.model.engine import CompiledBaseline, simulate
from placesim.model.history import History
from placesim.model.matching import chosen_from
from placesim.model.rates import YEAR
from placesim.model.streams import Streams
from placesim.results import metrics
from placesim.results.observed import observed
from tests.conftest import play
from tests.councils import (
    START,
    Block,
    ScriptedLuck,
    child_at_start,
    children_of,
    council,
    facts_of,
    home,
    need,
    places,
    plan,
    risk,
    scripted_child,
    spot,
    stream,
)

A_HAIR = 1e-6


class SuitedBelow(ScriptedLuck):
    """Luck that suits every provision with a share above its own uniform."""

    def __init__(self, uniform: float):
        super().__init__()
        self._uniform = uniform

    def suits(self, row: int, provision: str) -> float:
        return self._uniform


def provision_of(history: History, child: int = 0) -> list[str]:
    episodes = history.episodes
    return [history.names.provisions[number] for number in episodes["provision"][episodes["child_id"] == child]]


def placed(baseline: Baseline, *children) -> History:
    return simulate(CompiledBaseline(baseline), list(children), plan(baseline, Streams(0, 0)))


@pytest.mark.parametrize(
    ("age", "found"),
    [(10 - A_HAIR, "elsewhere"), (10, "ours"), (12, "ours"), (14 - A_HAIR, "ours"), (14, "elsewhere")],
)
def test_provision_takes_children_from_its_minimum_age_until_just_before_its_maximum(age, found):
    baseline = council({"ours": places(1, minimum_age=10, maximum_age=14), "elsewhere": spot()})
    assert provision_of(placed(baseline, scripted_child(0, ScriptedLuck(), age=age))) == [found]


@pytest.mark.parametrize(("age", "found"), [(10 - A_HAIR, "family"), (10, "raised"), (10 + A_HAIR, "raised")])
def test_a_breakdown_raises_a_need_from_its_minimum_age_on(age, found):
    changes = [{"from": "family", "to": "raised", "minimum_age": 10, "share": 0.5}]
    baseline = council(
        {"family": spot(), "raised": spot()},
        needs={"family": need("family"), "raised": need("raised")},
        moves={"breakdown": risk({"foster_care": YEAR}, planned=False, need_changes=changes)},
    )
    luck = ScriptedLuck(moves={1: [50.0]}, number_of_moves=1, need_changes={1: 0.4999})
    child = scripted_child(0, luck, day=0, age=age - 50 / YEAR, provision=0)
    assert provision_of(placed(baseline, child)) == ["family", found]


@pytest.mark.parametrize(("uniform", "found"), [(0.4999, "raised"), (0.5, "family")])
def test_a_breakdown_raises_a_need_for_the_share_it_says(uniform, found):
    changes = [{"from": "family", "to": "raised", "minimum_age": 0, "share": 0.5}]
    baseline = council(
        {"family": spot(), "raised": spot()},
        needs={"family": need("family"), "raised": need("raised")},
        moves={"breakdown": risk({"foster_care": YEAR}, planned=False, need_changes=changes)},
    )
    luck = ScriptedLuck(moves={1: [50.0]}, number_of_moves=1, need_changes={1: uniform})
    assert provision_of(placed(baseline, scripted_child(0, luck, provision=0))) == ["family", found]


@pytest.mark.parametrize(("uniform", "entering", "moved"), [(0.4999, "ours", True), (0.5, "elsewhere", False)])
def test_a_home_suits_the_share_of_children_it_says_those_who_enter_and_those_who_transfer_alike(
    uniform, entering, moved
):
    baseline = council(
        {"ours": home(1, START, {"match_share": 0.5}), "elsewhere": spot()},
        needs={"care": need("ours", "elsewhere", transfers=[{"to": "ours", "from": ["elsewhere"]}])},
    )
    assert provision_of(placed(baseline, scripted_child(0, SuitedBelow(uniform)))) == [entering]
    there = scripted_child(0, SuitedBelow(uniform), day=-100, provision=1)
    assert provision_of(placed(baseline, there)) == ["elsewhere", *["ours"] * moved]


@pytest.mark.parametrize(("uniform", "found"), [(0.4999, "relatives"), (0.5, "elsewhere")])
def test_provision_that_exists_for_a_share_of_children_is_tried_for_those_only(uniform, found):
    baseline = council(
        {"relatives": spot(), "elsewhere": spot()},
        needs={"care": need({"provision": "relatives", "share": 0.5}, "elsewhere")},
    )
    assert provision_of(placed(baseline, scripted_child(0, SuitedBelow(uniform)))) == [found]


@pytest.mark.parametrize(
    ("uniform", "reason"),
    [(0, "b"), (0.2499, "b"), (0.25, "c"), (0.7499, "c"), (0.75, "d"), (0.9994, "d"), (0.9999, "d")],
)
def test_why_a_child_leaves_at_18_is_picked_by_shares_in_the_order_in_which_they_are_written(uniform, reason):
    """They fall a little short of 1: the last that has a share takes the rest."""
    assert chosen_from({"a": 0, "b": 0.25, "c": 0.5, "d": 0.2495, "e": 0}, uniform) == reason


def test_nobody_waits_for_a_place_before_the_day_from_which_transfers_are_allowed():
    way = {"to": "ours", "from": ["elsewhere"], "starts": START + timedelta(days=30)}
    baseline = council({"ours": places(1), "elsewhere": spot()}, needs={"care": need("elsewhere", transfers=[way])})
    history = placed(baseline, scripted_child(0, ScriptedLuck(), day=-100, provision=1))
    assert history.episodes["start_day"].tolist() == [-100, 30]


@pytest.mark.parametrize(("age", "day"), [(10 - 2 / YEAR, 2), (10, 0), (14 - 1 / YEAR, 0), (14, None)])
def test_a_child_waits_for_a_place_from_the_day_it_takes_their_age_until_it_no_longer_does(age, day):
    baseline = council(
        {"ours": places(1, minimum_age=10, maximum_age=14), "elsewhere": spot()},
        needs={"care": need("ours", "elsewhere", transfers=[{"to": "ours", "from": ["elsewhere"]}])},
    )
    history = placed(baseline, scripted_child(0, ScriptedLuck(), day=0, age=age, provision=1))
    assert history.episodes["start_day"][1:].tolist() == ([] if day is None else [pytest.approx(day, abs=A_HAIR)])
    assert np.isnan(history.searches["waiting_day"][0])  # a place that is free is not waited for


class TestDaysInPlacementAtTheStart:
    def test_a_listed_child_s_placement_began_the_days_before_the_start_that_the_list_says(self):
        baseline = listed(days=101.0)
        [child] = children_of(baseline, Streams(1, 0))
        assert (child.placement_start_day, child.care_start_day) == (-101.0, -YEAR)
        assert play(baseline).episodes["start_day"][0] == -101.0

    @pytest.mark.parametrize(("days", "moved_day"), [(100.0, 30.0), (130.0, 0.0), (129.0, 1.0), (0.0, 130.0)])
    def test_they_count_towards_the_days_before_a_child_may_be_moved(self, days, moved_day):
        episodes = play(listed(days)).episodes
        assert episodes["end_day"][0] == moved_day

    @pytest.mark.parametrize(("days", "moves"), [(199.0, True), (200.0, False)])
    def test_they_count_towards_the_days_after_which_a_child_is_settled(self, days, moves):
        assert (len(play(listed(days, settled_after_days=200)).episodes["end_day"]) == 2) == moves

    def test_of_counted_children_they_lie_evenly_between_coming_into_care_and_the_start(self):
        baseline = council(
            {"ours": spot()},
            children_in_care={
                "groups": [
                    {
                        "provision": "ours",
                        "stream": "local",
                        "ages": {"1 to 17": 2000},
                        "needs": {"care": 1},
                        "source": "assumption: a test",
                    }
                ],
                "years_in_care": {"any": 1},
            },
        )
        children = children_of(baseline, Streams(1, 0))
        shares = np.array([child.placement_start_day / child.care_start_day for child in children])
        assert shares.min() >= 0
        assert shares.max() <= 1
        assert shares.mean() == pytest.approx(0.5, abs=0.03)
        assert (shares < 0.25).mean() == pytest.approx(0.25, abs=0.04)


def listed(days: float, **transfer: float) -> Baseline:
    way: Block = {"to": "ours", "from": ["elsewhere"], "minimum_days": 130, **transfer}
    return council(
        {"ours": places(1), "elsewhere": spot()},
        needs={"care": need("ours", "elsewhere", transfers=[way])},
        children_in_care={"children": [child_at_start("elsewhere", days=days)]},
    )


class TestChildrenAlreadyInAHomeThatIsOpen:
    def opening(self, children: int, beds: int = 4, gap: float = 42) -> list[tuple[float, int]]:
        baseline = council(
            {"ours": home(beds, START, {"admission_gap_days": gap}), "elsewhere": spot()},
            children_in_care={"children": [child_at_start("ours") for _ in range(children)]},
        )
        return [(event.day, event.number) for event in plan(baseline, Streams(0, 0)) if event.kind == "places"]

    def test_their_beds_are_filled_on_day_0_and_the_others_one_by_one_as_in_any_new_home(self):
        assert self.opening(0) == [(0, 1), (42, 2), (84, 3), (126, 4)]
        assert self.opening(1) == [(0, 1), (42, 2), (84, 3), (126, 4)]
        assert self.opening(2) == [(0, 2), (84, 3), (126, 4)]
        assert self.opening(4) == [(0, 4)]

    def test_they_have_their_beds_so_that_who_enters_goes_elsewhere_until_one_leaves(self):
        baseline = council({"ours": home(2), "elsewhere": spot()}, leaving={"leaves": risk({"foster_care": YEAR})})
        there = [scripted_child(number, ScriptedLuck(leaving=[50.0 + 100 * number]), provision=0) for number in (0, 1)]
        entering = [scripted_child(number, ScriptedLuck(leaving=[1e9]), day=day) for number, day in ((2, 49), (3, 51))]
        history = placed(baseline, *there, *entering)
        assert [provision_of(history, child) for child in range(4)] == [["ours"], ["ours"], ["elsewhere"], ["ours"]]
        assert history.places["taken"].max() == 2


class TestMidnights:
    """Whoever is there at midnight sleeps there; midnight 1 ends day 0."""

    def nights(self, *stays: tuple[float, float]) -> list[float]:
        baseline = council({"ours": spot()}, years=2)
        rows = [
            {"child_id": child, "provision": "ours", "start_day": begins, "end_day": ends}
            for child, (begins, ends) in enumerate(stays)
        ]
        return metrics.nights(facts_of(baseline, observed(baseline, 730, rows)))["ours"].tolist()

    @pytest.mark.parametrize(
        ("begins", "ends", "found"),
        [
            (10.7, 12.2, [2, 0]),
            (10.0, 12.0, [2, 0]),
            (10.2, 10.9, [0, 0]),
            (10.9, 11.0, [1, 0]),
            (-40.5, 0.9, [0, 0]),
            (-40.5, 1.0, [1, 0]),
            (364.5, 365.5, [1, 0]),
            (363.5, 366.5, [2, 1]),
            (728.5, np.nan, [0, 2]),
            (-0.5, np.nan, [365, 365]),
        ],
    )
    def test_a_stay_has_as_many_nights_as_midnights_pass_in_it(self, begins, ends, found):
        assert self.nights((begins, ends)) == found

    def test_a_bed_that_changes_hands_within_a_day_is_slept_in_once(self):
        assert self.nights((3.2, 9.3), (9.8, 20.5)) == [17, 0]

    @pytest.mark.parametrize(("ends", "there"), [(364.5, 0), (365.0, 1), (365.1, 1)])
    def test_who_is_there_on_the_last_night_of_a_year_sleeps_there(self, ends, there):
        baseline = council({"ours": spot()}, years=2)
        row = {"child_id": 1, "provision": "ours", "start_day": 364.2, "end_day": ends}
        facts = facts_of(baseline, observed(baseline, 730, [row]))
        assert metrics.children_year_end(facts)["ours"].tolist() == [there, 0]
        assert metrics.nights(facts)["ours"].tolist() == [there, 0]


class TestThreeOrMorePlacementsInAYear:
    """Days 365 and 730 are the first of the years after: a placement that ends there was not in the new year."""

    def share(self, *ends: float) -> list[float]:
        baseline = council({"ours": spot()}, years=2, moves={"breakdown": risk({"foster_care": 1}, planned=False)})
        starts = [0.0, *ends]
        rows = [
            {"start_day": start, "end_day": end, "placement_number": number, "end_reason": reason}
            for number, (start, end, reason) in enumerate(
                zip(starts, [*ends, np.nan], [*["breakdown"] * len(ends), -1], strict=True), start=1
            )
        ]
        episodes = [{"child_id": 1, "provision": "ours", **row} for row in rows]
        return metrics.three_or_more_placements_share(facts_of(baseline, observed(baseline, 730, episodes)))[
            "all"
        ].tolist()

    def test_a_move_on_the_first_day_of_a_year_belongs_to_that_year_and_the_placement_before_does_not(self):
        assert self.share(365, 400) == [0, 0]
        assert self.share(364, 400) == [0, 0]
        assert self.share(366, 400) == [0, 1]
        assert self.share(300, 365, 400) == [0, 0]

    def test_a_move_on_the_first_day_of_the_next_year_does_not_count_in_the_old_one(self):
        assert self.share(100, 365) == [0, 0]
        assert self.share(100, 364) == [1, 0]

    def test_two_are_not_many_and_three_are(self):
        assert self.share(100) == [0, 0]
        assert self.share(100, 200) == [1, 0]
        assert self.share(400, 500, 600) == [0, 1]


@pytest.mark.parametrize(("ages", "entered"), [((0, 5), 0), ((5, 18), 100), ((0, 18), 0)])
def test_work_at_the_edge_of_care_keeps_out_children_of_its_ages_only(ages, entered):
    diversion = {"programme": {"share": 1, "minimum_age": ages[0], "maximum_age": ages[1], "source": "assumption: x"}}
    baseline = council(
        {"ours": spot()},
        age_bands={"under 4": [0, 4], "four": [4, 5], "others": [5, 18]},
        entrants={"local": stream(100, {"four": 1}, diversions=diversion)},
    )
    children = children_of(baseline, Streams(1, 0))
    assert (len(children) > 60) == (entered > 0)


@pytest.mark.parametrize(("day", "share"), [(0, np.nan), (0.5, 0.0), (364.9, 0.0), (365, np.nan)])
def test_searches_count_from_after_day_0_until_the_year_ends(day, share):
    baseline = council({"ours": places(1), "elsewhere": spot()})
    search = {"raised_day": day, "first_choice": "ours", "obtained": "elsewhere"}
    found = metrics.first_choice_share(facts_of(baseline, observed(baseline, 365, searches=[search])))["all"]
    assert found == pytest.approx([share], nan_ok=True)
