"""The report of a run: whole, self-contained, harmless, and never claiming more than its figures allow."""

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from placesim.config.baseline import Baseline
from placesim.config.evidence import Figure, is_assumption, sources_in
from placesim.config.input_files import InputFile
from placesim.config.text import plain
from placesim.experiment.differences import difference_of
from placesim.experiment.manifest import RunSettings, sha256
from placesim.experiment.replications import Outcomes, replicate
from placesim.report.bridges import between_years
from placesim.report.charts.bars import LETTERS_BESIDE
from placesim.report.charts.canvas import PALETTE, drawable
from placesim.report.charts.frames import apart, axis_text, told_apart, wrapped
from placesim.report.decomposition import out_of_borough, parts_of_share
from placesim.report.figures import SHARE, claim, unit_for
from placesim.report.paper.media import every_part
from placesim.report.paper.page import write_page
from placesim.report.paper.parts import Chart, Medium, Report, Table
from placesim.report.scripts.run import SHEETS, run_report
from placesim.report.study import Study, whole_years, within_limits, years_of
from placesim.report.words.assumptions import blocks_of, by_size, over_horizon
from placesim.report.words.drivers import gains_and_losses, why_out_of_borough, why_spend
from placesim.report.words.luck_and_knowledge import KNOWLEDGE
from placesim.results.bridge import Cause
from placesim.results.measures import MEASURES
from placesim.studies.report_lengths import visible_words
from tests.conftest import CONFIGS
from tests.pages import HOSTILE, Page

CONFIGURATION = CONFIGS / "example.yaml"
DIGEST = hashlib.sha256(CONFIGURATION.read_bytes()).hexdigest()
FUTURES = 12
CHILDREN = unit_for("children", 100)
EVIDENCE = {"S022": Figure("S022", "Weekly fee of homes", "7500 GBP", "Board paper, page 7", "medium")}
SECTIONS = [
    "Contents",
    "Headline figures",
    "What drives this",
    "Main assumptions",
    "Children in care and where they live",
    "In and out of borough",
    "Spend by financial year",
    "Why spend changes",
    "Carers and places used",
    "Leaving care, moves and stability",
    "Assumptions and their sources",
    "Method and limits",
    "What each measure means",
    "How to make this report again",
]


def cited(example: Baseline) -> Baseline:
    """Return a council with 2.5 years ahead, one of whose provisions cites evidence."""
    provision = dict(example.provision)
    homes = provision["homes_elsewhere"]
    provision["homes_elsewhere"] = homes.replace(source=("S022", "assumption: the rest is guessed"))
    return example.replace(years=2.5, provision=provision)


def hostile(example: Baseline) -> Baseline:
    """Return the same council with names that try to become markup, formulas or mathematics."""
    council = cited(example)
    for part, name, label in (
        ("placement_types", "kinship", HOSTILE["script"]),
        ("placement_types", "ifa", HOSTILE["mathtext"]),
        ("provision", "council_carers", HOSTILE["formula"]),
        ("budget_lines", "fostering_line", HOSTILE["long"]),
        ("budget_lines", "agency_line", HOSTILE["closing"]),
        ("leaving", "return_home", HOSTILE["script"]),
    ):
        items = dict(getattr(council, part))
        items[name] = items[name].replace(label=label)
        council = council.replace(**{part: items})
    return council.replace(name=HOSTILE["script"], question=HOSTILE["closing"])


def rare(outcomes: Outcomes) -> Outcomes:
    """Return outcomes in which one future alone has any move to supported accommodation."""
    values = outcomes.values.copy()
    places = [place for place, key in enumerate(outcomes.keys) if key[1:] == ("moves", "to_supported")]
    values[:, places] = 0
    values[0, places] = 1
    return replace(outcomes, values=values)


def few(outcomes: Outcomes) -> Outcomes:
    """Return the first three futures alone."""
    return replace(outcomes, values=outcomes.values[:3], monthly=outcomes.monthly[:3])


def report_of(baseline: Baseline, outcomes: Outcomes) -> Report:
    read = (InputFile(CONFIGURATION, sha256(CONFIGURATION)),)
    settings = RunSettings("placesim run configs/example.yaml --seed 5", CONFIGURATION, FUTURES, 5, 2.5, read)
    return run_report(Study(baseline, outcomes), settings, EVIDENCE)


def write(folder: Path, baseline: Baseline, outcomes: Outcomes) -> bytes:
    path = folder / "report.html"
    write_page(path, report_of(baseline, outcomes))
    return path.read_bytes()


@pytest.fixture(scope="module")
def outcomes(example) -> Outcomes:
    return replicate({"baseline": cited(example)}, FUTURES, seed=5, workers=1)[0]


@pytest.fixture(scope="module")
def written(example, outcomes, tmp_path_factory) -> bytes:
    return write(tmp_path_factory.mktemp("report"), cited(example), outcomes)


@pytest.fixture(scope="module")
def page(written) -> Page:
    return Page(written.decode("utf-8"))


@pytest.fixture(scope="module")
def few_page(example, outcomes, tmp_path_factory) -> Page:
    return Page(write(tmp_path_factory.mktemp("few"), cited(example), few(outcomes)).decode("utf-8"))


@pytest.fixture(scope="module")
def hostile_page(example, outcomes, tmp_path_factory) -> Page:
    return Page(write(tmp_path_factory.mktemp("hostile"), hostile(example), rare(outcomes)).decode("utf-8"))


def test_the_report_loads_nothing_from_elsewhere(page, hostile_page):
    for each in (page, hostile_page):
        assert not {"link", "img", "iframe", "object", "embed", "base", "form"} & {tag for tag, _ in each.elements}
        for _, attributes in each.elements:
            assert not attributes.get("src")
            assert (attributes.get("href") or "#").startswith("#")
        assert not re.search(r"@import|url\((?!#)", each.source)


def test_the_report_lets_no_script_but_its_own_run(hostile_page):
    assert [tag for tag, _ in hostile_page.elements].count("script") == 1
    assert not [name for _, attributes in hostile_page.elements for name in attributes if name.startswith("on")]
    policy = next(a["content"] for tag, a in hostile_page.elements if tag == "meta" and "http-equiv" in a)
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1]


def test_every_section_is_there_in_order(page):
    assert page.titles("h2") == SECTIONS
    assert page.titles("h1") == ["Exampleton"]
    levels = [int(tag[1]) for tag, _ in page.headings]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_question_period_futures_and_seed_stand_at_the_top(page, example):
    top = page.text.split("Contents")[0]
    for said in (example.question, "1 April 2025 to 30 September 2027", "simulated 12 times", "Seed 5"):
        assert said in top


def test_the_same_outcomes_give_the_same_bytes(example, outcomes, written, tmp_path):
    assert write(tmp_path, cited(example), outcomes) == written


def test_hostile_names_stay_text(hostile_page):
    for name in HOSTILE.values():
        assert plain(name) in hostile_page.text


def test_no_two_elements_share_an_id(page):
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_every_chart_has_words_and_figures_for_those_who_cannot_see_it(page):
    drawings = [attributes for tag, attributes in page.elements if tag == "svg"]
    ids = {attributes.get("id") for _, attributes in page.elements}
    assert len(drawings) > 15
    assert all(a["role"] == "img" and a["aria-labelledby"] in ids for a in drawings)
    assert page.source.count("Figures behind this chart") >= 15


def test_every_table_has_a_caption_and_scoped_headings(page):
    tags = [tag for tag, _ in page.elements]
    assert tags.count("caption") == tags.count("table")
    assert all("scope" in attributes for tag, attributes in page.elements if tag == "th")


def test_every_source_is_printed(page, example):
    for _, sources in sources_in(cited(example).model_dump()):
        for source in sources:
            assert source.removeprefix("assumption:").strip() in page.text, source


def test_evidence_is_printed_with_value_place_and_confidence(page):
    figure = EVIDENCE["S022"]
    for said in (figure.quantity, figure.value, figure.where, figure.confidence):
        assert said in page.text
    assert "evidence-S022" in {attributes.get("id") for _, attributes in page.elements}


def test_blocks_that_rest_on_assumption_are_counted(page, example):
    blocks = [sources for _, sources in sources_in(cited(example).model_dump())]
    only = sum(all(is_assumption(source) for source in sources) for sources in blocks)
    assert only == len(blocks) - 1
    assert f"{len(blocks)} of {len(blocks)} blocks of the configuration rest on assumption: {only} wholly" in page.text


def test_planned_provision_is_said_not_to_be_open(page):
    assert "a named home, planned; not open in this run" in page.text
    assert "Planned but never open in any future: The new home." in page.text


def test_every_measure_is_defined(page, outcomes):
    for name in dict.fromkeys(measure for _, measure, _ in outcomes.keys):
        assert name in page.text
        assert MEASURES[name].definition.replace("`", "") in page.text, name


def test_the_report_says_how_to_make_it_again(page):
    again = page.text.split("How to make this report again")[-1]
    assert "placesim run configs/example.yaml --seed 5" in again
    assert hashlib.sha256(CONFIGURATION.read_bytes()).hexdigest() in again
    assert "simpy" in again


def test_part_years_are_labelled_and_never_compared_with_whole_ones(page, example):
    assert "2027-28 is a part year: 1 April 2027 to 30 September 2027, 183 of 366 nights." in page.text
    spend = next(title for title in page.titles("h3") if title.startswith("Placement spend:"))
    assert spend.endswith("2025-26 to 2026-27")
    assert [year.name for year in whole_years(years_of(cited(example)))] == ["2025-26", "2026-27"]


def test_a_horizon_within_one_year_is_called_a_part_of_it(example):
    [year] = whole_years(years_of(example.replace(years=0.5)))
    assert (year.label, year.nights, year.of) == ("2025-26 (part year)", 183, 365)


def test_headline_figures_are_those_of_the_outcomes(page, example, outcomes):
    headline = page.text.split("Headline figures")[-1].split("Which placements gain and lose children")[0]
    start = sum(sum(group.ages.values()) for group in example.children_in_care.groups)
    assert f"1 Apr 2025 {start} counted, not simulated" in headline
    assert f"£{outcomes.of('spend')['2025-26'].mean() / 1e6:.2f}m" in headline


def test_too_few_events_are_said_to_be_too_few(hostile_page):
    rows = hostile_page.text.split("Move to supported accommodation ")
    assert any(re.match(r"\d+ too few to say", row) for row in rows[1:])


def test_shares_at_the_start_are_counted_from_the_configuration(example, outcomes):
    study = Study(cited(example), outcomes)
    assert study.start_share_out("residential") == pytest.approx(13 / 16)
    assert study.start_count("ifa") == 34


def test_a_title_says_up_only_where_the_interval_leaves_out_no_change():
    sure = np.full(100, 131.0) + np.tile([-5, 5], 50)
    assert (
        claim("Agency fostering", difference_of(104.0, sure), CHILDREN, counted=True)
        == "Agency fostering: up from 104 to about 131"
    )
    unsure = 106 + np.tile([-40.0, 40.0], 50)
    assert (
        claim("Agency fostering", difference_of(104.0, unsure), CHILDREN, counted=True)
        == "Agency fostering: no clear change from 104"
    )
    level = 104.2 + np.tile([-3.0, 3.0], 50)
    assert (
        claim("Agency fostering", difference_of(104.0, level), CHILDREN, counted=True)
        == "Agency fostering: about level at 104"
    )


def test_a_level_title_gives_both_figures_and_their_dates_where_they_print_differently():
    found = difference_of(367.0, 371 + np.tile([-40.0, 40.0], 100))
    when = ("on 1 April 2025", "on 31 March 2030")
    assert claim("Children in care", found, CHILDREN, when, counted=True) == (
        "Children in care: about level on average, 367 on 1 April 2025 and about 371 on 31 March 2030"
    )


def test_a_title_of_few_futures_claims_no_change():
    for values in (np.full(1, 131.0), np.full(9, 131.0) + np.arange(9)):
        assert "too few futures to say whether it changes" in claim(
            "Agency fostering", difference_of(104.0, values), CHILDREN, counted=True
        )


def test_a_title_says_so_where_some_futures_go_the_other_way():
    mixed = 110 + np.tile([-15.0, 15.0], 200)
    assert (
        claim("Homes", difference_of(104.0, mixed), CHILDREN, counted=True)
        == "Homes: up from 104 to about 110 on average, but not in every future"
    )


def test_a_title_calls_a_simulated_start_about(example):
    before = 100 + np.tile([-2.0, 2.0], 50)
    assert claim("Moves", difference_of(before, before - 30), CHILDREN) == "Moves: down from about 100 to about 70"


def test_a_title_of_rare_events_says_they_are_too_few():
    values = np.zeros(100)
    values[:3] = 1
    assert "too few events to say" in claim("Closures", difference_of(np.zeros(100), values), CHILDREN)
    assert claim("Closures", difference_of(0, np.zeros(100)), CHILDREN, counted=True) == "Closures: unchanged at 0"


@pytest.mark.parametrize(
    ("unit", "largest", "value", "printed"),
    [
        ("pounds", 5e7, 14_820_000, "£14.82m"),
        ("pounds", 5e5, 1234, "£1k"),
        ("pounds", 5e7, -2_500_000, "\N{MINUS SIGN}£2.50m"),
        ("share of children", 1, 0.545, "54.5%"),
        ("nights", 40_000, 12_345, "12,345"),
        ("children", 8, 4.61, "4.6"),
        ("children", 8, float("nan"), "none"),
        ("children", 400, -0.2, "0"),
    ],
)
def test_figures_are_printed_in_the_units_people_use(unit, largest, value, printed):
    assert unit_for(unit, largest).full(value) == printed


def test_the_two_parts_of_a_share_add_to_its_change_and_answer_by_hand():
    parts = parts_of_share((np.array([50.0, 10]), np.array([40.0, 10])), (np.array([0.0, 40]), np.array([0.0, 50])))
    assert parts.mix.sum() + parts.within.sum() == pytest.approx(0.5 - 0.4)
    assert parts.within.sum() == pytest.approx((5 / 6 - 4 / 5) * (0.5 + 0.6) / 2)


def test_a_type_that_empties_is_mix_and_not_rate():
    parts = parts_of_share((np.array([50.0, 0]), np.array([50.0, 0])), (np.array([0.0, 50]), np.array([0.0, 0])))
    assert parts.within.sum() == 0
    assert parts.mix.sum() == pytest.approx(-0.5)


def test_a_future_without_children_at_the_end_has_no_parts_of_a_share():
    parts = parts_of_share((np.array([5.0, 0]), np.zeros(2)), (np.array([0.0, 5]), np.zeros(2)))
    assert np.isnan(parts.mix).all()
    assert np.isnan(parts.within).all()


def test_the_parts_of_the_share_out_of_borough_add_up_to_the_change_of_the_headline(example, outcomes):
    study = Study(cited(example), outcomes)
    found, end = out_of_borough(study), study.years[-1]
    headline = study.by_year("out_of_borough_share").set_index("financial_year")["mean"][end.name]
    assert found.total.before == pytest.approx(study.start_share_out("all"))
    assert found.total.after == pytest.approx(headline)
    assert found.mix.mean + found.within.mean == pytest.approx(found.total.mean)
    assert sum(part.mean for part in (*found.mix_of.values(), *found.within_of.values())) == pytest.approx(
        found.total.mean
    )
    assert found.parts.weight[1].sum() == pytest.approx(1)


def test_one_page_says_one_figure_of_the_share_out_of_borough_at_the_end(page, example, outcomes):
    study = Study(cited(example), outcomes)
    share = SHARE.full(float(study.values(study.years[-1], "out_of_borough_share").mean()))
    headline, drivers = page.text.split("Headline figures")[-1].split("What drives this")
    assert f"30 Sep 2027 {share}" in headline
    assert f"to about {share}: " in drivers


def test_an_uplift_is_price_and_the_parts_of_each_type_add_up_to_its_change(example, outcomes):
    study = Study(cited(example), outcomes)
    first, last = study.years[:2]
    found = between_years(study, first, last)
    names = list(study.baseline.provision)
    agency = found.of([names.index("agency_carers")])
    assert (agency.part(Cause.PRICE) > 0).all()
    changes = study.values(last, "spend", "ifa") - study.values(first, "spend", "ifa")
    assert sum(agency.part(cause) for cause in Cause) == pytest.approx(changes, rel=1e-9)
    assert found.totals[1] == pytest.approx(study.values(last, "spend"), rel=1e-9)


def test_what_drives_this_answers_three_questions_near_the_top(page):
    section = page.text.split("What drives this")[-1].split("Main assumptions")[0]
    for said in (
        "gain most children",
        "Mix of placement types:",
        "Rates within types:",
        "Of that: ",
        "because the same nights are dearer",
    ):
        assert said in section
    assert page.titles("h2").index("What drives this") == 2


def test_drivers_of_few_futures_name_no_winner(example, outcomes):
    study = Study(cited(example), few(outcomes))
    drivers = (gains_and_losses(study), why_out_of_borough(study), why_spend(study))
    said = " ".join(text for driver in drivers for text in driver.sentences)
    assert "Too few futures to say which placement types gain or lose children." in said
    assert "Chiefly" not in said
    assert "because" not in said
    assert not re.search(r"\(.*\d to .*\d\)", said)


def test_few_futures_have_neither_intervals_nor_ranges(few_page):
    assert "Only 3 of its futures were simulated: too few for intervals and ranges." in few_page.text
    assert "Trial: 3 futures. Some hundreds are needed to decide by." in few_page.text
    headline = few_page.text.split("Headline figures")[-1].split("2027-28 is a part year")[0]
    table = few_page.text.split("Placement spend by budget line, with intervals")[-1].split("Why spend changes")[0]
    for text in (headline, table):
        assert "too few futures" in text
        assert not re.search(r"[\d%] to [\d\u2212]", text.replace("p10 to p90", ""))
    assert " up from " not in few_page.text


def test_intervals_end_where_figures_end():
    table = pd.DataFrame({"measure": ["moves", "occupancy", "spend"], "low": [-1.0, 0.9, -5], "high": [2.0, 1.1, 5]})
    cut = within_limits(table)
    assert list(cut["low"]) == [0, 0.9, -5]
    assert list(cut["high"]) == [2, 1, 5]


def test_every_provision_stands_under_the_budget_line_that_pays_for_it(page):
    assert "Agency fostering Agency carers elsewhere Agency fostering (IFA) out of borough" in page.text
    assert "The new home Juno homes in borough; not used in this run" in page.text
    assert "These budget lines pay for placements both in and out of borough: Residential care." in page.text


def test_spend_stands_by_placement_type_as_well_as_by_budget_line(page):
    section = page.text.split("Placement spend by placement type, ")[-1]
    assert section.index("Kinship care") < section.index("Children's homes") < section.index("In all")


def test_the_largest_assumptions_come_first_and_are_said_to_be_ranked_by_size_only(page, example, outcomes):
    study = Study(cited(example), outcomes)
    blocks, largest = by_size(study, blocks_of(study.baseline, EVIDENCE))
    shares = [over_horizon(study, "spend", str(b.path[1])) for b in blocks if b.path[:1] == ("provision",)]
    assert shares == sorted(shares, reverse=True)
    assert largest.money[0].startswith("Homes elsewhere (")
    assert largest.money[0] in page.text
    assert "This ranks size, not sensitivity" in page.text


def test_what_is_folded_away_is_opened_in_print(page):
    opened = [a for tag, a in page.elements if tag == "details" and a.get("class") == "printed"]
    assert len(opened) > 10
    assert 'addEventListener("beforeprint"' in page.source


def test_the_page_is_short_before_anything_is_unfolded(page):
    assert 1000 < visible_words(page.source) < 6000


def test_an_evidence_id_leads_to_the_figure_cited(page):
    assert '<a href="#evidence-S022">S022</a> Weekly fee of homes: 7500 GBP' in page.source


def test_every_sheet_of_the_workbook_has_something_in_it(example, outcomes):
    report = report_of(cited(example), outcomes)
    parts = [part for section in report.sections for part in every_part(section.parts, Medium.WORKBOOK)]
    held = {part.sheet for part in parts if isinstance(part, Table | Chart)} - {""}
    not_asked_for = {"Monitoring", "Profile", "Plan", "Targets", "Voids", "After care and income", KNOWLEDGE}
    assert held == set(SHEETS) - not_asked_for, "it gives no budgets, savings, contracts, allowances, grants or ranges"


def test_months_stand_with_children_by_type_and_spend_by_budget_line(example, outcomes):
    study = Study(cited(example), outcomes)
    report = report_of(cited(example), outcomes)
    parts = (part for section in report.sections for part in every_part(section.parts, Medium.WORKBOOK))
    children, spend = (part for part in parts if isinstance(part, Table) and part.sheet == "Months")
    assert len(children.rows) == len(spend.rows) == 30
    assert spend.columns == ("Month", "In-house fostering", "Agency fostering", "Residential care", "In all")
    for row in (*children.rows, *spend.rows):
        assert sum(cell.value for cell in row[1:-1]) == pytest.approx(row[-1].value)
    in_all = sum(row[-1].value for row in spend.rows)
    assert in_all == pytest.approx(sum(outcomes.of("spend")[year.name].mean() for year in study.years))


def test_the_first_pages_are_headline_drivers_and_main_assumptions(example, outcomes):
    report = report_of(cited(example), outcomes)
    assert [section.anchor for section in report.sections if not section.annex] == [
        "headline",
        "drivers",
        "main-assumptions",
    ]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", PALETTE)
def test_chart_colours_stand_out_from_white(colour):
    assert 1.05 / (luminance(colour) + 0.05) >= 3


def test_labels_beside_a_chart_never_touch_and_never_take_more_than_three_lines():
    placed = sorted(apart([10, 11, 12, 80], [12.5] * 4))
    assert all(after - before > 12.4 for before, after in pairwise(placed))
    lines = wrapped("x" * 120, 19)
    assert len(lines) == 3
    assert all(len(line) <= 19 for line in lines)


def test_labels_of_forty_types_that_are_too_long_stay_told_apart():
    common = "Specialist therapeutic residential placement with education and transport, "
    for labels in (
        [f"{common}number {number}" for number in range(40)],
        [f"Number {number} of the {common}" for number in range(40)],
        [f"{common}{number} {common}" for number in range(40)],
    ):
        texts = told_apart(labels, 19)
        assert len({tuple(text) for text in texts}) == 40
        assert all(len(text) <= 3 and max(map(len, text)) <= 19 for text in texts)


def test_a_reason_of_ordinary_length_is_not_cut_beside_a_chart():
    reason = "Move to live with parents under a care order"
    assert " ".join(wrapped(reason, LETTERS_BESIDE)) == reason


def test_characters_that_charts_cannot_draw_become_question_marks():
    assert drawable("Caf\u00e9 \U0001f3e0 \u6771 \u2212\u00a35") == "Caf\u00e9 ? ? \u2212\u00a35"
    assert drawable("a\u200db\ufe0f") == "ab"


@pytest.mark.parametrize(("value", "printed"), [(-10, "\u2212\u00a310m"), (0, "\u00a30m"), (10, "+\u00a310m")])
def test_axes_of_change_print_the_sign_before_the_pound(value, printed):
    assert axis_text(value, unit_for("pounds", 2e7)) == printed


def test_starting_the_program_loads_no_drawing_library():
    code = "import sys, placesim.cli; print([m for m in ('matplotlib', 'pandas', 'jinja2') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
