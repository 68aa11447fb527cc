"""Where reports tell each measure, and in what words: said by the measure itself."""

from collections import Counter
from collections.abc import Iterator

import pytest

import placesim.experiment.replications  # noqa: F401  (importing registers the measures)
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.page import page_text
from placesim.report.scripts.compare import compare_report
from placesim.report.scripts.run import run_report
from placesim.report.terminal.summaries import print_summary
from placesim.results.counting import Grouped
from placesim.results.facts import Facts
from placesim.results.groupings import grouping
from placesim.results.measures import MEASURES, Exhibit, Telling, measure, told_in
from tests.councils import council, spot
from tests.office import SCENARIOS, comparison_of, small_council


def words_in(part: Exhibit) -> dict[str, str]:
    return {told.measure: told.words for told in told_in(part)}


class TestWhatIsToldWhere:
    def test_a_run_begins_with_children_shares_and_spend(self):
        assert [told.words for told in told_in(Exhibit.HEADLINES)] == [
            "Children in care",
            "Children placed out of borough",
            "Out of borough, children's homes",
            "Placement spend",
        ]

    def test_lines_of_the_share_out_of_borough(self):
        told = {each.group: each.words for each in told_in(Exhibit.LINES) if each.measure == "out_of_borough_share"}
        assert told == {
            "all": "Out of borough, all children",
            "fostering": "Out of borough, foster care",
            "residential": "Out of borough, children's homes",
        }

    def test_stability_and_stacks_by_year(self):
        assert list(words_in(Exhibit.STABILITY)) == [
            "three_or_more_placements_share", "children_moved", "long_term_stability_share", "first_choice_share",
            "waiting_average", "crisis_nights", "void_nights",
        ]  # fmt: skip
        assert list(words_in(Exhibit.STACKS)) == ["spend", "leavers", "re_entries", "moves"]

    def test_what_an_option_may_make_worse_is_in_a_commissioners_order(self):
        told = [
            (each.measure, MEASURES[each.measure].worse) for each in told_in(Exhibit.WATCHED) if each.group == "all"
        ]
        assert told == [
            ("spend", "higher"),
            ("after_care_spend", "higher"),
            ("out_of_borough_share", "higher"),
            ("first_choice_share", "lower"),
            ("moves", "higher"),
            ("three_or_more_placements_share", "higher"),
            ("long_term_stability_share", "lower"),
            ("crisis_nights", "higher"),
        ]

    def test_what_may_be_hoped_for_is_watched_too_but_for_the_number_in_care(self):
        hoped, watched = ({told[:2] for told in told_in(part)} for part in (Exhibit.HOPED_FOR, Exhibit.WATCHED))
        assert hoped - watched == {("children_average", "all")}

    def test_differences_by_year_and_definitions_of_a_sweep(self):
        assert list(words_in(Exhibit.DIFFERENCES_BY_YEAR)) == [
            "spend", "after_care_spend", "income", "out_of_borough_share", "moves", "long_term_stability_share",
            "first_choice_share",
        ]  # fmt: skip
        assert "places_average" in words_in(Exhibit.SWEEP)


class TestEveryTelling:
    def test_no_two_measures_have_one_place_in_a_part(self):
        places = Counter((each.part, each.order) for kind in MEASURES.values() for each in kind.told)
        assert [place for place, number in places.items() if number > 1] == []

    def test_what_may_get_worse_says_which_way_that_is(self):
        assert [each.measure for each in told_in(Exhibit.WATCHED) if MEASURES[each.measure].worse is None] == []

    def test_a_measure_says_what_its_groups_are(self):
        baseline = council({"agency": spot()})
        kinds = {name: grouping(baseline, name, "a group") for name in MEASURES}
        assert {name: kind for name, kind in kinds.items() if kind != "placement type"} == {
            "entries": "stream",
            "leavers": "reason",
            "re_entries": "reason",
            "moves": "reason",
            "moves_after_a_year_in_care": "reason",
            "out_of_borough_share": "reporting group",
            "arrivals": "home and origin",
            "transfers": "provision and origin",
            "after_care_spend": "scheme",
            "after_care_allowances": "scheme",
            "income": "item of income",
            "cost_by_kind": "kind of cost",
            "covered_nights": "provision",
        }

    def test_months_stand_for_all_their_nights_where_a_figure_is_an_average(self):
        averages = [name for name, kind in MEASURES.items() if kind.monthly and kind.is_average]
        assert averages == ["children_average", "places_average"]


SPARE = "beds that nobody asked for"
EVERYWHERE = {part: f"{SPARE}: {part.name.lower()}" for part in Exhibit}


@pytest.fixture
def told_everywhere() -> Iterator[ComparisonStudy]:
    """A comparison of a council with a measure that all parts of reports tell: what one file would say of it."""
    told = tuple(Telling(part, 999, words) for part, words in EVERYWHERE.items())

    def spare_beds(facts: Facts) -> Grouped:
        """Beds that nobody asked for, on the last night."""
        return {"all": facts.at_end.sum(axis=0) + 1.0}

    measure("beds", "end", monthly=True, worse="higher", told=told)(spare_beds)
    yield comparison_of(small_council(), dict(list(SCENARIOS.items())[:1]), replications=12)
    del MEASURES["spare_beds"]


def test_a_measure_that_says_where_it_is_told_is_told_there(told_everywhere: ComparisonStudy, capsys, tmp_path):
    study = told_everywhere.baseline
    run = page_text(run_report(study, told_everywhere.settings, {}))
    compared = page_text(compare_report(told_everywhere))
    print_summary(study, tmp_path, 1.0)
    for part in (Exhibit.HEADLINES, Exhibit.LINES, Exhibit.STACKS, Exhibit.STABILITY):
        assert EVERYWHERE[part] in run, part
    for part in (Exhibit.HOPED_FOR, Exhibit.DIFFERENCES_BY_YEAR):
        assert EVERYWHERE[part] in compared, part
    assert EVERYWHERE[Exhibit.TERMINAL].split()[0] in capsys.readouterr().out
    assert "Beds that nobody asked for, on the last night." in run
