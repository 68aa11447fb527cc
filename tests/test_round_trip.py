"""The round trip: what made a past is found again in it, as surely as the fit says."""

import pytest

from placesim.returns.fitting.estimates import BY_AGE, PER_YEAR
from placesim.studies.round_trip import council_of, intervals, past_as_simulated, studied
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
    same = past_as_simulated(past.baseline.replace(leaving={"return_home": shifted}), past.history)
    [one, other] = ({(each.risk, each.key): each.off for each in intervals(of, 0)} for of in (past, same))
    assert one == pytest.approx(other, abs=1e-6)
    assert max(abs(off) for off in one.values()) < 3.5


def test_a_small_study_finds_what_made_its_pasts():
    [found] = studied(busy(200), range(3), seed=5)
    assert found.pooled.given >= 3 * 6
    assert found.pooled.share > 0.8
    assert {each.field for each in found.sure} >= {PER_YEAR, BY_AGE}
    told = page([found], 1, 4, "command")
    assert f"| all together | {found.pooled.given} | {found.pooled.held} | {found.pooled.share:.1%} |" in told


@pytest.mark.slow
def test_intervals_of_rates_hold_the_truth_93_to_97_times_in_a_hundred():
    [found] = studied(council_of(times=5), range(20), seed=1)
    assert found.pooled.given > 1000
    assert abs(found.pooled.share - 0.95) < 0.02 + 2 * found.pooled.error
    assert Held.of("thin", found.thin).share > 0.8
