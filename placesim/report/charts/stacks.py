"""Charts of yearly totals: one bar a financial year, stacked from its parts, with the range of futures of the total."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from placesim.report.charts.canvas import INK, PALETTE, WIDE
from placesim.report.charts.frames import (
    BOTTOM,
    BOTTOM_OF_PART_YEARS,
    LEFT,
    LINE_HEIGHT,
    TOP,
    Label,
    beside,
    lines_of,
    panel,
    value_axis,
    year_axis,
)
from placesim.report.charts.lines import highest
from placesim.report.words.figures import Unit
from placesim.report.years import Year
from placesim.results.facts import Floats

BESIDE = 130.0
"""Room for the names of parts, right of stacked bars."""
LETTERS = 19
"""Letters of a part's name on one line."""
Part = tuple[str, Floats]
"""A part of a stacked bar: its label, and its height in each year."""


def stacked_years(parts: pd.DataFrame, totals: pd.DataFrame, *, years: Sequence[Year], unit: Unit) -> Figure:
    """Draw each year's mean as one bar of its parts, with the range of futures of the total.

    Args:
        parts: `financial_year`, `group`, `label`, `mean`; the first group is drawn lowest.
        totals: `financial_year`, `mean`, `p10`, `p90`.
        years: the years, in order.
        unit: how figures are printed.
    """
    shown = _fewer(_parts(parts, years))
    bottom = BOTTOM_OF_PART_YEARS if any(year.part for year in years) else BOTTOM
    room = TOP + bottom + LINE_HEIGHT * lines_of([label for label, _ in shown], LETTERS)
    figure, axes = panel((WIDE[0], max(WIDE[1], room)), BESIDE, bottom)
    floor, labels = np.zeros(len(years)), []
    for (label, heights), colour in zip(shown, PALETTE, strict=False):
        tops = heights / unit.divisor
        axes.bar(range(len(years)), tops, 0.68, floor, color=colour, edgecolor="white", linewidth=1)
        labels.append(Label(float(floor[-1] + tops[-1] / 2), label, colour))
        floor = floor + tops
    _total_ranges(axes, totals, unit)
    value_axis(axes, unit, highest(totals), room=1.14)
    year_axis(axes, years, WIDE[0] - LEFT - BESIDE)
    beside(axes, len(years) - 0.6, labels, LETTERS)
    return figure


def _parts(parts: pd.DataFrame, years: Sequence[Year]) -> list[Part]:
    tables = parts.groupby("group", sort=False)
    names = [year.name for year in years]
    return [
        (
            str(table["label"].iloc[0]),
            table.set_index("financial_year")["mean"].reindex(names).fillna(0).to_numpy(float),
        )
        for _, table in tables
    ]


def _fewer(parts: list[Part]) -> list[Part]:
    """Put the smallest parts together where there are more than colours can tell apart."""
    if len(parts) <= len(PALETTE):
        return parts
    sizes = sorted((heights.sum() for _, heights in parts), reverse=True)
    least = sizes[len(PALETTE) - 2]
    rest = [part for part in parts if part[1].sum() < least]
    kept = [part for part in parts if part[1].sum() >= least]
    return [*kept, (f"{len(rest)} others", np.sum([heights for _, heights in rest], axis=0))]


def _total_ranges(axes: Axes, totals: pd.DataFrame, unit: Unit) -> None:
    """Draw the range of futures of each total, and print the mean above it."""
    mean, low, high = (totals[column].to_numpy(float) / unit.divisor for column in ("mean", "p10", "p90"))
    places = np.arange(len(mean))
    axes.vlines(places, low, high, color=INK, linewidth=1.6)
    axes.plot(places, mean, "_", color=INK, markersize=9, markeredgewidth=1.6)
    every = 1 if len(mean) <= 8 else len(mean) - 1
    for place in places[::every]:
        text = unit.number(float(totals["mean"].iloc[place]), min(unit.decimals, 1))
        axes.annotate(
            text, (place, np.fmax(mean, high)[place]), (0, 4), textcoords="offset points", ha="center", weight="bold"
        )
