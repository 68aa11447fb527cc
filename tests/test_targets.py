"""Targets: a promised saving is met when the line's outturn is within what it may spend, and no pound counts twice."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from placesim.config.baseline import Baseline
from placesim.config.scenario_files import BASELINE
from placesim.experiment.knowledge.smooths import smooths_of
from placesim.experiment.replications import Outcomes, replicate
from placesim.report.comparison_study import NET
from placesim.report.paper.parts import Paragraph
from placesim.report.scripts.targets import targets_findings, targets_parts, targets_section
from placesim.report.study import Study
from placesim.report.words.targets import (
    NO_BUDGET,
    NOT_CHARGED,
    NOT_WHOLE,
    Met,
    Played,
    target_met,
    target_words,
    targets_by_year,
    targets_table,
)
from tests.councils import SOURCE
from tests.drawn import lucky, normal, within
from tests.office import comparison_of, opening, small_council

CASES = YAML(typ="safe").load(Path(__file__).with_name("finance_cases.yaml").read_text(encoding="utf-8"))
OVERSPENT = CASES["11_probability_of_overspend"]
YEAR, LINE, BUDGET = "2025-26", "placements", 1_200_000.0


def target(saving: float = 100_000, year: str = YEAR, line: str = LINE, **said: object) -> dict[str, object]:
    return {"label": f"A saving of {saving:g}", "budget_line": line, "saving": saving, "year": year,
            "source": SOURCE, **said}  # fmt: skip


def promising(*targets: dict[str, object], years: float = 2, **budget: object) -> Baseline:
    """A council with targets, and a budget of its one line for the first year."""
    lines = {
        LINE: {"label": "Placements", "years": {YEAR: {"budget": BUDGET, "source": SOURCE, **budget}}},
        "employees": {"label": "Employees"},
    }
    return small_council().replace(years=years, budget_lines=lines, targets=list(targets))


def spending(council: Baseline, outturns: list[float]) -> Outcomes:
    """Futures in which the line comes to these outturns in the first year, a twelfth of it each month."""
    outcomes = replicate({BASELINE: council}, len(outturns), seed=1, workers=1)[0]
    months = outcomes.months_of[NET, LINE]
    monthly = outcomes.monthly.copy()
    first = [place for month, place in months.items() if "2025-04" <= month <= "2026-03"]
    monthly[:, first] = np.array(outturns)[:, None] / 12
    return replace(outcomes, monthly=monthly)


def met(council: Baseline, outturns: list[float], place: int = 0, year: str = YEAR) -> Met:
    found = target_met(council, spending(council, outturns), council.targets[place], year)
    assert isinstance(found, Met)
    return found


@pytest.mark.parametrize(
    ("over", "futures", "case"), [(7, 20, "seven_of_20"), (0, 20, "none_of_20"), (20, 20, "all_of_20")]
)
def test_a_saving_in_the_budget_is_met_when_the_outturn_is_within_it(over, futures, case):
    share, low, high = OVERSPENT[case]
    found = met(promising(target()), [BUDGET + 1] * over + [BUDGET] * (futures - over)).chance
    assert [round(each, 4) for each in found] == pytest.approx([1 - share, 1 - high, 1 - low], abs=1e-9)


def test_a_saving_that_is_not_in_the_budget_is_met_when_the_outturn_is_lower_by_it():
    outturns = [BUDGET - 100_000] * 5 + [BUDGET - 99_999] * 15
    assert met(promising(target(in_budget=False)), outturns).chance.share == 0.25
    assert met(promising(target(in_budget=True)), outturns).chance.share == 1.0


def test_several_savings_of_one_line_are_taken_off_one_after_the_other():
    council = promising(target(100_000, in_budget=False), target(50_000), target(30_000, in_budget=False))
    limits = [met(council, [BUDGET] * 10, place).limit for place in range(3)]
    assert limits == [BUDGET - 100_000, BUDGET, BUDGET - 130_000]


def test_without_a_budget_of_the_year_no_probability_is_told():
    council = promising(target(year="2026-27"), target(line="employees"), target(year="2027-28"))
    outcomes = spending(council, [BUDGET] * 10)
    found = [target_met(council, outcomes, each, each.year) for each in council.targets]
    assert found == [NO_BUDGET, NOT_CHARGED, NOT_WHOLE]
    rows = targets_table(Played(council, outcomes)).rows
    assert [row[7].text for row in rows] == [NO_BUDGET, NOT_CHARGED, NOT_WHOLE]
    assert not target_words(Played(council, outcomes))


def test_the_years_after_a_target_are_told_as_far_as_their_budgets_are_known():
    council = promising(target())
    table = targets_by_year({"Baseline": Played(council, spending(council, [BUDGET] * 10))})
    assert table.columns == ("Target", "Option", YEAR)
    assert [cell.text for cell in table.rows[0][2:]] == ["100%"]
    assert table.caption.endswith("No budget is known of 2026-27")


def test_the_councils_own_forecast_stands_beside_what_futures_say():
    council = promising(target(), forecast=BUDGET - 1_000)
    outturns = [BUDGET + 500 + 1_000 * (number % 2) for number in range(20)]
    found = met(council, outturns)
    assert found.chance.share == 0
    assert found.about_council
    assert found.about_council.share == 1
    assert met(promising(target()), outturns).about_council is None


def test_what_the_ledger_holds_takes_part_in_the_year_that_is_running():
    at = {"period": 8, "actual": 900_000}
    outturns = [BUDGET + 10_000 * number for number in range(-10, 10)]
    found = met(promising(target(), to_date=at), outturns)
    assert found.forecast.basis.value == "given actual to date"
    assert found.forecast.outturn.mean() > BUDGET + 100_000
    assert met(promising(target()), outturns).forecast.basis.value == "seen from the start"


def test_a_run_tells_its_targets_on_the_first_page_and_in_a_section():
    council = promising(target())
    study = Study(council, spending(council, [BUDGET] * 20))
    [finding] = targets_findings(study)
    assert finding.text.startswith(
        "The saving of £100k in 2025-26 (A saving of 100000), which is in its budget already"
    )
    assert "is met in 100% of futures (84% to 100%)" in finding.text
    [section] = targets_section(study)
    assert section.annex
    assert not targets_section(Study(small_council(), study.outcomes)), "a council without targets has no section"


def test_a_comparison_tells_every_option():
    council = promising(target())
    options = comparison_of(council, {"Open in July": [opening("2025-07-01")], "Nothing": []}, 12)
    reading, one, wrapped = targets_parts(options)
    [by_year] = wrapped.parts
    assert isinstance(reading, Paragraph)
    assert len(one.rows) == 1
    assert {row[1].text for row in by_year.rows} == {"Baseline", "Open in July", "Nothing"}
    shares = {row[1].text: row[2].value for row in by_year.rows}
    assert shares["Nothing"] == shares["Baseline"]
    assert not targets_parts(comparison_of(small_council(), {"Nothing": []}, 2))


def test_how_unsure_a_target_is_rests_on_luck_and_on_what_is_not_known():
    """Half of the variance of the outturn is luck; of that of whether it is met, two thirds are."""
    council, draws = promising(target()), normal(240, 2)
    told, again = lucky(BUDGET + 50_000 * draws[:, 0], 50_000.0)
    smooths = smooths_of(draws)
    fully = Played(council, spending(council, told), again=spending(council, again), smooths=smooths)
    share = fully.share_of_luck(council.targets[0], YEAR)
    assert share
    assert within(share, 2 / 3)
    [said] = target_words(fully)
    assert f"Luck makes up {share.value:.0%} of how unsure that is" in said
    [said] = target_words(Played(council, fully.outcomes))
    assert "Luck" not in said


def test_a_target_that_is_met_in_every_future_rests_on_nothing():
    council, draws = promising(target()), normal(120, 1)
    safe = spending(council, [BUDGET - 1.0] * 120)
    played = Played(council, safe, again=spending(council, [BUDGET - 1.0] * 30), smooths=smooths_of(draws))
    [said] = target_words(played)
    assert "Luck" not in said
