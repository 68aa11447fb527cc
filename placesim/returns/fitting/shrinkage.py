"""Shrinkage: levels with few events lean on the levels beside them, as far as levels of their factor are alike."""

from dataclasses import dataclass

import numpy as np

from placesim.returns.fitting.cells import Design
from placesim.returns.fitting.estimates import BY_STREAM, PER_YEAR, Floats
from placesim.returns.fitting.likelihood import Highest, Poisson, Prior, first_guess, highest
from placesim.returns.fitting.stays import Whole

ENOUGH_EVENTS = 30
"""A level with so many events stands alone."""

LEAST_VARIANCE, MOST_VARIANCE = 0.01, 4.0
"""How alike, and how different, levels of one factor are thought to be at most: variance of the logarithms."""

ROUNDS = 12
"""Rounds of guessing the variance from the levels, and the levels from the variance."""

UNINFORMED = 1 / 25
"""Precision that settles what the data cannot: two levels that always go together."""


def shrunk_columns(design: Design) -> Floats:
    """Tell which columns of a design have too few events to stand alone, as 1 and 0."""
    return (design.events < ENOUGH_EVENTS).astype(float)


def with_thin_levels_shrunk(design: Design) -> tuple[Highest, Prior]:
    """Return rates and factors of children who are alike, and the prior that shrank those with few events.

    A thin level's logarithm is normal around the mean of its neighbours (bands, as a random walk has them), the pooled
    rate (types) or 0 (streams). The variance is that of the levels of its factor themselves, found by turns with them
    (empirical Bayes by expectation and maximisation; C. Morris, Journal of the American Statistical Association 78,
    1983). Levels with enough events are not shrunk, nor drawn to thin ones.
    """
    likelihood, thin = Poisson(design), shrunk_columns(design)
    prior = _settling(design, Prior(first_guess(design), thin))
    found = highest(likelihood, prior, first_guess(design))
    for _ in range(ROUNDS if thin.any() else 0):
        prior = _settling(design, _learnt(design, found, thin))
        found = highest(likelihood, prior, found.logs)
    return found, prior


def _learnt(design: Design, found: Highest, thin: Floats) -> Prior:
    """Return the prior of thin levels, as the levels found so far tell it."""
    covariance, centre = np.linalg.inv(found.information), centres(design, found.logs)
    precision = np.zeros(len(thin))
    for field in design.cells.fields:
        columns = design.columns_of(field)
        if field in (PER_YEAR, BY_STREAM) and columns:
            apart = (found.logs - centre)[columns] ** 2 + np.diag(covariance)[columns]
            precision[columns] = 1 / _within_limits(float(np.mean(apart)))
        elif columns:
            chain = Chain.of(design, field)
            precision[columns] = chain.neighbours / _within_limits(chain.step(found.logs, covariance))
    return Prior(centre, precision * thin)


def _within_limits(variance: float) -> float:
    return min(max(variance, LEAST_VARIANCE), MOST_VARIANCE)


def _settling(design: Design, prior: Prior) -> Prior:
    """Return the prior, with a little of one on everything where the data alone settle nothing."""
    information = Poisson(design).at(first_guess(design)).information + np.diag(prior.precision)
    scale = 1 / np.sqrt(np.maximum(np.diag(information), 1e-12))
    weakest = np.linalg.eigvalsh(information * scale[:, None] * scale)[0]
    return prior if weakest > 1e-7 else Prior(prior.centre, np.maximum(prior.precision, UNINFORMED))


def centres(design: Design, logs: Floats) -> Floats:
    """Return what each column would be if its level were like the others of its field."""
    found = np.zeros(len(logs))
    for field in design.cells.fields:
        columns = design.columns_of(field)
        if field == PER_YEAR:
            found[columns] = _pooled(design, logs, columns)
        elif field != BY_STREAM and columns:
            found[columns] = Chain.of(design, field).beside(logs)
    return found


def _pooled(design: Design, logs: Floats, columns: list[int]) -> float:
    """Return the logarithm of the rate that all types together have, other factors as they are."""
    matrix, cells = design.matrix, design.cells
    expected = cells.exposure * np.exp(matrix @ logs - matrix[:, columns] @ logs[columns])
    return float(np.log(max(float(cells.events.sum()), 0.5) / expected.sum()))


@dataclass(frozen=True, eq=False)
class Chain:
    """The bands of one factor in their order, each beside the next."""

    weights: Floats
    """One row a band, one column a column of the design: 1 where the band is the column; the reference has none."""
    columns: Whole
    """Row of each of the field's columns."""

    @classmethod
    def of(cls, design: Design, field: str) -> "Chain":
        """Put the bands of a field in order."""
        column_of = {design.columns[column][1]: column for column in design.columns_of(field)}
        order = sorted({*column_of, design.references[field]})
        weights = np.zeros((len(order), len(design.columns)))
        for row, level in enumerate(order):
            if level in column_of:
                weights[row, column_of[level]] = 1.0
        return cls(weights, np.array([order.index(level) for level in column_of], np.int64))

    @property
    def neighbours(self) -> Floats:
        """How many bands each column's band has beside it."""
        last = len(self.weights) - 1
        return (self.columns > 0).astype(float) + (self.columns < last)

    def beside(self, logs: Floats) -> Floats:
        """Return the mean of the logarithms on either side of each column's band."""
        padded = np.concatenate([[0.0], self.weights @ logs, [0.0]])
        return np.asarray((padded[self.columns] + padded[self.columns + 2]) / self.neighbours)

    def step(self, logs: Floats, covariance: Floats) -> float:
        """Return the mean square of the step from a band to the next, its uncertainty included."""
        steps = np.diff(self.weights, axis=0)
        return float(np.mean((steps @ logs) ** 2 + np.einsum("ij,jk,ik->i", steps, covariance, steps)))
