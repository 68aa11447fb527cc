"""The tutorial and the page on Python do what they say: every file is written, every command and example run."""

import re
import shlex
import shutil
from pathlib import Path

import matplotlib
import pytest

from placesim.config.input_files import InputFiles
from placesim.config.loading import load_baseline
from placesim.config.yaml_files import read_yaml
from tests.commands import placesim
from tests.conftest import CONFIGS

ROOT = CONFIGS.parent
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
QUICKLY = {
    "run": ["--replications", "2", "--years", "1", "--reports", "page"],
    "compare": ["--replications", "2", "--years", "1", "--reports", "page"],
    "sweep": ["--replications", "2", "--years", "1", "--reports", "none"],
    "sensitivity": ["--replications", "8", "--years", "1", "--reports", "none"],
    "agree": ["--replications", "2"],
    "calibrate": ["--replications", "8", "--rounds", "2"],
}
"""Enough to see that a command does what it should, of those that simulate."""


def blocks(*parts: str) -> list[tuple[str, str]]:
    return FENCED.findall(ROOT.joinpath(*parts).read_text(encoding="utf-8"))


@pytest.fixture
def project(tmp_path) -> Path:
    """Return a folder with the configurations, as someone has it who follows the tutorial."""
    shutil.copytree(CONFIGS, tmp_path / "configs")
    return tmp_path


def test_every_file_and_every_command_of_the_tutorial_is_sound(project):
    ran = []
    for kind, text in blocks("docs", "tutorial.md"):
        if kind == "console":
            ran += [_typed(line, project) for line in text.splitlines()]
        elif kind != "text":
            _written(kind, text, project)
    assert {"new", "check", "run", "measures", "agree", "calibrate", "compare", "sweep"} <= set(ran)


def _typed(line: str, project: Path) -> str:
    program, command, *arguments = shlex.split(line, comments=True)
    assert program == "placesim", line
    told = placesim(command, *arguments, *QUICKLY.get(command, []), cwd=project)
    assert told.returncode == 0, (line, told.stdout, told.stderr)
    if command == "check":
        assert "good." in told.stdout
        assert told.stderr == "", line
    return command


def _written(kind: str, text: str, project: Path) -> None:
    """Put a file, or a part of one, where its first line says."""
    first, _, text = text.partition("\n")
    assert first.startswith("# "), first
    name, _, how = first.removeprefix("# ").partition(", ")
    path = project / name
    if not how:
        path.write_text(text, encoding="utf-8")
        return
    before = path.read_text(encoding="utf-8")
    if "in place of" in how:
        start = before.index("children_in_care:")
        text = before[:start] + text + "\n" + before[before.index("\nleaving:") + 1 :]
    else:
        text = before.replace("provision: #", f"{text}  #", 1).replace(
            "[new_home, homes_near]", "[elm_house, new_home, homes_near]"
        )
    changed = path.with_name("changed.yaml")
    changed.write_text(text, encoding="utf-8")
    load_baseline(changed)
    assert read_yaml(changed, InputFiles()).values != read_yaml(path, InputFiles()).values
    changed.unlink()


def test_every_example_of_the_page_on_python_runs(project, monkeypatch):
    monkeypatch.chdir(project)
    matplotlib.use("agg")
    names: dict[str, object] = {}
    examples = [text for kind, text in blocks("docs", "python.md") if kind == "python"]
    assert len(examples) > 8
    for text in examples:
        exec(compile(text, "docs/python.md", "exec"), names)
    assert (project / "leavers.png").stat().st_size > 1000
    assert (project / "reports" / "options" / "report.html").exists()
    assert names["best"] in {"A home", "Carers", "Both"}


def test_the_page_on_published_figures_holds_a_file_that_fits_the_example(project):
    [text] = [text for kind, text in blocks("docs", "published.md") if kind == "yaml" and "figures:" in text]
    (project / "configs" / "evidence").mkdir()
    path = project / "configs" / "published.yaml"
    path.write_text(text, encoding="utf-8")
    told = placesim("check", "example.yaml", "published.yaml", cwd=project / "configs")
    assert told.returncode == 0, told.stderr
    assert "3 published figures, which example.yaml can simulate" in told.stdout
