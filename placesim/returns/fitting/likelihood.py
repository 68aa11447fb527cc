"""Likelihoods of rates in factors, children being alike or lastingly different, and where they are highest."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import numpy as np

from placesim.returns.fitting.cells import Design
from placesim.returns.fitting.estimates import PER_YEAR, Floats

CLOSE = 1e-10
MOST_STEPS = 100


class Slope(NamedTuple):
    """A log likelihood at one place: its value, its first derivatives, and minus its second."""

    value: float
    score: Floats
    information: Floats


class Likelihood(Protocol):
    """How likely a past is, given the logarithms of rates and factors."""

    @property
    def design(self) -> Design:
        """Cells and columns."""

    def at(self, logs: Floats) -> Slope:
        """Return value and derivatives at some logarithms, one a column of the design."""


@dataclass(frozen=True, eq=False)
class Prior:
    """What is believed of the logarithms before looking: a normal density, `pull @ x - x @ precision @ x / 2`."""

    precision: Floats
    """A square matrix; 0 where nothing is believed."""
    pull: Floats
    """Precision times the mean, where there is one."""


def nothing_known(design: Design) -> Prior:
    """Return the prior that says nothing."""
    columns = len(design.columns)
    return Prior(np.zeros((columns, columns)), np.zeros(columns))


@dataclass(frozen=True, eq=False)
class Poisson:
    """Children are alike but for their levels: events in each cell are Poisson."""

    design: Design

    def at(self, logs: Floats) -> Slope:
        """Return value and derivatives, up to a constant that no rate changes."""
        matrix, events = self.design.matrix, self.design.cells.events
        line = matrix @ logs
        expected = self.design.cells.exposure * np.exp(line)
        value = float(events @ line - expected.sum())
        return Slope(value, matrix.T @ (events - expected), matrix.T @ (expected[:, None] * matrix))


@dataclass(frozen=True, eq=False)
class Frailty:
    """Each child has a lasting gamma factor of the rate, of mean 1 and some variance v, integrated out.

    A child with d events and cumulative rate H contributes `sum of log rates + sum over j < d of log(1 + j v) -
    (1/v + d) log(1 + v H)` (J. Klein, Biometrics 48, 1992; luck of day 0 included, as the model draws it then).
    """

    design: Design
    variance: float

    @cached_property
    def exposure(self) -> Any:
        """Child-years by child and cell."""
        return self.design.cells.by_child(self.design.cells.years)

    def at(self, logs: Floats) -> Slope:
        """Return value and derivatives, up to a constant that no rate changes."""
        design, v, events = self.design, self.variance, self.design.cells.events_of_children
        rate = np.exp(design.matrix @ logs)
        reached = self.exposure @ rate
        weight = (1 + v * events) / (1 + v * reached)
        expected = rate * (self.exposure.T @ weight)
        each = self.exposure @ (rate[:, None] * design.matrix)
        value = float(design.cells.events @ (design.matrix @ logs)) + float(self._of_children(reached).sum())
        known = (each * (v * weight / (1 + v * reached))[:, None]).T @ each
        information = design.matrix.T @ (expected[:, None] * design.matrix) - known
        return Slope(value, design.matrix.T @ (design.cells.events - expected), information)

    def _of_children(self, reached: Floats) -> Floats:
        events, v = self.design.cells.events_of_children, self.variance
        most = int(events.max(initial=0))
        of_events = np.concatenate([[0.0], np.cumsum(np.log1p(v * np.arange(most)))])
        return np.asarray(of_events[events.astype(int)] - (1 / v + events) * np.log1p(v * reached))


class Highest(NamedTuple):
    """Where a likelihood times a prior is highest."""

    logs: Floats
    value: float
    """Log likelihood and log prior together, up to a constant."""
    information: Floats
    """Of both: its inverse is the covariance of the logarithms."""


def highest(likelihood: Likelihood, prior: Prior, start: Floats) -> Highest:
    """Return where likelihood times prior is highest, by Newton's method with steps halved where they overshoot."""
    logs, here = start, _with(likelihood, prior, start)
    for _ in range(MOST_STEPS):
        step = _step(likelihood, prior, logs, here)
        length = 1.0
        there = _with(likelihood, prior, logs + step)
        while not there.value >= here.value - CLOSE * abs(here.value) and length > 1e-6:
            length /= 2
            there = _with(likelihood, prior, logs + length * step)
        logs, here = logs + length * step, there
        if np.max(np.abs(length * step)) < CLOSE:
            break
    return Highest(logs, here.value, here.information)


def _with(likelihood: Likelihood, prior: Prior, logs: Floats) -> Slope:
    with np.errstate(over="ignore", invalid="ignore"):
        slope = likelihood.at(logs)
    held = prior.precision @ logs
    value = slope.value + float(prior.pull @ logs - logs @ held / 2)
    return Slope(value, slope.score + prior.pull - held, slope.information + prior.precision)


def _step(likelihood: Likelihood, prior: Prior, logs: Floats, here: Slope) -> Floats:
    """Return Newton's step; far from the top, where the likelihood is no hill, that of children who are alike."""
    from scipy.linalg import LinAlgError, cho_factor, cho_solve

    try:
        factor = cho_factor(here.information)
    except LinAlgError:
        hill = _with(Poisson(likelihood.design), prior, logs).information
        factor = cho_factor(hill + 1e-9 * np.eye(len(logs)) * max(float(np.max(np.diag(hill))), 1.0))
    return np.asarray(cho_solve(factor, here.score))


def first_guess(design: Design) -> Floats:
    """Return the plain rate for every type and no factor, where the search for the top begins."""
    cells = design.cells
    plain = np.log(max(float(cells.events.sum()), 0.5) / float(cells.exposure.sum()))
    return np.array([plain if field == PER_YEAR else 0.0 for field, _ in design.columns])
