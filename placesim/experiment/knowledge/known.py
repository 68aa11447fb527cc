"""Known: a study whose assumptions are drawn, with what it takes to tell luck from knowledge beside it."""

from dataclasses import dataclass

from placesim.config.ranges.assumptions import Uncertainty
from placesim.experiment.comparison import Comparison
from placesim.results.facts import Floats


@dataclass(frozen=True, eq=False)
class Knowledge:
    """What a drawn study drew, and the same scenarios played otherwise.

    A run is a comparison without options.
    """

    uncertainty: Uncertainty
    draws: Floats
    """What each future drew: one row a future, one column an assumption."""
    fixed: Comparison
    """The same futures with every assumption at its value: luck alone."""
    again: Comparison
    """One future in `EVERY`, from the first on, with the same draw and another luck."""
