"""Events: what share of children leaves care, or moves, within a step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from placesim.config.blocks import Blocks
from placesim.config.risks import Risk
from placesim.config.stock_and_flow.away import reasons_to_come_back_from
from placesim.config.stock_and_flow.cells import STEP, Cells, Floats
from placesim.config.stock_and_flow.children import Likeness
from placesim.config.stock_and_flow.time_in_placement import TimeInPlacement
from placesim.config.values import value_on

Rates = tuple[tuple[str, float], ...]
"""Events a year of every risk that is not nil, before factors of age and time in care."""

STOPPED = ""
"""The move of children whose carers stop or whose home closes: it has no name in a configuration."""


@dataclass(frozen=True, eq=False)
class Shares:
    """What becomes of children in one step, by time in care (rows) and age (columns)."""

    staying: Floats
    moving: dict[str, Floats]
    """By move; those who neither stay nor move leave care."""
    leaving: dict[str, Floats]
    """By reason, of those who may come back."""


@dataclass(frozen=True)
class InAStep:
    """What becomes of those who are there as a step begins, and of those who come while it goes by."""

    there: Shares
    coming: Shares


class Events:
    """The shares of children who leave and move, reckoned once for rates that are the same."""

    def __init__(self, baseline: Blocks, cells: Cells):
        """Take leaving and move rates."""
        self._risks: dict[str, Risk] = {**baseline.leaving, **baseline.moves}
        self._moves, self._back = tuple(baseline.moves), reasons_to_come_back_from(baseline)
        self._factors = {
            name: cells.by_time(risk.by_time_in_care)[:, None] * cells.by_age(risk.by_age)
            for name, risk in self._risks.items()
        }
        self._none = np.zeros(cells.shape)
        self._placed = TimeInPlacement(baseline, cells.shape[0])
        self._on: dict[tuple[str, Likeness, date], Rates] = {}
        self._known: dict[tuple[Rates, float], InAStep] = {}

    def of(self, placement_type: str, likeness: Likeness, stopping: float, day: date) -> InAStep:
        """Return what becomes of children in the step around a day.

        Args:
            placement_type: where they live.
            likeness: what sets their rates apart from other children's.
            stopping: the rate a year at which their places are lost.
            day: in the middle of the step.
        """
        where = placement_type, likeness, day
        if where not in self._on:
            own = dict(likeness.frailty)
            rates = ((name, own.get(name, 1.0) * _per_year(risk, *where)) for name, risk in self._risks.items())
            self._on[where] = tuple((name, rate) for name, rate in rates if rate)
        key = self._on[where], stopping
        if key not in self._known:
            self._known[key] = self._reckoned(*key)
        return self._known[key]

    def _reckoned(self, rates: Rates, stopping: float) -> InAStep:
        per_year = {name: rate * self._factors[name] for name, rate in rates}
        if stopping:
            per_year[STOPPED] = self._none + stopping
        per_year = self._placed.averaged(per_year)
        moves = {name: rate for name, rate in per_year.items() if name in self._moves or name == STOPPED}
        in_all = sum(per_year.values(), self._none)
        met = in_all * STEP
        nothing = np.exp(-met)
        some = np.where(met > 0, met, 1)
        on_average = np.where(met > 0, (1 - nothing) / some, 1)  # those who come do so at any time within the step
        leaving = {name: rate for name, rate in per_year.items() if name in self._back}
        return InAStep(_split(nothing, moves, leaving, in_all), _split(on_average, moves, leaving, in_all))


def _split(nothing: Floats, moves: dict[str, Floats], leaving: dict[str, Floats], in_all: Floats) -> Shares:
    each = (1 - nothing) / np.where(in_all > 0, in_all, 1)
    moving, back = ({name: rate * each for name, rate in rates.items()} for rates in (moves, leaving))
    return Shares(nothing, moving, back)


def _per_year(risk: Risk, placement_type: str, likeness: Likeness, day: date) -> float:
    of_stream = risk.by_stream.get(likeness.stream, 1.0)
    rate = risk.per_year.get(placement_type, 0.0) * of_stream * value_on(risk.by_date, day)
    dated = risk.by_type_and_date.get(placement_type)
    return rate * value_on(dated, day) if dated else rate
