"""Loading: a YAML file becomes a validated object, or a list of faults with file, line, field and mend."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from placesim.config.baseline import Baseline
from placesim.config.children_file import ChildrenFile, with_children, without_children_files
from placesim.config.evidence import Figure, evidence_faults, read_evidence
from placesim.config.faults import MOST_OF_A_KIND, Fault, InputError, more_like
from placesim.config.input_files import InputFiles
from placesim.config.messages import keys_at, message
from placesim.config.problem import InconsistentError, Problem, near, some
from placesim.config.ranges.file import is_ranges_file
from placesim.config.ranges.found import PlacedRange, ranged
from placesim.config.schema import Place, as_written
from placesim.config.stand_ins import problems_otherwise
from placesim.config.tables import as_one, together
from placesim.config.yaml_files import Document, read_yaml

Model = TypeVar("Model", bound=BaseModel)

NAMES_OF = {"provision": "provision", "stream": "entrants", "need": "needs", "reason": "leaving"}
"""Where the names stand that a column of a file of children may have."""


def load_baseline(path: Path, years: float | None = None, files: InputFiles | None = None) -> Baseline:
    """Return the baseline that a file describes.

    Args:
        path: the file.
        years: how many years to simulate in place of what the file says.
        files: what the command has read already.

    Raises:
        InputError: anything in the file, or in a table it names, cannot be used.
    """
    baseline = load_configuration(path, files or InputFiles()).baseline
    return baseline if years is None else baseline.replace(years=years)


@dataclass(frozen=True)
class Configuration:
    """A configuration as it was read: what it says, and what is not known exactly of it."""

    document: Document
    """With the children of a file that it names, and the central values of ranges in their places."""
    children: tuple[ChildrenFile, ...]
    """The tables of children that it names."""
    ranges: tuple[PlacedRange, ...]
    baseline: Baseline


def load_configuration(path: Path, files: InputFiles) -> Configuration:
    """Return a configuration with its ranges.

    Raises:
        InputError: anything in the file, or in a table it names, cannot be used.
    """
    return files.once(("configuration", path), lambda: _configuration(path, files))


def _configuration(path: Path, files: InputFiles) -> Configuration:
    document = read_yaml(path, files)
    if other := _something_else(document):
        raise InputError([Fault(str(path), 0, "", other)])
    without = ranged(document, Baseline)
    faults = evidence_faults(document, files)
    document, children = without.document, tuple[ChildrenFile, ...]()
    try:
        document, children = with_children(document, files)
    except InputError as error:
        faults += error.faults
        document = without_children_files(document)
    try:
        baseline = validated(Baseline, document, children)
    except InputError as error:
        faults += error.faults
        faults += [_fault(document, children, problem) for problem in problems_otherwise(document.values)]
    if faults := [*without.faults, *without.others(faults)]:
        raise InputError(_in_order(document, faults))
    return Configuration(document, children, without.ranges, baseline)


def _something_else(document: Document) -> str:
    """Return what a file seems to be that is no configuration, and what takes it; empty where it may be one."""
    values = document.values
    if "figures" in values and "provision" not in values:
        return (
            "these seem to be published figures, not a configuration; "
            "`placesim agree` and `placesim calibrate` take them, after the configuration"
        )
    if "choices" in values:
        return "this seems to be a search, not a configuration; `placesim search` takes it, after the configuration"
    if is_ranges_file(document):
        return "this seems to be a file of ranges, not a configuration; name it with --ranges, beside a configuration"
    if "interventions" in values or "includes" in values:
        return "this seems to be a scenario, not a configuration; `placesim compare` takes it, after the configuration"
    return ""


def evidence_folder_of(path: Path, baseline: Baseline) -> Path | None:
    """Return the folder of evidence that a configuration names."""
    return path.parent / baseline.evidence if baseline.evidence else None


def evidence_for(path: Path, baseline: Baseline, files: InputFiles | None = None) -> dict[str, Figure]:
    """Return the figures of the evidence folder that a configuration names, by id; empty where it names none."""
    folder = evidence_folder_of(path, baseline)
    return read_evidence(folder, files or InputFiles()) if folder else {}


def validated(model: type[Model], document: Document, children: tuple[ChildrenFile, ...] = ()) -> Model:
    """Return the document as a model, with every fault told by file, line and field.

    Raises:
        InputError: something in the document is not as the model allows.
    """
    try:
        return model.model_validate(document.values)
    except ValidationError as error:
        items = error.errors()
        misspelt = [meant for item in items if (meant := _meant(model, item))]
        told = [
            item
            for item in items
            if not (item["type"] == "missing" and item["loc"] in misspelt) and not _only_follows(item)
        ]
        faults = [fault for alike in _kinds(told) for fault in _of_a_kind(model, document, children, alike)]
        raise InputError(_in_order(document, faults)) from None


def _kinds(items: list[Any]) -> list[list[Any]]:
    """Return pydantic's errors by kind: one thing wrong with one field, of whatever entry of a list or block."""
    kinds: dict[Any, list[Any]] = {}
    for item in items:
        *way, last = item["loc"] or ("",)
        last = "" if item["type"] == "extra_forbidden" else last
        place = tuple("" if isinstance(part, int) else part for part in (*way, last))
        kinds.setdefault((item["type"], place), []).append(item)
    return list(kinds.values())


def _of_a_kind(
    model: type[BaseModel], document: Document, children: tuple[ChildrenFile, ...], alike: list[Any]
) -> list[Fault]:
    """Return the faults of one kind: the rows of a table together, and of many others only the first."""
    faults = [fault for item in alike[:MOST_OF_A_KIND] for fault in _faults(model, document, children, item)]
    in_table = [fault for fault in faults if fault.file != str(document.path)]
    if in_table and (table := _table_of(children, tuple(alike[0]["loc"]))):
        lines = [table.lines[int(item["loc"][2])] for item in alike]
        return [as_one(replace(fault, line=lines[0]), lines) for fault in dict.fromkeys(in_table[:1])]
    faults = [fault for fault in faults if fault.file == str(document.path)] + together(in_table)
    if len(alike) > MOST_OF_A_KIND:
        [next_one, *_] = _faults(model, document, children, alike[MOST_OF_A_KIND])
        faults.append(more_like(next_one, len(alike) - MOST_OF_A_KIND))
    return faults


def _in_order(document: Document, faults: list[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: (fault.file != str(document.path), fault.file, fault.line))


def _only_follows(item: Any) -> bool:
    """Tell a list that pydantic calls too short because an entry of it is wrong."""
    return bool(item["type"] == "too_short" and len(item["input"]) >= item["ctx"]["min_length"])


def _meant(model: type[BaseModel], item: Any) -> Place:
    """Return the place of the key that an unknown key was probably meant to be."""
    if item["type"] != "extra_forbidden":
        return ()
    *block, key = item["loc"]
    meant = near(key, keys_at(model, tuple(block)))
    return (*block, meant) if meant else ()


def _faults(model: type[BaseModel], document: Document, children: tuple[ChildrenFile, ...], item: Any) -> list[Fault]:
    place = as_written(document.values, item["loc"])
    original = item.get("ctx", {}).get("error")
    if isinstance(original, InconsistentError):
        found = [Problem((*place, *problem.path), problem.message, problem.discreet) for problem in original.problems]
    elif item["type"].startswith("union_tag"):
        found = [Problem((*place, "kind"), message(model, item))]
    else:
        found = [Problem(place, message(model, item), message(model, item, discreet=True))]
    return [_fault(document, children, problem) for problem in found]


def _fault(document: Document, children: tuple[ChildrenFile, ...], problem: Problem) -> Fault:
    place = problem.path
    if table := _table_of(children, place):
        field = str(place[3]) if len(place) > 3 else ""
        message = problem.discreet or problem.message
        names = document.values.get(NAMES_OF.get(field, ""))
        if isinstance(names, dict) and "allowed:" not in message:
            message += f"; allowed: {some([str(name) for name in names])}"
        return Fault(str(table.path), table.lines[int(place[2])], field, message)
    lacking = str(place[-1]) if problem.message.startswith("missing") else ""
    return document.fault(place, problem.message, lacking)


def _table_of(children: tuple[ChildrenFile, ...], place: Place) -> ChildrenFile | None:
    """Return the table that a child stands in, by their place in the configuration."""
    return next((table for table in children if len(place) > 2 and place[:2] == table.place), None)
