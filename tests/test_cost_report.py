"""What options cost in reports: gross and net, the mark where no cost is given, and ranks with costs counted."""

from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from placesim.config.baseline import Baseline
from placesim.config.costs import DatedCost
from placesim.experiment.replications import Outcomes, replicate
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.document import write_document
from placesim.report.paper.page import write_page
from placesim.report.paper.workbook import write_workbook
from placesim.report.scripts.compare import _what_each_does, compare_report
from placesim.report.scripts.compare_costs import costs_parts
from placesim.report.terminal.summaries import print_comparison
from placesim.report.words.assumptions import blocks_of
from placesim.report.words.break_even import break_even_words, saving, saving_table, title_words
from placesim.report.words.cost_words import cost_in_words
from placesim.report.words.costs import NO_COST, NOT_COUNTED, given, net_words, ordinal, rank_words, what_is_counted
from placesim.report.words.how_sure import how_sure
from placesim.report.words.options_table import first_page_table, money_table
from placesim.report.words.sources import interventions_in_words
from placesim.report.words.verdict import at_what_cost, next_step, which_does_most
from tests.councils import SOURCE
from tests.pages import Page
from tests.test_comparison_report import (
    DEMAND,
    FUTURES,
    OPEN,
    RECRUIT,
    SECOND,
    around,
    council,
    options_of,
    shifted,
    text_of,
    today,
)

__all__ = ["council", "today"]  # fixtures of the comparison's own tests

COST = {"budget_line": "residential_line", "one_off": 100_000, "source": SOURCE}
COSTED = {**OPEN, "cost": COST}


def with_costs(
    council: Baseline, today: Outcomes, net: dict[str, float], *, costed: tuple[str, ...] = ("Home", "Carers")
) -> ComparisonStudy:
    """Two options that save £300,000 and £200,000 a year in spend, and as much as a test says in net cost."""
    changes = {"Home": (OPEN, -3e5), "Carers": (RECRUIT, -2e5)}
    made = {}
    for name, (change, spend) in changes.items():
        by = {("spend", "all"): around(spend), ("net_cost", "all"): around(net[name])}
        by["fixed_cost", "all"] = net[name] - spend
        made[name] = (shifted(today, name, by), ({**change, "cost": COST} if name in costed else change,))
    return options_of(council, today, made)


DEARER = {"Home": -1e5, "Carers": -2e5}
AS_BEFORE = {"Home": -3e5, "Carers": -2e5}


class TestMarks:
    @pytest.mark.parametrize(
        ("changes", "mark"),
        [
            ((OPEN,), "no cost given"),
            ((COSTED,), ""),
            ((OPEN, RECRUIT), "no cost given"),
            ((COSTED, RECRUIT), "no cost given for 1 of 2 changes"),
            ((COSTED, {**OPEN, "never_opens_share": 0.5}), ""),  # the same home again: its cost is given
            ((DEMAND,), ""),  # nobody decides about it
            ((DEMAND, RECRUIT), "no cost given"),
            (({**OPEN, "cost": {"source": SOURCE}},), ""),  # it is said to cost nothing
            ((), ""),
        ],
    )
    def test_an_option_is_marked_for_every_change_that_is_chosen_and_has_no_cost(self, council, today, changes, mark):
        options = options_of(council, today, {"It": (shifted(today, "It", {}), changes)})
        assert given(options, "It").mark == mark

    def test_the_tables_have_cost_and_net_beside_the_saving(self, council, today):
        options = with_costs(council, today, DEARER, costed=("Home",))
        table = first_page_table(options, options.options)
        assert [heading.split(",")[0] for heading in table.columns] == [
            "Option", "Net cost", "Saves net cost in", "Placement spend", "Its cost", "Out of borough on 31 March 2027",
        ]  # fmt: skip
        cells = {row[0].text: [cell.text for cell in row[1:5]] for row in table.rows}
        minus = "\N{MINUS SIGN}"
        assert cells["Home"] == [f"{minus}200", "100%", f"{minus}600", "+400"]
        assert cells["Carers"] == [f"{minus}400", "100%", f"{minus}400", NO_COST]
        assert "Saves net cost in" in money_table(options, options.options).columns

    def test_an_option_with_costs_in_part_has_its_figure_and_the_mark_below_it(self, council, today):
        by = {("fixed_cost", "all"): 2e5}
        options = options_of(council, today, {"Both": (shifted(today, "Both", by), (COSTED, RECRUIT))})
        [row] = first_page_table(options, options.options).rows
        assert row[4].value == pytest.approx(4e5)
        assert row[4].below.endswith("no cost given for 1 of 2 changes")

    def test_the_mark_stands_in_every_writer_and_on_the_terminal(self, council, today, tmp_path, capsys):
        options = with_costs(council, today, DEARER, costed=("Home",))
        whole = compare_report(options)
        report = replace(
            whole, sections=tuple(each for each in whole.sections if each.anchor in ("side-by-side", "costs"))
        )
        for write, name in ((write_page, "a.html"), (write_document, "a.docx"), (write_workbook, "a.xlsx")):
            write(tmp_path / name, report)
        page = Page((tmp_path / "a.html").read_text(encoding="utf-8")).text
        document = Document(str(tmp_path / "a.docx"))
        words = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        book = load_workbook(tmp_path / "a.xlsx")
        sheet = [str(cell.value) for row in book["Options, money"].rows for cell in row]
        print_comparison(options, Path("out"), 1)
        for told in (page, " ".join(words), " ".join(sheet), capsys.readouterr().out):
            assert NO_COST in told
        assert "Changes" in book.sheetnames

    def test_the_first_answer_names_spend_and_net_cost_where_they_can_differ(self, council, today):
        options = with_costs(council, today, {"Home": 1e5, "Carers": 1e5})
        said = which_does_most(options).finding
        assert said.startswith("In placement spend, “")
        assert " In net cost, its own cost counted as far as given, it costs £" in said
        assert how_sure(options).finding.partition(" in ")[0].endswith(" saves net cost")
        charts = [chart.finding.partition(",")[0] for chart in _what_each_does(options)[-1].parts[-1].charts]
        assert charts == ["Net cost", "Placement spend", "Out of borough on 31 March 2027"]

    def test_the_option_that_does_most_is_marked_where_it_is_named(self, council, today):
        options = with_costs(council, today, DEARER, costed=("Carers",))
        assert f"by 31 March 2027 ({NO_COST}): more than any other option" in which_does_most(options).finding


class TestRanks:
    def test_options_that_change_places_with_their_costs_are_told_on_the_first_page(self, council, today):
        options = with_costs(council, today, DEARER)
        said = (
            "With what they cost counted, “Home” moves from first to second of 2 options by what they save on average"
        )
        assert rank_words(options) == [f"{said}, and “Carers” comes first."]
        assert which_does_most(options).sentences[0] == rank_words(options)[0]

    def test_options_that_save_spend_and_cost_more_than_that_are_named(self, council, today):
        options = with_costs(council, today, {"Home": 1e5, "Carers": -2e5})
        assert rank_words(options)[1] == "One saves placement spend and costs more than that in all: “Home” (+£200k)."

    def test_a_further_step_is_told_with_what_it_costs(self, council, today):
        def made(name: str, spend: float, net: float) -> Outcomes:
            return shifted(today, name, {("spend", "all"): around(spend), ("net_cost", "all"): around(net)})

        both = {
            "One home": (made("One home", -3e5, -2e5), (COSTED,)),
            "Two homes": (made("Two homes", -4e5, 1e5), (COSTED, {**SECOND, "cost": COST})),
        }
        answer = next_step(options_of(council, today, both))
        assert (
            answer.finding
            == "In placement spend, adding Second home to “One home” saves £200k (the same in every future)."
        )
        assert answer.sentences[0].startswith("With what it costs counted the step costs £600k more")

    def test_places_that_rest_on_a_cost_nobody_gave_are_told(self, council, today):
        options = with_costs(council, today, DEARER, costed=("Home",))
        assert rank_words(options)[1] == (
            "No cost is given for “Carers”: its place holds only if it costs nothing more."
        )

    def test_nothing_is_said_where_no_option_changes_places(self, council, today):
        assert rank_words(with_costs(council, today, AS_BEFORE)) == []

    def test_nothing_is_claimed_where_no_cost_is_given(self, council, today):
        options = with_costs(council, today, DEARER, costed=())
        assert rank_words(options) == []
        assert net_words(options, "Home") == []
        assert what_is_counted(options) == NOT_COUNTED
        assert costs_parts(options) == ()
        assert "With what they cost counted" not in text_of(options)

    @pytest.mark.parametrize(
        ("number", "of", "said"), [(3, 9, "third"), (1, 13, "1st"), (12, 13, "12th"), (22, 30, "22nd"), (3, 30, "3rd")]
    )
    def test_places_are_told_as_people_say_them(self, number, of, said):
        assert ordinal(number, of) == said


class TestWhatItCosts:
    def test_the_first_page_says_what_an_option_costs_and_what_is_left(self, council, today):
        options = with_costs(council, today, DEARER)
        said = "Beside placements “Home” costs £400k by 31 March 2027; with that counted it saves £200k"
        assert net_words(options, "Home")[0].startswith(said)
        assert net_words(options, "Home")[0] in at_what_cost(options).sentences

    def test_an_option_said_to_cost_nothing_is_told_so(self, council, today):
        options = with_costs(council, today, AS_BEFORE)
        assert net_words(options, "Home")[0].startswith("“Home” is said to cost nothing beside placements; with that")

    def test_an_option_without_a_cost_is_told_so_where_others_have_one(self, council, today):
        options = with_costs(council, today, DEARER, costed=("Carers",))
        [said] = net_words(options, "Home")
        assert said == "No cost is given for “Home”: what it costs beside placements has to be set against its saving."

    def test_break_even_counts_net_cost_where_any_cost_is_given_and_says_so(self, council, today):
        options = with_costs(council, today, {"Home": 1e5, "Carers": -2e5}, costed=("Home",))
        home = saving(options, "Home")
        assert home.measure == "net_cost"
        assert title_words(home, options) == "Home: £200k net dearer by the end"
        assert break_even_words(options, home).startswith("It does not break even by 31 March 2027")
        counts = [row[-1].text for row in saving_table(options, ("Home", "Carers")).rows]
        assert counts == ["net cost", "net cost (no cost given)"]

    def test_break_even_counts_placement_spend_where_nothing_else_is_known(self, council, today):
        options = with_costs(council, today, {"Home": 1e5, "Carers": -2e5}, costed=())
        assert saving(options, "Home").measure == "spend"
        assert saving_table(options, ("Home",)).rows[0][-1].text == "placement spend (no cost given)"


@pytest.fixture(scope="module")
def played(council) -> ComparisonStudy:
    """A home with every kind of cost that it can have, against a council with a cost of its own."""
    own = council.replace(
        costs=[{"label": "Panel", "budget_line": "fostering_line", "per_year": 500, "source": SOURCE}]
    )
    today = replicate({"baseline": own}, FUTURES, seed=5, workers=1)[0]
    cost = {"one_off": 2_000, "per_year": 3_000, "capital": {"amount": 10_000, "optimism_bias": 0.5}}
    change = {**OPEN, "delay_days": {"least": 0, "likeliest": 0, "most": 0}, "never_opens_share": 0}
    change |= {"cost": {**COST, **cost, "source": ["S022", SOURCE]}}
    made = options_of(own, today, {"Home": (today, (change,))})
    [outcomes] = replicate({"Home": made.council_of("Home")}, FUTURES, seed=5, workers=1)
    return options_of(own, today, {"Home": (outcomes, (change,))})


class TestTheSectionOnCosts:
    def test_costs_stand_by_kind_and_year_the_councils_own_first(self, played):
        _, kinds, _ = costs_parts(played)
        rows = [[cell.text for cell in row] for row in kinds.rows]
        assert rows == [
            ["baseline", "Running costs", "500", "500", "1,000"],
            ["Home", "Capital, less grant", "15,000", "0", "15,000"],
            ["Home", "One-off", "2,000", "0", "2,000"],
            ["Home", "Running costs", "2,752", "3,500", "6,252"],  # 500, and 274 of 365 days of 3,000
        ]

    def test_every_cost_stands_with_its_line_and_its_sources(self, played):
        *_, last = costs_parts(played)
        [folded] = last.parts
        [table] = folded.parts
        rows = [[cell.text for cell in row] for row in table.rows]
        assert rows[0] == ["baseline", "Panel", "In-house fostering", "£500 a year", "", "a test"]
        said = "£10,000 of capital (50% added for optimism bias), £2,000 once and £3,000 a year"
        assert rows[1] == ["Home", "Open home: The new home", "Residential care", said, "S022", "a test"]

    def test_a_change_is_told_with_its_cost_and_the_sources_of_both(self, played):
        [said] = interventions_in_words(played, "Home")
        costs = "£10,000 of capital (50% added for optimism bias), £2,000 once and £3,000 a year"
        assert said.text.endswith(f" Beside placements it costs {costs}.")
        assert [source.text for source in said.sources] == ["S022", "a test"]

    def test_the_councils_own_costs_stand_among_its_assumptions(self, played):
        [block] = [block for block in blocks_of(played.council, {}) if block.path == ("costs", 0)]
        assert (block.title, dict(block.values)) == ("Cost: Panel", {"What it comes to": ("£500 a year",)})

    def test_net_cost_is_spend_and_cost(self, played):
        spend, cost, net = (played.difference("Home", measure).mean for measure in ("spend", "fixed_cost", "net_cost"))
        assert cost == pytest.approx(2_000 + 15_000 + 3_000 * (1 + 274 / 365))
        assert net == pytest.approx(spend + cost)


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        ({}, "nothing"),
        ({"capital": {"amount": 1_000}}, "£1,000 of capital (no optimism bias added)"),
        (
            {"capital": {"amount": 1_000, "grant": 200, "optimism_bias": 0.24, "spent_on": "2027-01-01"}},
            "£1,000 of capital on 1 January 2027 (24% added for optimism bias, £200 of it from a grant)",
        ),
        ({"mobilisation": 60, "mobilisation_days": 9}, "£60 over 9 days before it opens"),
        ({"campaign": 5, "until": "2027-01-01"}, "£5 for the campaign, until 1 January 2027"),
        (
            {"staff_per_year": 7, "per_approval": 8, "per_move": 9},
            "£7 a year for staff, £8 for each household approved and £9 for each move",
        ),
        ({"per_year": 7, "uplift_per_year": 0.03}, "£7 a year, rising 3% each 1 April"),
        (
            {"per_year": 7, "uplift_per_year": [{"value": 0.03}, {"from": "2027-01-01", "value": 0.02}]},
            "£7 a year, rising each 1 April by dated rates",
        ),
    ],
)
def test_a_cost_is_told_in_words(cost, said):
    assert cost_in_words(DatedCost.model_validate({**cost, "source": SOURCE})) == said
