"""Steps: where to go next, by weighted least squares on measured effects."""

from collections.abc import Callable
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from placesim.calibration.effects import Effects
from placesim.calibration.goals import CENTRE, FIRST_GUESS, Goals
from placesim.calibration.reach import Reach
from placesim.calibration.trials import Trial
from placesim.results.facts import Floats

LONGEST = log(2.0)
"""No number is more than doubled or halved in one step."""

MOST_STEPS, HALVINGS, EXACT = 100, 20, 1e-6
"""Newton steps at most, how often one is halved, and a change of logarithms that is none."""

GUARD = 1000.0
"""What a figure weighs that would end further off than it began: as good as forbidden."""


@dataclass(frozen=True, eq=False)
class Stand:
    """Where calibration stands: the best trial so far, and what scaling does from there."""

    here: Trial
    goals: Goals
    effects: Effects
    reach: Reach


def next_step(stand: Stand, radius: float, guard: float) -> Floats:
    """Return the change of the logarithms of factors that should bring the figures nearest.

    Nearest is as `Goals.distance` says, as far as effects add up; a damped Gauss-Newton step, each change at most the
    radius, within reach, with the guard as weight on figures that would end further off than they began.
    """
    here, goals, slopes = stand.here, stand.goals, stand.effects.slopes
    gap, (low, high) = goals.gap(here), goals.room(here)
    least, most = np.minimum(low, goals.first_gap), np.maximum(high, goals.first_gap)
    point = here.point
    lower, upper = np.maximum(stand.reach.low - point, -radius), np.minimum(stand.reach.high - point, radius)
    free = (upper - lower > 1e-9) & (slopes != 0).any(axis=0)
    step = np.zeros(len(point))
    if not free.any():
        return step
    acting = slopes[:, free]

    def residuals(change: Floats) -> Floats:
        there = gap + acting @ change
        return np.concatenate(
            [
                np.maximum(there - high, 0) + np.minimum(there - low, 0),
                sqrt(CENTRE) * there,
                guard * (np.maximum(there - most, 0) + np.minimum(there - least, 0)),
                sqrt(FIRST_GUESS) * (point[free] + change),
            ]
        )

    def slopes_of(change: Floats) -> Floats:
        there = gap + acting @ change
        outside = ((there > high) | (there < low))[:, None]
        beyond = ((there > most) | (there < least))[:, None]
        own = sqrt(FIRST_GUESS) * np.eye(int(free.sum()))
        return np.concatenate([outside * acting, sqrt(CENTRE) * acting, guard * beyond * acting, own])

    step[free] = least_squares(residuals, slopes_of, lower[free], upper[free])
    return step


def least_squares(
    residuals: Callable[[Floats], Floats], slopes: Callable[[Floats], Floats], lower: Floats, upper: Floats
) -> Floats:
    """Return where, between bounds around nought, the sum of squared residuals is least.

    For residuals that are linear by pieces and have a least: Newton steps, projected on the bounds and halved until the
    sum falls (Bertsekas 1982). A bound is left out of a step while the sum falls beyond it.
    """
    found = np.clip(np.zeros(len(lower)), lower, upper)
    for _ in range(MOST_STEPS):
        now, falling = residuals(found), slopes(found)
        uphill = falling.T @ now
        free = ~(((found <= lower) & (uphill > 0)) | ((found >= upper) & (uphill < 0)))
        way = np.zeros(len(found))
        inside = falling[:, free]
        way[free] = -np.linalg.solve(inside.T @ inside, uphill[free])
        tried = [np.clip(found + way / 2**halved, lower, upper) for halved in range(HALVINGS)]
        better = [each for each in tried if (residuals(each) ** 2).sum() < (now**2).sum()]
        if not better or np.abs(better[0] - found).max() < EXACT:
            break
        found = better[0]
    return found
