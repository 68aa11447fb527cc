"""Where reports tell each measure, and in what words: said by the measure itself."""

from collections import Counter

from placesim.report.comparison.options_table import YEARLY
from placesim.report.comparison.surprises import WATCHED, Watched
from placesim.report.run.exhibits import OUT_OF_BOROUGH
from placesim.report.run.headline import STOCKS
from placesim.report.run.yearly import STABILITY
from placesim.report.sweep.html import MEASURES_SHOWN

import placesim.experiment.replications  # noqa: F401  (importing registers the measures)
from placesim.config.baseline import Baseline
from placesim.report.terminal import columns_for
from placesim.report.years import years_of
from placesim.results.groupings import grouping
from placesim.results.measures import MEASURES, Part, told_in
from tests.councils import council, spot


def words_in(part: Part) -> dict[str, str]:
    return {name: telling.words for name, telling in told_in(part)}


class TestToldAsReportsTellThem:
    """The lists that report modules keep by hand are those that measures declare, in the same order."""

    def test_headlines(self):
        found = [(telling.words, name, telling.group) for name, telling in told_in(Part.HEADLINES)]
        assert found == [*STOCKS, ("Placement spend", "spend", "all")]

    def test_lines_of_the_share_out_of_borough(self):
        found = {each.group: each.words for name, each in told_in(Part.LINES) if name == "out_of_borough_share"}
        assert list(found.items()) == list(OUT_OF_BOROUGH.items())

    def test_stability_by_year(self):
        assert list(words_in(Part.STABILITY).items()) == list(STABILITY.items())

    def test_stacks_by_year(self):
        assert list(words_in(Part.STACKS)) == ["spend", "leavers", "moves"]

    def test_what_an_option_may_make_worse(self):
        found = [
            (name, each.group, each.words, MEASURES[name].worse, each.plural) for name, each in told_in(Part.WATCHED)
        ]
        assert found == [_told(watched) for watched in WATCHED]

    def test_what_a_commissioner_may_hope_for(self):
        found = [(each.words, name, each.group) for name, each in told_in(Part.HOPED_FOR)]
        assert found == [
            ("placement spend", "spend", "all"),
            ("the share out of borough", "out_of_borough_share", "all"),
            ("the share out of borough in children's homes", "out_of_borough_share", "residential"),
            ("the share out of borough in foster care", "out_of_borough_share", "fostering"),
            ("the number of children in care", "children_average", "all"),
            ("first choices met", "first_choice_share", "all"),
            ("moves between placements", "moves", "all"),
            ("the share with three or more placements in the last year", "three_or_more_placements_share", "all"),
            ("nights in unregistered or emergency placements", "crisis_nights", "all"),
        ]

    def test_differences_by_year(self):
        assert list(words_in(Part.DIFFERENCES_BY_YEAR).items()) == list(YEARLY.items())

    def test_definitions_of_a_sweep(self):
        assert tuple(words_in(Part.SWEEP)) == MEASURES_SHOWN

    def test_columns_of_the_terminal(self, example: Baseline):
        shown = columns_for(years_of(example))
        found = [(each.words.format(end="31 March"), name, each.group) for name, each in told_in(Part.TERMINAL)]
        assert found == [(column.heading, column.measure, column.group) for column in shown]


def _told(watched: Watched) -> tuple[str, str, str, str, bool]:
    return watched.measure, watched.group, watched.subject, watched.worse.value, watched.plural


class TestEveryTelling:
    def test_no_two_measures_have_one_place_in_a_part(self):
        places = Counter((each.part, each.order) for kind in MEASURES.values() for each in kind.told)
        assert [place for place, number in places.items() if number > 1] == []

    def test_what_may_get_worse_says_which_way_that_is(self):
        assert [name for name, _ in told_in(Part.WATCHED) if MEASURES[name].worse is None] == []

    def test_a_measure_says_what_its_groups_are(self):
        baseline = council({"agency": spot()})
        kinds = {name: grouping(baseline, name, "a group") for name in MEASURES}
        assert {name: kind for name, kind in kinds.items() if kind != "placement type"} == {
            "entries": "stream",
            "leavers": "reason",
            "moves": "reason",
            "out_of_borough_share": "reporting group",
            "arrivals": "home and origin",
            "transfers": "provision and origin",
        }

    def test_months_stand_for_all_their_nights_where_a_figure_is_an_average(self):
        averages = [name for name, kind in MEASURES.items() if kind.monthly and kind.is_average]
        assert averages == ["children_average", "places_average"]
