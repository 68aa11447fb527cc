"""Charts of tidy tables: lines with a band, stacked years, ranges by year and by group; read without a legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import isnan
from textwrap import wrap

import numpy as np
import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from placesim.report.svg import canvas, inline
from placesim.report.wording import MINUS, Unit
from placesim.report.years import Year
from placesim.results.facts import Floats

BLUE, INK, SOFT = "#0072b2", "#1b2733", "#5b6670"
BAND_EDGE = "#4f8fb8"
PALETTE = (BLUE, "#c24e00", "#00805e", "#9c4f85", "#8a6a00", "#23395b", "#6d6d6d", "#b0303a")
"""Colours at least 3:1 against white, told apart with any colour vision; every area is also labelled."""

SMALL, WIDE = (340.0, 205.0), (380.0, 260.0)
LEFT, TOP, BOTTOM = 40.0, 26.0, 36.0
BESIDE = 130.0
"""Room for the names of parts, right of stacked bars or left of ranges by group."""
LINE_HEIGHT, LETTER = 12.5, 7.2
Part = tuple[str, Floats]
"""A part of a stacked bar: its label, and its height in each year."""


@dataclass(frozen=True)
class Series:
    """One line: a table with `day`, `mean`, `p10`, `p90`, and what it is called beside the line."""

    points: pd.DataFrame
    label: str = ""
    colour: str = BLUE
    band: bool = True


@dataclass(frozen=True)
class Label:
    """A word beside the end of a line or a bar."""

    at: float
    text: str
    colour: str
    bold: bool = False


def lines(
    name: str,
    alternative: str,
    series: Sequence[Series],
    unit: Unit,
    *,
    start: date,
    days: float,
    size: tuple[float, float] = SMALL,
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
    """
    labels = [label for each in series for label in _end_labels(each, unit)]
    figure, axes = _panel(size, 12 + LETTER * max((len(label.text) for label in labels), default=0))
    for each in series:
        _line(axes, each, unit)
    _value_axis(axes, unit, max(each.points["p90"].max() for each in series))
    _time_axis(axes, start, days)
    _beside(axes, days, labels)
    return inline(figure, name, alternative)


def _line(axes: Axes, series: Series, unit: Unit) -> None:
    days, mean, low, high = (series.points[c].to_numpy(float) for c in ("day", "mean", "p10", "p90"))
    if series.band:
        axes.fill_between(days, low / unit.divisor, high / unit.divisor, color=series.colour, alpha=0.16, linewidth=0)
        for edge in (low, high):
            axes.plot(days, edge / unit.divisor, color=BAND_EDGE, linewidth=0.8)
    style = "-" if series.band else (0, (4, 2))
    axes.plot(days, mean / unit.divisor, color=series.colour, linewidth=2.2, linestyle=style)


def _end_labels(series: Series, unit: Unit) -> list[Label]:
    p10, mean, p90 = (float(series.points[column].iloc[-1]) for column in ("p10", "mean", "p90"))
    if isnan(mean):
        return []
    if series.label:
        return [Label(mean / unit.divisor, f"{series.label} {unit.brief(mean)}", series.colour, bold=True)]
    return [
        Label(p90 / unit.divisor, f"p90 {unit.brief(p90)}", SOFT),
        Label(mean / unit.divisor, f"mean {unit.brief(mean)}", series.colour, bold=True),
        Label(p10 / unit.divisor, f"p10 {unit.brief(p10)}", SOFT),
    ]


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
    figure, axes = _panel(WIDE, BESIDE, 50 if any(year.part for year in years) else BOTTOM)
    floor, labels = np.zeros(len(years)), []
    for (label, heights), colour in zip(_fewer(_parts(parts, years)), PALETTE, strict=False):
        tops = heights / unit.divisor
        axes.bar(range(len(years)), tops, 0.68, floor, color=colour, edgecolor="white", linewidth=1)
        labels.append(Label(float(floor[-1] + tops[-1] / 2), label, colour))
        floor = floor + tops
    _total_ranges(axes, totals, unit)
    _value_axis(axes, unit, totals["p90"].max(), room=1.14)
    _year_axis(axes, years, WIDE[0] - LEFT - BESIDE)
    _beside(axes, len(years) - 0.6, labels, characters=19)
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
        axes.annotate(text, (place, high[place]), (0, 4), textcoords="offset points", ha="center", weight="bold")


def ranges_by_year(name: str, alternative: str, table: pd.DataFrame, years: Sequence[Year], unit: Unit) -> Markup:
    """Draw each year's mean as a dot on the range that holds 8 in 10 futures."""
    figure, axes = _panel(SMALL, 14, 50 if any(year.part for year in years) else BOTTOM)
    mean, low, high = (table[column].to_numpy(float) / unit.divisor for column in ("mean", "p10", "p90"))
    places = np.arange(len(years))
    axes.vlines(places, low, high, color=BAND_EDGE, linewidth=5)
    axes.plot(places, mean, "o", color=INK, markersize=5.5)
    every = 1 if len(years) <= 6 else len(years) - 1
    for place in places[::every]:
        if not isnan(mean[place]):
            text = unit.brief(float(table["mean"].iloc[place]))
            axes.annotate(text, (place, high[place]), (0, 5), textcoords="offset points", ha="center", weight="bold")
    _value_axis(axes, unit, table["p90"].max(), room=1.2)
    _year_axis(axes, years, SMALL[0] - 54)
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
    height = max(34.0 * rows + 62, 130)
    figure = canvas(width, height)
    axes = figure.add_axes((BESIDE / width, 34 / height, (width - BESIDE - 62) / width, (height - 42) / height))
    places = np.arange(rows)[::-1]
    columns = {c: table[c].to_numpy(float) / unit.divisor for c in ("mean", "low", "high", "p10", "p90")}
    axes.axvline(0, color=SOFT, linewidth=1)
    axes.hlines(places, columns["p10"], columns["p90"], color=BAND_EDGE, linewidth=2)
    axes.hlines(places, columns["low"], columns["high"], color=BLUE, linewidth=8)
    axes.plot(columns["mean"], places, "o", color=INK, markersize=6)
    for place, mean in zip(places, table["mean"], strict=True):
        axes.annotate(_plus(unit.brief(mean)), (1, place), (6, 0), xycoords=("axes fraction", "data"),
                      textcoords="offset points", va="center", weight="bold")  # fmt: skip
    axes.set_yticks(places, ["\n".join(_wrapped(str(label), 20)) for label in table["label"]])
    axes.set_ylim(-0.6, rows - 0.4)
    axes.xaxis.set_major_locator(_few_ticks(5))
    axes.xaxis.set_major_formatter(lambda value, _: _plus(f"{unit.before}{value:,.6g}{unit.after}"))
    axes.xaxis.grid(True)
    axes.margins(x=0.06)
    return inline(figure, name, alternative)


def _plus(text: str) -> str:
    text = text.replace("-", MINUS)
    return text if text.startswith(MINUS) or not text.strip("£0.,%km") else f"+{text}"


def _panel(size: tuple[float, float], right: float, bottom: float = BOTTOM) -> tuple[Figure, Axes]:
    width, height = size
    figure = canvas(width, height)
    inside = (LEFT / width, bottom / height, (width - LEFT - right) / width, (height - TOP - bottom) / height)
    return figure, figure.add_axes(inside)


def _few_ticks(most: int) -> MaxNLocator:
    return MaxNLocator(most, steps=[1, 2, 5, 10])


def _value_axis(axes: Axes, unit: Unit, highest: float, room: float = 1.08) -> None:
    top = 1.0 if isnan(highest) else max(1.0, highest / unit.divisor) * room
    axes.set_ylim(0, 100.0 if unit.after == "%" and top > 50 else top)
    axes.yaxis.set_major_locator(_few_ticks(5))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.6g}")
    axes.yaxis.grid(True)
    axes.annotate(
        unit.header, (0, 1), (4 - LEFT, 9), xycoords="axes fraction", textcoords="offset points", color="#3d4852"
    )


def _time_axis(axes: Axes, start: date, days: float) -> None:
    """Mark 1 Aprils, or quarters on a short horizon; few enough to be read."""
    end = start + timedelta(days=days)
    months = (4,) if days > 550 else (1, 4, 7, 10)
    firsts = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in months]
    shown = [first for first in firsts if start <= first <= end]
    shown = shown[:: max(1, -(-len(shown) // 7))]
    axes.set_xticks([(first - start).days for first in shown], [f"{first:%b}\n{first.year}" for first in shown])
    axes.set_xlim(0, days)


def _year_axis(axes: Axes, years: Sequence[Year], width: float) -> None:
    each = width / len(years)
    step = max(1, round(32 / each))
    places = range(0, len(years), step)
    named = [years[place].name if each >= 48 else years[place].name.replace("-", "\n\N{EN DASH}") for place in places]
    marked = [f"{text}\npart" if years[place].part else text for place, text in zip(places, named, strict=True)]
    axes.set_xticks(list(places), marked)
    axes.set_xlim(-0.5, len(years) - 0.5)
    axes.tick_params(axis="x", length=0)


def _wrapped(label: str, characters: int) -> list[str]:
    """Break a label into at most two lines, the second ending in an ellipsis where there is more."""
    found = wrap(label, characters) or [label]
    return found if len(found) <= 2 else [found[0], f"{found[1][: characters - 1]}\N{HORIZONTAL ELLIPSIS}"]


def _beside(axes: Axes, at: float, labels: Sequence[Label], characters: int = 40) -> None:
    """Print labels right of where lines or bars end, moved apart where they would touch."""
    low, high = axes.get_ylim()
    pixels = axes.bbox.height
    texts = [_wrapped(label.text, characters) for label in labels]
    wanted = [(label.at - low) / (high - low) * pixels for label in labels]
    placed = _apart(wanted, [LINE_HEIGHT * len(text) for text in texts])
    for label, text, y in zip(labels, texts, placed, strict=True):
        axes.annotate(
            "\n".join(text),
            (at, 0),
            (6, y),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            va="center",
            color=label.colour,
            weight="bold" if label.bold else "normal",
            linespacing=1.05,
        )


def _apart(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Move centres apart, each pair by halves, until no two labels touch."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed = list(wanted)
    for _ in range(200):
        for below, above in pairwise(order):
            short = (heights[below] + heights[above]) / 2 - (placed[above] - placed[below])
            if short > 0.01:
                placed[below] -= short / 2
                placed[above] += short / 2
    return placed
