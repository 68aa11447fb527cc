"""Trials of what a fit leaves out: factors the configuration lacks, and rates that rise or fall over the years."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from placesim.returns.fitting.cells import Design
from placesim.returns.fitting.estimates import Floats
from placesim.returns.fitting.shrinkage import ENOUGH_EVENTS


class Trend(NamedTuple):
    """How a rate changes over the years."""

    per_year: float
    """Share by which it rises a year."""
    probability: float
    """That chance alone makes so large a change."""


class Trials:
    """Tests of what one fit leaves out, from what each child adds to the slope of the likelihood.

    These are score tests with the variance that children themselves show, so no fit is made again, and children whose
    events go together are not taken for more than they are (J. Wooldridge, Econometric Analysis of Cross Section and
    Panel Data, 2nd edition, 12.6.2).
    """

    def __init__(self, design: Design, logs: Floats, variance: float):
        """Find what each child adds to the slope for all that is fitted.

        Args:
            design: the cells and columns of the fit.
            logs: the logarithms found.
            variance: of the lasting differences between children (0: none).
        """
        cells = design.cells
        self._cells, self._rate = cells, np.exp(design.matrix @ logs)
        self._expected = cells.years * self._rate[cells.cell]
        reached = self._of_children(self._expected)
        weight = (1 + variance * cells.events_of_children) / (1 + variance * reached)
        self._left = cells.happened - weight[cells.child] * self._expected
        self._fitted = cells.by_child(self._left) @ design.matrix
        if variance:
            self._fitted = np.column_stack([self._fitted, _by_variance(cells.events_of_children, reached, variance)])

    def factor(self, level: NDArray[np.int16]) -> float:
        """Return the probability that chance alone makes some levels differ so much; 1 where they have few events.

        Args:
            level: the level of each stretch; those with few events count as one.
        """
        events = np.bincount(level, self._cells.happened)
        own = events >= ENOUGH_EVENTS
        if own.sum() < 2:
            return 1.0
        number = np.where(own, np.cumsum(own), 0)[level]
        columns = [self._of_children(self._left * (number == each)) for each in range(2, int(own.sum()) + 1)]
        return self._tested(np.stack(columns, axis=1))[1]

    def trend(self, year: Floats) -> Trend:
        """Return how the rate changes by the years of each stretch, counted from anywhere; 0 for few events."""
        if self._cells.happened.sum() < ENOUGH_EVENTS:
            return Trend(0.0, 1.0)
        slope, probability = self._tested(self._of_children(self._left * (year - year.mean()))[:, None])
        return Trend(float(np.expm1(slope)), probability)

    def by_level(self, level: NDArray[np.int16]) -> tuple[Floats, Floats]:
        """Return events, and those that the fit expects, by the level of each stretch."""
        events = np.bincount(level, self._cells.happened)
        return np.asarray(events, float), np.asarray(events - np.bincount(level, self._left), float)

    def _of_children(self, stretches: Floats) -> Floats:
        return np.asarray(np.bincount(self._cells.child, stretches, self._cells.children), float)

    def _tested(self, slopes: Floats) -> tuple[float, float]:
        """Return about how large what is left out is (its first column), and the probability that it is chance."""
        from scipy.stats import chi2

        fitted = np.linalg.lstsq(self._fitted, slopes, rcond=None)[0]
        own = slopes - self._fitted @ fitted
        total, spread = slopes.sum(axis=0), own.T @ own
        if not np.all(np.diag(spread) > 0):
            return 0.0, 1.0
        size = np.linalg.lstsq(spread, total, rcond=None)[0]
        return float(size[0]), float(chi2.sf(float(total @ size), len(total)))


def _by_variance(events: Floats, reached: Floats, variance: float) -> Floats:
    """Return the slope of each child's likelihood by the variance."""
    steps = [np.where(events > j, j / (1 + j * variance), 0.0) for j in range(int(events.max(initial=0)))]
    of_events = np.sum(steps, axis=0) if steps else np.zeros(len(events))
    grown = 1 + variance * reached
    return np.asarray(of_events + np.log(grown) / variance**2 - (1 / variance + events) * reached / grown)
