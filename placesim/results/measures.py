"""The register of measures: what each is called, counts and means, the same for observed and simulated histories."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from placesim.results.cache import Cache
from placesim.results.facts import Facts, Floats, Grouped

Horizon = Literal["total", "average", "end"]
"""How a measure's years make one figure for the whole horizon: added up, averaged by their length, or the last."""


@dataclass(frozen=True)
class Measure:
    """One measure: how it is computed, its unit, whether it is also reported by month, and over the whole horizon."""

    compute: Callable[[Facts], Grouped]
    unit: str
    monthly: bool
    horizon: Horizon | None

    @property
    def is_share(self) -> bool:
        """True for a share, which is missing where there is nothing to take a share of."""
        return self.unit.startswith("share")

    @property
    def definition(self) -> str:
        """The first line of the function's docstring, printed in every report."""
        return (self.compute.__doc__ or self.compute.__name__.replace("_", " ")).strip().splitlines()[0]


MEASURES: dict[str, Measure] = {}


def measure(
    unit: str, horizon: Horizon | None, monthly: bool = False
) -> Callable[[Callable[[Facts], Grouped]], Callable[[Facts], Grouped]]:
    """Register a function as a measure; without a rule for the horizon it is only told year by year."""

    def register(compute: Callable[[Facts], Grouped]) -> Callable[[Facts], Grouped]:
        MEASURES[compute.__name__] = Measure(compute, unit, monthly, horizon)
        return compute

    return register


Key = tuple[str, str, str]
"""(period, measure, group)."""


def measured(facts: Facts, monthly: bool = False) -> tuple[list[Key], Floats]:
    """Return the keys and the values of every measure of one history, in a fixed order."""
    found = {name: kind.compute(facts) for name, kind in MEASURES.items() if kind.monthly or not monthly}
    values = [figures for groups in found.values() for figures in groups.values()]
    return _KEYS.of(facts.baseline, facts.periods, lambda: _keys(facts, found)), np.concatenate(values)


_KEYS: Cache[list[Key]] = Cache()


def _keys(facts: Facts, found: dict[str, Grouped]) -> list[Key]:
    return [
        (period, name, group) for name, groups in found.items() for group in groups for period in facts.periods.labels
    ]
