"""Alternatives of a choice: the changes that each makes, read from scenario files; a varied number gives several."""

from dataclasses import dataclass, field
from pathlib import Path

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.faults import Fault, InputError
from placesim.config.includes import WrittenScenario
from placesim.config.input_files import InputFiles
from placesim.config.interventions.intervention import Intervention
from placesim.config.mixes.search_file import Alternative, Choice
from placesim.config.scenario_files import evidence_named, load_option
from placesim.config.variants import values_of, variants
from placesim.config.yaml_files import Document

Written = dict[tuple[Path, int], Intervention]
"""Interventions by the file and the place in it at which they are written."""

OF_VARY = {"--vary": "vary", "--values": "values", "--only": "only"}
"""Fields that a fault of a varied number is told at."""

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class MadeOn:
    """What alternatives are made on: the baseline, and what has been read for it."""

    baseline: Baseline
    evidence: Path | None
    """The folder of evidence of files that name none."""
    files: InputFiles


@dataclass(frozen=True)
class Possible:
    """One alternative of a choice: its label, and the changes that it makes."""

    label: str
    changes: Written
    evidence: dict[str, Figure] = field(default_factory=dict)
    refused: tuple[Fault, ...] = ()
    """Why the baseline cannot bear it alone; empty where it can."""


def possible(document: Document, name: str, choice: Choice, made_on: MadeOn, faults: list[Fault]) -> list[Possible]:
    """Return what a choice can be; what cannot be used is added to the faults."""
    found: list[Possible] = []
    for place, alternative in enumerate(choice.alternatives):
        where = ("choices", name, "alternatives", place)
        read = _included if alternative.vary is None else _varied
        try:
            found += read(document, where, alternative, made_on)
        except InputError as error:
            faults += error.faults
    labels = [each.label.casefold() for each in found]
    twice = next((label for label in labels if labels.count(label) > 1), "")
    if twice:
        message = f"two alternatives are called {twice!r}; give each a label of its own"
        faults.append(document.fault(("choices", name, "alternatives"), message))
    return found


def _included(document: Document, where: Place, alternative: Alternative, made_on: MadeOn) -> list[Possible]:
    written = WrittenScenario(made_on.files, made_on.evidence)
    refused: list[Fault] = []
    for place, name in enumerate(alternative.includes):
        path = _file(document, (*where, "includes", place), name)
        written.add(path)
        if not written.faults:
            refused += _refused(path, made_on)
    if written.faults:
        raise InputError(written.faults)
    changes = {(part.document.path.resolve(), part.place): part.intervention for part in written.parts}
    figures = evidence_named(written.documents, made_on.evidence, made_on.files)
    return [Possible(alternative.label, changes, figures, tuple(dict.fromkeys(refused)))]


def _refused(path: Path, made_on: MadeOn) -> list[Fault]:
    """Return why the baseline cannot bear a file alone; another choice may bring what it needs."""
    try:
        load_option(path, made_on.baseline, made_on.evidence, made_on.files)
    except InputError as error:
        return error.faults
    return []


def _varied(document: Document, where: Place, alternative: Alternative, made_on: MadeOn) -> list[Possible]:
    """Return an alternative for each value of a number; faults are told where the search file names it."""
    path = _file(document, (*where, "scenario"), alternative.scenario or "")
    option = load_option(path, made_on.baseline, made_on.evidence, made_on.files)
    written = WrittenScenario(made_on.files, made_on.evidence)
    written.add(path)
    places = [(part.document.path.resolve(), part.place) for part in written.parts]
    try:
        values = _values(alternative.values)
        varied = variants(option, made_on.baseline, alternative.vary or "", values, alternative.only)
    except InputError as error:
        told = [document.fault((*where, OF_VARY.get(each.file, "vary")), each.message) for each in error.faults]
        raise InputError(told) from None
    return [
        Possible(
            f"{value:,.10g} {alternative.label}",
            dict(zip(places, made.scenario.interventions, strict=True)),
            option.evidence,
        )
        for value, made in zip(values, varied.options, strict=True)
    ]


def _values(given: tuple[float, ...] | str | None) -> tuple[float, ...]:
    return values_of(given) if isinstance(given, str) else tuple(sorted(set(given or ())))


def _file(document: Document, where: Place, name: str) -> Path:
    """Return a file that stands beside the search file.

    Raises:
        InputError: it is not there.
    """
    path = document.path.parent / name
    try:
        there = path.is_file()
    except (OSError, ValueError):  # a name too long for the disk, or with a zero in it
        there = False
    if not there:
        message = f"no such file: {name!r}; it is looked for beside {document.path.name}"
        raise InputError([document.fault(where, message)])
    return path
