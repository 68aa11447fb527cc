"""What every report of a sweep is made from: the option at each value, what became of it, and what the values are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isinf

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.variants import Variants
from placesim.experiment.comparison import ALL_YEARS, Difference
from placesim.experiment.outputs import RunSettings
from placesim.experiment.sweep import Crossing, Sweep
from placesim.report.comparing import Comparing
from placesim.report.options import Options
from placesim.report.wording import Unit, unit_for

POINTS_OF = ("share", "uplift_per_year", "growth_per_year")
"""Ends of the names of numbers that are printed as percentages."""


@dataclass(frozen=True)
class Quantity:
    """What is varied, as sentences and axes need it."""

    unit: Unit
    """How a value is printed; its header names an axis."""
    further: str
    """One step more, as in `each further bed`."""
    size: float = 1.0
    """How many units that one step is."""

    def text(self, value: float) -> str:
        """Return a value with what it is of, as in `4 beds`."""
        return self.unit.full(value, self._decimals(value))

    def number(self, value: float) -> str:
        """Return a value alone, for a table whose heading names what it is of."""
        return self.unit.number(value, self._decimals(value))

    def _decimals(self, value: float) -> int:
        shown = f"{value / self.unit.divisor:.6f}".rstrip("0")
        return len(shown.partition(".")[2])

    def read(self, value: float) -> str:
        """Return a value read off between those tried: with one decimal more than they have."""
        return self.unit.full(value, self.unit.decimals)


def quantity_of(made: Variants) -> Quantity:
    """Return what is varied in words, from the name of the number."""
    field, finest = made.field, _decimals_between(made.values)
    each, every = _in_each(made)
    if field.endswith("fee"):
        weekly = " a week" if "weekly" in field else ""
        return Quantity(Unit(f"£{weekly}{each}", before="£", after=f"{weekly}{each}"), f"each further £100{weekly}{every}", 100)
    spelt = field.replace("_", " ")
    if field.endswith(POINTS_OF):
        words = spelt.removesuffix(" share")
        unit = Unit(f"{words}, %{each}", 0.01, max(finest - 1, 1), "", f"%{each}")
        return Quantity(unit, f"each further percentage point{every}", 0.01)
    one, many = _counted(field, spelt)
    if not one:
        unit = Unit(f"{spelt}{each}", 1.0, finest + 1, f"{spelt} ", each)
        return Quantity(unit, f"each further {10**-finest:g}{every}", 10.0**-finest)
    return Quantity(Unit(f"{many}{each}", 1.0, finest + 1, "", f" {many}{each}"), f"each further {one}{every}")


def _counted(field: str, spelt: str) -> tuple[str, str]:
    """Return one and many of what a number counts; nothing where it counts nothing."""
    if field in ("days", "months"):
        return f"{field[:-1]} of delay", f"{field} of delay"
    of, _, time = spelt.rpartition(" ")
    if of and time in ("days", "months"):
        return f"{time[:-1]} of {of}", f"{time} of {of}"
    return {
        "beds": ("bed", "beds"),
        "usable_beds": ("usable bed", "usable beds"),
        "places": ("place", "places"),
        "approvals_per_year": ("household approved a year", "households approved a year"),
        "minimum_age": ("year of minimum age", "years of minimum age"),
        "maximum_age": ("year of maximum age", "years of maximum age"),
    }.get(field, ("", ""))


def _in_each(made: Variants) -> tuple[str, str]:
    """Return what to add where several interventions are varied alike."""
    homes = all(str(getattr(each, "kind", "")).endswith("_home") for each in made.varied)
    count = len(made.provision) if homes else len(made.varied)
    return (" each", f" in each of the {count} {'homes' if homes else 'changes'}") if count > 1 else ("", "")


def _decimals_between(values: tuple[float, ...]) -> int:
    return max(len(f"{value:.6f}".rstrip("0").partition(".")[2]) for value in values)


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
        return f"{self.quantity.number(self.values[0])} to {self.quantity.text(self.values[-1])}"

    def curve(self, measure: str, group: str = "all", year: str = ALL_YEARS) -> list[Difference]:
        """Return the difference from the baseline at each value, without intervals where futures are too few."""
        return [self.options.honest(found) for found in self.sweep.curve(measure, group, year)]

    def span(self, found: Crossing) -> str:
        """Return the 95% interval of a value read off a curve; its ends may lie outside the range tried."""
        low = f"below {self.quantity.number(self.values[0])}" if isinf(found.low) else self.quantity.read(found.low)
        high = f"above {self.quantity.number(self.values[-1])}" if isinf(found.high) else self.quantity.read(found.high)
        return f"{low} to {high}"


def spend_unit(found: list[Difference]) -> Unit:
    """Choose one way to print differences in spend."""
    sizes = [abs(size) for each in found for size in (each.mean, each.p10, each.p90) if size == size]
    return unit_for("pounds", max(sizes, default=0.0))
