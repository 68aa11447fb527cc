"""Bridges in reports: every future adds up, what is printed adds up, and the workbook works out the same."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from placesim.config.baseline import Baseline
from placesim.experiment.manifest import RunSettings
from placesim.experiment.replications import replicate
from placesim.report.bridges import against_baseline, between_years
from placesim.report.charts.canvas import drawing
from placesim.report.charts.waterfall import Step, axis_begins, reached, waterfall
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.figures import MINUS, unit_for
from placesim.report.paper.media import every_part
from placesim.report.paper.parts import Medium, Report, Section, Table
from placesim.report.paper.workbook import write_workbook
from placesim.report.scripts.compare import compare_report
from placesim.report.scripts.run import run_report
from placesim.report.study import Study
from placesim.report.words.bridge import bridge_table, printed, sentences, side_by_side
from placesim.results.bridge import Bridge, Cause
from tests.councils import SOURCE
from tests.office import comparison_of, opening, small_council
from tests.random_councils import councils
from tests.spreadsheet import SOFFICE, WRONG, figures, formulas, opened, spoilt

FUTURES = 20
POUNDS = unit_for("pounds", 1e4)


@pytest.fixture(scope="module")
def study() -> Study:
    council = small_council()
    [outcomes] = replicate({"baseline": council}, FUTURES, seed=1, workers=1)
    return Study(council, outcomes)


@pytest.fixture(scope="module")
def options() -> ComparisonStudy:
    dearer = {"kind": "change_price", "provision": "far", "factor": 1.1, "from": "2025-04-01", "source": SOURCE}
    scenarios = {"Open in July": [opening("2025-07-01")], "Nothing": [], "Dearer": [dearer]}
    return comparison_of(small_council(), scenarios, FUTURES)


def added(found: Bridge) -> np.ndarray:
    return np.sum([found.part(cause) for cause in Cause], axis=0)


def test_the_parts_of_two_years_add_up_to_the_change_in_every_future(study: Study):
    first, last = study.years
    found, change = between_years(study, first, last), study.values(last, "net_cost") - study.values(first, "net_cost")
    assert np.abs(added(found) - change).max() <= 1e-9 * study.values(last, "net_cost").max()
    assert change.std() > 0


def test_the_parts_of_an_option_add_up_to_its_difference_over_all_years(options: ComparisonStudy):
    for name in options.names:
        found = against_baseline(options, name, options.years)
        difference = options.difference(name, "net_cost")
        assert float(added(found).mean()) == pytest.approx(difference.mean, rel=1e-9, abs=1e-3)
        assert [float(total.mean()) for total in found.totals] == pytest.approx([difference.before, difference.after])


def test_a_new_home_is_mix_a_dearer_fee_price_and_nothing_nothing(options: ComparisonStudy):
    home, dearer, nothing = (against_baseline(options, name, options.years) for name in
                             ("Open in July", "Dearer", "Nothing"))  # fmt: skip
    assert home.part(Cause.MIX).mean() < 0
    assert not home.part(Cause.PRICE).any()
    assert (dearer.part(Cause.PRICE) > 0).all()
    assert not any(dearer.part(cause).any() for cause in Cause if cause is not Cause.PRICE)
    assert not any(nothing.part(cause).any() for cause in Cause)


@pytest.mark.parametrize("contract", [{"kind": "block"}, {"kind": "spot", "notice_days": 28, "source": SOURCE}])
def test_a_home_that_only_the_option_has_is_mix_as_a_planned_one_is(contract: dict[str, object]):
    dearer_each_april = {"weekly_fee": 3000, "uplift_per_year": 0.05, "by_date": [{"value": 1.2}], "source": SOURCE}
    council = small_council()
    planned = council.provision["near"].replace(price=dearer_each_april, contract=contract)
    council = council.replace(provision={**council.provision, "near": planned})
    scenarios = {"Planned": [opening("2025-07-01")], "New": [opening("2025-07-01", provision="twin", like="near")]}
    options = comparison_of(council, scenarios, FUTURES)
    here, new = (against_baseline(options, name, options.years) for name in scenarios)
    assert not here.part(Cause.PRICE).any()
    assert not new.part(Cause.PRICE).any()
    assert np.abs(here.part(Cause.MIX)).min() > 0
    for cause in Cause:
        assert new.part(cause) == pytest.approx(here.part(cause), rel=1e-9, abs=1e-6)


@settings(deadline=None, max_examples=6, derandomize=True, suppress_health_check=list(HealthCheck))
@given(councils())
def test_the_years_of_any_council_are_bridged_in_every_future(council: Baseline):
    """Homes that open and close, contracts of every kind, notice, allowances after care, grants, placeholder prices."""
    [outcomes] = replicate({"baseline": council}, 2, seed=1, workers=1)
    study = Study(council, outcomes)
    for one, other in pairwise(study.years):
        change = study.values(other, "net_cost") - study.values(one, "net_cost")
        found = between_years(study, one, other)
        size = 1 + sum(np.abs(total) for total in found.totals)
        assert ((np.abs(added(found) - change) <= 1e-9 * size) | np.isnan(change)).all()


def printed_as_numbers(texts: list[str]) -> list[float]:
    return [float(text.replace(MINUS, "-").replace("+", "").replace(",", "")) for text in texts]


def test_printed_parts_add_up_to_the_printed_totals(options: ComparisonStudy):
    found = {name: against_baseline(options, name, options.years) for name in options.names}
    table = side_by_side("Options", found, ("Option", "Baseline", "Option"), "Bridge")
    for row in table.rows:
        first, *parts, last = printed_as_numbers([cell.text for cell in row[1:]])
        assert first + sum(parts) == pytest.approx(last, abs=1e-9)
    for name, each in found.items():
        first, *parts, last = printed_as_numbers(
            [row[1].text for row in bridge_table(each, ("Baseline", name), unit_for("pounds", 1e6), "Bridge").rows]
        )
        assert first + sum(parts) == pytest.approx(last, abs=1e-9)


def test_parts_too_small_to_print_still_add_up():
    assert printed([0.4e4, 0.4e4, 0.4e4], (1e6, 1.012e6), unit_for("pounds", 2e6)) == [
        "1.00", "+0.01", "0.00", "0.00", "1.01",
    ]  # fmt: skip


def test_sentences_name_what_is_sure_what_is_not_clear_and_what_does_not_change(options: ComparisonStudy):
    dearer = sentences(against_baseline(options, "Dearer", options.years), POUNDS)
    assert dearer[0].startswith("Of that: +£")
    assert dearer[0].endswith("because the same nights are dearer.")
    assert dearer[-1] == "No part in any future: volume, mix, complexity, void and notice, fixed and other."
    nothing = sentences(against_baseline(options, "Nothing", options.years), POUNDS)
    assert nothing == (
        "No part in any future: volume, mix, complexity, price, void and notice, fixed and other.",
    )  # fmt: skip


def report_of(study: Study) -> Report:
    settings = RunSettings("placesim run test.yaml", Path("test.yaml"), FUTURES, 1, study.baseline.years, ())
    return run_report(study, settings, {})


def tables(report: Report) -> list[Table]:
    parts = [part for section in report.sections for part in every_part(section.parts, Medium.WORKBOOK)]
    return [part for part in parts if isinstance(part, Table) and part.sheet]


def bridges(report: Report) -> list[Table]:
    return [table for table in tables(report) if table.sheet == "Bridge"]


def live(report: Report) -> Report:
    """The sheets of a report that hold any formula, whole but for their charts, which take long to draw."""
    sheets = {table.sheet for table in tables(report) for row in table.rows if any(cell.formula for cell in row)}
    kept = tuple(table for table in tables(report) if table.sheet in sheets)
    return replace(report, sections=(Section("Figures", "figures", kept),))


def test_the_workbook_of_a_run_holds_the_bridge_by_driver_and_by_type(study: Study):
    captions = [table.caption.split(",")[0] for table in bridges(report_of(study))]
    assert captions == [
        "Placement spend from 2025-26 to 2026-27",
        "Cost by placement type",
        "Placement spend: by placement type",
        "What the parts are",
    ]


def test_the_workbook_of_a_comparison_holds_all_years_and_the_last(options: ComparisonStudy):
    every, last, circumstances, meanings = bridges(compare_report(options))
    from_it = "Placement spend: from the baseline to each option"
    assert every.caption.startswith(f"{from_it}, all years, 2025-26 to 2026-27, £")
    assert last.caption.startswith(f"{from_it} in 2026-27, £")
    assert len(every.rows) == len(last.rows) == 2
    assert [row[0].text for row in circumstances.rows] == ["Dearer"]
    assert len(meanings.rows) == 6


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: nothing can work the formulas out")
def test_every_formula_of_the_workbooks_is_worked_out_to_the_figure_it_carries(
    study: Study, options: ComparisonStudy, tmp_path: Path
):
    reports = {"run.xlsx": report_of(study), "compare.xlsx": compare_report(options)}
    planted = [tmp_path / "planted" / name for name in reports]
    planted[0].parent.mkdir()
    for path, report in zip(planted, reports.values(), strict=True):
        write_workbook(tmp_path / path.name, live(report))
        spoilt(tmp_path / path.name, path)
    saved = opened(tmp_path, *planted, recalculates=True)
    for path in planted:
        written = formulas(tmp_path / path.name)
        assert any(sheet == "Bridge" for sheet, _ in written)
        assert set(figures(path, written).values()) == {WRONG}
        given = figures(tmp_path / path.name, written)
        assert figures(saved / path.name, written) == pytest.approx(given, rel=1e-9, abs=1e-5)


def drawn(first: float, parts: list[float]) -> tuple[list[tuple[float, float]], list[str]]:
    """Where the bars of a waterfall begin and end, from top to bottom, and every text of it."""
    steps = [Step(f"Part {place}", part, f"{part:+}") for place, part in enumerate(parts)]
    with drawing():
        figure = waterfall(Step("Before", first, f"{first}"), steps, Step("After", first + sum(parts), "all"), POUNDS)
    [axes] = figure.axes
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for each in axes.containers for bar in each]
    return [(begin * POUNDS.divisor, end * POUNDS.divisor) for begin, end in bars], [
        text.get_text() for text in axes.texts
    ]


def test_each_bar_begins_where_the_one_above_it_ends():
    bars, texts = drawn(100.0, [50.0, -30.0, 0.0, -60.0])
    assert np.array(bars) == pytest.approx(np.array([(0, 100), (100, 150), (150, 120), (120, 120), (120, 60), (0, 60)]))
    assert {"Before", "After", "Part 0", "+50.0", "-30.0"} <= set(texts)


def test_bars_cross_nothing_where_a_total_is_below_it():
    bars, _ = drawn(-20.0, [50.0, -70.0])
    assert np.array(bars) == pytest.approx(np.array([(0, -20), (-20, 30), (30, -40), (0, -40)]))


@pytest.mark.parametrize(
    ("levels", "begins"),
    [([100.0, 150.0], 0.0), ([0.0, 5.0], 0.0), ([-5.0, 5.0], 0.0), ([7.0, 7.0], 0.0),
     ([1000.0, 1020.0], 975.0), ([-1000.0, -1020.0], -975.0)],
)  # fmt: skip
def test_the_axis_begins_near_totals_whose_parts_would_not_be_seen(levels: list[float], begins: float):
    assert axis_begins(levels) == begins


def test_totals_begin_where_a_cut_axis_does():
    found = reached(Step("a", 1000.0, ""), [Step("b", 20.0, "")], Step("c", 1020.0, ""))
    assert found == [(975.0, 1000.0), (1000.0, 1020.0), (975.0, 1020.0)]


def test_long_names_are_broken_and_keep_their_bars_apart():
    name = "A name that is far too long for one line of a chart " * 4
    with drawing():
        figure = waterfall(Step(name, 1.0, ""), [Step(name, 1.0, "")], Step(name, 2.0, ""), POUNDS)
    texts = [text.get_text() for text in figure.axes[0].texts if text.get_text()]
    assert len(texts) == len(set(texts)) == 3
    assert all(re.search(r"\(\d\)$", text) for text in texts), "names that are alike are numbered"
