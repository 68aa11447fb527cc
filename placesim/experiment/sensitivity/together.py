"""All assumptions drawn at once: which of them account for how much of the variance of a figure, by themselves."""

from dataclasses import dataclass
from functools import cached_property

from placesim.config.ranges.assumptions import Uncertainty
from placesim.experiment.knowledge.shares import Share, first_order
from placesim.experiment.knowledge.smooths import Smooths, smooths_of
from placesim.results.facts import Floats


@dataclass(frozen=True, eq=False)
class Together:
    """A figure of every scenario in futures that draw every assumption."""

    uncertainty: Uncertainty
    draws: Floats
    """What each future drew, shape (futures, assumptions)."""
    figures: Floats
    """Shape (scenarios, futures); the baseline first."""

    @cached_property
    def _smooths(self) -> Smooths:
        return smooths_of(self.draws, self.uncertainty.groups)

    def shares(self, told: Floats) -> tuple[tuple[Share, ...], dict[str, Share]]:
        """Return the first-order share of each assumption, and of each group that is drawn together.

        Args:
            told: what is told of a scenario in every future.
        """
        return first_order(told, self._smooths)
