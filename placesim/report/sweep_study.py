"""A sweep as its reports ask for it: the option at each value, what became of it, and what is varied in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isinf, isnan

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure
from placesim.config.ranges.assumptions import Uncertainty
from placesim.config.text import plain
from placesim.config.variants import Variants
from placesim.config.varied_numbers import DAYS_A_MONTH, VariedNumber
from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.crossings import Crossing
from placesim.experiment.differences import Difference
from placesim.experiment.knowledge.known import Knowledge
from placesim.experiment.manifest import RunSettings
from placesim.experiment.sweep import Sweep
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.figures import MINUS, Unit, unit_for

SHARES = ("share", "uplift_per_year", "growth_per_year")
"""Ends of the names of numbers that are printed as percentages."""

COUNTED = {
    "beds": ("bed", "beds"),
    "usable_beds": ("usable bed", "usable beds"),
    "places": ("place", "places"),
    "approvals_per_year": ("household approved a year", "households approved a year"),
    "days": ("day of delay", "days of delay"),
    "months": ("month of delay", "months of delay"),
}
"""Numbers that count something: what one of it is, and several."""


@dataclass(frozen=True)
class Quantity:
    """A number that is varied, as sentences, tables and axes need it."""

    axis: str
    """What an axis or a column of its values is called."""
    further: str
    """One step more, as in `each further bed`."""
    step: float = 1.0
    """How much more that is."""
    decimals: int = 0
    """Decimals of the values tried."""
    finer: int = 1
    """Decimals of a value read off between them."""
    lead: str = ""
    before: str = ""
    after: str = ""
    after_one: str = ""
    """What stands after a single one, where that differs."""
    divisor: float = 1.0

    def number(self, value: float, decimals: int | None = None) -> str:
        """Return a value with its sign of pounds or percent only."""
        shown = f"{abs(value) / self.divisor:,.{self.decimals if decimals is None else decimals}f}"
        sign = MINUS if value < 0 and shown.strip("0.,") else ""
        return f"{sign}{self.before}{shown}{'%' if self.divisor != 1 else ''}"

    def bare(self, value: float) -> str:
        """Return a value as a number alone, for an axis or a column whose heading says what it is."""
        return self.number(value).replace(self.before, "", 1).removesuffix("%")

    def read(self, value: float) -> str:
        """Return a value read off between those tried, a little finer than they are."""
        return self.number(value, self.finer)

    def text(self, value: float) -> str:
        """Return a value with what it is of, as in `4 beds`."""
        return self.worded(self.number(value), value)

    def worded(self, number: str, value: float = 0) -> str:
        """Return a number already printed with what it is of."""
        return f"{self.lead}{number}{self.after_one if value == 1 and self.after_one else self.after}"

    def between(self, low: float, high: float) -> str:
        """Return two values with what they are of, as in `0 to 12 beds`."""
        return self.worded(f"{self.number(low)} to {self.number(high)}")

    def marked(self, mark: str) -> "Quantity":
        """Return the same with a mark after its name, which tells it from another of that name."""
        after_one = self.after_one and f"{self.after_one}{mark}"
        further, after = f"{self.further}{mark}", f"{self.after}{mark}"
        return replace(self, axis=f"{self.axis}{mark}", further=further, after=after, after_one=after_one)


def quantity_of(variants: VariedNumber) -> Quantity:
    """Return what is varied in words, from the name of the number and from what has it."""
    field, spelt, decimals = variants.field, variants.field.replace("_", " "), _decimals(variants.values)
    each, every = _in_each(variants)
    if field.endswith("fee"):
        weekly = " a week" if field.startswith("weekly") else ""
        further = f"each further £100{weekly}{every}"
        return Quantity(f"{spelt}{each}, £", further, 100, decimals, decimals, before="£", after=f"{weekly}{each}")
    if field.endswith(SHARES):
        return _percentage(spelt, decimals, each, every)
    one, many = _counted(field, spelt)
    if one:
        further, after, after_one = f"each further {one}{every}", f" {many}{each}", f" {one}{each}"
        return Quantity(f"{many}{each}", further, 1.0, decimals, decimals + 1, after=after, after_one=after_one)
    step = 10.0**-decimals
    further = f"each further {step:.{decimals}f}{every}"
    return Quantity(f"{spelt}{each}", further, step, decimals, decimals + 1, lead=f"{spelt} ", after=each)


def meaning(variants: VariedNumber) -> str:
    """Return what the documentation of interventions says of the number that is varied, in its first sentence."""
    field = variants.fields[0]
    described = type(variants.varied[0]).model_fields[field].description or ""
    months = "" if field == variants.field else f", at {DAYS_A_MONTH:g} days a month"
    return plain(described.partition(". ")[0].rstrip(".")) + months


def _percentage(spelt: str, decimals: int, each: str, every: str) -> Quantity:
    """Return a share in words: printed as a percentage, two decimals fewer."""
    return Quantity(
        f"{spelt}{each}, %",
        f"each further percentage point{every}",
        0.01,
        max(decimals - 2, 0),
        max(decimals - 1, 1),
        lead=f"{spelt} ",
        after=each,
        divisor=0.01,
    )


def _counted(field: str, spelt: str) -> tuple[str, str]:
    """Return one and several of what a number counts; nothing where it counts nothing."""
    of, _, time = spelt.rpartition(" ")
    if of and time in ("days", "months"):
        return f"{time[:-1]} of {of}", f"{time} of {of}"
    return COUNTED.get(field, ("", ""))


def _in_each(variants: VariedNumber) -> tuple[str, str]:
    """Return what to add where several interventions are varied alike."""
    homes = all(each.homes() for each in variants.varied)
    count = len(variants.provision) if homes else len(variants.varied)
    return (" each", f" in each of the {count} {'homes' if homes else 'changes'}") if count > 1 else ("", "")


def _decimals(values: tuple[float, ...]) -> int:
    """Return how many decimals the values tried need."""
    return max(len(f"{value:.6f}".rstrip("0").partition(".")[2]) for value in values)


@dataclass(frozen=True, eq=False)
class SweepStudy:
    """A sweep with all that its reports print beside the figures."""

    council: Baseline
    variants: Variants
    sweep: Sweep
    settings: RunSettings
    evidence: Mapping[str, Figure]
    ranges: Uncertainty | None = None
    """Ranges that the configuration and the option give, drawn or not."""
    knowledge: Knowledge | None = None
    """What became of it all under luck alone, where assumptions are drawn."""
    called: Quantity | None = None
    """What is varied in words, where its own name would not tell it from another number that is varied."""

    @cached_property
    def options(self) -> ComparisonStudy:
        """The values as scenarios of a comparison."""
        told = self.council, self.sweep.comparison, self.variants.options, self.settings, self.evidence
        return ComparisonStudy(*told, ranges=self.ranges, knowledge=self.knowledge)

    @cached_property
    def luck_alone(self) -> "SweepStudy | None":
        """The same futures with every assumption at its value, where assumptions are drawn."""
        if self.knowledge is None:
            return None
        alone = replace(self.sweep, comparison=self.knowledge.fixed)
        return replace(self, sweep=alone, knowledge=None)

    @cached_property
    def quantity(self) -> Quantity:
        """What is varied, in words."""
        return self.called or quantity_of(self.variants)

    @property
    def name(self) -> str:
        """What the scenario is called."""
        return plain(self.variants.option.scenario.name)

    @property
    def values(self) -> tuple[float, ...]:
        """The values tried, rising."""
        return self.sweep.values

    @property
    def costed(self) -> bool:
        """True where the option gives a cost of its own, so that net cost stands beside spend."""
        return any(change.cost for change in self.variants.option.scenario.interventions)

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
