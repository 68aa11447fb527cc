"""Calibration to published totals, and agreement with them."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from placesim.calibration.adjustable import Adjustable
from placesim.calibration.aggregates import calibrate
from placesim.calibration.agreement import agreements, page, table_rows, verdict
from placesim.calibration.checking import checked
from placesim.calibration.goals import sampling_error
from placesim.calibration.kinds import KINDS
from placesim.calibration.outcome import remarks, rows
from placesim.calibration.pair import load_pair
from placesim.calibration.published import Published, load_published, only_years_needed, years_between
from placesim.calibration.scaling import write_scaled
from placesim.calibration.steps import least_squares
from placesim.calibration.trials import Playing
from placesim.config.faults import InputError
from placesim.config.horizon import horizon_days
from placesim.config.input_files import InputFiles
from placesim.config.loading import load_baseline
from placesim.experiment.replications import groups_of, replicate
from placesim.model.rates import YEAR
from placesim.results.observed import observed
from placesim.studies import calibration
from tests.conftest import CONFIGS
from tests.councils import council, facts_of, spot, stream

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


def calibrated(folder: Path, *figures: dict, replications: int = 10, rounds: int = 8, seed: int = 1):
    return calibrate(EXAMPLE, published_file(folder, *figures), Playing(replications, seed), rounds)


def test_calibration_reaches_a_published_count(tmp_path):
    found = calibrated(tmp_path, figure(), replications=20)
    assert found.first[0].mean > 8
    assert found.found[0].mean == pytest.approx(6, abs=0.6)
    assert found.not_reached == []
    [factor] = found.factors.values()
    assert factor < 1


def in_care(value: float, **changes) -> dict:
    fields = {"label": "In care", "measure": "children_year_end", "group": "all", "within_share": 0.01}
    return figure(**{**fields, "value": value, **changes})


@pytest.mark.parametrize("value", [100, 114])
def test_the_direction_of_a_number_is_measured_and_not_said(value, tmp_path):
    """Too many in care: more must return home, though the rate raises no figure that is too low."""
    found = calibrated(tmp_path, in_care(value))
    [factor], [before], [after] = found.factors.values(), found.first, found.found
    assert not before.agrees
    assert after.agrees
    assert (factor > 1) == (before.mean > value)


def test_nothing_is_scaled_where_every_figure_agrees_from_the_start(tmp_path):
    found = calibrated(tmp_path, figure(value=9, two_standard_errors=True))
    assert (found.rounds, list(found.factors.values()), found.warnings) == (0, [1.0], [])


def test_several_years_are_fitted_at_once_and_those_held_back_are_only_compared(tmp_path):
    years = [figure(value=6, financial_year=year, adjust=[]) for year in ("2026-27", "2027-28")]
    absurd = figure(label="Held back", value=400, financial_year="2026-27", adjust=[], held_back=True)
    found = calibrated(tmp_path, figure(value=6, within_share=0.2), *years, absurd, replications=20)
    assert [item.agrees for item in found.found] == [True, True, True, False]
    assert found.not_reached == []


def test_a_number_that_moves_no_figure_is_told_from_one_that_does(tmp_path):
    fee = in_care(100, adjust=["provision.agency_carers.price.weekly_fee"])
    [missed] = calibrated(tmp_path, fee).not_reached
    assert missed.reason == "no number under adjust moves it by more than chance; name one that does"
    assert missed.sentence.startswith("Not reached: In care, 2025-26: published 100.0, simulated 10")
    [missed] = calibrated(tmp_path, in_care(100, adjust=[])).not_reached
    assert missed.reason == "no figure says under adjust which numbers may be scaled"


def test_a_figure_out_of_reach_is_told_and_so_is_a_factor_far_from_one(tmp_path):
    found = calibrated(tmp_path, figure(value=4000), replications=4, rounds=6)
    [missed], [far] = found.not_reached, found.warnings
    assert missed.reason.startswith("what moves it (leaving.return_home.per_year) is scaled as far as is allowed")
    assert far.startswith("Far from the first guess: leaving.return_home.per_year: a factor of 10, outside 1/3 to 3")
    near = calibrated(tmp_path, figure(value=4000, adjust_between=[0.5, 1.5]), replications=4)
    assert list(near.factors.values()) == [pytest.approx(1.5)]
    assert near.warnings == []


def test_figures_that_pull_one_number_two_ways_are_named_and_neither_ends_further_off(tmp_path):
    home = figure(value=13, within_share=0.2, adjust=[])
    found = calibrated(tmp_path, in_care(80), home, replications=20)
    [missed] = found.not_reached
    assert missed.last.figure.label == "In care"
    assert "(leaving.return_home.per_year) would take others away: Return home, 2025-26" in missed.reason
    assert found.first[1].agrees
    assert found.found[1].agrees
    assert 80 < found.found[0].mean < found.first[0].mean


def test_rounds_that_were_too_few_are_told(tmp_path):
    [missed] = calibrated(tmp_path, figure(value=60), rounds=1).not_reached
    assert missed.reason == "the rounds (1) were over; give more with --rounds"


def test_a_figure_that_no_future_has_is_told(tmp_path):
    share = {"label": "Homes", "measure": "out_of_borough_share", "group": "residential", "value": 0.5}
    nowhere = calibrated_without_homes(tmp_path, figure(**share, within_share=None, adjust=[]))
    [missed] = nowhere.not_reached
    assert missed.sentence == (
        "Not reached: Homes, 2025-26: published 50.0%, simulated nothing (at first nothing): "
        "no simulated future has it; see whether the measure and the group are meant."
    )


def calibrated_without_homes(folder: Path, *figures: dict):
    """Calibrate a council that has no children's home."""
    written = folder / "council.yaml"
    text = EXAMPLE.read_text(encoding="utf-8").replace("group: residential", "group: fostering")
    written.write_text(text, encoding="utf-8")
    return calibrate(written, published_file(folder, *figures), Playing(4, 1), 2)


def test_a_number_is_scaled_no_further_than_the_configuration_allows(tmp_path):
    too_many = figure(measure="children_average", group="in_house", value=400)
    too_many["adjust"] = ["provision.council_carers.capacity.usable_share"]
    found = calibrated(tmp_path, too_many, replications=4)
    [missed], [factor] = found.not_reached, found.factors.values()
    share = load_baseline(EXAMPLE).provision["council_carers"].capacity.usable_share
    assert share * factor == pytest.approx(1, rel=0.01)
    assert "is scaled as far as is allowed" in missed.reason


def test_a_number_that_cannot_be_scaled_at_all_is_told(tmp_path):
    path = published_file(tmp_path, figure(adjust=["provision.council_carers.capacity.households"]))
    [fault] = told(calibrate, EXAMPLE, path, Playing(4, 1), 3)
    assert "council_carers.capacity.households: should be a whole number" in fault
    assert "(once scaled for calibration; let the figure adjust another number)" in fault


def test_a_list_of_lists_has_a_factor_for_each(tmp_path):
    apart = [["leaving.return_home.per_year"], ["moves.breakdown.per_year", "leaving.special_guardianship.per_year"]]
    found = calibrated(tmp_path, figure(adjust=apart))
    [home, other] = found.factors
    assert other.name == "moves.breakdown.per_year, leaving.special_guardianship.per_year"
    assert found.factors[home] < 1
    assert found.factors[other] != found.factors[home]


def test_chance_moves_a_count_by_its_root_and_other_figures_as_the_file_or_the_futures_say():
    def error(spread: float = 5.0, **changes) -> float:
        return sampling_error(published(**{"within_share": None, **changes}).figures[0], spread)

    assert error(value=36) == 6
    assert error(value=36, standard_error=2.5) == 2.5
    assert error(value=36, between=[30, 40]) == 2.5
    assert error(value=0.6, measure="out_of_borough_share", group="all", out_of=96) == pytest.approx(0.05)
    assert error(value=0.6, measure="out_of_borough_share", group="all") == 5
    assert error(value=1000, measure="spend", spread=0.0) == 1


def test_least_squares_between_bounds_stops_at_a_bound_or_where_the_sum_is_least():
    slopes = np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]])

    def least(most: float):
        return least_squares(lambda x: slopes @ x - [3, 2, 4], lambda _: slopes, np.full(2, -most), np.full(2, most))

    assert least(10) == pytest.approx(np.linalg.lstsq(slopes, [3, 2, 4], rcond=None)[0], abs=1e-5)
    assert least(1) == pytest.approx([1, 1], abs=1e-5)


@pytest.mark.slow
def test_from_twenty_first_guesses_no_figure_ends_further_off_than_it_began():
    _kept_its_word(list(calibration.studied(starts=20, futures=20)), 20)


def test_from_two_first_guesses_no_figure_ends_further_off_than_it_began():
    attempts = list(calibration.studied(starts=2, futures=2, rounds=2))
    _kept_its_word(attempts, 2)
    text = calibration.page(attempts, 2, "command")
    assert "from 2 random first guesses with 2 futures a trial" in text
    assert "No figure ended further off than at first." in text


def _kept_its_word(attempts, starts):
    assert len(attempts) == starts
    for each in attempts:
        assert each.further_off == 0
        missed = [each.last.figure.title for each in each.result.not_reached]
        assert missed == [after.figure.title for _, after in each.fitted if not after.agrees]
        before, after = ([calibration.off(pair[place]) for pair in each.fitted] for place in (0, 1))
        assert sum(after) <= sum(before)


def test_ages_are_counted_by_the_statistics_bands():
    child = {"stream": "entrants", "in_care_at_start": True, "entered_day": 0.0}
    baseline = council({"carers": spot()}, entrants={"entrants": stream(0)})
    ages = [0.5, 4.99, 9.2, 15.5, 16.5, 17.0]
    children = [{**child, "child_id": number, "age_at_entry": age} for number, age in enumerate(ages)]
    ends = [np.nan, np.nan, 100.0, np.nan, 300.0, YEAR - 1e-9]
    episodes = [
        {
            "child_id": number,
            "provision": "carers",
            "end_day": end,
            **({} if np.isnan(end) else {"end_reason": "eighteen"}),
        }
        for number, end in enumerate(ends)
    ]
    facts = facts_of(baseline, observed(baseline, 365, episodes, children=children))
    there = {group: figures.tolist() for group, figures in KINDS["children_by_age"].compute(facts).items()}
    left = {group: figures.tolist() for group, figures in KINDS["leavers_by_age"].compute(facts).items()}
    assert there == {"all": [4], "under_1": [0], "1_to_4": [1], "5_to_9": [1], "10_to_15": [0], "16_and_over": [2]}
    assert left["all"] == [2]
    assert (left["5_to_9"], left["aged_17"]) == ([1], [1])


HALVED = {Adjustable(("leaving.return_home.per_year",)): 0.5}


def test_a_calibrated_file_keeps_comments_and_scales_only_what_was_named(tmp_path):
    out = tmp_path / "new" / "calibrated.yaml"
    write_scaled(EXAMPLE, tmp_path / "published.yaml", HALVED, out)
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
    factors = {**HALVED, Adjustable(("entrants.local.entries_per_year",)): 2.0}
    out = tmp_path / "new" / "calibrated.yaml"
    write_scaled(council, tmp_path / "published.yaml", factors, out, remarks=["fitted: a\nname: Evil"])
    assert out.read_text(encoding="utf-8").splitlines()[:5] == [
        "# Calibrated by `placesim calibrate`: ../council.yaml, scaled to the published figures of ../published.yaml.",
        "#   leaving.return_home.per_year: x 0.5",
        "#   entrants.local.entries_per_year: x 2",
        "#   fitted: a name: Evil",
        "",
    ]


def test_fitted_figures_and_those_held_back_are_told_apart_wherever_they_are_told(tmp_path):
    held_back = figure(label="Later", financial_year="2026-27", adjust=[], held_back=True)
    found = calibrated(tmp_path, figure(), held_back, rounds=1)
    assert [heading for heading, _ in rows(found)] == ["fitted", "held back: only compared"]
    fitted, compared, *_ = remarks(found)
    assert fitted.startswith("fitted: Return home, 2025-26: published 6.0, simulated ")
    assert compared.startswith("held back: only compared: Later, 2026-27: published 6.0, simulated ")
    text = page(found.published, found.found, "placesim agree")
    assert (
        text.index("## Fitted") < text.index("| Return home |") < text.index("## Held back") < text.index("| Later |")
    )
    assert " fitted figure" in verdict(found.found)
    assert " held-back figure" in verdict(found.found)


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
    write_scaled(old / "council.yaml", old / "published.yaml", HALVED, new / "calibrated.yaml")
    written = (new / "calibrated.yaml").read_text(encoding="utf-8")
    assert "evidence: ../../old/papers\n" in written
    assert "  file: ../../old/children.csv # the list\n" in written
    assert (
        load_baseline(new / "calibrated.yaml").children_in_care == load_baseline(old / "council.yaml").children_in_care
    )
    write_scaled(old / "council.yaml", old / "published.yaml", HALVED, old / "calibrated.yaml")
    assert "evidence: papers\n" in (old / "calibrated.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("becomes", ["edited", "renamed"])
def test_what_is_written_is_what_was_calibrated_whatever_becomes_of_the_file_meanwhile(tmp_path, becomes):
    council, out = tmp_path / "council.yaml", tmp_path / "calibrated.yaml"
    council.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    figures, files = published_file(tmp_path, figure()), InputFiles()

    def meanwhile(_: int) -> None:
        if becomes == "edited":
            council.write_text("name: another\n", encoding="utf-8")
        elif council.exists():
            council.rename(tmp_path / "renamed.yaml")

    calibrate(council, figures, Playing(4, 1, progress=meanwhile), 1, files)
    write_scaled(council, figures, HALVED, out, files)
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
        {"adjust": [["needs.family.search.9.share"]]},
        "search.9",
        "adjust.item 1.item 1: 'needs.family.search.9.share' leads nowhere in example.yaml: no '9'",
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
    assert told(calibrate, EXAMPLE, path, Playing(4, 1), 1) == [fault]
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
    ({"standard_error": 2}, "within_share", "give either within_share or standard_error, not both"),
    ({"within_share": None, "out_of": 90}, "out_of", "is for a share between 0 and 1; this figure is 6"),
    ({"held_back": True}, "adjust:", "is for figures that are fitted, and this one is held back"),
    ({"adjust": [], "adjust_between": [0.5, 2]}, "adjust_between", "limits what adjust names, and there is none"),
    ({"adjust_between": [1.5, 2]}, "adjust_between", "should be [least, greatest] around 1 and above 0"),
    ({"adjust": "leaving"}, "adjust:", "should be a list of dotted paths"),
    ({"adjust": ["leaving", ["moves"]]}, "adjust:", "should be a list of dotted paths"),
    ({"within_share": None, "between": [4, 3]}, "between", "between should be [lower, upper], found [4.0, 3.0]"),
]


@pytest.mark.parametrize(("changes", "field", "says"), WRONG)
def test_a_fault_in_a_figure_is_told_once_by_line_and_field(changes, field, says, tmp_path):
    path = published_file(tmp_path, figure(**changes))
    [fault] = told(load_published, path)
    named = field.removesuffix(":")
    assert fault.startswith(f"{path}:{line_of(path, field)}: figures.item 1.{named}: {says}")


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


@pytest.mark.parametrize("dotted", OVERLAPS)
def test_numbers_that_two_paths_would_scale_are_refused(dotted, tmp_path):
    other = figure(label="Entries", measure="entries", group="all", adjust=[dotted])
    path = published_file(tmp_path, figure(), other)
    [fault] = told(load_published, path)
    assert f": figures.item 2.adjust.item 1: '{dotted}' and 'leaving.return_home.per_year' (for 'Return home" in fault
    assert "scale the same numbers; keep one" in fault


def test_numbers_that_two_lists_of_one_figure_scale_are_refused(tmp_path):
    path = published_file(
        tmp_path, figure(adjust=[["leaving.return_home.per_year"], ["leaving.return_home.per_year.ifa"]])
    )
    [fault] = told(load_published, path)
    assert "figures.item 1.adjust.item 2.item 1: 'leaving.return_home.per_year.ifa' and" in fault


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
    assert published(within_share=None, value=9, standard_error=2).figures[0].limits == (5, 13)
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
