"""The council's own file on the page: its faults as `check` tells them, its numbers as a form, saved as a new file."""

import os
import re
from collections.abc import Iterator
from difflib import unified_diff
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from placesim import api
from placesim.calibration.checking import checked
from placesim.config.faults import InputError
from placesim.config.input_files import InputFiles
from placesim.config.loading import load_baseline
from placesim.config.schema import Place
from placesim.config.yaml_files import Document, inside, read_yaml
from placesim.page.council_file.changes import (
    MOST_LETTERS,
    TooManyChangesError,
    changed_text,
    changes_of_text,
    text_of_changes,
    with_reason,
    with_typed,
    without,
)
from placesim.page.council_file.form import Form, Part, form_of_file
from placesim.page.council_file.lines import shown_lines
from placesim.page.council_file.opening import NotAFileError, configurations, path_given
from placesim.page.council_file.reading import OwnFile, own_file, told_of
from placesim.page.council_file.reasons import whys_of
from placesim.page.council_file.saving import save_as
from placesim.page.council_file.spans import name_of_place, spans_of
from placesim.page.desk import Desk
from placesim.page.playing.studies import Studies
from placesim.page.screen import Screen, text_of
from placesim.page.views import council as view
from tests.browser import browser, tab
from tests.served import Served, served
from tests.test_page_axe import STANDARD
from tests.test_wrong_configurations import EDITS, EXAMPLE

ROOT = Path(__file__).parents[1]
HALTON, SMALL = ROOT / "configs" / "halton.yaml", ROOT / "configs" / "example.yaml"
OF_STUDIES = [ROOT / "configs" / "studies" / name for name in ("one_home.yaml", "synthetic_council.yaml")]
SHIPPED = [HALTON, SMALL, ROOT / "configs" / "halton_2023.yaml", *OF_STUDIES]
CARERS = "provision/council_carers/capacity/households"
OF_EACH_FILE = list({title.partition(":")[0]: title for title in EDITS}.values()) + list(EDITS)[::25]
"""Faults of each of the files of wrong configurations."""
FEE = "provision/agency_carers/price/weekly_fee"


@pytest.fixture(scope="module")
def no_studies() -> Studies:
    """Where nothing is played."""
    studies = Studies(1)
    studies.close()
    return studies


@pytest.fixture(scope="module")
def halton(tmp_path_factory: pytest.TempPathFactory, no_studies: Studies) -> OwnFile:
    """Halton's configuration, as the page reads it."""
    return own_file(Desk(HALTON, (), tmp_path_factory.mktemp("what-ifs"), no_studies), str(HALTON))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the example in it."""
    (tmp_path / "example.yaml").write_bytes(SMALL.read_bytes())
    (tmp_path / "what-ifs").mkdir()
    return tmp_path


@pytest.fixture
def desk(folder: Path, no_studies: Studies) -> Desk:
    """What a server works on that was started with the example."""
    return Desk(folder / "example.yaml", (), folder / "what-ifs", no_studies)


@pytest.fixture
def asker(desk: Desk) -> TestClient:
    """What asks the page for its addresses."""
    return TestClient(Starlette(routes=[Mount("/{token}", routes=view.routes(desk))]), base_url="http://127.0.0.1")


def state(desk: Desk) -> str:
    return text_of(Screen(str(desk.configuration)))


def form_of(desk: Desk) -> Form:
    form = own_file(desk, str(desk.configuration)).form
    assert form
    return form


def saved(desk: Desk, typed: dict[str, str], name: str = "new") -> Path:
    own, form = own_file(desk, str(desk.configuration)), form_of(desk)
    return save_as(own, form, with_typed({}, typed, form), {}, desk.configuration.with_name(f"{name}.yaml"))


def changed_lines(old: str, new: str) -> list[str]:
    differs = unified_diff(old.split("\n"), new.split("\n"), n=0, lineterm="")
    return [line for line in differs if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def leaves(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield where every single value stands, sources apart."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        if key != "source":
            yield from leaves(item, (*place, key)) if isinstance(item, dict | list) else iter([(*place, key)])


class TestOpening:
    @pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
    def test_every_shipped_configuration_opens_with_nothing_to_mend(self, path: Path, halton: OwnFile):
        files = InputFiles() if path != HALTON else halton.files
        assert not (told_of(path, files) if path != HALTON else halton.told).faults
        assert spans_of(path, files).by_place

    @pytest.mark.parametrize("path", [HALTON, SMALL], ids=lambda path: path.stem)
    def test_every_value_of_a_configuration_is_in_the_form(self, path: Path, halton: OwnFile):
        form = halton.form if path == HALTON else form_of_file(path, InputFiles())
        assert form
        values = form.own.document.values
        for place in leaves(values):
            above = [name_of_place(place[:depth]) for depth in range(1, len(place) + 1)]
            assert any(name in form.fields for name in above), place
            number = isinstance(inside_all(values, place), int | float)
            assert not number or form.fields[name_of_place(place)].can_be_changed, place

    def test_a_number_is_shown_with_its_unit_its_limits_and_what_it_means(self, desk: Desk):
        field = form_of(desk).fields["provision/council_carers/capacity/usable_share"]
        assert (field.label, field.unit, field.limits) == ("Usable share", "share, 0 to 1", "at least 0, at most 1")
        assert field.help.startswith("Share of approved places")

    def test_keys_that_are_numbers_are_told_as_they_are_and_places_of_a_list_counted_from_one(self, desk: Desk):
        fields = form_of(desk).fields
        shares = [fields[f"provision/council_carers/capacity/approved_places/{key}"] for key in (1, 2, 3)]
        assert [(field.label, field.written) for field in shares] == [("1", "0.4"), ("2", "0.4"), ("3", "0.2")]
        assert [fields[f"age_bands/under 5/{end}"].label for end in (0, 1)] == ["From", "To"]
        [group, *_] = [form_of(desk).own.whole.at(("children_in_care", "groups", 0))]
        assert group
        assert group.title == "1. Relatives and friends"

    def test_what_the_evidence_says_stands_beside_the_numbers_that_rest_on_it(self, halton: OwnFile):
        assert halton.form
        assert halton.council
        section, _ = halton.form.own.fields["provision/lavender_house/price/weekly_fee"]
        said = halton.council.evidence["S145"]
        [words] = [ground.words for ground in section.grounds if ground.cited == "S145"]
        assert said.quantity in words
        assert said.value in words

    def test_another_configuration_is_opened_by_its_path(self, asker: TestClient, desk: Desk, folder: Path):
        other = folder / "other.yaml"
        other.write_text(EXAMPLE.replace("Exampleton", "Elsewhere"), encoding="utf-8")
        answer = asker.post("/t/council", data={"state": state(desk), "open": f" {other} "})
        assert "<h1>Elsewhere</h1>" in answer.text
        assert desk.council(str(other)).name == "Elsewhere"

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("", "Type the path"),
            ("/etc/passwd", "is no YAML file"),
            ("nowhere.yaml", "There is no file nowhere.yaml"),
            (".", "is no YAML file"),
            ("a\0b.yaml", "There is no file"),
            ("x" * 5000 + ".yaml", "There is no file"),
        ],
    )
    def test_a_path_that_names_no_configuration_is_refused_plainly(self, typed: str, said: str):
        with pytest.raises(NotAFileError, match=re.escape(said)):
            path_given(typed)

    def test_only_configurations_of_known_folders_are_listed(self, desk: Desk, folder: Path):
        (folder / "beside.yaml").write_text(EXAMPLE, encoding="utf-8")
        (folder / "scenario.yaml").write_text("name: x\nquestion: x?\ninterventions: []\n", encoding="utf-8")
        (folder / "below").mkdir()
        (folder / "below" / "hidden.yaml").write_text(EXAMPLE, encoding="utf-8")
        assert [Path(name).name for name in configurations(desk)] == ["example.yaml", "beside.yaml"]

    def test_a_file_that_was_never_opened_is_not_read(self, asker: TestClient, desk: Desk, folder: Path):
        (folder / "secret.yaml").write_text("password: swordfish\n", encoding="utf-8")
        answer = asker.get("/t/council", params={"state": text_of(Screen(str(folder / "secret.yaml")))})
        assert "has not been opened here" in answer.text
        assert "swordfish" not in answer.text


def inside_all(values: Any, place: Place) -> Any:
    for part in place:
        values = inside(values, part)
    return values


class TestFaults:
    @pytest.mark.parametrize("title", OF_EACH_FILE)
    def test_a_wrong_configuration_has_the_faults_that_check_tells(self, title: str, tmp_path: Path):
        path = tmp_path / "council.yaml"
        path.write_text(EDITS[title].text(), encoding="utf-8")
        told = told_of(path, InputFiles())
        assert [str(fault) for fault in told.faults] == str(_error(path)).splitlines()

    def test_each_fault_leads_to_its_line_in_the_text(self, asker: TestClient, desk: Desk):
        lines = EXAMPLE.replace("households: 20", "households: twenty").split("\n")
        desk.configuration.write_text("\n".join(lines), encoding="utf-8")
        desk.open(desk.configuration)
        line = next(number for number, text in enumerate(lines, start=1) if "twenty" in text)
        shown = asker.get("/t/council", params={"state": state(desk)}).text
        assert f'<a href="#line-{line}">line {line}</a>' in shown
        assert re.search(rf'<li id="line-{line}" value="{line}" class="wrong"><code>.*twenty', shown)
        [fault] = checked([desk.configuration]).faults
        assert escape(fault.message, quote=False) in unescape(shown).replace("&", "&amp;")

    def test_a_file_that_was_mended_is_good_when_the_page_is_shown_again(self, asker: TestClient, desk: Desk):
        desk.configuration.write_text("name: [", encoding="utf-8")
        desk.open(desk.configuration)
        assert "1 fault to mend" in asker.get("/t/council", params={"state": state(desk)}).text
        desk.configuration.write_text(EXAMPLE, encoding="utf-8")
        assert "Nothing to mend" in asker.get("/t/council", params={"state": state(desk)}).text

    def test_a_file_that_changed_on_disk_is_read_again_only_when_asked(self, asker: TestClient, desk: Desk):
        desk.configuration.write_text(EXAMPLE.replace("Exampleton", "Changed"), encoding="utf-8")
        before = asker.get("/t/council", params={"state": state(desk)}).text
        assert "Changed on disk since it was read here" in before
        assert "<h1>Exampleton</h1>" in before
        after = asker.post("/t/council", data={"state": state(desk), "read": "1"}).text
        assert "Changed on disk" not in after
        assert "<h1>Changed</h1>" in after

    def test_warnings_are_those_of_check(self, asker: TestClient, desk: Desk):
        desk.configuration.write_text(EXAMPLE.replace("weekly_fee: 6000", "weekly_fee: 600"), encoding="utf-8")
        desk.open(desk.configuration)
        warnings = checked([desk.configuration]).warnings
        shown = unescape(asker.get("/t/council", params={"state": state(desk)}).text)
        assert all(str(warning) in shown for warning in warnings)
        assert told_of(desk.configuration, InputFiles()).warnings == tuple(warnings)

    def test_children_listed_one_by_one_are_never_shown(self):
        text = (
            "a: 1\nchildren_in_care:\n  children:\n    - {age_years: 7.25}\n  - {age_years: 3}\n  source: x\n"
            "b: {children: [{age_years: 9}]}\n"
        )
        shown = [line.text for line in shown_lines(text, {4})]
        assert "age_years" not in " ".join(shown)
        assert shown[0] == "a: 1"
        assert shown[5] == "  source: x"

    def test_a_very_long_file_is_shown_around_its_faults(self):
        lines = shown_lines("a: 1\n" * 10_000, {20, 9_000})
        assert len(lines) == 34
        assert [line.number for line in lines if line.wrong] == [20, 9_000]


def _error(path: Path) -> Exception:
    with pytest.raises(ValueError, match=re.escape(path.name)) as error:
        api.load(path)
    return error.value


class TestChanging:
    def test_a_section_is_shown_on_its_own_address_without_scripts(self, asker: TestClient, desk: Desk):
        shown = asker.get("/t/council", params={"state": state(desk), "block": "provision/agency_carers"}).text
        assert f'name="value.{FEE}"' in shown
        assert "provision/council_carers/" not in shown

    def test_a_search_finds_a_field_by_its_words(self, asker: TestClient, desk: Desk):
        shown = asker.get("/t/council", params={"state": state(desk), "find": "agency weekly"}).text
        assert f'name="value.{FEE}"' in shown
        assert "provision/council_carers/price" not in shown
        assert (
            "Nothing in the file goes by these words"
            in asker.get("/t/council", params={"state": state(desk), "find": "nothing like it"}).text
        )

    def test_changes_stand_in_the_address_and_only_what_differs_is_one(self, asker: TestClient, desk: Desk):
        written = form_of(desk).fields[CARERS].written
        data = {"state": state(desk), f"value.{FEE}": "1111", f"value.{CARERS}": written, "value.nothing/like/it": "5"}
        answer = asker.post("/t/council", data=data, follow_redirects=False)
        assert answer.status_code == 303
        query = parse_qs(urlsplit(answer.headers["location"]).query)
        assert changes_of_text(query["changes"][0]) == {FEE: "1111"}
        shown = asker.get(answer.headers["location"]).text
        assert "1 change, not saved yet" in shown
        again = asker.post("/t/council", data={"state": state(desk), "changes": query["changes"][0], "undo": FEE})
        assert "Nothing is changed yet" in again.text

    def test_with_scripts_only_what_was_changed_is_marked(self, asker: TestClient, desk: Desk):
        data = {"state": state(desk), f"value.{FEE}": "1111", f"value.{CARERS}": form_of(desk).fields[CARERS].written}
        answer = asker.post("/t/council", data=data, headers={"HX-Request": "true"})
        assert "changes=" in answer.headers["HX-Push-Url"]
        here = {"HX-Request": "true", "HX-Current-URL": f"http://127.0.0.1{answer.headers['HX-Push-Url']}"}
        assert "HX-Push-Url" not in asker.post("/t/council", data=data, headers=here).headers
        marks = dict(re.findall(r'<span id="mark-([^"]+)"[^>]*>([^<]*)</span>', answer.text))
        assert sorted(marks) == sorted([form_of(desk).fields[FEE].id, form_of(desk).fields[CARERS].id])
        assert [bool(text) for id, text in marks.items() if id == form_of(desk).fields[FEE].id] == [True]
        assert not marks[form_of(desk).fields[CARERS].id]

    def test_the_changed_file_is_checked_without_being_saved(self, asker: TestClient, desk: Desk, folder: Path):
        changes = text_of_changes({CARERS: "many"})
        shown = asker.get("/t/council", params={"state": state(desk), "changes": changes, "check": "1"}).text
        assert "The changed file cannot be used yet" in shown
        assert "should be" in shown
        assert sorted(path.name for path in folder.iterdir()) == ["example.yaml", "what-ifs"]

    @pytest.mark.parametrize("text", ["x", "////", text_of_changes({"nothing": "1"})])
    def test_a_damaged_text_of_changes_changes_nothing(self, text: str, asker: TestClient, desk: Desk):
        shown = asker.get("/t/council", params={"state": state(desk), "changes": text})
        assert shown.status_code == 200
        assert "Nothing is changed yet" in shown.text

    def test_more_changes_than_an_address_holds_are_refused(self):
        with pytest.raises(TooManyChangesError):
            text_of_changes({str(number): os.urandom(20).hex() for number in range(MOST_LETTERS // 20)})


class TestSaving:
    @pytest.mark.parametrize(
        ("name", "typed", "line"),
        [
            (FEE, "1,234.50", "    price: {weekly_fee: 1234.50, variation: 0.15, "),
            ("name", 'Else"where: #1', 'name: "Else\\"where: #1"'),
            ("start", "2025-07-01", "start: 2025-07-01"),
        ],
    )
    def test_an_edit_changes_one_line(self, desk: Desk, name: str, typed: str, line: str):
        new = saved(desk, {name: typed}).read_text(encoding="utf-8")
        old_line, new_line = changed_lines(EXAMPLE, new)
        assert old_line.startswith("-")
        assert new_line[1:].startswith(line)

    def test_every_number_of_the_example_can_be_written_as_it_is(self, desk: Desk):
        form = form_of(desk)
        same = {name: each.written for name, each in form.fields.items() if each.kind == "number"}
        assert changed_text(form.own, same, {}) == EXAMPLE

    def test_line_ends_and_the_mark_of_utf_8_stay(self, desk: Desk):
        desk.configuration.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode())
        desk.open(desk.configuration)
        new = saved(desk, {FEE: "1111"}).read_bytes()
        assert new.startswith(b"\xef\xbb\xbf")
        assert new.count(b"\r\n") == new.count(b"\n") == EXAMPLE.count("\n")

    def test_saving_never_replaces_a_file(self, asker: TestClient, desk: Desk, folder: Path):
        (folder / "taken.yaml").write_text("precious", encoding="utf-8")
        for name in ("example", "taken", "../example", "TAKEN"):
            before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
            data = {
                "state": state(desk),
                "changes": text_of_changes({FEE: "1111"}),
                "name": name,
                "folder": str(folder),
            }
            answer = asker.post("/t/council/save", data={**data, f"why.{source_of(desk, FEE)}": "a trial"})
            assert answer.status_code == 422, name
            assert "there is a file of this name already" in answer.text
            assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before

    @pytest.mark.parametrize("name", ["../../away", "/tmp/away", "con", "x" * 500, "<script>"])
    def test_a_new_file_never_leaves_its_folder(self, asker: TestClient, desk: Desk, folder: Path, name: str):
        before = {path for path in folder.parent.rglob("*") if path.is_file()}
        data = {"state": state(desk), "changes": text_of_changes({FEE: "1111"}), "name": name, "folder": "/tmp"}
        answer = asker.post("/t/council/save", data={**data, f"why.{source_of(desk, FEE)}": "a trial"})
        assert answer.status_code == 200
        [new] = {path for path in folder.parent.rglob("*") if path.is_file()} - before
        assert new.parent == folder / "what-ifs"

    def test_the_page_offers_to_work_with_the_new_file(self, asker: TestClient, desk: Desk, folder: Path):
        data = {
            "state": state(desk),
            "changes": text_of_changes({FEE: "1111"}),
            "name": "Dearer",
            "folder": str(folder),
        }
        shown = asker.post("/t/council/save", data={**data, f"why.{source_of(desk, FEE)}": "a trial"}).text
        assert f'name="open" value="{folder / "dearer.yaml"}">Work with the new file' in shown
        opened = asker.post("/t/council", data={"state": state(desk), "open": str(folder / "dearer.yaml")}).text
        assert "Nothing to mend" in opened
        assert load_baseline(folder / "dearer.yaml").provision["agency_carers"].price.weekly_fee == 1111

    def test_a_faulty_change_is_not_saved(self, asker: TestClient, desk: Desk, folder: Path):
        changes = text_of_changes({CARERS: "-5"})
        data = {"state": state(desk), "changes": changes, "name": "new", f"why.{source_of(desk, CARERS)}": "a trial"}
        answer = asker.post("/t/council/save", data=data)
        assert answer.status_code == 422
        assert sorted(path.name for path in folder.rglob("*.yaml")) == ["example.yaml"]

    def test_hostile_values_are_text_in_the_file_and_on_the_page(self, asker: TestClient, desk: Desk):
        hostile = '</code><script>alert(1)</script>" onfocus="alert(2)\n- &a [*a]: {{ 7 * 7 }}'
        changes = text_of_changes({"name": hostile, FEE: hostile})
        shown = asker.get(
            "/t/council", params={"state": state(desk), "changes": changes, "check": "1", "find": hostile}
        )
        assert "<script>alert" not in shown.text
        assert 'onfocus="alert' not in shown.text
        new = saved(desk, {"question": hostile.replace("\n", " ")})
        assert load_baseline(new).question == hostile.replace("\n", " ")

    def test_a_changed_number_changes_figures_as_a_change_by_hand_does(self, desk: Desk, folder: Path):
        fee = form_of(desk).fields[FEE].written
        by_hand = folder / "by_hand.yaml"
        by_hand.write_text(edited(EXAMPLE, FEE, fee, "1111"), encoding="utf-8")
        runs = [
            api.run(api.load(path, years=1), replications=3, workers=1)
            for path in (saved(desk, {FEE: "1111"}), by_hand)
        ]
        spends = [run.summary().query("measure == 'spend' and group == 'all'")["mean"].tolist() for run in runs]
        assert spends[0] == spends[1]
        before = api.run(api.load(desk.configuration, years=1), replications=3, workers=1).summary()
        assert before.query("measure == 'spend' and group == 'all'")["mean"].tolist() != spends[0]

    def test_a_number_that_evidence_gives_is_changed_with_a_reason_beside_its_source(
        self, folder: Path, no_studies: Studies
    ):
        (folder / "evidence").mkdir()
        (folder / "evidence" / "own.csv").write_text("id,quantity,value\nS001,Fee,1000\n", encoding="utf-8")
        path = folder / "sourced.yaml"
        before = 'weekly_fee: 1150, variation: 0.15, uplift_per_year: 0.04, source: "assumption: example"'
        sourced = 'weekly_fee: 950, source: [S001, "assumption: about so"]'
        text = EXAMPLE.replace(before, sourced).replace("years: 5", "years: 5\nevidence: evidence")
        path.write_text(text, encoding="utf-8")
        desk = Desk(path, (), folder / "what-ifs", no_studies)
        asker = TestClient(Starlette(routes=[Mount("/{token}", routes=view.routes(desk))]))
        data = {"state": state(desk), "changes": text_of_changes({FEE: "1111"}), "name": "new"}
        refused = asker.post("/t/council/save", data=data)
        assert refused.status_code == 422
        assert "say why, for its source does not give the new number" in refused.text
        asker.post("/t/council/save", data={**data, f"why.{source_of(desk, FEE)}": "agreed: May"})
        new = load_baseline(folder / "what-ifs" / "new.yaml")
        assert new.provision["agency_carers"].price.source == (
            "assumption: agreed: May (weekly fee 1111 in place of 950)",
            "S001",
            "assumption: about so",
        )
        assert (folder / "what-ifs" / str(new.evidence)).resolve() == (folder / "evidence").resolve()

    @pytest.mark.parametrize(
        "before",
        ['"assumption: x"', "[ 'assumption: x',  # why\n   'assumption: y']", "\n    - 'assumption: x'\n    - S1"],
    )
    def test_a_reason_stands_beside_every_way_to_write_a_source(self, before: str, tmp_path: Path):
        path, files = tmp_path / "a.yaml", InputFiles()
        files.keep(path, f"a:\n  source: {before}\n  b: 1\n")
        spans, place = spans_of(path, files), ("a", "source")
        was = read_yaml(path, files).values["a"]["source"]
        again = InputFiles()
        again.keep(path, spans.replaced({place: with_reason(spans, place, 'assumption: "so" it is')}))
        assert read_yaml(path, again).values["a"] == {
            "source": ['assumption: "so" it is', *([was] if isinstance(was, str) else was)],
            "b": 1,
        }

    def test_real_children_listed_in_the_file_are_never_copied(self, desk: Desk):
        values = {"children_in_care": {"real": True, "children": [{}]}}
        own, form = own_file(desk, str(desk.configuration)), form_of(desk)
        real = Form(Part(Document(desk.configuration, values, {}), form.own.spans, form.own.whole))
        with pytest.raises(InputError, match="lists real children one by one"):
            save_as(own, real, {}, {}, desk.configuration.with_name("copy.yaml"))
        assert not desk.configuration.with_name("copy.yaml").exists()


class TestRanges:
    def test_one_number_in_several_places_changes_with_its_range(self, halton: OwnFile, folder: Path):
        form = halton.form
        assert form
        changes = with_typed({}, {"provision/ifa_elsewhere/price/weekly_fee": "1300"}, form)
        places = [f"provision/{name}/price/weekly_fee" for name in ("ifa_in_borough", "ifa_elsewhere")]
        assert changes == dict.fromkeys([*places, "range-of-ranges/agency_price/value"], "1300")
        assert without(changes, places[0], form) == {}
        new = save_as(halton, form, changes, {}, folder / "new.yaml")
        prices = [each.value for each in api.load(new).uncertainty.assumptions if each.name == "agency_price"]
        assert prices == [1300]
        lines = changed_lines(halton.text, new.read_text(encoding="utf-8"))
        assert len(lines) == 2 * len(["evidence", "ranges", *places])

    def test_a_reason_is_asked_once_for_one_number_in_several_places(self, halton: OwnFile):
        assert halton.form
        changes = with_typed({}, {"provision/juno_widnes/price/weekly_fee": "7000"}, halton.form)
        [why] = whys_of(halton.form, changes)
        assert len(why.sources) == 5
        assert why.assumption("agreed") == "assumption: agreed (weekly fee 7000 in place of 6750)"

    def test_the_ends_of_a_range_are_changed_in_its_own_file(self, halton: OwnFile):
        assert halton.form
        assert halton.form.ranges
        changes = with_typed({}, {"range-of-ranges/juno_price/low": "5000"}, halton.form)
        new = changed_text(halton.form.ranges, changes, {})
        assert changed_lines(halton.form.ranges.spans.text, new) == ["-    low: 5500", "+    low: 5000"]
        assert changed_text(halton.form.own, changes, {}) == halton.text


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Served, Path]]:
    """A browser, and a page that is served for it, with its folder."""
    folder = tmp_path_factory.mktemp("browser")
    (folder / "example.yaml").write_bytes(SMALL.read_bytes())
    with browser() as started, served(folder / "example.yaml", "--folder", folder / "what-ifs") as page:
        yield started, page, folder


class TestInABrowser:
    def test_by_keyboard_on_a_narrow_screen_a_number_is_changed_and_saved(self, shown: tuple[Any, Served, Path]):
        """What is typed is kept at once, and saved; axe-core finds nothing to mend on the way."""
        started, page, folder = shown
        with tab(started, page, "council", viewport={"width": 400, "height": 800}) as view:
            for title in ("Provision", "Agency carers elsewhere"):
                view.focus(f"summary:has-text('{title}')")
                view.keyboard.press("Enter")
            view.focus(f"[name='value.{FEE}']")
            view.keyboard.press("ControlOrMeta+a")
            view.keyboard.type("1111")
            view.keyboard.press("Tab")
            view.wait_for_selector("#kept >> text=1 change, not saved yet")
            assert "changed; the file says 1150" in view.inner_text("#numbers")
            assert view.evaluate("document.documentElement.scrollWidth") == 400
            assert Axe().run(view, options=STANDARD).response["violations"] == []
            view.fill("#new-name", "Dearer carers")
            view.focus("text=Save as a new file >> nth=-1")
            view.keyboard.press("Enter")
            view.wait_for_selector("text=Work with the new file")
            view.focus("text=Work with the new file")
            view.keyboard.press("Enter")
            view.wait_for_selector("text=finds the file good")
        assert (
            load_baseline(folder / "what-ifs" / "dearer_carers.yaml").provision["agency_carers"].price.weekly_fee
            == 1111
        )

    def test_enter_keeps_a_number_and_back_takes_the_last_change_back(self, shown: tuple[Any, Served, Path]):
        started, page, _ = shown
        with tab(started, page, "council?block=provision/agency_carers") as view:
            for typed in ("1111", "2222"):
                view.fill(f"[name='value.{FEE}']", typed)
                view.keyboard.press("Enter")
                view.wait_for_selector(f"#kept >> text={typed} in place of")
                assert view.evaluate("document.activeElement.name") == f"value.{FEE}"
            view.go_back()
            view.wait_for_selector("#kept >> text=1111 in place of")
            view.go_back()
            view.wait_for_selector("#kept >> text=Nothing is changed yet")
            assert view.input_value(f"[name='value.{FEE}']") == "1150"

    def test_a_click_on_save_right_after_typing_saves_what_was_typed(self, shown: tuple[Any, Served, Path]):
        started, page, folder = shown
        with tab(started, page, "council?block=provision/agency_carers") as view:
            view.fill(f"[name='value.{FEE}']", "1111")
            view.keyboard.press("Tab")
            view.wait_for_selector("#kept >> text=1 change, not saved yet")
            view.fill("#new-name", "Typed last")
            view.fill(f"[name='value.{FEE}']", "2222")
            view.click("button:has-text('Save as a new file')")
            view.wait_for_selector("text=Work with the new file")
        assert (
            load_baseline(folder / "what-ifs" / "typed_last.yaml").provision["agency_carers"].price.weekly_fee == 2222
        )


def source_of(desk: Desk, name: str) -> str:
    section, _ = form_of(desk).own.fields[name]
    return name_of_place(section.source_place or ())


def edited(text: str, name: str, before: str, after: str) -> str:
    """A text with a number changed where a reader would: in the provision's own lines."""
    _, provision, *_, key = name.split("/")
    head, mark, rest = text.partition(f"\n  {provision}:")
    return head + mark + rest.replace(f"{key}: {before}", f"{key}: {after}", 1)
