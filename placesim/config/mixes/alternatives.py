"""Alternatives of a choice: the changes that each makes, read from scenario files; a varied number gives several."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.faults import Fault, InputError
from placesim.config.includes import Part, WrittenScenario
from placesim.config.input_files import InputFiles
from placesim.config.mixes.search_file import Alternative, Choice
from placesim.config.scenario_files import AppliedScenario, evidence_named, load_option
from placesim.config.variants import values_of, variants
from placesim.config.yaml_files import Document

Written = dict[tuple[Path, int], Part]
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
    files: tuple[AppliedScenario, ...] = ()
    """The scenario files it names, as far as the baseline can bear each alone."""
    end: bool = False
    """Whether its number is the first or the last value tried, so that one beyond may be better; 0 is no such end."""
    refused: tuple[Fault, ...] = ()
    """Why the baseline cannot bear others of them alone; another choice may bring what they need."""


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
    fitting: list[AppliedScenario] = []
    refused: list[Fault] = []
    for place, name in enumerate(alternative.includes):
        path = _file(document, (*where, "includes", place), name)
        written.add(path)
        if not written.faults:
            try:
                fitting.append(load_option(path, made_on.baseline, made_on.evidence, made_on.files))
            except InputError as error:
                refused += error.faults
    if written.faults:
        raise InputError(written.faults)
    figures = evidence_named(written.documents, made_on.evidence, made_on.files)
    return [
        Possible(
            alternative.label, _placed(written.parts), figures, tuple(fitting), False, tuple(dict.fromkeys(refused))
        )
    ]


def _placed(parts: Sequence[Part]) -> Written:
    return {(part.document.path.resolve(), part.place): part for part in parts}


def _varied(document: Document, where: Place, alternative: Alternative, made_on: MadeOn) -> list[Possible]:
    """Return an alternative for each value of a number; faults are told where the search file names it."""
    path = _file(document, (*where, "scenario"), alternative.scenario or "")
    option = load_option(path, made_on.baseline, made_on.evidence, made_on.files)
    try:
        values = _values(alternative.values)
        varied = variants(option, made_on.baseline, alternative.vary or "", values, alternative.only)
    except InputError as error:
        told = [document.fault((*where, OF_VARY.get(each.file, "vary")), each.message) for each in error.faults]
        raise InputError(told) from None
    found = []
    for value, made in zip(values, varied.options, strict=True):
        label = f"{value:,.10g} {alternative.label}"
        end = len(values) > 1 and value in (values[0], values[-1]) and value != 0
        found.append(Possible(label, _placed(made.parts), option.evidence, (option,), end))
    return found


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
