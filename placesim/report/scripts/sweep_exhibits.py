"""The charts and tables of a sweep's report, each chart with the finding it supports."""

from collections.abc import Sequence
from functools import partial
from math import isnan

import numpy as np
import pandas as pd

from placesim.experiment.differences import Difference
from placesim.report.charts.curves import Across, difference_curve, places_and_children, step_ranges
from placesim.report.comparison_study import NET, SHARE_OUT, SPEND
from placesim.report.figures import NOTHING, SHARE, Unit, unit_for
from placesim.report.paper.parts import Cell, Chart, Table
from placesim.report.sweep_study import SweepStudy, spend_unit
from placesim.report.words.costs import cost_given
from placesim.report.words.differences import POINTS, percent
from placesim.report.words.sweep import NOT_COUNTED, PLACES
from placesim.report.words.tables import difference_cell, number

VALUES, STEPS, CHARTS = "Values", "Steps", "Charts"
"""Sheets of the workbook."""

WHOLE_PERCENT = Unit("% of futures", 0.01, 0, "", "%")
SPEND_READ = (
    "Difference in placement spend from the baseline, all years together: below the line it saves. The line is the "
    "mean, the dark band its 95% interval, the light band holds 8 in 10 futures (p10 to p90)."
)
RING_READ = " The ring marks where the mean passes through no difference, the thick bar the 95% interval of that value."
STEPS_READ = (
    "From each value to the next, divided by the size of the step. The dot is the mean, the thick bar its 95% "
    "interval, the thin line the range of futures (p10 to p90)."
)
ENDS = ("mean", "low", "high", "p10", "p90")
FINE_PLACES = Unit("places", decimals=2)


def spend_chart(study: SweepStudy, finding: str) -> Chart:
    """Show the difference in spend over all years at each value, with the break-even marked."""
    curve, crossings = study.curve(SPEND), study.sweep.break_even().points
    unit = spend_unit(curve)
    marked = crossings[0] if crossings else None
    draw = partial(difference_curve, _frame(curve), unit, _across(study), marked)
    words = _in_words(study, "spend over all years", curve, unit)
    note = SPEND_READ + (RING_READ if marked else "")
    return Chart("spend", finding, words, draw, note, wide=True, sheet=CHARTS)


def share_chart(study: SweepStudy) -> Chart:
    """Show the difference in the out-of-borough share at the end of the horizon."""
    curve, end = study.curve(SHARE_OUT), study.options.end
    finding = f"Children out of borough on {end}: difference from the baseline, percentage points"
    words = _in_words(study, f"the share out of borough on {end}", curve, POINTS)
    draw = partial(difference_curve, _frame(curve), POINTS.bare, _across(study))
    return Chart("borough", finding, words, draw, wide=True, sheet=CHARTS)


def places_chart(study: SweepStudy) -> Chart | None:
    """Show children and places in what is varied, in the last whole year; nothing where places are not counted."""
    year, axis = study.last_year, study.quantity.axis
    empty, there = study.sweep.empty_places(year), study.sweep.children_there(year)
    if np.isnan(empty).any() or not (empty.any() or there.any()):
        return None
    children = there.mean(axis=0)
    places = children + empty.mean(axis=0)
    words = (
        f"Line chart by {axis}. At {study.quantity.text(study.values[-1])} there are {places[-1]:.1f} places in what "
        f"is varied and {children[-1]:.1f} children in them on an average night of {year}."
    )
    finding = f"Places in what is varied and children in them, average night of {year}; shaded: empty"
    draw = partial(places_and_children, places, children, _across(study))
    return Chart("places", finding, words, draw, wide=True, sheet=CHARTS)


def steps_chart(study: SweepStudy) -> Chart:
    """Show what one more adds to spend in each step."""
    steps, further = study.steps(SPEND), study.quantity.further
    unit, pairs = spend_unit(steps), zip(study.values, study.values[1:], strict=False)
    said = "; ".join(
        f"{study.quantity.between(*pair)} {unit.signed(step.mean)}" for pair, step in zip(pairs, steps, strict=True)
    )
    words = f"What {further} adds to spend over all years, mean by step: {said}."
    draw = partial(step_ranges, _frame(steps), unit, _across(study))
    finding = f"What {further} adds to spend, step by step"
    return Chart("steps", finding, words, draw, STEPS_READ, wide=True, sheet=CHARTS)


def _across(study: SweepStudy) -> Across:
    return Across(study.quantity, study.values)


def _frame(differences: Sequence[Difference]) -> pd.DataFrame:
    return pd.DataFrame([{end: getattr(each, end) for end in ENDS} for each in differences])


def _in_words(study: SweepStudy, subject: str, curve: Sequence[Difference], unit: Unit) -> str:
    pairs = zip(study.values, curve, strict=True)
    said = "; ".join(f"{study.quantity.text(value)} {unit.signed(each.mean)}" for value, each in pairs)
    return f"Line chart by {study.quantity.axis}: difference from the baseline in {subject}, mean at {said}."


def values_table(study: SweepStudy) -> Table:
    """Return every value with its differences in spend and out of borough, children and empty places."""
    year, spend, share = study.last_year, study.curve(SPEND), study.curve(SHARE_OUT)
    alone, nets = (study.luck_alone or study).curve(SPEND), study.curve(NET) if study.costed else spend
    children = study.sweep.children_there(year).mean(axis=0).tolist()
    empty = study.sweep.empty_places(year).mean(axis=0).tolist()
    unit = spend_unit(spend)
    rows = tuple(
        (
            Cell(study.quantity.bare(value), value, _value_unit(study)),
            *_spend(money, unit),
            saves_in(money),
            *([saves_in(luck)] if study.luck_alone else []),
            *([difference_cell(net, unit)] if study.costed else []),
            Cell(SHARE.full(out.after), out.after, SHARE),
            difference_cell(out, POINTS),
            number(there, PLACES),
            _places(free, PLACES.number(free), PLACES),
        )
        for value, money, luck, net, out, there, free in zip(
            *(study.values, spend, alone, nets, share, children, empty), strict=True
        )
    )
    columns = (
        study.quantity.axis.capitalize(),
        *_spend_columns(unit),
        "Saves in",
        *(["Saves in, luck alone"] if study.luck_alone else []),
        *([f"Net cost, all years, {unit.header}"] if study.costed else []),
        f"Out of borough, {study.options.end}",
        "Difference, percentage points",
        f"Children there, {_unbroken(year)}",
        f"Places empty, {_unbroken(year)}",
    )
    return Table(_values_caption(study), columns, rows, sortable=True, sheet=VALUES)


def _values_caption(study: SweepStudy) -> str:
    before = study.sweep.comparison.before
    spent, out = (float(before(measure).mean()) for measure in (SPEND, SHARE_OUT))
    baseline = f"{unit_for('pounds', spent).full(spent)} over all years, {SHARE.full(out)} out of borough"
    mark = cost_given(study.variants.option.scenario.interventions, study.council).mark
    marked = f"; {mark}" if mark else ""
    return f"Difference from the baseline at each value tried (in the baseline: {baseline}{marked})"


def steps_table(study: SweepStudy) -> Table:
    """Return what one more adds between each value and the next."""
    year, sweep = study.last_year, study.sweep
    spend, share = study.steps(SPEND), study.steps(SHARE_OUT)
    children, empty = (
        [each.mean * study.quantity.step for each in sweep.per_unit(figures)]
        for figures in (sweep.children_there(year), sweep.empty_places(year))
    )
    unit, spans = spend_unit(spend), zip(study.values, study.values[1:], strict=False)
    rows = tuple(
        (
            Cell(f"{study.quantity.bare(low)} to {study.quantity.bare(high)}"),
            *_spend(money, unit),
            difference_cell(out, POINTS),
            _places(there, FINE_PLACES.signed(there), FINE_PLACES),
            _places(free, FINE_PLACES.signed(free), FINE_PLACES),
        )
        for (low, high), money, out, there, free in zip(spans, spend, share, children, empty, strict=True)
    )
    columns = (
        study.quantity.axis.capitalize(),
        *_spend_columns(unit),
        "Out of borough, percentage points",
        f"Children there, {_unbroken(year)}",
        f"Places empty, {_unbroken(year)}",
    )
    caption = f"What {study.quantity.further} adds, from each value to the next"
    return Table(caption, columns, rows, sortable=True, sheet=STEPS)


def saves_in(difference: Difference) -> Cell:
    """Return in what share of futures a figure is lower."""
    return Cell(NOTHING if difference.nothing else percent(difference.below), difference.below, WHOLE_PERCENT)


def _spend_columns(unit: Unit) -> tuple[str, str, str]:
    return f"Spend, all years, {unit.header}", "p10", "p90"


def _spend(difference: Difference, unit: Unit) -> tuple[Cell, Cell, Cell]:
    """Return a difference in spend with its interval, and the two ends of its range of futures beside it."""
    low, high = (Cell(unit.bare.signed(end), end, unit) for end in (difference.p10, difference.p90))
    return difference_cell(difference, unit), low, high


def _places(value: float, text: str, unit: Unit) -> Cell:
    return Cell(NOT_COUNTED) if isnan(value) else Cell(text, value, unit)


def _value_unit(study: SweepStudy) -> Unit:
    quantity = study.quantity
    return Unit(quantity.axis, quantity.divisor, quantity.decimals)


def _unbroken(year: str) -> str:
    """Return a financial year that no narrow column breaks in two."""
    return year.replace("-", "\N{NON-BREAKING HYPHEN}")
