"""Copies of scenario files on the page draw what their files draw, whatever the copy is called."""

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from placesim.config.faults import InputError
from placesim.page import cards
from placesim.page.answering import Form
from placesim.page.changing import Asked, changed
from placesim.page.desk import Desk
from placesim.page.keeping.opening import open_file, with_opened
from placesim.page.keeping.saving import save
from placesim.page.screen import Screen, text_of
from placesim.page.views.workspace import first_screen, routes, shown
from tests.conftest import CONFIGS

HALTON = CONFIGS / "halton.yaml"
FILES = tuple(sorted((CONFIGS / "scenarios" / "halton").glob("*.yaml")))
REALISTIC = next(file for file in FILES if file.stem.startswith("m_"))


class NothingPlayed:
    """In place of studies where none is played."""

    def close(self) -> None:
        """Let go of nothing."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return Desk(HALTON, FILES, tmp_path_factory.mktemp("copies"), NothingPlayed())


def drawn(desk, *texts, beside=()):
    plan = desk.plan(Screen(str(HALTON), texts, beside=tuple(map(str, beside))))
    return [each.name for each in plan.drawable.uncertainty.assumptions]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_copy_of_a_shipped_file_adds_nothing_to_what_its_file_draws(desk, file):
    assert drawn(desk, open_file(desk, str(file)), beside=[file]) == drawn(desk, beside=[file])


def asked(desk, text, **form):
    screen = Screen(str(HALTON), (text,))
    pairs = tuple((name.replace("__", "."), value) for name, value in form.items())
    return changed(Asked(screen, Form(pairs), desk.council(str(HALTON)), desk.path_of(text)))


def written_in(desk: Desk, name: str) -> str:
    """Return a what-if with a range that has no name, as somebody wrote it by hand."""
    home = "{kind: open_home, provision: juno_widnes, never_opens_share: {value: 0.1, low: 0, high: 0.4}, "
    change = f'{home}opens: 2027-07-01, source: "assumption: a test"}}'
    return f"name: {name}\nquestion: What then?\ninterventions:\n  - {change}\n"


def test_another_name_is_no_other_draw(desk):
    text = written_in(desk, "Two homes")
    renamed = asked(desk, text, action="head", name="Quite another", question="What then?").text
    assert desk.path_of(renamed) != desk.path_of(text)
    assert drawn(desk, renamed) == drawn(desk, text)
    assert drawn(desk, cards.with_head(text, "Quite another", "What then?")) != drawn(desk, text)


def test_a_second_what_if_draws_what_the_first_does_until_one_of_its_numbers_is_changed(desk):
    first, second = asked(desk, written_in(desk, "Two homes"), action="second").whatifs
    assert drawn(desk, first, second) == drawn(desk, first)
    other = asked(desk, second, action="fields", place="0", field__never_opens_share="30").text
    assert "value: 0.3" in other
    assert len(drawn(desk, first, other)) == len(drawn(desk, first)) + 1


def test_a_number_that_is_changed_in_a_copy_stands_beside_that_of_its_file(desk):
    copy = open_file(desk, str(REALISTIC))
    council = desk.council(str(HALTON))
    place, value = next(
        (card.place, field.value)
        for card in cards.cards_of(copy, council, [], desk.path_of(copy))
        for field in card.fields
        if field.name == "never_opens_share" and not card.included_from
    )
    changed_copy = cards.with_fields(copy, place, {"never_opens_share": str(float(value) + 1)}, council)
    assert changed_copy != copy
    assert len(drawn(desk, changed_copy, beside=[REALISTIC])) == len(drawn(desk, beside=[REALISTIC])) + 1


class TestTwoOnOneScreen:
    """Each of two what-ifs has a file of its own, and is played as its file will say."""

    def test_names_that_make_one_file_name_get_two_files(self, desk):
        screen = Screen(str(HALTON), (written_in(desk, "Mine?"), written_in(desk, "Mine!")))
        first, second = desk.paths_of(screen)
        assert first != second
        assert {first.parent, second.parent} == {desk.folder}
        second.write_text("something else", encoding="utf-8")
        assert desk.paths_of(screen)[1] not in (first, second)
        second.unlink()

    def test_one_name_for_both_is_told_at_the_second_ones_name(self, desk):
        screen = Screen(str(HALTON), (written_in(desk, "Mine"), written_in(desk, "mine")))
        with pytest.raises(InputError) as told:
            desk.plan(screen)
        assert [(each.file, each.field) for each in told.value.faults] == [(str(desk.paths_of(screen)[1]), "name")]

    def test_one_that_includes_the_other_waits_until_that_is_saved(self, desk):
        first = written_in(desk, "Basis")
        [path] = desk.paths_of(Screen(str(HALTON), (first,)))
        second = f"name: More\nquestion: More?\nincludes: [{path.name}]\ninterventions: []\n"
        screen = Screen(str(HALTON), (first, second))
        path.write_text(first.replace("0.1", "0.2"), encoding="utf-8")
        with pytest.raises(InputError, match="not saved as it stands there"):
            desk.plan(screen)
        path.write_text(first, encoding="utf-8")
        assert len(desk.plan(screen).baselines) == 3
        path.unlink()


class TestHowItIsPlayed:
    """Choosing how many futures leaves assumptions as they are; only "at their values" fixes them."""

    def test_drawn_is_what_a_comparison_does_unasked(self, desk):
        text = written_in(desk, "Two homes")
        for said, kept in ({"assumptions": "drawn"}, None), ({}, None), ({"assumptions": "fixed"}, "fixed"):
            screen = asked(desk, text, action="how", futures="60", **said)
            assert (screen.assumptions, screen.replications) == (kept, 60)

    def test_a_file_that_changed_on_disk_is_told(self, tmp_path):
        path = tmp_path / "council.yaml"
        text = (CONFIGS / "example.yaml").read_text(encoding="utf-8")
        path.write_text(text.replace("../seeds", str(CONFIGS.parent / "seeds")), encoding="utf-8")
        desk = Desk(path, (), tmp_path / "what-ifs", NothingPlayed())
        assert not shown(desk, first_screen(desk))["changed_on_disk"]
        path.write_text(path.read_text(encoding="utf-8") + "# a note\n", encoding="utf-8")
        assert shown(desk, first_screen(desk))["changed_on_disk"]


def test_a_planned_home_opens_as_the_scenario_files_given_open_it(desk):
    empty = cards.new_text("What if", "What then?")
    council, path = desk.council(str(HALTON)), desk.path_of(empty)
    text = cards.with_change(empty, "open_home.juno_widnes", council, path, desk.openings())
    assert "opens: 2027-07-01" in text
    assert "kind: block" in text
    assert "assumption: tried on the page" not in text
    two_homes = next(file for file in FILES if file.stem.startswith("c_"))
    assert set(drawn(desk, text)) <= set(drawn(desk, beside=[two_homes]))
    assert "opens: 2026-04-01" in cards.with_change(empty, "open_home.juno_widnes", council, path)


def test_two_cards_that_say_the_same_of_one_number_are_drawn_each_for_itself(desk):
    text = written_in(desk, "Two homes")
    twice = cards.duplicate(text, 0)
    council = desk.council(str(HALTON))
    for place in (0, 1):
        twice = cards.with_fields(twice, place, {"never_opens_share": "30"}, council)
    assert twice.count("value: 0.3") == 2
    names = {line.split("name: ")[1].split(",")[0] for line in twice.splitlines() if "name: tried_" in line}
    assert len(names) == 2


def test_a_file_with_windows_line_ends_keeps_them_when_it_is_saved(desk):
    text = written_in(desk, "Windows")
    path = desk.path_of(text)
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    before = path.read_bytes()
    screen = with_opened(desk, Screen(str(HALTON), (text,)), str(path))
    save(desk, screen)
    assert path.read_bytes() == before
    path.unlink()


def test_a_council_that_can_no_longer_be_used_leads_to_its_file(tmp_path):
    path = tmp_path / "council.yaml"
    text = (CONFIGS / "example.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("../seeds", str(CONFIGS.parent / "seeds")), encoding="utf-8")
    desk = Desk(path, (), tmp_path / "what-ifs", NothingPlayed())
    state = text_of(first_screen(desk))
    path.write_text("name: 5\n", encoding="utf-8")
    desk.open(path)
    client = TestClient(Starlette(routes=[Mount("/{token}", routes=routes(desk))]), "http://t/token/")
    asked_for = {"state": state, "action": "how", "futures": "60"}
    sent = client.post("change", data=asked_for, headers={"HX-Request": "true"})
    assert sent.headers["hx-redirect"].startswith("/token/council?state=")
    assert client.get("", follow_redirects=False).headers["location"].startswith("/token/council?state=")
