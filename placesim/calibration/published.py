"""Published figures: what a configuration should agree with, each with its source and how close is close enough."""

from datetime import date
from math import ceil, sqrt
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from placesim.config.baseline import Baseline
from placesim.config.consistency import children_at_start
from placesim.config.evidence import evidence_faults
from placesim.config.loading import load_baseline, validated
from placesim.config.values import Frozen, Label, Source
from placesim.config.yaml_files import InputError, read_yaml

DAYS_A_YEAR = 365.25


class PublishedFigure(Frozen):
    """One published figure, and the measure of placesim that means the same."""

    label: Label
    """What the agreement table prints."""
    measure: str
    """A measure's name, as in measures.csv."""
    group: str = "all"
    financial_year: str = Field(pattern=r"^\d{4}-\d{2}$")
    """The simulated year it is compared with, like 2025-26."""
    value: float
    """The published figure; pounds, children, moves or a share, as the measure counts."""
    within_share: float | None = Field(default=None, gt=0, le=1)
    """The simulated mean agrees when it is within this share of the published figure."""
    two_standard_errors: bool = False
    """For counts: also agrees within twice the square root of the published count (its Poisson error)."""
    between: tuple[float, float] | None = None
    """The simulated mean agrees when it is within these limits."""
    adjust: tuple[str, ...] = ()
    """Numbers of the configuration, as dotted paths, that calibration raises where the simulated figure is too low."""
    adjust_inversely: tuple[str, ...] = ()
    """Numbers that calibration lowers where the simulated figure is too low."""
    source: Source

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        if self.between and self.within_share:
            raise ValueError("give either between or within_share, not both")
        if self.between and self.between[0] > self.between[1]:
            raise ValueError(f"between should be [lower, upper], found {list(self.between)}")
        return self

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


class Published(Frozen):
    """A council's published figures."""

    name: Label
    note: str = Field(default="", max_length=2000)
    """What a reader should know of the comparison."""
    evidence: str | None = None
    """Folder of evidence tables, relative to this file."""
    figures: tuple[PublishedFigure, ...] = Field(min_length=1)


def only_years_needed(baseline: Baseline, published: Published) -> Baseline:
    """Return the baseline cut to the years that the published figures speak of; a shorter horizon is a prefix."""
    last = max(int(figure.financial_year[:4]) for figure in published.figures) + 1
    needed = (date(last, 4, 1) - baseline.start).days / DAYS_A_YEAR
    return baseline.replace(years=min(baseline.years, max(ceil(needed * 100) / 100, 0.01)))


def load_published(path: Path) -> Published:
    """Return the published figures that a file lists.

    Raises:
        InputError: anything in the file cannot be used.
    """
    document = read_yaml(path)
    published = validated(Published, document)
    if faults := evidence_faults(document):
        raise InputError(faults)
    return published


def sound(path: Path) -> str:
    """Say in a sentence what a sound file holds: a council's baseline, or published figures.

    Raises:
        InputError: anything in the file cannot be used.
    """
    if "figures" in read_yaml(path).values:
        published = load_published(path)
        return f"{published.name}: {len(published.figures)} published figures."
    baseline = load_baseline(path)
    children = sum(children_at_start(baseline).values())
    start = f"{baseline.start.day} {baseline.start:%B %Y}"
    return f"{baseline.name}: {children} children in care on {start}."
