"""Cards: what a what-if says is shown and edited box by box, and nothing else of its text changes."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

import placesim
from placesim.api.council import Council
from placesim.config.faults import Fault, InputError
from placesim.config.reference import KINDS, example, kind_of
from placesim.config.scenario_files import AppliedScenario, load_option
from placesim.page import cards
from placesim.page.cards import Card, Field, Head
from placesim.page.cards.fields import shown_value
from placesim.page.cards.inline import inline
from placesim.page.cards.layout import values_of
from placesim.page.cards.leaves import MODELS, leaves_of
from placesim.page.cards.looks import FIRST, LOOKS, TITLES, look_of
from placesim.page.cards.typed import day_typed, number_typed, sources_typed
from placesim.page.desk import Desk
from placesim.page.views import workspace

CONFIGS = Path(__file__).parents[1] / "configs"
FILES = sorted((CONFIGS / "scenarios").rglob("*.yaml"))
HALTON_FILES = [path for path in FILES if "example" not in path.parent.name]
NO_STUDIES: Any = None  # nothing is played where cards are filled in
EMPTY = cards.new_text("What if", "What would change?")


@pytest.fixture(scope="module")
def halton() -> Council:
    return council_of_halton()


@cache
def council_of_halton() -> Council:
    """Return the council for tests of many examples, which would print it with each that fails."""
    return placesim.load(CONFIGS / "halton.yaml")


@pytest.fixture(scope="module")
def invented() -> Council:
    return placesim.load(CONFIGS / "example.yaml")


def loaded(text: str, council: Council, path: Path = CONFIGS / "scenarios/halton/tried.yaml") -> AppliedScenario:
    files = council.files.copy()
    files.keep(path, text)
    return load_option(path, council.baseline, council.evidence_folder, files)


def item(text: str, place: int) -> dict[str, Any]:
    """Return what a text says of one of its interventions."""
    return values_of(text)["interventions"][place]


def faults_of(text: str, council: Council) -> list[Fault]:
    with pytest.raises(InputError) as raised:
        loaded(text, council)
    return raised.value.faults


def as_shown(card: Card) -> dict[str, str]:
    """Return what a browser sends of a card that nobody has touched."""
    sent: dict[str, str] = {}
    for field in card.fields:
        if field.kind == "several":
            sent |= {f"{field.name}.*": ""} | {
                f"{field.name}.{each.value}": "on" for each in field.choices if each.chosen
            }
        elif field.kind != "fixed":
            sent[field.name] = field.value
    return sent


def own(text: str, council: Council, faults: list[Fault] | None = None) -> list[Card]:
    return [card for card in cards.cards_of(text, council, faults or []) if not card.included_from]


def field_of(card: Card, name: str) -> Field:
    return next(field for field in card.fields if field.name == name)


def test_every_kind_of_intervention_has_a_card_that_shows_all_its_fields(halton):
    for model in KINDS:
        kind = kind_of(model)
        lines = "\n    ".join(example(model).split("\n"))
        lines = lines.replace("juno_summer_lane", "a_new_home") if kind == "open_home" else lines
        text = EMPTY.replace(" []", f"\n  - {lines}")
        (card,) = own(text, halton)
        shown = {field.name.split(".")[0] for field in card.fields} | {"kind"}
        assert shown == {field.alias or name for name, field in model.model_fields.items()}, kind
        assert {name.split(".")[0] for name in FIRST[kind]} <= shown, kind
        assert card.title == TITLES[kind] and card.first and all(field.label for field in card.fields)


def test_every_field_of_every_kind_has_a_label_and_help_of_its_own():
    for kind, model in MODELS.items():
        contracts = [{"kind": each} for each in ("spot", "block", "guaranteed", "per_bed_cost")]
        for contract in contracts if "contract" in model.model_fields else [None]:
            for leaf in leaves_of({"kind": kind} | ({"contract": contract} if contract else {})):
                assert leaf.field in LOOKS or f"{kind}/{leaf.field}" in LOOKS, (kind, leaf.field)
                ends = (LOOKS.get(f"{kind}/{leaf.field}") or LOOKS[leaf.field]).slider or (0, 0, 1)
                assert ends[0] >= leaf.schema.get("minimum", -100) and ends[1] <= leaf.schema.get("maximum", 1e9)
                assert leaf.told or leaf.what == "sources" or leaf.field.startswith("delay_days"), (kind, leaf.field)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_scenario_file_goes_through_its_cards_unchanged(path, halton, invented):
    council = halton if path in HALTON_FILES else invented
    text = path.read_text(encoding="utf-8")
    found = cards.cards_of(text, council, [], path)
    assert len(found) == len(loaded(text, council, path).scenario.interventions)
    assert all(card.words for card in found)
    for card in found:
        if not card.included_from:
            assert cards.with_fields(text, card.place, as_shown(card), council) == text
    head = cards.head_of(text)
    assert cards.with_head(text, head.name, head.question) == text


def test_an_edit_of_one_field_changes_its_line_and_its_source_alone_and_is_what_was_typed(halton):
    tried: set[tuple[str, str]] = set()
    for path in HALTON_FILES:
        text = path.read_text(encoding="utf-8")
        for card in own(text, halton):
            for field in (each for each in card.fields if each.kind == "number" and each.value):
                if (card.kind, field.name) in tried:
                    continue
                tried.add((card.kind, field.name))
                typed = str(float(field.value) + 1)
                edited = cards.with_fields(text, card.place, {**as_shown(card), field.name: typed}, halton)
                added = [line for line in edited.split("\n") if line not in text.split("\n")]
                others = [line for line in added if not line.strip().startswith("source:")]
                assert len(others) == 1 and len(added) <= 2, (path.name, field.name)
                leaf = next(leaf for leaf in leaves_of(item(edited, card.place)) if leaf.name == field.name)
                assert float(shown_value(leaf, look_of(card.kind, leaf.field))) == float(typed)
    assert len(tried) > 25


def test_comments_order_and_quotation_marks_stay_when_fields_are_put_in_and_taken_out(halton):
    path = CONFIGS / "scenarios/halton/c_two_homes_only.yaml"
    text = path.read_text(encoding="utf-8").replace("source: [S099,", 'source: ["assumption: tried on the page", S099,')
    with_beds = cards.with_fields(text, 0, {"beds": "5", "delay_days.likeliest": "90"}, halton)
    added = [line for line in with_beds.split("\n") if line not in text.split("\n")]
    assert added == ["    beds: 5", "    delay_days: {least: 0, likeliest: 90, most: 180}"]
    assert [line for line in with_beds.split("\n") if line not in added] == text.split("\n")
    assert (
        cards.with_fields(
            with_beds,
            0,
            {"beds": "", "delay_days.least": "", "delay_days.likeliest": "", "delay_days.most": ""},
            halton,
        )
        == text
    )


def test_a_change_is_taken_out_with_its_comment_and_the_others_keep_theirs():
    text = (CONFIGS / "scenarios/halton/a_four_homes_as_planned.yaml").read_text(encoding="utf-8")
    rest = cards.without_change(text, 0)
    assert "# Home 3" not in rest and "# Home 4, Rutland Street" in rest and rest.startswith(text[:300])
    none = cards.without_change(rest, 0)
    assert values_of(none)["interventions"] == [] and "# Home 4" not in none
    assert cards.without_change(text, 7) == text


def test_a_duplicate_stands_behind_what_it_was_made_of():
    text = (CONFIGS / "scenarios/halton_homes/level.yaml").read_text(encoding="utf-8")
    factors = [each["factor"] for each in values_of(cards.duplicate(text, 1))["interventions"]]
    assert factors == [0.92, 1.08, 1.08, 1.08, 1.06]


def test_whatever_the_catalogue_offers_can_be_used_at_once_and_has_a_card_in_words(halton, invented):
    for council, last in ((halton, True), (invented, False)):
        offers = cards.catalogue(council)
        assert len({offer.kind for offer in offers}) == len(offers)
        for offer in offers:
            for kind in [choice.value for choice in offer.choices[-1:] if last] or [offer.kind]:
                text = cards.with_change(EMPTY, kind, council)
                made = loaded(text, council)
                assert made.baseline != council.baseline, kind
                assert own(text, council)[-1].words and offer.help.endswith("."), kind


def test_changes_added_one_after_the_other_all_go_together(halton):
    text = EMPTY
    for offer in cards.catalogue(halton):
        text = cards.with_change(text, offer.kind, halton)
    assert len(loaded(text, halton).scenario.interventions) >= len(cards.catalogue(halton))
    twice = cards.with_change(cards.with_change(EMPTY, "new_home", halton), "new_home", halton)
    assert [each.provision for each in loaded(twice, halton).scenario.interventions] == ["new_home", "new_home_2"]


def test_what_a_council_cannot_use_is_not_offered(invented):
    everything = {offer.kind for offer in cards.catalogue(invented)}
    bare = {
        name: each for name, each in invented.baseline.provision.items() if each.capacity.kind in ("spot", "places")
    }
    without = replace(invented, baseline=invented.baseline.model_copy(update={"provision": bare, "re_entry": None}))
    gone = everything - {offer.kind for offer in cards.catalogue(without)}
    assert {"open_home", "new_home", "delay_home", "close_home", "recruit_carers", "keep_carers"} <= gone
    assert "coming_back" not in everything and cards.with_change(EMPTY, "coming_back", invented) == EMPTY


def test_a_delay_of_a_home_that_nothing_opens_brings_its_opening(halton):
    text = cards.with_change(EMPTY, "delay_home.juno_widnes", halton)
    assert [each.kind for each in loaded(text, halton).scenario.interventions] == ["open_home", "delay_home"]
    again = cards.with_change(text, "delay_home.juno_widnes", halton)
    assert [each.kind for each in loaded(again, halton).scenario.interventions][2:] == ["delay_home"]


def test_homes_that_included_files_open_are_known(halton):
    path = CONFIGS / "scenarios/halton/tried.yaml"
    text = 'name: Later\nquestion: "What?"\nincludes: [c_two_homes_only.yaml]\n'
    made = cards.with_change(text, "delay_home.juno_widnes", halton, path)
    assert [each["kind"] for each in values_of(made)["interventions"]] == ["delay_home"]
    shown = cards.cards_of(made, halton, [], path)
    assert [card.included_from for card in shown] == ["c_two_homes_only.yaml", "c_two_homes_only.yaml", ""]
    assert not shown[0].fields and "1 April 2026" in shown[0].words


def test_what_cannot_be_read_stays_as_typed_with_its_fault_beside_it(halton):
    path = CONFIGS / "scenarios/halton/tried.yaml"
    text = cards.with_change(EMPTY, "open_home", halton)
    for name, typed, said in (
        ("beds", "many", "should be a whole number; found 'many'"),
        ("opens", "2026-02-30", "should be a date of the calendar"),
        ("weekly_fee", "1" * 400, "should be a finite number"),
        ("beds", "51", "must be 50 or less; found 51"),
        ("turnaround_days", "1.200,5", "should be a number; found '1.200,5' (write 1200.5, with a point)"),
        ("weekly_fee", "1,20", "should be a number; found '1,20' (write 1.20, with a point)"),
        ("weekly_fee", "6.750?", "should be a number; found '6.750?' (write 6750 or 6.75)"),
    ):
        wrong = cards.with_fields(text, 0, {name: typed}, halton)
        (card,) = cards.cards_of(wrong, halton, faults_of(wrong, halton), path)
        assert field_of(card, name).value == typed and field_of(card, name).fault.startswith(said)
        assert not card.faults and card.faulty
        assert not card.words, "nothing is told as true of what cannot be used"


def test_a_point_before_three_digits_is_asked_about_where_pounds_days_or_beds_are_counted(halton):
    text = cards.with_change(EMPTY, "open_home", halton)
    for typed in ("6.750", "£6.750", "120.000"):
        asked = cards.with_fields(text, 0, {"weekly_fee": typed}, halton)
        assert "should be a number" in faults_of(asked, halton)[0].message and f'"{typed}?"' in asked
    exact = cards.with_fields(text, 0, {"weekly_fee": "6750.125", "match_share": "12.375"}, halton)
    assert item(exact, 0)["weekly_fee"] == 6750.125 and item(exact, 0)["match_share"] == 0.12375


def test_a_fault_that_is_about_no_single_field_is_told_on_the_card(halton):
    path = CONFIGS / "scenarios/halton/tried.yaml"
    text = cards.with_change(EMPTY, "open_home", halton)
    wrong = cards.with_fields(text, 0, {"delay_days.least": "90", "delay_days.likeliest": "20"}, halton)
    (card,) = cards.cards_of(wrong, halton, faults_of(wrong, halton), path)
    assert any("must rise in this order" in fault for fault in card.faults)
    without_kind = text.replace("kind: open_home", "kind: opens")
    (card,) = cards.cards_of(without_kind, halton, faults_of(without_kind, halton), path)
    assert any("unknown kind" in fault for fault in card.faults) and not card.fields


def test_people_type_numbers_dates_and_sources_as_they_write_them():
    assert [inline(number_typed(each)) for each in ("1,200", "£1,200", " 7 ", "0.50", "-3")] == [
        "1200",
        "1200",
        "7",
        "0.5",
        "-3",
    ]
    assert [inline(number_typed(each, percent=True)) for each in ("10", "10%", "2.5 %")] == ["0.1", "0.1", "0.025"]
    for typed in (
        "10%",
        "1.2.3",
        "1,5",
        "1,25",
        "\u0667",
        "2 3",
        "1.200,50",
        "1,2,3",
        "12,34",
        "1,2345",
        "£",
        ".",
        "1,200 300",
    ):
        assert number_typed(typed) == typed
    assert [inline(number_typed(each)) for each in ("1 200,000", "1,200,000.5", "1_200", "-£1,000", ".5")] == [
        *('"1 200,000"', "1200000.5", "1200", "-1000", "0.5")
    ]
    for typed in ("1 April 2027", "01/04/2027", "2027-04-01", "1st April 2027", "1 Apr 2027", "April 1, 2027"):
        assert day_typed(typed) == date(2027, 4, 1)
    assert day_typed("31/02/2027") == "31/02/2027"
    assert sources_typed("S092, S093\nJuno's quote of May") == ["S092", "S093", "assumption: Juno's quote of May"]
    assert sources_typed("assumption: a guess") == "assumption: a guess"


def test_entries_rise_once_or_every_year_whichever_was_typed_last(halton):
    text = cards.with_change(EMPTY, "change_entries", halton)
    grown = cards.with_fields(text, 0, {"factor": "1.1", "growth_per_year": "3"}, halton)
    assert "growth_per_year: 0.03" in grown and "factor" not in grown
    assert cards.with_fields(grown, 0, {"growth_per_year": "3", "factor": "1.1"}, halton) == text


def test_one_number_of_a_delay_pushes_the_others_before_it(halton):
    text = cards.with_fields(cards.with_change(EMPTY, "open_home", halton), 0, {"delay_days.likeliest": "90"}, halton)
    assert "delay_days: {least: 0, likeliest: 90, most: 180}" in text
    for name, typed, expected in (
        ("likeliest", "365", "{least: 0, likeliest: 365, most: 365}"),
        ("least", "400", "{least: 400, likeliest: 400, most: 400}"),
        ("most", "30", "{least: 0, likeliest: 30, most: 30}"),
    ):
        pushed = cards.with_fields(text, 0, {f"delay_days.{name}": typed}, halton)
        assert f"delay_days: {expected}" in pushed


def test_shares_are_counted_in_per_cent_and_written_as_shares(halton):
    text = cards.with_fields(cards.with_change(EMPTY, "divert_entries", halton), 0, {"share": "12.5"}, halton)
    assert item(text, 0)["share"] == 0.125
    assert field_of(own(text, halton)[0], "share").value == "12.5"


def test_a_number_within_its_range_keeps_it_and_one_outside_is_exact(halton):
    path = CONFIGS / "scenarios/halton/d_ten_more_households.yaml"
    text = path.read_text(encoding="utf-8")
    field = field_of(own(text, halton)[0], "approvals_per_year")
    assert field.value == "9" and field.known.startswith("Not known exactly: drawn from 2.75 to 10")
    within, outside = (cards.with_fields(text, 0, {"approvals_per_year": typed}, halton) for typed in ("8", "12"))
    label = "Households that the campaign brings a year"
    kept = rf"approvals_per_year: \{{name: tried_\w{{8}}, label: {label}, value: 8, low: 2.75, high: 10\}}"
    assert re.search(kept, within)
    assert "approvals_per_year: 12\n" in outside
    lag = cards.with_fields(text, 0, {"lag_days": "200"}, halton)
    assert len(loaded(lag, halton).parts[0].ranges) == 3 and "value: 200, low: 182, high: 365}" in lag
    assert lag.count("name: campaign_lag") == 1


def test_a_range_without_a_central_value_shows_the_middle_that_is_played(halton):
    text = cards.with_change(EMPTY, "change_entries", halton).replace("factor: 1.1", "factor: {low: 1.0, high: 1.4}")
    (card,) = own(text, halton)
    assert field_of(card, "factor").value == "1.2" and card.words.startswith("20% more children")
    beds = cards.with_change(EMPTY, "open_home", halton).replace("beds: 4", "beds: {low: 2, high: 5}")
    assert field_of(own(beds, halton)[0], "beds").value == str(loaded(beds, halton).scenario.interventions[0].beds)


def test_a_cost_begins_with_an_amount_and_keeps_whatever_source_was_typed(halton):
    text = cards.with_change(EMPTY, "open_home", halton)
    asked = {field.name for field in own(text, halton)[0].cost_fields}
    assert asked == {
        f"cost.{kind}" for kind in ("one_off", "mobilisation", "per_year", "staff_per_year", "per_move")
    } | {"cost.capital.amount"}
    for name in sorted(asked):
        costed = cards.with_fields(text, 0, {name: "60,000", "cost.source": "Juno's quote"}, halton)
        cost = loaded(costed, halton).scenario.interventions[0].cost
        assert cost.source == ("assumption: Juno's quote",) and own(costed, halton)[0].costed
    assert "uplift_per_year" in " ".join(field.name for field in own(costed, halton)[0].cost_fields)


def test_a_source_that_is_typed_first_is_the_source_of_its_cost(halton):
    text = cards.with_fields(cards.with_change(EMPTY, "open_home", halton), 0, {"cost.source": "S092"}, halton)
    assert item(text, 0)["cost"]["source"] == "S092"


def test_a_cost_that_is_filled_in_is_whole_at_once_and_goes_with_its_last_amount(halton):
    text = cards.with_change(EMPTY, "recruit_carers", halton)
    assert own(text, halton)[0].cost == "no cost given" and not own(text, halton)[0].costed
    costed = cards.with_fields(text, 0, {"cost.per_approval": "£15,000"}, halton)
    assert own(costed, halton)[0].cost == "£15,000 for each household approved"
    assert loaded(costed, halton).scenario.interventions[0].cost.budget_line in halton.baseline.budget_lines
    assert cards.with_fields(costed, 0, {"cost.per_approval": ""}, halton) == text


def test_a_contract_of_another_kind_keeps_the_terms_it_can_have_and_gets_those_it_needs(halton):
    text = cards.with_change(EMPTY, "open_home", halton)
    for kind in ("block", "guaranteed", "per_bed_cost", "spot"):
        text = cards.with_fields(text, 0, {"contract.kind": kind}, halton)
        assert loaded(text, halton).scenario.interventions[0].contract.kind == kind
    assert "contract" not in cards.with_fields(text, 0, {"contract.kind": ""}, halton)


def test_steps_of_what_changes_by_date_have_boxes_of_their_own(halton):
    text = (CONFIGS / "scenarios/halton/t_notice_28_days.yaml").read_text(encoding="utf-8")
    given = {
        "contract.notice_days.1.value": "14",
        "contract.notice_days.1.from": "1 July 2026",
        "contract.notice_given_days.planned_move": "7",
    }
    edited = cards.with_fields(text, 0, given, halton)
    assert "notice_days: [{value: 0}, {from: 2026-07-01, value: 14}]" in edited
    assert "notice_given_days: {planned_move: 7}" in edited


def test_names_are_ticked_and_what_is_not_known_is_not_lost(halton):
    text = cards.with_change(EMPTY, "keep_carers", halton)
    edited = cards.with_fields(text, 0, {"provision.*": "", "provision.council_carers_elsewhere": "on"}, halton)
    assert item(edited, 0)["provision"] == "council_carers_elsewhere"
    strange = edited.replace("council_carers_elsewhere", "[nobody, council_carers_elsewhere]")
    field = field_of(own(strange, halton)[0], "provision")
    assert [each.value for each in field.choices if each.chosen] == ["council_carers_elsewhere", "nobody"]
    assert cards.with_fields(strange, 0, as_shown(own(strange, halton)[0]), halton) == strange


def test_a_number_that_was_typed_no_longer_rests_on_the_evidence_alone(halton):
    text = (CONFIGS / "scenarios/halton/g_edge_of_care.yaml").read_text(encoding="utf-8")
    cited = item(text, 0)["source"]
    typed = cards.with_fields(text, 0, {"share": "11"}, halton)
    assert item(typed, 0)["source"] == ["assumption: tried on the page", *cited]
    again = cards.with_fields(typed, 0, {"share": "12"}, halton)
    assert item(again, 0)["source"] == item(typed, 0)["source"], "once is enough"
    own_source = cards.with_fields(text, 0, {"share": "11", "source": "Our own pilot"}, halton)
    assert item(own_source, 0)["source"] == "assumption: Our own pilot"
    assert loaded(typed, halton)


def test_what_means_nothing_for_a_change_is_not_asked(halton):
    planned, new = (own(cards.with_change(EMPTY, kind, halton), halton)[0] for kind in ("open_home", "new_home"))
    planned = own(
        cards.with_fields(cards.with_change(EMPTY, "open_home", halton), 0, {"cost.one_off": "1"}, halton), halton
    )[0]
    asked = {field.name for field in planned.fields}
    assert {field.name for field in new.fields} - asked == {"like", "label"}
    assert {"cost.mobilisation", "cost.per_move"} <= asked and not {"cost.campaign", "cost.per_approval"} & asked


def test_left_empty_a_box_says_what_the_configuration_says(halton):
    (card,) = own(cards.with_change(EMPTY, "open_home", halton), halton)
    fee, share, delay = (field_of(card, name) for name in ("weekly_fee", "match_share", "delay_days.likeliest"))
    assert (fee.default, fee.placeholder, fee.of_council) == ("6,750", "6,750", True)
    assert (share.default, share.placeholder, share.of_council) == ("60%", "60", True)
    assert (delay.default, delay.placeholder, delay.slider.at) == ("opens on its day", "0", "0")
    assert field_of(card, "turnaround_days").slider.at == "21"
    assert field_of(card, "closes").default == "it does not close" and not field_of(card, "closes").of_council


def test_an_empty_box_shows_what_holds_and_a_long_choice_is_told_below_its_list(browser):
    page = browser.post("change", data=dict(form_for(browser.get("").text, "add"), kind="open_home")).text
    page = page.replace("\u2019", "'")
    assert 'placeholder="6,750"' in page and "Empty: 6,750, as in the council's file" in page
    assert "Empty: opens on its day, as in the council's file" in page
    assert ">As in the council's file</option>" in page
    assert "In the council's file: paid only for nights used" in page


def test_a_fee_far_from_the_councils_own_is_asked_about(halton):
    text = cards.with_change(EMPTY, "open_home", halton)
    for fee, asked in (("6.75", "Is £6.75 a week meant? The council's file has £6,750"), ("675.01", ""), ("8000", "")):
        (card,) = own(cards.with_fields(text, 0, {"weekly_fee": fee}, halton), halton)
        assert field_of(card, "weekly_fee").comes_to == asked
    (card,) = own(cards.with_fields(text, 0, {"weekly_fee": "67,500"}, halton), halton)
    assert field_of(card, "weekly_fee").comes_to.startswith("Is £67,500 a week meant?")


def test_carers_kept_and_recruited_are_counted_in_households_from_the_councils_own_numbers(halton):
    (card,) = own(cards.with_change(EMPTY, "keep_carers", halton), halton)
    assert field_of(card, "leaving_factor").comes_to == (
        "Of the 57 households there are, about 7.1 stop in a year; with this change about 3.6, so about 3.6 more stay "
        "each year"
    )
    one = cards.with_fields(
        cards.with_change(EMPTY, "keep_carers", halton),
        0,
        {"provision.*": "", "provision.council_carers_elsewhere": "on", "leaving_factor": "1.5"},
        halton,
    )
    assert field_of(own(one, halton)[0], "leaving_factor").comes_to == (
        "Of the 10 households there are, about 1.2 stop in a year; with this change about 1.9, so about 0.6 fewer "
        "stay each year"
    )
    (card,) = own(cards.with_change(EMPTY, "recruit_carers", halton), halton)
    assert field_of(card, "approvals_per_year").comes_to == "About 4.5 are approved a year without it; with it 8.5"


def test_an_opening_that_nobody_has_planned_says_so_until_it_has_a_source(halton):
    text = cards.with_change(EMPTY, "open_home.juno_widnes", halton)
    assert field_of(own(text, halton)[0], "opens").comes_to.startswith("The council's file plans no day for it")
    planned = cards.with_fields(text, 0, {"source": "S094"}, halton)
    assert not field_of(own(planned, halton)[0], "opens").comes_to


def test_a_day_before_the_start_says_when_it_really_acts(halton):
    early = cards.with_fields(cards.with_change(EMPTY, "keep_carers", halton), 0, {"from": "2020-01-01"}, halton)
    (card,) = own(early, halton)
    assert field_of(card, "from").comes_to == "Before the start: it acts from the first day simulated, 1 April 2025"


def test_faults_beside_boxes_write_dates_and_long_limits_as_people_do(halton):
    path = CONFIGS / "scenarios/halton/tried.yaml"
    text = cards.with_change(EMPTY, "open_home", halton)
    for place, typed, said in (
        ("opens", "2024-03-31", "1 April 2025; found 31 March 2024"),
        ("transfer_minimum_days", "99999", "must be 3653 or less (10 years); found 99999"),
    ):
        wrong = cards.with_fields(text, 0, {place: typed}, halton)
        (card,) = cards.cards_of(wrong, halton, faults_of(wrong, halton), path)
        assert said in field_of(card, place).fault


def test_homes_that_are_only_counted_are_said_not_to_be_listed_and_two_delays_are_told_apart(halton):
    offers = {offer.kind: offer for offer in cards.catalogue(halton)}
    assert all("names one by one" in offers[kind].help for kind in ("resize_home", "close_home", "home_contract"))
    assert "card that opens the home" in offers["delay_home"].help
    (card,) = own(cards.with_change(EMPTY, "open_home", halton), halton)
    assert "“Open a home later”" in field_of(card, "delay_days.likeliest").help


def test_sources_are_told_with_what_they_say(halton):
    card = own((CONFIGS / "scenarios/halton/g_edge_of_care.yaml").read_text(encoding="utf-8"), halton)[0]
    assert [source.text for source in card.sources if source.figure] == ["S056", "P006", "P110"]
    assert any(source.assumed and source.text.startswith("one in ten") for source in card.sources)


def test_heads_are_read_and_written_whatever_people_call_things():
    for name in ("Four homes", 'a "b": c', "yes", "12", "# no comment", "{brackets}", "Über, alles"):
        text = cards.with_head(EMPTY, name, "Why? [x]: y")
        assert cards.head_of(text) == Head(name, "Why? [x]: y")
    bare = "interventions: []  # nothing yet\n"
    assert cards.head_of(cards.with_head(bare, "A", "B?")) == Head("A", "B?")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "shape",
    [
        "interventions:\n- kind: close_home # c\n  provision: juno_widnes\n  closes: 2029-03-31\n  source: S022\n",
        "interventions: [{kind: close_home, provision: juno_widnes, closes: 2029-03-31, source: S022}] # c\n",
        'interventions:\n    -   {kind: "close_home", provision: juno_widnes,\n'
        "      closes: 2029-03-31, source: [S022]}\n",
        "interventions:\n  -\n    kind: close_home\n    closes: 2029-03-31\n    source:\n      - S022\n"
        "    provision: juno_widnes",
    ],
)
def test_texts_of_any_shape_are_edited_in_their_own_shape(shape, newline, halton):
    text = f"name: A\nquestion: B?\n{shape}".replace("\n", newline)
    edited = cards.with_fields(text, 0, {"closes": "31/03/2028", "cost.one_off": "1000"}, halton)
    assert item(edited, 0)["closes"] == date(2028, 3, 31) and item(edited, 0)["cost"]["one_off"] == 1000
    more = cards.with_change(edited, "keep_carers", halton)
    assert [each["kind"] for each in values_of(more)["interventions"]] == ["close_home", "keep_carers"]
    assert values_of(cards.without_change(more, 1)) == values_of(edited)
    assert values_of(cards.without_change(edited, 0))["interventions"] == []


@pytest.mark.parametrize(
    "text", ["{name: A, question: B}", "{name: A, interventions: []} # c", "name: A", "name: A\n..."]
)
def test_a_first_change_goes_into_texts_of_any_shape(text, halton):
    added = cards.with_change(text, "keep_carers", halton)
    assert [each["kind"] for each in values_of(added)["interventions"]] == ["keep_carers"]
    assert values_of(added)["name"] == "A" and added.startswith(text[:8])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: &a [1]\nb: *a\n",
        "interventions: 5\n",
        "interventions: [5, null, [], {kind: []}]\n",
        "name: [\n",
        "name: A\nname: B\n",
        "[" * 5000,
        "a: " + "x" * 2_100_000,
        "\ud800",
        "name: A\0\n",
        "provision: {}\n",
    ],
    ids=range(11),
)
def test_texts_that_do_harm_are_shown_without_cards_and_left_as_they_are(text, halton):
    shown = cards.cards_of(text, halton, [])
    assert not any(card.fields for card in shown)
    assert cards.with_fields(text, 0, {"beds": "3"}, halton) == text
    assert cards.without_change(text, 99) == text and isinstance(cards.head_of(text), Head)
    assert isinstance(cards.with_change(text, "open_home", halton), str)


ANY_TEXT = st.text(max_size=40)
TYPED = (
    *("beds", "opens", "label", "provision", "source", "contract.kind", "delay_days.most", "cost.one_off"),
    *("transfers_from", "never_opens_share", "cost.capital.only_if_it_opens"),
)


@settings(max_examples=15, deadline=None)
@given(typed=st.dictionaries(st.sampled_from(TYPED), ANY_TEXT), name=ANY_TEXT)
def test_whatever_is_typed_the_text_can_be_read_again_and_shows_it(typed, name):
    council = council_of_halton()
    edited = cards.with_fields(cards.with_head(opening(), name, name), 0, typed, council)
    assert values_of(edited) is not None
    (card,) = own(edited, council)
    assert cards.with_fields(edited, 0, as_shown(card), council) == edited


@cache
def opening() -> str:
    return cards.with_change(EMPTY, "open_home", council_of_halton())


ANY_VALUE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False)
    | st.dates()
    | st.text("ab:, #", max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "value", "low", "from"]), inner)
    ),
    max_leaves=5,
)


@settings(max_examples=30, deadline=None)
@given(said=st.dictionaries(st.sampled_from([*TYPED, "contract", "delay_days", "cost", "opens", "like"]), ANY_VALUE))
def test_whatever_a_file_says_it_is_shown_and_not_lost(said):
    council = council_of_halton()
    change = {"kind": "open_home", **{name: value for name, value in said.items() if "." not in name}}
    text = f"name: A\nquestion: B?\ninterventions:\n  - {inline(change)}\n"
    (card,) = own(text, council)
    assert cards.with_fields(text, 0, as_shown(card), council) == text
    for name, typed in (
        ("contract.kind", "guaranteed"),
        ("delay_days.most", "9"),
        ("cost.one_off", "9"),
        ("beds", "3"),
    ):
        assert item(cards.with_fields(text, 0, {name: typed}, council), 0)["kind"] == "open_home"


class Boxes(HTMLParser):
    """What a browser without scripts finds in a page: its forms with their boxes, and what names them."""

    def __init__(self, html: str):
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.described: set[str] = set()
        self.boxes: list[dict[str, str | None]] = []
        self.attributes: set[str] = set()
        self._select = self._textarea = ""
        self._in_label = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.attributes |= set(given)
        self.ids += [given["id"]] if given.get("id") else []
        self.described |= set((given.get("aria-describedby") or "").split())
        if tag == "form":
            self.forms.append([])
        elif tag == "label":
            self._in_label = not given.get("for")
            self.labelled |= {given.get("for") or ""}
        elif tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.boxes.append({**given, "wrapped": "yes" if self._in_label or given.get("aria-label") else ""})
        self._send(tag, given)

    def _send(self, tag: str, given: dict[str, str | None]) -> None:
        name = given.get("name") or ""
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
            self.forms[-1].append((name, ""))
        elif tag == "option" and ("selected" in given or self._select not in dict(self.forms[-1])):
            self.forms[-1] = [pair for pair in self.forms[-1] if pair[0] != self._select]
            self.forms[-1].append((self._select, given.get("value") or ""))
        elif tag == "input" and name and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.forms[-1].append((name, given.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            name, before = self.forms[-1].pop()
            self.forms[-1].append((name, (before + data).removeprefix("\n")))

    def handle_endtag(self, tag: str) -> None:
        self._in_label = self._in_label and tag != "label"
        self._textarea = "" if tag == "textarea" else self._textarea


@pytest.fixture
def browser(tmp_path: Path) -> TestClient:
    """A page as a browser without scripts sees it."""
    desk = Desk(CONFIGS / "halton.yaml", (), tmp_path, NO_STUDIES)
    return TestClient(Starlette(routes=[Mount("/{token}", routes=workspace.routes(desk))]), "http://t/token/")


def test_cards_are_plain_forms_that_work_without_scripts_and_name_every_box(browser):
    added = browser.post("change", data=dict(form_for(browser.get("").text, "add"), kind="keep_carers"))
    wrong = dict(form_for(added.text, "fields"), **{"field.leaving_factor": "half"})
    page = browser.post("change", data=wrong).text
    boxes = Boxes(page)
    assert len(boxes.ids) == len(set(boxes.ids)) and boxes.described <= set(boxes.ids)
    assert [box for box in boxes.boxes if not (box.get("id") in boxes.labelled or box["wrapped"])] == []
    assert not any(name == "style" or name.startswith("on") for name in boxes.attributes)
    assert '<a href="#card-0-leaving_factor">Keep carers, Households that stop' in page
    mended = dict(form_for(page, "fields"), **{"field.leaving_factor": "0.75"})
    assert mended["field.leaving_factor"] == "0.75" and mended["field.provision.council_carers_elsewhere"] == "on"
    answer = browser.post("change", data=mended).text
    assert "households stop at 75% of the present rate" in answer and 'id="faults"' not in answer


def form_for(page: str, action: str) -> list[tuple[str, str]]:
    return next(form for form in Boxes(page).forms if ("action", action) in form)


def test_what_is_wrong_in_another_file_is_told_with_its_name(halton, tmp_path):
    path = tmp_path / "tried.yaml"
    faults = [Fault(str(path), 3, "includes.item 1", "no such file"), Fault("other.yaml", 7, "name", "missing; add it")]
    assert [each.where for each in cards.to_mend((), faults, path)] == ["includes.item 1", "other.yaml, line 7, name"]


def test_what_is_sent_twice_leaves_one_step_to_undo(browser):
    form = dict(form_for(browser.get("").text, "head"), name="Undone")
    asked = {"HX-Request": "true", "HX-Current-URL": "http://t/token/"}
    first = browser.post("change", data=form, headers=asked).headers["HX-Push-Url"]
    assert first.startswith("/token/?state=")
    again = browser.post("change", data={**form, "state": first.partition("state=")[2]}, headers=asked)
    assert again.status_code == 204 and "HX-Push-Url" not in again.headers
