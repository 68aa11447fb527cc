"""Fitted: what was learnt from a council's own past, as a report tells it beside what the configuration said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Standing = Literal["estimated", "shrunk", "reference", "never"]
"""A number stands on its own events, leans on its neighbours', is 1 by definition, or never happened."""


@dataclass(frozen=True)
class FittedNumber:
    """One number of a risk: a rate by placement type, or a factor of it."""

    part: str
    """Of whom, as in `In-house fostering` or `Age: under 5`."""
    is_rate: bool
    """Whether it counts events per child-year; else it multiplies them."""
    value: float
    low: float
    high: float
    """Ends of the 95% interval."""
    given: float | None
    """The configuration's, in the same form (about the same reference); nothing where it has none."""
    events: int
    years: float
    """Child-years at risk."""
    standing: Standing


@dataclass(frozen=True)
class FittedRisk:
    """One reason for leaving care, or one kind of move."""

    label: str
    leaves_care: bool
    events: int
    children: int
    years: float
    """Child-years at risk."""
    expected: float
    """Events that the configuration's rates would have made in these child-years."""
    frailty: float
    frailty_given: float
    """How lastingly children differ, as a variance: here, and in the configuration."""
    numbers: tuple[FittedNumber, ...]

    @property
    def times_given(self) -> float:
        """How often it happened for each time that the configuration expects; infinite where that expects none."""
        return self.events / self.expected if self.expected else float("inf") if self.events else 1.0


@dataclass(frozen=True)
class FittedEntries:
    """How many children of one stream came, and how many come from now on."""

    label: str
    by_year: Mapping[str, int]
    per_year: float
    low: float
    high: float
    """Ends of the 95% interval."""
    given: float
    """The configuration's on the first day."""
    variation: float
    variation_given: float
    rises_or_falls: bool
    trend_per_year: float
    """By what share numbers rose (fell, if negative) each year."""


@dataclass(frozen=True)
class FittedShare:
    """One share of a whole that was counted."""

    whole: str
    part: str
    share: float
    given: float
    count: int
    total: int


@dataclass(frozen=True)
class FittedCurve:
    """The share of children still in care by years since care began: as it was, and as the fitted rates have it."""

    label: str
    years: tuple[float, ...]
    observed: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    """Ends of the 95% interval of what was observed."""
    fitted: tuple[float, ...]


@dataclass(frozen=True)
class FittedFacts:
    """Everything that is told of a fit."""

    council: str
    made_from: str
    written_as: str
    years: str
    """Which years it rests on, as in `2019-20 to 2023-24`."""
    children: int
    first_day: date
    in_care: int
    """Children in care on the first day of the new configuration."""
    risks: tuple[FittedRisk, ...]
    entries: tuple[FittedEntries, ...]
    shares: tuple[FittedShare, ...]
    curves: tuple[FittedCurve, ...]
    notes: tuple[str, ...]
    rows: tuple[tuple[str, str, str, int], ...]
    """The return's rows: table, what became of them, why, and how many."""

    @property
    def events(self) -> int:
        """How often anything happened that has a rate."""
        return sum(risk.events for risk in self.risks)
