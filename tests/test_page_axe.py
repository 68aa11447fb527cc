"""Everybody can use the page: no A or AA fault that axe-core finds, in any view, at any width, in light and dark."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from placesim.page.screen import Screen, text_of
from tests.browser import browser, finished, tab
from tests.served import Served, served

WIDTHS = (400, 1920)

STANDARD = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}

COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}

SIZES = {"runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}}

UNFOLD = """() => {
  const behind = [...document.querySelectorAll('figure details')].slice(1);
  for (const each of document.querySelectorAll('details')) each.open = !behind.includes(each);
}"""
"""All that folds is open, and of the figures behind charts, which are all alike, the first."""

HOME = """\
name: Open the new home
question: What if the planned home opens?
interventions:
  - {kind: open_home, provision: new_home, opens: 2026-04-01, contract: {kind: block}, source: "assumption: a test"}
"""

FAULTY = HOME.replace("2026-04-01", "soon").replace("block", "blok")

CARERS = """\
name: Recruit carers
question: What if four more households are approved a year?
interventions:
  - kind: recruit_carers
    provision: council_carers
    approvals_per_year: 4
    from: 2025-10-01
    source: "assumption: a test"
"""

EMPTY = "name: What if\nquestion: What would change?\n"

EXAMPLE = "configs/example.yaml"


@pytest.fixture(scope="module")
def started() -> Iterator[Any]:
    with browser() as one:
        yield one


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("axe")
    with served(EXAMPLE, "configs/scenarios/example", "--folder", folder, "--years", 2) as one:
        yield one


def address(path: str, *whatifs: str, futures: int = 20, configuration: str = EXAMPLE) -> str:
    """A view of a screen."""
    return f"{path}?state={quote(text_of(Screen(configuration, whatifs or (EMPTY,), replications=futures)))}"


def faults_of(opened: Any, rules: dict[str, Any]) -> list[str]:
    """What axe-core finds: the rule, the element and why."""
    found = Axe().run(opened, options={**rules, "resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def look(opened: Any, name: str) -> None:
    """Look at what is on screen at every width, in light and dark; nothing there is wider than the screen.

    Colours do not depend on the width, nor sizes on the colours: each is looked at where it can differ.
    """
    opened.evaluate(UNFOLD)
    opened.evaluate("document.querySelectorAll('.glance').forEach(each => each.style.position = 'static')")
    found = {f"{name}, light": faults_of(opened, STANDARD)}
    opened.emulate_media(color_scheme="dark")
    found[f"{name}, dark"] = faults_of(opened, COLOURS)
    for width in WIDTHS:
        opened.set_viewport_size({"width": width, "height": 900})
        assert opened.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width} pixels"
        found[f"{name}, {width} px"] = faults_of(opened, SIZES)
    assert {place: faults for place, faults in found.items() if faults} == {}


WORKSPACES = {
    "today": ((EMPTY,), True),
    "faults beside their fields": ((FAULTY,), False),
    "two side by side": ((HOME, CARERS), True),
}


@pytest.mark.parametrize("name", WORKSPACES)
def test_the_workspace_has_no_fault(started: Any, page: Served, name: str) -> None:
    whatifs, plays = WORKSPACES[name]
    with tab(started, page, address("", *whatifs)) as opened:
        if plays:
            finished(opened)
        look(opened, name)


def test_an_early_answer_has_no_fault(started: Any, page: Served) -> None:
    with tab(started, page, address("", HOME, futures=1000)) as opened:
        opened.locator("#progress", has_text="of 1,000 futures; more").wait_for()
        opened.route("**/answer*", lambda route: route.abort())  # it stays early while it is looked at
        look(opened, "an early answer")


VIEWS = ("compare", "open", "council", "save", "answer", "no-such-page", "?state=placesim1.none")


@pytest.mark.parametrize("path", VIEWS)
def test_every_other_view_has_no_fault(started: Any, page: Served, path: str) -> None:
    with tab(started, page, path if "?" in path else address(path, HOME)) as opened:
        assert opened.locator("h1").count() == 1
        look(opened, path)


def test_a_council_with_faults_and_the_end_have_no_fault(started: Any, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: Wrong\nstart: soon\nyears: many\n", encoding="utf-8")
    with served(wrong, "--folder", tmp_path) as page, tab(started, page) as opened:
        opened.get_by_text("to mend").first.wait_for()
        look(opened, "faults of a council")
        opened.get_by_role("button", name="Stop placesim").click()
        opened.get_by_role("heading", name="has ended").wait_for()
        look(opened, "the end")
