"""The charts of a report as matplotlib figures, by name."""

from typing import TYPE_CHECKING

from placesim.report.charts.canvas import drawing
from placesim.report.paper.media import every_part
from placesim.report.paper.parts import Chart, Medium, Report

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def charts_of(report: Report) -> "dict[str, Figure]":
    """Return every chart of a report, drawn, by its name; each once, in the order of the report."""
    found: dict[str, Chart] = {}
    for section in report.sections:
        for medium in Medium:
            for part in every_part(section.parts, medium):
                if isinstance(part, Chart):
                    found.setdefault(part.name, part)
    with drawing():
        return {name: chart.draw() for name, chart in found.items()}
