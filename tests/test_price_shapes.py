"""Shapes of prices: a costly tail, allowances by age, placeholders; and spend that is linear in a fee."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from ruamel.yaml import YAML
from scipy.special import ndtri

from placesim.config.baseline import Baseline
from placesim.config.interventions.prices import ChangePrice
from placesim.config.price_questions import ordered_by_fee
from placesim.config.prices import Price
from placesim.experiment.replications import Outcomes, replicate
from placesim.results import finance
from placesim.results.appraisal import break_even_price
from placesim.results.birthdays import birthdays
from placesim.results.facts import Facts
from placesim.results.financial_year import Periods, months
from placesim.results.observed import observed
from placesim.results.prices import price_levels
from tests.councils import SOURCE, START, child_at_start, council, facts_of, home, need, spot, stream

CASES = YAML(typ="safe").load(Path(__file__).with_name("finance_cases.yaml").read_text(encoding="utf-8"))
BANDS = {0: 170, 2: 176, 5: 194, 11: 222, 16: 258}

fees = st.integers(1, 20_000)
spreads = st.sampled_from([0, 0.1, 0.35, 1])
tails = st.builds(dict, share=st.sampled_from([0.01, 0.05, 0.3, 0.9]), times=st.sampled_from([1, 1.5, 2.2, 10]))


def price(weekly_fee: float = 8500, **fields) -> Price:
    return Price(weekly_fee=weekly_fee, source=SOURCE, **fields)


def evenly(number: int) -> np.ndarray:
    """Fee luck of so many children, each as likely as any other."""
    return ndtri((np.arange(number) + 0.5) / number)


class TestTail:
    @settings(max_examples=25)
    @given(fees, spreads, tails)
    def test_the_weekly_fee_stays_the_mean_of_all_children(self, fee, variation, tail):
        """By Simpson's rule over luck, part by part, to ten standard deviations."""
        found = price(fee, variation=variation, tail=tail)
        cut = found.parts.dear_from
        total = 0.0
        for low, high in ((-10.0, cut), (np.nextafter(cut, 20), 10.0)):
            luck = np.linspace(low, high, 2001)
            density = np.exp(-(luck**2) / 2) / np.sqrt(2 * np.pi)
            weights = np.array([1, *([4, 2] * 999), 4, 1]) * (high - low) / 6000
            total += sum(weights * density * [found.fee_at(each) for each in luck.tolist()])
        assert total == pytest.approx(fee, rel=1e-8)

    @given(spreads, tails, st.lists(st.floats(-5, 5), min_size=2, max_size=6))
    def test_a_fee_never_falls_with_luck(self, variation, tail, lucks):
        found = [price(variation=variation, tail=tail).fee_at(luck) for luck in sorted(lucks)]
        assert found == sorted(found)

    def test_without_spread_that_share_pays_that_many_times_the_fee_of_the_rest(self):
        found = price(1000, tail={"share": 0.1, "times": 3})
        rest, dear = found.fee_at(0), found.fee_at(3)
        assert dear == pytest.approx(3 * rest)
        assert 0.9 * rest + 0.1 * dear == pytest.approx(1000)
        assert np.mean([found.fee_at(luck) == dear for luck in evenly(1000)]) == pytest.approx(0.1)

    @pytest.mark.parametrize("fields", [{}, {"tail": {"share": 0.02, "times": 2}}])
    def test_the_share_above_a_price_is_what_children_show(self, fields):
        found = price(variation=0.3, **fields)
        shown = np.mean([found.fee_at(luck) > 10_000 for luck in evenly(20_000)])
        assert found.share_above(10_000) == pytest.approx(shown, abs=1e-4)

    def test_the_tail_is_a_child_s_own_in_spend_too(self):
        baseline = council({"agency": spot(price={"variation": 0.3, "tail": {"share": 0.05, "times": 2.2}})})
        own = baseline.provision["agency"].price
        for luck in (-1.0, 1.64, 1.65, 3.0):
            week = observed(baseline, 7, [{"child_id": 1, "provision": "agency", "fee_luck": luck}])
            assert finance.spend(facts_of(baseline, week))["all"] == pytest.approx([own.fee_at(luck)], rel=1e-14)


def by_age(start: date = START, **fields) -> Baseline:
    """Carers whose allowance goes by age, and whose fee does not."""
    carers = spot()
    carers["price"] = {"allowance_by_age": BANDS, "carer_fee": 200, "source": SOURCE, **fields}
    return council({"carers": carers}, start=start, years=3)


def spent(baseline: Baseline, born: date, begins: float, ends: float, days: float = 1000) -> Facts:
    """Facts of one child, born on a day, who is with the carers from one day to another."""
    age = (baseline.start - born).days / 365.25
    stay = {"child_id": 1, "provision": "carers", "start_day": begins, "end_day": ends}
    child = {"child_id": 1, "age_at_entry": age, "entered_day": 0.0}
    return facts_of(baseline, observed(baseline, days, [stay], children=[child]))


class TestAllowancesByAge:
    def test_a_band_that_changes_within_a_placement_is_paid_to_the_penny(self):
        case = CASES["06_age_band"]
        facts = spent(by_age(date(2025, 10, 1)), date(2014, 11, 14), 0, 92)
        assert finance.spend(facts)["all"][0] == pytest.approx(case["spend"], abs=0.005)

    def test_a_birthday_on_29_february_falls_on_1_march_in_other_years(self):
        """11 on 1 March 2027: 27 nights of February at 394 and 31 of March at 422, from 2 February."""
        facts = spent(by_age(date(2027, 2, 2)), date(2016, 2, 29), 0, 58)
        assert finance.spend(facts)["all"][0] == pytest.approx((27 * 394 + 31 * 422) / 7)

    def test_in_a_leap_year_it_is_the_day_itself(self):
        born, start = np.array([(date(2016, 2, 29) - START).days]), START
        days = birthdays(born, np.arange(9, 13), start) + np.datetime64(start)
        assert days.astype(str).tolist() == ["2025-03-01", "2026-03-01", "2027-03-01", "2028-02-29"]

    def test_every_birthday_within_a_long_placement_counts_from_the_first_day_on(self):
        """Born on 1 June 2020: 376 until the day before 5, which is 1 June 2025, then 394; in place since before."""
        facts = spent(by_age(), date(2020, 6, 1), -200, np.nan, 365)
        assert finance.spend(facts)["all"] == pytest.approx([(61 * 376 + 304 * 394) / 7])

    def test_the_months_of_a_year_add_up_to_it(self):
        facts = spent(by_age(), date(2014, 6, 20), -200, np.nan, 1000)
        by_month = Facts(facts.baseline, facts.history, months(START, 1000))
        assert finance.spend(by_month)["all"][:12].sum() == pytest.approx(finance.spend(facts)["all"][0])

    def test_the_weekly_fee_of_allowances_is_their_mean_over_childhood(self):
        mean = 200 + (2 * 170 + 3 * 176 + 6 * 194 + 5 * 222 + 2 * 258) / 18
        carers = by_age().provision["carers"].price
        assert carers.weekly_fee == pytest.approx(mean)
        assert carers.replace(carer_fee=0).weekly_fee == pytest.approx(mean - 200)

    def test_another_price_multiplies_allowances_too(self):
        changed = ChangePrice(kind="change_price", factor=1.5, from_=date(2025, 10, 1), source=SOURCE).applied(by_age())
        born = date(2016, 1, 15)
        before, after = (finance.spend(spent(each, born, 0, np.nan, 365))["all"] for each in (by_age(), changed))
        assert after == pytest.approx(before + 0.5 * (106 * 394 + 76 * 394) / 7)

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"weekly_fee": 300}, "follows from allowance_by_age"),
            ({"variation": 0.3}, "depend on age alone"),
            ({"tail": {"share": 0.1, "times": 2}}, "depend on age alone"),
            ({"allowance_by_age": {1: 170}}, "add the allowance from birth"),
            ({"allowance_by_age": {0: 170, 18: 200}}, "no age in care"),
        ],
    )
    def test_what_does_not_fit_allowances_is_refused_with_its_mend(self, fields, said):
        with pytest.raises(ValidationError, match=said):
            Price.model_validate({"allowance_by_age": BANDS, "source": SOURCE, **fields})

    def test_a_price_of_nothing_at_all_is_missing(self):
        with pytest.raises(ValidationError, match="missing; add it"):
            Price.model_validate({"source": SOURCE})

    def test_a_carers_fee_alone_is_refused(self):
        with pytest.raises(ValidationError, match="beside allowances"):
            price(carer_fee=200)

    def test_places_under_contract_have_one_price(self):
        carers = spot(contract={"kind": "block", "places": 2, "source": SOURCE})
        carers["price"] = {"allowance_by_age": BANDS, "source": SOURCE}
        with pytest.raises(ValidationError, match="paid for nights alone"):
            council({"carers": carers})


def growing(**price_of_agency) -> Baseline:
    """A home under contract and an agency, with children entering who are put in line for the home."""
    waits = {"to": "juno", "from": ["agency"]}
    provision = {
        "juno": home(2, weekly_fee=900, contract={"kind": "block"}, price={"uplift_per_year": 0.04}),
        "agency": spot(price={"uplift_per_year": 0.05, "variation": 0.4, **price_of_agency}),
    }
    fields = {"needs": {"care": need("juno", "agency", transfers=[waits])}, "entrants": {"local": stream(12)}}
    children = {"children": [child_at_start("agency") for _ in range(3)]}
    return council(provision, years=2, children_in_care=children, **fields)


def outcomes(baseline: Baseline) -> Outcomes:
    [found] = replicate({"baseline": baseline}, 4, seed=1, workers=1)
    return found


def at_fee(baseline: Baseline, name: str, fee: float) -> Baseline:
    """The same council with another weekly fee of one provision."""
    block = baseline.provision[name]
    changed = block.replace(price=block.price.replace(weekly_fee=fee))
    return baseline.replace(provision={**baseline.provision, name: changed})


def in_all(found: Outcomes, measure: str, group: str = "all") -> np.ndarray:
    return np.sum(list(found.of(measure, group).values()), axis=0)


def monthly(found: Outcomes, measure: str, group: str) -> np.ndarray:
    return found.monthly[:, list(found.months_of[measure, group].values())]


def levelled_nights(nights: np.ndarray, price: Price, start: date, periods: Periods) -> np.ndarray:
    """Nights of all periods together, each times the level of its price: spend is a seventh of the fee times it."""
    [level] = price_levels([price], start, periods)
    return nights @ level


class TestPricedNights:
    @pytest.mark.parametrize("tail", [None, {"share": 0.1, "times": 3}])
    def test_spend_at_another_fee_is_what_simulating_it_gives(self, tail):
        baseline = growing(tail=tail)
        now, simulated = outcomes(baseline), outcomes(at_fee(baseline, "agency", 1234.5))
        periods = months(START, 730)
        nights = levelled_nights(
            monthly(now, "priced_nights", "agency"), baseline.provision["agency"].price, START, periods
        )
        assert nights / 7 * 1234.5 == pytest.approx(in_all(simulated, "spend", "agency"), rel=1e-9)
        more = nights / 7 * (1234.5 - baseline.provision["agency"].price.weekly_fee)
        assert in_all(now, "spend") + more == pytest.approx(in_all(simulated, "spend"), rel=1e-9)

    def test_nights_under_a_contract_are_not_priced_one_by_one(self):
        assert (in_all(outcomes(growing()), "priced_nights", "juno") == 0).all()

    def test_without_spread_a_priced_night_is_a_night(self):
        found = outcomes(growing(variation=0))
        assert in_all(found, "priced_nights", "agency") == pytest.approx(in_all(found, "nights", "agency"))

    def test_who_is_offered_a_bed_by_fee_may_change_with_a_price(self):
        assert not ordered_by_fee(growing())
        by_fee = growing().replace(transfer_policy=[{"value": "longest_wait"}, {"from": START, "value": "highest_fee"}])
        assert ordered_by_fee(by_fee)


class TestBreakEvenBedPrice:
    def test_it_is_the_price_at_which_a_simulation_saves_nothing_in_that_future(self):
        """Without the home every night is an agency's; each future has a price of its own, found and simulated."""
        with_home = growing()
        juno = with_home.provision["juno"]
        never = juno.replace(capacity={"kind": "home", "beds": 2})
        base = outcomes(with_home.replace(provision={**with_home.provision, "juno": never}))
        option, periods = outcomes(with_home), months(START, 730)
        contract = 900 / 7 * levelled_nights(monthly(option, "paid_nights", "juno"), juno.price, START, periods)
        found = break_even_price(900, contract, in_all(base, "spend") - in_all(option, "spend"))
        for future, fee in enumerate(found.tolist()):
            again = outcomes(at_fee(with_home, "juno", fee))
            saved = in_all(base, "spend")[future] - in_all(again, "spend")[future]
            assert saved == pytest.approx(0, abs=1e-9 * in_all(base, "spend")[future])

    def test_four_beds_of_which_nine_in_ten_nights_are_used(self):
        case = CASES["12_break_even"]
        saved = 0.9 * 4 * 365 / 7 * 8373 - case["contract"]
        found = break_even_price(6750, np.array([case["contract"]]), np.array([saved]))
        assert found == pytest.approx([case["break_even_bed_week_price_at_90_per_cent"]], abs=0.005)


class TestKnownCases:
    def test_a_leap_year_has_a_night_more(self):
        case = CASES["01_leap_year"]
        baseline = council({"home": spot(weekly_fee=8373)}, start=date(2027, 4, 1))
        stay = {"child_id": 1, "provision": "home", "start_day": 306, "end_day": 366}
        history = observed(baseline, 366, [stay])
        by_month = finance.spend(Facts(baseline, history, months(baseline.start, 366)))["all"]
        assert by_month[[10, 11]] == pytest.approx([case["spend_p11_february"], case["spend_p12_march"]], abs=0.005)
        year = observed(baseline, 366, [{**stay, "start_day": 0, "end_day": np.nan}])
        whole = case["whole_year_2027_28"]["spend"]
        assert finance.spend(facts_of(baseline, year))["all"] == pytest.approx([whole], abs=0.005)

    def test_an_uplift_within_a_placement_is_paid_from_1_april(self):
        case = CASES["02_uplift_mid_episode"]
        baseline = council({"home": spot(weekly_fee=8450, price={"uplift_per_year": 0.05})}, years=2)
        begins, ends = ((day - START).days for day in (date(2026, 1, 10), date(2026, 5, 20)))
        stay = {"child_id": 1, "provision": "home", "start_day": begins, "end_day": ends}
        found = finance.spend(facts_of(baseline, observed(baseline, 730, [stay])))["all"]
        assert found == pytest.approx([case["spend_2025_26"], case["spend_2026_27"]], abs=0.005)
