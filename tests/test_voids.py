"""Voids in reports: what contracts pay for in words, and void nights, their cost and notice by home, year and month."""

from pathlib import Path

import numpy as np
import pytest

from placesim.config.baseline import Baseline
from placesim.config.scenario import Scenario
from placesim.config.scenario_files import AppliedScenario
from placesim.experiment.comparison import Comparison
from placesim.experiment.manifest import RunSettings
from placesim.experiment.replications import Outcomes, replicate
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.parts import Folded, Only, Section, Table
from placesim.report.scripts.compare_voids import voids_table
from placesim.report.scripts.run_voids import VOIDS, WHAT, voids_sections
from placesim.report.study import Study
from tests.councils import SOURCE, Block, council, home, places, risk, spot, stream

FUTURES = 12
NOTICE = {"kind": "spot", "notice_days": 28, "notice_after": ["breakdown"], "source": SOURCE}
FRAME = {"kind": "guaranteed", "places": 4, "share": 0.75, "measured": "quarter", "source": SOURCE}


def small(juno: Block, elsewhere: Block, frame: Block) -> Baseline:
    return council(
        {
            "juno": home(2, label="Juno", weekly_fee=7000, contract=juno),
            "frame": places(4, label="Framework", contract=frame),
            "elsewhere": spot(label="Elsewhere", weekly_fee=8400, contract=elsewhere),
        },
        entrants={"local": stream(20)},
        leaving={"return_home": risk({"foster_care": 1})},
        moves={"breakdown": risk({"foster_care": 2}, planned=False, label="Breakdown")},
    )


@pytest.fixture(scope="module")
def baseline() -> Baseline:
    return small({"kind": "block", "before_first_admission": 0.5}, NOTICE, FRAME)


@pytest.fixture(scope="module")
def outcomes(baseline) -> Outcomes:
    return replicate({"baseline": baseline}, FUTURES, 1, workers=1)[0]


@pytest.fixture(scope="module")
def section(baseline, outcomes) -> Section:
    [found] = voids_sections(Study(baseline, outcomes))
    return found


def tables_in(parts: tuple) -> list[Table]:
    found = []
    for part in parts:
        found += [part] if isinstance(part, Table) else tables_in(part.parts) if isinstance(part, Folded | Only) else []
    return found


def mean(outcomes: Outcomes, measure: str, group: str, monthly: bool = False) -> list[float]:
    keys, values = (outcomes.monthly_keys, outcomes.monthly) if monthly else (outcomes.keys, outcomes.values)
    return [float(values[:, n].mean()) for n, key in enumerate(keys) if key[1:] == (measure, group)]


def test_what_each_contract_pays_for_is_said_in_words(section):
    terms = tables_in(section.parts)[0]
    assert [[cell.text for cell in row] for row in terms.rows] == [
        ["Juno", "every registered bed from opening, used or not; 50% of the fee until the first admission", "7,000"],
        ["Framework", "4 places; 75% of nights guaranteed, measured by quarter", "700"],
        ["Elsewhere", "paid for nights used; 28 days of notice at the child's fee after breakdown", "none"],
    ]


def test_years_and_months_show_void_nights_their_cost_and_notice_by_home_on_one_sheet(section, outcomes):
    _, *tables = tables_in(section.parts)
    assert {table.sheet for table in tables} == {VOIDS}
    assert len(tables) == 2 * len(WHAT)
    by_year, by_month = tables[: len(WHAT)], tables[len(WHAT) :]
    for measure, years, months in zip(WHAT, by_year, by_month, strict=True):
        groups = ["elsewhere"] if measure == "notice_cost" else ["juno", "frame", "all"]
        yearly = [row[1].value for row in years.rows]
        assert yearly == pytest.approx([mean(outcomes, measure, group)[0] for group in groups], abs=1e-5)
        columns = [[row[place].value for row in months.rows] for place in range(1, len(groups) + 1)]
        expected = [mean(outcomes, measure, group, monthly=True) for group in groups]
        assert np.array(columns) == pytest.approx(np.array(expected), abs=1e-5)
        assert months.rows[0][0].text == "2025-04"


def test_where_nothing_but_nights_used_is_paid_for_there_is_no_section():
    spot_alone = small({"kind": "spot"}, {"kind": "spot"}, {"kind": "spot"})
    found = replicate({"baseline": spot_alone}, 2, 1, workers=1)[0]
    assert voids_sections(Study(spot_alone, found)) == ()


def test_a_comparison_shows_what_a_notice_period_costs(outcomes, baseline):
    """The same terms with no notice: what notice costs is the whole difference in spend."""
    change = {
        "kind": "change_contract",
        "provision": "elsewhere",
        "contract": {"kind": "spot", "notice_days": 56},
        "source": SOURCE,
    }
    scenario = Scenario.model_validate({"name": "Longer", "question": "What if?", "interventions": [change]})
    longer = scenario.applied(baseline)
    after = replicate({"Longer": longer}, FUTURES, 1, workers=1)[0]
    option = AppliedScenario(Path("longer.yaml"), scenario, longer, {})
    settings = RunSettings("placesim compare", Path("x.yaml"), FUTURES, 1, 1, ())
    options = ComparisonStudy(baseline, Comparison(baseline, outcomes, (after,)), (option,), settings, {})
    rows = {tuple(cell.text for cell in row[:2]): row for row in voids_table(options).rows}
    before, now = rows["baseline", "Elsewhere"], rows["Longer", "Elsewhere"]
    assert now[2].text == "paid for nights used; 56 days of notice at the child's fee after any ending"
    assert now[5].value - before[5].value == pytest.approx(now[6].value - before[6].value)
    assert now[5].value > before[5].value > 0
    assert np.isnan(before[3].value or np.nan)
    assert rows["baseline", "Juno"][3].value == pytest.approx(mean(outcomes, "void_nights", "juno")[0])
