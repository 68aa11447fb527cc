"""Facts: one history laid over periods, once, for every measure to read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from placesim.config.baseline import Baseline
from placesim.config.risks import BUILT_IN_MOVES
from placesim.model.history import History, Table
from placesim.results.financial_year import Periods

Floats = NDArray[np.float64]
T = TypeVar("T")

Grouped = dict[str, Floats]
"""For each group (a placement type, a provision, a reason, `all` ...) one figure a period."""


class ForeignHistoryError(ValueError):
    """A history that is not of the council whose measures are asked for."""


@dataclass(frozen=True, eq=False)
class _Laid:
    """One day of each episode, laid over periods; those past the last period are left out."""

    rows: NDArray[np.int64]
    """Which episodes."""
    cell: NDArray[np.int64]
    """The provision and the period of each, as one number."""
    rest: Floats
    """Nights from each day to the end of its period."""


@dataclass(frozen=True, eq=False)
class Facts:
    """A history, the baseline it belongs to, and the periods to report; tables count once what measures share."""

    baseline: Baseline
    history: History
    periods: Periods
    _worked_out: dict[Callable[["Facts"], Any], Any] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse a history of another council: its numbers would stand for other provision.

        Raises:
            ForeignHistoryError: provision or reasons are not those of the baseline.
        """
        known, names = self.baseline, self.history.names
        reasons = {*known.leaving, *known.at_18.reasons, *known.moves, *BUILT_IN_MOVES}
        for kind, found, allowed in (
            ("provision", names.provisions, known.provision),
            ("reason", names.reasons, reasons),
        ):
            if unknown := [name for name in found if name not in allowed]:
                raise ForeignHistoryError(f"the configuration does not know {kind} {unknown[0]!r} of the history")
        if names.provisions != tuple(known.provision):
            raise ForeignHistoryError(
                "the history has fewer provisions than the configuration, or another order of them"
            )

    def once(self, work_out: Callable[["Facts"], T]) -> T:
        """Return what a function makes of these facts, worked out the first time that any measure asks."""
        if work_out not in self._worked_out:
            self._worked_out[work_out] = work_out(self)
        found: T = self._worked_out[work_out]
        return found

    @property
    def starts_known(self) -> bool:
        """Whether it is known, child by child, when the placements of day 0 began: from a return or a list."""
        return self.history.observed or self.baseline.children_in_care.all_listed

    @cached_property
    def nights(self) -> Floats:
        """Nights in care by provision and period, shape (provisions, periods)."""
        return self.weighted_nights(np.ones(len(self.history.episodes["child_id"])))

    def weighted_nights(self, weights: Floats) -> Floats:
        """Return nights by provision and period, each episode's multiplied by its weight.

        An episode gives the rest of the period it begins in and every later period in full, less
        the same from its end: four counts of rows, however many periods there are.
        """
        return self._from_day_on(self._begun, weights) - self._from_day_on(self._ended, weights)

    @cached_property
    def at_end(self) -> Floats:
        """Children placed on the last night of each period by provision, shape (provisions, periods)."""
        return np.cumsum(self._counted(self._begun.cell) - self._counted(self._ended.cell), axis=1)

    @cached_property
    def _begun(self) -> "_Laid":
        return self._laid(self.history.episodes["start_day"])

    @cached_property
    def _ended(self) -> "_Laid":
        return self._laid(self.history.episodes["end_day"])

    def _laid(self, days: Floats) -> "_Laid":
        """Lay one day of every episode over the periods, those before the first at its beginning."""
        edges = self.periods.edges
        rows = np.flatnonzero(days < edges[-1])  # a missing day is not
        days = np.maximum(days[rows], edges[0])
        period = np.searchsorted(edges, days, side="right") - 1
        cell = self.history.episodes["provision"][rows] * len(self.periods.labels) + period
        return _Laid(rows, cell, edges[period + 1] - days)

    def _from_day_on(self, laid: "_Laid", weights: Floats) -> Floats:
        """Return weighted nights from each day to the horizon, by provision and period."""
        weights = weights[laid.rows]
        begun = self._counted(laid.cell, weights)
        return self._counted(laid.cell, weights * laid.rest) + (np.cumsum(begun, axis=1) - begun) * self.periods.lengths

    def _counted(self, cell: NDArray[np.int64], weights: Floats | None = None) -> Floats:
        """Count rows by provision and period, each as its weight."""
        shape = len(self.history.names.provisions), len(self.periods.labels)
        return np.bincount(cell, weights, shape[0] * shape[1]).reshape(shape).astype(float)

    def by_placement(self, figures: Floats) -> Grouped:
        """Return figures of shape (provisions, periods) in all, by placement type and by provision."""
        names = self.history.names
        by_type = np.zeros((len(names.placement_types), figures.shape[1]))
        for number, row in zip(names.type_of, figures, strict=True):
            by_type[number] += row
        return {
            "all": figures.sum(axis=0),
            **dict(zip(names.placement_types, by_type, strict=True)),
            **dict(zip(names.provisions, figures, strict=True)),
        }

    def events(self, days: Floats, kinds: NDArray[np.int32], names: tuple[str, ...]) -> Grouped:
        """Count dated events by kind and period, and in all."""
        period = np.searchsorted(self.periods.edges, days, side="right") - 1
        inside = (period >= 0) & (period < len(self.periods.labels)) & (days < self.periods.edges[-1])
        width = len(self.periods.labels)
        counts = np.bincount(kinds[inside] * width + period[inside], minlength=len(names) * width)
        table = counts.reshape(len(names), width).astype(float)
        return {"all": table.sum(axis=0), **dict(zip(names, table, strict=True))}

    @cached_property
    def with_places(self) -> dict[str, Table]:
        """Supply steps in order of day, for each provision with a number of places."""
        places, found = self.history.places, {}
        for number, name in enumerate(self.history.names.provisions):
            if self.baseline.provision[name].capacity.kind != "spot":
                first, last = np.searchsorted(places["provision"], [number, number + 1])
                found[name] = {column: values[first:last] for column, values in places.items()}
        return found

    @cached_property
    def first_of_child(self) -> NDArray[np.bool_]:
        """Whether each episode is its child's first: rows stand by child and placement."""
        child = self.history.episodes["child_id"]
        return np.append(True, child[1:] != child[:-1])[: len(child)]

    @cached_property
    def first_of_period(self) -> NDArray[np.bool_]:
        """Whether each episode is the first of a period of care: the child enters care with it, or has come back."""
        period = self.history.episodes["period_of_care"]
        return np.asarray(self.first_of_child | np.append(True, period[1:] != period[:-1])[: len(period)])

    @cached_property
    def enters_care(self) -> NDArray[np.bool_]:
        """Whether a child enters care, or comes back to it, with each episode; not who was in care at the start."""
        episodes, children = self.history.episodes, self.history.children
        there = np.isin(episodes["child_id"], children["child_id"][children["in_care_at_start"]])
        return np.asarray(self.first_of_period & ~(there & (episodes["start_day"] <= 0)))

    @cached_property
    def usable_place_nights(self) -> Grouped:
        """Nights of usable places in each period, for provision with a number of places."""
        return self._place_nights("places")

    @cached_property
    def taken_place_nights(self) -> Grouped:
        """Nights of places with a child in them in each period, for provision with a number of places."""
        return self._place_nights("taken")

    def _place_nights(self, column: str) -> Grouped:
        return {name: self.area(steps["day"], steps[column]) for name, steps in self.with_places.items()}

    def area(self, days: Floats, heights: NDArray[Any]) -> Floats:
        """Return the area under a step function in each period; it is nil before its first step."""
        edges = self.periods.edges
        if not len(days):
            return np.zeros(len(edges) - 1)
        reached = np.zeros(len(days))
        np.cumsum((days[1:] - days[:-1]) * heights[:-1], out=reached[1:])
        step = np.searchsorted(days, edges, side="right") - 1
        area = np.where(step >= 0, reached[step] + heights[step] * (edges - days[step]), 0.0)
        return area[1:] - area[:-1]

    def group_of_type(self, group: str) -> NDArray[np.bool_]:
        """Tell which provision is of a reporting group (`fostering`, `residential`, or `all`)."""
        kinds = [self.baseline.placement_types[p.placement_type].group for p in self.baseline.provision.values()]
        return np.array([group in ("all", kind) for kind in kinds])


def overlap(table: Table, start: str, end: str, periods: Periods) -> Floats:
    """Return the nights of each row in each period; a row without an end runs on."""
    begins, ends = table[start][:, None], table[end][:, None]
    ends = np.where(np.isnan(ends), periods.edges[-1], ends)
    nights = np.minimum(ends, periods.edges[None, 1:]) - np.maximum(begins, periods.edges[None, :-1])
    return np.asarray(np.maximum(nights, 0.0))


def height(days: Floats, heights: NDArray[Any], at: Floats) -> Floats:
    """Return the height of a step function on days; nothing before its first step."""
    step = np.searchsorted(days, at, side="right") - 1
    return np.where(step >= 0, np.append(heights, 0.0)[step], 0.0)


def ratio(top: Floats, bottom: Floats) -> Floats:
    """Return a share, missing where there is nothing to take a share of."""
    empty = np.full_like(np.asarray(top, float), np.nan)
    return np.asarray(np.divide(top, bottom, out=empty, where=bottom > 0))
