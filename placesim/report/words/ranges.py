"""Ranges in words: what each assumption may be, how likely its values are, and where its range comes from."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from placesim.config.evidence import Figure
from placesim.config.ranges.assumptions import Assumption, Uncertainty
from placesim.config.ranges.shapes import PartOfWhole
from placesim.config.text import listing, plain
from placesim.report.figures import Unit
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.cited import cited
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


TIED_NAMED = 2
"""Assumptions named that one is tied to; of more the rest is counted."""

AS_ITS_BLOCK = "what its block rests on"

SHAPES = {
    "triangular": "likeliest at its value",
    "uniform": "evenly between its ends",
    "normal": "normal, standard error {error}",
    "log_normal": "log-normal, standard error {error}",
}
"""How likely values are, by the shape of a range."""


def shape_words(assumption: Assumption) -> str:
    """Say how likely the values of an assumption are."""
    shape = assumption.shape
    if isinstance(shape, PartOfWhole):
        return f"a share counted from {shape.counted + shape.others:,.0f}"
    if shape.log_error:
        return f"log-normal, standard error of the logarithm {shape.log_error:.3g}"
    return SHAPES[shape.name].format(error=value_words(assumption, shape.standard_error))


def named(assumption: Assumption) -> str:
    """Return what a sentence calls an assumption."""
    return f"“{plain(assumption.label)}”"


def group_words(uncertainty: Uncertainty, group: str, most: int = 3) -> str:
    """Return what a sentence calls assumptions that are drawn together: many go by the name of their group."""
    labels = [named(uncertainty.assumptions[column]) for column in uncertainty.groups[group]]
    if len(labels) > most:
        return f"“{plain(group.replace('_', ' '))}” ({len(labels)} assumptions drawn together)"
    return f"{listing(labels)} together"


T = TypeVar("T")


def in_words(uncertainty: Uncertainty, alone: Sequence[T], together: Mapping[str, T]) -> list[tuple[str, T]]:
    """Return what is found of each assumption, and of those drawn together, with what a sentence calls them.

    Args:
        uncertainty: the assumptions of the study.
        alone: what is found of each by itself, one a column; that of members of a group is left out.
        together: what is found of each group.
    """
    grouped = {column for columns in uncertainty.groups.values() for column in columns}
    pairs = enumerate(zip(uncertainty.assumptions, alone, strict=True))
    lone = [(named(each), found) for column, (each, found) in pairs if column not in grouped]
    return [*lone, *((group_words(uncertainty, group), found) for group, found in together.items())]


def unquoted(words: str) -> str:
    """Return what a sentence calls something without its quotation marks, as a table has it."""
    return words.replace("“", "").replace("”", "")


def ranges_table(uncertainty: Uncertainty, evidence: Mapping[str, Figure], sheet: str) -> Table:
    """Return every assumption that has a range: its value, its ends, how it is drawn, and on what it rests."""
    rows = tuple(_row(uncertainty, each, evidence) for each in uncertainty.assumptions)
    columns = ("Assumption", "Value", "From", "To", "Drawn", "Tied to", "Rests on")
    caption = "Assumptions with a range; ends not given are those that 95% of all draws lie within"
    return Table(caption, columns, rows, sortable=len(rows) > 1, widths=(3, 1, 1, 1, 2, 2, 3), sheet=sheet)


def _row(uncertainty: Uncertainty, each: Assumption, evidence: Mapping[str, Figure]) -> tuple[Cell, ...]:
    unit, sources = unit_of(each), [cited(item, evidence) for item in each.source]
    tied = [uncertainty.assumptions[column] for column in uncertainty.groups.get(each.group, ())]
    labels = [plain(other.label) for other in tied if other.name != each.name]
    rest = [f"{len(labels) - TIED_NAMED} others"] if len(labels) > TIED_NAMED + 1 else labels[TIED_NAMED:]
    others = listing([*labels[:TIED_NAMED], *rest])
    figures = (Cell(unit.full(value), value, unit) for value in (each.value, each.low, each.high))
    rests = "; ".join(filter(None, (evidence_ids(sources), reasons(sources))))
    texts = (shape_words(each), others, rests or AS_ITS_BLOCK)
    return Cell(plain(each.label)), *figures, *map(Cell, texts)
