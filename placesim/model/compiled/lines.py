"""Lines of children waiting for a better place, in the order in which they are offered one.

A line is a skew heap: merging two and swapping branches on the way keeps the next in line quick to find at any length.
"""

import cython
from cython.cimports.libc.math import exp, sqrt
from cython.cimports.placesim.model.compiled.records import HIGHEST_FEE, HIGHEST_NEED, NONE
from cython.cimports.placesim.model.compiled.world import grown


def stand(w, provision, stay, until):
    """Put a placed child in line until a day; of equal priority, who joined earlier comes first."""
    if w.in_line_used == w.in_line.shape[0]:
        w.in_line = grown(w.in_line, "in_line")
    ticket = w.in_line_used
    w.in_line_used += 1
    one, child = cython.address(w.in_line[ticket]), w.stays[stay].child
    one.stay, one.need, one.until, one.left, one.right = stay, w.courses[child].need, until, NONE, NONE
    one.started, one.child_id = w.stays[stay].started, w.children.child_id[child]
    one.priority = _priority(w, stay, one.need)
    w.places[provision].line = _merged(w, w.places[provision].line, ticket)


def stand_again(w, provision, taken_out):
    """Put children who were taken out of a line back in it; each ticket's `right` names the next."""
    while taken_out != NONE:
        ticket, taken_out = taken_out, w.in_line[taken_out].right
        w.in_line[ticket].left = w.in_line[ticket].right = NONE
        w.places[provision].line = _merged(w, w.places[provision].line, ticket)


def first_in_line(w, provision):
    """Take whoever comes first out of a line and return their ticket."""
    ticket = w.places[provision].line
    w.places[provision].line = _merged(w, w.in_line[ticket].left, w.in_line[ticket].right)
    return ticket


def reorder(w, policy):
    """Put every line in the order of another policy."""
    w.policy = policy
    for provision in range(w.places.shape[0]):
        taken_out = NONE
        while w.places[provision].line != NONE:
            ticket = first_in_line(w, provision)
            w.in_line[ticket].priority = _priority(w, w.in_line[ticket].stay, w.in_line[ticket].need)
            w.in_line[ticket].right, taken_out = taken_out, ticket
        stand_again(w, provision, taken_out)


def _priority(w, stay, need):
    """Return what a policy goes by, smallest first; ties go by the longest wait, then by child number."""
    if w.policy == HIGHEST_FEE:
        price = cython.address(w.rules.provisions[w.stays[stay].provision])
        luck = w.children.fee[w.stays[stay].child]
        tail = price.dear if luck > price.dear_from else price.ordinary
        return -(price.weekly_fee * (exp(sqrt(price.fee_variance) * luck - price.fee_variance / 2) * tail))
    return -w.rules.levels[need] if w.policy == HIGHEST_NEED else 0.0


def _merged(w, one, other):
    """Merge two lines and return who comes first."""
    first, last = NONE, NONE
    while NONE not in (one, other):
        if _comes_first(w, other, one):
            one, other = other, one
        if last == NONE:
            first = one
        else:
            w.in_line[last].left = one
        last, one = one, w.in_line[one].right
        w.in_line[last].right = w.in_line[last].left
    rest = other if one == NONE else one
    if last == NONE:
        return rest
    w.in_line[last].left = rest
    return first


def _comes_first(w, one, other):
    this, that = cython.address(w.in_line[one]), cython.address(w.in_line[other])
    if this.priority != that.priority:
        return this.priority < that.priority
    if this.started != that.started:
        return this.started < that.started
    return this.child_id < that.child_id or (this.child_id == that.child_id and one < other)
