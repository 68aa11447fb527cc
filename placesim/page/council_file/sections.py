"""Sections: a configuration's blocks as a tree of fields, each section with what its numbers rest on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.children_file import LISTS
from placesim.config.evidence import Figure
from placesim.config.ranges.reading import is_range
from placesim.config.schema import Place, of_kind, takes_a_number, whole_schema
from placesim.config.yaml_files import Document
from placesim.page.council_file.fields import Field, field_of, label_of, of_range, schema_inside, shown_value
from placesim.page.council_file.spans import Spans, name_of_place

LISTED = {(block, listed) for block, (listed, _) in LISTS.items()}
"""Where children stand one by one: these are never shown."""

TITLES = ("label", "provision", "from", "to", "placement_types", "year")
"""Which of its fields tells an entry of a list from the others."""


@dataclass(frozen=True)
class Ground:
    """One thing that numbers rest on."""

    cited: str
    """The id of evidence, or the whole assumption."""
    words: str = ""
    """What the evidence says."""


@dataclass(frozen=True)
class Section:
    """A block of the file, or an entry of a list."""

    place: Place
    title: str
    help: str
    line: int
    fields: tuple[Field, ...]
    sections: tuple["Section", ...]
    grounds: tuple[Ground, ...]
    """What its numbers rest on: its own source, or that of the block around it."""
    source_place: Place | None
    """Where that source stands; None where no block around it has one."""
    listed: int = 0
    """How many children it lists one by one."""

    @property
    def name(self) -> str:
        """What an address calls it."""
        return name_of_place(self.place)

    @cached_property
    def count(self) -> int:
        """How many values it holds, those of its own sections among them."""
        return len(self.fields) + sum(section.count for section in self.sections)

    def all_fields(self) -> Iterator[tuple["Section", Field]]:
        """Yield every field with the section in which it stands."""
        for field in self.fields:
            yield self, field
        for section in self.sections:
            yield from section.all_fields()

    def trail(self, place: Place) -> str:
        """Return the titles of the sections on the way to a place, outermost first."""
        found = [self.at(place[:depth]) for depth in range(1, len(place) + 1)]
        return ", ".join(each.title for each in found if each)

    def at(self, place: Place) -> "Section | None":
        """Return the section at a place; None where there is none."""
        if self.place == place:
            return self
        ways = (each for each in self.sections if each.place == place[: len(each.place)])
        return next((found for each in ways if (found := each.at(place))), None)


@dataclass(frozen=True)
class _Around:
    """What is the same for every section of a file, and the source that holds where a block gives none."""

    document: Document
    spans: Spans
    evidence: Mapping[str, Figure]
    grounds: tuple[Ground, ...] = ()
    source_place: Place | None = None

    def line(self, place: Place) -> int:
        return self.document.lines.get(place, 0)

    def inside(self, place: Place, values: Any) -> "_Around":
        """Return the same inside a block, which may have a source of its own."""
        if not isinstance(values, dict) or "source" not in values:
            return self
        grounds = grounds_of(values["source"], self.evidence)
        return replace(self, grounds=grounds, source_place=(*place, "source"))


def sections_of(document: Document, spans: Spans, evidence: Mapping[str, Figure]) -> Section:
    """Return a configuration as one section, which holds all the others."""
    return _section((), "", document.values, whole_schema(Baseline), _Around(document, spans, evidence))


def _section(place: Place, title: str, values: Any, about: Mapping[str, Any], around: _Around) -> Section:
    around = around.inside(place, values)
    fields: list[Field] = []
    sections: list[Section] = []
    listed, schema_of = 0, _schema_of(about, values)
    for part, value in values.items() if isinstance(values, dict) else enumerate(values):
        here = (*place, part)
        if here in LISTED:
            listed += len(value) if isinstance(value, list) else 0
        elif part != "source":
            inner = schema_of(part)
            if isinstance(value, dict | list) and not _only_names(value):
                sections.append(_section(here, _title(here, value, inner, around.document), value, inner, around))
            else:
                fields.append(field_of(here, value, inner, around.spans, around.line(here)))
    helped = " ".join(str(about.get("description", "")).split()) if place else ""
    given = around.grounds, around.source_place
    return Section(place, title, helped, around.line(place), tuple(fields), tuple(sections), *given, listed)


def _schema_of(about: Mapping[str, Any], values: Any) -> Callable[[str | int], dict[str, Any]]:
    """Return what gives the schema of each part of a block, which may be a range in place of a number."""
    whole = whole_schema(Baseline)
    if isinstance(values, dict) and takes_a_number(of_kind(dict(about), whole, values), whole) and is_range(values):
        return partial(of_range, about)
    return partial(schema_inside, about, values)


def _only_names(value: Any) -> bool:
    """Tell a list of names, which are the structure of a file and stand in one line, from a block of values."""
    return isinstance(value, list) and all(isinstance(each, str) or _only_names(each) for each in value)


def _title(place: Place, value: Any, about: Mapping[str, Any], document: Document) -> str:
    """Return what people call a block: its label, or the words of its key, or what tells it from others of a list."""
    if isinstance(value, dict):
        if about.get("item"):
            told = [_label_of(key, value[key], document) for key in TITLES if key in value]
            return f"{label_of(place, about)} {told[0]}" if told else label_of(place, about)
        if isinstance(value.get("label"), str):
            return str(value["label"])
    return label_of(place, about)


def _label_of(key: str, value: Any, document: Document) -> str:
    """Return a value that tells an entry from others: the label of the provision that it names, or its own words."""
    block = document.values.get("provision")
    named = (
        block.get(value) if key in ("provision", "to") and isinstance(block, dict) and isinstance(value, str) else None
    )
    label = named.get("label") if isinstance(named, dict) else None
    return label if isinstance(label, str) else shown_value(value).replace("_", " ")


def grounds_of(source: Any, evidence: Mapping[str, Figure]) -> tuple[Ground, ...]:
    """Return what a source cites, with what the evidence says."""
    items = [source] if isinstance(source, str) else source if isinstance(source, list) else []
    return tuple(Ground(str(item), _words(evidence.get(str(item)))) for item in items)


def _words(figure: Figure | None) -> str:
    if figure is None:
        return ""
    about = ", ".join(part for part in (figure.where, figure.confidence and f"confidence: {figure.confidence}") if part)
    return f"{figure.quantity}: {figure.value}" + (f" ({about})" if about else "")
