"""Scatter: how far figures move when assumptions are drawn, beside how far what is published of them may be off.

A configuration was fitted to published figures with every assumption at its value. Draws that move a figure of the
first year further than it is known contradict what is published; how far later years move is what nobody knows yet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from placesim.calibration.agreement import Agreement, shown_like
from placesim.calibration.figure import PublishedFigure
from placesim.calibration.published import Published
from placesim.config.text import listing
from placesim.experiment.replications import Outcomes
from placesim.results.facts import Floats


@dataclass(frozen=True)
class Scatter:
    """One published figure in the same futures, every assumption at its value and drawn."""

    fixed: Agreement
    drawn: Agreement
    deviation: float
    """Standard deviation of what drawing adds in a future; both meet the same luck."""
    first_year: bool
    """Whether it is of the first year simulated, of which something is known."""

    @property
    def figure(self) -> PublishedFigure:
        """The published figure."""
        return self.fixed.figure

    @property
    def room(self) -> float | None:
        """How far the published figure may be off either way; None where nobody has said."""
        limits = self.figure.limits
        return (limits[1] - limits[0]) / 2 if limits else None

    @property
    def told(self) -> bool:
        """Whether it can be told if it scatters wider than what is published of it."""
        return self.first_year and self.room is not None

    @property
    def wider(self) -> bool:
        """Whether two standard deviations of what drawing adds are more than the figure may be off."""
        return self.told and 2 * self.deviation > (self.room or 0)


def scattered(
    published: Published, fixed: Sequence[Agreement], drawn: Sequence[Agreement], outcomes: tuple[Outcomes, Outcomes]
) -> list[Scatter]:
    """Return every published figure with fixed and with drawn assumptions.

    Args:
        published: the figures, of which `fixed` and `drawn` are the agreements in the same order.
        fixed: each figure with every assumption at its value.
        drawn: each figure with drawn assumptions.
        outcomes: of the same futures, with fixed and with drawn assumptions.
    """
    first = min(year for year, _, _ in outcomes[0].keys)
    return [
        Scatter(before, after, _deviation(figure, outcomes), figure.financial_year == first)
        for figure, before, after in zip(published.figures, fixed, drawn, strict=True)
    ]


def _deviation(figure: PublishedFigure, outcomes: tuple[Outcomes, Outcomes]) -> float:
    before, after = (_values(figure, each) for each in outcomes)
    added = (after - before)[~np.isnan(after - before)]
    return float(added.std(ddof=1)) if len(added) > 1 else 0.0


def _values(figure: PublishedFigure, outcomes: Outcomes) -> Floats:
    return outcomes.of(figure.measure, figure.group)[figure.financial_year]


HEADINGS = (
    "Figure",
    "Year",
    "Published",
    "p10 to p90, fixed",
    "p10 to p90, drawn",
    "Mean, drawn",
    "Drawing adds, give or take",
    "May be off by",
    "Wider than published",
)


def rows(found: Sequence[Scatter]) -> list[tuple[str, ...]]:
    """Return the table of scatter as text, one row a figure."""
    return [_row(each) for each in found]


BRIEF_HEADINGS = ("Figure", "Year", "Drawing adds", "May be off by", "Wider")


def brief_rows(found: Sequence[Scatter]) -> list[tuple[str, ...]]:
    """Return the table of scatter in fewer columns, for a narrow terminal."""
    return [(*row[:2], *row[-3:]) for row in rows(found)]


def _row(each: Scatter) -> tuple[str, ...]:
    figure, shown = each.figure, shown_like(each.figure)
    ranges = (f"{shown(side.p10)} to {shown(side.p90)}" for side in (each.fixed, each.drawn))
    room = "not said" if each.room is None else shown(each.room)
    wider = "-" if not each.told else "YES" if each.wider else "no"
    numbers = (*ranges, shown(each.drawn.mean), shown(2 * each.deviation), room, wider)
    return figure.label, figure.financial_year, shown(figure.value), *numbers


def sentences(found: Sequence[Scatter]) -> list[str]:
    """Say whether figures of the first year scatter wider than what is published of them, and what follows."""
    told = [each for each in found if each.told]
    if not told:
        return ["No published figure of the first year says how far it may be off, so nothing can be told of it."]
    wider = [each for each in told if each.wider]
    return [_known(told), _wider(wider) if wider else _none_wider(told)]


def _known(told: Sequence[Scatter]) -> str:
    year = told[0].figure.financial_year
    if len(told) == 1:
        return f"1 published figure of {year} says how far it may be off."
    return f"{len(told)} published figures of {year} say how far they may be off."


def _none_wider(told: Sequence[Scatter]) -> str:
    most = max(told, key=lambda each: 2 * each.deviation / (each.room or 1))
    share = 2 * most.deviation / (most.room or 1)
    who = "It does not scatter" if len(told) == 1 else "None scatters"
    return f"{who} wider than that: drawing adds at most {share:.0%} of it ({most.figure.label})."


def _wider(wider: Sequence[Scatter]) -> str:
    names = listing([each.figure.label for each in wider])
    return (
        f"{names} scatter{'s' * (len(wider) == 1)} wider than that: the ranges of what they rest on are too wide, or "
        "not tied to what was fitted. Of this year take what a study with fixed assumptions says."
    )


HOW = (
    "The same futures, on the same luck, once with every assumption at its value (fixed) and once with all of them "
    "drawn. *Drawing adds, give or take*: two standard deviations of the difference in a future. *May be off by*: how "
    "far the published figure itself may be off, as the first table says. That even fixed futures lie further apart is "
    "luck: they begin on the first day and know nothing of the year. Only the first year can be told: of later ones "
    "nothing is published, and how far they scatter is what is not known."
)


def section(found: Sequence[Scatter]) -> str:
    """Return the part of the page of agreement that tells of drawn assumptions."""
    return "\n".join(["", "## With assumptions drawn", "", HOW, "", *_lines(found)]) + "\n"


def _lines(found: Sequence[Scatter]) -> Iterator[str]:
    yield f"**{' '.join(sentences(found))}**"
    yield ""
    yield f"| {' | '.join(HEADINGS)} |"
    yield f"|---|---|{'---:|' * (len(HEADINGS) - 3)}---|"
    yield from (f"| {' | '.join(row)} |" for row in rows(found))
