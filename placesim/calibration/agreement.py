"""Agreement: simulated figures beside published ones, and whether they are close enough."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isnan

import numpy as np

from placesim.calibration.figure import PublishedFigure
from placesim.calibration.published import Published
from placesim.config.faults import Fault, InputError
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import interval_of_mean


@dataclass(frozen=True)
class Agreement:
    """One published figure beside its simulated counterpart."""

    figure: PublishedFigure
    mean: float
    low: float
    high: float
    p10: float
    p50: float
    p90: float

    @property
    def agrees(self) -> bool:
        """Whether the mean is within the limits or, where none are given, the figure within p10 to p90."""
        if self.figure.limits is None:
            return self.p10 <= self.figure.value <= self.p90
        low, high = self.figure.limits
        return low <= self.mean <= high


def agreements(published: Published, outcomes: Outcomes, file: str) -> list[Agreement]:
    """Return every published figure beside its simulated counterpart.

    Raises:
        InputError: a figure names a measure, group or year that the run does not have.
    """
    faults = list(_unknown(published, outcomes, file))
    if faults:
        raise InputError(faults)
    return [_agreement(figure, outcomes) for figure in published.figures]


def _unknown(published: Published, outcomes: Outcomes, file: str) -> Iterable[Fault]:
    keys = set(outcomes.keys)
    for place, figure in enumerate(published.figures):
        if (figure.financial_year, figure.measure, figure.group) not in keys:
            wanted = f"{figure.measure} of {figure.group} in {figure.financial_year}"
            message = f"the run has no {wanted}; measures.csv of a run lists what there is"
            yield Fault(file, 0, f"figures.item {place + 1}", message)


def _agreement(figure: PublishedFigure, outcomes: Outcomes) -> Agreement:
    values = outcomes.of(figure.measure, figure.group)[figure.financial_year]
    mean, low, high = (float(part[0]) for part in interval_of_mean(values[:, None]))
    known = values[~np.isnan(values)]
    p10, p50, p90 = np.quantile(known, [0.1, 0.5, 0.9]).tolist() if len(known) else [np.nan] * 3
    return Agreement(figure, mean, low, high, p10, p50, p90)


HEADINGS = (
    "Figure",
    "Year",
    "Published",
    "Agrees within",
    "Simulated mean",
    "95% interval of the mean",
    "p10",
    "p50",
    "p90",
    "Agrees",
)


def table_rows(found: list[Agreement]) -> list[tuple[str, ...]]:
    """Return the agreement table as text, one row a figure."""
    return [_row(item) for item in found]


BRIEF_HEADINGS = ("Figure", "Year", "Published", "Simulated mean", "Range p10-p90", "Agrees")


def brief_rows(found: list[Agreement]) -> list[tuple[str, ...]]:
    """Return the agreement table in fewer columns, for a narrow terminal."""
    rows = [dict(zip(HEADINGS, row, strict=True)) for row in table_rows(found)]
    return [
        tuple({**row, "Range p10-p90": f"{row['p10']}-{row['p90']}"}[name] for name in BRIEF_HEADINGS) for row in rows
    ]


def _row(item: Agreement) -> tuple[str, ...]:
    figure, shown = item.figure, shown_like(item.figure)
    within = "p10 to p90" if figure.limits is None else f"{shown(figure.limits[0])} to {shown(figure.limits[1])}"
    interval = "too few to say" if isnan(item.low) else f"{shown(item.low)} to {shown(item.high)}"
    numbers = (shown(item.mean), interval, shown(item.p10), shown(item.p50), shown(item.p90))
    published = shown(figure.value)
    return figure.label, figure.financial_year, published, within, *numbers, "yes" if item.agrees else "NO"


def shown_like(figure: PublishedFigure) -> Callable[[float], str]:
    """Return how to write numbers as the figure counts: millions of pounds, a share, or a count."""
    if abs(figure.value) >= 100_000:
        return lambda value: f"£{value / 1e6:,.3f}m"
    if 0 < abs(figure.value) < 1:
        return lambda value: f"{value:.1%}"
    return lambda value: f"{value:,.1f}"


FITTED, HELD_BACK = "fitted", "held back: only compared"
"""What a figure is for, as headings say it."""


def parts(found: list[Agreement]) -> list[tuple[str, list[Agreement]]]:
    """Return the figures in one part without a heading or, where some are held back, fitted ones and those apart."""
    fitted = [item for item in found if not item.figure.held_back]
    if len(fitted) == len(found):
        return [("", found)]
    held_back = [item for item in found if item.figure.held_back]
    return [(heading, items) for heading, items in ((FITTED, fitted), (HELD_BACK, held_back)) if items]


def verdict(found: list[Agreement]) -> str:
    """Say how many figures agree; of those held back apart."""
    kinds = {"": "published", FITTED: "fitted", HELD_BACK: "held-back"}
    return f"{'; '.join(_verdict(items, kinds[heading]) for heading, items in parts(found))}."


def _verdict(found: list[Agreement], kind: str) -> str:
    agreeing = sum(item.agrees for item in found)
    figures = "figure agrees" if len(found) == 1 else "figures agree"
    return f"{agreeing} of {len(found)} {kind} {figures} ({agreeing / len(found):.0%})"


def page(published: Published, found: list[Agreement], command: str) -> str:
    """Return the agreement table as a page of documentation."""
    lines = [
        f"# {published.name}",
        "",
        published.note,
        "",
        f"**{verdict(found)}** Made by `{command}`.",
        "",
        *(line for heading, items in parts(found) for line in _table(heading, items)),
        "Where the published figures stand:",
        "",
        *(f"- {item.figure.label}, {item.figure.financial_year}: {'; '.join(item.figure.source)}" for item in found),
    ]
    return "\n".join(lines) + "\n"


def _table(heading: str, found: list[Agreement]) -> list[str]:
    return [
        *([f"## {heading.capitalize()}", ""] if heading else []),
        f"| {' | '.join(HEADINGS)} |",
        f"|{'---|' * 2}{'---:|' * 7}---|",
        *(f"| {' | '.join(row)} |" for row in table_rows(found)),
        "",
    ]
