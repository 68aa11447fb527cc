"""Places and who has them: stays, households and homes, and places that are alike. Nothing here is random."""

from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf, nan
from typing import TYPE_CHECKING

from placesim.model.children import Child
from placesim.model.history import STILL_OPEN

if TYPE_CHECKING:
    from placesim.model.journey import Journey

NOWHERE = -1
"""Where a child comes from who has had no placement yet."""

Ending = tuple[str, "tuple[int, Holder | None] | None"]
"""Why a placement ended, and the place (provision, household or home) that a transfer goes to."""


class Stay:
    """A child in a place: what an offer or a closure has to reach."""

    __slots__ = (
        "avoids",
        "came_from",
        "child",
        "ended",
        "holder",
        "journey",
        "number",
        "open",
        "period",
        "provision",
        "reason",
        "started",
        "waits_from",
        "waits_until",
        "wanted",
    )

    def __init__(
        self,
        child: Child,
        number: int,
        provision: int,
        holder: "Holder | None",
        started: float,
        wanted: int,
        journey: "Journey",
        came_from: int,
        avoids: "Holder | None" = None,
        period: int = 1,
    ):
        self.avoids = avoids
        self.child, self.number, self.period = child, number, period
        self.provision, self.holder, self.started = provision, holder, started
        self.wanted, self.journey, self.came_from = wanted, journey, came_from
        self.open, self.ended, self.reason = True, nan, STILL_OPEN
        self.waits_from, self.waits_until = inf, -inf
        if holder is not None:
            holder.residents[self] = None

    def ends(self, day: float, reason: int) -> None:
        """Write down the day and the reason of the end."""
        self.open, self.ended, self.reason = False, day, reason

    def interrupt(self, reason: str, place: "tuple[int, Holder | None] | None" = None) -> None:
        """End the stay from outside; at most one thing does."""
        self.open = False
        self.journey.interrupt((reason, place))


@dataclass(slots=True, eq=False)
class Holder:
    """A household or a home: who lives there now, in order of arrival."""

    number: int
    usable: int
    open: bool = True
    residents: dict[Stay, None] = field(default_factory=dict)


class Counted:
    """Places that are alike: a home's beds, or places this council can get."""

    def __init__(self) -> None:
        self.nominal, self.taken, self.households = 0, 0, 0
        self.resting = 0
        """Beds left lately, in which nobody can be placed yet."""
        self.kept = 0
        """Beds free lately, which only a child who needs a placement can have yet."""
        self.holder = Holder(0, 0)

    @property
    def usable(self) -> int:
        """Places in use or free: a number that falls below those taken waits for children to leave."""
        return max(self.nominal, self.taken)

    def has_place(self, _besides: Holder | None = None) -> bool:
        """Tell whether a place is free."""
        return self.taken + self.resting < self.nominal

    def has_offer(self) -> bool:
        """Tell whether a place is free for somebody who has another."""
        return self.taken + self.resting + self.kept < self.nominal

    def take(self, _besides: Holder | None = None) -> Holder:
        """Take a place."""
        self.taken += 1
        return self.holder

    def give_back(self, _holder: Holder) -> None:
        """Give a place back."""
        self.taken -= 1


class Carers:
    """Foster households one by one; the longest-approved with a free place is asked first.

    A heap of free places keeps that choice quick at any size, and adding households leaves
    everybody else's placement as it was.
    """

    def __init__(self) -> None:
        self.usable = self.taken = self.households = 0
        self._free: list[int] = []
        self._holders: dict[int, Holder] = {}

    def join(self, holder: Holder) -> None:
        """Add a newly approved household."""
        self._holders[holder.number] = holder
        for _ in range(holder.usable):
            heappush(self._free, holder.number)
        self.usable += holder.usable
        self.households += 1

    def leave(self, holder: Holder) -> None:
        """Take a household out; its children still have to move."""
        holder.open = False
        self.usable -= holder.usable
        self.taken -= len(holder.residents)
        self.households -= 1

    def has_place(self, besides: Holder | None = None) -> bool:
        """Tell whether a place is free, other than with one household."""
        passed_over = self._pass_over(besides)
        found = bool(self._free)
        for number in passed_over:
            heappush(self._free, number)
        return found

    def has_offer(self) -> bool:
        """Tell whether a place is free for somebody who has another."""
        return self.has_place()

    def take(self, besides: Holder | None = None) -> Holder:
        """Take a place of the longest-approved household that has one, other than one household."""
        passed_over = self._pass_over(besides)
        self.taken += 1
        holder = self._holders[heappop(self._free)]
        for number in passed_over:
            heappush(self._free, number)
        return holder

    def _pass_over(self, besides: Holder | None) -> list[int]:
        """Take places of households that have left off the heap, and those of one household; return the latter."""
        free, passed_over = self._free, []
        while free and (self._holders[free[0]] is besides or not self._holders[free[0]].open):
            number = heappop(free)
            if self._holders[number] is besides:
                passed_over.append(number)
        return passed_over

    def give_back(self, holder: Holder) -> None:
        """Give a place back, unless the household has left meanwhile."""
        if holder.open:
            self.taken -= 1
            heappush(self._free, holder.number)
