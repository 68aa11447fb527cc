"""What knowing an assumption is worth to a choice: the expected value of perfect information about it, in pounds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import nan, sqrt
from typing import NamedTuple

import numpy as np

from placesim.experiment.draws import EVERY
from placesim.experiment.knowledge.shares import NORMAL, PERMUTATIONS, SURE, beyond, drawn_in, shuffled, why_nothing
from placesim.experiment.knowledge.smooths import TOO_FEW_FUTURES, Smooth, Smooths
from placesim.experiment.knowledge.variance_split import luck_by_chance, luck_of
from placesim.results.facts import Floats

OUTER = 512
"""Futures over which the mean of a shuffled fit is taken: the first ones, whose draws cover every range evenly."""

ONE_OPTION = "there is nothing to choose between"
NOT_TOGETHER = "without futures played again: what assumptions do only together is not in it"
NO_CURVES = "no assumption moves the choice by itself, so that there is no curve to reckon from"


@dataclass(frozen=True)
class Value:
    """What knowing one assumption, one group or everything would be worth."""

    value: float
    """Pounds: by how much the option chosen with the knowledge saves more, on average, than the best without it."""
    changes: float = nan
    """Share of futures in which another option than the best on average would be chosen."""
    error: float = nan
    """Standard error, in pounds."""
    null: float = nan
    """What is found on average where there is nothing to find: the upward bias of picking the best of fitted curves."""
    by_chance: float = nan
    """What a value that is truly nothing stays below in 95 of 100 studies, the luckiest of all assumptions told."""
    reason: str = ""
    """Why it is missing; empty where it is not."""
    note: str = ""
    """What the estimate lacks; empty where it lacks nothing."""
    never: bool = False
    """True where no answer would change the choice: no option's curve lies above the best's anywhere, at the upper end
    of its 95% band. Where it is false and `changes` is nothing, these futures see no answer that would."""

    @property
    def told_apart(self) -> bool:
        """True where it is larger than chance would make a value that is nothing."""
        return self.value > self.by_chance


class Known(NamedTuple):
    """How much of the variance of what an option saves beyond the best is knowledge, by the draws played again."""

    variance: float
    """Missing where not played again."""
    error: float
    """Standard error."""
    by_chance: Floats
    """What is found where there is none: draws paired with the luck of others, one a shuffle."""


@dataclass(frozen=True)
class Worth:
    """What knowing more would be worth to the choice between options."""

    best: int
    """Column of the option that saves most on average; -1 where none can be told."""
    everything: Value
    """Knowing every assumption at once, luck still open: the ceiling."""
    assumptions: tuple[Value, ...] = ()
    """One a column of the draws."""
    groups: dict[str, Value] = field(default_factory=dict)
    reason: str = ""
    """Why there is nothing to tell; empty where there is."""


def worth_of_knowing(savings: Floats, again: Floats | None, smooths: Smooths, every: int = EVERY) -> Worth:
    """Return what perfect information would be worth to the choice of the option that saves most on average.

    E[max E[saving | assumption]] - max E[saving], conditional means by regression on the drawn futures (Strong, Oakley
    and Brennan 2014): luck is averaged out by the fit. Fitted are savings beyond the best option's, on the same luck;
    each curve is drawn in until its variance is what it explains beyond its degrees of freedom.

    Args:
        savings: pounds, shape (futures, options), the baseline as an option that saves nothing; futures with any
            missing are left out.
        again: the same of every fourth draw, played again with another luck; None where that was not done.
        smooths: what to fit by.
        every: how far the futures played again stand apart.
    """
    known = np.asarray(~np.isnan(savings).any(axis=1))
    best = int(savings[known].mean(axis=0).argmax()) if known.any() else -1
    beyond_best = savings - savings[:, [best]]
    kept, fits = beyond_best[known], smooths.of(known)
    reasons = [why_nothing(kept[:, option]) for option in range(savings.shape[1]) if option != best]
    if best < 0 or not reasons or all(reasons):
        return _nothing(smooths, best, reasons[0] if reasons else ONE_OPTION)
    knowledge = _knowledge(beyond_best, None if again is None else again - again[:, [best]], known, every)
    found = values_of(kept, fits)
    alone = len(fits.assumptions)
    groups = dict(zip(fits.groups, found[alone:], strict=True))
    return Worth(best, _everything(kept, fits, knowledge), tuple(found[:alone]), groups)


def _nothing(smooths: Smooths, best: int, reason: str) -> Worth:
    none = Value(nan, reason=reason)
    return Worth(best, none, tuple(none for _ in smooths.assumptions), dict.fromkeys(smooths.groups, none), reason)


def values_of(beyond_best: Floats, smooths: Smooths) -> list[Value]:
    """Return the value of every assumption, then of every group, of savings beyond the best option's."""
    nulls = nulls_of(beyond_best, smooths)
    spreads = spreads_of(nulls, smooths)
    luckiest = [null / spread for null, spread in zip(nulls, spreads, strict=True) if spread > 0]
    largest = float(np.quantile(np.max(luckiest, axis=0), SURE)) if luckiest else 0.0
    by_chance = iter([(float(null.mean()), spread, largest) for null, spread in zip(nulls, spreads, strict=True)])
    return [
        Value(nan, reason=each.reason) if each.reason else _value(beyond_best, each, *next(by_chance))
        for each in smooths.every
    ]


def _value(beyond_best: Floats, smooth: Smooth, null: float, spread: float, largest: float) -> Value:
    expected = beyond_best.mean(axis=0) + drawn_in(beyond_best, smooth)
    value, changes, error = gained(beyond_best, expected)
    never = not (upper_ends(beyond_best, smooth) > 0).any()
    total = sqrt(error**2 + spread**2)
    return Value(value, changes, total, null, largest * spread, note=smooth.note, never=never)


def upper_ends(beyond_best: Floats, smooth: Smooth) -> Floats:
    """Return the upper end of the 95% band of each option's curve in every future, by ordinary least squares."""
    futures, means, fit = len(beyond_best), beyond_best.mean(axis=0), smooth.fit(beyond_best)
    left = ((beyond_best - means - fit) ** 2).sum(axis=0) / (futures - 1 - smooth.terms)
    reach = 1 / futures + (smooth.basis**2).sum(axis=1)
    return np.asarray(means + fit + NORMAL * np.sqrt(np.outer(reach, left)))


def gained(beyond_best: Floats, expected: Floats) -> tuple[float, float, float]:
    """Return what choosing by expected savings gains on average, how often it changes the choice, and the error.

    The error is that of the mean of what the option so chosen really saves beyond the best.
    """
    chosen = expected.argmax(axis=1)
    futures = np.arange(len(expected))
    taken = np.where(expected[futures, chosen] > 0, beyond_best[futures, chosen], 0)
    value = float(expected.max(axis=1).clip(min=0).mean())
    return value, float((expected.max(axis=1) > 0).mean()), float(taken.std()) / sqrt(len(taken))


def nulls_of(beyond_best: Floats, smooths: Smooths) -> list[Floats]:
    """Return the values found in many shuffles of the futures, where there is nothing to find, for each fit."""
    means = beyond_best.mean(axis=0)
    best = [np.zeros((min(len(beyond_best), OUTER), PERMUTATIONS)) for _ in smooths.fitted]
    for option in np.flatnonzero(beyond_best.var(axis=0) > 0):
        for place, (_, curves) in enumerate(_shuffled_curves(beyond_best[:, option], smooths)):
            best[place] = np.maximum(best[place], means[option] + curves)
    return [each.mean(axis=0) for each in best]


def _shuffled_curves(figures: Floats, smooths: Smooths) -> Iterator[tuple[Smooth, Floats]]:
    """Yield each fit with its drawn-in curve in every shuffle of the futures, shape (futures, shuffles)."""
    futures = len(figures)
    found = smooths.stacked.T @ (figures - figures.mean())[shuffled(futures)]
    for smooth, terms in smooths.fitted:
        raw = (found[terms] ** 2).sum(axis=0) / (futures * figures.var())
        drawn = np.sqrt(beyond(raw, futures, smooth).clip(min=0) / raw)
        yield smooth, smooth.basis[:OUTER] @ (found[terms] * drawn)


def spreads_of(nulls: list[Floats], smooths: Smooths) -> list[float]:
    """Return the spread of each null distribution, taken together for fits of as many terms: most shuffles find 0."""
    terms = [smooth.terms for smooth, _ in smooths.fitted]
    alike = {count: [null.var() for null, of in zip(nulls, terms, strict=True) if of == count] for count in set(terms)}
    return [sqrt(float(np.mean(alike[count]))) for count in terms]


def _knowledge(beyond_best: Floats, again: Floats | None, known: np.ndarray, every: int) -> list[Known]:
    """Return for each option the variance that is not luck."""
    options = range(beyond_best.shape[1])
    if again is None:
        return [Known(nan, nan, np.full(PERMUTATIONS, nan))] * len(options)
    pairs = [(beyond_best[:, option], again[:, option], every) for option in options]
    varies = beyond_best[known].var(axis=0, ddof=1)
    lucks = [luck_of(*pair) for pair in pairs]
    by_chance = [variance - luck_by_chance(*pair) for pair, variance in zip(pairs, varies, strict=True)]
    return [
        Known((1 - luck.value) * variance, luck.error * variance, chance)
        for luck, variance, chance in zip(lucks, varies, by_chance, strict=True)
    ]


def _everything(beyond_best: Floats, smooths: Smooths, knowledge: list[Known]) -> Value:
    """Return what knowing all assumptions would be worth.

    The curves of all assumptions are added up, and stretched until they vary as much as all that is not luck.
    """
    curves = sum((drawn_in(beyond_best, each) for each in smooths.apart if each.terms), np.zeros_like(beyond_best))
    means, varies = beyond_best.mean(axis=0), curves.var(axis=0)
    if not varies.any():
        few = any(each.reason == TOO_FEW_FUTURES for each in smooths.apart)
        return Value(nan, reason=TOO_FEW_FUTURES if few else NO_CURVES)
    truly, error = (np.array([known[place] for known in knowledge]) for place in (0, 1))

    def stretched(by: float) -> tuple[float, float, float]:
        return gained(beyond_best, means + _stretched(curves, truly + by * error))

    paired = bool((~np.isnan(truly) & (varies > 0)).any())
    value, changes, sampling = stretched(0)
    by_luck = (stretched(1)[0] - stretched(-1)[0]) / 2 if paired else 0.0
    nulls = _everything_by_chance(beyond_best, smooths, knowledge)
    note = "" if paired else NOT_TOGETHER
    total = sqrt(sampling**2 + by_luck**2)
    return Value(value, changes, total, float(nulls.mean()), float(np.quantile(nulls, SURE)), note=note)


def _stretched(curves: Floats, wanted: Floats) -> Floats:
    """Return curves, one a column, so stretched that their variances are those wanted; as they are where missing."""
    varies = curves.var(axis=0)
    wanted = np.where(np.isnan(wanted) | (varies == 0), varies, wanted.clip(min=0))
    return np.asarray(curves * np.sqrt(wanted / np.where(varies > 0, varies, 1)))


def _everything_by_chance(beyond_best: Floats, smooths: Smooths, knowledge: list[Known]) -> Floats:
    """Return what knowing everything comes to where there is nothing to know, in many shuffles of the futures."""
    apart, means = {id(each) for each in smooths.apart}, beyond_best.mean(axis=0)
    best = np.zeros((min(len(beyond_best), OUTER), PERMUTATIONS))
    for option in np.flatnonzero(beyond_best.var(axis=0) > 0):
        found = _shuffled_curves(beyond_best[:, option], smooths)
        curves = sum((each for smooth, each in found if id(smooth) in apart), np.zeros_like(best))
        best = np.maximum(best, means[option] + _stretched(curves, knowledge[option].by_chance))
    return np.asarray(best.mean(axis=0))
