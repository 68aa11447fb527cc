"""Shares: names become numbers, and a uniform picks one of them by the shares they have."""

from collections.abc import Iterable, Mapping
from math import inf

import numpy as np

from placesim.model.children import Whole
from placesim.model.streams import Floats


def numbered(names: Iterable[str]) -> dict[str, int]:
    """Return the number of each name, in order."""
    return {name: number for number, name in enumerate(names)}


class Chooser:
    """Picks a number by uniforms, from shares that add to 1; which shares, each row says."""

    def __init__(self, shares: Iterable[Mapping[str, float]], numbers: Mapping[str, int]):
        """Add the shares up, in the order in which they are written."""
        likely = [[(numbers[name], share) for name, share in row.items() if share > 0] for row in shares]
        width = max((len(row) for row in likely), default=0) or 1
        self._ends, self._numbers = np.full((len(likely), width), inf), np.zeros((len(likely), width), np.int64)
        self._last = np.array([max(len(row) - 1, 0) for row in likely], np.int64)
        for place, row in enumerate(likely):
            self._ends[place, : len(row)] = np.cumsum([share for _, share in row])
            self._numbers[place, : len(row)] = [number for number, _ in row]

    def pick(self, rows: Whole, uniforms: Floats) -> Whole:
        """Return the number that each uniform picks from the shares of its row."""
        passed = (uniforms[:, None] >= self._ends[rows]).sum(axis=1)
        return np.asarray(self._numbers[rows, np.minimum(passed, self._last[rows])])
