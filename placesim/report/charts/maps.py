"""Maps: a table of colours over two numbers, with the figure printed in each cell, to be read without colours too."""

from dataclasses import dataclass
from itertools import product
from math import isnan

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from placesim.report.charts.canvas import BLUE, INK, PALETTE, SOFT, canvas, drawable
from placesim.report.charts.curves import DIGIT, GAP
from placesim.report.sweep_study import Quantity
from placesim.results.facts import Floats

LOWER, HIGHER, LEVEL = BLUE, PALETTE[1], PALETTE[3]
"""Colours of what is lower than the baseline, of what is higher, and of figures that are no difference."""

DEEPEST = 0.62
"""Share of a colour in white at its deepest: figures printed on it stay at 4.5 to 1 or better."""

LEFT, RIGHT, TOP, BOTTOM = 62.0, 10.0, 24.0, 44.0
CELL_HEIGHT, WIDTH = 36.0, 440.0
"""Pixels that a cell is high, and that the drawing is wide at least."""


@dataclass(frozen=True, eq=False)
class Coloured:
    """A figure at every pair of values, and how each cell shows it."""

    figures: Floats
    """Means, shape (first values, second values)."""
    texts: tuple[tuple[str, ...], ...]
    """The figures as they are printed."""
    clear: tuple[tuple[bool, ...], ...]
    """True where it clearly differs from the baseline, which is printed bold."""
    differs: bool
    """True of differences from the baseline: what lies below nothing is told from what lies above."""
    best: tuple[int, int] | None = None
    """The cell to be framed."""
    alike: tuple[tuple[int, int], ...] = ()
    """Cells that cannot be told apart from it, which get a dot."""


def colour_map(
    cells: Coloured, first: tuple[Quantity, tuple[float, ...]], second: tuple[Quantity, tuple[float, ...]]
) -> Figure:
    """Draw a table of colours: the first number upwards, the second to the right; deeper is further from nothing.

    Differences below nothing are blue, above it orange and hatched, and a thick line parts the two; in
    black and white the line, the hatching and the signs say what the colours do.
    """
    rows, columns = cells.figures.shape
    width_of_figures = DIGIT * max(len(text) for row in cells.texts for text in row) + 2 * GAP
    width = max(WIDTH, LEFT + RIGHT + columns * width_of_figures)
    height = TOP + BOTTOM + rows * CELL_HEIGHT
    figure = canvas(width, height)
    inside = (LEFT / width, BOTTOM / height, (width - LEFT - RIGHT) / width, (height - TOP - BOTTOM) / height)
    axes = figure.add_axes(inside)
    for place in product(range(rows), range(columns)):
        _cell(axes, cells, place)
    if cells.differs:
        _parted(axes, np.sign(cells.figures))
    if cells.best:
        row, column = cells.best
        frame = Rectangle((column + 0.04, row + 0.05), 0.92, 0.9, fill=False, edgecolor=INK, linewidth=2, zorder=5)
        axes.add_patch(frame)
    _named(axes, first, second)
    return figure


def _cell(axes: Axes, cells: Coloured, place: tuple[int, int]) -> None:
    """Draw one cell: its colour, hatched where a difference is above nothing, its figure, a dot where it is alike."""
    row, column = place
    value = float(cells.figures[place])
    colour, hatched = _colour(cells, value), cells.differs and value > 0
    hatch = {"hatch": "////", "edgecolor": _mixed(HIGHER, DEEPEST)} if hatched else {"edgecolor": colour}
    axes.add_patch(Rectangle((column, row), 1, 1, facecolor=colour, linewidth=0, zorder=1, **hatch))  # type: ignore[arg-type]
    axes.text(
        *(column + 0.5, row + 0.5, cells.texts[row][column]),
        ha="center",
        va="center",
        weight="bold" if cells.clear[row][column] else "normal",
        color=INK,
        zorder=6,
        bbox={"facecolor": colour, "edgecolor": "none", "pad": 1.5},
    )
    if place in cells.alike:
        axes.plot(column + 0.9, row + 0.84, "o", color=INK, markersize=4, zorder=6)


def _colour(cells: Coloured, value: float) -> str:
    """Return a cell's colour: deeper with its distance from nothing, or, of what is no difference, from the lowest."""
    if isnan(value):
        return "#ffffff"
    if not cells.differs:
        low, high = float(np.nanmin(cells.figures)), float(np.nanmax(cells.figures))
        return _mixed(LEVEL, 0.08 + (DEEPEST - 0.08) * ((value - low) / (high - low) if high > low else 0.0))
    most = float(np.nanmax(np.abs(cells.figures)))
    return _mixed(HIGHER if value > 0 else LOWER, DEEPEST * abs(value) / most if most else 0.0)


def _mixed(colour: str, share: float) -> str:
    """Return a colour mixed into white."""
    red, green, blue = (1 - share * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


def _parted(axes: Axes, signs: Floats) -> None:
    """Draw the thick line between cells below nothing and their neighbours above it."""
    rows, columns = signs.shape
    for row, column in product(range(rows), range(columns)):
        if column + 1 < columns and signs[row, column] * signs[row, column + 1] < 0:
            axes.plot([column + 1, column + 1], [row, row + 1], color=INK, linewidth=3.2, zorder=4)
        if row + 1 < rows and signs[row, column] * signs[row + 1, column] < 0:
            axes.plot([column, column + 1], [row + 1, row + 1], color=INK, linewidth=3.2, zorder=4)


def _named(axes: Axes, first: tuple[Quantity, tuple[float, ...]], second: tuple[Quantity, tuple[float, ...]]) -> None:
    """Print the values tried beside the cells, and what they are."""
    (down, rows), (across, columns) = first, second
    axes.set_xlim(0, len(columns))
    axes.set_ylim(0, len(rows))
    axes.set_xticks(np.arange(len(columns)) + 0.5, [drawable(across.bare(value)) for value in columns])
    axes.set_yticks(np.arange(len(rows)) + 0.5, [drawable(down.bare(value)) for value in rows])
    axes.tick_params(length=0)
    axes.spines[["bottom"]].set_visible(False)
    axes.set_xlabel(drawable(across.axis))
    axes.annotate(
        drawable(down.axis),
        (0, 1),
        (4 - LEFT, 8),
        xycoords="axes fraction",
        textcoords="offset points",
        color="#3d4852",
    )
    axes.add_patch(Rectangle((0, 0), len(columns), len(rows), fill=False, edgecolor=SOFT, linewidth=0.8, zorder=3))
    for edge in range(1, len(columns)):
        axes.axvline(edge, color="white", linewidth=1.2, zorder=2)
    for edge in range(1, len(rows)):
        axes.axhline(edge, color="white", linewidth=1.2, zorder=2)
