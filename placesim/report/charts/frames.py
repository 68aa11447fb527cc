"""The frames of charts: axes from zero, dates and financial years, and labels beside what they name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import isnan
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from placesim.report.charts.canvas import canvas, drawable
from placesim.report.figures import MINUS, Unit
from placesim.report.study import Year

LEFT, TOP, BOTTOM = 40.0, 26.0, 36.0
BOTTOM_OF_PART_YEARS = 50.0
LINE_HEIGHT, LETTER = 12.5, 7.2
"""Pixels that a line of a label is high, and that a bold letter is wide."""


ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
"""Stands for what a label that is too long leaves out."""


@dataclass(frozen=True)
class Label:
    """A word beside the end of a line or a bar."""

    at: float
    text: str
    colour: str
    bold: bool = False


def panel(size: tuple[float, float], right: float, bottom: float = BOTTOM) -> tuple[Figure, Axes]:
    """Return a drawing with one pair of axes, and room right of and below them."""
    width, height = size
    figure = canvas(width, height)
    inside = (LEFT / width, bottom / height, (width - LEFT - right) / width, (height - TOP - bottom) / height)
    return figure, figure.add_axes(inside)


def few_ticks(most: int) -> MaxNLocator:
    """Return round ticks, at most so many steps."""
    return MaxNLocator(most, steps=[1, 2, 5, 10])


def value_axis(axes: Axes, unit: Unit, highest: float, room: float = 1.08) -> None:
    """Begin at zero, and print the unit above the axis."""
    top = 1.0 if isnan(highest) else max(1.0, highest / unit.divisor) * room
    axes.set_ylim(0, 100.0 if unit.after == "%" and top > 50 else top)
    axes.yaxis.set_major_locator(few_ticks(5))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.6g}")
    axes.yaxis.grid(True)
    axes.annotate(
        unit.header, (0, 1), (4 - LEFT, 9), xycoords="axes fraction", textcoords="offset points", color="#3d4852"
    )


def time_axis(axes: Axes, start: date, days: float) -> None:
    """Mark 1 Aprils, or quarters on a short horizon; few enough to be read."""
    end = start + timedelta(days=days)
    months = (4,) if days > 550 else (1, 4, 7, 10)
    firsts = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in months]
    shown = [first for first in firsts if start <= first <= end]
    shown = shown[:: max(1, -(-len(shown) // 7))]
    axes.set_xticks([(first - start).days for first in shown], [f"{first:%b}\n{first.year}" for first in shown])
    axes.set_xlim(0, days)


def year_axis(axes: Axes, years: Sequence[Year], width: float) -> None:
    """Name financial years below bars, as many as fit; part years are marked."""
    each = width / len(years)
    step = max(1, round(32 / each))
    places = range(0, len(years), step)
    named = [years[place].name if each >= 48 else years[place].name.replace("-", "\n\N{EN DASH}") for place in places]
    marked = [f"{text}\npart" if years[place].part else text for place, text in zip(places, named, strict=True)]
    axes.set_xticks(list(places), marked)
    axes.set_xlim(-0.5, len(years) - 0.5)
    axes.tick_params(axis="x", length=0)


def wrapped(label: str, characters: int) -> list[str]:
    """Break a label into at most three lines; a longer one loses its middle, as names often differ at their end."""
    label = drawable(label)
    lines = wrap(label, characters) or [label]
    if len(lines) <= 3:
        return lines
    return [lines[0], f"{lines[1][: characters - 1]}{ELLIPSIS}", label[-characters:].split(" ", 1)[-1]]


def told_apart(labels: Sequence[str], characters: int) -> list[list[str]]:
    """Break labels into lines; those that would read the same are numbered."""
    texts = [wrapped(label, characters) for label in labels]
    numbers = [
        f" ({texts[:place].count(text) + 1})" if texts.count(text) > 1 else "" for place, text in enumerate(texts)
    ]
    return [
        [*text[:-1], f"{text[-1][: characters - len(number)]}{number}"]
        for text, number in zip(texts, numbers, strict=True)
    ]


def lines_of(labels: Sequence[str], characters: int) -> int:
    """Return how many lines labels take, one under the other."""
    return sum(len(wrapped(label, characters)) for label in labels)


def beside(axes: Axes, at: float, labels: Sequence[Label], characters: int = 40, floor: float | None = None) -> None:
    """Print labels right of where lines or bars end, moved apart where they would touch.

    Args:
        axes: what they stand beside.
        at: where lines or bars end, across.
        labels: the labels, each with its height.
        characters: letters on one line of a label.
        floor: pixels above the bottom of the axes below which no label reaches; None: they may.
    """
    low, high = axes.get_ylim()
    pixels = axes.bbox.height
    texts = told_apart([label.text for label in labels], characters)
    wanted = [(label.at - low) / (high - low) * pixels for label in labels]
    heights = [LINE_HEIGHT * len(text) for text in texts]
    placed = apart(wanted, heights)
    if floor is not None:
        placed = raised(placed, heights, floor)
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


def raised(placed: Sequence[float], heights: Sequence[float], floor: float) -> list[float]:
    """Push centres up until no label reaches below the floor, or into the one below it."""
    centres, reached = list(placed), floor
    for place in sorted(range(len(centres)), key=lambda place: centres[place]):
        centres[place] = max(centres[place], reached + heights[place] / 2)
        reached = centres[place] + heights[place] / 2
    return centres


def apart(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
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


def plus(text: str) -> str:
    """Return a printed difference with a plus where it is above nothing."""
    return text if text.startswith(MINUS) or not text.strip("£0.,%km") else f"+{text}"


def axis_text(value: float, unit: Unit) -> str:
    """Return a change on an axis, already divided, with its unit; its sign stands before the pound."""
    return plus(level_text(value, unit))


def level_text(value: float, unit: Unit) -> str:
    """Return a figure on an axis, already divided, with its unit and no plus."""
    return f"{MINUS if value < 0 else ''}{unit.before}{abs(value):,.6g}{unit.after}"
