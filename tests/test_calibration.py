"""Calibration to published totals, and agreement with them."""

from pathlib import Path

import pytest

from placesim.calibration.aggregates import calibrate, write_scaled
from placesim.calibration.agreement import agreements, page, table_rows, verdict
from placesim.calibration.published import Published, load_published, only_years_needed
from placesim.config.loading import load_baseline
from placesim.config.yaml_files import InputError
from placesim.experiment.replications import replicate
from tests.conftest import CONFIGS

EXAMPLE = CONFIGS / "example.yaml"


def published(**changes) -> Published:
    figure = {
        "label": "Return home",
        "measure": "leavers",
        "group": "return_home",
        "financial_year": "2025-26",
        "value": 6,
        "within_share": 0.1,
        "adjust": ["leaving.return_home.per_year"],
        "source": "assumption: test",
        **changes,
    }
    return Published.model_validate({"name": "Test", "figures": [figure]})


def test_calibration_reaches_a_published_count():
    found = calibrate(EXAMPLE, published(), "published.yaml", replications=20, seed=1, rounds=8)
    assert found.found[0].mean == pytest.approx(6, abs=0.4)
    assert found.factors["Return home, 2025-26"] < 1


def test_inverse_numbers_go_down_when_the_figure_is_too_low():
    figures = published(
        label="Agency",
        measure="children_average",
        group="ifa",
        value=45,
        adjust=[],
        adjust_inversely=["needs.family.search.0.share"],
    )
    found = calibrate(EXAMPLE, figures, "published.yaml", replications=20, seed=1, rounds=3)
    assert found.factors["Agency, 2025-26"] > 1


def test_a_calibrated_file_keeps_comments_and_scales_only_what_was_named(tmp_path):
    out = tmp_path / "calibrated.yaml"
    write_scaled(EXAMPLE, out, published(), {"Return home, 2025-26": 0.5})
    text = out.read_text(encoding="utf-8")
    assert "# Exampleton: an invented council" in text
    before, after = load_baseline(EXAMPLE), load_baseline(out)
    assert after.leaving["return_home"].per_year["kinship"] == before.leaving["return_home"].per_year["kinship"] / 2
    halved = after.leaving["return_home"].replace(per_year=before.leaving["return_home"].per_year)
    assert after.replace(leaving={**after.leaving, "return_home": halved}) == before
    assert not list(tmp_path.glob("*.unfinished"))


def test_a_path_that_leads_nowhere_is_told():
    with pytest.raises(InputError, match=r"'leaving\.return_hme\.per_year' leads nowhere.*no 'return_hme'"):
        calibrate(EXAMPLE, published(adjust=["leaving.return_hme.per_year"]), "published.yaml", 4, 1, 1)


def test_a_figure_that_the_run_does_not_have_is_told():
    [outcomes] = replicate({"example": load_baseline(EXAMPLE).replace(years=1)}, 4, 1)
    with pytest.raises(InputError, match="the run has no leavers of going_home in 2025-26"):
        agreements(published(group="going_home"), outcomes, "published.yaml")


def test_limits_are_a_share_or_two_standard_errors_whichever_is_wider():
    assert published(value=9, two_standard_errors=True).figures[0].limits == (3, 15)
    assert published(value=400, two_standard_errors=True).figures[0].limits == (360, 440)
    assert published(within_share=None, between=[3, 4]).figures[0].limits == (3, 4)
    assert published(within_share=None).figures[0].limits is None


def test_without_limits_the_published_figure_must_be_within_the_range_of_futures():
    [outcomes] = replicate({"example": load_baseline(EXAMPLE).replace(years=1)}, 12, 1)
    [middling] = agreements(published(within_share=None, value=12), outcomes, "p.yaml")
    [absurd] = agreements(published(within_share=None, value=100), outcomes, "p.yaml")
    assert middling.agrees
    assert not absurd.agrees
    assert table_rows([absurd])[0][-1] == "NO"
    assert verdict([middling, absurd]) == "1 of 2 published figures agree (50%)."
    assert "| Return home | 2025-26 | 100.0 | p10 to p90 |" in page(published(value=100), [absurd], "placesim agree")


def test_no_more_years_are_simulated_than_figures_speak_of():
    assert only_years_needed(load_baseline(EXAMPLE), published()).years == 1


def test_the_halton_figures_load():
    assert len(load_published(Path(CONFIGS / "halton_published.yaml")).figures) > 10
