"""Counting: rows of one history or of many by group, future and period, once for every measure that asks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.model.history import History, Table
from placesim.model.same_bits import Floats
from placesim.results.financial_year import Periods
from placesim.results.measuring import measured_days
from placesim.results.prices import between_changes, cut_on
from placesim.results.stretches import Laid, Numbers, Stretches, Whole

T = TypeVar("T")

Grouped = dict[str, Floats]
"""For each group (a placement type, a provision, a reason, `all` ...) one figure a period, of each future."""


@dataclass(frozen=True, eq=False)
class Counting:
    """A history, or those of several futures as one; the baseline they belong to; and the periods to report.

    Figures have shape (periods,) where there is one history, and (futures, periods) where there are several. What
    measures share is counted once, by piece: a period, or part of it, in which no price changes.
    """

    baseline: Baseline
    history: History
    periods: Periods
    futures: int | None = None
    """How many futures the history holds, one below the other; none where it is a single one."""
    _finest: Periods | None = field(default=None, repr=False)
    """Shorter periods that these are made of, laid over the history before."""
    _worked_out: dict[Any, Any] = field(default_factory=dict, repr=False)
    _among: "tuple[Self, int] | None" = field(default=None, repr=False)
    """Facts of several futures that each have a council of their own, and which of them this is, from 0."""

    def over(self, periods: Periods) -> Self:
        """Return the same facts over longer periods, made of these, with all that has been counted."""
        return replace(self, periods=periods, _finest=self._finest or self.periods)

    def once(self, work_out: Callable[[Self], T]) -> T:
        """Return what a function makes of these facts piece by piece, worked out the first time any measure asks.

        It must not depend on the periods: facts over other periods share it (see `over`).
        """
        return self._known(work_out, work_out)

    def once_for_alike(self, work_out: Callable[[Self], T], read: Callable[[Baseline], object]) -> T:
        """Return what `once` does, worked out together for all futures beside this one whose councils are alike in it.

        Args:
            work_out: its figures have futures and pieces as their last two dimensions.
            read: all that it reads of a council.
        """

        def found(facts: Self) -> T:
            if facts._among is None:
                return work_out(facts)
            together, number = facts._among
            alike = read(together.baseline) == read(facts.baseline)
            if not alike or not np.array_equal(together.pieces.edges, facts.pieces.edges):
                return work_out(facts)
            alone: T = of_future(together.once(work_out), number)
            return alone

        return self._known(work_out, found)

    def once_by_period(self, work_out: Callable[[Self], T]) -> T:
        """Return what a function makes of these facts period by period, worked out the first time any measure asks."""
        return self._known((work_out, self.periods), work_out)

    def apart(self, baseline: Baseline, history: History, number: int) -> Self:
        """Return facts of one of these futures, whose council differs from the others' in its numbers only."""
        return replace(self, baseline=baseline, history=history, futures=1, _worked_out={}, _among=(self, number))

    def _known(self, key: object, work_out: Callable[[Self], T]) -> T:
        if key not in self._worked_out:
            self._worked_out[key] = work_out(self)
        found: T = self._worked_out[key]
        return found

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Shape of the figures of one group."""
        periods = len(self.periods.labels)
        return (periods,) if self.futures is None else (self.futures, periods)

    def shape_by_piece(self, groups: int) -> tuple[int, int, int]:
        """Return the shape of the figures of so many groups by future and piece."""
        return groups, self.futures or 1, len(self.pieces.labels)

    @cached_property
    def pieces(self) -> Periods:
        """Pieces of the shortest periods asked for, in which no price changes and no contract is measured anew."""
        prices, start = [provision.price for provision in self.baseline.provision.values()], self.history.start
        pieces = between_changes(prices, start, self._finest or self.periods)[0]
        return cut_on(pieces, measured_days(self.baseline, start, float(pieces.edges[-1])))

    @cached_property
    def _first_pieces(self) -> Whole:
        return np.searchsorted(self.pieces.edges, self.periods.edges[:-1])

    def in_periods(self, by_piece: Floats) -> Floats:
        """Add pieces up to periods: from shape (groups, futures, pieces) to (groups, *shape)."""
        return self._of_futures(np.add.reduceat(by_piece, self._first_pieces, axis=-1))

    def at_end_of_periods(self, by_piece: Floats) -> Floats:
        """Return the figures of each period's last piece: from shape (groups, futures, pieces) to (groups, *shape)."""
        last = np.append(self._first_pieces[1:], len(self.pieces.labels)) - 1
        return self._of_futures(by_piece[..., last])

    def _of_futures(self, figures: Floats) -> Floats:
        return figures[..., 0, :] if self.futures is None else figures

    def future_of(self, table: str) -> Whole:
        """Return the number of the future that each row of a table is of."""
        rows: Table = getattr(self.history, table)
        return rows["future"] if self.futures else np.zeros(len(next(iter(rows.values()))), np.int64)

    def by_future(self, table: str, rows: Whole) -> Floats:
        """Count some rows of a table future by future; one number where there is one history."""
        counts = np.bincount(self.future_of(table)[rows], minlength=self.futures or 1).astype(float)
        return counts if self.futures else counts[0]

    def laid(self, table: str, day: str) -> Laid:
        """Return a table's column of days, laid over the pieces."""

        def lay(facts: Self) -> Laid:
            rows: Table = getattr(facts.history, table)
            return Laid.of(rows[day], facts.future_of(table), facts.pieces.edges)

        return self._known((table, day), lay)

    def stretches(self, table: str, begins: str, ends: str, groups: Numbers | None = None, many: int = 1) -> Stretches:
        """Return the stretches between two columns of days: nights, and who is there at an end, are counted from them.

        Args:
            table: a table of the history.
            begins: column of days; rows without one do not count.
            ends: column of days; rows without one run on.
            groups: the group that each row counts in; if not given, all count in one.
            many: how many groups there are.
        """
        ended, missing = self.laid(table, ends), np.isnan(getattr(self.history, table)[begins])
        if missing.any():
            ended = ended.only(~missing[ended.rows])
        return Stretches(self.laid(table, begins), ended, groups, self.shape_by_piece(many), self.pieces.lengths)

    def events(
        self, table: str, day: str, counted: NDArray[np.bool_], kinds: Numbers, names: tuple[str, ...]
    ) -> Grouped:
        """Count dated events by kind and period, and in all.

        Args:
            table: a table of the history.
            day: its column of days on which they happen.
            counted: which rows are such events.
            kinds: the kind of every row, as a number; those of rows that do not count may be anything.
            names: the kinds.
        """
        laid = self.laid(table, day)
        happened = laid.only(laid.inside & counted[laid.rows])
        figures = self.in_periods(happened.added(self.shape_by_piece(len(names)), kinds))
        return {"all": self.total(figures), **dict(zip(names, figures, strict=True))}

    def total(self, figures: Iterable[Floats]) -> Floats:
        """Return the sum of groups, added one by one, so that a future's does not depend on those beside it."""
        return sum(figures, start=np.zeros(self.shape))


def of_future(found: Any, number: int) -> Any:
    """Return one future's part of figures whose last two dimensions are futures and pieces."""
    if isinstance(found, np.ndarray):
        return found[..., number : number + 1, :]
    if isinstance(found, dict):
        return {key: of_future(each, number) for key, each in found.items()}
    return replace(found, **{each.name: of_future(getattr(found, each.name), number) for each in fields(found)})
