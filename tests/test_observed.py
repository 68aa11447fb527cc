"""Observed histories: what a row says by default, in what order rows stand, and what is refused."""

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.results.observed import UnknownNameError, observed
from tests.councils import council, places, risk, spot


@pytest.fixture
def baseline() -> Baseline:
    return council(
        {"ours": places(2), "elsewhere": spot()}, moves={"breakdown": risk({"foster_care": 1}, planned=False)}
    )


def rows(table: dict[str, np.ndarray]) -> list[dict[str, object]]:
    return [
        dict(zip(table, row, strict=True)) for row in zip(*(column.tolist() for column in table.values()), strict=True)
    ]


def test_a_row_that_says_nothing_is_a_first_placement_that_is_still_open(baseline):
    history = observed(baseline, 365, [{}])
    [row] = rows(history.episodes)
    assert np.isnan(row.pop("end_day"))
    assert row == {
        "child_id": 0,
        "period_of_care": 1,
        "placement_number": 1,
        "provision": 0,
        "start_day": 0.0,
        "end_reason": -1,
        "fee_luck": 0.0,
        "first_choice": True,
    }


def test_other_rows_that_say_nothing_have_their_usual_values(baseline):
    history = observed(baseline, 365, searches=[{}], steps=[{}], children=[{}])
    [search], [step], [child] = (rows(table) for table in (history.searches, history.places, history.children))
    assert np.isnan(search.pop("waiting_day"))
    assert search == {
        "child_id": 0,
        "placement_number": 1,
        "raised_day": 0.0,
        "settled_day": 0.0,
        "first_choice": 0,
        "obtained": 0,
    }
    assert step == {"provision": 0, "day": 0.0, "places": 0, "taken": 0, "households": 0}
    assert child == {"child_id": 0, "stream": 0, "age_at_entry": 5.0, "entered_day": 0.0, "in_care_at_start": False}


def test_names_become_numbers_and_numbers_stay(baseline):
    assert observed(baseline, 365).observed
    history = observed(baseline, 365, [{"provision": "elsewhere", "end_day": 9, "end_reason": "breakdown"}])
    [row] = rows(history.episodes)
    assert history.names.provisions[row["provision"]] == "elsewhere"
    assert history.names.reasons[row["end_reason"]] == "breakdown"
    assert row["end_day"] == 9


def test_placements_stand_by_child_and_number_and_steps_by_provision_in_their_own_order(baseline):
    episodes = [{"child_id": 2}, {"child_id": 1, "placement_number": 2}, {"child_id": 1}]
    steps = [
        {"provision": "elsewhere", "day": 1, "places": 1},
        {"provision": "ours", "day": 5, "places": 2},
        {"provision": "ours", "day": 5, "places": 1},
    ]
    history = observed(baseline, 365, episodes, steps=steps)
    assert [(row["child_id"], row["placement_number"]) for row in rows(history.episodes)] == [(1, 1), (1, 2), (2, 1)]
    assert [(row["provision"], row["places"]) for row in rows(history.places)] == [(0, 2), (0, 1), (1, 1)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"provison": "ours"}, "row 2 of episodes: no column 'provison'; did you mean 'provision'?"),
        ({"provision": "our"}, "row 2 of episodes, provision: the configuration has no 'our'; did you mean 'ours'?"),
        (
            {"end_reason": "break"},
            "row 2 of episodes, end_reason: the configuration has no 'break'; did you mean 'breakdown'?",
        ),
        ({"start_day": "monday"}, "row 2 of episodes, start_day: 'monday' is no number"),
    ],
)
def test_a_name_that_nobody_knows_is_told_by_row_and_column(row, said, baseline):
    with pytest.raises(UnknownNameError) as refused:
        observed(baseline, 365, [{}, row])
    assert str(refused.value) == said
