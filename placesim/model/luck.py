"""Luck: everything random about the children of one future, drawn as columns when it is first asked for."""

from collections.abc import Callable, Mapping
from math import log1p

import numpy as np
from numpy.typing import NDArray

from placesim.model.streams import Floats, Streams, exponential

BLOCK = 4
"""Placements whose luck is drawn at a time; further blocks are drawn only when somebody needs them."""


class Luck:
    """Everything random about the children of one future, one row a child.

    Each decision has a stream of its own, so a reason for leaving more, a provision more or a
    child more changes nobody's luck.
    """

    block = BLOCK

    def __init__(
        self,
        streams: Streams,
        cohorts: Mapping[str, int],
        order: NDArray[np.int64],
        leaving: tuple[str, ...],
        moves: tuple[str, ...],
    ):
        """Take down whose luck it is; all of it is drawn on request.

        Args:
            streams: the luck of the replication.
            cohorts: how many children are drawn of each cohort.
            order: each child's place among the children drawn, cohort by cohort.
            leaving: names of the reasons for leaving.
            moves: names of the moves.
        """
        self._streams, self._cohorts, self._order = streams, cohorts, order
        self._leaving, self._moves = leaving, moves
        self._columns: dict[str, Floats] = {}

    def _column(self, name: str, draw: Callable[[], Floats]) -> Floats:
        if name not in self._columns:
            self._columns[name] = draw()
        return self._columns[name]

    def _uniforms(self, decision: str, times: int = 1) -> Floats:
        """Return every child's uniforms, shape (children, times)."""
        cohorts = self._cohorts.items()
        drawn = [self._streams.uniforms(f"{cohort}: {decision}", children, times) for cohort, children in cohorts]
        return np.concatenate(drawn)[self._order]

    def _normals(self, decision: str) -> Floats:
        cohorts = self._cohorts.items()
        drawn = [self._streams.normals(f"{cohort}: {decision}", children) for cohort, children in cohorts]
        return np.concatenate(drawn)[self._order]

    def _of_each(self, decision: str, names: tuple[str, ...], times: int) -> Floats:
        """Return uniforms of shape (children, times, names)."""
        if not names:
            return np.empty((len(self._order), times, 0))
        return np.stack([self._uniforms(f"{decision} {name}", times) for name in names], axis=2)

    @property
    def leaving(self) -> Floats:
        """How much of each reason for leaving each child outlasts."""
        return self._column("leaving", lambda: exponential(self._of_each("leaving", self._leaving, 1)[:, 0, :]))

    @property
    def fee(self) -> Floats:
        """Each child's place in the distribution of prices, as a standard normal score."""
        return self._column("fee", lambda: self._normals("fee"))

    @property
    def at_18(self) -> Floats:
        """The uniform that settles why each child leaves on their 18th birthday."""
        return self._column("at 18", lambda: self._uniforms("at 18")[:, 0])

    @property
    def first_moves(self) -> Floats:
        """How much of each move risk each child outlasts in the first block of placements."""
        return self._column("first moves", lambda: exponential(self.move_uniforms(0)))

    def move_uniforms(self, block: int) -> Floats:
        """Return the uniforms of moving in the n-th block of placements, shape (children, placements, moves)."""
        decision = f"move {block}"
        return self._column(decision, lambda: self._of_each(decision, self._moves, BLOCK))

    def need_block(self, block: int) -> Floats:
        """Return the uniforms that settle changes of need after the n-th block of placements."""
        decision = f"need change {block}"
        return self._column(decision, lambda: self._uniforms(decision, BLOCK))

    def suiting(self, provision: str) -> Floats:
        """Return the uniforms that settle whether a provision exists for, or suits, each child."""
        decision = f"suits {provision}"
        return self._column(decision, lambda: self._uniforms(decision)[:, 0])

    def leaving_budgets(self, row: int) -> list[float]:
        """Return how much of each reason for leaving a child outlasts."""
        budgets: list[float] = self.leaving[row].tolist()
        return budgets

    def move_budgets(self, row: int, placement_number: int) -> list[float]:
        """Return how much of each move risk a child outlasts in their n-th placement (from 1)."""
        block, place = divmod(placement_number - 1, BLOCK)
        if block == 0:
            budgets: list[float] = self.first_moves[row, place].tolist()
            return budgets
        return [-log1p(-uniform) for uniform in self.move_uniforms(block)[row, place].tolist()]

    def need_change(self, row: int, placement_number: int) -> float:
        """Return the uniform that settles whether a child's need changes after their n-th placement."""
        block, place = divmod(placement_number - 1, BLOCK)
        return self.need_block(block).item(row, place)

    def suits(self, row: int, provision: str) -> float:
        """Return the uniform that settles whether a provision exists for, or suits, a child."""
        return self.suiting(provision).item(row)
