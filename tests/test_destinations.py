"""Results never replace an input or a stranger's file, and a run that fails leaves everything as it was."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from placesim.config.faults import InputError
from placesim.experiment.destinations import (
    MANIFEST,
    RESULTS,
    finished_file,
    finished_folder,
    owned_folder,
    require_file,
)
from placesim.experiment.handing_out import RunFailedError
from tests.conftest import CONFIGS

needs_permissions = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not bind this user"
)


def an_earlier_run(folder: Path, *names: str) -> dict[str, str]:
    """Write results as an earlier run left them, and return what they hold."""
    folder.mkdir(parents=True, exist_ok=True)
    held = {name: f"earlier {name}" for name in names} | {MANIFEST: json.dumps({"placesim": "0.1.0"})}
    for name, text in held.items():
        (folder / name).write_text(text, encoding="utf-8")
    return held


def held_by(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def write_new(staging: Path, *names: str) -> None:
    for name in names:
        (staging / name).write_text(f"new {name}", encoding="utf-8")


def refused(folder: Path, *inputs: Path) -> str:
    before = held_by(folder) if folder.is_dir() else None
    with pytest.raises(InputError) as found, owned_folder(folder, inputs):
        pytest.fail("the folder was given")
    assert before == (held_by(folder) if folder.is_dir() else None)
    return str(found.value)


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_never_takes_the_place_of_an_input(tmp_path, name):
    an_earlier_run(tmp_path, name)
    said = refused(tmp_path, tmp_path / "council.yaml", tmp_path / name)
    assert said == f"{tmp_path / name}: is an input, and a result would take its place; choose another --out"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_an_input_is_known_by_any_of_its_names(tmp_path):
    an_earlier_run(tmp_path / "out", "children.csv")
    (tmp_path / "link").symlink_to(tmp_path / "out")
    assert "is an input" in refused(tmp_path / "link", tmp_path / "out" / "children.csv")


def test_a_file_that_no_earlier_run_wrote_is_never_removed(tmp_path):
    (tmp_path / "children.csv").write_text("somebody's work", encoding="utf-8")
    said = refused(tmp_path)
    assert "holds children.csv, but no manifest.json of placesim to say that an earlier run wrote it" in said
    assert "\n" not in said


def test_a_manifest_of_something_else_is_no_leave_to_write(tmp_path):
    (tmp_path / MANIFEST).write_text('{"name": "a web page"}', encoding="utf-8")
    assert "manifest.json" in refused(tmp_path)


def test_a_folder_where_a_file_should_go_is_told(tmp_path):
    an_earlier_run(tmp_path)
    (tmp_path / "report.html").mkdir()
    with (
        pytest.raises(InputError, match=r"report\.html: is a folder, where a file should go"),
        owned_folder(tmp_path, []),
    ):
        pytest.fail("the folder was given")


def test_a_file_where_a_folder_should_be_is_told(tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    for folder in (tmp_path / "taken", tmp_path / "taken" / "below"):
        assert refused(folder) == f"{tmp_path / 'taken'}: is a file, where a folder should be; choose another --out"


@needs_permissions
def test_a_folder_that_cannot_be_written_to_is_told(tmp_path):
    tmp_path.chmod(0o500)
    for folder in (tmp_path, tmp_path / "new"):
        assert "nothing can be written here (Permission denied); choose another --out" in refused(folder)


@needs_permissions
def test_an_earlier_result_that_is_read_only_is_told(tmp_path):
    an_earlier_run(tmp_path, "summary.csv")
    (tmp_path / "summary.csv").chmod(0o400)
    assert "summary.csv: cannot be replaced (Permission denied); close it" in refused(tmp_path)


def test_looking_whether_a_folder_can_be_written_to_leaves_no_trace(tmp_path):
    with owned_folder(tmp_path / "a" / "b", []):
        assert (tmp_path / "a" / "b").is_dir()
    assert not list(tmp_path.iterdir())


def test_results_replace_those_of_an_earlier_run_and_nothing_else(tmp_path):
    an_earlier_run(tmp_path, "summary.csv", "episodes.csv", "children.csv")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with finished_folder(tmp_path) as staging:
        write_new(staging, "summary.csv", MANIFEST)
    assert held_by(tmp_path) == {
        "summary.csv": "new summary.csv",
        MANIFEST: f"new {MANIFEST}",
        "notes.txt": "mine",
    }


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_run_that_fails_leaves_the_earlier_results(tmp_path, error):
    earlier = an_earlier_run(tmp_path, "summary.csv", "children.csv")
    with pytest.raises(error), finished_folder(tmp_path) as staging:
        write_new(staging, "summary.csv")
        raise error
    assert held_by(tmp_path) == earlier


@pytest.mark.parametrize("bad", RESULTS)
def test_a_replacement_that_fails_half_way_is_undone(tmp_path, monkeypatch, bad):
    """Whichever file cannot be put in its place, the folder holds one run's files and not two runs'."""
    earlier = an_earlier_run(tmp_path, "measures.csv", "summary.csv", "children.csv")
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if self.parent.name == "new" and self.name == bad:
            raise PermissionError(13, "Permission denied", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with (
        pytest.raises(RunFailedError, match=r"Permission denied: .*; nothing in .* was changed"),
        finished_folder(tmp_path) as staging,
    ):
        write_new(staging, *RESULTS)
    assert held_by(tmp_path) == earlier


def test_earlier_results_that_cannot_be_put_back_are_kept_and_told(tmp_path, monkeypatch):
    earlier = an_earlier_run(tmp_path, "summary.csv")
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if self.parent.name in ("new", "earlier"):
            raise PermissionError(13, "Permission denied", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with (
        pytest.raises(RunFailedError, match=r"the earlier results are in .*earlier"),
        finished_folder(tmp_path) as staging,
    ):
        write_new(staging, "summary.csv", MANIFEST)
    [kept] = tmp_path.glob(".unfinished-*/earlier")
    assert held_by(kept) == earlier


OWNER = """
import sys, time
from pathlib import Path
from placesim.experiment.destinations import finished_folder, owned_folder

with owned_folder(Path(sys.argv[1]), []), finished_folder(Path(sys.argv[1])) as staging:
    (staging / "summary.csv").write_text("of the owner", encoding="utf-8")
    print("owned", flush=True)
    time.sleep(300)
"""


@pytest.fixture
def owner(tmp_path):
    """Start another process that owns a folder and has begun to write there."""
    command = [sys.executable, "-c", OWNER, str(tmp_path / "out")]
    environment = {**os.environ, "PYTHONPATH": str(CONFIGS.parent)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "owned\n"
        yield process
        process.kill()


def test_while_one_run_writes_in_a_folder_another_is_refused(tmp_path, owner):
    out = tmp_path / "out"
    with pytest.raises(InputError) as found, owned_folder(out, []):
        pytest.fail("the folder was given")
    mend = "wait until it has ended, or choose another --out"
    assert str(found.value) == f"{out}: another run is writing here now (process {owner.pid}); {mend}"
    assert len([*out.glob(".unfinished-*")]) == 1


def test_the_next_run_takes_away_what_a_killed_one_left(tmp_path, owner):
    out = tmp_path / "out"
    owner.kill()
    owner.wait()
    assert len([*out.iterdir()]) == 2
    with owned_folder(out, []):
        assert [path.name for path in out.iterdir()] == [".placesim.lock"]
    assert not out.exists() or not [*out.iterdir()]


def test_a_folder_is_free_again_for_the_same_process(tmp_path):
    for _ in range(2):
        with owned_folder(tmp_path, []), pytest.raises(InputError, match="another run"), owned_folder(tmp_path, []):
            pytest.fail("the folder was given twice")


NEW = {name: f"new {name}" for name in ("measures.csv", "summary.csv")}


@pytest.mark.parametrize("moved", range(8))
@pytest.mark.parametrize("before", [(), ("summary.csv", "monthly.csv")])
def test_a_run_killed_while_its_files_take_their_places_is_undone_by_the_next(tmp_path, monkeypatch, before, moved):
    """After any number of steps the next run finds the earlier results or, once the manifest is in place, the new."""
    earlier = an_earlier_run(tmp_path, *before) if before else {}
    steps = iter([True] * moved)
    replace = Path.replace

    def until_killed(self: Path, target: Path) -> Path:
        if next(steps, None) is None:
            os._exit(9)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", until_killed)
    process = fork()
    if process == 0:
        with finished_folder(tmp_path) as staging:
            for name, text in NEW.items():
                (staging / name).write_text(text, encoding="utf-8")
            (staging / MANIFEST).write_text(json.dumps({"placesim": "", "results_sha256": NEW}), encoding="utf-8")
        os._exit(0)
    killed = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 9
    monkeypatch.undo()
    with owned_folder(tmp_path, []):
        found = {name: text for name, text in held_by(tmp_path).items() if name != ".placesim.lock"}
    assert killed == (moved < len(earlier) + len(NEW) + 1)
    if killed:
        assert found == earlier
    else:
        assert {name: found[name] for name in NEW} == NEW
        assert found.keys() == {*NEW, MANIFEST}
    assert not [*tmp_path.glob(".unfinished-*")]


def fork() -> int:
    if not hasattr(os, "fork"):
        pytest.skip("no fork on this system")
    return os.fork()


def test_a_file_that_a_killed_command_was_writing_is_taken_away_by_the_next(tmp_path):
    (tmp_path / ".table.md.unfinished-abc").mkdir()
    (tmp_path / ".other.md.unfinished-abc").mkdir()
    with finished_file(tmp_path / "table.md") as staged:
        staged.write_text("whole", encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"table.md", ".other.md.unfinished-abc"}


def test_the_manifest_comes_last(tmp_path, monkeypatch):
    order = []
    replace = Path.replace

    def noting(self: Path, target: Path) -> Path:
        order.append(self.name)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", noting)
    with finished_folder(tmp_path / "out") as staging:
        write_new(staging, *RESULTS)
    assert order[-1] == MANIFEST
    assert sorted(order) == sorted(RESULTS)


def test_a_file_is_whole_or_not_there(tmp_path):
    out = tmp_path / "table.md"
    out.write_text("earlier", encoding="utf-8")
    with pytest.raises(ValueError), finished_file(out) as staged:
        staged.write_text("half", encoding="utf-8")
        raise ValueError
    assert held_by(tmp_path) == {"table.md": "earlier"}
    with finished_file(out) as staged:
        staged.write_text("whole", encoding="utf-8")
    assert held_by(tmp_path) == {"table.md": "whole"}


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("council.yaml", "council.yaml: is an input, and a result would take its place"),
        ("table.txt", "table.txt: should end in .md or .yaml"),
        ("nowhere/table.md", "there is no folder"),
        ("folder.md", "folder.md: is a folder, where a file should go"),
        ("council.yaml/table.md", "there is no folder"),
    ],
)
def test_an_out_file_that_cannot_be_is_told(tmp_path, out, said):
    (tmp_path / "council.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(InputError) as found:
        require_file(tmp_path / out, [tmp_path / "council.yaml"], (".md", ".yaml"))
    assert said in str(found.value)
    assert (tmp_path / "council.yaml").read_text(encoding="utf-8") == "mine"
