"""Arrivals: every entry to care that a past tells of, one row each."""

from dataclasses import dataclass

import numpy as np

from placesim.model.rates import YEAR
from placesim.returns.fitting.estimates import Floats
from placesim.returns.fitting.stays import Bools, Whole, rows_of, told_in_whole_days
from placesim.returns.past import Past


@dataclass(frozen=True, eq=False)
class Arrivals:
    """Entries to care within a past."""

    row: Whole
    """Row of the first placement in the episodes."""
    stream: Whole
    day: Floats
    """Days from the start of the past."""
    age: Floats
    """Age at entry, in years."""
    need: Whole
    provision: Whole
    returns: Bools
    """Whether the child had been in care before, as far as the past knows."""


def arrivals(past: Past) -> Arrivals:
    """Return every entry to care from day 0 on; children who were in care on day 0 entered before it."""
    episodes, children = past.history.episodes, past.history.children
    child, period = rows_of(children["child_id"], episodes["child_id"]), np.asarray(episodes["period_of_care"])
    first = np.ones(len(child), bool)
    first[1:] = (child[1:] != child[:-1]) | (period[1:] != period[:-1])
    of_child = np.ones(len(child), bool)
    of_child[1:] = child[1:] != child[:-1]
    before = children["in_care_at_start"] | (children["entered_day"] < 0)  # a first placement may end on day 0
    rows = np.flatnonzero(first & ~(of_child & before[child]))
    whose = child[rows]
    day = np.asarray(episodes["start_day"], float)[rows]
    born = children["entered_day"][whose] - children["age_at_entry"][whose] * YEAR
    # A birthday told in whole days may fall half a day on either side of an entry.
    age = np.clip((day - born) / YEAR, 0.0, np.nextafter(18.0, 0.0))
    return Arrivals(
        rows,
        np.asarray(children["stream"], np.int64)[whose],
        day + (0.5 if told_in_whole_days(past.history) else 0.0),
        age,
        past.needs[rows],
        np.asarray(episodes["provision"], np.int64)[rows],
        ~of_child[rows] | (period[rows] > 1),
    )
