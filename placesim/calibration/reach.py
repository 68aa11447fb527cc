"""Reach: how far each adjustable number can be scaled before the configuration is no longer allowed."""

from dataclasses import dataclass, replace

import numpy as np

from placesim.calibration.trials import Trials
from placesim.config.faults import InputError
from placesim.results.facts import Floats

HALVINGS = 12
"""How often the interval is halved in which a number begins to be refused."""

A_LITTLE = 0.1
"""A change of a factor's logarithm that must be allowed, up or down, for numbers that can be scaled at all."""


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
    for number in range(len(trials.adjustables)):
        _refuse_what_cannot_be_scaled(trials, number)
    bounds = [
        (_allowed(trials, number, np.log(each.least)), _allowed(trials, number, np.log(each.greatest)))
        for number, each in enumerate(trials.adjustables)
    ]
    low, high = np.array(bounds).reshape(-1, 2).T
    return Reach(low, high)


def _refuse_what_cannot_be_scaled(trials: Trials, number: int) -> None:
    each = trials.adjustables[number]
    little = (min(A_LITTLE, float(np.log(each.greatest))), max(-A_LITTLE, float(np.log(each.least))))
    errors = [trials.refused(_only(trials, number, size)) for size in little if size]
    if errors and all(errors):
        why = "once scaled for calibration; let the figure adjust another number"
        faults = [fault for error in errors[:1] if error for fault in error.faults]
        raise InputError([replace(fault, message=f"{fault.message} ({why})") for fault in faults])


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
