"""The page as people use it: a real browser, a real server, from an empty what-if to saved files and reports."""

import csv
import io
import signal
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from typer.testing import CliRunner

from placesim.cli import app
from placesim.page.screen import MOST_LETTERS, Screen, StateError, screen_of, text_of
from placesim.report.figures import MINUS
from tests.browser import browser, finished, tab
from tests.served import ROOT, Served, served

EXAMPLE = "configs/example.yaml"
FUTURES, YEARS = 20, 2
SPEND = ("all years", "spend", "all")
EMPTY = "name: What if\nquestion: What would change?\n"

SHOWS_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  const box = document.activeElement.getBoundingClientRect();
  return style.outlineStyle !== 'none' && box.width > 0;
}"""


@pytest.fixture(scope="module")
def started() -> Iterator[Any]:
    with browser() as one:
        yield one


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("what_ifs")


@pytest.fixture(scope="module")
def page(folder: Path) -> Iterator[Served]:
    with served(EXAMPLE, "--folder", folder, "--years", YEARS) as one:
        yield one


@contextmanager
def at_work(started: Any, page: Served, futures: int = FUTURES, **options: Any) -> Iterator[Any]:
    """A tab with an empty what-if of few futures."""
    state = quote(text_of(Screen(EXAMPLE, (EMPTY,), replications=futures)))
    with tab(started, page, f"?state={state}", **options) as opened:
        yield opened


def add(opened: Any, group: str, offer: str) -> None:
    """Add a change from the catalogue, and wait for its card."""
    cards = opened.locator(".card.change").count()
    fold = opened.locator(f"#add-{group}")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    opened.locator("form.offer", has_text=offer).get_by_role("button").click()
    opened.locator(".card.change").nth(cards).wait_for()


def whatif_of(opened: Any) -> str:
    """The scenario file that is on screen, as the page's own text holds it."""
    return screen_of(opened.locator("#state-text").input_value()).text


def name_it(opened: Any, name: str) -> None:
    """Name the what-if, and wait until the page has taken it in."""
    before = opened.locator("#state-text").input_value()
    opened.locator("#head-name").fill(name)
    opened.locator("#head-name").press("Enter")
    opened.wait_for_function("before => document.getElementById('state-text').value !== before", arg=before)


def sent(opened: Any, kind: str) -> bytes:
    """What a download holds."""
    opened.locator("#downloads").evaluate("each => each.open = true")
    with opened.expect_download() as waited:
        opened.locator(f"#downloads a[href*='download/{kind}']").first.click()
    return Path(waited.value.path()).read_bytes()


def spend_words(comparison: str) -> list[str]:
    """The difference in spend over all years as the page tells it, from a `comparison.csv`: mean, interval, range."""
    rows = csv.DictReader(io.StringIO(comparison))
    row = next(row for row in rows if (row["financial_year"], row["measure"], row["group"]) == SPEND)
    mean, low, high, p10, p90 = (
        f"{float(row[name]) / 1000:+.0f}".replace("-", MINUS) for name in ("mean", "low", "high", "p10", "p90")
    )
    return [mean, f"{low} to {high}", f"8 in 10: {p10} to {p90}"]


def test_a_what_if_goes_from_empty_to_a_saved_file_with_the_figures_that_compare_gives(
    started: Any, page: Served, folder: Path, tmp_path: Path
) -> None:
    with at_work(started, page) as opened:
        add(opened, "homes", "Open a planned home")
        opened.locator("#card-0-beds").fill("3")
        with opened.expect_response("**/change"):
            opened.locator("#card-0-beds").press("Enter")
        name_it(opened, "Three beds")
        finished(opened)
        told = opened.locator("#answer").inner_text()
        opened.locator("#keep > summary").click()
        opened.get_by_role("button", name="Save as a scenario file").click()
        opened.get_by_text("Saved as").wait_for()
        assert sent(opened, "page").startswith(b"<!DOCTYPE html>")
        assert zipfile.is_zipfile(io.BytesIO(sent(opened, "document")))
        assert zipfile.is_zipfile(io.BytesIO(sent(opened, "workbook")))
        tables = zipfile.ZipFile(io.BytesIO(sent(opened, "tables")))
    saved = folder / "three_beds.yaml"
    assert "beds: 3" in saved.read_text(encoding="utf-8")
    asked = ["compare", str(ROOT / EXAMPLE), str(saved), "--replications", str(FUTURES), "--years", str(YEARS)]
    ended = CliRunner().invoke(app, [*asked, "--seed", "1", "--out", str(tmp_path), "--reports", "none"])
    assert ended.exit_code == 0, ended.output
    comparison = (tmp_path / "comparison.csv").read_text(encoding="utf-8")
    name = next(name for name in tables.namelist() if name.endswith("comparison.csv"))
    assert tables.read(name).decode("utf-8") == comparison
    row = told[told.index("Placement spend, 2025-26 to 2026-27, £k") :]
    assert [words in row[:120] for words in spend_words(comparison)] == [True] * 3


def test_a_change_gives_up_what_was_played_before_it(started: Any, page: Served) -> None:
    with at_work(started, page, futures=1000) as opened:
        add(opened, "homes", "Open a planned home")
        opened.locator("#answer h2").first.wait_for()
        before = opened.locator("#state-text").input_value()
        asked: list[str] = []
        with opened.expect_response("**/change"):
            opened.locator("#card-0-beds").fill("2")
            opened.locator("#card-0-beds").press("Enter")
        opened.wait_for_function("before => document.getElementById('state-text').value !== before", arg=before)
        after = opened.locator("#state-text").input_value()
        opened.on("request", lambda request: asked.append(request.url))
        opened.wait_for_selector("#answer:not(.stale)")
        opened.wait_for_timeout(1500)  # long enough for the earlier study to have asked again
        polls = [url for url in asked if "/answer?" in url]
        assert polls
        assert all(quote(after, safe="") in url for url in polls)


def test_two_tabs_do_not_disturb_each_other(started: Any, page: Served) -> None:
    with at_work(started, page) as one, at_work(started, page) as other:
        add(one, "homes", "Open a planned home")
        add(other, "carers", "Recruit carers")
        finished(one)
        finished(other)
        assert "open_home" in whatif_of(one)
        assert "recruit_carers" not in whatif_of(one)
        assert "recruit_carers" in whatif_of(other)
        assert "open_home" not in whatif_of(other)
        assert one.locator("#answer").inner_text() != other.locator("#answer").inner_text()


def test_undo_goes_back_over_changes_and_no_further(started: Any, page: Served) -> None:
    with at_work(started, page) as opened:
        undo = opened.locator("#undo")
        assert undo.is_hidden()
        add(opened, "homes", "Open a planned home")
        name_it(opened, "Undone")
        undo.click()
        opened.wait_for_function("() => document.getElementById('head-name').value === 'What if'")
        assert opened.locator(".card.change").count() == 1
        undo.click()
        opened.locator(".card.change").wait_for(state="detached")
        assert opened.evaluate("document.activeElement !== document.body")
        assert undo.is_hidden()
        finished(opened)


def test_undo_goes_back_over_changes_after_another_view_too(started: Any, page: Served) -> None:
    with at_work(started, page) as opened:
        assert opened.locator("#undo").is_hidden()
        add(opened, "homes", "Open a planned home")
        opened.get_by_role("link", name="See the answer").evaluate("link => link.click()")
        for view in ("Compare", "Try it"):
            opened.get_by_role("link", name=view, exact=True).click()
            opened.locator("#bar a[aria-current]", has_text=view).wait_for()
        assert opened.locator(".card.change").count() == 1
        opened.locator("#undo").click()
        opened.locator(".card.change").wait_for(state="detached")
        opened.locator("#undo").wait_for(state="hidden")
        opened.get_by_role("link", name="Begin a new what-if").click()
        opened.wait_for_load_state()
        assert opened.locator("#undo").is_hidden()


def test_what_was_saved_undone_and_saved_again_asks_nothing(started: Any, page: Served, folder: Path) -> None:
    with at_work(started, page) as opened:
        add(opened, "homes", "Open a planned home")
        name_it(opened, "Saved again")
        opened.locator("#keep > summary").click()
        save(opened)
        add(opened, "carers", "Recruit carers")
        save(opened)
        opened.locator("#undo").click()
        opened.locator(".card.change").nth(1).wait_for(state="detached")
        if opened.locator("#keep").get_attribute("open") is None:
            opened.locator("#keep > summary").click()
        save(opened)
    text = (folder / "saved_again.yaml").read_text(encoding="utf-8")
    assert "open_home" in text
    assert "recruit_carers" not in text


def save(opened: Any) -> None:
    with opened.expect_response("**/save"):
        opened.get_by_role("button", name="Save as a scenario file").click()
    opened.locator("#said .done").wait_for()


def test_what_was_typed_and_taken_back_keeps_nobody_waiting(started: Any, page: Served) -> None:
    with at_work(started, page) as opened:
        never = "later => { window.setTimeout = (what, wait = 0) => wait < LONGEST ? later(what, wait) : 0; }"
        opened.evaluate(f"({never})(setTimeout)")
        opened.locator("#head-name").press("End")
        opened.keyboard.type("5")
        opened.keyboard.press("Backspace")
        opened.get_by_role("link", name="Compare").click()
        opened.locator("#choose").wait_for()


def test_a_change_that_cannot_be_kept_says_why(started: Any, page: Served) -> None:
    digits = "".join(sha256(str(number).encode()).hexdigest() for number in range(1000))
    tried = (Screen(EXAMPLE, (f"# {digits[:most]}\n{EMPTY}",)) for most in range(45_000, 30_000, -100))
    long = next(text for screen in tried if len(text := text_of_any(screen)) < MOST_LETTERS)
    with tab(started, page, f"?state={quote(long)}") as opened:
        opened.locator("#add-homes > summary").click()
        opened.locator("form.offer", has_text="Open a planned home").get_by_role("button").click()
        opened.locator("#failed").wait_for()
        said = opened.locator("#failed").inner_text()
        assert said.startswith("That did not work: the what-if would be too long for the page")
        assert said.endswith("go on in its file. What you had is still here.")


def text_of_any(screen: Screen) -> str:
    """Return a screen's text; the longest that may be where it is too long."""
    try:
        return text_of(screen)
    except StateError:
        return "a" * MOST_LETTERS


def test_every_link_leads_on_with_what_is_on_screen(started: Any, page: Served) -> None:
    with at_work(started, page) as opened:
        before = opened.locator("#state-text").input_value()
        add(opened, "homes", "Open a planned home")
        opened.wait_for_function("before => document.getElementById('state-text').value !== before", arg=before)
        state = opened.locator("#state-text").input_value()
        links = opened.locator("#bar a").evaluate_all("links => links.map(link => link.href)")
        assert len(links) == 4
        assert all(link.endswith(f"?state={quote(state)}") for link in links)
        assert opened.locator("#bar input[name=state]").input_value() == state


def test_what_the_server_changes_shows_in_the_box_that_has_the_focus(started: Any, page: Served) -> None:
    with at_work(started, page) as opened:
        add(opened, "homes", "Open a planned home")
        opened.locator("#card-0-more > summary").click()
        most = opened.locator("#card-0-delay_days-most")
        most.fill("200")
        with opened.expect_response("**/change"):
            most.press("Tab")
        opened.locator("#card-0-delay_days-likeliest").fill("300")
        most.focus()  # the likeliest delay is sent, and cannot be above the longest
        opened.wait_for_function("() => document.activeElement.value === '300'")
        assert opened.evaluate("() => document.activeElement.id") == "card-0-delay_days-most"


def test_paper_holds_what_was_asked_and_no_controls(started: Any, page: Served) -> None:
    with at_work(started, page) as opened:
        add(opened, "homes", "Open a planned home")
        finished(opened)
        opened.emulate_media(media="print")
        asked = opened.locator(".on-paper").inner_text()
        assert "What would change?" in asked
        assert "opens on 1 April 2026 with 4 beds" in asked
        assert "20 futures" in asked
        assert "seed 1" in asked
        assert opened.locator("button:visible, input:visible, summary:visible").count() == 0
        opened.wait_for_function("() => [...document.querySelectorAll('#answer img')].every(chart => chart.complete)")


def press_until(opened: Any, selector: str, most: int = 60) -> None:
    """Press Tab until an element has the focus; wherever the focus goes it shows."""
    for _ in range(most):
        opened.keyboard.press("Tab")
        assert opened.evaluate(SHOWS_FOCUS), opened.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if opened.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never comes to {selector}")


def test_a_whole_what_if_can_be_made_with_the_keyboard_alone(started: Any, page: Served, folder: Path) -> None:
    with at_work(started, page) as opened:
        press_until(opened, "#head-name")
        opened.keyboard.press("Control+A")
        opened.keyboard.type("By keyboard")
        press_until(opened, "#add-homes > summary")
        opened.keyboard.press("Enter")
        press_until(opened, "form.offer button")
        opened.keyboard.press("Enter")
        opened.locator("#card-0").wait_for()
        opened.wait_for_function("() => document.querySelector('#card-0').contains(document.activeElement)")
        press_until(opened, "#card-0-beds-slider")
        with opened.expect_response("**/change"):
            opened.keyboard.press("ArrowRight")
        opened.wait_for_function(
            "() => document.querySelector('#state-text') && !document.querySelector('.htmx-request')"
        )
        assert opened.evaluate("document.activeElement.id") == "card-0-beds-slider"
        press_until(opened, "#keep > summary", most=120)
        opened.keyboard.press("Enter")
        press_until(opened, "#keep form button")
        opened.keyboard.press("Enter")
        opened.get_by_text("Saved as").wait_for()
    assert "beds: 5" in (folder / "by_keyboard.yaml").read_text(encoding="utf-8")


def test_without_scripts_a_what_if_is_made_by_forms(started: Any, page: Served) -> None:
    with at_work(started, page, java_script_enabled=False) as opened:
        opened.locator("#add-homes > summary").click()
        opened.locator("form.offer", has_text="Open a planned home").get_by_role("button").click()
        opened.locator("#card-0-beds").fill("2")
        opened.locator("#card-0 .apply").click()
        assert opened.locator("#card-0-beds").input_value() == "2"
        opened.get_by_role("link", name="Show what would change").click()
        opened.get_by_role("heading", name="What it does").wait_for()


def test_a_killed_server_is_told_and_its_text_brings_the_what_if_back(started: Any, tmp_path: Path) -> None:
    with served(EXAMPLE, "--folder", tmp_path, "--years", YEARS) as page, at_work(started, page) as opened:
        add(opened, "homes", "Open a planned home")
        finished(opened)
        page.process.send_signal(signal.SIGKILL)
        page.process.wait()
        opened.locator("#card-0-beds").fill("2")
        opened.locator("#card-0-beds").press("Enter")
        opened.get_by_text("placesim has stopped").wait_for()
        kept = opened.locator("#gone-text").input_value()
    assert "open_home" in screen_of(kept).text
    with served(EXAMPLE, "--folder", tmp_path, "--years", YEARS, "--open", kept) as again:
        with tab(started, again, again.query) as opened:
            assert opened.locator("#state-text").input_value() == kept
        with tab(started, again, "open") as opened:
            opened.get_by_label("The text, which begins with").fill(kept)
            opened.get_by_role("button", name="Restore").click()
            assert opened.locator("#state-text").input_value() == kept
            assert opened.locator(".card.change").count() == 1
