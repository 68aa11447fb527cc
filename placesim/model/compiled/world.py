"""What a future is made of, as columns: rules, children and supply as given, and the state that changes."""

import cython
import numpy as np
from cython.cimports.placesim.model.compiled.records import (
    CARERS,
    COUNTED,
    HIGHEST_FEE,
    HIGHEST_NEED,
    LONGEST_WAIT,
    NONE,
    SPOT,
    RowOfEach,
)

YEAR = 365.25

LAST_MOMENT = 1e-6


def _layouts():
    """Return how numpy lays out a row of each kind, as the C types say."""
    one = cython.declare(RowOfEach[1])
    rows: RowOfEach[::1] = one
    kinds = np.asarray(rows).dtype
    return {name: kinds[name] for name in kinds.names}


LAYOUT = _layouts()
"""How a row of each table is laid out, by name."""

CAPACITIES = {"spot": SPOT, "places": COUNTED, "home": COUNTED, "households": CARERS}

POLICIES = {"longest_wait": LONGEST_WAIT, "highest_fee": HIGHEST_FEE, "highest_need": HIGHEST_NEED}


class Rules:
    """A council's rules as columns, the same for every future (see `rules.py`)."""

    def __init__(self, **columns):
        """Take every column by its name."""
        for name, column in columns.items():
            setattr(self, name, column)


class Children:
    """The children of one future, one row a child; luck of late placements is drawn when a child gets so far."""

    def __init__(self, luck, **columns):
        """Take every column by its name, and whom to ask for more luck."""
        self.luck = luck
        for name, column in columns.items():
            setattr(self, name, column)

    def another_period(self):
        """Draw how much everybody outlasts of coming back after one period of care more, and of leaving in the next."""
        period = len(self.re_entry) + 1
        self.re_entry = np.concatenate([np.asarray(self.re_entry), self.luck.re_entry(period)[None]])
        self.leaving_again = np.concatenate([np.asarray(self.leaving_again), self.luck.leaving_in(period + 1)[None]])

    def begin_more(self):
        """Begin the streams of luck of one block of later placements more."""
        known = np.asarray(self.begun)
        self.begun = np.concatenate([known, self.luck.begun(len(known))[None]])


class Supply:
    """The planned changes of supply of one future, in order of day."""

    def __init__(self, **columns):
        """Take every column by its name."""
        for name, column in columns.items():
            setattr(self, name, column)


class World:
    """One future as it is played: who is where, which places are free, who waits, and what is due next."""

    def __init__(self, rules, children, supply, wishes):
        """Lay out a future in which nobody has a place yet, with so many wishes of a child at most."""
        self.rules, self.children, self.supply = rules, children, supply
        count = len(children.born)
        self.policy, self.now, self.scheduled, self.next_change = rules.policy, 0.0, 0, 0
        self.events_used = self.stays_used = self.in_line_used = self.steps_used = 0
        self.courses = _rows("course", count)
        self.dues = np.zeros((count, wishes), LAYOUT["due"])
        self.leaving = np.array(children.leaving)
        self.budgets = np.zeros((count, rules.leaving_risks + rules.moves))
        self.later = np.empty((count, children.block, rules.moves + 1))
        places = _rows("places", len(rules.provisions))
        places["line"] = NONE
        self.places = places
        self.holders = _rows("holder", supply.holders)
        self.free_places = np.zeros(supply.room, np.int64)
        self.events, self.stays = _rows("event", 2 * count + 64), _rows("stay", 2 * count + 64)
        self.in_line, self.steps = _rows("in_line", count + 64), _rows("step", 4 * count + 64)


def _rows(kind, count):
    return np.zeros(count, LAYOUT[kind])


def grown(rows, kind):
    """Return a table with room for as many rows again."""
    return np.concatenate([np.frombuffer(rows, LAYOUT[kind]), _rows(kind, len(rows))])
