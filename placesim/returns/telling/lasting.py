"""How long placements last, by type: those that still go on, and those from before the returns, included."""

import numpy as np

from placesim.model.rates import YEAR
from placesim.results.past_facts import Lasting
from placesim.returns.fitting.survival import kaplan_meier
from placesim.returns.past import Past

LONGEST, MONTHS = 4, 12
"""Years up to which it is told, and points a year."""

HALF = 0.5

LEAST_ENDED = 20
"""Placements that must have ended for a type to be told."""


def lasting(past: Past) -> tuple[Lasting, ...]:
    """Return how long placements of each type last, where enough have ended to say.

    The Kaplan-Meier estimate: placements of the first day are followed from then on, those that go on count as going
    on.
    """
    names, table, days = past.history.names, past.history.episodes, past.history.days
    kind = np.array(names.type_of)[table["provision"]]
    lasted = (np.where(np.isnan(table["end_day"]), days, table["end_day"]) - table["start_day"]) / YEAR
    seen_from = np.maximum(-table["start_day"], 0) / YEAR
    ended = ~np.isnan(table["end_day"])
    found = []
    for number, name in enumerate(names.placement_types):
        of = (kind == number) & (lasted > seen_from)
        if (count := int((of & ended).sum())) >= LEAST_ENDED:
            curve = kaplan_meier(seen_from[of], lasted[of], ended[of])
            at = np.arange(LONGEST * MONTHS + 1) / MONTHS
            left = np.append(1.0, curve.left)[np.searchsorted(curve.times, at, side="right")]
            half = np.flatnonzero(curve.left <= HALF)
            median = float(curve.times[half[0]] * YEAR) if len(half) else None
            label = past.baseline.placement_types[name].label
            found.append(Lasting(label, count, tuple(at.tolist()), tuple(left.tolist()), median))
    return tuple(found)
