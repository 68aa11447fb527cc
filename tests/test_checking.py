"""`check`: whatever a command would refuse of files is told, of all files and layers in one round."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from placesim.calibration.checking import checked
from placesim.commands.terminal import what_is_wrong
from placesim.config.faults import MOST_OF_A_KIND, Fault, InputError
from placesim.config.loading import load_baseline
from placesim.config.scenario_files import load_options
from placesim.studies.mutations import study
from tests.commands import placesim, placesim_in_its_own_process
from tests.conftest import CONFIGS

EXAMPLE = CONFIGS / "example.yaml"
TEXT = EXAMPLE.read_text(encoding="utf-8")
ROOT = CONFIGS.parent

HIGHER = '{kind: change_entries, factor: 1.1, from: 2026-04-01, source: "assumption: a test"}'


def scenario(folder: Path, name: str, *interventions: str, file: str = "") -> Path:
    path = folder / (file or f"{name.lower()}.yaml")
    lines = "".join(f"  - {each}\n" for each in interventions or (HIGHER,))
    path.write_text(f"name: {name}\nquestion: What if?\ninterventions:\n{lines}", encoding="utf-8")
    return path


def council(folder: Path, *changes: tuple[str, str]) -> Path:
    text = TEXT
    for was, becomes in changes:
        assert was in text
        text = text.replace(was, becomes, 1)
    path = folder / "council.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def told(faults: list[Fault]) -> list[str]:
    return [str(fault) for fault in faults]


def test_two_scenarios_of_one_name_are_refused_by_check_as_by_compare(tmp_path: Path):
    paths = [scenario(tmp_path, "More", file="a.yaml"), scenario(tmp_path, "more", file="b.yaml")]
    with pytest.raises(InputError) as refused:
        load_options(paths, load_baseline(EXAMPLE), None)
    assert told(checked([EXAMPLE, *paths]).faults) == told(refused.value.faults)
    assert told(checked(paths).faults) == [
        f"{paths[1]}:1: name: 'more' is also the name of a.yaml; give each scenario its own"
    ]


@pytest.mark.parametrize("name", ["Baseline", "baseline", "BASELINE"])
def test_a_scenario_called_baseline_is_refused_by_check_as_by_compare(name: str, tmp_path: Path):
    path = scenario(tmp_path, name, file="a.yaml")
    with pytest.raises(InputError) as refused:
        load_options([path], load_baseline(EXAMPLE), None)
    assert told(checked([EXAMPLE, path]).faults) == told(refused.value.faults)
    assert "is also the name of the baseline" in told(checked([path]).faults)[0]


@pytest.mark.parametrize("years", ["0.001", "0.09", "31"])
def test_years_that_no_command_takes_are_refused_in_the_file_too(years: str, tmp_path: Path):
    path = council(tmp_path, ("years: 5", f"years: {years}"))
    [fault] = checked([path]).faults
    assert fault.field == "years"
    assert placesim("run", EXAMPLE, "--years", years).returncode == placesim("run", path).returncode == 2


def test_faults_of_all_layers_and_files_are_told_in_one_round(tmp_path: Path):
    """A number that is none, a name that is not declared, shares that do not add up, evidence that is not there."""
    path = council(
        tmp_path,
        ("years: 5", "years: 50"),
        ("weekly_fee: 250", "weekly_fee: lots"),
        ("council_carers, agency_carers]", "council_carer, agency_carers]"),
        ("ages: {under 5: 0.35,", "ages: {under 5: 0.45,"),
        ("adopted" if "adopted" in TEXT else 'source: "assumption: example"', "source: [S999]"),
    )
    option = scenario(
        tmp_path, "Wrong", HIGHER.replace("1.1", "lots"), HIGHER.replace("change_entries", "change_entry")
    )
    says = "\n".join(told(checked([path, option]).faults))
    for part in (
        "years: must be 30 or less",
        "relatives.price.weekly_fee: should be a number",
        "unknown provision 'council_carer'; did you mean 'council_carers'?",
        "shares by age add to 1.1; they must add to 1",
        "evidence id 'S999' without a folder of evidence",
        "interventions.item 1.factor: should be a number",
        "unknown kind 'change_entry'; did you mean 'change_entries'?",
    ):
        assert part in says


def test_a_faulty_intervention_does_not_hide_that_another_does_not_fit(tmp_path: Path):
    other = HIGHER.replace("from:", "streams: locl, from:")
    path = scenario(tmp_path, "Wrong", HIGHER.replace("1.1", "lots"), other)
    says = told(checked([EXAMPLE, path]).faults)
    assert [line.split(": ", 1)[1].split(":")[0] for line in says] == [
        "interventions.item 1.factor",
        "interventions.item 2.streams",
    ]


def test_what_was_set_aside_brings_no_faults_of_its_own(tmp_path: Path):
    path = council(tmp_path, ("capacity: {kind: places, places: 3}", "capacity: {kind: places, places: few}"))
    [fault] = checked([path]).faults
    assert fault.field == "provision.homes_in_borough.capacity.places"


def test_of_many_faults_of_a_kind_the_first_are_told_and_the_rest_counted(tmp_path: Path):
    path = council(tmp_path)
    path.write_text(TEXT + "zz: 1\n" * 5001, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_baseline(path)
    lines = str(refused.value).splitlines()
    assert len(lines) == MOST_OF_A_KIND + 1
    assert lines[-1].endswith(f"and {5000 - MOST_OF_A_KIND:,} more like this from here on; mend these first")


def test_a_hundred_thousand_bad_rows_are_told_in_a_line_a_kind(tmp_path: Path):
    path = council(tmp_path, ("  groups:", "  file: children.csv\n  groups:"))
    rows = "nowhere,family,local,77,abc,-5\n" * 100_000
    heading = "provision,need,stream,age_years,years_in_care,days_in_placement\n"
    (tmp_path / "children.csv").write_text(heading + rows, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_baseline(path)
    assert [fault.field for fault in refused.value.faults] == ["age_years", "years_in_care", "days_in_placement"]
    assert all("(100000 rows: lines 2, 3, 4, 5, 6, ...)" in fault.message for fault in refused.value.faults)


def test_a_list_without_end_is_refused_by_its_limit(tmp_path: Path):
    path = council(tmp_path, ("entries_per_year: 40", f"entries_per_year: [{'1,' * 80_000}]"))
    with pytest.raises(InputError, match=r":102: more than 50,000 keys and values"):
        load_baseline(path)


TOO_MUCH = [
    ("entries_per_year: 40", "entries_per_year: 100000.5", "must be from 0 to 100000"),
    ("entries_per_year: 40", "entries_per_year: 100000\n    variation_between_years: 0", ""),
    ("kinship: 0.3,", "kinship: 1000,", "with its factors comes to 1,500 a year; at most 1,000 are allowed"),
    ("kinship: 0.3,", "kinship: 1e-320,", "should be 0, or a number that is not so near to it; found"),
    ("years: 5", "years: 30", ""),
]


@pytest.mark.parametrize(("was", "becomes", "says"), TOO_MUCH)
def test_numbers_that_no_simulation_could_bear_are_refused_by_their_limit(was, becomes, says, tmp_path: Path):
    found = told(checked([council(tmp_path, (was, becomes))]).faults)
    assert [says in line for line in found] == ([True] if says else [])


def test_more_children_or_households_than_can_be_simulated_are_refused(tmp_path: Path):
    changes = ("years: 5", "years: 30"), ("entries_per_year: 40", "entries_per_year: 50000")
    changes = *changes, ("approvals_per_year: 3", "approvals_per_year: 20000")
    found = "\n".join(told(checked([council(tmp_path, *changes)]).faults))
    assert "up to 1.5e+06 children in 30 years; at most 500,000 can be simulated" in found
    assert "up to 600,000 households in 30 years; at most 500,000 can be simulated" in found


def test_emoji_of_several_parts_are_letters_like_others(tmp_path: Path):
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert load_baseline(council(tmp_path, ("name: Exampleton", f"name: {family} Town"))).name == f"{family} Town"


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("", "an argument is empty"),
        ("--out=", "--out is empty"),
        ("n" * 300, "too long"),
        ("a/" + "\u00a3" * 200, "a name of 400 bytes"),
    ],
)
def test_arguments_that_name_nothing_are_refused_before_any_command(argument: str, says: str):
    assert says in what_is_wrong(["run", argument])
    assert what_is_wrong(["run", "configs/example.yaml", "--out", "reports/trial"]) == ""


@pytest.mark.parametrize("option", ["--values", "--vary", "--of"])
def test_what_names_no_file_may_be_as_long_as_it_needs(option: str):
    values = ",".join(str(1_000_000 + each) for each in range(40))
    assert what_is_wrong(["sweep", option, values]) == ""
    assert what_is_wrong(["sweep", f"{option}={values}"]) == ""
    assert "too long" in what_is_wrong(["sweep", option, values, "--out", values])


def test_empty_and_endless_names_end_with_2():
    for argument in ("", "n" * 300):
        done = placesim("run", EXAMPLE, "--out", argument)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


def test_a_terminal_of_plain_letters_does_not_end_a_finished_run(tmp_path: Path):
    settings = {"PYTHONIOENCODING": "ascii", "HOME": str(tmp_path / "nowhere")}
    out = tmp_path / "trial"
    asked = "--replications", 2, "--years", 0.5, "--reports", "page", "--out", out
    done = placesim_in_its_own_process("run", EXAMPLE, *asked, **settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert "GBP" in done.stdout


def test_a_run_without_docstrings_ends_as_any_other(tmp_path: Path):
    command = [sys.executable, "-OO", "-m", "placesim", "run", str(EXAMPLE), "--replications", "2", "--years", "0.5"]
    done = subprocess.run([*command, "--out", str(tmp_path / "trial")], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="a Unix shell")
def test_a_reader_that_has_had_enough_gets_no_message():
    files = " ".join([str(EXAMPLE)] * 3)
    line = f"{sys.executable} -u -m placesim check {files} {CONFIGS / 'scenarios' / 'example'} | true"
    done = subprocess.run(["sh", "-c", line], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_mutated_configurations_are_refused_plainly_or_run():
    found = study(EXAMPLE, 40, seed=7)
    assert found.broken == []
    assert sum(found.outcomes.values()) == 40
    assert found.outcomes["refused"] < 40


def test_warnings_are_shown_before_a_run_and_stop_nothing(tmp_path: Path):
    path = council(tmp_path, ("usable_share: 0.75", "usable_share: 0.075"))
    done = placesim("run", path, "--replications", 2, "--years", 0.5, "--reports", "none", "--out", tmp_path / "trial")
    assert done.returncode == 0
    assert f"Warning: {path}:41: provision.council_carers.capacity.usable_share: only 0.075" in done.stderr
