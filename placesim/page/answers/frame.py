"""Sections as the page shows them: the reports' own macros, charts as pictures that are asked for when seen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from placesim.report.charts.canvas import SMALL, WIDE
from placesim.report.paper.page import rendered
from placesim.report.paper.parts import Chart, Section

PICTURE = Markup('<img class="chart" src="{}" alt="{}" width="{:g}" height="{:g}" loading="lazy">')


@dataclass(frozen=True)
class Shown:
    """One section, ready for a page."""

    title: str
    anchor: str
    inside: Markup


def shown(sections: Iterable[Section], address: Callable[[str], str], figures: bool = True) -> tuple[Shown, ...]:
    """Return sections ready for a page.

    Args:
        sections: what is told.
        address: where the picture of a chart is, by the chart's name.
        figures: whether the figures behind charts are shown too.
    """

    def drawn(chart: Chart) -> Markup:
        width, height = WIDE if chart.wide else SMALL
        return PICTURE.format(address(chart.name), chart.alternative, width, height)

    return tuple(Shown(each.title, each.anchor, rendered(each.parts, drawn, figures)) for each in sections)


def shown_without_charts(sections: Iterable[Section]) -> tuple[Shown, ...]:
    """Return sections that hold no chart."""
    return shown(sections, str)
