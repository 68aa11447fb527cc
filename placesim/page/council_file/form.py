"""The form of a council's own file: its values, those of its file of ranges, and which of them are one number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from placesim.config.evidence import Figure, evidence_folder, read_evidence
from placesim.config.faults import InputError
from placesim.config.input_files import InputFiles
from placesim.config.ranges.known import Known
from placesim.config.ranges.patches import Patch
from placesim.config.schema import Place
from placesim.config.yaml_files import Document, read_yaml
from placesim.page.council_file.fields import Field
from placesim.page.council_file.ranges_part import entries_of
from placesim.page.council_file.sections import Section, sections_of
from placesim.page.council_file.spans import Spans, name_of_place, spans_of

OF_RANGES = "range-of-"
"""How names begin of what stands in the file of ranges."""


@dataclass(frozen=True)
class Part:
    """One file of the form: its values section by section, and where each stands in its text."""

    document: Document
    spans: Spans
    whole: Section
    of: str = ""
    """How the names of its fields begin."""

    @cached_property
    def fields(self) -> dict[str, tuple[Section, Field]]:
        """Every field with the section in which it stands, by its name."""
        return {self.of + each.name: (section, each) for section, each in self.whole.all_fields()}

    def place(self, name: str) -> Place | None:
        """Return the place that a name of this part stands for; None for any other name."""
        return self.spans.by_name.get(name[len(self.of) :]) if name.startswith(self.of) else None


@dataclass(frozen=True)
class Form:
    """The values of a configuration, and of the file that says how far they are known."""

    own: Part
    ranges: Part | None = None
    """None where it names no file of ranges, or where that cannot be used."""
    linked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values that are one number, by the name of each of them: whoever changes one changes all."""
    known: Mapping[str, Section] = field(default_factory=dict)
    """The entry of the file of ranges that says how far a value is known, by its name."""

    @property
    def parts(self) -> list[Part]:
        """The files of the form."""
        return [self.own, *([self.ranges] if self.ranges else [])]

    def section(self, name: str) -> tuple[Part, Section] | None:
        """Return the section of a name, and the file that it stands in; None where there is none."""
        for part in self.parts:
            if (place := part.place(name)) and (found := part.whole.at(place)):
                return part, found
        return None

    @property
    def follows(self) -> set[str]:
        """Names of the values of the file of ranges that only repeat what the configuration says."""
        return {name for name in self.linked if name.startswith(OF_RANGES)}

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field by its name."""
        return {name: each for part in self.parts for name, (_, each) in part.fields.items()}


def form_of_file(path: Path, files: InputFiles, known: Known | None = None) -> Form:
    """Return the values of a file, section by section, with those of its file of ranges.

    Args:
        path: the configuration.
        files: what was read for it.
        known: how far its numbers are known; None where it has faults.

    Raises:
        InputError: it is no YAML that can be read.
    """
    document, spans = read_yaml(path, files), spans_of(path, files)
    evidence = _evidence(document, files)
    own = Part(document, spans, sections_of(document, spans, evidence))
    named = document.values.get("ranges")
    if known is None or not isinstance(named, str):
        return Form(own)
    there = path.parent / named
    entries, there_spans = read_yaml(there, files), spans_of(there, files)
    ranges = Part(entries, there_spans, entries_of(entries, there_spans, evidence), OF_RANGES)
    return Form(own, ranges, dict(_linked(known, entries)), dict(_known(known, ranges)))


def _linked(known: Known, entries: Document) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the values that must stay equal: those that one range is of, and its central value where it says one."""
    for place, patches in _by_entry(known, entries):
        names = [name_of_place(patch.place) for patch in patches if type(patch) is Patch]
        if "covariance" in _written(entries, place):
            groups: list[tuple[str, ...]] = [
                (name, f"{OF_RANGES}{name_of_place((*place, 'value', i))}") for i, name in enumerate(names)
            ]
        else:
            groups = [(*names, f"{OF_RANGES}{name_of_place((*place, 'value'))}")] if names else []
        for group in groups:
            there = tuple(each for each in group[:-1]) + group[-1:] * _is_written(entries, group[-1])
            yield from ((name, there) for name in there)


def _known(known: Known, ranges: Part) -> Iterator[tuple[str, Section]]:
    """Yield each value that an entry of the file of ranges is of, with that entry."""
    for place, patches in _by_entry(known, ranges.document):
        if section := ranges.whole.at(place):
            yield from ((name_of_place(patch.place), section) for patch in patches)


def _by_entry(known: Known, entries: Document) -> Iterator[tuple[Place, list[Patch]]]:
    """Yield the place of each entry of a file of ranges with what is drawn by it."""
    for place, line in entries.lines.items():
        if len(place) == 2 and place[0] == "ranges":
            here = [patch for patch in known.patches if (patch.file, patch.line) == (str(entries.path), line)]
            if here:
                yield place, here


def _written(entries: Document, place: Place) -> Any:
    return entries.values["ranges"][place[1]]


def _is_written(entries: Document, name: str) -> bool:
    return name.removeprefix(OF_RANGES) in {name_of_place(place) for place in entries.lines}


def _evidence(document: Document, files: InputFiles) -> Mapping[str, Figure]:
    """Return the figures that a file may cite; none where its folder of evidence cannot be read."""
    folder = evidence_folder(document)
    try:
        return read_evidence(folder, files) if folder else {}
    except (InputError, OSError):
        return {}
