"""Block contracts: what they pay for, used or not, and whom they do not cover, moment by moment."""

from dataclasses import dataclass

import numpy as np

from placesim.config.provision import Home
from placesim.config.values import Step, value_on
from placesim.model.history import Table
from placesim.results.facts import Facts, Floats
from placesim.results.fees import multiples
from placesim.results.stretches import Laid, Stretches, Whole, until_the_next


@dataclass(frozen=True)
class Contract:
    """What a block contract covers of one provision in each piece, shape (futures, pieces)."""

    weekly_fee: float
    nights: Floats
    """Nights paid for, used or not."""
    void: Floats
    """Nights paid for that nobody slept in."""
    priced_beyond: Floats
    """Nights of children whom the contract does not cover, each times the fee as a multiple of the provision's."""


def contracts(facts: Facts) -> dict[int, Contract]:
    """Return what every block contract pays for, by provision."""
    found = {}
    for number, provision in enumerate(facts.baseline.provision.values()):
        contract = provision.contract
        if contract.kind == "spot":
            continue
        if isinstance(provision.capacity, Home):
            beds = _covered(facts, provision.capacity.beds, *_open(facts, number))
            found[number] = _contract(facts, number, provision.contracted_weekly_fee(), beds)
        elif contract.places and any(step.value for step in contract.places):
            always = np.zeros(facts.futures or 1), np.full(facts.futures or 1, np.inf)
            places = _covered(facts, contract.places, *always)
            found[number] = _contract(facts, number, provision.contracted_weekly_fee(), places)
    return found


def _contract(facts: Facts, number: int, weekly_fee: float, covered: Table) -> Contract:
    """Return what a contract pays for, from changes of the places it covers and of the children who are there.

    Children beyond the places pay the average fee of those who are there at that moment. Moment by moment, so that
    the months of a year add up to it.
    """
    moments = _moments([covered, _children_there(facts, number)])
    places, children = moments["places"], moments["children"]
    beyond = np.maximum(children - places, 0.0) / np.maximum(children, 1.0)
    lasting = _lasting(facts, moments)
    areas = (lasting.area(of)[0] for of in (places, np.maximum(places - children, 0.0), beyond * moments["fees"]))
    return Contract(weekly_fee, *areas)


def _lasting(facts: Facts, moments: Table) -> Stretches:
    """Return moments as stretches of days, each until the next."""
    days, future = moments["day"], moments["future"]
    begins, ends = (Laid.of(each, future, facts.pieces.edges) for each in (days, until_the_next(days, future)))
    return Stretches(begins, ends, None, facts.shape_by_piece(1), facts.pieces.lengths)


def _moments(changes: list[Table]) -> Table:
    """Return how many places, children and fees there are from every change on, by future and day."""
    table = {name: np.concatenate([each[name] for each in changes]) for name in changes[0]}
    order = np.lexsort((table["day"], table["future"]))
    order = order[table["day"][order] < np.inf]
    future = table["future"][order]
    firsts = np.flatnonzero(np.diff(future)) + 1  # future by future: what is counted beside it must not change a digit
    sums = {
        name: np.concatenate([np.cumsum(part) for part in np.split(table[name][order], firsts)])
        for name in ("places", "children", "fees")
    }
    return {"future": future, "day": table["day"][order], **sums}


def _open(facts: Facts, number: int) -> tuple[Floats, Floats]:
    """Return the day a home opens, and the day it closes, in every future; infinity where it does not."""
    places, future = facts.history.places, facts.future_of("places")
    opens, closes = np.full(facts.futures or 1, np.inf), np.full(facts.futures or 1, np.inf)
    here = places["provision"] == number
    day, beds, future = places["day"][here], places["places"][here], future[here]
    np.minimum.at(opens, future[beds > 0], day[beds > 0])
    shut = (beds == 0) & (day > opens[future])
    np.minimum.at(closes, future[shut], day[shut])
    return opens, closes


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
