"""Shares of variance: how much of a figure's variance one assumption, or one group, explains by itself."""

from dataclasses import dataclass
from functools import lru_cache
from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray

from placesim.experiment.knowledge.smooths import Smooth, Smooths
from placesim.experiment.statistics import ALIKE, TOO_FEW_FUTURES, why_no_interval
from placesim.results.facts import Floats

PERMUTATIONS = 200
"""How often a figure's futures are shuffled, to see what a curve finds where there is nothing to find."""

SHUFFLES = 13
"""Seed of the shuffles, so that the same futures always give the same answer."""

SURE = 0.95
NORMAL = 1.96
"""Standard errors on either side of 95 in 100."""

EVERY_FUTURE_ALIKE = "the same in every future"


@dataclass(frozen=True)
class Share:
    """A share of a figure's variance, which by chance may come out below nothing."""

    value: float
    """0 to 1 but for chance; missing where it cannot be told."""
    error: float = nan
    """Standard error."""
    by_chance: float = nan
    """What a share that is truly nothing stays below in 95 of 100 studies, the luckiest of all assumptions told."""
    reason: str = ""
    """Why it is missing; empty where it is not."""
    note: str = ""
    """What the estimate lacks; empty where it lacks nothing."""

    @property
    def told_apart(self) -> bool:
        """True where it is larger than chance would make a share that is nothing."""
        return self.value > self.by_chance


def first_order(figures: Floats, smooths: Smooths) -> tuple[tuple[Share, ...], dict[str, Share]]:
    """Return the share of variance of each assumption by itself, and of each group.

    Var(E[figure | assumption]) / Var(figure) (Sobol' 1993), the conditional mean being fitted by least squares, one
    assumption at a time. What a fit explains by its degrees of freedom alone is taken off.

    Args:
        figures: one a future; missing ones are left out.
        smooths: what to fit by.
    """
    known = ~np.isnan(figures)
    found = shares_of(figures[known], smooths.of(known))
    alone = len(smooths.assumptions)
    return tuple(found[:alone]), dict(zip(smooths.groups, found[alone:], strict=True))


def why_nothing(figures: Floats) -> str:
    """Return why known figures have no variance to share out; empty where they have."""
    if not len(figures):
        return TOO_FEW_FUTURES
    if np.ptp(figures) <= ALIKE * np.abs(figures).max():
        return EVERY_FUTURE_ALIKE
    return str(why_no_interval(figures[:, None])[0])


def shares_of(figures: Floats, smooths: Smooths) -> list[Share]:
    """Return the share of every assumption, then of every group, none of the figures missing."""
    if reason := why_nothing(figures):
        return [Share(nan, reason=reason) for _ in smooths.every]
    by_chance = _by_chance(figures, smooths)
    return [_share(figures, each, chance) for each, chance in zip(smooths.every, by_chance, strict=True)]


def _share(figures: Floats, smooth: Smooth, by_chance: float) -> Share:
    if smooth.reason:
        return Share(nan, reason=smooth.reason)
    value = float(explained(figures, smooth))
    error = error_of(influence_of(figures, smooth, value), noise_of(smooth, len(figures), value))
    return Share(value, error, by_chance, note=smooth.note)


def explained(figures: Floats, smooth: Smooth) -> Floats:
    """Return the share of variance that a fit explains beyond its degrees of freedom, of each column of figures."""
    deviations = figures - figures.mean(axis=0)
    raw = ((smooth.basis.T @ deviations) ** 2).sum(axis=0) / (deviations**2).sum(axis=0)
    return beyond(raw, len(figures), smooth)


def beyond(raw: Floats, futures: int, smooth: Smooth) -> Floats:
    """Return explained shares of variance less what so many terms explain of anything (Ezekiel 1930)."""
    return np.asarray(1 - (1 - raw) * (futures - 1) / (futures - 1 - smooth.terms))


def noise_of(smooth: Smooth, futures: int, share: float) -> float:
    """Return the standard deviation that fitting alone gives a share, as of a beta variable (Kendall and Stuart)."""
    return sqrt(2 * smooth.terms) / futures * (1 - share)


def influence_of(figures: Floats, smooth: Smooth, share: float) -> Floats:
    """Return what each future does to a share: (1 - share) deviation^2 - residual^2, over the variance."""
    deviations = figures - figures.mean()
    residuals = deviations - drawn_in(figures, smooth)
    return np.asarray(((1 - share) * deviations**2 - residuals**2) / np.mean(deviations**2))


def drawn_in(figures: Floats, smooth: Smooth) -> Floats:
    """Return the fit of figures less its mean, drawn in until its variance is what it truly explains."""
    fit = smooth.fit(figures)
    raw, variance = fit.var(axis=0), figures.var(axis=0)
    share = raw / np.where(variance > 0, variance, 1)
    truly = beyond(share, len(figures), smooth).clip(min=0)
    return np.asarray(fit * np.sqrt(truly / np.where(share > 0, share, 1)))


def error_of(influence: Floats, noise: float) -> float:
    """Return the standard error of an estimate from the influence of each future and the noise of fitting."""
    return sqrt(float(influence.var()) / len(influence) + noise**2)


@lru_cache(maxsize=4)
def shuffled(futures: int) -> NDArray[np.int64]:
    """Return orders in which the futures are shuffled, shape (futures, permutations)."""
    order = np.tile(np.arange(futures), (PERMUTATIONS, 1))
    return np.random.default_rng(SHUFFLES).permuted(order, axis=1).T


def _by_chance(figures: Floats, smooths: Smooths) -> list[float]:
    """Return for each fit what chance alone stays below in 95 of 100 studies.

    The figures are shuffled, all fits at once, and the largest of all, each by its own spread, is compared
    (Westfall and Young 1993): of 35 assumptions that do nothing, one in 20 would otherwise be told apart.
    """
    if not smooths.fitted:
        return [nan] * len(smooths.every)
    futures = len(figures)
    terms = (smooths.stacked.T @ (figures - figures.mean())[shuffled(futures)]) ** 2 / (futures * figures.var())
    found = np.array([beyond(terms[of].sum(axis=0), futures, each) for each, of in smooths.fitted])
    spread = found.std(axis=1)
    largest = float(np.quantile((found / spread[:, None]).max(axis=0), SURE))
    spreads = iter(spread.tolist())
    return [largest * next(spreads) if each.terms else nan for each in smooths.every]
