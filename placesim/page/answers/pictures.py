"""Pictures: the charts of the answers shown last, drawn when a browser asks for one, one at a time."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from secrets import token_hex
from threading import Lock
from typing import TYPE_CHECKING

from placesim.report.charts.canvas import drawing, picture
from placesim.report.paper.media import every_part
from placesim.report.paper.parts import Chart, Medium, Section

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 12
"""Answers whose charts are kept: some for each tab, so that one may still be scrolled through."""

Draw = Callable[[], "Figure"]
"""Draws a chart. It holds what it draws and not the study that this is of, which is large."""


class Pictures:
    """Charts of answers by key and name; matplotlib draws in one thread at a time."""

    def __init__(self) -> None:
        self._charts: OrderedDict[str, Mapping[str, Draw]] = OrderedDict()
        self._drawn: dict[tuple[str, str], str] = {}
        self._keeping, self._drawing = Lock(), Lock()

    def keep(self, sections: Iterable[Section]) -> str:
        """Keep the charts of an answer, and return the key by which they are asked for."""
        key = token_hex(8)
        charts = {chart.name: chart.draw for section in sections for chart in _charts(section)}
        with self._keeping:
            self._charts[key] = charts
            while len(self._charts) > MOST:
                gone, named = self._charts.popitem(last=False)
                for name in named:
                    self._drawn.pop((gone, name), None)
        return key

    def svg(self, key: str, name: str) -> str | None:
        """Return a chart as an SVG file; nothing where its answer is no longer kept."""
        with self._keeping:
            draw, drawn = self._charts.get(key, {}).get(name), self._drawn.get((key, name))
        if draw is None or drawn is not None:
            return drawn
        with self._drawing, drawing():
            drawn = picture(draw())
        with self._keeping:
            if key in self._charts:
                self._drawn[key, name] = drawn
        return drawn


def _charts(section: Section) -> list[Chart]:
    return [part for part in every_part(section.parts, Medium.PAGE) if isinstance(part, Chart)]
