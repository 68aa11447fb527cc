"""What every intervention is made of: what it does, what it says of itself, and what it may ask of a baseline."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import product
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from placesim.config.baseline import Baseline
from placesim.config.children import Need
from placesim.config.costs import Cost
from placesim.config.horizon import last_day
from placesim.config.interventions.words import days_text
from placesim.config.problem import InconsistentError, Problem, agreed, nearest, shown, unknown_name
from placesim.config.provision import Home, Households, Provision
from placesim.config.text import plain
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


HOME = "home"
"""What changes of a home act on, whichever kind they are: opening a home and delaying it are about the same thing."""

Target = tuple[str, ...]
"""What a change acts on: a home, a provision, a rate, or some children."""

EVERY = ("*",)
"""In place of names in a target: every stream, need, placement type or provision."""


def touch(one: Target, other: Target) -> bool:
    """Tell whether two targets have anything in common: the same names, or every name on either side."""
    same = [a == b or EVERY[0] in (a, b) for a, b in zip(one, other, strict=False)]
    return len(one) == len(other) and all(same)


class Intervention(Frozen, ABC):
    """What every intervention has: where its numbers come from, what it does to a baseline, and what it says of itself.

    A class without `ABC` among its bases is a kind that scenarios may use; it must say everything.
    """

    kind: str
    source: Source
    cost: Cost | None = None
    """What it costs beside placements; left out, nobody has said, and reports mark it so."""

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        """Refuse a kind that does not say everything of itself as soon as it is written, not when it is printed."""
        super().__pydantic_init_subclass__(**options)
        lacking = ", ".join(sorted(cls.__abstractmethods__))
        if lacking and ABC not in cls.__bases__:
            raise TypeError(f"{cls.__name__} lacks {lacking}; {__name__} says what every kind of intervention must say")

    @abstractmethod
    def applied(self, baseline: Baseline) -> Baseline:
        """Return the baseline with this change.

        Raises:
            InconsistentError: it names what the baseline does not have, or cannot be.
        """

    @abstractmethod
    def change_in_words(self, council: Baseline) -> str:
        """Return what it changes as the beginning of a sentence, with labels in place of names.

        Args:
            council: the baseline as the whole scenario makes it.
        """

    @abstractmethod
    def begins(self) -> date | None:
        """Return the first day on which anything may differ; None where it names none."""

    @abstractmethod
    def acts_on(self) -> set[Target]:
        """Return what it acts on; two changes of the same home, rate or children are variants of each other."""

    @abstractmethod
    def provision_named(self) -> tuple[str, ...]:
        """Return the provision that it opens, fills or prices; empty where it names none."""

    @abstractmethod
    def chosen(self, council: Baseline) -> bool:
        """Tell whether a council decides about it, or it happens to the council.

        Nobody chooses how many children enter care, prices going up, more carers leaving than now,
        more unplanned endings of placements, or fewer children leaving care by a reason. Everything
        else is a choice, the same kinds the other way round included.

        Args:
            council: the baseline before any intervention.
        """

    @abstractmethod
    def brings(self, council: Baseline) -> str:
        """Return what it brings that should help, as in `more beds`; empty where it brings nothing.

        Args:
            council: the baseline before any intervention.
        """

    def cost_paid(self) -> Cost | None:
        """Return what is paid of its cost: all that is given, unless it is told to do nothing."""
        return self.cost

    def counted(self, _council: Baseline) -> dict[str, Any]:
        """Return what its cost goes by, as fields of `DatedCost`: its days, a home, approvals, moves.

        Args:
            _council: the baseline as it is before this intervention.
        """
        return {"from": self.begins()}

    def in_words(self, council: Baseline) -> str:
        """Return what it does as one sentence; `council` is the baseline as the whole scenario makes it."""
        return plain(f"{self.change_in_words(council)}{self._growth_in_words()}{self._too_late_in_words(council)}.")

    def homes(self) -> set[str]:
        """Return the homes that it opens, delays, resizes or closes."""
        return {name for what, *names in self.acts_on() if what == HOME for name in names}

    def _growth_in_words(self) -> str:
        return ""

    def _too_late_in_words(self, council: Baseline) -> str:
        """Say so where a change begins when the simulation has ended."""
        begins = self.begins()
        late = begins is not None and begins > last_day(council)
        return "; that is after the last day simulated, so it does nothing here" if late else ""

    def _on_each(self, *names: Iterable[str]) -> set[Target]:
        return {(self.kind, *each) for each in product(*names)}


class DatedIntervention(Intervention, ABC):
    """A change that begins on a date and may grow to its full size over a ramp."""

    from_: When = Field(alias="from")
    """First day of the change."""
    ramp_days: RampDays = 0
    """Days over which it grows to its full size, in equal monthly steps; 0: all at once."""

    def begins(self) -> date:
        """Return the first day of the change."""
        return self.from_

    def grown(self, timeline: tuple[Step, ...], change: Any) -> tuple[Step, ...]:
        """Return a timeline with a change that begins on this date and grows over this ramp."""
        return changed(timeline, self.from_, self.ramp_days, change)

    def _growth_in_words(self) -> str:
        return f", growing to this over {days_text(self.ramp_days)}" if self.ramp_days else ""


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
