"""Published figures: what a configuration should agree with, each with its source and how close is close enough."""

import re
from collections.abc import Iterator
from datetime import date
from math import sqrt
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from placesim.config.baseline import Baseline
from placesim.config.blocks import LEAST_YEARS
from placesim.config.evidence import evidence_faults
from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.loading import validated
from placesim.config.problem import Problem, agreed
from placesim.config.values import Frozen, Label, Name, Number, Source, expected
from placesim.config.yaml_files import Document, read_yaml
from placesim.model.rates import YEAR
from placesim.results.financial_year import financial_year_of


def _financial_year(value: Any) -> str:
    first = re.match(r"\s*(\d{4})", str(value))
    meant = financial_year_of(date(int(first[1]), 4, 1)) if first and int(first[1]) else "2025-26"
    if value != meant:
        raise expected(f"a financial year, as in {meant}")
    return meant


FinancialYear = Annotated[str, BeforeValidator(_financial_year)]
"""1 April to 31 March, as in 2025-26."""


class PublishedFigure(Frozen):
    """One published figure, and the measure of placesim that means the same."""

    label: Label
    """What the agreement table prints."""
    measure: str
    """A measure's name, as `placesim measures` lists them."""
    group: str = "all"
    """One of the measure's groups, as `placesim measures` names them."""
    financial_year: FinancialYear
    """The simulated year it is compared with, like 2025-26."""
    value: Number
    """The published figure; pounds, children, moves or a share, as the measure counts."""
    within_share: Number | None = Field(default=None, gt=0, le=1)
    """The simulated mean agrees when it is within this share of the published figure."""
    two_standard_errors: bool = False
    """For counts, beside within_share: also agrees within twice the square root of the count (its Poisson error)."""
    between: tuple[Number, Number] | None = None
    """The simulated mean agrees when it is within these limits."""
    adjust: tuple[str, ...] = ()
    """Numbers of the configuration, as dotted paths, that calibration raises where the simulated figure is too low."""
    adjust_inversely: tuple[str, ...] = ()
    """Numbers that calibration lowers where the simulated figure is too low."""
    source: Source

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        agreed(list(_test_problems(self)))
        return self

    @property
    def title(self) -> str:
        """The label and the year: what tells one figure from another."""
        return f"{self.label}, {self.financial_year}"

    @property
    def adjusts(self) -> bool:
        """Whether calibration scales any number to reach this figure."""
        return bool(self.adjust or self.adjust_inversely)

    @property
    def limits(self) -> tuple[float, float] | None:
        """The lowest and highest simulated mean that agrees; None where the range of futures is the test."""
        if self.between:
            return self.between
        if self.within_share is None:
            return None
        room = abs(self.value) * self.within_share
        if self.two_standard_errors:
            room = max(room, 2 * sqrt(abs(self.value)))
        return self.value - room, self.value + room


def _test_problems(figure: PublishedFigure) -> Iterator[Problem]:
    if figure.between and figure.within_share:
        yield Problem(("between",), "give either between or within_share, not both")
    if figure.between and figure.between[0] > figure.between[1]:
        yield Problem(("between",), f"between should be [lower, upper], found {list(figure.between)}")
    if figure.two_standard_errors and not figure.within_share:
        yield Problem(("two_standard_errors",), "only widens within_share; add within_share: 0.1, or take it out")


class PastNumbers(Frozen):
    """What was published of the children in one placement type in the years before the start."""

    placement_type: Name
    """One of the configuration's placement types."""
    at_year_end: dict[FinancialYear, Number] = Field(min_length=1)
    """Children on 31 March, by financial year, as in {2023-24: 59, 2024-25: 53}."""
    source: Source


class Published(Frozen):
    """A council's published figures."""

    name: Label
    """What the agreement table is headed."""
    note: str = Field(default="", max_length=2000)
    """What a reader should know of the comparison."""
    evidence: str | None = None
    """Folder of evidence tables, relative to this file."""
    figures: tuple[PublishedFigure, ...] = Field(min_length=1)
    past: tuple[PastNumbers, ...] = ()
    """Published years before the start, beside which `agree --drift` sets where each number goes."""

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        agreed([*_same_titles(self), *_scaled_twice(self), *_told_twice(self)])
        return self


def _same_titles(published: Published) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, figure in enumerate(published.figures):
        if figure.title in seen:
            message = f"{figure.label!r} is the label of another figure for {figure.financial_year}; give each its own"
            yield Problem(("figures", place, "label"), message)
        seen.add(figure.title)


def _scaled_twice(published: Published) -> Iterator[Problem]:
    """Yield each path to numbers that another path, the same or one that holds or is held by it, scales already."""
    seen: dict[tuple[str, ...], str] = {}
    for place, figure in enumerate(published.figures):
        for key in ("adjust", "adjust_inversely"):
            for number, dotted in enumerate(getattr(figure, key)):
                parts = tuple(dotted.split("."))
                other = next((path for path in seen if path[: len(parts)] == parts[: len(path)]), None)
                if other:
                    message = (
                        f"{dotted!r} and {'.'.join(other)!r} (for {seen[other]!r}) scale the same numbers; keep one"
                    )
                    yield Problem(("figures", place, key, number), message)
                seen.setdefault(parts, figure.title)


def _told_twice(published: Published) -> Iterator[Problem]:
    names = [past.placement_type for past in published.past]
    for place, name in enumerate(names):
        if name in names[:place]:
            message = f"{name!r} stands twice under past; put its years together"
            yield Problem(("past", place, "placement_type"), message)


def only_years_needed(baseline: Baseline, published: Published) -> Baseline:
    """Return the baseline cut to the years that the published figures speak of; a shorter horizon is a prefix."""
    last = max(int(figure.financial_year[:4]) for figure in published.figures) + 1
    needed = years_between(baseline.start, date(last, 4, 1))
    return baseline.replace(years=min(baseline.years, max(needed, LEAST_YEARS)))


def years_between(start: date, end: date) -> float:
    """Return the years from one date to another, such that a horizon of so many years has exactly those days."""
    whole = end.year - start.year - ((end.month, end.day) < (start.month, start.day))
    try:
        anniversary = start.replace(year=start.year + whole)
    except ValueError:  # 29 February
        anniversary = start.replace(year=start.year + whole, day=28)
    return whole + (end - anniversary).days / YEAR


def load_published(path: Path, files: InputFiles | None = None) -> Published:
    """Return the published figures that a file lists.

    Raises:
        InputError: anything in the file cannot be used.
    """
    files = files or InputFiles()
    return published_in(read_yaml(path, files), files)


def published_in(document: Document, files: InputFiles) -> Published:
    """Return the published figures of a document.

    Raises:
        InputError: anything in it cannot be used.
    """
    if "provision" in document.values and "figures" not in document.values:
        message = (
            "this seems to be a configuration, not published figures; `placesim run` takes it, "
            "and `placesim agree` before the published figures"
        )
        raise InputError([Fault(str(document.path), 0, "", message)])
    faults = evidence_faults(document, files)
    try:
        published = validated(Published, document)
    except InputError as error:
        raise InputError(sorted([*faults, *error.faults], key=lambda fault: fault.line)) from None
    if faults:
        raise InputError(faults)
    return published
