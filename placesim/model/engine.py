"""The engine: children seek places while places are scarce. Nothing here is random."""

from collections.abc import Generator
from math import isnan, nan
from operator import itemgetter
from typing import Any

import simpy

from placesim.config.baseline import Baseline
from placesim.model.demand import Child, horizon_days
from placesim.model.history import NO_SEARCH, STILL_OPEN, History, Names, Recorder
from placesim.model.market import NOWHERE, Holder, Market, Stay
from placesim.model.matching import Choice, Rulebook, Wish
from placesim.model.rates import BIRTHDAY_18, YEAR, RateTable
from placesim.model.supply import SupplyEvent

Process = Generator[simpy.Event, Any, None]

Ending = tuple[str, tuple[int, Holder | None] | None]
"""Why a placement ended, and the place (provision, household or home) that a transfer goes to."""


class Council:
    """A baseline compiled for the engine, once for all replications."""

    def __init__(self, baseline: Baseline):
        """Compile rules, rates and names."""
        self.baseline = baseline
        self.rules = Rulebook(baseline)
        self.rates = RateTable(baseline)
        self.days = horizon_days(baseline)
        self.names = Names(
            provisions=self.rules.provisions,
            placement_types=self.rules.placement_types,
            type_of=self.rules.type_of,
            out_of_borough=tuple(provision.out_of_borough for provision in baseline.provision.values()),
            reasons=self.rules.reasons,
            leaving_reasons=len(self.rules.leaving_reasons),
            streams=tuple(baseline.entrants),
        )


def simulate(council: Council, children: list[Child], supply: list[SupplyEvent]) -> History:
    """Play one replication and return what happened.

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
    play = Play(council, env, market, recorder)
    for child in children:
        if child.provision is not None:
            env.process(play.period_of_care(child, market.take(child.provision)))
    env.process(calendar(env, market, supply[len(at_start) :]))
    env.process(entries(env, play, [child for child in children if child.provision is None]))
    env.run(until=council.days)
    play.write_open_placements()
    return recorder.history(council.baseline.start, council.days, council.names, children)


def calendar(env: simpy.Environment, market: Market, supply: list[SupplyEvent]) -> Process:
    """Let every planned change of supply happen on its day."""
    for event in supply:
        if event.day > env.now:
            yield env.timeout(event.day - env.now)
        market.happens(event)


def entries(env: simpy.Environment, play: "Play", entrants: list[Child]) -> Process:
    """Start each entrant's period of care on the day they enter."""
    for child in entrants:
        yield env.timeout(child.care_start_day - env.now)
        env.process(play.period_of_care(child, None))


def _cause_of(interrupt: simpy.Interrupt) -> Ending:
    """Return what ended a stay from outside."""
    ending: Any = interrupt.cause
    return ending[0], ending[1]


Found = tuple[int, int]
"""Where a search ended: the provision obtained, and the one that would have been best."""


class Play:
    """The rules of one child's time in care, over one market."""

    def __init__(self, council: Council, env: simpy.Environment, market: Market, recorder: Recorder):
        """Bring together what a child meets."""
        self._council, self._rules, self._rates = council, council.rules, council.rates
        self._env, self._market, self._recorder = env, market, recorder
        self._moves = frozenset(council.baseline.moves)
        self._leaving = frozenset(council.rules.leaving_reasons)
        self._open: dict[int, tuple[Stay, int, int]] = {}

    def period_of_care(self, child: Child, holder: Holder | None) -> Process:
        """Follow one child to leaving care, placement by placement.

        A new place is found before the old one is given up, so nobody breaks down into the
        place they have just left.
        """
        rules, market = self._rules, self._market
        need, number, started = child.need, 0, child.placement_start_day
        leaving_left = child.luck.leaving_budgets(child.row)
        if child.provision is None:
            provision, wanted = self._search(child, rules.search(need, entering=True), NOWHERE)
            holder = market.take(provision)
        else:
            provision = wanted = child.provision
        came_from = NOWHERE
        while True:
            number += 1
            stay = Stay(child, provision, holder, started, self._env.active_process, came_from)
            self._open[child.child_id] = stay, number, wanted
            begins, kind = self._env.now, rules.type_of[provision]
            budgets = child.luck.move_budgets(child.row, number)
            day, risk, left_then = self._rates.first_event(child, kind, begins, leaving_left, budgets)
            reason, offered = yield from self._stay(stay, need, day, risk)
            stay.open = False
            now = self._env.now
            self._write(child.child_id, now, rules.reason_numbers[reason])
            if reason in self._leaving:
                market.release(stay)
                return
            if now < day:
                left_then = self._rates.leaving_left_at(child, kind, begins, now, leaving_left)
            leaving_left = left_then
            if offered:
                provision, holder = offered
                wanted = NO_SEARCH
            else:
                move = reason if reason in self._moves else None
                if move:
                    need = rules.need_after(move, child, need, number, now)
                provision, wanted = self._search(child, rules.search(need, move), stay.provision)
                holder = market.take(provision)
            market.release(stay)
            came_from, started = stay.provision, now

    def _stay(self, stay: Stay, need: int, day: float, risk: int) -> Generator[simpy.Event, Any, Ending]:
        """Wait for what ends a placement, and return its reason and the place offered, if any.

        Only one event is ever pending for a child: the soonest risk, or before it the day from
        which a better place may be sought. An offer, a carer who leaves or a home that closes
        interrupts it.
        """
        try:
            for due, wish in self._wishes(stay, need):
                if due >= day:
                    break
                if due > self._env.now:
                    yield self._env.timeout(due - self._env.now)
                self._market.wait(stay, need, wish)
            yield self._env.timeout(max(day - self._env.now, 0.0))
        except simpy.Interrupt as interrupt:
            reason, offered = _cause_of(interrupt)
            if self._env.now < day:
                return reason, offered
            if offered:
                self._market.decline(*offered)
        if risk == BIRTHDAY_18:
            return self._rules.reasons[self._rules.reason_at_18(stay.child, stay.provision)], None
        return self._rates.names[risk], None

    def _wishes(self, stay: Stay, need: int) -> list[tuple[float, Wish]]:
        """Return what a placed child may wait for and the day from which, soonest first.

        The day is when the placement has lasted long enough and the child is old enough; nobody
        waits for what does not suit them, or for the home they have just left.
        """
        wishes = self._rules.wishes(need, stay.provision)
        if not wishes:
            return []
        child, barred = stay.child, stay.came_from if self._market.is_home(stay.came_from) else NOWHERE
        due = [
            (max(stay.started + wish.minimum_days, child.born_day + wish.choice.minimum_age * YEAR), wish)
            for wish in wishes
            if wish.choice.provision != barred and wish.choice.matches(child)
        ]
        return sorted(due, key=itemgetter(0))

    def _search(self, child: Child, choices: tuple[Choice, ...], came_from: int) -> Found:
        """Find the best provision that has a place now; validated searches always end somewhere.

        A home that is not open is no choice, and nobody returns to the home they have just left.
        """
        age, limited = child.age(self._env.now), self._market.limited
        barred = came_from if self._market.is_home(came_from) else NOWHERE
        wanted: Choice | None = None
        for choice in choices:
            provision = choice.provision
            if provision == barred or not choice.suits(child, age):
                continue
            places = limited[provision]
            if places is None or places.has_place():
                return provision, provision if wanted is None or choice.tier == wanted.tier else wanted.provision
            if wanted is None and places.usable > 0:
                wanted = choice
        raise AssertionError("validated configurations end every search with spot provision")

    def _write(self, child_id: int, end: float, reason: int) -> None:
        """Write a placement and the search it came from; both stay open when the end is missing."""
        stay, number, first_choice = self._open.pop(child_id)
        waiting, settled = self._waiting(stay, end)
        self._recorder.placement(
            child_id, number, stay.provision, stay.started, end, reason, first_choice, waiting, settled
        )

    def _waiting(self, stay: Stay, end: float) -> tuple[float, float]:
        """Return the days on which waiting for a better place began and ended; missing where it did not."""
        last = self._council.days if isnan(end) else end
        if stay.waits_from >= last:
            return nan, stay.started
        return stay.waits_from, nan if isnan(end) and stay.waits_until >= last else min(stay.waits_until, last)

    def write_open_placements(self) -> None:
        """Write everyone still placed when the simulation ends."""
        for child_id in list(self._open):
            self._write(child_id, nan, STILL_OPEN)
