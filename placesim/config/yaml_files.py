"""YAML files: read safely, refuse what could do harm, and remember the line of every value."""

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.problem import CURLY, QUOTE_ASSUMPTION, STRAIGHTEN, clipped, shown
from placesim.config.yaml_nodes import Nodes

MOST_BYTES = 2_000_000
SEE_EXAMPLE = "see configs/example.yaml for a complete one"

NOT_TEXT = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Letters that no editor shows: control characters, unusual line ends, halves of a letter."""

PLAIN_WORDS = {
    r"character '\t' that cannot start any token": "a tab; indent with spaces only",
    "mapping values are not allowed here": "a colon where none can stand; quote the text, or check the indentation",
    "unexpected end of stream": "a quotation mark is opened above and never closed; close it",
    "expected the node content": "something is missing here; close the bracket or give the value",
    "expected ',' or": "a comma or a closing bracket is missing here or just above; add it",
    "that cannot start any token": "a character that text cannot begin with; put the text in quotes",
    "expected <block end>": "does not line up with what stands above; mend the indentation, or an open quotation mark",
    "could not find expected ':'": "the line above lacks a colon after its key; add it",
}
"""What the YAML parser says, and what the person who has to mend the file needs to read."""

Lines = dict[tuple[str | int, ...], int]


@dataclass(frozen=True)
class Document:
    """A YAML file's values and the line on which each stands."""

    path: Path
    values: dict[str, Any]
    lines: Lines

    def fault(self, place: tuple[str | int, ...], message: str, lacking: str = "") -> Fault:
        """Return a fault at a place of the file, or at the block around it where the place is not written out.

        Args:
            place: keys and positions; those that are not in the file are passed over.
            message: what was found and what is allowed.
            lacking: a key that is not in the file and should be; it ends the field.
        """
        path: tuple[str | int, ...] = ()
        words: list[str] = []
        here: Any = self.values
        for part in place:
            if (*path, part) in self.lines:
                path = (*path, part)
                words.append(f"item {int(part) + 1}" if isinstance(here, list) else clipped(str(part)))
            here = inside(here, part)
        words += [lacking] if lacking else []
        return Fault(str(self.path), self.lines.get(path, 0), ".".join(words), message)


def inside(here: Any, part: str | int) -> Any:
    """Return what stands under a key of a block or at a position of a list; None where nothing does."""
    if isinstance(here, list):
        return here[part] if isinstance(part, int) and part < len(here) else None
    return here.get(part) if isinstance(here, dict) else None


def read_yaml(path: Path, files: InputFiles | None = None, see: str = SEE_EXAMPLE) -> Document:
    """Read a YAML 1.2 file whose top level is a mapping.

    Args:
        path: the file.
        files: what the command has read already; the document is shared, so nobody may change it.
        see: where to look for an example, told where the file holds nothing usable.

    Raises:
        InputError: the file is missing, not text, too large, too deep, uses aliases or tags, repeats a
            key, or is not YAML.
    """
    files = files or InputFiles()
    return files.once(document_key(path), lambda: _document(path, files, see))


def document_key(path: Path) -> Hashable:
    """Return what a file's document is kept by among the files of a command."""
    return "document", path


def _document(path: Path, files: InputFiles, see: str) -> Document:
    if path.suffix.lower() not in {".yaml", ".yml"}:
        raise InputError([Fault(str(path), 0, "", "not a YAML file; configurations end in .yaml or .yml")])
    text = files.text(path, MOST_BYTES)
    if found := NOT_TEXT.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise InputError([Fault(str(path), line, "", _not_text(found[0]))])
    node = _parse(path, text, lambda yaml: Nodes(path, yaml).of(text))
    if node is None:
        raise InputError([Fault(str(path), 0, "", f"the file is empty; {see}")])
    if not isinstance(node, MappingNode):
        raise InputError([Fault(str(path), 1, "", f"the file should be lines of `key: value`; {see}")])
    reading = _Reading()
    values = reading.value(node, ())
    document = Document(path, values, reading.lines)
    if reading.unreadable:
        faults = [(document.fault(place, message), line) for place, line, message in reading.unreadable]
        raise InputError([replace(fault, line=line) for fault, line in faults])
    return document


def _parse(path: Path, text: str, step: Callable[[YAML], Any]) -> Any:
    try:
        return step(YAML(typ="safe", pure=True))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem or error.context or "cannot be read").split("\n")[0]
        words = next((words for sign, words in PLAIN_WORDS.items() if sign in problem.replace("\t", r"\t")), problem)
        line = mark.line + 1 if mark else 0
        words = _slip("".join(text.split("\n")[line - 1 : line])) or words
        raise InputError([Fault(str(path), line, "", f"not valid YAML: {words}")]) from None
    except (YAMLError, ValueError, RecursionError) as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        reason = (str(error) or type(error).__name__).split("\n")[0]
        raise InputError([Fault(str(path), line, "", f"not valid YAML: {reason}; take it out")]) from None


def _slip(line: str) -> str:
    """Return what is probably wrong in a line that cannot be read; empty where that is not known."""
    if re.search(rf"[:,\[{{-]\s*[{CURLY}]", line):
        return STRAIGHTEN
    return QUOTE_ASSUMPTION if re.search(r"(?:^|[\s,\[:])assumption:", line) else ""


def _not_text(letter: str) -> str:
    return f"a character that cannot be printed (U+{ord(letter):04X}); take it out, or type the line anew"


class _Reading:
    """Plain values made of YAML nodes, with the line of each and what could not be read."""

    def __init__(self) -> None:
        self.lines: Lines = {}
        self.unreadable: list[tuple[tuple[str | int, ...], int, str]] = []
        self._plain = YAML(typ="safe", pure=True).constructor

    def value(self, node: Node, path: tuple[str | int, ...]) -> Any:
        """Return the value of a node."""
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if isinstance(node, MappingNode):
            return self._block(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, place)) for place, item in enumerate(node.value)]
        try:
            value = self._plain.construct_object(node)
            if not (isinstance(value, str) and (found := NOT_TEXT.search(value))):
                return value
            self.unreadable.append((path, line, _not_text(found[0])))
        except ValueError as error:
            mend = "too many digits" if "digits" in str(error) else "no such day; write a date like 2026-04-01"
            self.unreadable.append((path, line, f"{shown(node.value)} cannot be read: {mend}"))

    def _block(self, node: MappingNode, path: tuple[str | int, ...]) -> dict[str | int, Any]:
        block: dict[str | int, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = self._key(key_node)
            if key is None:
                written = shown(key_node.value) if isinstance(key_node, ScalarNode) else "a block or list"
                mend = "write the values out" if written == "'<<'" else "use a name, in quotes if need be"
                message = f"{written} cannot be a key; {mend}"
                self.unreadable.append((path, line, message))
            elif key in block:
                message = f"the key {shown(key)} stands already on line {self.lines[(*path, key)]}; keep one of the two"
                self.unreadable.append(((*path, key), line, message))
            else:
                self.lines[(*path, key)] = line
                block[key] = self.value(value_node, (*path, key))
        return block

    def _key(self, node: Node) -> str | int | None:
        """Return a key that is text or a whole number; None for dates, truths, merges and the like."""
        if not isinstance(node, ScalarNode) or not str(node.tag).endswith((":str", ":int")):
            return None
        try:
            key: str | int = self._plain.construct_object(node)
        except ValueError:
            return None
        return None if isinstance(key, str) and NOT_TEXT.search(key) else key
