"""Luck: everything random about the children of one future, drawn as columns when it is first asked for."""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from math import inf, log1p

import numpy as np
from numpy.typing import NDArray

from placesim.model.dispositions import Disposition, Dispositions
from placesim.model.streams import Floats, Streams, exponential

BLOCK = 4
"""Placements whose luck is drawn at a time; further blocks are drawn only when somebody needs them."""


def outlasted(budgets: Floats, factors: Floats) -> Floats:
    """Return how much of a risk children outlast at its plain rate, where each has a factor of that rate."""
    return np.asarray(np.divide(budgets, factors, out=np.full(budgets.shape, inf), where=factors > 0))


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
        stream: NDArray[np.int64],
        dispositions: Dispositions,
    ):
        """Take down whose luck it is; all of it is drawn on request.

        Args:
            streams: the luck of the replication.
            cohorts: how many children are drawn of each cohort.
            order: each child's place among the children drawn, cohort by cohort.
            stream: each child's entrant stream.
            dispositions: how children differ in their risks, and in which homes suit them.
        """
        self._streams, self._cohorts, self._order = streams, cohorts, order
        self._stream, self._dispositions = stream, dispositions
        self._columns: dict[str, Floats] = {}
        self._rows = self._rows_of_cohorts()

    def _rows_of_cohorts(self) -> list[NDArray[np.int64]]:
        """Return the row of everyone drawn of each cohort; -1 for who is kept out of care."""
        counts = list(self._cohorts.values())
        rows = np.full(sum(counts), -1)
        rows[self._order] = np.arange(len(self._order))
        ends = list(accumulate(counts))
        return [rows[end - count : end] for count, end in zip(counts, ends, strict=True)]

    def _column(self, name: str, draw: Callable[[], Floats]) -> Floats:
        if name not in self._columns:
            self._columns[name] = draw()
        return self._columns[name]

    def _uniforms(self, decisions: Sequence[str], times: int = 1, first: int | None = None) -> Floats:
        """Return each child's uniforms, so many a decision or the first of them: shape (children, times, decisions)."""
        named = [f"{cohort}: {decision}" for decision in decisions for cohort in self._cohorts]
        shape = len(self._order), first or times, len(decisions)
        return self._streams.of_cohorts(named, self._rows, shape, times)

    def _normals(self, decision: str) -> Floats:
        cohorts = self._cohorts.items()
        drawn = [self._streams.normals(f"{cohort}: {decision}", children) for cohort, children in cohorts]
        return np.concatenate(drawn)[self._order]

    def _factors(self, risks: tuple[Disposition, ...]) -> Floats:
        """Return each child's lasting factor of the rate of each risk, shape (children, risks)."""
        found = np.empty((len(self._order), len(risks)))
        for number, each in enumerate(risks):
            luck = self._uniforms([f"frailty {each.risk}"]).ravel() if each.frailty_variance else None
            found[:, number] = each.factors(self._stream, luck)
        return found

    @property
    def leaving(self) -> Floats:
        """How much of each reason for leaving each child outlasts in their first period of care."""
        return self.leaving_in(1)

    def leaving_in(self, period: int) -> Floats:
        """Return how much of each reason for leaving each child outlasts in their n-th period of care (from 1)."""
        risks, of_period = self._dispositions.leaving, f" period {period}" if period > 1 else ""
        decisions = [f"leaving {each.risk}{of_period}" for each in risks]
        return self._column(
            f"leaving{of_period}",
            lambda: outlasted(exponential(self._uniforms(decisions)[:, 0]), self._factors(risks)),
        )

    def re_entry(self, period: int) -> Floats:
        """Return how much of the rate of coming back each child outlasts after their n-th period of care."""
        risk, decision = self._dispositions.re_entry, f"re-entry {period}"
        return self._column(
            decision,
            lambda: outlasted(exponential(self._uniforms([decision])[:, 0]), self._factors((risk,)))[:, 0],
        )

    @property
    def move_factors(self) -> Floats:
        """Each child's lasting factor of the rate of each move."""
        return self._column("move factors", lambda: self._factors(self._dispositions.moves))

    @property
    def fee(self) -> Floats:
        """Each child's place in the distribution of prices, as a standard normal score."""
        return self._column("fee", lambda: self._normals("fee"))

    @property
    def at_18(self) -> Floats:
        """The uniform that settles why each child leaves on their 18th birthday."""
        return self._column("at 18", lambda: self._uniforms(["at 18"]).ravel())

    @property
    def first_moves(self) -> Floats:
        """How much of each move risk each child outlasts in their first placement, shape (children, 1, moves).

        Of later placements only those that begin need it.
        """
        return self._column(
            "first moves",
            lambda: outlasted(exponential(self._move_uniforms(0, first=1)), self.move_factors[:, None, :]),
        )

    def move_uniforms(self, block: int) -> Floats:
        """Return the uniforms of moving in the n-th block of placements, shape (children, placements, moves)."""
        return self._column(f"move {block}", lambda: self._move_uniforms(block))

    def _move_uniforms(self, block: int, first: int | None = None) -> Floats:
        decisions = [f"move {block} {each.risk}" for each in self._dispositions.moves]
        return self._uniforms(decisions, BLOCK, first)

    def need_block(self, block: int) -> Floats:
        """Return the uniforms that settle changes of need after the n-th block of placements."""
        decision = f"need change {block}"
        return self._column(decision, lambda: self._uniforms([decision], BLOCK)[..., 0])

    @property
    def cohort(self) -> NDArray[np.int64]:
        """The number of each child's cohort."""
        return np.searchsorted(np.cumsum(list(self._cohorts.values())), self._order, side="right")

    @property
    def row(self) -> NDArray[np.int64]:
        """Each child's place among the children drawn of their cohort."""
        counts = np.array(list(self._cohorts.values()))
        return np.asarray(self._order - (np.cumsum(counts) - counts)[self.cohort])

    def begun(self, block: int) -> NDArray[np.uint64]:
        """Return where luck begins for the n-th block of placements, shape (cohorts, moves and changes of need, 4).

        There each cohort has a stream a move, and last one of changes of need; of it each child has `BLOCK` numbers.
        """
        decisions = [*(f"move {block} {each.risk}" for each in self._dispositions.moves), f"need change {block}"]
        named = [f"{cohort}: {decision}" for cohort in self._cohorts for decision in decisions]
        return self._streams.begun(named).reshape(len(self._cohorts), len(decisions), -1)

    def suiting(self, provision: str) -> Floats:
        """Return the uniforms that settle whether a provision exists for, or suits, each child."""
        decision, settle = f"suits {provision}", self._dispositions.suiting
        return self._column(decision, lambda: settle(provision, self._uniforms([decision]).ravel(), self.fee))

    def leaving_budgets(self, row: int, period: int = 1) -> list[float]:
        """Return how much of each reason for leaving a child outlasts in their n-th period of care (from 1)."""
        budgets: list[float] = self.leaving_in(period)[row].tolist()
        return budgets

    def move_budgets(self, row: int, placement_number: int) -> list[float]:
        """Return how much of each move risk a child outlasts in their n-th placement (from 1)."""
        if placement_number == 1:
            budgets: list[float] = self.first_moves[row, 0].tolist()
            return budgets
        block, place = divmod(placement_number - 1, BLOCK)
        uniforms, factors = self.move_uniforms(block)[row, place].tolist(), self.move_factors[row].tolist()
        return [-log1p(-uniform) / factor if factor else inf for uniform, factor in zip(uniforms, factors, strict=True)]

    def need_change(self, row: int, placement_number: int) -> float:
        """Return the uniform that settles whether a child's need changes after their n-th placement."""
        block, place = divmod(placement_number - 1, BLOCK)
        return self.need_block(block).item(row, place)

    def suits(self, row: int, provision: str) -> float:
        """Return the uniform that settles whether a provision exists for, or suits, a child."""
        return self.suiting(provision).item(row)
