"""Ranges in place of numbers are checked: told by file, line and field with the mend."""

import shutil
from pathlib import Path

import pytest

import placesim
from placesim.api.council import drawable_of
from placesim.api.options import options_of
from placesim.api.wrong import WrongInputError
from placesim.calibration.adjustable import Adjustable
from placesim.calibration.checking import checked
from placesim.calibration.scaling import scale_all
from placesim.config.faults import InputError
from placesim.config.upgrading import upgraded
from placesim.studies.mutations import study
from placesim.studies.random_ranges import study as random_study
from tests.conftest import CONFIGS

EXAMPLE = CONFIGS / "example.yaml"
RANGES = CONFIGS / "uncertain" / "example.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(CONFIGS / "scenarios" / "example", tmp_path / "scenarios")
    shutil.copy(EXAMPLE, tmp_path / "council.yaml")
    return tmp_path


def changed(path: Path, old: str, new: str) -> int:
    """Replace a text that stands once; return its line."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


FEE = "provision.homes_in_borough.price.weekly_fee"

WRONG = {
    "{value: 6500, low: 7000, high: 6000}": (".low", "the low end, 7000, lies above the high end, 6000; swap them"),
    "{value: 6500, low: 7000, high: 8000}": (
        ".value",
        "the value, 6500, lies below the low end, 7000; widen",
    ),
    "{value: 6500, low: -1, high: 8000}": (".low", "cannot be as low as -1: must be 0 or more; found -1"),
    "{value: 6500, low: 1, high: 2_000_000}": (".high", "cannot be as high as 2000000: must be 1000000 or less"),
    "{value: -5, low: -9, high: 8000}": ("", "must be 0 or more; found -5"),
    "{value: 6500, low: 5000}": (".high", "missing; write {value: 5, low: 4, high: 7}"),
    "{value: 6500}": (".low", "missing; write {value: 5, low: 4, high: 7}"),
    "{value: 6500, lo: 5000, high: 8000}": (".lo", "unknown key 'lo' in a range; did you mean 'low'?"),
    "{value: much, low: 5000, high: 8000}": (".value", "should be a number; found 'much'"),
    "{low: .nan, high: 8000}": (".low", "should be a number; found nan"),
    "{value: 6500, standard_error: -3}": (".standard_error", "must be 0 or more; found -3"),
    "{value: 6500, standard_error: 3, shape: uniform}": (".shape", "a uniform range has no standard error"),
    "{low: 5000, high: 8000, name: Price}": (".name", "should be a short name"),
    "{low: 5000, high: 8000, source: S1}": (".source", "is neither an evidence id"),
    "{low: 5000, high: 8000, source: S001}": (".source", "evidence id 'S001' without a folder of evidence"),
    "{from: 2026-04-01, low: 5000, high: 8000}": (".from", "a date stands outside, as in {from: 2026-04-01, value:"),
}


@pytest.mark.parametrize(("written", "told"), WRONG.items(), ids=WRONG)
def test_a_wrong_range_in_a_configuration_is_told_once_by_line(folder: Path, written: str, told: tuple[str, str]):
    path = folder / "council.yaml"
    line = changed(path, "weekly_fee: 6500", f"weekly_fee: {written}")
    with pytest.raises(WrongInputError) as error:
        placesim.load(path)
    [fault] = error.value.faults
    assert (fault.file, fault.line) == (str(path), line)
    assert fault.field == f"{FEE}{told[0]}"
    assert told[1] in fault.message


def test_what_else_is_wrong_is_told_with_a_wrong_range(folder: Path):
    path = folder / "council.yaml"
    changed(path, "weekly_fee: 6500", "weekly_fee: {low: x, high: y}")
    changed(path, "weekly_fee: 450", "weekly_fee: -450")
    with pytest.raises(WrongInputError) as error:
        placesim.load(path)
    assert [fault.message.split(";")[0] for fault in error.value.faults] == [
        "must be 0 or more",
        "should be a number",
        "should be a number",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("years: 5", "years: {low: 3, high: 6}", "years cannot have a range: every future is as long"),
        ("name: Exampleton", "name: {low: 3, high: 6}", "should be text, in quotes if need be; found a block of keys"),
        ("start: 2025-04-01", "start: {low: 3, high: 6}", "should be a date of the calendar"),
        ("under 5: 0.35", "under 5: {value: 0.35, low: 0.3, high: 0.4}", "`dirichlet` in a file of ranges draws all"),
    ],
)
def test_where_no_range_can_stand_it_is_said_why(folder: Path, old: str, new: str, told: str):
    path = folder / "council.yaml"
    changed(path, old, new)
    with pytest.raises(WrongInputError) as error:
        placesim.load(path)
    assert told in str(error.value)


def test_bands_and_needs_that_are_called_low_and_high_are_no_range(folder: Path):
    path = folder / "council.yaml"
    text = path.read_text(encoding="utf-8").replace("under 5:", "low:").replace("5 to 9:", "high:")
    path.write_text(text, encoding="utf-8")
    council = placesim.load(path)
    assert not council.uncertainty.assumptions
    assert council.baseline.entrants["local"].ages["low"] == 0.35


def test_a_number_may_have_one_range_alone(folder: Path):
    path, ranges = folder / "council.yaml", folder / "ranges.yaml"
    shutil.copy(RANGES, ranges)
    line = changed(path, "approvals_per_year: 3", "approvals_per_year: {value: 3, low: 2, high: 4}")
    with pytest.raises(WrongInputError) as error:
        placesim.load(path, ranges=ranges)
    assert f"has a range already, at {path}:{line}; keep one of the two" in str(error.value)


MOBILISATION = "mobilisation: 50_000"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "{value: 50_000, low: -10, high: 60_000}",
            "cost.mobilisation.low: cannot be as low as -10: must be",
        ),
        ("{value: 50_000, standard_error: 20_000}", "cost.mobilisation: can, however rarely, be drawn"),
        ("{value: 50_000, low: 60_000, high: 70_000}", "cost.mobilisation.value: the value, 50000, lies below the low"),
        ("{value: 50_000, low: 40_000, high: x}", "cost.mobilisation.high: should be a number; found 'x'"),
    ],
)
def test_a_wrong_range_in_a_scenario_is_told_by_line(folder: Path, written: str, told: str):
    path = folder / "scenarios" / "open_the_new_home.yaml"
    line = changed(path, MOBILISATION, f"mobilisation: {written}")
    with pytest.raises(InputError) as error:
        options_of(placesim.load(EXAMPLE), [folder / "scenarios"])
    [fault] = error.value.faults
    assert f"{path}:{line}: interventions.item 1.{told}" in str(fault)


def test_ranges_of_one_name_are_one_assumption_and_must_be_alike(folder: Path):
    home, carers = (folder / "scenarios" / f"{name}.yaml" for name in ("open_the_new_home", "home_and_carers"))
    changed(home, MOBILISATION, "mobilisation: {value: 50_000, low: 40_000, high: 60_000, name: staff}")
    changed(carers, "lag_days: 180", "lag_days: {value: 180, low: 90, high: 270, name: staff}")
    council = placesim.load(EXAMPLE)
    with pytest.raises(WrongInputError) as error:
        placesim.compare(council, folder / "scenarios", replications=2)
    assert "'staff' is also the name of another range; make the two alike" in str(error.value)
    changed(carers, "name: staff", "name: lag")
    drawable = drawable_of(council, options_of(council, [folder / "scenarios"]))
    assert drawable.uncertainty.names == ("staff", "lag")


def test_check_says_how_many_assumptions_carry_ranges(folder: Path):
    changed(folder / "scenarios" / "open_the_new_home.yaml", MOBILISATION, "mobilisation: {low: 1, high: 100_000}")
    paths = [EXAMPLE, *sorted((folder / "scenarios").glob("*.yaml"))]
    found = checked(paths, ranges=RANGES)
    assert found.faults == []
    assert [sentence.partition("; ")[2] for sentence in found.good.values()] == [
        "8 assumptions with a range.",
        "1 assumption with a range.",
        "1 assumption with a range.",
    ]


def test_a_file_of_ranges_that_is_wrong_brings_no_faults_of_other_files(folder: Path):
    path, ranges, scenario = folder / "council.yaml", folder / "ranges.yaml", folder / "scenario.yaml"
    changed(path, "name: Exampleton", "name: Exampleton\nevidence: evidence")
    (folder / "evidence").mkdir()
    titles = "id,what_it_measures,value,unit,year,place,source_title,publisher,url,retrieved_on"
    (folder / "evidence" / "evidence.csv").write_text(f"{titles}\nP050,a,1,b,2024,c,d,e,f,2025-01-01\n", "utf-8")
    ranges.write_text("ranges:\n  a: 3\n", encoding="utf-8")
    shutil.copy(folder / "scenarios" / "open_the_new_home.yaml", scenario)
    changed(scenario, MOBILISATION, "mobilisation: {low: 1, high: 100_000, source: P050}")
    found = checked([path, scenario], ranges=ranges)
    assert [fault.file for fault in found.faults] == [str(ranges)]
    assert "not checked further until council.yaml and its ranges are mended" in found.good[scenario]


@pytest.mark.parametrize("asked", ["a scenario", "a configuration"])
def test_a_file_of_ranges_in_another_place_is_told_by_what_it_is(asked: str):
    with pytest.raises(InputError, match=f"seems to be a file of ranges, not {asked}.* name it with --ranges"):
        if asked == "a scenario":
            options_of(placesim.load(EXAMPLE), [RANGES])
        else:
            placesim.load(RANGES)


def test_a_range_without_a_source_rests_on_what_its_block_rests_on(folder: Path):
    changed(folder / "council.yaml", "weekly_fee: 6500", "weekly_fee: {value: 6500, low: 6000, high: 7000}")
    changed(folder / "scenarios" / "open_the_new_home.yaml", MOBILISATION, "mobilisation: {low: 1, high: 100_000}")
    council = placesim.load(folder / "council.yaml")
    sources = [
        each.source
        for each in drawable_of(council, options_of(council, [folder / "scenarios"])).uncertainty.assumptions
    ]
    assert [source[0].split(":")[0] for source in sources] == ["assumption", "assumption"]


def test_check_of_a_file_of_ranges_alone_says_what_it_goes_with():
    [fault] = checked([RANGES]).faults
    assert "check it with that, as in `placesim check configs/halton.yaml --ranges FILE`" in fault.message


def test_children_in_a_file_are_drawn_with(folder: Path):
    path = folder / "council.yaml"
    changed(path, "  groups:\n", "  file: children.csv\n  groups:\n")
    changed(path, "weekly_fee: 6500", "weekly_fee: {value: 6500, low: 6000, high: 7000}")
    columns = "provision,stream,need,age_years,years_in_care,days_in_placement"
    (folder / "children.csv").write_text(f"{columns}\ncouncil_carers,local,family,7.25,1.5,200\n", encoding="utf-8")
    council = placesim.load(path)
    drawable = drawable_of(council)
    assert drawable.baselines(drawable.uncertainty.central)["baseline"] == council.baseline
    assert len(council.baseline.children_in_care.children) == 1


def test_calibration_scales_a_range_as_a_whole():
    values = {"price": {"weekly_fee": {"value": 100, "low": 80, "high": 130, "label": "Fee"}, "variation": 0.2}}
    scale_all(values, {Adjustable(("price.weekly_fee",)): 1.1})
    assert values["price"]["weekly_fee"] == {"value": 110, "low": 88, "high": 143, "label": "Fee"}


def test_upgrading_leaves_ranges_as_they_are(folder: Path):
    path = folder / "council.yaml"
    changed(path, "weekly_fee: 6500", "weekly_fee: {value: 6500, low: 6000, high: 7000}")
    text, said = upgraded(path)
    assert (text, said) == (path.read_text(encoding="utf-8"), [])


def test_damaged_files_of_ranges_are_refused_plainly_or_drawn():
    found = study(RANGES, 40, seed=3, ranges_of=EXAMPLE)
    assert found.broken == []
    assert 0 < found.outcomes["refused"] < 40


def test_configurations_with_damaged_ranges_are_refused_plainly_or_run(folder: Path):
    path = folder / "council.yaml"
    changed(path, "weekly_fee: 6500", "weekly_fee: {value: 6500, low: 6000, high: 7000}")
    assert study(path, 10, seed=5).broken == []


def test_studies_with_random_ranges_are_refused_plainly_or_played_with_every_figure():
    scenarios = sorted((CONFIGS / "scenarios" / "example").glob("*.yaml"))
    found = random_study(EXAMPLE, scenarios, 2, seed=4)
    assert found.broken == []
    assert found.outcomes["played"] > 0
