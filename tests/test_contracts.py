"""Contracts: what a block contract says of homes and of other places, and how a configuration tells it."""

from datetime import timedelta
from typing import ClassVar

import numpy as np
import pytest

from placesim.report.words.assumptions import blocks_of
from placesim.results import finance
from placesim.results.facts import Facts
from placesim.results.financial_year import months
from placesim.results.observed import observed
from placesim.results.stretches import one_below_the_other
from tests.councils import SOURCE, START, Block, council, facts_of, home, places, spot

PLACES = {"kind": "block", "places": 2, "source": SOURCE}


def test_provision_that_says_nothing_of_a_contract_is_paid_for_by_the_night():
    assert council({"elsewhere": spot()}).provision["elsewhere"].contract.kind == "spot"


@pytest.mark.parametrize(("own", "paid"), [({}, 700), ({"weekly_fee": 500}, 500), ({"weekly_fee": 0}, 0)])
def test_places_contracted_cost_the_price_unless_the_contract_has_one_of_its_own(own, paid):
    """Two places for the year; the one child there sleeps in one of them."""
    baseline = council({"agency": places(3, weekly_fee=700, contract={**PLACES, **own}), "elsewhere": spot()})
    stay = {"child_id": 1, "provision": "agency", "start_day": 0}
    facts = facts_of(baseline, observed(baseline, 365, [stay]))
    assert baseline.provision["agency"].contracted_weekly_fee() == paid
    assert finance.spend(facts)["agency"] == pytest.approx([2 * 365 * paid / 7])
    assert finance.void_nights(facts)["agency"] == pytest.approx([365])


def test_a_contract_for_places_stands_in_the_report_with_its_own_source():
    agency = places(3, label="Agency", contract={**PLACES, "weekly_fee": 500})
    blocks = {
        block.path: dict(block.values) for block in blocks_of(council({"agency": agency, "elsewhere": spot()}), {})
    }
    assert blocks["provision", "agency", "contract"]["Places"] == ("2",)
    assert "Contract" not in blocks["provision", "agency"]


def test_the_contract_of_a_home_stands_in_the_report_with_the_home():
    juno = home(2, label="Juno", contract={"kind": "block"})
    blocks = {block.path: dict(block.values) for block in blocks_of(council({"juno": juno, "elsewhere": spot()}), {})}
    assert blocks["provision", "juno"]["Contract"] == ("every registered bed from opening, used or not",)
    assert "Contract" not in blocks["provision", "elsewhere"]
    assert ("provision", "juno", "contract") not in blocks


class TestPlacesContractedByDate:
    """One place at £50 a night from the start, two from day 100, none from day 300; children there pay £100 to £200."""

    TERMS: ClassVar[Block] = {
        **PLACES,
        "places": [
            {"value": 1},
            {"from": START + timedelta(days=100), "value": 2},
            {"from": START + timedelta(days=300), "value": 0},
        ],
        "weekly_fee": 350,
    }

    def facts(self, *stays: tuple[float, float, float]) -> Facts:
        """The days and the fee luck of children in an agency that stands after provision without a contract."""
        agency = spot(weekly_fee=700, price={"variation": 0.5, "uplift_per_year": 0.1}, contract=self.TERMS)
        baseline = council({"elsewhere": spot(), "agency": agency}, years=2)
        rows = [
            {"child_id": child, "provision": "agency", "start_day": begins, "end_day": ends, "fee_luck": luck}
            for child, (begins, ends, luck) in enumerate(stays)
        ]
        return facts_of(baseline, observed(baseline, 730, rows))

    def night(self, luck: float) -> float:
        """What a night costs by the fee luck of a child."""
        return float(self.facts().baseline.provision["agency"].price.fee_at(luck)) / 7

    def test_children_beyond_the_places_of_their_day_pay_the_average_fee_of_those_there(self):
        """Day 50 to 100 two children and one place, day 310 to 320 one and none; 100 + 2 x 200 nights contracted."""
        facts = self.facts((-30, 200, 1), (50, 250, -1), (310, 320, 0.5))
        beyond = 50 * (self.night(1) + self.night(-1)) / 2 + 10 * self.night(0.5)
        assert finance.spend(facts)["agency"] == pytest.approx([500 * 50 + beyond, 0])

    def test_nobody_sleeps_in_a_place_contracted_before_and_after_the_children(self):
        """Day 200 to 250 one of two places, day 250 to 300 both."""
        facts = self.facts((-30, 200, 1), (50, 250, -1), (310, 320, 0.5))
        assert finance.void_nights(facts)["agency"] == pytest.approx([50 + 100, 0])
        assert finance.void_cost(facts)["agency"] == pytest.approx([150 * 50, 0])

    def test_a_child_beyond_the_contract_who_stays_pays_to_the_end_of_the_horizon(self):
        """From day 300 in 2025-26, and all of 2026-27 at a tenth more."""
        spent = finance.spend(self.facts((0, np.nan, 0.5)))["agency"]
        assert spent == pytest.approx([500 * 50 + 65 * self.night(0.5), 365 * 1.1 * self.night(0.5)])

    def test_the_months_of_a_year_add_up_to_it(self):
        facts = self.facts((-30, 200, 1), (50, 250, -1), (310, np.nan, 0.5))
        by_month = Facts(facts.baseline, facts.history, months(START, 730))
        assert finance.spend(by_month)["agency"][:12].sum() == pytest.approx(finance.spend(facts)["agency"][0])
        assert finance.void_nights(by_month)["agency"][:12].sum() == pytest.approx(150)

    def test_years_made_of_months_are_as_years_alone(self):
        facts = self.facts((-30, 200, 1), (50, 250, -1), (310, np.nan, 0.5))
        by_month = Facts(facts.baseline, facts.history, months(START, 730))
        for measure in (finance.spend, finance.void_nights):
            measure(by_month)  # is counted first, and shared
            for group, figures in measure(by_month.over(facts.periods)).items():
                assert figures == pytest.approx(measure(facts)[group])

    def test_of_several_futures_at_once_each_has_its_own_figures(self):
        """Two futures of the same days, one in which nobody came between them, and one with children beyond."""
        alone = [self.facts(*stays) for stays in ([(-30, 200, 1), (50, 250, -1)], [], [(0, np.nan, 0.5), (5, 9, 0)])]
        history = one_below_the_other([each.history for each in alone])
        together = Facts(alone[0].baseline, history, alone[0].periods, len(alone))
        for measure in (finance.spend, finance.void_nights, finance.void_cost):
            assert measure(together)["agency"].tolist() == [measure(each)["agency"].tolist() for each in alone]


def test_a_home_is_paid_for_from_its_opening_though_it_had_no_bed_a_moment_before():
    baseline = council({"juno": home(2, contract={"kind": "block"}), "elsewhere": spot()})
    steps = [{"provision": "juno", "day": 100, "places": places, "taken": 0} for places in (0, 1, 2)]
    steps += [{"provision": "juno", "day": 300, "places": 0, "taken": 0}]
    facts = facts_of(baseline, observed(baseline, 365, steps=steps))
    assert finance.void_nights(facts)["juno"] == pytest.approx([2 * 200])


def test_a_bed_left_and_taken_again_before_midnight_is_not_void():
    """One child leaves on day 9 at 3 in the morning, the next comes in the evening; one bed, 30 days."""
    baseline = council({"juno": home(1, contract={"kind": "block"}), "elsewhere": spot()})
    stays = [(0, 9.125), (9.75, 30)]
    rows = [
        {"child_id": child, "provision": "juno", "start_day": begins, "end_day": ends}
        for child, (begins, ends) in enumerate(stays)
    ]
    steps = [{"provision": "juno", "day": 0, "places": 1}, {"provision": "juno", "day": 30, "places": 0}]
    facts = facts_of(baseline, observed(baseline, 365, rows, steps=steps))
    assert finance.void_nights(facts)["juno"].tolist() == [0]
    assert finance.spend(facts)["juno"] == pytest.approx([30 * 100])


def test_two_children_in_one_contracted_place_until_midnight_are_one_beyond_it_only_if_both_sleep_there():
    """The second comes on the day the first leaves, an hour before: nobody is beyond the contract at midnight."""
    baseline = council({"agency": spot(contract={**PLACES, "places": 1}), "elsewhere": spot()})
    rows = [
        {"child_id": 1, "provision": "agency", "start_day": 0, "end_day": 50.5},
        {"child_id": 2, "provision": "agency", "start_day": 50.4},
    ]
    spent = finance.spend(facts_of(baseline, observed(baseline, 365, rows)))["agency"]
    assert spent == pytest.approx([365 * 100])


def test_a_contract_for_no_places_is_none():
    baseline = council({"agency": spot(contract={**PLACES, "places": 0})})
    facts = facts_of(baseline, observed(baseline, 365))
    assert finance.void_nights(facts) == {"all": pytest.approx([0])}
    assert finance.void_cost(facts) == {"all": pytest.approx([0])}


def test_a_home_that_never_opens_is_contracted_in_name_only():
    baseline = council({"juno": home(2, contract={"kind": "block"}), "elsewhere": spot()})
    closed = [{"provision": "juno", "day": 0, "places": 0, "taken": 0}]
    facts = facts_of(baseline, observed(baseline, 365, steps=closed))
    assert finance.void_nights(facts) == {"all": pytest.approx([0]), "juno": pytest.approx([0])}
    assert finance.spend(facts)["all"].tolist() == [0]


def test_the_places_that_a_contract_pays_for_before_any_date_are_those_of_the_first_day():
    """A contract for two places that became one before the first day and three on day 100."""
    terms = {
        **PLACES,
        "places": [
            {"value": 2},
            {"from": START - timedelta(days=50), "value": 1},
            {"from": START + timedelta(days=100), "value": 3},
        ],
    }
    baseline = council({"agency": spot(contract=terms), "elsewhere": spot()})
    facts = facts_of(baseline, observed(baseline, 365))
    assert finance.void_nights(facts)["agency"] == pytest.approx([100 + 3 * 265])
