"""What the terminal shows, however narrow: every figure whole, every word whole, nothing left out."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from placesim import api
from placesim.cli import app
from placesim.report.comparison_study import SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.terminal.lines import fitted
from placesim.report.terminal.summaries import print_comparison
from placesim.report.terminal.tables import print_table
from tests.commands import placesim
from tests.conftest import CONFIGS

ROOT = CONFIGS.parent
EXAMPLE = CONFIGS / "example.yaml"
OPTIONS = CONFIGS / "scenarios" / "example"
NARROW = 40

COMMANDS = {
    "check": "configs/halton.yaml configs/scenarios/halton",
    "run": "configs/example.yaml",
    "compare": "configs/halton.yaml configs/scenarios/halton",
    "sweep": "configs/halton.yaml configs/scenarios/halton/c_two_homes_only.yaml --vary beds",
    "agree": "configs/halton.yaml configs/halton_published.yaml",
    "calibrate": "configs/halton.yaml configs/halton_published.yaml",
    "new": "ourcouncil",
    "export-903": "reports/example --future 0",
    "upgrade": "our_old.yaml",
}


def shown_on_a_terminal(columns: int, *arguments: str | Path) -> str:
    """What a command prints, errors too, where it writes to a terminal of so many columns."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "dumb", "COLUMNS": str(columns)}
    command = [sys.executable, "-m", "placesim", *map(str, arguments)]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, cwd=ROOT)
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # Linux: nobody writes to it any more
            part = b""
        if not part:
            break
        parts.append(part)
    process.wait()
    os.close(ours)
    return b"".join(parts).decode().replace("\r\n", "\n")


def unbroken(text: str) -> str:
    return " ".join(text.split())


def test_a_fault_on_a_narrow_terminal_is_broken_between_words_only(tmp_path):
    text = EXAMPLE.read_text(encoding="utf-8").replace("weekly_fee: 1150", "weekly_fee: 1150000000", 1)
    wrong = tmp_path / "c.yaml"
    wrong.write_text(text, encoding="utf-8")
    told = placesim("check", wrong)
    assert told.returncode == 2
    shown = shown_on_a_terminal(NARROW, "check", wrong)
    assert unbroken(shown) == unbroken(told.stderr)
    assert "1150000000" in shown
    assert all(len(line) <= NARROW or " " not in line.strip() for line in shown.splitlines())


def test_in_a_pipe_a_fault_is_one_line_however_narrow(tmp_path):
    (tmp_path / "c.yaml").write_text("name: A\n", encoding="utf-8")
    told = placesim("check", tmp_path / "c.yaml", columns=NARROW)
    assert all(line.startswith(str(tmp_path)) for line in told.stderr.splitlines())


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("spend rises by £1,234,567 a year", ["spend rises by", "  £1,234,567 a", "  year"]),
        ("  label: -1.50 (-2.00 to -1.00)", ["  label: -1.50", "    (-2.00 to", "    -1.00)"]),
        ("/a/very/long/path/that/is/one/word", ["/a/very/long/path/that/is/one/word"]),
        ("", [""]),
        ("short", ["short"]),
    ],
)
def test_lines_are_broken_between_words_and_no_word_is(line, parts):
    assert fitted(line, 15) == parts


ROWS = [("2025-26", "381.2\n(370.0-392.4)", "£1,234,567.89 (1.00-2.00)"), ("2026-27", "1", "2")]


def test_a_table_too_wide_for_the_terminal_is_one_line_a_figure(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    print_table("A council", ("Year", "Children in care, 31 March", "Spend"), ROWS)
    assert capsys.readouterr().out.splitlines() == [
        "A council",
        "",
        "Year: 2025-26",
        "  Children in care, 31 March",
        "           381.2 (370.0-392.4)",
        "  Spend",
        "     £1,234,567.89 (1.00-2.00)",
        "Year: 2026-27",
        "  Children in care, 31",
        "    March                    1",
        "  Spend                      2",
        "",
    ]


def test_a_table_that_fits_has_its_columns_beside_each_other(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    print_table("A council", ("Year", "Children in care, 31 March", "Spend"), ROWS)
    shown = capsys.readouterr().out.splitlines()
    assert any(re.fullmatch(r"2026-27 +1 +2", line) for line in shown)


@pytest.fixture(scope="module")
def compared() -> ComparisonStudy:
    council = api.load(EXAMPLE, years=1)
    return api.compare(council, [OPTIONS], replications=10, workers=1).study(Path("out"))


@pytest.mark.parametrize("columns", [NARROW, 60, 80, 160])
def test_a_comparison_fits_the_terminal_with_every_figure_whole(columns, compared, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    print_comparison(compared, Path("out"), 1)
    table = capsys.readouterr().out.partition("`Saves spend in`")[0]
    assert max(map(len, table.splitlines()[1:])) <= columns
    for name in compared.names:
        spend, share = compared.difference(name, SPEND), compared.difference(name, SHARE_OUT)
        figures = [
            f"{abs(spend.mean) / 1e6:.2f}",
            f"{spend.below:.0%}",
            f"{abs(share.mean) * 100:.1f}",
            f"{share.below:.0%}",
        ]
        assert all(re.search(rf"(?<![\d.,]){re.escape(figure)}", table) for figure in figures)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_without_what_it_needs_says_what_to_give_with_an_example(command):
    told = CliRunner().invoke(app, [command])
    assert told.exit_code == 2
    said = told.stderr.splitlines()[-1]
    assert re.match(r"Error: Missing argument '\w+'\. [A-Z].*\. Example: placesim ", said)
    assert f"Example: placesim {command} {COMMANDS[command]}" in said


def test_an_argument_that_is_wrong_is_told_as_it_was():
    told = CliRunner().invoke(app, ["run", str(EXAMPLE), "--replications", "1"])
    assert "Invalid value for '--replications'" in told.stderr
    assert "Example:" not in told.stderr


@pytest.mark.parametrize(("number", "words"), [(1, "1 warning"), (2, "2 warnings")])
def test_a_file_with_warnings_is_good_with_so_many(number, words, tmp_path):
    text, path = EXAMPLE.read_text(encoding="utf-8"), tmp_path / "c.yaml"
    text = text.replace("uplift_per_year: 0.03", "uplift_per_year: 0.5", number)
    path.write_text(text, encoding="utf-8")
    told = CliRunner().invoke(app, ["check", str(path), str(EXAMPLE)])
    assert told.exit_code == 0
    assert told.stdout.startswith(f"{path}: good, with {words}. Exampleton: ")
    assert f"\n{EXAMPLE}: good. Exampleton: " in told.stdout
    assert told.stderr.count(f"Warning: {path}:") == number
