"""Charts of bars: means on their ranges by name or by financial year, and yearly totals stacked from their parts."""

from collections.abc import Sequence
from math import isnan

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from placesim.experiment.differences import Difference
from placesim.report.charts.canvas import BAND_EDGE, BLUE, INK, PALETTE, SMALL, SOFT, WIDE, canvas
from placesim.report.charts.frames import (
    BOTTOM,
    BOTTOM_OF_PART_YEARS,
    LEFT,
    LINE_HEIGHT,
    TOP,
    Label,
    axis_text,
    beside,
    few_ticks,
    lines_of,
    panel,
    told_apart,
    value_axis,
    year_axis,
)
from placesim.report.charts.lines import highest
from placesim.report.figures import Unit
from placesim.report.study import Year
from placesim.results.facts import Floats

WIDTH, LETTERS = 380.0, 50
"""Width in CSS pixels, and letters of a name on one line over its bar."""

BAR, NAME_LINE, BAR_LEFT, RIGHT = 31.0, 13.0, 20.0, 68.0
"""Pixels that a bar takes with the gap below it, a line of its name, the axis's first figure left of it, and the mean
right of it."""

UNDER = 10.0
"""Pixels from a name to the middle of its bar: far less than to the next name, so that each bar has one name."""


Dot = tuple[str, Difference]
"""One row: a name, and a mean with its interval and the range of futures; missing where there is none."""


def named_ranges(dots: Sequence[Dot], unit: Unit) -> Figure:
    """Draw one bar a row under its name: range of futures, interval of the mean, mean; nothing changes at the line."""
    names = told_apart([label for label, _ in dots], LETTERS)
    heights = [BAR + NAME_LINE * len(lines) for lines in names]
    height = sum(heights) + 34
    figure = canvas(WIDTH, height)
    axes = figure.add_axes((BAR_LEFT / WIDTH, 26 / height, (WIDTH - BAR_LEFT - RIGHT) / WIDTH, (height - 34) / height))
    axes.set_ylim(0, sum(heights))
    top = sum(heights)
    axes.axvline(0, color=SOFT, linewidth=1.2)
    for (_, change), lines, room in zip(dots, names, heights, strict=True):
        middle = top - NAME_LINE * len(lines) - UNDER
        _bar(axes, change, middle, unit)
        axes.annotate("\n".join(lines), (0, top), xycoords=("axes fraction", "data"), va="top", linespacing=1.05,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
        top -= room
    axes.set_yticks([])
    axes.margins(x=0.05)
    axes.xaxis.set_major_locator(few_ticks(5))
    axes.xaxis.set_major_formatter(lambda value, _: axis_text(value, unit))
    axes.xaxis.grid(True)
    return figure


def _bar(axes: Axes, change: Difference, at: float, unit: Unit) -> None:
    ends = (change.low, change.high, change.p10, change.p90, change.mean)
    low, high, p10, p90, mean = (end / unit.divisor for end in ends)
    if not isnan(p10):
        axes.hlines(at, p10, p90, color=BAND_EDGE, linewidth=2)
    if not isnan(low):
        axes.hlines(at, low, high, color=BLUE, linewidth=8)
    axes.plot([mean], [at], "o", color=INK, markersize=6)
    axes.annotate(unit.signed(change.mean), (1, at), (6, 0), xycoords=("axes fraction", "data"),
                  textcoords="offset points", va="center", weight="bold")  # fmt: skip


def ranges_by_year(table: pd.DataFrame, years: Sequence[Year], unit: Unit) -> Figure:
    """Draw each year's mean as a dot on the range that holds 8 in 10 futures."""
    figure, axes = panel(SMALL, 14, BOTTOM_OF_PART_YEARS if any(year.part for year in years) else BOTTOM)
    mean, low, high = (table[column].to_numpy(float) / unit.divisor for column in ("mean", "p10", "p90"))
    places = np.arange(len(years))
    axes.vlines(places, low, high, color=BAND_EDGE, linewidth=5)
    axes.plot(places, mean, "o", color=INK, markersize=5.5)
    every = 1 if len(years) <= 6 else len(years) - 1
    for place in places[::every]:
        if not isnan(mean[place]):
            text = unit.brief(float(table["mean"].iloc[place]))
            axes.annotate(
                text,
                (place, np.fmax(mean, high)[place]),
                (0, 5),
                textcoords="offset points",
                ha="center",
                weight="bold",
            )
    value_axis(axes, unit, highest(table), room=1.2)
    year_axis(axes, years, SMALL[0] - 54)
    return figure


BESIDE = 130.0
"""Room for the names of parts, right of stacked bars."""
LETTERS_BESIDE = 19
"""Letters of a part's name on one line."""
Stacked = tuple[str, Floats]
"""A part of a stacked bar: its label, and its height in each year."""


def stacked_years(parts: pd.DataFrame, totals: pd.DataFrame, *, years: Sequence[Year], unit: Unit) -> Figure:
    """Draw each year's mean as one bar of its parts, with the range of futures of the total.

    Args:
        parts: `financial_year`, `group`, `label`, `mean`; the first group is drawn lowest.
        totals: `financial_year`, `mean`, `p10`, `p90`.
        years: the years, in order.
        unit: how figures are printed.
    """
    shown = _fewer(_stacked_parts(parts, years))
    bottom = BOTTOM_OF_PART_YEARS if any(year.part for year in years) else BOTTOM
    room = TOP + bottom + LINE_HEIGHT * lines_of([label for label, _ in shown], LETTERS_BESIDE)
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
    beside(axes, len(years) - 0.6, labels, LETTERS_BESIDE)
    return figure


def _stacked_parts(parts: pd.DataFrame, years: Sequence[Year]) -> list[Stacked]:
    tables = parts.groupby("group", sort=False)
    names = [year.name for year in years]
    return [
        (
            str(table["label"].iloc[0]),
            table.set_index("financial_year")["mean"].reindex(names).fillna(0).to_numpy(float),
        )
        for _, table in tables
    ]


def _fewer(parts: list[Stacked]) -> list[Stacked]:
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
