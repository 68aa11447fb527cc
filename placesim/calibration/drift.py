"""Drift: where each placement type's number goes if nothing changes, by arithmetic and by simulation, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from placesim.calibration.published import Published
from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.config.stock_and_flow.course import YEAR
from placesim.config.stock_and_flow.drift import CHILDREN, SHARE, Driver, drifts, drivers, largest
from placesim.config.stock_and_flow.projection import projected
from placesim.config.yaml_files import Document
from placesim.experiment.replications import Outcomes
from placesim.results.financial_year import financial_years

YEAR_END = "children_year_end"


@dataclass(frozen=True)
class HangsOn:
    """One number that a placement type's number hangs on."""

    name: str
    line: int
    change: float
    """Children more at the end if it were a tenth less."""


@dataclass(frozen=True)
class Drift:
    """Where the number in one placement type goes if nothing changes."""

    label: str
    past: dict[str, float]
    """Published, by financial year."""
    now: float
    arithmetic: dict[str, float]
    """At the end of each financial year."""
    simulated: dict[str, float]
    because: str = ""
    """Why it is meant to change, as the configuration says."""
    hangs_on: list[HangsOn] = field(default_factory=list)
    """What it hangs on most; only of a type that drifts."""

    @property
    def change(self) -> float:
        """Children more in the last year than on the start date, by arithmetic."""
        return list(self.arithmetic.values())[-1] - self.now

    @property
    def drifts(self) -> bool:
        """Whether its number changes by more than 15% or three children, whichever is more, by arithmetic."""
        return drifts(self.now, self.now + self.change)


def expected_at_year_ends(baseline: Baseline) -> dict[str, dict[str, float]]:
    """Return the children expected by arithmetic at the end of each financial year, by placement type."""
    periods = financial_years(baseline.start, horizon_days(baseline))
    projection = projected(baseline, baseline.years)
    ends = [projection.after(float(day) / YEAR) for day in periods.edges[1:]]
    return {
        name: {year: end[name] for year, end in zip(periods.labels, ends, strict=True)}
        for name in baseline.placement_types
    }


def drift_of(baseline: Baseline, outcomes: Outcomes, published: Published, document: Document) -> list[Drift]:
    """Return where the number of each placement type goes, and what those that drift hang on.

    Args:
        baseline: the council, for all its years.
        outcomes: what was simulated of it.
        published: what was published of years before.
        document: the configuration's file, for lines.
    """
    past = {each.placement_type: dict(sorted(each.at_year_end.items())) for each in published.past}
    expected, now = expected_at_year_ends(baseline), projected(baseline, 0).after(0)
    found: list[Drift] = []
    hanging: list[Driver] = []
    for name, kind in baseline.placement_types.items():
        one = Drift(kind.label, past.get(name, {}), now[name], expected[name], _simulated(outcomes, name))
        if one.drifts:
            hanging = hanging or drivers(baseline, baseline.years)
            lines = [HangsOn(each.name, _line(document, each), each.changes[name]) for each in largest(hanging, name)]
            one = Drift(one.label, one.past, one.now, one.arithmetic, one.simulated, kind.drifts_because, lines)
        found.append(one)
    return [each for each in found if each.now or any(each.simulated.values())]


def _simulated(outcomes: Outcomes, name: str) -> dict[str, float]:
    return {year: float(np.mean(values)) for year, values in outcomes.of(YEAR_END, name).items()}


def _line(document: Document, driver: Driver) -> int:
    return document.fault(driver.path, "").line


def headings(found: Sequence[Drift]) -> tuple[str, ...]:
    """Return the columns of the table of drift."""
    return ("Placement type", *_past_years(found), "Start", *found[0].arithmetic, "Change", "Drifts")


def rows(found: Sequence[Drift]) -> list[tuple[str, ...]]:
    """Return the table of drift as text: in each year what arithmetic expects, and in brackets the simulated mean."""
    return [_row(each, _past_years(found)) for each in found]


def _past_years(found: Sequence[Drift]) -> list[str]:
    return sorted({year for each in found for year in each.past})


def _row(one: Drift, years: list[str]) -> tuple[str, ...]:
    past = [f"{one.past[year]:,.0f}" if year in one.past else "" for year in years]
    both = [f"{number:,.1f} ({one.simulated[year]:,.1f})" for year, number in one.arithmetic.items()]
    change = f"{one.change:+,.1f} ({list(one.simulated.values())[-1] - one.now:+,.1f})"
    return (one.label, *past, f"{one.now:,.0f}", *both, change, "yes" if one.drifts else "no")


BRIEF_HEADINGS = ("Placement type", "Start", "Last year", "Change", "Drifts")


def brief_rows(found: Sequence[Drift]) -> list[tuple[str, ...]]:
    """Return the table of drift in fewer columns, for a narrow terminal."""
    return [(row[0], f"{one.now:,.0f}", *row[-3:]) for one, row in zip(found, rows(found), strict=True)]


HANGS_ON_HEADINGS = ("Placement type", "Hangs most on", "Line", "If a tenth less")


def hangs_on_rows(found: Sequence[Drift]) -> list[tuple[str, ...]]:
    """Return, for each type that drifts, the three numbers it hangs on most."""
    return [(one.label, each.name, f"{each.line}", f"{each.change:+,.1f}") for one in found for each in one.hangs_on]


def sentences(found: Sequence[Drift]) -> list[str]:
    """Say what drifts, and why where the configuration tells."""
    drifting = [one for one in found if one.drifts]
    limit = f"{SHARE:.0%} or {CHILDREN:g} children, whichever is more"
    if not drifting:
        return [f"No placement type drifts by more than {limit}."]
    return [
        f"{len(drifting)} of {len(found)} placement types drift by more than {limit}.",
        *(f"{one.label}: {one.because or 'no reason is given under drifts_because.'}" for one in drifting),
    ]


HOW = (
    "Each year has what arithmetic expects on its last day and, in brackets, the mean of the simulated futures; years "
    "before the start are as published. The number of a type that drifts is followed by the three numbers of the "
    "configuration that it hangs on most, each with its line and the children more in the last year if it were a "
    "tenth less (of children on the start date: a tenth younger, or in care for a tenth less)."
)


def section(found: Sequence[Drift]) -> str:
    """Return the part of the page of agreement that tells of drift."""
    return "\n".join(["", "## Where the numbers go if nothing changes", "", HOW, "", *_tables(found)]) + "\n"


def _tables(found: Sequence[Drift]) -> Iterator[str]:
    yield from _table(headings(found), rows(found))
    yield ""
    yield from (f"- {sentence}" for sentence in sentences(found))
    if any(one.hangs_on for one in found):
        yield ""
        yield from _table(HANGS_ON_HEADINGS, hangs_on_rows(found))


def _table(names: Sequence[str], cells: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield f"|---|{'---:|' * (len(names) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in cells)
