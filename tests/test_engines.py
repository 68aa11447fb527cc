"""The readable engine and its compiled twin: the same children in the same places on the same days, to the last bit."""

import gc
import math
from time import process_time

import numpy as np
import pytest
from hypothesis import Phase, given, settings

from placesim.config.baseline import Baseline
from placesim.config.loading import evidence_folder_of, load_baseline
from placesim.config.scenario_files import load_options, scenario_paths
from placesim.experiment.replications import replicate
from placesim.model import EngineName
from placesim.model.same_bits import exp_each, log1p_each
from placesim.model.streams import Streams
from tests.conftest import CONFIGS
from tests.councils import SOURCE, carers, council, need, risk, spot, stream
from tests.engines import differing_columns, needs_the_compiled_engine, played_by
from tests.random_scenarios import Made, scenarios
from tests.test_invariants import UNHURRIED, of_every_council, played

pytestmark = needs_the_compiled_engine

FUTURES = range(3)
MANY_FUTURES = range(25)
MANY_SCENARIOS = 1_500
"""Of one or two interventions each, so about 3,700 councils."""


def options(configuration: str, scenario: str) -> dict[str, Baseline]:
    """A configuration of this project and its scenarios."""
    file = CONFIGS / configuration
    baseline = load_baseline(file)
    made = load_options(
        scenario_paths([CONFIGS / "scenarios" / scenario]), baseline, evidence_folder_of(file, baseline)
    )
    return {"Baseline": baseline, **{option.scenario.name: option.baseline for option in made}}


def differences(baseline: Baseline, futures: range) -> list[list[str]]:
    """Columns in which the engines differ, future by future."""
    both = (played_by(engine, baseline, futures) for engine in (EngineName.SIMPY, EngineName.COMPILED))
    return [differing_columns(*histories) for histories in zip(*both, strict=True)]


@pytest.mark.parametrize(("configuration", "scenario"), [("halton.yaml", "halton"), ("example.yaml", "example")])
def test_both_engines_tell_the_same_of_every_scenario_of_this_project(configuration, scenario):
    for name, baseline in options(configuration, scenario).items():
        assert differences(baseline, FUTURES) == [[]] * len(FUTURES), name


@pytest.mark.slow
def test_both_engines_tell_the_same_of_many_futures_of_halton():
    for name, baseline in options("halton.yaml", "halton").items():
        assert differences(baseline, MANY_FUTURES) == [[]] * len(MANY_FUTURES), name


class TestRandomCouncils:
    @of_every_council
    def test_both_engines_tell_the_same_of_every_random_council(self, baseline):
        [found] = played_by(EngineName.COMPILED, baseline, range(1))
        assert differing_columns(played(baseline), found) == []

    @pytest.mark.slow
    @settings(UNHURRIED, max_examples=MANY_SCENARIOS, phases=[Phase.generate])
    @given(scenarios())
    def test_both_engines_tell_the_same_of_thousands_of_random_councils(self, made: list[Made]):
        for baseline in (made[0].before, *(each.after for each in made)):
            assert differences(baseline, range(2)) == [[], []]


def test_a_need_that_first_may_change_after_many_placements_changes_alike():
    """Luck of late placements is drawn in blocks, some of which nobody has asked for when a later one is needed."""
    change = {"from": "care", "to": "more_care", "share": 0.5}
    moves = {
        "often": risk({"foster_care": 20}),
        "seldom": risk({"foster_care": 0.5}, need_changes=[change]),
    }
    group = {"provision": "a_home", "stream": "local", "needs": {"care": 1}, "ages": {"all": 40}, "source": SOURCE}
    baseline = council(
        {"a_home": spot(), "elsewhere": spot()},
        years=5,
        age_bands={"all": [0, 18]},
        entrants={"local": stream(5, {"all": 1}, {"all": {"care": 1}})},
        needs={"care": need("a_home"), "more_care": need("elsewhere")},
        children_in_care={"groups": [group], "years_in_care": {"any": 1}},
        moves=moves,
    )
    [history] = played_by(EngineName.SIMPY, baseline, range(1))
    assert history.episodes["placement_number"].max() > 50
    assert differences(baseline, FUTURES) == [[]] * len(FUTURES)


def test_luck_is_numpys_for_every_seed_and_decision():
    for number in range(300):
        streams, decision = Streams(number * 7_158_279 % 2**31, number * number), f"decision {number}"
        [entropy] = streams._entropy([decision])
        numpys = [np.random.Generator(np.random.PCG64(entropy)) for _ in range(2)]
        uniforms = numpys[0].random((number % 7, 4))
        assert streams.uniforms(decision, number % 7, 4).tobytes() == uniforms.tobytes()
        assert streams.normals(decision, 9).tobytes() == numpys[1].standard_normal(9).tobytes()


def test_decisions_drawn_together_have_the_luck_they_have_alone():
    decisions = [("one", 3), ("none", 0), ("another", 5)]
    together = Streams(1, 2).uniforms_of(decisions, times=2)
    alone = [Streams(1, 2).uniforms(decision, rows, times=2) for decision, rows in decisions]
    assert together.tobytes() == np.concatenate(alone).tobytes()


def test_children_who_came_by_several_cohorts_have_the_luck_of_their_place_in_each():
    cohorts, decisions = [np.array([3, -1, 0]), np.array([1, 2])], ["a: one", "b: one", "a: other", "b: other"]
    found = Streams(1, 2).of_cohorts(decisions, cohorts, (4, 2, 2), apart=5)
    alone = [Streams(1, 2).uniforms(decision, 3, times=5)[:, :2] for decision in decisions]
    for column, (a, b) in enumerate([alone[:2], alone[2:]]):
        assert found[:, :, column].tolist() == [row.tolist() for row in (a[2], b[0], b[1], a[0])]
    assert Streams(1, 2).of_cohorts([], cohorts, (4, 2, 0), apart=5).shape == (4, 2, 0)


@pytest.mark.parametrize(("each", "by_python"), [(log1p_each, math.log1p), (exp_each, math.exp)])
def test_logarithms_and_exponentials_of_columns_are_pythons(each, by_python):
    values = -np.random.default_rng(1).random((500, 3))
    assert each(values).tolist() == [[by_python(value) for value in row] for row in values.tolist()]


def test_figures_are_the_same_whichever_engine_plays(example):
    by_simpy, by_twin = (
        replicate({"example": example.replace(years=2)}, 4, 1, workers=1, engine=engine)[0] for engine in EngineName
    )
    assert by_simpy.keys == by_twin.keys
    assert by_simpy.values.tobytes() == by_twin.values.tobytes()
    assert by_simpy.monthly.tobytes() == by_twin.monthly.tobytes()


@pytest.mark.parametrize("engine", EngineName)
def test_eight_times_the_households_take_eight_times_as_long(engine):
    """Not sixty-four times, as they would if every approval looked at every household."""

    def seconds(households: int) -> float:
        capacity = {"approvals_per_year": households, "leaves_per_year": 0.3}
        baseline = council({"ours": carers(households, capacity=capacity), "elsewhere": spot()}, years=2)
        gc.disable()  # what other tests left in the process is no work of the engine's
        try:
            began = process_time()
            played_by(engine, baseline, range(1))
            return process_time() - began
        finally:
            gc.enable()

    seconds(10)
    assert seconds(16_000) < 3 * 8 * seconds(2_000)
