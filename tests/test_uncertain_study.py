"""The study of what Halton's answers rest on: both answers side by side, and what knowing is worth."""

import pytest

from placesim import api
from placesim.config.scenario_files import scenario_paths
from placesim.experiment.knowledge.worth import Value
from placesim.studies import uncertain
from placesim.studies.uncertain_words import millions, page, shown
from tests.conftest import CONFIGS

CHOICE = uncertain.Choice("The home, or nothing", ("open_the_new_home",))


@pytest.fixture(scope="module")
def council() -> api.Council:
    return api.load(CONFIGS / "example.yaml", years=2, ranges=CONFIGS / "uncertain" / "example.yaml")


@pytest.fixture(scope="module")
def study(council) -> uncertain.Study:
    option = CONFIGS / "scenarios" / "example" / "open_the_new_home.yaml"
    return uncertain.studied(council, scenario_paths([option]), 120, 1, 1)


def test_every_option_stands_with_both_answers(study):
    told = page(study, [study.worth(CHOICE)], "python -m placesim.studies.uncertain")
    for file, name in study.names.items():
        fixed, drawn = (each.difference(name, "spend") for each in (study.known.fixed, study.drawn))
        row = next(line for line in told.splitlines() if line.startswith(f"| {file.partition('_')[0]} | {name} |"))
        assert [millions(fixed.mean), millions(drawn.mean)] == [cell.split()[0] for cell in row.split(" | ")[4:6]]
        assert fixed.mean != drawn.mean
    for assumption in study.assumptions:
        assert f"| {assumption.label} |" in told
    assert "nan" not in told.lower().replace("finance", "")


def test_the_assumptions_that_are_worth_most_come_first(study):
    found = study.worth(CHOICE)
    assert found.names == ("nothing", study.names["open_the_new_home"])
    values = [value.value for _, value in found.most_worth(5)]
    assert len(values) == 5
    assert values == sorted(values, reverse=True)
    assert values[0] == max(each.value for each in found.worth.assumptions)
    assert all(isinstance(value, Value) for _, value in found.most_worth(5))


def test_only_what_is_not_usual_stands_in_the_command():
    parsed = uncertain.argparse.Namespace(replications=100, seed=1)
    assert uncertain._given(parsed) == ["--replications 100"]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (6750, "pounds", "£6,750"),
        (0.0355, "share", "3.55%"),
        (1.5, "times", "x 1.5"),
        (21.2, "days", "21 days"),
        (3, "", "3"),
    ],
)
def test_values_are_told_in_their_units(value, unit, text):
    assert shown(value, unit) == text
