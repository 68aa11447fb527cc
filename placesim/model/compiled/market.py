"""The market: who is offered a place, who waits for one, and what happens as supply changes."""

import cython
from cython.cimports.placesim.model.compiled.events import IN_TURN, URGENT, schedule
from cython.cimports.placesim.model.compiled.lines import first_in_line, reorder, stand, stand_again
from cython.cimports.placesim.model.compiled.places import (
    give_back,
    has_offer,
    has_place,
    join,
    leave,
    move_out,
    record,
    take,
)
from cython.cimports.placesim.model.compiled.records import (
    BED_READY,
    CHILD,
    CLOSES,
    JOINS,
    KEPT_LONG_ENOUGH,
    LEAVES,
    NONE,
    OFFER,
    POLICY,
    SPOT,
)
from cython.cimports.placesim.model.compiled.world import YEAR


def release(w, stay):
    """Give a place back, to whoever is first in line for it; in a home, once the next child is prepared."""
    provision, holder = w.stays[stay].provision, w.stays[stay].holder
    turnaround = w.rules.provisions[provision].turnaround_days
    if holder == NONE:
        return
    move_out(w, w.stays[stay].child, holder)
    give_back(w, provision, holder)
    record(w, provision)
    if turnaround > 0:
        w.places[provision].resting += 1
        schedule(w, w.now + turnaround, IN_TURN, BED_READY, provision, 0)
    else:
        _freed(w, provision, 1)


def bed_ready(w, provision):
    """Offer a bed that has been prepared for the next child."""
    w.places[provision].resting -= 1
    _freed(w, provision, 1)


def _freed(w, provision, beds):
    """Offer what has become free to the children in line: at once, or once searches have had their days."""
    searches_first = w.rules.provisions[provision].searches_first_days
    if searches_first > 0 and beds > 0:
        w.places[provision].kept += beds
        schedule(w, w.now + searches_first, IN_TURN, KEPT_LONG_ENOUGH, provision, beds)
    else:
        offer(w, provision)


def kept_long_enough(w, provision, beds):
    """Offer what is left of beds that were kept for children who need a placement."""
    w.places[provision].kept -= beds
    offer(w, provision)


def decline(w, provision, holder):
    """Give back a place that was offered to a child who leaves at that very moment."""
    give_back(w, provision, holder)
    record(w, provision)
    offer(w, provision)


def wait(w, stay, wish):
    """Put a placed child in line for a better place, until it closes or they are settled or too old.

    Waiting counts from the day the place is open. A place that is free goes to the first in line once everybody who
    joins at this moment has joined.
    """
    wanted, placed = cython.address(w.rules.wishes[wish]), cython.address(w.stays[stay])
    begins = max(w.now, w.supply.opens[wanted.provision])
    too_old = w.children.born[placed.child] + wanted.maximum_age * YEAR
    until = min(placed.started + wanted.settled_after_days, w.supply.closes[wanted.provision], too_old)
    if until <= begins:
        return
    placed.waits_from, placed.waits_until = min(placed.waits_from, begins), max(placed.waits_until, until)
    stand(w, wanted.provision, stay, until)
    if w.rules.provisions[wanted.provision].capacity != SPOT and has_offer(w, wanted.provision):
        schedule(w, w.now, IN_TURN, OFFER, wanted.provision, 0)


def offer(w, provision):
    """Offer every free place to the children in line, first in line first; to none with carers they are to avoid."""
    if w.rules.provisions[provision].capacity == SPOT:
        return
    passed_over = NONE
    while w.places[provision].line != NONE and has_offer(w, provision):
        ticket = first_in_line(w, provision)
        stay = w.in_line[ticket].stay
        if not w.stays[stay].open or w.now >= w.in_line[ticket].until:
            continue
        avoids = w.courses[w.stays[stay].child].avoids
        if has_place(w, provision, avoids):
            interrupt(w, stay, w.rules.transfer, provision, take(w, provision, avoids))
        else:
            w.in_line[ticket].right, passed_over = passed_over, ticket
    stand_again(w, provision, passed_over)


def interrupt(w, stay, reason, provision, holder):
    """End a stay from outside, once what is happening at this moment is over; at most one thing does."""
    child = w.stays[stay].child
    course = cython.address(w.courses[child])
    w.stays[stay].open = False
    course.ending, course.offered, course.offered_holder = reason, provision, holder
    course.version += 1
    schedule(w, w.now, URGENT, CHILD, child, course.version)


def happens(w, change):
    """Carry out one planned change of supply."""
    kind, provision = w.supply.changes[change].kind, w.supply.changes[change].provision
    number, more = w.supply.changes[change].number, 0
    if kind == POLICY:
        reorder(w, number)
        return
    if kind == JOINS:
        join(w, provision, number, w.supply.changes[change].usable)
    elif kind == LEAVES:
        leave(w, provision, number)
        _everybody_moves(w, number, w.rules.carer_left)
    else:
        more, w.places[provision].nominal = number - w.places[provision].nominal, number
        if kind == CLOSES:
            _everybody_moves(w, provision, w.rules.home_closed)
    record(w, provision)
    _freed(w, provision, more)


def _everybody_moves(w, holder, reason):
    child = w.holders[holder].first if w.holders[holder].residents else NONE
    while child != NONE:
        stay = w.courses[child].stay
        if w.stays[stay].open:
            interrupt(w, stay, reason, NONE, NONE)
        child = w.courses[child].after
