"""The page on a council's own return does what it says: every command and the example in Python run as they stand."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from placesim.config.loading import load_baseline
from tests.commands import placesim
from tests.conftest import CONFIGS

ROOT = CONFIGS.parent
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
WITHOUT_REPORTS = ["--reports", "none"]
QUICKLY = {
    "history": WITHOUT_REPORTS,
    "fit": ["--reports", "page"],
    "run": ["--replications", "2", "--years", "1", *WITHOUT_REPORTS],
    "compare": ["--replications", "2", "--years", "1", *WITHOUT_REPORTS],
    "backcast": ["--replications", "4", *WITHOUT_REPORTS],
}
"""Enough to see that a command does what it should; what reports look like is seen elsewhere."""


@pytest.fixture
def project(tmp_path) -> Path:
    """Return a folder with the configurations and the synthetic returns, as someone has it who follows the page."""
    shutil.copytree(CONFIGS, tmp_path / "configs")
    shutil.copytree(ROOT / "seeds" / "synthetic_903", tmp_path / "seeds" / "synthetic_903")
    return tmp_path


PAGE = FENCED.findall((ROOT / "docs" / "use_your_own_return.md").read_text(encoding="utf-8"))
COMMANDS = [line for kind, text in PAGE if kind == "console" for line in text.splitlines()]


def test_from_the_returns_to_a_run_every_command_does_as_it_stands(project):
    ran = [_typed(line, project) for line in COMMANDS[:4]]
    assert ran == ["history", "fit", "check", "run"]
    for name in ("fitted.yaml", "fitted_ranges.yaml", "fitted_children.csv", "fitted_report.html", ".gitignore"):
        assert (project / name).is_file()
    given, fitted = (load_baseline(project / name) for name in ("configs/example.yaml", "fitted.yaml"))
    assert fitted.start == given.start


def test_the_example_in_python_fits_too_and_options_and_the_past_are_held_against_it(project, monkeypatch):
    [example] = [text for kind, text in PAGE if kind == "python"]
    monkeypatch.chdir(project)
    exec(example.replace(", 20, ", ", 2, "), {})
    ran = [_typed(line, project) for line in COMMANDS[4:]]
    assert ran == ["compare", "backcast"]


def _typed(line: str, project: Path) -> str:
    program, command, *arguments = shlex.split(line)
    assert program == "placesim", line
    told = placesim(command, *arguments, *QUICKLY.get(command, []), cwd=project)
    assert told.returncode == 0, (line, told.stdout, told.stderr)
    return command
