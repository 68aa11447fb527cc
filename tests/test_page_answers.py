"""The page's answer: the reports' figures in the reports' words, and never surer than the futures played so far."""

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from gc import collect
from pathlib import Path
from weakref import ref

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

import placesim
from placesim.api.results import ComparisonResult, RunResult
from placesim.page.answers import answer_of, today, uncertain_of
from placesim.page.answers.early import early_words
from placesim.page.answers.frame import shown
from placesim.page.answers.pictures import MOST, Pictures
from placesim.page.answers.progress import Progress
from placesim.page.desk import Desk
from placesim.page.keeping import comparing
from placesim.page.playing.studies import Studies
from placesim.page.screen import Screen, text_of
from placesim.page.views import answer as view
from placesim.report.paper.media import every_part
from placesim.report.paper.parts import Answer, Answers, Chart, Medium, Report, Section, Table
from placesim.report.words.costs import also_net
from placesim.report.words.differences import spend_says
from placesim.report.words.new_homes import opened
from placesim.report.words.options_table import OWN_FIGURES
from tests.conftest import CONFIGS
from tests.councils import SOURCE
from tests.pages import HOSTILE, Page
from tests.ranged_councils import CARERS_FEE, small, written

EXAMPLE = CONFIGS / "example.yaml"
HOME = CONFIGS / "scenarios" / "example" / "open_the_new_home.yaml"
CARERS = CONFIGS / "scenarios" / "example_searches" / "recruit.yaml"
FUTURES = 20

ALL = "all years"

KEPT = 6
"""Decimals of the tables of figures."""


def scenario(name: str, *changes: str) -> str:
    """Return the text of a scenario file that makes changes, each in YAML's short form."""
    listed = "".join(f"  - {change}\n" for change in changes)
    return f"name: {name!r}\nquestion: What would it do?\ninterventions:\n{listed}" if changes else f"name: {name!r}\n"


def price(factor: float) -> str:
    """Return a change of what homes elsewhere cost."""
    return f"{{kind: change_price, provision: elsewhere, factor: {factor}, from: 2025-06-01, source: '{SOURCE}'}}"


def recruit(households: float) -> str:
    """Return a change by which so many more households are approved a year."""
    what = f"approvals_per_year: {households}, from: 2026-01-01, source: '{SOURCE}'"
    return f"{{kind: recruit_carers, provision: carers, {what}}}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("page")


@pytest.fixture(scope="module")
def testford(folder: Path) -> Path:
    return written(folder / "testford.yaml", small(), {})


@pytest.fixture(scope="module")
def compared() -> ComparisonResult:
    return placesim.compare(
        placesim.load(EXAMPLE, years=2), [HOME], replications=FUTURES, assumptions="fixed", workers=1
    )


@pytest.fixture(scope="module")
def ran(testford: Path) -> RunResult:
    return placesim.run(placesim.load(testford), replications=FUTURES, workers=1)


def small_comparison(testford: Path, futures: int = FUTURES, **texts: str) -> ComparisonResult:
    """Return scenarios compared for a small council; each is written beside it."""
    paths = []
    for name, text in texts.items():
        paths.append(testford.with_name(f"{name}.yaml"))
        paths[-1].write_text(text, encoding="utf-8")
    return placesim.compare(placesim.load(testford), paths, replications=futures, workers=1)


def parts_of(sections: tuple[Section, ...], kind: type) -> list:
    return [part for section in sections for part in every_part(section.parts, Medium.PAGE) if isinstance(part, kind)]


def side_by_side(result: ComparisonResult, wanted: int = 0) -> Table:
    [table] = [each for each in parts_of(answer_of(result, wanted), Table) if each.columns[0] == "Figure"]
    return table


def cards(result: ComparisonResult, wanted: int = 0) -> tuple[Answer, ...]:
    return parts_of(answer_of(result, wanted), Answers)[0].answers


def table_of_report(report: Report, heading: str) -> Table:
    found = parts_of(report.sections, Table)
    return next(each for each in found if each.columns[0] == "Option" and any(heading in c for c in each.columns))


def text_of_page(sections: tuple[Section, ...]) -> str:
    return "".join(section.inside for section in shown(sections, str))


def anchors(sections: tuple[Section, ...]) -> list[str]:
    return [section.anchor for section in sections]


def test_the_figures_are_those_of_compare_to_the_digit(compared: ComparisonResult):
    differences = compared.differences().set_index(["financial_year", "measure", "group"])
    rows = {cells[0].text.partition(",")[0]: cells[-1] for cells in side_by_side(compared).rows}
    for words, measure in (("Placement spend", "spend"), ("Net cost", "net_cost"), ("Its cost", "fixed_cost")):
        told = differences.loc[(ALL, measure, "all")]
        cell = rows[words]
        assert round(cell.value, KEPT) == told["mean"], measure
        assert tuple(round(end, KEPT) for end in cell.ends) in ((), (told["low"], told["high"])), measure
    out = differences.loc[(ALL, "out_of_borough_share", "all")]
    assert round(rows["Out of borough: change"].value, KEPT) == out["mean"]


def test_the_figures_are_printed_as_the_report_of_compare_prints_them(compared: ComparisonResult):
    printed = table_of_report(compared.report(), "Placement spend in ")
    told = side_by_side(compared)
    rows = {cells[0].text: cells for cells in told.rows}
    for heading, own, cell in zip(printed.columns[1:], printed.first[1:], printed.rows[0][1:], strict=True):
        _, baseline, here = rows[heading]
        assert (baseline.text, here.text, here.strong) == (own.text, cell.text, cell.strong), heading
        assert here.below.startswith(cell.below), heading
    assert told.columns == ("Figure", f"{OWN_FIGURES.text}, {OWN_FIGURES.below}", "Open the new home")


def test_every_difference_has_its_range_of_futures_and_how_often_it_is_lower(compared: ComparisonResult):
    rows = {cells[0].text.partition(",")[0]: cells[-1].below for cells in side_by_side(compared).rows}
    assert "8 in 10: " in rows["Placement spend"]
    assert "lower in " in rows["Moves"]
    assert "lower in " not in rows["Placement spend"]  # a row of its own says it, with its interval
    assert re.fullmatch(r"\d+% to \d+%", rows["Saves net cost in"])


def test_a_what_if_says_in_a_sentence_what_the_reports_say_of_it(compared: ComparisonResult):
    [card] = cards(compared)
    study = compared.study()
    said = spend_says(study.difference("Open the new home", "spend"), f"by {study.end}", share=True)
    assert (card.question, card.finding) == ("Open the new home", f"In placement spend, it {said}.")
    assert also_net(study, "Open the new home").strip() in card.sentences
    assert "paid for" in text_of_page(answer_of(compared))
    assert "What does it depend on?" in text_of_page(uncertain_of(compared))


def test_a_home_paid_for_by_the_bed_shows_the_beds_that_are_paid_for_from_its_opening(compared: ComparisonResult):
    [home] = opened(compared.study())
    assert home.paid is not None
    assert home.paid["mean"].iloc[0] == 0
    assert 3.9 < home.paid["mean"].iloc[-1] <= home.beds == 4
    assert (home.paid["mean"] >= home.taken["mean"] - 1e-9).all()


def test_few_futures_are_called_early_and_a_short_study_a_trial():
    assert early_words(20, 300).startswith("Early: 20 of 300 futures so far.")
    assert early_words(200, 300) == "So far 200 of 300 futures: figures may still move."
    assert early_words(60, 60) == "Trial: 60 futures. Some hundreds are needed to decide by."
    assert early_words(300, 300) == ""


def test_an_early_answer_says_so_first(compared: ComparisonResult):
    first, *_ = answer_of(compared, 300)
    assert first.anchor == "difference"
    assert first.parts[0].text == early_words(FUTURES, 300)


def test_an_early_comparison_says_so_first_as_the_answer_does(compared: ComparisonResult):
    early, *_ = comparing.compared(compared, 300)
    assert early == answer_of(compared, 300)[0].parts[0]
    late = comparing.compared(compared, FUTURES)
    assert early not in late


def test_too_few_futures_give_no_interval_and_no_saving(testford: Path):
    result = small_comparison(testford, 5, cheaper=scenario("Cheaper homes", price(0.5)))
    [card] = cards(result, 300)
    assert "too few futures to say what it does to spend" in card.finding
    assert not card.sentences
    assert side_by_side(result).rows[0][-1].below == "too few futures"
    assert "surprises" not in anchors(answer_of(result))
    assert not re.search(r"\bsaves £", text_of_page(answer_of(result)))


def test_a_difference_that_may_be_chance_is_not_told_as_a_saving(testford: Path):
    carers = recruit(0.2)
    result = small_comparison(testford, chance=scenario("A carer, perhaps", carers))
    [card] = cards(result)
    assert not result.study().difference("A carer, perhaps", "spend").clear
    assert not re.search(r"\bit saves £", card.finding)


def test_a_what_if_without_effect_changes_spend_in_no_future(testford: Path):
    same = f"{{kind: change_price, provision: elsewhere, factor: 1, from: 2025-06-01, source: '{SOURCE}'}}"
    result = small_comparison(testford, same=scenario("The same", same))
    [card] = cards(result)
    assert (
        card.finding == "It changes spend by 31 March 2027 in no future by 31 March 2027."
        or "in no future" in card.finding
    )
    assert side_by_side(result).rows[0][-1].text == "0"
    assert "homes" not in anchors(answer_of(result))
    assert "costs" not in anchors(answer_of(result))


def test_two_what_ifs_stand_in_columns_in_the_order_in_which_they_were_made(testford: Path):
    result = small_comparison(
        testford, dear=scenario("Dear homes", price(1.2)), cheap=scenario("Cheap homes", price(0.8))
    )
    assert side_by_side(result).columns[2:] == ("Dear homes", "Cheap homes")
    assert [card.question for card in cards(result)] == ["Dear homes", "Cheap homes"]
    assert cards(result)[0].finding.startswith("It costs £")
    assert cards(result)[1].finding.startswith("It saves £")
    assert "(no cost given)" not in cards(result)[0].finding  # a price is nothing that the council decides


def test_without_a_price_no_money_is_told(folder: Path):
    council = small()
    elsewhere = council.provision["elsewhere"]
    unknown = elsewhere.replace(price=elsewhere.price.replace(placeholder=True))
    council = council.replace(provision={**council.provision, "elsewhere": unknown})
    path = written(folder / "unpriced.yaml", council, {})
    carers = recruit(6)
    result = small_comparison(path, carers=scenario("More carers", carers))
    assert "placeholder price" in cards(result)[0].finding
    assert not any("£" in cells[0].text for cells in side_by_side(result).rows)
    assert "saved" not in anchors(answer_of(result))


def test_drawn_assumptions_are_told_beside_luck_alone(folder: Path):
    ends = {"value": 500, "low": 300, "high": 900}
    path = written(folder / "ranged.yaml", small(), {CARERS_FEE: ends})
    result = small_comparison(path, cheap=scenario("Cheap homes", price(0.8)))
    rows = {cells[0].text for cells in side_by_side(result).rows}
    assert {"Saves spend in, assumptions drawn", "Saves spend in, luck alone"} <= rows
    assert "under luck alone" in " ".join(cards(result)[0].sentences)
    [section] = uncertain_of(result)
    assert "Luck and knowledge, in figures" in text_of_page((section,))


def test_the_council_by_itself_is_told_as_the_report_of_a_run_tells_it(ran: RunResult):
    sections = answer_of(ran, 300)
    assert anchors(sections)[:2] == ["today", "headline"]
    report = {answer.finding for part in parts_of(ran.report().sections, Answers) for answer in part.answers}
    told = {answer.finding for part in parts_of(sections, Answers) for answer in part.answers}
    assert told
    assert told <= report
    drawn = {chart.finding for chart in parts_of(ran.report().sections, Chart)}
    assert {chart.finding for chart in parts_of(sections, Chart)} <= drawn


def test_today_counts_children_places_and_homes_from_the_configuration_alone():
    council = placesim.load(EXAMPLE)
    [section] = today(council)
    by_type, planned, places = parts_of((section,), Table)
    assert by_type.rows[-1][1].value == sum(cells[1].value for cells in by_type.rows[:-1]) == 99
    assert all(cells[1].value == cells[2].value + cells[3].value for cells in by_type.rows)
    assert [cells[0].text for cells in planned.rows] == ["The new home"]
    assert len(places.rows) == len(council.baseline.provision)
    assert sum(cells[2].value for cells in places.rows) == 99


def test_hostile_names_do_no_harm(testford: Path):
    for place, name in enumerate(HOSTILE.values()):
        text = scenario("x", price(0.8)).replace("'x'", "'" + name.replace("'", "''") + "'")
        result = small_comparison(testford, 5, **{f"hostile{place}": text})
        page = Page(text_of_page((*answer_of(result), *uncertain_of(result))))
        assert "script" not in {tag for tag, _ in page.elements}
        assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)


def test_every_id_of_an_answer_stands_once(ran: RunResult, compared: ComparisonResult):
    for result in (ran, compared):
        sections = answer_of(result, uncertain=uncertain_of(result))
        page = Page(text_of_page(sections))
        ids = [*anchors(sections), *(attributes["id"] for _, attributes in page.elements if attributes.get("id"))]
        assert len(ids) == len(set(ids))


def test_the_figures_behind_charts_come_once_they_no_longer_change(ran: RunResult):
    early = "".join(section.inside for section in shown(answer_of(ran), str, figures=False))
    assert "Figures behind this chart" in text_of_page(answer_of(ran))
    assert "Figures behind this chart" not in early


def test_what_an_answer_depends_on_has_its_place_before_it_is_worked_out(compared: ComparisonResult):
    early, late = answer_of(compared, 300), answer_of(compared, uncertain=uncertain_of(compared))
    assert anchors(early) == anchors(late)
    assert "Worked out once all futures are played." in text_of_page(early)
    assert "Worked out once all futures are played." not in text_of_page(late)


def test_charts_are_drawn_when_asked_for_and_forgotten_with_their_answer(ran: RunResult):
    pictures, sections = Pictures(), answer_of(ran)
    [name, *_] = [chart.name for chart in parts_of(sections, Chart)]
    first = pictures.keep(sections)
    drawn = pictures.svg(first, name)
    assert drawn is not None
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert pictures.svg(first, "no-such-chart") is None
    for _ in range(MOST):
        last = pictures.keep(sections)
    assert pictures.svg(first, name) is None
    assert pictures.svg(last, name) == drawn


def test_charts_that_are_kept_keep_no_study(testford: Path):
    results = [
        placesim.run(placesim.load(testford), replications=FUTURES, workers=1),
        small_comparison(testford, cheap=scenario("Cheap homes", price(0.8))),
    ]
    pictures = Pictures()
    keys = [pictures.keep(answer_of(result)) for result in results]
    studies = [ref(outcomes) for result in results for outcomes in result.outcomes]
    del results
    collect()
    assert [study() for study in studies] == [None] * 3
    assert pictures.svg(keys[0], "care") is not None


def test_progress_is_announced_at_the_first_answer_and_at_the_end():
    begun, first, last = Progress(0, 300, 0.0, False), Progress(20, 300, 0.1, False), Progress(300, 300, 1.0, True)
    assert begun.announced(0) == ""
    assert first.announced(0) == "From 20 of 300 futures; more are being played."
    assert replace(first, futures=60).announced(20) == ""
    assert last.announced(200) == "From all 300 futures."
    assert "Nothing of the what-if is lost" in replace(first, error="It broke").announced(20)


Get = Callable[..., httpx.Response]
"""Asks the page for an address, as a browser does."""


@pytest.fixture(scope="module")
def browser(testford: Path, folder: Path) -> Iterator[Get]:
    desk = Desk(testford, (), folder, Studies(1))
    application = Starlette(routes=[Mount("/{token}", routes=view.routes(desk))])

    async def get(address: str, **more: object) -> httpx.Response:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(address, **more)

    yield lambda address, **more: asyncio.run(get(address, **more))
    desk.studies.close()


def asked(browser: Get, screen: Screen, seen: int = 0, path: str = "answer", fragment: bool = True) -> Page:
    """Ask until all futures are played, as the page does."""
    for _ in range(200):
        query = {"state": text_of(screen), "tab": "a", "seen": seen}
        answer = browser(f"/T/{path}", params=query, headers={"HX-Request": "true"} if fragment else {})
        assert answer.status_code == 200, answer.text
        if "From all" in answer.text or path != "answer":
            return Page(answer.text)
        seen = int(found[1]) if (found := re.search(r"From (\d+) of", answer.text)) else seen
    raise AssertionError("never finished")


def test_a_browser_is_answered_with_what_compare_says(browser: Get, testford: Path):
    text = scenario("Cheap homes", price(0.8))
    screen = Screen(str(testford), (text,), replications=24)
    page = asked(browser, screen)
    result = small_comparison(testford, 24, cheap_homes=text)
    [card] = cards(result)
    assert card.finding in page.text
    for section in answer_of(result):
        assert section.title in page.titles("h2")
    for cells in side_by_side(result).rows:
        assert cells[-1].text in page.text
    uncertain = asked(browser, screen, path="answer/uncertain")
    assert uncertain.titles("h2") == ["What is most uncertain"]


def test_charts_come_as_pictures_that_may_load_nothing(browser: Get, testford: Path):
    page = asked(browser, Screen(str(testford), (), replications=24))
    pictures = [attributes for tag, attributes in page.elements if tag == "img"]
    assert all(each["alt"] and each["loading"] == "lazy" for each in pictures)
    drawn = browser(pictures[0]["src"])
    assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/svg+xml")
    assert drawn.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert browser("/T/chart/care.svg?of=unknown").status_code == 404


def test_without_scripts_the_whole_answer_is_a_page_that_asks_again_by_itself(browser: Get, testford: Path):
    screen = Screen(str(testford), (scenario("Cheap homes", price(0.8)),), replications=24)
    page = asked(browser, screen, fragment=False)
    assert {"What it does", "What is most uncertain", "Today"} <= set(page.titles("h2"))
    assert not any("hx-get" in attributes for _, attributes in page.elements)


def test_what_cannot_be_simulated_is_told_in_place_of_the_answer(browser: Get, testford: Path):
    wrong = Screen(str(testford), (scenario("Cheap homes", price(-1)),), replications=24)
    page = asked(browser, wrong, path="answer?")
    assert "This cannot be simulated yet" in page.text
    assert "factor" in page.text
    damaged = browser("/T/answer?state=nonsense", headers={"HX-Request": "true"})
    assert "this is not the text of a what-if" in damaged.text
