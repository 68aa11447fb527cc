"""Facts: the histories of one future or of many laid over periods, once, for every measure to read."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placesim.config.risks import BUILT_IN_MOVES
from placesim.results.counting import Counting, Grouped
from placesim.results.stretches import Laid, Stretches, Whole, until_the_next

Floats = NDArray[np.float64]


class ForeignHistoryError(ValueError):
    """A history that is not of the council whose measures are asked for."""


@dataclass(frozen=True, eq=False)
class Facts(Counting):
    """What measures ask of a history, or of several: nights, children, places, counted by future and period."""

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

    @property
    def starts_known(self) -> bool:
        """Whether it is known, child by child, when the placements of day 0 began: from a return or a list."""
        return self.history.observed or self.baseline.children_in_care.all_listed

    @cached_property
    def nights(self) -> Floats:
        """Nights in care, shape (provisions, *shape)."""
        return self.in_periods(self.once(_nights))

    @cached_property
    def at_end(self) -> Floats:
        """Children placed on the last night of each period, shape (provisions, *shape)."""
        return self.at_end_of_periods(self.once(_at_end))

    def by_placement(self, figures: Floats) -> Grouped:
        """Return figures of shape (provisions, *shape) in all, by placement type and by provision."""
        names = self.history.names
        by_type = np.zeros((len(names.placement_types), *self.shape))
        for number, row in zip(names.type_of, figures, strict=True):
            by_type[number] += row
        return {
            "all": self.total(figures),
            **dict(zip(names.placement_types, by_type, strict=True)),
            **dict(zip(names.provisions, figures, strict=True)),
        }

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
        there = np.append(self.history.children["in_care_at_start"], False)[self.listed]
        return np.asarray(self.first_of_period & ~(there & (self.history.episodes["start_day"] <= 0)))

    @cached_property
    def listed(self) -> Whole:
        """The row of each episode's child in the table of children; -1 for a child who does not stand there."""
        placed, who = self.history.episodes["child_id"][self.first_of_child], self.history.children["child_id"]
        place = np.searchsorted(placed, who)
        known = np.flatnonzero(np.append(placed, -1)[place] == who)
        rows = np.full(len(placed), -1)
        rows[place[known]] = known
        return np.asarray(rows[np.cumsum(self.first_of_child) - 1])

    @cached_property
    def with_places(self) -> dict[str, int]:
        """The number of each provision that has a number of places."""
        names = enumerate(self.history.names.provisions)
        return {name: number for number, name in names if self.baseline.provision[name].capacity.kind != "spot"}

    @cached_property
    def usable_place_nights(self) -> Grouped:
        """Nights of usable places in each period, for provision with a number of places."""
        return self._place_nights("places")

    @cached_property
    def taken_place_nights(self) -> Grouped:
        """Nights of places with a child in them in each period, for provision with a number of places."""
        return self._place_nights("taken")

    def _place_nights(self, column: str) -> Grouped:
        area = self.in_periods(self.once(steps).area(self.history.places[column]))
        return {name: area[number] for name, number in self.with_places.items()}

    def group_of_type(self, group: str) -> NDArray[np.bool_]:
        """Tell which provision is of a reporting group (`fostering`, `residential`, or `all`)."""
        kinds = [self.baseline.placement_types[p.placement_type].group for p in self.baseline.provision.values()]
        return np.array([group in ("all", kind) for kind in kinds])


def placements(facts: Facts) -> Stretches:
    """Return the episodes as stretches of days, by provision."""
    provision = facts.history.episodes["provision"]
    return facts.stretches("episodes", "start_day", "end_day", provision, len(facts.history.names.provisions))


def steps(facts: Facts) -> Stretches:
    """Return the steps of places as stretches of days, by provision: each lasts until the next."""
    places = facts.history.places
    provision, future = places["provision"], facts.future_of("places")
    ends = Laid.of(until_the_next(places["day"], future, provision), future, facts.pieces.edges)
    shape = facts.shape_by_piece(len(facts.history.names.provisions))
    return Stretches(facts.laid("places", "day"), ends, provision, shape, facts.pieces.lengths)


def _nights(facts: Facts) -> Floats:
    return facts.once(placements).area()


def _at_end(facts: Facts) -> Floats:
    return facts.once(placements).at_end()


def height(days: Floats, heights: NDArray[Any], at: Floats) -> Floats:
    """Return the height of a step function on days; nothing before its first step."""
    step = np.searchsorted(days, at, side="right") - 1
    return np.where(step >= 0, np.append(heights, 0.0)[step], 0.0)


def ratio(top: Floats, bottom: Floats) -> Floats:
    """Return a share, missing where there is nothing to take a share of."""
    empty = np.full_like(np.asarray(top, float), np.nan)
    return np.asarray(np.divide(top, bottom, out=empty, where=bottom > 0))
