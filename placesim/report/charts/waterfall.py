"""The waterfall: how one total becomes another, each part a bar that begins where the one above it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from placesim.report.charts.bars import BAR, BAR_LEFT, LETTERS, NAME_LINE, UNDER, WIDTH
from placesim.report.charts.canvas import BLUE, INK, PALETTE, SOFT, canvas
from placesim.report.charts.frames import few_ticks, level_text, told_apart
from placesim.report.figures import Unit

RISES, FALLS = PALETTE[1], BLUE
"""Orange and blue, told apart with any colour vision; the sign of each printed figure says the same."""

THICK = 13.0
"""Pixels that a bar is high."""

RIGHT, FOOT, HEAD = 76.0, 26.0, 8.0
"""Pixels right of the axes for figures, below them for the axis, and above them."""

CUT = 0.5
"""Where the parts reach over less than this share of the totals, the axis does not begin at nothing: parts would not be
seen."""

MARGIN = 0.25
"""Room that a cut axis leaves beside the parts, as a share of what they reach over."""


@dataclass(frozen=True)
class Step:
    """A total or a part: its name, its figure in the measure's own unit, and how it is printed."""

    name: str
    value: float
    printed: str


def waterfall(first: Step, parts: Sequence[Step], last: Step, unit: Unit) -> Figure:
    """Draw how the first total becomes the last, one bar a row under its name.

    Args:
        first: the total at first.
        parts: what is added to it, in order.
        last: the total at last.
        unit: how the axis prints figures.
    """
    steps = (first, *parts, last)
    names = told_apart([step.name for step in steps], LETTERS)
    heights = [BAR + NAME_LINE * len(lines) for lines in names]
    height = sum(heights) + FOOT + HEAD
    figure = canvas(WIDTH, height)
    inside = (BAR_LEFT / WIDTH, FOOT / height, (WIDTH - BAR_LEFT - RIGHT) / WIDTH, sum(heights) / height)
    axes = figure.add_axes(inside)
    axes.set_ylim(0, sum(heights))
    tops = sum(heights) - np.cumsum([0.0, *heights[:-1]])
    middles = [top - NAME_LINE * len(lines) - UNDER for top, lines in zip(tops, names, strict=True)]
    ends = [(begin / unit.divisor, end / unit.divisor) for begin, end in reached(first, parts, last)]
    _frame(axes, ends, unit)
    _bars(axes, steps, ends, middles)
    for step, lines, top, middle in zip(steps, names, tops, middles, strict=True):
        axes.annotate("\n".join(lines), (0, top), xycoords=("axes fraction", "data"), va="top", linespacing=1.05,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5})  # fmt: skip
        axes.annotate(step.printed, (1, middle), (6, 0), xycoords=("axes fraction", "data"),
                      textcoords="offset points", va="center", weight="bold")  # fmt: skip
    return figure


def reached(first: Step, parts: Sequence[Step], last: Step) -> list[tuple[float, float]]:
    """Return where each bar begins and ends: totals begin where the axis does, parts where the one before ends."""
    levels = np.cumsum([first.value, *(part.value for part in parts)]).tolist()
    floor = axis_begins([*levels, last.value])
    return [(floor, first.value), *pairwise(levels), (floor, last.value)]


def axis_begins(levels: Sequence[float]) -> float:
    """Return where the axis begins: at nothing, or near the totals where their parts would else be too small."""
    least, most = min(levels), max(levels)
    over, near = most - least, least if least > 0 else most
    if over == 0 or least <= 0 <= most or over >= CUT * abs(near):
        return 0.0
    room = over * (1 + MARGIN) if over > 0 else 0.0
    return near - room if near > 0 else near + room


def _bars(axes: Axes, steps: Sequence[Step], ends: Sequence[tuple[float, float]], middles: Sequence[float]) -> None:
    """Draw totals dark and parts in the colour of their direction, joined by a line from one to the next."""
    for place, ((begin, end), middle) in enumerate(zip(ends, middles, strict=True)):
        total = place in (0, len(steps) - 1)
        colour = INK if total else RISES if end > begin else FALLS
        axes.barh(middle, end - begin, THICK, begin, color=colour, label=steps[place].name)
        if not total:  # a mark where it ends, without which a small part would not be seen
            axes.plot(
                [end, end], [middle - THICK / 2, middle + THICK / 2], color=SOFT if end == begin else colour, lw=1.5
            )
        if total and begin:
            _broken(axes, middle, 0.02 if begin < end else 0.965)
        if place + 1 < len(steps):
            axes.plot([end, end], [middle, middles[place + 1]], color=SOFT, linewidth=0.8, zorder=0)


def _broken(axes: Axes, middle: float, at: float) -> None:
    """Mark the bar of a total as one that begins before the axis does: two white strokes across it, where it begins."""
    for left in (at, at + 0.015):
        axes.plot([left, left + 0.012], [middle - THICK / 2 - 1, middle + THICK / 2 + 1], color="white", linewidth=1.6,
                  transform=axes.get_yaxis_transform())  # fmt: skip


def _frame(axes: Axes, ends: Sequence[tuple[float, float]], unit: Unit) -> None:
    """Set the axis from where totals begin to beyond the furthest bar, with a line at nothing where it is in sight."""
    every = [end for pair in ends for end in pair]
    least, most = min(every), max(every)
    room = 0.03 * ((most - least) or 1.0)
    axes.set_xlim(least if ends[0][0] == least else least - room, most if ends[0][0] == most else most + room)
    if least <= 0 <= most:
        axes.axvline(0, color=SOFT, linewidth=1.2)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(few_ticks(4))
    axes.xaxis.set_major_formatter(lambda value, _: level_text(value, unit))
    axes.xaxis.grid(True)
