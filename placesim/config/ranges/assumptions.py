"""Assumptions: every number of a study that is not known exactly, each a column of draws."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np

from placesim.config.ranges.shapes import AnyShape, Floats
from placesim.config.ranges.ties import Tie


@dataclass(frozen=True)
class About:
    """What a number is, apart from how it is spread."""

    group: str = ""
    unit: str = ""
    only_money: bool = False
    source: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True)
class Assumption:
    """One uncertain thing: what it is called, its central value, and how far it is known."""

    name: str
    """Keys its luck and heads its column of draws; it stays when other ranges come or go."""
    label: str
    """What reports call it."""
    value: float
    """What holds where nothing is drawn."""
    low: float
    """The low end told to readers: that of the range, or else the value below which 2.5% of all draws lie."""
    high: float
    """The high end told to readers: that of the range, or else the value above which 2.5% of all draws lie."""
    group: str
    """The name of what ties it to others: a correlation, a fit, shares of one whole; empty where nothing does."""
    unit: str
    """`pounds`, `share`, `times`, `days`, or empty."""
    only_money: bool
    """Whether it changes what is paid alone, and never who lives where."""
    source: tuple[str, ...]
    shape: AnyShape
    whole: bool = False
    """Whether only whole numbers are allowed: what is drawn is rounded."""

    @classmethod
    def spread(cls, name: str, label: str, value: float, shape: AnyShape, about: "About") -> Self:
        """Return the assumption that a number is spread in a shape about its value."""
        low, high = map(round, shape.told) if about.whole else shape.told
        told = about.group, about.unit, about.only_money, about.source
        return cls(name, label, value, low, high, *told, shape, about.whole)

    def quantile(self, uniforms: Floats) -> Floats:
        """Return its values below which these shares of all draws lie."""
        if not self.whole:
            return self.shape.quantile(uniforms)
        low, high = self.shape.ends
        if self.shape.is_even:  # each whole number as likely as any other, those at the ends too
            return np.minimum(np.floor(low + np.asarray(uniforms) * (high - low + 1)), high)
        return np.rint(self.shape.quantile(uniforms))


@dataclass(frozen=True)
class Uncertainty:
    """Every assumption of a study: the configuration's in the order of the file, then those of its scenarios."""

    assumptions: tuple[Assumption, ...] = ()
    ties: tuple[Tie, ...] = ()
    """What ties assumptions together, so that they are not drawn one by one."""

    def __repr__(self) -> str:
        count = len(self.assumptions)
        each = [f"  {a.name}: {a.value:,g} ({a.low:,g} to {a.high:,g}) {a.unit}".rstrip() for a in self.assumptions]
        return "\n".join([f"<{count} assumption{'s' * (count != 1)}>", *each])

    @property
    def names(self) -> tuple[str, ...]:
        """The assumptions' names, in order of the columns."""
        return tuple(assumption.name for assumption in self.assumptions)

    @property
    def central(self) -> Floats:
        """The row of central values."""
        return np.array([assumption.value for assumption in self.assumptions], dtype=float)

    @cached_property
    def groups(self) -> dict[str, tuple[int, ...]]:
        """Columns by the name of what ties them together."""
        found: dict[str, tuple[int, ...]] = {}
        for column, assumption in enumerate(self.assumptions):
            if assumption.group:
                found[assumption.group] = (*found.get(assumption.group, ()), column)
        return found

    def values(self, uniforms: Floats) -> Floats:
        """Return what is drawn, a row a future and a column an assumption.

        Args:
            uniforms: numbers between 0 and 1, independent of each other, in the same rows and columns.
        """
        shares = np.array(uniforms, dtype=float)
        for tie in self.ties:
            columns = list(self.groups[tie.name])
            shares[:, columns] = tie.uniforms(shares[:, columns])
        values = np.empty_like(shares)
        for column, assumption in enumerate(self.assumptions):
            values[:, column] = assumption.quantile(shares[:, column])
        for tie in self.ties:
            columns = list(self.groups[tie.name])
            values[:, columns] = tie.values(shares[:, columns], values[:, columns])
        return values


def each_once(assumptions: Sequence[Assumption], ties: Sequence[Tie] = ()) -> Uncertainty:
    """Return assumptions as those of one study: what has one name, in several files or places, is drawn once."""
    once: dict[str, Assumption] = {}
    for each in assumptions:
        once[each.name] = _joined(once[each.name], each) if each.name in once else each
    return Uncertainty(tuple(once.values()), tuple(ties))


def _joined(one: Assumption, other: Assumption) -> Assumption:
    """Return two of one name as one, which is about money alone only if it is so wherever it stands."""
    return replace(
        one,
        group=one.group or other.group,
        only_money=one.only_money and other.only_money,
        source=tuple(dict.fromkeys((*one.source, *other.source))),
        whole=one.whole or other.whole,
    )
