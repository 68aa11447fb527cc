"""Beginning: a folder that `placesim new` lays out, the list of measures, and a help that is never cut."""

import re
from importlib.resources import files

import pytest

import placesim as api
from placesim.calibration.agreement import agreements
from placesim.calibration.pair import load_pair
from placesim.calibration.published import only_years_needed
from placesim.config.evidence import sources_in
from placesim.config.yaml_files import read_yaml
from placesim.experiment.replications import replicate
from placesim.results.measures import MEASURES
from tests.commands import placesim, placesim_in_its_own_process, refused
from tests.conftest import CONFIGS
from tests.test_commands import files_of

COMMANDS = ["", "new", "check", "run", "compare", "sweep", "sensitivity", "search", "page"]
COMMANDS += ["agree", "calibrate", "history", "fit", "backcast", "export-903", "merge", "measures", "upgrade"]
MOST_COLUMNS = 42
"""A help's lines at most, however narrow the terminal: options' names have up to 32 of them, words no less than 10."""


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    folder = tmp_path_factory.mktemp("away") / "ourcouncil"
    told = placesim("new", folder.name, cwd=folder.parent)
    assert told.returncode == 0, told.stderr
    assert "placesim compare ourcouncil/council.yaml ourcouncil/scenarios" in told.stdout
    return folder


def test_a_new_folder_passes_check_without_a_warning(council):
    told = placesim("check", "council.yaml", "published.yaml", "scenarios", cwd=council)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.count(": good.") == 4


def test_a_new_folder_runs_and_compares_as_it_is(council, tmp_path):
    for command in (["run", "council.yaml"], ["compare", "council.yaml", "scenarios"]):
        out = tmp_path / command[0]
        asked = "--replications", "2", "--years", "2", "--reports", "page", "--out", out
        told = placesim(*command, *asked, cwd=council)
        assert (told.returncode, told.stderr) == (0, "")
        assert (out / "report.html").exists()


def test_every_command_that_a_new_folder_names_is_one_that_runs(council):
    readme = (council / "README.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```console\n(.*?)```", readme, re.DOTALL)
    assert block.splitlines() == [
        "placesim check council.yaml published.yaml scenarios",
        "placesim run council.yaml",
        "placesim compare council.yaml scenarios",
    ]


def test_a_new_folder_agrees_with_the_figures_published_in_it(council):
    baseline, published = load_pair(council / "council.yaml", council / "published.yaml")
    [outcomes] = replicate({"baseline": only_years_needed(baseline, published)}, 30, 1, workers=1)
    found = agreements(published, outcomes, "published.yaml")
    assert [each.figure.label for each in found if not each.agrees] == []


def test_the_prices_of_a_new_folder_are_sourced_and_its_evidence_is_the_projects_own(council):
    values = read_yaml(council / "council.yaml", api.load(council / "council.yaml").files).values
    prices = {path[1]: items for path, items in sources_in(values) if path[-1:] == ("price",)}
    assert set(prices) == set(values["provision"])
    assert all(any(item.startswith("P") for item in items) for name, items in prices.items() if name != "with_parents")
    seeds = (CONFIGS.parent / "seeds" / "public_statistics.csv").read_text(encoding="utf-8").splitlines()
    rows = (council / "evidence" / "national_figures.csv").read_text(encoding="utf-8").splitlines()
    assert set(rows) <= set(seeds)
    cited = {item for _, items in sources_in(values) for item in items if re.fullmatch(r"P\d+", item)}
    assert cited <= {row.partition(",")[0] for row in rows}


def test_a_folder_that_holds_anything_is_left_alone(council, tmp_path):
    before = files_of(council)
    assert "holds files already" in refused(placesim("new", council))
    assert files_of(council) == before
    (tmp_path / "file").write_text("a", encoding="utf-8")
    assert "is a file" in refused(placesim("new", tmp_path / "file"))
    assert "cannot be written" in refused(placesim("new", tmp_path / "file" / "below"))
    (tmp_path / "empty").mkdir()
    assert placesim("new", tmp_path / "empty").returncode == 0


def test_the_starting_folder_stands_within_the_package():
    inside = files("placesim").joinpath("starting_folder")
    assert {"README.md", "council.yaml", "published.yaml", "scenarios", "evidence"} == {
        each.name for each in inside.iterdir()
    }


@pytest.mark.parametrize("columns", [40, 80])
def test_every_measure_is_listed_in_few_columns(columns):
    told = placesim("measures", CONFIGS / "example.yaml", columns=columns)
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert set(MEASURES) <= set(lines)
    assert max(map(len, lines)) <= columns
    text = " ".join(told.stdout.split())
    for measure in MEASURES.values():
        assert " ".join(measure.definition.split()) in text
    assert "budget line: fostering_line, agency_line, residential_line" in text


def test_without_a_configuration_measures_tell_kinds_of_groups():
    told = placesim("measures", cwd=CONFIGS)
    assert set(MEASURES) <= set(told.stdout.splitlines())
    assert "groups: all, placement type, provision, budget line" in told.stdout


def test_measures_as_csv_are_the_table_of_the_api():
    told = placesim("measures", CONFIGS / "example.yaml", "--csv")
    table = api.measures(api.load(CONFIGS / "example.yaml"))
    assert told.stdout == table.to_csv(index=False, lineterminator="\n")


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_of_any_help_is_cut(columns):
    for command in COMMANDS:
        told = placesim_in_its_own_process(*command.split(), "--help", columns=columns)
        assert told.returncode == 0, told.stderr
        assert not re.search(r"\w\.\.\.$", told.stdout, re.MULTILINE), told.stdout
        assert max(len(line.rstrip()) for line in told.stdout.splitlines()) <= max(columns, MOST_COLUMNS), told.stdout


def test_the_list_of_commands_says_what_each_does_in_a_whole_sentence():
    text = " ".join(placesim("--help", columns=80).stdout.split())
    for command in COMMANDS[1:]:
        first = placesim(command, "--help", columns=80).stdout.split("\n\n")[1]
        assert f"{command} {' '.join(first.split())}" in text


def test_the_help_names_no_other_commands_than_these():
    listed = placesim("--help").stdout.partition("Commands:")[2]
    assert re.findall(r"^  ([\w-]+)", listed, re.MULTILINE) == COMMANDS[1:]
