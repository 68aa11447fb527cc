"""Prices: their level on a day, and how much of a change in spend they are, in known cases."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.experiment.replications import replicate
from placesim.report.bridges import between_years
from placesim.report.study import Study
from placesim.report.words.drivers import why_spend
from placesim.results import finance
from placesim.results.bridge import Cause
from placesim.results.facts import Floats
from placesim.results.financial_year import financial_years
from placesim.results.observed import observed
from placesim.results.prices import average_levels, price_levels
from tests.councils import START, child_at_start, council, facts_of, places, spot, stream

FUTURES = 3
ENOUGH = 25
"""Futures that make an interval."""

YEARS = 2
"""2025-26 and 2026-27, neither of which has a 29 February."""

CHILDREN = 4


def staying(price: dict, years: float = YEARS, **fields) -> Baseline:
    """Four children in one spot provision, who stay; fees without variation unless the price says so."""
    children = [child_at_start("agency") for _ in range(CHILDREN)]
    return council({"agency": spot(price=price)}, years=years, children_in_care={"children": children}, **fields)


def growing(price: dict, years: float = YEARS) -> Baseline:
    """The same, with babies entering whom nobody takes out of care."""
    return staying(price, years, entrants={"local": stream(20)})


def study_of(baseline: Baseline, futures: int = FUTURES) -> Study:
    [outcomes] = replicate({"baseline": baseline}, futures, seed=1, workers=1)
    return Study(baseline, outcomes)


class Parts(NamedTuple):
    """Spend of two years, and how much of the change is price and how much is not, future by future."""

    first: Floats
    last: Floats
    price: Floats
    other: Floats


def parts(study: Study, first: int = 0, last: int = -1) -> Parts:
    found = between_years(study, study.years[first], study.years[last])
    other = sum(found.part(cause) for cause in Cause if cause is not Cause.PRICE)
    return Parts(*found.totals, found.part(Cause.PRICE), other)


def dated(day: str, value: float = 1.2, first: float = 1) -> dict:
    return {"by_date": [{"value": first}, {"from": day, "value": value}]}


def a_year_costs(price: dict) -> float:
    """What one child, who stays, costs in 2025-26 at £100 a night times the price's multiplier."""
    baseline = council({"agency": spot(price=price)})
    stays = observed(baseline, 365, [{"child_id": 1, "provision": "agency", "start_day": -10}])
    return float(finance.spend(facts_of(baseline, stays))["agency"][0])


DAYS = ("2025-04-02", "2025-08-17", "2026-03-31", "2026-04-01", "2026-08-17", "2027-03-31")


class TestOnlyThePriceChanges:
    @pytest.mark.parametrize("variation", [0, 0.4])
    @pytest.mark.parametrize("day", DAYS)
    def test_price_is_the_whole_change_whatever_the_day(self, day, variation):
        study = study_of(staying({**dated(day), "variation": variation}))
        found = parts(study)
        assert (found.last > found.first).all()
        assert found.price == pytest.approx(found.last - found.first, abs=1e-6)
        assert (found.other == 0).all()

    def test_price_is_the_whole_change_of_a_leap_year_less_its_night_more(self):
        """2027-28 has a 29 February: a night more of four children, at the average of both prices, is volume."""
        found = parts(study_of(staying(dated("2027-04-01"), years=3)), 0, 2)
        assert found.other == pytest.approx(np.full(FUTURES, CHILDREN * 110))

    def test_a_price_that_falls_to_nothing_is_the_whole_change(self):
        found = parts(study_of(staying(dated("2026-04-01", 0))), 0, 1)
        assert (found.last == 0).all()
        assert found.price == pytest.approx(-found.first)
        assert (found.other == 0).all()

    def test_a_price_that_ceases_to_be_nothing_is_the_whole_change(self):
        found = parts(study_of(staying(dated("2026-04-01", 1.2, first=0))), 0, 1)
        assert found.price == pytest.approx(found.last)
        assert (found.other == 0).all()

    def test_uplift_and_dated_change_together_are_the_whole_change(self):
        found = parts(study_of(staying({**dated("2026-08-17"), "uplift_per_year": 0.05})), 0, 1)
        assert found.price == pytest.approx(found.last - found.first)
        assert (found.other == 0).all()

    def test_a_block_contract_counts_at_its_price_too(self):
        provision = places(
            6,
            price=dated("2026-08-17"),
            contract={"kind": "block", "places": 6, "source": "assumption: a test"},
        )
        children = [child_at_start("ours") for _ in range(CHILDREN)]
        found = parts(
            study_of(council({"ours": provision, "agency": spot()}, years=2, children_in_care={"children": children}))
        )
        assert found.price == pytest.approx(found.last - found.first)
        assert (found.other == 0).all()


class TestOnlyTheChildrenChange:
    @pytest.mark.parametrize("price", [{}, {"by_date": 1.2}, {"by_date": 0.7}])
    def test_volume_is_the_whole_change(self, price):
        found = parts(study_of(growing(price)))
        assert (found.price == 0).all()
        assert found.other == pytest.approx(found.last - found.first)
        assert (found.other > 0).all()

    def test_a_price_change_before_both_years_is_part_of_neither(self):
        study = study_of(growing(dated("2025-08-17"), years=3))
        assert (parts(study, 1, 2).price == 0).all()


class TestTogether:
    def test_price_volume_and_the_first_year_add_up(self):
        found = parts(study_of(growing({**dated("2026-10-01"), "uplift_per_year": 0.04, "variation": 0.3})))
        assert found.first + found.price + found.other == pytest.approx(found.last)
        assert (found.price > 0).all()
        assert (found.other > 0).all()

    def test_placements_nobody_bought_in_the_first_year_are_set_at_its_average_day(self):
        """The price rises halfway through the first year, in which nobody came."""
        council = staying({"by_date": [{"value": 1}, {"from": "2025-10-01", "value": 2}]})
        found = average_levels([council.provision["agency"].price], START, financial_years(START, 1096))
        assert found[0] == pytest.approx([(183 + 2 * 182) / 365, 2, 2])


class TestLevels:
    def test_a_level_is_the_uplift_times_the_dated_multiplier(self):
        rising = {**dated("2026-04-01", 1.5), "uplift_per_year": 0.1}
        prices = [staying(rising).provision["agency"].price, staying({}).provision["agency"].price]
        found = price_levels(prices, date(2025, 4, 1), financial_years(START, 1096))
        assert found == pytest.approx(np.array([[1, 1.1 * 1.5, 1.1**2 * 1.5], [1, 1, 1]]))

    @pytest.mark.parametrize("multiplier", [0.5, 1, 1.2, 2])
    def test_one_multiplier_for_all_dates_multiplies_every_night(self, multiplier):
        assert a_year_costs({"by_date": multiplier}) == pytest.approx(36_500 * multiplier)

    @pytest.mark.parametrize(("day", "nights"), [("2025-04-02", 364), ("2025-04-03", 363), ("2026-03-31", 1)])
    def test_a_dated_price_holds_from_the_night_of_its_day(self, day, nights):
        assert a_year_costs(dated(day, 3)) == pytest.approx(36_500 + 200 * nights)

    @pytest.mark.parametrize(
        ("day", "value"), [("2024-11-01", 2), ("2025-04-01", 2), ("2026-04-01", 1), ("2029-07-01", 1)]
    )
    def test_a_price_dated_before_or_after_the_horizon_is_the_one_before_or_after_it(self, day, value):
        assert a_year_costs(dated(day, 2)) == pytest.approx(36_500 * value)

    @pytest.mark.parametrize(("day", "second"), [("2026-04-01", 1.2), ("2026-04-02", 1.1), ("2026-05-01", 1.1)])
    def test_the_rise_on_a_first_of_april_is_the_one_that_holds_on_that_day(self, day, second):
        rises = {"uplift_per_year": [{"value": 0.1}, {"from": day, "value": 0.2}]}
        levels = price_levels([staying(rises).provision["agency"].price], START, financial_years(START, 1096))
        assert levels[0] == pytest.approx([1, second, second * 1.2])


class TestInPrint:
    def test_a_dated_price_is_told_as_price(self):
        said = why_spend(study_of(staying(dated("2026-08-17")), ENOUGH)).sentences
        assert said[1] == "Of that: +£18k because the same nights are dearer."
        assert said[2] == "No part in any future: volume, mix, complexity, void and notice, fixed and other."

    def test_more_children_are_told_as_volume(self):
        said = why_spend(study_of(growing({}), ENOUGH)).sentences
        assert said[1] == "Of that: +£0.74m (+0.68 to +0.80) because more nights are spent in care."
        assert "mix, complexity, price, void and notice" in said[2]


class TestFees:
    @pytest.mark.parametrize("luck", [-2.5, 0, 0.7, 3])
    def test_a_week_costs_the_fee_by_which_children_are_put_in_order(self, luck):
        baseline = council({"agency": spot(price={"variation": 0.4})})
        week = observed(baseline, 7, [{"child_id": 1, "provision": "agency", "fee_luck": luck}])
        fee = baseline.provision["agency"].price.fee_at(luck)
        assert finance.spend(facts_of(baseline, week))["all"] == pytest.approx([fee], rel=1e-14)
