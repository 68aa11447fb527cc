"""Charts over time: means by month as lines with the band of futures, from zero or around nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from placesim.report.charts.canvas import BAND_EDGE, BLUE, INK, SMALL, SOFT
from placesim.report.charts.frames import LETTER, Label, beside, few_ticks, panel, time_axis, value_axis, wrapped
from placesim.report.figures import Unit


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
    series: Sequence[Series],
    unit: Unit,
    *,
    start: date,
    days: float,
    size: tuple[float, float] = SMALL,
    top: float | None = None,
    letters: int = 40,
) -> Figure:
    """Draw means over time from zero, each with the band that holds 8 in 10 futures.

    Args:
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
    return figure


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


def savings(
    points: pd.DataFrame,
    unit: Unit,
    *,
    start: date,
    days: float,
    limits: tuple[float, float],
    mark: float | None = None,
) -> Figure:
    """Draw a cumulative saving: the mean, the band that holds 8 in 10 futures, and where it breaks even.

    Args:
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
    return figure


def _ends(points: pd.DataFrame, unit: Unit) -> list[Label]:
    last = points.iloc[-1]
    labels = [Label(last["mean"] / unit.divisor, f"mean {unit.brief(last['mean'])}", BLUE, bold=True)]
    if not isnan(last["p10"]):
        for column in ("p90", "p10"):
            labels.append(Label(last[column] / unit.divisor, f"{column} {unit.brief(last[column])}", SOFT))
    return labels


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
