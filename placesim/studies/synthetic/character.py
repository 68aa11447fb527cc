"""What differs between synthetic councils: size, years, entries, how long stays are, and how places fall."""

from dataclasses import dataclass
from datetime import date
from math import exp, log

import numpy as np

from placesim.results.facts import Floats

YEAR = 365.25
WARM_UP_YEARS = 15
"""Years lived before the first return, from an empty council on: nearly as long as the longest stay."""

ENTRIES_PER_CHILD = 0.4
"""Entries a year for each child in care (England 2025: 0.39, P007 and P008)."""

IN_HOUSE_PLACES_PER_CHILD = (0.28, 0.46)
"""Approved in-house places for each child in care before they fall (Halton in 2022: 160 for 369, P001 and P039)."""


@dataclass(frozen=True, eq=False)
class Character:
    """One synthetic council before anything happens to it: what its seed has drawn."""

    seed: int
    years: int
    """Of returns: eight, nine or ten."""
    start: date
    """1 April of the first return, day 0."""
    size: int
    """Children in care aimed at."""
    entry_levels: Floats
    """Multiplier of entries by year of the council's life, warm-up first: trend, years that differ, perhaps a step."""
    season: float
    """How much more children enter in the busiest month, as a share."""
    unaccompanied_share: float
    """Of entries."""
    kinship_share: float
    """Of families, those for whom relatives are found as they enter."""
    stay_levels: Floats
    """Multiplier of how long planned stays are, by year of the council's life."""
    home_levels: Floats
    """Multiplier of the share of children who come to need a home, by year of the council's life."""
    places: int
    """Approved in-house places before the fall."""
    fall_begins: float
    """Day on which in-house places begin to fall, about half-way through the years."""
    fall_days: float
    """How long the fall takes."""
    fall_share: float
    """Share of the places that goes."""
    breakdown_level: float
    """Multiplier of how often placements break down."""

    @property
    def days(self) -> int:
        """Return the days told of, from day 0 to the midnight after the last 31 March."""
        return (date(self.start.year + self.years, 4, 1) - self.start).days

    def year_of(self, day: float) -> int:
        """Return the place of a day's year in what goes by year of the council's life."""
        return min(max(int(day / YEAR) + WARM_UP_YEARS, 0), len(self.entry_levels) - 1)

    def planned_places(self, day: float) -> float:
        """Return the in-house places that the council plans to have on a day."""
        gone = min(max((day - self.fall_begins) / self.fall_days, 0.0), 1.0)
        return self.places * (1 - self.fall_share * gone)


def character(seed: int) -> Character:
    """Return the council that a seed draws."""
    luck = np.random.default_rng([seed, 1])
    years = int(luck.integers(8, 11))
    size = round(exp(luck.uniform(log(150), log(900))))
    lived = WARM_UP_YEARS + years + 1
    return Character(
        seed=seed,
        years=years,
        start=date(2024 - years, 4, 1),
        size=size,
        entry_levels=_entry_levels(luck, lived),
        season=luck.uniform(0.05, 0.2),
        unaccompanied_share=luck.uniform(0.06, 0.26),
        kinship_share=luck.uniform(0.14, 0.26),
        stay_levels=_wandering(luck, lived, luck.uniform(0.02, 0.06)),
        home_levels=_wandering(luck, lived, 0.05) * _trend(lived, luck.uniform(0.0, 0.06)),
        places=round(size * luck.uniform(*IN_HOUSE_PLACES_PER_CHILD)),
        fall_begins=YEAR * (years / 2 + luck.uniform(-0.4, 0.4)),
        fall_days=YEAR * luck.uniform(1.25, 3),
        fall_share=luck.uniform(0.25, 0.5),
        breakdown_level=exp(luck.normal(0, 0.2)),
    )


def _entry_levels(luck: np.random.Generator, lived: int) -> Floats:
    """Return the level of entries by year: a trend from day 0 on, years that differ and remember, sometimes a step."""
    spread, kept = luck.uniform(0.05, 0.12), 0.5
    deviations = np.zeros(lived)
    for year in range(1, lived):
        deviations[year] = kept * deviations[year - 1] + luck.normal(0, spread)
    step = luck.normal(0, 0.2) * (luck.random() < 0.2) * (np.arange(lived) >= WARM_UP_YEARS + luck.integers(1, 8))
    return np.asarray(np.exp(deviations + step) * _trend(lived, luck.normal(0, 0.025)))


def _trend(lived: int, per_year: float) -> Floats:
    """Return a steady growth from day 0 on, none before."""
    return np.asarray((1 + per_year) ** np.maximum(np.arange(lived) - WARM_UP_YEARS, 0))


def _wandering(luck: np.random.Generator, lived: int, spread: float) -> Floats:
    """Return a level that wanders from day 0 on: every year begins where the last one ended."""
    steps = luck.normal(0, spread, lived) * (np.arange(lived) > WARM_UP_YEARS)
    return np.asarray(np.exp(np.cumsum(steps)))
