"""Goals: how far simulated figures are from published ones, each in units of its sampling error."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from placesim.calibration.agreement import Agreement
from placesim.calibration.figure import PublishedFigure
from placesim.calibration.kinds import KINDS
from placesim.calibration.trials import Trial
from placesim.results.facts import Floats

COUNTED = ("children", "moves", "households")
"""Units of what is counted one by one, whose chance is that of a count."""

LEAST_ERROR = 0.001
"""Sampling error, as a share of the figure, where futures do not differ and nothing else is said."""

NOWHERE = 1e3
"""How far off a figure is that no future has, in sampling errors."""

CENTRE = 0.1
"""What nearness within the limits weighs, beside what lies outside them."""

FIRST_GUESS = 0.01
"""What staying near the first guess weighs: little, but enough where figures leave open which number to scale."""


@dataclass(frozen=True, eq=False)
class Goals:
    """The fitted figures as numbers: what to come near to, and how far off the first trial was."""

    target: Floats
    error: Floats
    first_off: Floats
    first_gap: Floats

    @staticmethod
    def of(first: Trial) -> "Goals":
        """Return the goals of a calibration that begins with this trial."""
        spread = np.nanstd(np.where(np.isnan(first.futures).all(axis=0), 0.0, first.futures), axis=0)
        figures = [item.figure for item in first.fitted]
        target = np.array([_target(figure) for figure in figures])
        error = np.array([sampling_error(figure, float(of)) for figure, of in zip(figures, spread, strict=True)])
        goals = Goals(target, error, np.zeros(len(target)), np.zeros(len(target)))
        return Goals(target, error, goals.off(first), goals.gap(first))

    def gap(self, trial: Trial) -> Floats:
        """Return how far each simulated mean is above its figure, in sampling errors; nought where there is none."""
        means = np.array([item.mean for item in trial.fitted])
        return np.where(np.isnan(means), 0.0, (means - self.target) / self.error)

    def room(self, trial: Trial) -> tuple[Floats, Floats]:
        """Return the least and the greatest gap with which each figure agrees."""
        limits = np.array([_limits(item) for item in trial.fitted]).reshape(-1, 2)
        low, high = ((limits - self.target[:, None]) / self.error[:, None]).T
        return np.nan_to_num(low), np.nan_to_num(high)

    def off(self, trial: Trial) -> Floats:
        """Return how far each figure is from agreeing, in sampling errors; nothing where it agrees."""
        (low, high), gap = self.room(trial), self.gap(trial)
        outside = np.maximum(low - gap, gap - high)
        agrees = np.array([item.agrees for item in trial.fitted])
        missing = np.isnan([item.mean for item in trial.fitted])
        return np.where(missing, NOWHERE, np.where(agrees, 0.0, np.maximum(outside, 0.0)))

    def further_off(self, trial: Trial) -> NDArray[np.bool_]:
        """Tell which figures are further from agreeing than they were at first."""
        return self.off(trial) > self.first_off + 1e-9

    def distance(self, trial: Trial) -> float:
        """Return what calibration makes small: what lies outside limits, then gaps, then how much was changed."""
        return float(
            (self.off(trial) ** 2).sum() + CENTRE * (self.gap(trial) ** 2).sum() + FIRST_GUESS * (trial.point**2).sum()
        )


def _target(figure: PublishedFigure) -> float:
    """Return the figure, or the limit next to it where it lies outside its own limits."""
    return float(np.clip(figure.value, *figure.limits)) if figure.limits else figure.value


def _limits(item: Agreement) -> tuple[float, float]:
    """Return the least and the greatest mean with which a figure agrees; its futures keep their range."""
    if item.figure.limits:
        return item.figure.limits
    return item.figure.value - (item.p90 - item.mean), item.figure.value + (item.mean - item.p10)


def sampling_error(figure: PublishedFigure, spread: float) -> float:
    """Return how far chance moves a published figure.

    What the file says of it: its standard error, or half of how far the simulated mean may be off. Else the square
    root of a count (Poisson), and for all else how far the simulated futures of one year spread.
    """
    if figure.limits:
        low, high = figure.limits
        if high > low:
            return (high - low) / 4
    if KINDS[figure.measure].unit in COUNTED:
        return max(1.0, sqrt(abs(figure.value)))
    return spread or LEAST_ERROR * abs(figure.value) or 1.0
