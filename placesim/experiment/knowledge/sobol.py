"""Full Sobol indices: the rows of assumptions to play elsewhere, and what the figures played from them say."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan

import numpy as np

from placesim.experiment.knowledge.shares import SHUFFLES, why_nothing
from placesim.experiment.knowledge.smooths import ungrouped
from placesim.results.facts import Floats

RESAMPLES = 500
"""Bootstrap samples of the rows, for the intervals of the indices."""


@dataclass(frozen=True)
class Index:
    """One index and its 95% interval."""

    value: float
    """Share of the variance of the figure over the assumptions; by chance it may come out below nothing."""
    low: float
    high: float
    reason: str = ""
    """Why it is missing; empty where it is not."""


@dataclass(frozen=True)
class Indices:
    """Of each assumption of no group, in the order of the draws, and then of each group."""

    first: tuple[Index, ...]
    """What each does by itself."""
    total: tuple[Index, ...]
    """What each does by itself and together with others."""


def moved_together(assumptions: int, groups: Mapping[str, tuple[int, ...]] | None = None) -> list[tuple[int, ...]]:
    """Return the columns that have an index of their own: assumptions of no group one by one, then each group."""
    together = [tuple(columns) for columns in (groups or {}).values() if columns]
    return [*((column,) for column in ungrouped(assumptions, groups or {})), *together]


def sobol_rows(assumptions: int, groups: Mapping[str, tuple[int, ...]] | None, points: int, seed: int) -> Floats:
    """Return what to play: numbers between 0 and 1, shape (points x (indices + 2), assumptions).

    First come `points` rows, then as many others, then for each index the first ones with its columns from the others
    (Saltelli et al. 2010, as scipy.stats.sobol_indices lays them out). The members of a group move together, so that
    indices are right where assumptions are correlated.

    Args:
        assumptions: how many there are.
        groups: columns of each group, by name.
        points: a power of two.
        seed: of the scramble.

    Raises:
        ValueError: `points` is no power of two.
    """
    from scipy.stats import qmc  # slow to import, and only drawn studies need it

    if points < 2 or points & (points - 1):
        raise ValueError(f"{points} points: a power of two is needed, as 256 or 512")
    drawn = qmc.Sobol(2 * assumptions, rng=np.random.default_rng(seed)).random(points)
    first, others = drawn[:, :assumptions], drawn[:, assumptions:]
    rows = [first, others]
    for columns in moved_together(assumptions, groups):
        mixed = first.copy()
        mixed[:, columns] = others[:, columns]
        rows.append(mixed)
    return np.vstack(rows)


def sobol_indices(figures: Floats, points: int) -> Indices:
    """Return first-order and total indices of figures played from `sobol_rows`, one a row.

    Each figure is a mean over the same few futures in every row, so that luck moves all rows alike. First order by
    Saltelli et al. (2010), total by Jansen (1999), intervals by the bootstrap, all as in scipy.stats.sobol_indices.

    Args:
        figures: one a row.
        points: as in `sobol_rows`.
    """
    from scipy.stats import sobol_indices as scipys

    blocks = figures.reshape(-1, points)
    missing = "missing in some of the rows" if np.isnan(figures).any() else why_nothing(blocks[:2].ravel())
    if missing:
        none = (Index(nan, nan, nan, missing),) * (len(blocks) - 2)
        return Indices(none, none)
    deviations = blocks - blocks[:2].mean()  # the first-order estimator is the surer, the nearer the mean is to nothing
    played = {"f_A": deviations[None, 0], "f_B": deviations[None, 1], "f_AB": deviations[2:, None]}
    found = scipys(func=played, n=points, rng=np.random.default_rng(SHUFFLES))
    again = found.bootstrap(n_resamples=RESAMPLES)
    return Indices(
        _indices(found.first_order, again.first_order.confidence_interval),
        _indices(found.total_order, again.total_order.confidence_interval),
    )


def _indices(values: Floats, interval: tuple[Floats, Floats]) -> tuple[Index, ...]:
    low, high = interval
    ends = np.stack([values.ravel(), np.ravel(low), np.ravel(high)], axis=1)
    return tuple(Index(*each) for each in ends.tolist())
