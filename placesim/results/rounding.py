"""Printed parts that add up to their printed total: largest remainders, in pence, pounds or whatever is printed."""

from collections.abc import Sequence

import numpy as np

from placesim.results.facts import Floats


def largest_remainder(parts: Sequence[float], step: float, total: float | None = None) -> Floats:
    """Return parts rounded so that they add up to their total as it is printed.

    Each is rounded down; the steps that are then missing go to the parts with the largest remainders (Hare's
    method). None is further from its figure than one step, and a part that is nothing stays nothing.

    Args:
        parts: in pounds, or any unit.
        step: the least that is printed, as 0.01 for pence or 10,000 for millions with two decimals.
        total: what they should add up to, itself a multiple of the step; their own sum, rounded, where not given.
    """
    steps = np.asarray(parts, float) / step
    wanted = round(float(steps.sum()) if total is None else total / step)
    down, something = np.floor(steps), np.flatnonzero(steps)
    order = something[np.argsort((down - steps)[something], kind="stable")]
    missing = int(wanted - down.sum())
    down[order[:missing] if missing >= 0 else order[missing:]] += np.sign(missing)
    return np.asarray(down * step)
