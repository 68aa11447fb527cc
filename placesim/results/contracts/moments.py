"""Moments: how many places a contract covers and which children are there, from every change of either on."""

from dataclasses import dataclass

import numpy as np

from placesim.config.values import Step, value_on
from placesim.model.history import Table
from placesim.results.facts import Facts, Floats
from placesim.results.fees import multiples
from placesim.results.stretches import Laid, Stretches, Whole, until_the_next


@dataclass(frozen=True, eq=False)
class Moments:
    """Places and children of one provision from each change on, until the next of the same future."""

    day: Floats
    future: Whole
    places: Floats
    """Places under contract."""
    children: Floats
    """Children there, covered by it or not."""
    fees: Floats
    """Their fees as multiples of the provision's, added up."""
    lasting: Stretches

    def nights(self, heights: Floats) -> Floats:
        """Return what some height of each moment comes to over the nights of each piece, shape (futures, pieces)."""
        return np.asarray(self.lasting.area(heights)[0])

    @property
    def covered(self) -> Floats:
        """Children in places under contract; which of them does not matter."""
        return np.minimum(self.places, self.children)

    @property
    def empty(self) -> Floats:
        """Places under contract with nobody in them."""
        return np.maximum(self.places - self.children, 0.0)

    @property
    def priced_beyond(self) -> Floats:
        """Fees of children beyond the places, as multiples: the average of those who are there at that moment."""
        return np.maximum(self.children - self.places, 0.0) / np.maximum(self.children, 1.0) * self.fees


def moments_of(facts: Facts, number: int, places: tuple[Step, ...], opens: Floats, closes: Floats) -> Moments:
    """Return the moments of a provision, whose places a contract covers from one day to another of each future."""
    changes = [_covered(facts, places, opens, closes), _children_there(facts, number)]
    table = {name: np.concatenate([each[name] for each in changes]) for name in changes[0]}
    order = np.lexsort((table["day"], table["future"]))
    order = order[table["day"][order] < np.inf]
    future, day = table["future"][order], table["day"][order]
    firsts = np.flatnonzero(np.diff(future)) + 1  # future by future: what is counted beside it must not change a digit
    sums = {
        name: np.concatenate([np.cumsum(part) for part in np.split(table[name][order], firsts)])
        for name in ("places", "children", "fees")
    }
    return Moments(day, future, **sums, lasting=_lasting(facts, day, future))


def _lasting(facts: Facts, day: Floats, future: Whole) -> Stretches:
    begins, ends = (Laid.of(each, future, facts.pieces.edges) for each in (day, until_the_next(day, future)))
    return Stretches(begins, ends, None, facts.shape_by_piece(1), facts.pieces.lengths)


def _covered(facts: Facts, timeline: tuple[Step, ...], opens: Floats, closes: Floats) -> Table:
    """Return when the places that a contract covers come and go: those of a timeline while the provision is open."""
    start = facts.history.start
    later = [step for step in timeline if step.from_ > start]
    days = np.array([0.0, *((step.from_ - start).days for step in later), np.inf])[:, None]
    places = np.array([value_on(timeline, start), *(step.value for step in later)], float)
    begins, ends = np.maximum(days[:-1], opens), np.minimum(days[1:], closes)
    covers = begins < ends
    step, future = np.nonzero(covers)
    return _come_and_go(future, begins[covers], ends[covers], places=places[step])


def _children_there(facts: Facts, number: int) -> Table:
    """Return when children and their fees come to a provision and go."""
    episodes = facts.history.episodes
    there = np.flatnonzero(episodes["provision"] == number)
    begins, ends = episodes["start_day"][there], episodes["end_day"][there]
    fees = facts.once(multiples)[there]
    return _come_and_go(facts.future_of("episodes")[there], begins, ends, children=np.ones(len(there)), fees=fees)


def _come_and_go(future: Whole, begins: Floats, ends: Floats, **come: Floats) -> Table:
    """Return changes that come on one day and go on another, if ever; of what is not given nothing comes or goes."""
    nothing = np.zeros(len(future))
    changes = {name: come.get(name, nothing) for name in ("places", "children", "fees")}
    return {
        "future": np.concatenate([future, future]),
        "day": np.concatenate([begins, ends]),
        **{name: np.concatenate([each, -each]) for name, each in changes.items()},
    }
