"""`placesim export-903`: one future of a run as returns, from the files that the run was made of, or a refusal."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest

import placesim as package
from placesim.api.result import Result
from placesim.config.loading import load_baseline
from placesim.experiment.manifest import finished_run
from placesim.experiment.replications import replicate
from placesim.returns.writing.written import returns_of
from tests.commands import placesim, refused
from tests.conftest import CONFIGS
from tests.test_commands import with_a_list

SEEDS = CONFIGS.parent / "seeds" / "synthetic_903"
OPTION = CONFIGS / "scenarios" / "example" / "home_and_carers.yaml"


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A council's own copy of the example, of which the run is made."""
    path = tmp_path_factory.mktemp("council") / "council.yaml"
    shutil.copy(CONFIGS / "example.yaml", path)
    return path


@pytest.fixture(scope="module")
def run(council: Path) -> Path:
    return run_of(council, council.parent / "run")


def run_of(council: Path, folder: Path, years: float = 1) -> Path:
    """The folder of a run of two futures, with nothing but its manifest in it."""
    return kept(package.run(package.load(council, years), 2, workers=1), folder)


def kept(result: Result, folder: Path) -> Path:
    with finished_run(folder, result.settings(folder), perf_counter()):
        return folder


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


def altered(run: Path, folder: Path, **changes: object) -> Path:
    """The folder of a run whose manifest says something else."""
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps({**manifest, **changes}), encoding="utf-8")
    return folder


def test_the_returns_are_those_of_the_future_asked_for(council: Path, run: Path, tmp_path: Path):
    done = placesim("export-903", run, "--future", "1", "--out", tmp_path / "returns")
    assert done.returncode == 0, done.stderr
    assert "returns of 2025-26, simulated" in done.stdout
    written = files(tmp_path / "returns")
    assert set(written) == {
        "README.txt",
        "mapping.yaml",
        *(f"2025-26/{name}.csv" for name in ("header", "episodes", "uasc")),
    }
    assert written["README.txt"].startswith("SIMULATED.")
    baseline = load_baseline(council, 1)
    [outcomes] = replicate({"baseline": baseline}, 2, 1, 1, keep_histories=True)
    for name, table in returns_of(outcomes.histories[1], baseline, 1, 1)["2025-26"].items():
        assert written[f"2025-26/{name}.csv"].splitlines() == table.to_csv(index=False).splitlines()
    other = package.export_903(run, 0, out=tmp_path / "other")
    assert files(other)["2025-26/episodes.csv"] != written["2025-26/episodes.csv"]


def test_a_future_may_be_dated_as_a_past(run: Path, tmp_path: Path):
    package.export_903(run, out=tmp_path / "past", start=date(2018, 4, 1))
    assert (tmp_path / "past" / "2018-19" / "episodes.csv").is_file()


def test_an_option_of_a_comparison_is_written_by_its_name(council: Path, tmp_path: Path):
    kept(package.compare(package.load(council, 3), [OPTION], 2, workers=1), tmp_path / "compared")
    name = load_name(OPTION)
    for scenario, asked in (("baseline", []), ("option", ["--scenario", name])):
        done = placesim("export-903", tmp_path / "compared", *asked, "--out", tmp_path / scenario)
        assert done.returncode == 0, done.stderr
    assert files(tmp_path / "baseline")["2027-28/episodes.csv"] != files(tmp_path / "option")["2027-28/episodes.csv"]
    line = refused(placesim("export-903", tmp_path / "compared", "--scenario", "Nobody", "--out", tmp_path / "none"))
    assert name in line


def load_name(path: Path) -> str:
    [line] = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("name:")]
    return line.removeprefix("name:").strip()


def test_a_configuration_that_has_changed_since_is_refused(tmp_path: Path):
    council = tmp_path / "council.yaml"
    shutil.copy(CONFIGS / "example.yaml", council)
    run_of(council, tmp_path / "run")
    text = council.read_text(encoding="utf-8").replace("entries_per_year: 40", "entries_per_year: 41")
    council.write_text(text, encoding="utf-8")
    line = refused(placesim("export-903", tmp_path / "run", "--out", tmp_path / "returns"))
    assert line.startswith(f"{council.as_posix()}: is not as it was when")
    assert "placesim run" in line
    assert not (tmp_path / "returns").exists()


def test_a_run_of_another_version_is_refused(run: Path, tmp_path: Path):
    line = refused(placesim("export-903", altered(run, tmp_path / "old", placesim="0.1.0"), "--out", tmp_path / "out"))
    assert "was made with placesim 0.1.0" in line


@pytest.mark.parametrize("command", ['placesim.run(placesim.load("a.yaml"), 2, 1)', "placesim sweep a.yaml b.yaml", ""])
def test_what_no_run_or_comparison_of_files_made_is_refused(command: str, run: Path, tmp_path: Path):
    line = refused(placesim("export-903", altered(run, tmp_path / "odd", command=command), "--out", tmp_path / "out"))
    assert "was not made by placesim run or compare from files alone" in line


def test_a_folder_of_no_run_is_refused(tmp_path: Path):
    assert "holds no manifest.json" in refused(placesim("export-903", tmp_path, "--out", tmp_path / "out"))


def test_a_future_that_was_not_played_is_refused(run: Path, tmp_path: Path):
    line = refused(placesim("export-903", run, "--future", "2", "--out", tmp_path / "out"))
    assert line == "future: should be a whole number from 0 to 1; found 2"


def test_nothing_is_replaced_and_nothing_half_written_is_left(run: Path, council: Path, tmp_path: Path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", encoding="utf-8")
    assert "is not empty" in refused(placesim("export-903", run, "--out", tmp_path / "full"))
    assert files(tmp_path / "full") == {"mine.txt": "mine"}
    short = run_of(council, tmp_path / "short", 0.5)
    before = sorted(path.name for path in tmp_path.iterdir())
    assert "no whole financial year" in refused(placesim("export-903", short, "--out", tmp_path / "out"))
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_children_listed_one_by_one_are_written_only_where_that_is_allowed(tmp_path: Path):
    council = with_a_list(tmp_path)
    run_of(council, tmp_path / "run")
    line = refused(placesim("export-903", tmp_path / "run", "--out", tmp_path / "out"))
    assert "--with-listed-children" in line
    assert not (tmp_path / "out").exists()
    done = placesim("export-903", tmp_path / "run", "--with-listed-children", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "CAUTION" in files(tmp_path / "out")["README.txt"]


def test_the_returns_among_the_seeds_are_as_their_commands_make_them():
    baseline = load_baseline(CONFIGS / "example.yaml", 7)
    [outcomes] = replicate({"baseline": baseline}, 1, 1, 1, keep_histories=True)
    history = replace(outcomes.histories[0], start=date(2018, 4, 1))
    kept = {name: text for name, text in files(SEEDS).items() if name.endswith(".csv")}
    made = {
        f"{year}/{name}.csv": table.to_csv(index=False, lineterminator="\n")
        for year, tables in returns_of(history, baseline, 1, 0).items()
        for name, table in tables.items()
    }
    assert made == kept
