"""Reports of sensitivity: what matters most, what would change the answer, and at what value, in words and tables."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

import placesim
from placesim.api.sensitivities import sensitivity_plan
from placesim.config.ranges.assumptions import Assumption
from placesim.config.ranges.shapes import Shape
from placesim.experiment.differences import difference_of
from placesim.experiment.sensitivity.tables import ends_table
from placesim.report.charts.canvas import drawing
from placesim.report.charts.tornado import Bar, End, tornado
from placesim.report.figures import unit_for
from placesim.report.paper.page import page_text
from placesim.report.words.sensitivity import answers
from placesim.report.words.turning_points import read_text
from tests.councils import SOURCE
from tests.ranged_councils import CARERS_FEE, ENTRIES, HOMES_FEE, PRICE, small, written
from tests.test_commands import placesim as run_command

FUTURES = 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sensitivity")
    written(path / "council.yaml", small(), {HOMES_FEE: PRICE, CARERS_FEE: {"low": 450, "high": 550}, ENTRIES: MORE})
    (path / "block.yaml").write_text(BLOCK, encoding="utf-8")
    (path / "cheaper.yaml").write_text(CHEAPER, encoding="utf-8")
    return path


MORE = {"value": 12, "low": 8, "high": 20, "label": "Children who enter care in a year"}
BLOCK = f"""
name: Four carers more
question: What if four more carers were approved?
interventions:
  - {{kind: recruit_carers, provision: carers, approvals_per_year: 4, from: 2025-04-01, source: "{SOURCE}"}}
"""
CHEAPER = f"""
name: Cheaper homes
question: What if homes cost a little less?
interventions:
  - kind: change_price
    provision: elsewhere
    factor: {{value: 0.98, low: 0.9, high: 1.06, label: What homes cost of what they cost now}}
    from: 2025-04-01
    source: "{SOURCE}"
"""


@pytest.fixture(scope="module")
def result(folder: Path) -> placesim.SensitivityResult:
    council = placesim.load(folder / "council.yaml")
    return placesim.sensitivity(council, [folder / "block.yaml", folder / "cheaper.yaml"], FUTURES, workers=1)


def said(result: placesim.SensitivityResult) -> str:
    return "\n".join(" ".join([a.question, a.finding, *a.sentences]) for a in answers(result.study()))


def test_the_first_page_names_what_matters_most_with_the_figure_at_both_ends(result):
    words = said(result)
    named = r"“Homes elsewhere: weekly fee” moves it most: at £4,000 it saves .*; at £7,000 it saves "
    assert re.search(rf"Which assumptions matter most to what “Four carers more” does\? {named}", words)
    assert "“What homes cost of what they cost now” moves it most: at 0.90 times it saves" in words


def test_a_turning_point_is_told_with_the_side_on_which_the_answer_changes(result):
    words = said(result)
    assert "on average it costs more where “What homes cost of what they cost now” is above about 1.000 times" in words
    assert "For “Four carers more” no assumption alone, anywhere in its range, changes that." in words
    [turn] = result.turning_points().itertuples()
    assert (turn.scenario, turn.against) == ("Cheaper homes", "baseline")
    assert turn.turns_at == pytest.approx(1)


def test_drawn_and_under_luck_alone_stand_beside_each_other(result):
    drawn = r"“Cheaper homes” saves in \d+% of futures with assumptions drawn \(\d+ to \d+%\)"
    assert re.search(rf"{drawn}, and in 100% under luck alone", said(result))


def test_every_table_and_report_is_written_and_named_in_the_manifest(result, tmp_path):
    out = result.write(tmp_path / "out")
    reports = {"report.html", "report.docx", "report.xlsx"}
    tables = {"sensitivity.csv", "turning_points.csv", "shares.csv", "draws.csv"}
    assert {each.name for each in out.iterdir()} == {"manifest.json", *reports, *tables}
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["command"].startswith("placesim sensitivity ")
    read = pd.read_csv(out / "sensitivity.csv").fillna({"note": "", "assumption_unit": ""})
    pd.testing.assert_frame_equal(read, result.ends(), check_dtype=False)


def test_the_table_has_a_row_for_each_scenario_assumption_and_end(result):
    table = ends_table(result.sensitivity)
    assert len(table) == 3 * 4 * 2
    assert set(table.answered_by) == {"new futures", "pricing again"}
    assert set(table[table.assumption.str.startswith("entrants")].answered_by) == {"new futures"}


def test_the_page_holds_a_tornado_for_each_option_and_the_baseline(result):
    with drawing():
        page = page_text(result.report())
    assert [page.count(f'id="{name}"') for name in ("tornado-0", "tornado-1", "tornado-baseline")] == [1, 1, 1]
    assert "Tornado chart, widest bar first." in page


def test_a_bar_begins_at_the_figure_with_all_assumptions_at_their_values():
    values = pd.Series(range(40), dtype=float).to_numpy()
    low, high = (End(name, difference_of(values, values + by)) for name, by in (("5", -10.0), ("9", 20.0)))
    with drawing():
        drawn = tornado([Bar("Price", low, high)], unit_for("pounds", 40), "net cost", ("saves more", "costs more"))
    bars = [(bar.get_x(), bar.get_width()) for bar in drawn.axes[0].patches]
    assert bars == [(values.mean(), -10.0), (values.mean(), 20.0)]


def test_without_options_the_baselines_own_figure_is_told(folder):
    alone = placesim.sensitivity(placesim.load(folder / "council.yaml"), (), FUTURES, workers=1, of="children_average")
    words = said(alone)
    assert "Which assumptions matter most to children on average over all years?" in words
    most = "“Children who enter care in a year” moves it most"
    assert re.search(rf"{most}: at 8.0 it falls by .*; at 20.0 it rises by", words)
    assert "option" not in words.replace("options", "")


def test_a_value_read_off_a_line_is_no_finer_than_makes_sense():
    shape = Shape("triangular", 6750, 5500, 8000)
    price = Assumption("price", "Price", 6750, 5500, 8000, "", "pounds", True, (SOURCE,), shape)
    assert read_text(price, 6423.7) == "£6,420"


# The command, and what cannot be asked.


def test_the_command_prints_each_option_and_says_what_makes_it_again(folder, tmp_path):
    asked = ("--replications", "3", "--workers", "1", "--reports", "none", "--out", str(tmp_path / "out"))
    done = run_command("sensitivity", str(folder / "council.yaml"), str(folder / "cheaper.yaml"), *asked)
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        "Cheaper homes: placement spend over all years, difference from the baseline, mean of 3 futures" in done.stdout
    )
    command = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["command"]
    assert command.endswith(f"cheaper.yaml --replications 3 --seed 1 --out {(tmp_path / 'out').as_posix()}")


def test_what_is_to_be_simulated_is_told_before_it_is(folder):
    council = placesim.load(folder / "council.yaml")
    said = sensitivity_plan(council, (), 4, 1).cost(1)
    assert re.fullmatch(
        r"\d+ assumptions x 2 ends x 4 futures of 1 scenario, and as many with all of them drawn: 16 futures to "
        r"simulate, about a minute on this machine\.",
        said,
    )
    full = sensitivity_plan(council, (), 4, 1, full=True, points=16).cost(1)
    assert "816 futures to simulate" in full
    assert full.endswith("Full indices take 800 of them.")


def test_full_indices_are_told_beside_first_order_shares(folder):
    council = placesim.load(folder / "council.yaml", years=0.25)
    whole = placesim.sensitivity(council, (), 4, workers=1, full=True, points=16)
    assert {"first", "first_low", "total", "total_high"} < set(whole.shares().columns)
    assert "--full --points 16" in whole.settings().command
    with drawing():
        assert "With others, % of variance" in page_text(whole.report())


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"of": "spending"}, "--of: unknown measure 'spending'; did you mean 'spend'?"),
        ({"full": True, "points": 100}, "points: should be a power of two, as in 256 or 512; found 100"),
        ({"replications": 0}, "replications: should be a whole number"),
    ],
)
def test_what_cannot_be_asked_is_told_before_anything_is_simulated(folder, asked, told):
    with pytest.raises(placesim.WrongInputError, match=re.escape(told)):
        placesim.sensitivity(placesim.load(folder / "council.yaml"), **asked)


def test_a_council_without_ranges_is_told_how_to_give_some(tmp_path):
    known = placesim.load(written(tmp_path / "known.yaml", small(), {}))
    with pytest.raises(placesim.WrongInputError, match="no number carries a range, so nothing can be drawn"):
        placesim.sensitivity(known)
