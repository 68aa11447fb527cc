"""Paths: dotted names of numbers in a configuration, as the file of ranges spells them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from placesim.config.baseline import Baseline
from placesim.config.problem import Path, nearest, shown
from placesim.config.ranges.reading import is_number
from placesim.config.values import Step

BY_TYPE = "by_type_and_date"
"""Types left out of this block have the multiplier 1, as if it were written."""


@dataclass(frozen=True)
class Named:
    """What a path names: a number, or a value that may change by date, or both."""

    place: Path
    number: float | None = None
    """The number that stands there; None where it changes by date."""
    steps: tuple[Step, ...] = ()
    """What holds from which date, where the value may change by date."""


class LostError(Exception):
    """A path that names no number; its text says why, and what would."""


def named(values: Any, baseline: Baseline, dotted: str) -> Named:
    """Return what a dotted path names; positions of lists count from 0, and defaults need not be written out.

    Raises:
        LostError: it names nothing, or no number.
    """
    place, values, left = _followed(values, dotted)
    there = _in_model(baseline, place)
    for part in left.split(".") if left else ():
        default = _default(there, place, part)
        if default is None:
            raise LostError(f"{dotted!r} leads nowhere: no {part!r}; {_names_near(values, there, part)}")
        place, values, there = (*place, part), default, default
    return _named(place, values, there, dotted)


def block_named(values: Any, dotted: str) -> Mapping[Any, Any]:
    """Return the block that a dotted path names.

    Raises:
        LostError: it names nothing, or no block.
    """
    _, here, left = _followed(values, dotted)
    if left:
        lost = left.split(".")[0]
        raise LostError(f"{dotted!r} leads nowhere: no {lost!r}; {_names_near(here, None, lost)}")
    if not isinstance(here, Mapping):
        raise LostError(f"{dotted!r} names {shown(here)}, which is no block of shares")
    return here


def _followed(values: Any, left: str) -> tuple[Path, Any, str]:
    """Follow a path as far as it leads: the place, what stands there, and what is left of the path."""
    place: Path = ()
    while left:
        part, further = _step(values, left)
        if part is None:
            break
        place, values, left = (*place, part), values[part], further
    return place, values, left


def _step(values: Any, left: str) -> tuple[str | int | None, str]:
    """Return the key or position that a path begins with, and the rest; of names with dots in them the longest."""
    if isinstance(values, Mapping):
        fits = [key for key in values if left == str(key) or left.startswith(f"{key}.")]
        longest = max(fits, key=lambda key: len(str(key)), default=None)
        return longest, left[len(str(longest)) + 1 :]
    first, _, further = left.partition(".")
    if isinstance(values, list) and first.isdecimal() and len(first) < 9 and int(first) < len(values):
        return int(first), further
    return None, ""


def _in_model(here: Any, place: Path) -> Any:
    """Return what stands at a place of what was read, defaults included; None where it is built otherwise."""
    for part in place:
        if isinstance(here, BaseModel):
            here = _field(here, part)
        elif isinstance(here, Mapping):
            here = here.get(part)
        else:
            here = here[part] if isinstance(here, tuple) and isinstance(part, int) and part < len(here) else None
    return here


def _field(block: BaseModel, part: str | int) -> Any:
    fields = type(block).model_fields
    name = next((name for name, field in fields.items() if part in (name, field.alias)), None)
    return getattr(block, name) if name else None


def _default(there: Any, place: Path, part: str) -> Any:
    """Return the default of a field that is not written out; None where there is none."""
    if isinstance(there, BaseModel):
        return _field(there, part)
    return (Step(value=1),) if place[-1:] == (BY_TYPE,) and isinstance(there, Mapping) else None


def _named(place: Path, values: Any, there: Any, dotted: str) -> Named:
    steps = there if isinstance(there, tuple) and there and all(isinstance(step, Step) for step in there) else ()
    if is_number(values):
        return Named(place, float(values), steps)
    if steps:
        return Named(place, steps[0].value if len(steps) == 1 else None, steps)
    if isinstance(values, Mapping):
        inside = ", ".join(str(key) for key in list(values)[:6])
        raise LostError(f"{dotted!r} names a block; name a number in it: {inside}")
    what = "a list" if isinstance(values, list | tuple) else shown(values)
    raise LostError(f"{dotted!r} names {what}, which is no number")


def _names_near(values: Any, there: Any, lost: str) -> str:
    """Return what to write in place of a part that leads nowhere: names written out, or fields left out."""
    if isinstance(values, Mapping | BaseModel):
        written = [str(key) for key in values] if isinstance(values, Mapping) else []
        fields = type(there).model_fields if isinstance(there, BaseModel) else {}
        return nearest(lost, list(dict.fromkeys([*written, *(field.alias or name for name, field in fields.items())])))
    if isinstance(values, list):
        return f"a list of {len(values)} stands there; name one by its position, from 0"
    return f"{shown(values)} stands there, with nothing inside"
