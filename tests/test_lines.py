"""Waiting in line for a better place, at the moments where it could go wrong."""

from datetime import date, timedelta

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.model.history import History
from placesim.results.facts import Facts
from placesim.results.financial_year import financial_years
from placesim.results.metrics import first_choice_share, waiting_average
from tests.conftest import play
from tests.councils import START, child_at_start, council, home, need, spot


def with_a_home(
    opens: date = START, capacity: dict | None = None, children: list | None = None, **transfer
) -> Baseline:
    """A council whose children live elsewhere and may come to one home."""
    wish = {"to": "the_home", "from": ["elsewhere"], **transfer}
    provision = {"the_home": home(1, opens=opens, capacity=capacity), "elsewhere": spot()}
    return council(
        provision,
        years=3,
        needs={"care": need("the_home", "elsewhere", transfers=[wish])},
        children_in_care={"children": children or [child_at_start("elsewhere", days=30)]},
    )


def moved_in(history: History) -> list[tuple[int, float]]:
    episodes = history.episodes
    at_home = episodes["provision"] == history.names.provisions.index("the_home")
    return list(zip(episodes["child_id"][at_home].tolist(), episodes["start_day"][at_home].tolist(), strict=True))


def waiting(baseline: Baseline) -> list[float]:
    history = play(baseline)
    return waiting_average(Facts(baseline, history, financial_years(history.start, history.days)))["all"].tolist()


def test_a_bed_free_from_the_start_goes_to_the_child_who_has_waited_longest():
    children = [child_at_start("elsewhere", days=10), child_at_start("elsewhere", days=300)]
    assert moved_in(play(with_a_home(children=children))) == [(1, 0.0)]


def test_a_child_too_young_at_first_may_move_from_the_birthday():
    baseline = with_a_home(opens=START, children=[child_at_start("elsewhere", age=7.5)])
    provision = {**baseline.provision, "the_home": baseline.provision["the_home"].replace(minimum_age=8)}
    [(_, day)] = moved_in(play(baseline.replace(provision=provision)))
    assert day == pytest.approx(365.25 / 2)


def test_waiting_counts_from_the_day_the_home_opens_and_ends_when_it_closes():
    two = [child_at_start("elsewhere", days=30), child_at_start("elsewhere", days=20)]
    closes = {"closes": START + timedelta(days=365 + 165)}
    first, second, third = waiting(with_a_home(opens=START + timedelta(days=365), capacity=closes, children=two))
    assert first == 0
    assert second == pytest.approx(165 / 365)
    assert third == 0


def test_waiting_counts_from_the_day_a_child_may_move():
    two = [child_at_start("elsewhere"), child_at_start("elsewhere")]
    first, _, _ = waiting(with_a_home(children=two, minimum_days=265))
    assert first == pytest.approx(100 / 365)


def test_a_home_that_opens_after_the_horizon_changes_nothing_before_it():
    shorter = with_a_home(opens=START + timedelta(days=500)).replace(years=1)
    assert waiting(shorter)[0] == waiting(shorter.replace(years=3))[0] == 0


@pytest.mark.parametrize("closing_day", [10, 150, 333])
def test_a_child_may_turn_18_on_the_day_their_home_closes(closing_day):
    age = 18 - closing_day / 365.25
    closes = {"closes": START + timedelta(days=closing_day)}
    baseline = with_a_home(capacity=closes, children=[child_at_start("elsewhere", age=age, days=30)])
    history = play(baseline)
    assert len(moved_in(history)) == 1
    assert history.names.reasons[history.episodes["end_reason"][-1]] == "eighteen"


def test_a_transfer_is_no_search_of_its_own():
    baseline = with_a_home(opens=START + timedelta(days=100))
    history = play(baseline)
    assert len(moved_in(history)) == 1
    shares = first_choice_share(Facts(baseline, history, financial_years(history.start, history.days)))["all"]
    assert np.isnan(shares).all()


def test_transfers_that_go_round_in_a_circle_are_refused():
    there, back = ({"to": a, "from": [b]} for a, b in (("one", "other"), ("other", "one")))
    provision = {"one": home(1), "other": home(1), "elsewhere": spot()}
    with pytest.raises(ValueError, match="'other' and 'one' are worth moving to from each other"):
        council(provision, needs={"care": need("one", "other", "elsewhere", transfers=[there, back])})
