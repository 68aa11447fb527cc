"""Places and who has them: a home's beds and places that are alike are counted, foster households come one by one."""

import cython
from cython.cimports.placesim.model.compiled.records import CARERS, COUNTED, NONE, SPOT
from cython.cimports.placesim.model.compiled.world import grown


def is_home(w, provision):
    """Tell whether a provision is one home."""
    return provision != NONE and w.rules.provisions[provision].is_home


def usable(w, provision):
    """Return places in use or free: a number that falls below those taken waits for children to leave."""
    places = cython.address(w.places[provision])
    return max(places.nominal, places.taken) if w.rules.provisions[provision].capacity == COUNTED else places.nominal


def has_place(w, provision, besides):
    """Tell whether a place is free, other than with one household."""
    places = cython.address(w.places[provision])
    if w.rules.provisions[provision].capacity == SPOT:
        return True
    if w.rules.provisions[provision].capacity == COUNTED:
        return places.taken + places.resting < places.nominal
    passed_over = _pass_over(w, provision, besides)
    found = places.free > 0
    for _ in range(passed_over):
        _free(w, provision, besides)
    return found


def has_offer(w, provision):
    """Tell whether a place is free for somebody who has another."""
    places = cython.address(w.places[provision])
    if w.rules.provisions[provision].capacity == COUNTED:
        return places.taken + places.resting + places.kept < places.nominal
    return has_place(w, provision, NONE)


def take(w, provision, besides):
    """Take a free place, other than with one household, and return the household or home (none for spot)."""
    capacity, holder = w.rules.provisions[provision].capacity, provision
    if capacity == SPOT:
        return NONE
    w.places[provision].taken += 1
    if capacity == CARERS:
        passed_over = _pass_over(w, provision, besides)
        holder = _longest_approved(w, provision)
        for _ in range(passed_over):
            _free(w, provision, besides)
    record(w, provision)
    return holder


def give_back(w, provision, holder):
    """Give a place back, unless the household has left meanwhile."""
    if w.rules.provisions[provision].capacity == COUNTED:
        w.places[provision].taken -= 1
    elif w.holders[holder].open:
        w.places[provision].taken -= 1
        _free(w, provision, holder)


def join(w, provision, holder, usable):
    """Add a newly approved household."""
    w.holders[holder].open, w.holders[holder].usable = True, usable
    w.places[provision].nominal += usable
    w.places[provision].households += 1
    for _ in range(usable):
        _free(w, provision, holder)


def leave(w, provision, holder):
    """Take a household out; its children still have to move."""
    w.holders[holder].open = False
    w.places[provision].nominal -= w.holders[holder].usable
    w.places[provision].taken -= w.holders[holder].residents
    w.places[provision].households -= 1


def move_in(w, child, holder):
    """Write a child down as the last to have come to a household or home."""
    there = cython.address(w.holders[holder])
    w.courses[child].before, w.courses[child].after = there.last, NONE
    if there.residents == 0:
        there.first = child
    else:
        w.courses[there.last].after = child
    there.last = child
    there.residents += 1


def move_out(w, child, holder):
    """Strike a child out."""
    there, before, after = cython.address(w.holders[holder]), w.courses[child].before, w.courses[child].after
    if there.first == child:
        there.first = after
    else:
        w.courses[before].after = after
    if there.last == child:
        there.last = before
    else:
        w.courses[after].before = before
    there.residents -= 1


def record(w, provision):
    """Write that places or their use changed."""
    if w.rules.provisions[provision].capacity == SPOT:
        return
    if w.steps_used == w.steps.shape[0]:
        w.steps = grown(w.steps, "step")
    step, places = cython.address(w.steps[w.steps_used]), cython.address(w.places[provision])
    step.provision, step.day, step.places = provision, w.now, usable(w, provision)
    step.taken, step.households = places.taken, places.households
    w.steps_used += 1


def _free(w, provision, holder):
    """Put a free place of a household on the heap of its provision, longest-approved household first."""
    first, at = w.supply.first_place[provision], w.places[provision].free
    w.places[provision].free += 1
    while at > 0 and holder < w.free_places[first + ((at - 1) >> 1)]:
        w.free_places[first + at] = w.free_places[first + ((at - 1) >> 1)]
        at = (at - 1) >> 1
    w.free_places[first + at] = holder


def _pass_over(w, provision, besides):
    """Take places of households that have left off the heap, and of one household; return how many of the latter."""
    first, passed_over = w.supply.first_place[provision], 0
    while w.places[provision].free > 0:
        holder = w.free_places[first]
        if holder != besides and w.holders[holder].open:
            break
        _longest_approved(w, provision)
        passed_over += holder == besides
    return passed_over


def _longest_approved(w, provision):
    """Take the free place off the heap whose household was approved first."""
    first = w.supply.first_place[provision]
    w.places[provision].free -= 1
    size, at, below = w.places[provision].free, 0, 1
    found, last = w.free_places[first], w.free_places[first + size]
    while below < size:
        if below + 1 < size and w.free_places[first + below + 1] < w.free_places[first + below]:
            below += 1
        if last <= w.free_places[first + below]:
            break
        w.free_places[first + at] = w.free_places[first + below]
        at, below = below, 2 * below + 1
    w.free_places[first + at] = last
    return found
