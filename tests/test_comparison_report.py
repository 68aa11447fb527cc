"""The report of a comparison: whole, harmless, and never claiming more for an option than its figures allow."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.input_files import InputFile
from placesim.config.scenario import Scenario
from placesim.config.scenario_files import BASELINE, AppliedScenario
from placesim.config.text import plain
from placesim.experiment.comparison import Comparison
from placesim.experiment.differences import Difference, difference_of, differences
from placesim.experiment.manifest import RunSettings, sha256
from placesim.experiment.precision import Precision, compared
from placesim.experiment.replications import Outcomes, replicate
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.figures import SHARE, claim, sure, unit_for
from placesim.report.paper.page import write_page
from placesim.report.paper.parts import Answer
from placesim.report.scenario_kind import ScenarioKind, kind_of
from placesim.report.scripts.compare import compare_report
from placesim.report.scripts.compare_charts import spend_bars
from placesim.report.scripts.compare_sheets import against_each_other
from placesim.report.words.assumed import both_ways
from placesim.report.words.break_even import InFront, break_even_words, saving
from placesim.report.words.depends import full_beds, full_beds_words
from placesim.report.words.differences import (
    POINTS,
    Direction,
    direction,
    interval_words,
    range_words,
    says,
    spend_says,
)
from placesim.report.words.headline import baseline_words
from placesim.report.words.how_sure import how_sure
from placesim.report.words.new_homes import arrivals_words, opened
from placesim.report.words.options_table import children_table, first_page_table, money_table
from placesim.report.words.ranking import holdings, next_steps, packages, packages_last, ranking, variants
from placesim.report.words.replications import replications_words, trial_words
from placesim.report.words.sources import interventions_in_words
from placesim.report.words.surprises import not_done, not_done_words, surprises, worse_words
from placesim.report.words.tables import difference_cell
from placesim.report.words.verdict import at_what_cost, next_step, what_it_depends_on, which_does_most
from placesim.results.facts import Floats
from placesim.results.measures import Exhibit, told_in
from tests.conftest import CONFIGS
from tests.councils import SOURCE, home, risk, spot, stream
from tests.councils import council as small_council
from tests.pages import HOSTILE, Page

CONFIGURATION = CONFIGS / "example.yaml"

FUTURES = 40
WHY = "assumption: a test"
EVIDENCE = {"S022": Figure("S022", "Opening of the home", "2026-04", "Board paper, page 7", "medium")}

OPEN = {
    "kind": "open_home",
    "provision": "new_home",
    "opens": "2025-07-01",
    "contract": {"kind": "block"},
    "source": "S022",
}
RECRUIT = {"kind": "recruit_carers", "provision": "council_carers", "approvals_per_year": 5, "from": "2025-07-01",
           "source": WHY}  # fmt: skip
DEMAND = {"kind": "change_entries", "factor": 1.3, "from": "2025-04-01", "source": WHY}
SECTIONS = [
    "Contents",
    "Purpose",
    "What each option does",
    "Financial implications",
    "Risk, and how sure this is",
    "The options side by side",
    "Why each option costs more or less",
    "What is saved by when",
    "Invest to save: what the options are worth",
    "What could happen to us",
    "Where children live",
    "The new homes: how they fill, and with whom",
    "Surprises, and how they come about",
    "What the options do not do",
    "What each scenario changes, and on what evidence",
    "How sure: comparing on the same luck",
    "Method and limits",
    "What each measure means",
    "How to make this report again",
]


@pytest.fixture(scope="module")
def council(example) -> Baseline:
    return example.replace(years=2)


@pytest.fixture(scope="module")
def today(council) -> Outcomes:
    return replicate({BASELINE: council}, FUTURES, seed=5, workers=1)[0]


def option(council: Baseline, name: str, *interventions: dict) -> AppliedScenario:
    scenario = Scenario(name=name, question=f"What does {name[:20]} do?", interventions=interventions)
    return AppliedScenario(Path("scenario.yaml"), scenario, scenario.applied(council), {})


def settings(futures: int = FUTURES) -> RunSettings:
    command = "placesim compare configs/example.yaml scenarios --seed 5"
    return RunSettings(command, CONFIGURATION, futures, 5, 2, (InputFile(CONFIGURATION, sha256(CONFIGURATION)),))


def shifted(outcomes: Outcomes, name: str, changes: dict[tuple[str, str], Floats | float]) -> Outcomes:
    """Return the same futures with some figures of every year, and of every month, moved by an amount each."""
    values, monthly = outcomes.values.copy(), outcomes.monthly.copy()
    for (measure, group), by in changes.items():
        for table, keys in ((values, outcomes.keys), (monthly, outcomes.monthly_keys)):
            places = [place for place, key in enumerate(keys) if key[1:] == (measure, group)]
            table[:, places] += np.asarray(by, float).reshape(-1, 1) / (12 if keys is outcomes.monthly_keys else 1)
    return replace(outcomes, scenario=name, values=values, monthly=monthly)


def options_of(
    council: Baseline, today: Outcomes, made: dict[str, tuple[Outcomes, tuple[dict, ...]]], **fields
) -> ComparisonStudy:
    """Return a comparison whose figures a test has set, with the changes that are said to have made them."""
    scenarios = tuple(option(council, name, *changes) for name, (_, changes) in made.items())
    comparison = Comparison(council, today, tuple(outcomes for outcomes, _ in made.values()))
    return ComparisonStudy(council, comparison, scenarios, settings(), EVIDENCE, **fields)


def moved_by(council: Baseline, today: Outcomes, spend: dict[str, Floats | float]) -> ComparisonStudy:
    """Return options of which each moves yearly spend by an amount a future, and nothing else."""
    by = {name: (shifted(today, name, {("spend", "all"): amount}), (RECRUIT,)) for name, amount in spend.items()}
    return options_of(council, today, by)


def moved_by_nothing(council: Baseline, today: Outcomes) -> ComparisonStudy:
    return options_of(council, today, {"Nothing": (shifted(today, "Nothing", {}), (RECRUIT,))})


def around(mean: float, spread: float = 1e4) -> Floats:
    """Return amounts around a mean, the same ones whenever asked."""
    return mean + spread * np.tile([-1.0, 1.0], FUTURES // 2) + spread / 1e3 * np.linspace(-1, 1, FUTURES)


def verdict(options: ComparisonStudy) -> list[Answer]:
    """Return the answers of the first page."""
    every = (which_does_most, next_step, at_what_cost, how_sure, what_it_depends_on)
    return [answer for answer in (each(options) for each in every) if answer]


def text_of(options: ComparisonStudy) -> str:
    return " ".join(" ".join((answer.finding, *answer.sentences)) for answer in verdict(options))


# Words never say more than the interval


def found(apart: Floats) -> Difference:
    return difference_of(0.0, apart)


@pytest.mark.parametrize(
    ("apart", "said"),
    [
        (around(-5e5), "saves £500k (497 to 503)"),
        (around(5e5), "costs £500k more (497 to 503)"),
        (around(1e4, 1e6), "makes no clear difference to spend (mean +£10k, \u2212£314k to +£334k)"),
        (np.zeros(FUTURES), "changes spend in no future"),
        (np.full(FUTURES, -5e5), "saves £500k (the same in every future)"),
        (np.eye(FUTURES)[0] * 1e6, "has too few events to say what it does to spend"),
    ],
)
def test_an_option_saves_only_where_its_interval_leaves_out_no_change(apart, said):
    assert spend_says(found(apart)) == said


def test_an_interval_that_reaches_nothing_is_no_saving():
    assert direction(found(around(-1e4, 1e6))) == Direction.UNCLEAR
    assert direction(found(around(-5e5))) == Direction.LOWER


def test_what_happens_in_every_future_is_said_though_amounts_are_too_alike_for_an_interval():
    apart = np.full(FUTURES, 16.0)
    apart[0] = 12.0
    assert found(apart).note
    assert direction(found(apart)) == Direction.HIGHER
    assert says("beds taken", found(apart), POINTS, plural=True).endswith("(so in every future simulated)")


def known_in(futures: int, apart: float) -> Difference:
    """A difference of 500 futures, of which so many have the figure."""
    return found(np.append(np.full(futures, apart), np.full(500 - futures, np.nan)))


@pytest.mark.parametrize("futures", [1, 9])
def test_what_a_few_of_many_futures_have_is_never_clear(futures):
    few = known_in(futures, -0.5)
    assert few.few
    assert direction(few) == Direction.TOO_FEW
    assert says("occupancy", few, POINTS) == "occupancy: too few futures for an interval"
    assert spend_says(known_in(futures, -5e5)) == "has too few futures to say what it does to spend"
    assert interval_words(few, POINTS) == "too few futures for an interval"
    assert range_words(few, POINTS) == "too few futures"
    assert claim("Occupancy", few, SHARE).endswith("; too few futures to say whether it changes")
    assert sure(few, POINTS).endswith("(too few futures for an interval)")
    assert direction(known_in(10, -0.5)) == Direction.LOWER


def test_a_sure_difference_never_prints_as_nothing():
    small = found(np.linspace(0.0001, 0.0003, FUTURES))
    assert "0.0 points" not in says("the share", small, POINTS)


def test_a_share_of_futures_stands_with_its_interval_and_is_never_rounded_to_all():
    assert both_ways(found(around(-5e5)), None) == "100% of futures simulated under these assumptions (91 to 100%)"


def test_an_end_of_an_interval_is_printed_like_its_mean_unless_a_clear_difference_would_print_as_nothing():
    clear, unclear, tiny = (differences(np.zeros((1, 1)), np.zeros((1, 1)))[0]._replace(
        mean=-0.4, low=-0.794, high=high, note="", equal=0.0, before=10.0, after=9.6) for high in (-0.004, 0.012, 0.0)
    )  # fmt: skip
    bare = unit_for("children", 1)
    assert interval_words(clear, bare) == "\u22120.8 to \u22120.004"
    assert interval_words(unclear, bare) == "\u22120.8 to 0.0"
    assert interval_words(tiny._replace(low=-0.02, high=0.01), bare) == "\u22120.02 to +0.01"


# The baseline


def test_the_baseline_is_told_before_any_option(council, today):
    options = moved_by(council, today, {"Much": around(-9e5)})
    said, check = baseline_words(options)
    first, last = (float(options.comparison.before("spend", "all", year.name).mean()) for year in options.years)
    total = float(options.comparison.before("spend").mean())
    count = float(options.comparison.before("children_year_end").mean())
    share = float(options.comparison.before("out_of_borough_share").mean())
    assert said == (
        f"If nothing changes: {options.baseline.start_count()} children in care on 1 April 2025 become about "
        f"{count:.0f} on 31 March 2027; placement spend goes from £{first / 1e6:.2f}m in 2025-26 to "
        f"£{last / 1e6:.2f}m in 2026-27, £{total / 1e6:.2f}m in all; out of borough goes from "
        f"{options.baseline.start_share_out('all'):.1%} to {share:.1%}."
    )
    assert check == "Compare this with your own trend before you read on: every option is measured against it."


def test_a_single_year_of_the_baseline_is_told_once(council, today):
    year = council.replace(years=1)
    outcomes = replicate({BASELINE: year}, FUTURES, seed=5, workers=1)[0]
    said, _ = baseline_words(moved_by(year, outcomes, {"Much": around(-9e5)}))
    spend = float(outcomes.values[:, outcomes.keys.index(("2025-26", "spend", "all"))].mean())
    assert f"; placement spend is £{spend / 1e6:.2f}m in 2025-26; out of borough" in said


def test_spend_of_the_baseline_is_told_from_the_first_to_the_last_whole_year(council):
    longer = council.replace(years=2.5)
    outcomes = replicate({BASELINE: longer}, 12, seed=5, workers=1)[0]
    [said, _] = baseline_words(moved_by_nothing(longer, outcomes))
    assert re.search(r"from £[\d.]+m in 2025-26 to £[\d.]+m in 2026-27, £[\d.]+m in all to 30 September 2027;", said)


def test_tables_begin_with_the_figures_of_the_baseline_itself(council, today):
    options = moved_by(council, today, {"Much": around(-9e5), "Little": around(-2e5)})
    table = money_table(options, options.options)
    total = float(options.comparison.before("spend").mean())
    assert [cell.text for cell in table.first[:2]] == ["Baseline", f"{total / 1e6:.2f}"]
    assert table.first[0].below == "its own figures"
    share = children_table(options, options.options).first[1]
    assert share.text == f"{float(options.comparison.before('out_of_borough_share').mean()) * 100:.1f}"


def test_placement_types_that_no_option_changes_are_left_out_of_the_table_and_named(council, today):
    changes = {("children_average", "in_house"): around(2.0, 0.5)}
    options = options_of(council, today, {"Carers": (shifted(today, "Carers", changes), (RECRUIT,))})
    table = children_table(options, options.options)
    assert "In-house fostering" in table.columns
    assert "Kinship care" not in table.columns
    assert "(left out, as none changes it in any future: All homes, Kinship care" in table.caption


@pytest.mark.parametrize(("futures", "trial"), [(FUTURES, True), (100, False)])
def test_a_study_of_few_futures_is_called_a_trial(council, today, futures, trial):
    longer = replace(today, values=np.resize(today.values, (futures, today.values.shape[1])),
                     monthly=np.resize(today.monthly, (futures, today.monthly.shape[1])))  # fmt: skip
    options = options_of(council, longer, {"Carers": (replace(longer, scenario="Carers"), (RECRUIT,))})
    said = "Trial: 40 futures. Some hundreds are needed to decide by."
    assert trial_words(options.futures) == (said if trial else "")


# The first page


def test_the_first_page_names_the_option_that_saves_most(council, today):
    options = moved_by(council, today, {"Little": around(-2e5), "Much": around(-9e5), "Dear": around(3e5)})
    answers = verdict(options)
    assert [answer.question for answer in answers] == [
        "Which option does most?", "At what cost?", "How sure is this?", "What does it depend on?"
    ]  # fmt: skip
    assert answers[0].finding.startswith("“Much” saves £1.80m (8.8% of placement spend; 1.79 to 1.81)")
    assert answers[0].finding.endswith("more than any other option.")
    assert "Costs more on average: “Dear”." in answers[0].sentences


def test_no_option_is_called_the_best_where_figures_cannot_tell_it_from_another(council, today):
    luck = np.resize([-1.0, 1.0, 0.5, -0.5], FUTURES) * 2e5
    options = moved_by(council, today, {"One": around(-5e5), "Other": around(-4.9e5) + luck, "Less": around(-1e5)})
    assert ranking(options).tied == ("Other",)
    said = text_of(options)
    assert "these figures cannot tell it apart from “Other”" in said
    assert "more than any other option" not in verdict(options)[0].finding
    assert "Which of “One” and “Other” saves most is not sure." in said


def test_an_option_without_a_clear_saving_may_still_be_as_good_as_the_best(council, today):
    options = moved_by(council, today, {"Sure": around(-1e5), "Wild": around(-2e5, 3e6)})
    assert ranking(options).sure == ("Sure",)
    assert ranking(options).tied == ("Wild",)


def test_where_none_saves_none_is_said_to(council, today):
    said = text_of(moved_by(council, today, {"One": around(1e4, 3e6), "Dear": around(5e5)}))
    assert "No option clearly saves money by 31 March 2027." in said
    assert not re.search(r"” saves £", said)


@pytest.mark.parametrize("seed", range(12))
def test_every_option_said_to_save_has_an_interval_below_nothing(council, today, seed):
    chance = np.random.default_rng(seed)
    amounts = {
        f"Option {place}": chance.normal(chance.normal(0, 2e5), 10 ** chance.uniform(4, 6.3), FUTURES)
        for place in range(6)
    }
    options = moved_by(council, today, amounts)
    for name in re.findall(r"“([^”]+)” saves £", text_of(options)):
        assert options.difference(name, "spend").high < 0, name
    for name in re.findall(r"“([^”]+)” costs £", text_of(options)):
        assert options.difference(name, "spend").low > 0, name


def test_too_few_futures_rank_nothing(council, today):
    few = replace(today, values=today.values[:4], monthly=today.monthly[:4])
    made = {name: (shifted(few, name, {("spend", "all"): by}), (RECRUIT,)) for name, by in (("A", -5e5), ("B", -1e5))}
    said = text_of(options_of(council, few, made))
    assert "Too few futures (4) to say which option does most." in said
    assert "saves £" not in said


def test_what_is_not_counted_is_said_beside_every_saving(council, today):
    said = " ".join(verdict(moved_by(council, today, {"Much": around(-9e5)}))[1].sentences)
    assert "Spend here is what placements cost." in said
    assert "staff, works and capital, campaigns" in said


def test_a_block_contract_that_pays_for_empty_beds_is_said(council, today):
    changes = {("spend", "all"): around(-5e5), ("void_cost", "all"): 5e4, ("void_nights", "all"): 60.0}
    options = options_of(council, today, {"Home": (shifted(today, "Home", changes), (OPEN,))})
    assert "pays about £100k for some 120 more nights in beds that stand empty" in text_of(options)


def test_a_year_in_which_the_best_option_is_dearer_is_said(council, today):
    dearer_first = paid_back(today, "Later", lambda month: around(2e4, 1e3) if month < 12 else around(-9e4, 1e3))
    options = options_of(council, today, {"Later": (dearer_first, (RECRUIT,))})
    cost = verdict(options)[1]
    assert cost.finding == "\u201cLater\u201d costs more than the baseline in 2025-26, and saves over all years."
    assert "has on average cost up to £240k more before it breaks even in June 2026." in " ".join(cost.sentences)


def test_an_option_that_holds_others_is_told_apart_from_them(council, today):
    made = {
        "Home": (shifted(today, "Home", {("spend", "all"): around(-3e5)}), (OPEN,)),
        "Carers": (shifted(today, "Carers", {("spend", "all"): around(-2e5)}), (RECRUIT,)),
        "Both": (shifted(today, "Both", {("spend", "all"): around(-5e5)}), (OPEN, RECRUIT)),
    }
    options = options_of(council, today, made)
    assert packages(options) == {"Both": ["Home", "Carers"]}
    most = verdict(options)[0]
    assert most.finding.startswith("“Home” saves £600k")
    assert any(
        said.startswith("The package “Both” puts together “Home” and “Carers”: it saves £1.00m")
        for said in most.sentences
    )
    table = first_page_table(options, packages_last(options, options.options))
    assert [row[0].text for row in table.rows] == ["Home", "Carers", "Both (package)"]


SECOND = {"kind": "open_home", "provision": "second_home", "like": "new_home", "opens": "2026-01-01", "source": WHY}


def test_the_next_step_of_a_family_is_told_like_for_like(council, today):
    made = {
        "One home": (shifted(today, "One home", {("spend", "all"): around(-3e5)}), (OPEN,)),
        "Two homes": (shifted(today, "Two homes", {("spend", "all"): around(-4e5)}), (OPEN, SECOND)),
    }
    options = options_of(council, today, made)
    [step] = next_steps(options)
    assert (step.whole, step.part, step.added) == ("Two homes", "One home", ("Second home",))
    assert step.spend.mean == pytest.approx(-2e5)
    assert packages(options) == {}
    answer = next_step(options)
    assert answer.finding == "Adding Second home to “One home” saves £200k (the same in every future)."
    assert answer.sentences[0] == "The step saves in 100% of futures simulated under these assumptions (91 to 100%)."


CHEAPER = {"kind": "change_price", "provision": "homes_elsewhere", "factor": 0.95, "from": "2025-07-01", "source": WHY}


def test_a_package_that_alone_saves_is_told_without_a_best_single_option(council, today):
    made = {
        "Home": (shifted(today, "Home", {("spend", "all"): around(0, 3e6)}), (OPEN,)),
        "Home and carers": (shifted(today, "Home and carers", {("spend", "all"): around(-5e5)}), (OPEN, RECRUIT)),
    }
    options = options_of(council, today, made)
    most, cost, sure, _ = verdict(options)
    assert most.finding == "No single option clearly saves money by 31 March 2027."
    assert any("makes 1 further change beside “Home”: it saves" in said for said in most.sentences)
    assert "“Home and carers”" in cost.finding
    assert "No single option clearly saves by itself: “Home”." in sure.sentences


def test_an_option_is_called_the_only_one_only_where_it_is(council, today):
    alone = moved_by(council, today, {"Carers": around(-2e5)})
    assert "There is no other option to compare it with." in how_sure(alone).sentences
    made = {
        "Home": (shifted(today, "Home", {("spend", "all"): around(-3e5)}), (OPEN,)),
        "Home and carers": (shifted(today, "Home and carers", {("spend", "all"): around(-5e5)}), (OPEN, RECRUIT)),
    }
    assert not any("no other option" in said for said in how_sure(options_of(council, today, made)).sentences)


def test_a_step_that_also_changes_a_price_is_not_put_down_to_its_home(council, today):
    other = {**CHEAPER, "provision": "homes_in_borough"}
    made = {
        "One home": (shifted(today, "One home", {}), (OPEN, CHEAPER)),
        "Two homes": (shifted(today, "Two homes", {("spend", "all"): around(-4e5)}), (OPEN, CHEAPER, SECOND, other)),
    }
    [step] = next_steps(options_of(council, today, made))
    assert step.added == ()


def test_a_change_of_every_price_overlaps_with_one_of_a_single_price(council, today):
    everywhere = {key: value for key, value in CHEAPER.items() if key != "provision"}
    made = {
        "One price": (shifted(today, "One price", {}), (CHEAPER,)),
        "All prices": (shifted(today, "All prices", {}), (CHEAPER, everywhere)),
    }
    assert holdings(options_of(council, today, made)) == {}


def test_the_cost_of_new_homes_stands_with_what_they_save_elsewhere(council, today):
    changes = {("spend", "all"): around(-4e5), ("spend", "new_home"): 2e5, ("spend", "homes_elsewhere"): around(-6e5)}
    options = options_of(council, today, {"Home": (shifted(today, "Home", changes), (OPEN,))})
    assert at_what_cost(options).finding == (
        "The new home costs £0.40m by 31 March 2027, and £1.20m less is spent on other places with “Home”."
    )


def test_two_homes_on_time_are_no_step_towards_homes_that_open_late(council, today):
    late = {"kind": "delay_home", "provision": "new_home", "days": 300, "source": WHY}
    made = {
        "One home": (shifted(today, "One home", {}), (OPEN,)),
        "Two homes late": (shifted(today, "Two homes late", {}), (OPEN, SECOND, late)),
    }
    assert next_steps(options_of(council, today, made)) == []


def test_every_option_is_set_against_every_other(council, today):
    spend = {"Little": around(-2e5), "Much": around(-9e5, 3e4)}
    options = moved_by(council, today, spend)
    paper, workbook = against_each_other(options)
    [square], [listed] = paper.parts[0].parts, workbook.parts
    assert [cell.text for cell in square.rows[0]] == ["Much", "", "\u22121.40"]
    assert square.rows[0][2].below == "100% of futures"
    assert [cell.text for cell in listed.rows[1]] == ["Little", "Much", "+1,400,000", "0%"]


def test_the_same_home_late_is_a_variant_and_no_package(council, today):
    late = {"kind": "delay_home", "provision": "new_home", "days": 300, "source": WHY}
    made = {
        "Planned": (shifted(today, "Planned", {("spend", "all"): around(-4e5)}), (OPEN,)),
        "Late": (shifted(today, "Late", {("spend", "all"): around(-1e5)}), (OPEN, late)),
    }
    options = options_of(council, today, made)
    assert packages(options) == {}
    assert variants(options, "Planned") == ["Late"]
    assert re.search(r"“Late” spends £600k \((so|the same) in every future\) more than “Planned”\.", text_of(options))


# Choices and circumstances

UP, DOWN = "2025-06-01", "2025-06-01"


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (DEMAND, ScenarioKind.CIRCUMSTANCE),
        ({**DEMAND, "factor": 0.8}, ScenarioKind.CIRCUMSTANCE),
        ({"kind": "change_price", "factor": 1.1}, ScenarioKind.CIRCUMSTANCE),
        ({"kind": "change_price", "factor": 0.9}, ScenarioKind.CHOICE),
        ({"kind": "change_uplift", "provision": "homes_elsewhere", "uplift_per_year": 0.3}, ScenarioKind.CIRCUMSTANCE),
        ({"kind": "change_uplift", "provision": "homes_elsewhere", "uplift_per_year": 0.0}, ScenarioKind.CHOICE),
        ({"kind": "keep_carers", "provision": "council_carers", "leaving_factor": 2}, ScenarioKind.CIRCUMSTANCE),
        ({"kind": "keep_carers", "provision": "council_carers", "leaving_factor": 0.5}, ScenarioKind.CHOICE),
        ({"kind": "change_rate", "risk": "breakdown", "factor": 1.5}, ScenarioKind.CIRCUMSTANCE),
        ({"kind": "change_rate", "risk": "breakdown", "factor": 0.5}, ScenarioKind.CHOICE),
        ({"kind": "change_rate", "risk": "step_down", "factor": 1.5}, ScenarioKind.CHOICE),
        ({"kind": "change_rate", "risk": "special_guardianship", "factor": 2}, ScenarioKind.CHOICE),
        ({"kind": "change_rate", "risk": "special_guardianship", "factor": 0.5}, ScenarioKind.CIRCUMSTANCE),
        ({"kind": "divert_entries", "share": 0.1}, ScenarioKind.CHOICE),
        (RECRUIT, ScenarioKind.CHOICE),
    ],
)
def test_what_a_council_does_not_decide_is_a_circumstance(council, change, kind):
    scenario = Scenario(name="S", question="Q?", interventions=({"source": WHY, "from": "2025-06-01", **change},))
    assert kind_of(scenario, council) == kind


def test_a_choice_under_harder_circumstances_is_both_and_is_not_ranked(council, today):
    made = {
        "Mixed": (shifted(today, "Mixed", {("spend", "all"): around(-9e5)}), (RECRUIT, DEMAND)),
        "Choice": (shifted(today, "Choice", {("spend", "all"): around(-2e5)}), (RECRUIT,)),
    }
    options = options_of(council, today, made)
    assert options.mixed == ("Mixed",)
    assert verdict(options)[0].finding.startswith("“Choice” saves")


def test_a_circumstance_is_never_ranked_even_where_it_lowers_spend(council, today):
    fewer = {**DEMAND, "factor": 0.5}
    made = {
        "Fewer children": (shifted(today, "Fewer children", {("spend", "all"): around(-9e6)}), (fewer,)),
        "Choice": (shifted(today, "Choice", {("spend", "all"): around(-2e5)}), (RECRUIT,)),
    }
    options = options_of(council, today, made)
    assert options.circumstances == ("Fewer children",)
    assert verdict(options)[0].finding.startswith("“Choice” saves")
    assert "Over all years, with no option at all: “Fewer children” saves" in text_of(options)


def test_circumstances_alone_are_not_ranked(council, today):
    options = options_of(council, today, {"Demand": (shifted(today, "Demand", {("spend", "all"): 5e5}), (DEMAND,))})
    assert "None of these scenarios is for the council alone to decide" in text_of(options)


# Break-even


def paid_back(today: Outcomes, name: str, monthly: Callable[[int], Floats | float]) -> Outcomes:
    """Return the same futures with monthly spend, and with it the year's, moved by an amount that month."""
    values, table = today.values.copy(), today.monthly.copy()
    places = [place for place, key in enumerate(today.monthly_keys) if key[1:] == ("spend", "all")]
    years = [place for place, key in enumerate(today.keys) if key[1:] == ("spend", "all")]
    for month, place in enumerate(places):
        table[:, place] += monthly(month)
        values[:, years[month // 12]] += monthly(month)
    return replace(today, scenario=name, values=values, monthly=table)


def even_of(council: Baseline, today: Outcomes, monthly: Callable[[int], Floats | float]):
    options = options_of(council, today, {"Option": (paid_back(today, "Option", monthly), (RECRUIT,))})
    return saving(options, "Option").break_even, break_even_words(options, saving(options, "Option"))


def test_break_even_is_the_month_from_which_the_mean_saving_stays_above_nothing(council, today):
    even, said = even_of(council, today, lambda month: 1e5 if month < 3 else -5e4)
    assert (even.when, even.month, even.deepest) == (InFront.LATER, "2026-01", -3e5)
    assert said.startswith("On average it breaks even in January 2026, having cost up to £300k more before that.")


def test_futures_break_even_in_months_of_their_own(council, today):
    pace = np.where(np.arange(FUTURES) < FUTURES // 2, -6e4, -4e4) + np.linspace(-100, 100, FUTURES)
    even, said = even_of(council, today, lambda month: 1e5 if month < 3 else pace)
    assert (even.p10, even.p90) == ("2025-11", "2026-02")
    assert "nine in ten are in front for good by February 2026" in said


def test_an_option_that_never_costs_more_is_in_front_at_once_and_that_is_said_plainly(council, today):
    even, said = even_of(council, today, lambda month: 0 if month < 6 else -5e4)
    assert (even.when, even.month) == (InFront.AT_ONCE, "2025-10")
    assert "the first month in which it changes spend: it has no up-front cost here" in said


def test_an_option_that_costs_more_does_not_break_even(council, today):
    even, said = even_of(council, today, lambda month: 5e4 + np.linspace(-10, 10, FUTURES))
    assert (even.when, even.month, even.share) == (InFront.NOT_YET, None, 0)
    assert said.startswith("It does not break even by 31 March 2027")


def test_no_break_even_is_named_where_the_saving_is_not_clear(council, today):
    even, said = even_of(council, today, lambda month: around(-1e3, 1e6))
    assert even.when == InFront.UNCLEAR
    assert said.startswith("No break-even can be named")


def test_a_saving_that_is_lost_again_is_no_break_even(council, today):
    even, _ = even_of(council, today, lambda month: -5e4 if month < 6 else 1e5 + np.linspace(-10, 10, FUTURES))
    assert even.when == InFront.NOT_YET


# Surprises


def test_more_beds_yet_more_children_out_of_borough_is_told_with_its_paths(council, today):
    changes = {
        ("out_of_borough_share", "all"): around(0.02, 0.001),
        ("children_year_end", "homes_elsewhere"): around(2, 0.5),
        ("children_year_end", "homes_in_borough"): around(-1, 0.2),
        ("searches", "homes_elsewhere"): around(3, 0.5),
        ("transfers", "new_home from homes_elsewhere"): around(4, 0.5),
    }
    options = options_of(council, today, {"Home": (shifted(today, "Home", changes), (OPEN,))})
    [surprise] = surprises(options)
    assert surprise.finding.startswith(
        "More beds, yet the share of children placed out of borough rises by 2.00 points"
    )
    said = " ".join(surprise.sentences)
    assert "More children live out of borough on 31 March 2027: Homes elsewhere +2.0" in said
    assert "Fewer children live in borough on 31 March 2027: Homes in the borough \u22121.0" in said
    assert "More searches end with a place here: Homes elsewhere +6.0" in said
    assert "More children get a place they had waited for: to The new home from Homes elsewhere: +8.0" in said
    assert "The new home" in [row[0].text for row in surprise.table.rows]


def test_paths_that_are_not_sure_are_not_named(council, today):
    changes = {
        ("out_of_borough_share", "all"): around(0.02, 0.001),
        ("searches", "homes_elsewhere"): around(0.1, 9),
    }
    [surprise] = surprises(options_of(council, today, {"Home": (shifted(today, "Home", changes), (OPEN,))}))
    assert surprise.sentences == ("No single path is clearly different; many small ones add up.",)


def test_a_figure_that_may_be_worse_is_no_surprise(council, today):
    changes = {("out_of_borough_share", "all"): around(0.001, 0.05)}
    assert surprises(options_of(council, today, {"Home": (shifted(today, "Home", changes), (OPEN,))})) == []


def test_a_home_that_costs_more_than_it_saves_is_a_surprise_with_the_money_by_provision(council, today):
    changes = {
        ("spend", "all"): around(4e5),
        ("spend", "new_home"): around(6e5),
        ("spend", "homes_elsewhere"): around(-2e5),
        ("void_cost", "all"): 3e5,
    }
    [surprise] = surprises(options_of(council, today, {"Home": (shifted(today, "Home", changes), (OPEN,))}))
    assert surprise.finding.startswith("More beds, yet placement spend rises by £800k")
    said = " ".join(surprise.sentences)
    assert "More is spent on: The new home +£1.20m" in said
    assert "More beds are paid for that stand empty: £600k of this." in said


def test_moves_into_new_homes_are_told_from_other_moves(council, today):
    """Ten more moves a year for two years, sixteen of which into the new home; none is, with more carers."""
    changes = {("moves", "all"): around(10, 0.5), ("transfers", "new_home from homes_elsewhere"): around(8, 0.5)}
    made = {name: (shifted(today, name, changes), (each,)) for name, each in (("Home", OPEN), ("Carers", RECRUIT))}
    options = options_of(council, today, made)
    [said] = worse_words(options, "Home")
    assert said.startswith("moves between placements rise by 20")
    assert said.endswith(", counting 16 moves into the new home by children who had waited for a place there")
    [said] = worse_words(options, "Carers")
    assert said.startswith("moves between placements rise by 20")
    assert "new home" not in said


def test_fewer_beds_are_not_expected_to_help(council, today):
    closing = {"kind": "close_home", "provision": "new_home", "closes": "2026-09-01", "source": WHY}
    at_first = council.replace(
        provision={
            **council.provision,
            "new_home": council.provision["new_home"].replace(
                capacity=council.provision["new_home"].capacity.replace(opens=council.start, delay_days=None)
            ),
        }
    )
    made = {"Close": (shifted(today, "Close", {("spend", "all"): around(5e5)}), (closing,))}
    assert surprises(options_of(at_first, today, made)) == []


# What options do not do


def test_what_an_option_does_not_change_is_said(council, today):
    changes = {("spend", "all"): around(-5e5), ("moves", "all"): around(0.1, 9)}
    options = options_of(council, today, {"Option": (shifted(today, "Option", changes), (RECRUIT,))})
    found = not_done(options, "Option")
    assert "the share out of borough" in found.never
    assert [each.split(" (")[0] for each in found.unclear] == ["moves between placements"]
    assert not any(each.startswith("placement spend") for each in (*found.never, *found.unclear))
    assert not_done_words(found)[1].startswith("No clear difference: moves between placements (mean +0.2")


def nothing_of(outcomes: Outcomes, name: str = BASELINE) -> Outcomes:
    """The same futures of a council in which nobody is in care and nothing is spent."""
    values = np.where(np.isnan(outcomes.values), np.nan, 0)
    return replace(outcomes, scenario=name, values=values, monthly=np.zeros_like(outcomes.monthly))


def test_where_there_is_nothing_no_figure_is_said_to_change(council, today):
    made = {"Option": (nothing_of(today, "Option"), (RECRUIT,))}
    options = options_of(council, nothing_of(today), made)
    nothing = ["None of the figures watched here is more than nothing, without it or with it."]
    assert not_done_words(not_done(options, "Option")) == nothing
    assert "become 0 on 31 March 2027" in baseline_words(options)[0]


def test_an_option_that_changes_every_figure_watched_is_said_to(council, today):
    measures = {each.measure for each in told_in(Exhibit.HOPED_FOR)}
    changes = {
        key[1:]: around(-0.02, 0.001) if "share" in key[1] else around(-2, 0.1)
        for key in today.keys
        if key[1] in measures
    }
    options = options_of(council, today, {"Option": (shifted(today, "Option", changes), (RECRUIT,))})
    assert not_done_words(not_done(options, "Option")) == ["Every figure watched here clearly changes."]


# No option saves


@pytest.mark.parametrize(
    ("spend", "said"),
    [
        (around(1e6), "Over 40 futures every option clearly costs more than the baseline."),
        (0, "Over 40 futures no option changes what is spent in any of them."),
        (around(1e3, 1e6), "Over 40 futures no option's saving can be told from luck."),
    ],
)
def test_how_sure_it_is_that_no_option_saves_depends_on_why(spend, said, council, today):
    options = options_of(council, today, {"Option": (shifted(today, "Option", {("spend", "all"): spend}), (RECRUIT,))})
    assert how_sure(options).finding == said
    assert at_what_cost(options).finding.startswith("No option clearly saves")


def test_where_no_scenario_is_an_option_none_is_said_to_cost_or_save(council, today):
    options = options_of(
        council, today, {"Demand": (shifted(today, "Demand", {("spend", "all"): around(1e6)}), (DEMAND,))}
    )
    assert at_what_cost(options).finding == "None of these scenarios is an option, so there is no cost of one to weigh."
    assert how_sure(options).finding.endswith("stands with its interval in the tables; none is an option.")


def test_of_too_few_futures_nothing_is_said_to_cost_or_save(council, today):
    """Three of the forty."""
    few = replace(today, values=today.values[:3], monthly=today.monthly[:3])
    options = options_of(council, few, {"Option": (shifted(few, "Option", {("spend", "all"): 1e6}), (RECRUIT,))})
    assert at_what_cost(options).finding == "Too few futures (3) to say what any option costs."
    assert how_sure(options).finding.startswith("Not at all")
    assert spend_bars(options, ["Option"], "spend").finding.endswith(
        "too few futures to say where it is lower or higher"
    )


def test_a_difference_between_figures_that_are_missing_is_missing():
    cell = difference_cell(difference_of(np.full(FUTURES, np.nan), np.full(FUTURES, np.nan)), SHARE)
    assert (cell.text, cell.below) == ("none", "")


# Words of interventions


def test_changes_stand_with_their_sources(council, today):
    options = options_of(council, today, {"Both": (shifted(today, "Both", {}), (OPEN, RECRUIT))})
    home, carers = interventions_in_words(options, "Both")
    assert home.sources[0].figure == EVIDENCE["S022"]
    assert carers.sources[0].assumed
    assert carers.sources[0].text == "a test"


# How many futures


def test_why_so_many_futures_is_said(council, today):
    made = {"Option": (shifted(today, "Option", {("spend", "all"): around(-5e5)}), (RECRUIT,))}
    reached = replications_words(options_of(council, today, made, precision=Precision(0.1)))
    assert "is reached for every scenario, so no more were needed" in reached[0]
    missed = replications_words(options_of(council, today, made, precision=Precision(0.0001, most=FUTURES)))
    assert "the cap of 40" in missed[0]
    assert "No precision was asked for" in replications_words(options_of(council, today, made))[0]


# Really simulated: the page


@pytest.fixture(scope="module")
def simulated(council) -> ComparisonStudy:
    options = (
        option(council, "A home", OPEN),
        option(council, "More carers", RECRUIT),
        option(council, "Home and carers", OPEN, RECRUIT),
        option(council, "Demand a third higher", DEMAND),
    )
    return play(council, options)


def play(council: Baseline, options: tuple[AppliedScenario, ...], futures: int = FUTURES) -> ComparisonStudy:
    baselines = {BASELINE: council, **{each.scenario.name: each.baseline for each in options}}
    first, *others = replicate(baselines, futures, seed=5, workers=1)
    return ComparisonStudy(council, Comparison(council, first, tuple(others)), options, settings(futures), EVIDENCE)


def write(folder: Path, study: ComparisonStudy) -> bytes:
    write_page(folder / "report.html", compare_report(study))
    return (folder / "report.html").read_bytes()


@pytest.fixture(scope="module")
def written(simulated, tmp_path_factory) -> bytes:
    return write(tmp_path_factory.mktemp("compared"), simulated)


@pytest.fixture(scope="module")
def page(written) -> Page:
    return Page(written.decode("utf-8"))


@pytest.fixture(scope="module")
def hostile_page(council, tmp_path_factory) -> Page:
    labelled = council.provision["new_home"].replace(label=HOSTILE["formula"])
    named = council.replace(name=HOSTILE["script"], provision={**council.provision, "new_home": labelled})
    options = tuple(option(named, name, OPEN) for name in HOSTILE.values())
    return Page(write(tmp_path_factory.mktemp("hostile"), play(named, options, 12)).decode("utf-8"))


def test_every_section_is_there_in_order(page):
    assert page.titles("h2") == SECTIONS
    levels = [int(tag[1]) for tag, _ in page.headings]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_needs_nothing_from_outside_and_runs_no_script_but_its_own(page, hostile_page):
    for each in (page, hostile_page):
        assert not {"link", "img", "iframe", "object", "embed", "base", "form"} & {tag for tag, _ in each.elements}
        assert [tag for tag, _ in each.elements].count("script") == 1
        for _, attributes in each.elements:
            assert not attributes.get("src")
            assert (attributes.get("href") or "#").startswith("#")
            assert not [name for name in attributes if name.startswith("on")]
        assert not re.search(r"@import|url\((?!#)", each.source)


def test_links_within_the_page_lead_somewhere(page):
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in page.elements:
        if tag == "a":
            assert attributes["href"].lstrip("#") in ids


def test_hostile_names_stay_text(hostile_page):
    for name in HOSTILE.values():
        assert plain(name) in hostile_page.text


def test_every_chart_has_words_and_every_table_a_caption(page):
    ids = {attributes.get("id") for _, attributes in page.elements}
    drawings = [attributes for tag, attributes in page.elements if tag == "svg"]
    assert len(drawings) > 10
    assert all(a["role"] == "img" and a["aria-labelledby"] in ids for a in drawings)
    tags = [tag for tag, _ in page.elements]
    assert tags.count("caption") == tags.count("table")
    assert all("scope" in attributes for tag, attributes in page.elements if tag == "th")


def test_the_same_comparison_gives_the_same_bytes(simulated, written, tmp_path):
    assert write(tmp_path, simulated) == written


def test_circumstances_stand_apart_from_the_options(page):
    side_by_side = page.text.split("The options side by side")[-1].split("What could happen to us")[0]
    assert "A home" in side_by_side
    assert "Demand a third higher" not in side_by_side
    assert "not the council's to decide" in page.text.split("What each scenario changes")[-1]


def test_the_options_table_holds_the_figures_of_the_comparison(simulated):
    options = simulated
    for table, column, key in ((money_table, 1, ("spend",)), (children_table, 2, ("out_of_borough_share",))):
        shown = {row[0].text: row[column] for row in table(options, options.names).rows}
        for name in options.names:
            difference = simulated.comparison.difference(name, *key)
            assert shown[name].value == pytest.approx(difference.mean)
            assert shown[name].strong == difference.clear


def test_homes_that_open_are_shown_once_where_all_futures_are_alike(simulated):
    options = simulated
    shown = [(home.name, home.also) for home in opened(options)]
    assert {name for name, _ in shown} | {other for _, also in shown for other in also} == {"A home", "Home and carers"}


def test_who_moves_in_adds_up_to_all_of_those_who_do(simulated):
    [said] = arrivals_words(simulated, "A home")
    shares = [int(share) for share in re.findall(r"(\d+)%", said)]
    assert 97 <= sum(shares) <= 103
    count = simulated.comparison.after("A home", "arrivals").mean()
    assert f"about {count:,.0f} children move in" in said


def test_evidence_is_printed_with_its_value_and_place(page):
    for said in ("Opening of the home: 2026-04", "Board paper, page 7"):
        assert said in page.text


def test_sources_of_a_change_told_before_are_not_told_again(page):
    assert page.text.count("sources as in “A home”") == 1
    assert page.text.count("sources as in “More carers”") == 1


def test_the_page_says_how_to_make_it_again(page):
    assert "placesim compare configs/example.yaml scenarios --seed 5" in page.text.split("How to make this report")[-1]


def test_a_single_scenario_that_changes_nothing_makes_a_whole_page(council, tmp_path):
    page = Page(write(tmp_path, play(council, (option(council, "Nothing new"),), 12)).decode("utf-8"))
    assert "No option clearly saves money" in page.text
    assert "It changes nothing." in page.text
    assert "changes spend in no future" in page.text


def test_the_first_page_says_what_the_baseline_is_before_any_option(page):
    first = page.text.split(" Purpose ")[-1]
    assert first.strip().startswith("If nothing changes: ")
    assert first.index("Compare this with your own trend") < first.index("Which option does most?")


def test_a_trial_is_marked_under_the_title(page):
    assert "Exampleton: options compared Trial: 40 futures. Some hundreds are needed to decide by." in page.text


def test_the_baselines_row_stands_with_the_headings_where_sorting_does_not_move_it(page):
    head, own = page.source.index('<tr class="own">'), page.source.index("its own figures")
    assert head < own < page.source.index("</thead>", head)
    assert "</thead>" not in page.source[head:own]


def test_few_futures_make_a_page_without_intervals_and_claims(council, tmp_path):
    options = (option(council, "A home", OPEN), option(council, "More carers", RECRUIT))
    page = Page(write(tmp_path, play(council, options, 3)).decode("utf-8"))
    assert "Too few futures (3) to say which option does most." in page.text
    first = page.text.split("The options side by side")[0]
    assert not re.search(r"\(\S+ to \S+\)", first.replace("(2.5 to 3.8)", "").replace("(p10 to p90)", ""))
    assert "saves £" not in page.text


class TestFullBeds:
    """How full block-contracted homes have to be."""

    @staticmethod
    def homes(weekly_fee: float, opens: date | None = None, contract: str = "block") -> ComparisonStudy:
        kind = {"placement_type": "residential"}
        council_of = small_council(
            {
                "the_home": home(2, None, weekly_fee=weekly_fee, **kind),
                "elsewhere": spot(weekly_fee=8000, out_of_borough=True, **kind),
            },
            years=2,
            entrants={"local": stream(4)},
            leaving={"home": risk({"residential": 0.8})},
        )
        change = {"kind": "open_home", "provision": "the_home", "opens": opens or date(2025, 6, 1), "source": SOURCE}
        scenario = Scenario(name="Open it", question="?", interventions=({**change, "contract": {"kind": contract}},))
        made = AppliedScenario(Path("open.yaml"), scenario, scenario.applied(council_of), {})
        comparison = compared({"baseline": council_of, "Open it": made.baseline}, 40, 1, workers=1)
        settings = RunSettings("placesim compare", Path("council.yaml"), 40, 1, 2, ())
        return ComparisonStudy(council_of, comparison, (made,), settings, {})

    def test_at_the_price_that_saves_nothing_homes_are_as_full_as_they_have_to_be(self):
        options = self.homes(4000)
        found = full_beds(options, "Open it")
        contract = options.difference("Open it", "spend", "the_home").after
        saved = -options.difference("Open it", "spend").mean
        assert found.needed == pytest.approx(found.used * contract / (contract + saved))
        dearer = self.homes(4000 * (contract + saved) / contract)
        assert dearer.difference("Open it", "spend").mean == pytest.approx(0, abs=1)
        even = full_beds(dearer, "Open it")
        assert even.needed == pytest.approx(even.used)

    def test_nights_slept_and_void_nights_are_all_the_nights_paid_for(self):
        options = self.homes(4000)
        paid = 2 * (730 - 61)  # two beds from 1 June 2025
        slept = options.difference("Open it", "nights", "the_home").after
        assert full_beds(options, "Open it").used == pytest.approx(slept / paid)

    def test_homes_too_dear_to_save_are_said_to_be(self):
        said = " ".join(full_beds_words(self.homes(9000), "Open it"))
        assert "would not save even if every bed were always full" in said
        assert "breaks even" not in said

    def test_homes_paid_by_the_night_have_no_such_figure(self):
        assert full_beds(self.homes(4000, contract="spot"), "Open it") is None
