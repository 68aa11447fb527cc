"""Scores of a back-cast: how near each forecaster came, how honest its ranges were, and which naive one did best."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, inf, isfinite, log, nan, sqrt
from statistics import fmean
from typing import TypeVar

import numpy as np

from placesim.experiment.statistics import students_t
from placesim.results.backcasts import CHILDREN, EVERYBODY, MODEL, NAIVE, BackCast, Foretold

T = TypeVar("T")

FEWEST_ORIGINS = 3
"""Origins from which on an interval can be told."""

HELD = 0.8
"""Of what happens, the share that a range from p10 to p90 is to hold."""


@dataclass(frozen=True)
class Interval:
    """Between which two values something lies with 95% confidence."""

    low: float
    high: float


@dataclass(frozen=True)
class ForecasterScore:
    """How one forecaster did over some figures."""

    forecaster: str
    figures: int
    absolute_error: float
    """Mean distance of the median from what happened, in children or events."""
    bias: float
    """Mean of the median less what happened."""
    in_half: float
    """Share of figures that the central 50% held."""
    in_80: float
    """Share of figures that the central 80% held."""
    weighted_interval_score: float
    """Mean, in the unit of the figures; lower is better."""


@dataclass(frozen=True)
class Subject:
    """Figures that are judged together: of one measure and group, or of all placement types."""

    label: str
    holds: Callable[[Foretold], bool]


@dataclass(frozen=True)
class Judged:
    """How every forecaster did on one subject."""

    label: str
    figures: int
    origins: int
    scores: tuple[ForecasterScore, ...]
    """The model's, then the naive ones' that foretold every figure of the subject."""
    best: str
    """The naive forecaster with the lowest weighted interval score, known only afterwards."""
    ratio: float
    """The model's weighted interval score against that one's: below 1 the model is better."""
    ratio_interval: Interval | None
    """By origins; none where there are too few of them."""
    in_80_interval: Interval | None
    """Of the share of figures that the model's central 80% held; by origins."""
    stretch: float
    """By how much the model's 80% ranges would have to be stretched about their median to have held 80%."""

    @property
    def model(self) -> ForecasterScore:
        """The model's own score."""
        return self.scores[0]

    def score_of(self, forecaster: str) -> ForecasterScore:
        """Return the score of one forecaster."""
        return next(score for score in self.scores if score.forecaster == forecaster)


FLOWS = {"entries": "Entries in a year", "leavers": "Leavers in a year", "moves": "Moves in a year"}


def _of_type(group: str) -> Callable[[Foretold], bool]:
    return lambda row: row.measure == CHILDREN and row.group == group


def _of_measure(measure: str) -> Callable[[Foretold], bool]:
    return lambda row: row.measure == measure


TOTAL = Subject("All children in care", _of_type(EVERYBODY))
TYPES = Subject("Placement types together", lambda row: row.measure == CHILDREN and row.group != EVERYBODY)
EVERYTHING = Subject("Everything", lambda _: True)


def subjects_of(cast: BackCast) -> tuple[Subject, ...]:
    """Return what is judged: all children, the placement types together and each, and each flow."""
    kinds = [(group, line.label) for group, line in cast.lines.items() if group != EVERYBODY]
    types = (Subject(label, _of_type(group)) for group, label in kinds)
    flows = (Subject(label, _of_measure(measure)) for measure, label in FLOWS.items())
    return tuple(each for each in (TOTAL, TYPES, *types, *flows) if any(map(each.holds, cast.rows)))


def judged(cast: BackCast, subject: Subject, months: int | None = None) -> Judged:
    """Return how every forecaster did on a subject.

    Args:
        cast: the back-cast.
        subject: which figures; there are some.
        months: only those so far ahead; left out, all.
    """
    rows = [row for row in cast.rows if subject.holds(row) and months in (None, row.horizon_months)]
    by_forecaster = {name: [row for row in rows if row.forecaster == name] for name in (MODEL, *NAIVE)}
    model = by_forecaster[MODEL]
    whole = {name: of for name, of in by_forecaster.items() if len(of) == len(model)}
    scores = tuple(_score(name, of) for name, of in whole.items())
    best = min(scores[1:], key=lambda score: score.weighted_interval_score).forecaster
    held = by_origins(model, lambda row: row.origin, lambda some: fmean(row.in_80 for row in some))
    ratio, interval = _ratio(model, whole[best])
    return Judged(
        subject.label,
        len(model),
        len({row.origin for row in model}),
        scores,
        best,
        ratio,
        interval,
        held and Interval(max(held.low, 0.0), min(held.high, 1.0)),
        stretch(model),
    )


def _score(name: str, rows: Sequence[Foretold]) -> ForecasterScore:
    return ForecasterScore(
        name,
        len(rows),
        fmean(row.absolute_error for row in rows),
        fmean(row.p50 - row.observed for row in rows),
        fmean(row.in_half for row in rows),
        fmean(row.in_80 for row in rows),
        fmean(row.weighted_interval_score for row in rows),
    )


def _ratio(model: Sequence[Foretold], other: Sequence[Foretold]) -> tuple[float, Interval | None]:
    """Return the model's score against another's, with its interval on the scale of logarithms."""
    pairs = list(zip(model, other, strict=True))
    whole = _times(pairs)
    found = by_origins(pairs, lambda pair: pair[0].origin, lambda some: log(_times(some)) if _times(some) else nan)
    return whole, found and Interval(exp(found.low), exp(found.high))


def _times(pairs: Iterable[tuple[Foretold, Foretold]]) -> float:
    """Return the score of the first of each pair against that of the second; where neither errs, 1."""
    ours, theirs = np.sum([[one.weighted_interval_score, two.weighted_interval_score] for one, two in pairs], axis=0)
    if theirs > 0:
        return float(ours / theirs)
    return inf if ours > 0 else 1.0


def by_origins(
    rows: Sequence[T], origin: Callable[[T], date], estimate: Callable[[Sequence[T]], float]
) -> Interval | None:
    """Return the 95% interval of an estimate from figures that share their origins; none where it cannot be told.

    The jackknife leaves out one origin at a time, with Student's t of as many origins less one (Efron and Tibshirani
    1993, chapter 11). Origins overlap in time, so it is rather too narrow than too wide.
    """
    origins = sorted({origin(row) for row in rows})
    if len(origins) < FEWEST_ORIGINS:
        return None
    whole = estimate(rows)
    without = np.array([estimate([row for row in rows if origin(row) != left_out]) for left_out in origins])
    if not isfinite(whole) or not np.isfinite(without).all():
        return None
    many = len(origins)
    error = sqrt((many - 1) / many * float(np.sum(np.square(without - without.mean()))))
    half = students_t(many - 1) * error
    return Interval(whole - half, whole + half)


def stretch(rows: Sequence[Foretold]) -> float:
    """Return by how much ranges from p10 to p90 would have to be stretched about their median to have held 80%."""
    return float(np.quantile([_reach(row) for row in rows], HELD, method="inverted_cdf"))


def _reach(row: Foretold) -> float:
    """Return how far what happened lies from the median, where the end of the 80% range on its side is 1."""
    side = row.p90 - row.p50 if row.observed >= row.p50 else row.p50 - row.p10
    if row.observed == row.p50:
        return 0.0
    return abs(row.observed - row.p50) / side if side > 0 else inf
