"""The commands as users meet them: files, exit codes, messages, and nothing half-written."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import CONFIGS

ROOT = CONFIGS.parent
EXAMPLE = str(CONFIGS / "example.yaml")
FILES = {"measures.csv", "summary.csv", "monthly.csv", "report.html", "manifest.json"}

KILL_A_WORKER = """
import multiprocessing, sys, threading, time
from placesim.cli import main

def kill_one():
    while not (workers := multiprocessing.active_children()):
        time.sleep(0.01)
    time.sleep(1.0)
    workers[0].kill()

if __name__ == "__main__":
    threading.Thread(target=kill_one, daemon=True).start()
    sys.argv = ["placesim", *sys.argv[1:]]
    main()
"""


def placesim(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "placesim", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "out"
    done = placesim("run", EXAMPLE, "--replications", "12", "--years", "1.5", "--episodes", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def test_a_run_writes_its_files_and_leaves_nothing_else(run_folder):
    assert {path.name for path in run_folder.iterdir()} == FILES | {"episodes.csv", "children.csv"}


def test_measures_are_tidy_one_row_a_figure(run_folder):
    table = pd.read_csv(run_folder / "measures.csv")
    assert list(table.columns) == ["scenario", "replication", "financial_year", "measure", "group", "value"]
    assert not table.duplicated(["scenario", "replication", "financial_year", "measure", "group"]).any()
    assert set(table.financial_year) == {"2025-26", "2026-27"}
    assert set(table.replication) == set(range(12))


def test_the_summary_is_of_the_measures(run_folder):
    measures = pd.read_csv(run_folder / "measures.csv")
    summary = pd.read_csv(run_folder / "summary.csv").set_index(["financial_year", "measure", "group"])
    spend = measures.query("financial_year == '2025-26' and measure == 'spend' and group == 'all'").value
    row = summary.loc[("2025-26", "spend", "all")]
    assert row["mean"] == pytest.approx(spend.mean())
    assert row["p90"] == pytest.approx(spend.quantile(0.9))
    assert row["low"] < row["mean"] < row["high"]


def test_what_never_happens_gets_no_interval(run_folder):
    summary = pd.read_csv(run_folder / "summary.csv").set_index(["financial_year", "measure", "group"])
    row = summary.loc[("2025-26", "crisis_nights", "all")]
    assert row["mean"] == 0
    assert pd.isna(row["low"])
    assert row["note"] == "too few events for an interval"


def test_episodes_and_children_agree_with_the_measures(run_folder):
    measures = pd.read_csv(run_folder / "measures.csv")
    episodes, children = pd.read_csv(run_folder / "episodes.csv"), pd.read_csv(run_folder / "children.csv")
    at_end = episodes[episodes.end_day.isna()].groupby("replication").size()
    year_end = measures.query("financial_year == '2026-27' and measure == 'children_year_end' and group == 'all'")
    assert at_end.tolist() == year_end.value.astype(int).tolist()
    assert (children.groupby("replication").size() == episodes.groupby("replication").child_id.nunique()).all()


def test_the_manifest_says_how_to_make_the_run_again(run_folder):
    manifest = json.loads((run_folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["seed"] == 1
    assert manifest["replications"] == 12
    assert manifest["years"] == 1.5
    assert len(manifest["inputs_sha256"]["example.yaml"]) == 64
    assert str(ROOT) not in manifest["command"] or ROOT.as_posix() in EXAMPLE


def test_figures_do_not_depend_on_the_number_of_workers(tmp_path):
    written = []
    for workers in ("1", "2", "4"):
        folder = tmp_path / workers
        arguments = ("--replications", "110", "--years", "1", "--workers", workers, "--out", str(folder))
        assert placesim("run", EXAMPLE, *arguments).returncode == 0
        written.append((folder / "measures.csv").read_bytes())
    assert written[0] == written[1] == written[2]
    assert len(written[0]) > 100_000


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send to another process")
def test_ctrl_c_says_so_and_leaves_no_files(tmp_path):
    folder = tmp_path / "out"
    command = [sys.executable, "-m", "placesim", "run", EXAMPLE, "--replications", "20000", "--out", str(folder)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    time.sleep(5)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.strip() == "Stopped before the end; nothing was written."
    assert "Traceback" not in out + err
    assert not list(tmp_path.rglob("*.csv"))
    assert not list(tmp_path.rglob(".unfinished*"))


def test_a_killed_worker_says_what_to_do_and_leaves_no_files(tmp_path):
    script, folder = tmp_path / "killing.py", tmp_path / "out"
    script.write_text(KILL_A_WORKER, encoding="utf-8")
    arguments = ["run", EXAMPLE, "--replications", "20000", "--workers", "2", "--out", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(script), *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "a worker process was stopped from outside" in done.stderr
    assert "--workers 1" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.rglob("*.csv"))


def test_a_failed_write_leaves_the_earlier_results_as_they_were(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "report.html").mkdir()  # a folder where the report should go
    (folder / "measures.csv").write_text("earlier", encoding="utf-8")
    done = placesim("run", EXAMPLE, "--replications", "4", "--years", "0.5", "--out", str(folder))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not list(folder.glob(".unfinished*"))


def test_results_cannot_go_where_a_file_is(tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    done = placesim("run", EXAMPLE, "--replications", "4", "--years", "0.5", "--out", str(tmp_path / "taken"))
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "taken" in done.stderr


def test_check_praises_what_is_sound():
    done = placesim("check", "configs/halton.yaml", "configs/example.yaml", "configs/halton_published.yaml")
    assert done.returncode == 0
    assert "367 children in care on 1 April 2025" in done.stdout


def test_help_needs_neither_pandas_nor_the_model():
    code = "import sys, placesim.cli; print(sorted({'pandas', 'matplotlib', 'numpy', 'pydantic'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", ["check", "run", "agree", "calibrate"])
def test_every_command_has_help_with_an_example(command):
    done = placesim(command, "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout
