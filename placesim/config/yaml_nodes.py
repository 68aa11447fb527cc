"""YAML nodes: made of a file's events in one pass, which stops at the first that could do harm."""

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from placesim.config.faults import Fault, InputError

MOST_LEVELS = 20

MOST_VALUES = 50_000
"""Keys and values of one file; a long list of children belongs in a CSV file."""

SECOND_DOCUMENT = "not valid YAML: a second document begins here; keep one and take out the line '---'"


class Nodes:
    """A file's nodes, made of its events in one pass: it stops at the first that could do harm."""

    def __init__(self, path: Path, yaml: YAML):
        """Begin with nothing read."""
        self._path, self._yaml = path, yaml
        self._open: list[tuple[CollectionStartEvent, list[Node]]] = []
        self._root: list[Node] = []

    def of(self, text: str) -> Node | None:
        """Return the top node of a text; None where it is empty.

        Raises:
            InputError: an anchor, alias, tag or directive, too deep a block, or too many values.
        """
        values = 0
        for event in self._yaml.parse(text):
            values += isinstance(event, ScalarEvent | CollectionStartEvent)
            again = isinstance(event, DocumentStartEvent) and self._root
            if message := SECOND_DOCUMENT if again else self._too_much(values) or _harm(event):
                raise InputError([Fault(str(self._path), event.start_mark.line + 1, "", message)])
            self._take(event)
        return self._root[0] if self._root else None

    def _too_much(self, values: int) -> str:
        if len(self._open) > MOST_LEVELS:
            return f"nested more than {MOST_LEVELS} levels deep; flatten it"
        return (
            f"more than {MOST_VALUES:,} keys and values; is this list meant to be here?" if values > MOST_VALUES else ""
        )

    def _take(self, event: Event) -> None:
        here = self._open[-1][1] if self._open else self._root
        if isinstance(event, CollectionStartEvent):
            self._open.append((event, []))
        elif isinstance(event, ScalarEvent):
            tag = self._yaml.resolver.resolve(ScalarNode, event.value, event.implicit)
            here.append(ScalarNode(tag, event.value, event.start_mark, event.end_mark))
        elif isinstance(event, CollectionEndEvent):
            begun, nodes = self._open.pop()
            above = self._open[-1][1] if self._open else self._root
            above.append(_collection(begun, nodes))


def _collection(begun: CollectionStartEvent, nodes: list[Node]) -> Node:
    if isinstance(begun, MappingStartEvent):
        return MappingNode("", list(zip(nodes[::2], nodes[1::2], strict=True)), begun.start_mark)
    return SequenceNode("", nodes, begun.start_mark)


def _harm(event: Event) -> str:
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
        return "anchors (&name) and aliases (*name) are not allowed; write the values out"
    if isinstance(event, DocumentStartEvent):
        return "%YAML and %TAG lines are not allowed; take them out" if event.version or event.tags else ""
    return "tags (!name) are not allowed; take it out" if getattr(event, "tag", None) else ""
