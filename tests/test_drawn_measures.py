"""Measures of drawn futures: together or alone, each is measured with the council that it was drawn with."""

from pathlib import Path

import numpy as np
import pytest

import placesim
from placesim.api.council import drawable_of
from placesim.api.options import options_of
from placesim.config.ranges.drawing import Drawable
from placesim.experiment.chunks import Chunk, Played, councils_of, no_progress, played_by
from placesim.experiment.draws import DrawnStudy
from placesim.model import EngineName, default_engine
from tests.conftest import CONFIGS

FUTURES = 4
OPTION = CONFIGS / "scenarios" / "halton" / "a_four_homes_as_planned.yaml"
TERMS = {
    "{weekly_fee: 7500, variation: 0.3,": (
        "{weekly_fee: {value: 7500, low: 6500, high: 8500}, variation: {value: 0.3, low: 0, high: 0.6},"
    ),
    "{kind: block}": "{kind: block, void_share: {low: 0.4, high: 1}}",
}
"""Ranges of what decides which nights are paid for, and how fees differ between children."""


def drawn(council: placesim.Council, scenarios: list[Path]) -> Drawable:
    return drawable_of(council, options_of(council, scenarios))


def played(drawable: Drawable, first: int, count: int, engine: EngineName) -> list[Played]:
    draws = DrawnStudy(drawable, 1).futures(0, FUTURES).part(first, count)
    councils = councils_of(drawable)
    chunks = [Chunk(name, first, count, 1, False, engine, (), draws) for name in drawable.scenarios]
    return [played_by(councils, chunk, no_progress) for chunk in chunks]


@pytest.fixture(scope="module")
def halton() -> Drawable:
    return drawn(placesim.load(CONFIGS / "halton.yaml", years=2), [OPTION])


@pytest.fixture(scope="module")
def terms(tmp_path_factory) -> Drawable:
    folder, paths = tmp_path_factory.mktemp("terms"), []
    for path in (CONFIGS / "example.yaml", CONFIGS / "scenarios" / "example" / "open_the_new_home.yaml"):
        text = path.read_text(encoding="utf-8")
        for before, after in TERMS.items():
            text = text.replace(before, after)
        paths.append(folder / path.name)
        paths[-1].write_text(text, encoding="utf-8")
    council = placesim.load(paths[0], years=2)
    found = drawn(council, paths[1:])
    assert len(found.uncertainty.assumptions) == 3
    return found


@pytest.mark.parametrize("council", ["halton", "terms"])
def test_drawn_futures_measured_together_have_the_figures_of_each_alone(council, request):
    drawable = request.getfixturevalue(council)
    together = played(drawable, 0, FUTURES, default_engine())
    alone = [played(drawable, number, 1, default_engine()) for number in range(FUTURES)]
    for place, whole in enumerate(together):
        for figures in ("values", "monthly"):
            parts = np.concatenate([getattr(each[place], figures) for each in alone])
            np.testing.assert_array_equal(getattr(whole, figures), parts)
        assert whole.keys == alone[0][place].keys


def test_both_engines_play_drawn_futures_alike(halton):
    readable, compiled = (played(halton, 0, 2, engine) for engine in EngineName)
    for one, other in zip(readable, compiled, strict=True):
        np.testing.assert_array_equal(one.values, other.values)
        np.testing.assert_array_equal(one.monthly, other.monthly)


def test_a_drawn_council_is_the_same_whether_its_blocks_are_looked_at_once_or_after_every_step(halton):
    rows = DrawnStudy(halton, 1).futures(0, FUTURES).rows
    for row in rows:
        drawn_values = dict(zip(halton.uncertainty.names, map(float, row), strict=True))
        for name in halton.scenarios:
            at_once = halton.baseline(name, row)
            halton._last.clear()
            assert at_once == halton._made(name, row.tobytes(), drawn_values)
