"""The frontier chart: every mix as a point, cost across and another figure up, with those that none beats both ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from placesim.report.charts.canvas import BLUE, INK, PALETTE, SOFT, canvas, drawable
from placesim.report.charts.frames import axis_text, few_ticks
from placesim.report.figures import Unit

SIZE = (528.0, 350.0)
"""Width and height in CSS pixels."""

LEFT, RIGHT, TOP, BOTTOM = 46.0, 16.0, 56.0, 46.0
APART = 17.0
"""Pixels between two labels at least."""

EDGE = 80.0
"""Pixels from the left within which a label stands right of its point."""

MEETS, MISSES, OPEN = "meets what is asked", "misses it", "not known"


@dataclass(frozen=True)
class Point:
    """One mix: where it stands, what it is called beside its point, and how it stands with the targets."""

    across: float
    up: float
    label: str
    standing: str
    """`MEETS`, `MISSES`, `OPEN`; empty where there is no target."""


@dataclass(frozen=True)
class Axis:
    """One direction: its name, how its figures are printed, and whether they are differences."""

    name: str
    unit: Unit
    signed: bool = False

    def text(self, value: float) -> str:
        """Return a figure on the axis, already divided."""
        if self.signed:
            return axis_text(value, self.unit)
        return f"{self.unit.before}{value:,.6g}{self.unit.after}"


STYLES: dict[str, dict[str, Any]] = {
    MEETS: {"color": BLUE, "marker": "o"},
    MISSES: {"color": "#b6bdc4", "marker": "o"},
    OPEN: {"color": PALETTE[4], "marker": "D"},
}


def frontier_chart(
    points: Sequence[Point], frontier: Sequence[int], chosen: int | None, target: float | None, axes: tuple[Axis, Axis]
) -> Figure:
    """Draw every mix, the frontier, the target and the mix that was chosen.

    Args:
        points: the mixes.
        frontier: places of those that no other beats both ways, in order across.
        chosen: place of the mix that was chosen.
        target: level that the target asks for, in the unit of the figure.
        axes: across and up.
    """
    width, height = SIZE
    figure = canvas(width, height)
    inside = (LEFT / width, BOTTOM / height, (width - LEFT - RIGHT) / width, (height - TOP - BOTTOM) / height)
    plot = figure.add_axes(inside)
    across, up = axes
    xs, ys = ([getattr(p, way) / axis.unit.divisor for p in points] for way, axis in (("across", across), ("up", up)))
    for standing in dict.fromkeys(point.standing for point in points):
        of = [place for place, point in enumerate(points) if point.standing == standing]
        style = STYLES.get(standing, {"color": BLUE, "marker": "o"})
        plot.plot([xs[p] for p in of], [ys[p] for p in of], linestyle="none", markersize=5, alpha=0.85, **style)
    plot.plot([xs[p] for p in frontier], [ys[p] for p in frontier], color=INK, linewidth=1.4, zorder=1.5)
    if chosen is not None:
        ring: dict[str, Any] = {
            "markerfacecolor": "none",
            "markeredgecolor": PALETTE[1],
            "markeredgewidth": 2.4,
            "markersize": 13,
        }
        plot.plot(xs[chosen], ys[chosen], "o", zorder=5, **ring)
    if target is not None:
        plot.axhline(target / up.unit.divisor, color=PALETTE[2], linewidth=1.6, linestyle=(0, (5, 3)), zorder=1)
    _scales(plot, across, up)
    _labels(plot, [(xs[p], ys[p], points[p].label) for p in _first_labelled(frontier, chosen)])
    _legend(figure, points, chosen, target, up)
    return figure


def _scales(plot: Axes, across: Axis, up: Axis) -> None:
    plot.margins(0.06, 0.08)
    plot.grid(True)
    plot.xaxis.set_major_locator(few_ticks(6))
    plot.yaxis.set_major_locator(few_ticks(6))
    plot.xaxis.set_major_formatter(lambda value, _: across.text(value))
    plot.yaxis.set_major_formatter(lambda value, _: up.text(value))
    plot.set_xlabel(drawable(across.name))
    place: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points", "color": "#3d4852"}
    plot.annotate(drawable(up.name), (0, 1), (6 - LEFT, 8), **place)


def _first_labelled(frontier: Sequence[int], chosen: int | None) -> list[int]:
    """Return which points are labelled: the chosen one before all, then the ends of the frontier, then the rest."""
    ends = [frontier[0], frontier[-1], *frontier[1:-1]] if frontier else []
    return list(dict.fromkeys([*([] if chosen is None else [chosen]), *ends]))


def _labels(plot: Axes, wanted: Sequence[tuple[float, float, str]]) -> None:
    """Label points, the first first; one that would touch a label before it stays without."""
    taken: list[tuple[float, float]] = []
    for x, y, text in wanted:
        at = plot.transData.transform((x, y))
        if all(abs(at[0] - other[0]) > 2 * APART or abs(at[1] - other[1]) > APART for other in taken):
            taken.append((float(at[0]), float(at[1])))
            left = at[0] < plot.bbox.x0 + EDGE
            plot.annotate(
                drawable(text),
                (x, y),
                (9 if left else -9, -6),
                textcoords="offset points",
                ha="left" if left else "right",
                va="top",
                weight="bold",
                zorder=6,
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.8},
            )


def _legend(figure: Figure, points: Sequence[Point], chosen: int | None, target: float | None, up: Axis) -> None:
    """Say above the axes what points and lines are."""
    standings = [each for each in STYLES if any(point.standing == each for point in points)]
    entries = [(Line2D([], [], linestyle="none", markersize=5, **STYLES[each]), each) for each in standings]
    entries.append((Line2D([], [], color=INK, linewidth=1.4), "frontier"))
    if chosen is not None:
        ring = Line2D([], [], linestyle="none", marker="o", markerfacecolor="none", markeredgecolor=PALETTE[1])
        ring.set(markeredgewidth=2.0, markersize=9)
        entries.append((ring, "chosen"))
    if target is not None:
        line = Line2D([], [], color=PALETTE[2], linewidth=1.6, linestyle=(0, (5, 3)))
        entries.append((line, f"target: {up.unit.full(target)}"))
    handles, names = zip(*entries, strict=True)
    style: dict[str, Any] = {
        "frameon": False,
        "fontsize": 9.5,
        "labelcolor": SOFT,
        "handletextpad": 0.4,
        "columnspacing": 1.2,
    }
    figure.legend(handles, [drawable(name) for name in names], loc="upper left", ncols=len(entries), **style)
