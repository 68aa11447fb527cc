"""The ranges of a configuration, its own and those of a file, checked: whatever may be drawn is allowed there."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path as File

from pydantic import ValidationError

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.loading import Configuration, evidence_folder_of, load_configuration, validated
from placesim.config.problem import Path, shown
from placesim.config.ranges.assumptions import Assumption, each_once
from placesim.config.ranges.ends import ends_refused
from placesim.config.ranges.file import read_ranges
from placesim.config.ranges.known import Known, inline
from placesim.config.ranges.patches import Patch, patched_council, patched_values

LISTED_CHILDREN = ("children_in_care.children", "re_entry.left_before")


def load_known(path: File, files: InputFiles, ranges: File | None = None) -> Known:
    """Return how far the numbers of a configuration are known.

    Args:
        path: the configuration.
        files: what the command has read already.
        ranges: a file of ranges, in place of the one that the configuration names.

    Raises:
        InputError: anything in the configuration, or in its file of ranges, cannot be used.
    """
    return files.once(("known", path, ranges), lambda: _known(load_configuration(path, files), files, ranges))


def _known(configuration: Configuration, files: InputFiles, ranges: File | None) -> Known:
    document, baseline = configuration.document, configuration.baseline
    own = inline(document, baseline, configuration.ranges)
    known = _with_file(configuration, own, files, ranges)
    faults = [*known.faults, *_twice(known), *_ends(configuration, known)]
    if faults:
        own_file = str(document.path)
        raise InputError(sorted(faults, key=lambda fault: (fault.file != own_file, fault.file, fault.line)))
    return known


def _with_file(configuration: Configuration, own: Known, files: InputFiles, ranges: File | None) -> Known:
    """Return a configuration's own ranges with those of a file, where it names one or another is given."""
    document, baseline = configuration.document, configuration.baseline
    path = ranges or (document.path.parent / baseline.ranges if baseline.ranges else None)
    if path is None:
        return own
    evidence = evidence_folder_of(document.path, baseline)
    try:
        return read_ranges(path, document.values, baseline, own, evidence, files)
    except InputError as error:
        faults = error.faults if ranges else [_named_here(configuration, fault) for fault in error.faults]
        return replace(own, faults=(*own.faults, *faults))


def _named_here(configuration: Configuration, fault: Fault) -> Fault:
    """Return a fault of a whole file where the configuration names it."""
    if fault.line:
        return fault
    document, named = configuration.document, configuration.baseline.ranges
    return document.fault(("ranges",), f"{named}: {fault.message}; it is looked for beside {document.path.name}")


def _twice(known: Known) -> Iterator[Fault]:
    """Yield a fault for each number that has two ranges, and for each name that two different ranges have."""
    for one, other in combinations(known.patches, 2):
        if _overlap(one.place, other.place):
            there = f"{one.file}:{one.line}"
            dotted = shown(".".join(map(str, other.place)))
            yield known.fault(other.name, f"{dotted} has a range already, at {there}; keep one of the two")
    seen: dict[str, Assumption] = {}
    for each in known.assumptions:
        first = seen.setdefault(each.name, each)
        if (first.shape, first.value) != (each.shape, each.value):
            yield known.fault(each.name, f"{shown(each.name)} is also the name of another range; make the two alike")


def _overlap(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _ends(configuration: Configuration, known: Known) -> Iterator[Fault]:
    def why_not(name: str, drawn: Mapping[str, float]) -> str:
        return _why_not(configuration, [each for each in known.patches if each.moves_with(name)], drawn)

    for assumption, end, message in ends_refused(each_once(known.assumptions).assumptions, why_not):
        yield known.fault(assumption.name, message, end)


def _why_not(configuration: Configuration, patches: list[Patch], drawn: Mapping[str, float]) -> str:
    """Return why a configuration cannot be like a draw; empty where it can."""
    document = configuration.document
    try:
        patched_council(configuration.baseline, document.values, patches, drawn)
    except ValidationError:
        try:
            validated(Baseline, replace(document, values=patched_values(document.values, patches, drawn)))
        except InputError as error:
            first = error.faults[0]
            return "a listed child would not fit" if first.field.startswith(LISTED_CHILDREN) else first.message
    return ""
