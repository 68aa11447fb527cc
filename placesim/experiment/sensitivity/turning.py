"""Turning points: the value of an assumption at which an option stops saving, or another option comes first."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from placesim.experiment.crossings import Crossing, crossings, passes
from placesim.experiment.sensitivity.study import Sensitivity
from placesim.experiment.sweep import DUST
from placesim.results.facts import Floats


class Turn(NamedTuple):
    """An assumption at which the mean of an option passes that of the baseline, or of another option."""

    place: int
    """The assumption's number, from 0."""
    option: str
    other: str
    """What it is set against: the baseline, or another option."""
    crossing: Crossing
    """Rising where the option's figure less the other's goes from below to above nothing as the assumption rises."""


def changes_sides(study: Sensitivity, options: Sequence[str]) -> list[Turn]:
    """Return where an option's mean difference from the baseline passes through nothing, within each range.

    Means are read between low end, value and high end by straight lines, all other assumptions at their values: exact
    where the figure grows in proportion to the assumption, an approximation elsewhere.
    """
    return [
        turn
        for option in options
        for place in range(len(study.assumptions))
        for turn in _turns(study, place, option, study.scenarios[0])
    ]


def changes_first(study: Sensitivity, options: Sequence[str]) -> list[Turn]:
    """Return where another option becomes the best of some, within each range: the nearest such point on each side."""
    if len(options) < 2:
        return []
    means = {option: float(study.at_values(option).mean()) for option in options}
    first = (min if study.lower_is_better else max)(means, key=means.__getitem__)
    found = []
    for place, assumption in enumerate(study.assumptions):
        passed = [turn for other in options if other != first for turn in _turns(study, place, first, other)]
        below = [turn for turn in passed if turn.crossing.value < assumption.value]
        above = [turn for turn in passed if turn.crossing.value >= assumption.value]
        found += sorted(below, key=lambda turn: -turn.crossing.value)[:1]
        found += sorted(above, key=lambda turn: turn.crossing.value)[:1]
    return found


def _turns(study: Sensitivity, place: int, option: str, other: str) -> list[Turn]:
    values, figures = _curve(study, place, option, other)
    if not passes(values.tolist(), figures.mean(axis=0).tolist()):
        return []
    return [Turn(place, option, other, crossing) for crossing in crossings(values, figures, 0.0).points]


def _curve(study: Sensitivity, place: int, option: str, other: str) -> tuple[Floats, Floats]:
    """Return an assumption's low end, value and high end, and one scenario's figure less another's there.

    An end that is the value itself stands there once.
    """
    assumption, names = study.assumptions[place], study.scenarios
    figures = np.array([study.at_ends[place, 0], study.central_figures, study.at_ends[place, 1]])
    one, two = (figures[:, names.index(name)] for name in (option, other))
    apart = np.where(np.isclose(one, two, rtol=DUST, atol=0), 0.0, one - two)
    values = np.array([assumption.low, assumption.value, assumption.high])
    kept = [True, bool(values[1] > values[0]), bool(values[2] > values[1])]
    return values[kept], apart[kept].T
