"""Exposure: every child-year at risk once, from when it could be seen, in the bands that the child is in."""

import numpy as np
import pytest

from placesim.model.rates import YEAR
from placesim.returns.fitting.estimates import BY_AGE, BY_TIME_IN_CARE, BY_TIME_IN_PLACEMENT, PER_YEAR
from placesim.returns.fitting.exposure import FINANCIAL_YEAR, Exposure, occurrence_exposure
from tests.councils import stream
from tests.small_pasts import Stay, busy, in_whole_days, past_of_stays, simulated, two_types

BANDS = {
    "entrants": {"local": stream(0, {"under 10": 1})},
    "age_bands": {"under 10": [0, 10], "10 to 17": [10, 18]},
    "time_in_care_bands": {"first year": [0, 1], "later": [1, 18]},
    "time_in_placement_bands": {"first half": [0, 0.5], "later": [0.5, 18]},
}


def days_at(exposure: Exposure, **levels: str) -> float:
    chosen = np.ones(len(exposure.years), bool)
    for field, name in levels.items():
        chosen &= exposure.levels[field] == exposure.names[field].index(name)
    return float(exposure.years[chosen].sum() * YEAR)


def test_a_child_is_at_risk_from_the_first_day_told_to_the_last_and_no_longer():
    stays = [Stay(0, -100.25, 20.5, "breakdown"), Stay(0, 20.5, np.nan, provision="a_home")]
    exposure = occurrence_exposure(past_of_stays(two_types(), stays, 365.0, {0: 8.0}))
    assert days_at(exposure, per_year="foster_care") == pytest.approx(20.5)
    assert days_at(exposure, per_year="home") == pytest.approx(365 - 20.5)
    assert exposure.ends_by("breakdown").sum() == 1
    assert exposure.ends_by("return_home").sum() == 0


def test_time_is_counted_in_the_band_that_the_child_is_in():
    entered = 0.25
    stays = [Stay(0, entered, 500.25, "breakdown"), Stay(0, 500.25, np.nan)]
    age = 10 - 300 / YEAR  # the tenth birthday is 300 days after coming into care
    exposure = occurrence_exposure(past_of_stays(two_types(**BANDS), stays, 730.0, {0: age}))
    assert days_at(exposure, **{BY_AGE: "under 10"}) == pytest.approx(300)
    assert days_at(exposure, **{BY_TIME_IN_CARE: "first year"}) == pytest.approx(YEAR)
    assert days_at(exposure, **{BY_TIME_IN_PLACEMENT: "first half"}) == pytest.approx(YEAR / 2 + YEAR / 2)
    assert days_at(exposure, **{FINANCIAL_YEAR: "2025"}) == pytest.approx(365 - entered)
    both = {BY_AGE: "10 to 17", BY_TIME_IN_CARE: "first year", BY_TIME_IN_PLACEMENT: "later"}
    assert days_at(exposure, **both) == pytest.approx(YEAR - 300)


def test_a_child_who_comes_back_has_been_in_care_for_no_time():
    stays = [Stay(0, 10.5, 400.5, "return_home"), Stay(0, 600.5, np.nan, period=2)]
    exposure = occurrence_exposure(past_of_stays(two_types(**BANDS), stays, 730.0, {0: 5.0}))
    assert days_at(exposure, **{BY_TIME_IN_CARE: "later"}) == pytest.approx(390 - YEAR)
    assert days_at(exposure, **{BY_TIME_IN_CARE: "first year"}) == pytest.approx(YEAR + 129.5)


def test_nobody_is_at_risk_once_they_are_18():
    stays = [Stay(0, -50.5, np.nan)]
    exposure = occurrence_exposure(past_of_stays(two_types(), stays, 730.0, {0: 18 - 150.5 / YEAR}))
    assert exposure.years.sum() * YEAR == pytest.approx(100)


def test_of_days_without_hours_risk_begins_at_the_midnight_after_and_ends_at_noon():
    stays = [Stay(0, 3, 10, "breakdown"), Stay(0, 10, 11, "breakdown"), Stay(0, 11, np.nan)]
    exposure = occurrence_exposure(past_of_stays(two_types(), stays, 20.0, {0: 5.0}))
    assert (exposure.years * YEAR).tolist() == pytest.approx([6.5, 0.5, 8.0])


@pytest.fixture(scope="module")
def lived():
    return simulated(busy(30, years=2))


def test_every_event_before_18_ends_a_stretch_and_every_night_in_care_is_at_risk(lived):
    exposure, episodes = occurrence_exposure(lived), lived.history.episodes
    for name in ("return_home", "breakdown"):
        reason = lived.history.names.reasons.index(name)
        assert exposure.ends_by(name).sum() == np.sum(episodes["end_reason"] == reason) > 5
    ends = np.where(np.isnan(episodes["end_day"]), lived.history.days, episodes["end_day"])
    days = ends - np.maximum(episodes["start_day"], 0)
    assert exposure.years.sum() * YEAR == pytest.approx(days.sum())


def test_whole_days_lose_half_a_day_a_placement_and_what_happened_in_it(lived):
    told = in_whole_days(lived)
    exposure, exact = occurrence_exposure(told), occurrence_exposure(lived)
    placements = len(told.history.episodes["child_id"])
    lost = (exact.years.sum() - exposure.years.sum()) * YEAR
    assert lost == pytest.approx(placements / 2, rel=0.15)
    assert set(exposure.names) == {PER_YEAR, *exposure.levels} == set(exact.names)
