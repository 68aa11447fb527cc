"""Pairs of variants: one scenario with two of its numbers set to each pair of several values."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from placesim.config.baseline import Baseline
from placesim.config.scenario_files import AppliedScenario
from placesim.config.variants import Setting, variant
from placesim.config.varied_numbers import FIRST, Spelling, VariedNumber, option_fault

SECOND = Spelling("--and", "--and-values", "--and-only")

MOST_ABREAST, MOST_PAIRS = 12, 100
"""Values of each of two numbers, and pairs of them, at most: more can be neither read on a map nor soon simulated."""


@dataclass(frozen=True)
class VariantPairs:
    """A scenario at each pair of values of two of its numbers."""

    first: VariedNumber
    second: VariedNumber
    options: tuple[AppliedScenario, ...]
    """The scenario at each pair, made on the baseline: the first value of the first number with every value of the
    second, then its second value, and so on."""

    @property
    def option(self) -> AppliedScenario:
        """The scenario as it is written."""
        return self.first.option

    @property
    def places(self) -> tuple[int, ...]:
        """Which interventions are varied, counted from 0."""
        return tuple(sorted({*self.first.places, *self.second.places}))


def pairs(first: VariedNumber, second: VariedNumber, baseline: Baseline) -> VariantPairs:
    """Return a scenario with two of its numbers set to each pair of values, made on the baseline each time.

    Raises:
        InputError: both are the same number, a pair is not allowed, or there are too many.
    """
    _few_enough(first.values, second.values)
    same = [place for place in first.places if place in second.places and set(first.fields) & set(second.fields)]
    if same:
        told = f"{second.field} of intervention {same[0] + 1} is what {FIRST.vary} varies"
        raise option_fault(
            SECOND.vary, f"{told}; name another number, or tell them apart with {FIRST.only} and {SECOND.only}"
        )
    every = product(first.values, second.values)
    options = (variant(first.option, baseline, Setting(first, a), Setting(second, b, SECOND)) for a, b in every)
    return VariantPairs(first, second, tuple(options))


def _few_enough(first: Sequence[float], second: Sequence[float]) -> None:
    for values, spelling in ((first, FIRST), (second, SECOND)):
        if len(values) > MOST_ABREAST:
            told = f"names {len(values)} values; a map takes {MOST_ABREAST} of each number at most; widen the step"
            raise option_fault(spelling.values, told)
    count = len(first) * len(second)
    if count > MOST_PAIRS:
        told = f"{len(first)} values by {len(second)} make {count} pairs; a map takes {MOST_PAIRS} at most"
        raise option_fault(SECOND.values, f"{told}; widen a step")
