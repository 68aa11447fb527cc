"""What every report of a sweep is made from: the option at each value, what became of it, and what the values are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isinf, isnan

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.variants import Variants
from placesim.experiment.comparison import ALL_YEARS, Difference
from placesim.experiment.manifest import RunSettings
from placesim.experiment.statistics import TOO_FEW_FUTURES
from placesim.experiment.sweep import Crossing, Sweep
from placesim.report.comparison.comparing import Comparing
from placesim.report.comparison.options import Options
from placesim.report.sweep.quantity import Quantity, quantity_of
from placesim.report.wording import Unit, unit_for


@dataclass(frozen=True, eq=False)
class Sweeping:
    """A sweep with all that its reports print beside the figures."""

    council: Baseline
    made: Variants
    sweep: Sweep
    settings: RunSettings
    evidence: Mapping[str, Figure]

    @cached_property
    def options(self) -> Options:
        """The values as scenarios of a comparison."""
        return Options(Comparing(self.council, self.sweep.comparison, self.made.options, self.settings, self.evidence))

    @cached_property
    def quantity(self) -> Quantity:
        """What is varied, in words."""
        return quantity_of(self.made)

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
        return [self.honest(found) for found in self.sweep.curve(measure, group, year)]

    def steps(self, measure: str) -> list[Difference]:
        """Return what one step more changes from each value to the next: a bed, £100, a percentage point."""
        return [self.per_step(found) for found in self.sweep.steps(measure)]

    def per_step(self, found: Difference) -> Difference:
        """Return a change per unit as the change per step that sentences speak of."""
        parts = {
            name: getattr(found, name) * self.quantity.step for name in ("mean", "low", "high", "p10", "p50", "p90")
        }
        return self.honest(found._replace(**parts))

    def honest(self, found: Difference) -> Difference:
        """Return a difference without interval and range where futures are too few for them."""
        if not self.few or found.nothing:
            return found
        nothing = dict.fromkeys(("low", "high", "p10", "p50", "p90"), float("nan"))
        return found._replace(**nothing, note=TOO_FEW_FUTURES)

    def span(self, found: Crossing) -> str:
        """Return the 95% interval of a value read off a curve; its ends may lie outside the range tried."""
        low = f"below {self.quantity.number(self.values[0])}" if isinf(found.low) else self.quantity.read(found.low)
        high = f"above {self.quantity.number(self.values[-1])}" if isinf(found.high) else self.quantity.read(found.high)
        return f"{low} to {high}"


def spend_unit(found: list[Difference]) -> Unit:
    """Choose one way to print differences in spend."""
    sizes = [abs(size) for each in found for size in (each.mean, each.p10, each.p90) if not isnan(size)]
    return unit_for("pounds", max(sizes, default=0.0))
