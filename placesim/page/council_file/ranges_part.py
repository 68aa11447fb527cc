"""The file of ranges in the form: of each entry how far its number is known, which stands beside the number itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from placesim.config.evidence import Figure
from placesim.config.ranges.reading import NUMBERS
from placesim.config.schema import Place
from placesim.config.yaml_files import Document
from placesim.page.council_file.fields import Field, field_of, of_range
from placesim.page.council_file.sections import Section, grounds_of
from placesim.page.council_file.spans import Spans


def entries_of(document: Document, spans: Spans, evidence: Mapping[str, Figure]) -> Section:
    """Return the entries of a file of ranges as sections of one."""
    ranges = document.values.get("ranges")
    entries = ranges.items() if isinstance(ranges, dict) else ()
    inside = tuple(_entry(name, written, document, spans, evidence) for name, written in entries)
    return Section(
        (),
        "",
        "",
        0,
        (),
        (
            Section(
                ("ranges",), "How far numbers are known", "", document.lines.get(("ranges",), 0), (), inside, (), None
            ),
        ),
        (),
        None,
    )


def _entry(name: str, written: Any, document: Document, spans: Spans, evidence: Mapping[str, Figure]) -> Section:
    place = "ranges", name
    fields = tuple(_numbers(place, written, document, spans))
    source = written.get("source") if isinstance(written, dict) else None
    label = written.get("label") if isinstance(written, dict) else None
    title = label if isinstance(label, str) else name.replace("_", " ")
    there = (*place, "source") if source is not None else None
    return Section(place, title, "", document.lines[place], fields, (), grounds_of(source, evidence), there)


def _numbers(place: Place, written: Any, document: Document, spans: Spans) -> Iterator[Field]:
    """Yield the numbers of a range, which may stand within `times`, and those of a fit one by one."""
    for key, value in written.items() if isinstance(written, dict) else ():
        here = (*place, key)
        if key in NUMBERS and isinstance(value, int | float):
            yield field_of(here, value, of_range({"type": "number"}, key), spans, document.lines[here])
        elif key == "times":
            yield from _numbers(here, value, document, spans)
        elif key == "value" and isinstance(value, list):
            about = of_range({"type": "number"}, key)
            yield from (field_of((*here, i), each, about, spans, document.lines[here]) for i, each in enumerate(value))
