"""Facts of a past: what a council's returns tell of its children by year and month, and of the returns themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.results.facts import Floats

NOT_OF_A_RETURN = frozenset(
    {
        "searches",
        "first_choice_share",
        "first_choice_full",
        "waiting_average",
        "transfers",
        "carer_households",
        "places_average",
        "occupancy",
        "crisis_nights",
    }
)
"""Measures of children's lives that no return tells: what was sought and not had, how many places there were."""

PairOfNames = tuple[str, str]
"""A measure and one of its groups."""


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of one past by period: one a period for each measure and group."""

    periods: tuple[str, ...]
    lengths: Floats
    """Nights in each period."""
    values: Mapping[PairOfNames, Floats]
    """Missing where a period has none."""
    hidden: Mapping[PairOfNames, NDArray[np.bool_]]
    """Which are not told, for they are of fewer than 5 children or would give such a figure away."""

    def groups(self, measure: str) -> tuple[str, ...]:
        """Return the groups of a measure, but for the total."""
        return tuple(group for name, group in self.values if name == measure and group != "all")

    def told(self, measure: str, group: str = "all") -> Floats:
        """Return the figures that are told; the others are missing."""
        pair = measure, group
        return np.where(self.hidden[pair], np.nan, self.values[pair])


@dataclass(frozen=True)
class Lasting:
    """How long placements of one type last, those that still go on and those from before the returns included."""

    label: str
    ended: int
    """How many ended."""
    years: tuple[float, ...]
    left: tuple[float, ...]
    """The share that lasts so many years and longer (Kaplan-Meier)."""
    median_days: float | None
    """Days after which half of them have ended; None where fewer have."""


@dataclass(frozen=True)
class Meaning:
    """What one code of the returns was taken for."""

    codes: str
    """As in `PLACE U4, PLACE_PROVIDER PR1`."""
    meant: str
    """As in `In-house fostering`."""
    rows: int


@dataclass(frozen=True, eq=False)
class PastFacts:
    """Everything that is told of a council's past."""

    baseline: Baseline
    """Whose names it is told in; it begins on the first day told of."""
    span: str
    """Which years it tells of, as in `2019-20 to 2023-24`."""
    first_day: date
    last_day: date
    children: int
    by_year: Figures
    by_month: Figures
    lasting: tuple[Lasting, ...]
    location_known: float
    """Share of rows that say whether the placement is out of borough."""
    meanings: tuple[Meaning, ...]
    rows: tuple[tuple[str, str, str, str, int], ...]
    """The rows of the returns: file, table, what became of them, why, and how many."""
    rejected: tuple[tuple[str, int, str], ...]
    """Each row that was rejected: file, line, why."""
    notes: tuple[str, ...]
    suppressed: bool
    """Whether counts of 1 to 4 are left out."""
