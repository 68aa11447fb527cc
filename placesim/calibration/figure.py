"""One published figure: which measure means the same, how close is close enough, and what may be adjusted to it."""

import re
from collections.abc import Iterator
from datetime import date
from math import sqrt
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from placesim.config.problem import Problem, agreed
from placesim.config.values import Frozen, Label, Name, Number, Source, expected
from placesim.results.financial_year import financial_year_of


def _financial_year(value: Any) -> str:
    first = re.match(r"\s*(\d{4})", str(value))
    meant = financial_year_of(date(int(first[1]), 4, 1)) if first and int(first[1]) else "2025-26"
    if value != meant:
        raise expected(f"a financial year, as in {meant}")
    return meant


FinancialYear = Annotated[str, BeforeValidator(_financial_year)]
"""1 April to 31 March, as in 2025-26."""

PATHS = "a list of dotted paths, as in [leaving.return_home.per_year], or a list of such lists"


def _paths(value: Any) -> Any:
    if isinstance(value, list | tuple) and (_all_text(value) or all(map(_all_text, value))):
        return tuple(entry if isinstance(entry, str) else tuple(entry) for entry in value)
    raise expected(PATHS)


def _all_text(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(entry, str) for entry in value)


Paths = Annotated[tuple[str | tuple[str, ...], ...], BeforeValidator(_paths)]
"""Dotted paths to numbers that one factor scales, or a list of such lists with a factor for each."""


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
    standard_error: Number | None = Field(default=None, gt=0)
    """How far chance moves the published figure; the simulated mean agrees within twice that."""
    out_of: Number | None = Field(default=None, gt=0)
    """For a share: of how many children. The simulated mean agrees within twice the (binomial) error that gives."""
    held_back: bool = False
    """True for a figure that is only compared: calibration never fits to it."""
    adjust: Paths = ()
    """Numbers of the configuration, as dotted paths, that calibration may scale by one factor; lists for several."""
    adjust_between: tuple[Number, Number] | None = None
    """The least and the greatest factor by which they may be multiplied; a tenth and ten where nothing is said."""
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
    def together(self) -> tuple[tuple[str, ...], ...]:
        """Paths to the numbers that may be scaled, those of one factor together."""
        one = tuple(entry for entry in self.adjust if isinstance(entry, str))
        return (one,) if one else tuple(entry for entry in self.adjust if not isinstance(entry, str))

    @property
    def paths(self) -> Iterator[tuple[tuple[int, ...], str]]:
        """Each path to numbers that may be scaled, with its place under `adjust`."""
        for place, entry in enumerate(self.adjust):
            if isinstance(entry, str):
                yield (place,), entry
            else:
                yield from (((place, number), dotted) for number, dotted in enumerate(entry))

    @property
    def limits(self) -> tuple[float, float] | None:
        """The lowest and highest simulated mean that agrees; None where the range of futures is the test."""
        if self.between:
            return self.between
        error = self.standard_error or (self.out_of and sqrt(self.value * (1 - self.value) / self.out_of))
        room = 2 * error if error else abs(self.value) * (self.within_share or 0)
        if self.two_standard_errors:
            room = max(room, 2 * sqrt(abs(self.value)))
        return (self.value - room, self.value + room) if room else None


TESTS = ("between", "within_share", "standard_error", "out_of")
"""Fields that say when the simulated mean agrees, of which a figure has one or none."""


def _test_problems(figure: PublishedFigure) -> Iterator[Problem]:
    given = [name for name in TESTS if getattr(figure, name)]
    if len(given) > 1:
        yield Problem((given[0],), f"give either {given[0]} or {given[1]}, not both")
    if figure.between and figure.between[0] > figure.between[1]:
        yield Problem(("between",), f"between should be [lower, upper], found {list(figure.between)}")
    if figure.two_standard_errors and not figure.within_share:
        yield Problem(("two_standard_errors",), "only widens within_share; add within_share: 0.1, or take it out")
    if figure.out_of and not 0 < figure.value < 1:
        yield Problem(("out_of",), f"is for a share between 0 and 1; this figure is {figure.value:g}")
    yield from _adjusting_problems(figure)


def _adjusting_problems(figure: PublishedFigure) -> Iterator[Problem]:
    if figure.held_back and figure.adjust:
        yield Problem(("adjust",), "is for figures that are fitted, and this one is held back; take one of the two out")
    if figure.adjust_between and not figure.adjust:
        yield Problem(("adjust_between",), "limits what adjust names, and there is none; add adjust, or take it out")
    if figure.adjust_between and not 0 < figure.adjust_between[0] <= 1 <= figure.adjust_between[1]:
        message = (
            f"should be [least, greatest] around 1 and above 0, as in [0.5, 2]; found {list(figure.adjust_between)}"
        )
        yield Problem(("adjust_between",), message)


class PastNumbers(Frozen):
    """What was published of the children in one placement type in the years before the start."""

    placement_type: Name
    """One of the configuration's placement types."""
    at_year_end: dict[FinancialYear, Number] = Field(min_length=1)
    """Children on 31 March, by financial year, as in {2023-24: 59, 2024-25: 53}."""
    source: Source
