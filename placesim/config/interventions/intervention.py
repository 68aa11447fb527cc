"""What every intervention is made of: a source, a date, a ramp, and what it may ask of a baseline."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from placesim.config.baseline import Baseline
from placesim.config.children import Need
from placesim.config.problem import InconsistentError, Problem, agreed, nearest, shown, unknown_name
from placesim.config.provision import Home, Households, Provision
from placesim.config.timelines import changed
from placesim.config.values import Day, Frozen, Name, Number, Source, Step, expected


def _names(value: Any) -> Any:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple):
        raise expected("a name, or a list of names")
    return value


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    twice = [(place, name) for place, name in enumerate(names) if name in names[:place]]
    agreed([Problem((place,), f"{name!r} is listed twice; keep one") for place, name in twice])
    return names


Names = Annotated[tuple[Name, ...], BeforeValidator(_names), AfterValidator(_each_once)]
"""One name, or a list of names."""

FIRST_YEAR, LAST_YEAR = 1990, 2199
"""Years in which anything may be changed: those of any simulation, with room for delays on either side."""


def _in_our_time(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise expected(f"a date from {FIRST_YEAR} to {LAST_YEAR}")
    return day


When = Annotated[Day, AfterValidator(_in_our_time)]
"""A day on which a change is made."""

RampDays = Annotated[Number, Field(ge=0, le=3653)]
"""Days over which a change grows to its full size, in equal monthly steps."""


class Intervention(Frozen, ABC):
    """What every intervention has: where its numbers come from, and what it does to a baseline."""

    source: Source

    @abstractmethod
    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with this change.

        Raises:
            InconsistentError: it names what the baseline does not have, or cannot be.
        """


class DatedIntervention(Intervention):
    """A change that begins on a date and may grow to its full size over a ramp."""

    from_: When = Field(alias="from")
    """First day of the change."""
    ramp_days: RampDays = 0
    """Days over which it grows to its full size, in equal monthly steps; 0: all at once."""

    def grown(self, timeline: tuple[Step, ...], change: Any) -> tuple[Step, ...]:
        """Return a timeline with a change that begins on this date and grows over this ramp."""
        return changed(timeline, self.from_, self.ramp_days, change)


def known(valid: Mapping[str, Any], kind: str, field: str, names: Iterable[str]) -> None:
    """Go on only if the names a field gives are declared in the baseline."""
    agreed([found for place, name in enumerate(names) for found in unknown_name((field, place), kind, name, valid)])


def searched(need: Need) -> set[str]:
    """Return the provision that a need's search lists."""
    return {option.provision for tier in need.search for option in tier}


def settled_too_soon(field: str, settled_after_days: float | None, minimum_days: float) -> Iterator[Problem]:
    """Yield a problem where children would be settled before they may move."""
    if settled_after_days is not None and settled_after_days <= minimum_days:
        message = f"must be above the minimum days ({minimum_days:g}); found {settled_after_days:g}"
        yield Problem((field,), message)


def home_of(baseline: Baseline, name: str, field: str = "provision") -> Home:
    """Return a home of the baseline; `field` is where the intervention names it.

    Raises:
        InconsistentError: the baseline has no such home.
    """
    homes = {n: p.capacity for n, p in baseline.provision.items() if isinstance(p.capacity, Home)}
    if name not in homes:
        what = f"{name!r} is no home" if name in baseline.provision else f"unknown home {shown(name)}"
        raise InconsistentError([Problem((field,), f"{what}; {nearest(name, homes)}")])
    return homes[name]


def carers_of(baseline: Baseline, name: str) -> Households:
    """Return the households of a provision.

    Raises:
        InconsistentError: the baseline has no such provision, or it is not made of households.
    """
    carers = {n: p.capacity for n, p in baseline.provision.items() if isinstance(p.capacity, Households)}
    if name not in carers:
        what = f"{name!r} has no households" if name in baseline.provision else f"unknown provision {shown(name)}"
        raise InconsistentError([Problem(("provision",), f"{what}; {nearest(name, carers)}")])
    return carers[name]


def with_capacity(baseline: Baseline, name: str, capacity: Home | Households) -> Baseline:
    """Return the baseline with another capacity in one provision."""
    return with_provision(baseline, {name: baseline.provision[name].replace(capacity=capacity)})


def with_provision(baseline: Baseline, replaced: Mapping[str, Provision]) -> Baseline:
    """Return the baseline with some provision replaced."""
    return baseline.replace(provision={**baseline.provision, **replaced})
