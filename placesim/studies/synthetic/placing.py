"""How long placements of a synthetic council last, and what kind of placement a child comes to."""

from math import log

import numpy as np

from placesim.studies.synthetic.character import YEAR, Character
from placesim.studies.synthetic.families import Child

KINSHIP, IN_HOUSE, IFA, RESIDENTIAL, SUPPORTED = TYPES = ("kinship", "in_house", "ifa", "residential", "supported")
FOSTERING = "fostering"
"""In-house if a carer can be found, else an agency's."""

BREAKDOWN, PLANNED, TO_RELATIVES, STEP_DOWN, TO_SUPPORTED, CARER_STOPS = (
    "breakdown", "planned", "to_relatives", "step_down", "to_supported", "carer_stops",
)  # fmt: skip

BREAKDOWN_SHAPE = 0.65
"""Of the Weibull time to a breakdown: most come early."""

BREAKDOWN_YEARS = {KINSHIP: 14.0, IN_HOUSE: 8.0, IFA: 7.0, RESIDENTIAL: 5.5, SUPPORTED: 4.0}
"""Scale of the same, in years."""

BRIDGING_SHARE, BRIDGING_DAYS = {IN_HOUSE: 0.2, IFA: 0.2, RESIDENTIAL: 0.12}, 60
"""How often a placement is meant for a short time only, and its days in the middle (log-normal)."""

STEP_DOWN_SHARE, STEP_DOWN_DAYS = 0.25, 600
TO_SUPPORTED_SHARE = {KINSHIP: 0.1, IN_HOUSE: 0.2, IFA: 0.34, RESIDENTIAL: 0.66}
TO_SUPPORTED_AGES = (16.1, 17.7)
"""Share of children who move to supported accommodation between these ages, and by type."""

HOME_ON_ENTRY = {5: 0.015, 10: 0.09, 16: 0.1}
"""Share of entrants who need a home, from an age on."""

SUPPORTED_ON_ENTRY = {False: 0.35, True: 0.55}
"""Share of entrants of 16 and 17 who go to supported accommodation: local, unaccompanied."""

KINSHIP_AFTER_BRIDGING = 0.1
"""How often a short placement ends with relatives who have been assessed meanwhile."""


class Placing:
    """What one council's children come to; its luck is its own."""

    def __init__(self, council: Character):
        """Take a council's character."""
        self._council, self._luck = council, np.random.default_rng([council.seed, 4])

    def chance(self, share: float) -> bool:
        """Return whether something happens that happens so often."""
        return bool(self._luck.random() < share)

    def on_entry(self, child: Child, day: int, relatives: bool) -> str:
        """Return what a child comes to on entering care; brothers and sisters have the same relatives."""
        age = child.age_on(day)
        if age >= 16 and self.chance(SUPPORTED_ON_ENTRY[child.unaccompanied]):
            return SUPPORTED
        home = max((share for limit, share in HOME_ON_ENTRY.items() if age >= limit), default=0.0)
        if self.chance(home * self._home_level(day) * (not child.unaccompanied)):
            return RESIDENTIAL
        return KINSHIP if relatives else FOSTERING

    def after(self, child: Child, reason: str, was: str, day: int) -> str:
        """Return what a child moves to."""
        if reason in (TO_SUPPORTED, TO_RELATIVES):
            return SUPPORTED if reason == TO_SUPPORTED else KINSHIP
        if reason == PLANNED:
            return RESIDENTIAL if was == RESIDENTIAL else FOSTERING
        return self._after_breakdown(child, was, day) if reason == BREAKDOWN else FOSTERING

    def _after_breakdown(self, child: Child, was: str, day: int) -> str:
        """Return what follows a breakdown: the older and the more often, the likelier a home."""
        child.breakdowns += 1
        if was == SUPPORTED:
            return SUPPORTED if self.chance(0.75) else RESIDENTIAL
        if was == RESIDENTIAL:
            return RESIDENTIAL if self.chance(0.85) else FOSTERING
        age = child.age_on(day)
        dearer = (0.02 + 0.07 * child.breakdowns) * (0.3 if age < 7 else 1.0 if age < 10 else 1.7)
        return RESIDENTIAL if self.chance(dearer * self._home_level(day)) else FOSTERING

    def _home_level(self, day: float) -> float:
        return float(self._council.home_levels[self._council.year_of(day)])

    def end(self, child: Child, where: str, day: int) -> tuple[int, str]:
        """Return the day on which a placement that begins will end, and why; an empty reason is leaving care."""
        coming = [(child.last, ""), (day + self._until_breakdown(child, where), BREAKDOWN)]
        if self.chance(BRIDGING_SHARE.get(where, 0.0)):
            coming.append((day + self._days(BRIDGING_DAYS, 0.8), PLANNED))
        if where == RESIDENTIAL and self.chance(STEP_DOWN_SHARE):
            coming.append((day + self._days(STEP_DOWN_DAYS, 0.6), STEP_DOWN))
        if (old_enough := self._old_enough(child, where)) > day:
            coming.append((old_enough, TO_SUPPORTED))
        return min(coming)

    def _until_breakdown(self, child: Child, where: str) -> int:
        scale = BREAKDOWN_YEARS[where] * YEAR / (child.fragile * self._council.breakdown_level)
        return 1 + int(min(scale * self._luck.weibull(BREAKDOWN_SHAPE), 1e5))

    def _days(self, median: float, spread: float) -> int:
        return 1 + int(self._luck.lognormal(log(median), spread))

    def _old_enough(self, child: Child, where: str) -> int:
        """Return the day on which a child is to move to supported accommodation; before birth where never."""
        share = TO_SUPPORTED_SHARE.get(where, 0.0)
        if child.to_supported >= share:
            return child.born - 1
        low, high = TO_SUPPORTED_AGES
        return child.born + int(YEAR * (low + (high - low) * child.to_supported / share))
