"""The file of ranges: how far the numbers of a configuration are known that it does not say itself."""

from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.evidence import evidence_faults
from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.problem import nearest, shown
from placesim.config.ranges.correlations import correlated
from placesim.config.ranges.entries import Entry, read_entry
from placesim.config.ranges.known import Known
from placesim.config.ranges.reading import is_name
from placesim.config.yaml_files import Document, read_yaml

SEE_RANGES = "docs/uncertain.md says how to write one"

KEYS = ("ranges", "correlations", "evidence")

A_NAME = "a name has small letters, digits and underscores, and begins with a letter"


def read_ranges(
    path: File, values: Mapping[str, Any], baseline: Baseline, own: Known, evidence: File | None, files: InputFiles
) -> Known:
    """Return what a file of ranges says of a configuration, with what that says itself.

    Args:
        path: the file.
        values: what the configuration says, as plain values.
        baseline: what it says, validated.
        own: the ranges that stand in it.
        evidence: its folder of evidence, where the file names none.
        files: what the command has read already.

    Raises:
        InputError: the file cannot be read.
    """
    document = read_yaml(path, files, SEE_RANGES)
    faults = [*_shape(document), *evidence_faults(document, files, evidence)]
    entries = list(_entries(document, values, baseline))
    for entry in entries:
        if not entry.faults:
            read_entry(entry)
        faults += entry.faults
    assumptions = [*own.assumptions, *(each for entry in entries for each in entry.assumptions)]
    patches = [*own.patches, *(each for entry in entries for each in entry.patches)]
    ties = [*own.ties, *(each for entry in entries for each in entry.ties)]
    wrong = {entry.name for entry in entries if entry.faults}
    assumptions, more, found = correlated(document, assumptions, wrong)
    written = {each.name: (document, ("ranges", entry.name)) for entry in entries for each in entry.assumptions}
    told = (*own.faults, *faults, *found)
    return Known(tuple(assumptions), tuple(patches), (*ties, *more), {**written, **own.written}, told)


def is_ranges_file(document: Document) -> bool:
    """Tell a file of ranges from a configuration that names one."""
    return isinstance(document.values.get("ranges"), dict) and "provision" not in document.values


def _shape(document: Document) -> Iterator[Fault]:
    values = document.values
    if "provision" in values or "interventions" in values or "figures" in values:
        raise InputError([Fault(str(document.path), 0, "", f"this seems to be no file of ranges; {SEE_RANGES}")])
    for key in values:
        if key not in KEYS:
            yield document.fault((key,), f"unknown key {shown(key)}; {nearest(key, KEYS)}")
    ranges = values.get("ranges")
    if not isinstance(ranges, dict) or not ranges:
        found = "missing; add it" if ranges is None else f"should be a block of ranges by name; found {shown(ranges)}"
        yield document.fault(("ranges",), found, "" if "ranges" in values else "ranges")
    if "evidence" in values and not isinstance(values["evidence"], str):
        yield document.fault(("evidence",), f"should name a folder; found {shown(values['evidence'])}")


def _entries(document: Document, values: Mapping[str, Any], baseline: Baseline) -> Iterator[Entry]:
    ranges = document.values.get("ranges")
    for name, written in ranges.items() if isinstance(ranges, dict) else ():
        entry = Entry(document, name, written if isinstance(written, dict) else {}, values, baseline)
        if not is_name(name):
            entry.wrong((), f"{shown(name)} cannot be a name: {A_NAME}")
        elif not isinstance(written, dict):
            entry.wrong((), f"should be a block with `paths`; found {shown(written)}")
        yield entry
