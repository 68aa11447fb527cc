"""The tornado: what one assumption after another does to a figure, at its low and at its high end, widest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from placesim.experiment.differences import Difference
from placesim.report.charts.bars import LETTERS, NAME_LINE, WIDTH
from placesim.report.charts.canvas import BLUE, INK, PALETTE, SOFT, canvas
from placesim.report.charts.frames import few_ticks, level_text, told_apart
from placesim.report.figures import Unit

LOW, HIGH = BLUE, PALETTE[1]
"""Blue and orange, told apart with any colour vision; the value printed beside each bar says the same."""

THICK = 9.0
"""Pixels that the bar of one end is high; the low end's stands on the high end's."""

GAP = 11.0
"""Pixels between the bars of one assumption and the name of the next."""

SIDE, FOOT, HEAD = 16.0, 52.0, 6.0
"""Pixels left and right of the axes, below them for the axis, its name and what its sides mean, and above them."""

ROOM_FOR_VALUES = 0.30
"""Room beside the longest bars for the values printed there, as a share of what the bars reach over."""


@dataclass(frozen=True)
class End:
    """An assumption at one of its ends: its value as it is printed, and what that changes in the figure."""

    printed: str
    change: Difference
    """From the figure with every assumption at its value (`before`) to that with this one at its end (`after`)."""


@dataclass(frozen=True)
class Bar:
    """One row: what is assumed, and both of its ends."""

    name: str
    low: End
    high: End


def tornado(bars: Sequence[Bar], unit: Unit, axis: str, sides: tuple[str, str]) -> Figure:
    """Draw one assumption a row under its name: from the figure at its value to the figure at either end.

    Args:
        bars: the assumptions, widest first; the figure at their values is the same in all of them.
        unit: how the axis prints figures.
        axis: what the figure is.
        sides: what it means to lie further left, and further right.
    """
    names = told_apart([bar.name for bar in bars], LETTERS)
    heights = [NAME_LINE * len(lines) + 2 * THICK + GAP for lines in names]
    height = sum(heights) + FOOT + HEAD
    figure = canvas(WIDTH, height)
    axes = figure.add_axes((SIDE / WIDTH, FOOT / height, 1 - 2 * SIDE / WIDTH, sum(heights) / height))
    axes.set_ylim(0, sum(heights))
    _frame(axes, bars, unit, axis)
    _name_sides(axes, sides)
    top = sum(heights)
    for bar, lines, room in zip(bars, names, heights, strict=True):
        under = top - NAME_LINE * len(lines)
        axes.annotate("\n".join(lines), (0, top), xycoords=("axes fraction", "data"), va="top", linespacing=1.05,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
        _end(axes, bar.low, under - THICK / 2 - 2, LOW, unit)
        _end(axes, bar.high, under - THICK * 1.5 - 2, HIGH, unit)
        top -= room
    return figure


def _frame(axes: Axes, bars: Sequence[Bar], unit: Unit, axis: str) -> None:
    """Set the axis to hold every bar and the values beside them, with a line at the figure that bars begin from."""
    begins = bars[0].low.change.before / unit.divisor
    reached = [begins, *(value / unit.divisor for bar in bars for end in (bar.low, bar.high) for value in _reach(end))]
    least, most = min(reached), max(reached)
    room = ROOM_FOR_VALUES * ((most - least) or 1.0)
    axes.set_xlim(least - room, most + room)
    axes.axvline(begins, color=INK, linewidth=1.2, zorder=3)
    if least - room < 0 < most + room:
        axes.axvline(0, color=SOFT, linewidth=1.2, linestyle=(0, (4, 2)), zorder=0)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(few_ticks(5))
    axes.xaxis.set_major_formatter(lambda value, _: level_text(value, unit))
    axes.xaxis.grid(True)
    axes.set_xlabel(axis, labelpad=2)


def _name_sides(axes: Axes, sides: tuple[str, str]) -> None:
    """Say at both ends of the axis, below its name, what lies that way."""
    for words, end, ha in ((f"← {sides[0]}", 0, "left"), (f"{sides[1]} →", 1, "right")):
        axes.annotate(words, (end, 0), (0, 2 - FOOT), xycoords="axes fraction", textcoords="offset points", ha=ha,
                      va="bottom", fontsize=9.5, color=SOFT)  # fmt: skip


def _reach(end: End) -> list[float]:
    """Return where a bar and its interval end."""
    change = end.change
    ends = (change.after, change.before + change.low, change.before + change.high)
    return [each for each in ends if not isnan(each)]


def _end(axes: Axes, end: End, middle: float, colour: str, unit: Unit) -> None:
    """Draw the bar of one end, the interval of its change as a line, and the assumption's value beyond both."""
    change = end.change
    begins, width = change.before / unit.divisor, change.mean / unit.divisor
    axes.barh(middle, width, THICK, begins, color=colour)
    if not isnan(change.low):
        low, high = ((change.before + edge) / unit.divisor for edge in (change.low, change.high))
        axes.hlines(middle, low, high, color=INK, linewidth=1.4, zorder=4)
    outermost = max if width > 0 else min
    beyond = outermost(_reach(end)) / unit.divisor
    axes.annotate(end.printed, (beyond, middle), (4 if width > 0 else -4, 0), textcoords="offset points",
                  ha="left" if width > 0 else "right", va="center", fontsize=8.5, color=colour)  # fmt: skip
