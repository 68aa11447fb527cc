"""Sweeps: where a curve breaks even and how sure that is, the first empty place, and what one more adds."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from math import inf, isnan, nan
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from placesim.config.baseline import Baseline
from placesim.config.faults import InputError
from placesim.config.loading import evidence_folder_of, load_baseline
from placesim.config.scenario import Scenario
from placesim.config.scenario_files import AppliedScenario, load_option
from placesim.config.variants import MOST_VALUES, Variants, values_of, variants
from placesim.experiment.command_lines import Assumed, Varied, sweep_command
from placesim.experiment.comparison import Comparison
from placesim.experiment.crossings import crossings, passes
from placesim.experiment.manifest import RunSettings
from placesim.experiment.replications import Outcomes
from placesim.experiment.sweep import Sweep
from placesim.report.charts.canvas import drawing
from placesim.report.paper.media import every_part
from placesim.report.paper.page import page_text
from placesim.report.paper.parts import Chart, Folded, Medium, Report, Table
from placesim.report.scripts.sweep import sweep_report
from placesim.report.sweep_study import SweepStudy, quantity_of
from placesim.report.words.sweep import answers, cost_words, empty_words
from placesim.report.words.sweep_break_even import listed_values
from tests import councils
from tests.commands import Done, placesim, refused
from tests.conftest import CONFIGS
from tests.councils import SOURCE
from tests.sweeps import swept
from tests.test_commands import EXAMPLE, ROOT

YEAR = "2025-26"
OPEN_HOME = CONFIGS / "scenarios" / "example" / "open_the_new_home.yaml"
SWEEPS = CONFIGS / "scenarios" / "halton_sweeps"
FUTURES = 40


# Values.


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0:12:2", (0, 2, 4, 6, 8, 10, 12)),
        ("0:3", (0, 1, 2, 3)),
        ("0:12:5", (0, 5, 10)),
        ("0.1:0.3:0.1", (0.1, 0.2, 0.3)),
        ("-0.05:0.05:0.05", (-0.05, 0, 0.05)),
        ("6,0,3,3", (0, 3, 6)),
        (" 0 : 4 : 2 ", (0, 2, 4)),
    ],
)
def test_values_are_named_by_a_range_or_one_by_one(text, values):
    assert values_of(text) == pytest.approx(values)


@pytest.mark.parametrize(
    "text", ["", "beds", "0:1:0", "5:1", "0:4:-1", "1:2:3:4", "0:inf:1", "nan,1", "0:36:6 months", "0:12;2", "1,,2"]
)
def test_values_that_cannot_be_read_are_told_with_what_they_should_be_like(text):
    with pytest.raises(InputError, match=r"--values: should be like 0:12:2 \(from, to, step\) or 0,3,6"):
        values_of(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("4", "names 1 value; a sweep takes 2 or more"),
        ("0:61", "too many values"),
        ("0:1e300:1e-300", "widen the step"),
    ],
)
def test_a_sweep_takes_2_to_60_values(text, told):
    assert len(values_of(f"1:{MOST_VALUES}")) == MOST_VALUES
    with pytest.raises(InputError, match=told):
        values_of(text)


# Variants.


def option_of(baseline: Baseline, *interventions: dict[str, Any]) -> AppliedScenario:
    """A scenario that was never in a file."""
    written = [{"source": SOURCE, **each} for each in interventions]
    scenario = Scenario.model_validate({"name": "Tried", "question": "What if?", "interventions": written})
    return AppliedScenario(Path("tried.yaml"), scenario, scenario.applied(baseline), {})


def two_homes() -> Baseline:
    beds = {"kind": "home", "beds": 4}
    return councils.council(
        {
            "hill": councils.provision(beds, "homes"),
            "vale": councils.provision(beds, "homes"),
            "elsewhere": councils.spot(out_of_borough=True),
        },
        years=2,
    )


def opened(name: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "open_home", "provision": name, "opens": "2025-06-01", **fields}


def homes_of(made: Variants, field: Callable[[Any], Any]) -> list[tuple[Any, Any]]:
    return [tuple(field(each.baseline.provision[name].capacity) for name in ("hill", "vale")) for each in made.options]


def both(*, only: int | None = None, field: str = "beds", values: Iterable[float] = (2, 6)) -> Variants:
    baseline = two_homes()
    return variants(option_of(baseline, opened("hill"), opened("vale")), baseline, field, tuple(values), only)


def test_every_intervention_that_has_the_number_is_set_to_the_same_value():
    made = both()
    assert homes_of(made, lambda home: home.beds[0].value) == [(2, 2), (6, 6)]
    assert made.places == (0, 1)
    assert made.provision == ("hill", "vale")


def test_only_varies_one_intervention():
    made = both(only=2)
    assert homes_of(made, lambda home: home.beds[0].value) == [(4, 2), (4, 6)]
    assert made.provision == ("vale",)


def test_the_scenario_itself_is_left_as_it_is_written():
    made = both()
    assert [home.beds for home in made.varied] == [None, None]
    assert made.option.scenario.name == "Tried"
    assert [each.scenario.name for each in made.options] == ["beds 2", "beds 6"]


def test_no_beds_is_the_baseline_itself():
    assert both(values=(0, 4)).options[0].baseline == two_homes()


def late(field: str, values: Sequence[float]) -> list[date]:
    baseline = two_homes()
    delayed = option_of(baseline, opened("hill"), {"kind": "delay_home", "provision": "hill", "days": 0})
    made = variants(delayed, baseline, field, values, None)
    return [each.baseline.provision["hill"].capacity.opens for each in made.options]


def test_a_delay_in_months_is_counted_in_whole_days():
    assert late("months", (0, 12, 24)) == [date(2025, 6, 1), date(2026, 6, 1), date(2027, 6, 1)]
    assert late("months", (0, 6, 36))[2] == date(2028, 6, 1)
    assert late("days", (0, 7)) == [date(2025, 6, 1), date(2025, 6, 8)]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"field": "bedds"}, "--vary: no number 'bedds' in tried.yaml; did you mean 'beds'?"),
        ({"field": "months"}, "--vary: no number 'months' in tried.yaml; it can vary beds, never_opens_share"),
        ({"field": "opens"}, "--vary: 'opens' is not one number in tried.yaml, .*delay_home .* `days` or `months`"),
        ({"field": "contract"}, "--vary: 'contract' is not one number in tried.yaml, so it cannot be varied$"),
        ({"only": 3}, "--only: there is no intervention 3 in tried.yaml; it makes 1 open_home hill, 2 open_home vale"),
        ({"only": 0}, "--only: there is no intervention 0 in tried.yaml"),
        ({"values": (0, 60)}, "--values: beds = 60: must be 50 or less; found 60$"),
        ({"values": (0.5, 1)}, "--values: beds = 0.5: should be a whole number; found 0.5"),
        ({"values": (-1, 1)}, "--values: beds = -1: must be 0 or more; found -1"),
        ({"field": "match_share", "values": (0, 40)}, r"match_share = 40: .*; found 40 \(a share: write 40% as 0.4\)"),
        ({"field": "transfer_minimum_days"}, "--values: transfer_minimum_days = 2: goes with transfers_from"),
    ],
)
def test_what_cannot_be_varied_is_told_in_one_line_with_the_mend(asked, told):
    with pytest.raises(InputError, match=told) as error:
        both(**asked)
    assert len(error.value.faults) == 1


def test_a_delay_beyond_what_is_allowed_is_told_in_the_unit_asked_for():
    with pytest.raises(InputError, match="months = 300: must be 7305 or less; found 9131"):
        late("months", (0, 300))


# Crossings.


def test_a_straight_line_passes_where_it_should():
    assert passes([0, 2, 4], [-1, 1, 3]) == [(1, True)]
    assert passes([0, 4], [3, -1]) == [(3, False)]


def test_a_curve_that_begins_at_nothing_has_not_passed_it_there():
    assert passes([0, 2, 4], [0, -1, -3]) == []
    assert passes([0, 2, 4, 6], [0, -1, 1, 3]) == [(3, True)]


def test_a_curve_that_ends_at_nothing_or_only_touches_it_has_not_passed_it():
    assert passes([0, 1, 2], [-3, -1, 0]) == []
    assert passes([0, 1, 2], [-3, 0, -1]) == []
    assert passes([0, 1, 2], [0, 0, 0]) == []


def test_a_curve_that_passes_at_a_value_tried_passes_at_that_value():
    assert passes([0, 1, 2], [2, 0, -1]) == [(1, False)]
    assert passes([0, 1, 2, 3], [2, 0, 0, -1]) == [(1, False)]


def test_each_passage_is_told_with_its_direction():
    assert passes([0, 1, 2, 3], [1, -1, -1, 1]) == [(0.5, False), (2.5, True)]


def of_means(*means: float, futures: int = FUTURES, spread: float = 0.1) -> np.ndarray:
    """Figures whose means are these exactly: futures lie the same way around each."""
    around = np.linspace(-spread, spread, futures)
    return np.array(means)[None, :] + around[:, None]


def test_break_even_lies_on_the_line_and_within_its_interval():
    [found] = crossings(np.array([0.0, 2, 4]), of_means(-1, 1, 3), 0).points
    assert found.value == pytest.approx(1)
    assert 0.9 < found.low < 1 < found.high < 1.1
    assert found.rising


def test_two_break_evens_are_both_told_each_with_its_own_interval():
    first, second = crossings(np.array([0.0, 1, 2, 3]), of_means(1, -1, -1, 1), 0).points
    assert (first.value, first.rising) == (pytest.approx(0.5), False)
    assert (second.value, second.rising) == (pytest.approx(2.5), True)
    assert first.low < 0.5 < first.high < second.low < 2.5 < second.high


def test_a_curve_far_from_nothing_never_passes_it():
    found = crossings(np.array([0.0, 1]), of_means(-2, -1), 0)
    assert found.points == ()
    assert found.often == 0


def test_a_flat_curve_near_nothing_passes_it_in_some_samples_only_if_it_can_slope():
    level = crossings(np.array([0.0, 1]), of_means(0.01, 0.01), 0)
    assert (level.points, level.often) == ((), 0)  # each sample is flat too
    leaning = of_means(0.01, 0.01) * np.array([1.0, -1.0]) + np.array([0.0, 0.02])
    doubtful = crossings(np.array([0.0, 1]), leaning, 0)
    assert doubtful.points == ()
    assert 0.05 < doubtful.often < 0.95


def test_an_interval_runs_out_of_the_range_tried_where_samples_do_not_pass_in_it():
    figures = of_means(-1, -0.2, 0.01, spread=1)
    [found] = crossings(np.array([0.0, 4, 5]), figures, 0).points
    assert 4 < found.value < 5
    assert found.low > 0
    assert found.high == inf
    [mirrored] = crossings(np.array([0.0, 1, 5]), figures[:, ::-1], 0).points
    assert (mirrored.low, mirrored.rising) == (-inf, False)


def test_the_same_curve_in_every_future_has_an_interval_of_one_point():
    [found] = crossings(np.array([0.0, 2]), of_means(-1, 1, spread=0), 0).points
    assert found.low == pytest.approx(1) == found.high


def test_missing_figures_have_no_crossing():
    assert crossings(np.array([0.0, 1]), np.full((FUTURES, 2), nan), 0).points == ()


def test_few_futures_have_a_break_even_without_an_interval():
    found = crossings(np.array([0.0, 2]), of_means(-1, 1, futures=9), 0)
    assert found.points[0].value == pytest.approx(1)
    assert isnan(found.points[0].low)
    assert isnan(found.often)


def test_intervals_of_break_even_hold_the_truth_about_95_times_in_100():
    luck, values = np.random.default_rng(3), np.array([0.0, 4, 10])
    held = 0
    for _ in range(200):
        figures = values - 5 + luck.normal(0, 3, (80, 1)) + luck.normal(0, 1, (80, 3))
        [found] = crossings(values, figures, 0).points
        held += found.low <= 5 <= found.high
    assert 0.91 < held / 200 < 0.98


# Sweeps of figures that are given.


def given(values: Sequence[float], before: np.ndarray, after: np.ndarray, measure: str = "spend") -> Sweep:
    """A sweep whose figures are these, shape (futures,) and (futures, values)."""
    keys = ((YEAR, measure, "all"),)

    def outcomes(name: str, figures: np.ndarray) -> Outcomes:
        return Outcomes(name, keys, figures[:, None].astype(float), (), np.zeros((len(figures), 0)))

    options = tuple(outcomes(f"beds {value:g}", after[:, place]) for place, value in enumerate(values))
    council = councils.council({"elsewhere": councils.spot()})
    return Sweep("beds", tuple(values), Comparison(council, outcomes("baseline", before), options), ())


def test_what_one_more_adds_is_counted_per_unit_however_far_apart_values_are():
    luck = np.linspace(90, 110, FUTURES)
    sweep = given((0, 2, 6), luck, luck[:, None] + np.array([0, -10, -14]))
    assert [step.mean for step in sweep.steps("spend")] == pytest.approx([-5, -1])
    assert sweep.curvature("spend").mean == pytest.approx(4)


def test_steps_are_taken_future_by_future_so_shared_luck_leaves_no_doubt():
    luck = np.linspace(-1000, 1000, FUTURES)
    sweep = given((0, 1), luck, luck[:, None] + np.array([0, -1]))
    assert sweep.steps("spend")[0].note == "the same difference in every future"


def test_what_floating_numbers_leave_is_no_difference():
    before = np.full(FUTURES, 3e7)
    sweep = given((0, 1), before, before[:, None] * np.array([1 + 1e-14, 1 - 1e-14]))
    assert sweep.break_even().points == ()
    assert sweep.break_even().often == 0


# Sweeps of small councils, with known answers.


def five_children(**home: Any) -> Baseline:
    """A planned home that five children, bought places for one by one at 1,000 pounds, would move to."""
    child = {"provision": "elsewhere", "stream": "local", "need": "care", "age_years": 5, "years_in_care": 1}
    return councils.council(
        {
            "home": councils.provision({"kind": "home", "beds": 4}, "homes", weekly_fee=1000),
            "elsewhere": councils.spot(weekly_fee=1000, out_of_borough=True),
        },
        years=2,
        needs={"care": councils.need("home", "elsewhere", transfers=[{"to": "home", "from": ["elsewhere"]}])},
        children_in_care={"children": [{**child, "days_in_placement": 100}] * 5},
    )


def played(field: str, values: Sequence[float], **home: Any) -> Sweep:
    baseline = five_children()
    option = option_of(baseline, {"kind": "open_home", "provision": "home", "opens": "2025-10-01", **home})
    return swept(variants(option, baseline, field, values, None), baseline, 12)


@pytest.fixture(scope="module")
def by_beds() -> Sweep:
    return played("beds", (0, 2, 4, 5, 6, 8), contract={"kind": "block"})


def test_beds_beyond_demand_stay_empty(by_beds):
    assert by_beds.children_there("2026-27").mean(axis=0) == pytest.approx([0, 2, 4, 5, 5, 5])
    assert by_beds.empty_places("2026-27").mean(axis=0) == pytest.approx([0, 0, 0, 0, 1, 3])


def test_the_first_empty_bed_is_the_one_after_the_last_child(by_beds):
    [found] = by_beds.first_empty_place("2026-27").points
    assert found.value == pytest.approx(6)
    assert found.rising


def test_beds_that_are_not_paid_for_by_the_block_are_empty_alike():
    spot = played("beds", (4, 8))
    assert spot.empty_places("2026-27").mean(axis=0) == pytest.approx([0, 3])


def test_a_full_home_at_the_price_elsewhere_neither_saves_nor_costs(by_beds):
    spend = by_beds.curve("spend")
    assert [each.nothing for each in spend[:4]] == [True, True, True, True]
    nights = (date(2027, 4, 1) - date(2025, 10, 1)).days
    assert spend[4].mean == pytest.approx(nights / 7 * 1000)
    assert by_beds.steps("spend")[-1].mean == pytest.approx(nights / 7 * 1000)
    assert by_beds.break_even().points == ()


@pytest.mark.parametrize(("beds", "price"), [(4, 1000), (6, 1000 * 5 / 6), (8, 1000 * 5 / 8)])
def test_a_block_price_breaks_even_where_its_beds_cost_what_the_children_cost_elsewhere(beds, price):
    sweep = played("weekly_fee", (300, 700, 1500), beds=beds, contract={"kind": "block"})
    [found] = sweep.break_even().points
    assert found.value == pytest.approx(price)
    assert found.low == pytest.approx(found.high) == price
    assert found.rising


def test_a_fee_is_varied_where_the_homes_contract_has_one_of_its_own():
    baseline, home = five_children(), {"opens": "2025-10-01", "beds": 4}
    block, bed = (
        option_of(baseline, {"kind": "change_contract", "provision": "home", "contract": terms}, opened("home", **home))
        for terms in ({"kind": "block", "weekly_fee": 900}, {"kind": "per_bed_cost", "per_year": 50_000})
    )
    sweep = swept(variants(block, baseline, "weekly_fee", (300, 1500), None), baseline, 2)
    [found] = sweep.break_even().points
    assert found.value == pytest.approx(1000)
    with pytest.raises(InputError, match="its contract pays £50,000 a bed a year, no weekly fee"):
        variants(bed, baseline, "weekly_fee", (300, 1500), None)


def test_at_the_break_even_price_of_a_real_council_mean_spend_is_the_baselines():
    baseline = load_baseline(Path(EXAMPLE), 2)
    option = load_option(OPEN_HOME, baseline, None)
    wide = swept(variants(option, baseline, "weekly_fee", (1000, 4000, 16000), None), baseline, 20)
    [found] = wide.break_even().points
    close = swept(variants(option, baseline, "weekly_fee", (found.value, 20000), None), baseline, 20)
    assert close.curve("spend")[0].mean == pytest.approx(0, abs=0.01)
    assert wide.steps("spend")[0].mean == pytest.approx(wide.steps("spend")[1].mean)


# Words and reports.


def words_of(field: str, values: Sequence[float] = (0, 1), **home: Any) -> Any:
    baseline = two_homes()
    return quantity_of(variants(option_of(baseline, opened("hill", **home)), baseline, field, values, None))


def test_values_are_printed_as_what_they_are():
    beds, fee = words_of("beds"), words_of("weekly_fee", (5500, 6750))
    assert [beds.text(value) for value in (0, 1, 4)] == ["0 beds", "1 bed", "4 beds"]
    assert beds.worded(f"about {beds.read(7.94)}") == "about 7.9 beds"
    assert fee.between(5500, 6750) == "£5,500 to £6,750 a week"
    assert fee.further == "each further £100 a week"
    assert words_of("never_opens_share", (0, 0.25)).between(0, 0.25) == "never opens share 0% to 25%"
    assert (fee.axis, fee.bare(5500)) == ("weekly fee, £", "5,500")
    assert words_of("admission_gap_days", (0, 42)).text(42) == "42 days of admission gap"
    assert quantity_of(both()).text(6) == "6 beds each"
    assert quantity_of(both()).further == "each further bed in each of the 2 homes"


def study_of(sweep: Sweep) -> SweepStudy:
    """A sweep of given figures as reports ask for it."""
    made = both(values=sweep.values)
    names = tuple(Outcomes(option.scenario.name, each.keys, each.values, each.monthly_keys, each.monthly)
                  for option, each in zip(made.options, sweep.comparison.options, strict=True))  # fmt: skip
    comparison = Comparison(sweep.comparison.council, sweep.comparison.baseline, names)
    same = Sweep(sweep.field, sweep.values, comparison, sweep.provision)
    settings = RunSettings("placesim sweep", Path("a.yaml"), FUTURES, 1, 1, ())
    return SweepStudy(comparison.council, made, same, settings, {})


def told(sweep: Sweep) -> dict[str, str]:
    """The answers of a sweep, by question."""
    return {each.question: " ".join([each.finding, *each.sentences]) for each in answers(study_of(sweep))}


def spent(*differences: float, spread: float = 0.5, futures: int = FUTURES) -> Sweep:
    """A sweep over beds whose mean differences in spend are these, in thousands."""
    before = np.full(futures, 9e6)
    after = before[:, None] + 1000 * of_means(*differences, spread=spread, futures=futures) * (
        np.array(differences) != 0
    )
    return with_shares(given(range(len(differences)), before, after))


def with_shares(sweep: Sweep) -> Sweep:
    """The same sweep with half of the children out of borough at every value."""
    keys = (*sweep.comparison.baseline.keys, (YEAR, "out_of_borough_share", "all"))

    def with_share(each: Outcomes) -> Outcomes:
        return Outcomes(
            each.scenario, keys, np.column_stack([each.values, np.full(len(each.values), 0.5)]), (), each.monthly
        )

    comparison = sweep.comparison
    options = tuple(map(with_share, comparison.options))
    return Sweep("beds", sweep.values, Comparison(comparison.council, with_share(comparison.baseline), options), ())


BREAKS_EVEN = "Where does it break even?"


def test_a_sure_break_even_is_told_with_its_interval():
    text = told(spent(0, -40, -20, 20, 60, spread=20))[BREAKS_EVEN]
    assert re.search(r"It breaks even at about 2\.5 beds each \(2\.\d to 2\.\d\): on average it saves", text)
    assert "No difference in any future at 0 beds each." in text
    assert "clearly" not in text


def test_a_break_even_beyond_whose_interval_the_range_ends_is_not_claimed():
    text = told(spent(0, -40, -20, 0.02))[BREAKS_EVEN]
    assert "It may break even at about 3.0 beds each, but the futures do not agree whether it does within" in text
    assert "above 3" in text
    assert "At no value tried does it clearly cost more." in text


def test_no_break_even_is_told_with_the_range_tried():
    assert told(spent(-1, -40, -20))[BREAKS_EVEN] == (
        "It saves at every value tried, so there is no break-even within 0 to 2 beds each."
    )
    text = told(spent(0.085, 30, 40))[BREAKS_EVEN]
    assert "On average it costs more at every value tried, though clearly at only some of them, so there is no" in text


def test_a_saving_that_is_clear_nowhere_is_not_claimed_to_be_clear_somewhere():
    text = told(spent(-1, -0.9, -1.1, spread=50))[BREAKS_EVEN]
    assert "On average it saves at every value tried, though clearly at none of them" in text
    crossing = told(spent(1, -0.9, 1.1, spread=50))[BREAKS_EVEN]
    assert "At no value tried does it clearly save or cost more." in crossing


def test_an_option_that_saves_nowhere_is_not_said_to_save_more_at_another_value():
    costs = told(spent(40, 20, 10, spread=2))["Where is spend lowest?"]
    assert "lowest at 2 beds each, the last value tried: more may cost less still." in costs
    saves = told(spent(-10, -20, -40, spread=2))["Where is spend lowest?"]
    assert "lowest at 2 beds each, the last value tried: more may save more still." in saves


def test_a_curve_that_wavers_gets_no_list_of_break_evens():
    text = told(spent(5, -5, 5, -5, 5, -5, spread=1))[BREAKS_EVEN]
    assert text == (
        "No one value: the mean wavers and passes break-even 5 times, first at about 0.5 beds each, last at about 4.5 "
        "beds each."
    )


def test_many_values_are_named_by_their_ranges():
    means = [0.0, 30, *np.linspace(-5, -5.1, 38)]
    luck = np.random.default_rng(2).normal(0, 2, (FUTURES, 40))
    noisy = given(range(40), np.full(FUTURES, 9e6), 9e6 + 1000 * (np.array(means) + luck - luck.mean(axis=0)))
    study = study_of(with_shares(noisy))
    assert listed_values(study, [0, 3, 4, 5, 6, 9, 10]) == "0, 3 to 6, 9 and 10 beds each"
    assert listed_values(study, [1]) == "1 bed each"
    lowest = {each.question: each.finding for each in answers(study)}["Where is spend lowest?"]
    assert "cannot tell it apart from that at 2 to 38 beds each" in lowest


@pytest.mark.parametrize(
    ("mean", "words"),
    [
        (0, "no place is empty"),
        (-0.3, "no place is empty"),
        (0.0012, "hardly any place is ever empty (under 0.1)"),
        (0.5, "about 0.5 places are empty"),
        (123.4, "about 123 places are empty"),
    ],
)
def test_places_empty_are_said_no_finer_than_anyone_can_count(mean, words):
    assert empty_words(mean) == words


def test_a_second_break_even_is_told_too():
    text = told(spent(50, -50, -50, 50))[BREAKS_EVEN]
    assert "It breaks even at about 0.5 beds each" in text
    assert "The curve passes break-even again at about 2.5 beds each" in text


def test_returns_are_said_to_diminish_only_where_the_steps_surely_differ():
    further = "What does each further bed in each of the 2 homes add?"
    assert "Returns diminish" in told(spent(0, -90, -120, -121))[further]
    assert "no step clearly saves" in told(spent(0, -90, -60, -30))[further]
    assert "The same from every value to the next" in told(spent(-10, -40, -70, spread=0))[further]
    assert "Mean spend is lowest at 2 beds each" in told(spent(0, -90, -120, -60))["Where is spend lowest?"]
    assert "diminish" not in told(spent(0, 20, 50, 90))[further]


def test_nothing_is_claimed_from_few_futures():
    [text] = told(spent(0, -40, 20, futures=9)).values()
    assert text == "Too few futures (9) to say anything sure; it takes 10, better 200 or more."


def test_a_sweep_that_changes_no_spend_says_so():
    assert "it changes spend in no future" in told(spent(0, 0, 0))[BREAKS_EVEN]


HOSTILE = "=HYPERLINK(1) <script>alert(1)</script> $\\frac{ ../x"


@pytest.fixture(scope="module")
def report() -> Report:
    baseline = five_children()
    opening = {
        "kind": "open_home",
        "provision": "home",
        "opens": "2025-10-01",
        "source": SOURCE,
        "contract": {"kind": "block"},
    }
    scenario = Scenario.model_validate({"name": HOSTILE, "question": HOSTILE, "interventions": [opening]})
    option = AppliedScenario(Path("tried.yaml"), scenario, scenario.applied(baseline), {})
    made = variants(option, baseline, "beds", (0, 5, 7), None)
    sweep = swept(made, baseline, 12)
    settings = RunSettings("placesim sweep", Path("a.yaml"), 12, 1, 2, ())
    return sweep_report(SweepStudy(baseline, made, sweep, settings, {}))


@pytest.fixture(scope="module")
def page(report) -> str:
    with drawing():
        return page_text(report)


def test_names_never_become_markup(page):
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_every_id_of_a_page_is_its_own_and_every_link_leads_somewhere(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert not re.search(r"(src|href)=\"(?!#)", page)


def test_a_page_tells_break_even_first_empty_place_and_steps(page):
    text = re.sub(r"<[^>]+>", "", page)
    assert "From about 6.0 beds" in text
    assert "What each further bed adds, from each value to the next" in text
    assert "varied" in text
    assert "Trial: 12 futures. Some hundreds are needed to decide by." in text


def test_a_page_says_that_no_cost_of_the_option_is_given(page):
    text = re.sub(r"<[^>]+>", "", page)
    assert "No cost given: what the option costs beside placements has to be set against what it saves." in text
    assert re.search(r"Difference from the baseline at each value tried \(.*; no cost given\)", text)


def test_an_option_that_gives_its_cost_is_told_where_that_stands():
    study = study_of(spent(0, -1, -2))
    scenario = study.variants.option.scenario
    costed = [each.replace(cost={"source": SOURCE}) for each in scenario.interventions]
    option = replace(study.variants.option, scenario=scenario.replace(interventions=tuple(costed)))
    assert cost_words(study).startswith("No cost given")
    assert cost_words(replace(study, variants=replace(study.variants, option=option))).startswith(
        "What the option costs"
    )


def test_a_report_composed_once_holds_the_sheets_that_finance_looks_for(report):
    tables = [part for section in report.sections for part in every_part(section.parts, Medium.WORKBOOK)]
    sheets = {part.sheet for part in tables if isinstance(part, Table | Chart)}
    assert sheets == {"Values", "Steps", "Changes", "Definitions", "About this run", "Charts"}
    [values] = [part for part in tables if isinstance(part, Table) and part.sheet == "Values"]
    assert [row[0].value for row in values.rows] == [0, 5, 7]
    assert all(row[1].value == pytest.approx(0, abs=0.01) for row in values.rows[:2])
    nights = (date(2027, 4, 1) - date(2025, 10, 1)).days
    assert values.rows[2][1].value == pytest.approx(2 * nights / 7 * 1000)


def test_answers_and_curve_come_first_and_all_else_is_an_annex(report):
    assert [section.anchor for section in report.sections if not section.annex] == ["answers", "curve"]
    assert report.sections[0].title == "What the figures say"


def test_a_long_table_of_values_is_folded_on_the_page():
    few, many = (sweep_report(study_of(spent(*range(count)))) for count in (5, 40))
    assert folded_in(few) == []
    assert folded_in(many) == ["values", "further"]


def folded_in(report: Report) -> list[str]:
    """The sections of values and steps that fold something away."""
    sections = [section for section in report.sections if section.anchor in ("values", "further")]
    return [section.anchor for section in sections if any(isinstance(part, Folded) for part in section.parts)]


# The command.


def sweep_example(*arguments: str | Path) -> Done:
    return placesim("sweep", EXAMPLE, OPEN_HOME, *arguments)


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("sweep") / "out"
    done = sweep_example("--vary", "beds", "--values", "0,4", "--replications", "12", "--years", "2", "--out", folder)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_a_sweep_writes_its_table_its_report_and_how_to_make_it_again(written):
    folder, _ = written
    assert {path.name for path in folder.iterdir()} == {
        "sweep.csv",
        "report.html",
        "report.docx",
        "report.xlsx",
        "manifest.json",
    }
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert " --vary beds --values 0,4 --replications 12 --seed 1 --years 2 --out " in manifest["command"]
    assert set(manifest["inputs_sha256"]) == {"example.yaml", "open_the_new_home.yaml"}


def test_the_table_has_one_row_a_value_year_measure_and_group(written):
    table = pd.read_csv(written[0] / "sweep.csv")
    assert list(table.columns[:9]) == [
        "value", "financial_year", "measure", "group", "grouping", "unit", "baseline", "option", "mean"
    ]  # fmt: skip
    assert not table.duplicated(["value", "financial_year", "measure", "group"]).any()
    assert set(table.value) == {0, 4}
    nothing = table[table.value == 0]
    assert (nothing["mean"].fillna(0) == 0).all()
    assert table.query("value == 4 and measure == 'spend' and group == 'all'")["mean"].abs().max() > 0


def test_the_terminal_shows_one_row_a_value_and_the_findings(written):
    lines = written[1].splitlines()
    assert [line.split()[0] for line in lines if re.match(r"[04] ", line)] == ["0", "4"]
    assert any("break-even" in line for line in lines)
    assert sum("Results and reports: " in line for line in lines) == 1


def test_what_a_sweep_cannot_use_is_told_in_one_line_before_anything_is_simulated(tmp_path):
    out = ("--out", tmp_path / "out")
    assert "did you mean 'beds'?" in refused(sweep_example("--vary", "bed", "--values", "0,4", *out))
    assert "a sweep takes 2 or more" in refused(sweep_example("--vary", "beds", "--values", "4", *out))
    assert "there is no intervention 7" in refused(
        sweep_example("--vary", "beds", "--values", "0,4", "--only", "7", *out)
    )
    assert not (tmp_path / "out").exists()


def test_a_command_can_be_typed_again_with_values_below_nothing():
    varied = Varied("factor", "-1:1:0.5", 2)
    again = sweep_command(Path("a.yaml"), Path("b.yaml"), varied, None, 10, 1, given=Assumed(), out=None)
    expected = "placesim sweep a.yaml b.yaml --vary factor --values=-1:1:0.5 --only 2 --replications 10 --seed 1"
    assert again == expected


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send to another process")
def test_ctrl_c_leaves_nothing_of_a_sweep(tmp_path):
    words = ["sweep", EXAMPLE, str(OPEN_HOME), "--vary", "beds", "--values", "0:8", "--replications", "9000"]
    command = [sys.executable, "-m", "placesim", *words, "--out", str(tmp_path / "out")]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    time.sleep(5)
    os.killpg(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 1
    assert error.strip() == "Stopped before the end; nothing was written."
    assert not list(tmp_path.rglob("*"))


def test_halton_has_a_scenario_ready_for_each_sweep():
    halton = CONFIGS / "halton.yaml"
    baseline = load_baseline(halton)
    ready = {"late_homes": "months", "one_home": "weekly_fee", "recruit": "approvals_per_year"}
    for name, field in ready.items():
        option = load_option(SWEEPS / f"{name}.yaml", baseline, evidence_folder_of(halton, baseline))
        assert variants(option, baseline, field, (1, 2), None).options
