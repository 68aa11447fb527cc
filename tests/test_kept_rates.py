"""What a past says nothing of stays as given, however the fit chose its reference bands."""

from itertools import product

import numpy as np
import pytest

from placesim.config.risks import Risk
from placesim.returns.fitted.kept import as_given
from placesim.returns.fitting.estimates import BY_AGE, BY_TIME_IN_CARE, PER_YEAR, Coefficient, RiskFit, RiskTests

FACTORS = {BY_AGE: {"young": 2.0, "grown": 0.5, "never seen": 4.0}, BY_TIME_IN_CARE: {"first year": 2.5}}
GIVEN = Risk.model_validate(
    {"label": "A risk", "per_year": {"seen": 0.1, "unseen": 0.08}, **FACTORS, "source": "assumption: a test"}
)


def fit_of(*levels: tuple[str, str, float, bool]) -> RiskFit:
    coefficients = tuple(
        Coefficient(field, key, value, 40, 100.0, reference) for field, key, value, reference in levels
    )
    return RiskFit("a_risk", coefficients, 0.0, np.eye(1), 80, 10, 100.0, RiskTests({}, 1.0, 1.0, 0.0), None)


THE_SAME = fit_of(
    (PER_YEAR, "seen", 0.1 * 0.5 * 2.5, False),
    (BY_AGE, "young", 2.0 / 0.5, False),
    (BY_AGE, "grown", 1.0, True),
    (BY_TIME_IN_CARE, "first year", 1.0, True),
    (BY_TIME_IN_CARE, "later", 1 / 2.5, False),
)
"""A fit that finds what the configuration says, about other references."""


@pytest.mark.parametrize(
    ("kind", "age", "time"),
    list(product(["seen", "unseen"], ["young", "grown", "never seen"], ["first year", "later"])),
)
def test_every_rate_is_the_given_one_where_the_fit_finds_the_given_factors(kind, age, time):
    kept, fitted = as_given(GIVEN, THE_SAME), THE_SAME.fields()
    [rates, ages, times] = ({**kept[field], **fitted[field]} for field in (PER_YEAR, BY_AGE, BY_TIME_IN_CARE))
    given = GIVEN.per_year[kind] * GIVEN.by_age[age] * GIVEN.by_time_in_care.get(time, 1)
    assert rates[kind] * ages[age] * times[time] == pytest.approx(given)


def test_only_what_was_not_fitted_is_kept():
    kept = as_given(GIVEN, THE_SAME)
    assert {field: list(levels) for field, levels in kept.items() if levels} == {
        PER_YEAR: ["unseen"],
        BY_AGE: ["never seen"],
    }


def test_a_reference_at_which_the_configuration_has_nil_is_not_heeded():
    nil = GIVEN.replace(by_age={"grown": 0, "never seen": 3})
    assert as_given(nil, THE_SAME)[BY_AGE] == {"never seen": 3}
    assert as_given(nil, THE_SAME)[PER_YEAR] == pytest.approx({"unseen": 0.08 * 2.5})
