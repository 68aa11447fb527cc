"""Suppression: a count of 1 to 4 children is not told, nor what would give it away."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FEWEST = 5
"""The smallest count of children that is told, 0 apart."""

FEW = f"fewer than {FEWEST}"
"""What is said in place of a count that is not told."""


def few(count: int) -> bool:
    """Tell whether a count is too small to be told."""
    return 0 < count < FEWEST


def told(count: int, one: str, many: str = "") -> str:
    """Return a count as it may be told, as in `45 events` or `fewer than 5 events`.

    Args:
        count: how many.
        one: what one of them is called.
        many: what several are called; left out, that with an s.
    """
    several = many or f"{one}s"
    return f"{FEW} {several}" if few(count) else f"{count:,} {one if count == 1 else several}"


def hidden(counts: Sequence[int]) -> list[bool]:
    """Tell which of several counts with a known total are not told.

    Counts of 1 to 4 are not, nor is what would give one away (see `hidden_in_sums`).
    """
    of_one_sum = [np.arange(len(counts))]
    found: list[bool] = hidden_in_sums(np.array(counts, float), of_one_sum).tolist()
    return found


def hidden_in_sums(counts: NDArray[np.float64], sums: Sequence[NDArray[np.int64]]) -> NDArray[np.bool_]:
    """Tell which of many counts are not told, so that none can be worked out from the others.

    Counts of 1 to 4 are not, nor are averages between 0 and 5. Of what belongs to one sum, either nothing is hidden,
    or at least two counts that come to 5 or more together: else the smallest other count goes too. That may break
    another sum, so it is done until none changes.

    Args:
        counts: all counts; missing ones are told as missing.
        sums: of each sum, where its parts stand in `counts`, and its total where that is told too.
    """
    not_told = (counts > 0) & (counts < FEWEST)
    changed = True
    while changed:
        changed = False
        for cells in sums:
            further = _further(counts[cells], not_told[cells])
            if further is not None:
                not_told[cells[further]] = changed = True
    return not_told


def _further(counts: NDArray[np.float64], not_told: NDArray[np.bool_]) -> int | None:
    """Return which count of a sum has to be hidden beside those that are; None where none has, or none is left."""
    enough = not_told.sum() > 1 and counts[not_told].sum() >= FEWEST
    left = np.flatnonzero(~not_told & ~np.isnan(counts))
    if enough or not not_told.any() or not len(left):
        return None
    there = left[counts[left] > 0]
    candidates = there if len(there) else left
    return int(candidates[np.argmin(counts[candidates])])
