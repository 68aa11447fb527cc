"""Layout: where in a scenario's text each of its values stands, to the letter."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from placesim.config.faults import InputError
from placesim.config.input_files import InputFiles
from placesim.config.yaml_files import MOST_BYTES, Document, read_yaml

ANYWHERE = Path("what-if.yaml")
"""What a text is called while nobody needs to know where it will be saved."""

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Layout:
    """A text that the loader can read: its values, and where they stand."""

    text: str
    values: dict[str, Any]
    root: MappingNode

    def node(self, place: Place) -> Node | None:
        """Return the node at a place; None where nothing is written."""
        here: Node | None = self.root
        for part in place:
            here = _inside(here, part)
        return here

    def key(self, place: Place) -> Node | None:
        """Return the node of the key that ends a place; None where it is not written."""
        block = self.node(place[:-1])
        pairs = block.value if isinstance(block, MappingNode) else []
        return next((key for key, _ in pairs if key.value == str(place[-1])), None)

    def end(self, node: Node) -> int:
        """Return where a value really ends: comments and empty lines behind it left out."""
        if isinstance(node, CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            key, value = last if isinstance(last, tuple) else (last, last)
            return self.text.index(":", key.end_mark.index) + 1 if is_empty(value) else self.end(value)
        end: int = node.end_mark.index
        return len(self.text[:end].rstrip("\n ")) if getattr(node, "style", None) in ("|", ">") else end

    def line_start(self, index: int) -> int:
        """Return where the line of a letter begins."""
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Return where the line of a letter ends, in front of its line break."""
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found


def is_empty(node: Node) -> bool:
    """Tell a value that is not written, as after `key:`."""
    return isinstance(node, ScalarNode) and not node.value and node.style is None


def is_block(node: Node | None) -> bool:
    """Tell what is written line by line from what stands in brackets."""
    return isinstance(node, CollectionNode) and not node.flow_style


def layout_of(text: str) -> Layout | None:
    """Return where the values of a text stand; None where the loader refuses the text, which tells why elsewhere."""
    values = values_of(text)
    if values is None:
        return None
    text = text.removeprefix("\ufeff")
    return Layout(text, values, YAML(typ="safe", pure=True).compose(text))


def values_of(text: str) -> dict[str, Any] | None:
    """Return the values of a text; None where the loader refuses it."""
    document = document_of(text)
    return document.values if document else None


@lru_cache(maxsize=64)
def document_of(text: str) -> Document | None:
    """Return what the loader reads in a text, which nobody may change; None where it refuses it."""
    files = InputFiles()
    try:
        files.keep(ANYWHERE, text)
        return read_yaml(ANYWHERE, files) if len(text) <= MOST_BYTES else None
    except (InputError, UnicodeEncodeError):
        return None


def _inside(node: Node | None, part: str | int) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, SequenceNode) and isinstance(part, int) and 0 <= part < len(node.value):
        found: Node = node.value[part]
        return found
    return None
