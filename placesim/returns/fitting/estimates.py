"""Estimates: what was learnt about a risk, a stream of entrants or a share, how surely, and from how many children."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PER_YEAR, BY_AGE, BY_TIME_IN_CARE, BY_TIME_IN_PLACEMENT, BY_STREAM = FIELDS = (
    "per_year", "by_age", "by_time_in_care", "by_time_in_placement", "by_stream",
)  # fmt: skip
"""Fields of a risk's block in a configuration, each a factor of its rate."""

BY_TIME_SINCE_LEAVING = "by_time_since_leaving"
"""The field that only coming back has."""

FRAILTY = "frailty_variance"
"""What `RiskFit.paths` calls how lastingly children differ."""


@dataclass(frozen=True)
class Coefficient:
    """One number of a risk's block in a configuration, as the past tells it."""

    field: str
    """One of `FIELDS`, or `BY_TIME_SINCE_LEAVING`."""
    key: str
    """The placement type, band or stream."""
    value: float
    """Events per child-year in the reference bands (`per_year`), or a factor of that rate; 0 where it never happens."""
    events: int
    exposure_years: float
    """Child-years at this risk."""
    reference: bool = False
    """Whether its factor is 1 by definition: it has the most events of its field."""
    shrunk: bool = False
    """Whether its events are too few to stand alone: it was drawn towards the other levels of its field."""

    @property
    def path(self) -> str:
        """Return where the number stands in the risk's block."""
        return f"{self.field}.{self.key}"

    @property
    def estimated(self) -> bool:
        """Whether it has an uncertainty: it is neither the reference nor nil."""
        return not self.reference and self.value > 0


@dataclass(frozen=True)
class RiskTests:
    """What was tried of a risk, as probabilities that chance alone makes so large a difference (small: it is real)."""

    factors: Mapping[str, float]
    """Of each factor that was fitted though the configuration has none, or left out."""
    frailty: float
    """Of lasting differences between children; the variance is on the edge of what is possible, so half of what a
    chi-squared gives (S. Self and K. Liang, Journal of the American Statistical Association 82, 1987)."""
    trend: float
    """Of a rate that rises or falls by the same share every year."""
    trend_per_year: float
    """By what share it rises (falls, if negative) a year, were it so."""


@dataclass(frozen=True)
class YearByYear:
    """How one risk went from year to year, beside what its fit expects of the children who were there."""

    events: Mapping[str, int]
    """By financial year, named by the year in which it begins."""
    expected: Mapping[str, float]
    """Events that the fit expects of the same child-years; as many as happened, all years together."""
    variation: float
    """Coefficient of variation of the yearly rate beyond chance."""
    variation_standard_error: float
    level: float
    """The rate at the end of the data as a factor of that of all years: recent years count more."""
    level_standard_error: float
    """Chance within years and differences between them included."""


@dataclass(frozen=True, eq=False)
class RiskFit:
    """What the past says about one risk, in the factors of a configuration."""

    risk: str
    coefficients: tuple[Coefficient, ...]
    """Every level of every factor that was fitted; a field that is not here has factor 1 throughout. Types and bands
    that are not here had no child at risk: the past says nothing about them."""
    frailty_variance: float
    """0 where the data show no lasting differences."""
    covariance: Floats
    """Of the logarithms of `paths`, in their order."""
    events: int
    children: int
    """How many children were ever at this risk."""
    exposure_years: float
    tests: RiskTests
    years: YearByYear | None
    """How it went from year to year; None where it never happened. The coefficients are those of all years together."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Where the estimated numbers stand in the risk's block: the rows and columns of `covariance`."""
        coefficients = tuple(each.path for each in self.coefficients if each.estimated)
        return (*coefficients, FRAILTY) if self.frailty_variance else coefficients

    @property
    def values(self) -> Floats:
        """The estimated numbers, in the order of `paths`."""
        found = [each.value for each in self.coefficients if each.estimated]
        return np.array([*found, self.frailty_variance] if self.frailty_variance else found)

    def fields(self) -> dict[str, dict[str, float]]:
        """Return the numbers as the risk's block has them, by field and key; references are 1."""
        found: dict[str, dict[str, float]] = {}
        for each in self.coefficients:
            found.setdefault(each.field, {})[each.key] = each.value
        return found


@dataclass(frozen=True)
class Shares:
    """How many children went which way."""

    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many were counted."""
        return sum(self.counts.values())

    @property
    def shares(self) -> dict[str, float]:
        """The share of each way; empty where nobody was counted."""
        return {name: count / self.total for name, count in self.counts.items()} if self.total else {}


@dataclass(frozen=True)
class EntriesFit:
    """How many children of one stream enter care, how that varies, and who they are."""

    stream: str
    per_year: float
    """Entries a year at the end of the data: the mean of all years, or of the last where numbers rise or fall."""
    standard_error: float
    """Of `per_year`, chance within years and differences between them included."""
    variation_between_years: float
    """Coefficient of variation of the yearly rate beyond chance."""
    variation_standard_error: float
    by_year: Mapping[int, int]
    """Entries by financial year, named by the year in which it begins."""
    trend_per_year: float
    """By what share entries rise (fall, if negative) a year, were it the same every year."""
    trend: float
    """Probability that chance and differences between years alone make so large a trend."""
    rises_or_falls: bool
    """Whether the trend was believed, so that `per_year` leans on the last years."""
    season: float
    """Probability that chance alone makes months so different."""
    ages: Shares
    """Entrants by age band."""
    needs: Mapping[str, Shares]
    """Entrants by need, for each age band in which any entered."""


@dataclass(frozen=True)
class OptionShare:
    """For how many children one provision of a search existed, of those for whom it was tried."""

    need: str
    tier: int
    """Place of its tier in the need's search, from 0."""
    option: int
    """Place of the option within the tier, from 0."""
    provision: str
    tried: int
    found: int


@dataclass(frozen=True)
class NeedAfterMove:
    """How often a need became another at a move."""

    move: str
    from_: str
    to: str
    minimum_age: float
    """Age in years from which it is counted."""
    moves: int
    """Moves of children of that need and age."""
    changed: int
    """How many of these had the new need after it."""


@dataclass(frozen=True)
class FillingFit:
    """Which share of the places that a council had were really filled."""

    provision: str
    usable_share: float
    """Children there as a share of the places, on average; the later months count more."""
    standard_error: float
    """How far the share of a year to come may lie from it."""
    children: float
    """How many lived there on average."""
