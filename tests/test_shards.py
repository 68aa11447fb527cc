"""Parts of a study: merged, they are byte for byte what one run writes; what makes no whole is refused."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import placesim
from placesim.commands.parts import part_asked
from placesim.config.faults import InputError
from placesim.experiment.shards import ABOUT, About, Shard, read_shard, require_whole, write_shard
from placesim.experiment.tables import measures_table, write_table
from tests.commands import placesim as command
from tests.conftest import CONFIGS
from tests.test_commands import CHILDREN, files_of, with_a_list

EXAMPLE = CONFIGS / "example.yaml"
OPTIONS = CONFIGS / "scenarios" / "example"
FUTURES = 12


@pytest.fixture(scope="module")
def council():
    return placesim.load(EXAMPLE, years=0.5)


@pytest.fixture(scope="module")
def parts(council, tmp_path_factory) -> list[Path]:
    """Return a comparison in three parts of unequal size, not in order, one of them played by the readable engine."""
    folder = tmp_path_factory.mktemp("parts")
    asked = {"replications": FUTURES, "workers": 1, "measures": True}
    placesim.shard(folder / "b.npz", council, [OPTIONS], first=5, count=1, engine="simpy", **asked)
    placesim.shard(folder / "c.npz", council, [OPTIONS], first=6, count=6, **asked)
    placesim.shard(folder / "a.npz", council, [OPTIONS], first=0, count=5, **asked)
    return sorted(folder.iterdir(), reverse=True)


@pytest.fixture
def run_part(council, tmp_path) -> Path:
    return placesim.shard(tmp_path / "part.npz", council, first=0, count=2, replications=FUTURES, workers=1)


def why_not_merged(*shards: Path, **asked: object) -> str:
    with pytest.raises(ValueError, match=r"\w") as raised:
        placesim.merge(shards, **asked)
    return str(raised.value)


def part_like(path: Path, **changed: object) -> Path:
    """Write a part beside another, whose about is changed."""
    shard = read_shard(path)
    changed_path = path.with_name(f"{path.stem}_changed.npz")
    write_shard(changed_path, replace(shard.about, **changed), shard.outcomes)
    return changed_path


def test_shards_merged_are_byte_for_byte_what_one_run_writes(council, parts, tmp_path):
    out = tmp_path / "results"
    placesim.compare(council, [OPTIONS], FUTURES, workers=1, measures=True, out=out)
    alone = {path.name: content for path, content in files_of(out).items()}
    shutil.rmtree(out)
    placesim.merge(parts, out=out)
    merged = {path.name: content for path, content in files_of(out).items()}
    manifests = [json.loads(files.pop("manifest.json")) for files in (alone, merged)]
    assert merged.keys() == alone.keys() >= {"measures.csv", "comparison.csv", "report.docx", "report.xlsx"}
    assert [name for name in alone if merged[name] != alone[name]] == []
    for manifest in manifests:
        del manifest["duration_seconds"]
    assert manifests[1].pop("engine") in ("compiled and simpy", "simpy")
    del manifests[0]["engine"]
    assert manifests[0] == manifests[1]


def test_parts_of_a_run_are_written_and_merged_by_commands(council, tmp_path):
    (tmp_path / "parts").mkdir()
    placesim.shard(tmp_path / "parts" / "1.npz", council, first=2, count=2, replications=4, workers=1)
    part = "--first", "0", "--count", "2", "--shard", tmp_path / "parts" / "0.npz"
    done = command("run", EXAMPLE, "--replications", "4", "--years", "0.5", *part)
    assert done.returncode == 0, done.stderr
    assert "futures 0 to 1 of 4" in done.stdout
    done = command("merge", tmp_path / "parts", "--reports", "none", "--out", tmp_path / "whole")
    assert done.returncode == 0, done.stderr
    assert "Exampleton" in done.stdout
    alone = placesim.run(council, 4, workers=1)
    write_table(tmp_path / "alone.csv", [measures_table(alone.run)])
    assert (tmp_path / "whole" / "measures.csv").read_bytes() == (tmp_path / "alone.csv").read_bytes()


def test_what_is_missing_is_told_with_what_makes_it(parts):
    without_b = [path for path in parts if path.stem != "b"]
    assert why_not_merged(*without_b) == (
        "shards: futures 5 to 5 of 12 are missing; make them with --first 5 --count 1"
    )
    assert "futures 0 to 5 of 12 are missing" in why_not_merged(*[path for path in parts if path.stem == "c"])


def test_futures_that_are_in_two_shards_are_told(parts):
    again = part_like(next(path for path in parts if path.stem == "a"), first=3)
    told = why_not_merged(*parts, again)
    assert f"{again}: futures 3 to 4 are in {again.parent / 'a.npz'} too; leave one of them out" in told
    again.unlink()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"seed": 2}, "seed 2, not 1"),
        ({"replications": 13}, "replications 13, not 12"),
        ({"years": 1}, "years 1, not 0.5"),
        ({"scenarios": ["others"]}, "scenarios ['others'], not"),
        ({"command": "run"}, "command run, not compare"),
    ],
)
def test_shards_of_another_study_are_refused(parts, changed, told):
    about = read_shard(parts[0]).about
    another = part_like(parts[0], asked={**about.asked, **changed})
    assert told in why_not_merged(*parts[1:], another)
    another.unlink()


def test_shards_of_other_input_files_are_refused(parts):
    inputs = {**read_shard(parts[0]).about.inputs, EXAMPLE.as_posix(): "0" * 64}
    another = part_like(parts[0], inputs=inputs)
    assert f"is of another study than {parts[1]}: another {EXAMPLE.as_posix()}" in why_not_merged(*parts[1:], another)
    another.unlink()


@pytest.mark.parametrize("program", ["placesim", "numpy"])
def test_shards_of_another_version_are_refused(parts, program):
    versions = {**read_shard(parts[0]).about.versions, program: "0.0.1"}
    another = part_like(parts[0], versions=versions)
    told = why_not_merged(*parts[1:], another)
    assert f"{program} 0.0.1" in told
    assert len(told.splitlines()) == 1
    another.unlink()


def test_an_input_that_has_changed_since_is_told(tmp_path):
    path = tmp_path / "council.yaml"
    shutil.copy(EXAMPLE, path)
    asked = {"first": 0, "count": 2, "replications": 2, "workers": 1}
    part = placesim.shard(tmp_path / "part.npz", placesim.load(path, years=0.5), **asked)
    assert placesim.merge(part).replications == 2
    path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert f"{path.as_posix()}: is not as it was when {part} was made" in why_not_merged(part)


def test_a_shard_holds_no_child_and_reading_one_runs_nothing(tmp_path):
    council = placesim.load(with_a_list(tmp_path), years=0.5)
    path = placesim.shard(tmp_path / "part.npz", council, first=0, count=3, replications=3, workers=1)
    with np.load(path, allow_pickle=False) as arrays:
        assert {name.rpartition("_")[0] or name for name in arrays} == {ABOUT, "values", "monthly"}
        assert {arrays[name].shape[0] for name in arrays if name != ABOUT} == {3}
        said = arrays[ABOUT].tobytes().decode()
    assert not [row for row in CHILDREN.splitlines() if row in said]
    assert placesim.merge(path).measures().equals(placesim.run(council, 3, workers=1).measures())


def test_what_is_no_shard_is_refused(run_part, tmp_path):
    harmful = tmp_path / "harmful.npz"
    np.savez(harmful, **{ABOUT: np.array([print], dtype=object)}, allow_pickle=True)
    cut_short = tmp_path / "cut.npz"
    cut_short.write_bytes(run_part.read_bytes()[:-100])
    beyond = part_like(run_part, first=FUTURES).rename(tmp_path / "beyond.npz")
    altered = part_like(run_part, count=3)
    for path in (harmful, cut_short, altered, beyond, EXAMPLE):
        assert why_not_merged(path) == f"{path}: is no whole shard of placesim, or of another version"
    assert why_not_merged(tmp_path / "none.npz").startswith(f"{tmp_path / 'none.npz'}: cannot be read")
    assert "there is none" in why_not_merged()


def test_a_whole_needs_its_shards_in_no_order():
    about = About({"replications": 6}, {}, 0, 2, "simpy", 0.0)
    whole = [replace(about, first=first) for first in (4, 0, 2)]
    require_whole([shard_of(each) for each in whole])
    with pytest.raises(InputError, match="futures 2 to 3 of 6 are missing; make them with --first 2 --count 2"):
        require_whole([shard_of(each) for each in whole[:2]])


def shard_of(about: About):
    return Shard(about, (), Path(f"{about.first}.npz"))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"first": 0, "count": 5}, "--first: --first, --count and --shard go together; give --shard too"),
        ({"shard": Path("a.npz")}, "--shard: --first, --count and --shard go together; give --first and --count too"),
        (
            {"first": 0, "count": 5, "shard": Path("a.npz"), "precision": 0.1},
            "--precision: is of a whole study, and cannot be asked of a part of one (--first, --count, --shard); "
            "leave it out",
        ),
    ],
)
def test_a_part_is_asked_for_whole(options, told):
    with pytest.raises(InputError) as raised:
        part_asked(**{"first": None, "count": None, "shard": None, **options})
    assert str(raised.value) == told


def test_futures_that_the_study_does_not_have_are_refused(council, tmp_path):
    with pytest.raises(ValueError, match="count: should be a whole number from 1 to 4; found 5"):
        placesim.shard(tmp_path / "a.npz", council, first=8, count=5, replications=FUTURES)
    with pytest.raises(ValueError, match="first: should be a whole number from 0 to 11; found 12"):
        placesim.shard(tmp_path / "a.npz", council, first=12, count=1, replications=FUTURES)


def test_a_shard_is_made_of_files_alone(council, tmp_path):
    changed = council.with_(
        {"kind": "change_price", "factor": 1.1, "from": "2026-04-01", "source": "assumption: a trial"}
    )
    asked = {"first": 0, "count": 2, "replications": FUTURES}
    for studied, scenarios in ((changed, None), (council, placesim.scenario("Nothing", []))):
        with pytest.raises(ValueError, match="shard: is made of files alone"):
            placesim.shard(tmp_path / "a.npz", studied, scenarios, **asked)
    with pytest.raises(ValueError, match=r"should end in \.npz; choose another --shard"):
        placesim.shard(tmp_path / "a.csv", council, **asked)
    assert not list(tmp_path.iterdir())
