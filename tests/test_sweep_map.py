"""Maps: two numbers varied against each other; whether they add up, the best pair, and maps without colours."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Rectangle

import placesim as package
from placesim.api.council import drawable_of
from placesim.api.options import options_of
from placesim.config.baseline import Baseline
from placesim.config.faults import InputError
from placesim.config.ranges.assumptions import Assumption, Uncertainty
from placesim.config.ranges.shapes import Shape
from placesim.config.scenario import Scenario
from placesim.config.scenario_files import AppliedScenario
from placesim.config.variant_pairs import SECOND, VariantPairs, pairs
from placesim.config.variants import variants
from placesim.config.varied_numbers import varied_number
from placesim.experiment.comparison import Comparison
from placesim.experiment.crossings import one_by_one
from placesim.experiment.knowledge.known import Knowledge
from placesim.experiment.manifest import RunSettings
from placesim.experiment.replications import Outcomes
from placesim.experiment.sweep_map import SweepMap
from placesim.report.charts.canvas import drawing
from placesim.report.charts.maps import Coloured, colour_map
from placesim.report.paper.media import every_part
from placesim.report.paper.page import page_text
from placesim.report.paper.parts import Chart, Medium, Report, Table
from placesim.report.scripts.sweep_map import sweep_map_report
from placesim.report.sweep_map_study import SweepMapStudy
from placesim.report.sweep_study import Quantity
from placesim.report.words.sweep_break_even import break_even_answer
from placesim.report.words.sweep_map import break_even_words, map_answers
from tests.conftest import CONFIGS
from tests.councils import SOURCE
from tests.sweeps import mapped, swept
from tests.test_commands import EXAMPLE, placesim
from tests.test_sweep import HOSTILE, OPEN_HOME, five_children, opened, option_of, two_homes

YEAR, FUTURES = "2025-26", 40
EXAMPLE_FILE = CONFIGS / "example.yaml"
BOTH = CONFIGS / "scenarios" / "example" / "home_and_carers.yaml"


def paired(
    baseline: Baseline,
    option: AppliedScenario,
    first: tuple[str, Sequence[float], int | None],
    second: tuple[str, Sequence[float], int | None],
) -> VariantPairs:
    return pairs(varied_number(option, *first), varied_number(option, *second, SECOND), baseline)


def homes(first: Sequence[float], second: Sequence[float], **fields: Any) -> VariantPairs:
    """Beds of two homes, each varied by itself."""
    baseline = two_homes()
    option = option_of(baseline, opened("hill", **fields), opened("vale", **fields))
    return paired(baseline, option, ("beds", first, 1), ("beds", second, 2))


# Pairs.


def test_every_value_of_one_number_meets_every_value_of_the_other():
    made = homes((2, 6), (0, 1, 3))
    beds = [tuple(each.baseline.provision[name].capacity.beds[0].value for name in ("hill", "vale"))
            for each in made.options if "beds 0" not in each.scenario.name]  # fmt: skip
    assert beds == [(2, 1), (2, 3), (6, 1), (6, 3)]
    assert [each.scenario.name for each in made.options[:3]] == ["beds 2, beds 0", "beds 2, beds 1", "beds 2, beds 3"]
    assert made.places == (0, 1)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ((0, 60), (0, 1), "--values: beds = 60: must be 50 or less; found 60"),
        ((0, 1), (0, 60), "--and-values: beds = 60: must be 50 or less; found 60"),
        (range(13), (0, 1), "--values: names 13 values; a map takes 12 of each number at most; widen the step"),
        (range(11), range(10), "--and-values: 11 values by 10 make 110 pairs; a map takes 100 at most; widen a step"),
    ],
)
def test_what_no_map_can_hold_is_told_by_the_option_to_mend(first, second, told):
    with pytest.raises(InputError, match=told):
        homes(tuple(first), tuple(second))


def test_the_same_number_is_not_varied_against_itself():
    baseline = two_homes()
    option = option_of(baseline, opened("hill"), opened("vale"))
    told = "--and: beds of intervention 1 is what --vary varies; name another number, or tell them apart with"
    with pytest.raises(InputError, match=told):
        paired(baseline, option, ("beds", (0, 2), None), ("beds", (0, 2), None))
    with pytest.raises(InputError, match=r"--and: no number 'bedds' in tried\.yaml; did you mean 'beds'"):
        varied_number(option, "bedds", (0, 2), None, SECOND)


def test_values_that_do_not_go_together_are_told_together():
    with pytest.raises(InputError, match=r"--and-values: beds = 2, usable_beds = 4: .*"):
        baseline = two_homes()
        paired(baseline, option_of(baseline, opened("hill")), ("beds", (4, 2), None), ("usable_beds", (2, 4), None))


def test_a_number_that_is_set_has_no_range_any_more_and_other_ranges_stay(tmp_path: Path):
    ranges = {
        BOTH: ("approvals_per_year: 4", "approvals_per_year: {value: 4, low: 1, high: 6}"),
        OPEN_HOME: ("mobilisation: 50_000", "mobilisation: {value: 50_000, low: 30_000, high: 90_000}"),
    }
    for file, (known, range_) in ranges.items():
        text = file.read_text(encoding="utf-8")
        assert text.count(known) == 1
        (tmp_path / file.name).write_text(text.replace(known, range_), encoding="utf-8")
    council = package.load(EXAMPLE_FILE)
    [option] = options_of(council, [tmp_path / BOTH.name])
    assert len(drawable_of(council, [option]).uncertainty.assumptions) == 2
    made = variants(option, council.baseline, "approvals_per_year", (0, 8), None)
    drawable = drawable_of(council, made.options)
    assert [each.name for each in drawable.uncertainty.assumptions] == [
        "open_the_new_home.open_home.new_home.cost.mobilisation"
    ]
    drawn = drawable.baselines(drawable.uncertainty.central)
    assert [drawn[each.scenario.name] for each in made.options] == [each.baseline for each in made.options]
    assert made.options[0].baseline != made.options[1].baseline


# Maps of figures that are given.

ADDED = np.add.outer(np.array([0.0, -10, -20]), np.array([0.0, -5, -15]))
"""What two numbers do where they add up, in thousands."""


def study_of(
    differences: np.ndarray, spread: float = 0.5, futures: int = FUTURES, costed: bool = False
) -> SweepMapStudy:
    """A map of beds by beds with these mean differences in spend, in thousands; half the children out of borough."""
    cost = {"cost": {"source": SOURCE, "budget_line": "placements", "one_off": 1}} if costed else {}
    made = homes(range(differences.shape[0]), range(differences.shape[1]), **cost)
    luck = np.linspace(-spread, spread, futures)
    measures = ("spend", "net_cost", "out_of_borough_share")
    keys = tuple((YEAR, measure, "all") for measure in measures)

    def outcomes(name: str, spend: np.ndarray) -> Outcomes:
        return Outcomes(name, keys, np.column_stack([spend, spend, np.full(futures, 0.5)]), (), np.zeros((futures, 0)))

    before = np.full(futures, 9e6)
    options = tuple(
        outcomes(option.scenario.name, before + 1000 * (mean + luck * (place + 1)) * (mean != 0))
        for place, (option, mean) in enumerate(zip(made.options, differences.ravel(), strict=True))
    )
    council = two_homes().replace(years=1)
    comparison = Comparison(council, outcomes("baseline", before), options)
    settings = RunSettings("placesim sweep", Path("a.yaml"), futures, 1, 1, ())
    return SweepMapStudy(council, made, SweepMap(made.first, made.second, comparison), settings, {})


def told(study: SweepMapStudy) -> dict[str, str]:
    return {each.question: " ".join([each.finding, *each.sentences]) for each in map_answers(study)}


TOGETHER = "Do the two add up, or stand in each other's way?"


def test_what_adds_up_is_said_to_add_up():
    study = study_of(ADDED, spread=0)
    assert study.swept.together("spend").apart.nothing
    assert told(study)[TOGETHER].startswith(
        "They add up: with both, spend is in every future what the two alone add up"
    )


def test_numbers_that_wait_for_the_same_children_stand_in_each_others_way():
    text = told(study_of(np.maximum(ADDED, -22)))[TOGETHER]
    assert re.match(
        r"They stand in each other's way: with both, spend is £13.0k \(12.9 to 13.1\) higher than the two", text
    )
    assert "2 beds (change 1) alone saves £20k" in text
    assert "both together save £22k" in text


def test_numbers_that_do_more_together_help_each_other():
    text = told(study_of(np.outer([0.0, 1, 2], [0.0, -10, -20]), spread=0.01))[TOGETHER]
    assert "They help each other: with both, spend is £40.0k" in text


def test_what_futures_cannot_tell_is_not_claimed():
    text = told(study_of(ADDED - np.outer([0, 0, 1], [0, 0, 0.1]), spread=90))[TOGETHER]
    assert "These futures cannot tell: with both, spend differs from what the two alone add up to by" in text


def test_a_row_of_a_map_is_the_sweep_of_the_other_number():
    study = study_of(ADDED)
    assert [each.mean for each in study.swept.down(2).steps("spend")] == pytest.approx([-10_000, -10_000])
    assert [each.mean for each in study.swept.across(1).steps("spend")] == pytest.approx([-5000, -10_000])
    assert study.difference[1, 2].mean == pytest.approx(-25_000)


def test_the_best_pair_is_named_with_those_as_good_and_with_the_edge_it_lies_at():
    best = np.array([[0, -20, -8], [-10, -19.99, -9], [-7, -6, -5]])
    text = told(study_of(best, spread=2))["Which pair is best?"]
    assert text.startswith(
        "Mean spend is lowest at 0 beds (change 1) and 1 bed (change 2); the futures cannot tell it apart from"
    )
    assert "1 bed (change 1) and 1 bed (change 2)." in text
    assert "edge" not in text
    assert (
        "edge of what was tried: more than 2 beds (change 1) and more than 2 beds (change 2) may be better still"
        in (told(study_of(ADDED))["Which pair is best?"])
    )


def test_a_whole_line_of_pairs_as_good_as_the_best_is_named_by_its_one_number():
    flat = np.array([[0, -20, -8], [-10, -19.99, -9], [-7, -20, -5]])
    text = told(study_of(flat, spread=2))["Which pair is best?"]
    assert "the futures cannot tell it apart from 1 bed (change 2) at any value tried of " in text


MIXED = np.array([[-10.0, -20, -30], [10, -10, -20], [30, 10, -10]])


def test_pairs_that_save_and_pairs_that_cost_more_are_counted():
    text = told(study_of(MIXED))["Where does it break even?"]
    assert (
        "On average it saves at 6 of 9 pairs (clearly at 6) and costs more at 3 (clearly at 3); the thick line" in text
    )
    assert "At 0 beds (change 2) it breaks even at about 0.5 beds (change 1)" in text
    assert "At 2 beds (change 2) it saves on average at every value tried of beds (change 1)." in text
    assert break_even_words(study_of(MIXED), 1).startswith(
        "At 1 bed (change 2) it breaks even at about 1.5 beds (change 1)"
    )


def test_a_map_that_saves_everywhere_has_no_break_even():
    text = told(study_of(ADDED - 1))["Where does it break even?"]
    assert text.startswith(
        "On average it saves at every pair tried, clearly at 9: there is no break-even within 0 to 2 beds"
    )


def test_few_futures_and_no_difference_are_said_to_be_just_that():
    assert told(study_of(ADDED, futures=9)) == {
        "What does this map say?": "Too few futures (9) to say anything sure; it takes 10, better 200 or more."
    }
    assert "no pair tried changes spend in any future" in told(study_of(0 * ADDED))["Which pair is best?"]


def test_pairs_are_told_apart_by_net_cost_where_the_option_gives_a_cost():
    assert (study_of(ADDED).counted, study_of(ADDED, costed=True).counted) == ("spend", "net_cost")
    assert "Mean net cost is lowest" in told(study_of(ADDED, costed=True))["Which pair is best?"]


# Single futures.


def test_single_futures_pass_where_their_own_curves_do():
    figures = np.array([[-1.0, 1, 3]] * 10 + [[-3.0, -1, 1]] * 10 + [[-3.0, -2, -1]] * 5)
    share, low, high = one_by_one(np.array([0.0, 2, 4]), figures, 0)
    assert share == pytest.approx(0.8)
    assert (low, high) == (pytest.approx(1), pytest.approx(3))
    assert np.isnan(one_by_one(np.array([0.0, 2, 4]), figures[-6:], 0).p10)


# The drawing.


def drawn(figures: np.ndarray, differs: bool = True) -> Any:
    rows, columns = figures.shape
    texts = tuple(tuple(f"{value:+g}" for value in row) for row in figures)
    clear = tuple((True,) * columns for _ in range(rows))
    beds = Quantity("beds", "each further bed")
    cells = Coloured(
        figures, texts, clear, differs, best=(0, 0) if differs else None, alike=((0, 1),) if differs else ()
    )
    values = tuple(map(float, range(rows))), tuple(map(float, range(columns)))
    with drawing():
        return colour_map(cells, (beds, values[0]), (beds, values[1])).axes[0]


def thick(axes: Any) -> set[tuple[float, ...]]:
    return {(*line.get_xdata(), *line.get_ydata()) for line in axes.lines if line.get_linewidth() > 3}


def test_a_map_prints_every_figure_and_a_thick_line_where_signs_change():
    axes = drawn(MIXED)
    assert {text.get_text() for text in axes.texts} >= {f"{value:+g}" for value in MIXED.ravel()}
    assert thick(axes) == {(0, 1, 1, 1), (1, 1, 1, 2), (1, 2, 2, 2), (2, 2, 2, 3)}
    assert thick(drawn(MIXED, differs=False)) == set()


def test_a_map_can_be_read_without_colours():
    hatched = {patch.get_xy() for patch in drawn(MIXED).patches if isinstance(patch, Rectangle) and patch.get_hatch()}
    assert hatched == {(0, 1), (0, 2), (1, 2)}
    assert thick(drawn(np.array([[0.0, -1], [0, -2]]))) == set()


def test_a_figure_that_is_missing_is_drawn_as_none():
    assert len(drawn(np.array([[0.5, np.nan], [0.4, 0.3]]), differs=False).patches) >= 4


def test_figures_stand_out_from_the_deepest_colour():
    def luminance(colour: Sequence[float]) -> float:
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]]
        return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))

    ink = luminance([0x1B / 255, 0x27 / 255, 0x33 / 255])
    for axes in (drawn(MIXED), drawn(MIXED, differs=False)):
        cells = [patch for patch in axes.patches if isinstance(patch, Rectangle) and patch.get_fill()]
        assert min((luminance(each.get_facecolor()) + 0.05) / (ink + 0.05) for each in cells) >= 4.5


# The report.


@pytest.fixture(scope="module")
def report() -> Report:
    baseline = five_children()
    opening = {"kind": "open_home", "provision": "home", "opens": "2025-10-01", "source": SOURCE}
    opening |= {"contract": {"kind": "block"}, "weekly_fee": 1000}
    scenario = Scenario.model_validate({"name": HOSTILE, "question": HOSTILE, "interventions": [opening]})
    option = AppliedScenario(Path("tried.yaml"), scenario, scenario.applied(baseline), {})
    made = paired(baseline, option, ("beds", (0, 5, 7), None), ("weekly_fee", (800, 1200), None))
    settings = RunSettings("placesim sweep", Path("a.yaml"), 12, 1, 2, ())
    return sweep_map_report(SweepMapStudy(baseline, made, mapped(made, baseline, 12), settings, {}))


def test_a_column_of_a_map_is_what_a_sweep_of_one_number_gives():
    baseline = five_children()
    option = option_of(baseline, opened("home", contract={"kind": "block"}, weekly_fee=900))
    made = paired(baseline, option, ("beds", (2, 6), None), ("weekly_fee", (900, 1200), None))
    alone = swept(variants(option, baseline, "beds", (2, 6), None), baseline, 3)
    assert (mapped(made, baseline, 3).figures("spend")[:, :, 0] == alone.figures("spend")).all()


def test_a_page_of_a_map_holds_no_markup_of_names_and_every_id_once(report):
    with drawing():
        page = page_text(report)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert "<script>alert" not in page
    text = re.sub(r"<[^>]+>", "", page)
    assert "What each further bed adds to spend" in text
    assert "Trial: 12 futures" in text


def test_a_workbook_of_a_map_holds_the_map_every_pair_and_the_steps(report):
    parts = [part for section in report.sections for part in every_part(section.parts, Medium.WORKBOOK)]
    assert {part.sheet for part in parts if isinstance(part, Table | Chart)} == {
        "Map", "Pairs", "Steps", "Changes", "Definitions", "About this run", "Charts"
    }  # fmt: skip
    [table] = [part for part in parts if isinstance(part, Table) and part.sheet == "Pairs"]
    assert [(row[0].value, row[1].value) for row in table.rows] == list(product((0, 5, 7), (800, 1200)))
    spend = [row[2].value for row in table.rows]
    assert spend[:2] == [0, 0]
    assert spend[3] - spend[2] == pytest.approx(5 * 400 / 7 * 547)


# The command.


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("map") / "out"
    numbers = ("--vary", "beds", "--values", "0,4", "--and", "approvals_per_year", "--and-values", "0,6")
    asked = "--replications", "10", "--years", "1", "--out", folder
    done = placesim("sweep", EXAMPLE, BOTH, *numbers, *asked)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_a_map_is_written_with_both_numbers_and_how_to_make_it_again(written):
    folder, shown = written
    table = pd.read_csv(folder / "sweep.csv")
    assert list(table.columns[:4]) == ["value", "and_value", "financial_year", "measure"]
    assert set(zip(table.value, table.and_value, strict=True)) == set(product((0, 4), (0, 6)))
    assert not table.duplicated(["value", "and_value", "financial_year", "measure", "group"]).any()
    command = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["command"]
    assert " --vary beds --values 0,4 --and approvals_per_year --and-values 0,6 --replications 10 " in command
    assert {"report.html", "report.docx", "report.xlsx"} <= {path.name for path in folder.iterdir()}
    assert "Beds down, households approved a year across" in shown
    assert "Which pair" not in shown
    assert "add up" in shown


@pytest.mark.parametrize(
    ("half", "told"),
    [
        ({"and_values": "0,4"}, "--and: should name the second number to vary"),
        ({"and_vary": "weekly_fee"}, "--and-values: should say what to set 'weekly_fee' to"),
    ],
)
def test_half_of_a_second_number_is_told_before_anything_is_simulated(half, told):
    with pytest.raises(package.WrongInputError, match=told):
        package.sweep(package.load(EXAMPLE_FILE), OPEN_HOME, "beds", "0,4", **half)


def test_a_script_gets_a_map_and_the_call_that_makes_it_again():
    council = package.load(EXAMPLE_FILE, years=1)
    scenario = package.scenario("Tried", [opened("new_home", source=SOURCE)])
    result = package.sweep(
        council, scenario, "beds", [0, 4], replications=2, and_vary="weekly_fee", and_values=[5000, 6000]
    )
    assert isinstance(result, package.SweepMapResult)
    assert list(result.differences().columns[:2]) == ["value", "and_value"]
    assert "and_vary='weekly_fee', and_values='5000,6000'" in result.settings().command


# Assumptions drawn.


def drawn_and_alone(drawn: SweepMapStudy, alone: SweepMapStudy) -> SweepMapStudy:
    """A map whose assumptions are drawn, with what luck alone does beside it."""
    comparison = alone.swept.comparison
    uncertainty = Uncertainty(
        (Assumption("fee", "Fee of a bed", 1, 0, 2, "", "pounds", True, (), Shape("triangular", 1, 0, 2)),)
    )
    knowledge = Knowledge(uncertainty, np.zeros((FUTURES, 1)), comparison, comparison)
    return replace(drawn, ranges=uncertainty, knowledge=knowledge)


def test_a_drawn_map_says_which_pair_is_best_under_luck_alone():
    study = drawn_and_alone(study_of(ADDED, spread=3), study_of(-ADDED - 30))
    best = told(study)["Which pair is best?"]
    assert "Mean spend is lowest at 2 beds (change 1) and 2 beds (change 2)" in best
    assert "Under luck alone, every assumption at its value, it is lowest at 0 beds (change 1) and 0 beds" in best
    text = str(sweep_map_report(study))
    assert "Drawn: every future draws 1 assumption within" in text
    assert "Saves in, luck alone" in text
    assert "Fee of a bed" in text


def test_a_drawn_sweep_says_where_it_breaks_even_under_luck_alone_and_in_single_futures():
    line = drawn_and_alone(study_of(MIXED, spread=15), study_of(MIXED + 4)).down(0)
    alone = study_of(MIXED + 4).down(0).sweep.comparison
    study = replace(line, knowledge=Knowledge(Uncertainty(), np.zeros((FUTURES, 0)), alone, alone))
    said = break_even_answer(study).sentences
    [luck] = [each for each in said if each.startswith("Under luck alone, every assumption at its value, it breaks")]
    assert "at about 0.3 beds (change 1) (0.28 to 0.32)" in luck or "at about 0.3 beds (change 1)" in luck
    [single] = [each for each in said if each.startswith("One by one, futures break even within the range tried in")]
    assert "100% under luck alone (8 in 10 of those between 0.3 and 0.3 beds (change 1))" in single


def test_a_sweep_draws_where_ranges_are_given_unless_it_is_told_not_to(tmp_path):
    text = EXAMPLE_FILE.read_text(encoding="utf-8")
    ranged = text.replace("weekly_fee: 7500,", "weekly_fee: {value: 7500, low: 6000, high: 9000},")
    (tmp_path / "council.yaml").write_text(ranged, encoding="utf-8")
    council = package.load(tmp_path / "council.yaml", years=0.25)
    drawn, fixed = (
        package.sweep(council, OPEN_HOME, "beds", "0,4", replications=2, assumptions=assumptions)
        for assumptions in (None, "fixed")
    )
    spends = [each.sweep.figures("spend") for each in (drawn, fixed)]
    assert (spends[0] != spends[1]).all()
    assert (drawn.study().luck_alone.sweep.figures("spend") == spends[1]).all()
    assert drawn.draws().shape == (2, 2)
    assert fixed.knowledge is None
    assert "--assumptions fixed" in fixed.settings().command
