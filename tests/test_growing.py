"""Growing studies: every step is the whole result that `compare` gives for so many futures, to the digit."""

from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from matplotlib import rc_context

import placesim
from placesim.api.growing import GrowingStudy, steps_to
from placesim.api.plans import comparison_plan, run_plan
from placesim.experiment.contents import content_of
from placesim.experiment.kept_outcomes import KeptOutcomes
from placesim.report.paper.page import page_text

EXAMPLE, HALTON = "configs/example.yaml", "configs/halton.yaml"
KNOWN = "configs/uncertain/example.yaml"
OPENED = "configs/scenarios/example/open_the_new_home.yaml"
BOTH = "configs/scenarios/example/home_and_carers.yaml"
HOMES = "configs/scenarios/halton/b_four_homes_realistic.yaml"

UNSURE = """\
name: Homes may cost more
question: What does it cost if nobody knows what homes elsewhere will ask?
interventions:
  - kind: change_price
    provision: homes_elsewhere
    factor: {value: 1.1, low: 0.9, high: 1.4}
    from: 2026-04-01
    source: "assumption: a trial"
"""


@pytest.fixture(scope="module")
def executor():
    with ThreadPoolExecutor(2) as threads:
        yield threads


@pytest.fixture(scope="module")
def example():
    return placesim.load(EXAMPLE, years=1)


@pytest.fixture(scope="module")
def unsure():
    return placesim.load(EXAMPLE, years=1, ranges=KNOWN)


@pytest.fixture
def own_ranges(tmp_path):
    path = tmp_path / "unsure.yaml"
    path.write_text(UNSURE, "utf-8")
    return path


class Counting:
    """Counts the futures that are played."""

    def __init__(self):
        self.done = 0

    def __call__(self, replications):
        self.done += replications


def steps_of(plan, executor, kept=None, told=None):
    return list(GrowingStudy(plan, executor, kept or KeptOutcomes(), told or Counting()).results())


def require_alike(one, other):
    """Make sure that two results say the same, to the digit."""
    for name in ("measures", "summary", "monthly"):
        pd.testing.assert_frame_equal(getattr(one, name)(), getattr(other, name)(), check_exact=True)
    if isinstance(one, placesim.ComparisonResult):
        pd.testing.assert_frame_equal(one.differences(), other.differences(), check_exact=True)
    assert (one.knowledge is None) == (other.knowledge is None)
    if one.knowledge is not None:
        pd.testing.assert_frame_equal(one.uncertainty(), other.uncertainty(), check_exact=True)
        pd.testing.assert_frame_equal(one.draws(), other.draws(), check_exact=True)
    assert one.settings() == other.settings()


def require_same_report(one, other):
    """Make sure that two results are told in the same words and drawn in the same charts."""
    with rc_context({"svg.hashsalt": "alike"}):
        assert page_text(one.report()) == page_text(other.report())


def test_there_is_a_result_soon_and_then_now_and_then():
    assert steps_to(300) == [20, 60, 120, 200, 300]
    assert steps_to(25) == [20, 25]
    assert steps_to(20) == [20]
    assert steps_to(7) == [7]
    assert steps_to(300, 130) == [120, 200, 300]
    assert steps_to(300, 300) == [300]
    assert steps_to(1000) == [20, 60, 120, 200, 300, 600, 900, 1000]


@pytest.mark.parametrize("assumptions", ["drawn", "fixed"])
def test_every_step_is_what_compare_gives_for_so_many_futures(unsure, executor, assumptions):
    plan = comparison_plan(unsure, [OPENED, BOTH], 61, 1, None, assumptions=assumptions)
    steps = steps_of(plan, executor)
    assert [step.replications for step in steps] == [20, 60, 61]
    for step in steps:
        whole = placesim.compare(unsure, [OPENED, BOTH], step.replications, 1, 1, assumptions=assumptions)
        require_alike(step, whole)
    require_same_report(steps[-1], whole)


@pytest.mark.parametrize("assumptions", ["drawn", "fixed"])
def test_every_step_of_halton_is_what_compare_gives(executor, assumptions):
    halton = placesim.load(HALTON, years=0.5)
    steps = steps_of(comparison_plan(halton, HOMES, 21, 1, None, assumptions=assumptions), executor)
    assert [step.replications for step in steps] == [20, 21]
    require_alike(steps[-1], placesim.compare(halton, HOMES, 21, 1, 1, assumptions=assumptions))
    first = placesim.compare(halton, HOMES, 20, 1, 1, assumptions=assumptions)
    require_alike(steps[0], first)
    require_same_report(steps[0], first)


def test_an_option_with_ranges_of_its_own_changes_no_other_scenario_and_is_what_compare_gives(
    unsure, example, executor, own_ranges
):
    for council in (unsure, example):
        kept = KeptOutcomes()
        for options in ([OPENED], [OPENED, own_ranges], [own_ranges]):
            [step] = steps_of(comparison_plan(council, options, 9, 1, None), executor, kept)
            require_alike(step, placesim.compare(council, options, 9, 1, 1))


def test_a_run_grows_too_and_keeps_its_episodes_where_they_are_asked_for(unsure, executor):
    steps = steps_of(run_plan(unsure, 21, 1, None, episodes=True), executor)
    assert [step.replications for step in steps] == [20, 21]
    again = placesim.run(unsure, 21, 1, 1, episodes=True)
    require_alike(steps[-1], again)
    pd.testing.assert_frame_equal(steps[-1].episodes(), again.episodes(), check_exact=True)


def test_a_step_says_how_many_futures_it_has_and_how_it_is_made_again(unsure, executor):
    first, last = steps_of(comparison_plan(unsure, OPENED, 21, 3, None), executor)
    assert "--replications 20 " in first.settings().command
    assert "--replications 21 " in last.settings().command
    assert first.settings().replications == 20


def test_a_baseline_is_played_once_for_all_options(unsure, executor):
    kept, told = KeptOutcomes(), Counting()
    steps_of(run_plan(unsure, 12, 1, None), executor, kept, told)
    assert told.done == 12 + 12 + 3
    for options in (OPENED, BOTH):
        steps_of(comparison_plan(unsure, options, 12, 1, None), executor, kept, told)
    assert told.done == 3 * (12 + 12 + 3)
    steps_of(comparison_plan(unsure, [BOTH, OPENED], 12, 1, None), executor, kept, told)
    assert told.done == 3 * (12 + 12 + 3)


def test_an_option_under_another_name_is_not_played_again_and_is_told_by_its_name(example, executor, tmp_path):
    kept, told = KeptOutcomes(), Counting()
    steps_of(comparison_plan(example, OPENED, 8, 1, None), executor, kept, told)
    renamed = tmp_path / "other.yaml"
    renamed.write_text(Path(OPENED).read_text("utf-8").replace("name: ", "name: Another name for ", 1), "utf-8")
    [step] = steps_of(comparison_plan(example, renamed, 8, 1, None), executor, kept, told)
    assert told.done == 2 * 8
    assert step.comparison.names[0].startswith("Another name for ")
    require_alike(step, placesim.compare(example, renamed, 8, 1, 1))


def test_more_futures_go_on_where_fewer_ended_and_fewer_are_the_first_of_more(unsure, executor):
    kept, told = KeptOutcomes(), Counting()
    steps_of(comparison_plan(unsure, OPENED, 22, 1, None), executor, kept, told)
    before = told.done
    [fewer] = steps_of(comparison_plan(unsure, OPENED, 10, 1, None), executor, kept, told)
    assert told.done == before
    require_alike(fewer, placesim.compare(unsure, OPENED, 10, 1, 1))
    *_, more = steps_of(comparison_plan(unsure, OPENED, 27, 1, None), executor, kept, told)
    assert told.done == before + 2 * (5 + 5 + 1)
    require_alike(more, placesim.compare(unsure, OPENED, 27, 1, 1))


def test_what_is_left_and_what_it_takes_count_only_what_was_not_whole_before(unsure, executor):
    kept = KeptOutcomes()
    steps_of(run_plan(unsure, 12, 1, None), executor, kept)
    study = GrowingStudy(comparison_plan(unsure, OPENED, 12, 1, None), executor, kept)
    assert (study.work, study.left) == (27, 27)
    study = GrowingStudy(comparison_plan(unsure, OPENED, 16, 1, None), executor, kept)
    assert (study.work, study.left) == (2 * 36, 36 + 9)


def contents(council, options, **how):
    plan = comparison_plan(council, options, 5, how.pop("seed", 1), None, **how)
    player = plan.player(None, None, print)
    return [content_of(player.alone(name)) for name in player.baselines]


def test_what_futures_depend_on_has_one_text_whichever_options_stand_beside(unsure, own_ranges):
    baseline, opened, both = contents(unsure, [OPENED, BOTH])
    assert contents(unsure, [own_ranges, OPENED])[::2] == [baseline, opened]
    assert contents(unsure, BOTH) == [baseline, both]
    assert len({baseline, opened, both, *contents(unsure, [OPENED], seed=2)}) == 5
    assert not {baseline, opened} & {*contents(unsure, [OPENED], assumptions="fixed")}


def test_what_was_used_longest_ago_goes_when_there_is_no_more_room(example, executor):
    kept = KeptOutcomes(most_bytes=1)
    for options in (OPENED, BOTH):
        [step] = steps_of(comparison_plan(example, options, 4, 1, None), executor, kept)
        require_alike(step, placesim.compare(example, options, 4, 1, 1))
    [*others, last] = contents(example, [OPENED, BOTH])
    assert [kept.get(each) for each in others] == [None, None]
    assert kept.get(last).futures == 4


def test_a_study_that_is_given_up_keeps_its_whole_steps(example):
    kept, told = KeptOutcomes(), Counting()
    with ThreadPoolExecutor(1) as threads:
        results = GrowingStudy(comparison_plan(example, OPENED, 60, 1, None), threads, kept, told).results()
        next(results)
        threads.shutdown(cancel_futures=True)
        with pytest.raises((CancelledError, RuntimeError)):
            next(results)
    assert [kept.get(each).futures for each in contents(example, OPENED)] == [20, 20]
