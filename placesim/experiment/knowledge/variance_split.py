"""The variance of a figure, split into luck, knowledge, and what assumptions do only together."""

from dataclasses import dataclass, field
from math import nan, sqrt

import numpy as np

from placesim.experiment.draws import EVERY
from placesim.experiment.knowledge.shares import (
    NORMAL,
    PERMUTATIONS,
    Share,
    error_of,
    influence_of,
    noise_of,
    shares_of,
    shuffled,
    why_nothing,
)
from placesim.experiment.knowledge.smooths import DOES_NOT_VARY, TOO_FEW_FUTURES, Smooths
from placesim.experiment.statistics import FEWEST
from placesim.results.facts import Floats

TOO_FEW_AGAIN = "too few draws were played again with another luck"


@dataclass(frozen=True)
class VarianceSplit:
    """What a figure's variance rests on. Luck, knowledge and interaction add up to one."""

    variance: float
    """Of the figure, in its unit squared."""
    luck: Share
    """From pairs of futures with one draw and two lucks, whatever shape the figure has in the assumptions."""
    knowledge: Share
    """What assumptions do one by one: the sum of the shares of groups and of assumptions of no group."""
    interaction: Share
    """What is left: what assumptions do only together, beyond each group's own fit, and what curves cannot follow."""
    unfitted: Share
    """What no curve explains: luck and interaction together, by the fits alone. Not less than luck, but for chance."""
    assumptions: tuple[Share, ...] = ()
    """One a column of the draws; members of one group share what they have in common, so these need not add up."""
    groups: dict[str, Share] = field(default_factory=dict)
    reason: str = ""
    """Why nothing is split; empty where something is."""


def variance_split(figures: Floats, again: Floats, smooths: Smooths, every: int = EVERY) -> VarianceSplit:
    """Split the variance of one figure over drawn futures.

    Luck is half the mean square of the difference of two futures of one draw (one-way analysis of variance with two in
    a class; Scheffe 1959). Standard errors are from each future's influence on the estimate (Hampel 1974).

    Args:
        figures: one a future, future n with draw n; missing where the future has no such figure. Of what happens or
            not, as a target met, 1 and 0.
        again: the same figure of futures 0, every, 2 x every... played with another luck.
        smooths: what to fit by, of the same futures.
        every: how far the futures played again stand apart.
    """
    known = ~np.isnan(figures)
    if reason := why_nothing(figures[known]):
        return _nothing(smooths, reason)
    kept, fits = figures[known], smooths.of(known)
    found = shares_of(kept, fits)
    alone = len(fits.assumptions)
    groups = dict(zip(fits.groups, found[alone:], strict=True))
    knowledge, knowing, noise = _knowledge(kept, fits, dict(zip(map(id, fits.every), found, strict=True)))
    luck, lucky = _luck(kept, _squares(figures, again, every)[known])
    return VarianceSplit(
        float(kept.var(ddof=1)),
        luck,
        knowledge,
        _rest(1 - luck.value - knowledge.value, lucky + knowing, noise, luck.reason or knowledge.reason),
        _rest(1 - knowledge.value, knowing, noise, knowledge.reason),
        tuple(found[:alone]),
        groups,
    )


def _nothing(smooths: Smooths, reason: str) -> VarianceSplit:
    none = Share(nan, reason=reason)
    each, groups = tuple(none for _ in smooths.assumptions), dict.fromkeys(smooths.groups, none)
    return VarianceSplit(nan, none, none, none, none, each, groups, reason)


def _knowledge(figures: Floats, smooths: Smooths, found: dict[int, Share]) -> tuple[Share, Floats, float]:
    """Return the share of assumptions one by one, the influence of each future, and the noise of fitting."""
    fitted = [(each, found[id(each)].value) for each in smooths.apart if each.terms]
    if not fitted and any(each.reason == TOO_FEW_FUTURES for each in smooths.apart):
        return Share(nan, reason=TOO_FEW_FUTURES), np.zeros(len(figures)), nan
    value = sum(share for _, share in fitted)
    influence = sum((influence_of(figures, *each) for each in fitted), np.zeros(len(figures)))
    noise = sqrt(sum(noise_of(each, len(figures), share) ** 2 for each, share in fitted))
    error = error_of(influence, noise)
    missing = "; ".join(sorted({found[id(each)].note or each.reason for each in smooths.apart} - {"", DOES_NOT_VARY}))
    return Share(value, error, NORMAL * error, note=missing), influence, noise


def _squares(figures: Floats, again: Floats, every: int) -> Floats:
    """Return half the square of the difference between a future and the same draw again; missing where not played."""
    squares = np.full(len(figures), nan)
    played = squares[::every][: len(again)]
    played[:] = (figures[::every][: len(again)] - again[: len(played)]) ** 2 / 2
    return squares


def _luck(figures: Floats, squares: Floats) -> tuple[Share, Floats]:
    """Return luck's share and the influence of each future on it."""
    paired = ~np.isnan(squares)
    pairs = int(paired.sum())
    if pairs < FEWEST:
        return Share(nan, reason=TOO_FEW_AGAIN), np.zeros(len(figures))
    deviations = (figures - figures.mean()) ** 2
    variance, luck = float(figures.var(ddof=1)), float(squares[paired].mean())
    influence = -luck / variance**2 * (deviations - deviations.mean())
    influence[paired] += (squares[paired] - luck) / variance * len(figures) / pairs
    error = float(influence.std()) / sqrt(len(figures))
    return Share(luck / variance, error, NORMAL * error), influence


def luck_of(figures: Floats, again: Floats, every: int = EVERY) -> Share:
    """Return the share of a figure's variance that is luck, by the draws played again alone."""
    known = ~np.isnan(figures)
    if reason := why_nothing(figures[known]):
        return Share(nan, reason=reason)
    return _luck(figures[known], _squares(figures, again, every)[known])[0]


def luck_by_chance(figures: Floats, again: Floats, every: int = EVERY) -> Floats:
    """Return the variance of luck found where nothing but luck differs, in the figure's unit squared, one a shuffle.

    Futures played again are set beside those of other draws, so that two of a pair have nothing in common.
    """
    first = figures[::every][: len(again)]
    kept = ~np.isnan(first) & ~np.isnan(again[: len(first)])
    if kept.sum() < FEWEST:
        return np.full(PERMUTATIONS, nan)
    pairs = first[kept][shuffled(int(kept.sum()))] - again[: len(first)][kept][:, None]
    return np.asarray((pairs**2).mean(axis=0) / 2)


def _rest(value: float, influence: Floats, noise: float, reason: str) -> Share:
    if reason:
        return Share(nan, reason=reason)
    error = error_of(influence, noise)
    return Share(value, error, NORMAL * error)
