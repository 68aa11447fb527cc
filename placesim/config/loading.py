"""Loading: a YAML file becomes a validated object, or a list of faults with file, line, field and mend."""

import csv
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from placesim.config.baseline import Baseline, ListedChild
from placesim.config.consistency import Inconsistent
from placesim.config.evidence import Figure, is_assumption, read_evidence, sources_in
from placesim.config.yaml_files import Document, Fault, InputError, read_yaml

Model = TypeVar("Model", bound=BaseModel)

SOURCE = "evidence ids that exist, like [S022, P030], or 'assumption: why'"


def load_baseline(path: Path) -> Baseline:
    """Return the baseline that a file describes.

    Raises:
        InputError: anything in the file, or in a table it names, cannot be used.
    """
    document = read_yaml(path)
    children_file = _take_children_file(document)
    baseline = validated(Baseline, document, children_file)
    faults = _unknown_evidence(document, baseline.evidence)
    if faults:
        raise InputError(faults)
    return baseline


def evidence_for(path: Path, baseline: Baseline) -> dict[str, Figure]:
    """Return the figures of the evidence folder that a configuration names, by id; empty where it names none."""
    return read_evidence(path.parent / baseline.evidence) if baseline.evidence else {}


def input_files(path: Path, baseline: Baseline) -> list[Path]:
    """Return every file that a configuration draws on: itself, its list of children, its evidence tables."""
    named = read_yaml(path).values.get("children_in_care", {}).get("file")
    children = [path.parent / named] if named else []
    evidence = sorted((path.parent / baseline.evidence).glob("*.csv")) if baseline.evidence else []
    return [path, *children, *evidence]


def validated(model: type[Model], document: Document, children_file: Path | None = None) -> Model:
    """Return the document as a model, with every fault told by file, line and field."""
    try:
        return model.model_validate(document.values)
    except ValidationError as error:
        faults = [fault for item in error.errors() for fault in _faults(model, document, children_file, item)]
        raise InputError(faults) from None


def _take_children_file(document: Document) -> Path | None:
    """Replace `children_in_care.file` by the children that the table lists."""
    block = document.values.get("children_in_care")
    if not isinstance(block, dict) or "file" not in block:
        return None
    name = block.pop("file")
    line = document.lines.get(("children_in_care", "file"), 0)
    fault = Fault(str(document.path), line, "children_in_care.file", "")
    if not isinstance(name, str) or Path(name).suffix.lower() != ".csv":
        raise InputError([_saying(fault, "should name a .csv file beside this one")])
    table = document.path.parent / name
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            wanted, found = set(ListedChild.model_fields), set(rows.fieldnames or ())
            if wanted != found:
                missing, extra = sorted(wanted - found), sorted(found - wanted)
                message = f"{name} lacks columns {missing}" if missing else f"{name} has columns it should not: {extra}"
                raise InputError([_saying(fault, message)])
            block["children"] = list(rows)
    except FileNotFoundError:
        raise InputError([_saying(fault, f"no such file: {name}; it is looked for beside the configuration")]) from None
    except (UnicodeDecodeError, csv.Error, OSError):
        raise InputError([_saying(fault, f"{name} cannot be read as a UTF-8 CSV table")]) from None
    return table


def _saying(fault: Fault, message: str) -> Fault:
    return Fault(fault.file, fault.line, fault.field, message)


def _unknown_evidence(document: Document, folder: str | None) -> list[Fault]:
    known: dict[str, Figure] = {}
    if folder:
        line = document.lines.get(("evidence",), 0)
        place = document.path.parent / folder
        if not place.is_dir():
            message = f"no such folder: {folder}; it is looked for beside the configuration"
            return [Fault(str(document.path), line, "evidence", message)]
        try:
            known = read_evidence(place)
        except (ValueError, OSError) as error:
            return [Fault(str(document.path), line, "evidence", str(error))]
    faults = []
    for path, items in sources_in(document.values):
        for item in items:
            if not is_assumption(item) and item not in known:
                near = get_close_matches(item, known, n=1, cutoff=0.7)
                hint = f"did you mean {near[0]!r}?" if near else f"use {SOURCE}"
                line = document.lines.get((*path, "source"), 0)
                message = f"unknown evidence id {item!r}; {hint}"
                faults.append(Fault(str(document.path), line, _dotted((*path, "source")), message))
    return faults


def _faults(model: type[BaseModel], document: Document, children_file: Path | None, item: Any) -> list[Fault]:
    original = item.get("ctx", {}).get("error")
    if isinstance(original, Inconsistent):
        return [_fault(document, children_file, problem.path, problem.message) for problem in original.problems]
    return [_fault(document, children_file, item["loc"], _message(model, document, item))]


def _fault(document: Document, children_file: Path | None, loc: tuple[str | int, ...], message: str) -> Fault:
    """Find the line of a place in the document; what pydantic adds to a place is passed over."""
    if children_file and loc[:2] == ("children_in_care", "children") and len(loc) > 2:
        message = message.split("; found")[0]  # never echo a child's data
        return Fault(str(children_file), int(loc[2]) + 2, str(loc[-1]), message)
    path: tuple[str | int, ...] = ()
    field = path
    for part in loc:
        if (*path, part) in document.lines:
            path = field = (*path, part)
    if loc and loc[-1] != (path[-1] if path else None) and isinstance(loc[-1], str) and not loc[-1].startswith("["):
        field = (*path, loc[-1]) if "missing" in message else path
    return Fault(str(document.path), document.lines.get(path, 0), _dotted(field), message)


def _dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in path)


def _message(model: type[BaseModel], document: Document, item: Any) -> str:
    """Say in one line what was found and what is allowed."""
    kind, given, context = item["type"], item.get("input"), item.get("ctx", {})
    key = str(item["loc"][-1]) if item["loc"] else ""
    if kind == "extra_forbidden":
        valid = _keys_at(model, item["loc"][:-1])
        near = get_close_matches(key, valid, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"allowed: {', '.join(valid)}"
        return f"unknown key {key!r}; {hint}"
    if kind == "missing":
        return f"missing; give {SOURCE}" if key == "source" else "missing; add it"
    if kind == "union_tag_not_found":
        return "'kind' is missing; give one of the kinds in docs/configuration.md"
    if kind == "union_tag_invalid":
        valid = [tag.strip().strip("'") for tag in context["expected_tags"].split(",")]
        near = get_close_matches(str(context["tag"]), valid, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"allowed: {', '.join(valid)}"
        return f"unknown kind {context['tag']!r}; {hint}"
    if kind == "string_pattern_mismatch":
        return f"should be small letters, digits and underscores, starting with a letter, at most 60; found {_shown(given)}"
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"should be {context['expected']}; found {_shown(given)}"
    return f"{item['msg'].replace('Input should', 'should')}; found {_shown(given)}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _keys_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the schema allows at a place."""
    schema = model.model_json_schema()
    definitions = schema.get("$defs", {})
    here = schema
    for part in loc:
        here = _resolved(here, definitions)
        if "properties" in here and part in here["properties"]:
            here = here["properties"][part]
        elif "discriminator" in here:
            here = here["discriminator"]["mapping"].get(part, here)
            here = {"$ref": here} if isinstance(here, str) else here
        elif isinstance(part, int) and "items" in here:
            here = here["items"]
        elif isinstance(here.get("additionalProperties"), dict):
            here = here["additionalProperties"]
        elif "anyOf" in here:
            here = next((option for option in here["anyOf"] if option.get("type") != "null"), here)
    here = _resolved(here, definitions)
    return sorted(here.get("properties", {}))


def _resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = definitions[schema["$ref"].rsplit("/", 1)[-1]]
    return schema
