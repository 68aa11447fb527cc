"""Fans: what was forecast on past days as widening ranges, and what happened as a line through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from placesim.report.charts.canvas import BLUE, INK, SMALL
from placesim.report.charts.frames import LETTER, Label, beside, panel, time_axis, value_axis
from placesim.report.figures import Unit
from placesim.results.backcasts import Foretold, Line

HAPPENED, FORECAST = "as it was", "forecast"


@dataclass(frozen=True)
class Fan:
    """One forecast of one number, made on one day: from what was there to what may be, further and further ahead."""

    origin: date
    number: float
    """Children on that day."""
    rows: Sequence[Foretold]
    """Nearest first."""


def fan_chart(line: Line, fans: Sequence[Fan]) -> Figure:
    """Draw the number at each month's end as it was, and what was forecast: the median, 50 and 80% of futures."""
    figure, axes = panel(SMALL, 12 + LETTER * len(HAPPENED))
    start, end = line.days[0], line.days[-1]
    for fan in fans:
        _fan(axes, fan, start)
    axes.plot([(day - start).days for day in line.days], line.children, color=INK, linewidth=1.8)
    highest = max([float(line.children.max()), *(row.p90 for fan in fans for row in fan.rows)])
    value_axis(axes, Unit("children"), highest)
    days = (end - start).days
    time_axis(axes, start, days)
    beside(axes, days, _labels(line, fans))
    return figure


def _fan(axes: Axes, fan: Fan, start: date) -> None:
    days = [(fan.origin - start).days, *((_day(row) - start).days for row in fan.rows)]
    for low, high, alpha in (("p10", "p90", 0.16), ("p25", "p75", 0.25)):
        lows, highs = ([fan.number, *(getattr(row, end) for row in fan.rows)] for end in (low, high))
        axes.fill_between(days, lows, highs, color=BLUE, alpha=alpha, linewidth=0)
    axes.plot(days, [fan.number, *(row.p50 for row in fan.rows)], color=BLUE, linewidth=1.6, linestyle=(0, (4, 2)))
    axes.plot(days[:1], [fan.number], color=BLUE, marker="o", markersize=4)


def _labels(line: Line, fans: Sequence[Fan]) -> list[Label]:
    happened = Label(float(line.children[-1]), HAPPENED, INK, bold=True)
    if not fans:
        return [happened]
    return [happened, Label(fans[-1].rows[-1].p50, FORECAST, BLUE, bold=True)]


def _day(row: Foretold) -> date:
    return row.origin.replace(year=row.origin.year + row.horizon_months // 12)
