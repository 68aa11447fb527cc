"""Effects: what scaling each adjustable number does to every fitted figure, measured on common luck."""

from dataclasses import dataclass

import numpy as np

from placesim.calibration.goals import Goals
from placesim.calibration.reach import Reach
from placesim.calibration.trials import Trial, Trials
from placesim.results.facts import Floats

NUDGE = 0.1
"""The change of a factor's logarithm at which effects are measured: a tenth more or less."""

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
    nudges = {}
    for number in range(len(trials.adjustables)):
        for size in (NUDGE, -NUDGE):
            point = here.point.copy()
            point[number] += size
            if reach.holds(point) and trials.refused(point) is None:
                nudges[number] = size, point
                break
    slopes = np.zeros((len(goals.target), len(trials.adjustables)))
    tried = trials.at([point for _, point in nudges.values()]) if nudges else []
    for (number, (size, _)), trial in zip(nudges.items(), tried, strict=True):
        slopes[:, number] = _slope(here, trial) / goals.error / size
    return Effects(slopes)


def _slope(here: Trial, there: Trial) -> Floats:
    """Return the mean difference between the same futures of two trials, nought where it may be chance."""
    apart = there.futures - here.futures
    known = (~np.isnan(apart)).sum(axis=0)
    mean = np.nansum(apart, axis=0) / np.maximum(known, 1)
    error = np.sqrt(np.nansum((apart - mean) ** 2, axis=0) / np.maximum(known - 1, 1) / np.maximum(known, 1))
    return np.where(np.abs(mean) > CLEARLY * error, mean, 0.0)
