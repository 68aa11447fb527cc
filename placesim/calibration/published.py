"""Published figures: what a configuration should agree with, each with its source and how close is close enough."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from placesim.calibration.figure import PastNumbers, PublishedFigure
from placesim.config.baseline import Baseline
from placesim.config.blocks import LEAST_YEARS
from placesim.config.evidence import evidence_faults
from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.loading import validated
from placesim.config.problem import Problem, agreed
from placesim.config.values import Frozen, Label
from placesim.config.yaml_files import Document, read_yaml
from placesim.model.rates import YEAR


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

    @property
    def fitted(self) -> tuple[PublishedFigure, ...]:
        """The figures that calibration fits to: all but those held back."""
        return tuple(figure for figure in self.figures if not figure.held_back)

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
        for where, dotted in figure.paths:
            parts = tuple(dotted.split("."))
            other = next((path for path in seen if path[: len(parts)] == parts[: len(path)]), None)
            if other:
                message = f"{dotted!r} and {'.'.join(other)!r} (for {seen[other]!r}) scale the same numbers; keep one"
                yield Problem(("figures", place, "adjust", *where), message)
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
