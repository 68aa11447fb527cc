"""Spans: where each value of a YAML file begins and ends in its text, so that one can be replaced and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from placesim.config.input_files import InputFiles
from placesim.config.schema import Place
from placesim.config.yaml_files import MOST_BYTES, read_yaml

BLOCK_STYLES = ("|", ">")


@dataclass(frozen=True)
class Span:
    """Where one value stands in a text."""

    start: int
    end: int
    one_line: bool
    """Whether other text of one line can take its place: it is one word, number or text, not written as a block."""


@dataclass(frozen=True)
class Spans:
    """Where every value of a file stands, by place; and each place by the name that a form gives it."""

    text: str
    by_place: Mapping[Place, Span]
    by_name: Mapping[str, Place]

    def written(self, place: Place) -> str:
        """Return a value as it is written in the file."""
        span = self.by_place[place]
        return self.text[span.start : span.end]

    def replaced(self, texts: Mapping[Place, str]) -> str:
        """Return the whole text with others where values stand; every other letter stays."""
        changed = self.text
        for place in sorted(texts, key=lambda place: self.by_place[place].start, reverse=True):
            span = self.by_place[place]
            changed = changed[: span.start] + texts[place] + changed[span.end :]
        return changed


def name_of_place(place: Place) -> str:
    """Return a place as one text, as in `provision/new_home/price/weekly_fee`."""
    return "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in place)


def spans_of(path: Path, files: InputFiles) -> Spans:
    """Return where everything stands in a file that can be read.

    Raises:
        InputError: it cannot.
    """
    return files.once(("spans", path), lambda: _spans(path, files))


def _spans(path: Path, files: InputFiles) -> Spans:
    document = read_yaml(path, files)  # refuses what could do harm before it is read in full
    text = files.text(path, MOST_BYTES)
    root = YAML(typ="safe", pure=True).compose(text)
    names = {name_of_place(place): place for place in document.lines}
    found = {names[name]: span for name, span in _inside(root, ()) if name in names}
    return Spans(text, found, {name_of_place(place): place for place in found})


def _inside(node: Node, place: Place) -> Iterator[tuple[str, Span]]:
    one_line = isinstance(node, ScalarNode) and node.style not in BLOCK_STYLES
    yield name_of_place(place), Span(node.start_mark.index, node.end_mark.index, one_line)
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _inside(value, (*place, key.value))
    elif not isinstance(node, ScalarNode):
        for number, value in enumerate(node.value):
            yield from _inside(value, (*place, number))
