"""Entries, what follows and who comes back: counted as told, levels and variation as years allow."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from placesim.model.rates import YEAR
from placesim.returns.fitting.arrivals import arrivals
from placesim.returns.fitting.entries import fit_entries
from placesim.returns.fitting.estimates import BY_TIME_SINCE_LEAVING, PER_YEAR, NeedAfterMove, OptionShare, Shares
from placesim.returns.fitting.following import at_18_reasons, needs_after_moves
from placesim.returns.fitting.options import option_shares
from placesim.returns.fitting.re_entry import fit_re_entry
from placesim.returns.fitting.years import Change, Spread, YearCounts, recent_rate, trend, variation
from tests.councils import council, need, risk, spot, stream
from tests.small_pasts import Stay, busy, past_of_stays, simulated, two_types

NO_TREND, NO_SPREAD = Change(0.0, 1.0), Spread(0.0, 0.0)


def years(*counts: int) -> YearCounts:
    return YearCounts(np.array(counts, float), np.ones(len(counts)))


def test_years_that_are_alike_vary_little_and_years_that_differ_vary_much():
    alike, apart = variation(years(100, 104, 97, 99, 101), NO_TREND), variation(years(60, 140, 80, 120, 100), NO_TREND)
    assert alike.mean < 0.08
    assert 0.2 < apart.mean < 0.4
    assert apart.standard_error > alike.standard_error


def test_one_year_says_nothing_of_variation():
    alone = variation(years(100), NO_TREND)
    assert 0.1 < alone.mean < 0.2
    assert alone.standard_error > 0.1


def test_variation_is_found_on_average():
    rng, truth = np.random.default_rng(1), 0.2
    found = [
        variation(years(*rng.poisson(100 * rng.gamma(1 / truth**2, truth**2, 8))), NO_TREND).mean for _ in range(200)
    ]
    assert np.mean(found) == pytest.approx(truth, abs=0.02)


def test_intervals_of_a_level_hold_the_rate_behind_years_that_differ():
    rng, truth = np.random.default_rng(2), 0.2
    held = 0
    for _ in range(300):
        counts = years(*rng.poisson(100 * rng.gamma(1 / truth**2, truth**2, 5)))
        change = trend(counts)
        rate, error = recent_rate(counts, change, variation(counts, change))
        held += abs(rate - 100) < 1.96 * error
    assert 0.82 < held / 300 < 0.97


def test_the_level_leans_on_recent_years_and_more_so_in_a_trend():
    counts = years(100, 100, 100, 200)
    still, falls = recent_rate(counts, NO_TREND, NO_SPREAD)[0], recent_rate(counts, Change(0.2, 0.01), NO_SPREAD)[0]
    weights = [sqrt(0.5) ** age for age in (3, 2, 1, 0)]
    assert still == pytest.approx(100 + 100 * weights[-1] / sum(weights))
    assert falls == pytest.approx(100 + 100 * 8 / 15)


def test_the_error_of_a_level_holds_chance_and_differences_between_years():
    counts = years(100, 100, 100, 100)
    rate, chance = recent_rate(counts, NO_TREND, NO_SPREAD)
    assert rate == pytest.approx(100)
    assert sqrt(100 / 4) < chance < sqrt(100 / 2)
    assert recent_rate(counts, NO_TREND, Spread(0.2, 0.0))[1] > 20 / sqrt(4)


def test_a_steady_rise_is_a_trend_and_scatter_is_none():
    rise = trend(years(100, 110, 121, 133, 146))
    assert rise.per_year == pytest.approx(0.1, abs=0.005)
    assert rise.believed
    assert not trend(years(100, 120, 90, 115, 101)).believed
    assert trend(years(50, 100, 150)) == NO_TREND


def test_entries_are_counted_by_financial_year_age_band_and_need():
    stays = [
        *(Stay(0, -10.5, np.nan), Stay(1, 0.5, 200.5, "return_home"), Stay(1, 300.5, np.nan, period=2)),
        *(Stay(2, 364.5, np.nan, need="more"), Stay(3, 365.5, np.nan)),
    ]
    needs = {"care": need("carers"), "more": need("a_home", "carers")}
    past = past_of_stays(two_types(needs=needs), stays, 730.0, {0: 3.0, 1: 0.5, 2: 12.0, 3: 0.9})
    fit = fit_entries(past, "local")
    assert fit.by_year == {2025: 2, 2026: 1}
    assert fit.ages.counts == {"under 1": 2, "1 to 17": 1}
    assert fit.needs == {"under 1": Shares({"care": 2}), "1 to 17": Shares({"more": 1})}
    assert fit_entries(past, "local", returning=True).by_year == {2025: 3, 2026: 1}
    assert fit.season == fit.trend == 1


def test_a_year_that_no_return_tells_of_is_no_year_without_entrants():
    stays = [Stay(number, 10.5 + 730 * (number > 9), np.nan) for number in range(20)]
    past = past_of_stays(two_types(), stays, 1095.0, dict.fromkeys(range(20), 5.0))
    assert fit_entries(past, "local").by_year == {2025: 10, 2026: 0, 2027: 10}
    fit = fit_entries(replace(past, untold=(2026,)), "local")
    assert fit.by_year == {2025: 10, 2027: 10}
    assert fit.per_year == pytest.approx(10, rel=0.02)


def test_a_season_is_found_where_children_come_in_one_month():
    stays = [Stay(number, 10.0 + number % 20, np.nan) for number in range(80)]
    assert fit_entries(past_of_stays(two_types(), stays, 365.0, dict.fromkeys(range(80), 5.0)), "local").season < 1e-9
    assert fit_entries(simulated(busy(200, years=2)), "local").season > 0.001


def test_options_of_a_search_are_tried_one_after_the_other():
    search = need(
        {"provision": "relatives", "share": 0.3, "on_entry_only": True},
        {"provision": "parents", "share": 0.2},
        "carers",
    )
    places = {"relatives": spot(), "parents": spot(), "carers": spot()}
    baseline = council(places, needs={"care": search}, moves={"breakdown": risk({"foster_care": 1})})
    went = ["relatives"] * 3 + ["parents"] * 2 + ["carers"] * 5
    stays = [Stay(number, 1.5, np.nan, provision=place) for number, place in enumerate(went)]
    stays += [Stay(10, -5.5, 3.5, "breakdown"), Stay(10, 3.5, np.nan, provision="parents")]
    found = option_shares(past_of_stays(baseline, stays, 365.0, dict.fromkeys(range(11), 5.0)))
    assert found == (OptionShare("care", 0, 0, "relatives", 10, 3), OptionShare("care", 1, 0, "parents", 8, 3))


def test_needs_after_a_move_are_counted_as_the_configuration_has_them_and_as_seen_besides():
    needs = {name: need("carers") for name in ("care", "more", "less")}
    moves = {
        "breakdown": risk(
            {"foster_care": 1}, need_changes=[{"from": "care", "to": "more", "share": 0.5, "minimum_age": 10}]
        )
    }
    pairs = [
        ("care", "more", 12),
        ("care", "care", 11),
        ("care", "care", 5),
        ("care", "less", 0.5),
        ("less", "less", 5),
    ]
    stays = []
    for child, (before, after, _) in enumerate(pairs):
        stays += [Stay(child, 1.5, 3.5, "breakdown", need=before), Stay(child, 3.5, np.nan, need=after)]
    ages = {child: float(age) for child, (_, _, age) in enumerate(pairs)}
    found = needs_after_moves(past_of_stays(two_types(needs=needs, moves=moves), stays, 365.0, ages))
    assert found == (
        NeedAfterMove("breakdown", "care", "more", 10, 2, 1),
        NeedAfterMove("breakdown", "care", "less", 0, 4, 1),
    )


def test_reasons_at_18_are_counted_by_placement_type():
    old = 18 - 10 / YEAR
    stays = [Stay(child, -0.5, 9.4, "eighteen", "a_home" if child else "carers") for child in range(3)]
    found = at_18_reasons(past_of_stays(two_types(), stays, 365.0, dict.fromkeys(range(3), old)))
    assert found == {"foster_care": Shares({"eighteen": 1}), "home": Shares({"eighteen": 2})}


def test_coming_back_is_counted_per_year_since_leaving_until_18_or_the_last_day():
    stays = [
        *(Stay(0, -5.5, 10.5, "return_home"), Stay(0, 110.5, np.nan, period=2)),
        *(Stay(1, -5.5, 10.5, "return_home"), Stay(2, -5.5, 10.5, "return_home")),
    ]
    ages = {0: 3.0, 1: 3.0, 2: 18 - 116.0 / YEAR}
    bands = {"at once": (0.0, 0.5), "later": (0.5, 18.0)}
    fit = fit_re_entry(past_of_stays(two_types(), stays, 730.0, ages), bands)
    assert (fit.events, fit.children) == (1, 3)
    assert fit.exposure_years * YEAR == pytest.approx(100 + 719.5 + 100)
    by_time = {each.key: each.exposure_years * YEAR for each in fit.coefficients if each.field == BY_TIME_SINCE_LEAVING}
    assert by_time == pytest.approx({"at once": 100 + YEAR / 2 + 100, "later": 719.5 - YEAR / 2})
    assert {each.key for each in fit.coefficients if each.field == PER_YEAR} == {"return_home"}


def test_where_nobody_comes_back_the_rate_is_nil():
    stays = [Stay(0, -5.5, 10.5, "return_home")]
    fit = fit_re_entry(past_of_stays(two_types(), stays, 730.0, {0: 3.0}), {"ever": (0.0, 18.0)})
    assert fit.fields() == {PER_YEAR: {"return_home": 0.0}}


def test_entrants_of_another_stream_are_not_counted():
    streams = {"local": stream(50, {"under 1": 1}), "others": stream(20, {"under 1": 1})}
    past = simulated(two_types(entrants=streams))
    counted = [sum(fit_entries(past, name).by_year.values()) for name in streams]
    assert sum(counted) == len(past.history.children["child_id"])
    assert counted[0] > counted[1] > 10


def test_the_rates_by_which_children_came_back_are_found_again():
    coming_back = {
        "per_year": {"return_home": 0.3},
        "time_since_leaving_bands": {"a year": [0, 1], "later": [1, 18]},
        "by_time_since_leaving": {"later": 0.3},
        "source": "assumption: a test",
    }
    past = simulated(busy(300, re_entry=coming_back))
    fit = fit_re_entry(past, past.baseline.re_entry.time_since_leaving_bands)
    assert fit.events == np.sum(arrivals(past).returns) > 100
    assert fit.fields()[PER_YEAR]["return_home"] == pytest.approx(0.3, rel=0.25)
    assert fit.fields()[BY_TIME_SINCE_LEAVING]["later"] == pytest.approx(0.3, rel=0.4)
