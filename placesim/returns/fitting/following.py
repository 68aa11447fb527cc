"""What follows: the reason for leaving at 18, and the need after each move."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from placesim.config.risks import Move
from placesim.model.rates import YEAR
from placesim.returns.fitting.estimates import Floats, NeedAfterMove, Shares
from placesim.returns.fitting.stays import Whole, rows_of
from placesim.returns.past import Past


def at_18_reasons(past: Past) -> dict[str, Shares]:
    """Return how children left at 18, for each placement type from which any did."""
    names, episodes = past.history.names, past.history.episodes
    kind = np.array(names.type_of)[episodes["provision"]]
    reasons = {name: names.reasons.index(name) for name in past.baseline.at_18.reasons}
    found = {}
    for number, name in enumerate(names.placement_types):
        ended = np.asarray(episodes["end_reason"])[kind == number]
        counts = {reason: int(np.sum(ended == place)) for reason, place in reasons.items()}
        if sum(counts.values()):
            found[name] = Shares(counts)
    return found


def needs_after_moves(past: Past) -> tuple[NeedAfterMove, ...]:
    """Return how often needs changed at each move: as the configuration has it, and as it was seen besides.

    A change that the configuration has is counted from the age that it gives; any other from the youngest age band in
    which it was seen.
    """
    names = past.history.names
    moved = moves_of(past)
    found: list[NeedAfterMove] = []
    for name, move in past.baseline.moves.items():
        found += _changes(past, name, move, moved.by(names.reasons.index(name)))
    return tuple(found)


class Moves(NamedTuple):
    """Moves from one placement to the next, one row each."""

    row: Whole
    """Row of the placement that ended in the episodes; the next row is where the child moved."""
    reason: Whole
    before: Whole
    """The need in the placement that ended."""
    after: Whole
    """The need in the next."""
    age: Floats
    """Age at the move, in years."""

    def by(self, *reasons: int) -> "Moves":
        """Return the moves for some reasons."""
        chosen = np.isin(self.reason, reasons)
        row, reason, before, after, age = self
        return Moves(row[chosen], reason[chosen], before[chosen], after[chosen], age[chosen])


def moves_of(past: Past) -> Moves:
    """Return every move within a period of care."""
    episodes, children = past.history.episodes, past.history.children
    child, period = np.asarray(episodes["child_id"]), np.asarray(episodes["period_of_care"])
    row = np.flatnonzero((child[1:] == child[:-1]) & (period[1:] == period[:-1]))
    whose = rows_of(children["child_id"], child[row])
    born = children["entered_day"] - children["age_at_entry"] * YEAR
    age = (np.asarray(episodes["end_day"], float)[row] - born[whose]) / YEAR
    reason = np.asarray(episodes["end_reason"], np.int64)[row]
    return Moves(row, reason, past.needs[row], past.needs[row + 1], np.asarray(age, float))


def _changes(past: Past, name: str, move: Move, moved: Moves) -> Iterator[NeedAfterMove]:
    needs = list(past.baseline.needs)
    given = {(change.from_, change.to): change.minimum_age for change in move.need_changes}
    pairs = zip(moved.before.tolist(), moved.after.tolist(), strict=True)
    seen = {(needs[before], needs[after]) for before, after in pairs if before != after}
    for from_, to in (*given, *sorted(seen - set(given))):
        ours = moved.before == needs.index(from_)
        changed = ours & (moved.after == needs.index(to))
        least = given[from_, to] if (from_, to) in given else _youngest(past, float(moved.age[changed].min()))
        old_enough = moved.age >= least
        yield NeedAfterMove(name, from_, to, least, int(np.sum(ours & old_enough)), int(np.sum(changed & old_enough)))


def _youngest(past: Past, age: float) -> float:
    """Return the age at which the band of an age begins."""
    return max(low for low, _ in past.baseline.age_bands.values() if low <= max(age, 0.0))
