"""`placesim history`: the past by the measures of simulated futures, every row accounted for, small counts left out."""

import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import placesim as api
from placesim.config.loading import load_baseline
from placesim.results.facts import Facts
from placesim.results.financial_year import financial_years, months
from placesim.results.measures import MEASURES, measured
from placesim.results.suppression import FEWEST
from placesim.returns.mapping import load_mapping
from placesim.returns.pasts import past_of_history
from placesim.returns.writing.readme import Made
from placesim.returns.writing.written import write_returns
from tests.commands import placesim, refused
from tests.conftest import CONFIGS
from tests.written import baseline_of, simulated

EXAMPLE = CONFIGS / "example.yaml"
START = date(2021, 4, 1)
TOLD = ("children_year_end", "children_average", "entries", "leavers", "nights")
"""Moves are not among them: a placement of a single day leaves no row in a return."""


@pytest.fixture(scope="module")
def returns(tmp_path_factory):
    folder = tmp_path_factory.mktemp("returns")
    history = future()
    write_returns(history, baseline_of("example.yaml", 2, START), folder, Made("Exampleton"))
    return folder


@pytest.fixture(scope="module")
def written(returns, tmp_path_factory):
    out = tmp_path_factory.mktemp("away") / "past"
    told = placesim("history", str(returns), str(EXAMPLE), "--reports", "page", "--out", str(out))
    assert told.returncode == 0, told.stderr
    return out, told.stdout


@pytest.fixture(scope="module")
def suppressed(returns):
    return api.history(returns, EXAMPLE, suppress=True)


def future():
    return simulated(years=2, start=START)


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / name, encoding="utf-8-sig", keep_default_na=False, na_values=[""])


def test_the_past_has_the_figures_of_the_future_that_was_written(written):
    history = future()
    baseline = past_of_history(history, load_mapping(None, load_baseline(EXAMPLE)), load_baseline(EXAMPLE)).baseline
    for name, period, periods in (
        ("measures.csv", "financial_year", financial_years),
        ("monthly.csv", "month", months),
    ):
        found = table(written[0], name).set_index([period, "measure", "group"])["value"]
        facts = Facts(baseline, history, periods(history.start, history.days))
        keys, values = measured(facts, name == "monthly.csv", among=TOLD)
        for key, value in zip(keys, values.tolist(), strict=True):
            if key in found.index and key[2] not in baseline.provision:
                assert found[key] == pytest.approx(value, abs=1e-6), key
        types = [(key, value) for key, value in zip(keys, values, strict=True) if key[2] in baseline.placement_types]
        assert types
        assert all(key in found.index for key, _ in types)


def test_measures_of_a_past_are_tidy_as_those_of_a_run(written):
    assert table(written[0], "measures.csv").columns.tolist() == [
        "scenario", "replication", "financial_year", "measure", "group", "value",
    ]  # fmt: skip
    assert set(table(written[0], "measures.csv")["scenario"]) == {"past"}


def test_a_past_tells_no_money_and_no_places(written):
    named = set(table(written[0], "measures.csv")["measure"])
    assert named
    assert not {name for name in named if MEASURES[name].unit == "pounds"}
    assert not named & {"occupancy", "places_average", "searches", "first_choice_share", "carer_households"}


def test_every_row_of_every_file_is_accounted_for(written, returns):
    told = table(written[0], "data_quality.csv")
    for file, rows in told.groupby("file")["rows"].sum().items():
        lines = (returns / str(file)).read_text(encoding="utf-8-sig").splitlines()
        assert rows == len(lines) - 1, file
    assert set(told["fate"]) <= {"kept", "merged", "superseded", "excluded", "rejected"}


def test_a_rejected_row_is_named_by_file_line_and_reason_alone(returns, tmp_path):
    folder = tmp_path / "returns"
    year = sorted(path for path in returns.iterdir() if path.is_dir())[0]
    for name in ("episodes.csv", "header.csv"):
        (folder / year.name).mkdir(parents=True, exist_ok=True)
        (folder / year.name / name).write_bytes((year / name).read_bytes())
    with (folder / year.name / "episodes.csv").open("a", encoding="utf-8") as file:
        file.write("SECRET77,,S,C2,N1,U6,PR1,,,,,,,IN\n")
    result = api.history(folder, EXAMPLE)
    [[file, line, reason]] = result.rejected().to_numpy().tolist()
    assert (Path(file).name, reason) == ("episodes.csv", "DECOM is empty")
    assert line == len((folder / year.name / "episodes.csv").read_text(encoding="utf-8").splitlines())
    out = result.write(tmp_path / "past")
    assert not [path.name for path in out.iterdir() if b"SECRET77" in path.read_bytes()]


def test_the_manifest_says_how_to_tell_it_again(written, returns):
    manifest = json.loads((written[0] / "manifest.json").read_text(encoding="utf-8"))
    assert (
        manifest["command"]
        == f"placesim history {returns.as_posix()} {EXAMPLE.as_posix()} --out {written[0].as_posix()}"
    )
    assert "data_quality.csv" in manifest["results_sha256"]
    again = placesim("export-903", written[0], "--out", written[0].parent / "again")
    assert "was not made by placesim run or compare" in refused(again)


def test_the_report_says_what_became_of_rows_and_what_codes_were_taken_for(written):
    page = (written[0] / "report.html").read_text(encoding="utf-8")
    for words in (
        "How good the returns are",
        "What the codes were taken for",
        "PLACE U6, PLACE_PROVIDER PR1",
        "Prices:",
    ):
        assert words in page
    assert "£" not in page


def test_the_terminal_tells_years_rows_and_where_the_rest_is(written):
    out, said = written
    assert "2022-23" in said
    assert "Rows of the returns:" in said
    assert str(out) in said


def test_without_a_configuration_it_is_told_in_the_types_of_placesim_new(returns):
    result = api.history(returns)
    assert "Council foster carers" in {meaning.meant for meaning in result.facts.meanings}


def test_no_count_of_1_to_4_is_told_on_request_in_any_file(suppressed, tmp_path):
    out = suppressed.write(tmp_path / "past", reports=[])
    assert not (out / "rejected.csv").exists()
    for name in ("measures.csv", "monthly.csv"):
        told = table(out, name)
        counts = told[~told["measure"].map(lambda measure: MEASURES[measure].is_of_something)]
        small = counts[(counts["value"] > 0) & (counts["value"] < FEWEST)]
        assert small.empty, small
        assert (told["note"].notna() == told["value"].isna())[told["note"].notna()].all()
    assert not table(out, "data_quality.csv")["rows"].isin(["1", "2", "3", "4"]).any()


def test_what_is_left_out_cannot_be_worked_out_from_a_total(suppressed):
    by_year = suppressed.facts.by_year
    assert sum(hidden.any() for hidden in by_year.hidden.values()) > 0
    for measure in ("children_year_end", "leavers", "moves", "entries"):
        groups = ["all", *by_year.groups(measure)]
        hidden = np.array([by_year.hidden[measure, group] for group in groups])
        values = np.array([by_year.values[measure, group] for group in groups])
        for year in range(len(by_year.periods)):
            left_out = values[hidden[:, year], year]
            assert len(left_out) != 1
            assert left_out.sum() == 0 or left_out.sum() >= FEWEST or hidden[values[:, year] > 0, year].all()


def test_a_year_end_is_left_out_of_the_months_too(suppressed):
    by_year, by_month = suppressed.facts.by_year, suppressed.facts.by_month
    marches = [place for place, month in enumerate(by_month.periods) if month.endswith("-03")]
    for pair, hidden in by_month.hidden.items():
        if pair[0] == "children_year_end":
            assert hidden[marches].tolist() == by_year.hidden[pair].tolist()


def test_a_report_without_small_counts_has_none_in_its_tables(suppressed):
    texts = [
        cell.text
        for section in suppressed.report().sections
        for part in section.parts
        for shown in [part, *(t for chart in getattr(part, "charts", ()) for t in chart.behind)]
        for row in getattr(shown, "rows", ())
        for cell in row[1:]
    ]
    assert texts
    assert not [text for text in texts if re.fullmatch(r"[1-4]", text)]


def test_a_folder_without_returns_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    assert "empty" in refused(placesim("history", tmp_path / "empty"))
