"""Fields: each value of a configuration as a form shows it: what it is called, means and may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from placesim.config.baseline import Baseline
from placesim.config.ranges.describing import unit_of
from placesim.config.ranges.reading import NUMBERS
from placesim.config.reference_words import EVERYWHERE
from placesim.config.schema import Place, of_kind, resolved, step_inside, takes_a_number, whole_schema
from placesim.page.council_file.spans import Spans, name_of_place

Kind = Literal["number", "date", "truth", "choice", "text", "fixed"]
"""How a value is changed; `fixed`: in the file alone, by hand."""

FILES = {"evidence", "ranges", "file"}
"""Fields that name files."""

UNITS = {"pounds": "£", "share": "share, 0 to 1", "times": "times", "days": "days"}

LIMITS = (
    ("minimum", "at least"),
    ("ge", "at least"),
    ("exclusiveMinimum", "above"),
    ("gt", "above"),
    ("maximum", "at most"),
    ("le", "at most"),
    ("exclusiveMaximum", "below"),
    ("lt", "below"),
)

PAIR = {0: "From", 1: "To"}
"""What the two numbers of a band are called."""

OF_RANGES = {
    "value": "What is taken where nothing is drawn.",
    "low": "The low end of what is thought possible.",
    "high": "The high end of what is thought possible.",
    "standard_error": "How far the number may be off: about two in three times within one of these.",
}


@dataclass(frozen=True)
class Field:
    """One value of the file."""

    place: Place
    label: str
    help: str
    unit: str
    limits: str
    kind: Kind
    written: str
    """As it stands in the file; text without its quotation marks."""
    line: int
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What a form calls it."""
        return name_of_place(self.place)

    @property
    def id(self) -> str:
        """What a page calls it: letters, digits and hyphens, one for each field."""
        return "field-" + "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}-" for c in self.name)

    @property
    def can_be_changed(self) -> bool:
        """Whether the form can change it."""
        return self.kind != "fixed"

    @property
    def words(self) -> str:
        """What a search looks through."""
        return f"{self.label} {self.name.replace('_', ' ')} {self.name} {self.help} {self.unit}".casefold()


def field_of(place: Place, value: Any, about: Mapping[str, Any], spans: Spans, line: int) -> Field:
    """Return a value as a form shows it.

    Args:
        place: where it stands.
        value: what the file says.
        about: its schema, with the title and words that its block gives it.
        spans: where it stands in the text.
        line: the same, for the reader.
    """
    schema = of_kind(dict(about), whole_schema(Baseline), value)
    span = spans.by_place.get(place)
    kind = _kind(place, value, schema) if span and span.one_line else "fixed"
    label = label_of(place, about)
    means = EVERYWHERE.get(str(place[-1]), "") if place[-1] != "source" else ""
    helped = " ".join(str(about.get("description") or schema.get("description") or means).split())
    written = spans.written(place) if span and kind != "fixed" and not isinstance(value, str) else shown_value(value)
    choices = _choices(schema) if kind == "choice" else ()
    return Field(place, label, helped, UNITS.get(unit_of(place), ""), _limits(schema), kind, written, line, choices)


def of_range(about: Mapping[str, Any], part: str | int) -> dict[str, Any]:
    """Return the schema of one number of a range, which has the limits of the number that it stands for."""
    if part not in NUMBERS:
        return {}
    limits = {sign: about[sign] for sign, _ in LIMITS if sign in about}
    return {"type": "number", "title": str(part), "description": OF_RANGES[str(part)], **limits}


def label_of(place: Place, about: Mapping[str, Any]) -> str:
    """Return what people call a value: the words of its key, which stay as they are where a key is a name."""
    last = place[-1]
    if isinstance(last, int):
        numbered = f"{last + 1}." if about.get("item") else str(last)
        return PAIR.get(last, numbered) if about.get("pair") else numbered
    words = last.replace("_", " ")
    return words[:1].upper() + words[1:] if "title" in about else words


def shown_value(value: Any) -> str:
    """Return a value, or a list of names, as people read it."""
    if isinstance(value, list | tuple):
        return ", ".join(f"[{shown_value(each)}]" if isinstance(each, list) else shown_value(each) for each in value)
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return str(value)


def schema_inside(about: Mapping[str, Any], value: Any, part: str | int) -> dict[str, Any]:
    """Return the schema of what stands one step inside a value, with the title and words that the block gives it."""
    whole = whole_schema(Baseline)
    schema = of_kind(dict(about), whole, value)
    pair = schema.get("prefixItems")
    if pair and isinstance(part, int):
        return {**pair[min(part, len(pair) - 1)], "item": True, "pair": True}
    inner = step_inside(schema, part)
    if isinstance(value, list):
        return {**inner, "item": True}
    told: dict[str, Any] = {key: inner[key] for key in ("title", "description") if key in inner}
    return {**resolved(inner, whole), **told} if part in schema.get("properties", {}) else dict(inner)


def _kind(place: Place, value: Any, schema: Mapping[str, Any]) -> Kind:
    if place[-1] in FILES or place[-1] == "kind" or "const" in schema:
        return "fixed"
    whole = whole_schema(Baseline)
    if takes_a_number(dict(schema), whole):
        return "number"
    if _choices(schema):
        return "choice"
    kinds: dict[Any, Kind] = {"boolean": "truth", "string": "text"}
    if schema.get("format") == "date" or isinstance(value, date):
        return "date"
    if "pattern" in schema:
        return "fixed"
    return kinds.get(schema.get("type"), "fixed")


def _choices(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the words that may stand at a place, as such or as the one value of what may change by date."""
    if schema.get("type") == "array":
        inner = resolved(step_inside(dict(schema), 0), whole_schema(Baseline))
        schema = inner.get("properties", {}).get("value", {})
    return tuple(map(str, schema.get("enum", ())))


def _limits(schema: Mapping[str, Any]) -> str:
    told = [f"{word} {schema[sign]:,.10g}" for sign, word in LIMITS if isinstance(schema.get(sign), int | float)]
    return ", ".join(told)
