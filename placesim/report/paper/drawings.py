"""Pictures of charts for office files: each chart drawn once, however many files show it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from placesim.report.charts.canvas import DOTS_PER_INCH, POINTS_PER_INCH, drawing, png
from placesim.report.paper.parts import Chart

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Picture:
    """A chart as a PNG picture, and its size in points as it was drawn."""

    png: bytes
    width: float
    height: float


class Drawings:
    """Pictures already drawn; a document and a workbook of one report share them."""

    def __init__(self) -> None:
        self._drawn: dict[Callable[[], Figure], Picture] = {}

    def of(self, chart: Chart) -> Picture:
        """Return a chart as a picture."""
        if chart.draw not in self._drawn:
            self._drawn[chart.draw] = _picture(chart)
        return self._drawn[chart.draw]


def _picture(chart: Chart) -> Picture:
    with drawing():
        picture = png(chart.draw())
    width, height = (_points(picture[place : place + 4]) for place in (16, 20))  # where PNG says how large it is
    return Picture(picture, width, height)


def _points(pixels: bytes) -> float:
    return int.from_bytes(pixels, "big") / DOTS_PER_INCH * POINTS_PER_INCH
