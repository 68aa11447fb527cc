"""Scenario files: every intervention of a scenario made on the baseline it is for, and what several must agree on."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure, evidence_folder, read_evidence
from placesim.config.faults import Fault, InputError
from placesim.config.includes import YAML, Part, WrittenScenario
from placesim.config.input_files import InputFiles
from placesim.config.loading import evidence_for
from placesim.config.problem import InconsistentError, shown
from placesim.config.ranges.changes import range_faults
from placesim.config.scenario import Scenario, with_intervention
from placesim.config.yaml_files import Document, read_yaml

BASELINE = "baseline"
"""What the tables of a comparison call today carried forward; no scenario may be called so."""


@dataclass(frozen=True)
class AppliedScenario:
    """A scenario, and the baseline as it makes it."""

    path: Path
    scenario: Scenario
    """With the interventions of included files in front of its own."""
    baseline: Baseline
    evidence: dict[str, Figure]
    parts: tuple[Part, ...] = ()
    """Each intervention with what is not known exactly of it; empty where no file says them."""


def evidence_of(
    path: Path, baseline: Baseline, options: Sequence[AppliedScenario], files: InputFiles
) -> dict[str, Figure]:
    """Return the evidence of a configuration and its options, by id."""
    figures = [evidence_for(path, baseline, files), *(option.evidence for option in options)]
    return {name: figure for each in figures for name, figure in each.items()}


def scenario_paths(given: Sequence[Path]) -> list[Path]:
    """Return the files named, and those of every folder named, in order of name.

    Raises:
        InputError: a folder holds no scenario file.
    """
    found: list[Path] = []
    for path in given:
        inside = sorted(each for each in path.iterdir() if each.suffix.lower() in YAML) if path.is_dir() else [path]
        if not inside:
            raise InputError([Fault(str(path), 0, "", "holds no scenario: no file ends in .yaml here")])
        found += inside
    return list(dict.fromkeys(found))


def load_options(
    paths: Sequence[Path], baseline: Baseline, evidence: Path | None, files: InputFiles | None = None
) -> list[AppliedScenario]:
    """Return every scenario, made on a baseline.

    Args:
        paths: scenario files.
        baseline: what they change.
        evidence: the baseline's folder of evidence, for scenarios that name none.
        files: what the command has read already.

    Raises:
        InputError: anything in any of the files cannot be used, or two scenarios share a name.
    """
    files = files or InputFiles()
    faults: list[Fault] = []
    options: list[AppliedScenario] = []
    for path in paths:
        try:
            options.append(load_option(path, baseline, evidence, files))
        except InputError as error:
            faults += [fault for fault in error.faults if fault not in faults]
    faults += same_names({option.path: option.scenario.name for option in options}, files)
    if faults:
        raise InputError(faults)
    return options


def same_names(names: dict[Path, str], files: InputFiles) -> list[Fault]:
    """Return a fault for each scenario, by file, whose name another or the baseline has."""
    faults: list[Fault] = []
    seen = {BASELINE: "the baseline"}
    for path, name in names.items():
        if name.casefold() in seen:
            message = f"{shown(name)} is also the name of {seen[name.casefold()]}; give each scenario its own"
            faults.append(read_yaml(path, files).fault(("name",), message))
        seen.setdefault(name.casefold(), path.name)
    return faults


def load_option(
    path: Path, baseline: Baseline, evidence: Path | None, files: InputFiles | None = None
) -> AppliedScenario:
    """Return one scenario, made on a baseline.

    Raises:
        InputError: anything in its file, or in one it includes, cannot be used.
    """
    files = files or InputFiles()
    written = WrittenScenario(files, evidence)
    written.add(path)
    with_all, faults = _made_on(baseline, written.parts, written.doubtful)
    if written.faults or faults or written.scenario is None:
        raise InputError(written.faults + faults)
    if wide := list(range_faults(written.parts, baseline)):
        raise InputError(wide)
    figures = evidence_named(written.documents, evidence, files)
    return AppliedScenario(path, _whole(written.scenario, written.parts), with_all, figures, tuple(written.parts))


def _made_on(baseline: Baseline, parts: Sequence[Part], doubtful: set[str]) -> tuple[Baseline, list[Fault]]:
    """Return the baseline with every intervention that fits it made, and the faults of those that do not."""
    faults: list[Fault] = []
    wrong = set(doubtful)
    for part in parts:
        concerns = part.intervention.provision_named()
        if wrong & set(concerns):
            continue  # what it says of a home whose opening is wrong would only mislead
        try:
            baseline = with_intervention(part.intervention, baseline)
        except InconsistentError as error:
            here = ("interventions", part.place)
            faults += [part.document.fault((*here, *found.path), found.message) for found in error.problems]
            wrong |= set(concerns) & set(baseline.provision) if len(concerns) == 1 else set()
    return baseline, faults


def _whole(scenario: Scenario, parts: Sequence[Part]) -> Scenario:
    return scenario.replace(interventions=tuple(part.intervention for part in parts))


def evidence_named(documents: Sequence[Document], otherwise: Path | None, files: InputFiles) -> dict[str, Figure]:
    """Return the figures of every folder of evidence that scenario files name, by id."""
    folders = {folder for document in documents if (folder := evidence_folder(document, otherwise))}
    return {name: figure for folder in sorted(folders) for name, figure in read_evidence(folder, files).items()}


def read_scenario(path: Path, evidence: Path | None = None, files: InputFiles | None = None) -> Scenario:
    """Return a scenario as it is written, with the interventions of included files in front, on no baseline.

    Raises:
        InputError: anything in its file, or in one it includes, cannot be used.
    """
    written = WrittenScenario(files or InputFiles(), evidence)
    written.add(path)
    if written.faults or written.scenario is None:
        raise InputError(written.faults)
    return _whole(written.scenario, written.parts)
