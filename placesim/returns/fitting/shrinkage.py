"""Shrinkage: levels with few events lean on the levels beside them, as far as levels of their factor are alike."""

import numpy as np

from placesim.returns.fitting.cells import Design
from placesim.returns.fitting.estimates import BY_STREAM, PER_YEAR, Floats
from placesim.returns.fitting.likelihood import Highest, Poisson, Prior, first_guess, highest, nothing_known
from placesim.returns.fitting.stays import Bools

ENOUGH_EVENTS = 30
"""A level with so many events stands alone."""

LIKELY_VARIANCE, WORTH = 0.5, 2.0
"""How far levels of a factor are thought to differ before looking (variance of logarithms), worth so many levels."""

ROUNDS = 12
"""Rounds of guessing the variance from the levels, and the levels from the variance."""

UNINFORMED = 1 / 25
"""Precision that settles what the data cannot: two levels that always go together."""


def thin_columns(design: Design) -> Bools:
    """Tell which columns of a design have too few events to stand alone."""
    return np.asarray(design.events < ENOUGH_EVENTS)


def with_thin_levels_shrunk(design: Design) -> tuple[Highest, Prior]:
    """Return rates and factors of children who are alike, and the prior that shrank those with few events.

    A thin level is normal around the level of all types, around the bands on either side of it (a random walk), or
    around no effect (streams). The variance is that of the levels of its factor themselves, found by turns with them
    (empirical Bayes by expectation and maximisation; C. Morris, Journal of the American Statistical Association 78,
    1983). Levels with enough events are neither shrunk nor drawn to thin ones: thin ones are told where they are.
    """
    likelihood, variances = Poisson(design), dict.fromkeys(design.cells.fields, LIKELY_VARIANCE)
    found = highest(likelihood, _settling(design, _prior(design, variances, first_guess(design))), first_guess(design))
    for _ in range(ROUNDS if thin_columns(design).any() else 1):
        covariance = np.asarray(np.linalg.inv(found.information), np.float64)
        variances = {field: _variance(design, field, found.logs, covariance) for field in design.cells.fields}
        prior = _settling(design, _prior(design, variances, found.logs))
        found = highest(likelihood, prior, found.logs)
    return found, prior


def _variance(design: Design, field: str, logs: Floats, covariance: Floats) -> float:
    """Return how far levels of a factor differ: types from their mean, bands from the next, streams from none."""
    apart = _differences(design, field)
    squares = (apart @ logs) ** 2 + np.einsum("ij,jk,ik->i", apart, covariance, apart)
    free = len(apart) - (field == PER_YEAR)  # the mean of the types is taken from the types themselves
    return float((squares.sum() + WORTH * LIKELY_VARIANCE) / (free + WORTH))


def _differences(design: Design, field: str) -> Floats:
    """Return what should be near 0 were the levels of a field alike: one row each, weights of the columns."""
    rows = _levels(design, field)
    if field == PER_YEAR:
        return np.asarray(rows - rows.mean(axis=0))
    return rows if field == BY_STREAM else np.diff(rows, axis=0)


def _levels(design: Design, field: str) -> Floats:
    """Return the levels of a field in their order, one row each: 1 at its column; a reference has none."""
    column_of = {design.columns[column][1]: column for column in design.columns_of(field)}
    order = sorted({*column_of, *([design.references[field]] if field in design.references else [])})
    rows = np.zeros((len(order), len(design.columns)))
    for row, level in enumerate(order):
        if level in column_of:
            rows[row, column_of[level]] = 1.0
    return rows


def _prior(design: Design, variances: dict[str, float], logs: Floats) -> Prior:
    """Return the prior of thin levels, given how far levels differ and where those with enough events are."""
    thin, precision = thin_columns(design), nothing_known(design).precision
    for field, variance in variances.items():
        apart = _differences(design, field)
        precision += apart.T @ apart / variance
    # What holds thin levels to thick ones holds only the thin: the thick are where they were found.
    pull = -precision[:, ~thin] @ logs[~thin]
    both = np.outer(thin, thin)
    return Prior(np.where(both, precision, 0.0), np.where(thin, pull, 0.0))


def _settling(design: Design, prior: Prior) -> Prior:
    """Return the prior, with a little of one on everything where the data alone settle nothing."""
    information = Poisson(design).at(first_guess(design)).information + prior.precision
    scale = 1 / np.sqrt(np.maximum(np.diag(information), 1e-12))
    weakest = np.linalg.eigvalsh(information * scale[:, None] * scale)[0]
    if weakest > 1e-7:
        return prior
    little = UNINFORMED * np.eye(len(scale))
    return Prior(prior.precision + little, prior.pull + UNINFORMED * first_guess(design))


def like_the_others(design: Design, logs: Floats) -> Floats:
    """Return what each column would be, were its level like the others: the pooled rate, the bands beside it, or 0."""
    found = np.zeros(len(logs))
    for field in design.cells.fields:
        columns = design.columns_of(field)
        if field == PER_YEAR:
            found[columns] = _pooled(design, logs, columns)
        elif field != BY_STREAM and columns:
            apart = _differences(design, field)
            tied = apart.T @ apart
            found[columns] = (logs - tied @ logs / np.maximum(np.diag(tied), 1e-12))[columns]
    return found


def _pooled(design: Design, logs: Floats, columns: list[int]) -> float:
    """Return the logarithm of the rate that all types together have, other factors as they are."""
    matrix, cells = design.matrix, design.cells
    expected = cells.exposure * np.exp(matrix @ logs - matrix[:, columns] @ logs[columns])
    return float(np.log(max(float(cells.events.sum()), 0.5) / expected.sum()))
