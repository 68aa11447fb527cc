"""Back-casts from returns to report: what is known on each day, what happened, and what is refused."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from placesim import BackCastResult, WrongInputError, backcast
from placesim.config.faults import InputError
from placesim.config.loading import load_baseline
from placesim.report.paper.page import page_text
from placesim.report.words.backcast import verdict_words
from placesim.results.backcasts import COLUMNS, FLAT, FORECASTERS, MODEL
from placesim.returns.backcasting.figures import figures_of
from placesim.returns.backcasting.origins import origins_of
from placesim.returns.mapping import load_mapping
from placesim.returns.pasts import cut, past_of
from placesim.returns.reading import read_returns
from tests.commands import placesim
from tests.conftest import CONFIGS

RETURNS = CONFIGS.parent / "seeds" / "synthetic_903"
CONFIGURATION = CONFIGS / "example.yaml"
FIRST, LAST = date(2018, 4, 1), date(2025, 3, 31)


@pytest.fixture(scope="module")
def result() -> BackCastResult:
    asked = {"mapping": RETURNS / "mapping.yaml", "replications": 5, "workers": 1}
    return backcast(RETURNS, CONFIGURATION, "2023-03-31", rolling=True, **asked)


@pytest.fixture(scope="module")
def page(result) -> str:
    return page_text(result.report())


def test_every_31_march_with_a_year_after_it_is_an_origin_and_is_held_against_what_is_known(result):
    table = result.table
    model = table[(table["forecaster"] == MODEL) & (table["group"] == "all") & (table["measure"] == "entries")]
    horizons = model.groupby("origin")["horizon_months"].apply(list).to_dict()
    assert horizons == {
        date(2023, 3, 31): [12, 24],
        date(2024, 3, 31): [12],
    }
    assert tuple(table.columns) == COLUMNS
    assert set(table["forecaster"]) <= set(FORECASTERS)


def test_what_happened_is_what_the_returns_tell(result):
    baseline = load_baseline(CONFIGURATION)
    past = past_of(read_returns(RETURNS), load_mapping(RETURNS / "mapping.yaml", baseline), baseline)
    told = figures_of(past)
    rows = [row for row in result.cast.rows if row.origin == date(2023, 3, 31) and row.horizon_months == 12]
    assert len(rows) > 20
    assert {row.observed == told.of(row.measure, row.group, "2023-24") for row in rows} == {True}


def test_the_last_value_is_the_number_on_the_day_of_the_forecast(result):
    line = result.cast.lines["all"]
    for row in result.cast.rows:
        if (row.forecaster, row.measure, row.group) == (FLAT, "children_year_end", "all"):
            assert row.p50 == line.children[line.days.index(row.origin)]


def test_quantiles_rise_and_scores_are_not_negative(result):
    table = result.table
    quantiles = table[["p10", "p25", "p50", "p75", "p90"]].to_numpy(float)
    assert (np.diff(quantiles, axis=1) >= 0).all()
    assert (table["weighted_interval_score"] >= 0).all()


def test_a_past_cut_at_an_origin_tells_the_same_up_to_then():
    baseline = load_baseline(CONFIGURATION)
    past = past_of(read_returns(RETURNS), load_mapping(RETURNS / "mapping.yaml", baseline), baseline)
    whole, known = figures_of(past), figures_of(cut(past, date(2022, 4, 1)))
    assert known.years == whole.years[:4]
    assert known.by_year["children_year_end", "all"].tolist() == whole.by_year["children_year_end", "all"][:4].tolist()
    assert known.by_year["leavers", "all"].tolist() == whole.by_year["leavers", "all"][:4].tolist()


def test_the_report_says_first_whether_to_trust_the_model(result, page):
    for sentence in verdict_words(result.study()):
        assert sentence.replace("“", "").split(":")[0].split("”")[0][:30] in page.replace("“", "")
    assert "Whether to trust it, and for what" in page


def test_few_figures_are_no_verdict(result):
    first, *_ = verdict_words(result.study())
    assert first.startswith("There are too few figures to say of any one thing whether to trust the model")


def test_the_report_tells_no_count_of_fewer_than_five_children(result):
    report = result.report()
    figures = next(section for section in report.sections if section.anchor == "figures")
    folded = next(part for part in figures.parts if hasattr(part, "parts"))
    [table] = [inner for part in folded.parts for inner in getattr(part, "parts", (part,))]
    was = [row[3] for row in table.rows]
    assert any(cell.text == "fewer than 5" for cell in was)
    assert all(cell.value is None or cell.value == 0 or cell.value >= 5 for cell in was)


def test_everything_is_written_and_says_how_it_was_made(result, tmp_path: Path):
    folder = result.write(tmp_path / "out")
    assert sorted(path.name for path in folder.iterdir()) == [
        "backcast.csv", "manifest.json", "report.docx", "report.html", "report.xlsx",
    ]  # fmt: skip
    written = pd.read_csv(folder / "backcast.csv")
    assert len(written) == len(result.cast.rows)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert "--fit-to 2023-03-31 --rolling" in manifest["command"]
    assert "real children" in manifest["day_0"]


def test_the_command_shows_the_verdict(tmp_path: Path):
    done = placesim(
        *("backcast", RETURNS, CONFIGURATION, "--mapping", RETURNS / "mapping.yaml", "--fit-to", "2024-03-31"),
        *("--replications", 2, "--workers", 1, "--suppress", "--reports", "none", "--out", tmp_path / "out"),
    )
    assert done.returncode == 0, done.stderr
    assert "forecasts made on 1 past day, held against what happened" in done.stdout
    assert "All children in care" in done.stdout
    assert "--rolling" in done.stdout
    left = set(pd.read_csv(tmp_path / "out" / "backcast.csv")["group"])
    assert "all" in left


@pytest.mark.parametrize(
    ("fit_to", "said"),
    [
        (date(2021, 6, 30), "should be a 31 March, the last day of a return, as in 2021-03-31"),
        (date(2019, 3, 31), "with 2 years before it, 2020-03-31 is the earliest"),
        (date(2025, 3, 31), "with a year after it to be held against, 2024-03-31 is the latest"),
        (date(2035, 3, 31), "The returns tell of 1 April 2018 to 31 March 2025"),
    ],
)
def test_a_day_on_which_nothing_can_be_forecast_is_refused_and_the_nearest_named(fit_to, said):
    with pytest.raises(InputError, match=said):
        origins_of(FIRST, LAST, fit_to)


def test_returns_of_too_few_years_allow_no_back_cast():
    with pytest.raises(InputError, match=r"no day will do\..*it takes 2 years before it and one after"):
        origins_of(date(2023, 4, 1), LAST, date(2024, 3, 31))


@pytest.mark.parametrize(
    ("until", "said"),
    [(date(2026, 3, 31), "nothing after 2025-03-31"), (date(2022, 1, 1), "a year or more after the day")],
)
def test_a_last_day_must_be_told_of_and_a_year_away(until, said):
    with pytest.raises(InputError, match=said):
        origins_of(FIRST, LAST, date(2021, 3, 31), until)


def origins(*asked: object) -> Sequence[int]:
    return [origin.year for origin in origins_of(FIRST, LAST, *asked)[0]]


def test_rolling_origins_end_a_year_before_the_last_day_asked_for():
    assert origins(date(2020, 3, 31)) == [2020]
    assert origins(date(2020, 3, 31), None, True) == [2020, 2021, 2022, 2023, 2024]
    assert origins(date(2020, 3, 31), date(2023, 4, 5), True) == [2020, 2021, 2022]


def test_a_wrong_date_is_told_plainly():
    with pytest.raises(WrongInputError, match="fit_to: should be a date, as in 2021-03-31; found 'soon'"):
        backcast(RETURNS, CONFIGURATION, "soon")
