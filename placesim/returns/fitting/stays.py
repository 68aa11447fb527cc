"""Stays: a past's placements as stretches of risk, from day 0 or the first midnight on to their end or the horizon."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placesim.model.history import History
from placesim.model.rates import YEAR
from placesim.returns.fitting.estimates import Floats

Whole = NDArray[np.int64]
Bools = NDArray[np.bool_]

ADULT_DAYS = 18 * YEAR


@dataclass(frozen=True, eq=False)
class Stays:
    """The placements during which a child could be seen to leave or move, one row each.

    Days run from the start of the past. A child is at risk from `begins` to `ends`; `placed`, `care` and `born` are
    the days from which time in the placement, time in care and age are counted.
    """

    row: Whole
    """Row of the placement in the episodes."""
    child: Whole
    """Row of the child in the children table."""
    kind: Whole
    """Number of the placement type."""
    stream: Whole
    born: Floats
    care: Floats
    placed: Floats
    begins: Floats
    ends: Floats
    reason: Whole
    """Number of the reason that ended it; -1 where nothing was seen to."""


def told_in_whole_days(history: History) -> bool:
    """Tell whether a history has only whole days, as returns do."""
    days = history.episodes["start_day"]
    return bool(np.all(days == np.floor(days)))


def stays_of(history: History) -> Stays:
    """Return the stretches of risk of a history.

    Before day 0 only who stayed is known, so risk begins there (left truncation). A day is told without its hour: it
    is taken to be noon, and as a placement that ended on its first day leaves no row, risk begins at the midnight
    after, else the first days would seem safer than they are.
    """
    episodes, children, whole = history.episodes, history.children, told_in_whole_days(history)
    noon = 0.5 if whole else 0.0
    child = rows_of(children["child_id"], episodes["child_id"])
    started, ended = np.asarray(episodes["start_day"], float), np.asarray(episodes["end_day"], float) + noon
    born = children["entered_day"] - children["age_at_entry"] * YEAR + noon
    last = np.minimum(history.days, born[child] + ADULT_DAYS)
    seen = ended <= last  # a missing day is not
    begins = np.maximum(started + (1.0 if whole else 0.0), 0.0)
    ends = np.where(seen, ended, last)
    kept = np.flatnonzero(ends > begins)
    return Stays(
        row=kept,
        child=child[kept],
        kind=np.array(history.names.type_of)[episodes["provision"][kept]],
        stream=np.asarray(children["stream"], np.int64)[child[kept]],
        born=born[child[kept]],
        care=care_began(history, child)[kept] + noon,
        placed=started[kept] + noon,
        begins=begins[kept],
        ends=ends[kept],
        reason=np.where(seen, episodes["end_reason"], -1)[kept].astype(np.int64),
    )


def rows_of(ids: NDArray[np.generic], wanted: NDArray[np.generic]) -> Whole:
    """Return at which row of some different ids each wanted one stands."""
    order = np.argsort(ids, kind="stable")
    return np.asarray(order[np.searchsorted(ids[order], wanted)], np.int64)


def care_began(history: History, child: Whole) -> Floats:
    """Return the day on which the period of care of each placement began.

    That of the first period known is in the children table; a child who comes back begins anew.
    """
    period = np.asarray(history.episodes["period_of_care"], np.int64)
    first = np.full(len(history.children["child_id"]), np.iinfo(np.int64).max)
    np.minimum.at(first, child, period)
    _, inverse = np.unique(np.stack([child, period]), axis=1, return_inverse=True)
    began = np.full(int(inverse.max(initial=-1)) + 1, np.inf)
    np.minimum.at(began, inverse, history.episodes["start_day"])
    entered = np.asarray(history.children["entered_day"], float)
    return np.where(period == first[child], entered[child], began[inverse])
