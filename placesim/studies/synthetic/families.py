"""Families who come into care: when, how many brothers and sisters, how old, and how long each child would stay."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import cos, log, pi

import numpy as np

from placesim.studies.synthetic.character import ENTRIES_PER_CHILD, WARM_UP_YEARS, YEAR, Character

BIRTHDAY_18 = int(18 * YEAR)
"""Days from birth to the last whole day that is not after the 18th birthday."""

FAMILY_SIZES, FAMILY_SHARES = (1, 2, 3, 4), (0.66, 0.2, 0.1, 0.04)
"""Children who come together, as many families in so many."""

CHILDREN_PER_FAMILY = sum(size * share for size, share in zip(FAMILY_SIZES, FAMILY_SHARES, strict=True))

ELDEST_BANDS = ((0, 1), (1, 5), (5, 10), (10, 16), (16, 18))
ELDEST_SHARES = {1: (0.2, 0.13, 0.12, 0.29, 0.26), 2: (0.02, 0.28, 0.29, 0.35, 0.06)}
"""Age of an only child, and of the eldest of several: a share for each band."""

ROUTES = ("short", "medium", "special_guardianship", "adoption", "until 18")
ROUTE_SHARES = {
    "under 1": (0.24, 0.12, 0.26, 0.3, 0.08),
    "1 to 4": (0.31, 0.17, 0.24, 0.11, 0.17),
    "5 to 9": (0.36, 0.21, 0.16, 0.01, 0.26),
    "10 to 15": (0.4, 0.22, 0.05, 0.0, 0.33),
    "16 and 17": (0.26, 0.09, 0.0, 0.0, 0.65),
}
"""What is to become of a child, by age on entry."""

SHORT_SHAPE, SHORT_SCALE = 0.75, 80
"""Weibull stay, in days, of a child who soon goes home."""

LOG_NORMAL_STAYS = {"medium": (330, 0.6), "special_guardianship": (430, 0.45), "adoption": (800, 0.3)}
"""Median in days, and standard deviation of the logarithm, of stays that take their time."""

REASON_OF = {"short": "return_home", "medium": "return_home"}
"""Why a child on a route leaves; other routes are called like their reason."""

ALIKE = 0.85
"""How often brothers and sisters go the same way on the same day."""


@dataclass(eq=False)
class Child:
    """One child: who, when they would leave if nothing else came first, and what has happened so far."""

    number: int
    family: int
    born: int
    enters: int
    leaves: int
    reason: str
    """Of leaving; empty where the child stays until 18."""
    unaccompanied: bool
    fragile: float
    """How much sooner than others' this child's placements break down."""
    to_supported: float
    """Luck of moving to supported accommodation before 18: the lower, the likelier."""
    breakdowns: int = 0
    stay: int = 0
    """Which of the child's placements is the present one."""
    placements: list[tuple[str, int, int, str]] = field(default_factory=list)
    """Placement type, first day, last day and reason of its end, of those that have ended."""

    def age_on(self, day: float) -> float:
        """Return the child's age in years."""
        return (day - self.born) / YEAR

    @property
    def last(self) -> int:
        """Return the day on which care ends: as planned, or at 18."""
        return min(self.leaves, self.born + BIRTHDAY_18)


class Families:
    """Everybody who will come, family by family, in order of the day."""

    def __init__(self, council: Character):
        """Take a council's character and luck of its own."""
        self._council, self._luck, self._children = council, np.random.default_rng([council.seed, 2]), 0

    def come(self) -> list[list[Child]]:
        """Return every family that enters care from the beginning of the warm-up on."""
        local = self._days((1 - self._council.unaccompanied_share) / CHILDREN_PER_FAMILY, self._council.season, 4)
        alone = self._days(self._council.unaccompanied_share, 0.35, 8)
        together = sorted([(day, False) for day in local] + [(day, True) for day in alone])
        return [self._family(number, day, alone) for number, (day, alone) in enumerate(together)]

    def _days(self, share: float, season: float, busiest: int) -> Iterator[int]:
        """Draw the days of arrivals: a Poisson process thinned to the year's level and the month's."""
        council, most = self._council, 2.5
        rate = council.size * ENTRIES_PER_CHILD * share / YEAR
        day, last = -WARM_UP_YEARS * YEAR, council.days
        while (day := day + self._luck.exponential(1 / (rate * most))) < last:
            level = council.entry_levels[council.year_of(day)]
            level *= 1 + season * cos(2 * pi * (day / YEAR - busiest / 12))
            if self._luck.random() < level / most:
                yield int(day // 1)

    def _family(self, number: int, day: int, unaccompanied: bool) -> list[Child]:
        """Draw one family: ages first, then a way that most of them share."""
        ages = [self._luck.uniform(15.2, 17.8)] if unaccompanied else self._ages()
        ways = [self._way(age, day, unaccompanied) for age in ages]
        shared = ways[-1]
        return [
            self._child(number, day, age, shared if self._luck.random() < ALIKE else own, unaccompanied)
            for age, own in zip(ages, ways, strict=True)
        ]

    def _ages(self) -> list[float]:
        """Draw the ages of brothers and sisters, one and a half to four years apart, the eldest first."""
        size = int(self._luck.choice(FAMILY_SIZES, p=FAMILY_SHARES))
        low, high = ELDEST_BANDS[self._luck.choice(len(ELDEST_BANDS), p=ELDEST_SHARES[min(size, 2)])]
        ages = [self._luck.uniform(low, high - 0.1)]
        while len(ages) < size and ages[-1] > 1.5:
            ages.append(max(ages[-1] - self._luck.uniform(1.5, 4), self._luck.uniform(0, 0.5)))
        return ages

    def _way(self, age: float, day: int, unaccompanied: bool) -> tuple[str, float]:
        """Draw what is to become of a child, and after how many days; past 18 for those who stay."""
        if unaccompanied:
            return ("other", self._luck.lognormal(log(120), 0.8)) if self._luck.random() < 0.15 else ("", np.inf)
        route = ROUTES[self._luck.choice(len(ROUTES), p=ROUTE_SHARES[band_of(age)])]
        slow = self._council.stay_levels[self._council.year_of(day)]
        if route == "until 18":
            return "", np.inf
        if route == "short":
            return REASON_OF[route], SHORT_SCALE * self._luck.weibull(SHORT_SHAPE)
        median, spread = LOG_NORMAL_STAYS[route]
        return REASON_OF.get(route, route), slow * self._luck.lognormal(log(median), spread)

    def _child(self, family: int, day: int, age: float, way: tuple[str, float], unaccompanied: bool) -> Child:
        reason, days = way
        self._children += 1
        return Child(
            number=self._children,
            family=family,
            born=day - int(age * YEAR),
            enters=day,
            leaves=day + max(int(min(days, 1e5)), 1),
            reason=reason,
            unaccompanied=unaccompanied,
            fragile=self._luck.lognormal(-0.18, 0.6),
            to_supported=self._luck.random(),
        )


def band_of(age: float) -> str:
    """Return the age band of `ROUTE_SHARES`."""
    return next(name for name, limit in zip(ROUTE_SHARES, (1, 5, 10, 16, 18.1), strict=True) if age < limit)
