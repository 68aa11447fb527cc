"""The real Halton configuration: day 0 as published, the first year near what was published, and golden figures."""

import json
from datetime import date

import numpy as np
import pytest

from placesim.calibration.agreement import agreements
from placesim.calibration.published import load_published, only_years_needed
from placesim.experiment.replications import replicate
from placesim.results.facts import Facts
from placesim.results.financial_year import financial_years
from placesim.results.metrics import children_average, children_year_end
from tests.conftest import CONFIGS, play

SEEDS = CONFIGS.parent / "seeds"

GOLDEN_YEAR_END = [350.0, 359.0, 353.0, 427.0, 406.0]
GOLDEN_IFA = [97.792, 105.364, 106.867, 151.048, 172.331]

TYPES = {
    "KIN": "kinship",
    "INH": "in_house",
    "IFA": "ifa",
    "RES": "residential",
    "SUP": "supported",
    "OTHRES": "other_residential",
    "ADO": "placed_for_adoption",
    "PWP": "with_parents",
    "OTH": "other",
}
"""Codes of the derived baseline in seeds/, and the placement types of the configuration."""


@pytest.fixture(scope="module")
def day_0(halton):
    """(placement type, out of borough) -> children placed at the first moment of the simulation."""
    history = play(halton.replace(years=0.25))
    names, episodes = history.names, history.episodes
    here = episodes["start_day"] <= 0
    counts: dict[tuple[str, bool], int] = {}
    for provision in episodes["provision"][here]:
        key = names.placement_types[names.type_of[provision]], names.out_of_borough[provision]
        counts[key] = counts.get(key, 0) + 1
    return counts


def test_day_0_has_367_children(day_0):
    assert sum(day_0.values()) == 367


def test_day_0_is_the_published_table(day_0):
    published = json.loads((SEEDS / "halton_derived_baseline.json").read_text(encoding="utf-8"))["stock_in_out"]
    assert {TYPES[code] for code in published} == {kind for kind, _ in day_0}
    for code, (inside, outside) in published.items():
        assert day_0.get((TYPES[code], False), 0) == inside, code
        assert day_0.get((TYPES[code], True), 0) == outside, code


def test_ages_on_day_0_are_as_published(halton):
    ages = dict.fromkeys(halton.age_bands, 0)
    for group in halton.children_in_care.groups:
        for band, children in group.ages.items():
            ages[band] += children
    teens, oldest = ages["10 to 12"] + ages["13 to 15"], ages["16"] + ages["17"]
    assert (ages["under 1"], ages["1 to 4"], ages["5 to 9"], teens, oldest) == (8, 61, 79, 144, 75)


def test_no_juno_home_is_open_in_the_baseline(halton):
    homes = [p.capacity for p in halton.provision.values() if p.placement_type == "juno_home"]
    assert len(homes) == 4
    assert all(home.kind == "home" and home.opens is None for home in homes)


def test_the_first_year_agrees_with_what_was_published(halton):
    """The full table, with 200 replications, is docs/halton_agreement.md."""
    published = load_published(CONFIGS / "halton_published.yaml")
    [outcomes] = replicate({"halton": only_years_needed(halton, published)}, 60, seed=1)
    for item in agreements(published, outcomes, "halton_published.yaml"):
        low, high = item.figure.limits
        room = 2 * np.nan_to_num((item.high - item.low) / 3.92)  # two standard errors of 60 replications
        assert low - room <= item.mean <= high + room, item.figure.label


def test_the_back_cast_begins_with_386_children():
    from placesim.config.loading import load_baseline
    from placesim.config.provision_checks import children_at_start

    baseline = load_baseline(CONFIGS / "halton_2023.yaml")
    assert baseline.start == date(2023, 4, 1)
    assert sum(children_at_start(baseline).values()) == 386


def test_golden_figures_of_one_future(halton):
    """They move when the model, its luck or the configuration does: say so in the CHANGELOG."""
    history = play(halton)
    facts = Facts(halton, history, financial_years(history.start, history.days))
    assert children_year_end(facts)["all"].tolist() == GOLDEN_YEAR_END
    assert children_average(facts)["ifa"].round(3).tolist() == GOLDEN_IFA
