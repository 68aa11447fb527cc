"""YAML files: read safely, refuse what could do harm, and remember the line of every value."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

MOST_BYTES = 2_000_000
MOST_LEVELS = 20

Lines = dict[tuple[str | int, ...], int]


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input: file, line (0 where it has none), field, and what to do."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"


class InputError(Exception):
    """Input that cannot be used; one fault a line, each with its mend."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True)
class Document:
    """A YAML file's values and the line on which each stands."""

    path: Path
    values: dict[str, Any]
    lines: Lines


def read_yaml(path: Path) -> Document:
    """Read a YAML 1.2 file whose top level is a mapping.

    Raises:
        InputError: the file is missing, not text, too large, too deep, uses aliases, repeats a
            key, or is not YAML.
    """
    text = _text(path)
    _refuse_bombs(path, text)
    node = _parse(path, lambda yaml: yaml.compose(text))
    if node is None:
        raise InputError([Fault(str(path), 0, "", "the file is empty; see configs/example.yaml for a complete one")])
    if not isinstance(node, MappingNode):
        raise InputError([Fault(str(path), 1, "", "should be a list of `key: value`; see configs/example.yaml")])
    values = _parse(path, lambda yaml: yaml.load(text))
    return Document(path, values, dict(_lines(node, ())))


def _text(path: Path) -> str:
    if path.suffix.lower() not in {".yaml", ".yml"}:
        raise InputError([Fault(str(path), 0, "", "not a YAML file; configurations end in .yaml or .yml")])
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            message = f"{size:,} bytes; a configuration has at most {MOST_BYTES:,}"
            raise InputError([Fault(str(path), 0, "", message)])
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError([Fault(str(path), 0, "", "no such file; check the name and the folder")]) from None
    except UnicodeDecodeError:
        raise InputError([Fault(str(path), 0, "", "not UTF-8 text; save it as UTF-8")]) from None
    except OSError as error:
        raise InputError([Fault(str(path), 0, "", f"cannot be read: {error.strerror}")]) from None


def _refuse_bombs(path: Path, text: str) -> None:
    depth = 0

    def scan(yaml: YAML) -> None:
        nonlocal depth
        for event in yaml.parse(text):
            line = event.start_mark.line + 1
            if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
                message = "anchors (&name) and aliases (*name) are not allowed; write the values out"
                raise InputError([Fault(str(path), line, "", message)])
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > MOST_LEVELS:
                raise InputError([Fault(str(path), line, "", f"nested more than {MOST_LEVELS} levels deep; flatten it")])

    _parse(path, scan)


def _parse(path: Path, step: Callable[[YAML], Any]) -> Any:
    try:
        return step(YAML(typ="safe", pure=True))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem or error.context or "cannot be read").split("\n")[0]
        if "duplicate key" in problem:
            problem = f"{problem.split(' with value')[0]}; keep one of the two"
        raise InputError([Fault(str(path), mark.line + 1 if mark else 0, "", f"not valid YAML: {problem}")]) from None
    except (YAMLError, ValueError, RecursionError) as error:
        reason = (str(error) or type(error).__name__).split("\n")[0]
        raise InputError([Fault(str(path), 0, "", f"not valid YAML: {reason}")]) from None


def _lines(node: Node, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], int]]:
    yield path, node.start_mark.line + 1
    if isinstance(node, MappingNode):
        for key, value in node.value:
            name = int(key.value) if str(key.tag).endswith(":int") else key.value
            yield from _lines(value, (*path, name))
            yield (*path, name), key.start_mark.line + 1
    elif isinstance(node, SequenceNode):
        for place, value in enumerate(node.value):
            yield from _lines(value, (*path, place))
