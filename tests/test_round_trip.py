"""The round trip: what made a past is found again in it, as surely as the fit says."""

from dataclasses import replace

import pytest

from placesim.returns.fitting.estimates import BY_AGE, PER_YEAR
from placesim.studies.round_trip import council_of, intervals, studied
from placesim.studies.round_trip_found import Held, Interval
from placesim.studies.round_trip_words import page
from tests.small_pasts import busy, simulated


def interval(number: int, off: float, thin: bool = False) -> Interval:
    return Interval(number, "breakdown", PER_YEAR, "home", 40, thin, True, off)


def test_intervals_are_counted_past_by_past():
    held = Held.of("all", [interval(1, 0.3), interval(1, -1.9), interval(2, 2.1), interval(2, -5)])
    assert (held.given, held.held, held.share) == (4, 2, 0.5)
    assert held.error == pytest.approx(0.5)


def test_the_truth_is_seen_from_the_reference_that_the_fit_chose():
    past = simulated(busy())
    shifted = past.baseline.leaving["return_home"].replace(
        by_age={"under 5": 2, "5 to 12": 2, "13 to 17": 1}, per_year={"foster_care": 0.25, "home": 0.15}
    )
    same = replace(past, baseline=past.baseline.replace(leaving={"return_home": shifted}))
    [one, other] = ({(each.risk, each.key): each.off for each in intervals(of, 0)} for of in (past, same))
    assert one == pytest.approx(other, abs=1e-6)
    assert max(abs(off) for off in one.values()) < 3.5


def test_a_small_study_finds_what_made_its_pasts_as_simulated_and_by_way_of_files():
    simulated, read = studied(council_of(times=1, years=2), range(2), seed=5, every=2)
    assert (simulated.pasts, read.pasts) == (2, 1)
    for found in (simulated, read):
        assert found.pooled.given > 5
        assert found.pooled.share > 0.7
        assert {each.field for each in found.sure} >= {PER_YEAR, BY_AGE}
    [alike] = read.alike
    assert alike.children == alike.children_alike > 300
    assert alike.stocks == alike.stocks_alike == 24 * 10
    told = page([simulated, read], 1, 4, "command")
    assert f"| all together | {read.pooled.given} | {read.pooled.held} | {read.pooled.share:.1%} |" in told
    assert f"Of {alike.children:,} children in care on their first days, {alike.children:,} were read" in told


@pytest.mark.slow
def test_intervals_of_rates_hold_the_truth_93_to_97_times_in_a_hundred():
    for found in studied(council_of(times=5), range(20), seed=1, every=2):
        assert found.pooled.given > 500
        assert abs(found.pooled.share - 0.95) < 0.02 + 2 * found.pooled.error
        assert Held.of("thin", found.thin).share > 0.8
        assert all(each.children == each.children_alike for each in found.alike)
        assert all(each.stocks == each.stocks_alike for each in found.alike)
