"""A chart of how sure figures are: under each name its range under luck alone, and below it with assumptions drawn."""

from collections.abc import Sequence
from math import isnan

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from placesim.experiment.differences import Difference
from placesim.report.charts.bars import BAR_LEFT, LETTERS, NAME_LINE, RIGHT, WIDTH
from placesim.report.charts.canvas import BLUE, INK, SOFT, canvas
from placesim.report.charts.frames import axis_text, few_ticks, told_apart
from placesim.report.figures import Unit

LUCK, DRAWN = "luck alone", "assumptions drawn"

ROW, UNDER, APART = 47.0, 11.0, 14.0
"""Pixels that two bars take with the gap below them, from a name to its first bar, and from one bar to the other."""

KEY = 20.0
"""Pixels above the first name, in which the colours are named."""

Pair = tuple[str, Difference, Difference]
"""A name; its figure under luck alone; its figure with assumptions drawn."""


def both_ways(pairs: Sequence[Pair], unit: Unit) -> Figure:
    """Draw two bars a row under its name, each the range of 8 in 10 futures with its mean; nothing is the line."""
    names = told_apart([label for label, _, _ in pairs], LETTERS)
    heights = [ROW + NAME_LINE * len(lines) for lines in names]
    height = sum(heights) + KEY + 34
    figure = canvas(WIDTH, height)
    inside = (BAR_LEFT / WIDTH, 26 / height, (WIDTH - BAR_LEFT - RIGHT) / WIDTH, (sum(heights)) / height)
    axes = figure.add_axes(inside)
    axes.set_ylim(0, sum(heights))
    axes.axvline(0, color=SOFT, linewidth=1.2)
    top = sum(heights)
    for (_, luck, drawn), lines, room in zip(pairs, names, heights, strict=True):
        first = top - NAME_LINE * len(lines) - UNDER
        _bar(axes, luck, first, unit, SOFT)
        _bar(axes, drawn, first - APART, unit, BLUE)
        axes.annotate("\n".join(lines), (0, top), xycoords=("axes fraction", "data"), va="top", linespacing=1.05,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
        top -= room
    _key(axes)
    axes.set_yticks([])
    axes.margins(x=0.05)
    axes.xaxis.set_major_locator(few_ticks(5))
    axes.xaxis.set_major_formatter(lambda value, _: axis_text(value, unit))
    axes.xaxis.grid(True)
    return figure


def _bar(axes: Axes, figure: Difference, at: float, unit: Unit, colour: str) -> None:
    if isnan(figure.mean):
        return
    if not isnan(figure.p10):
        axes.hlines(at, figure.p10 / unit.divisor, figure.p90 / unit.divisor, color=colour, linewidth=7)
    axes.plot([figure.mean / unit.divisor], [at], "o", color=INK, markersize=5)
    axes.annotate(unit.signed(figure.mean), (1, at), (6, 0), xycoords=("axes fraction", "data"),
                  textcoords="offset points", va="center", weight="bold", color=colour)  # fmt: skip


def _key(axes: Axes) -> None:
    """Name the two colours above the first row."""
    for at, colour, words in ((0.0, SOFT, LUCK), (0.32, BLUE, DRAWN)):
        axes.annotate(f"\N{BLACK SQUARE} {words}", (at, 1), (0, 8), xycoords="axes fraction",
                      textcoords="offset points", color=colour, weight="bold")  # fmt: skip
