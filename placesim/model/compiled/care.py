"""The rules of one child's time in care: entering, settling, going on to what comes first, leaving or moving on."""

import cython
from cython.cimports.libc.math import INFINITY, NAN, log1p
from cython.cimports.placesim.model.compiled.coming_back import back_on
from cython.cimports.placesim.model.compiled.events import IN_TURN, schedule
from cython.cimports.placesim.model.compiled.later import luck_of
from cython.cimports.placesim.model.compiled.market import decline, release, wait
from cython.cimports.placesim.model.compiled.places import has_place, is_home, move_in, take, usable
from cython.cimports.placesim.model.compiled.rates import first_event
from cython.cimports.placesim.model.compiled.records import BIRTHDAY_18, CHILD, NONE, Found
from cython.cimports.placesim.model.compiled.world import YEAR, grown


def enter(w, child):
    """Let a child enter care, or come back to it: find the first placement."""
    found = search(w, child, w.rules.moves, True, NONE)
    settle(w, child, found.provision, take(w, found.provision, NONE), w.courses[child].entered, found.wanted)


def search(w, child, move, entering, came_from):
    """Find the best provision that has a place now, and the one that would have been best.

    A home that is not open is no choice, and nobody returns to the home they have just left, nor to carers whom they
    are to avoid. Places and carers that are all taken or all gone are still what would have been best.
    """
    free: cython.bint
    age = (w.now - w.children.born[child]) / YEAR
    barred, wanted, tier = came_from if is_home(w, came_from) else NONE, NONE, NONE
    span = w.rules.searches[w.courses[child].need, move, entering]
    for number in range(span.first, span.last):
        choice = cython.address(w.rules.choices[number])
        if choice.provision == barred or age < choice.minimum_age or age >= choice.maximum_age:
            continue
        free = has_place(w, choice.provision, w.courses[child].avoids)
        if not free and (wanted != NONE or (usable(w, choice.provision) == 0 and is_home(w, choice.provision))):
            continue
        if not _suits(w, child, choice.share, choice.luck):
            continue
        if free:
            equal = wanted == NONE or choice.tier == tier
            return Found(provision=choice.provision, wanted=choice.provision if equal else wanted)
        wanted, tier = choice.provision, choice.tier
    raise AssertionError("validated configurations end every search with spot provision")


def _suits(w, child, share, luck):
    """Tell whether provision exists for a child, or its residents suit them."""
    return share >= 1 or w.children.suits[child, luck] < share


def settle(w, child, provision, holder, started, wanted):
    """Begin a placement: which event ends it, and what is worth waiting for meanwhile."""
    course = cython.address(w.courses[child])
    course.number += 1
    course.ending, course.offered, course.begins = NONE, NONE, w.now
    _begin_stay(w, child, provision, holder, started, wanted)
    if holder != NONE:
        move_in(w, child, holder)
    _renew_budgets(w, child, course.number)
    outcome = first_event(w, child, started, w.rules.provisions[provision].placement_type, w.now, w.rules.days + 1)
    course.risk, course.day = outcome.risk, outcome.day
    _find_wishes(w, child)
    _follow(w, child)


def _begin_stay(w, child, provision, holder, started, wanted):
    if w.stays_used == w.stays.shape[0]:
        w.stays = grown(w.stays, "stay")
    stay, course = cython.address(w.stays[w.stays_used]), cython.address(w.courses[child])
    course.stay = w.stays_used
    w.stays_used += 1
    stay.child, stay.number, stay.provision, stay.wanted = child, course.number, provision, wanted
    stay.period = course.period
    stay.holder, stay.reason, stay.open, stay.started = holder, NONE, True, started
    stay.ended, stay.waits_from, stay.waits_until = NAN, INFINITY, -INFINITY


def _renew_budgets(w, child, number):
    """Take up what is left of the budgets for leaving, and fresh ones for moving."""
    leaving = w.rules.leaving_risks
    for risk in range(leaving):
        w.budgets[child, risk] = w.leaving[child, risk]
    if number <= w.children.moves.shape[1]:
        for move in range(w.rules.moves):
            w.budgets[child, leaving + move] = w.children.moves[child, number - 1, move]
        return
    uniforms = luck_of(w, child, number)
    for move in range(w.rules.moves):
        factor = w.children.move_factors[child, move]
        w.budgets[child, leaving + move] = -log1p(-uniforms[move]) / factor if factor > 0 else INFINITY


def _find_wishes(w, child):
    """Write down what a placed child may wait for and the day from which, soonest first, while the placement lasts.

    The day is when the placement has lasted long enough and the child is old enough; nobody waits for what does not
    suit them, or for the home they have just left.
    """
    course = cython.address(w.courses[child])
    stay = cython.address(w.stays[course.stay])
    barred = course.came_from if is_home(w, course.came_from) else NONE
    span = w.rules.transfers[course.need, stay.provision]
    course.wishes = course.joined = 0
    for number in range(span.first, span.last):
        wish = cython.address(w.rules.wishes[number])
        of_age = w.children.born[child] + wish.minimum_age * YEAR
        day = max(stay.started + wish.minimum_days, of_age, wish.starts_day)
        if day < course.day and wish.provision != barred and _suits(w, child, wish.share, wish.luck):
            at = course.wishes
            while at > 0 and w.dues[child, at - 1].day > day:
                w.dues[child, at] = w.dues[child, at - 1]
                at -= 1
            w.dues[child, at].day, w.dues[child, at].wish = day, number
            course.wishes += 1


def _follow(w, child):
    """Join every line that is due and wait for the next, or for the end of the placement."""
    course = cython.address(w.courses[child])
    while course.joined < course.wishes:
        due = w.dues[child, course.joined]
        if due.day > w.now:
            wait_until(w, child, due.day)
            return
        wait(w, course.stay, due.wish)
        course.joined += 1
    wait_until(w, child, course.day)


def wait_until(w, child, day):
    """Let nothing happen to a child until a day; what is due after the horizon need not be waited for."""
    if day < w.rules.days + 1:
        schedule(w, w.now + max(day - w.now, 0.0), IN_TURN, CHILD, child, w.courses[child].version)


def go_on(w, child):
    """Let what was due happen to a child: entry, joining a line, or the end of the placement and what follows."""
    course = cython.address(w.courses[child])
    if course.number == 0 or course.away:
        course.away = False
        enter(w, child)
        return
    if course.ending == NONE and course.joined < course.wishes:
        wait(w, course.stay, w.dues[child, course.joined].wish)
        course.joined += 1
        _follow(w, child)
        return
    reason = _why(w, child)
    stay = cython.address(w.stays[course.stay])
    stay.ended, stay.reason, stay.open = w.now, reason, False
    if reason < w.rules.leaving_reasons:
        release(w, course.stay)
        wait_until(w, child, back_on(w, child, reason))
    else:
        _move_on(w, child, reason)


def _why(w, child):
    """Return why a placement ends: its own risk, unless something from outside came before it."""
    course = cython.address(w.courses[child])
    if course.ending != NONE:
        if w.now < course.day:
            return course.ending
        if course.offered != NONE:
            decline(w, course.offered, course.offered_holder)
            course.offered = NONE
    if course.risk == BIRTHDAY_18:
        return _reason_at_18(w, child)
    if course.risk < w.rules.leaving_risks:
        return course.risk
    return w.rules.leaving_reasons + course.risk - w.rules.leaving_risks


def _reason_at_18(w, child):
    """Return why a child leaves on their 18th birthday."""
    span = w.rules.at_18[w.rules.provisions[w.stays[w.courses[child].stay].provision].placement_type]
    reached, reason = 0.0, NONE
    for number in range(span.first, span.last):
        reached += w.rules.reasons[number].share
        reason = w.rules.reasons[number].reason
        if w.children.at_18[child] < reached:
            break
    return reason


def _move_on(w, child, reason):
    """Go to the place offered, or search for one; a new place is found before the old one is given up."""
    course = cython.address(w.courses[child])
    stay, came_from = course.stay, w.stays[course.stay].provision
    course.avoids = NONE
    _keep_what_is_left(w, child)
    found, holder = Found(provision=course.offered, wanted=NONE), course.offered_holder
    if course.offered == NONE:
        move = min(reason - w.rules.leaving_reasons, w.rules.moves)
        if move < w.rules.moves:
            course.need = _need_after(w, child, move)
            course.avoids = w.stays[stay].holder if w.rules.other_carers[move] else NONE
        found = search(w, child, move, False, came_from)
        holder = take(w, found.provision, course.avoids)
    release(w, stay)
    course.came_from = came_from
    settle(w, child, found.provision, holder, w.now, found.wanted)


def _keep_what_is_left(w, child):
    """Keep what is left of the budgets for leaving; of a placement cut short, spend them again, only so far."""
    course = cython.address(w.courses[child])
    leaving = w.rules.leaving_risks
    if w.now < course.day:
        for risk in range(leaving):
            w.budgets[child, risk] = w.leaving[child, risk]
        for risk in range(leaving, w.budgets.shape[1]):
            w.budgets[child, risk] = INFINITY
        stay = cython.address(w.stays[course.stay])
        placement_type = w.rules.provisions[stay.provision].placement_type
        first_event(w, child, stay.started, placement_type, course.begins, w.now)
    for risk in range(leaving):
        w.leaving[child, risk] = w.budgets[child, risk]


def _need_after(w, child, move):
    """Return a child's need after a move: a breakdown may raise it, a step-down lower it."""
    course = cython.address(w.courses[child])
    span = w.rules.need_changes[move, course.need]
    if span.first == span.last:
        return course.need
    age, reached = (w.now - w.children.born[child]) / YEAR, 0.0
    if course.number <= w.children.need_change.shape[1]:
        uniform = w.children.need_change[child, course.number - 1]
    else:
        uniform = luck_of(w, child, course.number)[w.rules.moves]
    for number in range(span.first, span.last):
        change = cython.address(w.rules.changes[number])
        if age >= change.minimum_age:
            reached += change.share
            if uniform < reached:
                return change.to
    return course.need
