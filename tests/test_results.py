"""What measures say about histories small enough to work out by hand."""

import subprocess
import sys
from datetime import date

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.results import finance, metrics
from placesim.results.facts import Facts
from placesim.results.financial_year import financial_year_of, financial_years, months
from placesim.results.observed import observed
from tests.councils import carers, council, facts_of, home, places, risk, spot

FIRST_YEAR = 365
"""Nights of 2025-26, and the day on which 2026-27 begins."""


@pytest.fixture(scope="module")
def baseline() -> Baseline:
    return council(
        {
            "our_carers": carers(2, placement_type="in_house", weekly_fee=420, budget_line="fostering_line"),
            "agency": spot(placement_type="ifa", weekly_fee=1050, budget_line="agency_line", out_of_borough=True),
            "homes_here": places(2, placement_type="residential", weekly_fee=6300, budget_line="homes_line"),
            "homes_elsewhere": spot(
                placement_type="residential", weekly_fee=7000, budget_line="homes_line", out_of_borough=True
            ),
            "hotel": spot(placement_type="other_places", weekly_fee=14000, budget_line="homes_line", crisis=True),
            "anywhere": spot(placement_type="other_places", weekly_fee=0, budget_line="homes_line"),
        },
        years=2,
        placement_types={
            "in_house": {"label": "In-house", "group": "fostering"},
            "ifa": {"label": "IFA", "group": "fostering"},
            "residential": {"label": "Homes", "group": "residential"},
            "other_places": {"label": "Other"},
        },
        leaving={"return_home": risk({"ifa": 1}), "adoption": risk({"ifa": 1})},
        moves={"breakdown": risk({"ifa": 1}, planned=False), "step_down": risk({"residential": 1})},
    )


def stay(child: int, provision: str, start: float, end: float = np.nan, reason: str | int = -1, **more) -> dict:
    return {
        "child_id": child,
        "provision": provision,
        "start_day": start,
        "end_day": end,
        "end_reason": reason,
        **more,
    }


@pytest.fixture(scope="module")
def facts(baseline) -> Facts:
    """Six children over 2025-26 and 2026-27 (730 days).

    1 lives with our carers throughout; 2 goes from an agency to a home elsewhere on day 100 and on
    to one here on day 200; 3 enters an agency on day 73 and goes home on day 365, the first of
    2026-27; 4 enters the hotel on day 300 and moves to an agency on day 310; 5 enters a home
    elsewhere on day 400 and is adopted on day 473; 6 enters an agency on the first of 2026-27.
    """
    episodes = [
        stay(1, "our_carers", -500),
        stay(2, "agency", -30, 100, "breakdown"),
        stay(2, "homes_elsewhere", 100, 200, "step_down", placement_number=2, first_choice=False),
        stay(2, "homes_here", 200, placement_number=3),
        stay(3, "agency", 73, FIRST_YEAR, "return_home"),
        stay(4, "hotel", 300, 310, "breakdown", first_choice=False),
        stay(4, "agency", 310, placement_number=2),
        stay(5, "homes_elsewhere", 400, 473, "adoption"),
        stay(6, "agency", FIRST_YEAR),
    ]
    came = {1: -500, 2: -30, 3: 73, 4: 300, 5: 400, 6: FIRST_YEAR}
    children = [{"child_id": c, "entered_day": day, "in_care_at_start": day < 0} for c, day in came.items()]
    return facts_of(baseline, observed(baseline, 730, episodes, children=children))


class TestChildren:
    def test_the_average_number_in_care_is_nights_by_the_nights_of_the_year(self, facts):
        """2025-26: 365 + 365 + 292 + 65 nights; 2026-27: 365 + 365 + 365 + 73 + 365."""
        assert metrics.children_average(facts)["all"] == pytest.approx([1087 / 365, 1533 / 365])

    def test_the_average_is_given_by_placement_type_and_by_provision(self, facts):
        average = metrics.children_average(facts)
        assert average["ifa"] == pytest.approx([(100 + 292 + 55) / 365, 2])
        assert average["homes_elsewhere"] == pytest.approx([100 / 365, 73 / 365])
        assert average["residential"] == pytest.approx([265 / 365, 438 / 365])

    def test_nights_are_counted_by_provision(self, facts):
        assert metrics.nights(facts)["homes_here"] == pytest.approx([165, 365])

    def test_children_at_year_end_are_those_there_on_the_last_night(self, facts):
        """A child who leaves on 1 April was there on 31 March; one who comes on 1 April was not."""
        assert metrics.children_year_end(facts)["all"].tolist() == [4, 4]
        assert metrics.children_year_end(facts)["agency"].tolist() == [2, 2]

    def test_a_child_who_moves_on_the_first_of_april_is_counted_once(self, baseline):
        """A home that opens on 1 April takes a child who was elsewhere on 31 March."""
        moving = [
            stay(1, "homes_elsewhere", 0, FIRST_YEAR, "transfer"),
            stay(1, "homes_here", FIRST_YEAR, placement_number=2),
        ]
        at_end = metrics.children_year_end(facts_of(baseline, observed(baseline, 730, moving)))
        assert at_end["all"].tolist() == [1, 1]
        assert at_end["homes_elsewhere"].tolist() == [1, 0]

    def test_entries_are_counted_in_their_year_without_those_in_care_at_the_start(self, facts):
        assert metrics.entries(facts) == {"all": pytest.approx([2, 2]), "local": pytest.approx([2, 2])}

    def test_leavers_are_counted_by_reason(self, facts):
        left = metrics.leavers(facts)
        assert left["all"].tolist() == [0, 2]
        assert (left["return_home"].tolist(), left["adoption"].tolist()) == ([0, 1], [0, 1])
        assert left["eighteen"].tolist() == [0, 0]

    def test_moves_are_counted_by_reason(self, facts):
        moved = metrics.moves(facts)
        assert moved["all"].tolist() == [3, 0]
        assert (moved["breakdown"].tolist(), moved["step_down"].tolist()) == ([2, 0], [1, 0])
        assert moved["carer_left"].tolist() == [0, 0]


class TestOutOfBorough:
    def test_the_share_is_of_all_children_at_year_end(self, facts):
        """31 March 2026: 3 and 4 with agencies elsewhere, of 1, 2, 3 and 4."""
        assert metrics.out_of_borough_share(facts)["all"] == pytest.approx([2 / 4, 2 / 4])

    def test_the_share_of_foster_children_counts_foster_children_only(self, facts):
        assert metrics.out_of_borough_share(facts)["fostering"] == pytest.approx([2 / 3, 2 / 3])

    def test_the_share_of_children_in_homes_counts_children_in_homes_only(self, facts):
        assert metrics.out_of_borough_share(facts)["residential"] == pytest.approx([0, 0])

    def test_it_is_missing_where_there_is_nobody_to_take_a_share_of(self, baseline):
        nobody = facts_of(baseline, observed(baseline, 730, [stay(1, "our_carers", 400)]))
        assert np.isnan(metrics.out_of_borough_share(nobody)["all"][0])
        assert metrics.out_of_borough_share(nobody)["all"][1] == 0


class TestStability:
    def test_children_with_three_placements_in_the_year_are_unstable(self, facts):
        """2025-26: child 2 of the four in care on 31 March; 2026-27: nobody moved."""
        assert metrics.three_or_more_placements_share(facts)["all"] == pytest.approx([1 / 4, 0])

    def test_a_child_who_left_before_the_year_end_is_not_counted(self, baseline):
        moving = [stay(1, "agency", 10 * n, 10 * n + 10, "breakdown", placement_number=n + 1) for n in range(4)]
        moving += [stay(1, "agency", 40, 50, "return_home", placement_number=5), stay(2, "agency", 0)]
        found = metrics.three_or_more_placements_share(facts_of(baseline, observed(baseline, 730, moving)))
        assert found["all"].tolist() == [0, 0]

    def test_placements_that_ended_in_an_earlier_year_do_not_count(self, baseline):
        """Three placements in all, two of them touching 2026-27: the second ended on 1 June 2026."""
        ends = [340, 426]
        moving = [stay(1, "agency", 300, ends[0], "breakdown"), stay(1, "agency", ends[0], ends[1], "breakdown")]
        moving += [stay(1, "agency", ends[1])]
        found = metrics.three_or_more_placements_share(facts_of(baseline, observed(baseline, 730, moving)))
        assert found["all"].tolist() == [0, 0]


class TestSearches:
    @pytest.fixture
    def searched(self, baseline) -> Facts:
        """Five searches of 2025-26, three of them with the best that would have suited; one of 2026-27 without."""
        searches = [
            {"child_id": 1, "raised_day": -20, "settled_day": -20, "first_choice": "agency", "obtained": "agency"},
            {"child_id": 8, "raised_day": 0, "settled_day": 0, "first_choice": "hotel", "obtained": "agency"},
            {"child_id": 2, "raised_day": 10, "settled_day": 10, "first_choice": "agency", "obtained": "agency"},
            {
                "child_id": 3,
                "raised_day": 20,
                "waiting_day": 20,
                "settled_day": 93,
                "first_choice": "our_carers",
                "obtained": "agency",
            },
            {"child_id": 4, "raised_day": 30, "settled_day": 30, "first_choice": "agency", "obtained": "agency"},
            {
                "child_id": 5,
                "raised_day": 40,
                "settled_day": 40,
                "first_choice": "homes_here",
                "obtained": "homes_here",
            },
            {
                "child_id": 6,
                "raised_day": 292,
                "waiting_day": 292,
                "settled_day": np.nan,
                "first_choice": "homes_here",
                "obtained": "hotel",
            },
            {
                "child_id": 7,
                "raised_day": 600,
                "waiting_day": 657,
                "settled_day": 730,
                "first_choice": "homes_here",
                "obtained": "hotel",
            },
        ]
        return facts_of(baseline, observed(baseline, 730, searches=searches))

    def test_the_first_choice_share_leaves_out_placements_from_before_the_start(self, searched):
        assert metrics.first_choice_share(searched)["all"] == pytest.approx([3 / 5, 0])

    def test_children_wait_from_the_day_they_are_in_line_until_it_is_settled(self, searched):
        """2025-26: 73 nights and 73 nights; 2026-27: 365 (still waiting) and 73."""
        assert metrics.waiting_average(searched)["all"] == pytest.approx([146 / 365, 438 / 365])


class TestPlaces:
    @pytest.fixture
    def supplied(self, baseline) -> Facts:
        """Two carers until day 100, then three until day 292, then one; homes open with 2 places on day 365."""
        steps = [
            {"provision": "our_carers", "day": 0, "places": 2, "taken": 0, "households": 2},
            {"provision": "our_carers", "day": 0, "places": 2, "taken": 1, "households": 2},
            {"provision": "our_carers", "day": 100, "places": 5, "taken": 2, "households": 3},
            {"provision": "our_carers", "day": 292, "places": 1, "taken": 1, "households": 1},
            {"provision": "homes_here", "day": 365, "places": 2, "taken": 0},
            {"provision": "homes_here", "day": 438, "places": 2, "taken": 2},
        ]
        return facts_of(baseline, observed(baseline, 730, steps=steps))

    def test_occupancy_is_nights_taken_by_nights_usable(self, supplied):
        """Taken 100 + 2 x 192 + 73 nights of 200 + 960 + 73; then 365 of 365. Homes: 584 of 730."""
        occupancy = metrics.occupancy(supplied)
        assert occupancy["our_carers"] == pytest.approx([557 / 1233, 1])
        assert np.isnan(occupancy["homes_here"][0])
        assert occupancy["homes_here"][1] == pytest.approx(584 / 730)

    def test_spot_provision_has_no_occupancy(self, supplied):
        assert set(metrics.occupancy(supplied)) == {"our_carers", "homes_here"}

    def test_places_are_averaged_over_nights(self, supplied):
        assert metrics.places_average(supplied)["our_carers"] == pytest.approx([1233 / 365, 1])

    def test_carer_households_are_those_of_the_last_night(self, supplied):
        assert metrics.carer_households(supplied) == {
            "all": pytest.approx([1, 1]),
            "our_carers": pytest.approx([1, 1]),
        }

    def test_a_household_that_joins_on_the_first_of_april_counts_from_then(self, baseline):
        steps = [
            {"provision": "our_carers", "day": 0, "places": 2, "taken": 0, "households": 2},
            {"provision": "our_carers", "day": FIRST_YEAR, "places": 3, "taken": 0, "households": 3},
        ]
        facts = facts_of(baseline, observed(baseline, 730, steps=steps))
        assert metrics.carer_households(facts)["our_carers"].tolist() == [2, 3]

    def test_a_council_without_carers_has_no_households(self, baseline):
        assert metrics.carer_households(facts_of(baseline, observed(baseline, 730)))["all"].tolist() == [0, 0]

    def test_crisis_nights_are_those_in_provision_so_flagged(self, facts):
        assert metrics.crisis_nights(facts)["all"].tolist() == [10, 0]


class TestSpend:
    def test_spend_is_given_by_budget_line_and_by_placement_type(self, facts):
        """Fees a night: our carers 60, agency 150, homes here 900, homes elsewhere 1,000, hotel 2,000."""
        spent = finance.spend(facts)
        assert spent["agency_line"] == pytest.approx([150 * 447, 150 * 730])
        assert spent["fostering_line"] == pytest.approx([60 * 365, 60 * 365])
        assert spent["homes_line"] == pytest.approx([100_000 + 900 * 165 + 20_000, 73_000 + 900 * 365])
        assert spent["residential"] == pytest.approx([100_000 + 900 * 165, 73_000 + 900 * 365])

    def test_each_way_of_adding_up_gives_the_same_total(self, facts):
        spent = finance.spend(facts)
        by_line = spent["agency_line"] + spent["fostering_line"] + spent["homes_line"]
        by_type = spent["in_house"] + spent["ifa"] + spent["residential"] + spent["other_places"]
        assert spent["all"] == pytest.approx(by_line, abs=0.001)
        assert spent["all"] == pytest.approx(by_type, abs=0.001)

    def test_provision_that_is_not_block_contracted_has_no_voids(self, facts):
        assert finance.void_nights(facts) == {"all": pytest.approx([0, 0])}

    def test_void_nights_of_an_observed_block_contract_are_those_nobody_slept_there(self):
        """Two beds at 500 a night from day 100 to the end of day 299; one child for 50 of the nights."""
        baseline = council({"juno": home(2, weekly_fee=3500, contract={"kind": "block"}), "elsewhere": spot()})
        steps = [
            {"provision": "juno", "day": 100, "places": 2, "taken": 0},
            {"provision": "juno", "day": 150, "places": 2, "taken": 1},
            {"provision": "juno", "day": 200, "places": 2, "taken": 0},
            {"provision": "juno", "day": 300, "places": 0, "taken": 0},
        ]
        facts = facts_of(baseline, observed(baseline, 365, [stay(1, "juno", 150, 200, "eighteen")], steps=steps))
        assert finance.void_nights(facts)["juno"] == pytest.approx([350])
        assert finance.void_cost(facts)["juno"] == pytest.approx([175_000])
        assert finance.spend(facts)["juno"] == pytest.approx([200_000])


class TestPeriods:
    @pytest.mark.parametrize(
        ("day", "year"), [("2026-03-31", "2025-26"), ("2026-04-01", "2026-27"), ("2099-12-31", "2099-00")]
    )
    def test_a_financial_year_runs_from_the_first_of_april(self, day, year):
        assert financial_year_of(date.fromisoformat(day)) == year

    def test_months_are_calendar_months(self):
        found = months(date(2028, 1, 15), 60)
        assert found.labels == ("2028-01", "2028-02", "2028-03")
        assert found.lengths.tolist() == [17, 29, 14]

    def test_months_fall_in_the_price_year_of_their_april(self):
        assert months(date(2026, 2, 1), 120).years_on.tolist() == [0, 0, 1, 1]

    def test_a_horizon_that_ends_on_31_march_has_no_year_after_it(self):
        assert financial_years(date(2025, 4, 1), 730).labels == ("2025-26", "2026-27")


def test_measures_stand_in_one_order_whichever_module_is_imported_first():
    """Rows of every table follow that order."""
    asked = "import placesim.results.{}, placesim.experiment.chunks; from placesim.results.measures import *"
    orders = {
        subprocess.check_output([sys.executable, "-c", f"{asked.format(first)}; print(*MEASURES)"])
        for first in ("finance", "metrics", "paths", "stability")
    }
    assert len(orders) == 1
    assert b"spend" in orders.pop()
