"""Smooths: each assumption, and each group drawn together, as columns of which a smooth curve is the weighted sum."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from placesim.experiment.statistics import ALIKE
from placesim.results.facts import Floats

TERMS = ((2000, 10), (200, 5), (120, 3))
"""From how many futures on one assumption's curve has how many terms: a cubic spline, or at the least a plain cubic."""

FUTURES_A_TERM_OF_A_GROUP = 20
"""Futures behind each term of a group's fit: what its degrees of freedom take up is taken off again."""

PLAIN = 3
"""Terms of a plain cubic, which cannot wind around a crossing."""

GROUP_TERMS = ((5, 3), (5, 2), (5, 1), (3, 1), (2, 1), (1, 1), (1, 0))
"""Terms of each member's curve, and of the curves whose products stand for two members' interaction; richest first."""

SAME_DIRECTION = 1e-7
"""A column that adds less than this share of the largest is one of the others again, as the last of shares is."""

DOES_NOT_VARY = "it does not vary"
FEWEST_FUTURES = TERMS[-1][0]
TOO_FEW_FUTURES = f"too few futures for a curve: {FEWEST_FUTURES} are needed"
TOO_MANY_MEMBERS = "more assumptions in the group than so many futures can bear"
NO_PRODUCTS = "too few futures to fit how the group's assumptions act together"


@dataclass(frozen=True, eq=False)
class Smooth:
    """One assumption, or one group drawn together, as columns to fit a figure by."""

    columns: tuple[int, ...]
    """Which columns of the draws."""
    basis: Floats
    """Shape (futures, terms): columns of mean zero, of length one and square to each other; none where it cannot be."""
    reason: str = ""
    """Why nothing can be fitted; empty where something can."""
    note: str = ""
    """What the fit lacks; empty where it lacks nothing."""

    @property
    def terms(self) -> int:
        """Degrees of freedom that a fit takes up."""
        return int(self.basis.shape[1])

    def fit(self, figures: Floats) -> Floats:
        """Return the least-squares fit of figures, shape (futures,) or (futures, figures), less its mean."""
        return np.asarray(self.basis @ (self.basis.T @ (figures - figures.mean(axis=0))))


@dataclass(frozen=True, eq=False)
class Smooths:
    """Every assumption alone and every group, for the same futures."""

    draws: Floats
    members: Mapping[str, tuple[int, ...]]
    assumptions: tuple[Smooth, ...]
    """One a column of the draws."""
    groups: dict[str, Smooth]

    @cached_property
    def apart(self) -> tuple[Smooth, ...]:
        """Groups, and assumptions of no group: what is drawn independently, so that shares of variance add up."""
        alone = ungrouped(len(self.assumptions), self.members)
        return (*(self.assumptions[column] for column in alone), *self.groups.values())

    @cached_property
    def fitted(self) -> tuple[tuple[Smooth, slice], ...]:
        """What can be fitted, each with the columns of `stacked` that are its terms."""
        able = [each for each in self.every if each.terms]
        ends = np.cumsum([each.terms for each in able]).tolist()
        return tuple((each, slice(end - each.terms, end)) for each, end in zip(able, ends, strict=True))

    @cached_property
    def stacked(self) -> Floats:
        """Every fit's columns side by side, shape (futures, all terms)."""
        return np.hstack([np.empty((len(self.draws), 0)), *(each.basis for each, _ in self.fitted)])

    @cached_property
    def every(self) -> tuple[Smooth, ...]:
        """All assumptions, then all groups."""
        return (*self.assumptions, *self.groups.values())

    @cached_property
    def plain(self) -> tuple[Smooth, ...]:
        """Each assumption's plain cubic, to read a crossing off."""
        terms = (PLAIN, 0) if len(self.draws) >= FEWEST_FUTURES else None
        return tuple(_smooth((column,), self.draws, terms) for column in range(self.draws.shape[1]))

    def of(self, futures: NDArray[np.bool_]) -> "Smooths":
        """Return the same for some of the futures: those in which a figure is known."""
        return self if futures.all() else smooths_of(self.draws[futures], self.members)


def ungrouped(assumptions: int, groups: Mapping[str, tuple[int, ...]]) -> list[int]:
    """Return the columns of assumptions of no group, in order."""
    grouped = {column for columns in groups.values() for column in columns}
    return [column for column in range(assumptions) if column not in grouped]


def smooths_of(draws: Floats, groups: Mapping[str, tuple[int, ...]] | None = None) -> Smooths:
    """Return what figures are fitted by.

    One assumption's curve is a cubic B-spline whose knots have as many draws between each two (de Boor 1978).
    Assumptions are fitted one at a time: with 35 of them and 300 futures one joint fit would have 175 terms.

    Args:
        draws: shape (futures, assumptions), the values drawn.
        groups: columns of each group of assumptions that are drawn together, by name.
    """
    members = {name: tuple(columns) for name, columns in (groups or {}).items() if columns}
    alone = tuple(_smooth((column,), draws, _terms(len(draws))) for column in range(draws.shape[1]))
    together = {name: _group(columns, draws) for name, columns in members.items()}
    return Smooths(draws, members, alone, together)


def _terms(futures: int) -> tuple[int, int] | None:
    return next(((terms, 0) for fewest, terms in TERMS if futures >= fewest), None)


def _group(columns: tuple[int, ...], draws: Floats) -> Smooth:
    if len(columns) == 1 or len(draws) < FEWEST_FUTURES:
        return _smooth(columns, draws, _terms(len(draws)))
    most, members = len(draws) / FUTURES_A_TERM_OF_A_GROUP, len(columns)
    pairs = members * (members - 1) / 2
    borne = [each for each in GROUP_TERMS if members * each[0] + pairs * each[1] ** 2 <= most]
    if not borne:
        return Smooth(columns, np.empty((len(draws), 0)), TOO_MANY_MEMBERS)
    return _smooth(columns, draws, borne[0], "" if borne[0][1] else NO_PRODUCTS)


def _smooth(columns: tuple[int, ...], draws: Floats, terms: tuple[int, int] | None, note: str = "") -> Smooth:
    nothing = np.empty((len(draws), 0))
    varying = [scaled(draws[:, column]) for column in columns if varies(draws[:, column])]
    if not varying:
        return Smooth(columns, nothing, DOES_NOT_VARY)
    if terms is None:
        return Smooth(columns, nothing, TOO_FEW_FUTURES)
    curves = [spline_terms(values, terms[0]) for values in varying]
    products = [_products(one, other, terms[1]) for one, other in combinations(varying, 2) if terms[1]]
    return Smooth(columns, _square(np.hstack([*curves, *products])), note=note)


def varies(values: Floats) -> bool:
    """Tell whether an assumption's draws differ by more than the last digits."""
    return bool(len(values)) and float(np.ptp(values)) > ALIKE * float(np.abs(values).max())


def scaled(values: Floats) -> Floats:
    """Return values laid between 0 and 1."""
    return np.asarray((values - values.min()) / np.ptp(values))


def spline_terms(values: Floats, terms: int) -> Floats:
    """Return the terms of a B-spline over values between 0 and 1, shape (futures, terms), each of mean zero.

    Up to three terms are a straight line, a parabola, a cubic; more are a cubic with knots within.
    """
    from scipy.interpolate import BSpline  # slow to import, and only drawn studies need it

    degree = min(terms, 3)
    inner = np.quantile(values, np.linspace(0, 1, terms - degree + 2)[1:-1])
    inner = np.unique(inner[(inner > 0) & (inner < 1)])
    knots = np.concatenate([np.zeros(degree + 1), inner, np.ones(degree + 1)])
    columns = BSpline.design_matrix(values, knots, degree).toarray()
    return np.asarray(columns - columns.mean(axis=0))[:, 1:]  # all of them add up to one


def _products(one: Floats, other: Floats, terms: int) -> Floats:
    left, right = spline_terms(one, terms), spline_terms(other, terms)
    return (left[:, :, None] * right[:, None, :]).reshape(len(one), -1)


def _square(columns: Floats) -> Floats:
    """Return columns of mean zero, square to each other and of length one, that span the same."""
    left, sizes, _ = np.linalg.svd(columns - columns.mean(axis=0), full_matrices=False)
    return np.asarray(left[:, sizes > SAME_DIRECTION * sizes[0]])
