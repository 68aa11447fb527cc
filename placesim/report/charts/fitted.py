"""Charts of a fit: who is still in care so long after care began, and how many came in each year."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from placesim.report.charts.canvas import BLUE, INK, PALETTE, SMALL, SOFT
from placesim.report.charts.frames import LETTER, Label, beside, panel, value_axis
from placesim.report.figures import Unit
from placesim.results.fitted import FittedCurve, FittedEntries

OBSERVED, FITTED = "as it was", "as fitted"


def staying_curve(curve: FittedCurve) -> Figure:
    """Draw the share still in care by years since care began: as it was, with its 95% interval, and as fitted."""
    figure, axes = panel(SMALL, 12 + LETTER * len(OBSERVED))
    years = curve.years
    low, high, observed, fitted = (
        [100 * share for share in shares] for shares in (curve.low, curve.high, curve.observed, curve.fitted)
    )
    axes.fill_between(years, low, high, color=BLUE, alpha=0.16, linewidth=0, step="post")
    axes.step(years, observed, where="post", color=BLUE, linewidth=2.2)
    axes.plot(years, fitted, color=PALETTE[1], linewidth=2, linestyle=(0, (4, 2)))
    value_axis(axes, Unit("% still in care", 0.01, 0, "", "%"), 1.0)
    axes.set_xticks(range(0, round(years[-1]) + 1, 2))
    axes.set_xlabel("years since care began")
    axes.set_xlim(0, years[-1])
    ends = Label(observed[-1], OBSERVED, BLUE, bold=True), Label(fitted[-1], FITTED, PALETTE[1], bold=True)
    beside(axes, years[-1], ends)
    return figure


def entries_bars(stream: FittedEntries, shown: Sequence[bool]) -> Figure:
    """Draw how many children came in each year as bars, and the level that the configuration goes on from.

    Args:
        stream: what was counted.
        shown: which years may be told; too few children leave a gap.
    """
    words = f"{stream.per_year:,.0f} a year"
    figure, axes = panel(SMALL, 12 + LETTER * len(words))
    counts = [count if told else 0 for count, told in zip(stream.by_year.values(), shown, strict=True)]
    axes.bar(range(len(counts)), counts, color=BLUE, width=0.7)
    value_axis(axes, Unit("children who entered care"), max(*counts, stream.high, 1.0))
    axes.axhspan(stream.low, stream.high, color=PALETTE[1], alpha=0.16, linewidth=0, zorder=0.5)
    axes.axhline(stream.per_year, color=PALETTE[1], linewidth=2, linestyle=(0, (4, 2)))
    _years(axes, list(stream.by_year))
    given = Label(stream.given, f"given: {stream.given:,.0f}", SOFT)
    axes.axhline(stream.given, color=INK, linewidth=0.8, linestyle=(0, (1, 2)))
    beside(axes, len(counts) - 0.5, (Label(stream.per_year, words, PALETTE[1], bold=True), given))
    return figure


def _years(axes: Axes, years: Sequence[str]) -> None:
    step = -(-len(years) // 6)
    places = range(0, len(years), step)
    axes.set_xticks(list(places), [years[place].replace("-", "\n\N{EN DASH}") for place in places])
    axes.set_xlim(-0.5, len(years) - 0.5)
    axes.tick_params(axis="x", length=0)
