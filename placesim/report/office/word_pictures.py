"""Pictures for print: spend by option, cumulative savings, where children live, and how new homes fill."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from math import isnan

import matplotlib
import numpy as np
from docx.shared import Cm, Emu
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from placesim.experiment.comparison import Difference
from placesim.report.charts import BAND_EDGE, BLUE, INK, SOFT, axis_text
from placesim.report.comparison.break_even import Saving
from placesim.report.comparison.differences import Way, way
from placesim.report.comparison.new_homes import NewHome
from placesim.report.comparison.options import SPEND, Options
from placesim.report.frames import few_ticks, wrapped
from placesim.report.svg import POINTS_PER_INCH, canvas, drawable, drawing
from placesim.report.wording import Unit, unit_for

DOTS_PER_INCH = 200
PAGE = 470.0
"""Width of a picture in points: that between the margins of an A4 page."""

NAMES = 165.0
"""Room for the names of scenarios, left of what belongs to them."""

ROW = 25.0
LETTERS = 34
"""Letters of a scenario's name on one line."""

HIGHEST = 600.0
"""Points that a picture is high at most, so that its caption fits on the page."""

ABREAST = 3
"""Small multiples side by side."""

WORSE, PALE = "#c24e00", "#6b7780"
CHILDREN = unit_for("children", 1.0)


@dataclass(frozen=True)
class Picture:
    """A picture, its finding, and what it shows in words for those who do not see it."""

    png: bytes
    finding: str
    alternative: str
    width: Emu


def spend_picture(options: Options, names: Sequence[str], finding: str) -> Picture:
    """Draw the difference in spend of each scenario: its range of futures, the interval of its mean, its mean."""
    found = [options.difference(name, SPEND) for name in names]
    ends = [value for each in found for value in (each.mean, each.p10, each.p90) if not isnan(value)]
    unit = unit_for("pounds", max(map(abs, ends), default=0.0))
    figure, axes = _rows(options, names)
    places = np.arange(len(names))[::-1]
    mean, low, high, p10, p90 = (np.array([getattr(each, end) for each in found]) / unit.divisor for end in
                                 ("mean", "low", "high", "p10", "p90"))  # fmt: skip
    axes.axvline(0, color=SOFT, linewidth=1)
    axes.hlines(places, p10, p90, color=BAND_EDGE, linewidth=2)
    axes.hlines(places, low, high, color=BLUE, linewidth=7)
    axes.plot(mean, places, "o", color=INK, markersize=5)
    for place, each in zip(places, found, strict=True):
        text = unit.signed(round(each.mean, -4)) if unit.divisor == 1e6 else unit.signed(each.mean)
        axes.annotate(text, (1, place), (6, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                      va="center", weight="bold")  # fmt: skip
    axes.xaxis.set_major_formatter(lambda value, _: axis_text(value, unit))
    axes.set_xlabel(f"Less spend     {unit.header} against the baseline, all years     more spend")
    said = "; ".join(f"{options.label(name)} {unit.signed(each.mean)}" for name, each in zip(names, found, strict=True))
    return _picture(figure, finding, f"Mean difference in spend from the baseline over all years: {said}.")


def _rows(options: Options, names: Sequence[str]) -> tuple[Figure, Axes]:
    """Return a drawing with one row a scenario, its name on the left and room for a figure on the right."""
    labels = ["\n".join(wrapped(options.label(name), LETTERS)[:2]) for name in names]
    height = _row_height(names) * len(names) + 52
    figure = canvas(PAGE, height)
    inside = (NAMES / PAGE, 40 / height, (PAGE - NAMES - 62) / PAGE, (height - 48) / height)
    axes = figure.add_axes(inside)
    axes.set_yticks(np.arange(len(names))[::-1], labels)
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.xaxis.set_major_locator(few_ticks(5))
    axes.xaxis.grid(True)
    axes.margins(x=0.05)
    return figure, axes


def _row_height(names: Sequence[str]) -> float:
    return min(ROW, (HIGHEST - 84) / len(names))


def savings_picture(options: Options, savings: Sequence[Saving], finding: str) -> Picture:
    """Draw the cumulative saving of each scenario, all on one scale."""
    tables = [each.points for each in savings]
    reach = np.concatenate([table[column].to_numpy(float) for table in tables for column in ("mean", "p10", "p90")])
    low, high = float(np.nanmin(reach)), float(np.nanmax(reach))
    unit = unit_for("pounds", max(abs(low), abs(high)))
    high = max(high, low + unit.divisor)
    figure, panels = _panels(len(savings))
    for axes, each in zip(panels, savings, strict=True):
        _saving(axes, each, unit)
        axes.set_ylim(low / unit.divisor * 1.06, high / unit.divisor * 1.12)
        axes.yaxis.set_major_locator(few_ticks(4))
        axes.yaxis.set_major_formatter(lambda value, _: axis_text(value, unit))
        _few_dates(axes, options)
        _titled(axes, options.label(each.name))
    ends = [(options.label(each.name), float(each.points["mean"].iloc[-1])) for each in savings]
    said = "; ".join(f"{label} {unit.signed(end)}" for label, end in ends)
    return _picture(figure, finding, f"Cumulative saving by month, one panel a scenario. Mean at the end: {said}.")


def _saving(axes: Axes, saving: Saving, unit: Unit) -> None:
    table = saving.points
    days, mean, p10, p90 = (table[column].to_numpy(float) for column in ("day", "mean", "p10", "p90"))
    colour = BLUE if mean[-1] >= 0 else WORSE
    axes.fill_between(days, p10 / unit.divisor, p90 / unit.divisor, color=colour, alpha=0.18, linewidth=0)
    axes.plot(days, mean / unit.divisor, color=colour, linewidth=2)
    axes.axhline(0, color=SOFT, linewidth=1)
    axes.yaxis.grid(True)
    axes.annotate(unit.signed(float(mean[-1])), (1, 1), (0, -2), xycoords="axes fraction", textcoords="offset points",
                  ha="right", va="top", color=colour, weight="bold")  # fmt: skip


def _few_dates(axes: Axes, options: Options) -> None:
    """Name every other 1 April, and mark each."""
    start, days = options.comparing.council.start, options.baseline.days
    years = range(start.year, start.year + int(days / 365) + 2)
    aprils = [day for year in years if 0 <= ((day := date(year, 4, 1)) - start).days <= days]
    every = max(1, -(-len(aprils) // 3))
    axes.set_xticks([(day - start).days for day in aprils[::every]], [f"{day:%b %y}" for day in aprils[::every]])
    axes.set_xticks([(day - start).days for day in aprils], minor=True)
    axes.set_xlim(0, days)


def homes_picture(options: Options, homes: Sequence[NewHome], finding: str) -> Picture:
    """Draw how each new home fills: usable beds, and beds taken with the range of futures; all on one scale."""
    top = max(float(home.usable["mean"].max()) for home in homes)
    figure, panels = _panels(len(homes))
    for axes, home in zip(panels, homes, strict=True):
        days, mean, p10, p90 = (home.taken[column].to_numpy(float) for column in ("day", "mean", "p10", "p90"))
        axes.fill_between(days, p10, p90, color=BLUE, alpha=0.18, linewidth=0)
        axes.plot(days, home.usable["mean"], color=SOFT, linewidth=1.2, linestyle=(0, (4, 2)))
        axes.plot(days, mean, color=BLUE, linewidth=2)
        axes.set_ylim(0, max(top, 1) * 1.15)
        axes.yaxis.set_major_locator(few_ticks(4))
        axes.yaxis.grid(True)
        _few_dates(axes, options)
        _titled(axes, f"{home.label} \N{EN DASH} {options.label(home.name)}")
    ends = (f"{home.label} in {options.label(home.name)} {home.taken['mean'].iloc[-1]:.1f} of "
            f"{home.usable['mean'].iloc[-1]:.1f}" for home in homes)  # fmt: skip
    said = f"Beds taken of beds usable, averages of the last month: {'; '.join(ends)}."
    return _picture(figure, finding, f"Usable and taken beds by month, one panel a home and scenario. {said}")


def _panels(count: int) -> tuple[Figure, list[Axes]]:
    """Return small multiples, side by side and one row below the other, on one page."""
    above, below, rows = 40.0, 18.0, -(-count // ABREAST)
    height = min(104.0, HIGHEST / rows - above - below)
    each = above + height + below
    whole = rows * each
    figure, width, panels = canvas(PAGE, whole), PAGE / ABREAST, []
    for place in range(count):
        left, bottom = place % ABREAST * width + 40, whole - (place // ABREAST + 1) * each + below
        axes = figure.add_axes((left / PAGE, bottom / whole, (width - 56) / PAGE, height / whole))
        panels.append(axes)
    return figure, panels


def _titled(axes: Axes, text: str) -> None:
    shown = wrapped(text, 28)
    axes.annotate("\n".join(shown), (0, 1), (-36, 5), xycoords="axes fraction", textcoords="offset points",
                  weight="bold", fontsize=8, linespacing=1.05, va="bottom")  # fmt: skip


def children_picture(options: Options, names: Sequence[str], kinds: Sequence[str], finding: str) -> Picture:
    """Draw how many more or fewer children live where at the end: a column a placement type, all on one scale."""
    every = {kind: [options.difference(name, "children_year_end", kind) for name in names] for kind in kinds}
    reach = max((abs(each.mean) for found in every.values() for each in found), default=0.0) or 1.0
    labels = ["\n".join(wrapped(options.label(name), LETTERS)[:2]) for name in names]
    height, width = _row_height(names) * len(names) + 84, (PAGE - NAMES) / len(kinds)
    figure, places = canvas(PAGE, height), np.arange(len(names))[::-1]
    for column, (kind, found) in enumerate(every.items()):
        inside = ((NAMES + column * width) / PAGE, 24 / height, (width - 8) / PAGE, (height - 84) / height)
        axes = figure.add_axes(inside)
        _shift(axes, places, found)
        axes.set_xlim(-reach * 1.1, reach * 3.0)
        axes.set_ylim(-0.6, len(names) - 0.4)
        axes.set_yticks(places, labels if column == 0 else ["" for _ in names])
        axes.set_xticks([])
        title = [*wrapped(options.labels.place(kind), LETTERS // len(kinds) + 6), f"(baseline {found[0].before:,.0f})"]
        axes.set_title("\n".join(title), fontsize=8, weight="bold", loc="left", linespacing=1.1)
    said = ". ".join(_told(options, names, kind, found) for kind, found in every.items())
    return _picture(figure, finding, f"Children at the end by placement type and scenario, means. {said}.")


def _shift(axes: Axes, places: NDArray[np.int64], found: Sequence[Difference]) -> None:
    """Draw how many more or fewer children than in the baseline; what is not sure is drawn and printed paler."""
    axes.axvline(0, color=SOFT, linewidth=1)
    for place, each in zip(places, found, strict=True):
        colour = INK if way(each) in (Way.LOWER, Way.HIGHER) else PALE
        axes.hlines(place, min(each.mean, 0), max(each.mean, 0), color=BAND_EDGE, linewidth=2)
        axes.plot([each.mean], [place], "o", color=colour, markersize=4.5)
        text = "0" if each.nothing else CHILDREN.signed(each.mean)
        axes.annotate(text, (1, place), xycoords=("axes fraction", "data"), va="center", ha="right", color=colour)


def _told(options: Options, names: Sequence[str], kind: str, found: Sequence[Difference]) -> str:
    ends = (f"{options.label(name)} {each.after:,.1f}" for name, each in zip(names, found, strict=True))
    return f"{options.labels.place(kind)}: baseline {found[0].before:,.1f}; {'; '.join(ends)}"


@contextmanager
def print_drawing() -> Iterator[None]:
    """Draw as for the page, in letters that are the size of small print on paper."""
    with drawing(), matplotlib.rc_context({"font.size": 8.5}):
        yield


def _picture(figure: Figure, finding: str, alternative: str) -> Picture:
    png = BytesIO()
    figure.savefig(png, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    width = Emu(int(figure.get_size_inches()[0] * POINTS_PER_INCH / PAGE * Cm(16.6)))
    return Picture(png.getvalue(), finding, drawable(alternative), width)
