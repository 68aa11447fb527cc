"""The assumptions of a run: every block of the configuration that names a source, with where that stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure, is_assumption
from placesim.config.text import plain
from placesim.config.values import ASSUMPTION, Frozen
from placesim.report.words.configuration import SECTIONS, Words, spelt


@dataclass(frozen=True)
class Cited:
    """One source of a block: an assumption with its reason, or a figure of the evidence."""

    text: str
    assumed: bool
    figure: Figure | None = None


@dataclass(frozen=True)
class Block:
    """One block of the configuration: what it is, its values in words, and its sources."""

    section: str
    title: str
    values: tuple[tuple[str, tuple[str, ...]], ...]
    sources: tuple[Cited, ...]
    path: tuple[str | int, ...] = ()
    """Where it stands in the configuration."""
    size: str = ""
    """How much money or how many children it touches, in words."""

    @property
    def assumed(self) -> bool:
        """True when at least one of its sources is an assumption."""
        return any(source.assumed for source in self.sources)

    @property
    def only_assumed(self) -> bool:
        """True when nothing but assumption stands behind it."""
        return all(source.assumed for source in self.sources)


def blocks_of(baseline: Baseline, evidence: Mapping[str, Figure]) -> list[Block]:
    """Return every block that carries a source, in the order of the configuration."""
    words = Words(baseline)
    found = []
    for path, block in _sourced(baseline, ()):
        sources = tuple(cited(item, evidence) for item in block.source)  # type: ignore[attr-defined]
        section = SECTIONS.get(str(path[0]), spelt(str(path[0]))) if path else "General"
        found.append(Block(section, words.title(path), tuple(words.values(block)), sources, path))
    return found


def cited(item: str, evidence: Mapping[str, Figure]) -> Cited:
    """Return a source as an assumption with its reason, or a figure of the evidence."""
    if is_assumption(item):
        return Cited(plain(item.removeprefix(ASSUMPTION)), True)
    return Cited(plain(item), False, evidence.get(item))


def _sourced(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Frozen]]:
    """Yield every block with a source, with its path, a block before the blocks within it."""
    if isinstance(value, Frozen):
        if getattr(value, "source", ()):
            yield path, value
        for name in type(value).model_fields:
            yield from _sourced(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _sourced(item, (*path, name))
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _sourced(item, (*path, place))
