"""Drawn studies: assumptions drawn in every future, with luck alone and the same draws again played beside them."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import placesim
from placesim.config.scenario_files import BASELINE
from placesim.experiment.draws import EVERY

EXAMPLE = Path("configs/example.yaml")
OPTION = "configs/scenarios/example/open_the_new_home.yaml"
OPENED = "Open the new home"

RANGES = {
    "weekly_fee: 7500": "weekly_fee: {value: 7500, low: 6500, high: 8500}",
    "entries_per_year: 40": "entries_per_year: {value: 40, low: 30, high: 50}",
}

NO_WIDTH = {
    "weekly_fee: 7500": "weekly_fee: {value: 7500, low: 7500, high: 7500}",
    "entries_per_year: 40": "entries_per_year: {value: 40, standard_error: 0}",
    "usable_share: 0.75": "usable_share: {low: 0.75, high: 0.75}",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write the example with other numbers in it."""

    def write(name: str, changed: dict[str, str]) -> placesim.Council:
        path = tmp_path_factory.mktemp("drawn") / f"{name}.yaml"
        text = EXAMPLE.read_text("utf-8")
        for before, after in changed.items():
            text = text.replace(before, after)
        path.write_text(text.replace("../seeds", str(Path("seeds").resolve())), "utf-8")
        return placesim.load(path, years=1)

    return write


@pytest.fixture(scope="module")
def uncertain(written):
    return written("uncertain", RANGES)


@pytest.fixture(scope="module")
def drawn(uncertain):
    return placesim.compare(uncertain, OPTION, 9, workers=1)


def test_a_range_of_no_width_changes_no_digit(written):
    plain = placesim.compare(written("plain", {}), OPTION, 6, workers=1, assumptions="fixed")
    sure = placesim.compare(written("sure", NO_WIDTH), OPTION, 6, workers=1)
    assert sure.knowledge is not None
    for one, other in zip(plain.outcomes, sure.outcomes, strict=True):
        assert one.keys == other.keys
        assert_array_equal(one.values, other.values)
        assert_array_equal(one.monthly, other.monthly)


def test_assumptions_are_drawn_where_numbers_carry_ranges(drawn):
    assert drawn.draws()["provision.homes_elsewhere.price.weekly_fee"].between(6500, 8500).all()
    assert drawn.draws()["replication"].tolist() == list(range(9))


def test_beside_a_drawn_study_stands_the_study_of_luck_alone(drawn, uncertain):
    fixed = placesim.compare(uncertain, OPTION, 9, workers=1, assumptions="fixed")
    assert fixed.knowledge is None
    assert drawn.knowledge is not None
    assert_array_equal(drawn.knowledge.fixed.baseline.values, fixed.comparison.baseline.values)
    assert_array_equal(drawn.knowledge.fixed.options[0].values, fixed.comparison.options[0].values)


def test_one_future_in_four_is_played_again_with_its_draw_and_another_luck(drawn, uncertain):
    """At the same draw the price of a night elsewhere is the same; who needs one is not."""
    again = drawn.knowledge.again
    first = drawn.comparison.baseline.values[::EVERY]
    assert len(again.baseline.values) == len(first) == 3
    assert not np.array_equal(again.baseline.values, first, equal_nan=True)
    spend, nights = (
        [outcomes.of(measure, "homes_elsewhere")["2025-26"] for outcomes in (again.baseline, drawn.comparison.baseline)]
        for measure in ("spend", "priced_nights")
    )
    assert spend[0] / nights[0] == pytest.approx(spend[1][::EVERY] / nights[1][::EVERY], rel=1e-12)
    assert not np.any(nights[0] == nights[1][::EVERY])


def test_every_scenario_has_the_same_draw(drawn):
    fees = [
        outcomes.of("spend", "homes_elsewhere")["2025-26"] / outcomes.of("priced_nights", "homes_elsewhere")["2025-26"]
        for outcomes in drawn.outcomes
    ]
    assert fees[0] == pytest.approx(fees[1], rel=1e-12)
    assert fees[0] * 7 == pytest.approx(drawn.draws()["provision.homes_elsewhere.price.weekly_fee"].to_numpy())


def test_the_figures_do_not_depend_on_workers_engine_or_how_many_futures_follow(uncertain, drawn):
    fewer = placesim.compare(uncertain, OPTION, 6, workers=2, engine="simpy")
    for one, other in zip(fewer.outcomes, drawn.outcomes, strict=True):
        assert_array_equal(one.values, other.values[:6])


def test_shards_of_a_drawn_study_make_the_whole(uncertain, drawn, tmp_path):
    for first, count in ((0, 5), (5, 2), (7, 2)):
        asked = {"first": first, "count": count, "replications": 9, "workers": 1}
        placesim.shard(tmp_path / f"{first}.npz", uncertain, [OPTION], **asked)
    merged = placesim.merge(tmp_path)
    for name in ("fixed", "again"):
        one, other = getattr(merged.knowledge, name), getattr(drawn.knowledge, name)
        assert_array_equal(one.baseline.values, other.baseline.values)
    assert_array_equal(merged.knowledge.draws, drawn.knowledge.draws)
    assert_array_equal(merged.comparison.options[0].values, drawn.comparison.options[0].values)


def test_shards_of_one_study_merge_whether_drawing_was_asked_for_or_not(uncertain, written, tmp_path):
    for council, assumptions in ((uncertain, "drawn"), (written("sure", {}), "fixed")):
        folder = tmp_path / assumptions
        folder.mkdir()
        for first, asked in enumerate((None, assumptions)):
            path = folder / f"{first}.npz"
            placesim.shard(path, council, first=first, count=1, replications=2, workers=1, assumptions=asked)
        assert (placesim.merge(folder).knowledge is not None) == (assumptions == "drawn")


def test_a_run_draws_too_and_writes_its_draws(uncertain, tmp_path):
    result = placesim.run(uncertain, 5, workers=1, out=tmp_path / "run", reports=[])
    lines = (tmp_path / "run" / "draws.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 6
    assert lines[0].split(",")[0] == "replication"
    assert result.baselines.keys() == {BASELINE}


def test_drawing_where_nothing_carries_a_range_is_refused(written):
    with pytest.raises(ValueError, match="no number carries a range"):
        placesim.run(written("plain", {}), 2, workers=1, assumptions="drawn")


def test_what_is_neither_drawn_nor_fixed_is_refused(uncertain):
    with pytest.raises(ValueError, match="should be drawn or fixed"):
        placesim.run(uncertain, 2, workers=1, assumptions="guessed")
