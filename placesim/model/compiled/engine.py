"""Plays a future with the compiled engine: columns in, a history out."""

from math import inf
from typing import Any

import numpy as np

from placesim.model.children import Children
from placesim.model.compiled import future, world
from placesim.model.compiled.rules import CompiledRules
from placesim.model.engine import CompiledBaseline
from placesim.model.history import History, Table
from placesim.model.rates import YEAR
from placesim.model.recorder import history_of
from placesim.model.supply import EVERYWHERE, KINDS, Supply


class CompiledEngine:
    """The compiled engine, with one council's rules."""

    def __init__(self, council: CompiledBaseline):
        """Compile the council's rules to columns."""
        self._council, self._rules = council, CompiledRules(council)

    def simulate(self, children: Children, supply: Supply) -> History:
        """Play one future and return what happened.

        Args:
            children: everyone in care on day 0 and every entrant, in order of entry.
            supply: planned changes of supply, in order of day.
        """
        council, rules = self._council, self._rules
        columns = _children(children, rules.luck)
        played = world.World(rules.columns, columns, self._supply(supply), rules.most_wishes)
        future.play(played)
        tables = _stays(played, children), _steps(played), _who(children), supply.coming()
        return history_of(council.baseline.start, council.days, council.names, *tables)

    def _supply(self, supply: Supply) -> Any:
        """Number households behind the provisions, and say how long each provision can be waited for."""
        places, named = len(self._council.rules.provisions), supply.provision * 2**40 + supply.number
        joins, leaves, closes = (supply.kind == KINDS.index(kind) for kind in ("joins", "leaves", "closes"))
        households = np.unique(named[joins])
        changes = np.zeros(len(supply.day), world.LAYOUT["change"])
        changes["day"], changes["kind"], changes["usable"] = supply.day, supply.kind, supply.usable
        changes["provision"], changes["number"] = supply.provision, supply.number
        of_household = joins | leaves
        changes["number"][of_household] = places + np.searchsorted(households, named[of_household])
        for change in np.flatnonzero(supply.provision == EVERYWHERE):
            policy = self._council.baseline.transfer_policy[supply.number[change]]
            changes["provision"][change], changes["number"][change] = 0, world.POLICIES[policy.value]
        opens, until = np.full(places, inf), np.full(places, -inf)
        first = joins | ((supply.kind == KINDS.index("places")) & (supply.number > 0))
        np.minimum.at(opens, supply.provision[first], supply.day[first])
        until[opens < inf] = inf
        until[supply.provision[closes]] = supply.day[closes]
        room = np.bincount(supply.provision[joins], supply.usable[joins], places).astype(np.int64)
        return world.Supply(
            changes=changes,
            opens=opens,
            closes=until,
            first_place=np.cumsum(room) - room,
            room=int(room.sum()),
            holders=places + len(households),
        )


def _children(children: Children, luck: tuple[str, ...]) -> Any:
    """Return the children as the compiled engine reads them; luck of late placements is drawn if anybody needs it."""
    suiting = [children.luck.suiting(name) for name in luck] or [np.zeros(len(children.child_id))]
    return world.Children(
        children.luck,
        child_id=children.child_id,
        need=children.need,
        provision=children.provision,
        born=children.born_day,
        entered=children.care_start_day,
        started=children.placement_start_day,
        fee=children.luck.fee,
        at_18=children.luck.at_18,
        first_period=children.first_period,
        leaving=_leaving(children),
        leaving_again=np.empty((0, *children.luck.leaving.shape)),
        re_entry=np.empty((0, len(children.child_id))),
        moves=children.luck.first_moves,
        move_factors=children.luck.move_factors,
        need_change=children.luck.need_block(0),
        block=children.luck.block,
        cohort=children.luck.cohort,
        row=children.luck.row,
        begun=children.luck.begun(0)[None],
        suits=np.stack(suiting, axis=1),
    )


def _leaving(children: Children) -> Any:
    """Return how much of each reason for leaving each child outlasts in the first period of care that is told."""
    later, luck = children.first_period > 1, children.luck
    return np.where(later[:, None], luck.leaving_in(2), luck.leaving) if later.any() else luck.leaving


def _stays(played: Any, children: Children) -> Table:
    """Return what every stay leaves behind, in order of its beginning."""
    stays = np.frombuffer(played.stays, world.LAYOUT["stay"])[: played.stays_used]
    whole = {name: stays[name].astype(np.int32) for name in ("number", "period", "provision", "reason", "wanted")}
    days = {name: np.ascontiguousarray(stays[name]) for name in ("started", "ended", "waits_from", "waits_until")}
    child = stays["child"]
    return {"child_id": children.child_id[child], "fee_luck": children.luck.fee[child], **whole, **days}


def _steps(played: Any) -> Table:
    """Return every change of usable or taken places, in order."""
    steps = np.frombuffer(played.steps, world.LAYOUT["step"])[: played.steps_used]
    whole = {name: steps[name].astype(np.int32) for name in ("places", "taken", "households")}
    provision, day = steps["provision"].astype(np.int32), np.ascontiguousarray(steps["day"])
    return {"provision": provision, "day": day, **whole}


def _who(children: Children) -> Table:
    """Return one row a child."""
    return {
        "child_id": children.child_id,
        "stream": children.stream.astype(np.int32),
        "age_at_entry": (children.care_start_day - children.born_day) / YEAR,
        "entered_day": children.care_start_day,
        "in_care_at_start": children.provision >= 0,
    }
