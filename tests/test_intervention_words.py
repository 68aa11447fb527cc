"""What interventions say of themselves: their sentence, whom they act on, whether they are chosen, what they bring."""

from abc import ABC
from datetime import date
from typing import Any, Literal

import pytest

from placesim.config.baseline import Baseline
from placesim.config.interventions.homes import HomeIntervention
from placesim.config.interventions.intervention import DatedIntervention, Intervention
from placesim.config.scenario import Scenario
from tests.councils import SOURCE

Change = dict[str, Any]

OPEN = {"kind": "open_home", "provision": "new_home", "opens": "2025-07-01", "contract": {"kind": "block"}}
RECRUIT = {"kind": "recruit_carers", "provision": "council_carers", "approvals_per_year": 5, "from": "2025-07-01"}
FROM = {"from": "2026-04-01"}


@pytest.fixture(scope="module")
def council(example) -> Baseline:
    return example.replace(years=2)


def scenario(*changes: Change) -> Scenario:
    listed = [{"source": SOURCE, **each} for each in changes]
    return Scenario.model_validate({"name": "A test", "question": "What if?", "interventions": listed})


def made(change: Change) -> Intervention:
    return scenario(change).interventions[0]


def in_words(council: Baseline, change: Change) -> str:
    """The sentence of a change, on the baseline that it makes."""
    option = scenario(change)
    return option.interventions[0].in_words(option.applied(council))


class TestForgetting:
    """A kind of intervention that does not say everything of itself is refused where it is written."""

    def test_a_kind_that_forgets_what_it_must_say_cannot_even_be_defined(self):
        with pytest.raises(TypeError, match=r"MatchBetter lacks .*acts_on.*brings.*change_in_words.*chosen"):

            class MatchBetter(DatedIntervention):
                kind: Literal["match_better"]

                def applied(self, baseline: Baseline) -> Baseline:
                    return baseline

    def test_one_member_forgotten_is_named(self):
        with pytest.raises(TypeError, match="MoveHome lacks brings;"):

            class MoveHome(HomeIntervention):
                kind: Literal["move_home"]

                def applied(self, baseline: Baseline) -> Baseline:
                    return baseline

                def change_in_words(self, _council: Baseline) -> str:
                    return "It moves"

                def begins(self) -> date | None:
                    return None

    def test_what_kinds_have_in_common_may_leave_members_to_them(self):
        class OfCarers(DatedIntervention, ABC):
            """Members come with the kinds."""

        with pytest.raises(TypeError, match="abstract"):
            OfCarers(kind="of_carers", source=SOURCE, from_=date(2026, 4, 1))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            OPEN,
            "The new home opens on 1 July 2025 with 4 beds, at £6,000 a bed a week, paid by the block, used or not.",
        ),
        (
            {**OPEN, "delay_days": {"least": 0, "likeliest": 60, "most": 240}, "never_opens_share": 0.05,
             "weekly_fee": 6750, "transfers_from": "homes_elsewhere", "admission_gap_days": 1},
            "The new home opens on 1 July 2025 with 4 beds, 0 to 240 days late, likeliest 60, with a chance of 5% that "
            "it never opens, one child admitted every 1 day until full, at £6,750 a bed a week, paid by the block, "
            "used or not, open to children from Homes elsewhere.",
        ),
        (RECRUIT, "Council carers: 5 more households approved a year by a campaign from 1 July 2025."),
        (
            {"kind": "keep_carers", "provision": "council_carers", "leaving_factor": 0.5, "ramp_days": 365},
            "Council carers: households stop at 50% of the present rate from 1 April 2026, growing to this over 365 "
            "days.",
        ),
        (
            {"kind": "divert_entries", "streams": "local", "minimum_age": 10, "maximum_age": 16, "share": 0.1},
            "10% of children aged 10 to under 16 (Local children) who would enter care do not, from 1 April 2026.",
        ),
        ({"kind": "change_entries", "factor": 1.1}, "10% more children enter care, from 1 April 2026."),
        (
            {"kind": "change_entries", "growth_per_year": 0.03},
            "3% more children enter care each year, from 1 April 2026.",
        ),
        (
            {"kind": "change_rate", "risk": "breakdown", "placement_types": "in_house", "factor": 0.8},
            "Breakdown from In-house fostering happens at 80% of the present rate, from 1 April 2026.",
        ),
        (
            {"kind": "change_price", "provision": "homes_elsewhere", "factor": 0.97},
            "Prices of Homes elsewhere become 97% of what they would be, from 1 April 2026.",
        ),
        (
            {"kind": "change_uplift", "uplift_per_year": 0.11},
            "Prices of all provision rise by 11% on each 1 April, from 1 April 2026.",
        ),
        (
            {"kind": "contract_places", "provision": "homes_elsewhere", "places": 5, "weekly_fee": 7500},
            "Homes elsewhere: 5 places contracted at £7,500 a week each, paid for whether used or not, from 1 April "
            "2026.",
        ),
        (
            {**OPEN, "contract": {"kind": "block", "paid_from": "2025-06-01", "before_first_admission": 0.5,
             "void_share": 0.7, "weekly_fee": 7000}},
            "The new home opens on 1 July 2025 with 4 beds, at £7,000 a bed a week, paid by the block, used or not, "
            "paid from 1 June 2025, whenever it opens, 50% of the fee until the first admission, 70% of the fee for a "
            "night that nobody sleeps there.",
        ),
        (
            {**OPEN, "contract": {"kind": "per_bed_cost", "per_year": 210_000}},
            "The new home opens on 1 July 2025 with 4 beds, paid by the bed, used or not, £210,000 a bed a year, used "
            "or not.",
        ),
        (
            {**OPEN, "contract": {"kind": "block", "paid_from": "registration", "registered": "2025-06-01",
             "before_first_admission": 0}},
            "The new home opens on 1 July 2025 with 4 beds, at £6,000 a bed a week, paid by the block, used or not, "
            "paid from registration on 1 June 2025, nothing of the fee until the first admission.",
        ),
        (
            {"kind": "transfer_policy", "policy": "highest_fee"},
            "From 1 April 2026 a freed bed is offered first to the child whose place costs most.",
        ),
        (
            {"kind": "allow_transfers", "to": "council_carers", "waiting_in": "agency_carers", "minimum_days": 28,
             "settled_after_days": 365},
            "Children in Agency carers elsewhere may wait for Council carers after 28 days, until settled at 365 days, "
            "from 1 April 2026.",
        ),
        (
            {"kind": "allow_transfers", "to": "council_carers", "waiting_in": "agency_carers", "maximum_age": 16,
             "minimum_days_to_18": 365},
            "Children in Agency carers elsewhere may wait for Council carers, under 16, with 365 days or more left to "
            "the 18th birthday, from 1 April 2026.",
        ),
        (
            {"kind": "open_home", "provision": "new_home", "opens": "2026-04-01", "searches_first_days": 14,
             "transfers_from": "homes_elsewhere", "transfer_maximum_age": 17},
            "The new home opens on 1 April 2026 with 4 beds, a free bed kept 14 days for children who need a placement "
            "before others may move there, at £6,000 a bed a week, paid only for nights used, open to children "
            "from Homes elsewhere, under 17.",
        ),
    ],
)  # fmt: skip
def test_interventions_are_said_in_plain_sentences(council, change, said):
    dated = {} if change["kind"] == "open_home" else {"from": "2026-04-01"}
    assert in_words(council, {**dated, **change}) == said


def test_a_delay_says_on_which_day_the_home_then_opens(council):
    delays = [{"kind": "delay_home", "provision": "new_home", "days": days} for days in (365, 1)]
    made_late = scenario(OPEN, *delays)
    after = made_late.applied(council)
    assert [each.in_words(after) for each in made_late.interventions[1:]] == [
        "The new home opens on 2 July 2026, delayed by 365 days.",
        "The new home opens on 2 July 2026, delayed by 1 day.",
    ]
    assert made(delays[0]).in_words(council) == "The new home opens 365 days later than planned."


@pytest.mark.parametrize(("fee", "said"), [({}, "£7,000"), ({"weekly_fee": 6750}, "£6,750")])
def test_the_fee_said_is_the_one_paid_where_the_homes_contract_has_its_own(council, fee, said):
    own = council.provision["new_home"].replace(contract={"kind": "block", "weekly_fee": 7000})
    contracted = council.replace(provision={**council.provision, "new_home": own})
    opened = {"kind": "open_home", "provision": "new_home", "opens": "2026-04-01", **fee}
    paid = f"at {said} a bed a week, paid by the block, used or not."
    assert in_words(contracted, opened) == f"The new home opens on 1 April 2026 with 4 beds, {paid}"


@pytest.mark.parametrize(
    ("contract", "said"),
    [
        ({"kind": "spot"}, "paid for nights used."),
        (
            {"kind": "spot", "notice_days": [{"value": 0}, {"from": "2026-04-01", "value": 28}],
             "notice_after": ["breakdown", "at_18"], "notice_given_days": {"at_18": 28}, "notice_share": 0.5},
            "paid for nights used; days of notice (0, then 28 from 1 April 2026) at 50% of the child's fee after "
            "breakdown and an 18th birthday; 28 of them given before an 18th birthday.",
        ),
        (
            {"kind": "guaranteed", "places": 6, "share": 0.8, "measured": "quarter", "weekly_fee": 5500},
            "6 places; 80% of nights guaranteed, measured by quarter; £5,500 a place a week.",
        ),
        ({"kind": "block", "places": 3, "void_share": 0.5}, "3 places, used or not; 50% of the fee for a night that "
         "nobody sleeps there."),
        ({"kind": "per_bed_cost", "places": 3, "per_year": 200_000}, "3 places; £200,000 a bed a year, used or not."),
    ],
)  # fmt: skip
def test_a_contract_in_place_of_another_is_said_with_all_its_terms(council, contract, said):
    change = {"kind": "change_contract", "provision": "homes_elsewhere", "contract": contract}
    assert in_words(council, change) == f"Contract of Homes elsewhere: {said}"


def test_notice_that_providers_ask_for_is_nobodys_choice_and_other_terms_are(council):
    for contract, chosen in (
        ({"kind": "spot", "notice_days": 28}, False),
        ({"kind": "spot"}, True),
        ({"kind": "block", "places": 2}, True),
    ):
        assert (
            made({"kind": "change_contract", "provision": "homes_elsewhere", "contract": contract}).chosen(council)
            is chosen
        )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"kind": "open_home", "provision": "second_home", "like": "new_home", "opens": "2026-04-01", "beds": 3,
             "contract": {"kind": "spot"}},
            "Second home, like The new home, opens on 1 April 2026 with 3 beds, at £6,000 a bed a week, paid only for "
            "nights used.",
        ),
        (
            {"kind": "open_home", "provision": "new_home", "opens": "2026-04-01", "weekly_fee": 5000},
            "The new home opens on 1 April 2026 with 4 beds, at £5,000 a bed a week, paid only for nights used.",
        ),
        (
            {"kind": "contract_places", "provision": "homes_elsewhere", "places": 5, "from": "2026-04-01"},
            "Homes elsewhere: 5 places contracted at £{fee:,.0f} a week each, paid for whether used or not, from "
            "1 April 2026.",
        ),
    ],
)  # fmt: skip
def test_fee_and_contract_in_force_are_said_where_a_change_leaves_them_as_they_are(council, change, said):
    assert in_words(council, change) == said.format(fee=council.provision["homes_elsewhere"].price.weekly_fee)


@pytest.mark.parametrize(
    ("change", "late"),
    [
        ({"kind": "change_entries", "factor": 1.1, "from": "2027-03-31"}, False),
        ({"kind": "change_entries", "factor": 1.1, "from": "2027-04-01"}, True),
        ({**OPEN, "opens": "2027-04-01"}, True),
    ],
)
def test_a_change_after_the_last_day_simulated_is_said_to_do_nothing(council, change, late):
    said = in_words(council, change)
    assert said.endswith("; that is after the last day simulated, so it does nothing here.") == late


@pytest.mark.parametrize(
    ("change", "homes", "provision"),
    [
        (OPEN, {"new_home"}, ("new_home",)),
        ({"kind": "delay_home", "provision": "new_home", "days": 30}, {"new_home"}, ("new_home",)),
        (RECRUIT, set(), ("council_carers",)),
        ({"kind": "change_price", "provision": ["new_home", "homes_elsewhere"], "factor": 2, **FROM}, set(),
         ("new_home", "homes_elsewhere")),
        ({"kind": "change_price", "factor": 2, **FROM}, set(), ()),
        ({"kind": "divert_entries", "share": 0.1, **FROM}, set(), ()),
    ],
)  # fmt: skip
def test_a_change_names_its_homes_and_its_provision(change, homes, provision):
    assert made(change).homes() == homes
    assert made(change).provision_named() == provision


def test_whatever_is_done_to_a_home_acts_on_that_home():
    delayed, closed = (
        {"kind": "delay_home", "provision": "new_home", "days": 30},
        {"kind": "close_home", "provision": "new_home", "closes": "2027-01-01"},
    )
    assert made(OPEN).acts_on() == made(delayed).acts_on() == made(closed).acts_on()
    assert made(OPEN).acts_on() != made({**OPEN, "provision": "another_home"}).acts_on()


@pytest.mark.parametrize(
    ("change", "other", "same"),
    [
        ({"kind": "divert_entries", "share": 0.1}, {"share": 0.2}, True),
        ({"kind": "divert_entries", "share": 0.1}, {"minimum_age": 10}, False),
        ({"kind": "change_rate", "risk": "breakdown", "factor": 0.5}, {"factor": 0.8}, True),
        ({"kind": "change_rate", "risk": "breakdown", "factor": 0.5}, {"risk": "step_down"}, False),
        ({"kind": "change_entries", "factor": 0.5}, {"streams": "local"}, False),
        ({"kind": "transfer_policy", "policy": "highest_fee"}, {"policy": "highest_need"}, True),
    ],
)
def test_changes_of_the_same_children_or_rates_act_on_the_same_in_whatever_measure(change, other, same):
    assert (made({**FROM, **change}).acts_on() == made({**FROM, **change, **other}).acts_on()) == same


@pytest.mark.parametrize(
    ("change", "brought"),
    [
        (OPEN, "more beds"),
        ({**OPEN, "beds": 0}, ""),
        (RECRUIT, "more carers"),
        ({"kind": "keep_carers", "provision": "council_carers", "leaving_factor": 0.5}, "more carers"),
        ({"kind": "keep_carers", "provision": "council_carers", "leaving_factor": 2}, ""),
        ({"kind": "divert_entries", "share": 0.1}, "fewer children entering care"),
        ({"kind": "change_rate", "risk": "breakdown", "factor": 0.5}, "fewer unplanned moves"),
        ({"kind": "change_rate", "risk": "special_guardianship", "factor": 2}, "more children leaving care"),
        ({"kind": "change_rate", "risk": "step_down", "factor": 0.5}, ""),
        ({"kind": "resize_home", "provision": "new_home", "beds": 3}, ""),
    ],
)
def test_what_a_change_brings_that_should_help_is_said_where_it_has_any_size(council, change, brought):
    dated = {} if change["kind"] == "open_home" else FROM
    assert made({**dated, **change}).brings(council) == brought
