"""A mapping translated for one configuration: each distinct combination of codes is looked up once."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from placesim.config.baseline import Baseline
from placesim.config.provision import Home
from placesim.config.risks import BUILT_IN_MOVES
from placesim.returns.codes.code_lists import code_lists
from placesim.returns.mapping.schema import Mapping, MoveRule

NO_NEED = -1
"""Stands for a need that no rule tells."""

Place = tuple[str, str, str, bool | None]
"""PLACE, PLACE_PROVIDER, URN, and whether it is out of borough, where that is known."""


class Translation:
    """What codes mean in a configuration; a question it has no answer to is answered with None."""

    def __init__(self, mapping: Mapping, baseline: Baseline):
        """Take the mapping and the configuration whose names are wanted."""
        self.mapping, self._baseline = mapping, baseline
        self._moves = {*baseline.moves, *BUILT_IN_MOVES}

    def placement_type(self, place: str, provider: str) -> str | None:
        """Return the placement type of a placement, by the first rule that fits and that the configuration knows."""
        for rule in self.mapping.placements:
            if place in rule.place and (rule.provider is None or provider in rule.provider):
                for name in rule.placement_type:
                    if name in self._baseline.placement_types:
                        return name
        return None

    def provision(self, place: Place) -> str | None:
        """Return the provision of a placement: by its URN, or the first of its type, on its side of the border."""
        code, provider, urn, out_of_borough = place
        if urn in self.mapping.provisions:
            return self.mapping.provisions[urn]
        kind = self.placement_type(code, provider)
        if kind is None:
            return None
        of_type = list(self._open(kind)) or [n for n, p in self._baseline.provision.items() if p.placement_type == kind]
        there = [n for n in of_type if self._baseline.provision[n].out_of_borough == out_of_borough]
        return next(iter(there or of_type), None)

    def _open(self, kind: str) -> Iterator[str]:
        """Yield provision of a type that children can be in without a URN: no home that is only planned."""
        for name, provision in self._baseline.provision.items():
            planned = isinstance(provision.capacity, Home) and not provision.capacity.opens
            if provision.placement_type == kind and not planned:
                yield name

    def reason(self, rec: str, grown_up: bool) -> str | None:
        """Return the reason for leaving care, at 18 or before; a code that is in no list tells of none."""
        rules = self.mapping.at_18 if grown_up else self.mapping.leaving
        known = self._baseline.at_18.reasons if grown_up else self._baseline.leaving
        told = rec if rec in rules or code_lists().known("REC", rec) else ""
        return first_known(rules.get(told, ()), known)

    def move(self, why: str, left: str, follows: str) -> str | None:
        """Return the move from a placement of one type to one of another."""
        for rule in self.mapping.moves:
            if _fits(rule, why, left, follows) and (name := first_known(rule.move, self._moves)):
                return name
        return None

    def stream(self, unaccompanied: bool) -> str:
        """Return the stream by which a child came."""
        streams = self.mapping.streams
        named = streams.unaccompanied if unaccompanied else streams.others
        return first_known(named, self._baseline.entrants) or next(iter(self._baseline.entrants))

    def need(self, placement_type: str, stream: str) -> str | None:
        """Return the need that a placement implies."""
        for rule in self.mapping.needs:
            fits = placement_type in rule.placement_type and (rule.stream is None or stream in rule.stream)
            if fits and (name := first_known(rule.need, self._baseline.needs)):
                return name
        return None

    def needs(self, provisions: Sequence[str], streams: Sequence[str]) -> list[list[int]]:
        """Return the number of the need of each provision's children, by stream; -1 where no rule tells it."""
        numbers: dict[str | None, int] = {name: number for number, name in enumerate(self._baseline.needs)}
        types = [self._baseline.provision[name].placement_type for name in provisions]
        return [[numbers.get(self.need(kind, stream), NO_NEED) for stream in streams] for kind in types]


def first_known(names: Iterable[str], known: Iterable[str]) -> str | None:
    """Return the first of some names that is known."""
    return next((name for name in names if name in known), None)


@lru_cache(maxsize=4096)
def _fits(rule: MoveRule, why: str, left: str, follows: str) -> bool:
    return (
        (rule.why is None or why in rule.why)
        and (rule.from_ is None or left in rule.from_)
        and (rule.to is None or follows in rule.to)
    )
