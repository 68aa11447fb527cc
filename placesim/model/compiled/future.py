"""Plays one future: the calendar of supply, and every child in turn, until the last day."""

from cython.cimports.placesim.model.compiled.care import go_on, settle, wait_until
from cython.cimports.placesim.model.compiled.events import IN_TURN, URGENT, schedule, soonest
from cython.cimports.placesim.model.compiled.market import bed_ready, happens, kept_long_enough, offer
from cython.cimports.placesim.model.compiled.places import take
from cython.cimports.placesim.model.compiled.records import BED_READY, CALENDAR, CHILD, NONE, OFFER
from cython.cimports.placesim.model.compiled.world import World


def play(w: World):
    """Play a future laid out as a world, from day 0 to the horizon."""
    _begin(w)
    while w.events_used > 0 and w.events[0].day < w.rules.days:
        event = soonest(w)
        w.now = event.day
        if event.kind == CHILD:
            if event.version == w.courses[event.who].version:
                go_on(w, event.who)
        elif event.kind == CALENDAR:
            if event.who != NONE:  # the change waited for, whatever rounding made of its day
                happens(w, event.who)
            _calendar(w)
        elif event.kind == OFFER:
            offer(w, event.who)
        elif event.kind == BED_READY:
            bed_ready(w, event.who)
        else:
            kept_long_enough(w, event.who, event.version)


def _begin(w):
    """Carry out the changes of day 0, and let every child's course begin: in their placement, or as they enter."""
    children = w.children
    while w.next_change < w.supply.changes.shape[0] and w.supply.changes[w.next_change].day <= 0:
        w.next_change += 1
        happens(w, w.next_change - 1)
    for child in range(children.born.shape[0]):
        if children.provision[child] != NONE:
            w.courses[child].offered_holder = take(w, children.provision[child], NONE)
    for child in range(children.born.shape[0]):
        provision = children.provision[child]
        w.courses[child].need, w.courses[child].period = children.need[child], children.first_period[child]
        w.courses[child].entered = children.entered[child]
        w.courses[child].came_from = w.courses[child].avoids = NONE
        if provision == NONE:
            wait_until(w, child, children.entered[child])
        else:
            settle(w, child, provision, w.courses[child].offered_holder, children.started[child], provision)
    schedule(w, 0.0, URGENT, CALENDAR, NONE, 0)


def _calendar(w):
    """Let every planned change of supply that is due happen, and wait for the next."""
    while w.next_change < w.supply.changes.shape[0]:
        change, day = w.next_change, w.supply.changes[w.next_change].day
        w.next_change += 1
        if day > w.now:
            schedule(w, w.now + (day - w.now), IN_TURN, CALENDAR, change, 0)
            return
        happens(w, change)
