"""Reports with drawn assumptions: under what each share stands, what is robust, what flips, what knowing is worth."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.config.input_files import InputFile
from placesim.config.ranges.assumptions import Assumption, Uncertainty
from placesim.config.ranges.shapes import Shape
from placesim.config.scenario import Scenario
from placesim.config.scenario_files import BASELINE, AppliedScenario
from placesim.experiment.comparison import Comparison
from placesim.experiment.knowledge.headlines import LuckAndKnowledge
from placesim.experiment.knowledge.known import Knowledge
from placesim.experiment.knowledge.uncertainty_table import uncertainty_table
from placesim.experiment.manifest import RunSettings, sha256
from placesim.experiment.replications import Outcomes, replicate
from placesim.report.charts.canvas import drawing, png
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.parts import Answers, Chart, Report, Table
from placesim.report.scripts.compare import compare_report
from placesim.report.scripts.run import run_report
from placesim.report.terminal.summaries import print_comparison
from placesim.report.words.assumed import apart_words
from placesim.report.words.going_ahead import NOTHING_TOLD, ahead_table, ahead_words, going_ahead
from placesim.report.words.how_sure import how_sure
from placesim.report.words.knowing import choice, worth_table
from placesim.report.words.moved_most import moved_most_words
from placesim.report.words.ranges import ranges_table, value_words
from placesim.report.words.robust import MEANING, draws_that_save, robust_and_flips
from placesim.report.words.verdict import what_it_depends_on
from placesim.report.words.worth_told import worth_words
from placesim.results.facts import Floats
from tests.conftest import CONFIGS

FUTURES = 240
WHY = "assumption: a test"
TURNS_AT = 6000.0
"""Pounds a bed-week at which the home of these tests saves nothing."""


def assumption(name: str, label: str, unit: str, *ends: float) -> Assumption:
    low, value, high = ends
    shape = Shape("triangular", value, low, high)
    return Assumption(name, label, value, low, high, "", unit, False, (WHY,), shape)


PRICE = assumption("price", "Price of a bed-week", "pounds", 4500, 5800, 8500)
ENTRIES = assumption("entries", "Entries in a year", "", 34, 40, 46)
KNOWN = Uncertainty((PRICE, ENTRIES))
RECRUIT = {"kind": "recruit_carers", "provision": "council_carers", "approvals_per_year": 5, "from": "2025-07-01",
           "source": WHY}  # fmt: skip

Effect = Callable[[Floats], Floats]
"""What an option adds to spend in a year, in pounds, for rows of draws."""

EFFECTS: dict[str, Effect] = {
    "Home": lambda draws: 200 * (draws[:, 0] - TURNS_AT),
    "Carers": lambda draws: np.full(len(draws), -2e4),
}


@pytest.fixture(scope="module")
def council(example) -> Baseline:
    return example.replace(years=2)


@pytest.fixture(scope="module")
def few(council) -> Outcomes:
    return replicate({BASELINE: council}, 24, seed=5, workers=1)[0]


def longer(outcomes: Outcomes, futures: int) -> Outcomes:
    sizes = ((table.shape[1], np.asarray(table)) for table in (outcomes.values, outcomes.monthly))
    values, monthly = (np.resize(table, (futures, width)) for width, table in sizes)
    return replace(outcomes, values=values, monthly=monthly)


def comparison(council: Baseline, few: Outcomes, effects: dict[str, Effect], draws: Floats, luck: Floats) -> Comparison:
    """Return options that add to yearly spend what their effect and luck say, and nothing else."""
    today = longer(few, len(draws))
    places = [place for place, key in enumerate(today.keys) if key[1:] in (("spend", "all"), ("net_cost", "all"))]
    options = []
    for name, effect in effects.items():
        values = today.values.copy()
        values[:, places] += (effect(draws) + luck)[:, None]
        options.append(replace(today, scenario=name, values=values))
    return Comparison(council, today, tuple(options))


def applied(council: Baseline, name: str) -> AppliedScenario:
    scenario = Scenario(name=name, question="What?", interventions=(RECRUIT,))
    return AppliedScenario(Path("scenario.yaml"), scenario, scenario.applied(council), {})


def settings(futures: int) -> RunSettings:
    path = CONFIGS / "example.yaml"
    return RunSettings("placesim compare x", path, futures, 5, 2, (InputFile(path, sha256(path)),))


def study(
    council: Baseline,
    few: Outcomes,
    effects: dict[str, Effect] | None = None,
    luck: float = 1.4e4,
    futures: int = FUTURES,
) -> ComparisonStudy:
    """Return a study of options whose effects are known, with assumptions drawn."""
    chance, effects = np.random.default_rng(3), effects or EFFECTS
    draws = KNOWN.values(np.column_stack([(chance.permutation(futures) + 0.5) / futures for _ in KNOWN.names]))
    lucks = chance.normal(0, luck, futures)
    fixed = comparison(council, few, effects, np.tile(KNOWN.central, (futures, 1)), lucks)
    again = comparison(council, few, effects, draws[::4], np.roll(lucks, -1)[::4])
    told = comparison(council, few, effects, draws, lucks)
    scenarios = tuple(applied(council, name) for name in effects)
    knowledge = Knowledge(KNOWN, draws, fixed, again)
    return ComparisonStudy(council, told, scenarios, settings(futures), {}, ranges=KNOWN, knowledge=knowledge)


@pytest.fixture(scope="module")
def drawn(council, few) -> ComparisonStudy:
    return study(council, few)


@pytest.fixture(scope="module")
def not_drawn(drawn) -> ComparisonStudy:
    assert drawn.luck_alone
    return drawn.luck_alone


@pytest.fixture(scope="module")
def without_ranges(not_drawn) -> ComparisonStudy:
    return replace(not_drawn, ranges=None, answers={})


def every(of: object, kind: type) -> Iterator:
    """Yield everything of a kind that a report is made of."""
    if isinstance(of, kind):
        yield of
    if isinstance(of, tuple):
        for each in of:
            yield from every(each, kind)
    elif is_dataclass(of):
        for field in fields(of):
            yield from every(getattr(of, field.name), kind)


def text_of(report: Report) -> str:
    return " ".join(every(report, str))


def table(report: Report, start: str) -> Table:
    return next(each for each in every(report, Table) if each.caption.startswith(start))


# Under what each share stands


def test_a_share_of_futures_is_told_both_ways_and_neither_stands_for_the_other(drawn):
    answer = how_sure(drawn)
    said = " ".join((answer.finding, *answer.sentences))
    shares = [options.difference("Home", "spend").below for options in (drawn, drawn.luck_alone)]
    assert shares[0] < shares[1]
    [saves] = [point for point in robust_and_flips(drawn)[1] if point.tag == "How often"]
    assert saves.text.startswith("“Carers” (no cost given) saves placement spend in ")
    assert "of 100 futures if the numbers may be off, and in " in saves.text
    assert saves.text.endswith(f"; “Home” (no cost given) in {100 * shares[0]:.0f}, and in {100 * shares[1]:.0f}.")
    carers = f"{drawn.difference('Carers', 'spend').below:.0%} of futures with assumptions drawn ("
    assert carers in answer.finding
    assert "under luck alone" in answer.finding
    assert "hold luck and what is not known of the 2 assumptions drawn here" in said


def test_nowhere_does_a_drawn_report_say_that_its_assumptions_hold(drawn):
    said = text_of(compare_report(drawn))
    assert "under these assumptions" not in said
    assert "measure luck alone" not in said
    assert "the spread that luck alone makes" not in said


def test_a_report_that_draws_nothing_though_ranges_are_given_says_so(not_drawn):
    report = compare_report(not_drawn)
    assert text_of(report).count("A range is given for 2 assumptions; here each stands at its value") >= 3
    assert "under these assumptions (" not in text_of(report)
    assert "robust" not in [section.anchor for section in report.sections]
    assert table(report, "Assumptions with a range").rows


def test_without_any_range_nothing_is_said_of_drawing(without_ranges):
    said = text_of(compare_report(without_ranges))
    assert "assumptions drawn" not in said
    assert "luck alone beside" not in said
    assert "of futures simulated under these assumptions (" in said


def test_the_options_table_has_a_column_for_luck_alone_where_assumptions_are_drawn(drawn, without_ranges):
    first, plain = (
        table(compare_report(each), "Difference from the baseline, 2025-26") for each in (drawn, without_ranges)
    )
    assert first.columns[2:4] == ("Saves spend in, assumptions drawn", "Saves spend in, luck alone")
    assert plain.columns[2] == "Saves spend in"
    assert len(plain.columns) == len(first.columns) - 1


def test_the_terminal_shows_both_shares_and_says_under_what(drawn, without_ranges, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    print_comparison(drawn, Path("out"), 1)
    both = capsys.readouterr().out
    assert "luck" in both.split("Carers")[0]
    assert "Drawn: every future draws 2 assumptions within their ranges." in both
    print_comparison(without_ranges, Path("out"), 1)
    assert "rawn" not in capsys.readouterr().out


# What is robust, what flips, and on what


def test_the_first_page_leads_with_what_is_robust_and_what_flips_on_which_value(drawn):
    assert compare_report(drawn).sections[0].anchor == "robust"
    finding, points = robust_and_flips(drawn)
    assert finding == f"Robust in placement spend, no cost counted: “Carers”. {MEANING}"
    assert (points[0].tag, points[0].text) == ("Costs more", "“Home”.")
    [turn] = choice(drawn).flips
    assert turn.value == pytest.approx(TURNS_AT - 100, abs=60)
    assert turn.low < TURNS_AT - 100 < turn.high
    flip = next(point.text for point in points if point.tag == "What would change that")
    assert flip.startswith("Which saves most turns on “Price of a bed-week” at £5,")
    assert flip.endswith("below that “Home” saves most, above that “Carers” saves most.")
    ahead = "Whether it saves at all turns on “Price of a bed-week”: “Home” saves on average below £"
    assert any(point.text.startswith(ahead) for point in points)


def test_an_option_that_luck_alone_keeps_from_saving_is_robust_by_its_draws(council, few):
    options = study(council, few, {"Steady": lambda draws: np.full(len(draws), -6e4)}, luck=5e4)
    assert options.difference("Steady", "spend").below < 0.9
    assert draws_that_save(options, "Steady") > 0.95
    finding, points = robust_and_flips(options)
    assert finding == f"Robust in placement spend, no cost counted: “Steady”. {MEANING}"
    assert (
        "“Steady” is robust all the same: with luck averaged out it saves under over 99% of the values"
        in points[0].text
    )


def test_knowing_is_worth_pounds_where_the_answer_changes_the_choice_and_nothing_where_none_does(drawn):
    said = worth_words(drawn)
    price = drawn.known.knowledge.draws[:, 0]
    gain = 2 * np.maximum(200 * (TURNS_AT - price) - 2e4, 0).mean()
    assert choice(drawn).worth.assumptions[0].value == pytest.approx(gain, rel=0.15)
    assert said[1].startswith("Knowing “Price of a bed-week” is worth £")
    assert said[-1] == "As far as these futures can tell, knowing “Entries in a year” would not change the choice."
    rows = [row[0].text for row in worth_table(drawn, choice(drawn)).rows]
    assert rows == [
        "Price of a bed-week",
        "Everything at once",
        "Other 1: these futures see no answer that changes the choice",
    ]


def test_what_a_figure_rests_on_is_told_with_the_assumption_that_moves_it(drawn):
    rows = {
        row[0].text: row for row in table(compare_report(drawn), "Placement spend, 2025-26 to 2026-27: shares").rows
    }
    assert rows["Home"][4].text.startswith("Price of a bed-week 9")
    assert float(rows["Home"][2].value) > 0.85
    assert float(rows["Carers"][1].value) > 0.7
    assert rows["Carers"][4].text == "none that stands out from chance"


def test_too_few_futures_say_nothing_of_what_is_robust(council, few):
    options = study(council, few, futures=8)
    assert robust_and_flips(options) == ("Too few futures (8) to say.", ())
    assert "Too few futures" in text_of(compare_report(options))


def test_what_it_depends_on_names_the_assumption_that_moves_it_and_where_the_saving_stops(council, few):
    options = study(council, few, {"Home": EFFECTS["Home"]})
    assert moved_most_words(options, ["Home"]).startswith("most on Price of a bed-week 9")
    assert "; it saves on average with “Price of a bed-week” below £" in moved_most_words(options, ["Home"])
    assert what_it_depends_on(options).finding.startswith("Most on Price of a bed-week 9")
    steady = study(council, few, {"Carers": EFFECTS["Carers"]})
    assert moved_most_words(steady, []).endswith(", and on the 2 assumptions drawn here, none of which stands out")
    assert moved_most_words(steady, []).startswith("mostly on luck ")


def test_where_no_curve_can_be_fitted_the_reason_stands_in_its_place(council, few):
    options = study(council, few, futures=60)
    shares = table(compare_report(options), "Placement spend, 2025-26 to 2026-27: shares").rows[1]
    assert shares[2].text == "too few futures for a curve: 120 are needed"
    finding, points = robust_and_flips(options)
    assert finding
    said = {point.tag: point.text for point in points}
    assert said["What would change that"] == said["Finding out more"] == "Not looked at: 60 futures, 120 are needed."
    report = compare_report(options)
    captions = [each.caption for each in every(report, Table)]
    assert not [caption for caption in captions if caption.startswith(("Choosing one of all", "Going ahead with one"))]


def test_an_option_whose_mean_may_be_nothing_is_not_clear_and_costs_no_more(council, few):
    options = study(council, few, {"Unclear": lambda draws: np.full(len(draws), 200.0)}, luck=5e4)
    finding, points = robust_and_flips(options)
    assert finding == f"“Unclear” is not robust: it does not clearly save placement spend on average. {MEANING}"
    assert {point.tag for point in points} >= {"Not clear"}
    assert "Costs more" not in {point.tag for point in points}


def test_of_one_option_alone_the_first_page_speaks_of_no_choice_between_several(council, few):
    options = study(council, few, {"Home": lambda draws: 200 * (draws[:, 0] - 6600)})
    finding, points = robust_and_flips(options)
    said = " ".join((finding, *(point.text for point in points), *worth_words(options)))
    assert finding.startswith("“Home” is not robust: it saves placement spend in ")
    assert "doing without it" not in finding
    assert "to going ahead with “Home” or not (standard error £" in said
    assert said.count("“Price of a bed-week”: “Home” saves on average below £") == 1
    assert "between the options" not in said
    assert "Which saves most" not in said
    assert "none of these" not in said


def test_a_saving_that_rests_mostly_on_luck_says_so_before_any_assumption(council, few):
    options = study(council, few, {"Home": EFFECTS["Home"]}, luck=6e5)
    said = moved_most_words(options, ["Home"])
    assert said.startswith("mostly on luck ")
    assert what_it_depends_on(options).finding.startswith("Mostly on luck ")
    assert "and on what has no range" in what_it_depends_on(options).finding


# The figures behind it


def test_shares_of_variance_add_up_in_the_table_of_uncertainty(drawn):
    found = uncertainty_table(drawn.known)
    whole = found[["luck_share", "knowledge_share", "interaction_share"]].sum(axis=1, skipna=False)
    assert whole.dropna().to_numpy() == pytest.approx(1.0, abs=1e-5)
    baseline = found["scenario"] == BASELINE
    assert found.loc[baseline, ["below_zero_drawn", "below_zero_luck"]].isna().all(axis=None)
    home = found[(found["scenario"] == "Home") & (found["measure"] == "spend")].iloc[0]
    assert home["below_zero_drawn"] == pytest.approx(drawn.difference("Home", "spend").below)
    assert home["mean_luck"] == pytest.approx(drawn.luck_alone.difference("Home", "spend").mean)
    assert home["p90_drawn"] - home["p10_drawn"] > home["p90_luck"] - home["p10_luck"]


def test_every_option_has_two_bars_in_the_chart(drawn):
    [chart] = [each for each in every(compare_report(drawn), Chart) if each.name == "both-ways"]
    assert "Home \u2212£" in chart.alternative
    assert chart.alternative.count(", drawn ") == len(EFFECTS)
    with drawing():
        figure = chart.draw()
        assert len(figure.axes[0].collections) == 2 * len(EFFECTS)
        assert png(figure)


def test_ranges_stand_with_their_ends_how_they_are_drawn_and_what_they_rest_on():
    rows = [[cell.text for cell in row] for row in ranges_table(KNOWN, {}, "x").rows]
    assert rows[0] == ["Price of a bed-week", "£5,800", "£4,500", "£8,500", "likeliest at its value", "", "a test"]
    assert rows[1][1:4] == ["40.0", "34.0", "46.0"]


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [("pounds", 50000, "£50,000"), ("share", 0.125, "12.5%"), ("times", 1.25, "1.25 times"), ("days", 30, "30 days"),
     ("", 0.12, "0.120")],
)  # fmt: skip
def test_values_of_assumptions_are_printed_in_their_unit(unit, value, said):
    assert value_words(assumption("x", "X", unit, value, value, value), value) == said


def test_assumptions_drawn_together_are_told_as_one(council, few):
    together = Uncertainty(tuple(replace(each, group="both") for each in KNOWN.assumptions))
    options = study(council, few)
    options = replace(options, ranges=together, knowledge=replace(options.knowledge, uncertainty=together), answers={})
    assert worth_words(options)[1].startswith(
        "Knowing “Price of a bed-week” and “Entries in a year” together is worth £"
    )
    assert ranges_table(together, {}, "x").rows[0][5].text == "Entries in a year"


# A run


def test_a_run_tells_its_headlines_both_ways(drawn):
    report = run_report(drawn.baseline, settings(FUTURES), {})
    [answers] = [part for part in report.sections[0].parts if isinstance(part, Answers)]
    for answer in answers.answers:
        assert answer.table.columns[3:] == ("Range, assumptions drawn", "Range, luck alone")
        assert {len(row) for row in answer.table.rows} == {5}
    own = table(report, "Headlines under luck alone and with assumptions drawn")
    assert own.rows[0][0].text.startswith("Placement spend, 2025-26 to 2026-27, £")
    assert "and because 2 assumptions are not known exactly" in text_of(report)


def test_a_run_without_ranges_has_the_columns_it_always_had(without_ranges):
    report = run_report(without_ranges.baseline, settings(FUTURES), {})
    [answers] = [part for part in report.sections[0].parts if isinstance(part, Answers)]
    assert answers.answers[0].table.columns == ("When", "Mean", "95% interval", "Range of futures")
    assert "luck-and-knowledge" not in [section.anchor for section in report.sections]


def test_points_of_the_first_page_say_what_they_are_about(drawn):
    _, points = robust_and_flips(drawn)
    assert list(dict.fromkeys(point.tag for point in points)) == [
        "Costs more",
        "How often",
        "What would change that",
        "Finding out more",
    ]


def test_what_knowing_is_worth_to_one_option_alone_stands_beside_the_choice(drawn):
    saved = -2 * EFFECTS["Home"](drawn.known.knowledge.draws)
    worth = going_ahead(drawn, "Home").worth.assumptions[0]
    assert worth.value == pytest.approx(np.maximum(saved, 0).mean() - max(saved.mean(), 0), rel=0.15)
    [said] = ahead_words(drawn, ["Home"])
    assert said.startswith("Knowing “Price of a bed-week” is worth £")
    assert "to going ahead with “Home” or not (standard error £" in said
    rows = {row[0].text: row[1].text for row in ahead_table(drawn).rows}
    assert rows == {"Home": "Price of a bed-week", "Carers": NOTHING_TOLD}


def test_a_drawn_mean_that_lies_apart_from_the_fixed_one_is_explained(council, few):
    told = study(council, few)
    moved = told.comparison.baseline
    places = [place for place, key in enumerate(moved.keys) if key[1:] == ("spend", "all")]
    values = moved.values.copy()
    values[:, places] *= 1.03 + 0.001 * np.linspace(-1, 1, FUTURES)[:, None]
    dearer = replace(told.comparison, baseline=replace(moved, values=values))
    said = apart_words(LuckAndKnowledge(dearer, told.knowledge), "spend")
    assert said.startswith("Drawn, the baseline's placement spend is £")
    assert "(3.0%): ranges reach further up than down" in said
    assert apart_words(told.known, "spend") == ""
