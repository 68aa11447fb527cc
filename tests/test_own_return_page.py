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
QUICKLY = {
    "run": ["--replications", "2", "--years", "1"],
    "compare": ["--replications", "2", "--years", "1"],
    "backcast": ["--replications", "4"],
}
"""Enough to see that a command does what it should, of those that simulate."""


@pytest.fixture
def project(tmp_path) -> Path:
    """Return a folder with the configurations and the synthetic returns, as someone has it who follows the page."""
    shutil.copytree(CONFIGS, tmp_path / "configs")
    shutil.copytree(ROOT / "seeds" / "synthetic_903", tmp_path / "seeds" / "synthetic_903")
    return tmp_path


def test_every_command_and_example_of_the_page_runs_in_its_order(project, monkeypatch):
    page = (ROOT / "docs" / "use_your_own_return.md").read_text(encoding="utf-8")
    ran = []
    for kind, text in FENCED.findall(page):
        if kind == "console":
            ran += [_typed(line, project) for line in text.splitlines()]
        elif kind == "python":
            monkeypatch.chdir(project)
            exec(text.replace(", 20, ", ", 2, "), {})
    assert ran == ["history", "fit", "check", "run", "compare", "backcast"]
    for name in ("fitted_ranges.yaml", "fitted_children.csv", "fitted_report.html", ".gitignore"):
        assert name in page
        assert (project / name).is_file()
    assert load_baseline(project / "fitted.yaml").start == load_baseline(project / "configs" / "example.yaml").start


def _typed(line: str, project: Path) -> str:
    program, command, *arguments = shlex.split(line)
    assert program == "placesim", line
    told = placesim(command, *arguments, *QUICKLY.get(command, []), cwd=project)
    assert told.returncode == 0, (line, told.stdout, told.stderr)
    return command
