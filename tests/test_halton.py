"""The real Halton configuration: day 0 as published, the first year near what was published, and golden figures."""

import json
from datetime import date

import numpy as np
import pytest

from placesim.calibration.agreement import agreements
from placesim.calibration.kinds import asked_for
from placesim.calibration.pair import load_pair
from placesim.calibration.published import load_published
from placesim.config.scenario_files import load_options
from placesim.experiment.replications import Outcomes, replicate
from placesim.results.facts import Facts
from placesim.results.financial_year import financial_years
from placesim.results.metrics import children_average, children_year_end
from placesim.studies import backcast
from tests.conftest import CONFIGS, play

SEEDS = CONFIGS.parent / "seeds"
FUTURES = 60
PUBLISHED = load_published(CONFIGS / "halton_published.yaml")

GOLDEN_YEAR_END = [352.0, 372.0, 353.0, 418.0, 393.0]
GOLDEN_IFA = [94.611, 96.625, 100.992, 128.575, 146.074]

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


@pytest.fixture(scope="module")
def years(halton) -> Outcomes:
    """Sixty futures with all that published figures ask for; the tables of 200 are docs/halton_agreement.md."""
    return replicate({"halton": halton}, FUTURES, seed=1, also=asked_for(PUBLISHED))[0]


def test_every_figure_that_was_fitted_agrees(years):
    for item in agreements(PUBLISHED, years, "halton_published.yaml"):
        if not item.figure.held_back:
            low, high = item.figure.limits
            room = 2 * np.nan_to_num((item.high - item.low) / 3.92)  # two standard errors of the futures
            assert low - room <= item.mean <= high + room, item.figure.title


def test_three_in_four_of_the_figures_held_back_are_within_the_range_of_futures(years):
    found = [item for item in agreements(PUBLISHED, years, "halton_published.yaml") if item.figure.held_back]
    assert len(found) == 19
    assert sum(item.agrees for item in found) >= 14  # 15 of 200 futures, one of them at the edge


def test_no_placement_type_drifts_in_five_years_but_where_the_page_says_so(halton, years, day_0):
    for kind in halton.placement_types:
        today = sum(count for (placed, _), count in day_0.items() if placed == kind)
        final = years.of("children_year_end", kind)["2029-30"]
        room = 2 * final.std(ddof=1) / np.sqrt(FUTURES)
        assert abs(final.mean() - today) <= max(0.15 * today, 3) + room, kind


def test_children_in_homes_stay_near_57_in_every_year_of_the_level_variant(halton):
    [level] = load_options([CONFIGS / "scenarios" / "halton_homes" / "level.yaml"], halton, SEEDS)
    [outcomes] = replicate({"level": level.baseline}, FUTURES, seed=1)
    means = [found.mean() for found in outcomes.of("children_average", "residential").values()]
    assert all(53 <= mean <= 62 for mean in means), means


def test_unaccompanied_children_do_not_return_home(halton):
    assert halton.leaving["return_home"].by_stream == {"unaccompanied": 0}
    history = play(halton)
    stream = dict(zip(history.children["child_id"].tolist(), history.children["stream"].tolist(), strict=True))
    home = history.episodes["end_reason"] == history.names.reasons.index("return_home")
    assert home.any()
    unaccompanied = history.names.streams.index("unaccompanied")
    assert unaccompanied not in {stream[child] for child in history.episodes["child_id"][home].tolist()}


def test_the_back_cast_begins_with_386_children():
    from placesim.config.loading import load_baseline
    from placesim.config.provision_checks import children_at_start

    baseline = load_baseline(CONFIGS / "halton_2023.yaml")
    assert baseline.start == date(2023, 4, 1)
    assert sum(children_at_start(baseline).values()) == 386


def test_the_back_cast_forecasts_better_than_nothing_changing():
    """The whole page, with 400 futures, is docs/halton_backcast_scores.md."""
    baseline, published = load_pair(CONFIGS / "halton_2023.yaml", CONFIGS / "halton_2023_published.yaml")
    [outcomes] = replicate({"baseline": baseline}, FUTURES, seed=1)
    found = backcast.scores(backcast.judged(baseline, published.figures, outcomes))
    for figures in ("placement types", "both"):
        ours, carried, count = (found[figures][who] for who in backcast.FORECASTERS)
        assert ours.mean_absolute_error < 0.7 * carried.mean_absolute_error
        assert (
            ours.weighted_interval_score < 0.7 * count.weighted_interval_score < 0.7 * carried.weighted_interval_score
        )


def test_golden_figures_of_one_future(halton):
    """They move when the model, its luck or the configuration does: say so in the CHANGELOG."""
    history = play(halton)
    facts = Facts(halton, history, financial_years(history.start, history.days))
    assert children_year_end(facts)["all"].tolist() == GOLDEN_YEAR_END
    assert children_average(facts)["ifa"].round(3).tolist() == GOLDEN_IFA
