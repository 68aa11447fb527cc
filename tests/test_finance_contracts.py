"""Contracts, against the finance cases worked by hand: block terms, notice, guarantees, beds of the council's own."""

from datetime import date, timedelta
from pathlib import Path
from re import escape
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from placesim.config.baseline import Baseline
from placesim.model.rates import YEAR
from placesim.results import finance
from placesim.results.counting import Grouped
from placesim.results.facts import Facts
from placesim.results.financial_year import months
from placesim.results.observed import observed
from tests.conftest import play
from tests.councils import (
    SOURCE,
    START,
    Block,
    child_at_start,
    council,
    facts_of,
    home,
    need,
    places,
    risk,
    spot,
)

CASES = YAML(typ="safe").load((Path(__file__).parent / "finance_cases.yaml").read_text(encoding="utf-8"))
APRIL_2026, APRIL_2027 = date(2026, 4, 1), date(2027, 4, 1)
MOVES = {name: risk({"foster_care": 1}, planned=name != "breakdown") for name in ("breakdown", "planned_move")}


def stay(child: int, begins: date, ends: date | None = None, reason: str | int = -1) -> Block:
    """A stay in the one provision of a council, from one date to another."""
    return {"child_id": child, "begins": begins, "ends": ends, "end_reason": reason}


def played_by_hand(baseline: Baseline, until: date, *stays: Block, opens: date | None = None, beds: int = 4) -> Facts:
    """A history of a council's first provision; a home opens on a date."""
    name, start = next(iter(baseline.provision)), baseline.start
    rows = [
        {
            "child_id": each["child_id"],
            "provision": name,
            "start_day": (each["begins"] - start).days,
            "end_day": np.nan if each["ends"] is None else (each["ends"] - start).days,
            "end_reason": each["end_reason"],
        }
        for each in stays
    ]
    steps = [{"provision": name, "day": (opens - start).days, "places": beds}] if opens else []
    return facts_of(baseline, observed(baseline, (until - start).days, rows, steps=steps))


def by_month(facts: Facts) -> Facts:
    return Facts(facts.baseline, facts.history, months(facts.history.start, facts.history.days))


def pence(figures: Any) -> list[float]:
    """Figures as they are printed."""
    return [round(float(each), 2) for each in figures]


def first(grouped: Grouped, facts: Facts) -> Any:
    """The figures of the first provision."""
    return grouped[next(iter(facts.baseline.provision))]


def parts_add_up(facts: Facts) -> bool:
    parts = finance.used_cost(facts)["all"] + finance.void_cost(facts)["all"] + finance.notice_cost(facts)["all"]
    return bool(np.allclose(parts, finance.spend(facts)["all"], rtol=1e-12))


class TestCase01LeapYear:
    CASE = CASES["01_leap_year"]

    def facts(self, begins: date, ends: date) -> Facts:
        baseline = council({"homes": spot(weekly_fee=8373), "other": spot()}, start=date(2026, 4, 1), years=2)
        return played_by_hand(baseline, date(2028, 4, 1), stay(1, begins, ends, "eighteen"))

    def test_february_has_29_nights(self):
        facts = self.facts(date(2028, 2, 1), date(2028, 4, 1))
        assert pence(finance.spend(facts)["homes"]) == [0, self.CASE["spend"]]
        monthly = pence(finance.spend(by_month(facts))["homes"])[-2:]
        assert monthly == [self.CASE["spend_p11_february"], self.CASE["spend_p12_march"]]

    def test_a_whole_year_is_365_nights_or_366_and_never_52_weeks(self):
        facts = self.facts(date(2026, 4, 1), date(2028, 4, 1))
        years = self.CASE["whole_year_2026_27"], self.CASE["whole_year_2027_28"]
        assert pence(finance.spend(facts)["homes"]) == [year["spend"] for year in years]


def test_case_02_an_uplift_in_the_middle_of_a_stay():
    case, price = CASES["02_uplift_mid_episode"], {"uplift_per_year": 0.05}
    baseline = council({"homes": spot(weekly_fee=8450, price=price)}, start=date(2025, 4, 1), years=2)
    facts = played_by_hand(baseline, APRIL_2027, stay(1, date(2026, 1, 10), date(2026, 5, 20), "eighteen"))
    assert pence(finance.spend(facts)["homes"]) == [case["spend_2025_26"], case["spend_2026_27"]]


class TestCase03BlockContract:
    """Four beds at £6,750; opens on 1 June 2026 with its first child; a bed is empty in January."""

    CASE = CASES["03_block_contract"]
    ADMISSIONS = (date(2026, 6, 1), date(2026, 7, 13), date(2026, 8, 24), date(2026, 10, 5))

    def facts(self, **terms: Any) -> Facts:
        contract = {"kind": "block", **terms}
        juno = home(4, date(2026, 6, 1), weekly_fee=6750, contract=contract)
        baseline = council({"juno": juno, "other": spot()}, start=APRIL_2026, moves=MOVES)
        leaves, comes = date(2027, 1, 1), date(2027, 2, 1)
        stays = [stay(child, day) for child, day in enumerate(self.ADMISSIONS)]
        stays[0] |= {"ends": leaves, "end_reason": "eighteen"}
        return played_by_hand(baseline, APRIL_2027, *stays, stay(9, comes), opens=date(2026, 6, 1))

    @pytest.mark.parametrize(
        ("share", "name"),
        [(1, "full"), (0.5, "half_before_first_admission"), (0, "nothing_before_first_admission")],
    )
    def test_paid_from_a_date_before_the_opening_with_a_share_before_the_first_admission(self, share, name):
        facts, case = self.facts(paid_from=APRIL_2026, before_first_admission=share), self.CASE["terms"][name]
        assert pence(finance.spend(facts)["juno"]) == [case["spend"]]
        assert pence(finance.void_cost(facts)["juno"]) == [case["void_cost"]]
        assert pence(finance.used_cost(facts)["juno"]) == [case["used_cost"]]
        before = finance.spend(by_month(facts))["juno"][:2].sum()
        assert pence([before]) == [case["before_first_admission"]]
        assert parts_add_up(facts)

    def test_void_nights_are_those_that_something_is_paid_for(self):
        nights = [
            finance.void_nights(self.facts(paid_from=APRIL_2026, before_first_admission=share))["juno"].tolist()
            for share in (1, 0.5, 0)
        ]
        after, before = self.CASE["void_after"], self.CASE["bed_nights_before_first_admission"]
        assert nights == [[after + before], [after + before], [after]]

    def test_a_night_paid_in_part_counts_as_that_part_among_nights_paid(self):
        facts = self.facts(paid_from=APRIL_2026, before_first_admission=0.5)
        after, before = self.CASE["bed_nights_after"], self.CASE["bed_nights_before_first_admission"]
        assert finance.paid_nights(facts)["juno"].tolist() == [after + before / 2]
        assert finance.covered_nights(facts)["juno"].tolist() == [self.CASE["used"]]
        assert pence(finance.paid_nights(facts)["juno"] * 6750 / 7) == pence(finance.spend(facts)["juno"])

    def test_paid_from_registration(self):
        facts = self.facts(paid_from="registration", registered=date(2026, 5, 1))
        case = self.CASE["terms"]["from_registration_only_full"]
        assert pence(finance.spend(facts)["juno"]) == [case["spend"]]
        assert finance.void_nights(facts)["juno"].tolist() == [case["void_nights"]]

    def test_paid_from_opening_as_before(self):
        facts = self.facts()
        assert finance.void_nights(facts)["juno"].tolist() == [self.CASE["void_after"]]
        assert pence(finance.spend(facts)["juno"]) == [self.CASE["terms"]["full"]["from_first_admission"]]

    def test_the_month_in_which_a_bed_stands_empty(self):
        facts, case = by_month(self.facts()), self.CASE["void_month_january_2027"]
        assert finance.void_nights(facts)["juno"][9] == case["void"]
        assert pence([finance.void_cost(facts)["juno"][9]]) == [case["void_cost"]]
        assert pence([finance.spend(facts)["juno"][9]]) == [case["spend"]]

    def test_a_share_of_the_fee_for_void_nights_leaves_those_before_the_first_admission_as_they_are(self):
        facts = self.facts(paid_from=APRIL_2026, void_share=0.5)
        case, fee = self.CASE, 6750 / 7
        void = case["bed_nights_before_first_admission"] * fee + case["void_after"] * fee / 2
        assert pence(finance.void_cost(facts)["juno"]) == pence([void])

    def test_a_home_that_opens_late_or_never_is_paid_for_from_the_date_all_the_same(self):
        juno = home(4, date(2026, 6, 1), contract={"kind": "block", "paid_from": APRIL_2026})
        baseline = council({"juno": juno, "other": spot()}, start=APRIL_2026)
        assert finance.void_nights(played_by_hand(baseline, APRIL_2027))["juno"].tolist() == [4 * 365]

    def test_a_contract_ends_with_the_home(self):
        closing = {"closes": date(2026, 12, 1)}
        juno = home(4, date(2026, 6, 1), closing, contract={"kind": "block", "paid_from": APRIL_2026})
        baseline = council({"juno": juno, "other": spot()}, start=APRIL_2026)
        paid = finance.paid_nights(played_by_hand(baseline, APRIL_2027))["juno"]
        assert paid.tolist() == [4 * (date(2026, 12, 1) - APRIL_2026).days]

    def test_a_home_that_nobody_plans_to_open_is_not_paid_for(self):
        juno = home(4, None, contract={"kind": "block", "paid_from": APRIL_2026})
        baseline = council({"juno": juno, "other": spot()}, start=APRIL_2026)
        assert finance.spend(played_by_hand(baseline, APRIL_2027))["all"].tolist() == [0]

    def test_a_contract_of_a_home_may_have_a_fee_of_its_own(self):
        facts = self.facts(weekly_fee=7000)
        assert pence(finance.spend(facts)["juno"]) == pence([self.CASE["bed_nights_after"] * 1000])

    @pytest.mark.parametrize(
        ("share", "name"),
        [(1, "full"), (0.5, "half_before_first_admission"), (0, "nothing_before_first_admission")],
    )
    def test_as_the_simulation_plays_it(self, share, name):
        """A child every 42 days from opening; the first turns 18 on 1 January, and the bed is prepared for 31 days."""
        contract = {"kind": "block", "paid_from": APRIL_2026, "before_first_admission": share}
        capacity = {"admission_gap_days": 42, "turnaround_days": 31}
        juno = home(4, date(2026, 6, 1), capacity, weekly_fee=6750, contract=contract)
        to_18 = (date(2027, 1, 1) - APRIL_2026).days + 0.5
        ages = [18 - to_18 / YEAR, 5, 6, 7, 8]
        waiting = [child_at_start("other", age=age, days=100 - place) for place, age in enumerate(ages)]
        baseline = council(
            {"juno": juno, "other": spot()},
            start=APRIL_2026,
            needs={"care": need("juno", "other", transfers=[{"to": "juno", "from": ["other"]}])},
            children_in_care={"children": waiting},
        )
        facts, case = facts_of(baseline, play(baseline)), self.CASE["terms"][name]
        assert finance.covered_nights(facts)["juno"].tolist() == [self.CASE["used"]]
        assert pence(finance.spend(facts)["juno"]) == [case["spend"]]
        assert pence(finance.void_cost(facts)["juno"]) == [case["void_cost"]]


class TestCase04Notice:
    """Full fee for 28 days; the child leaves on 15 September 2025, ten days after notice was given."""

    CASE = CASES["04_notice"]
    LEAVES = date(2025, 9, 15)

    def facts(self, *others: Block, reason: str = "planned_move", limit: str = "spot", **terms: Any) -> Facts:
        contract = {
            "kind": "spot",
            "notice_days": 28,
            "notice_after": ["breakdown", "planned_move"],
            "notice_given_days": {"planned_move": 10},
            "source": SOURCE,
            **terms,
        }
        capacity = {"spot": spot, "places": lambda **fields: places(3, **fields)}[limit]
        baseline = council({"homes": capacity(weekly_fee=8373, contract=contract), "other": spot()}, moves=MOVES)
        return played_by_hand(baseline, date(2026, 4, 1), stay(1, date(2025, 5, 1), self.LEAVES, reason), *others)

    def notice(self, *others: Block, **terms: Any) -> list[float]:
        facts = self.facts(*others, **terms)
        assert parts_add_up(facts)
        return pence(finance.notice_cost(facts)["homes"])

    def test_the_days_of_notice_that_were_not_given_are_paid(self):
        assert self.notice() == [self.CASE["notice_cost"]]

    def test_at_half_the_fee(self):
        assert self.notice(notice_share=0.5) == [self.CASE["at_half_fee"]]

    def test_a_breakdown_gives_none(self):
        assert self.notice(reason="breakdown") == [self.CASE["breakdown_without_notice"]["cost"]]

    def test_until_another_child_takes_the_place(self):
        comes = stay(2, self.LEAVES + timedelta(days=7))
        terms = {"limit": "places", "until_refilled": True}
        assert self.notice(comes, **terms) == [self.CASE["refilled_on_day_7"]]
        assert self.notice(comes, limit="places") == [self.CASE["notice_cost"]]
        assert self.notice(stay(2, self.LEAVES + timedelta(days=18)), **terms) == [self.CASE["notice_cost"]]
        assert self.notice(stay(2, self.LEAVES - timedelta(days=1)), **terms) == [self.CASE["notice_cost"]]

    def test_a_child_who_comes_back_does_not_take_the_own_place_and_of_two_places_the_one_left_first_is_taken(self):
        terms = {"limit": "places", "until_refilled": True, "notice_given_days": {}}
        back = stay(1, self.LEAVES + timedelta(days=7))
        later = stay(3, date(2025, 6, 1), self.LEAVES + timedelta(days=2), "breakdown")
        comes = stay(4, self.LEAVES + timedelta(days=7))
        night = 8373 / 7
        assert self.notice(back, **terms) == pence([28 * night])
        assert self.notice(later, comes, **terms) == pence([(7 + 28) * night])

    def test_no_notice_after_other_endings_and_none_for_who_is_still_there(self):
        facts = self.facts(stay(2, date(2025, 5, 1)), reason="eighteen")
        assert finance.notice_cost(facts)["homes"].tolist() == [0]

    @pytest.mark.parametrize(
        ("after", "paid"), [("at_18", True), ("any", True), ("eighteen", True), ("breakdown", False)]
    )
    def test_endings_may_be_named_one_by_one_or_together(self, after, paid):
        facts = self.facts(reason="eighteen", notice_after=[after], notice_given_days={})
        assert bool(finance.notice_cost(facts)["homes"][0]) is paid

    @pytest.mark.parametrize(("after", "paid"), [("any", 0), ("home_closed", 28 * 8373 / 7)])
    def test_what_a_provider_ends_needs_no_notice_unless_it_is_named(self, after, paid):
        facts = self.facts(reason="home_closed", notice_after=[after])
        assert pence(finance.notice_cost(facts)["homes"]) == pence([paid])

    def test_notice_days_that_change_by_date_are_those_of_the_day_the_child_leaves(self):
        changing = [{"value": 0}, {"from": self.LEAVES, "value": 14}]
        assert self.notice(notice_days=changing, reason="breakdown") == pence([14 * 8373 / 7])
        assert self.notice(
            stay(2, date(2025, 5, 1), self.LEAVES - timedelta(days=1), "breakdown"),
            notice_days=changing,
            reason="eighteen",
        ) == [0]

    def test_notice_is_paid_in_the_months_in_which_its_nights_lie_and_ends_with_the_horizon(self):
        facts = by_month(self.facts(stay(2, date(2025, 5, 1), date(2026, 3, 20), "breakdown")))
        night = 8373 / 7
        nights = [round(cost / night, 6) for cost in finance.notice_cost(facts)["homes"].tolist()]
        assert nights == [0, 0, 0, 0, 0, 16, 2, 0, 0, 0, 0, 12]

    def test_notice_goes_on_at_the_childs_own_fee_and_rises_on_1_april(self):
        price = {"variation": 0.4, "uplift_per_year": 0.1}
        contract = {"kind": "spot", "notice_days": 10, "source": SOURCE}
        homes = spot(weekly_fee=700, price=price, contract=contract)
        baseline = council({"homes": homes}, years=2, moves=MOVES)
        row = {"child_id": 1, "provision": "homes", "start_day": 0, "end_day": 360, "end_reason": "breakdown"}
        facts = facts_of(baseline, observed(baseline, 730, [row | {"fee_luck": 1.5}]))
        night = baseline.provision["homes"].price.fee_at(1.5) / 7
        assert finance.notice_cost(facts)["homes"] == pytest.approx([5 * night, 5 * night * 1.1])


class TestCase05Guarantee:
    """Six places at £5,500, 80% guaranteed: 130 nights in April 2026, 160 in May."""

    CASE = CASES["05_guaranteed_minimum"]

    def facts(self, measured: str, limit: str = "places", **terms: Any) -> Facts:
        guaranteed = {"kind": "guaranteed", "places": 6, "share": 0.8, "measured": measured, "weekly_fee": 5500}
        contract = {**guaranteed, "source": SOURCE, **terms}
        capacity = {"spot": spot, "places": lambda **fields: places(6, **fields)}[limit]
        baseline = council({"frame": capacity(weekly_fee=6000, contract=contract), "other": spot()}, start=APRIL_2026)
        april = [stay(child, APRIL_2026, date(2026, 5, 1), "eighteen") for child in range(4)]
        april.append(stay(4, APRIL_2026, date(2026, 4, 11), "eighteen"))  # 4 x 30 + 10 nights
        may = [stay(10 + child, date(2026, 5, 1), date(2026, 6, 1), "eighteen") for child in range(5)]
        may.append(stay(20, date(2026, 5, 1), date(2026, 5, 6), "eighteen"))  # 5 x 31 + 5 nights
        return played_by_hand(baseline, date(2026, 6, 1), *april, *may)

    def test_measured_by_month(self):
        facts, case = self.facts("month"), self.CASE["measured_monthly"]
        assert pence(finance.spend(facts)["frame"]) == [case["spend"]]
        monthly = by_month(facts)
        assert pence(finance.spend(monthly)["frame"]) == [case["april"], case["may"]]
        assert pence(finance.void_cost(monthly)["frame"]) == [case["void_april"], case["void_may"]]
        assert parts_add_up(monthly)

    @pytest.mark.parametrize("measured", ["quarter", "year"])
    def test_measured_over_both_and_settled_at_the_end(self, measured):
        facts, case = self.facts(measured), self.CASE["measured_over_both"]
        assert pence(finance.spend(facts)["frame"]) == [case["spend"]]
        assert pence(finance.void_cost(by_month(facts))["frame"]) == [0, case["void"]]
        assert pence(finance.used_cost(facts)["frame"]) == [self.CASE["used_cost"]]

    def test_a_quarter_begins_in_january_april_july_and_october(self):
        """Nobody is there: each quarter pays 80% of its own nights in its last month."""
        contract = {"kind": "guaranteed", "places": 1, "share": 0.5, "measured": "quarter", "source": SOURCE}
        facts = played_by_hand(council({"frame": places(1, contract=contract), "other": spot()}), date(2026, 4, 1))
        nights = finance.void_nights(by_month(facts))["frame"].tolist()
        assert nights == [0, 0, 45.5, 0, 0, 46, 0, 0, 46, 0, 0, 45]

    def test_full_use_beyond_the_places_is_paid_one_by_one(self):
        facts = self.facts("month", limit="spot", places=4)
        april = 4 * 30 * 5500 / 7 + 10 * 6000 / 7
        assert pence(finance.spend(by_month(facts))["frame"])[0] == pence([april])[0]
        assert finance.void_nights(facts)["frame"].tolist() == [0]

    def test_a_home_is_guaranteed_from_its_opening_for_its_registered_beds(self):
        contract = {"kind": "guaranteed", "share": 0.5, "measured": "year"}
        juno = home(4, date(2026, 6, 1), weekly_fee=700, contract=contract)
        baseline = council({"juno": juno, "other": spot()}, start=APRIL_2026)
        facts = played_by_hand(baseline, APRIL_2027, stay(1, date(2026, 6, 1)), opens=date(2026, 6, 1))
        nights = (APRIL_2027 - date(2026, 6, 1)).days
        assert finance.void_nights(facts)["juno"].tolist() == [4 * nights / 2 - nights]
        assert pence(finance.spend(facts)["juno"]) == pence([2 * nights * 100])


class TestPerBedCost:
    """A council's own home: two beds at £365,000 a bed a year, 5% dearer each April; open from the start."""

    def facts(self, *stays: Block) -> Facts:
        contract = {"kind": "per_bed_cost", "per_year": 365_000}
        own = home(2, date(2026, 4, 1), price={"uplift_per_year": 0.05}, contract=contract)
        baseline = council({"own": own, "other": spot()}, start=APRIL_2026, years=2)
        return played_by_hand(baseline, date(2028, 4, 1), *stays, opens=APRIL_2026, beds=2)

    def test_a_bed_costs_the_same_in_a_year_of_366_nights_used_or_not(self):
        facts = self.facts(stay(1, date(2026, 4, 1), date(2026, 7, 1), "eighteen"))
        assert pence(finance.spend(facts)["own"]) == [730_000, 766_500]
        assert pence(finance.used_cost(facts)["own"]) == [91_000, 0]
        assert finance.void_nights(facts)["own"].tolist() == [2 * 365 - 91, 2 * 366]
        assert parts_add_up(facts)


class TestWhatDoesNotFit:
    @pytest.mark.parametrize(
        ("provision", "said"),
        [
            (home(2, contract={"kind": "block", "paid_from": "registration"}), "needs the day, as in 2026-05-01"),
            (home(2, contract={"kind": "block", "registered": "2026-05-01"}), "goes with `paid_from: registration`"),
            (home(2, price={"variation": 0.2}, contract={"kind": "block"}), "a block contract has one price"),
            (
                home(2, price={"variation": 0.2}, contract={"kind": "per_bed_cost", "per_year": 1}),
                "a per_bed_cost contract has one price",
            ),
            (
                places(2, contract={"kind": "block", "places": 2, "paid_from": "2026-04-01", "source": SOURCE}),
                "only a home's contract says this",
            ),
            (places(2, contract={"kind": "guaranteed", "share": 0.8, "measured": "month"}), "missing; add it"),
            (spot(contract={"kind": "spot", "notice_days": 28}), "missing; give evidence ids"),
            (spot(contract={"kind": "spot", "notice_days": 2.5, "source": SOURCE}), "2.5 days; use a whole number"),
            (
                spot(contract={"kind": "spot", "notice_days": 28, "notice_after": ["breakdwn"], "source": SOURCE}),
                "unknown ending 'breakdwn'; did you mean 'breakdown'?",
            ),
            (
                spot(
                    contract={
                        "kind": "spot",
                        "notice_days": 28,
                        "notice_given_days": {"planed_move": 3},
                        "source": SOURCE,
                    }
                ),
                "did you mean 'planned_move'?",
            ),
            (
                spot(contract={"kind": "spot", "notice_days": 28, "until_refilled": True, "source": SOURCE}),
                "nobody can tell when a place is taken again",
            ),
        ],
    )
    def test_terms_that_do_not_fit_are_refused(self, provision, said):
        with pytest.raises(ValueError, match=escape(said)):
            council({"it": provision, "other": spot()}, moves=MOVES)


def test_notice_of_a_home_needs_no_source_of_its_own():
    juno = home(2, contract={"kind": "spot", "notice_days": 28})
    assert council({"juno": juno, "other": spot()}, start=START).provision["juno"].contract.kind == "spot"
