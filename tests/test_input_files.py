"""Input files: each is read once in a command, and hashed as it was read."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from placesim.config.faults import InputError
from placesim.config.includes import MOST_FILES, MOST_LEVELS
from placesim.config.input_files import InputFile, InputFiles
from placesim.config.loading import evidence_folder_of, load_baseline
from placesim.config.scenario_files import load_option, load_options, scenario_paths

CONFIGS = Path(__file__).parents[1] / "configs"
EXAMPLE = CONFIGS / "example.yaml"


def test_a_file_is_hashed_as_it_was_read_whatever_happens_to_it_afterwards(tmp_path: Path):
    path = tmp_path / "council.yaml"
    path.write_bytes(EXAMPLE.read_bytes())
    files = InputFiles()
    before = load_baseline(path, files=files)
    path.write_text("edited while the run goes on", encoding="utf-8")
    assert files.read == (InputFile(path, sha256(EXAMPLE.read_bytes()).hexdigest()),)
    assert load_baseline(path, files=files) is before


def test_a_comparison_reads_configuration_scenarios_and_evidence_once_each():
    files = InputFiles()
    baseline = load_baseline(CONFIGS / "halton.yaml", files=files)
    evidence = evidence_folder_of(CONFIGS / "halton.yaml", baseline)
    scenarios = scenario_paths([CONFIGS / "scenarios" / "halton"])
    load_options(scenarios, baseline, evidence, files)
    assert set(files.paths) == {CONFIGS / "halton.yaml", *scenarios, *evidence.glob("*.csv")}
    assert len(files.paths) == len({path.resolve() for path in files.paths})


def test_a_file_that_cannot_be_used_is_refused_alike_each_time(tmp_path: Path):
    path = tmp_path / "council.yaml"
    path.write_text("name: [", encoding="utf-8")
    files = InputFiles()
    told = []
    for _ in range(2):
        with pytest.raises(InputError) as refused:
            load_baseline(path, files=files)
        told.append(str(refused.value))
    assert told[0] == told[1]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are files on Unix only")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path):
    path = tmp_path / "council.yaml"
    os.mkfifo(path)
    with pytest.raises(InputError, match="no plain file"):
        load_baseline(path)


def test_thirty_files_in_a_diamond_are_each_read_once(tmp_path: Path):
    """Every file includes the two of the next row: read anew each time they would be 2 to the 15th."""
    for row in range(15):
        for side in "ab":
            includes = f"includes: [a{row + 1}.yaml, b{row + 1}.yaml]\n" if row < 14 else ""
            (tmp_path / f"{side}{row}.yaml").write_text(scenario(includes), encoding="utf-8")
    files = InputFiles()
    option = load_option(tmp_path / "a0.yaml", load_baseline(EXAMPLE), None, files)
    assert len(files.paths) == len(option.scenario.interventions) == 29


def test_a_long_chain_of_includes_is_refused_by_its_limit(tmp_path: Path):
    for number in range(1500):
        includes = f"includes: [c{number + 1}.yaml]\n" if number < 1499 else ""
        (tmp_path / f"c{number}.yaml").write_text(scenario(includes), encoding="utf-8")
    with pytest.raises(InputError, match=f"c{MOST_LEVELS}.yaml' makes the chain too long; at most {MOST_LEVELS} "):
        load_option(tmp_path / "c0.yaml", load_baseline(EXAMPLE), None)


def test_a_scenario_of_too_many_files_is_refused_by_its_limit(tmp_path: Path):
    for number in range(MOST_FILES):
        (tmp_path / f"f{number}.yaml").write_text(scenario(""), encoding="utf-8")
    names = ", ".join(f"f{number}.yaml" for number in range(MOST_FILES))
    (tmp_path / "all.yaml").write_text(scenario(f"includes: [{names}]\n"), encoding="utf-8")
    with pytest.raises(InputError, match=f"f{MOST_FILES - 1}.yaml' is one file too many; .* {MOST_FILES} files"):
        load_option(tmp_path / "all.yaml", load_baseline(EXAMPLE), None)


def scenario(includes: str) -> str:
    change = '{kind: change_entries, factor: 1.01, from: 2026-04-01, source: "assumption: a test"}'
    return f"name: One more\nquestion: What if?\n{includes}interventions:\n  - {change}\n"
