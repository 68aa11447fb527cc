"""The bridge: why a total changes, in six parts that add up to the change in every future, whatever their order.

What a year costs is, with provision i and futures apart,

    S = N sum(m_i c_i q_i) + sum(v_i z_i + n_i u_i) + f

- volume N: nights in care;
- mix m: the share of the nights in each provision;
- complexity c: what the children there pay against the provision's own average, as a multiple;
- price q, z and u: pounds a night lived in, pounds a night void, and the price level at which notice is paid;
- void v and n: paid nights that nobody slept in, and notice at the prices of the first day;
- fixed f: what no night decides.

A cause's part is what changing it from its first value to its last adds to S, averaged over all orders in which the
six may be changed: the Shapley value (Shapley 1953, A value for n-person games; for decompositions, de Boer and
Rodrigues 2019, Decomposition analysis: when to use which method?). Unlike methods that take logarithms it needs no
convention for provision without nights. Therefore the parts add up exactly, a cause that does not change has none,
and no order has to be argued about. Where a provision has no nights in one of the two, its complexity is taken from the
other, and its price too, moved by the price level: a home that opens is mix.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import factorial
from typing import NamedTuple

import numpy as np

from placesim.results.facts import Floats

ALIKE = 1e-12
"""Share of a figure by which it may differ and be the same: adding up in another order leaves as much."""

Pair = tuple[Floats, Floats]
"""A figure before and after."""

NO_RISE = (np.ones(1), np.ones(1))


class Cause(StrEnum):
    """What can make a total change."""

    VOLUME = "volume"
    MIX = "mix"
    COMPLEXITY = "complexity"
    PRICE = "price"
    VOID = "void"
    FIXED = "fixed"


@dataclass(frozen=True)
class Bought:
    """What was bought in one period, and what it cost: shape (futures, provisions), cash in pounds."""

    nights: Floats
    """Nights that children lived there."""
    priced_nights: Floats
    """The same nights, each times what the child pays as a multiple of the provision's average fee."""
    used_cost: Floats
    """What these nights cost."""
    void_nights: Floats
    """Paid nights that nobody slept in."""
    void_cost: Floats
    notice_cost: Floats
    """Paid after children left."""
    level: Floats
    """Price level: a multiple of the fee that the configuration gives."""
    fixed: Floats
    """What no night decides, in pounds: shape (futures,)."""

    @property
    def total(self) -> Floats:
        """Pounds in all, future by future."""
        return np.asarray((self.used_cost + self.void_cost + self.notice_cost).sum(axis=1) + self.fixed)


@dataclass(frozen=True)
class Bridge:
    """From one total to another, future by future."""

    first: Floats
    """By provision, shape (futures, provisions); what is fixed is in none."""
    last: Floats
    parts: Mapping[Cause, Floats]
    """Pounds that each cause adds, by provision; what is fixed is in none."""
    fixed: tuple[Floats, Floats]
    """What is fixed, at first and at last: shape (futures,)."""

    def part(self, cause: Cause) -> Floats:
        """Return what a cause adds in all, future by future."""
        if cause is Cause.FIXED:
            return np.asarray(self.fixed[1] - self.fixed[0])
        return np.asarray(self.parts[cause].sum(axis=1))

    def of(self, provisions: Sequence[int]) -> "Bridge":
        """Return the bridge of some provisions alone, in which nothing is fixed."""
        some, nothing = list(provisions), np.zeros(len(self.first))
        parts = {cause: part[:, some] for cause, part in self.parts.items()}
        return Bridge(self.first[:, some], self.last[:, some], parts, (nothing, nothing))

    @property
    def totals(self) -> tuple[Floats, Floats]:
        """The total at first and at last, future by future."""
        return self.first.sum(axis=1) + self.fixed[0], self.last.sum(axis=1) + self.fixed[1]


class _Values(NamedTuple):
    """What the causes that nights decide stand at; one may hold several figures."""

    volume: tuple[Floats, ...]
    mix: tuple[Floats, ...]
    complexity: tuple[Floats, ...]
    price: tuple[Floats, ...]
    void: tuple[Floats, ...]

    def cost(self) -> Floats:
        """Return pounds by future and provision."""
        (volume,), (mix,), (complexity,) = self.volume, self.mix, self.complexity
        (used, empty, level), (nights, notice) = self.price, self.void
        return volume * mix * complexity * used + nights * empty + notice * level


def bridge(before: Bought, after: Bought) -> Bridge:
    """Divide the change of a total among its causes."""
    first, last = _values(before, after)
    parts = _shapley(first, last)
    spent = [each.used_cost + each.void_cost + each.notice_cost for each in (before, after)]
    named = {Cause(name): part for name, part in zip(_Values._fields, parts, strict=True)}
    return Bridge(spent[0], spent[1], named, (before.fixed, after.fixed))


def added(bridges: Sequence[Bridge]) -> Bridge:
    """Return the bridge over several periods, whose parts are the sums of theirs."""
    parts = {cause: _total(each.parts[cause] for each in bridges) for cause in bridges[0].parts}
    first, last = _total(each.first for each in bridges), _total(each.last for each in bridges)
    fixed = _total(each.fixed[0] for each in bridges), _total(each.fixed[1] for each in bridges)
    return Bridge(first, last, parts, fixed)


def _total(of: Iterable[Floats]) -> Floats:
    return np.asarray(np.sum(list(of), axis=0))


def _shapley(first: _Values, last: _Values) -> list[Floats]:
    """Return what each cause adds, averaged over all orders of changing them.

    What is fixed stands beside the rest, so that its part is its change in every order and need not be averaged.
    """
    causes = range(len(first))
    cost = {
        changed: _Values(*(last[each] if each in changed else first[each] for each in causes)).cost()
        for count in range(len(first) + 1)
        for changed in map(frozenset, combinations(causes, count))
    }
    return [
        np.sum([_weight(len(first), len(s)) * (cost[s | {cause}] - cost[s]) for s in cost if cause not in s], axis=0)
        for cause in causes
    ]


def _weight(causes: int, changed: int) -> float:
    """Return the share of orders in which so many causes have been changed just before another one."""
    return factorial(changed) * factorial(causes - changed - 1) / factorial(causes)


def _values(before: Bought, after: Bought) -> tuple[_Values, _Values]:
    """Return where the causes stand before and after."""

    def both(name: str) -> Pair:
        return getattr(before, name), getattr(after, name)

    nights, priced, void, level = both("nights"), both("priced_nights"), both("void_nights"), both("level")
    rises = _ratio(level[1], level[0], 1.0), _ratio(level[0], level[1], 1.0)
    volume = nights[0].sum(axis=1, keepdims=True), nights[1].sum(axis=1, keepdims=True)
    mix, complexity = _known(_ratios(nights, volume), NO_RISE), _known(_ratios(priced, nights), NO_RISE)
    used, empty = (_known(_ratios(both(cost), of), rises) for cost, of in (("used_cost", priced), ("void_cost", void)))
    notice, level = _alike(_ratios(both("notice_cost"), level, 0.0)), _alike(level)
    first, last = (
        _Values((volume[i],), (mix[i],), (complexity[i],), (used[i], empty[i], level[i]), (void[i], notice[i]))
        for i in (0, 1)
    )
    return first, last


def _ratios(of: Pair, to: Pair, nothing: float = np.nan) -> Pair:
    return _ratio(of[0], to[0], nothing), _ratio(of[1], to[1], nothing)


def _ratio(of: Floats, to: Floats, nothing: float) -> Floats:
    """Return one figure by another, and something else where the other is nothing."""
    shape = np.broadcast_shapes(of.shape, to.shape)
    return np.asarray(np.divide(of, to, out=np.full(shape, nothing), where=to != 0))


def _known(values: Pair, rises: Pair) -> Pair:
    """Fill what is missing at first from what is there at last, and the other way round; what never is, is nothing.

    What is filled in moves with what rises from the first to the last, and back.
    """
    before, after = values
    filled = np.where(np.isnan(before), after * rises[1], before), np.where(np.isnan(after), before * rises[0], after)
    return _alike((np.nan_to_num(filled[0]), np.nan_to_num(filled[1])))


def _alike(values: Pair) -> Pair:
    """Return figures that differ by no more than adding up leaves as the same, so that no cause moves by it."""
    before, after = values
    return before, np.where(np.abs(after - before) <= ALIKE * np.abs(before), before, after)
