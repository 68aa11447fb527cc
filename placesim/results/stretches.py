"""Stretches of days laid over pieces of time: the one place that counts nights and area, for all futures at once.

A night is a midnight: whoever is there at midnight sleeps there. A stay has as many nights as midnights pass in it,
floor(end) - floor(start), which is what providers invoice; of several changes on one day only what they come to lasts
the night.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placesim.model.history import History, Table
from placesim.model.same_bits import Floats

Whole = NDArray[np.int64]
Numbers = NDArray[Any]
"""Whole numbers of any length, or weights of any kind."""

CHILDREN_OF_A_FUTURE = 2**40
"""More than any child is numbered: children of the next future are numbered on from here."""


def one_below_the_other(histories: Sequence[History]) -> History:
    """Return histories of one council as one, whose tables also say which future a row is of (`future`, from 0)."""
    return replace(
        histories[0],
        episodes=_joined([history.episodes for history in histories]),
        searches=_joined([history.searches for history in histories]),
        places=_joined([history.places for history in histories]),
        children=_joined([history.children for history in histories]),
        supply=_joined([history.supply for history in histories]),
    )


def _joined(tables: list[Table]) -> Table:
    rows = [len(next(iter(table.values()))) for table in tables]
    future = np.repeat(np.arange(len(tables)), rows)
    joined = {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
    if "child_id" in joined:
        joined["child_id"] += CHILDREN_OF_A_FUTURE * future
    return {**joined, "future": future}


@dataclass(frozen=True, eq=False)
class Laid:
    """One day of each row, laid over the pieces of its future; days past the last piece are left out."""

    rows: Whole
    """Which rows."""
    cell: Whole
    """The future and the piece of each, as one number; days before the first piece stand at its beginning."""
    rest: Floats
    """Midnights from each day to the end of its piece, that of the day itself among them."""
    inside: NDArray[np.bool_]
    """Whether each day is in the piece, not before the first."""

    @classmethod
    def of(cls, days: Floats, future: Whole, edges: Floats) -> "Laid":
        """Lay days over pieces that begin and end at edges; a missing day is past the last.

        Pieces begin on whole days, so the day alone tells which piece it is in, and how many midnights of it are left.
        """
        rows = np.flatnonzero(days < edges[-1])
        days = np.floor(days[rows])
        shown = np.maximum(days, edges[0])
        piece = _piece_of_each_day(edges)[shown.astype(np.int64)]
        return cls(rows, future[rows] * (len(edges) - 1) + piece, edges[piece + 1] - shown, days >= edges[0])

    def only(self, wanted: NDArray[np.bool_]) -> "Laid":
        """Return some of these days."""
        chosen = np.flatnonzero(wanted)
        return Laid(self.rows[chosen], self.cell[chosen], self.rest[chosen], self.inside[chosen])

    def added(
        self, shape: tuple[int, int, int], groups: Numbers | None = None, weights: Numbers | None = None
    ) -> Floats:
        """Add up the days by group, future and piece, each as its weight; groups are of all rows of the table."""
        cell = self.cell if groups is None else groups[self.rows] * (shape[1] * shape[2]) + self.cell
        return np.bincount(cell, weights, shape[0] * shape[1] * shape[2]).reshape(shape).astype(float)


@dataclass(frozen=True, eq=False)
class Stretches:
    """Stretches of days of one table, each of one group (a provision, say) of one future."""

    begins: Laid
    ends: Laid
    groups: Numbers | None
    """The group of every row; with none, all are of the first."""
    shape: tuple[int, int, int]
    """How many groups, futures and pieces."""
    lengths: Floats
    """Nights in each piece."""

    def area(self, weights: Numbers | None = None) -> Floats:
        """Return the midnights of each group in each piece, each stretch's multiplied by its weight.

        A stretch gives the rest of the piece it begins in and every later piece in full, less the same from its end:
        four counts of rows, however many pieces there are.
        """
        return self._from_day_on(self.begins, weights) - self._from_day_on(self.ends, weights)

    def at_end(self, weights: Numbers | None = None) -> Floats:
        """Return how many stretches of each group last through the end of each piece, each as its weight."""
        return np.cumsum(self._counted(self.begins, weights) - self._counted(self.ends, weights), axis=-1)

    def _from_day_on(self, laid: Laid, weights: Numbers | None) -> Floats:
        """Return weighted midnights from each day to the horizon, by group, future and piece."""
        begun = self._counted(laid, weights)
        rest = laid.rest if weights is None else weights[laid.rows] * laid.rest
        in_its_piece = laid.added(self.shape, self.groups, rest)
        return in_its_piece + (np.cumsum(begun, axis=-1) - begun) * self.lengths

    def _counted(self, laid: Laid, weights: Numbers | None) -> Floats:
        return laid.added(self.shape, self.groups, None if weights is None else weights[laid.rows])


def until_the_next(days: Floats, *alike: Numbers) -> Floats:
    """Return the day of the next row, as far as it is of the same future and group; missing where it is not."""
    goes_on = np.ones(max(len(days) - 1, 0), bool)
    for each in alike:
        goes_on &= each[1:] == each[:-1]
    return np.append(np.where(goes_on, days[1:], np.nan), np.nan)[: len(days)]


def _piece_of_each_day(edges: Floats) -> Whole:
    """Return for every day up to the horizon the number of its piece."""
    return np.searchsorted(edges, np.arange(np.ceil(edges[-1])), side="right") - 1
