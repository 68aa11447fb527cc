"""A sweep as its reports ask for it: the option at each value, what became of it, and what the values are in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isinf, isnan

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.text import plain
from placesim.config.variants import Variants
from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.differences import Difference
from placesim.experiment.manifest import RunSettings
from placesim.experiment.sweep import Crossing, Sweep
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.words.figures import Unit, unit_for
from placesim.report.words.quantity import Quantity, quantity_of


@dataclass(frozen=True, eq=False)
class SweepStudy:
    """A sweep with all that its reports print beside the figures."""

    council: Baseline
    variants: Variants
    sweep: Sweep
    settings: RunSettings
    evidence: Mapping[str, Figure]

    @cached_property
    def options(self) -> ComparisonStudy:
        """The values as scenarios of a comparison."""
        return ComparisonStudy(self.council, self.sweep.comparison, self.variants.options, self.settings, self.evidence)

    @cached_property
    def quantity(self) -> Quantity:
        """What is varied, in words."""
        return quantity_of(self.variants)

    @property
    def name(self) -> str:
        """What the scenario is called."""
        return plain(self.variants.option.scenario.name)

    @property
    def values(self) -> tuple[float, ...]:
        """The values tried, rising."""
        return self.sweep.values

    @property
    def few(self) -> bool:
        """True when there are too few futures for any interval."""
        return self.options.few

    @property
    def last_year(self) -> str:
        """The last whole financial year."""
        return self.options.last_year.name

    @property
    def range_tried(self) -> str:
        """The range of values, as in `0 to 12 beds`."""
        return self.quantity.between(self.values[0], self.values[-1])

    def curve(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> list[Difference]:
        """Return the difference from the baseline at each value."""
        return self.sweep.curve(measure, group, year)

    def steps(self, measure: str) -> list[Difference]:
        """Return what one step more changes from each value to the next: a bed, £100, a percentage point."""
        return [self.per_step(difference) for difference in self.sweep.steps(measure)]

    def per_step(self, difference: Difference) -> Difference:
        """Return a change per unit as the change per step that sentences speak of."""
        ends = ("mean", "low", "high", "p10", "p50", "p90")
        return difference._replace(**{end: getattr(difference, end) * self.quantity.step for end in ends})

    def span(self, crossing: Crossing) -> str:
        """Return the 95% interval of a value read off a curve; its ends may lie outside the range tried."""
        quantity, first, last = self.quantity, self.values[0], self.values[-1]
        low = f"below {quantity.number(first)}" if isinf(crossing.low) else quantity.read(crossing.low)
        high = f"above {quantity.number(last)}" if isinf(crossing.high) else quantity.read(crossing.high)
        return f"{low} to {high}"


def spend_unit(differences: Sequence[Difference]) -> Unit:
    """Choose one way to print differences in spend."""
    sizes = [abs(size) for each in differences for size in (each.mean, each.p10, each.p90) if not isnan(size)]
    return unit_for("pounds", max(sizes, default=0.0))
