"""Studies of the simulation: intervals hold what they promise, and common luck saves what the documents say."""

import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from placesim import benchmark
from placesim.config.scenario_files import BASELINE, load_options
from placesim.experiment.comparison import Comparison
from placesim.experiment.handing_out import WORKER_STOPPED
from placesim.experiment.interruption import STOPPED
from placesim.experiment.precision import compared
from placesim.experiment.replications import Outcomes
from placesim.studies import coverage, kills, speed, variance
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


def test_the_benchmark_tells_how_time_grows_with_the_size_of_a_council(example, capsys, tmp_path: Path):
    page = tmp_path / "speed.md"
    benchmark.main([str(CONFIGS / "example.yaml"), "--rounds", "1", "--sizes", "1", "3", "--out", str(page)])
    lines = page.read_text(encoding="utf-8").splitlines()
    assert capsys.readouterr().out.splitlines()[: len(lines)] == lines
    assert (tmp_path / "speed.svg").read_text(encoding="utf-8").count("<svg") == 1
    table = [line.strip("| \n").split(" | ") for line in lines if line.startswith("| ")]
    assert table[0] == list(speed.RATIOS)
    (size, episodes, *_, growth), (larger, more, *_) = table[2:4]
    assert (size, larger, growth) == ("1", "3", "1.00")
    assert 2 < int(more.replace(",", "")) / int(episodes.replace(",", "")) < 4
    children = sum(sum(group.ages.values()) for group in example.children_in_care.groups)
    three_times = benchmark.enlarged(example, 3).children_in_care.groups
    assert sum(sum(group.ages.values()) for group in three_times) == 3 * children


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_killed_run_leaves_no_process_no_half_result_and_nothing_for_the_next_run(monkeypatch):
    monkeypatch.chdir(CONFIGS.parent)
    for found in kills.studied(kills.kills(16, seed=1), lambda _: None):
        assert not found.faults, found


def test_every_command_is_killed_in_every_way_over_earlier_results_and_without():
    chosen = kills.kills(200, seed=1)
    assert kills.kills(200, seed=1) == chosen
    alike = Counter((each.command, each.way, each.over_earlier) for each in chosen)
    assert len(alike) == 2 * 4 * 2
    assert set(alike.values()) <= {12, 13}
    moments = sorted(each.moment for each in chosen)
    assert moments[:10][-1] < 0.15
    assert moments[-10] > 0.85


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("way", "code", "said", "outcome"),
    [
        ("Ctrl-C", 1, STOPPED + "\n", "stopped"),
        ("SIGTERM", 1, STOPPED + "\n", "stopped"),
        ("SIGTERM", 0, "", "finished"),
        ("SIGTERM", -15, "", "before it began"),
        ("Ctrl-C", 1, "Traceback: <frozen site>: KeyboardInterrupt", "before it began"),
        ("Ctrl-C", 1, "Traceback: placesim/cli.py: KeyboardInterrupt", ""),
        ("Ctrl-C", 0, STOPPED + "\n", ""),
        ("parent", -9, "", "killed"),
        ("parent", 1, STOPPED + "\n", ""),
        ("worker", 1, f"The run failed: {WORKER_STOPPED}\n", "told"),
        ("worker", 1, "Traceback", ""),
    ],
)
def test_a_killed_command_may_say_only_what_belongs_to_the_way_it_was_killed(way, code, said, outcome):
    assert kills._outcome(kills.Kill("run", way, 0.5, False), code, said) == outcome


def test_half_a_set_of_results_is_a_fault(tmp_path):
    assert [*kills._half_results(tmp_path / "nothing")] == []
    (tmp_path / "summary.csv").write_text("new", encoding="utf-8")
    assert [*kills._half_results(tmp_path)] == ["no manifest.json, but summary.csv"]
    (tmp_path / "manifest.json").write_text('{"results_sha256": {"summary.csv": "0"}}', encoding="utf-8")
    assert [*kills._half_results(tmp_path)] == ["not as the manifest says: summary.csv"]


def test_the_page_of_kills_counts_outcomes_and_faults():
    found = [
        kills.Found(kills.Kill("run", "parent", 0.5, False), "killed", 0.2, ()),
        kills.Found(kills.Kill("run", "parent", 0.5, False), "killed", 1.2, ("left behind: .unfinished-x",)),
    ]
    told = kills.page(found, "command")
    assert "| parent | 2 | killed 2 | 1.2 | 1 |" in told
    assert "| SIGTERM | 0 |" in told
