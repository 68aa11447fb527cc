"""Studies of the simulation: intervals hold what they promise, and common luck saves what the documents say."""

import numpy as np
import pytest

from placesim import benchmark
from placesim.config.scenario_files import BASELINE, load_options
from placesim.experiment.comparison import Comparison
from placesim.experiment.precision import compared
from placesim.experiment.replications import Outcomes
from placesim.studies import coverage, variance
from tests.conftest import CONFIGS

EXAMPLES = CONFIGS / "scenarios" / "example"


@pytest.mark.slow
def test_intervals_hold_the_truth_93_to_97_times_in_a_hundred():
    for found in coverage.studied(experiments=1000, replications=100):
        assert found.given == found.experiments
        assert 0.93 <= found.share <= 0.97, found


def test_a_study_of_coverage_counts_intervals_that_hold_the_truth():
    found = coverage.studied(experiments=10, replications=20, workers=1)
    assert [each.figure for each in found] == ["/".join(figure) for figure in coverage.FIGURES]
    for each in found:
        assert 6 <= each.held <= each.given <= 10
        assert each.error < each.half_width
    page = coverage.page(found, 20, "command")
    assert "10 experiments of 20 replications" in page
    assert f"{found[0].share:.1%}" in page


def outcomes(name: str, figures: np.ndarray) -> Outcomes:
    return Outcomes(name, (("2025-26", "spend", "all"),), figures[:, None], (), np.empty((len(figures), 0)))


def test_the_saving_is_the_independent_variance_over_the_paired_one(example):
    luck = np.arange(50.0)
    before, after = outcomes(BASELINE, luck), outcomes("option", luck + np.tile([1.0, -1.0], 25))
    council = example.replace(years=1)
    [found] = variance.savings(Comparison(council, before, (after,)))
    expected = (np.var(before.values, ddof=1) + np.var(after.values, ddof=1)) / np.var(np.tile([1.0, -1.0], 25), ddof=1)
    assert found.by_year == pytest.approx((expected,))
    assert found.pooled == pytest.approx(expected)


def test_a_year_in_which_nothing_changes_has_no_ratio(example):
    luck = outcomes(BASELINE, np.arange(50.0))
    [found] = variance.savings(Comparison(example.replace(years=1), luck, (outcomes("option", np.arange(50.0)),)))
    assert found.by_year == (float("inf"),)
    assert variance._shown(found.by_year[0]) == "-"


def test_common_luck_makes_differences_far_surer(example):
    found = load_options(sorted(EXAMPLES.glob("*.yaml")), example, None)
    comparison = compared(
        {BASELINE: example, **{each.scenario.name: each.baseline for each in found}}, 40, 1, workers=1
    )
    assert all(each.pooled > 10 for each in variance.savings(comparison))


@pytest.mark.slow
def test_common_luck_on_halton_saves_twenty_times_for_homes_and_ten_for_carers_and_rates(halton):
    paths = [CONFIGS.parent / path for path in variance.FIVE]
    options = load_options(paths, halton, CONFIGS.parent / "seeds")
    comparison = compared({BASELINE: halton, **{each.scenario.name: each.baseline for each in options}}, 200, 1)
    for each, least in zip(variance.savings(comparison), (20, 20, 10, 10, 10), strict=True):
        assert each.pooled >= least, each


def test_the_benchmark_tells_how_time_grows_with_the_size_of_a_council(example, capsys):
    benchmark.main([str(CONFIGS / "example.yaml"), "--replications", "2", "--sizes", "1", "3"])
    table = [line.strip("| \n").split(" | ") for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert table[0] == [*benchmark.COLUMNS, *benchmark.RATIOS]
    (size, episodes, *_, growth), (larger, more, *_) = table[1:]
    assert (size, larger, growth) == ("1", "3", "1.00")
    assert 2 < int(more.replace(",", "")) / int(episodes.replace(",", "")) < 4
    children = sum(sum(group.ages.values()) for group in example.children_in_care.groups)
    three_times = benchmark.enlarged(example, 3).children_in_care.groups
    assert sum(sum(group.ages.values()) for group in three_times) == 3 * children
