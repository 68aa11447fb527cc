"""Numbers that are not known exactly: how ranges are written, what is drawn, and the councils that draws make."""

import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import placesim
from placesim.api.council import Council, drawable_of
from placesim.api.options import options_of
from placesim.config.faults import InputError
from placesim.config.ranges.drawing import Drawable
from placesim.config.ranges.shapes import Shape

CONFIGS = Path(__file__).parents[1] / "configs"
EXAMPLE = CONFIGS / "example.yaml"
UNIFORMS = np.linspace(0.001, 0.999, 999)

WRITTEN = {
    "weekly_fee: 7500,": "weekly_fee: {value: 7500, low: 6800, high: 8600},",
    "approvals_per_year: 3\n": "approvals_per_year: {low: 2, high: 4}\n",
    "variation: 0.15, uplift_per_year: 0.04": "variation: 0.15, uplift_per_year: {value: 0.04, standard_error: 0.01}",
    "entries_per_year: 40": "entries_per_year: [{value: {value: 40, standard_error: 4, shape: log_normal}}]",
}
"""What stands in the example, and a range in its place."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(CONFIGS / "scenarios" / "example", tmp_path / "scenarios")
    shutil.copy(EXAMPLE, tmp_path / "council.yaml")
    return tmp_path


def changed(path: Path, replaced: dict[str, str]) -> Path:
    text = path.read_text(encoding="utf-8")
    for old, new in replaced.items():
        assert text.count(old) >= 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def with_ranges(folder: Path) -> tuple[Council, Drawable]:
    council = placesim.load(changed(folder / "council.yaml", WRITTEN))
    home = folder / "scenarios" / "open_the_new_home.yaml"
    carers = folder / "scenarios" / "home_and_carers.yaml"
    changed(home, {"mobilisation: 50_000": "mobilisation: {value: 50_000, low: 30_000, high: 90_000}"})
    changed(carers, {"approvals_per_year: 4": "approvals_per_year: {value: 4, low: 1, high: 6}"})
    return council, drawable_of(council, options_of(council, [folder / "scenarios"]))


def test_central_values_make_the_councils_that_plain_numbers_make(folder: Path):
    _, drawable = with_ranges(folder)
    plain = placesim.load(EXAMPLE)
    options = options_of(plain, [CONFIGS / "scenarios" / "example"])
    expected = {"baseline": plain.baseline, **{each.scenario.name: each.baseline for each in options}}
    assert drawable.baselines(drawable.uncertainty.central) == expected
    assert drawable.scenarios == tuple(expected)


def test_a_draw_reaches_every_number_and_nothing_else(folder: Path):
    council, drawable = with_ranges(folder)
    names = drawable.uncertainty.names
    row = np.array([each.high for each in drawable.uncertainty.assumptions])
    drawn = drawable.baselines(row)["baseline"]
    assert names[0] == "provision.council_carers.capacity.approvals_per_year"
    assert drawn.provision["council_carers"].capacity.approvals_per_year[0].value == 4
    assert drawn.provision["homes_elsewhere"].price.weekly_fee == 8600
    assert (
        drawn.entrants["local"].entries_per_year[0].value == row[names.index("entrants.local.entries_per_year.0.value")]
    )
    assert drawn.leaving == council.baseline.leaving


def test_whole_numbers_between_two_ends_are_equally_likely(folder: Path):
    council = placesim.load(changed(folder / "council.yaml", {"households: 20": "households: {low: 18, high: 21}"}))
    drawable = drawable_of(council)
    drawn = drawable.uncertainty.values((np.arange(400)[:, None] + 0.5) / 400)[:, 0]
    assert {value: (drawn == value).sum() for value in set(drawn.tolist())} == {18: 100, 19: 100, 20: 100, 21: 100}
    assert drawable.baseline("baseline", drawn[:1]).provision["council_carers"].capacity.households == 18
    assert council.baseline.provision["council_carers"].capacity.households == 20


def test_an_included_range_is_one_assumption_in_every_scenario(folder: Path):
    _, drawable = with_ranges(folder)
    names = drawable.uncertainty.names
    assert names[-2:] == (
        "open_the_new_home.open_home.new_home.cost.mobilisation",
        "home_and_carers.recruit_carers.council_carers.approvals_per_year",
    )
    row = drawable.uncertainty.central
    row[-2] = 81_000
    drawn = drawable.baselines(row)
    assert [council.costs[0].mobilisation for name, council in drawn.items() if name != "baseline"] == [81_000] * 2


def test_another_horizon_and_changes_made_in_a_script_are_drawn_with(folder: Path):
    change = {"kind": "change_price", "factor": 0.5, "from": "2026-04-01", "source": "assumption: a trial"}
    path = changed(folder / "council.yaml", WRITTEN)
    council = placesim.load(path, years=2).with_(change)
    drawable = drawable_of(council)
    assert drawable.baselines(drawable.uncertainty.central)["baseline"] == council.baseline
    assert council.baseline == placesim.load(EXAMPLE, years=2).with_(change).baseline


def test_only_assumptions_about_money_alone_say_so(folder: Path):
    _, drawable = with_ranges(folder)
    of_money = [each.name for each in drawable.uncertainty.assumptions if each.only_money]
    assert [name.rsplit(".", 1)[-1] for name in of_money] == ["uplift_per_year", "weekly_fee", "mobilisation"]
    changed(folder / "council.yaml", {"transfer_policy: longest_wait": "transfer_policy: highest_fee"})
    assert not any(each.only_money for each in placesim.load(folder / "council.yaml").uncertainty.assumptions)


def test_a_study_that_can_be_drawn_goes_to_other_processes(folder: Path):
    _, drawable = with_ranges(folder)
    row = drawable.uncertainty.central
    before = drawable.baselines(row)
    assert pickle.loads(pickle.dumps(drawable)).baselines(row) == before


def test_a_draw_that_makes_no_council_is_told_by_its_assumption(folder: Path):
    _, drawable = with_ranges(folder)
    row = drawable.uncertainty.central
    row[drawable.uncertainty.names.index("provision.homes_elsewhere.price.weekly_fee")] = -5
    with pytest.raises(InputError, match=r"homes_elsewhere.price.weekly_fee: drawn as -5, it makes a council that"):
        drawable.baselines(row)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (Shape("triangular", 6, 4, 10), stats.triang(1 / 3, 4, 6)),
        (Shape("uniform", 7, 4, 10), stats.uniform(4, 6)),
        (Shape("normal", 7, standard_error=2), stats.norm(7, 2)),
        (Shape("normal", 7, 6, 12, 2), stats.truncnorm(-0.5, 2.5, 7, 2)),
    ],
)
def test_quantiles_are_those_of_scipy(shape: Shape, expected: stats.rv_continuous):
    np.testing.assert_allclose(shape.quantile(UNIFORMS), expected.ppf(UNIFORMS), rtol=1e-9)


def test_a_log_normal_number_has_the_mean_and_standard_error_given():
    drawn = Shape("log_normal", 40, standard_error=8).quantile((np.arange(200_000) + 0.5) / 200_000)
    assert drawn.mean() == pytest.approx(40, rel=1e-3)
    assert drawn.std() == pytest.approx(8, rel=1e-2)


@pytest.mark.parametrize(
    "shape",
    [
        Shape("triangular", 0.1, 0.1, 0.1),
        Shape("uniform", 0.1, 0.1, 0.1),
        Shape("normal", 0.1),
        Shape("log_normal", 0.1),
    ],
)
def test_a_range_of_zero_width_gives_its_value_to_the_last_digit(shape: Shape):
    assert set(shape.quantile(UNIFORMS).tolist()) == {0.1}
    assert shape.told == shape.ends == (0.1, 0.1)


def test_a_policy_set_in_a_script_lets_prices_decide_who_lives_where(folder: Path):
    council = placesim.load(changed(folder / "council.yaml", WRITTEN))
    assert any(each.only_money for each in council.uncertainty.assumptions)
    policy = {"kind": "transfer_policy", "policy": "highest_fee", "from": "2026-04-01"}
    offered = council.with_({**policy, "source": "assumption: a trial"})
    assert not any(each.only_money for each in offered.uncertainty.assumptions)


def test_one_name_for_money_and_for_children_is_about_both(folder: Path):
    home, carers = (folder / "scenarios" / f"{name}.yaml" for name in ("open_the_new_home", "home_and_carers"))
    named = "{value: 4, low: 1, high: 6, name: both}"
    changed(carers, {"approvals_per_year: 4": f"approvals_per_year: {named}"})
    changed(home, {"mobilisation: 50_000": f"mobilisation: {named}"})
    council = placesim.load(folder / "council.yaml")
    [both] = drawable_of(council, options_of(council, [folder / "scenarios"])).uncertainty.assumptions
    assert (both.name, both.only_money) == ("both", False)


def test_files_of_one_name_in_two_folders_are_called_by_their_way_from_the_configuration(folder: Path):
    mobilisation = "{value: 50_000, low: 30_000, high: 90_000}"
    paths = []
    for name, high in (("c", "90_000"), ("d", "99_000")):
        (folder / name).mkdir()
        paths.append(Path(shutil.copy(folder / "scenarios" / "open_the_new_home.yaml", folder / name / "plan.yaml")))
        written = mobilisation.replace("90_000", high)
        changed(paths[-1], {"mobilisation: 50_000": f"mobilisation: {written}", "name: ": f"name: {name} "})
    council = placesim.load(folder / "council.yaml")
    names = drawable_of(council, options_of(council, paths)).uncertainty.names
    assert names == tuple(f"{name}/plan.open_home.new_home.cost.mobilisation" for name in ("c", "d"))
    alone = drawable_of(council, options_of(council, paths[:1])).uncertainty.names
    assert alone == ("plan.open_home.new_home.cost.mobilisation",)


def test_ends_told_of_whole_numbers_are_whole(folder: Path):
    written = "households: {value: 20, standard_error: 0.7}"
    council = placesim.load(changed(folder / "council.yaml", {"households: 20": written}))
    [assumption] = council.uncertainty.assumptions
    assert (assumption.low, assumption.high) == (19, 21)
    assert [assumption.low, assumption.high] == assumption.quantile(np.array([0.025, 0.975])).tolist()
