"""The maps and tables of a report on two numbers: every pair, what one more adds, and where a line breaks even."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from math import isnan
from typing import NamedTuple

import numpy as np

from placesim.experiment.differences import Difference
from placesim.report.charts.maps import Coloured, colour_map
from placesim.report.comparison_study import NET, SHARE_OUT, SPEND
from placesim.report.figures import NOTHING, SHARE, Unit
from placesim.report.paper.parts import Cell, Chart, Table
from placesim.report.scripts.sweep_exhibits import CHARTS, saves_in
from placesim.report.sweep_map_study import Place, SweepMapStudy
from placesim.report.sweep_study import Quantity, SweepStudy, spend_unit
from placesim.report.words.differences import POINTS, direction
from placesim.report.words.sweep_map import alike_to_best, break_even_words
from placesim.report.words.tables import difference_cell

MAP, PAIRS, STEPS = "Map", "Pairs", "Steps"
"""Sheets of the workbook."""

READ = (
    "Mean difference from the baseline over all years: below nothing (blue, minus) it saves, above (orange, hatched, "
    "plus) it costs more; a thick line parts the two. Bold is what is clearly different."
)
FRAMED = " The frame marks the lowest mean, dots what cannot be told apart from it."
SHARE_READ = "Mean of the futures; darker is a larger share. Bold is what clearly differs from the baseline, {before}."


class Shown(NamedTuple):
    """How a map prints one figure at a pair."""

    value: float
    text: str
    clear: bool


def money_map(study: SweepMapStudy, measure: str) -> Chart:
    """Show the difference in net cost, or in spend, at every pair; the best by what is counted is framed."""
    found, of = study.differences(measure), measure.replace("_", " ")
    unit = spend_unit(list(found.values()))
    shown = {place: Shown(each.mean, _signed(each, unit), direction(each).clear) for place, each in found.items()}
    told_by = measure == study.counted and not study.few
    best, alike = (study.best, alike_to_best(study)) if told_by else (None, ())
    finding = f"Difference in {of} over all years, {unit.header}, at every pair"
    note = READ + (FRAMED if told_by else "")
    return _map(study, measure.replace("_", "-"), finding, shown, unit, note, best=best, alike=alike)


def share_map(study: SweepMapStudy) -> Chart:
    """Show the share of children out of borough at the end of the horizon, at every pair."""
    found = study.differences(SHARE_OUT)
    shown = {
        place: Shown(each.after, SHARE.bare.number(each.after), direction(each).clear) for place, each in found.items()
    }
    before = SHARE.full(next(iter(found.values())).before)
    finding = f"Children out of borough on {study.options.end}, % of children, at every pair"
    return _map(study, "borough", finding, shown, SHARE, SHARE_READ.format(before=before), differs=False)


def _signed(difference: Difference, unit: Unit) -> str:
    return "0" if difference.nothing else unit.bare.signed(difference.mean)


def _map(
    study: SweepMapStudy,
    name: str,
    finding: str,
    shown: Mapping[Place, Shown],
    unit: Unit,
    note: str,
    *,
    differs: bool = True,
    best: Place | None = None,
    alike: tuple[Place, ...] = (),
) -> Chart:
    rows, columns = (range(count) for count in study.swept.shape)
    cells = Coloured(
        np.array([[shown[row, column].value for column in columns] for row in rows]),
        tuple(tuple(shown[row, column].text for column in columns) for row in rows),
        tuple(tuple(shown[row, column].clear for column in columns) for row in rows),
        differs,
        best,
        alike,
    )
    numbers = (study.first, study.pairs.first.values), (study.second, study.pairs.second.values)
    said = "; ".join(f"{study.at(place)} {each.text}" for place, each in shown.items())
    words = f"Table of colours, {study.first.axis} upwards, {study.second.axis} to the right. {finding}: {said}."
    behind = _matrix(study, finding, shown, unit)
    return Chart(name, finding, words, partial(colour_map, cells, *numbers), note, (behind,), wide=True, sheet=CHARTS)


def _matrix(study: SweepMapStudy, finding: str, shown: Mapping[Place, Shown], unit: Unit) -> Table:
    """Return the figures of a map as a table: the first number down, the second across."""
    first, second = study.pairs.first.values, study.pairs.second.values
    rows = tuple(
        (_value(study.first, value), *(_cell(shown[row, column], unit) for column in range(len(second))))
        for row, value in enumerate(first)
    )
    caption = f"{finding}; {study.first.axis} down, {study.second.axis} across"
    columns = (study.first.axis.capitalize(), *(study.second.number(value) for value in second))
    return Table(caption, columns, rows, sheet=MAP)


def _cell(shown: Shown, unit: Unit) -> Cell:
    return Cell(shown.text, shown.value, unit, strong=shown.clear) if not isnan(shown.value) else Cell(NOTHING)


def _value(quantity: Quantity, value: float) -> Cell:
    return Cell(quantity.bare(value), value, Unit(quantity.axis, quantity.divisor, quantity.decimals))


def pairs_table(study: SweepMapStudy, measures: Sequence[str]) -> Table:
    """Return every pair with its differences in money and out of borough.

    Args:
        study: what was varied.
        measures: of money, net cost and spend or spend alone; none where prices are not known.
    """
    money = {measure: study.differences(measure) for measure in measures}
    unit = spend_unit([each for found in money.values() for each in found.values()])
    share, luck = study.differences(SHARE_OUT), study.luck_alone
    rows = tuple(
        (
            _value(study.first, study.pairs.first.values[row]),
            _value(study.second, study.pairs.second.values[column]),
            *(difference_cell(found[row, column], unit) for found in money.values()),
            *([saves_in(money[measures[0]][row, column])] if money else []),
            *([saves_in(luck.difference[row, column])] if money and luck else []),
            Cell(SHARE.full(share[row, column].after), share[row, column].after, SHARE),
            difference_cell(share[row, column], POINTS),
        )
        for row, column in study.places
    )
    columns = (
        study.first.axis.capitalize(),
        study.second.axis.capitalize(),
        *(f"{measure.replace('_', ' ').capitalize()}, all years, {unit.header}" for measure in measures),
        *(["Saves in"] if money else []),
        *(["Saves in, luck alone"] if money and luck else []),
        f"Out of borough, {study.options.end}",
        "Difference, percentage points",
    )
    return Table("Difference from the baseline at every pair tried", columns, rows, sortable=True, sheet=PAIRS)


def break_even_lines(study: SweepMapStudy) -> tuple[str, ...]:
    """Say at every value of the second number where the first breaks even."""
    return tuple(break_even_words(study, place) for place in range(study.swept.shape[1]))


def further_tables(study: SweepMapStudy) -> tuple[Table, Table]:
    """Return what one more of each number adds, from each value to the next, at each value of the other."""
    first, second = study.swept.shape
    down = [study.down(place) for place in range(second)]
    across = [study.across(place) for place in range(first)]
    return (
        _further(study, down, study.second, study.pairs.second.values),
        _further(study, across, study.first, study.pairs.first.values),
    )


def _further(study: SweepMapStudy, lines: Sequence[SweepStudy], other: Quantity, values: Sequence[float]) -> Table:
    """Return what one more of a number adds, one row for each value of the other number."""
    steps = [line.steps(study.counted) for line in lines]
    whole = [line.per_step(line.sweep.overall(study.counted)) for line in lines]
    unit = spend_unit([each for row in (*steps, whole) for each in row])
    varied, tried = lines[0].quantity, lines[0].values
    spans = [f"{varied.number(a)} to {varied.number(b)}" for a, b in pairwise(tried)]
    over = [] if len(spans) == 1 else [f"All, {varied.number(tried[0])} to {varied.number(tried[-1])}"]
    rows = tuple(
        (_value(other, value), *(difference_cell(each, unit) for each in (*row, *([overall] if over else []))))
        for value, row, overall in zip(values, steps, whole, strict=True)
    )
    of = study.of
    caption = f"What {varied.further} adds to {of}, {unit.header}: steps of {varied.axis} across, {other.axis} down"
    return Table(caption, (other.axis.capitalize(), *spans, *over), rows, sheet=STEPS)


def money_measures(study: SweepMapStudy) -> tuple[str, ...]:
    """Return what money is told of: net cost and spend where the option gives a cost, else spend alone."""
    return (NET, SPEND) if study.counted == NET else (SPEND,)
