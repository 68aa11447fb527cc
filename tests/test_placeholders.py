"""Placeholder prices: all but money is told, money is missing and said to be, and options are not ranked by it."""

import re
from pathlib import Path

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.config.scenario import Scenario
from placesim.config.scenario_files import BASELINE, AppliedScenario
from placesim.config.variant_pairs import pairs
from placesim.config.variants import variants
from placesim.config.varied_numbers import varied_number
from placesim.experiment.comparison import Comparison
from placesim.experiment.manifest import RunSettings
from placesim.experiment.replications import Outcomes, replicate
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.media import every_part
from placesim.report.paper.parts import Answers, Bullets, Finding, Medium, Paragraph, Report, Table
from placesim.report.scripts.compare import compare_report
from placesim.report.scripts.run import run_report
from placesim.report.scripts.sweep import sweep_report
from placesim.report.scripts.sweep_map import sweep_map_report
from placesim.report.study import Study
from placesim.report.sweep_map_study import SweepMapStudy
from placesim.report.sweep_study import SweepStudy
from placesim.report.words.placeholders import placeholder_words
from tests.councils import child_at_start, council, home, need, spot, stream
from tests.sweeps import mapped, swept
from tests.test_warnings import warned

SAID = "“Elsewhere” has a placeholder price: money that rests on it is not known, and so is not shown."
NOT_A_NUMBER = re.compile(r"\bnan|nan\b", re.IGNORECASE)
FUTURES = 12
SETTINGS = RunSettings("placesim run", Path("a.yaml"), FUTURES, 1, 1, ())


@pytest.fixture(scope="module")
def unpriced() -> Baseline:
    """A home that is planned, and provision elsewhere whose price nobody knows."""
    provision = {
        "planned": home(2, None, label="Planned", weekly_fee=900, placement_type="homes"),
        "elsewhere": spot(label="Elsewhere", price={"placeholder": True}, budget_line="unknown"),
    }
    children = {"children": [child_at_start("elsewhere") for _ in range(3)]}
    return council(
        provision,
        needs={"care": need("planned", "elsewhere")},
        entrants={"local": stream(12)},
        children_in_care=children,
        years=2,
    )


@pytest.fixture(scope="module")
def opened(unpriced) -> AppliedScenario:
    change = {"kind": "open_home", "provision": "planned", "opens": "2025-05-01", "source": "assumption: a test"}
    change |= {"contract": {"kind": "block"}, "beds": 2}
    scenario = Scenario.model_validate({"name": "Open it", "question": "What if?", "interventions": [change]})
    return AppliedScenario(Path("open.yaml"), scenario, scenario.applied(unpriced), {})


@pytest.fixture(scope="module")
def outcomes(unpriced, opened) -> list[Outcomes]:
    return replicate({BASELINE: unpriced, "Open it": opened.baseline}, FUTURES, seed=1, workers=1)


def texts(report: Report) -> str:
    """Everything that a report says in sentences and cells."""
    found: list[str] = []
    for part in (each for section in report.sections for each in every_part(section.parts, Medium.PAGE)):
        match part:
            case Paragraph() | Finding():
                found.append(part.text)
            case Bullets():
                found += [item.text for item in part.items]
            case Answers():
                found += [text for each in part.answers for text in (each.finding, *each.sentences)]
            case Table():
                found += [cell.text for row in part.rows for cell in row]
    return " ".join([*found, *(part.text for part in report.lead if isinstance(part, Paragraph))])


def test_money_that_rests_on_it_is_missing_and_nothing_else_is(outcomes):
    for found in outcomes:
        for group in ("all", "elsewhere", "unknown", "foster_care"):
            assert np.isnan(found.of("spend", group)["2025-26"]).all(), group
        assert not np.isnan(found.of("spend", "planned")["2025-26"]).any()
        assert not np.isnan(found.of("priced_nights", "elsewhere")["2025-26"]).any()
        assert np.isnan(found.of("net_cost")["2025-26"]).all()
        assert not np.isnan(found.of("children_average")["2025-26"]).any()


def test_a_run_says_what_is_not_known_and_leaves_it_out(unpriced, outcomes):
    report = run_report(Study(unpriced, outcomes[0]), SETTINGS, {})
    assert SAID in texts(report)
    assert not NOT_A_NUMBER.search(texts(report))
    [headline] = [section for section in report.sections if section.anchor == "headline"]
    findings = [each.finding for part in headline.parts if isinstance(part, Answers) for each in part.answers]
    assert not any("spend" in finding for finding in findings)


def test_a_comparison_refuses_to_rank_by_spend_and_still_tells_where_children_live(unpriced, opened, outcomes):
    comparison = Comparison(unpriced, outcomes[0], (outcomes[1],))
    said = texts(compare_report(ComparisonStudy(unpriced, comparison, (opened,), SETTINGS, {})))
    assert f"Options are not ranked by spend. {SAID}" in said
    assert "clearly saves money" not in said
    assert not NOT_A_NUMBER.search(said)


def test_a_sweep_tells_all_but_spend(unpriced, opened):
    made = variants(opened, unpriced, "beds", (1, 2), None)
    sweep = swept(made, unpriced, FUTURES)
    said = texts(sweep_report(SweepStudy(unpriced, made, sweep, SETTINGS, {})))
    assert SAID in said
    assert "breaks even at" not in said


def test_a_map_tells_all_but_spend(unpriced, opened):
    numbers = varied_number(opened, "beds", (1, 2), None), varied_number(opened, "never_opens_share", (0, 0.5), None)
    made = pairs(*numbers, unpriced)
    said = texts(sweep_map_report(SweepMapStudy(unpriced, made, mapped(made, unpriced, FUTURES), SETTINGS, {})))
    assert SAID in said
    assert "breaks even at" not in said
    assert "net cost over all years" not in said


def test_no_placeholder_is_not_spoken_of():
    assert placeholder_words(council({"agency": spot()})) == ""


def test_checking_warns_of_it(tmp_path):
    changed = ("price: {weekly_fee: 7500,", "price: {weekly_fee: 7500, placeholder: true,")
    [said] = warned(tmp_path, changed)
    assert "provision.homes_elsewhere.price.placeholder: a placeholder: no money" in said
