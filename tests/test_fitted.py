"""A configuration fitted to a past: what was learnt takes the place of what was assumed, and all else stays."""

import shutil
from dataclasses import replace
from datetime import date
from math import exp, log
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import placesim
from placesim.api.fits import FitResult, require_room
from placesim.config.faults import InputError
from placesim.config.loading import load_baseline
from placesim.config.provision_checks import children_at_start
from placesim.config.rewriting import written
from placesim.report.words.fitted import changed_words, numbers_hidden, rows_words, thin_words
from placesim.results.fitted import FittedRisk
from placesim.results.suppression import FEW
from placesim.returns.account import COLUMNS, Account
from placesim.returns.fitted import Fitted, fit
from placesim.returns.fitted.children import children_of
from placesim.returns.fitted.curves import curves_of, expected_events
from placesim.returns.fitted.following import no_more_than_all
from placesim.returns.fitting.exposure import occurrence_exposure
from placesim.returns.past import Past
from tests.conftest import CONFIGS
from tests.pasts import simulated_past

EXAMPLE = CONFIGS / "example.yaml"
LAST = date(2030, 3, 31)


@pytest.fixture(scope="module")
def past() -> Past:
    return simulated_past(EXAMPLE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Return a folder with the configuration in one folder, for what is fitted in another."""
    made = tmp_path_factory.mktemp("council")
    (made / "given").mkdir()
    (made / "fit").mkdir()
    shutil.copy(EXAMPLE, made / "given" / "example.yaml")
    return made


@pytest.fixture(scope="module")
def result(past, folder) -> FitResult:
    found = FitResult(fit(past, folder / "given" / "example.yaml", out=folder / "fit" / "fitted.yaml"))
    found.write(reports="page")
    return found


@pytest.fixture(scope="module")
def fitted(result) -> Fitted:
    return result.fitted


def fitted_with(past: Past, folder: Path, *changes: tuple[str, str], **fit_options) -> Fitted:
    """Return what is fitted to a past from the example with other words in it."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    path = folder / "given.yaml"
    path.write_text(text, encoding="utf-8")
    return fit(past, path, **fit_options)


def test_the_written_file_loads_as_exactly_what_was_fitted(fitted):
    assert load_baseline(fitted.out) == fitted.baseline
    assert fitted.baseline.start == date(2030, 4, 1)


def test_what_a_return_cannot_tell_stays_as_it_was_given(fitted):
    given, now = fitted.given, fitted.baseline
    for block in ("provision", "budget_lines", "placement_types", "age_bands", "transfer_policy", "costs", "years"):
        assert getattr(now, block) == getattr(given, block), block
    assert [need.search[1:] for need in now.needs.values()] == [need.search[1:] for need in given.needs.values()]


def test_comments_and_order_of_the_given_file_stay(fitted):
    text = fitted.out.read_text(encoding="utf-8")
    assert "transfer_policy: longest_wait # or highest_fee, highest_need" in text
    assert text.startswith("# Fitted by `placesim fit` to a council's own return (2025-26 to 2029-30, ")
    given = [line.split(":")[0] for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if line[:1].isalpha()]
    now = [line.split(":")[0] for line in text.splitlines() if line[:1].isalpha()]
    assert [name for name in now if name != "ranges"] == given


def test_a_fitted_number_says_which_years_how_many_children_and_how_many_events_stand_behind_it(fitted):
    fit_of_home = fitted.learnt.risks["return_home"]
    children = len(np.unique(fitted.past.history.episodes["child_id"]))
    [said, kept] = fitted.baseline.leaving["return_home"].source
    assert said == (
        f"fitted: 2025-26 to 2029-30, {children} children, {fit_of_home.events} events; Juno homes as given"
    )
    assert kept == "assumption: example"
    assert fitted.baseline.leaving["special_guardianship"].source[0].startswith("fitted: ")


def test_a_fitted_range_rests_on_the_fit_alone(fitted):
    for each in fitted.drawable().uncertainty.assumptions:
        [source] = each.source
        assert source.startswith("fitted: 2025-26 to 2029-30, "), each.name


def test_where_no_child_was_at_risk_the_given_rate_stays_seen_from_the_new_reference(fitted):
    now = fitted.baseline.leaving["return_home"]
    assert now.by_time_in_care["first year"] == 1
    assert now.per_year["juno_home"] == pytest.approx(
        0.08 * 2.5
    )  # as given: 0.08, and 2.5 times that in the first year


def test_rates_and_entries_are_those_of_the_estimates(fitted):
    risk, now = fitted.learnt.risks["return_home"], fitted.baseline.leaving["return_home"]
    for coefficient in risk.coefficients:
        if coefficient.estimated:
            assert getattr(now, coefficient.field)[coefficient.key] == pytest.approx(coefficient.value, rel=1e-3)
    stream, entries = fitted.baseline.entrants["local"], fitted.learnt.entries["local"]
    assert stream.entries_per_year[0].value == pytest.approx(entries.per_year, rel=1e-3)
    assert sum(stream.ages.values()) == pytest.approx(1, abs=1e-9)


def test_the_fitted_rates_make_as_many_events_as_there_were(fitted):
    for name, risk in fitted.learnt.risks.items():
        now = fitted.baseline.leaving.get(name) or fitted.baseline.moves[name]
        assert expected_events(name, now, fitted.learnt.exposure) == pytest.approx(risk.events, rel=0.08), name


def test_the_children_of_day_0_are_those_in_care_at_the_end(fitted, past):
    open_ones = np.isnan(past.history.episodes["end_day"])
    there = np.bincount(past.history.episodes["provision"][open_ones], minlength=len(past.history.names.provisions))
    found = children_at_start(fitted.baseline)
    assert [found[name] for name in past.history.names.provisions] == there.tolist()
    assert fitted.baseline.children_in_care.real


def test_the_file_of_children_holds_no_id_and_no_date_and_its_order_tells_nothing(fitted):
    path = fitted.out.with_name("fitted_children.csv")
    heading, *rows = path.read_text(encoding="utf-8").splitlines()
    assert heading == "provision,stream,need,age_years,years_in_care,days_in_placement"
    assert rows == sorted(rows, reverse=True)
    assert {int(row.rpartition(",")[2]) % 7 for row in rows} == {3}, "a time in the placement, to the week"
    assert len(rows) == len(children_of(fitted.past)) == fitted.baseline.children_in_care.real_children


def test_git_leaves_the_children_out_and_what_was_ignored_stays_so(fitted, tmp_path):
    assert "/fitted_children.csv" in fitted.out.with_name(".gitignore").read_text(encoding="utf-8").splitlines()
    shutil.copytree(fitted.out.parent, tmp_path / "again")
    own = tmp_path / "again" / ".gitignore"
    own.write_text("reports/", encoding="utf-8")
    again = replace(
        fitted, out=own.with_name("fitted.yaml"), texts={own.with_name(p.name): t for p, t in fitted.texts.items()}
    )
    again.write()
    again.write()
    assert own.read_text(encoding="utf-8").splitlines()[0] == "reports/"
    assert own.read_text(encoding="utf-8").count("/fitted_children.csv") == 1


def test_a_run_draws_the_fitted_uncertainty_without_another_switch_and_says_that_day_0_is_real(fitted, tmp_path):
    council = placesim.load(fitted.out)
    result = placesim.run(council, 2, 1, workers=1)
    draws = result.draws()
    assert "fit_return_home.leaving.return_home.per_year.ifa" in draws
    assert draws["fit_return_home.leaving.return_home.per_year.ifa"].nunique() == 2
    settings = result.settings()
    listed = fitted.baseline.children_in_care.real_children
    assert settings.day_0.startswith(f"{listed} real children, listed one by one without ids")


def test_nothing_needs_to_be_written_for_the_uncertainty_to_be_drawn(past, folder):
    drawable = fit(past, folder / "given" / "example.yaml", out=folder / "nowhere.yaml").drawable()
    assert not (folder / "nowhere.yaml").exists()
    assert {name.partition(".")[0] for name in drawable.uncertainty.names} > {"fit_return_home", "fit_local_entries"}


def test_ranges_of_what_was_not_fitted_are_carried_over_and_those_of_what_was_are_dropped_and_told(past, tmp_path):
    shutil.copytree(CONFIGS / "uncertain", tmp_path / "uncertain")
    named = ("years: 5\n", "years: 5\nranges: uncertain/example.yaml\n")
    found = fitted_with(past, tmp_path, named, start=date(2026, 4, 1))
    names = {name.partition(".")[0] for name in found.drawable().uncertainty.names}
    assert {"homes_price", "new_home_price", "approvals", "turnaround"} < names
    assert not {"entries", "needs"} & names
    [told] = [note for note in found.notes if note.startswith("Ranges of numbers that are fitted now")]
    assert told.endswith("entries and needs.")
    [gap] = [note for note in found.notes if note.startswith("The returns end on 31 March 2030")]
    assert "1 April 2026" in gap


def test_changes_to_come_keep_their_proportion_to_what_was_fitted(past, tmp_path):
    dated = "entries_per_year: [{value: 40}, {from: 2031-04-01, value: 60}]"
    found = fitted_with(past, tmp_path, ("entries_per_year: 40", dated))
    now, later = found.baseline.entrants["local"].entries_per_year
    assert later.from_ == date(2031, 4, 1)
    assert later.value == pytest.approx(1.5 * now.value, rel=1e-3)
    assert found.drawable().uncertainty.assumptions


def test_more_children_than_carers_have_places_for_make_room(past, tmp_path):
    nobody = ("ages: {under 5: 6, 5 to 9: 7, 10 to 15: 9, 16 and 17: 4}", "ages: {under 5: 1}")
    found = fitted_with(past, tmp_path, ("households: 20", "households: 2"), nobody)
    children = children_at_start(found.baseline)["council_carers"]
    assert found.baseline.provision["council_carers"].capacity.households > 2
    [told] = [note for note in found.notes if note.startswith("Council carers: ")]
    assert f"{children} children at the end" in told
    assert told.endswith("Check what holds.")


def test_a_child_outside_the_ages_of_their_place_is_listed_where_the_configuration_lets_them_live(past, tmp_path):
    agency = "capacity: {kind: spot}\n    price: {weekly_fee: 1150"
    changes = (
        (agency, f"maximum_age: 10\n    {agency}"),
        ("council_carers, agency_carers]", "council_carers, agency_carers, homes_elsewhere]"),
        ("5 to 9: 9, 10 to 15: 15, 16 and 17: 6}", "5 to 9: 9}"),
    )
    found = fitted_with(past, tmp_path, *changes)
    listed = found.baseline.children_in_care.children
    assert all(child.age_years < 10 for child in listed if child.provision == "agency_carers")
    assert any("outside the ages it takes, listed in" in note for note in found.notes)


def test_a_risk_that_was_never_seen_is_lowered_only_where_it_should_have_been(past, tmp_path):
    rare = "  rare:\n    label: Rare\n    per_year: {ifa: 0.001}\n    source: 'assumption: a test'\n"
    often = "  often:\n    label: Often\n    per_year: {ifa: 0.5}\n    source: 'assumption: a test'\n"
    names = past.history.names
    reasons = (*names.reasons[:2], "rare", "often", *names.reasons[2:])
    shifted = np.where(past.history.episodes["end_reason"] >= 2, 2, 0) + past.history.episodes["end_reason"]
    history = replace(
        past.history,
        names=replace(names, reasons=reasons, leaving_reasons=names.leaving_reasons + 2),
        episodes={**past.history.episodes, "end_reason": shifted},
    )
    found_path = tmp_path / "given.yaml"
    text = EXAMPLE.read_text(encoding="utf-8").replace("\nmoves:\n", f"\n{rare}{often}\nmoves:\n")
    found_path.write_text(text, encoding="utf-8")
    found = fit(replace(past, baseline=load_baseline(found_path), history=history), found_path)
    assert found.baseline.leaving["rare"].per_year == {"ifa": 0.001}
    assert 0 < found.baseline.leaving["often"].per_year["ifa"] < 0.02
    assert any("“Often” was never seen, where about" in note for note in found.notes)


def test_a_fit_goes_over_no_file_that_no_fit_has_written(folder, fitted):
    given = folder / "given" / "example.yaml"
    require_room(fitted.out, [given])
    with pytest.raises(InputError, match="did not write it"):
        require_room(given, [])
    with pytest.raises(InputError, match="is an input"):
        require_room(given, [given])
    stranger = folder / "other_children.csv"
    stranger.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"is there already without other\.yaml"):
        require_room(folder / "other.yaml", [given])


def test_a_fit_may_be_written_again_over_an_earlier_one(result):
    before = result.fitted.out.read_bytes()
    result.write(reports="page")
    assert result.fitted.out.read_bytes() == before


def test_a_fit_that_is_interrupted_as_it_writes_leaves_nothing(fitted, tmp_path):
    def stopped(_path: Path) -> None:
        raise KeyboardInterrupt

    moved = replace(fitted, out=tmp_path / "fitted.yaml", texts={tmp_path / p.name: t for p, t in fitted.texts.items()})
    with pytest.raises(KeyboardInterrupt):
        moved.write({tmp_path / "fitted_report.html": stopped})
    assert list(tmp_path.iterdir()) == []


def test_the_report_tells_no_count_of_one_to_four_and_none_that_would_give_one_away(result):
    for risk in result.facts.risks:
        hidden = numbers_hidden(risk.numbers)
        assert all(hide for number, hide in zip(risk.numbers, hidden, strict=True) if 0 < number.events < 5)
        for is_rate in (True, False):
            alone = [h for n, h in zip(risk.numbers, hidden, strict=True) if n.is_rate == is_rate and h]
            assert len(alone) != 1 or sum(n.is_rate == is_rate and n.events > 0 for n in risk.numbers) == 1
    page = (result.fitted.out.with_name("fitted_report.html")).read_text(encoding="utf-8")
    assert FEW in page
    assert "not told" in page


def test_the_report_names_what_happened_more_often_than_was_said_and_what_is_thin(result):
    often = FittedRisk("Going home", True, 60, 100, 200.0, 30.0, 0.0, 0.0, ())
    rarely = replace(often, label="Staying", events=28)
    facts = replace(result.facts, risks=(often, rarely))
    assert changed_words(facts) == [
        "“Going home” happened 100% more often than the configuration says: 60 times, where its rates make 30."
    ]
    assert thin_words(facts) == "Few events stand behind “Staying” (28 events): their ranges are wide."


def test_what_was_never_seen_is_said_so_and_is_not_called_thin(result):
    never = FittedRisk("Adoption", True, 0, 100, 200.0, 12.0, 0.0, 0.0, ())
    facts = replace(result.facts, risks=(never,))
    assert changed_words(facts) == ["“Adoption” was never seen, where the configuration's rates make 12."]
    assert thin_words(facts) == ""


def test_rows_of_the_return_are_told_by_what_became_of_them(past, folder):
    rows = [("episodes.csv", "episodes", 2, "kept", ""), ("episodes.csv", "episodes", 3, "rejected", "no such code")]
    told = replace(past, account=Account(pd.DataFrame(rows, columns=COLUMNS)))
    facts = FitResult(fit(told, folder / "given" / "example.yaml")).facts
    assert facts.rows == (("episodes", "kept", "", 1), ("episodes", "rejected", "no such code", 1))
    assert rows_words(facts) == "Rows of the return: 2 read, of which 1 kept and 1 rejected."


def test_the_curve_of_the_fitted_rates_lies_where_the_children_were(result):
    curve = result.facts.curves[0]
    assert curve.observed[0] == curve.fitted[0] == 1
    apart = [abs(one - other) for one, other in zip(curve.observed, curve.fitted, strict=True)]
    assert max(apart[:49]) < 0.06


def test_the_fitted_curve_of_one_constant_rate_is_exponential(past, tmp_path):
    kinds = ("kinship", "in_house", "ifa", "residential", "juno_home", "supported")
    differing = (
        "per_year: {kinship: 0.1, in_house: 0.15, ifa: 0.12, residential: 0.08, juno_home: 0.08, supported: 0.05}"
    )
    alike = f"per_year: {{{', '.join(f'{kind}: 0.2' for kind in kinds)}}}"
    by_time = "    by_time_in_care: {first year: 2.5, after a year: 0.5}\n"
    found = fitted_with(past, tmp_path, (by_time, ""), (differing, alike))
    of_home = next(curve for curve in curves_of(past, found.given) if curve.label.startswith("Return home"))
    assert of_home.fitted[24] == pytest.approx(exp(-0.2 * 2), rel=1e-6)


COMING_BACK = """re_entry:
  per_year: {return_home: 0.6, special_guardianship: 0.1}
  source: "assumption: a test"

at_18:
"""


def test_children_who_come_back_are_a_rate_of_their_own_with_those_who_left_before(tmp_path):
    path = tmp_path / "council.yaml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8").replace("\nat_18:\n", f"\n{COMING_BACK}", 1), encoding="utf-8")
    found = fit(replace(simulated_past(path, 6), baseline=load_baseline(EXAMPLE)), EXAMPLE, out=tmp_path / "new.yaml")
    block = found.baseline.re_entry
    assert block.per_year["return_home"] > 0
    assert block.source[0].endswith(f"{found.learnt.re_entry.events} children came back")
    assert len(block.left_before) == found.texts[tmp_path / "new_left_before.csv"].count("\n") - 1 > 0
    assert {child.reason for child in block.left_before} <= {"return_home", "special_guardianship"}
    assert found.drawable().uncertainty.names.index("fit_re_entry.re_entry.per_year.return_home")


def test_where_nobody_comes_back_there_is_no_such_block(fitted):
    assert fitted.baseline.re_entry is None
    assert not [path for path in fitted.texts if "left_before" in path.name]


def test_a_range_within_the_file_goes_where_its_number_was_fitted_and_stays_where_it_was_not(past, tmp_path):
    entries = ("entries_per_year: 40", "entries_per_year: {value: 40, low: 30, high: 60}")
    fee = ("weekly_fee: 1150", "weekly_fee: {value: 1150, low: 1100, high: 1300}")
    found = fitted_with(past, tmp_path, entries, fee)
    names = found.drawable().uncertainty.names
    assert "provision.agency_carers.price.weekly_fee" in names
    assert "entrants.local.entries_per_year" not in names
    assert any(note.endswith("dropped or shortened: entrants.local.entries_per_year.") for note in found.notes)


def test_shares_of_what_a_need_becomes_never_add_to_more_than_all():
    changes = [
        {"from": "home", "to": "family", "share": 0.3},
        {"from": "home", "to": "independence", "share": 0.8},
        {"from": "family", "to": "home", "share": 0.5},
    ]
    no_more_than_all(changes)
    assert [change["share"] for change in changes] == [0.2727, 0.7272, 0.5]


def test_what_stands_twice_is_written_twice_for_aliases_are_never_read():
    twice = [1, 2]
    assert "&" not in written({"one": twice, "other": twice})


def test_who_has_had_more_events_is_expected_to_have_more_where_children_differ_lastingly(past):
    """By hand, at a rate of 1 a year and a variance of 1: (1 + n) log((1 + H') / (1 + H)) from event to event."""
    exposure = occurrence_exposure(past)
    child, years = np.array([0, 0, 1]), np.array([1.0, 2.0, 4.0])
    levels = {field: level[:3] * 0 for field, level in exposure.levels.items()}
    breakdown = exposure.reasons.index("breakdown")
    by_hand = replace(exposure, child=child, years=years, levels=levels, ended_by=np.array([breakdown, -1, -1]))
    kind = exposure.names["per_year"][0]
    often = past.baseline.moves["breakdown"].replace(per_year={kind: 1}, by_time_in_care={}, frailty_variance=1)
    assert expected_events("breakdown", often, by_hand) == pytest.approx(log(2) + 2 * log(4 / 2) + log(5))
    assert expected_events("breakdown", often.replace(frailty_variance=0), by_hand) == pytest.approx(7)
