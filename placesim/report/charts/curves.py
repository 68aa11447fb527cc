"""Charts over the values of a sweep: a difference with its interval and range, places and children, and steps."""

from dataclasses import dataclass
from math import ceil, isnan

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from placesim.experiment.crossings import Crossing
from placesim.report.charts.canvas import BAND_EDGE, BLUE, INK, PALETTE, SOFT, WIDE, canvas, drawable
from placesim.report.charts.frames import LETTER, Label, beside, few_ticks, value_axis
from placesim.report.figures import MINUS, Unit
from placesim.report.sweep_study import Quantity
from placesim.results.facts import Floats

LEFT, TOP, BOTTOM = 58.0, 10.0, 48.0
"""Pixels beside the axes: signed pounds are wider than counts, and the quantity stands below."""


DIGIT, GAP = 6.6, 10.0
"""Pixels that a digit of an axis is wide, and that lie between two numbers at least."""


ROOM_OF_A_STEP = 0.6
"""Share of the width between two values that a bar may take, so that sixty stay apart."""


@dataclass(frozen=True)
class Across:
    """The values of a sweep as an axis."""

    quantity: Quantity
    values: tuple[float, ...]

    @property
    def points(self) -> Floats:
        """The values as they are drawn: shares in percent."""
        return np.array(self.values) / self.quantity.divisor


def difference_curve(
    table: pd.DataFrame,
    unit: Unit,
    across: Across,
    crossing: Crossing | None = None,
) -> Figure:
    """Draw a difference from the baseline at each value: mean, 95% interval, and the range of futures.

    Args:
        table: `mean`, `low`, `high`, `p10`, `p90`, one row a value.
        unit: how figures are printed.
        across: the values.
        crossing: where the mean passes through nothing, to be marked with its interval.
    """
    columns = {c: table[c].to_numpy(float) / unit.divisor for c in ("mean", "low", "high", "p10", "p90")}
    labels = _end_labels(columns)
    figure, axes = _axes(12 + LETTER * max(len(label.text) for label in labels))
    points = across.points
    axes.axhline(0, color=INK, linewidth=1)
    axes.fill_between(points, columns["p10"], columns["p90"], color=BLUE, alpha=0.13, linewidth=0)
    for edge in ("p10", "p90"):
        axes.plot(points, columns[edge], color=BAND_EDGE, linewidth=0.8)
    sure = _filled(columns)
    axes.fill_between(points, sure[0], sure[1], color=BLUE, alpha=0.38, linewidth=0)
    axes.plot(points, columns["mean"], color=BLUE, linewidth=2.2, marker="o", markersize=4.5)
    _signed_axis(axes, unit)
    _across(axes, across)
    if crossing:
        _mark(axes, crossing, across)
    beside(axes, float(points[-1]), labels)
    return figure


def _filled(columns: dict[str, Floats]) -> tuple[Floats, Floats]:
    """Return the ends of the interval; the mean itself where a difference is the same in every future."""
    mean = columns["mean"]
    known = columns["p10"] == columns["p90"]
    return tuple(np.where(np.isnan(columns[end]) & known, mean, columns[end]) for end in ("low", "high"))  # type: ignore[return-value]


def _end_labels(columns: dict[str, Floats]) -> list[Label]:
    mean, p10, p90 = (float(columns[c][-1]) for c in ("mean", "p10", "p90"))
    middle = Label(mean, "mean", BLUE, bold=True)
    return [middle] if isnan(p10) else [Label(p90, "p90", SOFT), middle, Label(p10, "p10", SOFT)]


def _mark(axes: Axes, crossing: Crossing, across: Across) -> None:
    """Mark where the mean passes through nothing: a ring, and the 95% interval as a bar on the line of nothing."""
    quantity = across.quantity
    first, last = across.points[0], across.points[-1]
    ends = [min(max(end / quantity.divisor, first), last) for end in (crossing.low, crossing.high) if not isnan(end)]
    at = crossing.value / quantity.divisor
    if len(ends) == 2:
        axes.hlines(0, *ends, color=PALETTE[1], linewidth=5, zorder=4)
    axes.plot(at, 0, "o", color="white", markeredgecolor=PALETTE[1], markeredgewidth=2.2, markersize=8, zorder=5)
    right = at > (first + last) / 2
    axes.annotate(
        drawable(f"breaks even at about {quantity.read(crossing.value)}"),
        (at, 0),
        (0, 16 if crossing.rising == right else -18),
        textcoords="offset points",
        ha="right" if right else "left",
        va="center",
        weight="bold",
        color=PALETTE[1],
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5},
        zorder=6,
    )


def places_and_children(places: Floats, children: Floats, across: Across) -> Figure:
    """Draw mean places and mean children in them at each value; the gap between the two is empty."""
    unit = Unit("children and places on an average night", decimals=1)
    labels = [Label(places[-1], "places", SOFT, bold=True), Label(children[-1], "children", BLUE, bold=True)]
    figure, axes = _axes(12 + LETTER * len("children"))
    points = across.points
    axes.fill_between(points, children, places, color=PALETTE[1], alpha=0.15, linewidth=0)
    axes.plot(points, places, color=SOFT, linewidth=1.8, linestyle=(0, (4, 2)))
    axes.plot(points, children, color=BLUE, linewidth=2.2, marker="o", markersize=4)
    value_axis(axes, unit, float(np.max(places)))
    axes.texts[-1].remove()  # the heading says it
    _across(axes, across)
    beside(axes, float(points[-1]), labels)
    return figure


def step_ranges(table: pd.DataFrame, unit: Unit, across: Across) -> Figure:
    """Draw what one more adds in each step: its mean, its 95% interval, and the range of futures."""
    figure, axes = _axes(24)
    columns = {c: table[c].to_numpy(float) / unit.divisor for c in ("mean", "low", "high", "p10", "p90")}
    points = across.points
    middles = (points[:-1] + points[1:]) / 2
    axes.axhline(0, color=INK, linewidth=1)
    axes.vlines(middles, columns["p10"], columns["p90"], color=BAND_EDGE, linewidth=2)
    room = ROOM_OF_A_STEP * axes.bbox.width / len(middles)
    axes.vlines(middles, columns["low"], columns["high"], color=BLUE, linewidth=min(7.0, room))
    axes.plot(middles, columns["mean"], "o", color=INK, markersize=min(5.5, room))
    _signed_axis(axes, unit)
    _across(axes, across)
    return figure


def _axes(right: float) -> tuple[Figure, Axes]:
    width, height = WIDE
    figure = canvas(width, height)
    inside = (LEFT / width, BOTTOM / height, (width - LEFT - right) / width, (height - TOP - BOTTOM) / height)
    return figure, figure.add_axes(inside)


def _signed_axis(axes: Axes, unit: Unit) -> None:
    axes.margins(y=0.08)
    axes.yaxis.set_major_locator(few_ticks(5))
    axes.yaxis.set_major_formatter(lambda value, _: _signed(value, unit))
    axes.yaxis.grid(True)


def _signed(value: float, unit: Unit) -> str:
    """Return a figure on an axis, already divided, with its unit."""
    if value == 0:
        return f"{unit.before}0"
    sign = MINUS if value < 0 else "+"
    return f"{sign}{unit.before}{abs(value):,.6g}{unit.after}"


def _across(axes: Axes, across: Across) -> None:
    """Mark the values tried, as many as can be read, and name what they are."""
    points = across.points
    numbers = [drawable(across.quantity.bare(value)) for value in across.values]
    width = axes.bbox.width / (len(points) - 1)
    shown = slice(None, None, max(1, ceil((DIGIT * max(map(len, numbers)) + GAP) / width)))
    axes.set_xticks(points[shown], numbers[shown])
    axes.set_xlabel(drawable(across.quantity.axis))
    span = points[-1] - points[0]
    axes.set_xlim(points[0] - 0.02 * span, points[-1])
