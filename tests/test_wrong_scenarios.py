"""Wrong scenarios are refused, a line for each fault, with file, line, field and mend (see wrong_scenarios/)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.config.loading import load_baseline, validated
from placesim.config.problem import InconsistentError
from placesim.config.ranges.found import ranged
from placesim.config.scenario import Scenario
from placesim.config.scenario_files import load_options, scenario_paths
from placesim.config.yaml_files import read_yaml
from tests.conftest import CONFIGS
from tests.test_wrong_configurations import changed

CASES = {
    f"{path.stem}: {title}": case
    for path in sorted((Path(__file__).parent / "wrong_scenarios").glob("*.yaml"))
    for title, case in YAML(typ="safe").load(path).items()
}

GOOD = """name: {name}
question: What if one in ten more children enters care?
interventions:
  - {{kind: change_entries, factor: 1.1, from: 2026-04-01, source: "assumption: a test"}}
"""


def text_of(case: dict[str, Any]) -> str:
    """The file of a case: as it is written there, or made of its one intervention."""
    if "file" in case:
        return str(case["file"])
    lines = [f"{key}: {written(value)}" for key, value in case["intervention"].items()]
    block = "\n    ".join([*lines, 'source: "assumption: a test"'])
    return f"name: A wrong scenario\nquestion: What is said of it?\ninterventions:\n  - {block}\n"


def written(value: Any) -> str:
    """A value in YAML's own words."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, str) and not value.isprintable():
        return '"' + value.encode("unicode_escape").decode() + '"'
    return ".inf" if value == float("inf") else str(value)


def faults_of(*paths: Path, baseline: Path = CONFIGS / "example.yaml", evidence: Path | None = None) -> list[Fault]:
    """Load wrong scenarios; every fault must be one printable line that ends with words."""
    council: Baseline = load_baseline(baseline)
    with pytest.raises(InputError) as refused:
        load_options(paths, council, evidence)
    faults = refused.value.faults
    assert faults
    for fault in faults:
        assert str(fault).isprintable()
        assert len(str(fault)) < 400 + len(fault.file)
        assert fault.message
        assert "Input should" not in fault.message
    return faults


def saved(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_wrong_scenario_is_told_by_file_line_field_and_mend(case: dict[str, Any], tmp_path: Path):
    text = text_of(case)
    path = saved(tmp_path, "scenario.yaml", text)
    told = "\n".join(map(str, faults_of(path)))
    assert case["says"] in told
    if "at" in case:
        assert case["at"] in text
        line = text[: text.index(case["at"])].count("\n") + 1
        assert f"{path}:{line}: {case.get('field', '')}" in told
    else:
        assert told.startswith(f"{path}: ")


def test_there_are_at_least_forty_cases_and_every_word_of_them_is_read():
    assert len(CASES) >= 40
    for title, case in CASES.items():
        assert set(case) <= {"intervention", "file", "field", "says", "at"}, title


class TestSeveralFiles:
    def test_two_scenarios_of_one_name_are_told_at_the_second(self, tmp_path):
        first = saved(tmp_path, "a.yaml", GOOD.format(name="More enter"))
        second = saved(tmp_path, "b.yaml", GOOD.format(name="more Enter"))
        [fault] = faults_of(first, second)
        assert (fault.file, fault.line, fault.field) == (str(second), 1, "name")
        assert fault.message == "'more Enter' is also the name of a.yaml; give each scenario its own"

    def test_a_fault_in_an_included_file_is_told_with_that_files_name_and_once(self, tmp_path):
        wrong = saved(tmp_path, "wrong.yaml", GOOD.format(name="Wrong").replace("1.1", "-1"))
        includes = "question: What if?\nincludes: [wrong.yaml]\n"
        others = [saved(tmp_path, f"{n}.yaml", f"name: {n}\n{includes}") for n in ("one", "two")]
        [fault] = faults_of(*others)
        assert (fault.file, fault.line, fault.field) == (str(wrong), 4, "interventions.item 1.factor")

    def test_an_intervention_of_an_included_file_that_does_not_fit_is_told_with_that_files_name(self, tmp_path):
        wrong = GOOD.format(name="Wrong").replace("factor: 1.1,", "factor: 1.1, streams: locals,")
        path = saved(tmp_path, "wrong.yaml", wrong)
        other = saved(tmp_path, "other.yaml", "name: Other\nquestion: What if?\nincludes: [wrong.yaml]\n")
        [fault] = faults_of(other)
        assert (fault.file, fault.line, fault.field) == (str(path), 4, "interventions.item 1.streams")

    def test_files_that_include_each_other_are_told(self, tmp_path):
        for one, other in (("a", "b"), ("b", "a")):
            saved(tmp_path, f"{one}.yaml", f"name: {one}\nquestion: What if?\nincludes: [{other}.yaml]\n")
        [fault] = faults_of(tmp_path / "a.yaml")
        assert (fault.file, fault.line, fault.field) == (str(tmp_path / "b.yaml"), 3, "includes.item 1")
        assert fault.message == "'a.yaml' includes this file again; take one of the two out"

    def test_a_file_listed_twice_is_told_by_whatever_name(self, tmp_path):
        saved(tmp_path, "good.yaml", GOOD.format(name="Good"))
        twice = "name: Twice\nquestion: What if?\nincludes:\n  - good.yaml\n  - ./good.yaml\n"
        [fault] = faults_of(saved(tmp_path, "twice.yaml", twice))
        assert (fault.line, fault.field) == (5, "includes.item 2")
        assert fault.message == "'./good.yaml' is listed twice; keep one"

    def test_an_included_configuration_table_or_set_of_figures_is_told_where_it_is_included(self, tmp_path):
        figures = {
            CONFIGS / "example.yaml": "seems to be a configuration, not a scenario",
            CONFIGS / "halton_published.yaml": "seems to be published figures, not a scenario",
            CONFIGS.parent / "seeds" / "halton_papers.csv": "is no scenario; scenario files end in .yaml",
        }
        for path, mend in figures.items():
            text = f"name: Includes\nquestion: What if?\nincludes: ['{path}']\n"
            [fault] = faults_of(saved(tmp_path, "scenario.yaml", text))
            assert (fault.line, fault.field) == (3, "includes.item 1")
            assert mend in fault.message

    def test_what_follows_from_a_fault_is_not_told(self, tmp_path):
        """A home whose opening is wrong cannot be delayed either, but that would only mislead."""
        text = """name: Follows
question: What if?
interventions:
  - {kind: open_home, provision: new_home, opens: 2026-04-01, closes: 2026-01-01, source: "assumption: a test"}
  - {kind: delay_home, provision: new_home, days: 90, source: "assumption: a test"}
  - {kind: change_entries, streams: locals, factor: 2, from: 2026-04-01, source: "assumption: a test"}
"""
        faults = faults_of(saved(tmp_path, "scenario.yaml", text))
        assert [(fault.line, fault.field) for fault in faults] == [
            (4, "interventions.item 1.closes"),
            (6, "interventions.item 3.streams"),
        ]

    def test_faults_of_every_file_are_told_together(self, tmp_path):
        paths = [saved(tmp_path, f"{n}.yaml", GOOD.format(name=f"No {n}").replace("1.1", str(-n))) for n in (8, 9)]
        assert [fault.file for fault in faults_of(*paths)] == list(map(str, paths))


class TestWholeFiles:
    def test_a_configuration_given_as_a_scenario_is_told(self):
        [fault] = faults_of(CONFIGS / "halton.yaml")
        assert fault.message.startswith("this seems to be a configuration, not a scenario; a scenario has `name`")

    def test_published_figures_given_as_a_scenario_are_told(self):
        [fault] = faults_of(CONFIGS / "halton_published.yaml")
        assert fault.message.startswith("this seems to be published figures, not a scenario")

    def test_a_scenario_given_as_a_configuration_is_told(self):
        with pytest.raises(InputError) as refused:
            load_baseline(CONFIGS / "scenarios" / "example" / "open_the_new_home.yaml")
        [fault] = refused.value.faults
        assert "this seems to be a scenario, not a configuration" in fault.message

    def test_a_missing_file_a_folder_and_another_kind_of_file_are_told(self, tmp_path):
        (tmp_path / "folder.yaml").mkdir()
        assert "no such file; check the name" in faults_of(tmp_path / "nowhere.yaml")[0].message
        assert "this is a folder" in faults_of(tmp_path / "folder.yaml")[0].message
        assert "not a YAML file" in faults_of(saved(tmp_path, "scenario.json", "{}"))[0].message

    def test_a_folder_without_scenarios_is_told(self, tmp_path):
        with pytest.raises(InputError, match=r"holds no scenario: no file ends in \.yaml here"):
            scenario_paths([tmp_path])

    def test_an_unknown_evidence_id_is_told_with_the_nearest(self, tmp_path):
        evidence = tmp_path / "evidence"
        evidence.mkdir()
        saved(evidence, "papers.csv", "id,quantity,value\nS023,Children,367\n")
        path = saved(
            tmp_path, "scenario.yaml", GOOD.format(name="Cites").replace('"assumption: a test"', "[S023, S022]")
        )
        [fault] = faults_of(path, evidence=evidence)
        assert (fault.line, fault.field) == (4, "interventions.item 1.source.item 2")
        assert fault.message == "unknown evidence id 'S022'; did you mean 'S023'?"

    @pytest.mark.parametrize("name", ["=HYPERLINK(1)", "<script>", "../x", "CON", "$\\frac{", "@SUM(1)", "\u202eevil"])
    def test_a_hostile_name_is_text_or_refused_but_never_more(self, name, tmp_path):
        text = GOOD.format(name="PLACE").replace("PLACE", f"'{name}'")
        path = saved(tmp_path, "scenario.yaml", text)
        if name.isprintable():
            [option] = load_options([path], load_baseline(CONFIGS / "example.yaml"), None)
            assert option.scenario.name == name
        else:
            assert faults_of(path)[0].field == "name"


@pytest.mark.parametrize(
    "odd", [None, True, -1, 1e308, "40", "\x1b[31m\n", [], [[None]], {}, {"kind": [1], 2: "x"}], ids=repr
)
def test_an_odd_value_anywhere_is_accepted_or_told(odd: Any, tmp_path: Path, halton: Baseline):
    """Every value of the twelve scenarios of Halton in turn, in place of which something odd stands."""
    for path in scenario_paths([CONFIGS / "scenarios" / "halton"]):
        document = read_yaml(path)
        for place in document.lines:
            without = ranged(replace(document, values=changed(document.values, place, odd)), Scenario)
            assert all(str(fault).isprintable() and fault.line for fault in without.faults), place
            try:
                validated(Scenario, without.document).applied(halton)
            except InputError as error:
                assert all(str(fault).isprintable() and fault.line for fault in error.faults), place
            except InconsistentError as error:
                assert error.problems
