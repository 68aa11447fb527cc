"""Reach: how far each adjustable number can be scaled before the configuration is no longer allowed."""

from dataclasses import dataclass, replace

import numpy as np

from placesim.calibration.trials import Trials
from placesim.config.faults import InputError
from placesim.results.facts import Floats

HALVINGS = 12
"""How often the interval is halved in which a number begins to be refused."""

NOT_AT_ALL = 0.01
"""Number whose logarithm of the factor can move less than this cannot be adjusted."""


@dataclass(frozen=True, eq=False)
class Reach:
    """The least and the greatest logarithm of each factor."""

    low: Floats
    high: Floats

    def holds(self, point: Floats) -> bool:
        """Tell whether a point lies within."""
        return bool((point >= self.low).all() and (point <= self.high).all())


def reach_of(trials: Trials) -> Reach:
    """Return how far each number can be scaled alone.

    Raises:
        InputError: a number cannot be scaled at all.
    """
    bounds = [
        (_allowed(trials, number, np.log(each.least)), _allowed(trials, number, np.log(each.greatest)))
        for number, each in enumerate(trials.adjustables)
    ]
    for number, (low, high) in enumerate(bounds):
        if high - low < NOT_AT_ALL and (error := trials.refused(_only(trials, number, NOT_AT_ALL))):
            why = "once scaled for calibration; let the figure adjust another number"
            raise InputError([replace(fault, message=f"{fault.message} ({why})") for fault in error.faults])
    low, high = np.array(bounds).reshape(-1, 2).T
    return Reach(low, high)


def _allowed(trials: Trials, number: int, bound: float) -> float:
    """Return the bound, or the largest part of it with which the configuration is still allowed."""
    if trials.refused(_only(trials, number, bound)) is None:
        return bound
    good, bad = 0.0, bound
    for _ in range(HALVINGS):
        middle = (good + bad) / 2
        good, bad = (middle, bad) if trials.refused(_only(trials, number, middle)) is None else (good, middle)
    return good


def _only(trials: Trials, number: int, size: float) -> Floats:
    """Return the point at which one number is scaled alone."""
    point = np.zeros(len(trials.adjustables))
    point[number] = size
    return point
