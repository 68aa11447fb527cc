"""How many children a full provision turns away, by Erlang's formula for places that chance fills and empties."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from placesim.config.stock_and_flow.cells import Floats

OFFERED = np.geomspace(1e-3, 1e6, 600)
"""Children who would live there if there were room for all."""

MOST_PLACES = 5000
"""Places from which on chance no longer matters."""


@lru_cache(maxsize=MOST_PLACES)
def _share_lost(places: int) -> Floats:
    """Return Erlang's loss formula for a whole number of places, for every number offered."""
    inverse = np.ones_like(OFFERED)
    for place in range(1, places + 1):
        inverse = np.minimum(1 + inverse * place / OFFERED, 1e300)
    return np.asarray(1 / inverse)


def share_turned_away(staying: float, seeking: float, places: float) -> float:
    """Return the share of those who seek a place and find none.

    The stock that results is taken to be a stock in balance: the share turned away is that of Erlang's loss formula
    for as many offered as leave this stock (Wang, Tipper and Banerjee 1996). Where few places are
    known, chance keeps some of them empty and turns children away from others; with many it no longer matters.

    Args:
        staying: children who stay where they are.
        seeking: children who try.
        places: known places; a part of a place is a place that part of the time.
    """
    if staying >= places:
        return 1.0
    if places > MOST_PLACES:
        return max(1 - (places - staying) / seeking, 0.0) if seeking else 0.0
    whole = int(places)
    lost = _share_lost(whole)
    if part := places - whole:
        lost = (1 - part) * lost + part * _share_lost(whole + 1)
    return float(np.interp(staying, (OFFERED - seeking) * (1 - lost), lost))
