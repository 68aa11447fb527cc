"""Includes: a scenario file with the files it includes, each read once, and where every intervention is written."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from placesim.config.evidence import evidence_faults
from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.interventions.intervention import Intervention
from placesim.config.loading import validated
from placesim.config.problem import shown
from placesim.config.ranges.file import is_ranges_file
from placesim.config.ranges.found import PlacedRange, Ranged, ranged
from placesim.config.scenario import AnyIntervention, Scenario
from placesim.config.yaml_files import Document, read_yaml

YAML = {".yaml", ".yml"}

MOST_FILES = 100
"""Files that one scenario may be made of, itself and those it includes."""

MOST_LEVELS = 20
"""Files that may include each other in a chain."""

SEE_SCENARIOS = "docs/interventions.md says how to write a scenario, and configs/scenarios/example holds two"

A_SCENARIO = "a scenario has `name`, `question` and `interventions`"


ANY_INTERVENTION: TypeAdapter[Intervention] = TypeAdapter(AnyIntervention)


@dataclass(frozen=True)
class Part:
    """One intervention, and where it is written."""

    document: Document
    """With the central values of ranges in their places."""
    place: int
    intervention: Intervention
    ranges: tuple[PlacedRange, ...] = ()
    """What is not known exactly of it; places begin within it."""

    @property
    def written(self) -> dict[str, Any]:
        """What the file says of it."""
        values: dict[str, Any] = self.document.values["interventions"][self.place]
        return values


@dataclass
class WrittenScenario:
    """A scenario as its file and those it includes say: included files first, a file that comes again acts once."""

    files: InputFiles
    evidence: Path | None
    """The folder of evidence of files that name none."""
    scenario: Scenario | None = None
    """What the file itself says; None where it cannot be used."""
    parts: list[Part] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)
    """Provision of interventions that cannot be used: what others say of it would only mislead."""

    def add(self, path: Path, above: tuple[Path, ...] = ()) -> None:
        """Add a file, those it includes before its own interventions.

        Args:
            path: the file.
            above: the files that lead to it, in full.
        """
        try:
            document = _scenario_document(path, self.files)
        except InputError as error:
            self.faults += error.faults
            return
        self.documents.append(document)
        self.faults += evidence_faults(document, self.files, self.evidence)
        without = ranged(document, Scenario)
        scenario, own = self._own(without)
        names = document.values.get("includes")
        if isinstance(names, list | tuple):
            self._add_included(document, [name if isinstance(name, str) else "" for name in names], above)
        self.parts += [_part(without, place, intervention) for place, intervention in own]
        if not above:
            self.scenario = scenario

    def _own(self, without: Ranged) -> tuple[Scenario | None, list[tuple[int, Intervention]]]:
        """Return what one file says, with its interventions; where it cannot be used, those that are sound."""
        document = without.document
        self.faults += without.faults
        try:
            scenario = validated(Scenario, document)
        except InputError as error:
            self.faults += without.others(error.faults)
            return None, self._sound(document.values.get("interventions"))
        if not is_scenario(document):
            self.faults.append(document.fault((), "missing; add it", lacking="interventions"))
        return scenario, list(enumerate(scenario.interventions))

    def _sound(self, written: Any) -> list[tuple[int, Intervention]]:
        """Return the interventions of a list that can be used; the provision of the others is noted as doubtful."""
        sound: list[tuple[int, Intervention]] = []
        for place, each in enumerate(written if isinstance(written, list) else ()):
            try:
                sound.append((place, ANY_INTERVENTION.validate_python(each)))
            except ValidationError:
                names = each.get("provision") if isinstance(each, dict) else None
                listed = names if isinstance(names, list) else [names]
                self.doubtful |= {name for name in listed if isinstance(name, str) and name}
        return sound

    def _add_included(self, document: Document, names: list[str], above: tuple[Path, ...]) -> None:
        here = (*above, document.path.resolve())
        for place, name in enumerate(names):
            found = _resolved(document.path.parent / name) if name else None
            if message := self._why_not(document, names[:place], name, found, here):
                self.faults.append(document.fault(("includes", place), message))
            elif name and found not in {each.path.resolve() for each in self.documents}:
                self.add(document.path.parent / name, here)

    def _why_not(
        self, document: Document, earlier: list[str], name: str, found: Path | None, above: tuple[Path, ...]
    ) -> str:
        """Return why a file cannot be included; empty where it can, or where its name is a fault already."""
        if not name:
            return ""
        message = self._something_else(document, name)
        if found is None:
            message = f"no such file: {shown(name)}; it is looked for beside {document.path.name}"
        elif found in above:
            message = f"{shown(name)} includes this file again; take one of the two out"
        elif found.suffix.lower() not in YAML:
            message = f"{shown(name)} is no scenario; scenario files end in .yaml"
        elif found in {_resolved(document.path.parent / each) for each in earlier if each}:
            message = f"{shown(name)} is listed twice; keep one"
        elif len(above) >= MOST_LEVELS:
            message = f"{shown(name)} makes the chain too long; at most {MOST_LEVELS} files may include each other"
        elif len(self.documents) >= MOST_FILES:
            message = f"{shown(name)} is one file too many; a scenario is made of {MOST_FILES} files at most"
        return message

    def _something_else(self, document: Document, name: str) -> str:
        try:
            other = something_else(read_yaml(document.path.parent / name, self.files, SEE_SCENARIOS))
        except InputError:
            return ""  # told when it is added
        return f"{shown(name)} seems to be {other}; {A_SCENARIO}" if other else ""


def _part(without: Ranged, place: int, intervention: Intervention) -> Part:
    here = ("interventions", place)
    within = [PlacedRange(each.place[2:], each.range, each.whole) for each in without.ranges if each.place[:2] == here]
    return Part(without.document, place, intervention, tuple(within))


def is_scenario(document: Document) -> bool:
    """Tell a scenario file from a configuration and from published figures."""
    return ("interventions" in document.values or "includes" in document.values) and "provision" not in document.values


def something_else(document: Document) -> str:
    """Return what a file is that is certainly no scenario; empty where it may be one."""
    if "provision" in document.values:
        return "a configuration, not a scenario"
    if "choices" in document.values:
        return "a search, not a scenario"
    if is_ranges_file(document):
        return "a file of ranges, not a scenario, so name it with --ranges"
    return "published figures, not a scenario" if "figures" in document.values else ""


def _scenario_document(path: Path, files: InputFiles) -> Document:
    document = read_yaml(path, files, SEE_SCENARIOS)
    if other := something_else(document):
        raise InputError([Fault(str(path), 0, "", f"this seems to be {other}; {A_SCENARIO}")])
    return document


def _resolved(path: Path) -> Path | None:
    """Return the one true name of a file; None where there is no such file."""
    try:
        return path.resolve() if path.is_file() else None
    except (OSError, ValueError):  # a name too long for the disk, or with a zero in it
        return None
