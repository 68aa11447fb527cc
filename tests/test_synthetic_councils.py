"""Synthetic councils: histories that hold together, made otherwise than the model makes them, and forecast once."""

import json
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from placesim.config.loading import load_baseline
from placesim.results.facts import Facts
from placesim.results.financial_year import financial_years
from placesim.results.history_checks import problems
from placesim.returns.fitted import fit
from placesim.returns.past import Past
from placesim.returns.pasts import cut
from placesim.studies.big_return import studied
from placesim.studies.forecasts import Study, foretold, origin_of
from placesim.studies.forecasts_found import Found, found_of, held, ratio
from placesim.studies.forecasts_words import page
from placesim.studies.synthetic.council import SyntheticCouncil, synthetic_council
from placesim.studies.synthetic.past import past_of_council
from placesim.studies.synthetic.placing import CARER_STOPS, IN_HOUSE

SMALL = 16
"""The seed of a council of fewer than 200 children."""


@pytest.fixture(scope="module")
def council() -> SyntheticCouncil:
    return synthetic_council(SMALL)


@pytest.fixture(scope="module")
def past(council: SyntheticCouncil, tmp_path_factory: pytest.TempPathFactory) -> Past:
    path = tmp_path_factory.mktemp("council") / "council.yaml"
    return past_of_council(council, load_baseline(council.write_configuration(path, origin_of(council.character))))


def test_the_past_of_a_synthetic_council_holds_together(council: SyntheticCouncil, past: Past):
    baseline, history = past.baseline.replace(years=council.character.years), past.history
    assert problems(Facts(baseline, history, financial_years(history.start, history.days))) == []
    assert len(past.needs) == len(history.episodes["child_id"])


def test_no_carer_ever_has_more_children_than_usable_places(council: SyntheticCouncil):
    assert council.lived.fullest == 1.0
    assert all(taken <= approved for _, approved, taken in council.lived.steps)


def test_brothers_and_sisters_enter_together_and_many_live_together(council: SyntheticCouncil):
    families = defaultdict(list)
    for child in council.lived.children:
        families[child.family].append(child)
    several = [children for children in families.values() if len(children) > 1]
    assert all(len({child.enters for child in children}) == 1 for children in several)
    firsts = [{child.placements[0][0] for child in children if child.placements} for children in several]
    assert np.mean([len(first) <= 1 for first in firsts]) > 0.6


def test_children_move_when_their_carer_stops(council: SyntheticCouncil):
    ended = [row for child in council.lived.children for row in child.placements if row[3] == CARER_STOPS]
    assert ended
    assert {kind for kind, *_ in ended} == {IN_HOUSE}


def test_in_house_places_fall_half_way_and_the_council_knows(council: SyntheticCouncil):
    drawn, known_on = council.character, origin_of(council.character)
    places = dict(council.known_places(known_on))
    first, last = places[drawn.start], list(places.values())[-1]
    assert last < first * (1.1 - drawn.fall_share)
    assert 0.4 < drawn.fall_begins / drawn.days < 0.6


def test_stays_are_not_exponential(council: SyntheticCouncil):
    stays = np.array([child.placements[-1][2] - child.enters for child in council.lived.children if child.placements])
    assert stays.std() > 1.15 * stays.mean()


def test_a_seed_makes_the_same_council_again(council: SyntheticCouncil):
    again = synthetic_council(SMALL)
    assert again.lived.steps == council.lived.steps
    assert [child.placements for child in again.lived.children] == [
        child.placements for child in council.lived.children
    ]


def test_what_is_known_on_the_day_of_the_forecast_tells_nothing_of_what_came_later(
    council: SyntheticCouncil, past: Past
):
    day = origin_of(council.character) + timedelta(days=1)
    known = cut(past, day).history
    assert known.days == (day - council.character.start).days
    assert np.nanmax(known.episodes["end_day"]) < known.days


def found_by_hand(scores: dict[str, list[float]]) -> Found:
    """Forecasts of one placement type in several councils, the score of each forecaster council by council."""
    councils = len(next(iter(scores.values())))
    rows = [
        {"council": number, "measure": "children_year_end", "group": "kinship", "horizon_months": 12, "observed": 10.0,
         "forecaster": name, "p10": 5.0, "p90": 15.0 if number else 9.0, "weighted_interval_score": score[number]}
        for name, score in scores.items() for number in range(councils)
    ]  # fmt: skip
    return Found(pd.DataFrame(rows), councils, 0, 100, 200, {})


def test_a_score_is_a_share_of_that_of_the_naive_forecast_that_is_best_over_all_councils():
    scores = {
        "placesim": [1.0, 3.0],
        "last value": [4.0, 4.0],
        "stock and flow": [1.0, 9.0],
        "three-year trend": [9.0, 9.0],
    }
    found = found_by_hand(scores)
    assert found.best == "last value"
    share = ratio(found.children(), found.best)
    assert share.value == 0.5
    assert (share.low, share.high) == (0.25, 0.75)


def test_intervals_are_counted_by_whether_they_held_what_happened():
    found = found_by_hand({"placesim": [1.0] * 4})
    assert held(found.children(), "p10", "p90").value == 0.75


@pytest.mark.slow
def test_a_fit_takes_the_share_of_places_that_can_be_filled_from_the_past(
    past: Past, council: SyntheticCouncil, tmp_path: Path
):
    origin = origin_of(council.character)
    path = council.write_configuration(tmp_path / "council.yaml", origin)
    fitted = fit(cut(past, origin + timedelta(days=1)), path)
    share = fitted.baseline.provision["council_carers"].capacity.usable_share
    assert 0.6 < share < 0.95
    assert share != load_baseline(path).provision["council_carers"].capacity.usable_share
    names = [each.name for each in fitted.drawable().uncertainty.assumptions]
    assert {"fit_council_carers_filled", "plan_of_carers"} <= set(names)
    assert any("of the places that the configuration tells of were filled" in note for note in fitted.notes)


@pytest.mark.slow
def test_one_council_is_forecast_kept_and_told(tmp_path: Path):
    study = Study(20, tmp_path)
    made = [study.of(SMALL), study.of(SMALL + 1)]
    assert json.loads((tmp_path / f"20_{SMALL}.json").read_text(encoding="utf-8")) == made[0]
    told = page(found_of(made), 20, "a command")
    assert "| every placement type |" in told
    assert "| entries |" in told
    assert made[0]["rows"] == foretold(SMALL, 20)["rows"]


@pytest.mark.slow
def test_a_return_is_written_read_and_fitted_with_its_time_and_memory_told():
    found = studied(times=1, years=3)
    assert found.children > 500
    assert found.read_seconds > 0
    assert f"{found.children:,} children" in str(found)
