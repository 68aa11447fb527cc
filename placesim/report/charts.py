"""Charts of tidy tables: lines with a band, stacked years, ranges by year and by group; read without a legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan

import numpy as np
import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes

from placesim.report.frames import (
    BOTTOM,
    BOTTOM_OF_PART_YEARS,
    LEFT,
    LETTER,
    LINE_HEIGHT,
    TOP,
    Label,
    beside,
    few_ticks,
    lines_of,
    panel,
    plus,
    time_axis,
    value_axis,
    wrapped,
    year_axis,
)
from placesim.report.svg import canvas, inline
from placesim.report.wording import MINUS, Unit
from placesim.report.years import Year
from placesim.results.facts import Floats

BLUE, INK, SOFT = "#0072b2", "#1b2733", "#5b6670"
BAND_EDGE = "#4f8fb8"
PALETTE = (BLUE, "#c24e00", "#00805e", "#9c4f85", "#8a6a00", "#23395b", "#6d6d6d", "#b0303a")
"""Colours at least 3:1 against white, told apart with any colour vision; every area is also labelled."""

SMALL, WIDE = (340.0, 205.0), (380.0, 260.0)
BESIDE = 130.0
"""Room for the names of parts, right of stacked bars or left of ranges by group."""
LETTERS = 19
"""Letters of a part's name on one line."""
Part = tuple[str, Floats]
"""A part of a stacked bar: its label, and its height in each year."""


@dataclass(frozen=True)
class Series:
    """One line: a table with `day`, `mean`, `p10`, `p90`, and what it is called beside the line."""

    points: pd.DataFrame
    label: str = ""
    colour: str = BLUE
    band: bool = True
    dashed: bool = False
    quiet: bool = False
    """True for a thin line without a label, to compare others with."""


def highest(table: pd.DataFrame) -> float:
    """Return the highest figure that a chart of means and ranges must hold; missing where there is none."""
    return float(table[["mean", "p90"]].max().max())


def lines(
    name: str,
    alternative: str,
    series: Sequence[Series],
    unit: Unit,
    *,
    start: date,
    days: float,
    size: tuple[float, float] = SMALL,
    top: float | None = None,
    letters: int = 40,
) -> Markup:
    """Draw means over time from zero, each with the band that holds 8 in 10 futures.

    Args:
        name: prefix of the drawing's ids.
        alternative: the drawing in words.
        series: the lines; one without a label has its mean and range printed at its end.
        unit: how figures are printed.
        start: day 0.
        days: length of the horizon.
        size: width and height in CSS pixels.
        top: the highest figure of the scale, where several drawings share it.
        letters: letters of a label on one line.
    """
    labels = [label for each in series for label in _end_labels(each, unit)]
    longest = max((len(line) for label in labels for line in wrapped(label.text, letters)), default=0)
    figure, axes = panel(size, 12 + LETTER * longest)
    for each in series:
        _line(axes, each, unit)
    value_axis(axes, unit, max(highest(each.points) for each in series) if top is None else top)
    time_axis(axes, start, days)
    beside(axes, days, labels, letters, floor=None if top is None else 2)
    return inline(figure, name, alternative)


def _line(axes: Axes, series: Series, unit: Unit) -> None:
    days, mean, low, high = (series.points[c].to_numpy(float) for c in ("day", "mean", "p10", "p90"))
    if series.band and not series.quiet:
        axes.fill_between(days, low / unit.divisor, high / unit.divisor, color=series.colour, alpha=0.16, linewidth=0)
        for edge in (low, high):
            axes.plot(days, edge / unit.divisor, color=BAND_EDGE, linewidth=0.8)
    if series.quiet:
        axes.plot(days, mean / unit.divisor, color=SOFT, linewidth=1)
        return
    style = (0, (4, 2)) if series.dashed else "-"
    axes.plot(days, mean / unit.divisor, color=series.colour, linewidth=2.2, linestyle=style)


def _end_labels(series: Series, unit: Unit) -> list[Label]:
    p10, mean, p90 = (float(series.points[column].iloc[-1]) for column in ("p10", "mean", "p90"))
    if isnan(mean) or series.quiet:
        return []
    if series.label:
        return [Label(mean / unit.divisor, f"{series.label} {unit.brief(mean)}", series.colour, bold=True)]
    middle = Label(mean / unit.divisor, f"mean {unit.brief(mean)}", series.colour, bold=True)
    if isnan(p10):
        return [middle]
    upper, lower = (
        Label(p / unit.divisor, f"{name} {unit.brief(p)}", SOFT) for name, p in (("p90", p90), ("p10", p10))
    )
    return [upper, middle, lower]


def stacked_years(
    name: str, alternative: str, parts: pd.DataFrame, totals: pd.DataFrame, *, years: Sequence[Year], unit: Unit
) -> Markup:
    """Draw each year's mean as one bar of its parts, with the range of futures of the total.

    Args:
        name: prefix of the drawing's ids.
        alternative: the drawing in words.
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
    return inline(figure, name, alternative)


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


def ranges_by_year(name: str, alternative: str, table: pd.DataFrame, years: Sequence[Year], unit: Unit) -> Markup:
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
    return inline(figure, name, alternative)


def ranges_by_group(name: str, alternative: str, table: pd.DataFrame, unit: Unit) -> Markup:
    """Draw one line a group: the range of futures, the interval of the mean on it, and the mean.

    Args:
        name: prefix of the drawing's ids.
        alternative: the drawing in words.
        table: `label`, `mean`, `low`, `high`, `p10`, `p90`; the first row is drawn uppermost.
        unit: how figures are printed.
    """
    rows, width = len(table), WIDE[0]
    names = [wrapped(str(label), LETTERS) for label in table["label"]]
    height = max(28.0 * rows, (LINE_HEIGHT * max(map(len, names)) + 4) * rows, 68) + 62
    figure = canvas(width, height)
    axes = figure.add_axes((BESIDE / width, 34 / height, (width - BESIDE - 62) / width, (height - 42) / height))
    places = np.arange(rows)[::-1]
    columns = {c: table[c].to_numpy(float) / unit.divisor for c in ("mean", "low", "high", "p10", "p90")}
    axes.axvline(0, color=SOFT, linewidth=1)
    axes.hlines(places, columns["p10"], columns["p90"], color=BAND_EDGE, linewidth=2)
    axes.hlines(places, columns["low"], columns["high"], color=BLUE, linewidth=8)
    axes.plot(columns["mean"], places, "o", color=INK, markersize=6)
    for place, mean in zip(places, table["mean"], strict=True):
        axes.annotate(plus(unit.brief(mean)), (1, place), (6, 0), xycoords=("axes fraction", "data"),
                      textcoords="offset points", va="center", weight="bold")  # fmt: skip
    axes.set_yticks(places, ["\n".join(name) for name in names])
    axes.set_ylim(-0.6, rows - 0.4)
    axes.xaxis.set_major_locator(few_ticks(5))
    axes.xaxis.set_major_formatter(lambda value, _: axis_text(value, unit))
    axes.xaxis.grid(True)
    axes.margins(x=0.06)
    return inline(figure, name, alternative)


def axis_text(value: float, unit: Unit) -> str:
    """Return a change on an axis, already divided, with its unit; its sign stands before the pound."""
    return plus(f"{MINUS if value < 0 else ''}{unit.before}{abs(value):,.6g}{unit.after}")
