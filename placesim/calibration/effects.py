"""Effects: what scaling each adjustable number does to every fitted figure, measured on common luck."""

from dataclasses import dataclass

import numpy as np

from placesim.calibration.goals import Goals
from placesim.calibration.reach import Reach
from placesim.calibration.trials import Trial, Trials
from placesim.results.facts import Floats

NUDGES = (0.1, 0.7)
"""Changes of a factor's logarithm at which effects are measured: a tenth; twice or half where that shows none."""

LEAST_NUDGE = 0.02
"""Changes smaller than this show nothing."""

CLEARLY = 2.0
"""Standard errors of the paired difference from which on an effect is no chance."""


@dataclass(frozen=True, eq=False)
class Effects:
    """The change of each figure (rows), in sampling errors, for a change of each factor's logarithm (columns)."""

    slopes: Floats
    """Nought where no effect could be told from chance."""

    def after(self, step: Floats, change: Floats) -> "Effects":
        """Return the effects corrected by what a step really did, where there are any (Schubert's update)."""
        moved = np.where(self.slopes != 0, step, 0.0)
        length = (moved**2).sum(axis=1)
        missed = np.where(length > 0, change - self.slopes @ step, 0.0)
        return Effects(self.slopes + moved * (missed / np.where(length > 0, length, 1.0))[:, None])


def measured_effects(trials: Trials, here: Trial, goals: Goals, reach: Reach) -> Effects:
    """Nudge every adjustable number alone, and return what that did to the figures."""
    slopes = np.zeros((len(goals.target), len(trials.adjustables)))
    for size in NUDGES:
        silent = np.flatnonzero(~slopes.any(axis=0)).tolist()
        nudged = {
            number: point for number in silent if (point := _nudged(trials, here, reach, number, size)) is not None
        }
        tried = trials.at(list(nudged.values())) if nudged else []
        for number, trial in zip(nudged, tried, strict=True):
            change = trial.point[number] - here.point[number]
            slopes[:, number] = _difference(here, trial) / goals.error / change
    return Effects(slopes)


def _nudged(trials: Trials, here: Trial, reach: Reach, number: int, size: float) -> Floats | None:
    """Return the point with one number up or, where there is more room, down; None where neither is allowed."""
    up, down = (min(size, room[number]) for room in (reach.high - here.point, here.point - reach.low))
    for change in (up, -down) if up >= min(size, down) else (-down, up):
        point = here.point.copy()
        point[number] += change
        if abs(change) >= LEAST_NUDGE and trials.refused(point) is None:
            return point
    return None


def _difference(here: Trial, there: Trial) -> Floats:
    """Return the mean difference between the same futures of two trials, nought where it may be chance."""
    apart = there.futures - here.futures
    known = (~np.isnan(apart)).sum(axis=0)
    mean = np.nansum(apart, axis=0) / np.maximum(known, 1)
    error = np.sqrt(np.nansum((apart - mean) ** 2, axis=0) / np.maximum(known - 1, 1) / np.maximum(known, 1))
    return np.where(np.abs(mean) > CLEARLY * error, mean, 0.0)
