"""How far Halton's numbers are known: every range has its source, and 2025-26 stays as it was fitted."""

import numpy as np
import pytest

from placesim import api
from placesim.api.council import drawable_of
from placesim.calibration.agreement import agreements
from placesim.calibration.published import load_published
from placesim.calibration.scatter import scattered
from placesim.config.scenario_files import load_options, scenario_paths
from placesim.config.values import EVIDENCE_ID
from placesim.experiment.draws import DrawnStudy, draws
from placesim.experiment.replications import replicate
from placesim.results.facts import Floats
from tests.conftest import CONFIGS

SEEDS = CONFIGS.parent / "seeds"
FUTURES = 24
LINES = ("residential_care", "out_of_borough_fostering", "in_house_foster_carer_placements")


@pytest.fixture(scope="module")
def council() -> api.Council:
    return api.load(CONFIGS / "halton.yaml")


@pytest.fixture(scope="module")
def drawn(council) -> dict[str, Floats]:
    """Four thousand draws of every assumption, by its name."""
    uncertainty = council.uncertainty
    return dict(zip(uncertainty.names, draws(uncertainty, 1, 0, 4096).T, strict=True))


def test_every_assumption_that_carries_money_has_a_range_and_a_source(council):
    assumptions = council.uncertainty.assumptions
    assert len(assumptions) >= 40
    assert len({each.label for each in assumptions}) == len(assumptions)
    for each in assumptions:
        assert each.low <= each.value <= each.high, each.name
        assert all(EVIDENCE_ID.fullmatch(source) or source.startswith("assumption: ") for source in each.source)


def test_who_lives_where_is_drawn_from_april_2026_on(council):
    """Flows were fitted so that numbers stand still: the first year stays, whatever is drawn."""
    drawable = drawable_of(council)
    [row] = DrawnStudy(drawable, 1).futures(5, 1).rows
    changed = drawable.baseline("baseline", row)
    for name, risk in {**changed.leaving, **changed.moves}.items():
        fixed = {**council.baseline.leaving, **council.baseline.moves}[name]
        assert risk.per_year == fixed.per_year, name
        assert risk.by_date[0] == fixed.by_date[0], name
        assert all(str(step.from_) == "2026-04-01" for step in risk.by_date[1:]), name
    assert changed.moves["to_home"].by_date[-1].value != 1
    assert changed.entrants["local"].entries_per_year[0].value == 99
    assert changed.entrants["local"].entries_per_year[-1].value != 99


def test_fees_of_one_line_are_off_such_that_the_line_costs_what_the_council_expects(drawn):
    """Weeks are those of docs/decisions/0049: 2,961, 1,593 and 146 on Residential Care; 3,353 and 2,788 in-house."""
    residential = 2961 * drawn["homes_price"] + 1593 * drawn["supported_price"] + 146 * drawn["other_residential_price"]
    in_house = 3353 * drawn["council_carers_price"] + 2788 * drawn["kinship_price"]
    for line in (residential, in_house, drawn["agency_price"]):
        assert 0.005 < line.std() / line.mean() < 0.0101
    assert drawn["supported_price"].std() / drawn["supported_price"].mean() > 0.15


@pytest.mark.parametrize(
    ("one", "other", "correlation"),
    [
        ("homes_uplift", "juno_uplift", 0.5),
        ("local_entries", "return_home", 0.5),
        ("carers_luck", "agencies_luck", -0.99),
    ],
)
def test_what_is_high_together_is_drawn_together(drawn, one, other, correlation):
    ranks = [np.argsort(np.argsort(drawn[name])) for name in (one, other)]
    assert np.corrcoef(ranks)[0, 1] == pytest.approx(correlation, abs=0.05)


def test_2025_26_scatters_no_wider_than_what_is_published_of_it(council):
    """All figures of all years, with 200 futures, are docs/halton_agreement.md."""
    year = api.load(council.path, years=1)
    published = load_published(CONFIGS / "halton_published.yaml")
    published = published.replace(figures=[each for each in published.figures if each.financial_year == "2025-26"])
    study = DrawnStudy(drawable_of(year), 1)
    asked = {"baseline": year.baseline}, FUTURES, 1, 1
    [fixed] = replicate(*asked)
    [after] = replicate(*asked, drawable=study.drawable, draws=study.futures(0, FUTURES))
    both = [agreements(published, outcomes, "halton_published.yaml") for outcomes in (fixed, after)]
    found = [each for each in scattered(published, both[0], both[1], (fixed, after)) if each.told]
    assert {each.figure.group for each in found} >= set(LINES)
    for each in found:
        chance = 1 + 2 / np.sqrt(2 * FUTURES)  # two standard errors of a standard deviation
        assert 2 * each.deviation < each.room * chance, each.figure.title


def test_what_stands_in_two_scenarios_is_one_draw(council):
    options = load_options(scenario_paths([CONFIGS / "scenarios" / "halton"]), council.baseline, SEEDS)
    names = drawable_of(council, options).uncertainty.names
    assert len(set(names)) == len(names)
    assert {"mobilisation", "optimism_bias", "campaign_lag", "carers_kept", "per_approval"} <= set(names)
    assert not [name for name in names if "s_carers_with_support" in name and "leaving_factor" in name]
