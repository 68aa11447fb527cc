"""Stability: who stays, who moves and how long placements last, of histories small enough to work out by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from placesim.calibration.pair import load_pair
from placesim.config.baseline import Baseline
from placesim.config.faults import InputError
from placesim.experiment.replications import replicate
from placesim.experiment.tables import explained, summary_table
from placesim.model.rates import YEAR
from placesim.model.streams import Streams
from placesim.results import stability
from placesim.results.facts import Facts
from placesim.results.financial_year import financial_years
from placesim.results.look_back import LookBack, days_before
from placesim.results.measures import MEASURES
from placesim.results.observed import observed
from tests.conftest import CONFIGS
from tests.councils import START, child_at_start, children_of, council, facts_of, places, risk, spot, stream

SECOND, THIRD, END = 365, 730, 1096
"""Days on which 2026-27 and 2027-28 begin, and the one after 31 March 2028."""

A_BIT = 0.01
Row = dict[str, Any]


@pytest.fixture(scope="module")
def baseline() -> Baseline:
    """Three years; a child at the start is counted, so nobody knows when that placement began."""
    group = {"provision": "agency", "stream": "local", "ages": {"1 to 17": 1}, "needs": {"care": 1}}
    return council(
        {
            "agency": spot(placement_type="ifa"),
            "homes": spot(placement_type="residential"),
            "adopters": spot(placement_type="adoptive"),
        },
        years=3,
        placement_types={
            "ifa": {"label": "IFA", "group": "fostering"},
            "residential": {"label": "Homes", "group": "residential"},
            "adoptive": {"label": "Placed for adoption", "for_adoption": True},
        },
        leaving={"return_home": risk({"ifa": 1})},
        moves={"breakdown": risk({"ifa": 1}, planned=False), "step_down": risk({"residential": 1})},
        children_in_care={
            "groups": [{**group, "source": "assumption: a test"}],
            "years_in_care": {"any": 1},
        },
    )


def path(child: int, *stays: tuple[str, float], ends: tuple[float, str] | None = None, reason: str = "breakdown"):
    """One period of care: where a child lives from which day on, and when and why care ends."""
    days = [day for _, day in stays]
    last: tuple[float, str | int] = ends or (np.nan, -1)
    rows = zip(stays, [*days[1:], last[0]], [*[reason] * (len(stays) - 1), last[1]], strict=True)
    columns = ("child_id", "placement_number", "provision", "start_day", "end_day", "end_reason")
    return [
        dict(zip(columns, (child, number, place, day, end, why), strict=True))
        for number, ((place, day), end, why) in enumerate(rows, start=1)
    ]


def facts_about(baseline: Baseline, *paths: list[Row], born: float = -5 * YEAR, entered: float | None = None) -> Facts:
    """A history that happened; all its children were born on one day and entered with their first placement."""
    children = []
    for rows in paths:
        day = rows[0]["start_day"] if entered is None else entered
        children.append(
            {
                "child_id": rows[0]["child_id"],
                "entered_day": day,
                "age_at_entry": (day - born) / YEAR,
                "in_care_at_start": day < 0,
            }
        )
    episodes = [row for rows in paths for row in rows]
    return facts_of(baseline, observed(baseline, END, episodes, children=children))


def settled(facts: Facts) -> list[list[float]]:
    """The published indicator by year: how many children it is of, and the share of them who are settled."""
    return [
        stability.long_term_children(facts)["all"].tolist(),
        stability.long_term_stability_share(facts)["all"].tolist(),
    ]


class TestLongTermStability:
    """31 March 2028 ends with day 1096; two years before it is day 365, two and a half years day 183."""

    def test_children_count_who_have_been_in_care_for_two_and_a_half_years_or_more(self, baseline):
        assert settled(facts_about(baseline, path(1, ("agency", 183))))[0] == [0, 0, 1]
        assert settled(facts_about(baseline, path(1, ("agency", 183 + A_BIT))))[0] == [0, 0, 0]

    @pytest.mark.parametrize(("moved", "share"), [(SECOND, 1), (SECOND + A_BIT, 0)])
    def test_they_are_settled_who_have_been_in_one_placement_for_two_years_or_more(self, baseline, moved, share):
        facts = facts_about(baseline, path(1, ("agency", -200), ("homes", moved)))
        assert settled(facts) == [[0, 1, 1], [pytest.approx(np.nan, nan_ok=True), 0, share]]

    def test_the_share_is_of_all_of_them(self, baseline):
        paths = [path(child, ("agency", 0), ("homes", 400)) for child in (1, 2, 3)]
        facts = facts_about(baseline, *paths, path(4, ("agency", 0)), path(5, ("agency", 300)))
        assert settled(facts)[0][2] == 4
        assert settled(facts)[1][2] == 1 / 4

    @pytest.mark.parametrize(("age", "counted"), [(16 - A_BIT, 1), (16, 0)])
    def test_children_count_until_their_16th_birthday(self, baseline, age, counted):
        assert settled(facts_about(baseline, path(1, ("agency", 0)), born=END - age * YEAR))[0] == [0, 0, counted]

    def test_a_child_who_leaves_on_the_last_day_of_march_is_not_there_that_night(self, baseline):
        gone = path(1, ("agency", 0), ends=(END - A_BIT, "return_home"))
        assert settled(facts_about(baseline, gone))[0] == [0, 0, 0]
        there = path(1, ("agency", 0), ends=(END, "return_home"))
        assert settled(facts_about(baseline, there))[0] == [0, 0, 1]

    def test_a_child_who_moves_on_the_first_of_april_is_counted_once(self, baseline):
        facts = facts_about(baseline, path(1, ("agency", -200), ("homes", THIRD)))
        assert settled(facts)[0] == [0, 1, 1]

    def test_of_a_child_placed_for_adoption_the_placement_before_counts_with_this_one(self, baseline):
        facts = facts_about(baseline, path(1, ("agency", 0), ("homes", 300), ("adopters", 900)))
        assert settled(facts)[1][2] == 1
        facts = facts_about(baseline, path(1, ("agency", 0), ("homes", 400), ("adopters", 900)))
        assert settled(facts)[1][2] == 0
        facts = facts_about(baseline, path(1, ("agency", 0), ("agency", 300), ("homes", 900)))
        assert settled(facts)[1][2] == 0

    def test_a_placement_of_an_earlier_period_of_care_does_not_count_with_the_adoptive_one(self, baseline):
        first = path(1, ("agency", -400), ends=(100, "return_home"))
        again = [{**row, "period_of_care": 2, "placement_number": 2} for row in path(1, ("adopters", 150))]
        facts = facts_about(baseline, [*first, *again])
        assert settled(facts) == [[0, 0, 1], [pytest.approx(np.nan, nan_ok=True)] * 2 + [1]]
        again = [{**row, "start_day": 200} for row in again]
        assert settled(facts_about(baseline, [*first, *again]))[0] == [0, 0, 0]

    def test_care_began_when_the_child_entered_however_late_the_first_placement_known(self, baseline):
        assert settled(facts_about(baseline, path(1, ("agency", -10)), entered=-2000))[0] == [1, 1, 1]

    def test_a_child_whose_age_nobody_tells_is_not_counted(self, baseline):
        facts = facts_of(baseline, observed(baseline, END, path(1, ("agency", -2000))))
        assert settled(facts)[0] == [0, 0, 0]


class TestLookingBack:
    def test_months_are_those_of_the_calendar(self):
        leap_day, end_of_may = (float((day - START).days) for day in (date(2028, 2, 29), date(2027, 5, 31)))
        assert days_before(START, (leap_day, end_of_may), 12).tolist() == [698, 425]
        assert days_before(START, (end_of_may,), 3).tolist() == [(date(2027, 2, 28) - START).days]
        assert days_before(START, (THIRD, END), 24).tolist() == [0, 365]

    def test_a_simulation_does_not_give_what_rests_on_when_placements_at_the_start_began(self, baseline):
        told = facts_about(baseline, path(1, ("agency", -1500), ends=(800, "return_home")))
        unknown = replace(told, history=replace(told.history, observed=False))
        share, days = stability.long_term_stability_share, stability.ceased_placement_days_mean
        assert share(told)["all"].tolist() == [1, 1, pytest.approx(np.nan, nan_ok=True)]
        assert np.isnan(share(unknown)["all"]).tolist() == [True, False, True]
        assert days(told)["ifa"][2] == days(unknown)["ifa"][2] == 2300

    def test_lengths_are_given_from_the_first_year_that_begins_two_years_after_the_start(self, baseline):
        ended = [path(n, ("agency", 0), ends=(day, "return_home")) for n, day in enumerate((100, THIRD - 1, THIRD))]
        told = facts_about(baseline, *ended)
        unknown = replace(told, history=replace(told.history, observed=False))
        for measure in (stability.ceased_placement_days_mean, stability.ceased_placement_days_median):
            assert measure(told)["all"].tolist() == [100, THIRD - 1, THIRD]
            assert np.isnan(measure(unknown)["all"]).tolist() == [True, True, False]

    def test_it_is_known_where_every_child_is_listed_one_by_one(self):
        listed = council(
            {"agency": spot()}, children_in_care={"children": [child_at_start("agency", years_in_care=3, days=900)]}
        )
        assert listed.children_in_care.all_listed
        years, look_back = financial_years(START, 365), LookBack(24, from_its_end=True, only_starts=True)
        assert look_back.given(years, START, starts_known=True).tolist() == [True]
        assert look_back.given(years, START, starts_known=False).tolist() == [False]
        assert replace(look_back, only_starts=False).given(years, START, starts_known=True).tolist() == [False]

    def test_a_summary_says_why_a_year_is_missing(self, baseline):
        [outcomes] = replicate({"baseline": baseline}, 12, 1, workers=1)
        table = explained(summary_table(outcomes), baseline)
        notes = {(row.measure, row.financial_year): row.note for row in table[table["group"] == "all"].itertuples()}
        because = "not given: it looks back {} months, to before the start"
        assert notes["long_term_stability_share", "2025-26"] == because.format(24)
        assert notes["school_age_children_moved", "2025-26"] == because.format(7)
        assert "not given" not in notes["long_term_stability_share", "2026-27"]

    @pytest.mark.parametrize(
        ("measure", "year", "mend"),
        [
            ("long_term_stability_share", "2025-26", "compare it from 2026-27 on"),
            ("ceased_placement_days_median", "2026-27", "compare it from 2027-28 on"),
            ("long_term_stability_share", "2026-27", ""),
        ],
    )
    def test_a_published_figure_is_compared_only_with_a_year_that_is_given(self, measure, year, mend, tmp_path):
        file = tmp_path / "published.yaml"
        figure = f"{{label: A figure, measure: {measure}, financial_year: {year}, value: 0.6, source: 'assumption: a'}}"
        file.write_text(f"name: Testford\nfigures:\n  - {figure}\n", encoding="utf-8")
        if not mend:
            assert load_pair(CONFIGS / "example.yaml", file)
            return
        with pytest.raises(InputError) as raised:
            load_pair(CONFIGS / "example.yaml", file)
        [fault] = raised.value.faults
        assert mend in fault.message
        assert fault.line == 3


class TestChildrenWhoMoved:
    def test_a_child_who_moved_twice_in_a_year_is_one_child(self, baseline):
        twice = path(1, ("agency", 0), ("homes", 50), ("agency", 60), ("homes", SECOND))
        assert stability.children_moved(facts_about(baseline, twice))["all"].tolist() == [1, 1, 0]

    def test_a_move_on_the_first_of_april_belongs_to_the_year_that_begins(self, baseline):
        moved = [path(n, ("agency", 0), ("homes", day)) for n, day in enumerate((SECOND - A_BIT, SECOND, THIRD))]
        assert stability.children_moved(facts_about(baseline, *moved))["all"].tolist() == [1, 1, 1]

    def test_leaving_care_is_no_move(self, baseline):
        left = path(1, ("agency", 0), ends=(50, "return_home"))
        assert stability.children_moved(facts_about(baseline, left))["all"].tolist() == [0, 0, 0]


SEPTEMBER, AUGUST = (float((day - START).days) for day in (date(2025, 9, 1), date(2026, 8, 1)))


class TestChildrenOfSchoolAgeWhoMoved:
    """2026-27 tells the school year from 1 September 2025 (day 153) to 31 July 2026."""

    def moved(self, baseline: Baseline, *days: float, age: float = 8) -> list[float]:
        paths = [path(n, ("agency", 0), ("homes", day)) for n, day in enumerate(days)]
        facts = facts_about(baseline, *paths, born=SEPTEMBER - age * YEAR)
        return stability.school_age_children_moved(facts)["all"].tolist()

    def test_the_school_year_stands_under_the_financial_year_in_which_it_ends(self, baseline):
        missing, *known = self.moved(baseline, SEPTEMBER + 10, SEPTEMBER + SECOND)
        assert np.isnan(missing)
        assert known == [1, 1]

    @pytest.mark.parametrize(
        ("day", "counted"), [(SEPTEMBER - A_BIT, 0), (SEPTEMBER, 1), (AUGUST - A_BIT, 1), (AUGUST, 0)]
    )
    def test_from_the_first_of_september_to_the_last_of_july(self, baseline, day, counted):
        assert self.moved(baseline, day)[1] == counted

    @pytest.mark.parametrize(("age", "counted"), [(4 - A_BIT, 0), (4, 1), (16 - A_BIT, 1), (16, 0)])
    def test_of_children_aged_4_to_15_on_that_first_of_september(self, baseline, age, counted):
        assert self.moved(baseline, SEPTEMBER + 1, age=age)[1] == counted

    def test_a_child_who_moved_twice_is_one(self, baseline):
        twice = path(1, ("agency", 0), ("homes", 200), ("agency", 400))
        assert stability.school_age_children_moved(facts_about(baseline, twice))["all"][1] == 1

    def test_a_part_year_that_ends_before_july_has_no_school_year(self, baseline):
        shorter = baseline.replace(years=2.2)
        facts = facts_of(shorter, observed(shorter, THIRD + 73, path(1, ("agency", 0), ("homes", 700))))
        assert np.isnan(stability.school_age_children_moved(facts)["all"]).tolist() == [True, False, True]

    def test_a_part_year_that_ends_with_july_has_one(self, baseline):
        facts = facts_about(baseline, path(1, ("agency", 0), ("homes", 200)))
        cut = Facts(baseline, facts.history, financial_years(START, AUGUST))
        assert stability.school_age_children_moved(cut)["all"][1] == 1


class TestMovesAfterAYearInCare:
    @pytest.mark.parametrize(("day", "counted"), [(100 + YEAR - A_BIT, 0), (100 + YEAR, 1)])
    def test_moves_count_of_children_who_had_been_in_care_for_a_year_or_more(self, baseline, day, counted):
        found = stability.moves_after_a_year_in_care(facts_about(baseline, path(1, ("agency", 100), ("homes", day))))
        assert found["all"].tolist() == found["breakdown"].tolist() == [0, counted, 0]
        assert found["step_down"].tolist() == [0, 0, 0]

    def test_the_year_begins_with_care_not_with_the_placement_and_anew_when_a_child_comes_back(self, baseline):
        first = path(1, ("agency", -500), ("homes", 10), ("agency", 20), ends=(30, "return_home"))
        again = path(1, ("agency", 40), ("homes", 50), reason="step_down")
        again = [{**row, "period_of_care": 2, "placement_number": n} for n, row in enumerate(again, start=4)]
        found = stability.moves_after_a_year_in_care(facts_about(baseline, [*first, *again]))
        assert (found["breakdown"][0], found["step_down"][0]) == (2, 0)


class TestThreeOrMorePlacementsInTwoYears:
    """Two years to 31 March 2028 begin on day 365; the first year for which they are known is 2026-27."""

    @pytest.mark.parametrize(
        ("moves", "share"), [((400, 800), 1), ((SECOND + A_BIT, 800), 1), ((SECOND, 800), 0), ((800,), 0)]
    )
    def test_placements_of_the_two_years_count(self, baseline, moves, share):
        stays = [("agency", 0.0), *(("homes", day) for day in moves)]
        found = stability.three_or_more_placements_two_years_share(facts_about(baseline, path(1, *stays)))["all"]
        assert np.isnan(found[0])
        assert found[2] == share

    def test_it_is_of_the_children_in_care_on_the_last_night(self, baseline):
        gone = path(1, ("agency", 0), ("homes", 400), ("agency", 500), ends=(600, "return_home"))
        found = stability.three_or_more_placements_two_years_share(
            facts_about(baseline, gone, path(2, ("agency", 0), ("homes", 100), ("agency", 200)), path(3, ("agency", 0)))
        )
        assert found["all"][1:].tolist() == [1 / 2, 0]


class TestPlacementsThatCeased:
    """In 2027-28 placements with agencies end after 10, 20 and 90 days, and one in a home after 200."""

    @pytest.fixture
    def ceased(self, baseline) -> Facts:
        lengths = [("agency", 10), ("agency", 90), ("agency", 20), ("homes", 200)]
        paths = [path(n, (at, 800 - days), ends=(800, "return_home")) for n, (at, days) in enumerate(lengths)]
        return facts_about(baseline, *paths, path(9, ("homes", 0)))

    def test_they_are_counted_by_placement_type(self, ceased):
        found = stability.placements_ceased(ceased)
        assert {name: counts.tolist() for name, counts in found.items()} == {
            "all": [0, 0, 4],
            "ifa": [0, 0, 3],
            "residential": [0, 0, 1],
            "adoptive": [0, 0, 0],
        }

    def test_mean_and_median_days_are_those_of_the_placements_that_ended(self, ceased):
        mean, median = stability.ceased_placement_days_mean(ceased), stability.ceased_placement_days_median(ceased)
        assert (mean["all"][2], mean["ifa"][2], mean["residential"][2]) == (80, 40, 200)
        assert (median["all"][2], median["ifa"][2], median["residential"][2]) == (55, 20, 200)

    def test_they_are_missing_where_no_placement_ended(self, ceased):
        for measure in (stability.ceased_placement_days_mean, stability.ceased_placement_days_median):
            assert np.isnan(measure(ceased)["all"]).tolist() == [True, True, False]
            assert np.isnan(measure(ceased)["adoptive"]).all()

    def test_a_placement_that_ends_on_the_first_of_april_belongs_to_the_year_that_begins(self, baseline):
        ended = [path(n, ("agency", 0), ends=(day, "return_home")) for n, day in enumerate((SECOND, END))]
        found = stability.placements_ceased(facts_about(baseline, *ended))
        assert found["all"].tolist() == found["ifa"].tolist() == [0, 1, 0]

    def test_a_placement_that_ends_on_the_first_day_of_all_counts(self, baseline):
        facts = facts_about(baseline, path(1, ("agency", -100), ("homes", 0)))
        assert stability.placements_ceased(facts)["all"].tolist() == [1, 0, 0]

    def test_a_move_ends_a_placement_as_leaving_care_does(self, baseline):
        facts = facts_about(baseline, path(1, ("agency", 0), ("homes", 50), ends=(80, "return_home")))
        assert stability.placements_ceased(facts)["all"][0] == 2
        assert stability.ceased_placement_days_mean(facts)["all"][0] == 40


def test_a_history_in_which_nobody_was_in_care_has_no_stability(baseline):
    facts = facts_of(baseline, observed(baseline, END))
    for name in ("long_term_children", "children_moved", "moves_after_a_year_in_care", "placements_ceased"):
        assert not MEASURES[name].compute(facts)["all"].any(), name
    for name in (
        "long_term_stability_share",
        "three_or_more_placements_two_years_share",
        "ceased_placement_days_mean",
    ):
        assert np.isnan(MEASURES[name].compute(facts)["all"]).all(), name


def at_start(told: list[Row], children: int = 4000) -> np.ndarray:
    """Years in the placement of children who are there at the start, half of whom came into care 1 to 2 years ago."""
    group = {"stream": "local", "ages": {"1 to 17": children}, "needs": {"care": 1}, "source": "assumption: a test"}
    baseline = council(
        {"homes": places(1, placement_type="residential"), "agency": spot(placement_type="ifa")},
        age_bands={"under 10": [0, 10], "1 to 17": [10, 18]},
        entrants={"local": stream(0, {"under 10": 1})},
        time_in_care_bands={"new": [0, 1], "newer": [1, 2], "long": [2, 18]},
        time_in_placement_bands={"half a year": [0, 0.5], "to 2 years": [0.5, 2], "longer": [2, 18]},
        children_in_care={
            "groups": [{**group, "provision": "agency"}],
            "years_in_care": {"newer": 0.5, "long": 0.5},
            "years_in_placement": [{"source": "assumption: a test", **each} for each in told],
        },
    )
    children_there = children_of(baseline, Streams(1, 0))
    return np.array([(-child.care_start_day, -child.placement_start_day) for child in children_there]) / YEAR


class TestTimeInPlacementAtTheStart:
    def test_shares_say_how_long_children_have_been_where_they_are(self):
        bands = {"half a year": 0.3, "to 2 years": 0.7}
        care, placed = at_start([{"placement_types": ["ifa"], "bands": bands}]).T
        long = care >= 2
        assert (placed[long] < 0.5).mean() == pytest.approx(0.3, abs=0.03)
        assert placed[long].max() <= 2
        assert (placed[long] < 1.25).mean() == pytest.approx(0.3 + 0.35, abs=0.03)

    def test_who_would_have_been_there_for_longer_than_in_care_has_been_there_since_coming_into_care(self):
        care, placed = at_start([{"placement_types": ["ifa"], "bands": {"half a year": 0.25, "longer": 0.75}}]).T
        recent = care < 2
        assert (placed[recent] == care[recent]).mean() == pytest.approx(0.75, abs=0.03)
        assert (placed <= care).all()

    def test_they_may_differ_by_time_in_care_and_leave_others_as_they_are(self):
        plain = at_start([])
        told = at_start([{"placement_types": ["ifa"], "time_in_care": ["long"], "bands": {"half a year": 1}}])
        long = told[:, 0] >= 2
        assert (told[long, 1] < 0.5).all()
        assert (told[~long] == plain[~long]).all()
        other = at_start([{"placement_types": ["residential"], "bands": {"half a year": 1}}])
        assert (other == plain).all()

    @pytest.mark.parametrize(
        ("told", "says"),
        [
            ([{"placement_types": ["ifb"], "bands": {"longer": 1}}], "unknown placement type 'ifb'"),
            ([{"placement_types": ["ifa"], "bands": {"long": 1}}], "unknown time-in-placement band 'long'"),
            ([{"placement_types": ["ifa"], "bands": {"longer": 0.9}}], "must add to 1"),
            (
                [{"placement_types": ["ifa"], "time_in_care": ["old"], "bands": {"longer": 1}}],
                "unknown time-in-care band 'old'",
            ),
            ([{"placement_types": ["ifa", "ifa"], "bands": {"longer": 1}}], "'ifa' is told twice"),
            (
                [
                    {"placement_types": ["ifa"], "bands": {"longer": 1}},
                    {"placement_types": ["ifa"], "time_in_care": ["long"], "bands": {"longer": 1}},
                ],
                "'ifa' is told twice for the same time in care; keep one",
            ),
        ],
    )
    def test_what_does_not_fit_is_told(self, told, says):
        with pytest.raises(ValueError, match=says):
            at_start(told, children=1)
