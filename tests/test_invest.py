"""Invest to save in a comparison: cash flows of every future, what they are worth, and what the budget sees of them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from placesim.config.finance import CapitalFinancing, Finance
from placesim.experiment.comparison import Comparison
from placesim.report.comparison_study import FIXED, NET, SPEND, ComparisonStudy
from placesim.report.paper.media import every_part
from placesim.report.paper.parts import Medium, Paragraph, Report, Section, Table
from placesim.report.paper.workbook import write_workbook
from placesim.report.scripts.compare_invest import NO_CAPITAL, NO_RULE, invest_parts, invest_words
from placesim.report.words.depends import full_beds
from placesim.report.words.investment import (
    CAPITAL,
    by_then,
    flows,
    in_futures,
    investment,
    kinds_of,
    lines_paid,
    saved,
    share_of,
)
from placesim.report.words.investment_budget import FINANCING, KINDS, NOT_IN_PARTS, financing_table
from placesim.report.words.investment_options import bed_prices, worth_words
from placesim.report.words.investment_years import INVEST, cash_flow_table
from placesim.results.facts import Floats
from placesim.results.financing import charges
from tests.councils import SOURCE, child_at_start, council, home, need, spot
from tests.office import comparison_of, opening, small_council
from tests.spreadsheet import SOFFICE, WRONG, figures, formulas, opened, spoilt

CASES = YAML(typ="safe").load(Path(__file__).with_name("finance_cases.yaml").read_text(encoding="utf-8"))
CASE = CASES["08_npv_payback"]
CASH = np.array([-475_000.0, -50_000, 150_000, 260_000, 260_000, 260_000])
RULE = {"rule": {"annual_per_million": 100_000, "years": 20}}
CAPITAL_OF_IT = {"amount": 475_000, "grant": 75_000, "optimism_bias": 0.24}
COST = {
    "budget_line": "placements",
    "one_off": 20_000,
    "staff_per_year": 30_000,
    "capital": CAPITAL_OF_IT,
    "source": SOURCE,
}
FUTURES, FIRST = 20, "Open in July"


def with_finance(**said: object) -> ComparisonStudy:
    """Homes with and without a cost given, of a council that values money as said."""
    valued = small_council().replace(years=4, finance=said)
    late = opening("2026-07-01", delay_days={"least": 0, "likeliest": 60, "most": 200}, never_opens_share=0.3)
    scenarios = {FIRST: [opening("2025-07-01", cost=COST)], "Open late": [late], "Nothing at all": []}
    return comparison_of(valued, scenarios, FUTURES)


@pytest.fixture(scope="module")
def options() -> ComparisonStudy:
    return with_finance(capital=RULE)


def financed_by(options: ComparisonStudy, capital: dict[str, object] | None) -> ComparisonStudy:
    """The same comparison of a council that finances capital in another way."""
    other = options.council.replace(finance={"capital": capital} if capital else {})
    return replace(options, council=other, answers={})


def flowing(options: ComparisonStudy, cash: Floats, group: str = "all") -> ComparisonStudy:
    """A comparison of which one option saves some cash a year; what does not follow is as it was."""
    before = options.comparison.baseline
    after = before.values.copy()
    for year, saving in zip(
        options.comparison.years, np.broadcast_to(cash, (len(after), cash.shape[-1])).T, strict=True
    ):
        after[:, before.keys.index((year, NET, group))] -= saving
    option = replace(options.comparison.options[0], keys=before.keys, values=after)
    comparison = Comparison(options.council, before, (option,))
    return replace(options, comparison=comparison, scenarios=options.scenarios[:1], answers={})


@pytest.fixture(scope="module")
def six_years() -> ComparisonStudy:
    return comparison_of(small_council().replace(years=6), {FIRST: []}, 12)


def tables_of(options: ComparisonStudy) -> list[Table]:
    parts = every_part(invest_parts(options), Medium.WORKBOOK)
    return [part for part in parts if isinstance(part, Table)]


def texts_of(options: ComparisonStudy) -> list[str]:
    return [part.text for part in invest_parts(options) if isinstance(part, Paragraph)]


def row_of(table: Table, name: str) -> dict[str, object]:
    [row] = [row for row in table.rows if row[0].text == name]
    return dict(zip(table.columns, row, strict=True))


def test_the_cash_flow_is_what_net_cost_falls_by_in_every_future(options):
    for name in options.names:
        found = investment(options, name)
        assert found.cash == pytest.approx(saved(options, name, NET))
        assert sum(flows(options, name).values()) == pytest.approx(found.cash)
        assert found.cumulative[:, -1] == pytest.approx(found.cash.sum(axis=1))
    assert flows(options, FIRST)["Capital"].sum(axis=1) == pytest.approx(-(475_000 * 1.24 - 75_000))


def test_a_comparison_gives_the_net_present_value_and_the_payback_worked_by_hand(six_years):
    found = investment(flowing(six_years, CASH), FIRST)
    assert np.round(found.npv, 2).tolist() == [CASE["npv"]] * 12
    assert np.round(found.present[0], 2).tolist() == CASE["discounted"]
    assert np.round(found.years_to_payback, 4).tolist() == [CASE["payback_years_cash"]] * 12
    assert np.round(found.years_to_discounted_payback, 4).tolist() == [CASE["payback_years_discounted"]] * 12


def test_the_share_that_pays_back_counts_futures_in_front_at_the_end_for_good(six_years):
    cash = np.zeros((12, 6))
    cash[:3] = CASH
    cash[3:8, 0] = -100.0
    found = investment(flowing(six_years, cash), FIRST)
    assert share_of(found.pays_back).share == 3 / 12
    assert share_of(found.worthwhile).share == 3 / 12
    assert np.isnan(found.years_to_payback[3:]).all(), "a future in which nothing changes pays nothing back"
    assert by_then(found.years_to_payback, 0.25) == pytest.approx(3.4423, abs=1e-4)
    assert np.isnan(by_then(found.years_to_payback, 0.5))


def test_the_table_of_an_option_ends_with_its_net_present_value(options):
    for name in options.names[:2]:
        table, found = cash_flow_table(options, name), investment(options, name)
        total = dict(zip(table.columns, table.rows[-1], strict=True))
        assert total["Present value"].value == pytest.approx(found.npv.mean())
        assert total["Net cash flow"].value == pytest.approx(found.cash.sum(axis=1).mean())
        difference = in_futures(found.npv)
        ends = row_of(tables_of(options)[0], name)["Net present value"].ends
        wanted = (difference.p10, difference.p90, difference.p50, difference.low, difference.high)
        assert ends == pytest.approx(wanted, nan_ok=True)
        assert [row[0].text for row in table.rows] == [*(year.label for year in options.years), "All years"]


def test_an_option_without_a_cost_is_marked_beside_its_worth(options):
    table = tables_of(options)[0]
    assert row_of(table, FIRST)["Costs given"].text == "yes"
    assert row_of(table, "Open late")["Costs given"].text != "yes"
    assert "no cost given" in worth_words(options, "Open late")
    assert "no cost given" not in worth_words(options, FIRST)


def test_an_option_that_changes_nothing_is_worth_nothing_and_pays_nothing_back(options):
    row = row_of(tables_of(options)[0], "Nothing at all")
    assert row["Net present value"].value == 0
    assert row_of(tables_of(options)[1], "Nothing at all")["Pays back in"].text == "none"
    assert not worth_words(options, "Nothing at all")


def test_how_capital_is_financed_moves_no_present_value(options):
    borrowed = financed_by(options, {"life": 40, "interest": 0.055})
    assert investment(borrowed, FIRST).npv.tolist() == investment(options, FIRST).npv.tolist()
    assert financing_table(borrowed) != financing_table(options)


def test_the_first_pages_say_what_is_not_counted(options):
    [paragraph] = invest_words(options)
    assert "What comes after 31 March 2029 is not counted" in paragraph.text
    assert "net present value of" in paragraph.text


def test_what_is_cashable_and_what_is_avoided_add_up_to_the_saving_of_every_line(options):
    for line in lines_paid(options):
        for name in options.names:
            found = kinds_of(options, name, line)
            assert found.cashable + found.avoided == pytest.approx(saved(options, name, NET, line))
            assert (found.cashable >= 0).all()
            assert (found.expected <= np.clip(saved(options, name, NET, line).mean(axis=0), 0, None) + 1e-6).all()


def test_a_saving_is_cashable_only_as_far_as_the_line_spends_less_than_the_year_before(six_years):
    line = "placements"
    before = np.stack([six_years.comparison.before(NET, line, year) for year in six_years.comparison.years], axis=1)
    wanted = np.array([100.0, 100, 70, 90, 90, 20])  # what the line is to spend
    moved = flowing(six_years, before - wanted, line)
    raised = replace(moved.comparison.baseline, values=moved.comparison.baseline.values.copy())
    for year in six_years.comparison.years:
        raised.values[:, raised.keys.index((year, NET, line))] = 100.0
    comparison = Comparison(moved.council, raised, moved.comparison.options)
    found = kinds_of(replace(moved, comparison=comparison, answers={}), FIRST, line)
    assert found.cashable[0].tolist() == pytest.approx([0, 0, 30, 0, 0, 70])
    assert found.avoided[0].tolist() == pytest.approx([0, 0, 0, 10, 10, 10])
    assert found.expected.tolist() == pytest.approx([0, 0, 30, 0, 0, 70])


def test_what_a_part_year_saves_is_avoided_though_it_spends_less_than_the_whole_year_before_it(options):
    half_a_year_more = comparison_of(small_council().replace(years=1.5), {FIRST: [opening("2025-07-01")]}, FUTURES)
    found = kinds_of(half_a_year_more, FIRST, "placements")
    saving = saved(half_a_year_more, FIRST, NET, "placements")
    assert saving[:, 1].mean() > 0
    assert not (found.cashable.any() or found.expected.any())
    assert found.avoided == pytest.approx(saving)
    captions = [table.caption for table in tables_of(half_a_year_more) if table.sheet == KINDS]
    assert [caption.endswith(NOT_IN_PARTS) for caption in captions] == [True, True]
    assert not any(table.caption.endswith(NOT_IN_PARTS) for table in tables_of(options)), "all its years are whole"


def test_the_budget_sees_the_councils_rule_from_the_year_after_the_spend():
    charged = charges(CapitalFinancing.model_validate(RULE), np.array([1_000_000.0, 0, 0]))
    assert charged.total[:3].tolist() == pytest.approx([0, 100_000, 100_000])
    assert charged.mrp.sum() == pytest.approx(1_000_000)
    assert charged.total.sum() == pytest.approx(2_000_000)


@pytest.mark.parametrize("loan", ["maturity", "annuity", "eip"])
def test_a_loan_bears_interest_from_the_year_of_the_spend_and_mrp_begins_in_the_next(loan):
    financing = CapitalFinancing(life=10, interest=0.05, loan=loan)
    charged = charges(financing, np.array([0.0, 100_000]))
    assert charged.mrp.tolist() == pytest.approx([0, 0, *[10_000] * 10])
    assert charged.interest[:3].tolist() == pytest.approx([0, 5_000, 5_000])
    expected = {"maturity": 50_000, "eip": 27_500, "annuity": 10 * 12_950.4575 - 100_000}[loan]
    assert charged.interest[2:].sum() == pytest.approx(expected, abs=0.01)


def test_financing_is_told_only_where_capital_and_a_way_to_finance_it_are_given(options):
    said = [
        str(getattr(part, "text", "")) for part in every_part(invest_parts(financed_by(options, None)), Medium.PAGE)
    ]
    assert NO_RULE in said
    none = replace(options, scenarios=options.scenarios[2:], answers={})
    none = replace(none, comparison=replace(options.comparison, options=options.comparison.options[2:]))
    assert NO_CAPITAL in texts_of(none)


def test_money_that_is_missing_is_told_as_missing(six_years):
    gone = flowing(six_years, np.array([np.nan] * 6))
    assert investment(gone, FIRST).missing
    row = row_of(tables_of(gone)[0], FIRST)
    assert row["Net present value"].text == "none"
    assert not worth_words(gone, FIRST)


def test_nothing_is_said_of_too_few_futures():
    few = comparison_of(small_council(), {FIRST: [opening("2025-07-01")]}, 3)
    assert not invest_words(few)
    assert row_of(tables_of(few)[1], FIRST)["Pays back in"].text == "too few futures"


def test_every_financing_charge_and_spend_is_of_the_capital_of_the_option(options):
    table = financing_table(options)
    spent = -saved(options, FIRST, FIXED, CAPITAL).mean(axis=0)
    assert [cell.value for cell in table.rows[0][2:-1]] == pytest.approx(spent.tolist())
    charged = charges(options.council.finance.capital, spent)
    assert sum(cell.value for cell in table.rows[-1][2:]) == pytest.approx(charged.total.sum())
    assert {row[0].text for row in table.rows} == {FIRST, ""}, "options without capital have no rows"


def test_inflation_and_rates_of_the_configuration_are_what_later_years_are_valued_by():
    plain_money = with_finance(discount_rate=[[0, 0.0]], deflator=0)
    found = investment(plain_money, FIRST)
    assert found.npv == pytest.approx(found.cash.sum(axis=1))
    assert found.years_to_discounted_payback == pytest.approx(found.years_to_payback, nan_ok=True)
    assert Finance().discount_rate == ((0, 0.035), (31, 0.03))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: nothing can work the formulas out")
def test_the_sheet_works_out_to_the_figures_of_the_functions(options, tmp_path):
    path, planted = tmp_path / "report.xlsx", tmp_path / "planted.xlsx"
    write_workbook(path, Report("Run", "Testford", "What?", (Section("Invest", "invest", invest_parts(options)),)))
    written = formulas(path)
    assert {sheet for sheet, _ in written} == {INVEST, FINANCING}
    assert sum("NPV(" in formula for formula in written.values()) == 2, "options that change nothing have no cash flow"
    spoilt(path, planted)
    assert set(figures(planted, written).values()) == {WRONG}
    found = figures(opened(tmp_path, planted, recalculates=True) / planted.name, written)
    assert found == pytest.approx(figures(path, written), rel=1e-9, abs=1e-6)
    npv = {cell for cell, formula in written.items() if "NPV(" in formula}
    means = [investment(options, name).npv.mean() for name in options.names]
    assert sorted(found[cell] for cell in npv) == pytest.approx(sorted(mean for mean in means if mean))


def test_spend_alone_is_what_an_option_without_costs_saves(options):
    assert investment(options, "Open late").cash == pytest.approx(saved(options, "Open late", SPEND))


def test_at_its_break_even_bed_price_an_option_leaves_net_cost_as_it_was():
    """The price follows from nights paid for; here it is simulated."""
    before, change = small_council().replace(years=4), opening("2025-07-01", cost=COST)
    price = bed_prices(comparison_of(before, {FIRST: [change]}, FUTURES), FIRST)[0]
    other = before.provision["near"].replace(price={"weekly_fee": price, "source": SOURCE})
    again = before.replace(provision={**before.provision, "near": other})
    found = investment(comparison_of(again, {FIRST: [change]}, FUTURES), FIRST).cash
    assert found.sum(axis=1).mean() == pytest.approx(0, abs=1e-9 * np.abs(found).sum())


def test_four_block_beds_against_spot_homes_come_to_what_was_worked_by_hand():
    beds = home(4, opens=None, placement_type="near_homes", weekly_fee=6_750, contract={"kind": "block"})
    dear = spot(placement_type="homes", weekly_fee=8_373)
    transfers = [{"to": "near", "from": ["far"], "minimum_days": 0}]
    four = {"children": [child_at_start("far", age=age) for age in (6, 7, 8, 9)]}
    today = council(
        {"near": beds, "far": dear},
        needs={"care": need(["near"], ["far"], transfers=transfers)},
        children_in_care=four,
        start=date(2025, 3, 31),  # a home opens on the second day at the earliest
        years=1.003,
    )
    options = comparison_of(today, {FIRST: [opening("2025-04-01")]}, 10)
    found, worked = investment(options, FIRST), CASES["12_break_even"]
    assert np.round(found.cash, 2).tolist() == [[0, worked["saving_full"]]] * 10
    assert np.round(options.comparison.after(FIRST, SPEND, "near"), 2).tolist() == [worked["contract"]] * 10
    beds_used = full_beds(options, FIRST)
    assert round(beds_used.needed, 6) == worked["break_even_occupancy"]
    assert round(beds_used.needed * 4 * 365, 2) == worked["break_even_bed_nights"]
    assert bed_prices(options, FIRST)[0] == pytest.approx(8_373, rel=1e-12)
