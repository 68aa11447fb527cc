"""Loading: what a good configuration gives."""

from datetime import date
from pathlib import Path

import pytest

from placesim.config.baseline import Baseline
from placesim.config.children import ListedChild
from placesim.config.evidence import Figure, sources_in
from placesim.config.input_files import InputFiles
from placesim.config.loading import evidence_for, load_baseline
from placesim.config.problem import nearest
from placesim.config.values import Step, value_on
from placesim.config.yaml_files import read_yaml

EXAMPLE = (Path(__file__).parents[1] / "configs" / "example.yaml").read_text(encoding="utf-8")


def loaded(folder: Path, *changes: tuple[str, str]) -> Baseline:
    """Load the example with some of its text changed."""
    text = EXAMPLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "council.yaml"
    path.write_text(text, encoding="utf-8")
    return load_baseline(path)


def test_the_example_loads_into_a_frozen_baseline(tmp_path: Path):
    baseline = loaded(tmp_path)
    assert (baseline.name, baseline.start, baseline.years) == ("Exampleton", date(2025, 4, 1), 5)
    with pytest.raises(ValueError, match="frozen"):
        baseline.years = 6


def test_one_number_holds_on_every_date(tmp_path: Path):
    entries = loaded(tmp_path).entrants["local"].entries_per_year
    assert value_on(entries, date(1990, 1, 1)) == value_on(entries, date(2090, 1, 1)) == 40


def test_a_dated_value_holds_from_its_date_and_the_first_also_before(tmp_path: Path):
    steps = "entries_per_year: [{from: 2026-04-01, value: 40}, {from: 2027-04-01, value: 50}]"
    entries = loaded(tmp_path, ("entries_per_year: 40", steps)).entrants["local"].entries_per_year
    assert entries == (Step(from_=date(2026, 4, 1), value=40), Step(from_=date(2027, 4, 1), value=50))
    days = [date(2025, 4, 1), date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1)]
    assert [value_on(entries, day) for day in days] == [40, 40, 40, 50]


def test_a_date_may_be_written_as_text_but_means_the_same(tmp_path: Path):
    assert loaded(tmp_path, ("start: 2025-04-01", 'start: "2025-04-01"')) == loaded(tmp_path)


def test_no_and_yes_stay_text_for_labels_and_answer_questions(tmp_path: Path):
    changes = (
        ("label: Kinship care", "label: NO"),
        ("out_of_borough: true", "out_of_borough: yes"),
        ("planned: false", "planned: NO"),
    )
    baseline = loaded(tmp_path, *changes)
    assert baseline.placement_types["kinship"].label == "NO"
    assert baseline.provision["agency_carers"].out_of_borough is True
    assert baseline.moves["breakdown"].planned is False


def test_a_source_is_text_or_a_list_and_a_block_named_source_is_none(tmp_path: Path):
    both = '["assumption: one", "assumption: two"]'
    baseline = loaded(tmp_path, ('source: "assumption: example"', f"source: {both}"))
    assert baseline.provision["relatives"].price.source == ("assumption: one", "assumption: two")
    assert baseline.provision["relatives"].source == ("assumption: example",)
    block = {"source": {"label": "Springs", "source": ["S001"]}, "odd": {"source": [1]}}
    assert sources_in(block) == [(("source",), ("S001",))]


def test_a_tier_may_be_a_name_an_option_or_a_list_of_them(tmp_path: Path):
    needs = loaded(tmp_path).needs
    assert [[option.provision for option in tier] for tier in needs["home"].search] == [
        ["new_home", "homes_in_borough"],
        ["homes_elsewhere"],
    ]
    assert needs["family"].search[0][0].share == 0.25


def test_children_are_read_from_a_file_beside_the_configuration(tmp_path: Path):
    table = "provision,need,stream,age_years,days_in_placement,years_in_care\nrelatives,family,local,7.25,200,1.5\n"
    (tmp_path / "children.csv").write_text(table, encoding="utf-8-sig")
    baseline = loaded(tmp_path, ("  groups:", "  file: children.csv\n  groups:"))
    child = ListedChild(
        provision="relatives", stream="local", need="family", age_years=7.25, years_in_care=1.5, days_in_placement=200
    )
    assert baseline.children_in_care.children == (child,)
    files = InputFiles()
    load_baseline(tmp_path / "council.yaml", files=files)
    assert files.paths == [tmp_path / "council.yaml", tmp_path / "children.csv"]


def test_headings_in_capitals_and_trailing_rows_of_a_spreadsheet_do_no_harm(tmp_path: Path):
    table = "Provision,Need,Stream,Age_years,Days_in_placement,Years_in_care\nrelatives, family,local,7.25,200,1.5\n"
    (tmp_path / "children.csv").write_text(f"{table},,,,,\n,,,,,\n", encoding="utf-8")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "papers.csv").write_text("ID,Quantity,Value\nS022,Weekly fee,250\n,,,,\n", encoding="utf-8")
    baseline = loaded(
        tmp_path,
        ("  groups:", "  file: children.csv\n  groups:"),
        ("years: 5", "years: 5\nevidence: seeds"),
        ('source: "assumption: example"', "source: S022"),
    )
    assert [child.need for child in baseline.children_in_care.children] == ["family"]
    assert evidence_for(tmp_path / "council.yaml", baseline)["S022"].quantity == "Weekly fee"


def test_a_time_in_care_rounded_down_may_be_a_little_shorter_than_the_placement(tmp_path: Path):
    table = "provision,need,stream,age_years,years_in_care,days_in_placement\nrelatives,family,local,7.3,1.5,565\n"
    (tmp_path / "children.csv").write_text(table, encoding="utf-8")
    baseline = loaded(tmp_path, ("  groups:", "  file: children.csv\n  groups:"))
    assert baseline.children_in_care.children[0].days_in_placement == 565


def test_streams_and_reasons_may_be_called_first_or_other(tmp_path: Path):
    changes = (("  local:\n", "  first:\n"), ("  special_guardianship:", "  other:"))
    text = EXAMPLE.replace("stream: local", "stream: first")
    for old, new in changes:
        text = text.replace(old, new, 1)
    path = tmp_path / "council.yaml"
    path.write_text(text, encoding="utf-8")
    assert list(load_baseline(path).entrants) == ["first"]


def test_cited_evidence_is_read_from_the_tables_of_its_folder(tmp_path: Path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "papers.csv").write_text(
        "id,quantity,value,unit,document,section_page\nS022,Weekly fee,250,GBP,Budget paper,p. 4\n,,,,,\n",
        encoding="utf-8",
    )
    (tmp_path / "seeds" / "other.csv").write_text("year,children\n2024,367\n", encoding="utf-8")
    baseline = loaded(
        tmp_path, ("years: 5", "years: 5\nevidence: seeds"), ('source: "assumption: example"', "source: S022")
    )
    figure = Figure("S022", "Weekly fee", "250 GBP", "Budget paper, p. 4", "")
    assert evidence_for(tmp_path / "council.yaml", baseline) == {"S022": figure}


def test_every_value_of_a_file_knows_its_line(tmp_path: Path):
    path = tmp_path / "small.yaml"
    path.write_text("# heading\nname: A\nbands:\n  low: [0,\n    5]\n  high:\n    - 5\n    - 18\n", encoding="utf-8")
    lines = read_yaml(path).lines
    places = [("name",), ("bands",), ("bands", "low"), ("bands", "low", 1), ("bands", "high"), ("bands", "high", 1)]
    assert [lines[place] for place in places] == [2, 3, 4, 5, 6, 8]


def test_the_nearest_name_is_offered_or_else_the_names_there_are():
    assert nearest("suported", ["supported", "kinship"]) == "did you mean 'supported'?"
    assert nearest("zzz", ["supported", "kinship"]) == "allowed: supported, kinship"
    assert nearest("zzz", []) == "allowed: none is declared"
