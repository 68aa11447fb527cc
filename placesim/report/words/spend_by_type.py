"""What each type of placement costs in two years, in all and for one child and week; printed sums add up."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from placesim.experiment.differences import difference_of
from placesim.report.figures import NOTHING, Unit, unit_for
from placesim.report.paper.formulas import Formula
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.bridge import ADDED, part_cell
from placesim.results.facts import Floats
from placesim.results.rounding import largest_remainder

WEEK = 7
CHANGE = Formula("={3}-{1}")


class TypeCost(NamedTuple):
    """What one placement type costs in the first and in the last of two years, future by future."""

    name: str
    cost: tuple[Floats, Floats]
    """Pounds."""
    nights: tuple[Floats, Floats]


def types_table(types: Sequence[TypeCost], years: tuple[str, str], unit: Unit, sheet: str) -> Table:
    """Return one row a type under the years' names, and all of them together."""
    step = unit.divisor / 10**unit.decimals
    rounded = [largest_remainder([float(each.cost[i].mean()) for each in types], step) for i in (0, 1)]
    rows = [_row(each, (first, last), unit) for each, first, last in zip(types, *rounded, strict=True)]
    together = _row(_together(types), (float(rounded[0].sum()), float(rounded[1].sum())), unit)
    live = (replace(cell, formula=ADDED) if place in (1, 3) else cell for place, cell in enumerate(together))
    first, last = years
    columns = ("Placement type", first, "Change", last, f"£ a child-week, {first}", last)
    caption = (
        f"Cost by placement type, {unit.header}: what it was, how it changes (below, the 95% interval), what it "
        "becomes; and cost of one child for one week"
    )
    return Table(caption, columns, (*rows, tuple(live)), total=True, sheet=sheet)


def _row(of: TypeCost, printed: tuple[float, float], unit: Unit) -> tuple[Cell, ...]:
    first, last = (
        Cell(unit.number(text), float(cost.mean()), unit) for text, cost in zip(printed, of.cost, strict=True)
    )
    change = part_cell(unit.bare.signed(printed[1] - printed[0]), difference_of(*of.cost), unit)
    return Cell(of.name), first, replace(change, formula=CHANGE), last, *map(_a_week, of.cost, of.nights)


def _together(types: Sequence[TypeCost]) -> TypeCost:
    cost, nights = (
        tuple(np.sum([getattr(each, name)[i] for each in types], axis=0) for i in (0, 1)) for name in ("cost", "nights")
    )
    return TypeCost("In all", (cost[0], cost[1]), (nights[0], nights[1]))


def _a_week(cost: Floats, nights: Floats) -> Cell:
    if not nights.any():
        return Cell(NOTHING)
    pounds = unit_for("pounds", 0)
    week = float(cost.mean() / nights.mean() * WEEK)
    return Cell(pounds.number(week), week, pounds)
