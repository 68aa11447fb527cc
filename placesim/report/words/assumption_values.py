"""Values of an assumption as reports print them: pounds, percentages, times, days, each as finely as it needs."""

from math import floor, log10

from placesim.config.ranges.assumptions import Assumption
from placesim.report.figures import Unit

SIGNIFICANT = 3
"""Figures that an end of a range is told with at most, which a normal has more of than anybody knows."""

MILLION = 1e6

FINEST = 50
"""Parts of a range that a value read off a line through its ends and its middle is told by, at most."""


def value_unit(assumption: Assumption) -> Unit:
    """Return how values of an assumption are printed: as finely as its value and its ends need, no finer."""
    ends = (assumption.low, assumption.value, assumption.high)
    unit = _UNITS.get(assumption.unit, Unit("value"))
    if assumption.unit == "pounds" and max(map(abs, ends)) >= MILLION:
        unit = Unit("£ million", MILLION, before="£", after="m")
    decimals = _decimals([end / unit.divisor for end in ends])
    return Unit(unit.header, unit.divisor, decimals, unit.before, unit.after)


_UNITS = {
    "pounds": Unit("£", before="£"),
    "share": Unit("%", 0.01, after="%"),
    "times": Unit("times", after=" times"),
    "days": Unit("days", after=" days"),
}


def value_text(assumption: Assumption, value: float) -> str:
    """Return a value of an assumption with what it is of, as in `£5,500`, `4%`, `0.75 times` or `30 days`."""
    text = value_unit(assumption).full(value)
    return text.removesuffix("s") if text == "1 days" else text


def read_text(assumption: Assumption, value: float) -> str:
    """Return a value read off between the ends of a range, no finer than a fiftieth of the range makes sense of."""
    unit, span = value_unit(assumption), assumption.high - assumption.low
    places = floor(log10(span / FINEST / unit.divisor)) if span else 0
    rounded = round(value / unit.divisor, -places) * unit.divisor
    finer = Unit(unit.header, unit.divisor, max(unit.decimals, -places), unit.before, unit.after)
    return finer.full(rounded)


def _decimals(ends: list[float]) -> int:
    largest = max(map(abs, ends))
    most = max(SIGNIFICANT - 1 - floor(log10(largest)), 0) if largest else 0
    written = max(len(f"{end:.6f}".rstrip("0").partition(".")[2]) for end in ends)
    return min(written, most)
