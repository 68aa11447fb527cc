"""The engine: children seek places while places are scarce. Nothing here is random."""

from collections.abc import Generator
from dataclasses import dataclass
from math import inf, nan
from operator import itemgetter
from typing import Any

import simpy

from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.model.children import Child
from placesim.model.history import NO_SEARCH, STILL_OPEN, History
from placesim.model.journey import Course, Journey
from placesim.model.market import Market
from placesim.model.matching import Choice, Rulebook, Wish
from placesim.model.places import NOWHERE, Ending, Holder, Stay
from placesim.model.rates import BIRTHDAY_18, YEAR, RateTable
from placesim.model.re_entry import ReEntryRates
from placesim.model.recorder import Recorder
from placesim.model.supply import Supply, SupplyEvent

Process = Generator[simpy.Event, Any, None]


class CompiledBaseline:
    """A baseline compiled for the engine, once for all replications."""

    def __init__(self, baseline: Baseline):
        """Compile rules, rates and names."""
        self.baseline = baseline
        self.rules = Rulebook(baseline)
        self.rates = RateTable(baseline)
        self.re_entry = ReEntryRates(baseline)
        self.days = horizon_days(baseline)
        self.names = self.rules.names


def simulate(council: CompiledBaseline, children: list[Child], supply: list[SupplyEvent]) -> History:
    """CareRules one replication and return what happened.

    Args:
        council: the compiled baseline.
        children: everyone in care on day 0 and every entrant, in order of entry.
        supply: planned changes of supply, in order of day.
    """
    env, recorder = simpy.Environment(), Recorder()
    market = Market(council.baseline, env, recorder, supply)
    at_start = [event for event in supply if event.day <= 0]
    for event in at_start:
        market.happens(event)
    care = CareRules(council, env, market, recorder)
    holders = [None if child.provision is None else market.take(child.provision) for child in children]
    for child, holder in zip(children, holders, strict=True):
        care.begin(child, holder)
    env.process(calendar(env, market, supply[len(at_start) :]))
    env.run(until=council.days)
    return recorder.history(council.baseline.start, council.days, council.names, children, Supply.of(supply).coming())


def calendar(env: simpy.Environment, market: Market, supply: list[SupplyEvent]) -> Process:
    """Let every planned change of supply happen on its day."""
    for event in supply:
        if event.day > env.now:
            yield env.timeout(event.day - env.now)
        market.happens(event)


Found = tuple[int, int]
"""Where a search ended: the provision obtained, and the one that would have been best."""


@dataclass(slots=True)
class SoFar:
    """What goes on from one period of a child's care to the next."""

    period: int
    """The number of the period, from 1."""
    entered: float
    need: int
    placements: int = 0
    left: float = nan
    reason: int = STILL_OPEN


class CareRules:
    """The rules of one child's time in care, over one market."""

    def __init__(self, council: CompiledBaseline, env: simpy.Environment, market: Market, recorder: Recorder):
        """Bring together what a child meets."""
        self._rules, self._rates, self._re_entry = council.rules, council.rates, council.re_entry
        self._env, self._market, self._recorder = env, market, recorder
        self._moves = frozenset(council.baseline.moves)
        self._other_carers = frozenset(n for n, move in council.baseline.moves.items() if not move.same_carer_again)
        self._leaving = frozenset(council.rules.leaving_reasons)
        self._horizon = council.days + 1  # a day more, so that no rounding brings forward what comes after it

    def begin(self, child: Child, holder: Holder | None) -> None:
        """Let a child's course begin: in their placement if they are in care on day 0, else on the day they enter."""
        journey = Journey(self._env, self._horizon)
        journey.begin(self._course(child, holder, journey))

    def _course(self, child: Child, holder: Holder | None, journey: Journey) -> Course:
        """Follow one child through every period of care: who has left before 18 may come back by luck of their own."""
        so_far = SoFar(child.first_period, child.care_start_day, child.need)
        yield from self._period_of_care(child, holder, journey, so_far)
        while (day := self._comes_back(child, so_far)) < self._horizon:
            so_far.period, so_far.entered = so_far.period + 1, day
            yield from self._period_of_care(child, None, journey, so_far)

    def _comes_back(self, child: Child, so_far: "SoFar") -> float:
        """Return the day on which a child who has just left comes back; infinity where they do not."""
        if not self._re_entry.after[so_far.reason]:
            return inf
        budget = child.luck.re_entry(so_far.period).item(child.row)
        return self._re_entry.day(child.born_day, so_far.left, so_far.reason, budget)

    def _period_of_care(
        self, child: Child, holder: Holder | None, journey: Journey, so_far: "SoFar"
    ) -> Generator[float, Ending | None, None]:
        """Follow one child from entering care, or from day 0, to leaving it, placement by placement.

        A new place is found before the old one is given up, so nobody breaks down into the
        place they have just left. Only one event is ever pending for a child: the soonest risk,
        or before it the day from which a better place may be sought. An offer, a carer who
        leaves or a home that closes interrupts it.
        """
        env, rules, rates, market, luck = self._env, self._rules, self._rates, self._market, child.luck
        need, number, started, came_from = so_far.need, so_far.placements, so_far.entered, NOWHERE
        avoids: Holder | None = None
        born, entered, leaving_left = child.born_day, so_far.entered, luck.leaving_budgets(child.row, so_far.period)
        if child.provision is None or number:
            yield entered
            provision, wanted = self._search(child, rules.search(need, entering=True), NOWHERE, None, env.now)
            holder = market.take(provision)
        else:
            provision, wanted, started = child.provision, child.provision, child.placement_start_day
        while True:
            number += 1
            stay = Stay(child, number, provision, holder, started, wanted, journey, came_from, avoids, so_far.period)
            self._recorder.stays.append(stay)
            budgets = luck.move_budgets(child.row, number)
            spent = born, entered, started, rules.type_of[provision], env.now
            day, risk, left_then = rates.first_event(*spent, leaving_left, budgets, self._horizon)
            interruption: Ending | None = None
            # Wishes come in order of the day from which each may be sought. Those due before the soonest risk put the
            # child in line, one by one; only if nothing interrupts does the risk's own day come (for ... else).
            for due, wish in self._wishes(stay, need, day):
                if due > env.now and (interruption := (yield due)):
                    break
                market.wait(stay, need, wish)
            else:
                interruption = yield day
            now = env.now
            reason, offered = self._ending(stay, day, risk, now, interruption)
            stay.ends(now, rules.reason_numbers[reason])
            if reason in self._leaving:
                so_far.need, so_far.placements, so_far.left, so_far.reason = need, number, now, stay.reason
                return market.release(stay)
            if now < day:  # interrupted: the budgets are spent only as far as the placement came
                left_then = rates.leaving_left_at(*spent, now, leaving_left)
            leaving_left, avoids = left_then, stay.holder if reason in self._other_carers else None
            if offered:
                (provision, holder), wanted = offered, NO_SEARCH
            else:
                need, provision, wanted = self._after(reason, stay, need, avoids, now)
                holder = market.take(provision, avoids)
            market.release(stay)  # after taking the new place, so that nobody moves into the bed just left
            came_from, started = stay.provision, now

    def _ending(self, stay: Stay, day: float, risk: int, now: float, interruption: Ending | None) -> Ending:
        """Return why a placement ends, and the place offered, if any: its own risk unless interrupted before it."""
        if interruption:
            if now < day:
                return interruption
            if interruption[1]:
                self._market.decline(*interruption[1])
        if risk == BIRTHDAY_18:
            return self._rules.reasons[self._rules.reason_at_18(stay.child, stay.provision)], None
        return self._rates.names[risk], None

    def _after(self, reason: str, stay: Stay, need: int, avoids: Holder | None, now: float) -> tuple[int, int, int]:
        """Return the need after the end of a placement, and where the search that follows leads."""
        child, move = stay.child, reason if reason in self._moves else None
        if move:
            need = self._rules.need_after(move, child, need, stay.number, now)
        provision, wanted = self._search(child, self._rules.search(need, move), stay.provision, avoids, now)
        return need, provision, wanted

    def _wishes(self, stay: Stay, need: int, before: float) -> list[tuple[float, Wish]]:
        """Return what a placed child may wait for and the day from which, soonest first, before a day.

        The day is when the placement has lasted long enough and the child is old enough; nobody
        waits for what does not suit them, or for the home they have just left.
        """
        due: list[tuple[float, Wish]] = []
        wishes = self._rules.wishes(need, stay.provision)
        if not wishes:
            return due
        child, barred = stay.child, stay.came_from if self._market.is_home(stay.came_from) else NOWHERE
        for wish in wishes:
            of_age = child.born_day + wish.choice.minimum_age * YEAR
            day = max(stay.started + wish.minimum_days, of_age, wish.starts_day)
            if day < before and wish.choice.provision != barred and wish.choice.matches(child):
                due.append((day, wish))
        return sorted(due, key=itemgetter(0))

    def _search(
        self, child: Child, choices: tuple[Choice, ...], came_from: int, avoids: Holder | None, now: float
    ) -> Found:
        """Find the best provision that has a place now; validated searches always end somewhere.

        A home that is not open is no choice, and nobody returns to the home they have just left, nor to carers whom
        they are to avoid. Places and
        carers that are all taken or all gone are still what would have been best.
        """
        age, limited, luck = child.age(now), self._market.limited, child.luck
        barred = came_from if self._market.is_home(came_from) else NOWHERE
        wanted: Choice | None = None
        for choice in choices:
            provision, name, tier, share, youngest, oldest = choice  # attributes cost more; this runs most often
            if provision == barred or not youngest <= age < oldest:
                continue
            places = limited[provision]
            free = places is None or places.has_place(avoids)
            if places is not None and not free and (wanted or (places.usable == 0 and self._market.is_home(provision))):
                continue
            if share < 1 and luck.suits(child.row, name) >= share:
                continue
            if free:
                return provision, provision if wanted is None or tier == wanted.tier else wanted.provision
            wanted = choice
        raise AssertionError("validated configurations end every search with spot provision")
