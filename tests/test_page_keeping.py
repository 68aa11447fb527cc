"""What-ifs are kept: as a text, as a scenario file, and as reports; nothing that is typed or pasted does harm."""

import difflib
import json
import os
import re
import sys
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount
from starlette.testclient import TestClient

from placesim import api
from placesim.calibration.checking import checked
from placesim.config.faults import InputError
from placesim.experiment.interruption import unwound
from placesim.page import cards
from placesim.page.desk import Desk
from placesim.page.keeping.downloads import Sent
from placesim.page.keeping.listing import fingerprint
from placesim.page.keeping.names import ascii_name, file_name, free_name
from placesim.page.keeping.opening import TOO_LONG_TO_OPEN, open_file, saved, with_opened
from placesim.page.keeping.saving import AskFirstError, save, under_free_name
from placesim.page.playing.studies import Studies
from placesim.page.screen import MOST_BYTES, MOST_LETTERS, Screen, StateError, screen_of, text_of
from placesim.page.views import compare, files, workspace

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200)
SCREENS = st.builds(
    lambda screen, at: replace(screen, at=at % max(len(screen.whatifs), 1)),
    st.builds(
        Screen,
        configuration=TEXTS.filter(str.strip),
        whatifs=st.lists(TEXTS, max_size=2).map(tuple),
        assumptions=st.sampled_from([None, "drawn", "fixed"]),
        replications=st.integers(2, 2000),
        seed=st.integers(0, 2**31 - 1),
        beside=st.lists(TEXTS, max_size=5).map(tuple),
        own=st.lists(TEXTS, max_size=4).map(tuple),
    ),
    st.integers(0, 1),
)
SCREEN = Screen("configs/example.yaml", ("name: One more home\n",))


def packed(values: object) -> str:
    """A state text that holds any values."""
    return "placesim1." + urlsafe_b64encode(zlib.compress(json.dumps(values).encode())).decode().rstrip("=")


def refusal(text: str) -> str:
    with pytest.raises(StateError) as error:
        screen_of(text)
    return str(error.value)


def told(**changes: object) -> dict[str, object]:
    return {"configuration": "a.yaml", "whatifs": ["name: a"], "at": 0, "beside": [], **changes}


class TestStateTexts:
    @given(SCREENS)
    def test_a_screen_comes_back_from_its_text(self, screen: Screen):
        text = text_of(screen)
        assert screen_of(text) == screen
        assert text_of(screen_of(text)) == text
        assert text.removeprefix("placesim1.").replace("-", "").replace("_", "").isalnum()

    @given(SCREENS, st.integers(min_value=0), st.characters(exclude_categories=["Z", "Cc"]))
    def test_a_text_with_a_letter_changed_is_refused_or_the_same(self, screen: Screen, at: int, letter: str):
        text = text_of(screen)
        at %= len(text)
        changed = text[:at] + letter + text[at + 1 :]
        try:
            found = screen_of(changed)
        except StateError:
            return
        assert found == screen  # the last letters hold bits that say nothing

    @given(SCREENS, st.integers(min_value=0))
    def test_a_text_that_is_cut_off_is_refused(self, screen: Screen, at: int):
        text = text_of(screen)
        assert refusal(text[: at % len(text)])

    @given(st.text(max_size=300))
    def test_any_other_text_is_refused_in_a_sentence(self, text: str):
        for tried in (text, f"placesim1.{text}"):
            assert refusal(tried).count("\n") == 0

    def test_a_text_wrapped_in_a_letter_is_read(self):
        text = text_of(SCREEN)
        assert screen_of(f"  {text[:30]}\n  {text[30:60]}\r\n\t{text[60:]} ") == SCREEN

    def test_a_text_of_another_version_says_so(self):
        assert "a later placesim" in refusal("placesim2." + text_of(SCREEN).removeprefix("placesim1."))
        assert "an earlier placesim" in refusal("placesim0.abc")

    def test_what_is_no_state_text_says_how_one_begins(self):
        assert refusal("http://127.0.0.1/abc") == "this is not the text of a what-if; one begins with placesim1."

    def test_what_would_unpack_to_gigabytes_is_refused_before_it_does(self):
        bomb = zlib.compress(b"[" * (40 * MOST_BYTES), 9)
        text = "placesim1." + urlsafe_b64encode(bomb).decode().rstrip("=")
        assert len(text) < MOST_LETTERS
        assert refusal(text) == "the text holds too much for a what-if"

    def test_deep_nesting_is_refused(self):
        deep = zlib.compress(b"[" * 100_000)
        assert "damaged" in refusal("placesim1." + urlsafe_b64encode(deep).decode().rstrip("="))

    def test_a_text_of_megabytes_is_refused(self):
        assert "too long" in refusal("placesim1." + "A" * 10_000_000)

    @pytest.mark.parametrize(
        "values",
        [
            [],
            "a",
            None,
            {},
            told(configuration=""),
            told(configuration=1),
            told(configuration="a\0b"),
            told(whatifs="name: a"),
            told(whatifs=[1]),
            told(whatifs=["a", "b", "c"]),
            told(whatifs=["\ud800"]),
            told(at=1),
            told(at=-1),
            told(at=True),
            told(at=0.0),
            told(assumptions="guessed"),
            told(assumptions=["drawn"]),
            told(replications=1),
            told(replications=10**9),
            told(replications="300"),
            told(seed=-1),
            told(seed=1e3),
            told(beside=["a"] * 51),
            told(token="secret"),
        ],
    )
    def test_values_that_no_screen_has_are_refused(self, values: object):
        assert "damaged" in refusal(packed(values))

    def test_what_an_earlier_text_did_not_say_is_as_it_was_then(self):
        assert screen_of(packed(told())) == Screen("a.yaml", ("name: a",))

    def test_a_what_if_too_long_for_an_address_is_refused_when_it_is_written(self):
        long = "".join(f"{number * 7919 % 100_003}," for number in range(40_000))
        with pytest.raises(StateError, match="save it as it was, and go on in its file"):
            text_of(Screen("a.yaml", (long,)))


class TestNames:
    @given(st.text(max_size=300))
    def test_any_name_becomes_the_name_of_a_file_in_its_folder(self, name: str):
        for made in (file_name(name), ascii_name(name)):
            assert made
            assert all(letter.isalnum() or letter == "_" for letter in made)
            assert not made.startswith("_")
            assert len(made.encode()) <= 130
            assert file_name(made) == made
        assert ascii_name(name).isascii()

    @pytest.mark.parametrize(
        ("name", "made"),
        [
            ("One more home", "one_more_home"),
            ("../../etc/passwd", "etc_passwd"),
            ("..\\..\\boot.ini", "boot_ini"),
            (".hidden", "hidden"),
            ("CON", "what_if_con"),
            ("nul.", "what_if_nul"),
            ("COM¹", "what_if_com1"),
            ("", "what_if"),
            ("£££", "what_if"),
            ("Caffè, spät", "caffè_spät"),
            ("a\0b\nc", "a_b_c"),
        ],
    )
    def test_names_read_as_they_are_said(self, name: str, made: str):
        assert file_name(name) == made

    def test_a_name_that_is_taken_becomes_that_of_a_copy(self):
        taken = {"One", "One (copy)"}
        assert free_name("Two", taken.__contains__) == "Two"
        assert free_name("One", taken.__contains__) == "One (copy 2)"
        assert free_name("One (copy)", taken.__contains__) == "One (copy 2)"
        assert len(free_name("x" * 120, ("x" * 120).__eq__)) == 120


CONFIGS = Path(__file__).parents[1] / "configs"
HOME = CONFIGS / "scenarios" / "example" / "open_the_new_home.yaml"
BOTH = CONFIGS / "scenarios" / "example" / "home_and_carers.yaml"
WHAT_IF = """# why we ask
name: More carers
question: What if four more households are approved a year?
interventions:
  - kind: recruit_carers
    provision: council_carers
    approvals_per_year: 4 # a guess
    from: 2025-10-01
    lag_days: 180
    source: "assumption: example"
"""
SHIPPED = sorted(path for path in (CONFIGS / "scenarios").rglob("*.yaml") if "searches" not in path.parent.name)
NO_STUDIES: Any = None  # nothing is played where files are saved and opened


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(CONFIGS / "example.yaml", (HOME, BOTH), tmp_path / "what-ifs", NO_STUDIES)


def screen(desk: Desk, text: str = WHAT_IF) -> Screen:
    return Screen(str(desk.configuration), (text,), replications=20)


def faults_of(error: pytest.ExceptionInfo[InputError]) -> str:
    return "\n".join(map(str, error.value.faults))


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that were taken out of a text, and those that were put in."""
    changes = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0))[2:]
    return [line[1:] for line in changes if line[0] == "-"], [line[1:] for line in changes if line[0] == "+"]


def key_of(line: str) -> str:
    """What a line begins with: its key, or the dash of its item."""
    return line.split(maxsplit=1)[0].rstrip(":")


class TestSaving:
    def test_a_saved_file_is_the_text_itself_under_its_name(self, desk: Desk):
        path, _ = save(desk, screen(desk))
        assert path == desk.folder / "more_carers.yaml"
        assert path.read_bytes() == WHAT_IF.encode()
        assert [each.name for each in desk.folder.iterdir()] == ["more_carers.yaml"]
        assert checked([desk.configuration, path]).faults == []

    def test_what_this_tab_saved_is_saved_over_unasked(self, desk: Desk):
        _, known = save(desk, screen(desk))
        changed = WHAT_IF.replace("year: 4", "year: 5")
        path, _ = save(desk, known.with_text(changed))
        assert path.read_text(encoding="utf-8") == changed

    def test_what_another_tab_changed_is_not_saved_over_unasked(self, desk: Desk):
        path, first = save(desk, screen(desk))
        theirs = WHAT_IF.replace("year: 4", "year: 9")
        save(desk, first.with_text(theirs))
        with pytest.raises(AskFirstError) as asked:
            save(desk, first.with_text(WHAT_IF.replace("year: 4", "year: 5")))
        assert path.read_text(encoding="utf-8") == theirs
        assert asked.value.free == "More carers (copy)"
        assert asked.value.there is not None
        save(desk, first, may_go=[asked.value.there.fingerprint])
        assert path.read_text(encoding="utf-8") == WHAT_IF

    def test_agreeing_to_replace_one_file_agrees_to_no_other(self, desk: Desk):
        path, _ = save(desk, screen(desk))
        path.write_text(WHAT_IF + "# later\n", encoding="utf-8")
        with pytest.raises(AskFirstError):
            save(desk, screen(desk, WHAT_IF.replace("4 #", "5 #")), may_go=[fingerprint(WHAT_IF.encode())])

    def test_the_offered_name_is_free_and_saves(self, desk: Desk):
        save(desk, screen(desk))
        other = under_free_name(desk, screen(desk, WHAT_IF.replace("year: 4", "year: 5")))
        path, _ = save(desk, other)
        assert path.name == "more_carers_copy.yaml"
        assert "# why we ask" in path.read_text(encoding="utf-8")

    def test_a_file_that_is_no_scenario_is_never_replaced(self, desk: Desk):
        there = desk.folder / "more_carers.yaml"
        there.write_bytes(desk.configuration.read_bytes())
        with pytest.raises(AskFirstError) as asked:
            save(desk, screen(desk), may_go=[fingerprint(there.read_bytes())])
        assert asked.value.there is None
        assert there.read_bytes() == desk.configuration.read_bytes()

    def test_a_file_keeps_the_name_that_a_person_gave_it(self, desk: Desk):
        theirs = desk.folder / "for_the_board.yaml"
        theirs.write_text(WHAT_IF, encoding="utf-8")
        opened = with_opened(desk, screen(desk), str(theirs))
        path, _ = save(desk, opened.with_text(WHAT_IF.replace("year: 4", "year: 5")))
        assert path == theirs

    def test_a_name_that_leads_elsewhere_leads_nowhere(self, desk: Desk, tmp_path: Path):
        path, _ = save(desk, screen(desk, WHAT_IF.replace("More carers", "../../outside")))
        assert path == desk.folder / "outside.yaml"
        assert sorted(each.name for each in tmp_path.iterdir()) == ["what-ifs"]

    def test_whatever_a_what_if_is_called_it_is_saved_in_the_folder_or_refused(self, desk: Desk, tmp_path: Path):
        hostile = st.sampled_from(["../x", "C:\\x", "/etc/x", "con", ".x", "x\0", "a" * 120])

        @settings(max_examples=20)
        @given(st.text(max_size=140) | hostile)
        def saved_or_refused(name: str) -> None:
            try:
                path, _ = save(desk, screen(desk, cards.with_name(WHAT_IF, name)))
            except InputError as error:
                assert error.faults
            else:
                assert path.name == f"{file_name(cards.head_of(path.read_text(encoding='utf-8')).name)}.yaml"
                assert list(desk.folder.iterdir()) == [path]
                path.unlink()
            assert list(tmp_path.iterdir()) == [desk.folder]

        saved_or_refused()

    @pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
    def test_a_link_out_of_the_folder_is_refused(self, desk: Desk, tmp_path: Path):
        outside = tmp_path / "outside.yaml"
        outside.write_text("kept", encoding="utf-8")
        (desk.folder / "more_carers.yaml").symlink_to(outside)
        with pytest.raises(InputError) as error:
            save(desk, screen(desk))
        assert "leads out of the folder of what-ifs" in faults_of(error)
        assert outside.read_text(encoding="utf-8") == "kept"
        assert all(each.in_folder is False for each in saved(desk))

    def test_what_cannot_be_simulated_is_not_saved(self, desk: Desk):
        with pytest.raises(InputError) as error:
            save(desk, screen(desk, WHAT_IF.replace("year: 4", "year: four")))
        assert "more_carers.yaml:7: interventions.item 1.approvals_per_year" in faults_of(error)
        assert list(desk.folder.iterdir()) == []

    @pytest.mark.parametrize(
        ("name", "whose"), [("Baseline", "the baseline"), ("open the NEW home", "open_the_new_home.yaml")]
    )
    def test_the_name_of_another_scenario_is_refused(self, desk: Desk, name: str, whose: str):
        with pytest.raises(InputError) as error:
            save(desk, screen(desk, WHAT_IF.replace("More carers", name)))
        said = f"{file_name(name)}.yaml:2: name: '{name}' is also the name of {whose}; give each scenario its own"
        assert faults_of(error).endswith(said)

    def test_a_what_if_without_changes_can_be_saved(self, desk: Desk):
        path, _ = save(desk, screen(desk, "name: Nothing yet\nquestion: Why?\ninterventions: []\n"))
        assert checked([desk.configuration, path]).faults == []

    @pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the folder can be written all the same")
    def test_a_folder_that_cannot_be_written_is_told(self, desk: Desk):
        desk.folder.chmod(0o500)
        with pytest.raises(InputError) as error:
            save(desk, screen(desk))
        assert "cannot be written (Permission denied)" in faults_of(error)

    def test_a_file_where_the_folder_should_be_is_told(self, desk: Desk):
        desk.folder.rmdir()
        desk.folder.write_text("", encoding="utf-8")
        with pytest.raises(InputError) as error:
            save(desk, screen(desk))
        assert "cannot be written" in faults_of(error)

    def test_saving_from_a_thread_works_where_a_command_answers_requests_to_stop(self, desk: Desk):
        with ThreadPoolExecutor(1) as threads, unwound():
            path, _ = threads.submit(save, desk, screen(desk)).result()
        assert path.is_file()


class TestOpening:
    def test_a_list_says_what_each_file_asks_and_how_much_it_changes(self, desk: Desk):
        save(desk, screen(desk))
        own, home, both = saved(desk)
        assert (home.name, home.made_of, home.in_folder) == ("Open the new home", "1 change", False)
        assert both.made_of == "1 change and those of 1 other file"
        assert (own.question, own.in_folder) == ("What if four more households are approved a year?", True)
        assert own.when.endswith(f"{datetime.now():%Y, %H:}{own.saved:%M}")

    def test_a_shipped_file_opens_as_a_copy_whose_files_are_found(self, desk: Desk):
        text = open_file(desk, str(BOTH))
        assert "name: Open the home and recruit carers (copy)" in text
        assert "# from the start of the campaign to its first approvals" in text
        path, _ = save(desk, screen(desk, text))
        assert checked([desk.configuration, path, BOTH]).faults == []

    def test_evidence_is_found_from_the_folder_too(self, desk: Desk, tmp_path: Path):
        given = tmp_path / "given" / "a.yaml"
        (tmp_path / "given" / "tables").mkdir(parents=True)
        (given.parent / "tables" / "t.csv").write_text("id,quantity,value\nZ001,a,1\n", encoding="utf-8")
        given.write_text(WHAT_IF.replace("question", "evidence: tables\nquestion"), encoding="utf-8")
        desk.scenarios = (given,)
        assert 'evidence: "../given/tables"\n' in open_file(desk, str(given))

    def test_a_copy_differs_from_its_file_in_the_lines_that_must_change_alone(self, desk: Desk):
        desk.scenarios = tuple(SHIPPED)
        for file in SHIPPED:
            written = file.read_text(encoding="utf-8")
            taken, added = lines_changed(written, open_file(desk, str(file)))
            assert set(map(key_of, taken)) <= {"name", "includes", "-"}, file
            assert set(map(key_of, added)) <= {"name", "includes", "-", "ranges_named_after"}, file
            assert cards.head_of(open_file(desk, str(file))).name == f"{cards.head_of(written).name} (copy)"
            assert all(line.endswith(".yaml") for line in taken if line.lstrip().startswith("-")), file

    def test_a_file_of_the_folder_opens_as_it_is(self, desk: Desk):
        path, _ = save(desk, screen(desk))
        shown = with_opened(desk, screen(desk, ""), str(path))
        assert shown.text == WHAT_IF
        save(desk, shown.with_text(WHAT_IF.replace("year: 4", "year: 5")))

    def test_a_file_that_is_too_long_for_the_page_can_be_compared(self, desk: Desk):
        digits = "".join(sha256(str(number).encode()).hexdigest() for number in range(1000))
        long = desk.folder / "long.yaml"
        long.write_text(f"# {digits}\n{WHAT_IF}", encoding="utf-8")
        with pytest.raises(InputError) as error:
            with_opened(desk, screen(desk), str(long))
        assert faults_of(error) == f"{long}: {TOO_LONG_TO_OPEN}"
        desk.plan(replace(screen(desk), beside=(str(long),)))

    @pytest.mark.parametrize("given", ["/etc/passwd", "../secret.yaml", "", str(CONFIGS / "halton.yaml")])
    def test_only_what_is_listed_opens(self, desk: Desk, given: str):
        with pytest.raises(InputError) as error:
            open_file(desk, given)
        assert "not among the files given at the start" in faults_of(error)

    def test_a_file_that_is_no_yaml_is_listed_with_its_fault(self, desk: Desk):
        broken = desk.folder / "broken.yaml"
        broken.write_text('name: "never closed\n', encoding="utf-8")
        [listed, *_] = saved(desk)
        assert "a quotation mark is opened above and never closed" in listed.fault
        with pytest.raises(InputError, match="never closed"):
            open_file(desk, str(broken))

    def test_configurations_and_hidden_files_are_not_listed(self, desk: Desk):
        for name in ("council.yaml", ".hidden.yaml", "notes.txt"):
            (desk.folder / name).write_bytes(desk.configuration.read_bytes())
        assert not any(each.in_folder for each in saved(desk))


@pytest.fixture(scope="module")
def studies() -> Iterator[Studies]:
    """One process that plays, for all tests of this file."""
    shared = Studies(1)
    yield shared
    shared.close()


@pytest.fixture
def browser(tmp_path: Path, studies: Studies) -> TestClient:
    """A page of a desk with two shipped files, as a browser without scripts sees it."""
    desk = Desk(CONFIGS / "example.yaml", (HOME, BOTH), tmp_path / "what-ifs", studies)
    views = [*workspace.routes(desk), *files.routes(desk), *compare.routes(desk)]
    told = {StateError: plainly, InputError: plainly}
    return TestClient(Starlette(routes=[Mount("/{token}", routes=views)], exception_handlers=told), "http://t/token/")


async def plainly(_request: Request, error: Exception) -> Response:
    return PlainTextResponse(str(error), 422)


def state_in(browser: TestClient, text: str = WHAT_IF, **changes: Any) -> str:
    return text_of(replace(Screen(str(CONFIGS / "example.yaml"), (text,), replications=20), **changes))


def state_of(answer: Any) -> Screen:
    """The screen that an answer leads to."""
    [state] = parse_qs(urlsplit(str(answer.url)).query)["state"]
    return screen_of(state)


def written_by_compare(*paths: Path) -> Path:
    """The folder that `placesim compare` writes of scenario files, where no other is named."""
    result = api.compare(api.load(CONFIGS / "example.yaml"), paths, 20, workers=1)
    return result.write(Path("reports") / "example-options", reports=["page", "document"])


def all_played(browser: TestClient, state: str) -> str:
    """What the comparison says once it asks for no more."""
    asked = {"state": state, "tab": "one", "seen": "0"}
    for _ in range(20):
        said = browser.get("compare", params=asked, headers={"HX-Request": "true"}).text
        if "hx-get" not in said:
            return said
        [asked["seen"]] = re.findall(r"seen=(\d+)", said)
    raise AssertionError(said)


class TestViews:
    def test_a_saved_what_if_gives_the_same_files_as_the_command(
        self, browser: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.chdir(tmp_path)
        state = state_in(browser)
        answer = browser.post("save", data={"state": state})
        saved_as = tmp_path / "what-ifs" / "more_carers.yaml"
        assert f"Saved as <code>{saved_as}</code>" in answer.text
        folder = written_by_compare(saved_as)
        for kind, name in (("document", "report.docx"), ("page", "report.html")):
            assert browser.get(f"download/{kind}", params={"state": state}).content == (folder / name).read_bytes(), (
                kind
            )
        archive = ZipFile(BytesIO(browser.get("download/tables", params={"state": state}).content))
        for name in ("summary.csv", "comparison.csv", "monthly.csv"):
            assert archive.read(name) == (folder / name).read_bytes()
        assert archive.read("scenarios/more_carers.yaml") == WHAT_IF.encode()
        told, written = (
            json.loads(each) for each in (archive.read("manifest.json"), (folder / "manifest.json").read_bytes())
        )
        assert told["inputs_sha256"] == written["inputs_sha256"]

    def test_a_file_that_another_tab_changed_is_asked_about(self, browser: TestClient, tmp_path: Path):
        path = tmp_path / "what-ifs" / "more_carers.yaml"
        browser.post("save", data={"state": state_in(browser)})
        theirs = WHAT_IF.replace("year: 4", "year: 9")
        path.write_text(theirs, encoding="utf-8")
        asked = browser.post("save", data={"state": state_in(browser)})
        assert asked.status_code == 409
        assert "What is on screen was not made from it as it stands now." in asked.text
        copied = browser.post("save", data={"state": state_in(browser), "action": "copy"})
        assert "more_carers_copy.yaml" in copied.text
        assert path.read_text(encoding="utf-8") == theirs
        [over] = re.findall(r'name="over" value="(\w+)"', asked.text)
        assert browser.post("save", data={"state": state_in(browser), "over": over}).status_code == 200
        assert path.read_text(encoding="utf-8") == WHAT_IF

    def test_what_a_tab_saved_stays_its_own_after_undo(self, browser: TestClient, tmp_path: Path):
        before = state_of(browser.post("open", data={"text": state_in(browser)}))
        first = browser.post("save", data={"state": text_of(before)})
        [own] = re.findall(r'data-own="(\w+)"', first.text)
        later = browser.post(
            "save", data={"state": state_in(browser, WHAT_IF.replace("year: 4", "year: 5")), "own": own}
        )
        assert later.status_code == 200
        [newer] = re.findall(r'data-own="(\w+)"', later.text)
        assert browser.post("save", data={"state": text_of(before), "own": own}).status_code == 409
        assert browser.post("save", data={"state": text_of(before), "own": f"{newer} {own}"}).status_code == 200
        assert (tmp_path / "what-ifs" / "more_carers.yaml").read_text(encoding="utf-8") == WHAT_IF

    def test_what_cannot_be_saved_says_why(self, browser: TestClient):
        answer = browser.post("save", data={"state": state_in(browser, WHAT_IF.replace("year: 4", "year: four"))})
        assert answer.status_code == 422
        assert "more_carers.yaml:7: interventions.item 1.approvals_per_year: should be" in answer.text

    def test_with_scripts_saving_leaves_the_cards_where_they_are(self, browser: TestClient):
        answer = browser.post("save", data={"state": state_in(browser)}, headers={"HX-Request": "true"})
        assert "Saved as <code>" in answer.text.partition('<div id="said" role="status">')[2]
        kept = screen_of(parse_qs(urlsplit(answer.headers["HX-Replace-Url"]).query)["state"][0])
        assert (kept.text, kept.own) == (WHAT_IF, (fingerprint(WHAT_IF.encode()),))
        assert text_of(kept) in answer.text

    def test_a_listed_file_opens_where_the_cards_are(self, browser: TestClient):
        listed = browser.get("open", params={"state": state_in(browser)})
        assert "What if the planned home with four beds opens in April 2026?" in listed.text
        shown = state_of(browser.post("open", data={"state": state_in(browser), "file": str(HOME)}))
        assert shown.text.startswith("# A scenario for configs/example.yaml")
        assert "name: Open the new home (copy)" in shown.text

    def test_no_other_file_opens(self, browser: TestClient):
        for name in ("/etc/passwd", "../../etc/passwd", str(CONFIGS / "halton.yaml")):
            answer = browser.post("open", data={"state": state_in(browser), "file": name})
            assert answer.status_code == 422
            assert "not among the files given at the start" in answer.text

    def test_a_pasted_text_brings_a_what_if_back(self, browser: TestClient):
        given = state_in(browser, seed=7)
        assert state_of(browser.post("open", data={"text": f" {given[:50]}\r\n{given[50:]}\r\n"})) == screen_of(given)

    def test_a_damaged_text_says_so(self, browser: TestClient):
        assert "cut off" in browser.post("open", data={"text": state_in(browser)[:-9]}).text

    def test_a_text_for_another_configuration_offers_to_open_that(self, browser: TestClient):
        other = str(CONFIGS / "halton_2023.yaml")
        text = state_in(browser, configuration=other)
        asked = browser.post("open", data={"text": text, "state": state_in(browser)})
        assert asked.status_code == 409
        assert f"Open {other} with this what-if" in asked.text
        assert state_of(browser.post("open", data={"text": text, "configuration": other})).configuration == other

    def test_a_text_made_elsewhere_is_used_with_the_file_that_is_open_here(self, browser: TestClient):
        here = str(CONFIGS / "example.yaml")
        text = state_in(browser, configuration="/home/alice/example.yaml")
        asked = browser.post("open", data={"text": text, "state": state_in(browser)})
        assert f'<button name="instead" value="{here}">' in asked.text
        assert state_of(browser.post("open", data={"text": text, "instead": here})) == screen_of(state_in(browser))
        other = browser.post("open", data={"text": text, "instead": "/etc/passwd"})
        assert other.status_code == 409

    def test_a_configuration_named_otherwise_is_the_same(self, browser: TestClient):
        text = state_in(browser, configuration=str(CONFIGS / ".." / "configs" / "example.yaml"))
        assert state_of(browser.post("open", data={"text": text})).configuration == str(CONFIGS / "example.yaml")

    @pytest.mark.parametrize("name", ["//elsewhere/share/a.yaml", "\\\\elsewhere\\share\\a.yaml"])
    def test_a_pasted_text_asks_nothing_of_another_machine(self, browser: TestClient, name: str):
        for said in (f"includes: ['{name}']\n", f"evidence: '{name}'\n"):
            answer = browser.post("open", data={"text": state_in(browser, WHAT_IF + said)})
            assert "which is on another machine; copy the file to this one" in answer.text
        answer = browser.post("open", data={"text": state_in(browser, configuration=name)})
        assert "which is on another machine" in answer.text

    def test_chosen_files_are_compared_in_one_table_that_sorts(self, browser: TestClient):
        data = {"state": state_in(browser), "beside": [str(HOME), "/etc/passwd"]}
        answer = browser.post("compare", data=data)
        assert state_of(answer).beside == (str(HOME),)
        grown = all_played(browser, text_of(state_of(answer)))
        assert "From all 20 futures." in grown
        rows = map(str.strip, re.findall(r'<th scope="row">([^<]+)', grown))
        assert {"Baseline", "More carers", "Open the new home"} <= set(rows)
        assert '<table class="sortable' in grown

    def test_a_download_so_far_says_of_how_many_futures_it_is(self, browser: TestClient):
        state = state_in(browser, replications=40)
        sent = browser.get("download/tables", params={"state": state, "futures": "so_far"})
        assert 'filename="exampleton_more_carers_20_futures_tables.zip"' in sent.headers["Content-Disposition"]
        manifest = json.loads(ZipFile(BytesIO(sent.content)).read("manifest.json"))
        assert "--replications 20" in manifest["command"]

    def test_a_name_of_other_letters_is_sent_as_it_is_and_in_plain_letters(self):
        said = Sent("caffè_1_2.docx", "", b"").disposition
        assert said == "attachment; filename=\"caffe_1_2.docx\"; filename*=UTF-8''caff%C3%A8_1_2.docx"
