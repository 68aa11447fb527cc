"""Returns become a past: what a row, a gap, a stay for a while and a birthday mean, each as a sentence."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placesim.config.baseline import Baseline
from placesim.config.faults import InputError
from placesim.config.horizon import horizon_days
from placesim.config.loading import load_baseline
from placesim.config.starting_folder import its_configuration
from placesim.results.history_checks import problems
from placesim.returns.account import FATES
from placesim.returns.codes.code_lists import code_lists
from placesim.returns.mapping import load_mapping
from placesim.returns.mapping.translation import NO_NEED, Translation
from placesim.returns.pasts import cut, past_of, past_of_history
from tests.returned import FIRST, council, facts_of, fates, past, returned, told

MOVES = {"rec": "X1", "why": "CARPL"}


def test_a_row_is_a_placement_and_open_rows_go_on():
    assert told(past({"begins": "2021-05-01"})) == [("in_house", "2021-05-01", None, "", 1)]


def test_a_change_of_legal_status_is_no_move():
    of = past(
        {"ends": "2021-08-01", "rec": "X1"},
        {"begins": "2021-08-01", "rne": "L", "ls": "E1", "ends": "2022-02-01", "rec": "E4A"},
    )
    assert told(of) == [("in_house", "2021-05-01", "2022-02-01", "return_home", 1)]
    assert fates(of) == ["kept", "merged"]


def test_a_stay_elsewhere_for_a_while_is_part_of_the_placement_around_it():
    of = past(
        {"ends": "2021-08-01", "rec": "X1"},
        {"begins": "2021-08-01", "rne": "P", "place": "T3", "provider": "", "ends": "2021-08-10", "rec": "X1"},
        {"begins": "2021-08-10", "rne": "P"},
    )
    assert told(of) == [("in_house", "2021-05-01", None, "", 1)]
    assert fates(of) == ["kept", "merged", "merged"]


def test_a_breakdown_by_way_of_a_stay_elsewhere_is_a_breakdown():
    of = past(
        {"ends": "2021-08-01", "rec": "X1", "why": "CREQB"},
        {"begins": "2021-08-01", "rne": "P", "place": "T4", "provider": "", "ends": "2021-08-10", **MOVES},
        {"begins": "2021-08-10", "rne": "P", "place": "U6", "provider": "PR4"},
    )
    assert told(of)[0] == ("in_house", "2021-05-01", "2021-08-10", "breakdown", 1)


def test_years_that_no_return_tells_of_are_known_as_such():
    given = replace(returned({}), years=(2021, 2022, 2024))
    assert past_of(given, load_mapping(None, council()), council()).untold == (2022,)


def test_a_child_who_begins_with_a_stay_for_a_while_is_told_where_they_go_next():
    of = past({"place": "T4", "ends": "2021-05-05", "rec": "X1"}, {"begins": "2021-05-05", "rne": "P", "place": "K2"})
    assert told(of) == [("residential", "2021-05-01", None, "", 1)]


def test_a_stay_for_a_while_with_nothing_around_it_is_left_out():
    of = past({"place": "T1", "ends": "2021-05-05", "rec": "E4A"}, {"child": "B"})
    assert len(told(of)) == 1
    assert fates(of) == ["excluded", "kept"]


def test_a_move_to_other_carers_of_the_same_type_is_a_move():
    of = past({"ends": "2021-08-01", "rec": "X1", "why": "CREQB"}, {"begins": "2021-08-01", "rne": "P"})
    assert [each[3] for each in told(of)] == ["breakdown", ""]


def test_a_placement_of_a_single_day_leaves_none():
    of = past(
        {"ends": "2021-08-01", **MOVES},
        {"begins": "2021-08-01", "rne": "P", "place": "K2", "ends": "2021-08-01", **MOVES},
        {"begins": "2021-08-01", "rne": "P", "place": "U3"},
    )
    assert [each[0] for each in told(of)] == ["in_house", "kinship"]
    assert fates(of) == ["kept", "excluded", "kept"]


def test_who_comes_back_begins_a_new_period_of_care_and_is_one_child():
    of = past(
        {"ends": "2021-08-01", "rec": "E4A"},
        {"begins": "2022-01-01", "place": "U3"},
    )
    assert told(of) == [
        ("in_house", "2021-05-01", "2021-08-01", "return_home", 1),
        ("kinship", "2022-01-01", None, "", 2),
    ]
    assert of.history.episodes["placement_number"].tolist() == [1, 2]
    assert of.history.children["child_id"].tolist() == [0]


def test_a_gap_after_a_row_that_was_to_go_on_ends_care_all_the_same():
    of = past({"ends": "2021-08-01", "rec": "X1"}, {"begins": "2021-08-03", "rne": "P"})
    assert [each[4] for each in told(of)] == [1, 2]
    assert problems(facts_of(of)) == []


def test_who_was_in_care_on_the_first_day_is_known_since_when():
    of = past(
        {"begins": "2018-01-01", "ends": "2019-06-01", **MOVES},
        {"begins": "2019-06-01", "rne": "P", "place": "U3"},
    )
    children = of.history.children
    assert of.history.episodes["start_day"].tolist() == [(date(2019, 6, 1) - FIRST).days]
    assert children["entered_day"].tolist() == [(date(2018, 1, 1) - FIRST).days]
    assert children["in_care_at_start"].tolist() == [True]
    assert fates(of) == ["excluded", "kept"]


def test_who_changes_placement_on_the_first_day_was_in_care_before_it():
    of = past(
        {"begins": "2018-01-01", "ends": "2020-04-01", **MOVES},
        {"begins": "2020-04-01", "rne": "P", "place": "U3"},
    )
    assert of.history.children["in_care_at_start"].tolist() == [True]
    assert problems(facts_of(of)) == []


def test_who_leaves_on_the_eighteenth_birthday_leaves_at_18():
    of = past({"ends": "2022-06-01", "rec": "E17"}, born={"A": "2004-06-01"})
    assert told(of)[0][3] == "staying_put"
    assert problems(facts_of(of)) == []


def test_who_is_told_of_for_some_days_after_the_birthday_leaves_on_it():
    of = past({"ends": "2022-06-05", "rec": "E6"}, born={"A": "2004-06-01"})
    assert told(of)[0][2:4] == ("2022-06-01", "independence")


def test_the_same_code_is_another_reason_before_18():
    rows = (
        {"ends": "2022-06-01", "rec": "E8"},
        {"child": "B", "begins": "2021-06-01", "ends": "2022-06-01", "rec": "E8"},
    )
    of = past(*rows, born={"A": "2004-06-01"})
    assert of.history.names.reasons.index(told(of)[0][3]) != of.history.names.reasons.index(told(of)[1][3])
    assert [each[3] in of.baseline.at_18.reasons for each in told(of)] == [True, False]


@pytest.mark.parametrize(
    ("place", "provider", "kind"),
    [
        ("U6", "PR1", "in_house"), ("U4", "PR4", "ifa"), ("U1", "PR1", "kinship"), ("U3", "PR4", "kinship"),
        ("K2", "PR4", "residential"), ("K1", "PR1", "residential"), ("H5", "PR4", "supported"),
        ("K3", "PR4", "supported"), ("R1", "PR4", "residential"),
    ],
)  # fmt: skip
def test_codes_are_placement_types(place, provider, kind):
    assert told(past({"place": place, "provider": provider}))[0][0] == kind


def test_carers_whose_provider_is_not_told_are_counted_in_a_note():
    of = past({"provider": ""}, {"child": "B", "provider": "PR1"})
    assert any(note.startswith("1 row") and "cannot be known" in note for note in of.account.notes)


def test_a_code_that_no_rule_names_is_an_error_with_the_line_to_add():
    with pytest.raises(InputError) as error:
        past({"place": "R4", "provider": "PR4"}, {"child": "B", "place": "R4", "provider": "PR4"}, {"child": "C"})
    said = str(error.value)
    assert "2 rows have PLACE R4 and PLACE_PROVIDER PR4" in said
    assert "{place: R4, placement_type: ...}" in said


def test_a_place_in_no_list_is_a_slip_and_part_of_the_placement_around_it():
    rows = [{"child": child} for child in "BCDEF"]
    of = past(
        {"ends": "2021-08-01", **MOVES},
        {"begins": "2021-08-01", "rne": "P", "place": "XX", "ends": "2021-09-01", **MOVES},
        {"begins": "2021-09-01", "rne": "P", "place": "K2"},
        *rows,
    )
    assert ("in_house", "2021-05-01", "2021-09-01") in [each[:3] for each in told(of)]
    assert fates(of)[:3] == ["kept", "merged", "kept"]
    assert problems(facts_of(of)) == []


def test_a_slip_with_nothing_around_it_is_rejected():
    of = past({"place": "XX"}, *({"child": child} for child in "BCDEF"))
    assert fates(of)[0] == "rejected"
    assert len(told(of)) == 5


def test_where_many_rows_have_a_place_that_no_one_knows_the_mapping_is_asked_for():
    with pytest.raises(InputError, match="2 rows have PLACE XX"):
        past({"place": "XX"}, {"child": "B", "place": "XX"}, {"child": "C"})


def test_a_urn_names_a_home(tmp_path):
    home = next(name for name, each in council("halton.yaml").provision.items() if each.capacity.kind == "home")
    own = tmp_path / "mapping.yaml"
    own.write_text(f'provisions: {{"1234567": {home}}}\n', encoding="utf-8")
    of = past({"place": "K2", "provider": "PR4", "urn": "1234567"}, name="halton.yaml", mapping=own)
    assert of.history.episodes_frame()["provision"].tolist() == [home]


def test_a_mapping_that_names_provision_nobody_has_is_told_by_line(tmp_path):
    own = tmp_path / "mapping.yaml"
    own.write_text('\nprovisions: {"1234567": no_such_home}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"mapping\.yaml:2.*no_such_home"):
        load_mapping(own, council())


def test_a_mapping_holds_only_what_it_says_otherwise(tmp_path):
    own = tmp_path / "mapping.yaml"
    rule = "{place: K2, placement_type: juno_home}"
    own.write_text(
        f"temporary: [T1]\nplacements:\n  - {rule}\nleaving: {{E13: special_guardianship}}\n", encoding="utf-8"
    )
    baseline = council()
    mapping, usual = load_mapping(own, baseline), load_mapping(None, baseline)
    assert mapping.temporary == ("T1",)
    assert mapping.placements[1:] == usual.placements
    assert Translation(mapping, baseline).placement_type("K2", "PR4") == "juno_home"
    assert mapping.leaving == {**usual.leaving, "E13": ("special_guardianship",)}
    assert mapping.moves == usual.moves


def plain() -> Baseline:
    """The council of `placesim new`."""
    with its_configuration() as path:
        return load_baseline(path)


@pytest.mark.parametrize(
    ("baseline", "without", "no_reason"),
    [
        (council("halton.yaml"), {"R4"}, set()),
        (council("example.yaml"), {"R4", "P1", "Z1", "Z11", "Z12", "Z13", "Z14"}, {"E11", "E12"}),
        (plain(), {"R4", "Z1", "Z11", "Z12", "Z13", "Z14"}, set()),
    ],
    ids=["halton", "example", "plain"],
)
def test_the_default_names_every_code_for_which_a_council_has_a_type_and_a_reason(baseline, without, no_reason):
    translation, lists = Translation(load_mapping(None, baseline), baseline), code_lists().codes
    places = [place for place in lists["PLACE"] if place not in translation.mapping.temporary]
    for provider in lists["PLACE_PROVIDER"]:
        assert {place for place in places if translation.placement_type(place, provider) is None} == without
    assert {rec for rec in lists["REC"] if translation.reason(rec, False) is None} == no_reason
    assert all(translation.reason(rec, True) for rec in lists["REC"])
    kinds, whys = list(baseline.placement_types), ("", *lists["REASON_PLACE_CHANGE"])
    moved = [translation.move(why, left, to) for why in whys for left in kinds for to in kinds]
    assert None not in moved
    needs = translation.needs(list(baseline.provision), list(baseline.entrants))
    assert all(need != NO_NEED for of_provision in needs for need in of_provision)


def test_what_children_need_is_read_off_where_they_live():
    of = past({"place": "K2"}, {"child": "B", "begins": "2021-06-01"})
    names = list(of.baseline.needs)
    assert [names[need] for need in of.needs] == ["home", "family"]


def test_streams_are_by_who_came_alone():
    of = past({}, {"child": "B", "begins": "2021-06-01"}, alone="B", name="halton.yaml")
    names = of.history.names.streams
    assert [names[stream] for stream in of.history.children["stream"]] == ["local", "unaccompanied"]


def test_what_was_known_on_a_day_has_no_later_ends_and_no_later_children():
    of = past(
        {"ends": "2022-06-01", "rec": "E4A"},
        {"child": "B", "begins": "2021-06-01", "ends": "2021-12-01", "rec": "E4A"},
        {"child": "C", "begins": "2022-02-01"},
    )
    known = cut(of, date(2022, 1, 1))
    assert told(known) == [
        ("in_house", "2021-05-01", None, "", 1),
        ("in_house", "2021-06-01", "2021-12-01", "return_home", 1),
    ]
    assert len(known.history.children["child_id"]) == len(known.needs) == 2
    assert problems(facts_of(known)) == []


@pytest.mark.parametrize("day", [date(2020, 4, 2), date(2021, 4, 1), date(2023, 9, 30), date(2024, 3, 31)])
def test_the_configuration_lasts_as_long_as_what_is_known(day):
    known = cut(past({"begins": "2019-05-01"}), day)
    assert horizon_days(known.baseline) == known.history.days == (day - FIRST).days


def test_a_history_read_as_a_past_has_the_same_needs():
    of = past({"place": "K2"}, {"child": "B"})
    again = past_of_history(of.history, load_mapping(None, of.baseline), of.baseline)
    assert again.needs.tolist() == of.needs.tolist()


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["U3", "U6", "K2", "T3", "H5", "R1"]),
        st.integers(0, 200),
        st.integers(0, 3),
        st.sampled_from(["X1", "X1", "X1", "E4A", "E8"]),
        st.sampled_from("PPPLTUB"),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=4), st.integers(-900, 900))
def test_of_any_rows_a_sound_history_is_made_and_each_row_has_a_fate(children, begins):
    rows = []
    for number, stays in enumerate(children):
        day = FIRST + timedelta(days=begins)
        for place, days, gap, rec, rne in stays:
            rows.append(
                {"child": f"C{number}", "begins": str(day), "place": place, "rne": rne, "rec": rec,
                 "ends": str(day + timedelta(days=days)), "why": "CARPL"}
            )  # fmt: skip
            day += timedelta(days=days + gap)
    baseline = council()
    of = past_of(returned(*rows), load_mapping(None, baseline), baseline)
    assert problems(facts_of(of)) == []
    assert len(of.account.rows) == len(rows)
    assert set(fates(of)) <= set(FATES)
    assert np.all(of.history.episodes["end_day"][~np.isnan(of.history.episodes["end_day"])] > 0)
