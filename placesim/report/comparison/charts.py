"""Charts of comparisons: differences as dots on ranges under their names, and savings that cumulate around nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan

import numpy as np
import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes

from placesim.report.charts import BAND_EDGE, BLUE, INK, SMALL, SOFT, axis_text
from placesim.report.frames import LETTER, Label, beside, few_ticks, panel, time_axis, wrapped
from placesim.report.svg import canvas, inline
from placesim.report.wording import Unit

WIDTH, LETTERS = 380.0, 50
"""Width in CSS pixels, and letters of a name on one line over its bar."""

BAR, NAME_LINE, LEFT, RIGHT = 26.0, 13.0, 20.0, 68.0
"""Pixels that a bar takes, a line of its name, the axis's first figure left of it, and the mean right of it."""


@dataclass(frozen=True)
class Dot:
    """One row: a name, the mean, its interval and the range of futures; missing where there is none."""

    label: str
    mean: float
    low: float
    high: float
    p10: float
    p90: float


def named_ranges(name: str, alternative: str, dots: Sequence[Dot], unit: Unit) -> Markup:
    """Draw one bar a row under its name: range of futures, interval of the mean, mean; nothing changes at the line."""
    names = [wrapped(dot.label, LETTERS)[:2] for dot in dots]
    heights = [BAR + NAME_LINE * len(lines) for lines in names]
    height = sum(heights) + 34
    figure = canvas(WIDTH, height)
    axes = figure.add_axes((LEFT / WIDTH, 26 / height, (WIDTH - LEFT - RIGHT) / WIDTH, (height - 34) / height))
    axes.set_ylim(0, sum(heights))
    top = sum(heights)
    axes.axvline(0, color=SOFT, linewidth=1.2)
    for dot, lines, room in zip(dots, names, heights, strict=True):
        middle = top - NAME_LINE * len(lines) - BAR / 2 + 1
        _bar(axes, dot, middle, unit)
        axes.annotate("\n".join(lines), (0, top), xycoords=("axes fraction", "data"), va="top", linespacing=1.05,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
        top -= room
    axes.set_yticks([])
    axes.margins(x=0.05)
    axes.xaxis.set_major_locator(few_ticks(5))
    axes.xaxis.set_major_formatter(lambda value, _: axis_text(value, unit))
    axes.xaxis.grid(True)
    return inline(figure, name, alternative)


def _bar(axes: Axes, dot: Dot, at: float, unit: Unit) -> None:
    low, high, p10, p90, mean = (value / unit.divisor for value in (dot.low, dot.high, dot.p10, dot.p90, dot.mean))
    if not isnan(p10):
        axes.hlines(at, p10, p90, color=BAND_EDGE, linewidth=2)
    if not isnan(low):
        axes.hlines(at, low, high, color=BLUE, linewidth=8)
    axes.plot([mean], [at], "o", color=INK, markersize=6)
    axes.annotate(unit.signed(dot.mean), (1, at), (6, 0), xycoords=("axes fraction", "data"),
                  textcoords="offset points", va="center", weight="bold")  # fmt: skip


def savings(
    name: str,
    alternative: str,
    points: pd.DataFrame,
    unit: Unit,
    *,
    start: date,
    days: float,
    limits: tuple[float, float],
    mark: float | None = None,
) -> Markup:
    """Draw a cumulative saving: the mean, the band that holds 8 in 10 futures, and where it breaks even.

    Args:
        name: prefix of the drawing's ids.
        alternative: the drawing in words.
        points: `day`, `mean`, `p10`, `p90` in pounds; above nothing is saved.
        unit: how figures are printed.
        start: day 0.
        days: length of the horizon.
        limits: lowest and highest figure of the scale, shared with other drawings.
        mark: day of the break-even, where there is one to mark.
    """
    labels = _ends(points, unit)
    figure, axes = panel(SMALL, 12 + LETTER * max(len(label.text) for label in labels))
    day, mean, low, high = (points[c].to_numpy(float) for c in ("day", "mean", "p10", "p90"))
    low, high, mean = (values / unit.divisor for values in (low, high, mean))
    if not np.isnan(low).all():
        axes.fill_between(day, low, high, color=BLUE, alpha=0.16, linewidth=0)
        for edge in (low, high):
            axes.plot(day, edge, color=BAND_EDGE, linewidth=0.8)
    axes.axhline(0, color=INK, linewidth=1.2)
    axes.plot(day, mean, color=BLUE, linewidth=2.2)
    _signed_axis(axes, unit, limits)
    if mark is not None:
        axes.plot([mark], [0], "D", color=INK, markersize=7, clip_on=False, zorder=5)
    time_axis(axes, start, days)
    beside(axes, days, labels)
    return inline(figure, name, alternative)


def _ends(points: pd.DataFrame, unit: Unit) -> list[Label]:
    last = points.iloc[-1]
    found = [Label(last["mean"] / unit.divisor, f"mean {unit.brief(last['mean'])}", BLUE, bold=True)]
    if not isnan(last["p10"]):
        for column in ("p90", "p10"):
            found.append(Label(last[column] / unit.divisor, f"{column} {unit.brief(last[column])}", SOFT))
    return found


def _signed_axis(axes: Axes, unit: Unit, limits: tuple[float, float]) -> None:
    """Print saving above and cost below nothing, with the unit above the axis."""
    low, high = (value / unit.divisor for value in limits)
    room = max((high - low) * 0.06, 1e-9)
    axes.set_ylim(low - (room if low < 0 else 0), high + room)
    axes.yaxis.set_major_locator(few_ticks(5))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.6g}".replace("-", "\N{MINUS SIGN}"))
    axes.yaxis.grid(True)
    axes.annotate(f"saved, {unit.header}", (0, 1), (-36, 9), xycoords="axes fraction", textcoords="offset points",
                  color="#3d4852")  # fmt: skip
