"""Carers of a synthetic council: several places each, ages they take, breaks they make, and the day they close."""

from math import log

import numpy as np
from numpy.typing import NDArray

from placesim.studies.synthetic.character import YEAR, Character

APPROVED, APPROVED_SHARES = (1, 2, 3), (0.4, 0.38, 0.22)
AGES = ((0, 5), (0, 11), (0, 18), (5, 18), (10, 18))
AGE_SHARES = (0.15, 0.2, 0.35, 0.2, 0.1)
"""Ages from and to that carers take, and how many carers do."""

OUT_OF_USE = 0.1
"""Share of approved places that are never used: a room that is needed, a child who needs the carer alone."""

SUITS = 0.5
"""How often a carer with room and of the right ages suits the children asked for."""

BREAK_SHARE, BREAK_DAYS = 0.3, 75
"""How often carers rest after a child has left, and for how many days in the middle."""

NOTICE_DAYS = 180
"""Between a carer's notice, from when nobody is placed there, and the day of closing."""

MONTH = 30
"""Days between looks at the plan."""

SLIPS = 0.02
"""How much further from its plan each month may take a council, as a share of its places."""

FOR_GOOD = 10**6
"""The closing day of carers who have not given notice."""

CARER = np.dtype([(name, np.int64) for name in ("approved", "usable", "low", "high", "since", "rests", "closes")])
"""Approved and usable places, ages taken, the day of approval, of the end of a break, and of closing."""


class Carers:
    """The council's carers from the beginning of the warm-up on, steered towards its plan once a month."""

    def __init__(self, council: Character):
        """Begin without carers; the first look at the plan approves as many as it says."""
        self._council, self._luck = council, np.random.default_rng([council.seed, 3])
        self._slip = 0.0
        self._known = np.zeros(0, CARER)
        self.taken: NDArray[np.int64] = np.zeros(0, np.int64)

    def approved_on(self, day: float) -> int:
        """Return the approved places of carers who are open."""
        return int(self._known["approved"][self._known["closes"] > day].sum())

    def closing_day(self, number: int) -> int:
        """Return the day on which a carer closes."""
        return int(self._known["closes"][number])

    def share_filled(self, number: int) -> float:
        """Return the children with a carer as a share of the usable places."""
        return float(self.taken[number] / self._known["usable"][number])

    def steer(self, day: int) -> list[int]:
        """Bring places towards the plan by approvals and endings; return the carers who have given notice."""
        self._slip = 0.8 * self._slip + self._luck.normal(0, SLIPS)
        wanted = self._council.planned_places(day + NOTICE_DAYS / 2) * (1 + self._slip)
        leaving = self._ordinary_leavers(day)
        while self._staying() < wanted - 1:
            self._approve(day)
        while self._staying() > wanted + 2:
            leaving.append(int(self._luck.choice(np.flatnonzero(self._known["closes"] == FOR_GOOD))))
            self._give_notice(leaving[-1], day)
        return leaving

    def _ordinary_leavers(self, day: int) -> list[int]:
        """Let carers stop as they do in any year, the new ones and the oldest sooner than others."""
        years = (day - self._known["since"]) / YEAR
        chance = np.where(years < 2, 0.16, np.where(years < 8, 0.08, 0.14)) * MONTH / YEAR
        goes = np.flatnonzero((self._known["closes"] == FOR_GOOD) & (self._luck.random(len(years)) < chance)).tolist()
        for number in goes:
            self._give_notice(number, day)
        return list(goes)

    def _give_notice(self, number: int, day: int) -> None:
        self._known["closes"][number] = day + int(self._luck.uniform(0.3, 1.2) * NOTICE_DAYS)

    def _staying(self) -> int:
        return int(self._known["approved"][self._known["closes"] == FOR_GOOD].sum())

    def _approve(self, day: int) -> None:
        approved = int(self._luck.choice(APPROVED, p=APPROVED_SHARES))
        usable = int((self._luck.random(approved) >= OUT_OF_USE).sum())
        low, high = AGES[self._luck.choice(len(AGES), p=AGE_SHARES)]
        carer = np.array([(approved, usable, low, high, day, day, FOR_GOOD)], CARER)
        self._known, self.taken = np.append(self._known, carer), np.append(self.taken, 0)

    def who_takes(self, ages: list[float], day: int, but: int | None = None) -> int | None:
        """Return a carer with room for all these children, or none; of several, the one whom they fill best."""
        known = self._known
        spare = known["usable"] - self.taken - len(ages)
        fits = (spare >= 0) & (known["low"] <= min(ages)) & (known["high"] > max(ages))
        fits &= (known["closes"] == FOR_GOOD) & (known["rests"] <= day) & (self._luck.random(len(known)) < SUITS)
        if but is not None:
            fits[but] = False
        found = np.flatnonzero(fits)
        return int(found[np.argmin(spare[found])]) if len(found) else None

    def take(self, number: int) -> None:
        """Take one child in."""
        self.taken[number] += 1

    def let_go(self, number: int, day: int) -> None:
        """See one child off; some carers then rest for a while."""
        self.taken[number] -= 1
        if self._luck.random() < BREAK_SHARE:
            self._known["rests"][number] = day + int(self._luck.lognormal(log(BREAK_DAYS), 0.7))
