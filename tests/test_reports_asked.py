"""Which reports a command writes is asked for: page, document, workbook, all of them, or tables alone."""

import json
import shutil
from pathlib import Path

import pytest

import placesim
from placesim.api.reports import EVERY, reports_asked
from placesim.report.paper.parts import Medium
from placesim.report.paper.writers import ENDINGS, write_report
from tests.commands import placesim as command
from tests.commands import refused
from tests.conftest import CONFIGS
from tests.office import report
from tests.planted import planted

EXAMPLE = CONFIGS / "example.yaml"
OPTION = CONFIGS / "scenarios" / "example" / "home_and_carers.yaml"
QUICK = ("--replications", 2, "--years", 1, "--workers", 1)


def reports_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if "report" in path.name)


@pytest.fixture(scope="module")
def run() -> placesim.RunResult:
    return placesim.run(placesim.load(EXAMPLE, years=1), 2, workers=1)


@pytest.fixture(scope="module")
def returns(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("own")
    planted(made / "returns")
    shutil.copy(EXAMPLE, made / "council.yaml")
    return made


def test_a_report_asked_for_alone_is_the_one_written_with_all(tmp_path):
    write_report(tmp_path, report, tuple(Medium))
    every = {name: (tmp_path / name).read_bytes() for name in reports_in(tmp_path)}
    assert list(every) == ["report.docx", "report.html", "report.xlsx"]
    for medium in Medium:
        alone = tmp_path / medium
        alone.mkdir()
        write_report(alone, report, (medium,))
        [name] = reports_in(alone)
        assert name == f"report{ENDINGS[medium]}"
        assert (alone / name).read_bytes() == every[name]


def test_each_report_is_written_once_in_the_order_of_all():
    assert reports_asked(["workbook", "page", "page"]) == (Medium.PAGE, Medium.WORKBOOK)
    assert reports_asked("document") == (Medium.DOCUMENT,)
    assert reports_asked(()) == ()
    assert reports_asked(EVERY) == tuple(Medium)


def test_what_makes_a_result_again_and_its_tables_do_not_depend_on_its_reports(run, tmp_path):
    folder = run.write(tmp_path / "run", reports="page")
    assert reports_in(folder) == ["report.html"]
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    run.write(folder, reports=[])
    assert reports_in(folder) == [], "a report of an earlier run would tell of other figures"
    alone = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert alone["command"] == said["command"]
    told = said["results_sha256"]
    assert alone["results_sha256"] == {name: told[name] for name in ("measures.csv", "monthly.csv", "summary.csv")}


@pytest.mark.parametrize("asked", ["none", "html", ["page", "pdf"], None, 3])
def test_what_is_no_report_is_refused_before_anything_is_simulated(tmp_path, asked):
    said = r"reports: should be among page, document, workbook, or an empty list; found "
    with pytest.raises(placesim.WrongInputError, match=said):
        placesim.run(placesim.load(EXAMPLE), 100_000, out=tmp_path / "run", reports=asked)
    assert not (tmp_path / "run").exists()


SIMULATED = {
    "run": (),
    "compare": (OPTION,),
    "sweep": (OPTION, "--vary", "beds", "--values", "1,2"),
    "sensitivity": ("--ranges", CONFIGS / "uncertain" / "example.yaml", "--of", "children_year_end"),
}


@pytest.mark.parametrize("name", SIMULATED)
def test_every_command_that_simulates_writes_the_reports_asked_for(tmp_path, name):
    given = (name, EXAMPLE, *SIMULATED[name], *QUICK, "--out", tmp_path / name, "--reports")
    done = command(*given, "none")
    assert done.returncode == 0, done.stderr
    assert reports_in(tmp_path / name) == []
    assert (tmp_path / name / "manifest.json").is_file()
    assert "Results: " in done.stdout


def test_several_reports_are_asked_for_one_by_one(tmp_path):
    done = command("run", EXAMPLE, *QUICK, "--out", tmp_path, "--reports", "workbook", "--reports", "page")
    assert reports_in(tmp_path) == ["report.html", "report.xlsx"]
    assert "Results and reports: " in done.stdout


def test_a_search_writes_the_reports_asked_for(tmp_path):
    wanted = CONFIGS / "searches" / "example" / "home_and_carers.yaml"
    given = "--most", 2, "--again", 2, "--workers", 1, "--reports", "none"
    done = command("search", EXAMPLE, wanted, *given, "--out", tmp_path / "search")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "search").iterdir())[-1] == "search.csv"
    assert reports_in(tmp_path / "search") == []


def test_parts_are_merged_with_the_reports_asked_for(tmp_path):
    for first in (0, 1):
        part = "--first", first, "--count", 1, "--shard", tmp_path / f"part{first}.npz"
        assert command("run", EXAMPLE, *QUICK, *part).returncode == 0
    done = command("merge", tmp_path, "--out", tmp_path / "whole", "--reports", "none")
    assert done.returncode == 0, done.stderr
    assert reports_in(tmp_path / "whole") == []


def test_a_part_of_a_study_has_no_reports_to_choose(tmp_path):
    part = "--first", 0, "--count", 1, "--shard", tmp_path / "part.npz", "--reports", "page"
    assert refused(command("run", EXAMPLE, *QUICK, *part)).startswith("--reports: is of a whole study")


def test_none_stands_alone():
    done = command("run", EXAMPLE, "--reports", "none", "--reports", "page")
    assert done.returncode == 2
    assert "none stands alone" in done.stderr


def test_a_history_and_a_back_cast_write_the_reports_asked_for(returns):
    done = command("history", "returns", "council.yaml", "--out", "past", "--reports", "none", cwd=returns)
    assert done.returncode == 0, done.stderr
    assert reports_in(returns / "past") == []
    assert (returns / "past" / "data_quality.csv").is_file()
    days = "--fit-to", "2025-03-31", "--replications", 2, "--workers", 1
    done = command("backcast", "returns", "council.yaml", *days, "--out", "cast", "--reports", "none", cwd=returns)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (returns / "cast").iterdir()) == ["backcast.csv", "manifest.json"]


def test_a_fit_writes_the_reports_asked_for_and_takes_away_those_of_an_earlier_fit(returns):
    fit = "fit", "returns", "council.yaml", "--out", "fitted.yaml"
    (returns / "fitted_report.docx").write_text("somebody's own: nothing was fitted here yet")
    done = command(*fit, "--reports", "page", cwd=returns)
    assert done.returncode == 0, done.stderr
    assert reports_in(returns) == ["fitted_report.docx", "fitted_report.html"]
    done = command(*fit, "--reports", "workbook", cwd=returns)
    assert reports_in(returns) == ["fitted_report.xlsx"]
    assert "beside it fitted_ranges.yaml, fitted_children.csv, fitted_report.xlsx" in done.stdout


@pytest.mark.parametrize("name", [*SIMULATED, "search", "history", "fit", "backcast", "merge"])
def test_the_help_says_how_to_ask_for_reports(name):
    said = " ".join(command(name, "--help", columns=80).stdout.split())
    assert "--reports <report> Which reports to write: page, document, workbook, or none" in said
    assert "[default: page, document, workbook]" in said
