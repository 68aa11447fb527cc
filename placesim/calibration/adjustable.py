"""What calibration may adjust: numbers of a configuration that one factor scales, and how far it may go."""

from collections.abc import Mapping
from dataclasses import dataclass

from placesim.calibration.published import Published

LEAST_FACTOR, GREATEST_FACTOR = 0.1, 10.0
"""How far numbers may be scaled where the file of published figures does not say."""


@dataclass(frozen=True)
class Adjustable:
    """Numbers of a configuration that are scaled together, by one factor."""

    paths: tuple[str, ...]
    """Dotted paths to them, each to a number or to a block of numbers."""
    least: float = LEAST_FACTOR
    greatest: float = GREATEST_FACTOR

    @property
    def name(self) -> str:
        """The paths, as tables and messages show them."""
        return ", ".join(self.paths)


Factors = Mapping[Adjustable, float]
"""What numbers are multiplied by; 1 leaves them as they are."""


def adjustables(published: Published) -> tuple[Adjustable, ...]:
    """Return all that the figures allow to be adjusted, in their order."""
    return tuple(
        Adjustable(paths, *(figure.adjust_between or (LEAST_FACTOR, GREATEST_FACTOR)))
        for figure in published.fitted
        for paths in figure.together
    )
