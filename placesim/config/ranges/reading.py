"""Reading ranges: what is written in place of a number becomes a shape, or problems with their mends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from pydantic import TypeAdapter, ValidationError

from placesim.config.problem import InconsistentError, Path, Problem, near, nearest, shown
from placesim.config.ranges.shapes import SHAPES, Shape, ShapeName
from placesim.config.values import SOURCE, Label, Name, Source
from placesim.config.yaml_files import inside

SPREAD = ("low", "high", "standard_error", "shape")
"""Keys of which a range has at least one."""

NUMBERS = ("value", "low", "high", "standard_error")

KEYS = (*NUMBERS, "shape", "label", "source", "name")
"""What may be written in a range."""

BELLS = ("normal", "log_normal")

MOST_TIMES_ITS_VALUE = 1000
"""Largest standard error of a log-normal number, in times of the number itself."""

HOW = "write {value: 5, low: 4, high: 7}, {low: 4, high: 7} or {value: 5, standard_error: 0.6}"

NAME = "should be a short name: small letters, digits and underscores, beginning with a letter"

_LABEL: TypeAdapter[str] = TypeAdapter(Label)
_NAME: TypeAdapter[str] = TypeAdapter(Name)
_SOURCE: TypeAdapter[tuple[str, ...]] = TypeAdapter(Source)


@dataclass(frozen=True)
class Range:
    """What is written of one number that is not known exactly."""

    shape: Shape
    label: str = ""
    source: tuple[str, ...] = ()
    name: str = ""
    """Its own name, where the same thing is drawn in several places; empty where its place names it."""


def read_range(written: Mapping[Any, Any], centre: float | None = None) -> tuple[Range | None, list[Problem]]:
    """Return what a range says, or else what to mend in it; places begin within it.

    Args:
        written: its keys and values.
        centre: the central value where none is written: what stands where the range will act.
    """
    found = [*unknown_keys(written, KEYS), *_numbers(written), *about_problems(written)]
    if not found:
        found = list(_misfits(written, centre))
    if found:
        return None, found
    return Range(_shape(written, centre), *about(written), written.get("name", "")), []


def about(written: Mapping[Any, Any]) -> tuple[str, tuple[str, ...]]:
    """Return the label and the source that are written, where they can be used."""
    label = _LABEL.validate_python(written["label"]) if "label" in written else ""
    return label, _SOURCE.validate_python(written["source"]) if "source" in written else ()


def source_of_block(values: Any, place: Path) -> tuple[str, ...]:
    """Return the source of the innermost block around a place that gives one, in a document that is valid."""
    source: tuple[str, ...] = ()
    for part in place:
        if isinstance(values, Mapping) and "source" in values:
            source = _SOURCE.validate_python(values["source"])
        values = inside(values, part)
    return source


def central(written: Mapping[Any, Any]) -> float | None:
    """Return a number to go on with where a range is wrong; None where it has none."""
    given = [written[name] for name in ("value", "low", "high") if is_number(written.get(name))]
    return given[0] if given else None


def is_number(value: Any) -> bool:
    """Tell a number that can be reckoned with."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and abs(value) < 1e15


def unknown_keys(written: Mapping[Any, Any], allowed: Sequence[str]) -> Iterator[Problem]:
    """Yield each key that a range may not have."""
    for key in written:
        if key == "from" and key not in allowed:
            yield Problem((key,), "a date stands outside, as in {from: 2026-04-01, value: {low: 4, high: 7}}")
        elif is_number(key):
            yield Problem((key,), f"{key} stands here by itself; write a number without commas, as 8000 or 8_000")
        elif key not in allowed:
            yield Problem((key,), f"unknown key {shown(key)} in a range; {nearest(key, allowed)}")


def fractional(written: Mapping[Any, Any]) -> Iterator[Problem]:
    """Yield each end of a range that is no whole number, where only whole numbers are allowed."""
    for name in ("low", "high"):
        if name in written and written[name] % 1:
            yield Problem((name,), f"must be a whole number; found {written[name]:g}")


def _numbers(written: Mapping[Any, Any]) -> Iterator[Problem]:
    for name in NUMBERS:
        if name in written and not is_number(written[name]):
            yield Problem((name,), f"should be a number; found {shown(written[name])}{_meant_number(written[name])}")


def _meant_number(written: Any) -> str:
    """Return how to write what was meant as a number: with commas, or in percent; empty where it is neither."""
    text = str(written).replace(",", "").strip()
    try:
        number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return ""
    return f"; write {number:.10g}" if isinstance(written, str) and is_number(number) else ""


def about_problems(written: Mapping[Any, Any]) -> Iterator[Problem]:
    """Yield what is wrong with what a range says in words."""
    if "shape" in written and written["shape"] not in SHAPES:
        yield Problem(("shape",), f"unknown shape {shown(written['shape'])}; {nearest(written['shape'], SHAPES)}")
    if "label" in written:
        yield from _unfit(_LABEL, "label", written["label"], "should be a short text on one line")
    if "name" in written:
        yield from _unfit(_NAME, "name", written["name"], NAME)
    if "source" in written:
        yield from _unfit(_SOURCE, "source", written["source"], f"give {SOURCE}")


def _unfit(allowed: TypeAdapter[Any], name: str, value: Any, mend: str) -> Iterator[Problem]:
    try:
        allowed.validate_python(value)
    except ValidationError as error:
        original = error.errors()[0].get("ctx", {}).get("error")
        if isinstance(original, InconsistentError):
            yield from (Problem((name, *each.path), each.message) for each in original.problems)
        else:
            yield Problem((name,), f"{mend}; found {shown(value)}")


def _misfits(written: Mapping[Any, Any], centre: float | None) -> Iterator[Problem]:
    """Yield what does not fit together in a range whose numbers are numbers."""
    value, low, high = (written.get(name) for name in ("value", "low", "high"))
    value = centre if value is None else value
    error, shape = written.get("standard_error"), _shape_name(written, centre)
    if low is not None and high is not None and low > high:
        yield Problem(("low",), f"the low end, {low:g}, lies above the high end, {high:g}; swap them")
        return
    for end, name, beyond in ((low, "low", "below"), (high, "high", "above")):
        if value is not None and end is not None and (value < end if name == "low" else value > end):
            where = "value" if "value" in written else name
            yield Problem((where,), f"the value, {value:g}, lies {beyond} the {name} end, {end:g}; widen the range")
    if shape in BELLS:
        yield from _misfits_of_a_bell(written, value)
        return
    if error is not None:
        yield Problem(("shape",), f"a {shape} range has no standard error; take one of the two out")
        return
    missing = [name for name in ("low", "high") if name not in written]
    yield from (Problem((name,), f"missing; {HOW}") for name in missing[:1])
    if shape == "triangular" and value is None:
        yield Problem(("value",), "missing; a triangular range needs its likeliest value")


def _misfits_of_a_bell(written: Mapping[Any, Any], value: float | None) -> Iterator[Problem]:
    error = written.get("standard_error")
    if error is None:
        yield Problem(("standard_error",), f"missing; a {written['shape']} range needs it beside its value")
    elif error < 0:
        yield Problem(("standard_error",), f"must be 0 or more; found {error:g}")
    if value is None:
        yield Problem(("value",), f"missing; {HOW}")
    elif written.get("shape") == "log_normal" and error is not None and error > MOST_TIMES_ITS_VALUE * abs(value) > 0:
        yield Problem(
            ("standard_error",), f"must be {MOST_TIMES_ITS_VALUE} times the value, {value:g}, or less; found {error:g}"
        )
    elif written.get("shape") == "log_normal" and value <= 0:
        yield Problem(("shape",), f"a log_normal number lies above 0; its value is {value:g}, so write `shape: normal`")


def _shape_name(written: Mapping[Any, Any], centre: float | None) -> ShapeName:
    if "shape" in written:
        return next(name for name in SHAPES if name == written["shape"])
    if "standard_error" in written:
        return "normal"
    return "uniform" if "value" not in written and centre is None else "triangular"


def _shape(written: Mapping[Any, Any], centre: float | None) -> Shape:
    low, high = (None if written.get(name) is None else float(written[name]) for name in ("low", "high"))
    value = written.get("value", centre)
    middle = (low + high) / 2 if value is None and low is not None and high is not None else value
    return Shape(_shape_name(written, centre), float(middle or 0), low, high, float(written.get("standard_error", 0)))


def is_name(name: Any) -> bool:
    """Tell a short name from anything else."""
    try:
        return isinstance(name, str) and bool(_NAME.validate_python(name))
    except ValidationError:
        return False


def is_range(written: Mapping[Any, Any]) -> bool:
    """Tell a range, however badly written, from any other block that stands where a number should."""
    meant = [key for key in written if near(key, SPREAD)]
    return any(key in SPREAD for key in written) or ("value" in written and "from" not in written) or bool(meant)


def place_of(path: Path) -> str:
    """Return a place of a document as a dotted path, positions of lists from 0."""
    return ".".join(map(str, path))
