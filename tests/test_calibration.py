"""Calibration to published totals, and agreement with them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from placesim.calibration.aggregates import Calibrated, calibrate
from placesim.calibration.agreement import Agreement, agreements, page, table_rows, verdict
from placesim.calibration.checking import checked
from placesim.calibration.pair import load_pair
from placesim.calibration.published import Published, load_published, only_years_needed, years_between
from placesim.calibration.scaling import write_scaled
from placesim.config.faults import InputError
from placesim.config.horizon import horizon_days
from placesim.config.input_files import InputFiles
from placesim.config.loading import load_baseline
from placesim.experiment.replications import groups_of, replicate
from tests.conftest import CONFIGS

EXAMPLE = CONFIGS / "example.yaml"


def figure(**changes) -> dict:
    return {
        "label": "Return home",
        "measure": "leavers",
        "group": "return_home",
        "financial_year": "2025-26",
        "value": 6,
        "within_share": 0.1,
        "adjust": ["leaving.return_home.per_year"],
        "source": "assumption: test",
        **changes,
    }


def published(**changes) -> Published:
    return Published.model_validate({"name": "Test", "figures": [figure(**changes)]})


def published_file(folder: Path, *figures: dict) -> Path:
    """Write published figures, each beginning a line with `- ` and each of its keys on a line."""
    path = folder / "published.yaml"
    YAML().dump({"name": "Test", "figures": list(figures)}, path)
    return path


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    [place] = [place for place, line in enumerate(lines, start=1) if text in line]
    return place


def told(action, *arguments) -> list[str]:
    """Return the lines in which an action refuses its input."""
    with pytest.raises(InputError) as refused:
        action(*arguments)
    return str(refused.value).splitlines()


def test_calibration_reaches_a_published_count(tmp_path):
    found = calibrate(EXAMPLE, published_file(tmp_path, figure()), replications=20, seed=1, rounds=8)
    assert found.found[0].mean == pytest.approx(6, abs=0.4)
    assert found.factors["Return home, 2025-26"] < 1


def test_inverse_numbers_go_down_when_the_figure_is_too_low(tmp_path):
    agency = figure(
        label="Agency",
        measure="children_average",
        group="ifa",
        value=45,
        adjust=[],
        adjust_inversely=["needs.family.search.0.share"],
    )
    found = calibrate(EXAMPLE, published_file(tmp_path, agency), replications=20, seed=1, rounds=3)
    assert found.factors["Agency, 2025-26"] > 1


def test_a_figure_out_of_reach_is_told_and_so_is_a_factor_far_from_one(tmp_path):
    path = published_file(tmp_path, figure(value=4000))
    found = calibrate(EXAMPLE, path, replications=4, seed=1, rounds=4)
    not_reached, far = found.warnings
    assert not_reached.startswith("Not reached after 4 rounds: Return home, 2025-26: simulated ")
    assert "published 4,000.0" in not_reached
    assert far.startswith("Far from the first guess: Return home, 2025-26: a factor of 5.28, outside 1/3 to 3")


def test_a_figure_that_is_reached_with_a_small_factor_is_not_warned_of():
    near = Agreement(published().figures[0], mean=6.2, low=6, high=6.4, p10=4, p50=6, p90=8)
    assert Calibrated(published(), {"Return home, 2025-26": 2.9}, 3, [near]).warnings == []
    assert len(Calibrated(published(), {"Return home, 2025-26": 0.3}, 3, [near]).warnings) == 1


def test_a_number_that_scaling_makes_impossible_is_told(tmp_path):
    too_many = figure(measure="children_average", group="in_house", value=400)
    too_many["adjust"] = ["provision.council_carers.capacity.usable_share"]
    [fault] = told(calibrate, EXAMPLE, published_file(tmp_path, too_many), 4, 1, 3)
    assert "council_carers.capacity.usable_share: must be 1 or less" in fault
    assert "(once scaled for calibration; let the figure adjust another number)" in fault


HALVED = {"Return home, 2025-26": 0.5}


def test_a_calibrated_file_keeps_comments_and_scales_only_what_was_named(tmp_path):
    out = tmp_path / "new" / "calibrated.yaml"
    write_scaled(EXAMPLE, tmp_path / "published.yaml", published(), HALVED, out)
    text = out.read_text(encoding="utf-8")
    assert "# Exampleton: an invented council" in text
    before, after = load_baseline(EXAMPLE), load_baseline(out)
    assert after.leaving["return_home"].per_year["kinship"] == before.leaving["return_home"].per_year["kinship"] / 2
    halved = after.leaving["return_home"].replace(per_year=before.leaving["return_home"].per_year)
    assert after.replace(leaving={**after.leaving, "return_home": halved}) == before
    assert not list(tmp_path.rglob(".unfinished*"))


def test_a_calibrated_file_says_at_its_top_what_was_scaled_and_to_what(tmp_path):
    council = tmp_path / "council.yaml"
    council.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    figures = published(label="Return name: Evil", adjust_inversely=["entrants.local.entries_per_year"])
    out = tmp_path / "new" / "calibrated.yaml"
    write_scaled(council, tmp_path / "published.yaml", figures, {"Return name: Evil, 2025-26": 0.5}, out)
    assert out.read_text(encoding="utf-8").splitlines()[:4] == [
        "# Calibrated by `placesim calibrate`: ../council.yaml, scaled to the published figures of ../published.yaml.",
        "#   leaving.return_home.per_year: x 0.5 (Return name: Evil, 2025-26)",
        "#   entrants.local.entries_per_year: x 2 (Return name: Evil, 2025-26)",
        "",
    ]


def test_a_calibrated_file_in_another_folder_finds_the_same_evidence_and_children(tmp_path):
    old, new = tmp_path / "old", tmp_path / "elsewhere" / "new"
    (old / "papers").mkdir(parents=True)
    (old / "papers" / "a.csv").write_text("id,value\nS022,250\n", encoding="utf-8")
    row = "relatives,local,family,7.25,1.5,200\n"
    columns = "provision,stream,need,age_years,years_in_care,days_in_placement\n"
    (old / "children.csv").write_text(columns + row, encoding="utf-8")
    text = EXAMPLE.read_text(encoding="utf-8").replace("  groups:", "  file: children.csv # the list\n  groups:")
    text = text.replace('source: "assumption: example"', "source: S022", 1)
    (old / "council.yaml").write_text(f"evidence: papers\n{text}", encoding="utf-8")
    write_scaled(old / "council.yaml", old / "published.yaml", published(), HALVED, new / "calibrated.yaml")
    written = (new / "calibrated.yaml").read_text(encoding="utf-8")
    assert "evidence: ../../old/papers\n" in written
    assert "  file: ../../old/children.csv # the list\n" in written
    assert (
        load_baseline(new / "calibrated.yaml").children_in_care == load_baseline(old / "council.yaml").children_in_care
    )
    write_scaled(old / "council.yaml", old / "published.yaml", published(), HALVED, old / "calibrated.yaml")
    assert "evidence: papers\n" in (old / "calibrated.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("becomes", ["edited", "renamed"])
def test_what_is_written_is_what_was_calibrated_whatever_becomes_of_the_file_meanwhile(tmp_path, becomes):
    council, out = tmp_path / "council.yaml", tmp_path / "calibrated.yaml"
    council.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    figures, files = published_file(tmp_path, figure()), InputFiles()

    def meanwhile(_: int) -> None:
        if becomes == "edited":
            council.write_text("name: another\n", encoding="utf-8")
        else:
            council.rename(tmp_path / "renamed.yaml")

    found = calibrate(council, figures, 4, 1, 1, progress=meanwhile, files=files)
    write_scaled(council, figures, found.published, HALVED, out, files)
    before, after = (load_baseline(path).leaving["return_home"].per_year["kinship"] for path in (EXAMPLE, out))
    assert after == before / 2


UNFIT = [
    ({"measure": "leaver"}, "measure: leaver", "measure: unknown measure 'leaver'; did you mean 'leavers'?"),
    (
        {"group": "going_home"},
        "group: going_home",
        "group: leavers has no group 'going_home'; allowed: all, return_home, special_guardianship",
    ),
    ({"measure": "occupancy", "group": "all"}, "group: all", "group: occupancy has no group 'all'"),
    (
        {"financial_year": "2031-32"},
        "financial_year",
        "financial_year: example.yaml simulates 2025-26 to 2029-30; correct this year, or start and years there",
    ),
    ({"financial_year": "2024-25"}, "financial_year", "financial_year: example.yaml simulates 2025-26 to 2029-30"),
    (
        {"adjust": ["leaving.return_hme.per_year"]},
        "return_hme",
        "adjust.item 1: 'leaving.return_hme.per_year' leads nowhere in example.yaml: no 'return_hme'; "
        "did you mean 'return_home'?",
    ),
    (
        {"adjust_inversely": ["needs.family.search.9.share"]},
        "search.9",
        "adjust_inversely.item 1: 'needs.family.search.9.share' leads nowhere in example.yaml: no '9'",
    ),
    (
        {"adjust": ["leaving.return_home.label"]},
        "return_home.label",
        "adjust.item 1: 'leaving.return_home.label' leads to no number in example.yaml",
    ),
]


@pytest.mark.parametrize(("changes", "at", "says"), UNFIT)
def test_a_figure_that_the_configuration_cannot_have_is_told_by_line_before_any_run(changes, at, says, tmp_path):
    path = published_file(tmp_path, figure(**changes))
    [fault] = told(load_pair, EXAMPLE, path)
    assert fault.startswith(f"{path}:{line_of(path, at)}: figures.item 1.{says}")
    assert told(calibrate, EXAMPLE, path, 4, 1, 1) == [fault]
    assert [str(each) for each in checked([EXAMPLE, path]).faults] == [fault]
    assert checked([path]).good == {path: "Test: 1 published figure."}


def test_faults_of_both_files_of_a_pair_are_told_together(tmp_path):
    council = tmp_path / "council.yaml"
    council.write_text(EXAMPLE.read_text(encoding="utf-8").replace("years: 5", "years: 50"), encoding="utf-8")
    path = published_file(tmp_path, figure(within_share=7))
    faults = told(load_pair, council, path)
    assert len(faults) == 2
    assert ": years: must be 30 or less" in faults[0]
    assert ": figures.item 1.within_share: must be 1 or less" in faults[1]
    assert [str(each) for each in checked([council, path]).faults] == faults


def test_published_figures_are_checked_against_a_configuration_only_if_it_is_the_only_one(tmp_path):
    path = published_file(tmp_path, figure(measure="leaver"))
    assert checked([EXAMPLE, CONFIGS / "halton.yaml", path]).good[path] == "Test: 1 published figure."
    good = published_file(tmp_path, figure())
    assert checked([good, EXAMPLE]).good[good] == "Test: 1 published figure, which example.yaml can simulate."


def test_files_in_the_wrong_order_are_told_in_a_line_each():
    faults = told(load_pair, CONFIGS / "halton_published.yaml", EXAMPLE)
    assert len(faults) == 2
    assert "this seems to be a configuration, not published figures; `placesim run` takes it" in faults[0]
    assert "these seem to be published figures, not a configuration" in faults[1]


WRONG = [
    ({"financial_year": "2025/26"}, "financial_year", "should be a financial year, as in 2025-26; found '2025/26'"),
    ({"financial_year": "2025-27"}, "financial_year", "should be a financial year, as in 2025-26; found '2025-27'"),
    ({"financial_year": 2026}, "financial_year", "should be a financial year, as in 2026-27; found 2026"),
    ({"financial_year": "last"}, "financial_year", "should be a financial year, as in 2025-26; found 'last'"),
    ({"value": True}, "value", "should be a number; found true"),
    ({"within_share": None, "two_standard_errors": True}, "two_standard_errors", "only widens within_share; add"),
    ({"between": [3, 4]}, "between", "give either between or within_share, not both"),
    ({"within_share": None, "between": [4, 3]}, "between", "between should be [lower, upper], found [4.0, 3.0]"),
]


@pytest.mark.parametrize(("changes", "field", "says"), WRONG)
def test_a_fault_in_a_figure_is_told_once_by_line_and_field(changes, field, says, tmp_path):
    path = published_file(tmp_path, figure(**changes))
    [fault] = told(load_published, path)
    assert fault.startswith(f"{path}:{line_of(path, field)}: figures.item 1.{field}: {says}")


def test_a_file_without_figures_is_told(tmp_path):
    path = tmp_path / "published.yaml"
    path.write_text("name: Test\nfigures: []\n", encoding="utf-8")
    assert told(load_published, path) == [f"{path}:2: figures: needs at least one entry; found an empty list"]


def test_two_figures_of_one_label_and_year_are_refused(tmp_path):
    path = published_file(tmp_path, figure(), figure(measure="entries", group="all", adjust=[]))
    [fault] = told(load_published, path)
    assert (
        ": figures.item 2.label: 'Return home' is the label of another figure for 2025-26; give each its own" in fault
    )
    published_file(tmp_path, figure(), figure(financial_year="2026-27", adjust=[]))
    assert len(load_published(path).figures) == 2


OVERLAPS = [
    "leaving.return_home.per_year",
    "leaving.return_home.per_year.kinship",
    "leaving.return_home",
    "leaving",
]


@pytest.mark.parametrize("key", ["adjust", "adjust_inversely"])
@pytest.mark.parametrize("dotted", OVERLAPS)
def test_numbers_that_two_paths_would_scale_are_refused(dotted, key, tmp_path):
    other = figure(label="Entries", measure="entries", group="all", adjust=[])
    path = published_file(tmp_path, figure(), {**other, key: [dotted]})
    [fault] = told(load_published, path)
    assert f": figures.item 2.{key}.item 1: '{dotted}' and 'leaving.return_home.per_year' (for 'Return home" in fault
    assert "scale the same numbers; keep one" in fault


def test_numbers_that_one_figure_scales_both_ways_are_refused(tmp_path):
    path = published_file(tmp_path, figure(adjust_inversely=["leaving.return_home.per_year.ifa"]))
    [fault] = told(load_published, path)
    assert "figures.item 1.adjust_inversely.item 1: 'leaving.return_home.per_year.ifa' and" in fault


def test_paths_that_only_begin_alike_are_not_the_same_numbers():
    paths = ["leaving.return_home.per_year.ifa", "leaving.return_home.per_year.in_house"]
    assert published(adjust=paths).figures[0].adjust == tuple(paths)


def test_the_groups_that_one_day_shows_are_those_of_a_run(example):
    [outcomes] = replicate({"example": example.replace(years=1.5)}, 1, seed=3)
    shown = {(measure, group) for measure, groups in groups_of(example).items() for group in groups}
    assert shown == {(measure, group) for _, measure, group in outcomes.keys}


def test_a_figure_that_the_run_does_not_have_is_told():
    [outcomes] = replicate({"example": load_baseline(EXAMPLE).replace(years=1)}, 4, 1)
    with pytest.raises(InputError, match="the run has no leavers of going_home in 2025-26"):
        agreements(published(group="going_home"), outcomes, "published.yaml")


def test_limits_are_a_share_or_two_standard_errors_whichever_is_wider():
    assert published(value=9, two_standard_errors=True).figures[0].limits == (3, 15)
    assert published(value=400, two_standard_errors=True).figures[0].limits == (360, 440)
    assert published(within_share=None, between=[3, 4]).figures[0].limits == (3, 4)
    assert published(within_share=None).figures[0].limits is None


def test_without_limits_the_published_figure_must_be_within_the_range_of_futures():
    [outcomes] = replicate({"example": load_baseline(EXAMPLE).replace(years=1)}, 12, 1)
    [middling] = agreements(published(within_share=None, value=12), outcomes, "p.yaml")
    [absurd] = agreements(published(within_share=None, value=100), outcomes, "p.yaml")
    assert middling.agrees
    assert not absurd.agrees
    assert table_rows([absurd])[0][-1] == "NO"
    assert verdict([middling, absurd]) == "1 of 2 published figures agree (50%)."
    assert "| Return home | 2025-26 | 100.0 | p10 to p90 |" in page(published(value=100), [absurd], "placesim agree")


def test_no_more_years_are_simulated_than_figures_speak_of():
    assert only_years_needed(load_baseline(EXAMPLE), published()).years == 1


def test_the_years_needed_end_on_31_march_whatever_the_start(example):
    for days in range(4 * 366):
        start = date(2023, 1, 1) + timedelta(days)
        for last in (2027, 2028, 2029):
            years = years_between(start, date(last, 4, 1))
            horizon = horizon_days(example.model_copy(update={"start": start, "years": years}))
            assert horizon == (date(last, 4, 1) - start).days, (start, last)


def test_the_halton_figures_load():
    assert len(load_published(Path(CONFIGS / "halton_published.yaml")).figures) > 10
