"""The kinds of value that every block of a configuration is made of: frozen blocks, sources, dated values, bands."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

ADULT_AGE = 18.0
"""Care ends at the 18th birthday (Children Act 1989, section 105)."""

ASSUMPTION = "assumption:"
EVIDENCE_ID = re.compile(r"[A-Z]{1,4}\d{2,5}")


class Frozen(BaseModel):
    """A block of configuration: unknown keys are errors, and nothing changes after loading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, allow_inf_nan=False, populate_by_name=True
    )

    def replace(self, **changes: Any) -> Self:
        """Return a validated copy with some fields changed."""
        return type(self).model_validate({**dict(self), **changes})


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _well_sourced(source: tuple[str, ...]) -> tuple[str, ...]:
    for item in source:
        if item.startswith(ASSUMPTION):
            if not item.removeprefix(ASSUMPTION).strip():
                raise ValueError("an assumption must say why, as in 'assumption: no figure published'")
        elif not EVIDENCE_ID.fullmatch(item):
            raise ValueError(f"{item!r} is neither an evidence id (like S022) nor 'assumption: why'")
    return source


Source = Annotated[
    tuple[str, ...], BeforeValidator(_listed), Field(min_length=1), AfterValidator(_well_sourced)
]
"""Where numbers come from: evidence ids (`S022`), `assumption: why`, or a list of them."""

Share = Annotated[float, Field(ge=0, le=1)]
"""A share between 0 and 1."""

Rate = Annotated[float, Field(ge=0, le=1000)]
"""Events per year, or per child-year; never negative."""

Factor = Annotated[float, Field(ge=0, le=1000)]
"""A multiplier of a rate; 1 changes nothing."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""A short name: small letters, digits and underscores, starting with a letter, at most 60 characters."""

Label = Annotated[str, Field(min_length=1, max_length=120)]
"""What reports print."""


class Step(Frozen):
    """A value from a date on."""

    from_: date = Field(default=date.min, alias="from")
    """First day of this value (2026-04-01); the first step may leave it out."""
    value: float


def _steps(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ({"value": value},)
    return value


def _in_order(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    for earlier, later in zip(steps, steps[1:], strict=False):
        if later.from_ <= earlier.from_:
            raise ValueError(f"dates out of order: {later.from_} follows {earlier.from_}; put the earlier date first")
    return steps


def _none_negative(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    for step in steps:
        if step.value < 0:
            raise ValueError(f"{step.value:g} is negative; it must be 0 or more")
    return steps


Timeline = Annotated[
    tuple[Step, ...], BeforeValidator(_steps), Field(min_length=1), AfterValidator(_in_order)
]
"""One number, or a list of `{from: 2026-04-01, value: 3}`; the first value also holds before its date."""

Amounts = Annotated[Timeline, AfterValidator(_none_negative)]
"""A timeline whose values are 0 or more."""


def value_on(timeline: tuple[Step, ...], day: date) -> float:
    """Return the value that holds on a date; before the first step, the first value."""
    place = bisect_right([step.from_ for step in timeline], day) - 1
    return timeline[max(place, 0)].value


def _tiles_childhood(bands: Mapping[str, tuple[float, float]]) -> Mapping[str, tuple[float, float]]:
    reached = 0.0
    for name, (low, high) in bands.items():
        if high <= low:
            raise ValueError(f"band {name!r} ends at {high:g} but begins at {low:g}; the second number must be larger")
        if low != reached:
            fault = "overlaps the band before it" if low < reached else "leaves a gap before it"
            raise ValueError(f"band {name!r} {fault}: it must begin at {reached:g}, not {low:g}")
        reached = high
    if reached != ADULT_AGE:
        raise ValueError(f"the bands end at {reached:g}; the last must end at {ADULT_AGE:g}")
    return bands


Bands = Annotated[
    dict[str, tuple[float, float]], Field(min_length=1), AfterValidator(_tiles_childhood)
]
"""Names with [from, to) in years, in order, without gap or overlap, from 0 to 18."""
