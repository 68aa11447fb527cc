"""`placesim fit`: from a folder of returns to a configuration that runs, and nobody is named on the way."""

import json
import shutil
from pathlib import Path

import pytest

import placesim
from placesim.config.loading import load_baseline
from tests.commands import Done, refused
from tests.commands import placesim as command
from tests.conftest import CONFIGS
from tests.planted import planted, seen, told_in

EXAMPLE = CONFIGS / "example.yaml"
SHORT = {"7731"}
"""So short that any figure may hold it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("own")
    planted(made / "returns")
    shutil.copy(EXAMPLE, made / "council.yaml")
    return made


@pytest.fixture(scope="module")
def fitted(folder) -> Done:
    return command("fit", "returns", "council.yaml", "--out", "fitted.yaml", cwd=folder)


def test_a_fit_prints_what_it_found_and_writes_a_council_that_runs(folder, fitted):
    assert fitted.returncode == 0, fitted.stderr
    assert "Fitted to 2023-24 to 2025-26: " in fitted.stdout
    assert "Rows of the return: " in fitted.stdout
    assert command("check", "fitted.yaml", cwd=folder).returncode == 0
    asked = "--replications", "2", "--years", "1", "--reports", "page", "--out", "run"
    ran = command("run", "fitted.yaml", *asked, cwd=folder)
    assert ran.returncode == 0, ran.stderr
    assert "Drawn: every future draws" in ran.stdout
    manifest = json.loads((folder / "run" / "manifest.json").read_text(encoding="utf-8"))
    children = len(load_baseline(folder / "fitted.yaml").children_in_care.children)
    assert manifest["day_0"].startswith(f"{children} real children")
    assert "listed one by one without ids" in (folder / "run" / "report.html").read_text(encoding="utf-8")


def test_nobody_is_named_in_anything_that_is_printed_or_written(folder, fitted):
    written = folder / "written"
    written.mkdir()
    for path in folder.glob("*fitted*"):
        shutil.copy(path, written)
    assert len(list(written.iterdir())) >= 6
    told = [("printed", fitted.stdout + fitted.stderr), *told_in(written)]
    assert [(name, found) for name, text in told if (found := set(seen(text)) - SHORT)] == []


def test_only_what_was_known_by_a_day_is_used(folder):
    result = placesim.fit(folder / "returns", folder / "council.yaml", out=folder / "early.yaml", until="2025-03-31")
    assert result.facts.years == "2023-24 to 2024-25"
    assert result.fitted.baseline.start.isoformat() == "2025-04-01"
    assert not (folder / "early.yaml").exists()


def test_the_configuration_itself_is_never_written_over(folder):
    before = (folder / "council.yaml").read_bytes()
    said = refused(command("fit", "returns", "council.yaml", "--out", "council.yaml", cwd=folder))
    assert said.startswith("council.yaml: is an input, and a result would take its place")
    assert (folder / "council.yaml").read_bytes() == before


def test_a_day_that_is_none_is_refused_by_name(folder):
    with pytest.raises(placesim.WrongInputError, match="until: should be a date, as in 2024-03-31"):
        placesim.fit(folder / "returns", folder / "council.yaml", until="31.3.2024")
