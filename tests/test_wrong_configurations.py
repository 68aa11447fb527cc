"""Wrong configurations are refused, a line for each fault, with file, field and mend (see wrong_configurations/)."""

import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.config.loading import load_baseline, validated
from placesim.config.yaml_files import MOST_BYTES, read_yaml

CONFIG = Path(__file__).parents[1] / "configs" / "example.yaml"
EXAMPLE = CONFIG.read_text(encoding="utf-8")

CASES = Path(__file__).parent / "wrong_configurations"


@dataclass(frozen=True)
class Edit:
    """A change to the example that makes it wrong, and what must be said of it."""

    change: str
    to: str
    says: str
    field: str = ""
    at: str = ""

    def text(self) -> str:
        assert self.change in EXAMPLE, f"configs/example.yaml no longer says {self.change!r}"
        return EXAMPLE.replace(self.change, self.to, 1)

    def line(self) -> int:
        text = self.text()
        assert not self.at or text.count(self.at) == 1, f"{self.at!r} must stand once"
        return text[: text.index(self.at) if self.at else EXAMPLE.index(self.change)].count("\n") + 1


EDITS = {
    f"{path.stem}: {title}": Edit(**case)
    for path in sorted(CASES.glob("*.yaml"))
    for title, case in YAML(typ="safe").load(path).items()
} | {
    "not_yaml: nested without end": Edit(
        "years: 5", f"years: {'[' * 5000}", "nested more than 20 levels deep; flatten it"
    ),
    "numbers: 5,000 digits": Edit(
        "households: 20",
        f"households: {'9' * 5000}",
        "cannot be read: too many digits",
        "provision.council_carers.capacity.households",
    ),
    "names: of 61 letters": Edit("  new_home: #", f"  {'n' * 61}: #", "has at most 60 characters", "provision.nnn"),
    "names: label of 300 letters": Edit(
        "label: Kinship care", f"label: {'K' * 300}", "should have at most 120 letters", "placement_types.kinship.label"
    ),
}


def faults_of(path: Path) -> list[Fault]:
    """Load a wrong file; every fault must be one printable line that begins with a file and ends with words."""
    with pytest.raises(InputError) as refused:
        load_baseline(path)
    faults = refused.value.faults
    assert faults
    for fault in faults:
        assert str(fault).isprintable()
        assert len(str(fault)) < 400 + len(fault.file)
        assert fault.message
        assert "Input should" not in fault.message
    assert str(refused.value).count("\n") == len(faults) - 1
    return faults


def written(folder: Path, text: str, name: str = "council.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_wrong_configuration_is_told_by_line_field_and_mend(edit: Edit, tmp_path: Path):
    path = written(tmp_path, edit.text())
    told = "\n".join(map(str, faults_of(path)))
    assert f"{path}:{edit.line()}: {edit.field}" in told
    assert edit.says in told


WHOLE_FILES = [
    pytest.param("", "", 0, "the file is empty; see configs/example.yaml", id="empty"),
    pytest.param("# nothing but a comment\n", "", 0, "the file is empty", id="only a comment"),
    pytest.param("- name: Exampleton\n", "", 1, "the file should be lines of `key: value`", id="a list at the top"),
    pytest.param("Exampleton", "", 1, "the file should be lines of `key: value`", id="only a word"),
    pytest.param("{}", "name", 1, "missing; add it", id="an empty block"),
    pytest.param("name: [", "", 1, "not valid YAML", id="a bracket"),
    pytest.param("key: |\n" + "x" * MOST_BYTES, "", 0, "at most 2,000,000 are allowed", id="over-large"),
]


@pytest.mark.parametrize(("text", "field", "line", "mend"), WHOLE_FILES)
def test_a_file_that_is_no_configuration_is_refused(text: str, field: str, line: int, mend: str, tmp_path: Path):
    path = written(tmp_path, text)
    told = "\n".join(map(str, faults_of(path)))
    assert (f"{path}:{line}: " if line else f"{path}: ") + field in told
    assert mend in told


def test_a_missing_file_a_folder_and_another_type_of_file_are_refused(tmp_path: Path):
    (tmp_path / "folder.yaml").mkdir()
    assert "no such file; check the name" in faults_of(tmp_path / "council.yaml")[0].message
    assert "this is a folder; name a file in it" in faults_of(tmp_path / "folder.yaml")[0].message
    assert "configurations end in .yaml or .yml" in faults_of(written(tmp_path, EXAMPLE, "council.json"))[0].message
    assert "configurations end in .yaml or .yml" in faults_of(tmp_path)[0].message


def test_a_file_in_another_encoding_is_refused(tmp_path: Path):
    path = tmp_path / "council.yaml"
    for encoding in ("utf-16", "cp1252"):
        path.write_bytes(
            EXAMPLE.replace("Exampleton", "Tŷ Éxample" if encoding == "utf-16" else "Éxample").encode(encoding)
        )
        assert faults_of(path)[0].message == "not UTF-8 text; save it as UTF-8"


def test_faults_of_every_kind_are_told_together_in_the_order_of_the_file(tmp_path: Path):
    text = EXAMPLE.replace("years: 5", "years: 50").replace("weekly_fee: 450", "weekly_fees: 450")
    text = text.replace('uplift_per_year: 0.05, source: "assumption: example"', "uplift_per_year: 0.05, source: S999")
    text = text.replace("  groups:", "  file: nowhere.csv\n  groups:")
    faults = faults_of(written(tmp_path, text))
    assert [fault.field for fault in faults] == [
        "years",
        "provision.council_carers.price.weekly_fees",
        "provision.homes_in_borough.price.source",
        "provision.homes_elsewhere.price.source",
        "children_in_care.file",
    ]
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


def test_every_fault_of_agreement_between_blocks_is_told_at_once(tmp_path: Path):
    text = EXAMPLE.replace("under 5: 0.35", "under 5: 0.3").replace("to: [supported_accommodation]", "to: [nowhere]")
    text = text.replace("budget_line: agency_line", "budget_line: agency")
    fields = ["provision.agency_carers.budget_line", "entrants.local.ages", "moves.to_supported.to.item 1"]
    assert [fault.field for fault in faults_of(written(tmp_path, text))] == fields


COLUMNS = "provision,stream,need,age_years,years_in_care,days_in_placement"
GOOD_ROW = "council_carers,local,family,7.25,1.5,200"
CHILDREN = [
    pytest.param(
        "provision,stream,need,age_years,years_in_care\n", 1, "", "lacks days_in_placement", id="a column missing"
    ),
    pytest.param(
        f"{COLUMNS},surname\n{GOOD_ROW},Quillfeather\n", 1, "", "more columns than it should", id="a column too many"
    ),
    pytest.param(
        f"{GOOD_ROW}\n", 1, "", "it names the columns, and they are exactly provision,stream", id="no heading"
    ),
    pytest.param("", 1, "", "lacks provision, stream", id="empty"),
    pytest.param(f"{COLUMNS}\n,,,,,\n", 1, "", "no child below the first line", id="only a heading"),
    pytest.param(f"{COLUMNS}\n{GOOD_ROW}\n".replace(",", ";"), 1, "", "semicolons separate the cells", id="semicolons"),
    pytest.param(f"{COLUMNS}\n{GOOD_ROW}\n".replace(",", "\t"), 1, "", "tabs separate the cells", id="tabs"),
    pytest.param(
        f"{COLUMNS}\n{GOOD_ROW}\nsupported_accommodation,local,family,7.125,1,2\n",
        3,
        "age_years",
        "outside minimum_age and maximum_age of the child's provision",
        id="younger than the provision takes",
    ),
    pytest.param(
        f"{COLUMNS}\nIn-House Quillfeather,local,family,7,1,2\n",
        2,
        "provision",
        "; allowed: relatives, council_carers",
        id="a label for a name",
    ),
    pytest.param(
        f"{COLUMNS}\n{GOOD_ROW}\n{GOOD_ROW},\n,,,,,,,\n{GOOD_ROW},\n",
        3,
        "",
        "add or take out commas (2 rows: lines 3, 5)",
        id="rows with a cell too many",
    ),
    pytest.param(
        "\n".join([COLUMNS, GOOD_ROW, *["council_carers,locl,family,7,1,2"] * 7]),
        3,
        "stream",
        "not the name of any entrant stream here; allowed: local (7 rows: lines 3, 4, 5, 6, 7, ...)",
        id="one unknown stream in many rows",
    ),
    pytest.param(f"{COLUMNS}\n{GOOD_ROW},more\n", 2, "", "add or take out commas", id="a cell too many"),
    pytest.param(f"{COLUMNS}\n{GOOD_ROW}\ncouncil_carers,local\n", 3, "", "add or take out commas", id="cells missing"),
    pytest.param(
        f"{COLUMNS}\n\n{GOOD_ROW}\ncouncil_carers,local,family,Quillfeather,1,2\n",
        4,
        "age_years",
        "should be a number",
        id="a name for an age",
    ),
    pytest.param(
        f"{COLUMNS}\ncouncil_carers,local,family,77.125,1,2\n", 2, "age_years", "must be below 18", id="an age above 18"
    ),
    pytest.param(
        f"{COLUMNS}\ncouncil_carers,local,family,-77.125,1,2\n",
        2,
        "age_years",
        "must be 0 or more",
        id="a negative age",
    ),
    pytest.param(
        f"{COLUMNS}\ncouncil_carers,local,family,,1,2\n", 2, "age_years", "should be a number", id="an empty cell"
    ),
    pytest.param(
        f"{COLUMNS}\ncouncil_carers,local,family,nan,1,2\n", 2, "age_years", "should be a finite number", id="nan"
    ),
    pytest.param(
        f"{COLUMNS}\nThe Quillfeathers,local,family,7,1,2\n", 2, "provision", "small letters", id="not a name"
    ),
    pytest.param(
        f"{COLUMNS}\n{GOOD_ROW}\nquillfeather,local,family,7,1,2\n",
        3,
        "provision",
        "not the name of any provision here; allowed: relatives",
        id="unknown provision",
    ),
    pytest.param(f"{COLUMNS}\ncouncil_carers,locl,family,7,1,2\n", 2, "stream", "allowed: local", id="unknown stream"),
    pytest.param(
        f"{COLUMNS}\ncouncil_carers,local,quillfeather,7,1,2\n", 2, "need", "allowed: family, home", id="unknown need"
    ),
    pytest.param(
        f"{COLUMNS}\ncouncil_carers,local,family,7,7.125,2\n",
        2,
        "years_in_care",
        "more than age_years",
        id="longer in care than alive",
    ),
    pytest.param(
        f"{COLUMNS}\ncouncil_carers,local,family,7,1,777\n",
        2,
        "days_in_placement",
        "more than years_in_care",
        id="longer placed than in care",
    ),
    pytest.param(
        f'{COLUMNS}\n"council_carers"x,local,family,7,1,2\n', 2, "", "save it again as CSV UTF-8", id="broken quotes"
    ),
    pytest.param(
        f'{COLUMNS}\n"council\ncarers",local,family,7,1,2\n', 3, "provision", "small letters", id="a line break inside"
    ),
]


def with_children_file(folder: Path, table: str | None, named: str = "children.csv", text: str = EXAMPLE) -> Path:
    if table is not None:
        written(folder, table, "children.csv")
    return written(folder, text.replace("children_in_care:\n", f"children_in_care:\n  file: {named}\n"))


@pytest.mark.parametrize(("table", "line", "field", "mend"), CHILDREN)
def test_a_fault_in_the_file_of_children_is_told_without_the_child(
    table: str, line: int, field: str, mend: str, tmp_path: Path
):
    [fault] = faults_of(with_children_file(tmp_path, table))
    assert str(fault).startswith(f"{tmp_path / 'children.csv'}:{line}: {field}")
    assert mend in fault.message
    for secret in ("Quillfeather", "quillfeather", "7.125", "777", "locl", "carers\nlocal"):
        assert secret not in str(fault).replace(str(tmp_path), "")


FILE_NAMES = [
    ("nowhere.csv", "nowhere.csv: no such file"),
    ("children.xlsx", "should name a .csv file"),
    ("7", "should name a .csv file"),
    ("folder.csv", "this is a folder"),
    ('"\\0.csv"', "a character that cannot be printed"),
]


@pytest.mark.parametrize(("named", "mend"), FILE_NAMES)
def test_a_file_of_children_that_cannot_be_read_is_told_where_it_is_named(named: str, mend: str, tmp_path: Path):
    (tmp_path / "folder.csv").mkdir()
    path = with_children_file(tmp_path, None, named)
    [fault] = faults_of(path)
    line = path.read_text(encoding="utf-8").split("  file:")[0].count("\n") + 1
    assert (fault.file, fault.line, fault.field) == (str(path), line, "children_in_care.file")
    assert mend in fault.message


def test_children_are_given_in_the_file_or_in_a_list_but_not_in_both(tmp_path: Path):
    text = EXAMPLE.replace("  groups:", "  children: []\n  groups:")
    [fault] = faults_of(with_children_file(tmp_path, f"{COLUMNS}\n{GOOD_ROW}\n", text=text))
    assert fault.field == "children_in_care.file"
    assert "not both; take one out" in fault.message


def with_evidence(folder: Path, tables: dict[str, bytes], cited: str = "S022") -> Path:
    (folder / "evidence").mkdir()
    for name, table in tables.items():
        (folder / "evidence" / name).write_bytes(table)
    text = EXAMPLE.replace('uplift_per_year: 0.03, source: "assumption: example"', f"source: [S001, {cited}]", 1)
    return written(folder, f"evidence: evidence\n{text}")


def test_an_unknown_evidence_id_is_told_with_the_nearest(tmp_path: Path):
    path = with_evidence(tmp_path, {"papers.csv": b"id,quantity,value\nS001,Fee,250\nS023,Children,367\n"})
    [fault] = faults_of(path)
    assert fault.line == path.read_text(encoding="utf-8").split("weekly_fee: 250")[0].count("\n") + 1
    assert fault.field == "provision.relatives.price.source.item 2"
    assert fault.message == "unknown evidence id 'S022'; did you mean 'S023'?"


def test_an_evidence_id_that_stands_twice_is_told_by_table_and_line(tmp_path: Path):
    tables = {"a.csv": b"id,value\nS001,1\nS022,2\n", "b.csv": b"id,value\nS003,3\nS022,4\n"}
    [fault] = faults_of(with_evidence(tmp_path, tables))
    assert (fault.file, fault.line, fault.field) == (str(tmp_path / "evidence" / "b.csv"), 3, "id")
    assert "stands twice; renumber one" in fault.message


def test_an_evidence_table_in_another_encoding_is_told(tmp_path: Path):
    [fault] = faults_of(with_evidence(tmp_path, {"a.csv": "id,value\nS001,£1\n".encode("cp1252")}))
    assert fault.file == str(tmp_path / "evidence" / "a.csv")
    assert fault.message == "not UTF-8 text; save it as UTF-8"


def test_an_uneven_row_of_evidence_is_told_by_line(tmp_path: Path):
    table = b"id,quantity,value\nS001,Fee, kinship,250\nS022,Children,367\nS023,Fee\n,,,,,\n"
    [fault] = faults_of(with_evidence(tmp_path, {"a.csv": table}))
    assert (fault.file, fault.line) == (str(tmp_path / "evidence" / "a.csv"), 2)
    assert "not 3 cells, as the first line has; put text with a comma in quotes" in fault.message
    assert fault.message.endswith("(2 rows: lines 2, 4)")


def test_an_open_quotation_in_evidence_is_told_and_swallows_no_rows(tmp_path: Path):
    [fault] = faults_of(with_evidence(tmp_path, {"a.csv": b'id,value\nS001,"1\nS022,2\n'}))
    assert (fault.file, fault.line) == (str(tmp_path / "evidence" / "a.csv"), 2)
    assert "cannot be read as a CSV table" in fault.message


@pytest.mark.parametrize(("sign", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_evidence_with_other_separators_is_told(sign: str, word: str, tmp_path: Path):
    table = "ID,value\nS001,1\nS022,2\n".replace(",", sign).encode()
    [fault] = faults_of(with_evidence(tmp_path, {"a.csv": table}))
    assert (fault.file, fault.line) == (str(tmp_path / "evidence" / "a.csv"), 1)
    assert fault.message == f"{word} separate the cells; save it again as CSV with commas"


def test_tables_that_were_not_read_are_named_where_an_id_is_unknown(tmp_path: Path):
    tables = {"a.csv": b"id,value\nS001,1\n", "b.csv": b"reference,value\nS022,2\n", "c.xlsx": b"PK"}
    [fault] = faults_of(with_evidence(tmp_path, tables))
    assert "unknown evidence id 'S022'" in fault.message
    assert fault.message.endswith("; not read, as no CSV with a column `id`: b.csv, c.xlsx")


def test_published_figures_for_a_configuration_are_told_in_one_line():
    [fault] = faults_of(CONFIG.with_name("halton_published.yaml"))
    assert "these seem to be published figures, not a configuration; `placesim agree`" in fault.message


@pytest.mark.parametrize("folder", ["nowhere", "council.yaml", "x" * 5000, '"\\0"'])
def test_a_folder_of_evidence_that_is_not_there_is_told_where_it_is_named(folder: str, tmp_path: Path):
    path = written(tmp_path, f"evidence: {folder}\n{EXAMPLE}")
    [fault] = faults_of(path)
    assert (fault.file, fault.line, fault.field) == (str(path), 1, "evidence")


def changed(values: Any, path: tuple[str | int, ...], odd: Any) -> Any:
    """Return a copy of plain values with one of them replaced."""
    if not path:
        return odd
    inside = dict(values) if isinstance(values, dict) else list(values)
    inside[path[0]] = changed(values[path[0]], path[1:], odd)
    return inside


@pytest.mark.parametrize(
    "odd", [None, True, -1, 1e308, "40", "\x1b[31m\n", [], [[None]], {}, {"kind": [1], 2: "x"}], ids=repr
)
def test_an_odd_value_anywhere_is_accepted_or_told_in_printable_lines(odd: Any):
    document = read_yaml(CONFIG)
    for path in document.lines:
        try:
            validated(Baseline, replace(document, values=changed(document.values, path, odd)))
        except InputError as error:
            assert all(str(fault).isprintable() and fault.line for fault in error.faults), path


def test_the_command_tells_every_fault_in_one_line_and_ends_with_2(tmp_path: Path):
    edits = list(EDITS.values())[::20]
    paths = [written(tmp_path, edit.text(), f"{number}.yaml") for number, edit in enumerate(edits)]
    paths.append(tmp_path / "nowhere.yaml")
    command = [sys.executable, "-m", "placesim.cli", "check", *map(str, paths)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr + ended.stdout
    told = ended.stderr.splitlines()
    assert told == [str(fault) for path in paths for fault in faults_of(path)]
