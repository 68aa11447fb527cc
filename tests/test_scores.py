"""Scores of forecasts against answers worked out by hand, and the naive forecasts that a model has to beat."""

from statistics import NormalDist

import numpy as np
import pytest

from placesim.results.scores import Forecast, carried_forward, carried_forward_as_a_count, of_futures, scored

UNIFORM = Forecast(lambda probability: 10 * probability)


def test_what_lies_inside_an_interval_costs_its_width():
    assert UNIFORM.interval_score(0.2, observed=5) == pytest.approx(8)  # from 1 to 9


def test_what_lies_outside_costs_the_more_the_surer_the_interval_was():
    assert UNIFORM.interval_score(0.2, observed=12) == pytest.approx(8 + 2 / 0.2 * 3)
    assert UNIFORM.interval_score(0.5, observed=12) == pytest.approx(5 + 2 / 0.5 * 4.5)


def test_a_single_figure_scores_its_absolute_error():
    assert carried_forward(57).absolute_error(43) == 14
    assert carried_forward(57).weighted_interval_score(43) == pytest.approx(14)


def test_the_weighted_interval_score_is_near_the_continuous_score_of_a_normal_forecast():
    """The continuous ranked probability score of a standard normal at its middle is (sqrt 2 - 1) / sqrt pi."""
    standard = Forecast(NormalDist().inv_cdf)
    assert standard.weighted_interval_score(0) == pytest.approx((np.sqrt(2) - 1) / np.sqrt(np.pi), rel=0.1)


def test_a_forecast_without_doubt_beats_a_wide_one_only_where_it_is_right():
    sure, wide = carried_forward(100), carried_forward_as_a_count(100, years=1)
    assert sure.weighted_interval_score(100) < wide.weighted_interval_score(100)
    assert sure.weighted_interval_score(125) > wide.weighted_interval_score(125)


def test_a_count_carried_forward_spreads_with_the_years_and_never_below_nobody():
    p10 = [carried_forward_as_a_count(100, years).quantile(0.1) for years in (1, 4)]
    assert p10 == pytest.approx([100 - 12.816, 100 - 25.631], abs=0.001)
    assert carried_forward_as_a_count(1, years=2).quantile(0.01) == 0
    assert carried_forward_as_a_count(0, years=2).quantile(0.9) == 0


def test_futures_are_a_forecast_of_their_own_quantiles():
    futures = of_futures(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    assert futures.middle == 3
    assert futures.absolute_error(5) == 2


def test_scores_are_means_over_figures():
    score = scored([(carried_forward(10), 12), (carried_forward(10), 10)])
    assert (score.figures, score.mean_absolute_error, score.weighted_interval_score) == pytest.approx((2, 1, 1))
