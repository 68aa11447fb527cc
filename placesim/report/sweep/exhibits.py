"""The charts and tables of a sweep's report, each chart with the finding it supports."""

from collections.abc import Sequence
from math import isnan

import numpy as np
import pandas as pd

from placesim.experiment.comparison import Difference
from placesim.report.comparison.differences import POINTS, Way, finer, interval_words, percent, way
from placesim.report.run.exhibits import Exhibit
from placesim.report.sweep.charts import Across, difference_curve, places_and_children, step_ranges
from placesim.report.sweep.sweeping import Sweeping, spend_unit
from placesim.report.tables import Cell, Table
from placesim.report.wording import NOTHING, Unit, unit_for

ENDS = ("mean", "low", "high", "p10", "p90")
SHARE = unit_for("share of children", 1.0)
ONE_DECIMAL, SMALL_COUNT = Unit("places", decimals=1), Unit("places", decimals=2)
NOT_COUNTED = "not counted"


def spend_exhibit(sweeping: Sweeping, finding: str) -> Exhibit:
    """Show the difference in spend over all years at each value, with the break-even marked."""
    found = sweeping.curve("spend")
    passes = sweeping.sweep.break_even().found
    unit = spend_unit(found)
    drawing = difference_curve(
        "spend", _in_words(sweeping, "spend over all years", found, unit), _frame(found), unit, _across(sweeping),
        passes[0] if passes else None,
    )  # fmt: skip
    return Exhibit("spend", finding, drawing)


def share_exhibit(sweeping: Sweeping) -> Exhibit:
    """Show the difference in the out-of-borough share at the end of the horizon."""
    found = sweeping.curve("out_of_borough_share")
    words = _in_words(sweeping, f"the share out of borough on {sweeping.options.end}", found, POINTS)
    drawing = difference_curve("borough", words, _frame(found), _bare(POINTS), _across(sweeping))
    finding = f"Children out of borough on {sweeping.options.end}: difference from the baseline, percentage points"
    return Exhibit("borough", finding, drawing)


def places_exhibit(sweeping: Sweeping) -> Exhibit | None:
    """Show children and places in what is varied, in the last whole year; nothing where places are not counted."""
    empty = sweeping.sweep.empty_places(sweeping.last_year)
    if np.isnan(empty).any() or (not empty.any() and not sweeping.sweep.children_there(sweeping.last_year).any()):
        return None
    children = sweeping.sweep.children_there(sweeping.last_year).mean(axis=0)
    places = children + empty.mean(axis=0)
    last = sweeping.quantity.text(sweeping.values[-1])
    words = (
        f"Line chart by {sweeping.quantity.axis}. At {last} there are {places[-1]:.1f} places in what is varied and "
        f"{children[-1]:.1f} children in them on an average night of {sweeping.last_year}."
    )
    drawing = places_and_children("places", words, places, children, _across(sweeping))
    finding = f"Places in what is varied and children in them, average night of {sweeping.last_year}; shaded: empty"
    return Exhibit("places", finding, drawing)


def steps_exhibit(sweeping: Sweeping) -> Exhibit:
    """Show what one more adds to spend in each step."""
    found = sweeping.steps("spend")
    unit = spend_unit(found)
    spans = [sweeping.quantity.between(*pair) for pair in zip(sweeping.values, sweeping.values[1:], strict=False)]
    said = "; ".join(f"{span} {unit.signed(each.mean)}" for span, each in zip(spans, found, strict=True))
    words = f"What {sweeping.quantity.further} adds to spend over all years, mean by step: {said}."
    drawing = step_ranges("steps", words, _frame(found), unit, _across(sweeping))
    return Exhibit("steps", f"What {sweeping.quantity.further} adds to spend, step by step", drawing)


def _across(sweeping: Sweeping) -> Across:
    return Across(sweeping.quantity, sweeping.values)


def _frame(found: Sequence[Difference]) -> pd.DataFrame:
    return pd.DataFrame([{end: getattr(each, end) for end in ENDS} for each in found])


def _in_words(sweeping: Sweeping, subject: str, found: Sequence[Difference], unit: Unit) -> str:
    said = "; ".join(
        f"{sweeping.quantity.text(value)} {unit.signed(each.mean)}"
        for value, each in zip(sweeping.values, found, strict=True)
    )
    return f"Line chart by {sweeping.quantity.axis}: difference from the baseline in {subject}, mean at {said}."


def values_table(sweeping: Sweeping) -> Table:
    """Return every value with its differences in spend and out of borough, children and empty places."""
    year = sweeping.last_year
    spend, share = sweeping.curve("spend"), sweeping.curve("out_of_borough_share")
    children = sweeping.sweep.children_there(year).mean(axis=0).tolist()
    empty = sweeping.sweep.empty_places(year).mean(axis=0).tolist()
    unit = spend_unit(spend)
    rows = tuple(
        (
            Cell(sweeping.quantity.bare(value), value),
            _difference(money, unit),
            *_range(money, unit),
            Cell(NOTHING if money.nothing else percent(money.below), money.below),
            Cell(SHARE.full(out.after), out.after),
            _difference(out, POINTS),
            Cell(ONE_DECIMAL.number(there), there),
            Cell(NOT_COUNTED if isnan(free) else ONE_DECIMAL.number(free), free),
        )
        for value, money, out, there, free in zip(sweeping.values, spend, share, children, empty, strict=True)
    )
    columns = (
        sweeping.quantity.axis.capitalize(),
        f"Spend, all years, {unit.header}",
        "p10",
        "p90",
        "Saves in",
        f"Out of borough, {sweeping.options.end}",
        "Difference, percentage points",
        f"Children there, {_unbroken(year)}",
        f"Places empty, {_unbroken(year)}",
    )
    before = sweeping.sweep.comparison.before
    spent, out_before = (float(before(measure).mean()) for measure in ("spend", "out_of_borough_share"))
    caption = (
        f"Difference from the baseline at each value tried (in the baseline: {unit_for('pounds', spent).full(spent)} "
        f"over all years, {SHARE.full(out_before)} out of borough)"
    )
    return Table(caption, columns, rows, sortable=True)


def steps_table(sweeping: Sweeping) -> Table:
    """Return what one more adds between each value and the next."""
    year, sweep = sweeping.last_year, sweeping.sweep
    spend, share = sweeping.steps("spend"), sweeping.steps("out_of_borough_share")
    children, empty = (
        [each.mean * sweeping.quantity.step for each in sweep.per_unit(figures)]
        for figures in (sweep.children_there(year), sweep.empty_places(year))
    )
    unit, spans = spend_unit(spend), zip(sweeping.values, sweeping.values[1:], strict=False)
    rows = tuple(
        (
            Cell(f"{sweeping.quantity.bare(low)} to {sweeping.quantity.bare(high)}", low),
            _difference(money, unit),
            *_range(money, unit),
            _difference(out, POINTS),
            Cell(SMALL_COUNT.signed(there), there),
            Cell(NOT_COUNTED if isnan(free) else SMALL_COUNT.signed(free), free),
        )
        for (low, high), money, out, there, free in zip(spans, spend, share, children, empty, strict=True)
    )
    columns = (
        sweeping.quantity.axis.capitalize(),
        f"Spend, all years, {unit.header}",
        "p10",
        "p90",
        "Out of borough, percentage points",
        f"Children there, {_unbroken(year)}",
        f"Places empty, {_unbroken(year)}",
    )
    return Table(f"What {sweeping.quantity.further} adds, from each value to the next", columns, rows, sortable=True)


def _unbroken(year: str) -> str:
    """Return a financial year that no narrow column breaks in two."""
    return year.replace("-", "\N{NON-BREAKING HYPHEN}")


def _range(found: Difference, unit: Unit) -> tuple[Cell, Cell]:
    """Return the range of futures of a difference, its two ends side by side."""
    return Cell(_bare(unit).signed(found.p10), found.p10), Cell(_bare(unit).signed(found.p90), found.p90)


def _bare(unit: Unit) -> Unit:
    """Return a unit that prints numbers alone, for a column whose heading names it."""
    return Unit(unit.header, unit.divisor, unit.decimals)


def _difference(found: Difference, unit: Unit) -> Cell:
    """Return a mean difference with its interval below it; what is clear stands out."""
    unit = _bare(unit)
    text = finer(unit, found.mean).signed(found.mean)
    return Cell(text, found.mean, interval_words(found, unit), strong=way(found) in (Way.LOWER, Way.HIGHER))
