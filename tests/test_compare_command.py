"""`placesim compare` as users meet it: files, the same figures for any number of workers, and plain messages."""

import json
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from tests.commands import Done, placesim
from tests.conftest import CONFIGS

EXAMPLE = str(CONFIGS / "example.yaml")
SCENARIOS = CONFIGS / "scenarios" / "example"
FILES = {"summary.csv", "monthly.csv", "comparison.csv", "report.html", "report.xlsx", "report.docx", "manifest.json"}
QUICK = ("--replications", "12", "--years", "1.5")


def compare(out: Path, *options: str) -> Done:
    return placesim("compare", EXAMPLE, str(SCENARIOS), *QUICK, "--out", str(out), *options, columns=80)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compared") / "results"
    return folder, compare(folder, "--workers", "1", "--measures")


def test_a_comparison_writes_its_files_and_leaves_nothing_else(done):
    folder, result = done
    assert result.returncode == 0, result.stderr
    assert {path.name for path in folder.iterdir()} == FILES | {"measures.csv"}


def test_the_terminal_shows_one_row_a_scenario(done):
    _, result = done
    assert "difference from the baseline, mean of 12 futures" in result.stdout
    rows = [line for line in result.stdout.splitlines() if line.startswith("Open the")]
    assert [row.split("  ")[0] for row in rows] == ["Open the home", "Open the new"]  # long names go on below
    assert ["no cost given" in line for line in result.stdout.splitlines()].count(True) == 1


def test_figures_do_not_depend_on_the_number_of_workers(done, tmp_path):
    folder, _ = done
    assert compare(tmp_path / "two", "--workers", "2", "--measures", "--reports", "none").returncode == 0
    for name in ("measures.csv", "comparison.csv", "summary.csv", "monthly.csv"):
        assert (tmp_path / "two" / name).read_bytes() == (folder / name).read_bytes(), name


def test_differences_in_the_table_are_those_of_the_figures(done):
    folder, _ = done
    measures = pd.read_csv(folder / "measures.csv")
    table = pd.read_csv(folder / "comparison.csv")
    spend = measures[(measures["measure"] == "spend") & (measures["group"] == "all")]
    by_future = spend.pivot_table(index=["financial_year", "replication"], columns="scenario", values="value")
    apart = by_future["Open the new home"] - by_future["baseline"]
    rows = table[(table["measure"] == "spend") & (table["group"] == "all") & (table["scenario"] == "Open the new home")]
    found = rows.set_index("financial_year")["mean"]
    for year in ("2025-26", "2026-27"):
        assert found[year] == pytest.approx(apart[year].mean(), abs=1e-5)
    assert found["all years"] == pytest.approx(apart["2025-26"].mean() + apart["2026-27"].mean(), abs=1e-4)


def test_notes_say_what_a_figure_of_all_years_is_and_which_year_is_a_part(done):
    folder, _ = done
    table = pd.read_csv(folder / "comparison.csv", keep_default_na=False)
    notes = table.groupby(["financial_year", "measure"])["note"].first()
    assert notes["all years", "spend"].startswith("total")
    assert notes["all years", "children_average"].startswith("average of the years")
    assert notes["all years", "children_year_end"].startswith("end of the last year")
    assert notes["2026-27", "spend"].startswith("part year: 183 nights")


def test_the_manifest_names_every_input_and_a_command_that_makes_it_again(done):
    folder, _ = done
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["inputs_sha256"]) == {"example.yaml", *(path.name for path in SCENARIOS.iterdir())}
    assert manifest["replications"] == 12
    assert "--measures" in manifest["command"]
    assert manifest["command"].startswith("placesim compare ")


def test_more_precision_takes_more_replications_and_says_why(tmp_path):
    result = compare(tmp_path / "precise", "--precision", "0.001", "--most", "30", "--reports", "none")
    assert result.returncode == 0, result.stderr
    assert "30 replications of each, the cap (--most)" in result.stdout
    manifest = json.loads((tmp_path / "precise" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["replications"] == 30
    assert "--precision 0.001 --of spend/all/all years" in manifest["command"].replace('"', "")


@pytest.mark.parametrize(
    ("scenario", "options", "says"),
    [
        ("name: x\nquestion: y\ninterventions:\n  - {kind: open_hme}\n", (), "did you mean 'open_home'?"),
        ("name: x\nquestion: y\ninterventions: []\n", ("--of", "spnd", "--precision", "0.1"), "did you mean 'spend'?"),
        ("name: x\nquestion: y\ninterventions: []\n", ("--template", EXAMPLE), "example.yaml"),
        ("name: x\nquestion: y\ninterventions: []\n", ("--template", "missing.docx"), "missing.docx"),
    ],
)
def test_bad_input_is_told_before_anything_is_simulated(tmp_path, scenario, options, says):
    path = tmp_path / "option.yaml"
    path.write_text(scenario, encoding="utf-8")
    out = tmp_path / "out"
    result = placesim("compare", EXAMPLE, str(path), "--out", str(out), *QUICK, *options)
    assert result.returncode == 2, result.stderr
    assert says in result.stderr
    assert "Traceback" not in result.stderr
    assert not out.exists()


def test_a_folder_without_scenarios_is_told(tmp_path):
    result = placesim("compare", EXAMPLE, str(tmp_path), *QUICK)
    assert result.returncode == 2
    assert "holds no scenario" in result.stderr


def test_results_never_replace_the_template_they_were_styled_with(done, tmp_path):
    template = tmp_path / "report.docx"
    template.write_bytes((done[0] / "report.docx").read_bytes())
    before = template.read_bytes()
    result = compare(tmp_path, "--template", str(template))
    assert result.returncode == 2
    assert "is an input" in result.stderr
    assert template.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_a_comparison_that_is_stopped_leaves_nothing(tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "placesim", "compare", EXAMPLE, str(SCENARIOS), "--replications", "5000"]
    process = subprocess.Popen([*command, "--out", str(out)], stderr=subprocess.PIPE, text=True, cwd=CONFIGS.parent)
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "nothing was written" in told
    assert not out.exists()


NAMES = (
    '=HYPERLINK("http://example.org","x")',
    "<script>alert(1)</script>",
    "../x",
    "CON",
    "@SUM(1)",
    "$\\frac{",
    "x" * 120,
)


def test_hostile_names_come_to_life_in_no_output_and_write_nothing_outside(tmp_path):
    """Names of the council, of a scenario and of provision, through the whole command."""
    folder = tmp_path / "scenarios"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        opening = "kind: open_home, provision: new_home, opens: 2025-10-01, contract: {kind: block}"
        change = f"{{{opening}, source: 'assumption: x'}}"
        text = f"name: {json.dumps(name)}\nquestion: {json.dumps(name)}\ninterventions: [{change}]\n"
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    council = tmp_path / "council.yaml"
    written = (CONFIGS / "example.yaml").read_text(encoding="utf-8")
    council.write_text(written.replace("name: Exampleton", f"name: {json.dumps(NAMES[0])}", 1), encoding="utf-8")
    out = tmp_path / "out"
    result = placesim("compare", str(council), str(folder), *QUICK, "--measures", "--out", str(out))
    assert result.returncode == 0, result.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"scenarios", "council.yaml", "out"}
    assert {path.name for path in out.iterdir()} == FILES | {"measures.csv"}
    for name in ("comparison.csv", "summary.csv", "monthly.csv", "measures.csv"):
        cells = pd.read_csv(out / name, dtype=str, keep_default_na=False)["scenario"].unique()
        assert not [cell for cell in cells if cell[0] in "=+-@"], name
        assert f"'{NAMES[0]}" in cells
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert page.count("<script") == 1
    for name in ("report.xlsx", "report.docx"):
        with zipfile.ZipFile(out / name) as parts:
            inside = "".join(parts.read(part).decode("utf-8", "replace") for part in parts.namelist() if ".xml" in part)
        formulas = re.findall("<f>(.*?)</f>", inside)  # those of our own templates, which quote nothing
        assert [each for each in formulas if not re.fullmatch(r"[A-Z0-9$:(),.+*/!-]+", each)] == []
        assert 'Target="http://example.org' not in inside
        assert "<script>" not in inside


def test_a_longer_name_than_reports_can_print_is_told(tmp_path):
    path = tmp_path / "long.yaml"
    path.write_text(f"name: {'x' * 300}\nquestion: y\ninterventions: []\n", encoding="utf-8")
    result = placesim("compare", EXAMPLE, str(path), *QUICK, "--out", str(tmp_path / "out"))
    assert result.returncode == 2
    assert "at most 120 letters" in result.stderr


def test_scenarios_are_checked_against_the_configuration_given_with_them(tmp_path):
    wrong = tmp_path / "wrong.yaml"
    change = "{kind: close_home, provision: nowhere, closes: 2026-01-01, source: 'assumption: x'}"
    wrong.write_text(f"name: x\nquestion: y\ninterventions: [{change}]\n", encoding="utf-8")
    good = placesim("check", EXAMPLE, str(SCENARIOS))
    assert good.returncode == 0
    assert "Open the new home: 1 change to example.yaml." in good.stdout
    alone = placesim("check", str(wrong))
    assert alone.returncode == 0
    assert "check it together with its configuration" in alone.stdout
    bad = placesim("check", EXAMPLE, str(wrong))
    assert bad.returncode == 2
    assert "unknown home 'nowhere'" in bad.stderr
