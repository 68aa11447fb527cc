"""What a round trip found: intervals with their truths, and how many of them hold it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placesim.studies.round_trip_files import Alike

ENTRIES = "entries_per_year"
"""The field of entrants a year, which years differ in, so that few years say little: told apart."""

STANDARD_ERRORS = 1.959964
"""Half a 95% interval of a logarithm, in standard errors."""


@dataclass(frozen=True)
class Interval:
    """One number learnt from one past, with its truth."""

    number: int
    """Which past."""
    risk: str
    field: str
    key: str
    events: int
    thin: bool
    """Whether it has too few events to stand alone."""
    configured: bool
    """Whether the configuration that made the past has this factor at all; if not, the truth is 1."""
    off: float
    """How far the estimate is off, in standard errors of the logarithm."""

    @property
    def holds(self) -> bool:
        """Whether a 95% interval holds the truth."""
        return abs(self.off) <= STANDARD_ERRORS


@dataclass(frozen=True)
class Held:
    """How many intervals of some numbers hold the truth."""

    name: str
    given: int
    held: int
    error: float
    """Standard error of the share, as intervals of one past go together."""

    @property
    def share(self) -> float:
        """Share of the intervals that hold the truth."""
        return self.held / self.given

    @classmethod
    def of(cls, name: str, found: Sequence[Interval]) -> "Held":
        """Count intervals, past by past."""
        pasts = sorted({each.number for each in found})
        given = np.array([sum(each.number == past for each in found) for past in pasts], float)
        held = np.array([sum(each.holds for each in found if each.number == past) for past in pasts], float)
        share, count = held.sum() / given.sum(), len(pasts)
        spread = np.sum((held - share * given) ** 2) * count / max(count - 1, 1)
        return cls(name, int(given.sum()), int(held.sum()), float(np.sqrt(spread) / given.sum()))


@dataclass(frozen=True, eq=False)
class RoundTrip:
    """What one way from a simulation to a past lets the fit find again."""

    way: str
    pasts: int
    intervals: tuple[Interval, ...]
    alike: tuple[Alike, ...] = ()
    """Each past beside the future that it was, where it came by files."""

    @property
    def sure(self) -> list[Interval]:
        """Intervals of the rates and factors that have enough events to stand alone."""
        return [each for each in self.intervals if not each.thin and each.field != ENTRIES]

    @property
    def entries(self) -> list[Interval]:
        """Intervals of entrants a year."""
        return [each for each in self.intervals if each.field == ENTRIES]

    @property
    def pooled(self) -> Held:
        """All of these together."""
        return Held.of("all together", self.sure)

    @property
    def thin(self) -> list[Interval]:
        """Intervals of what has too few events, and was shrunk."""
        return [each for each in self.intervals if each.thin]

    def by(self, of: str) -> list[Held]:
        """Return how many hold the truth by `risk` or `field`."""
        names = dict.fromkeys(getattr(each, of) for each in self.sure)
        return [Held.of(name, [each for each in self.sure if getattr(each, of) == name]) for name in names]
