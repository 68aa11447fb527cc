"""Shrinkage: levels with few events lean on the levels beside them, as far as levels of their factor are alike."""

import numpy as np

from placesim.returns.fitting.cells import Design
from placesim.returns.fitting.estimates import BY_STREAM, PER_YEAR, Floats
from placesim.returns.fitting.likelihood import Highest, Poisson, Prior, first_guess, highest

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

    A thin level's logarithm is normal around the mean of its neighbours (bands), the pooled rate (types) or 0
    (streams). The variance is that of the levels of its factor themselves, found by turns with them (empirical Bayes
    by expectation and maximisation; C. Morris, Journal of the American Statistical Association 78, 1983). Levels with
    enough events are not shrunk, nor drawn to thin ones.
    """
    likelihood, thin = Poisson(design), shrunk_columns(design)
    prior = _settling(design, Prior(_plain(design), thin))
    found = highest(likelihood, prior, first_guess(design))
    for _ in range(ROUNDS if thin.any() else 0):
        prior = _settling(design, _learnt(design, found, thin))
        found = highest(likelihood, prior, found.logs)
    return found, prior


def _plain(design: Design) -> Floats:
    return first_guess(design)


def _learnt(design: Design, found: Highest, thin: Floats) -> Prior:
    """Return the prior of thin levels, as the levels found so far tell it."""
    spread, centre = np.diag(np.linalg.inv(found.information)), centres(design, found.logs)
    precision = np.zeros(len(thin))
    for field in design.cells.fields:
        columns = design.columns_of(field)
        if columns:
            variance = float(np.mean((found.logs - centre)[columns] ** 2 + spread[columns]))
            precision[columns] = 1 / min(max(variance, LEAST_VARIANCE), MOST_VARIANCE)
    return Prior(centre, precision * thin)


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
        elif field != BY_STREAM:
            found[columns] = _beside(design, logs, field, columns)
    return found


def _pooled(design: Design, logs: Floats, columns: list[int]) -> float:
    """Return the logarithm of the rate that all types together have, other factors as they are."""
    matrix, cells = design.matrix, design.cells
    expected = cells.exposure * np.exp(matrix @ logs - matrix[:, columns] @ logs[columns])
    return float(np.log(max(float(cells.events.sum()), 0.5) / expected.sum()))


def _beside(design: Design, logs: Floats, field: str, columns: list[int]) -> list[float]:
    """Return the mean of the logarithms on either side of each band; the reference is 0."""
    known = {level: float(logs[column]) for column in columns for level in [design.columns[column][1]]}
    known[design.references[field]] = 0.0
    order = sorted(known)
    places = [order.index(design.columns[column][1]) for column in columns]
    return [float(np.mean([known[order[n]] for n in (at - 1, at + 1) if 0 <= n < len(order)])) for at in places]
