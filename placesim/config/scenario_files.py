"""Scenario files: YAML read, included files put in front, and every intervention made on the baseline it is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure, evidence_faults, evidence_folder, read_evidence
from placesim.config.interventions.intervention import Intervention
from placesim.config.loading import evidence_for, input_files, validated
from placesim.config.problem import InconsistentError, shown
from placesim.config.scenario import Scenario, with_intervention
from placesim.config.yaml_files import Document, Fault, InputError, read_yaml

BASELINE = "baseline"
"""What the tables of a comparison call today carried forward; no scenario may be called so."""

YAML = {".yaml", ".yml"}

SEE_SCENARIOS = "docs/interventions.md says how to write a scenario, and configs/scenarios/example holds two"


A_SCENARIO = "a scenario has `name`, `question` and `interventions`"


@dataclass(frozen=True)
class AppliedScenario:
    """A scenario, and the baseline as it makes it."""

    path: Path
    scenario: Scenario
    """With the interventions of included files in front of its own."""
    baseline: Baseline
    inputs: tuple[Path, ...]
    """Every file it was read from, its evidence among them."""
    evidence: dict[str, Figure]


@dataclass(frozen=True)
class _Part:
    """One intervention, and where it is written."""

    document: Document
    place: int
    intervention: Intervention


def drawn_on(
    path: Path, baseline: Baseline, options: Sequence[AppliedScenario] = ()
) -> tuple[tuple[Path, ...], dict[str, Figure]]:
    """Return every file that a configuration and its options draw on, each once, and their evidence by id."""
    files = [*input_files(path, baseline), *(each for option in options for each in option.inputs)]
    figures = [evidence_for(path, baseline), *(option.evidence for option in options)]
    return tuple(dict.fromkeys(files)), {name: figure for each in figures for name, figure in each.items()}


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


def load_options(paths: Sequence[Path], baseline: Baseline, evidence: Path | None) -> list[AppliedScenario]:
    """Return every scenario, made on a baseline.

    Args:
        paths: scenario files.
        baseline: what they change.
        evidence: the baseline's folder of evidence, for scenarios that name none.

    Raises:
        InputError: anything in any of the files cannot be used, or two scenarios share a name.
    """
    faults: list[Fault] = []
    options: list[AppliedScenario] = []
    for path in paths:
        try:
            options.append(load_option(path, baseline, evidence))
        except InputError as error:
            faults += [fault for fault in error.faults if fault not in faults]
    seen = {BASELINE: "the baseline"}
    for option in options:
        name = option.scenario.name
        if name.casefold() in seen:
            message = f"{shown(name)} is also the name of {seen[name.casefold()]}; give each scenario its own"
            faults.append(read_yaml(option.path).fault(("name",), message))
        seen.setdefault(name.casefold(), option.path.name)
    if faults:
        raise InputError(faults)
    return options


def load_option(path: Path, baseline: Baseline, evidence: Path | None) -> AppliedScenario:
    """Return one scenario, made on a baseline.

    Raises:
        InputError: anything in its file, or in one it includes, cannot be used.
    """
    scenario, parts, documents = _read(path, evidence, ())
    with_all = baseline
    faults: list[Fault] = []
    wrong: set[str] = set()
    for part in parts:
        concerns = part.intervention.provision_named()
        if len(concerns) == 1 and concerns[0] in wrong:
            continue  # what it says of a home whose opening is wrong would only mislead
        try:
            with_all = with_intervention(part.intervention, with_all)
        except InconsistentError as error:
            here = ("interventions", part.place)
            faults += [part.document.fault((*here, *found.path), found.message) for found in error.problems]
            wrong |= set(concerns) & set(baseline.provision) if len(concerns) == 1 else set()
    if faults:
        raise InputError(faults)
    whole = scenario.replace(interventions=tuple(part.intervention for part in parts))
    folders = {folder for document in documents if (folder := evidence_folder(document, evidence))}
    tables = [table for folder in sorted(folders) for table in sorted(folder.glob("*.csv"))]
    figures = {name: figure for folder in sorted(folders) for name, figure in read_evidence(folder).items()}
    return AppliedScenario(path, whole, with_all, (*(document.path for document in documents), *tables), figures)


def read_scenario(path: Path, evidence: Path | None = None) -> Scenario:
    """Return a scenario as it is written, with the interventions of included files in front, on no baseline.

    Raises:
        InputError: anything in its file, or in one it includes, cannot be used.
    """
    scenario, parts, _ = _read(path, evidence, ())
    return scenario.replace(interventions=tuple(part.intervention for part in parts))


def is_scenario(document: Document) -> bool:
    """Tell a scenario file from a configuration and from published figures."""
    return ("interventions" in document.values or "includes" in document.values) and "provision" not in document.values


def _read(path: Path, evidence: Path | None, within: tuple[Path, ...]) -> tuple[Scenario, list[_Part], list[Document]]:
    """Return a scenario, its interventions in order with where each is written, and every file it was read from."""
    document = read_yaml(path, SEE_SCENARIOS)
    if other := _something_else(document):
        raise InputError([Fault(str(path), 0, "", f"this seems to be {other}; {A_SCENARIO}")])
    faults = evidence_faults(document, evidence)
    try:
        scenario = validated(Scenario, document)
    except InputError as error:
        raise InputError(error.faults + faults) from None
    if not is_scenario(document):
        raise InputError([document.fault((), "missing; add it", lacking="interventions")])
    parts: list[_Part] = []
    documents = [document]
    for place, name in enumerate(scenario.includes):
        try:
            first, read = _included(document, place, name, evidence, within)
        except InputError as error:
            faults += error.faults
            continue
        known = {each.path.resolve() for each in documents}
        parts += [part for part in first if part.document.path.resolve() not in known]
        documents += [each for each in read if each.path.resolve() not in known]
    if faults:
        raise InputError(faults)
    own = [_Part(document, place, intervention) for place, intervention in enumerate(scenario.interventions)]
    return scenario, parts + own, documents


def _something_else(document: Document) -> str:
    """Return what a file is that is certainly no scenario; empty where it may be one."""
    if "provision" in document.values:
        return "a configuration, not a scenario"
    return "published figures, not a scenario" if "figures" in document.values else ""


def _included(
    document: Document, place: int, name: str, evidence: Path | None, within: tuple[Path, ...]
) -> tuple[list[_Part], list[Document]]:
    """Return the interventions of a file that a scenario includes, and the files they were read from."""
    path = document.path.parent / name
    found, here = _resolved(path), document.path.resolve()
    message = ""
    if found is None:
        message = f"no such file: {shown(name)}; it is looked for beside {document.path.name}"
    elif found in {here, *(each.resolve() for each in within)}:
        message = f"{shown(name)} includes this file again; take one of the two out"
    elif found.suffix.lower() not in YAML:
        message = f"{shown(name)} is no scenario; scenario files end in .yaml"
    elif found in {_resolved(document.path.parent / each) for each in document.values["includes"][:place]}:
        message = f"{shown(name)} is listed twice; keep one"
    elif other := _something_else(read_yaml(found, SEE_SCENARIOS)):
        message = f"{shown(name)} seems to be {other}; {A_SCENARIO}"
    if message:
        raise InputError([document.fault(("includes", place), message)])
    _, parts, documents = _read(path, evidence, (*within, document.path))
    return parts, documents


def _resolved(path: Path) -> Path | None:
    """Return the one true name of a file; None where there is no such file."""
    try:
        return path.resolve() if path.is_file() else None
    except (OSError, ValueError):  # a name too long for the disk, or with a zero in it
        return None
