"""Paths that children take, counted by hand: who moves into homes and from where, who transfers, where searches end."""

from typing import Any

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.model.history import NO_SEARCH
from placesim.results import paths
from placesim.results.facts import Facts
from placesim.results.observed import observed
from placesim.results.stretches import one_below_the_other
from tests.councils import council, facts_of, home, need, places, risk, spot


@pytest.fixture(scope="module")
def baseline() -> Baseline:
    ways = [{"to": "juno", "from": ["homes", "agency"]}, {"to": "oak", "from": ["agency"]}]
    return council(
        {
            "agency": spot(placement_type="ifa"),
            "juno": home(4, placement_type="juno_home"),
            "homes": places(4, placement_type="residential"),
            "oak": home(2, placement_type="residential"),
        },
        years=2,
        needs={"care": need("juno", "homes", "oak", "agency", transfers=ways)},
        moves={"breakdown": risk({"ifa": 1}, planned=False)},
        leaving={"return_home": risk({"ifa": 1})},
    )


def lived(
    child: int, *stays: tuple[str, float, float, str | int], period: int = 1, before: int = 0
) -> list[dict[str, Any]]:
    """The placements of one period of care: provision, first day, last day and why it ended."""
    return [
        {
            "child_id": child,
            "period_of_care": period,
            "placement_number": number,
            "provision": provision,
            "start_day": start,
            "end_day": end,
            "end_reason": reason,
        }
        for number, (provision, start, end, reason) in enumerate(stays, start=before + 1)
    ]


OPEN = (np.nan, -1)


@pytest.fixture(scope="module")
def facts(baseline) -> Facts:
    """2025-26 ends on day 365; children 1, 2 and 5 are in care at the start."""
    episodes = [
        *lived(1, ("juno", -50, 100, "return_home")),
        *lived(2, ("agency", -30, 100, "transfer"), ("juno", 100, *OPEN)),
        *lived(3, ("juno", 50, *OPEN)),
        *lived(4, ("homes", 60, 380, "transfer"), ("juno", 380, *OPEN)),
        *lived(5, ("agency", 0, 20, "return_home")),
        *lived(5, ("juno", 200, 210, "return_home"), period=2, before=1),
        *lived(6, ("homes", 10, 30, "transfer"), ("agency", 30, *OPEN)),
        *lived(7, ("homes", 5, 300, "breakdown"), ("juno", 300, *OPEN)),
        *lived(8, ("agency", 365, 400, "transfer"), ("oak", 400, *OPEN)),
        *lived(9, ("oak", 364, *OPEN)),
        *lived(10, ("juno", 0, *OPEN)),
    ]
    children = [{"child_id": child, "in_care_at_start": child in (1, 2, 5)} for child in range(1, 11)]
    return facts_of(baseline, observed(baseline, 730, episodes, children=children))


def counted(grouped: dict[str, np.ndarray]) -> dict[str, list[float]]:
    """Figures by year of every group in which there is any."""
    return {group: figures.tolist() for group, figures in grouped.items() if figures.any()}


def test_children_who_move_into_homes_are_counted_by_where_they_come_from(facts):
    """1 was there already; 3, 9, 10 and, coming back, 5 enter care; 2 comes from an agency, 7 and 4 from homes."""
    assert counted(paths.arrivals(facts)) == {
        "all": [6, 2],
        "juno from ifa": [1, 0],
        "juno from residential": [1, 1],
        "juno from entry": [3, 0],
        "oak from entry": [1, 0],
        "oak from ifa": [0, 1],
    }


def test_every_path_into_every_home_has_a_figure(facts):
    origins = ("ifa", "juno_home", "residential", "entry")
    assert set(paths.arrivals(facts)) == {"all", *(f"{to} from {each}" for to in ("juno", "oak") for each in origins)}


def test_transfers_are_those_that_a_need_lists(facts):
    """6 is moved where no need lists it; 7 comes after a breakdown, not by the line."""
    assert counted(paths.transfers(facts)) == {
        "all": [1, 2],
        "juno from agency": [1, 0],
        "juno from homes": [0, 1],
        "oak from agency": [0, 1],
    }
    assert set(paths.transfers(facts)) == {"all", "juno from homes", "juno from agency", "oak from agency"}


def test_a_council_whose_needs_list_no_transfer_has_none(baseline):
    alone = baseline.replace(needs={name: each.replace(transfers=()) for name, each in baseline.needs.items()})
    moved = lived(1, ("homes", 10, 30, "transfer"), ("juno", 30, *OPEN))
    found = paths.transfers(facts_of(alone, observed(alone, 730, moved)))
    assert {group: figures.tolist() for group, figures in found.items()} == {"all": [0, 0]}


@pytest.fixture(scope="module")
def searched(baseline) -> Facts:
    """In the first year two searches miss juno, one of them on the first day, and one homes; one gets juno."""
    rows = [
        ("juno", "agency", 0.5),
        ("juno", "homes", 20),
        ("juno", "juno", 30),
        ("homes", "agency", 364.5),
        ("juno", "agency", 365),
        ("juno", "agency", 0),
        ("juno", "agency", -10),
        (NO_SEARCH, "agency", 40),
    ]
    searches = [
        {"child_id": child, "first_choice": first, "obtained": obtained, "raised_day": day}
        for child, (first, obtained, day) in enumerate(rows)
    ]
    return facts_of(baseline, observed(baseline, 730, searches=searches))


def test_searches_are_counted_by_where_they_end_from_after_the_first_moment(searched):
    assert counted(paths.searches(searched)) == {"all": [4, 1], "agency": [2, 1], "homes": [1, 0], "juno": [1, 0]}


def test_first_choices_that_are_full_are_counted_by_that_choice(searched):
    assert counted(paths.first_choice_full(searched)) == {"all": [3, 1], "juno": [2, 1], "homes": [1, 0]}


def test_of_several_futures_at_once_each_has_its_own_figures(facts, baseline):
    """The same history three times over, the middle one without anybody."""
    nobody = observed(baseline, 730)
    three = Facts(baseline, one_below_the_other([facts.history, nobody, facts.history]), facts.periods, 3)
    for measure in (paths.arrivals, paths.transfers):
        one, all_three = measure(facts), measure(three)
        for group, figures in one.items():
            assert all_three[group].tolist() == [figures.tolist(), [0, 0], figures.tolist()]


def test_children_of_two_futures_are_not_one_child_whatever_their_numbers(baseline):
    """One is in the home at the start; eighty numbers before or after them another enters it."""
    there = observed(
        baseline,
        730,
        lived(1_000_081, ("juno", -5, *OPEN)),
        children=[{"child_id": 1_000_081, "entered_day": -5, "in_care_at_start": True}],
    )
    enters = observed(
        baseline, 730, lived(1_000_001, ("juno", 3, *OPEN)), children=[{"child_id": 1_000_001, "entered_day": 3}]
    )
    for histories, came in (((there, enters), [[0, 0], [1, 0]]), ((enters, there), [[1, 0], [0, 0]])):
        both = Facts(baseline, one_below_the_other(histories), facts_of(baseline, there).periods, 2)
        assert paths.arrivals(both)["juno from entry"].tolist() == came
        assert paths.arrivals(both)["all"].tolist() == came
