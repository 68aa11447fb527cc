"""The kinds of value that every block of a configuration is made of: frozen blocks, sources, dated values, bands."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from placesim.config.problem import CURLY, STRAIGHTEN, Problem, agreed, shown

ADULT_AGE = 18.0
"""Care ends at the 18th birthday (Children Act 1989, section 105)."""

ASSUMPTION = "assumption:"
FITTED = "fitted:"
EVIDENCE_ID = re.compile(r"[A-Z]{1,4}\d{2,5}")
EXPECTED = "expected"
"""Type of the errors whose message says only what is allowed; what was found is added to it."""

SAYS_MORE = {
    ASSUMPTION: "an assumption must say why, as in 'assumption: no figure found'",
    FITTED: "a fitted source must say to what, as in 'fitted: 2019-20 to 2023-24, 812 children, 45 events'",
}
"""How sources begin that are no evidence ids, and what is wrong where nothing follows."""

SOURCE = "evidence ids that exist, like [S022, P030], 'assumption: why', or 'fitted: to what'"


class Frozen(BaseModel):
    """A block of configuration: unknown keys are errors, and nothing changes after loading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, allow_inf_nan=False, populate_by_name=True
    )

    def replace(self, **changes: Any) -> Self:
        """Return a validated copy with some fields changed."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        return type(self).model_validate({**given, **changes})


def expected(what: str) -> PydanticCustomError:
    """Return the error that says what is allowed; loading adds what was found."""
    return PydanticCustomError(EXPECTED, "{what}", {"what": f"should be {what}"})


NEAREST_TO_NOTHING = 1e-12
"""Numbers nearer to 0 than this, but not 0, are slips: nothing here is so small, and arithmetic with them fails."""


def _no_truth(value: Any) -> Any:
    if isinstance(value, bool):
        raise expected("a number")
    if isinstance(value, float) and 0 < abs(value) < NEAREST_TO_NOTHING:
        raise expected("0, or a number that is not so near to it")
    return value


Number = Annotated[float, BeforeValidator(_no_truth)]
"""A number; true and false are not numbers here."""

Whole = Annotated[int, BeforeValidator(_no_truth)]
"""A whole number; true and false are not numbers here."""


def _day(value: Any) -> date:
    """Read a date, never a number (which pydantic would take for seconds since 1970)."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise expected("a date of the calendar, like 2026-04-01") from None


Day = Annotated[date, BeforeValidator(_day)]
"""A date, as in 2026-04-01."""


def _listed(value: Any) -> Any:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple):
        raise expected(SOURCE)
    return value


def _well_sourced(source: tuple[str, ...]) -> tuple[str, ...]:
    agreed([Problem((place,), fault) for place, item in enumerate(source) if (fault := _badly_sourced(item))])
    return source


def _badly_sourced(item: str) -> str:
    if EVIDENCE_ID.fullmatch(item):
        return ""
    kind = next((kind for kind in SAYS_MORE if item.startswith(kind)), "")
    if kind:
        return "" if item.removeprefix(kind).strip() else SAYS_MORE[kind]
    curly = f" ({STRAIGHTEN})" if item[:1] in tuple(CURLY) else ""
    return f"{shown(item)} is neither an evidence id (like S022) nor 'assumption: why' nor 'fitted: to what'{curly}"


Source = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1), AfterValidator(_well_sourced)]
"""Where numbers come from: evidence ids (`S022`), `assumption: why`, `fitted: to what`, or a list of them."""

Share = Annotated[Number, Field(ge=0, le=1)]
"""A share between 0 and 1."""

Rate = Annotated[Number, Field(ge=0, le=1000)]
"""Events per year, or per child-year; never negative."""

Factor = Annotated[Number, Field(ge=0, le=1000)]
"""A multiplier of a rate; 1 changes nothing."""

Count = Annotated[Whole, Field(ge=0, le=100_000)]
"""A number of children or households."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""A short name: small letters, digits and underscores, starting with a letter, at most 60 characters."""


JOINERS = re.compile("[\u200c\u200d\U000e0020-\U000e007f]")
"""What joins signs into one, as emoji of several parts are."""


def _printable(text: str) -> str:
    if not JOINERS.sub("", text).strip().isprintable() or not JOINERS.sub("", text):
        raise expected("one line of letters that can be printed")
    return text


Printable = AfterValidator(_printable)
"""Refuses line breaks and control characters, which would reach terminals and reports."""

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), Printable]
"""What reports print."""


class Dated(Frozen):
    """What holds from a date on."""

    from_: Day = Field(default=date.min, alias="from")
    """First day of this value (2026-04-01); the first step may leave it out."""


class Step(Dated):
    """A value from a date on."""

    value: Number
    """The value from that day on."""


def _steps(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ({"value": value},)
    if not isinstance(value, list | tuple):
        raise expected("a number, or a list of {from: 2026-04-01, value: 3}")
    return value


Steps = TypeVar("Steps", bound=tuple[Dated, ...])


def in_order(steps: Steps) -> Steps:
    """Go on only if dates follow one another.

    Raises:
        InconsistentError: they do not.
    """
    agreed(
        [
            Problem((place, "from"), _out_of_order(earlier.from_, later.from_))
            for place, (earlier, later) in enumerate(pairwise(steps), start=1)
            if later.from_ <= earlier.from_
        ]
    )
    return steps


def _out_of_order(earlier: date, later: date) -> str:
    if later == date.min:
        return "the date is missing; only the first value may leave it out, add `from: 2026-04-01`"
    return f"dates out of order: {later} follows {earlier}; put the earlier date first and each date once"


def _between(least: float, most: float, mend: str) -> AfterValidator:
    def check(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        wrong = [(place, step.value) for place, step in enumerate(steps) if not least <= step.value <= most]
        agreed([Problem((place, "value"), f"must be {mend}; found {value:g}") for place, value in wrong])
        return steps

    return AfterValidator(check)


Timeline = Annotated[tuple[Step, ...], BeforeValidator(_steps), Field(min_length=1), AfterValidator(in_order)]
"""One number, or a list of `{from: 2026-04-01, value: 3}`; the first value also holds before its date."""

Amounts = Annotated[Timeline, _between(0, 100_000, "from 0 to 100000")]
"""A timeline whose values are 0 or more."""

Shares = Annotated[Timeline, _between(0, 1, "a share from 0 to 1")]
"""A timeline of shares."""

Beds = Annotated[Timeline, _between(1, 50, "from 1 to 50")]
"""A timeline of beds in one home."""

YearlyRise = Annotated[Timeline, _between(-0.5, 1, "a share from -0.5 to 1 (write 3% as 0.03)")]
"""A rise a year, as a share (0.05 is 5%); negative where it falls."""


def value_on(timeline: tuple[Step, ...], day: date) -> float:
    """Return the value that holds on a date; before the first step, the first value."""
    if len(timeline) == 1:
        return timeline[0].value
    return timeline[place_on(timeline, day)].value


def place_on(timeline: Sequence[Dated], day: date) -> int:
    """Return which step of a timeline holds on a date; before the first step, the first."""
    return max(bisect_right([step.from_ for step in timeline], day) - 1, 0)


def first_aprils(start: date, days: float) -> list[date]:
    """Return every 1 April after the start and before the horizon: the days on which financial years begin."""
    end = start + timedelta(days=days)
    years = range(start.year, end.year + 1)
    return [april for year in years if start < (april := date(year, 4, 1)) < end]
