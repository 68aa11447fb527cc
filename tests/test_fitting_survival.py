"""Survival: known answers by hand, and the same as statsmodels on the same data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placesim.returns.fitting.survival import cumulative_incidence, kaplan_meier


def test_by_hand_with_one_who_is_seen_only_from_the_second_day():
    begins, ends = np.array([0.0, 0, 0, 2]), np.array([1.0, 3, 4, 3])
    curve = kaplan_meier(begins, ends, np.array([True, True, False, True]))
    assert curve.times.tolist() == [1, 3]
    assert curve.at_risk.tolist() == [3, 3]
    assert curve.happened.tolist() == [1, 2]
    assert curve.left.tolist() == pytest.approx([2 / 3, 2 / 9])


def test_what_happens_first_by_cause_adds_up_to_who_is_gone():
    ends, cause = np.array([1.0, 2, 2, 5, 6]), np.array([0, 1, 0, -1, 1])
    times, shares = cumulative_incidence(np.zeros(5), ends, cause)
    curve = kaplan_meier(np.zeros(5), ends, cause >= 0)
    assert times.tolist() == [1, 2, 6]
    assert shares[0].tolist() == pytest.approx([0.2, 0.4, 0.4])
    assert (shares[0] + shares[1]).tolist() == pytest.approx((1 - curve.left).tolist())


def seen(seed: int, children: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Times of children seen from some day on; some days are whole, so that several events fall together."""
    rng = np.random.default_rng(seed)
    begins = np.where(rng.random(children) < 0.5, 0.0, rng.exponential(1, children)).round(1)
    return begins, begins + rng.exponential(2, children).round(1) + 0.1, rng.integers(-1, 3, children)


@given(st.integers(0, 10_000), st.integers(60, 200))
def test_kaplan_meier_is_that_of_statsmodels(seed, children):
    from statsmodels.duration.survfunc import SurvfuncRight

    begins, ends, cause = seen(seed, children)
    ours = kaplan_meier(begins, ends, cause >= 0)
    theirs = SurvfuncRight(ends, (cause >= 0).astype(int), entry=begins)
    assert ours.times == pytest.approx(theirs.surv_times, abs=1e-12)
    assert ours.at_risk == pytest.approx(theirs.n_risk, abs=1e-9)
    assert ours.left == pytest.approx(theirs.surv_prob, abs=1e-9)


@given(st.integers(0, 10_000), st.integers(20, 200))
def test_cumulative_incidence_is_that_of_statsmodels(seed, children):
    from statsmodels.duration.survfunc import CumIncidenceRight

    _, ends, cause = seen(seed, children)
    cause[:3] = 0, 1, 2
    times, ours = cumulative_incidence(np.zeros(children), ends, cause)
    theirs = CumIncidenceRight(ends, cause + 1)
    at = np.searchsorted(theirs.times, times)
    for number, share in ours.items():
        assert share == pytest.approx(theirs.cinc[number][at], abs=1e-9)
