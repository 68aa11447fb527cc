"""A simulated future written as returns: the same children in the same places at every midnight, in valid codes."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from placesim.config.baseline import Baseline
from placesim.config.faults import InputError
from placesim.config.loading import load_baseline
from placesim.experiment.replications import replicate
from placesim.model.history import History
from placesim.returns.mapping import load_mapping
from placesim.returns.pasts import past_of
from placesim.returns.reading import read_returns
from placesim.returns.writing.placements import whole_placements
from placesim.returns.writing.readme import Made
from placesim.returns.writing.written import write_returns
from tests.conftest import CONFIGS
from tests.written import baseline_of, latest, simulated, table

COMING_BACK = """
re_entry:
  per_year: {return_home: 0.5}
  time_since_leaving_bands: {any time: [0, 18]}
  source: "assumption: a trial"
"""


@pytest.fixture(scope="module")
def halton(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("halton"), "halton.yaml", 4.0)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("example"), "example.yaml", 3.0)


def written(folder: Path, name: str, years: float) -> Path:
    write_returns(*played(name, years), folder, Made(name))
    return folder


def played(name: str, years: float, start: date = date(2022, 4, 1)) -> tuple[History, Baseline]:
    return simulated(name, years, start), baseline_of(name, years, start)


def at_midnights(begins: np.ndarray, ends: np.ndarray, days: int) -> np.ndarray:
    """How many are there at the midnight that ends each day."""
    return np.array([np.count_nonzero((begins <= day) & ~(ends <= day)) for day in range(days)])


def test_at_every_midnight_each_provision_has_the_children_that_the_simulation_had(halton: Path):
    history = simulated("halton.yaml", 4.0, date(2022, 4, 1))
    rows, named = (
        latest(halton),
        load_mapping(halton / "mapping.yaml", baseline_of("halton.yaml", 4.0, date(2022, 4, 1))),
    )
    urns = {name: urn for urn, name in named.provisions.items()}
    days = pd.DataFrame({name: (rows[name] - pd.Timestamp(history.start)).dt.days for name in ("DECOM", "DEC")})
    sometimes = set(rows["URN"][rows["PLACE"] == "K3"])  # before 2023-24 supported accommodation had no number
    told = [name for name in history.names.provisions if urns[name] in set(rows["URN"]) - sometimes]
    assert len(told) > 8
    for name in told:
        here = history.episodes["provision"] == history.names.provisions.index(name)
        begins, ends = (np.floor(history.episodes[day][here]) for day in ("start_day", "end_day"))
        of = days[rows["URN"] == urns[name]]
        expected = at_midnights(begins, ends, int(history.days))
        assert (at_midnights(of["DECOM"].to_numpy(), of["DEC"].to_numpy(), int(history.days)) == expected).all(), name


@pytest.mark.parametrize("name", ["halton", "example"])
def test_read_again_every_placement_is_the_simulations_to_the_day(name: str, request: pytest.FixtureRequest):
    folder, years = request.getfixturevalue(name), {"halton": 4.0, "example": 3.0}[name]
    history, baseline = played(f"{name}.yaml", years)
    past = past_of(read_returns(folder), load_mapping(folder / "mapping.yaml", baseline), baseline)
    written, read = whole_placements(history), past.history.episodes
    # before 2023-24 supported accommodation had no number, so that one such provision is not told from another
    supported = baseline.provision.values()
    told = np.array([-1 if each.placement_type == "supported" else n for n, each in enumerate(supported)])
    expected = placements(told[written["provision"]], written["begins"], written["ends"])
    assert len(expected) > 300
    assert placements(told[read["provision"]], read["start_day"], read["end_day"]) == expected


def placements(provision: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> list[tuple[float, ...]]:
    """Provision, first day and end (-1 while open) of every placement, in order."""
    closed = np.nan_to_num(np.asarray(ends, float), nan=-1)
    return sorted(zip(provision.tolist(), np.asarray(begins, float).tolist(), closed.tolist(), strict=True))


def test_an_episode_is_in_the_return_of_each_year_in_which_it_ran_and_its_end_in_the_last(example: Path):
    years = ["2022-23", "2023-24", "2024-25"]
    rows = pd.concat([table(example, year, "episodes").assign(year=year) for year in years])
    for (_child, began), told in rows.groupby(["CHILD", "DECOM"]):
        ended = told["DEC"].iloc[-1]
        last = years[-1] if pd.isna(ended) else max(f"{ended.year - (ended.month < 4)}-", years[0][:5])
        running = [
            year for year in years if year[:4] >= f"{began.year - (began.month < 4)}" and year <= last[:5] + "99"
        ]
        assert told["year"].tolist() == running
        assert told["DEC"].iloc[:-1].isna().all()
        assert (told["REC"].iloc[:-1] == "").all()


def test_a_period_of_care_begins_with_s_and_every_end_says_why(halton: Path):
    rows = latest(halton)
    follows = rows["CHILD"] == rows["CHILD"].shift()
    assert (rows["RNE"][~follows] == "S").all()
    assert ((rows["REC"] == "") == rows["DEC"].isna()).all()
    goes_on = follows.shift(-1, fill_value=False)
    assert (rows["REC"][goes_on] == "X1").all()
    assert (rows["DEC"][goes_on].to_numpy() == rows["DECOM"][follows].to_numpy()).all()
    moved = rows["RNE"].isin(["P", "B"]).shift(-1, fill_value=False)
    assert ((rows["REASON_PLACE_CHANGE"] != "") == moved).all()


def test_time_in_care_of_who_was_there_on_the_first_day_is_told(example: Path):
    history, rows = simulated("example.yaml", 3.0, date(2022, 4, 1)), latest(example)
    began = (rows.groupby("CHILD")["DECOM"].min() - pd.Timestamp(history.start)).dt.days
    children = history.children
    expected = {
        f"SIM{number:05}": np.floor(entered)
        for number, (entered, there) in enumerate(
            zip(children["entered_day"], children["in_care_at_start"], strict=True), 1
        )
        if there
    }
    assert expected
    assert {child: began[child] for child in expected} == expected


def test_who_leaves_at_18_is_18_that_day_and_nobody_is_in_care_later(halton: Path):
    rows = latest(halton).drop_duplicates("CHILD", keep="last")
    born = pd.concat([table(halton, year.name, "header") for year in sorted(halton.glob("20*"))])
    adult = rows["CHILD"].map(born.drop_duplicates("CHILD").set_index("CHILD")["DOB"]) + pd.DateOffset(years=18)
    at_18 = rows["REC"].isin(["E17", "E6"])
    assert at_18.sum() > 20
    early = (rows["DEC"][at_18] - adult[at_18]).dt.days
    assert early.isin([0, -1]).all()
    assert rows["DEC"][at_18][early == -1].dt.strftime("%d/%m").isin(["29/02"]).all()
    assert (adult[rows["DEC"].isna()] > pd.Timestamp(2026, 3, 31)).all()


def test_what_a_status_may_not_be_it_never_is(halton: Path):
    rows = latest(halton)
    assert not ((rows["PLACE"] == "P1") & (rows["LS"] == "V2")).any()
    adopters = rows["PLACE"].isin(["A5", "A6"])
    assert adopters.any()
    assert (rows["LS"][adopters] == "E1").all()
    assert {"V2", "C1", "C2"} <= set(rows["LS"])
    assert (rows["RNE"] == "L").any()


def test_codes_are_those_of_each_year(halton: Path):
    before, after = table(halton, "2023-24", "episodes"), table(halton, "2024-25", "episodes")
    assert "H5" in set(before["PLACE"])
    assert "K3" not in set(before["PLACE"])
    assert "K3" in set(after["PLACE"])
    assert "H5" not in set(after["PLACE"])
    sexes = [set(table(halton, year, "header")["SEX"]) for year in ("2023-24", "2024-25")]
    assert sexes == [{"1", "2"}, {"M", "F"}]


def test_unaccompanied_children_are_listed_until_they_are_18(halton: Path):
    alone, header = table(halton, "2025-26", "uasc"), table(halton, "2025-26", "header")
    assert len(alone) > 5
    assert set(alone["CHILD"]) < set(header["CHILD"])
    assert (alone["DUC"] == alone["DOB"] + pd.DateOffset(years=18)).all()


def test_the_same_future_is_written_to_the_letter_again_and_another_seed_changes_what_is_invented(tmp_path: Path):
    future = played("example.yaml", 3.0)
    files = {}
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        (tmp_path / name).mkdir()
        write_returns(*future, tmp_path / name, Made("Exampleton"), seed)
        files[name] = {
            path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.csv")
        }
    assert files["one"] == files["again"] != files["other"]


def test_a_future_begun_within_a_year_is_told_from_the_first_whole_one(tmp_path: Path):
    write_returns(*played("example.yaml", 2.0, date(2023, 9, 1)), tmp_path, Made("Exampleton"))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["2024-25"]
    first = table(tmp_path, "2024-25", "episodes")
    assert (first["DECOM"] < pd.Timestamp(2024, 4, 1)).any()
    assert (first["DEC"].isna() | (first["DEC"] >= pd.Timestamp(2024, 4, 1)) | (first["RNE"] == "S")).all()


def test_a_future_without_a_whole_year_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="no whole financial year"):
        write_returns(*played("example.yaml", 0.5, date(2023, 9, 1)), tmp_path, Made("Exampleton"))


def test_a_child_who_comes_back_has_one_id_and_a_second_period_of_care(tmp_path: Path):
    council = tmp_path / "council.yaml"
    council.write_text((CONFIGS / "example.yaml").read_text("utf-8") + COMING_BACK, "utf-8")
    baseline = load_baseline(council, 3)
    [outcomes] = replicate({"as it is": baseline}, 1, 1, 1, keep_histories=True)
    [history] = outcomes.histories
    (tmp_path / "returns").mkdir()
    write_returns(history, baseline, tmp_path / "returns", Made("Exampleton"))
    starts = (latest(tmp_path / "returns")["RNE"] == "S").groupby(latest(tmp_path / "returns")["CHILD"]).sum()
    periods = pd.DataFrame(history.episodes).groupby("child_id")["period_of_care"].nunique()
    assert starts.max() > 1
    assert starts.value_counts().to_dict() == periods.value_counts().to_dict()
