"""After care and income: allowances until a birthday, from stock and from leavers, and grants by the night."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from placesim.config.after_care import AfterCare
from placesim.config.baseline import Baseline
from placesim.config.charges import charged_lines
from placesim.results.after_care import after_care_allowances, after_care_spend, stock_ends
from placesim.results.costs import net_cost
from placesim.results.facts import Facts
from placesim.results.finance import spend
from placesim.results.financial_year import months
from placesim.results.income import income
from placesim.results.observed import observed
from placesim.results.stretches import one_below_the_other
from tests.councils import SOURCE, START, Block, council, facts_of, risk, spot, stream

SGO = YAML(typ="safe").load(Path(__file__).with_name("finance_cases.yaml").read_text(encoding="utf-8"))["09_sgo"]
STOCK = [date(2026, 1, 10), date(2026, 8, 1), date(2038, 1, 1)]
LINES = {name: {"label": name} for name in ("placements", "orders", "grants")}


def orders(**fields) -> Block:
    return {
        "label": "Special guardianship",
        "reason": "order",
        "weekly": 185,
        "uplift_per_year": 0.0355,
        "budget_line": "orders",
        "source": SOURCE,
        **fields,
    }


def grant(**fields) -> Block:
    return {"label": "Grant", "stream": "alone", "per_night": 143, "budget_line": "grants", "source": SOURCE, **fields}


def with_orders(scheme: Block | None = None, **fields) -> Baseline:
    leaving = {"order": risk({}, label="An order")}
    schemes = {"orders": scheme or orders(stock_until=STOCK)}
    return council({"carers": spot()}, years=2, budget_lines=LINES, leaving=leaving, after_care=schemes, **fields)


def left(baseline: Baseline, born: date, day: date, reason: str = "order") -> Facts:
    """Facts of one child who leaves care on a day."""
    age, end = (START - born).days / 365.25, (day - START).days
    stay = {"child_id": 1, "provision": "carers", "start_day": 0, "end_day": end, "end_reason": reason}
    child = {"child_id": 1, "age_at_entry": age, "entered_day": 0.0}
    return facts_of(baseline, observed(baseline, 730, [stay], children=[child]))


class TestAllowances:
    def test_stock_and_a_new_order_are_paid_until_18_to_the_penny(self):
        facts = left(with_orders(), date(2009, 3, 1), date(2025, 9, 1))
        expected = [SGO["spend_2025_26"], SGO["spend_2026_27"]]
        assert after_care_spend(facts)["orders"] == pytest.approx(expected, abs=0.005)
        assert after_care_allowances(facts)["all"].tolist() == [
            SGO["allowances_31_march_2026"],
            SGO["allowances_31_march_2027"],
        ]

    def test_the_stock_alone_and_the_new_order_alone_are_the_two_parts_of_it(self):
        nobody = facts_of(with_orders(), observed(with_orders(), 730))
        assert after_care_spend(nobody)["all"][0] == pytest.approx(SGO["of_which_stock_2025_26"], abs=0.005)
        new = left(with_orders(orders()), date(2009, 3, 1), date(2025, 9, 1))
        assert after_care_spend(new)["all"][0] == pytest.approx(SGO["of_which_new_2025_26"], abs=0.005)

    def test_only_those_who_leave_for_the_reason_have_one_and_a_share_of_each_counts(self):
        half, born = with_orders(orders(share=0.5)), date(2015, 3, 1)
        assert after_care_allowances(left(half, born, date(2025, 9, 1)))["all"].tolist() == [0.5, 0.5]
        assert after_care_allowances(left(half, born, date(2025, 9, 1), "eighteen"))["all"].tolist() == [0, 0]

    def test_who_is_older_already_gets_nothing(self):
        facts = left(with_orders(orders(until_age=10)), date(2014, 3, 1), date(2025, 9, 1))
        assert after_care_spend(facts)["all"].tolist() == [0, 0]

    def test_one_who_stays_put_is_paid_for_from_18_to_21(self):
        scheme = orders(reason="eighteen", until_age=21)
        facts = left(with_orders(scheme), date(2007, 12, 1), date(2025, 12, 1), "eighteen")
        assert after_care_spend(facts)["all"] == pytest.approx([121 / 7 * 185, 365 / 7 * 185 * 1.0355])

    def test_the_months_of_a_year_add_up_to_it_and_futures_stand_apart(self):
        some, none = left(with_orders(), date(2009, 3, 1), date(2025, 9, 1)), observed(with_orders(), 730)
        both = one_below_the_other([some.history, none])
        by_month = Facts(some.baseline, both, months(START, 730), 2)
        found = after_care_spend(by_month)["all"]
        assert found[0, :12].sum() == pytest.approx(SGO["spend_2025_26"], abs=0.005)
        assert found[1, :12].sum() == pytest.approx(SGO["of_which_stock_2025_26"], abs=0.005)


class TestStock:
    def test_birthdays_of_one_age_are_spread_over_the_year_and_end_at_the_last(self):
        scheme = AfterCare.model_validate(orders(stock_by_age={17: 4, 5: 1}))
        ends = [START + timedelta(days=int(day)) for day in stock_ends(scheme, START)]
        assert ends[:4] == [date(2025, 5, 16), date(2025, 8, 15), date(2025, 11, 15), date(2026, 2, 14)]
        assert ends[4] == date(2037, 9, 30)

    def test_as_many_have_one_on_the_first_day_as_the_stock_says(self):
        baseline = with_orders(orders(stock_by_age={3: 7, 12: 2}, stock_until=[date(2030, 1, 1)]))
        facts = facts_of(baseline, observed(baseline, 730))
        assert after_care_allowances(facts)["all"].tolist() == [10, 10]


class TestIncome:
    def test_a_grant_is_paid_for_the_nights_of_the_stream_in_care(self):
        baseline = council(
            {"carers": spot()},
            years=2,
            budget_lines=LINES,
            entrants={"local": stream(0), "alone": stream(0)},
            income={"grant": grant(uplift_per_year=0.02)},
        )
        stays = [{"child_id": n, "provision": "carers", "start_day": 10 * n, "end_day": 500} for n in (1, 2)]
        children = [{"child_id": 1, "stream": "alone"}, {"child_id": 2, "stream": "local"}]
        facts = facts_of(baseline, observed(baseline, 730, stays, children=children))
        assert income(facts)["grant"] == pytest.approx([355 * 143, 135 * 143 * 1.02])


class TestTogether:
    def test_lines_are_charged_and_net_cost_holds_both(self):
        baseline = with_orders(
            entrants={"local": stream(0), "alone": stream(0)}, income={"grant": grant(stream="local")}
        )
        facts = left(baseline, date(2009, 3, 1), date(2025, 9, 1))
        assert charged_lines(baseline) == ["placements", "orders", "grants"]
        net = net_cost(facts)
        assert net["orders"] == pytest.approx(after_care_spend(facts)["all"])
        assert net["grants"] == pytest.approx(-income(facts)["all"])
        assert net["all"] == pytest.approx(spend(facts)["all"] + after_care_spend(facts)["all"] - income(facts)["all"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": "orderr"}, "did you mean 'order'"),
        ({"budget_line": "order"}, "unknown budget line"),
        ({"stock_by_age": {18: 1}}, "at 18 none is paid any more"),
        ({"stock_until": [START]}, "is not after the start date"),
    ],
)
def test_what_after_care_names_must_exist(change, said):
    with pytest.raises(ValidationError, match=said):
        with_orders(orders(**change))


@pytest.mark.parametrize(("change", "said"), [({"stream": "x"}, "unknown stream"), ({"budget_line": "x"}, "unknown")])
def test_what_income_names_must_exist(change, said):
    with pytest.raises(ValidationError, match=said):
        with_orders(income={"grant": grant(**{"stream": "local", **change})})
