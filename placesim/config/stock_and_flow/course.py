"""The course: children who leave, move and enter, and are a step older after each step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import log

import numpy as np

from placesim.config.blocks import Blocks
from placesim.config.children import Transfer
from placesim.config.risks import NeedChange
from placesim.config.stock_and_flow.away import Away, Back, Left, a_step_older
from placesim.config.stock_and_flow.cells import AGES, Cells, Floats, ages_within
from placesim.config.stock_and_flow.children import (
    AS_WRITTEN,
    Kind,
    Likeness,
    Start,
    Stock,
    add,
    entering,
    on_the_start_date,
)
from placesim.config.stock_and_flow.events import STOPPED, Events, Shares
from placesim.config.stock_and_flow.known_places import KnownPlaces
from placesim.config.stock_and_flow.searches import Search, Searches
from placesim.config.values import ADULT_AGE

YEAR = 365.25
"""Days."""

Seeking = dict[tuple[Search, Likeness], Floats]
"""Children who seek a place, by search and likeness, each by time in care and age."""


class Course:
    """The children of a council as they are at one moment, who can be taken a step further."""

    def __init__(self, baseline: Blocks, start: Start = AS_WRITTEN):
        """Begin on the start date."""
        self._baseline = baseline
        cells = Cells(baseline.age_bands, baseline.time_in_care_bands)
        self._shape = cells.shape
        self._stock = on_the_start_date(baseline, cells, start)
        self._events, self._searches = Events(baseline, cells), Searches(baseline)
        self._places = KnownPlaces(baseline)
        self._away = Away(baseline, baseline.re_entry) if baseline.re_entry else None
        self._types = {name: provision.placement_type for name, provision in baseline.provision.items()}
        self._leads: dict[tuple[Shares, str], list[tuple[str, str, Floats]]] = {}
        self._needs_after = {
            (name, need): list(_needs_after(need, move.need_changes))
            for name, move in baseline.moves.items()
            for need in baseline.needs
        }

    def by_type(self) -> dict[str, float]:
        """Return the children by placement type."""
        found = dict.fromkeys(self._baseline.placement_types, 0.0)
        for kind, children in self._stock.items():
            found[self._types[kind.provision]] += float(children.sum())
        return found

    def go_on(self, day: date) -> None:
        """Let the step around a day go by.

        Children leave and move, those who move and enter find places, and then what happens to these
        within the rest of the step happens; who moves once more finds provision as full as it was.
        """
        places = self._places.after(day)
        stock, seeking, left = self._events_of(self._stock, day, coming=False)
        lasting = _lasting(_by_provision(self._stock), _by_provision(stock))
        self._transfer(stock, places, day)
        for coming in (entering(self._baseline, day), self._coming_back(left, day)):
            for (need, likeness), children in coming.items():
                just_entered = np.zeros(self._shape)
                just_entered[0] = children
                add(seeking, (Search(need, entering=True), likeness), just_entered)
        away = self._turned_away(_by_provision(stock), lasting, seeking, places)
        came, seeking, left = self._events_of(self._placed(seeking, away), day, coming=True)
        for part in (came, self._placed(seeking, away)):
            for kind, children in part.items():
                add(stock, kind, children)
        self._stock = {kind: a_step_older(children) for kind, children in stock.items()}
        if self._away:
            self._away.leave(left)
            self._away.grow_older()

    def _coming_back(self, left: Left, day: date) -> Back:
        """Return who comes back to care in the step around a day, some of those who leave in it among them."""
        if self._away is None:
            return {}
        self._away.leave(left)
        return self._away.come_back(day)

    def _events_of(self, stock: Stock, day: date, *, coming: bool) -> tuple[Stock, Seeking, Left]:
        """Return who stays where they are, who seeks a place, and who leaves but may come back."""
        staying, seeking, left = Stock(), Seeking(), Left()
        for kind, children in stock.items():
            stopping = self._places.stop_per_year(kind.provision, day)
            in_a_step = self._events.of(self._types[kind.provision], kind.likeness, stopping, day)
            shares = in_a_step.coming if coming else in_a_step.there
            staying[kind] = children * shares.staying
            barred = self._searches.barred(kind.provision)
            for first, need, share in self._leading(shares, kind.need):
                add(seeking, (Search(need, first, barred), kind.likeness), children * share)
            for reason, share in shares.leaving.items():
                add(left, (reason, kind.need, kind.likeness), (children * share).sum(axis=0))
        return staying, seeking, left

    def _leading(self, shares: Shares, need: str) -> list[tuple[str, str, Floats]]:
        """Return where moves lead: the move that has provision of its own, the need after it, and who goes that way."""
        if (shares, need) not in self._leads:
            found: dict[tuple[str, str], Floats] = {}
            for move, share in shares.moving.items():
                first = move if move != STOPPED and self._baseline.moves[move].to else ""
                for after, part in self._needs_after.get((move, need), [(need, np.ones(AGES))]):
                    add(found, (first, after), share * part)
            self._leads[shares, need] = [(first, after, share) for (first, after), share in found.items()]
        return self._leads[shares, need]

    def _turned_away(
        self, there: dict[str, float], lasting: dict[str, float], seeking: Seeking, places: dict[str, float]
    ) -> dict[str, float]:
        by_age: dict[Search, Floats] = {}
        for (search, _), children in seeking.items():
            add(by_age, search, children.sum(axis=0))
        return self._searches.turned_away(by_age, there, lasting, places)

    def _placed(self, seeking: Seeking, away: dict[str, float]) -> Stock:
        found = Stock()
        for (search, likeness), children in seeking.items():
            for provision, share in self._searches.found(search, away):
                add(found, Kind(provision, search.need, likeness), children * share)
        return found

    def _transfer(self, stock: Stock, places: dict[str, float], day: date) -> None:
        """Let those who wait for better provision have its free places, before all who seek."""
        for need, block in self._baseline.needs.items():
            for wish in block.transfers:
                if wish.starts is None or wish.starts <= day:
                    self._transfer_to(wish, need, stock, places[wish.to])

    def _transfer_to(self, wish: Transfer, need: str, stock: Stock, places: float) -> None:
        oldest = min(wish.maximum_age, ADULT_AGE - wish.minimum_days_to_18 / YEAR)
        suits = self._searches.suits(wish.to) * ages_within(0, oldest)
        waiting = {kind: stock[kind] * suits for kind in stock if kind.need == need and kind.provision in wish.from_}
        wanting = sum(float(children.sum()) for children in waiting.values())
        there = sum(float(children.sum()) for kind, children in stock.items() if kind.provision == wish.to)
        share = min(max(places - there, 0.0) / wanting, 1.0) if wanting else 0.0
        for kind, children in waiting.items() if share else ():
            stock[kind] = stock[kind] - share * children
            add(stock, Kind(wish.to, need, kind.likeness), share * children)


def _by_provision(stock: Stock) -> dict[str, float]:
    found: dict[str, float] = {}
    for kind, children in stock.items():
        found[kind.provision] = found.get(kind.provision, 0.0) + float(children.sum())
    return found


def _lasting(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """Return the share of those who come within a step who are still there at its end, as long as others stay."""
    stay = {name: after.get(name, 0.0) / number for name, number in before.items() if number > 0}
    return {name: (1 - share) / -log(share) for name, share in stay.items() if 0 < share < 1}


def _needs_after(need: str, changes: tuple[NeedChange, ...]) -> Iterator[tuple[str, Floats]]:
    """Yield what children need after a move, each with the share of children by age."""
    left = np.ones(AGES)
    for change in changes:
        if change.from_ == need:
            share = np.minimum(change.share * ages_within(change.minimum_age, ADULT_AGE), left)
            left = left - share
            yield change.to, share
    if left.any():
        yield need, left
