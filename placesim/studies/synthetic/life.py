"""What happens in a synthetic council, day by day: families come, are placed together, move and leave; carers close."""

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from placesim.studies.synthetic.carers import MONTH, Carers
from placesim.studies.synthetic.character import WARM_UP_YEARS, YEAR, Character
from placesim.studies.synthetic.families import Child, Families
from placesim.studies.synthetic.placing import (
    BREAKDOWN,
    CARER_STOPS,
    FOSTERING,
    IFA,
    IN_HOUSE,
    KINSHIP_AFTER_BRIDGING,
    PLANNED,
    TO_RELATIVES,
    Placing,
)

ALONG = {BREAKDOWN: 0.4, PLANNED: 1.0}
"""How often a brother or sister in the same placement moves along, by why the child moves."""

APART = 0.6
"""How often brothers and sisters for whom no one carer has room are placed one by one, rather than with an agency."""


AT_18 = ""
"""The reason of whoever stays until the 18th birthday."""


@dataclass(frozen=True)
class Where:
    """Where a child lives, and until when if nothing else comes first."""

    placement_type: str
    carer: int | None
    since: int
    why: str
    """Why the placement is to end; empty for leaving care."""


@dataclass(eq=False)
class Lived:
    """What has happened: everybody who came, and the in-house places that were approved and taken."""

    children: list[Child]
    here: dict[int, Where] = field(default_factory=dict)
    """Where the children live who are in care on the last day, by number."""
    steps: list[tuple[int, int, int]] = field(default_factory=list)
    """Day, approved in-house places, and children in them, whenever either may have changed."""
    fullest: float = 0
    """The most children a carer ever had, as a share of the carer's usable places."""


class Life:
    """The council's days in order."""

    def __init__(self, council: Character):
        """Draw everybody who will come; nobody is there yet."""
        self._council, self._placing, self._carers = council, Placing(council), Carers(council)
        self._families = Families(council).come()
        self._lived = Lived([child for family in self._families for child in family])
        self._child = {child.number: child for child in self._lived.children}
        self._with_carer: dict[int, set[int]] = defaultdict(set)
        self._order = count()
        self._coming: list[tuple[int, int, str, int, int]] = []
        self._events = {"comes": self._comes, "ends": self._ends, "steers": self._steers, "closes": self._closes}

    def live(self) -> Lived:
        """Return what has happened up to the last day."""
        for number, family in enumerate(self._families):
            self._plan(family[0].enters, "comes", number)
        for day in range(-WARM_UP_YEARS * int(YEAR) - MONTH, self._council.days, MONTH):
            self._plan(day, "steers")
        while self._coming and self._coming[0][0] < self._council.days:
            day, _, event, number, stay = heapq.heappop(self._coming)
            self._events[event](day, number, stay)
        return self._lived

    def _plan(self, day: int, event: str, number: int = 0, stay: int = 0) -> None:
        heapq.heappush(self._coming, (day, next(self._order), event, number, stay))

    def _steers(self, day: int, _number: int, _stay: int) -> None:
        """Look at the plan of places once a month."""
        for carer in self._carers.steer(day):
            self._plan(self._carers.closing_day(carer), "closes", carer)
        self._count(day)

    def _closes(self, day: int, number: int, _stay: int) -> None:
        """Close a carer, whose children move together."""
        self._move([self._child[each] for each in sorted(self._with_carer[number])], CARER_STOPS, day)
        self._count(day)

    def _comes(self, day: int, number: int, _stay: int) -> None:
        """Take a family into care."""
        relatives = self._placing.chance(self._council.kinship_share)
        family = self._families[number]
        self._place_each({child: self._placing.on_entry(child, day, relatives) for child in family}, day)

    def _ends(self, day: int, number: int, stay: int) -> None:
        """End a placement as was planned when it began, unless something else came first."""
        child = self._child[number]
        if child.stay != stay:
            return
        where = self._lived.here[number]
        if not where.why:
            self._leave(child, day)
        else:
            self._move([child, *self._who_moves_along(child, where)], where.why, day)

    def _who_moves_along(self, child: Child, where: Where) -> Iterable[Child]:
        """Return brothers and sisters in the same placement who move too."""
        share = ALONG.get(where.why, 0.0)
        for other in self._families[child.family]:
            there = self._lived.here.get(other.number)
            together = there and (there.placement_type, there.carer) == (where.placement_type, where.carer)
            if other is not child and together and self._placing.chance(share):
                yield other

    def _leave(self, child: Child, day: int) -> None:
        """End care: for the reason planned, or at 18."""
        self._end(child, child.reason if day == child.leaves else AT_18, day)

    def _move(self, children: list[Child], why: str, day: int) -> None:
        """Move children who live together; whoever was to leave care on this day does so."""
        for child in [child for child in children if child.last <= day]:
            self._leave(child, day)
        moving = [child for child in children if child.number in self._lived.here]
        moving = [child for child in moving if self._lived.here[child.number].since < day]
        if not moving:
            return
        was = self._lived.here[moving[0].number]
        if why == PLANNED and was.placement_type in (IN_HOUSE, IFA) and self._placing.chance(KINSHIP_AFTER_BRIDGING):
            why = TO_RELATIVES
        for child in moving:
            self._end(child, why, day)
        self._place_each({c: self._placing.after(c, why, was.placement_type, day) for c in moving}, day, was.carer)

    def _place_each(self, wanted: dict[Child, str], day: int, but: int | None = None) -> None:
        """Place children, those to be fostered together if anybody has room for them."""
        for child, to in wanted.items():
            if to != FOSTERING:
                self._begin(child, to, None, day)
        together = [child for child, to in wanted.items() if to == FOSTERING]
        if together:
            self._foster(together, day, but)

    def _foster(self, children: list[Child], day: int, but: int | None) -> None:
        """Foster children together with one of the council's carers, else apart, else with an agency."""
        carer = self._carers.who_takes([child.age_on(day) for child in children], day, but)
        if carer is None and len(children) > 1 and self._placing.chance(APART):
            for child in children:
                self._foster([child], day, but)
            return
        for child in children:
            self._begin(child, IFA if carer is None else IN_HOUSE, carer, day)

    def _begin(self, child: Child, to: str, carer: int | None, day: int) -> None:
        """Begin a placement, and see when and why it is to end."""
        end, why = self._placing.end(child, to, day)
        child.stay += 1
        self._lived.here[child.number] = Where(to, carer, day, why)
        self._plan(end, "ends", child.number, child.stay)
        if carer is not None:
            self._carers.take(carer)
            self._with_carer[carer].add(child.number)
            self._lived.fullest = max(self._lived.fullest, self._carers.share_filled(carer))
            self._count(day)

    def _end(self, child: Child, why: str, day: int) -> None:
        """End a placement: what follows it is told elsewhere."""
        where = self._lived.here.pop(child.number)
        child.stay += 1
        child.placements.append((where.placement_type, where.since, day, why))
        if where.carer is not None:
            self._carers.let_go(where.carer, day)
            self._with_carer[where.carer].discard(child.number)
            self._count(day)

    def _count(self, day: int) -> None:
        self._lived.steps.append((day, self._carers.approved_on(day), int(self._carers.taken.sum())))
