"""Contracts: what a block contract says of homes and of other places, and how a configuration tells it."""

import pytest

from placesim.report.words.assumptions import blocks_of
from placesim.results import finance
from placesim.results.observed import observed
from tests.councils import SOURCE, council, facts_of, home, places, spot

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
