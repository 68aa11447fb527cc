"""Tables of what is uncertain and of what knowing it is worth: one row each, and what a comparison writes."""

from pathlib import Path

import numpy as np
import pytest

import placesim
from placesim.config.ranges.assumptions import Assumption, Uncertainty
from placesim.config.ranges.shapes import Shape
from placesim.experiment.knowledge.draws_table import ranges_table
from placesim.experiment.knowledge.flips import flips
from placesim.experiment.knowledge.knowing_table import EVERYTHING, Decision, flips_table, knowing_table
from placesim.experiment.knowledge.smooths import smooths_of
from placesim.experiment.knowledge.worth import worth_of_knowing
from tests.drawn import evenly, lucky

OPTION = "configs/scenarios/example/open_the_new_home.yaml"


def assumption(name: str, unit: str = "") -> Assumption:
    shape = Shape("uniform", 0.5, 0.0, 1.0)
    return Assumption(name, f"The {name}", 0.5, 0.0, 1.0, "", unit, False, ("assumption: a test",), shape)


UNCERTAINTY = Uncertainty((assumption("price", "pounds"), assumption("entries")))


@pytest.fixture(scope="module")
def decisions() -> list[Decision]:
    draws = evenly(600, 2)
    savings, again = lucky(4 * draws[:, 0] - 2.4, 2.0)
    smooths = smooths_of(draws)
    both = (np.column_stack([np.zeros(len(each)), each]) for each in (savings, again))
    savings, again = both
    worth = worth_of_knowing(savings, again, smooths)
    return [Decision("a home or not", ("baseline", "home"), worth, flips(savings, smooths))]


def test_each_decision_has_a_row_for_all_that_might_be_known(decisions):
    table = knowing_table(UNCERTAINTY, decisions)
    assert table["assumption"].tolist() == ["price", "entries", EVERYTHING]
    assert table["told_apart"].tolist() == [True, False, True]
    assert (table["by_chance_up_to"] > 0).all()
    assert not table["note"].any()


def test_each_turning_value_says_what_is_best_on_either_side(decisions):
    [turn] = flips_table(UNCERTAINTY, decisions).to_dict("records")
    assert (turn["assumption"], turn["best_below"], turn["best_above"]) == ("price", "baseline", "home")
    assert turn["low"] < 0.6 < turn["high"]


def test_ranges_are_a_table_and_are_printed_one_a_line():
    table = ranges_table(UNCERTAINTY)
    assert table.loc[0, ["assumption", "low", "high", "unit"]].tolist() == ["price", 0.0, 1.0, "pounds"]
    assert repr(UNCERTAINTY) == "<2 assumptions>\n  price: 0.5 (0 to 1) pounds\n  entries: 0.5 (0 to 1)"


def test_a_drawn_comparison_writes_what_knowing_is_worth(tmp_path):
    council = placesim.load("configs/example.yaml", years=1, ranges="configs/uncertain/example.yaml")
    assert council.ranges()["assumption"].tolist() == list(council.uncertainty.names)
    drawn = placesim.compare(council, OPTION, 10, workers=1)
    folder: Path = drawn.write(tmp_path / "drawn", reports=[])
    written = (folder / "knowing.csv").read_bytes()
    assert drawn.worth_of_knowing().to_csv(index=False, lineterminator="\n").encode("utf-8-sig") == written
    assert drawn.turning_points().empty
    fixed = placesim.compare(council, OPTION, 2, workers=1, assumptions="fixed")
    with pytest.raises(placesim.WrongInputError, match="needs drawn assumptions"):
        fixed.worth_of_knowing()
