"""The register of measures: what each is called, counts and means, the same for observed and simulated histories."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np

from placesim.results.counting import Grouped
from placesim.results.facts import Facts, Floats
from placesim.results.look_back import LookBack, where_given

Horizon = Literal["total", "average", "end"]
"""How a measure's years make one figure for the whole horizon: added up, averaged by their length, or the last."""


Worse = Literal["higher", "lower"]
"""Which way a figure goes when things get worse, for the children or for the council."""


class Exhibit(Enum):
    """A part of a report, or of what the terminal shows, in which measures are told."""

    HEADLINES = auto()
    """The figures at the head of a run: at the start, and at the end of the first and of the last year."""
    LINES = auto()
    """Lines by month of a run."""
    STACKS = auto()
    """Stacked bars by year of a run, one stack a measure, by its groups."""
    STABILITY = auto()
    """Dots on ranges by year of a run."""
    WATCHED = auto()
    """What an option may make worse, though nobody meant it to."""
    HOPED_FOR = auto()
    """What a commissioner may hope an option changes."""
    DIFFERENCES_BY_YEAR = auto()
    """Tables of a comparison by financial year, one a measure."""
    SWEEP = auto()
    """Definitions in the report of a sweep."""
    TERMINAL = auto()
    """Columns of the table at the end of a run; `{end}` stands for the last day of each year."""


@dataclass(frozen=True)
class Telling:
    """How one part of a report tells a measure: where it stands there, in what words, and of which group."""

    part: Exhibit
    order: int
    """Its place among what that part tells, smallest first; numbers leave room between them."""
    words: str = ""
    """A title, or the subject of a sentence; nothing where a part prints the definition alone."""
    group: str = "all"
    plural: bool = False
    """True for the subject of a sentence that takes `rise`, not `rises`."""


@dataclass(frozen=True)
class Measure:
    """One measure: how it is computed, its unit, how its periods add up, and where and how reports tell it."""

    compute: Callable[[Facts], Grouped]
    unit: str
    monthly: bool
    """Whether it is also reported by month."""
    horizon: Horizon | None
    groups: str
    """What its groups are, where they are neither placement types, provision nor budget lines."""
    worse: Worse | None
    told: tuple[Telling, ...]
    looks_back: LookBack | None
    """How far before a period it looks; missing in periods for which that is before the start."""

    @property
    def is_average(self) -> bool:
        """True for a figure of an average night, which stands for its whole period and not for the last night."""
        return self.horizon == "average"

    @property
    def is_share(self) -> bool:
        """True for a share, which is missing where there is nothing to take a share of."""
        return self.unit.startswith("share")

    @property
    def is_of_something(self) -> bool:
        """True for a figure that is missing, and not nil, where there is nothing that it could be of."""
        return self.is_share or self.unit == "days"

    @property
    def definition(self) -> str:
        """The first line of the function's docstring, printed in every report."""
        return (self.compute.__doc__ or self.compute.__name__.replace("_", " ")).strip().splitlines()[0]

    @property
    def of_lives(self) -> bool:
        """True for what children live through: figures that no price, fee or cost of the council changes."""
        return self.compute.__module__.rpartition(".")[2] in OF_LIVES


OF_LIVES = ("metrics", "paths", "stability")
"""Modules whose measures ask of a council its names, kinds and dates, and none of its other numbers."""

MEASURES: dict[str, Measure] = {}


def measure(
    unit: str,
    horizon: Horizon | None,
    monthly: bool = False,
    groups: str = "",
    worse: Worse | None = None,
    told: tuple[Telling, ...] = (),
    looks_back: LookBack | None = None,
) -> Callable[[Callable[[Facts], Grouped]], Callable[[Facts], Grouped]]:
    """Register a function as a measure; without a rule for the horizon it is only told year by year."""

    def register(compute: Callable[[Facts], Grouped]) -> Callable[[Facts], Grouped]:
        compute = where_given(looks_back, compute)
        kind = Measure(compute, unit, monthly, horizon, groups, worse, told, looks_back)
        every = {**MEASURES, compute.__name__: kind}
        MEASURES.clear()  # by module, so that their order does not depend on which module is imported first
        MEASURES.update(sorted(every.items(), key=lambda item: item[1].compute.__module__))
        return compute

    return register


class Told(NamedTuple):
    """One measure, or a group of it, as a part of a report tells it: see `Telling`."""

    measure: str
    group: str
    words: str
    plural: bool = False


def told_in(part: Exhibit) -> list[Told]:
    """Return what a part of a report tells, in the order in which it stands there."""
    every = [(each.order, name, each) for name, kind in MEASURES.items() for each in kind.told if each.part == part]
    return [Told(name, each.group, each.words, each.plural) for _, name, each in sorted(every, key=lambda one: one[0])]


Key = tuple[str, str, str]
"""(period, measure, group)."""


Compute = Callable[[Facts], Grouped]
"""What works out one measure; its name is the measure's."""


def measured(
    facts: Facts, monthly: bool = False, also: tuple[Compute, ...] = (), among: Collection[str] | None = None
) -> tuple[list[Key], Floats]:
    """Return the keys of every measure in a fixed order, and the values: one row a future where facts hold several.

    Args:
        facts: what is measured.
        monthly: whether by month, as measures say.
        also: what is asked for besides; it stands behind them.
        among: names of the measures that are wanted; None: all.
    """
    wanted = [name for name, kind in MEASURES.items() if (kind.monthly or not monthly) and name in (among or MEASURES)]
    found = {name: facts.once_by_period(MEASURES[name].compute) for name in wanted}
    found.update({compute.__name__: compute(facts) for compute in also})
    return _laid_out(facts, found)


def measured_apart(
    together: Facts, apart: Sequence[Facts], monthly: bool = False, also: tuple[Compute, ...] = ()
) -> tuple[list[Key], Floats]:
    """Return what `measured` does, of futures whose councils differ in their numbers and in nothing else.

    Args:
        together: all futures; what no number of a council changes is measured here, once.
        apart: each future with its own council.
        monthly: whether by month, as measures say.
        also: what is asked for besides.
    """
    found: dict[str, Grouped] = {}
    for name, kind in MEASURES.items():
        if kind.monthly or not monthly:
            parts = [together] if kind.of_lives else apart
            found[name] = _joined([facts.once_by_period(kind.compute) for facts in parts])
    found.update({compute.__name__: _joined([compute(facts) for facts in apart]) for compute in also})
    return _laid_out(together, found)


def _joined(parts: Sequence[Grouped]) -> Grouped:
    """Return the figures of some futures below those of others."""
    return {group: np.concatenate([part[group] for part in parts]) for group in parts[0]}


def _laid_out(facts: Facts, found: Mapping[str, Grouped]) -> tuple[list[Key], Floats]:
    values = [figures for groups in found.values() for figures in groups.values()]
    groups = tuple((name, tuple(of)) for name, of in found.items())
    return _keys(facts.periods.labels, groups), np.concatenate(values, axis=-1)


@lru_cache(maxsize=256)
def _keys(periods: tuple[str, ...], groups: tuple[tuple[str, tuple[str, ...]], ...]) -> list[Key]:
    """Return every period, measure and group: names alone, so futures of one council share them."""
    return [(period, name, group) for name, of in groups for group in of for period in periods]
