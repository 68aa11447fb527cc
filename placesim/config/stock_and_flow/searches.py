"""Searches: where children of each age end who seek a place, and how many find which provision full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from placesim.config.blocks import Blocks
from placesim.config.children import SearchOption
from placesim.config.provision import Capacity, Home
from placesim.config.stock_and_flow.cells import AGES, Floats, ages_within
from placesim.config.stock_and_flow.turned_away import share_turned_away

PASSES = 4
"""How often the shares turned away are reckoned anew, since each provision's depend on those tried before it."""


class Search(NamedTuple):
    """What decides where a search leads: the need, the move that began it, and the home that is not tried again."""

    need: str
    move: str = ""
    barred: str = ""
    entering: bool = False


class Option(NamedTuple):
    """One provision of a search, and the share of children of each age who may live there."""

    provision: str
    suits: Floats


class Searches:
    """The searches of a configuration, each by its options in order."""

    def __init__(self, baseline: Blocks):
        """Take needs, moves and provision."""
        self._baseline = baseline
        self._ever = {name for name, each in baseline.provision.items() if not _never_opens(each.capacity)}
        self._known: dict[Search, tuple[Option, ...]] = {}

    def barred(self, provision: str) -> str:
        """Return the home that a child who leaves it does not go back to; none where it is no home."""
        return provision if isinstance(self._baseline.provision[provision].capacity, Home) else ""

    def options(self, search: Search) -> tuple[Option, ...]:
        """Return what is tried, best first."""
        if search not in self._known:
            first = self._baseline.moves[search.move].to if search.move else ()
            tiers = (*first, *self._baseline.needs[search.need].search)
            tried = (option for tier in tiers for option in tier if search.entering or not option.on_entry_only)
            open_to = [each for each in tried if each.provision != search.barred and each.provision in self._ever]
            self._known[search] = tuple(self._until_all_are_found(open_to))
        return self._known[search]

    def _until_all_are_found(self, tried: list[SearchOption]) -> Iterator[Option]:
        for option in tried:
            suits = option.share * self.suits(option.provision)
            yield Option(option.provision, suits)
            if self._baseline.provision[option.provision].capacity.kind == "spot" and np.all(suits == 1):
                return  # unlimited: nobody goes on

    def suits(self, name: str) -> Floats:
        """Return the share of children of each age whom a provision takes and suits."""
        provision = self._baseline.provision[name]
        matched = provision.capacity.match_share if isinstance(provision.capacity, Home) else 1.0
        return matched * ages_within(provision.minimum_age, provision.maximum_age)

    def turned_away(
        self,
        seeking: Mapping[Search, Floats],
        staying: Mapping[str, float],
        lasting: Mapping[str, float],
        places: Mapping[str, float],
    ) -> dict[str, float]:
        """Return the share of those who try each provision and find it full.

        Args:
            seeking: children by search and age.
            staying: children who stay, by provision.
            lasting: the share of those who come who still stay when the step ends, by provision.
            places: known places of provision that is limited.
        """
        away = dict.fromkeys(places, 0.0)
        for _ in range(PASSES):
            trying = dict.fromkeys(places, 0.0)
            for search, children in seeking.items():
                for option, fitting in self._tried(search, children, away):
                    if option.provision in trying:
                        trying[option.provision] += float(fitting.sum())
            still = {name: number * lasting.get(name, 1.0) for name, number in trying.items()}
            away = {name: share_turned_away(staying.get(name, 0.0), still[name], places[name]) for name in places}
        return away

    def found(self, search: Search, away: Mapping[str, float]) -> Iterator[tuple[str, Floats]]:
        """Yield the provision where a search ends, with the share of children by age."""
        for option, fitting in self._tried(search, np.ones(AGES), away):
            yield option.provision, fitting * (1 - away.get(option.provision, 0.0))

    def _tried(self, search: Search, children: Floats, away: Mapping[str, float]) -> Iterator[tuple[Option, Floats]]:
        for option in self.options(search):
            fitting = children * option.suits
            yield option, fitting
            children = children - fitting * (1 - away.get(option.provision, 0.0))


def _never_opens(capacity: Capacity) -> bool:
    return isinstance(capacity, Home) and capacity.opens is None
