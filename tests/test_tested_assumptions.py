"""The study of what two answers rest on: each case changes its assumption and nothing else."""

import pytest

from placesim.config.baseline import Baseline
from placesim.studies import tested_assumptions as study
from tests.conftest import ROOT

JUNO = ("juno_summer_lane", "juno_widnes", "juno_widnes_council", "juno_rutland_street")


def capacities(council: Baseline) -> list:
    return [council.provision[name].capacity for name in JUNO]


def test_the_old_rule_is_that_of_version_0_4_0(halton):
    old = study.OLD(halton)
    assert old.complexity.strength == 0
    assert {(home.turnaround_days, home.searches_first_days) for home in capacities(old)} == {(0, 0)}
    limits = {(t.maximum_age, t.minimum_days_to_18, t.settled_after_days) for t in old.needs["home"].transfers}
    assert limits == {(18, 0, 1096)}


def test_a_case_changes_its_assumption_and_nothing_else(halton):
    changed = study.homes(turnaround_days=90)(halton)
    assert {home.turnaround_days for home in capacities(changed)} == {90}
    back = study.homes(turnaround_days=21)(changed)
    assert back == halton


def test_carers_may_be_read_as_no_better_than_agencies(halton):
    same = study.in_house_like_agencies(1)(halton)
    half = study.in_house_like_agencies(0.5)(halton)
    for name in study.UNPLANNED:
        rates = [council.moves[name].per_year["in_house"] for council in (halton, half, same)]
        assert rates[2] == same.moves[name].per_year["ifa"]
        assert rates[1] == pytest.approx((rates[0] + rates[2]) / 2)
    assert study.in_house_like_agencies(0)(halton) == halton


def test_the_study_tells_every_case(monkeypatch):
    monkeypatch.chdir(ROOT)
    cases = (study.Case("as configured", study.as_it_is), study.Case("90 days", study.homes(turnaround_days=90)))
    rows = study.found(study.Study("Homes", study.HOMES, cases), study.COUNCIL, futures=12, seed=1, workers=1)
    assert [each.label for each in rows] == ["as configured", "90 days"]
    assert rows[1].void_share > rows[0].void_share > 0
    assert 0.5 < rows[0].from_elsewhere < 1
    told = study.page([("Homes", rows)], 12, "command")
    assert told.count("\n| ") == 3
    assert f"{rows[1].void_share:.0%}" in told
