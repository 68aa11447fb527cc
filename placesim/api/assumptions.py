"""Assumptions: whether a study draws those that carry ranges, or takes each at its value."""

from placesim.api.wrong import wrong
from placesim.config.problem import shown
from placesim.config.ranges.drawing import Drawable
from placesim.experiment.draws import DrawnStudy

DRAWN, FIXED = "drawn", "fixed"

NO_RANGES = (
    "no number carries a range, so nothing can be drawn; write one as {value: 6750, low: 5500, high: 8000} in the "
    "configuration or a scenario, or name a file of ranges with --ranges"
)


def drawn_study(drawable: Drawable, seed: int, assumptions: str | None) -> DrawnStudy | None:
    """Return what a study draws from; None where every assumption is at its value.

    Args:
        drawable: makes the baselines of each draw.
        seed: the luck of the study, by which assumptions are drawn too.
        assumptions: `drawn` or `fixed`; where not given, drawn where any number carries a range.

    Raises:
        WrongInputError: it is neither, or nothing can be drawn.
    """
    if assumptions not in (None, DRAWN, FIXED):
        raise wrong("assumptions", f"should be {DRAWN} or {FIXED}; found {shown(assumptions)}")
    if assumptions == DRAWN and not drawable.uncertainty.assumptions:
        raise wrong("assumptions", NO_RANGES)
    return None if assumptions == FIXED or not drawable.uncertainty.assumptions else DrawnStudy(drawable, seed)
