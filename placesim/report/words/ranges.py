"""Ranges in words: what each assumption may be, how likely its values are, and where its range comes from."""

from collections.abc import Mapping

from placesim.config.evidence import Figure
from placesim.config.ranges.assumptions import Assumption, Uncertainty
from placesim.config.text import listing, plain
from placesim.report.figures import Unit
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.assumptions import cited
from placesim.report.words.sources import evidence_ids, reasons

UNITS = {
    "pounds": Unit("£", before="£"),
    "share": Unit("%", 0.01, 1, "", "%"),
    "times": Unit("times", decimals=2, after=" times"),
    "days": Unit("days", after=" days"),
}
"""How values of assumptions are printed that count in these."""

SMALL, FEW, SOME = 1.0, 10.0, 100.0
"""Bare numbers below these are printed with three, two and one decimals."""


def unit_of(assumption: Assumption) -> Unit:
    """Return how an assumption's values are printed."""
    if assumption.unit in UNITS:
        return UNITS[assumption.unit]
    size = max(abs(assumption.low), abs(assumption.high))
    return Unit(assumption.unit, decimals=0 if assumption.whole else sum(size < limit for limit in (SMALL, FEW, SOME)))


def value_words(assumption: Assumption, value: float) -> str:
    """Return a value of an assumption as a sentence has it, as in `£6,750` or `1.25 times`."""
    return unit_of(assumption).full(value)


def between_words(assumption: Assumption, low: float, high: float) -> str:
    """Return two values of an assumption as a sentence has them, the lower first."""
    ends = sorted((low, high))
    return " to ".join(value_words(assumption, end) for end in ends)


SHAPES = {
    "triangular": "likeliest at its value, ever less likely towards both ends",
    "uniform": "every value between the ends as likely",
    "normal": "around its value, as an estimate with this standard error",
    "log_normal": "around its value, as an estimate with this standard error that cannot fall below nothing",
}
"""How likely values are, by the shape of a range."""


def shape_words(assumption: Assumption) -> str:
    """Say how likely the values of an assumption are."""
    words, error = SHAPES[assumption.shape.name], assumption.shape.standard_error
    return words.replace("this standard error", f"a standard error of {value_words(assumption, error)}")


def named(assumption: Assumption) -> str:
    """Return what a sentence calls an assumption."""
    return f"“{plain(assumption.label)}”"


def group_words(uncertainty: Uncertainty, group: str, most: int = 3) -> str:
    """Return what a sentence calls assumptions that are drawn together."""
    labels = [named(uncertainty.assumptions[column]) for column in uncertainty.groups[group]]
    rest = [f"{len(labels) - most} others"] if len(labels) > most else []
    return f"{listing([*labels[:most], *rest])} together"


def ranges_table(uncertainty: Uncertainty, evidence: Mapping[str, Figure], sheet: str) -> Table:
    """Return every assumption that has a range: its value, its ends, how it is drawn, and on what it rests."""
    rows = tuple(_row(uncertainty, each, evidence) for each in uncertainty.assumptions)
    columns = ("Assumption", "Value", "From", "To", "How likely its values are", "Tied to", "Evidence", "Reason")
    caption = "Assumptions with a range; ends not given are those that 95% of all draws lie within"
    return Table(caption, columns, rows, sortable=len(rows) > 1, widths=(3, 1, 1, 1, 2.4, 1.6, 1.2, 3), sheet=sheet)


def _row(uncertainty: Uncertainty, each: Assumption, evidence: Mapping[str, Figure]) -> tuple[Cell, ...]:
    unit, sources = unit_of(each), [cited(item, evidence) for item in each.source]
    tied = [uncertainty.assumptions[column] for column in uncertainty.groups.get(each.group, ())]
    others = ", ".join(plain(other.label) for other in tied if other.name != each.name)
    figures = (Cell(unit.full(value), value, unit) for value in (each.value, each.low, each.high))
    texts = (shape_words(each), others, evidence_ids(sources), reasons(sources))
    return Cell(plain(each.label)), *figures, *map(Cell, texts)
