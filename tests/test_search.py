"""Searches: the procedure against an oracle and known answers, targets, files that are wrong, and what is written."""

import json
from collections.abc import Sequence
from functools import partial
from math import comb, prod
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import placesim
from placesim.calibration.checking import checked
from placesim.config.faults import InputError
from placesim.config.input_files import InputFiles
from placesim.config.loading import load_baseline
from placesim.config.mixes.alternatives import MadeOn, possible
from placesim.config.mixes.mixes import MOST_MIXES, Grid, is_search, load_grid
from placesim.config.mixes.search_file import COLUMNS, Alternative, Choice, Minimised, MixTarget, SearchFile
from placesim.config.ranges.assumptions import Uncertainty
from placesim.config.reference import table
from placesim.config.yaml_files import read_yaml
from placesim.experiment.manifest import RunSettings, altered
from placesim.experiment.search.best import from_best
from placesim.experiment.search.figures import figures_known
from placesim.experiment.search.searching import Playing, Search, finalists_of, searched
from placesim.experiment.search.selecting import Asked, Selection, looks, select
from placesim.experiment.search.selection import Rule, beaten_by, squares, widths
from placesim.experiment.search.tables import write_search
from placesim.experiment.search.targets import Standing, clopper_pearson, reached, shown
from placesim.report.charts.canvas import drawing
from placesim.report.search_study import SearchStudy
from placesim.report.words.costs import cost_given
from placesim.report.words.mixes import stands_words
from placesim.report.words.search import answers
from tests import kim_nelson_oracle as oracle
from tests.conftest import CONFIGS, ROOT
from tests.test_sweep import five_children

EXAMPLE = CONFIGS / "example.yaml"
EXAMPLE_SEARCH = CONFIGS / "searches" / "example" / "home_and_carers.yaml"
HALTON_SEARCHES = CONFIGS / "searches" / "halton"
HALF = MixTarget(label="half", measure="out_of_borough_share", at_most=0.5, **{"in": 0.8})
MEAN = MixTarget(label="half on average", measure="out_of_borough_share", at_most=0.5)


# The procedure.


def asked(*targets: MixTarget, within: float = 1.0, most: int = 2000) -> Asked:
    return Asked(targets, within, 0.95, most)


def selected(figures: Sequence[np.ndarray], wanted: Asked) -> Selection:
    """Select among mixes whose figures are given, each of shape (futures, figures)."""

    def play(places: Sequence[int], first: int, count: int) -> list[np.ndarray]:
        return [figures[place][first : first + count] for place in places]

    return select(play, len(figures), wanted)


@pytest.mark.parametrize("case", oracle.CASES)
def test_the_procedure_takes_as_many_futures_of_each_mix_as_sim_tools_does(case):
    figures = oracle.observations(oracle.CASES[case])
    mixes, futures = figures.shape[1], oracle.FIRST
    rule = Rule(oracle.WITHIN, oracle.ERROR, mixes)
    of_pairs = squares(figures[:futures], rule)
    left, taken = np.arange(mixes), np.full(mixes, futures)
    while len(left) > 1:
        width = widths(of_pairs[np.ix_(left, left)], futures, rule)
        left = left[beaten_by(figures[:futures, left].mean(axis=0), width, np.ones(len(left), bool)) < 0]
        taken[left] += 1
        futures += 1
    assert {"best": left.tolist(), "futures": taken.tolist()} == json.loads(oracle.KEPT.read_text())[case]


def at_the_zone(luck: np.random.Generator, shared: float, mixes: int = 8, spread: float = 2.0) -> tuple[int, list]:
    """The hardest case that the procedure promises for: one mix is lower by just what matters, all others are alike."""
    best = int(luck.integers(mixes))
    means = np.where(np.arange(mixes) == best, 0.0, 0.5)
    together = luck.normal(0, spread * shared**0.5, (3000, 1))
    figures = means + together + luck.normal(0, spread * (1 - shared) ** 0.5, (3000, mixes))
    return best, [figures[:, [place]] for place in range(mixes)]


def test_the_best_mix_is_found_in_95_of_100_experiments_at_the_indifference_zone():
    """It gives 0.98 here: the procedure is on the safe side, the more so as it is looked at after whole chunks."""
    luck, experiments, found = np.random.default_rng(1), 400, 0
    for _ in range(experiments):
        best, figures = at_the_zone(luck, 0.8)
        found += selected(figures, asked(within=0.5, most=3000)).chosen == best
    assert found / experiments >= 0.95 - 2 * (0.95 * 0.05 / experiments) ** 0.5


def test_common_luck_takes_a_fraction_of_the_futures():
    taken = {}
    for shared in (0.0, 0.95):
        _, figures = at_the_zone(np.random.default_rng(2), shared, spread=5)
        taken[shared] = sum(map(len, selected(figures, asked(within=0.5, most=3000)).figures))
    assert taken[0.95] < taken[0.0] / 3


def test_futures_go_on_where_they_stopped_and_only_for_what_is_still_in():
    luck = np.random.default_rng(3).normal(size=(2000, 1))
    figures = [luck, luck + 0.3 * np.random.default_rng(4).normal(size=(2000, 1)), luck + 50]
    calls: list[tuple[list[int], int, int]] = []

    def play(places: Sequence[int], first: int, count: int) -> list[np.ndarray]:
        calls.append((list(places), first, count))
        return [figures[place][first : first + count] for place in places]

    select(play, 3, asked(within=0.05))
    assert calls[0] == ([0, 1, 2], 0, 50)
    assert [first for _, first, _ in calls] == [0, *looks(2000)][: len(calls)]
    assert all(2 not in places for places, _, _ in calls[1:])


def test_mixes_that_are_the_same_in_every_future_settle_at_once():
    luck = np.random.default_rng(5).normal(size=(2000, 1))
    found = selected([luck, luck], asked())
    assert found.settled
    assert found.remaining == (0, 1)
    assert found.futures(0) == 50


def with_shares(cost: float, share: float, seed: int, futures: int = 2000) -> np.ndarray:
    """A mix of about this cost that keeps its target in this share of futures."""
    luck = np.random.default_rng(seed)
    kept = luck.permutation(np.arange(futures) < share * futures)
    return np.column_stack([cost + luck.normal(0, 1, futures), np.where(kept, 0.4, 0.6)])


def test_the_cheapest_that_meets_the_target_is_chosen_and_cheaper_ones_that_miss_it_fall_out():
    found = selected([with_shares(0, 0.5, 1), with_shares(10, 0.95, 2), with_shares(20, 0.95, 3)], asked(HALF))
    assert found.settled
    assert found.chosen == 1
    assert found.fallen[0].target == 0
    assert found.fallen[2].by == 1
    assert found.fallen[2].higher == pytest.approx(10, abs=1)


def test_a_mix_whose_target_is_not_known_puts_no_other_out_and_is_told_at_the_cap():
    found = selected([with_shares(0, 0.8, 1), with_shares(10, 0.99, 2)], asked(HALF, most=400))
    assert not found.settled
    assert found.remaining == (0, 1)
    assert found.chosen == 1
    assert finalists_of(found, 1.0) == (1, 0)


def test_a_target_that_was_surely_met_once_is_met_for_good():
    """Else a mix could put others out as meeting the target, and be left itself as one of which that is not known."""
    costs = np.random.default_rng(9).normal(0, 1, (400, 2))
    kept = np.where(np.arange(400) % 20 < np.where(np.arange(400) < 100, 20, 14), 0.4, 0.6)
    found = selected(
        [np.column_stack([costs[:, 0], kept]), np.column_stack([costs[:, 1] + 50, kept])], asked(HALF, most=400)
    )
    assert found.fallen[1].by == 0
    assert found.chosen == 0


def test_where_every_mix_misses_none_is_chosen_and_the_nearest_is_played_again():
    found = selected([with_shares(0, 0.1, 1), with_shares(5, 0.4, 2)], asked(HALF))
    assert found.settled
    assert (found.chosen, found.remaining) == (None, ())
    assert finalists_of(found, 1.0) == (1, 0)


# Targets.


def kept_in(share: float, futures: int = 100) -> np.ndarray:
    return np.where(np.arange(futures) < round(share * futures), 0.5, 0.51)


@pytest.mark.parametrize(
    ("share", "standing"), [(0.9, Standing.MET), (0.8, Standing.OPEN), (0.75, Standing.OPEN), (0.7, Standing.MISSED)]
)
def test_a_share_of_futures_is_met_or_missed_by_exact_bounds(share, standing):
    found, told = reached(kept_in(share), HALF, 0.95), shown(kept_in(share), HALF)
    assert (found.standing, told.standing) == (standing, standing)
    assert (told.low, told.high) == pytest.approx(wilson_by_hand(share, 100))
    kept = round(share * 100)
    assert [at_least(kept, 100, found.low), at_most(kept, 100, found.high)] == pytest.approx([0.025, 0.025])


def at_most(kept: int, n: int, share: float) -> float:
    return sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(kept + 1))


def at_least(kept: int, n: int, share: float) -> float:
    return at_most(n - kept, n, 1 - share)


@pytest.mark.parametrize("share", [0.8, 0.95])
@pytest.mark.parametrize("futures", [50, 100, 250])
def test_a_mix_at_the_share_asked_is_put_out_no_more_often_than_promised_far_out_in_the_tail(share, futures):
    """Wilson's bounds put it out in up to sixteen times as many studies at the error that hundreds of looks share."""
    error = 1e-5
    everything = np.arange(futures + 1)
    _, low, high = clopper_pearson(everything, np.full(futures + 1, futures), 1 - 2 * error)
    chances = np.array([comb(futures, k) * share**k * (1 - share) ** (futures - k) for k in everything])
    assert chances[high < share].sum() <= error
    assert chances[low > share].sum() <= error


def test_bounds_of_all_none_and_nothing_tried_are_whole():
    _, low, high = clopper_pearson(np.array([0, 50, 0]), np.array([50, 50, 0]), 0.95)
    assert (low[0], high[1]) == (0, 1)
    assert (high[0], low[1]) == pytest.approx((1 - 0.025 ** (1 / 50), 0.025 ** (1 / 50)))
    assert np.isnan([low[2], high[2]]).all()


def wilson_by_hand(share: float, n: int, z: float = 1.959964) -> tuple[float, float]:
    middle, half = share + z**2 / (2 * n), z * (share * (1 - share) / n + z**2 / (4 * n**2)) ** 0.5
    return (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)


def test_a_mean_is_met_by_the_bounds_of_students_t_on_the_right_side():
    low, high = np.linspace(0.3, 0.5, 50), np.linspace(0.5, 0.7, 50)
    assert [reached(each, MEAN, 0.95).standing for each in (low, high)] == [Standing.MET, Standing.MISSED]
    at_least = MixTarget(label="half", measure="first_choice_share", at_least=0.5)
    assert [reached(each, at_least, 0.95).standing for each in (low, high)] == [Standing.MISSED, Standing.MET]
    assert reached(np.linspace(0.4, 0.6, 50), MEAN, 0.95).standing == Standing.OPEN


def test_futures_without_the_figure_are_left_out():
    figures = np.concatenate([kept_in(0.9), np.full(50, np.nan)])
    assert reached(figures, HALF, 0.95) == reached(kept_in(0.9), HALF, 0.95)
    assert reached(np.full(50, np.nan), HALF, 0.95).standing == Standing.OPEN


# Hsu's intervals.


def test_intervals_from_the_best_hold_the_truth_of_all_mixes_at_once():
    luck, means, trials = np.random.default_rng(7), np.array([0.0, 0.1, 0.4, 2.0]), 400
    truth = [mean - min(np.delete(means, place)) for place, mean in enumerate(means)]
    held = 0
    for _ in range(trials):
        figures = means + luck.normal(0, 1, (60, 1)) + luck.normal(0, 0.5, (60, 4))
        found = from_best(figures)
        held += all(each.low <= true <= each.high for each, true in zip(found, truth, strict=True))
    assert held / trials >= 0.95 - 2 * (0.95 * 0.05 / trials) ** 0.5


def test_only_mixes_that_no_other_surely_beats_may_be_the_best():
    around = np.random.default_rng(8).normal(0, 1, (100, 3))
    near, nearly, far = from_best(around - around.mean(axis=0) + np.array([0.0, 0.05, 5.0]))
    assert (near.may_be_best, nearly.may_be_best, far.may_be_best) == (True, True, False)
    assert far.low == 0
    assert far.high == pytest.approx(5, abs=0.4)


# Searches of a small council, with known answers.

BEDS = """
name: Beds
question: How many beds?
interventions:
  - kind: open_home
    provision: home
    opens: 2025-10-01
    weekly_fee: 900
    contract: {kind: block}
    source: "assumption: a test"
"""
LATE = """
name: Late
question: What if it is late?
interventions:
  - {kind: delay_home, provision: home, days: 90, source: "assumption: a test"}
"""
OPEN = BEDS.replace("Beds", "Open")


def grid_in(folder: Path, text: str, **files: str) -> Grid:
    for name, written in {"beds": BEDS, "late": LATE, "open": OPEN, **files}.items():
        (folder / f"{name}.yaml").write_text(written, encoding="utf-8")
    path = folder / "search.yaml"
    path.write_text(text, encoding="utf-8")
    return load_grid(path, five_children(), None, InputFiles())


BY_BEDS = """
name: Beds
question: How many beds?
choices:
  beds:
    label: Beds
    alternatives:
      - {label: no home}
      - {label: beds, scenario: beds.yaml, vary: beds, values: "3:7"}
within: 10
"""


def play(grid: Grid, most: int = 60) -> Search:
    return searched(grid, five_children(), Playing(1, most, 12, workers=1))


def test_five_children_need_five_beds(tmp_path):
    """Each of five children costs 1,000 pounds a week elsewhere and 900 in a home, and an empty bed is paid for."""
    found = play(grid_in(tmp_path, BY_BEDS))
    assert found.selection.settled
    assert found.mixes[found.selection.chosen].title == "5 beds"
    assert found.again.difference(found.mixes[found.selection.chosen].name, "net_cost").mean < 0


def test_a_target_on_children_elsewhere_takes_dearer_beds(tmp_path):
    dearer = BEDS.replace("weekly_fee: 900", "weekly_fee: 1100")
    target = (
        "targets:\n  - {label: one elsewhere, measure: children_average, group: elsewhere, year: 2026-27, at_most: 1}\n"
    )
    found = play(grid_in(tmp_path, BY_BEDS + target, beds=dearer))
    assert found.mixes[found.selection.chosen].title == "4 beds"
    assert found.selection.fallen[0].target == 0


CHOICES = """
name: Home
question: Which home?
choices:
  home: {label: Home, alternatives: [{label: no home}, {label: home, includes: [open.yaml]}]}
  delay: {label: Delay, alternatives: [{label: on time}, {label: late, includes: [late.yaml]}]}
"""


def test_mixes_that_the_council_cannot_bear_are_left_out_with_their_reason(tmp_path):
    grid = grid_in(tmp_path, CHOICES)
    assert [mix.alternatives for mix in grid.mixes] == [("no home", "on time"), ("home", "on time"), ("home", "late")]
    [left_out] = grid.left_out
    assert left_out.alternatives == ("no home", "late")
    assert "not open" in left_out.reason or "opens" in left_out.reason


def test_a_file_that_two_alternatives_name_acts_once(tmp_path):
    twice = CHOICES.replace("[late.yaml]", "[open.yaml]")
    both = grid_in(tmp_path, twice).mixes[-1]
    assert len(both.option.scenario.interventions) == 1


FEES = """  fee:
    label: Fee
    alternatives:
      - {label: pounds a week, scenario: beds.yaml, vary: weekly_fee, values: [1000, 9000]}
"""


def test_two_choices_that_decide_the_same_intervention_differently_are_refused(tmp_path):
    """Else the first would win, and mixes would differ in name only."""
    told = r"search\.yaml:10: choices\.fee: 'beds' and 'fee' both decide intervention 1 of beds\.yaml, and differently"
    with pytest.raises(InputError, match=told):
        grid_in(tmp_path, BY_BEDS.replace("within", f"{FEES}within"))
    included = FEES.replace("scenario: beds.yaml, vary: weekly_fee, values: [1000, 9000]", "includes: [beds.yaml]")
    with pytest.raises(InputError, match=told):
        grid_in(tmp_path, BY_BEDS.replace("within", f"{included}within"))


def test_an_alternative_that_goes_with_no_mix_is_an_error_at_its_own_line(tmp_path):
    with pytest.raises(InputError, match=r"late\.yaml:5: .*provision: .*'hoom'.*did you mean 'home'"):
        grid_in(tmp_path, CHOICES, late=LATE.replace("provision: home", "provision: hoom"))


# Files that are wrong.


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("question: How many beds?\n", ""), "search.yaml:2: question: missing; add it"),
        (
            ("label: Beds", "lable: Beds"),
            "search.yaml:6: choices.beds.lable: unknown key 'lable'; did you mean 'label'?",
        ),
        (
            ("beds.yaml", "bedds.yaml"),
            "search.yaml:9: .*item 2.scenario: no such file: 'bedds.yaml'; it is looked for beside",
        ),
        (
            ("vary: beds", "vary: bedds"),
            "search.yaml:9: .*item 2.vary: no number 'bedds' in beds.yaml; did you mean 'beds'",
        ),
        (('"3:7"', '"3:90"'), "search.yaml:9: .*item 2.values: '3:90' names too many values"),
        (('"3:7"', "[4, 60]"), "search.yaml:9: .*item 2.values: beds = 60: must be 50 or less; found 60"),
        ((', values: "3:7"', ""), "search.yaml:9: .*item 2.*values: missing; scenario, vary and values go together"),
        (
            ("{label: no home}", "{label: 5 beds}"),
            "search.yaml:7: .*alternatives: two alternatives are called '5 beds'",
        ),
        (("within: 10", "within: 0"), "search.yaml:10: within: must be above 0; found 0"),
        (
            ("within: 10", "minimise: {measure: net_costs}"),
            "search.yaml:10: minimise.measure: .*did you mean 'net_cost'",
        ),
        (
            ("within: 10", "minimise: {measure: out_of_borough_share}"),
            "search.yaml:10: minimise.measure: out_of_borough_share is a share: name a figure that is counted",
        ),
        (
            ("within: 10", "targets: [{label: t, measure: spend}]"),
            "search.yaml:10: targets.item 1: needs one limit: give at_most or at_least, and not both",
        ),
        (
            ("within: 10", "targets: [{label: t, measure: spend, year: 2035-36, at_most: 1}]"),
            "search.yaml:10: targets.item 1.year: unknown year '2035-36'; allowed: 2025-26",
        ),
        (
            ("within: 10", "targets: [{label: t, measure: spend, group: hom, at_most: 1}]"),
            "search.yaml:10: targets.item 1.group: spend has no group 'hom'; did you mean 'home'",
        ),
        (
            ("within: 10", "targets: [{label: t, measure: spend, at_most: 1, in: 80}]"),
            "search.yaml:10: targets.item 1.in: must be",
        ),
        (
            ("within: 10", "targets: [{label: t, measure: out_of_borough_share, at_most: 50}]"),
            "search.yaml:10: targets.item 1.at_most: must be 0 to 1, .*; write 50% as 0.5",
        ),
        (
            ("within: 10", "targets: [{label: t, measure: spend, year: 2026, at_most: 1}]"),
            "search.yaml:10: targets.item 1.year: unknown year '2026'; did you mean 2025-26, which ends in March 2026",
        ),
        (('"3:7"', "[4, 5, 4]"), "search.yaml:9: .*item 2.values: 4 is given twice; take one out"),
        (("  beds:\n", "  mean:\n"), "search.yaml:5: choices.mean: 'mean' is the name of another column"),
        (("  beds:\n", "  target_1_met:\n"), "search.yaml:5: .*'target_1_met' is the name of another column"),
        ((BY_BEDS[BY_BEDS.index("choices") :], "minimise: {measure: spend}"), "search.yaml:.*choices: missing; add it"),
        (('      - {label: beds, scenario: beds.yaml, vary: beds, values: "3:7"}\n', ""), "1 alternative makes 1 mix;"),
    ],
)
def test_what_is_wrong_in_a_search_is_told_by_file_line_and_field(tmp_path, change, told):
    assert change[0] in BY_BEDS
    with pytest.raises(InputError, match=told):
        figures_known(grid_in(tmp_path, BY_BEDS.replace(*change)), five_children())


def test_too_many_mixes_are_told_before_any_is_made(tmp_path):
    many = "".join(
        f"  more_{n}:\n    label: More {n}\n    alternatives:\n"
        + "".join(f"      - {{label: way {way}}}\n" for way in range(8))
        for n in range(3)
    )
    wide = BY_BEDS.replace("within", f"{many}within")
    with pytest.raises(
        InputError, match=rf"6 x 8 x 8 x 8 alternatives make 3,072 mixes; a search takes 2 to {MOST_MIXES}"
    ):
        grid_in(tmp_path, wide)


@pytest.mark.parametrize("name", ["example.yaml", "halton.yaml"])
def test_a_configuration_with_a_question_and_targets_is_no_search(name):
    assert not is_search(read_yaml(CONFIGS / name))


def test_check_of_a_search_without_choices_says_that_alone(tmp_path):
    path = tmp_path / "search.yaml"
    path.write_text("name: Beds\nquestion: How many beds?\nminimise: {measure: spend}\n", encoding="utf-8")
    assert [fault.field for fault in checked([path]).faults] == ["choices"]


def test_files_of_other_kinds_say_what_they_are():
    load = partial(load_grid, baseline=five_children(), evidence=None, files=InputFiles())
    with pytest.raises(InputError, match="holds no `choices`, so it is no search"):
        load(EXAMPLE)
    with pytest.raises(InputError, match="this seems to be a search, not a configuration; `placesim search` takes it"):
        load_baseline(EXAMPLE_SEARCH)


# What is said.


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.95, "met in 95% of 100 further futures (89% to 98%), where 80% is asked"),
        (0.85, "met in 85% of 100 further futures (77% to 91%): too few to be sure of 80%"),
        (0.0, "missed: met in 0% of 100 further futures (0% to 4%), where 80% is asked"),
    ],
)
def test_how_a_target_stands_is_said_in_english(share, said):
    assert stands_words(HALF, shown(kept_in(share), HALF)) == said


def told_of(search: Search) -> str:
    study = SearchStudy(
        five_children(), search, RunSettings("placesim search", EXAMPLE, 60, 1, 1, ()), {}, Uncertainty()
    )
    return " ".join(" ".join([each.finding, *each.sentences]) for each in answers(study))


def test_one_choice_is_told_by_its_alternatives_in_their_order(tmp_path):
    found = play(grid_in(tmp_path, BY_BEDS))
    said = told_of(found)
    assert "“5 beds” is the cheapest with 95% confidence" in said
    assert "mix 4" not in said.casefold()


TARGET = """
targets: [{label: one elsewhere, measure: children_average, group: elsewhere, year: 2026-27, at_most: 1, in: 0.8}]
minimise: {measure: places_average, group: home, year: 2026-27}
within: 0.5
"""


def test_a_search_that_is_not_settled_says_between_which_values_its_answer_lies(tmp_path):
    said = told_of(play(grid_in(tmp_path, BY_BEDS.replace("within: 10", TARGET)), most=20))
    assert said.startswith("The answer lies between “4 beds” and “7 beds”, if the target can be met. After 20 futures")


def test_no_value_beyond_the_end_is_said_to_be_lower_where_lower_ones_were_tried(tmp_path):
    """And where the search was surer than its few further futures, both counts are said."""
    short = BY_BEDS.replace("3:7", "3:4").replace("within: 10", TARGET)
    said = told_of(play(grid_in(tmp_path, short), most=50))
    assert "4 beds is at an end of the values tried, and values short of it come lower but do not surely meet" in said
    assert "The search was sure of it by its own 50 futures; this line is about 12 others." in said


# What is written.

SMALL = """
name: Small
question: Which is cheapest?
choices:
  home:
    label: The new home
    alternatives:
      - {label: no home}
      - {label: the new home, includes: [SCENARIO]}
within: 100_000
"""


def test_no_label_becomes_a_formula_where_the_table_is_opened(tmp_path):
    named = BY_BEDS.replace("{label: no home}", '{label: "=1+1"}')
    write_search(tmp_path, play(grid_in(tmp_path, named), most=2))
    assert pd.read_csv(tmp_path / "search.csv")["beds"][0] == "'=1+1"


def small(folder: Path, scenario: str = "open_the_new_home.yaml") -> Path:
    path = folder / "small.yaml"
    where = (CONFIGS / "scenarios" / "example" / scenario).as_posix()
    path.write_text(SMALL.replace("SCENARIO", where), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("search")
    council = placesim.load(EXAMPLE, years=0.6)
    result = placesim.search(council, small(folder), 30, workers=1, again=12, out=folder / "out", assumptions="fixed")
    return result, folder / "out"


def test_a_search_writes_its_table_its_reports_and_its_manifest(written):
    _, folder = written
    assert {each.name for each in folder.iterdir()} == {
        *("search.csv", "report.html", "report.docx", "report.xlsx", "manifest.json")
    }
    assert altered(folder) == []
    command = json.loads((folder / "manifest.json").read_text())["command"]
    assert command.startswith("placesim search ")
    assert "--most 30 --again 12 --seed 1" in command


def test_no_choice_may_take_the_name_of_a_column(written):
    columns = set(written[0].mixes().columns) - {"home"}
    assert columns == set(COLUMNS)


def test_the_table_has_every_mix_with_its_choices_figures_and_verdict(written):
    result, folder = written
    found = pd.read_csv(folder / "search.csv")
    assert found["home"].tolist() == ["no home", "the new home"]
    assert found["verdict"].tolist().count("chosen") <= 1
    assert found["difference"][0] == 0
    assert found["futures"].between(30, 30).all()
    assert len(result.mixes()) == 2


def test_the_same_search_again_gives_the_same_table_whatever_the_engine(written, tmp_path):
    result, _ = written
    council = placesim.load(EXAMPLE, years=0.6)
    again = placesim.search(council, small(tmp_path), 30, workers=1, again=12, engine="simpy", assumptions="fixed")
    pd.testing.assert_frame_equal(again.mixes(), result.mixes())


def test_a_result_shows_its_answer_in_a_notebook(written):
    result, _ = written
    assert answers(result.study())[0].finding in repr(result)


def test_the_reports_draw_the_frontier_and_say_what_the_search_says(written):
    result, folder = written
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert all(answer.finding.split(" (")[0] in page for answer in answers(result.study()))
    charts = result.charts()
    assert "frontier" in charts
    with drawing():
        assert charts["frontier"].axes[0].get_xlabel().startswith("net cost over all years")


def test_assumptions_are_drawn_where_they_carry_ranges_the_same_for_every_mix(tmp_path):
    scenario = tmp_path / "dear.yaml"
    scenario.write_text(
        BEDS.replace("provision: home", "provision: new_home").replace(
            "weekly_fee: 900", "weekly_fee: {value: 6000, low: 5000, high: 7500}"
        ),
        encoding="utf-8",
    )
    path = tmp_path / "small.yaml"
    path.write_text(SMALL.replace("SCENARIO", "dear.yaml"), encoding="utf-8")
    found = placesim.search(placesim.load(EXAMPLE, years=0.6), path, 20, workers=1, again=12)
    assert found.knowledge is not None
    assert found.knowledge.draws.shape == (12, len(found.ranges.assumptions))
    assert len(found.knowledge.again.baseline.values) == 3
    assert "drawn" in " ".join(answers(found.study())[0].sentences) + str(found.report().lead)


def test_a_search_of_the_example_has_an_answer_that_its_page_tells():
    grid = load_grid(EXAMPLE_SEARCH, load_baseline(EXAMPLE), None, InputFiles())
    assert len(grid.mixes) == 10
    assert grid.mixes[0].title == "0 households recruited a year"
    assert grid.mixes[-1].at_an_end == ("8 households recruited a year",)


def test_how_many_carers_halton_needs_can_be_searched(halton):
    grid = load_grid(HALTON_SEARCHES / "carers_for_half.yaml", halton, ROOT / "seeds", InputFiles())
    assert [mix.title for mix in grid.mixes[:2]] == ["0 more households a year", "1 more households a year"]
    figures_known(grid, halton)


def test_halton_s_cheapest_mix_is_searched_among_108_with_every_cost_given(halton):
    path = HALTON_SEARCHES / "cheapest_mix.yaml"
    document, made_on = read_yaml(path), MadeOn(halton, ROOT / "seeds", InputFiles())
    faults: list = []
    choices = SearchFile.model_validate(document.values).choices
    found = [possible(document, name, choice, made_on, faults) for name, choice in choices.items()]
    assert faults == []
    assert prod(map(len, found)) == 108
    files = {option.path: option for choice in found for each in choice for option in each.files}
    assert all(cost_given(option.scenario.interventions, halton).without == 0 for option in files.values())


@pytest.mark.parametrize("model", [SearchFile, Choice, Alternative, MixTarget, Minimised])
def test_the_page_on_searches_explains_every_field(model):
    assert table(model) in (ROOT / "docs" / "search.md").read_text(encoding="utf-8")
