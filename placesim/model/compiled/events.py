"""What is due, soonest first, in simpy's order: of one moment urgent events first, then those scheduled earlier."""

from cython.cimports.placesim.model.compiled.records import Event
from cython.cimports.placesim.model.compiled.world import grown


def schedule(w, day, urgency, kind, who, version):
    """Write down an event that is due on a day."""
    rank = (urgency << 62) + w.scheduled
    event = Event(day=day, rank=rank, kind=kind, who=who, version=version)
    if w.events_used == w.events.shape[0]:
        w.events = grown(w.events, "event")
    at = w.events_used
    w.events_used += 1
    w.scheduled += 1
    while at > 0 and _comes_first(event, w.events[(at - 1) >> 1]):
        w.events[at] = w.events[(at - 1) >> 1]
        at = (at - 1) >> 1
    w.events[at] = event


def soonest(w):
    """Take the event off the list that is due first."""
    event, last = w.events[0], w.events[w.events_used - 1]
    w.events_used -= 1
    at, below = 0, 1
    while below < w.events_used:
        if below + 1 < w.events_used and _comes_first(w.events[below + 1], w.events[below]):
            below += 1
        if not _comes_first(w.events[below], last):
            break
        w.events[at] = w.events[below]
        at, below = below, 2 * below + 1
    w.events[at] = last
    return event


def _comes_first(one, other):
    return one.day < other.day or (one.day == other.day and one.rank < other.rank)
