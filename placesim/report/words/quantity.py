"""What a sweep varies, in words: `4 beds`, `£6,750 a week`, `18 months of delay`, `each further bed`."""

from dataclasses import dataclass

from placesim.config.text import plain
from placesim.config.variants import DAYS_A_MONTH, Variants
from placesim.report.words.figures import MINUS

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


def quantity_of(variants: Variants) -> Quantity:
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


def meaning(variants: Variants) -> str:
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


def _in_each(variants: Variants) -> tuple[str, str]:
    """Return what to add where several interventions are varied alike."""
    homes = all(each.homes() for each in variants.varied)
    count = len(variants.provision) if homes else len(variants.varied)
    return (" each", f" in each of the {count} {'homes' if homes else 'changes'}") if count > 1 else ("", "")


def _decimals(values: tuple[float, ...]) -> int:
    """Return how many decimals the values tried need."""
    return max(len(f"{value:.6f}".rstrip("0").partition(".")[2]) for value in values)
