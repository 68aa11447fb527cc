"""What decisions cost: each kind of cost on the days on which it is paid, in small cases worked by hand."""

from datetime import date

import numpy as np
import pytest
from hypothesis import Phase, given, settings

from placesim.config.baseline import Baseline
from placesim.config.charges import charged_lines
from placesim.config.problem import InconsistentError
from placesim.config.scenario import Scenario
from placesim.experiment.replications import replicate
from placesim.model import EngineName, default_engine
from placesim.model.demand import Demand
from placesim.model.engine import CompiledBaseline
from placesim.model.engines import engine_for
from placesim.model.planning import Plan
from placesim.model.streams import Streams
from placesim.results import costs, finance
from placesim.results.after_care import after_care_by_line
from placesim.results.facts import Facts
from placesim.results.financial_year import financial_years, months
from placesim.results.income import income_by_line
from placesim.results.measures import MEASURES
from placesim.results.observed import observed
from placesim.results.stretches import one_below_the_other
from tests.councils import SOURCE, START, Block, carers, child_at_start, council, home, risk, spot
from tests.engines import needs_the_compiled_engine
from tests.random_scenarios import costed_scenarios
from tests.test_invariants import UNHURRIED

YEARS = 3
"""2025-26, 2026-27 and 2027-28; the last has a 29 February."""

DAYS = 365 + 365 + 366


def costing(*found: Block, **fields) -> Baseline:
    """A council with a home planned for 1 April 2026, carers, spot provision, and some costs of its own."""
    places = {
        "juno": home(2, **{"opens": date(2026, 4, 1), **fields.pop("juno", {})}),
        "carers": carers(1, capacity={"campaigns": {"spring": 3, "autumn": 1}}),
        "agency": spot(),
    }
    named = [{"label": "A cost", "budget_line": "placements", "source": SOURCE, **each} for each in found]
    return council(places, years=YEARS, costs=named, **fields)


def facts(baseline: Baseline, monthly: bool = False, **tables) -> Facts:
    """Facts of a history in which only that happened which a test says."""
    history = observed(baseline, DAYS, **tables)
    return Facts(baseline, history, (months if monthly else financial_years)(history.start, history.days))


def paid(cost: Block, group: str = "all", **tables) -> list[float]:
    """What one cost comes to in each of the three financial years."""
    return costs.fixed_cost(facts(costing(cost), **tables))[group].tolist()


OPENS_LATE = {"supply": [{"provision": "juno", "day": 425.6}]}
"""The home opens 60 days late, on 31 May 2026: the fraction of a day counts nothing, as for a night."""


class TestYearlyCosts:
    def test_a_whole_year_costs_the_amount_whether_it_has_a_29_february_or_not(self):
        assert paid({"per_year": 36_600}) == [36_600, 36_600, 36_600]

    def test_a_part_of_a_year_costs_its_days_of_that_years_own(self):
        found = paid({"per_year": 36_600, "from": date(2027, 10, 1), "until": date(2028, 2, 29)})
        assert found == pytest.approx([0, 0, 100 * 151])  # 31 + 30 + 31 + 31 + 28 days of 366

    def test_staff_are_paid_as_other_yearly_costs_and_told_apart(self):
        baseline = costing({"staff_per_year": 40_000, "per_year": 1_000})
        kinds = costs.cost_by_kind(facts(baseline))
        assert [kinds["staff_per_year"][0], kinds["per_year"][0]] == pytest.approx([40_000, 1_000])

    def test_a_cost_that_began_before_the_start_is_paid_from_the_start(self):
        assert paid({"per_year": 1_000, "from": date(2020, 1, 1)}) == pytest.approx([1_000, 1_000, 1_000])

    def test_each_1_april_raises_it_from_the_second_financial_year_on(self):
        steps = [{"value": 0.1}, {"from": date(2027, 1, 1), "value": 0.5}]
        found = paid({"per_year": 1_000, "uplift_per_year": steps})
        assert found == pytest.approx([1_000, 1_100, 1_650])

    def test_months_add_to_the_year(self):
        baseline = costing({"per_year": 36_500})
        monthly = costs.fixed_cost(facts(baseline, monthly=True))["all"]
        assert monthly[:2] == pytest.approx([3_000, 3_100])  # 30 and 31 days at £100
        assert monthly[:12].sum() == pytest.approx(36_500)


class TestOnceOnly:
    @pytest.mark.parametrize(
        ("day", "found"),
        [(START, [500, 0, 0]), (date(2026, 3, 31), [500, 0, 0]), (date(2026, 4, 1), [0, 500, 0])],
    )
    def test_a_one_off_is_paid_on_its_day(self, day, found):
        assert paid({"one_off": 500, "from": day}) == found

    @pytest.mark.parametrize("day", [date(2025, 3, 31), date(2028, 4, 1)])
    def test_a_one_off_outside_the_years_simulated_is_not_counted(self, day):
        assert paid({"one_off": 500, "from": day}) == [0, 0, 0]

    def test_a_campaign_is_paid_evenly_over_its_days(self):
        found = paid({"campaign": 1_000, "from": date(2026, 3, 22), "until": date(2026, 5, 11)})
        assert found == pytest.approx([200, 800, 0])  # 10 of its 50 days are in March

    def test_capital_is_what_the_council_has_to_find_and_stands_apart_from_budget_lines(self):
        works = {"amount": 475_000, "optimism_bias": 0.24, "grant": 100_000, "spent_on": date(2026, 1, 10)}
        baseline = costing({"capital": works, "uplift_per_year": 0.1, "budget_line": None})
        found = costs.fixed_cost(facts(baseline))
        assert found["capital"].tolist() == pytest.approx([489_000, 0, 0])
        assert found["placements"].tolist() == [0, 0, 0]
        assert found["all"].tolist() == found["capital"].tolist()

    def test_capital_without_a_day_is_spent_on_the_first_day_and_never_rises(self):
        found = paid({"capital": {"amount": 500}, "uplift_per_year": 0.1, "from": date(2027, 4, 1)}, "capital")
        assert found == [0, 0, 500]


class TestHomes:
    def test_a_delayed_home_costs_by_the_year_from_the_day_it_really_opens(self):
        found = paid({"home": "juno", "per_year": 36_500}, **OPENS_LATE)
        assert found == pytest.approx([0, 36_500 * 305 / 365, 36_500])

    def test_mobilisation_is_paid_in_the_days_before_it_really_opens(self):
        cost = {"home": "juno", "mobilisation": 9_000, "mobilisation_days": 90}
        assert paid(cost, **OPENS_LATE) == pytest.approx([3_000, 6_000, 0])  # 2 March to 31 May: 30 of 90 days in March

    @pytest.mark.parametrize("days", [1, 7, 90.0])
    def test_mobilisation_is_paid_in_full_whatever_the_days(self, days):
        cost = {"home": "juno", "mobilisation": 9_000, "mobilisation_days": days}
        assert sum(paid(cost, **OPENS_LATE)) == pytest.approx(9_000)

    @pytest.mark.parametrize("days", [0.5, 90.5])
    def test_mobilisation_over_a_part_of_a_day_is_refused(self, days):
        with pytest.raises(ValueError, match="mobilisation_days"):
            costing({"home": "juno", "mobilisation": 9_000, "mobilisation_days": days})

    def test_a_home_that_never_opens_costs_nothing_by_the_year_but_what_was_spent_for_it_all_the_same(self):
        cost = {"home": "juno", "per_year": 36_500, "staff_per_year": 50, "one_off": 700, "capital": {"amount": 20}}
        cost |= {"mobilisation": 9_000, "mobilisation_days": 90}
        kinds = costs.cost_by_kind(facts(costing(cost)))
        totals = {kind: figures.tolist() for kind, figures in kinds.items() if figures.any()}
        assert totals == {"one_off": [0, 700, 0], "capital": [0, 20, 0], "mobilisation": [9_000, 0, 0]}

    @pytest.mark.parametrize(("tables", "found"), [({}, [0, 0, 0]), (OPENS_LATE, [0, 20, 0])])
    def test_capital_that_hangs_on_the_opening_is_not_spent_where_the_home_never_opens(self, tables, found):
        cost = {"home": "juno", "capital": {"amount": 20, "only_if_it_opens": True}}
        assert paid(cost, "capital", **tables) == found

    def test_what_is_paid_once_is_paid_on_the_planned_day_however_late_the_home_is(self):
        assert paid({"home": "juno", "one_off": 700}, **OPENS_LATE) == [0, 700, 0]

    def test_a_home_that_closes_costs_nothing_more(self):
        baseline = costing({"home": "juno", "per_year": 36_500}, juno={"capacity": {"closes": date(2027, 4, 11)}})
        found = costs.fixed_cost(facts(baseline, supply=[{"provision": "juno", "day": 365.0}]))["all"]
        assert found.tolist() == pytest.approx([0, 36_500, 36_500 * 10 / 366])

    def test_a_home_that_nothing_opens_costs_nothing(self):
        cost = {"home": "juno", "per_year": 1, "one_off": 1, "mobilisation": 9, "mobilisation_days": 9}
        baseline = costing({**cost, "capital": {"amount": 1}}, juno={"opens": None})
        assert not costs.fixed_cost(facts(baseline))["all"].any()

    def test_a_phased_opening_begins_with_its_first_bed(self):
        beds = [{"provision": "juno", "day": day} for day in (365.0, 407.0)]
        assert paid({"home": "juno", "per_year": 36_500}, supply=beds) == pytest.approx([0, 36_500, 36_500])


class TestCounted:
    APPROVALS = (
        {"provision": "carers", "campaign": 0, "day": 0.0},
        {"provision": "carers", "campaign": 1, "day": 10.3},
        {"provision": "carers", "campaign": 1, "day": 400.0},
        {"provision": "carers", "campaign": 2, "day": 20.0},
        {"provision": "juno", "campaign": 0, "day": 365.0},
        {"provision": "carers", "campaign": 1, "day": 3000.0},
    )

    def test_an_approval_is_paid_for_on_its_day_if_it_is_of_that_campaign(self):
        cost = {"per_approval": 10_000, "approvals": {"provision": "carers", "campaign": "spring"}}
        assert paid({**cost, "uplift_per_year": 0.1}, supply=self.APPROVALS) == pytest.approx([10_000, 11_000, 0])

    def test_every_move_of_the_reason_is_paid_for_while_the_cost_lasts(self):
        moved = [
            {"child_id": child, "provision": "agency", "end_day": day, "end_reason": "step_down"}
            for child, day in enumerate([5.0, 20.5, 380.0, 900.0])
        ]
        cost = {"per_move": 100, "from": date(2025, 4, 11), "until": date(2027, 4, 1), "moves": {"reason": "step_down"}}
        baseline = costing(cost, moves={"step_down": risk({"foster_care": 1})})
        assert costs.fixed_cost(facts(baseline, episodes=moved))["all"].tolist() == [100, 100, 0]

    @pytest.mark.parametrize(
        ("counted", "found"),
        [
            ({}, 2),
            ({"to": "juno"}, 1),
            ({"from": ["agency"]}, 1),
            ({"from": ["agency", "carers"], "to": "juno"}, 1),
            ({"placement_types": ["home"]}, 0),
        ],
    )
    def test_moves_are_told_apart_by_where_they_lead_and_what_they_leave(self, counted, found):
        baseline = costing({"per_move": 1, "moves": {"reason": "transfer", **counted}}, juno={"placement_type": "home"})
        stays = [
            {"child_id": 1, "provision": "agency", "end_day": 5.0, "end_reason": "transfer"},
            {"child_id": 1, "placement_number": 2, "provision": "juno", "start_day": 5.0},
            {"child_id": 2, "provision": "carers", "end_day": 6.0, "end_reason": "transfer"},
            {"child_id": 2, "placement_number": 2, "provision": "agency", "start_day": 6.0},
        ]
        assert costs.fixed_cost(facts(baseline, episodes=stays))["all"].tolist() == [found, 0, 0]


def brought(block: Block, cost: Block, baseline: Baseline | None = None) -> Baseline:
    """The council of these tests as one intervention with a cost makes it."""
    cost = {"budget_line": "placements", "source": SOURCE, **cost}
    block = {"source": SOURCE, **block, "cost": cost}
    made = {"name": "A test", "question": "What if?", "interventions": [block]}
    return Scenario.model_validate(made).applied(baseline or costing(moves={"step_down": risk({"foster_care": 1})}))


RECRUIT = {"kind": "recruit_carers", "provision": "carers", "approvals_per_year": 2, "campaign": "summer"}
RECRUIT |= {"from": date(2025, 10, 1), "until": date(2026, 10, 1), "lag_days": 180}
OPEN = {"kind": "open_home", "provision": "juno", "opens": date(2026, 7, 1)}
AUTUMN = date(2026, 10, 1)
REVIEWS = {"kind": "change_rate", "risk": "step_down", "factor": 2, "from": date(2026, 4, 1)}
TRANSFERS = {"kind": "allow_transfers", "to": "carers", "waiting_in": ["agency"], "from": date(2026, 4, 1)}


class TestInterventions:
    def test_an_intervention_without_a_cost_brings_none(self):
        made = {"name": "A test", "question": "What if?", "interventions": [{**REVIEWS, "source": SOURCE}]}
        baseline = costing(moves={"step_down": risk({"foster_care": 1})})
        assert Scenario.model_validate(made).applied(baseline).costs == ()

    def test_a_cost_of_nothing_is_said_and_costs_nothing(self):
        baseline = brought(REVIEWS, {})
        assert len(baseline.costs) == 1
        assert not costs.fixed_cost(facts(baseline))["all"].any()

    def test_a_campaign_costs_from_its_first_day_to_its_last_and_by_its_own_approvals(self):
        [cost] = brought(RECRUIT, {"campaign": 36_500, "per_approval": 10}).costs
        assert (cost.from_, cost.until, cost.home) == (date(2025, 10, 1), date(2026, 10, 1), None)
        assert cost.approvals.campaign == "summer"
        approved = [{"provision": "carers", "campaign": number, "day": 700.0} for number in (1, 2, 3)]
        found = costs.fixed_cost(facts(brought(RECRUIT, {"campaign": 36_500, "per_approval": 10}), supply=approved))
        assert found["all"].tolist() == pytest.approx([18_200, 18_310, 0])  # the third campaign is summer's

    def test_a_home_costs_with_its_opening_and_by_the_children_who_transfer_there(self):
        [cost] = brought(OPEN, {"per_move": 1}).costs
        assert (cost.from_, cost.home, cost.moves.reason, cost.moves.to) == (None, "juno", "transfer", "juno")

    def test_a_home_delayed_by_a_later_intervention_costs_on_its_later_planned_day(self):
        delay = {"kind": "delay_home", "provision": "juno", "days": 300}
        baseline = brought(delay, {}, brought(OPEN, {"one_off": 700}))
        assert costs.fixed_cost(facts(baseline))["all"].tolist() == [0, 0, 700]  # 1 July 2026 becomes 27 April 2027

    def test_a_home_that_is_told_not_to_open_costs_nothing_whatever_day_its_works_have(self):
        works = {"one_off": 700, "capital": {"amount": 500, "spent_on": date(2026, 1, 10)}}
        assert costs.fixed_cost(facts(brought(OPEN, works)))["all"].tolist() == [500, 700, 0]
        assert brought({**OPEN, "beds": 0}, works).costs == ()
        assert brought({**OPEN, "provision": "second", "like": "juno", "beds": 0}, works).costs == ()

    @pytest.mark.parametrize(
        ("name", "contract", "begins"),
        [
            ("agency", {"kind": "spot", "notice_days": [{"value": 0}, {"from": AUTUMN, "value": 28}]}, AUTUMN),
            ("agency", {"kind": "spot", "notice_days": [{"value": 7}, {"from": AUTUMN, "value": 28}]}, START),
            ("agency", {"kind": "block", "places": [{"value": 0}, {"from": AUTUMN, "value": 3}]}, AUTUMN),
            ("agency", {"kind": "block", "places": [{"from": AUTUMN, "value": 3}]}, START),
            ("agency", {"kind": "spot", "notice_days": [{"from": date(2024, 4, 1), "value": 28}]}, START),
            ("agency", {"kind": "spot"}, None),
            (
                ["agency", "carers"],
                {"kind": "spot", "notice_days": [{"value": 0}, {"from": AUTUMN, "value": 28}]},
                AUTUMN,
            ),
            ("juno", {"kind": "block", "paid_from": date(2026, 2, 1)}, date(2026, 2, 1)),
            ("juno", {"kind": "block", "paid_from": "registration", "registered": date(2026, 2, 1)}, date(2026, 2, 1)),
            ("juno", {"kind": "per_bed_cost", "per_year": 1}, date(2026, 4, 1)),
        ],
    )
    def test_another_contract_costs_from_the_first_day_on_which_its_terms_are_others(self, name, contract, begins):
        [cost] = brought({"kind": "change_contract", "provision": name, "contract": contract}, {"one_off": 5}).costs
        assert cost.from_ == begins

    def test_what_a_contract_costs_once_is_paid_on_the_day_it_changes(self):
        notice = {"kind": "spot", "notice_days": [{"value": 0}, {"from": AUTUMN, "value": 28}]}
        change = {"kind": "change_contract", "provision": "agency", "contract": notice}
        found = costs.fixed_cost(facts(brought(change, {"one_off": 500, "per_year": 36_500})))["all"]
        assert found.tolist() == pytest.approx([0, 500 + 182 * 100, 36_500])  # 1 October 2026 to 31 March 2027
        again = {**change, "contract": {**notice, "notice_share": 0.5}}
        [_, cost] = brought(again, {"one_off": 5}, brought(change, {})).costs
        assert cost.from_ == AUTUMN  # half the fee for no days of notice is the same as before

    def test_moves_are_those_of_the_rate_that_is_changed(self):
        [cost] = brought({**REVIEWS, "placement_types": ["foster_care"]}, {"per_move": 1}).costs
        assert (cost.moves.reason, cost.moves.placement_types) == ("step_down", ("foster_care",))

    def test_transfers_allowed_are_paid_for_where_they_are_allowed(self):
        [cost] = brought(TRANSFERS, {"per_move": 1}).costs
        assert (cost.moves.reason, cost.moves.from_, cost.moves.to) == ("transfer", ("agency",), "carers")

    def test_what_is_said_of_the_cost_stands_above_what_the_intervention_says(self):
        [cost] = brought(RECRUIT, {"until": date(2026, 1, 1), "label": "Our campaign"}).costs
        assert (cost.until, cost.label) == (date(2026, 1, 1), "Our campaign")

    def test_costs_of_several_interventions_add_up(self):
        baseline = brought(REVIEWS, {"per_year": 100}, brought(RECRUIT, {"one_off": 5, "until": date(2027, 1, 1)}))
        assert costs.fixed_cost(facts(baseline))["all"].tolist() == pytest.approx([5, 100, 100])

    @pytest.mark.parametrize(
        ("block", "cost", "field", "said"),
        [
            (REVIEWS, {"per_year": 1, "budget_line": None}, "budget_line", "missing; add the budget line that pays"),
            (REVIEWS, {"per_year": 1, "budget_line": "placement"}, "budget_line", "did you mean 'placements'"),
            (REVIEWS, {"mobilisation": 1, "mobilisation_days": 1}, "mobilisation", "before a home opens"),
            (OPEN, {"mobilisation": 1}, "mobilisation_days", "missing; mobilisation is pounds paid over"),
            (OPEN, {"mobilisation_days": 1}, "mobilisation", "missing; mobilisation is pounds paid over"),
            (OPEN, {"campaign": 1}, "campaign", "a home has no campaign"),
            (REVIEWS, {"campaign": 1}, "campaign", "add `until`"),
            (REVIEWS, {"per_approval": 1}, "per_approval", "only recruit_carers brings any"),
            (RECRUIT, {"per_move": 1}, "per_move", "only allow_transfers, open_home and change_rate"),
            (RECRUIT, {"until": date(2025, 10, 1)}, "until", "ends on 2025-10-01 but begins on 2025-10-01"),
            (REVIEWS, {"capital": {"amount": 1, "only_if_it_opens": True}}, "capital", "nothing opens here"),
            (OPEN, {"capital": {"amount": 10, "grant": 11}}, "capital", "more than the works cost; found 11 of 10"),
        ],
    )
    def test_a_cost_that_does_not_fit_is_told_at_its_field(self, block, cost, field, said):
        with pytest.raises(InconsistentError) as refused:
            brought(block, cost)
        [found] = refused.value.problems
        assert found.path[:4] == ("interventions", 0, "cost", field)
        assert said in found.message

    def test_approvals_of_one_campaign_are_paid_for_once(self):
        later = {**RECRUIT, "from": date(2026, 10, 1), "until": None}
        with pytest.raises(InconsistentError, match="'summer' are paid for already; give this another `campaign`"):
            brought(later, {"per_approval": 1}, brought(RECRUIT, {"per_approval": 1}))
        assert len(brought(later, {"per_year": 1}, brought(RECRUIT, {"per_approval": 1})).costs) == 2


class TestTheCouncilsOwn:
    @pytest.mark.parametrize(
        ("cost", "said"),
        [
            ({"home": "agency"}, "unknown home 'agency'"),
            ({"home": "juno", "from": START}, "give either `from` or `home`"),
            ({"approvals": {"provision": "agency", "campaign": "spring"}}, "unknown provision with households"),
            ({"approvals": {"provision": "carers", "campaign": "sprung"}}, "did you mean 'spring'"),
            ({"moves": {"reason": "step_up"}}, "unknown reason for moving 'step_up'"),
            ({"moves": {"reason": "transfer", "to": "june"}}, "did you mean 'juno'"),
            ({"moves": {"reason": "transfer", "from": ["june"]}}, "did you mean 'juno'"),
            ({"moves": {"reason": "transfer", "placement_types": ["home"]}}, "unknown placement type 'home'"),
        ],
    )
    def test_a_cost_that_does_not_fit_is_refused(self, cost, said):
        with pytest.raises(ValueError, match=said):
            costing(cost)

    def test_no_budget_line_may_be_called_capital(self):
        with pytest.raises(ValueError, match="'capital' is what reports call money for buildings"):
            council({"agency": spot(budget_line="capital")})


class TestNetCost:
    def test_it_is_placement_spend_where_nothing_else_costs_anything(self):
        baseline = council({"agency": spot()}, children_in_care={"children": [child_at_start("agency")]})
        [outcomes] = replicate({"baseline": baseline}, 2, seed=1, workers=1)
        assert not any(figures.any() for figures in outcomes.of("fixed_cost").values())
        for group in ("all", "placements"):
            assert outcomes.of("net_cost", group)["2025-26"].tolist() == outcomes.of("spend", group)["2025-26"].tolist()

    def test_it_adds_what_decisions_cost_to_placement_spend_line_by_line(self):
        baseline = costing({"per_year": 1_000, "capital": {"amount": 50, "spent_on": date(2025, 5, 1)}})
        stay = {"child_id": 1, "provision": "agency", "start_day": 0.0}
        of = facts(baseline, episodes=[stay])
        spent, net = finance.spend(of)["placements"], costs.net_cost(of)
        assert net["placements"].tolist() == (spent + 1_000).tolist()
        assert net["capital"].tolist() == [50, 0, 0]
        assert net["all"].tolist() == np.add(spent, [1_050, 1_000, 1_000]).tolist()

    def test_both_are_told_by_month(self):
        assert MEASURES["fixed_cost"].monthly
        assert MEASURES["net_cost"].monthly


LUCK = {"capacity": {"delay_days": {"least": 0, "likeliest": 60, "most": 200}, "never_opens_share": 0.4}}


def lucky() -> Baseline:
    """A home that may be late or never open, two campaigns, and costs that go by them."""
    approvals = [{"approvals": {"provision": "carers", "campaign": name}} for name in ("spring", "autumn")]
    by_home = {"home": "juno", "per_year": 365, "mobilisation": 90, "mobilisation_days": 90}
    return costing(by_home, *({"per_approval": 1, **each} for each in approvals), juno=LUCK)


class TestFutures:
    def test_what_a_home_costs_goes_by_the_day_on_which_it_opens_in_that_future(self):
        [outcomes] = replicate({"lucky": lucky()}, 20, seed=1, workers=1, keep_histories=True)
        total = np.sum(list(outcomes.of("cost_by_kind", "per_year").values()), axis=0)
        for future, history in enumerate(outcomes.histories):
            day = history.supply["day"][history.supply["provision"] == 0].min(initial=np.inf)
            begins = min(np.floor(day), DAYS)
            assert total[future] == pytest.approx((730 - min(begins, 730)) + 365 / 366 * (DAYS - max(begins, 730)))
        assert (total == 0).sum() in range(3, 14)  # two in five never open

    def test_households_are_counted_by_the_campaign_that_found_them(self):
        [outcomes] = replicate({"lucky": lucky()}, 20, seed=1, workers=1, keep_histories=True)
        total = np.sum(list(outcomes.of("cost_by_kind", "per_approval").values()), axis=0)
        joined = [int(history.places["households"][-1]) - 1 for history in outcomes.histories]
        assert total.tolist() == joined  # one is there at the start, none leaves, and both campaigns are paid for

    @needs_the_compiled_engine
    def test_both_engines_tell_the_same_supply(self):
        each = [
            replicate({"lucky": lucky()}, 3, seed=1, workers=1, keep_histories=True, engine=engine)[0].histories
            for engine in (EngineName.SIMPY, EngineName.COMPILED)
        ]
        for one, other in zip(*each, strict=True):
            assert {name: column.tolist() for name, column in one.supply.items()} == {
                name: column.tolist() for name, column in other.supply.items()
            }


@settings(UNHURRIED, max_examples=12, phases=[Phase.generate])
@given(costed_scenarios())
def test_everything_adds_to_one_total_in_every_future_month_year_and_line(made):
    for baseline in (each.after for each in made):
        streams = [Streams(1, replication) for replication in range(2)]
        council, drawn, plan = CompiledBaseline(baseline), Demand(baseline), Plan(baseline)
        engine = engine_for(council, default_engine())
        together = one_below_the_other([engine.simulate(drawn.draw(each), plan.draw(each)) for each in streams])
        monthly = Facts(baseline, together, months(together.start, together.days), 2)
        yearly = monthly.over(financial_years(together.start, together.days))
        for of in (monthly, yearly):
            spent, fixed, net = finance.spend(of), costs.fixed_cost(of), costs.net_cost(of)
            after, earned = after_care_by_line(of), income_by_line(of)
            assert not fixed["capital"].any() or any(cost.capital for cost in baseline.costs)
            for line in charged_lines(baseline):
                parts = spent.get(line, 0) + fixed[line] + after.get(line, 0) - earned.get(line, 0)
                assert net[line] == pytest.approx(parts, rel=1e-9)
            assert net["all"] == pytest.approx(sum(net[group] for group in net if group != "all"), rel=1e-9)
            assert fixed["all"] == pytest.approx(sum(costs.cost_by_kind(of).values()), rel=1e-9)
        for group, figures in costs.net_cost(yearly).items():
            assert figures.sum(axis=1) == pytest.approx(costs.net_cost(monthly)[group].sum(axis=1), rel=1e-9)
