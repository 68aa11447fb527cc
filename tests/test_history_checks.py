"""Observed histories: what must hold of each, what is said where it does not, and of names nobody knows."""

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.model.history import History
from placesim.results.facts import Facts, ForeignHistoryError
from placesim.results.history_checks import problems
from placesim.results.measures import MEASURES
from placesim.results.metrics import entries
from placesim.results.observed import UnknownNameError, observed
from placesim.results.paths import arrivals
from tests.councils import council, facts_of, home, need, places, risk, spot

DAYS = 730


OURS = places(2, price={"variation": 0.2})
AGENCY = spot(placement_type="ifa")


def small_council(provision: dict) -> Baseline:
    return council(
        provision,
        years=2,
        needs={"care": need("agency")},
        leaving={"return_home": risk({"ifa": 1})},
        moves={"breakdown": risk({"ifa": 1}, planned=False)},
    )


@pytest.fixture(scope="module")
def baseline() -> Baseline:
    return small_council({"ours": OURS, "agency": AGENCY})


def stay(child: int, provision: str, start: float, end: float = np.nan, reason: str | int = -1, **more) -> dict:
    row = {"child_id": child, "provision": provision, "start_day": start, "end_day": end, "end_reason": reason}
    return {**row, **more}


def returned(baseline: Baseline, *episodes: dict, age: float = 5, **tables) -> Facts:
    """A history in which every child is listed, from the day of the first placement."""
    first = {row["child_id"]: row["start_day"] for row in reversed(episodes)}
    children = [
        {"child_id": child, "entered_day": day, "in_care_at_start": day <= 0, "age_at_entry": age}
        for child, day in first.items()
    ]
    return facts_of(baseline, observed(baseline, DAYS, episodes, **{"children": children, **tables}))


class TestAllIsWell:
    def test_a_return_that_holds_together_has_no_problems(self, baseline):
        facts = returned(
            baseline,
            stay(1, "agency", -100, 50, "breakdown"),
            stay(1, "ours", 50, placement_number=2),
            stay(2, "agency", 10, 400, "return_home"),
            steps=[
                {"provision": "ours", "day": 0, "places": 2},
                {"provision": "ours", "day": 50, "places": 2, "taken": 1},
            ],
        )
        assert problems(facts) == []

    def test_a_child_who_comes_back_to_care_has_no_gap(self, baseline):
        again = stay(1, "agency", 300, placement_number=2, period_of_care=2)
        facts = returned(baseline, stay(1, "agency", 10, 100, "return_home"), again)
        assert problems(facts) == []

    def test_a_child_in_care_at_the_start_who_leaves_and_comes_back_enters_once(self, baseline):
        again = stay(1, "agency", 300, placement_number=2, period_of_care=2)
        facts = returned(baseline, stay(1, "agency", -50, 100, "return_home"), again)
        assert problems(facts) == []
        assert entries(facts)["all"].tolist() == [1, 0]

    def test_a_child_who_comes_back_to_care_comes_to_a_home_from_no_placement(self):
        again = stay(1, "juno", 300, placement_number=2, period_of_care=2)
        facts = returned(
            small_council({"juno": home(1), "agency": AGENCY}), stay(1, "agency", -50, 100, "return_home"), again
        )
        came = {path: number.sum() for path, number in arrivals(facts).items() if number.any()}
        assert came == {"all": 1, "juno from entry": 1}

    def test_two_periods_of_care_before_the_start_are_no_entries(self, baseline):
        again = stay(1, "agency", -20, placement_number=2, period_of_care=2)
        facts = returned(baseline, stay(1, "agency", -500, -300, "return_home"), again)
        assert problems(facts) == []
        assert entries(facts)["all"].tolist() == [0, 0]

    def test_nothing_observed_is_no_problem(self, baseline):
        assert problems(returned(baseline)) == []


class TestProblems:
    def test_two_placements_at_once(self, baseline):
        found = problems(
            returned(baseline, stay(1, "agency", 0, 50, "breakdown"), stay(1, "ours", 40, placement_number=2))
        )
        assert "child 1, placement 2 begins on day 40, while the one before it lasts" in found

    def test_an_open_placement_followed_by_another(self, baseline):
        found = problems(returned(baseline, stay(1, "agency", 0), stay(1, "agency", 40, placement_number=2)))
        assert "child 1, placement 2 begins on day 40, while the one before it lasts" in found

    def test_a_gap_within_a_period_of_care(self, baseline):
        facts = returned(baseline, stay(1, "agency", 0, 50, "breakdown"), stay(1, "agency", 60, placement_number=2))
        assert "child 1, placement 2 begins on day 60; the one before ends on day 50" in problems(facts)

    def test_a_placement_that_ends_before_it_begins(self, baseline):
        found = problems(returned(baseline, stay(1, "agency", 50, 40, "return_home")))
        assert "child 1, placement 1 ends on day 40, before it begins" in found

    def test_a_missing_placement_number(self, baseline):
        facts = returned(baseline, stay(1, "agency", 0, 50, "breakdown"), stay(1, "agency", 50, placement_number=3))
        assert problems(facts) == ["child 1, placement 3 is number 2 of this child"]

    def test_care_that_ends_with_a_move(self, baseline):
        found = problems(returned(baseline, stay(1, "agency", 0, 50, "breakdown")))
        assert "child 1, placement 1 is the last, but ends with 'breakdown', which is a move" in found

    def test_care_that_goes_on_after_it_ended(self, baseline):
        facts = returned(baseline, stay(1, "agency", 0, 50, "return_home"), stay(1, "agency", 50, placement_number=2))
        assert "child 1, placement 1 ends with 'return_home', but care goes on after it" in problems(facts)

    def test_an_end_without_a_reason(self, baseline):
        found = problems(returned(baseline, stay(1, "agency", 0, 50)))
        assert "child 1, placement 1 has an end without a reason, or a reason without an end" in found

    def test_a_child_placed_but_not_listed(self, baseline):
        assert "child 1 is placed, but not listed" in problems(returned(baseline, stay(1, "agency", 5), children=[]))

    def test_a_child_listed_but_never_placed(self, baseline):
        assert "child 7 is listed, but never placed" in problems(returned(baseline, children=[{"child_id": 7}]))

    def test_a_child_placed_later_than_they_came(self, baseline):
        children = [{"child_id": 1, "entered_day": 20}]
        found = problems(returned(baseline, stay(1, "agency", 30), children=children))
        assert found == ["child 1 entered care on day 20, but the first placement begins on day 30"]

    def test_a_young_adult_still_in_care(self, baseline):
        found = problems(returned(baseline, stay(1, "agency", 5), age=17.5))
        assert found == ["child 1, placement 1 lasts to day 730, but they turn 18 on day 187.6"]

    def test_more_children_than_usable_places(self, baseline):
        steps = [{"provision": "ours", "day": 0, "places": 1, "taken": 2}]
        found = problems(returned(baseline, stay(1, "ours", 0), stay(2, "ours", 0), steps=steps))
        assert found == ["ours: more children than usable places on day 365.00"]

    def test_places_that_count_other_children(self, baseline):
        steps = [{"provision": "ours", "day": 0, "places": 2, "taken": 1}]
        found = problems(returned(baseline, stay(1, "ours", 0), stay(2, "ours", 0), steps=steps))
        assert found == ["ours: the table of places counts other children than are there on day 365.00"]

    def test_entries_that_do_not_explain_the_number_in_care(self, baseline):
        children = [{"child_id": 1, "entered_day": -3, "in_care_at_start": False}]
        found = problems(returned(baseline, stay(1, "agency", -3), children=children))
        assert "2025-26: entries less leavers are 0, but the number in care changes by 1" in found


class TestNames:
    @pytest.mark.parametrize(
        ("row", "said"),
        [
            (stay(1, "ourz", 0), "row 1 of episodes, provision: the configuration has no 'ourz'; did you mean 'ours'?"),
            (stay(1, "ours", 0, 5, "breakdwn"), "row 1 of episodes, end_reason: the configuration has no 'breakdwn'"),
            (stay(1, "ours", 0, started=3), "row 1 of episodes: no column 'started'"),
            (stay(1, "ours", "monday"), "row 1 of episodes, start_day: 'monday' is no number"),
        ],
    )
    def test_a_row_that_nobody_can_read_is_named(self, baseline, row, said):
        with pytest.raises(UnknownNameError, match=said.replace("?", r"\?")):
            observed(baseline, DAYS, [row])

    def test_a_stream_that_nobody_knows_is_named(self, baseline):
        with pytest.raises(UnknownNameError, match="row 1 of children, stream: the configuration has no 'foreign'"):
            observed(baseline, DAYS, children=[{"child_id": 1, "stream": "foreign"}])

    @pytest.mark.parametrize(
        ("provision", "said"),
        [
            ({"agency": AGENCY}, "does not know provision 'ours' of the history"),
            ({"agency": AGENCY, "ours": OURS}, "another order"),
            ({"ours": OURS, "agency": AGENCY, "hotel": AGENCY}, "fewer provisions"),
        ],
    )
    def test_a_history_of_another_council_is_refused(self, baseline, provision, said):
        with pytest.raises(ForeignHistoryError, match=said):
            facts_of(small_council(provision), observed(baseline, DAYS, [stay(1, "agency", 0)]))

    def test_a_reason_that_the_configuration_does_not_know_is_refused(self, baseline):
        history = observed(baseline, DAYS, [stay(1, "agency", 0, 50, "return_home")])
        with pytest.raises(ForeignHistoryError, match="does not know reason 'return_home' of the history"):
            facts_of(baseline.replace(leaving={}), history)


class TestOrder:
    def test_rows_may_come_in_any_order(self, baseline):
        rows = [stay(2, "agency", 5), stay(1, "ours", 50, placement_number=2), stay(1, "agency", 0, 50, "breakdown")]
        found, ordered = (observed(baseline, DAYS, each) for each in (rows, rows[::-1]))
        assert _measured(baseline, found) == _measured(baseline, ordered)
        assert found.episodes["child_id"].tolist() == [1, 1, 2]


def _measured(baseline: Baseline, history: History) -> dict[str, dict[str, list[float]]]:
    facts = facts_of(baseline, history)
    names = ("nights", "moves", "spend", "entries")
    return {name: {g: f.tolist() for g, f in MEASURES[name].compute(facts).items()} for name in names}
