"""Scores, intervals and verdict of a back-cast against answers worked out by hand: honest where little is known."""

from dataclasses import replace
from datetime import date
from math import inf, isfinite

import numpy as np
import pytest

from placesim.experiment.backcast_scores import EVERYTHING, TOTAL, Judged, by_origins, judged, stretch, subjects_of
from placesim.experiment.backcast_verdict import Ranges, Standing, ranges_of, standing_of
from placesim.results.backcasts import CHILDREN, EVERYBODY, FLAT, KNOWN_PLACES, MODEL, BackCast, Foretold, Line

YEARS = (2019, 2020, 2021, 2022)


def said(
    year: int, observed: float, forecaster: str = MODEL, *, off: float = 0, half: float = 10, months: int = 12
) -> Foretold:
    """A forecast of all children whose median is `off` above what happened, from `half` below it to `half` above."""
    middle = observed + off
    quantiles = (middle - half, middle - half / 2, middle, middle + half / 2, middle + half)
    score = abs(off) + half / 10
    return Foretold(date(year, 3, 31), CHILDREN, EVERYBODY, months, observed, forecaster, *quantiles, score)


def cast(*rows: Foretold) -> BackCast:
    origins = tuple(sorted({row.origin for row in rows}))
    days = tuple(date(year, 3, 31) for year in range(2018, 2024))
    lines = {EVERYBODY: Line("All children in care", days, np.full(len(days), 100.0))}
    return BackCast("Testford", origins, date(2023, 3, 31), rows, lines, 100, 1)


def test_coverage_is_the_share_of_figures_inside_the_ends_the_ends_among_them():
    off = (0, 5, 10, 11)  # inside half; on its end; on the end of 80%; outside
    found = judged(cast(*(said(2019, 100, off=each) for each in off), *[said(2019, 100, FLAT)] * 4), TOTAL).model
    assert (found.in_half, found.in_80) == (0.5, 0.75)
    assert (found.absolute_error, found.bias) == (6.5, 6.5)


def test_the_best_naive_forecast_is_the_one_of_the_lowest_score_that_foretold_every_figure():
    rows = [said(year, 100) for year in YEARS]
    flat = [said(year, 100, FLAT, off=3) for year in YEARS]
    once = said(2019, 100, KNOWN_PLACES)
    found = judged(cast(*rows, *flat, once), TOTAL)
    assert found.best == FLAT
    assert [score.forecaster for score in found.scores] == [MODEL, FLAT]
    assert found.ratio == pytest.approx(1 / 4)


def test_a_horizon_is_judged_by_itself():
    near = said(2019, 100, off=1), said(2019, 100, FLAT, off=2)
    far = said(2019, 100, off=7, months=36), said(2019, 100, FLAT, off=9, months=36)
    assert judged(cast(*near, *far), TOTAL, 36).model.absolute_error == 7
    assert judged(cast(*near, *far), TOTAL).model.absolute_error == 4


def test_the_jackknife_of_a_mean_over_origins_of_one_figure_each_is_its_t_interval():
    values = {date(year, 3, 31): value for year, value in zip(YEARS, (1.0, 2.0, 4.0, 5.0), strict=True)}
    found = by_origins(list(values.items()), lambda each: each[0], lambda some: float(np.mean([v for _, v in some])))
    assert found is not None
    half = 3.182 * np.std(list(values.values()), ddof=1) / 2
    assert (found.low, found.high) == pytest.approx((3 - half, 3 + half), abs=0.02)


def test_two_origins_have_no_interval():
    assert by_origins([2019, 2020], lambda year: date(year, 3, 31), lambda some: float(np.mean(some))) is None


def test_ranges_are_stretched_until_four_in_five_are_held():
    rows = [said(2019, 100, off=off) for off in (1, 2, 3, 15, 40)]
    assert stretch(rows) == pytest.approx(1.5)  # the fourth of five, 15 off where the range reaches 10
    assert stretch([said(2019, 100, off=1, half=0)]) == inf
    assert stretch([said(2019, 100, off=0, half=0)]) == 0


@pytest.fixture
def twelve() -> Judged:
    """Twelve figures from four past days, on which the model is half as far off as the naive forecast."""
    rows = [
        said(year, 100, who, off=off + year % 2 / 10, months=months)
        for year in YEARS
        for months in (12, 24, 36)
        for who, off in ((MODEL, 2), (FLAT, 5))
    ]
    return judged(cast(*rows), TOTAL)


def test_a_model_that_is_surely_ahead_is_trusted(twelve):
    assert (twelve.figures, twelve.origins) == (12, 4)
    assert twelve.ratio_interval is not None
    assert twelve.ratio_interval.high < 1
    assert standing_of(twelve) is Standing.BETTER


def test_nothing_is_said_of_fewer_than_ten_figures_or_of_fewer_than_three_days(twelve):
    assert standing_of(replace(twelve, figures=9)) is Standing.TOO_FEW
    assert standing_of(replace(twelve, origins=2)) is Standing.TOO_FEW
    assert ranges_of(replace(twelve, figures=9)) is Ranges.TOO_FEW


@pytest.mark.parametrize(
    ("ratio", "low", "high", "standing"),
    [
        (0.96, 0.94, 0.98, Standing.NO_BETTER),
        (0.94, 0.8, 1.02, Standing.NO_BETTER),
        (0.9, 0.7, 1.1, Standing.PERHAPS_BETTER),
        (0.6, 0.5, 0.99, Standing.BETTER),
        (1.1, 1.05, 1.15, Standing.NO_BETTER),
        (1.2, 0.9, 1.5, Standing.PERHAPS_WORSE),
        (1.2, 1.01, 1.4, Standing.WORSE),
    ],
)
def test_the_verdict_follows_its_rules(twelve, ratio, low, high, standing):
    assert twelve.ratio_interval is not None
    told = replace(twelve, ratio=ratio, ratio_interval=replace(twelve.ratio_interval, low=low, high=high))
    assert standing_of(told) is standing


def test_a_verdict_without_an_interval_may_be_chance(twelve):
    assert standing_of(replace(twelve, ratio=0.5, ratio_interval=None)) is Standing.PERHAPS_BETTER
    assert standing_of(replace(twelve, ratio=1.5, ratio_interval=None)) is Standing.PERHAPS_WORSE


@pytest.mark.parametrize(
    ("held", "ranges"),
    [(0.69, Ranges.TOO_NARROW), (0.7, Ranges.ABOUT_RIGHT), (0.9, Ranges.ABOUT_RIGHT), (0.95, Ranges.WIDER_THAN_NEEDED)],
)
def test_ranges_that_hold_70_to_90_percent_are_about_right(twelve, held, ranges):
    model, *others = twelve.scores
    assert ranges_of(replace(twelve, scores=(replace(model, in_80=held), *others))) is ranges


def test_a_perfect_naive_forecast_cannot_be_beaten_but_can_be_equalled():
    sure = [said(2019, 100, FLAT, half=0)]
    assert judged(cast(said(2019, 100, half=0), *sure), TOTAL).ratio == 1
    beaten = judged(cast(said(2019, 100, off=4), *sure), TOTAL)
    assert not isfinite(beaten.ratio)
    assert beaten.ratio_interval is None


def test_small_counts_go_with_the_whole_of_their_type_and_one_type_never_goes_alone():
    days, kinds = (date(2019, 3, 31),), {"small": 3.0, "middle": 8.0, "large": 50.0}
    rows = [replace(said(2019, count, who), group=kind) for kind, count in kinds.items() for who in (MODEL, FLAT)]
    lines = {kind: Line(kind, days, np.array([count])) for kind, count in kinds.items()}
    full = replace(cast(*rows, said(2019, 61), said(2019, 61, FLAT)), lines=lines)
    assert {row.group for row in full.suppressed().rows} == {"large", EVERYBODY}
    few = replace(said(2019, 2), measure="entries")
    assert few not in replace(full, rows=(*full.rows, few)).suppressed().rows
    assert full.frame()["group"].nunique() == 4


def test_everything_is_judged_subject_by_subject_and_together(twelve):
    whole = cast(said(2019, 100), said(2019, 100, FLAT))
    assert judged(whole, EVERYTHING).figures == 1
    assert [subject.label for subject in subjects_of(whole)] == ["All children in care"]
