"""The commands as users meet them: files, exit codes, messages, and nothing half-written."""

import codecs
import hashlib
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from placesim.experiment import handing_out
from placesim.experiment.command_lines import Assumed, agree_command, run_command
from placesim.experiment.manifest import altered
from placesim.experiment.outputs import COARSE_DAYS, children_table, episodes_table
from placesim.experiment.replications import replicate
from placesim.experiment.tables import explained, summary_table, write_table
from placesim.model import default_engine
from placesim.report.study import Study, years_of
from placesim.report.terminal.summaries import columns_for, print_summary
from tests.commands import Done, placesim, refused
from tests.conftest import CONFIGS

ROOT = CONFIGS.parent
EXAMPLE = str(CONFIGS / "example.yaml")
TABLES = {"measures.csv", "summary.csv", "monthly.csv", "manifest.json"}
FILES = TABLES | {"report.html", "report.docx", "report.xlsx"}

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


WITHOUT_A_GUARD = """
from pathlib import Path
from placesim.config.loading import load_baseline
from placesim.experiment.replications import replicate

replicate({"baseline": load_baseline(Path("configs/example.yaml")).replace(years=0.1)}, 60, 1, workers=2)
"""

PUBLISHED = """
name: Exampleton beside its published figures
figures:
  - label: "Children who returned home to their parents or to others with responsibility in the year"
    measure: leavers
    group: return_home
    financial_year: 2025-26
    value: 12
    within_share: 0.5
    adjust: [leaving.return_home.per_year]
    source: "assumption: a test"
"""

CHILDREN = """provision,stream,need,age_years,years_in_care,days_in_placement
relatives,local,family,7.123,1.271,101
agency_carers,local,family,16.456,3.333,222
agency_carers,local,family,17.9,3.1,47
"""


def briefly(*arguments: str | Path, file: str | Path = EXAMPLE) -> Done:
    """Run a few short futures, for their tables alone."""
    return placesim("run", file, "--replications", "4", "--years", "0.5", "--reports", "none", *arguments)


def with_a_list(folder: Path) -> Path:
    """Write the example with a list of children in care beside it."""
    (folder / "children.csv").write_text(CHILDREN, encoding="utf-8")
    council = folder / "council.yaml"
    text = Path(EXAMPLE).read_text(encoding="utf-8").replace("  groups:", "  file: children.csv\n  groups:")
    text = text.replace("{label: Kinship care,", "{label: Kinship care, drifts_because: more were listed than stay,")
    council.write_text(text, encoding="utf-8")
    return council


def published_in(folder: Path) -> Path:
    path = folder / "published.yaml"
    path.write_text(PUBLISHED, encoding="utf-8")
    return path


def files_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "out"
    done = placesim("run", EXAMPLE, "--replications", "12", "--years", "1.5", "--episodes", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def brief(tmp_path_factory) -> tuple[Path, Done]:
    """The folder of a few short futures with every placement, and what the command said."""
    folder = tmp_path_factory.mktemp("brief") / "out"
    return folder, briefly("--episodes", "--out", folder)


def test_a_run_writes_its_files_and_leaves_nothing_else(run_folder):
    assert {path.name for path in run_folder.iterdir()} == FILES | {"episodes.csv", "children.csv"}


def test_tables_begin_with_the_mark_by_which_excel_knows_utf_8_and_pandas_reads_them_unchanged(run_folder):
    tables = [*run_folder.glob("*.csv")]
    assert len(tables) == 5
    for path in tables:
        text = path.read_bytes()
        assert text.startswith(codecs.BOM_UTF8)
        assert not text.startswith(codecs.BOM_UTF8 * 2)
        assert pd.read_csv(path).columns[0] == text.decode("utf-8-sig").partition(",")[0] == "scenario"


def test_a_name_with_letters_of_any_tongue_is_read_back_as_it_was(tmp_path):
    named = pd.DataFrame({"scenario": ["Ynys Môn, £5m"], "value": [1.5]})
    write_table(tmp_path / "table.csv", [named, named])
    assert pd.read_csv(tmp_path / "table.csv").equals(pd.concat([named, named], ignore_index=True))


ONE_AFTER_ANOTHER = """
import sys
from placesim.cli import app

for words in {commands!r}:
    app([*words, "--replications", "4"], standalone_mode=False)
    print(words[0], file=sys.stderr)
"""


def test_no_library_warns_of_what_commands_do(tmp_path):
    out = ("--out", str(tmp_path / "out"))
    beds = ("--vary", "beds", "--values", "0:4:4")
    commands = [
        ("run", EXAMPLE, "--episodes", "--years", "0.5", *out),
        ("run", EXAMPLE, "--years", "2", *out),
        ("compare", EXAMPLE, "configs/scenarios/example", "--measures", "--years", "2", *out),
        ("sweep", EXAMPLE, "configs/scenarios/example/open_the_new_home.yaml", *beds, *out),
    ]
    python = [sys.executable, "-W", "error", "-c", ONE_AFTER_ANOTHER.format(commands=commands)]
    done = subprocess.run(python, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.split()) == (0, ["run", "run", "compare", "sweep"])


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
    assert manifest["engine"] == default_engine()
    assert manifest["years"] == 1.5
    assert len(manifest["inputs_sha256"]["example.yaml"]) == 64
    assert str(ROOT) not in manifest["command"] or ROOT.as_posix() in EXAMPLE


needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send to a process")

STOPPED = "Stopped before the end; nothing was written.\n"

STOPPED_AT = """
import os, signal, sys
sys.path.insert(0, {root!r})
signal.signal(signal.SIGINT, signal.default_int_handler)

class Stop:
    def find_spec(self, name, *_):
        if name == {module!r}:
            os.kill(os.getpid(), signal.{request})

sys.meta_path.insert(0, Stop())
from placesim.__main__ import main
if __name__ == "__main__":
    sys.argv = ["placesim", *sys.argv[1:]]
    main()
"""


def started(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start a command in a process group of its own, as a terminal does."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests begun in the background would ignore it
    command = [sys.executable, "-m", "placesim", *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


@needs_signals
@pytest.mark.parametrize("request_", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("after", [0.5, 5])
def test_asked_to_stop_a_command_says_so_and_leaves_no_files(tmp_path, request_, after):
    process = started("run", EXAMPLE, "--replications", "20000", "--out", tmp_path / "out")
    time.sleep(after)
    os.killpg(process.pid, getattr(signal, request_))
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (1, "", STOPPED)
    assert not list(tmp_path.iterdir())


@needs_signals
@pytest.mark.parametrize("request_", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize(
    "module", ["typer", "placesim.cli", "numpy._core.multiarray", "pandas._libs.tslibs", "matplotlib.ft2font", "jinja2"]
)
def test_asked_to_stop_in_the_middle_of_an_import_a_command_says_one_sentence(tmp_path, module, request_):
    script = tmp_path / "stopped.py"
    script.write_text(STOPPED_AT.format(root=str(ROOT), module=module, request=request_), encoding="utf-8")
    command = [sys.executable, str(script), "run", EXAMPLE, "--replications", "2", "--years", "0.1"]
    command += ["--out", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", STOPPED)
    assert {path.name for path in tmp_path.iterdir()} == {"stopped.py"}


def test_a_command_stopped_inside_a_text_that_is_run_ends_with_its_own_exit_code(tmp_path):
    """Dataclasses run texts while they are imported; Python then ends by SIGINT, whatever exit code is asked for."""
    script = tmp_path / "stopped.py"
    script.write_text(
        "from placesim.commands.exit_codes import with_exit_codes\n"
        "with_exit_codes(lambda debug: exec('raise KeyboardInterrupt'))()\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (1, "", STOPPED)


@needs_signals
def test_what_was_told_to_ignore_ctrl_c_goes_on(tmp_path):
    page = ["--years", "1", "--reports", "page", "--out", str(tmp_path / "out")]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "placesim", "run", EXAMPLE, "--replications", "2", *page],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=120) == 0


@needs_signals
def test_two_runs_into_one_folder_the_second_is_refused_before_it_simulates(tmp_path):
    out = tmp_path / "out"
    first = started("run", EXAMPLE, "--replications", "20000", "--out", out)
    while not (out / ".placesim.lock").exists():
        time.sleep(0.05)
    time.sleep(0.2)
    said = refused(briefly("--replications", "100000", "--out", out))
    assert said.startswith(f"{out}: another run is writing here now (process {first.pid})")
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    assert (out / ".placesim.lock").exists()
    assert briefly("--out", out).returncode == 0
    assert {path.name for path in out.iterdir()} == TABLES


@pytest.mark.parametrize("meanwhile", ["edited", "renamed"])
def test_what_happens_to_a_configuration_during_a_run_changes_neither_its_hash_nor_loses_the_run(tmp_path, meanwhile):
    council, out = with_a_list(tmp_path), tmp_path / "out"
    read = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.iterdir()}
    asked = "--replications", "60", "--years", "1", "--workers", "1", "--reports", "page", "--out", out
    process = started("run", council, *asked)
    while not (out / ".placesim.lock").exists():
        time.sleep(0.05)
    for path in (council, tmp_path / "children.csv"):
        if meanwhile == "edited":
            path.write_text("name: something else", encoding="utf-8")
        else:
            path.rename(path.with_suffix(".old"))
    _, said = process.communicate()
    assert (process.returncode, said) == (0, "")
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["inputs_sha256"] == read


def test_the_manifest_knows_every_result(run_folder, tmp_path):
    manifest = json.loads((run_folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["results_sha256"].keys() == FILES - {"manifest.json"} | {"episodes.csv", "children.csv"}
    assert altered(run_folder) == []
    shutil.copytree(run_folder, tmp_path / "copy")
    (tmp_path / "copy" / "summary.csv").write_text("changed", encoding="utf-8")
    (tmp_path / "copy" / "monthly.csv").unlink()
    (tmp_path / "copy" / "sweep.csv").write_text("a stranger", encoding="utf-8")
    assert altered(tmp_path / "copy") == ["monthly.csv", "summary.csv", "sweep.csv"]


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


@pytest.mark.parametrize("more", [[], ["--episodes"]])
def test_a_run_never_writes_over_its_own_list_of_children(tmp_path, more):
    council = with_a_list(tmp_path)
    before = files_of(tmp_path)
    assert "children.csv: is an input" in refused(briefly("--out", tmp_path, *more, file=council))
    assert files_of(tmp_path) == before


def test_calibration_and_agreement_never_write_over_an_input(tmp_path):
    council, published = with_a_list(tmp_path), published_in(tmp_path)
    before = files_of(tmp_path)
    assert "is an input" in refused(placesim("calibrate", council, published, "--out", published))
    assert "is an input" in refused(placesim("calibrate", council, published, "--out", council))
    assert "should end in .md" in refused(placesim("agree", council, published, "--out", council))
    assert "should end in .yaml" in refused(
        placesim("calibrate", council, published, "--out", tmp_path / "children.csv")
    )
    assert "should end in .md" in refused(placesim("agree", council, published, "--out", tmp_path / "children.csv"))
    assert files_of(tmp_path) == before


@pytest.mark.parametrize(("command", "name"), [("calibrate", "out.yaml"), ("agree", "out.md")])
def test_an_out_file_without_its_folder_is_told_before_anything_is_simulated(tmp_path, command, name):
    out = tmp_path / "nowhere" / name
    done = placesim(command, EXAMPLE, published_in(tmp_path), "--replications", "100000", "--out", out)
    assert refused(done) == f"{out}: there is no folder {out.parent}; make it first, or choose another --out"


def test_a_rerun_without_episodes_leaves_none_of_the_earlier_run(brief, tmp_path):
    shutil.copytree(brief[0], tmp_path / "out")
    assert (tmp_path / "out" / "episodes.csv").exists()
    (tmp_path / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    assert briefly("--out", tmp_path / "out").returncode == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == TABLES | {"notes.txt"}


def test_a_stranger_s_file_is_told_before_anything_is_simulated(tmp_path):
    (tmp_path / "episodes.csv").write_text("mine", encoding="utf-8")
    assert "holds episodes.csv, but no manifest.json" in refused(briefly("--replications", "100000", "--out", tmp_path))
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"episodes.csv": "mine"}


def test_results_cannot_go_where_a_file_is(tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    said = refused(briefly("--replications", "100000", "--out", tmp_path / "taken"))
    assert said.endswith("taken: is a file, where a folder should be; choose another --out")


def test_groups_of_one_kind_add_up_to_the_total(run_folder):
    for name, period in (("summary.csv", "financial_year"), ("monthly.csv", "month")):
        spend = pd.read_csv(run_folder / name).query("measure == 'spend'")
        totals = spend.pivot_table("mean", period, "grouping", "sum")
        assert set(totals) == {"all", "placement type", "provision", "budget line"}
        for kind in totals:
            assert totals[kind].to_numpy() == pytest.approx(totals["all"].to_numpy())


def test_every_row_names_its_grouping_and_its_unit(run_folder):
    table = pd.read_csv(run_folder / "summary.csv", keep_default_na=False)
    kinds = {measure: set(rows.grouping) - {"all"} for measure, rows in table.groupby("measure")}
    assert kinds["leavers"] == kinds["moves"] == {"reason"}
    assert kinds["entries"] == {"stream"}
    assert kinds["out_of_borough_share"] == {"reporting group"}
    assert kinds["occupancy"] == kinds["void_cost"] | {"provision"} == {"provision"}
    assert kinds["nights"] == {"placement type", "provision"}
    assert set(table.query("measure == 'spend'").unit) == {"pounds"}
    assert (table.unit != "").all()


def test_part_years_and_part_months_are_noted(run_folder):
    summary = pd.read_csv(run_folder / "summary.csv", keep_default_na=False).query("measure == 'crisis_nights'")
    assert dict(zip(summary.financial_year, summary.note, strict=True)) == {
        "2025-26": "too few events for an interval",
        "2026-27": "part year: 183 nights; too few events for an interval",
    }
    monthly = pd.read_csv(run_folder / "monthly.csv", keep_default_na=False)
    assert set(monthly.note) == {""}


def test_a_month_that_ends_early_is_noted(example):
    short = example.replace(years=0.1)  # 37 days from 1 April
    [outcomes] = replicate({"baseline": short}, 2, 1)
    table = explained(summary_table(outcomes), short)
    given = ~table.note.str.contains("not given")
    assert set(table.note[given]) == {"part year: 37 nights; too few futures for an interval"}
    assert table.note[~given].str.startswith("part year: 37 nights; not given: it looks back").all()


def test_too_few_futures_for_an_interval_are_told(brief):
    folder, done = brief
    assert "Too few futures for an interval of the mean" in done.stdout
    assert "95%" not in done.stdout
    summary = pd.read_csv(folder / "summary.csv")
    assert summary.low.isna().all()
    missing = summary.note.str.contains("not given: it looks back")
    assert summary.note[~missing].str.endswith("too few futures for an interval").all()


@pytest.fixture(scope="module")
def ten_years(halton):
    long = halton.replace(years=10.4)
    return long, replicate({"baseline": long}, 12, 1)[0]


@pytest.mark.parametrize("columns", [40, 80, 100, 160])
def test_the_table_at_the_end_of_a_run_keeps_every_year_and_every_figure(ten_years, columns, capsys, monkeypatch):
    baseline, outcomes = ten_years
    monkeypatch.setenv("COLUMNS", str(columns))
    print_summary(Study(baseline, outcomes), Path("out"), 1)
    shown = capsys.readouterr().out.replace("Year: ", "")  # where there is one line a figure
    for year in years_of(baseline):
        mean = outcomes.of("spend")[year.name].mean() / 1e6
        [told] = [each for each in re.split(r"^(?=20)", shown, flags=re.MULTILINE) if each.startswith(year.name)]
        assert f" {mean:,.2f}" in told
        assert ("*" in told.splitlines()[0]) == bool(year.part)
    assert shown.count("(") == 4 * 11 + 2  # an interval a figure, the title's and the seconds
    assert "* 2035-36 is a part year: 1 April 2035 to 24 August 2035, 146 of 366 nights" in shown
    table = shown[: shown.index("* 2035-36 is")]
    assert max(map(len, table.splitlines()[1:])) <= columns


def test_31_march_is_named_only_where_every_year_ends_on_it(example):
    whole = columns_for(years_of(example.replace(years=2)))
    part = columns_for(years_of(example.replace(years=1.5)))
    assert whole[0].words == "Children in care, 31 March"
    assert part[0].words == "Children in care, end of the period"
    assert not any("31 March" in column.words for column in part)


@pytest.mark.parametrize(("columns", "headings"), [(80, 6), (160, 10)])
def test_the_agreement_table_fits_the_terminal(tmp_path, columns, headings):
    out = tmp_path / "table.md"
    arguments = ("agree", EXAMPLE, published_in(tmp_path), "--replications", "12", "--out", out)
    done = placesim(*arguments, columns=columns)
    assert done.returncode == 0, done.stderr
    [row] = [line for line in done.stdout.splitlines() if "2025-26" in line]
    assert max(map(len, done.stdout.split("1 of 1")[0].splitlines())) <= columns
    assert len(re.split(r"\s{2,}", row.strip())) == headings
    assert row.rstrip().endswith("yes")
    assert "1 of 1 published figure agrees" in done.stdout
    assert "| 95% interval of the mean |" in out.read_text(encoding="utf-8")
    assert f"--out {out.as_posix()}" in out.read_text(encoding="utf-8")


def test_one_round_is_one_round_and_what_was_not_reached_ends_with_code_1(tmp_path):
    out = tmp_path / "calibrated.yaml"
    published = published_in(tmp_path)
    arguments = ("calibrate", EXAMPLE, published, "--rounds", "1", "--replications", "4", "--out", out)
    text = published.read_text(encoding="utf-8")
    published.write_text(re.sub(r"value: \d+", "value: 4000", text), encoding="utf-8")
    done = placesim(*arguments)
    assert done.returncode == 1
    assert "After 1 round\n" in done.stdout
    assert "Not reached: " in done.stdout
    assert done.stderr == "Not every figure was reached: 1 of 1 fitted do not agree.\n"
    assert "#   Not reached: " in out.read_text(encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"published.yaml", "calibrated.yaml"}


@pytest.mark.parametrize("name", ["plain", "with space", "a $HOME `x` !", "it's", "Zoë & co", 'a "b"'])
def test_the_command_to_make_a_run_again_survives_any_path(name):
    file, out = Path(f"councils/{name}.yaml"), Path(f"reports/{name}")
    command = run_command(file, 50, 7, given=Assumed(1.5), episodes=True, out=out)
    options = ["--replications", "50", "--seed", "7", "--years", "1.5", "--episodes", "--out", out.as_posix()]
    assert shlex.split(command) == ["placesim", "run", file.as_posix(), *options]
    assert shlex.split(agree_command(file, file, 50, 7, given=Assumed(), drift=False, out=out)) == [
        *("placesim", "agree", file.as_posix(), file.as_posix()),
        *("--replications", "50", "--seed", "7", "--out", out.as_posix()),
    ]


def test_a_path_with_a_space_is_quoted_as_every_shell_knows():
    command = run_command(Path("our council.yaml"), 50, 7, given=Assumed(), episodes=False, out=None)
    assert command == 'placesim run "our council.yaml" --replications 50 --seed 7'


def test_days_and_ages_of_listed_children_are_blurred_and_the_user_warned(tmp_path):
    done = briefly("--episodes", "--out", tmp_path / "out", file=with_a_list(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("Caution: episodes.csv and children.csv follow each child")
    children = pd.read_csv(tmp_path / "out" / "children.csv")
    listed = children[children.in_care_at_start & children.age_at_entry.isin([5, 13, 14])]
    assert len(listed) >= 3 * 4
    from_the_start = children[children.in_care_at_start].child_id
    for table in (children, pd.read_csv(tmp_path / "out" / "episodes.csv")):
        days = table[table.child_id.isin(from_the_start)].filter(regex="_day$")
        assert days.shape[1] == 2
        assert (days.stack().dropna() % COARSE_DAYS == 0).all()
    assert (children[children.in_care_at_start].age_at_entry % 1 == 0).all()
    assert (children[children.in_care_at_start].entered_day < 0).all()
    others = children[~children.in_care_at_start]
    assert (others.entered_day % 1 != 0).any()
    assert (others.age_at_entry % 1 != 0).any()


def test_blurring_keeps_the_order_of_placements(example):
    [outcomes] = replicate({"baseline": example.replace(years=2)}, 3, 1, keep_histories=True)
    blurred, exact = episodes_table(outcomes, coarse=True), episodes_table(outcomes)
    assert (blurred.start_day <= blurred.end_day.fillna(np.inf)).all()
    assert (exact.start_day - blurred.start_day).between(0, COARSE_DAYS).all()
    ages = children_table(outcomes, coarse=True).age_at_entry
    assert (children_table(outcomes).age_at_entry - ages).between(0, 1).all()


def test_no_caution_is_given_where_no_real_child_is_listed(brief):
    folder, done = brief
    assert done.returncode == 0, done.stderr
    assert "Caution" not in done.stdout
    children = pd.read_csv(folder / "children.csv")
    assert (children[children.in_care_at_start].age_at_entry % 1 != 0).any()


def test_a_script_without_a_guard_is_told_of_both_causes(tmp_path):
    script = tmp_path / "mine.py"
    script.write_text(WITHOUT_A_GUARD, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    said = done.stderr.split("RunFailedError: ")[-1]
    assert "memory" in said
    assert "if __name__ == '__main__':" in said


def test_no_more_workers_are_started_than_the_system_can_wait_for(example, monkeypatch):
    class StartedError(Exception):
        pass

    def starting(workers: int, *_: object) -> None:
        raise StartedError(workers)

    assert sys.platform != "win32" or handing_out.MOST_WORKERS <= 61
    monkeypatch.setattr(handing_out, "WorkerProcesses", starting)
    monkeypatch.setattr(handing_out, "MOST_WORKERS", 3)
    with pytest.raises(StartedError, match="3"):
        replicate({"baseline": example}, 1000, 1, workers=200)


def test_help_promises_no_command_that_is_not_there():
    done = placesim("--help")
    said = " ".join(done.stdout.split())
    promised = set(re.findall(r"`(\w+)`", said))
    assert promised == {"new", "run", "compare", "sweep", "sensitivity", "search", "page", "check"}
    assert all(placesim(command, "--help").returncode == 0 for command in promised)


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
