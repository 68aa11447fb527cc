"""Charts of a past: how long placements of each type last."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from placesim.report.charts.canvas import PALETTE, WIDE
from placesim.report.charts.frames import LETTER, Label, beside, panel, value_axis, wrapped
from placesim.report.figures import Unit
from placesim.results.past_facts import Lasting

LETTERS = 18


def lasting_curves(types: Sequence[Lasting]) -> Figure:
    """Draw the share of placements that last so long and longer, one line a type."""
    shown = list(zip(types, PALETTE, strict=False))
    longest = max(len(line) for each, _ in shown for line in wrapped(_words(each), LETTERS))
    figure, axes = panel(WIDE, 12 + LETTER * longest)
    for each, colour in shown:
        axes.step(each.years, [100 * share for share in each.left], where="post", color=colour, linewidth=2)
    value_axis(axes, Unit("% still go on", 0.01, 0, "", "%"), 1.0)
    last = types[0].years[-1]
    axes.set_xticks(range(round(last) + 1))
    axes.set_xlabel("years since the placement began")
    axes.set_xlim(0, last)
    labels = [Label(100 * each.left[-1], _words(each), colour, bold=True) for each, colour in shown]
    beside(axes, last, labels, LETTERS, floor=2)
    return figure


def _words(each: Lasting) -> str:
    return f"{each.label} {each.left[-1]:.0%}"
