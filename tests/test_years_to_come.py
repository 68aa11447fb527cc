"""Years to come: rates and entries are drawn further apart than the past alone knows them, as years differ."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from placesim.returns.fitted.rates import of_years_to_come
from placesim.returns.fitting.estimates import Coefficient, RiskFit, RiskTests, YearByYear

FIT = RiskFit(
    "breakdown",
    (
        Coefficient("per_year", "kinship", 0.2, 60, 300.0),
        Coefficient("per_year", "ifa", 0.4, 90, 225.0),
        Coefficient("by_age", "10 to 15", 1.5, 50, 100.0),
    ),
    0.0,
    np.diag([0.02, 0.01, 0.03]),
    150,
    80,
    525.0,
    RiskTests({}, 1.0, 1.0, 0.0),
    None,
)  # fmt: skip


def with_years(variation: float, years: int) -> RiskFit:
    events = dict.fromkeys(range(2015, 2015 + years), 30)
    told = YearByYear(events, dict.fromkeys(events, 30.0), variation, 0.05, 1.0, 0.1)
    return replace(FIT, years=told)


def test_what_sets_years_apart_moves_the_rates_of_all_types_together_and_no_factor():
    added = of_years_to_come(with_years(variation=0.2, years=5)) - FIT.covariance
    assert added == pytest.approx(np.array([[0.028, 0.028, 0], [0.028, 0.028, 0], [0, 0, 0]]))


def test_more_years_known_bring_the_years_to_come_nearer_but_never_to_nothing():
    few, many = (of_years_to_come(with_years(0.2, years))[0, 0] - 0.02 for years in (4, 40))
    assert few > many > 0.2**2 / 2
    assert sqrt(many) == pytest.approx(0.145, abs=0.001)


def test_a_fit_that_tells_nothing_of_years_is_drawn_as_it_is():
    assert of_years_to_come(FIT) is FIT.covariance
