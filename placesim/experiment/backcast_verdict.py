"""The verdict of a back-cast: on which figures the model may be trusted, by rules that were fixed beforehand."""

from enum import StrEnum
from math import isnan

from placesim.experiment.backcast_scores import FEWEST_ORIGINS, Judged

FEWEST_FIGURES = 10
"""Figures from which on anything is said of a subject."""

SURELY, PERHAPS, AS_GOOD = 0.95, 0.9, 1.1
"""Scores against the best naive forecast's: at most so high where the model is better, and where it may be; up to which
it is as good."""

NARROW, WIDE = 0.7, 0.9
"""Shares of figures that 80% ranges held, below and above which they are too narrow or wider than they need be."""


class Standing(StrEnum):
    """How the model stands against the best naive forecast of a subject."""

    BETTER = "better"
    PERHAPS_BETTER = "perhaps better"
    NO_BETTER = "no better"
    PERHAPS_WORSE = "perhaps worse"
    WORSE = "worse"
    TOO_FEW = "too few figures to say"


class Ranges(StrEnum):
    """How honest the model's 80% ranges were."""

    TOO_NARROW = "too narrow"
    ABOUT_RIGHT = "about right"
    WIDER_THAN_NEEDED = "wider than needed"
    TOO_FEW = "too few figures to say"


def enough(judged: Judged) -> bool:
    """Tell whether there are figures enough, from days enough, to say anything."""
    return judged.figures >= FEWEST_FIGURES and judged.origins >= FEWEST_ORIGINS


def standing_of(judged: Judged) -> Standing:
    """Return how the model stands on a subject.

    Better: its score is at most 0.95 of the best naive forecast's, and the 95% interval lies below 1. Perhaps better:
    at most 0.9, but the interval reaches 1 or cannot be told. No better: up to 1.1. Above that worse where the
    interval lies above 1, else perhaps worse. The naive forecast is the best one known afterwards, which nobody could
    have chosen beforehand.
    """
    if not enough(judged) or isnan(judged.ratio):
        return Standing.TOO_FEW
    if judged.ratio <= SURELY and judged.ratio_interval and judged.ratio_interval.high < 1:
        return Standing.BETTER
    if judged.ratio <= PERHAPS:
        return Standing.PERHAPS_BETTER
    if judged.ratio <= AS_GOOD:
        return Standing.NO_BETTER
    surely = judged.ratio_interval and judged.ratio_interval.low > 1
    return Standing.WORSE if surely else Standing.PERHAPS_WORSE


def ranges_of(judged: Judged) -> Ranges:
    """Return how honest the 80% ranges were: 70 to 90% held is about right."""
    if not enough(judged):
        return Ranges.TOO_FEW
    held = judged.model.in_80
    if held < NARROW:
        return Ranges.TOO_NARROW
    return Ranges.ABOUT_RIGHT if held <= WIDE else Ranges.WIDER_THAN_NEEDED
