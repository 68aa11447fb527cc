"""Matching: pure rules of which provision suits which child, in what order, compiled from a baseline."""

from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from placesim.config.baseline import Baseline
from placesim.config.children import SearchOption, Tier, Transfer
from placesim.config.provision import Home
from placesim.config.risks import BUILT_IN_MOVES
from placesim.config.values import ADULT_AGE
from placesim.model.children import Child
from placesim.model.dispositions import suiting_luck
from placesim.model.history import Names
from placesim.model.rates import YEAR


class Choice(NamedTuple):
    """One provision in a search, with the conditions a child must meet."""

    provision: int
    luck: str
    """Names the child's luck that settles whether it suits; options for entry only have luck of their own."""
    tier: int
    """Its place in the order, best first; provision of one tier is equally good."""
    share: float
    minimum_age: float
    maximum_age: float

    def matches(self, child: Child) -> bool:
        """Tell whether it exists for a child, or its residents suit them, at whatever age."""
        return self.share >= 1 or child.luck.suits(child.row, self.luck) < self.share


@dataclass(frozen=True, slots=True)
class Wish:
    """Provision that a placed child may wait for."""

    choice: Choice
    minimum_days: float
    settled_after_days: float
    starts_day: float
    """Nobody waits before this day."""


class Rulebook:
    """A baseline's rules of matching, with names turned to numbers."""

    def __init__(self, baseline: Baseline):
        """Compile searches, transfers, need changes and reasons."""
        self._baseline = baseline
        self.provisions = tuple(baseline.provision)
        self.placement_types = tuple(baseline.placement_types)
        self.needs = tuple(baseline.needs)
        self.leaving_reasons = (*baseline.leaving, *baseline.at_18.reasons)
        self.move_reasons = (*baseline.moves, *BUILT_IN_MOVES)
        self.reasons = (*self.leaving_reasons, *self.move_reasons)
        self.reason_numbers = {name: number for number, name in enumerate(self.reasons)}
        self._numbers = {name: number for number, name in enumerate(self.provisions)}
        self._choices: dict[tuple[str, float, bool, int], Choice] = {}
        types = {name: number for number, name in enumerate(self.placement_types)}
        self.type_of = tuple(types[p.placement_type] for p in baseline.provision.values())
        self.names = self._names()
        destinations: dict[str | None, tuple[Tier, ...]] = {
            None: (),
            **{n: move.to for n, move in baseline.moves.items()},
        }
        straight = {
            (need, entering): self._search(need, (), entering)
            for need in range(len(self.needs))
            for entering in (False, True)
        }
        self.searches = {
            (need, destination, entering): self._search(need, first, entering) if first else straight[need, entering]
            for need in range(len(self.needs))
            for destination, first in destinations.items()
            for entering in (False, True)
        }
        self.transfers = {
            (need, self._numbers[place]): self._wishes_from(list(baseline.needs)[need], place)
            for need in range(len(self.needs))
            for place in self.provisions
        }
        self.need_changes = self._need_changes(baseline)

    def _need_changes(self, baseline: Baseline) -> dict[tuple[str, int], tuple[tuple[float, float, int], ...]]:
        """Return what each move may change a need to: from which age, for what share of children, and to which."""
        return {
            (name, number): tuple(
                (change.minimum_age, change.share, self.needs.index(change.to))
                for change in move.need_changes
                if change.from_ == need
            )
            for name, move in baseline.moves.items()
            for number, need in enumerate(self.needs)
        }

    def _names(self) -> Names:
        """Return what the numbers in a history stand for."""
        return Names(
            provisions=self.provisions,
            placement_types=self.placement_types,
            type_of=self.type_of,
            out_of_borough=tuple(provision.out_of_borough for provision in self._baseline.provision.values()),
            reasons=self.reasons,
            leaving_reasons=len(self.leaving_reasons),
            streams=tuple(self._baseline.entrants),
        )

    def _choice(self, option: SearchOption, tier: int = 0) -> Choice:
        """Return a choice, made once however many searches have it."""
        key = option.provision, option.share, option.on_entry_only, tier
        if key not in self._choices:
            self._choices[key] = self._made(option, tier)
        return self._choices[key]

    def _made(self, option: SearchOption, tier: int) -> Choice:
        provision = self._baseline.provision[option.provision]
        match = provision.capacity.match_share if isinstance(provision.capacity, Home) else 1.0
        number, share = self._numbers[option.provision], option.share * match
        luck = suiting_luck(option.provision, option.on_entry_only)
        return Choice(number, luck, tier, share, provision.minimum_age, provision.maximum_age)

    def _search(self, need: int, first: tuple[Tier, ...], entering: bool) -> tuple[Choice, ...]:
        tiers = (*first, *self._baseline.needs[self.needs[need]].search)
        return tuple(
            self._choice(option, tier)
            for tier, options in enumerate(tiers)
            for option in options
            if entering or not option.on_entry_only
        )

    def _wishes_from(self, need: str, place: str) -> tuple[Wish, ...]:
        transfers = self._baseline.needs[need].transfers
        wishes = [self._wish(transfer) for transfer in transfers if place in transfer.from_]
        return tuple(sorted(wishes, key=lambda wish: wish.minimum_days))

    def _wish(self, transfer: Transfer) -> Wish:
        choice = self._choice(SearchOption(provision=transfer.to))
        oldest = min(choice.maximum_age, transfer.maximum_age, ADULT_AGE - transfer.minimum_days_to_18 / YEAR)
        return Wish(
            choice._replace(maximum_age=oldest),
            transfer.minimum_days,
            transfer.settled_after_days or 1e9,
            float((transfer.starts - self._baseline.start).days) if transfer.starts else -inf,
        )

    def search(self, need: int, move: str | None = None, entering: bool = False) -> tuple[Choice, ...]:
        """Return what to try, best first: where a move leads, then what the child's need says."""
        return self.searches[need, move, entering]

    def wishes(self, need: int, provision: int) -> tuple[Wish, ...]:
        """Return the provision a child placed here may wait for, soonest allowed first."""
        return self.transfers[need, provision]

    def need_after(self, move: str, child: Child, need: int, placement_number: int, day: float) -> int:
        """Return the child's need after a move: a breakdown may raise it, a step-down lower it."""
        changes = self.need_changes[move, need]
        if not changes:
            return need
        age = child.age(day)
        uniform, reached = child.luck.need_change(child.row, placement_number), 0.0
        for minimum_age, share, changed in changes:
            if age >= minimum_age:
                reached += share
                if uniform < reached:
                    return changed
        return need

    def reason_at_18(self, child: Child, provision: int) -> int:
        """Return why a child leaves on their 18th birthday."""
        shares = self._baseline.at_18.shares[self.placement_types[self.type_of[provision]]]
        return self.reason_numbers[chosen_from(shares, float(child.luck.at_18[child.row]))]


def chosen_from(shares: dict[str, float], uniform: float) -> str:
    """Return the name that a uniform picks from shares that add to 1."""
    reached = 0.0
    last = ""
    for name, share in shares.items():
        if share > 0:
            reached += share
            last = name
            if uniform < reached:
                return name
    return last
