"""The file of ranges: numbers by path, factors, shares of a whole, fits and correlations; and how it is told wrong."""

from pathlib import Path

import numpy as np
import pytest

import placesim
from placesim.api.council import Council, drawable_of
from placesim.api.options import options_of
from placesim.config.faults import InputError
from placesim.config.input_files import InputFiles
from placesim.config.loading import load_configuration
from placesim.config.ranges.configuration import load_known
from placesim.config.ranges.drawing import Drawable

EXAMPLE = Path(__file__).parents[1] / "configs" / "example.yaml"
SOURCE = 'source: "assumption: a test"'

ALL_KINDS = f"""
ranges:
  homes:
    label: Fee of homes
    paths: provision.homes_elsewhere.price.weekly_fee
    low: 6000
    high: 9000
    {SOURCE}
  uplift:
    paths: [provision.homes_in_borough.price.uplift_per_year, provision.homes_elsewhere.price.uplift_per_year]
    value: 0.05
    standard_error: 0.01
    {SOURCE}
  entries:
    paths: [entrants.local.entries_per_year, moves.breakdown.by_date, moves.breakdown.by_type_and_date.ifa]
    from: 2026-04-01
    times: {{low: 0.8, high: 1.5}}
    {SOURCE}
  households: {{paths: [provision.council_carers.capacity.households], low: 15, high: 26, {SOURCE}}}
  needs:
    dirichlet: {{path: entrants.local.needs.10 to 15, counted_from: 120}}
    {SOURCE}
  return_home:
    paths: [leaving.return_home.per_year.kinship, leaving.return_home.per_year.ifa]
    value: [0.1, 0.12]
    covariance: [[0.04, 0.03], [0.03, 0.09]]
    scale: log
    {SOURCE}
correlations:
  money: {{members: [uplift, homes], correlation: -0.9}}
"""


@pytest.fixture(scope="module")
def read_already() -> InputFiles:
    """The example as it was read, so that not every test reads it again."""
    files = InputFiles()
    load_configuration(EXAMPLE, files)
    return files


def written(folder: Path, text: str) -> Path:
    path = folder / "ranges.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def council(tmp_path: Path) -> Council:
    return placesim.load(EXAMPLE, ranges=written(tmp_path, ALL_KINDS))


@pytest.fixture
def drawable(council: Council) -> Drawable:
    return drawable_of(council)


def drawn(drawable: Drawable, futures: int = 4000) -> np.ndarray:
    uniforms = np.random.default_rng(7).random((futures, len(drawable.uncertainty.names)))
    return drawable.uncertainty.values(uniforms)


def test_central_values_are_what_the_configuration_says(drawable: Drawable):
    assert drawable.baselines(drawable.uncertainty.central) == {"baseline": placesim.load(EXAMPLE).baseline}


def test_every_kind_of_entry_is_an_assumption_or_several(drawable: Drawable):
    uncertainty = drawable.uncertainty
    assert uncertainty.names == (
        "homes",
        "uplift",
        "entries",
        "households",
        "needs.family",
        "needs.home",
        "return_home.leaving.return_home.per_year.kinship",
        "return_home.leaving.return_home.per_year.ifa",
    )
    assert uncertainty.groups == {"money": (0, 1), "needs": (4, 5), "return_home": (6, 7)}
    assert [each.unit for each in uncertainty.assumptions[:4]] == ["pounds", "share", "times", ""]
    assert [each.only_money for each in uncertainty.assumptions[:3]] == [True, True, False]


def test_a_draw_goes_to_every_path_and_factors_act_from_their_day_on(drawable: Drawable):
    row = drawable.uncertainty.central
    row[1:4] = 0.07, 1.25, 23
    council = drawable.baseline("baseline", row)
    assert {
        council.provision[name].price.uplift_per_year[0].value for name in ("homes_in_borough", "homes_elsewhere")
    } == {0.07}
    assert [(step.from_.year, step.value) for step in council.entrants["local"].entries_per_year] == [
        (1, 40),
        (2026, 50),
    ]
    assert [step.value for step in council.moves["breakdown"].by_date] == [1, 1.25]
    assert [step.value for step in council.moves["breakdown"].by_type_and_date["ifa"]] == [1, 1.25]
    assert council.provision["council_carers"].capacity.households == 23


def test_whole_numbers_are_drawn_whole(drawable: Drawable):
    households = drawn(drawable)[:, 3]
    assert set(households.tolist()) <= set(range(15, 27))
    assert len(set(households.tolist())) > 8


def test_shares_of_one_whole_add_up_as_dirichlet_shares_do(drawable: Drawable):
    shares = drawn(drawable)[:, 4:6]
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert shares[:, 1].mean() == pytest.approx(0.15, abs=0.003)
    assert shares[:, 1].std() == pytest.approx((0.15 * 0.85 / 121) ** 0.5, rel=0.05)
    council = drawable.baseline("baseline", drawn(drawable, 1)[0])
    assert sum(council.entrants["local"].needs["10 to 15"].values()) == pytest.approx(1)


def test_one_share_moved_alone_leaves_the_others_in_proportion(drawable: Drawable):
    row = drawable.uncertainty.central
    row[5] = 0.3
    needs = drawable.baseline("baseline", row).entrants["local"].needs["10 to 15"]
    assert needs == {"family": pytest.approx(0.85 / 1.15), "home": pytest.approx(0.3 / 1.15)}


def test_a_fit_is_drawn_with_its_covariance(drawable: Drawable):
    logarithms = np.log(drawn(drawable)[:, 6:8])
    np.testing.assert_allclose(np.cov(logarithms.T), [[0.04, 0.03], [0.03, 0.09]], atol=0.006)
    np.testing.assert_allclose(np.exp(logarithms.mean(axis=0)), [0.1, 0.12], rtol=0.02)


def test_correlated_numbers_keep_their_own_ranges(drawable: Drawable):
    values = drawn(drawable)
    assert np.corrcoef(values[:, :2].T)[0, 1] == pytest.approx(-0.89, abs=0.03)
    assert values[:, 0].mean() == pytest.approx((6000 + 7500 + 9000) / 3, rel=0.01)
    assert values[:, 1].std() == pytest.approx(0.01, rel=0.05)


@pytest.mark.parametrize("correlation", [1, -1])
def test_numbers_may_follow_wholly_from_each_other(tmp_path: Path, correlation: int):
    text = ALL_KINDS.replace("correlation: -0.9", f"correlation: {correlation}")
    values = drawn(drawable_of(placesim.load(EXAMPLE, ranges=written(tmp_path, text))))
    order = np.argsort(values[:, 0])
    assert (np.diff(values[order, 1]) * correlation >= 0).all()


def test_a_configuration_may_name_its_file_of_ranges(tmp_path: Path):
    written(tmp_path, ALL_KINDS)
    named = tmp_path / "council.yaml"
    named.write_text(f"ranges: ranges.yaml\n{EXAMPLE.read_text(encoding='utf-8')}", encoding="utf-8")
    council = placesim.load(named)
    assert len(council.uncertainty.assumptions) == 8
    assert [file.path.name for file in council.files.read] == ["council.yaml", "ranges.yaml"]


ENTRY = f"paths: [provision.homes_elsewhere.price.weekly_fee], {SOURCE}"
TWO_PATHS = "paths: [leaving.return_home.per_year.ifa, leaving.return_home.per_year.kinship]"

WRONG = {
    f"a: {{{ENTRY}, low: 9000, high: 6000}}": "ranges.a.low: the low end, 9000, lies above the high end, 6000; swap",
    f"a: {{{ENTRY}, low: 7600, high: 8000}}": "the value, 7500, lies below the low end, 7600; widen the range",
    f"a: {{{ENTRY}, low: x, high: 8000}}": "ranges.a.low: should be a number; found 'x'",
    f"a: {{{ENTRY}, low: -5, high: 8000}}": "ranges.a.low: cannot be as low as -5: must be 0 or more; found -5",
    f"a: {{{ENTRY}, standard_error: 3000}}": "rarely, be drawn as what cannot be: must be 0 or more; found -6760.27",
    f"a: {{{ENTRY}, hihg: 8000, low: 7000}}": "ranges.a.hihg: unknown key 'hihg' in a range; did you mean 'high'?",
    f"a: {{{ENTRY}, value: 7400, low: 7000, high: 8000}}": "ranges.a.value: should be 7500, which stands in the config",
    f"a: {{{ENTRY}, shape: normal}}": "ranges.a.standard_error: missing; a normal range needs it beside its value",
    f"a: {{{ENTRY}, shape: norml, low: 1, high: 2}}": "unknown shape 'norml'; did you mean 'normal'?",
    f"a: {{{ENTRY}, from: 2026-04-01, low: 7000, high: 8000}}": "ranges.a.from: ",
    "a: {paths: [provision.new_home.price.weekly_fee], low: 5000, high: 8000}": "a.source: missing; give evidence",
    "a: {paths: [provision.new_home.price.weekly_fee], low: 5000, high: 8000, source: S022}": "id 'S022' without",
    f"a: {{paths: [provision.new_hom.price.weekly_fee], low: 1, high: 2, {SOURCE}}}": "did you mean 'new_home'?",
    f"a: {{paths: [provision.new_home.price], low: 1, high: 2, {SOURCE}}}": "names a block; name a number in it",
    f"a: {{paths: [provision.new_home.label], low: 1, high: 2, {SOURCE}}}": "names 'The new home', which is no number",
    f"a: {{paths: [start], low: 1, high: 2, {SOURCE}}}": "names 2025-04-01, which is no number",
    f"a: {{paths: [years], low: 1, high: 9, {SOURCE}}}": "years cannot have a range: every future is as long",
    f"a: {{low: 1, high: 9, {SOURCE}}}": "ranges.a.paths: missing; add it",
    f"a: {{{TWO_PATHS}, low: 0, high: 1, {SOURCE}}}": "0.1 stands here and 0.12 stands at the first path; use `times`",
    f"a: {{{ENTRY}, low: 7000, high: 8000}}\n  b: {{{ENTRY}, low: 7000, high: 8000}}": "has a range already, at ",
    f"a: {{{ENTRY}, times: {{low: 0.5, value: 0.9, high: 2}}}}": "ranges.a.times.value: must be 1, what stands in the",
    f"a: {{{ENTRY}, times: 3}}": "ranges.a.times: should be a range about 1",
    f"a: {{{ENTRY}, times: {{low: -1, high: 2}}}}": "ranges.a.times.low: cannot be as low as -1: must be 0 or more",
    f"a: {{{ENTRY}, from: 2026-04-01, times: {{low: 0.5, high: 2}}}}": "cannot change by date, so `from` has no",
    f"a: {{paths: [entrants.local.needs.10 to 15.home], low: 0.1, high: 0.2, {SOURCE}}}": "must add to 1; `dirichlet`",
    f"a: {{dirichlet: {{path: entrants.local.needs.10 to 15}}, {SOURCE}}}": "ranges.a.dirichlet.counted_from: missing",
    f"a: {{dirichlet: {{path: entrants.local.need, counted_from: 9}}, {SOURCE}}}": "no 'need'; did you mean 'needs'?",
    f"A b: {{{ENTRY}, low: 7000, high: 8000}}": "'A b' cannot be a name: a name has small letters",
    f"a: {{{ENTRY}, from: 2026-04-01 10:00:00, times: {{low: 0.5, high: 2}}}}": "a.from: should be a date",
    f"a: {{paths: [moves.breakdown.by_date], from: 2031-04-01, times: {{low: 0.5, high: 2}}, {SOURCE}}}": "after",
    f"a: {{dirichlet: {{path: leaving.return_home.per_year, counted_from: 9}}, {SOURCE}}}": "need not add up to 1",
    f"a: {{{TWO_PATHS}, covariance: [[1.0e+14, 0], [0, 1]], scale: log, {SOURCE}}}": "must be 5 or less; found 1e+07",
    f"a: {{{ENTRY}, standard_error: 1.0e+14, shape: log_normal}}": "must be 1000 times the value, 7500, or less",
    f"a: {{paths: provision.council_carers.capacity.households, low: 15.5, high: 25, {SOURCE}}}": "a whole number",
    f"a: {{{ENTRY}, times: {{low: 180, high: 240}}}}": "is a factor about 1, as in {low: 0.85, high: 1.2}; found low",
    f"a: {{{ENTRY}, low: 7000, high: 8,000}}": "a.0: 0 stands here by itself; write a number without commas, as 8000",
    f"a: {{{ENTRY}, low: 7000, high: '8,000'}}": "ranges.a.high: should be a number; found '8,000'; write 8000",
    f"a: {{{ENTRY}, low: 3%, high: 8000}}": "ranges.a.low: should be a number; found '3%'; write 0.03",
    "a: 3": "ranges.a: should be a block with `paths`; found 3",
}


@pytest.mark.parametrize(("entry", "told"), WRONG.items())
def test_a_wrong_entry_is_told_by_its_line_with_its_mend(
    tmp_path: Path, read_already: InputFiles, entry: str, told: str
):
    path = written(tmp_path, f"ranges:\n  {entry}\n")
    with pytest.raises(InputError) as error:
        load_known(EXAMPLE, read_already.copy(), path)
    assert told in str(error.value)
    assert all(fault.file == str(path) and fault.line for fault in error.value.faults)
    assert len(error.value.faults) == 1


WRONG_CORRELATIONS = {
    "{members: [uplift, home], correlation: 0.5}": "unknown assumption 'home'; did you mean 'homes'?",
    "{members: [uplift, needs.home], correlation: 0.5}": "'needs.home' is in the group 'needs' already",
    "{members: [uplift, uplift], correlation: 0.5}": "'uplift' is listed twice; keep one",
    "{members: [uplift], correlation: 0.5}": "should be a list of two assumptions or more",
    "{members: [uplift, homes], correlation: 1.5}": "must be from -1 to 1; found 1.5",
    "{members: [uplift, homes, entries], correlation: -0.9}": "the matrix is not positive semidefinite",
    "{members: [uplift, homes], correlation: [[1, 0.5], [0.4, 1]]}": "must be the same either side of its diagonal",
    "{members: [uplift, homes], correlation: [[1, 0.5]]}": "should be 2 lists of 2 numbers; found a list of 1",
    "{members: [uplift, homes], correlation: [[2, 0.5], [0.5, 1]]}": "has 1 on its diagonal; found 2 in row 1",
    "{members: [uplift, homes]}": "correlations.money.correlation: missing; add it",
    "{member: [uplift, homes], members: [uplift, homes], correlation: 0}": "'member'; did you mean 'members'?",
}


@pytest.mark.parametrize(("block", "told"), WRONG_CORRELATIONS.items())
def test_a_wrong_correlation_is_told_by_its_line(tmp_path: Path, read_already: InputFiles, block: str, told: str):
    path = written(tmp_path, ALL_KINDS.replace("{members: [uplift, homes], correlation: -0.9}", block))
    with pytest.raises(InputError, match=r"ranges.yaml:30: correlations.money") as error:
        load_known(EXAMPLE, read_already.copy(), path)
    assert told in str(error.value)


def test_a_fit_whose_covariance_no_numbers_have_is_refused(tmp_path: Path, read_already: InputFiles):
    path = written(tmp_path, ALL_KINDS.replace("[[0.04, 0.03], [0.03, 0.09]]", "[[0.04, 0.3], [0.3, 0.09]]"))
    with pytest.raises(InputError, match=r"return_home.covariance: no numbers go together like this"):
        load_known(EXAMPLE, read_already.copy(), path)


def test_a_name_of_the_file_that_the_configuration_has_too_is_refused(tmp_path: Path):
    text = EXAMPLE.read_text(encoding="utf-8")
    council = tmp_path / "council.yaml"
    council.write_text(text.replace("weekly_fee: 7500,", "weekly_fee: {value: 7500, low: 1, high: 8600, name: a},"))
    ranges = written(
        tmp_path, f"ranges:\n  a: {{paths: provision.new_home.price.weekly_fee, low: 1, high: 9000, {SOURCE}}}\n"
    )
    with pytest.raises(InputError, match="'a' is also the name of another range; make the two alike"):
        load_known(council, InputFiles(), ranges)


def test_a_scenario_may_draw_what_is_a_member_of_a_correlation(tmp_path: Path):
    council = placesim.load(EXAMPLE, ranges=written(tmp_path, ALL_KINDS))
    scenario = tmp_path / "scenario.yaml"
    text = (EXAMPLE.parent / "scenarios" / "example" / "open_the_new_home.yaml").read_text(encoding="utf-8")
    fee = "{value: 7500, low: 6000, high: 9000, shape: triangular, name: homes}"
    scenario.write_text(text.replace("mobilisation: 50_000", f"mobilisation: {fee}"), encoding="utf-8")
    uncertainty = drawable_of(council, options_of(council, [scenario])).uncertainty
    assert uncertainty.groups["money"] == (0, 1)
    assert drawn(drawable_of(council, options_of(council, [scenario])), 3).shape == (3, len(uncertainty.names))
