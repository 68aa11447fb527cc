"""The Python API: what notebooks get is what the commands write, and wrong arguments are told as ValueErrors."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from matplotlib.figure import Figure

import placesim
from placesim.api.options import options_of
from placesim.report.paper.document_styles import MOST_BYTES
from tests.conftest import CONFIGS

ROOT = CONFIGS.parent
EXAMPLE = CONFIGS / "example.yaml"
OPTIONS = CONFIGS / "scenarios" / "example"

CHEAPER = {
    "kind": "change_price",
    "provision": "agency_carers",
    "factor": 0.9,
    "from": "2025-10-01",
    "source": "assumption: a trial",
}
BEDS = {"kind": "open_home", "provision": "new_home", "opens": "2025-10-01", "source": "assumption: a trial"}

WHAT_HELP_IMPORTS = """
import sys
sys.argv = ["placesim", "--help"]
try:
    from placesim.__main__ import main
    main()
except SystemExit:
    pass
slow = {"numpy", "pandas", "matplotlib", "pydantic", "starlette", "uvicorn"}
print(*sorted({name.partition(".")[0] for name in sys.modules} & slow))
"""


@pytest.fixture(scope="module")
def council():
    return placesim.load(str(EXAMPLE), years=1)


@pytest.fixture(scope="module")
def run(council):
    return placesim.run(council, 12, seed=3, workers=1, episodes=True)


@pytest.fixture(scope="module")
def comparison(council):
    return placesim.compare(council, [OPTIONS], 12, workers=1)


@pytest.fixture(scope="module")
def sweep(council):
    return placesim.sweep(council, placesim.scenario("Beds", [BEDS]), "beds", [2, 4], replications=12, workers=1)


def same(table: pd.DataFrame, path: Path) -> None:
    assert table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig") == path.read_bytes()


def test_tables_of_a_run_are_those_that_it_writes(run, tmp_path):
    folder = run.write(tmp_path / "run", reports="page")
    same(run.measures(), folder / "measures.csv")
    same(run.summary(), folder / "summary.csv")
    same(run.monthly(), folder / "monthly.csv")
    same(run.episodes(), folder / "episodes.csv")
    same(run.children(), folder / "children.csv")
    assert (folder / "report.html").stat().st_size > 100_000


def test_tables_of_a_comparison_are_those_that_it_writes(comparison, tmp_path):
    folder = comparison.write(str(tmp_path / "options"), reports=[])
    same(comparison.differences(), folder / "comparison.csv")
    same(comparison.summary(), folder / "summary.csv")
    same(comparison.monthly(), folder / "monthly.csv")
    assert set(comparison.measures()["scenario"]) == set(comparison.baselines)
    assert not (folder / "measures.csv").exists()


def test_the_table_of_a_sweep_is_the_one_that_it_writes(sweep, tmp_path):
    folder = sweep.write(tmp_path / "sweep", reports=[])
    same(sweep.differences(), folder / "sweep.csv")
    assert sorted(set(sweep.differences()["value"])) == [2, 4]


def test_every_chart_of_a_report_is_a_figure_with_its_name(run, comparison, sweep):
    for result, named in ((run, "leavers"), (comparison, "spend"), (sweep, "spend")):
        charts = result.charts()
        assert all(isinstance(figure, Figure) and figure.axes for figure in charts.values())
        assert any(named in name for name in charts), sorted(charts)


def test_a_result_says_what_makes_it_again(run, comparison, sweep, council):
    assert run.settings(Path("here")).command == (
        f"placesim run {EXAMPLE.as_posix()} --replications 12 --seed 3 --years 1 --episodes --out here"
    )
    assert comparison.settings(Path("reports/example-options")).command.endswith("--seed 1 --years 1")
    again = sweep.settings().command
    assert again.startswith("placesim.sweep(placesim.load(")
    repeated = eval(again, {"placesim": placesim})
    pd.testing.assert_frame_equal(repeated.differences(), sweep.differences())


def test_a_changed_council_is_another_and_its_call_makes_it_again(council, run):
    changed = council.with_(CHEAPER).with_(BEDS)
    assert (len(council.changes), len(changed.changes)) == (0, 2)
    assert "2 changes made" in repr(changed)
    found = placesim.run(changed, 12, seed=3, workers=1)
    assert found.measures()["value"].sum() != run.measures()["value"].sum()
    repeated = eval(found.settings().command, {"placesim": placesim})
    pd.testing.assert_frame_equal(found.measures(), repeated.measures())


def test_changes_by_name_are_compared_as_scenario_files_are(council):
    opened = {"kind": "open_home", "provision": "new_home", "opens": "2026-04-01"}
    cost = {"budget_line": "residential_line", "mobilisation": 50_000, "mobilisation_days": 60}
    cost |= {"capital": {"amount": 400_000, "grant": 100_000, "optimism_bias": 0.24}, "source": "assumption: example"}
    written = [{**opened, "contract": {"kind": "block"}, "cost": cost, "source": "assumption: example"}]
    by_name = placesim.compare(council, {"Open the new home": written}, 12, workers=1)
    by_file = placesim.compare(council, OPTIONS / "open_the_new_home.yaml", 12, workers=1)
    pd.testing.assert_frame_equal(by_name.differences(), by_file.differences())


def test_interventions_may_be_given_as_objects(council):
    [change] = council.with_(CHEAPER).changes
    assert council.with_(change).baseline == council.with_(CHEAPER).baseline


def test_a_scenario_edited_between_two_studies_is_read_anew(council, tmp_path):
    scenario = tmp_path / "s.yaml"
    text = (OPTIONS / "open_the_new_home.yaml").read_text(encoding="utf-8")
    scenario.write_text(text, encoding="utf-8")
    before = placesim.compare(council, scenario, 2, workers=1)
    hashed = before.settings().inputs
    scenario.write_text(text.replace("opens: 2026-04-01", "opens: 2025-06-01"), encoding="utf-8")
    after = placesim.compare(council, scenario, 2, workers=1)
    assert before.options[0].scenario != after.options[0].scenario
    assert before.settings().inputs == hashed != after.settings().inputs
    loaded_now = placesim.compare(placesim.load(EXAMPLE, years=1), scenario, 2, workers=1)
    pd.testing.assert_frame_equal(after.differences(), loaded_now.differences())


def test_a_result_names_the_files_of_its_own_study(council, tmp_path):
    read = [file.path for file in council.files.read]
    scenario = OPTIONS / "open_the_new_home.yaml"
    compared = placesim.compare(council, scenario, 2, workers=1)
    swept = placesim.sweep(council, placesim.scenario("Beds", [BEDS]), "beds", [2, 4], replications=2, workers=1)
    plain = placesim.run(council.with_(CHEAPER), 2, workers=1)
    compared.write(tmp_path / "options", reports="page")
    council.warnings()
    assert [file.path for file in compared.settings().inputs] == [*read, scenario]
    assert [file.path for file in swept.settings().inputs] == read
    assert [file.path for file in plain.settings().inputs] == read
    assert [file.path for file in council.files.read] == read


def test_options_stand_in_the_order_they_were_given_in(council):
    files = [OPTIONS / name for name in ("open_the_new_home.yaml", *sorted(path.name for path in OPTIONS.iterdir()))]
    beds = placesim.scenario("Beds", [BEDS])
    options = options_of(council.in_a_study(), [files[0], beds, OPTIONS])
    assert [option.path for option in options] == [files[0], Path("Beds"), *(f for f in files[1:] if f != files[0])]


def test_the_call_that_makes_a_comparison_again_leaves_nothing_out(council, tmp_path):
    template = tmp_path / "ours.docx"
    Document().save(str(template))
    asked = {"precision": 0.9, "of": "spend/all", "most": 5, "measures": True, "long_tables": True, "engine": "simpy"}
    found = placesim.compare(council, {"Beds": [BEDS]}, 4, workers=1, template=template, **asked)
    call = found.settings().command
    assert "precision=0.9, of='spend/all/all years', most=5, measures=True, long_tables=True, template=" in call
    assert call.endswith(f"template={template.as_posix()!r}, engine='simpy')")
    repeated = eval(call, {"placesim": placesim})
    assert (repeated.precision, repeated.with_measures, repeated.long_tables) == (found.precision, True, True)
    assert (repeated.settings().command, repeated.engine) == (call, "simpy")
    assert [file.path for file in repeated.settings().inputs] == [file.path for file in found.settings().inputs]


def test_the_call_that_makes_a_run_or_a_sweep_again_names_the_engine_that_was_asked_for(council):
    changed = council.with_(CHEAPER)
    run = placesim.run(changed, 2, workers=1, episodes=True, engine="simpy")
    assert run.settings().command.endswith(", 2, 1, episodes=True, engine='simpy')")
    sweep = placesim.sweep(changed, placesim.scenario("B", [BEDS]), "beds", [2, 4], None, 2, 1, 1, engine="simpy")
    assert sweep.settings().command.endswith(", 'beds', '2,4', None, 2, 1, engine='simpy')")


def test_figures_do_not_depend_on_where_they_are_asked_for(council, tmp_path):
    with_out = placesim.run(council, 12, seed=3, workers=1, out=tmp_path / "out", reports=[])
    same(with_out.summary(), tmp_path / "out" / "summary.csv")
    pd.testing.assert_frame_equal(with_out.summary(), placesim.run(council, 12, 3, 1).summary())


def test_every_measure_and_group_of_a_run_is_listed(run, council):
    listed = placesim.measures(council)
    assert set(zip(listed["measure"], listed["group"], strict=True)) == set(
        zip(run.measures()["measure"], run.measures()["group"], strict=True)
    )
    without = placesim.measures()
    assert set(without["measure"]) == {*listed["measure"], "re_entries"}, "nobody comes back to this council's care"
    assert set(without["group"]) == {""}
    assert (listed["definition"].str.len() > 10).all()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda c: placesim.run(c, 0), "replications: should be a whole number from 2 to 100,000; found 0"),
        (lambda c: placesim.run(c, 2.5), "replications: should be a whole number"),
        (lambda c: placesim.run(c, True), "replications: should be a whole number"),
        (lambda c: placesim.run(c, 4, -1), "seed: should be a whole number from 0 to"),
        (lambda c: placesim.run(c, 4, workers=0), "workers: should be a whole number from 1 to 256; found 0"),
        (lambda c: placesim.run(c, 4, out=3), "out: should be a folder's name; found 3"),
        (lambda c: placesim.run(c, 4, out=""), "out: should be a folder's name; found ''"),
        (lambda c: placesim.compare(c, OPTIONS, 4, out=" "), "out: should be a folder's name"),
        (
            lambda c: placesim.sweep(c, placesim.scenario("B", [BEDS]), "beds", [2, 4], out=""),
            "out: should be a folder's",
        ),
        (lambda c: placesim.compare(c, OPTIONS, template=5), "template: should be a file's name; found 5"),
        (lambda c: placesim.compare(c, ""), "scenarios: should be a file's name"),
        (lambda c: placesim.run(str(EXAMPLE), 4), "load it first, as in placesim.load"),
        (lambda c: placesim.run(c.baseline, 4), "baseline: should be a council; found Baseline"),
        (lambda c: placesim.run(c, 4, workers=1).write(""), "folder: should be a folder's name"),
        (lambda c: placesim.run(c, 4, workers=1).episodes(), "run again with episodes=True"),
        (lambda c: placesim.load(5), "path: should be a file's name"),
        (lambda c: placesim.load("nowhere.yaml"), "nowhere.yaml: no such file"),
        (lambda c: placesim.load(EXAMPLE, years=0), "years: should be a number from 0.1 to 30; found 0"),
        (lambda c: placesim.load(EXAMPLE, years=float("nan")), "years: should be a number"),
        (lambda c: placesim.load(EXAMPLE, years="2"), "years: should be a number"),
        (lambda c: placesim.compare(c, []), "scenarios: there is none"),
        (lambda c: placesim.compare(c, 7), "scenarios: should be files"),
        (lambda c: placesim.compare(c, [7]), "scenarios: should be files"),
        (lambda c: placesim.compare(c, {"Baseline": [CHEAPER]}), "also the name of another"),
        (lambda c: placesim.compare(c, {"": [CHEAPER]}), "name: "),
        (lambda c: placesim.compare(c, {"One": CHEAPER}), "should be a list of changes"),
        (lambda c: placesim.compare(c, OPTIONS, precision=-1), "precision: should be a number from 0.001 on"),
        (lambda c: placesim.compare(c, OPTIONS, precision=0.1, of="spent"), "did you mean 'spend'?"),
        (lambda c: placesim.compare(c, OPTIONS, template="x.docx"), "x.docx: no such file"),
        (lambda c: placesim.sweep(c, OPTIONS, "beds", "0:4:2"), "should be one scenario; found 2"),
        (lambda c: placesim.sweep(c, placesim.scenario("B", [BEDS]), "beds", 4), "values: should be numbers"),
        (lambda c: placesim.sweep(c, placesim.scenario("B", [BEDS]), "beds", [4]), "a sweep takes 2 or more"),
        (lambda c: placesim.sweep(c, placesim.scenario("B", [BEDS]), "bed", [2, 4]), "no number 'bed'"),
        (lambda c: c.with_("open_home"), "change: should be an intervention, or a dict"),
        (lambda c: c.with_({**CHEAPER, "kind": "change_prices"}), "did you mean 'change_price'?"),
        (lambda c: c.with_(BEDS, {**CHEAPER, "factor": -1}), "change 2: factor: must be 0 or more; found -1"),
        (lambda c: c.with_({**CHEAPER, "provision": "agency"}), "change 1: provision"),
        (lambda c: c.with_({**CHEAPER, "source": "P001"}), "change 1: source: unknown evidence id 'P001'"),
        (lambda c: placesim.measures("spend"), "baseline: should be a council"),
    ],
)
def test_a_wrong_argument_is_a_value_error_that_says_what_is_wrong(council, wrong, says):
    with pytest.raises(ValueError) as error:
        wrong(council)
    assert says in str(error.value)


def test_a_document_takes_the_styles_its_template_had_when_it_was_read(tmp_path):
    council, template, out = placesim.load(EXAMPLE, years=0.5), tmp_path / "council.docx", tmp_path / "out"
    for header in ("As it was read", "As it became"):
        document = Document()
        document.sections[0].header.paragraphs[0].text = header
        document.save(str(template))
        council.files.content(template, MOST_BYTES)
    asked = {"template": template, "out": out, "reports": "document"}
    placesim.compare(council, {"Cheaper": [CHEAPER]}, 4, workers=1, **asked)
    assert Document(str(out / "report.docx")).sections[0].header.paragraphs[0].text == "As it was read"


def test_the_help_begins_without_what_simulating_needs():
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WHAT_HELP_IMPORTS]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == ""


def test_all_that_is_offered_is_there():
    assert {"load", "run", "compare", "sweep", "sensitivity", "measures", "scenario"} < set(dir(placesim))
    assert all(getattr(placesim, name) is not None for name in placesim.__all__)
    with pytest.raises(AttributeError, match="no attribute 'simulate'"):
        _ = placesim.simulate
