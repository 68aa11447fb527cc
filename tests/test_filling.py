"""Filling: which share of known places was really filled, as the past shows it, and what the model does with it."""

from datetime import date

import numpy as np
import pytest

from placesim.config.provision import Places
from placesim.returns.fitting.filling import fit_filling
from tests.councils import START, council, places, spot
from tests.small_pasts import Stay, past_of_stays


def of_which(share: float, number: object = 10) -> dict[str, object]:
    block = places(number)
    return {**block, "capacity": {**block["capacity"], "usable_share": share}}


def past_with(taken: int, days: float = 1500, **fields: object):
    baseline = council({"carers": of_which(0.5, **fields), "elsewhere": spot()}, leaving={})
    stays = [Stay(child, -1, np.inf) for child in range(taken)]
    return past_of_stays(baseline, stays, days, dict.fromkeys(range(taken), 5.0))


def test_a_share_of_places_is_used_in_whole_places():
    capacity = Places(kind="places", places=10, usable_share=0.77)
    assert capacity.usable_on(START) == 8
    assert Places(kind="places", places=10).usable_on(START) == 10


def test_the_share_holds_on_every_date():
    capacity = Places(kind="places", places=[{"value": 20}, {"from": date(2026, 4, 1), "value": 10}], usable_share=0.5)
    assert [capacity.usable_on(day) for day in (date(2026, 3, 31), date(2026, 4, 1))] == [10, 5]


def test_the_share_filled_is_that_of_children_in_known_places():
    [found] = fit_filling(past_with(taken=7))
    assert found.provision == "carers"
    assert found.usable_share == pytest.approx(0.7)
    assert found.children == pytest.approx(7)


def test_places_whose_configuration_says_nothing_of_a_share_are_taken_as_they_are():
    baseline = council({"carers": places(10), "elsewhere": spot()})
    assert fit_filling(past_of_stays(baseline, [Stay(0, -1, np.inf)], 800, {0: 5.0})) == ()


def test_few_years_say_less_of_the_years_to_come_than_many():
    short, long = (fit_filling(past_with(taken=7, days=days))[0].standard_error for days in (4 * 365.25, 9 * 365.25))
    assert short > 1.3 * long > 0
