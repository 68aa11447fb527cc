"""Charts of tidy tables: lines with a band, stacked years, ranges by year and by group; read without a legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten, wrap

import numpy as np
import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from placesim.report.svg import canvas, inline
from placesim.report.wording import Unit
from placesim.report.years import Year

BLUE, INK, SOFT = "#0072b2", "#1b2733", "#5b6670"
BAND_EDGE = "#4f8fb8"
PALETTE = (BLUE, "#c24e00", "#00805e", "#9c4f85", "#8a6a00", "#23395b", "#6d6d6d", "#b0303a")
"""Colours at least 3:1 against white, told apart with any colour vision; every area is also labelled."""

SMALL, WIDE = (340.0, 205.0), (440.0, 290.0)
LEFT, RIGHT, TOP, BOTTOM = 40.0, 64.0, 26.0, 36.0
LINE_HEIGHT = 12.5
MOST_GROUPS = len(PALETTE)


@dataclass(frozen=True)
class Series:
    """One line: a table with `day`, `mean`, `p10`, `p90`, and what it is called beside the line."""

    points: pd.DataFrame
    label: str = ""
    colour: str = BLUE
    band: bool = True


def lines(
    name: str, alternative: str, series: Sequence[Series], unit: Unit, start: date, size: tuple[float, float] = SMALL
) -> Markup:
    """Draw means over time from zero, each with the band that holds 8 in 10 futures."""
    figure, axes = _panel(size, RIGHT + (22 if any(each.label for each in series) else 0))
    labels: list[tuple[float, str, str, bool]] = []
    for each in series:
        days, mean = each.points["day"].to_numpy(float), each.points["mean"].to_numpy(float) / unit.divisor
        low, high = (each.points[edge].to_numpy(float) / unit.divisor for edge in ("p10", "p90"))
        if each.band:
            axes.fill_between(days, low, high, color=each.colour, alpha=0.16, linewidth=0)
            for edge in (low, high):
                axes.plot(days, edge, color=BAND_EDGE if each.colour == BLUE else SOFT, linewidth=0.8)
        axes.plot(days, mean, color=each.colour, linewidth=2.2, linestyle="-" if each.band else (0, (4, 2)))
        labels += _end_labels(each, unit)
    _value_axis(axes, unit, [each.points["p90"].max() for each in series])
    last = max(float(each.points["day"].iloc[-1]) for each in series)
    _time_axis(axes, start, last)
    _beside(axes, last, labels)
    return inline(figure, name, alternative)


def _end_labels(series: Series, unit: Unit) -> list[tuple[float, str, str, bool]]:
    end = series.points.iloc[-1]
    mean = float(end["mean"])
    if mean != mean:
        return []
    if series.label:
        return [(mean / unit.divisor, f"{series.label} {unit.full(mean, min(unit.decimals, 1))}", series.colour, True)]
    return [
        (float(end["p90"]) / unit.divisor, f"p90 {unit.brief(float(end['p90']))}", SOFT, False),
        (mean / unit.divisor, f"mean {unit.brief(mean)}", series.colour, True),
        (float(end["p10"]) / unit.divisor, f"p10 {unit.brief(float(end['p10']))}", SOFT, False),
    ]


def stacked_years(
    name: str, alternative: str, parts: pd.DataFrame, totals: pd.DataFrame, years: Sequence[Year], unit: Unit
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
    figure, axes = _panel(WIDE, 150)
    table = parts.pivot(index=["group", "label"], columns="financial_year", values="mean") / unit.divisor
    table = table.loc[list(dict.fromkeys(zip(parts["group"], parts["label"], strict=True)))]
    table = _fewer(table[[year.name for year in years]])
    floor = np.zeros(len(years))
    labels = []
    for ((_, label), heights), colour in zip(table.iterrows(), PALETTE, strict=False):
        tops = heights.to_numpy(float)
        axes.bar(range(len(years)), tops, 0.68, floor, color=colour, edgecolor="white", linewidth=1)
        labels.append((float(floor[-1] + tops[-1] / 2), str(label), colour, False))
        floor = floor + tops
    _total_ranges(axes, totals, unit)
    _value_axis(axes, unit, [totals["p90"].max()], room=1.14)
    _year_axis(axes, years, WIDE[0] - 190)
    _beside(axes, len(years) - 1 + 0.4, labels, characters=22)
    return inline(figure, name, alternative)


def _fewer(table: pd.DataFrame) -> pd.DataFrame:
    """Put the smallest parts together where there are more than colours can tell apart."""
    if len(table) <= MOST_GROUPS:
        return table
    largest = table.sum(axis=1).nlargest(MOST_GROUPS - 1).index
    rest = table.drop(index=largest)
    together = pd.DataFrame([rest.sum()], index=pd.MultiIndex.from_tuples([("", f"{len(rest)} others")]))
    return pd.concat([table.loc[[label for label in table.index if label in largest]], together])


def _total_ranges(axes: Axes, totals: pd.DataFrame, unit: Unit) -> None:
    """Draw the range of futures of each total, and print the mean above it."""
    mean, low, high = (totals[column].to_numpy(float) / unit.divisor for column in ("mean", "p10", "p90"))
    places = np.arange(len(mean))
    axes.vlines(places, low, high, color=INK, linewidth=1.6)
    axes.plot(places, mean, "_", color=INK, markersize=9, markeredgewidth=1.6)
    every = 1 if len(mean) <= 8 else len(mean) - 1
    for place in places[::every]:
        text = unit.full(float(totals["mean"].iloc[place]), min(unit.decimals, 1))
        axes.annotate(text, (place, high[place]), (0, 4), textcoords="offset points", ha="center", weight="bold")


def ranges_by_year(name: str, alternative: str, table: pd.DataFrame, years: Sequence[Year], unit: Unit) -> Markup:
    """Draw each year's mean as a dot on the range that holds 8 in 10 futures."""
    figure, axes = _panel(SMALL, 14, bottom=40)
    mean, low, high = (table[column].to_numpy(float) / unit.divisor for column in ("mean", "p10", "p90"))
    places = np.arange(len(years))
    axes.vlines(places, low, high, color=BAND_EDGE, linewidth=5)
    axes.plot(places, mean, "o", color=INK, markersize=5.5)
    every = 1 if len(years) <= 6 else len(years) - 1
    for place in places[::every]:
        if mean[place] == mean[place]:
            text = unit.brief(float(table["mean"].iloc[place]))
            axes.annotate(text, (place, high[place]), (0, 5), textcoords="offset points", ha="center", weight="bold")
    _value_axis(axes, unit, [table["p90"].max()], room=1.2)
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
    axes = figure.add_axes((140 / width, 42 / height, (width - 140 - 62) / width, (height - 50) / height))
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
    axes.xaxis.set_major_formatter(lambda value, _: _plus(unit.full(value * unit.divisor, _tick_decimals(axes.get_xlim()))))
    axes.xaxis.grid(True)
    axes.margins(x=0.06)
    return inline(figure, name, alternative)


def _plus(text: str) -> str:
    return text if text.startswith("\N{MINUS SIGN}") or not text.strip("£0.,%km") else f"+{text}"


def _panel(size: tuple[float, float], right: float, bottom: float = BOTTOM) -> tuple[Figure, Axes]:
    width, height = size
    figure = canvas(width, height)
    inside = (LEFT / width, bottom / height, (width - LEFT - right) / width, (height - TOP - bottom) / height)
    return figure, figure.add_axes(inside)


def _few_ticks(most: int):  # type: ignore[no-untyped-def]
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(most, steps=[1, 2, 2.5, 5, 10])


def _tick_decimals(limits: tuple[float, float]) -> int:
    reach = max(abs(limit) for limit in limits)
    return 0 if reach >= 6 else 1 if reach >= 0.6 else 2


def _value_axis(axes: Axes, unit: Unit, highest: Sequence[float], room: float = 1.08) -> None:
    known = [value / unit.divisor for value in highest if value == value]
    top = 100.0 if unit.after == "%" else max([1.0, *known]) * room
    axes.set_ylim(0, top)
    axes.yaxis.set_major_locator(_few_ticks(5))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.{_tick_decimals((0, top))}f}")
    axes.yaxis.grid(True)
    axes.annotate(unit.header, (0, 1), (-LEFT + 4, 9), xycoords="axes fraction", textcoords="offset points", color="#3d4852")


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
    """Break a label into at most two lines, ending in an ellipsis where it is longer."""
    found = wrap(label, characters, max_lines=2, placeholder="…", break_long_words=True)
    return found or [shorten(label, characters, placeholder="…")]


def _beside(axes: Axes, at: float, labels: list[tuple[float, str, str, bool]], characters: int = 40) -> None:
    """Print labels right of where lines or bars end, moved apart where they would touch."""
    low, high = axes.get_ylim()
    pixels = axes.get_position().height * float(axes.figure.get_size_inches()[1]) * 72
    texts = [_wrapped(text, characters) for _, text, _, _ in labels]
    wanted = [(y - low) / (high - low) * pixels for y, _, _, _ in labels]
    placed = _apart(wanted, [LINE_HEIGHT * len(text) for text in texts])
    for (_, _, colour, bold), text, y in zip(labels, texts, placed, strict=True):
        axes.annotate("\n".join(text), (at, 0), (6, y), xycoords=("data", "axes fraction"), textcoords="offset points",
                      va="center", color=colour, weight="bold" if bold else "normal", linespacing=1.05)  # fmt: skip


def _apart(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Move centres apart, each pair by halves, until no two labels touch."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed = list(wanted)
    for _ in range(200):
        for below, above in zip(order, order[1:], strict=False):
            short = (heights[below] + heights[above]) / 2 - (placed[above] - placed[below])
            if short > 0.01:
                placed[below] -= short / 2
                placed[above] += short / 2
    return placed
