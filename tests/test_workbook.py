"""The workbook of a comparison, read back by other code than wrote it."""

import re
from math import isnan
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from placesim.config.evidence import Figure
from placesim.experiment.comparison import ALL_YEARS
from placesim.report.comparison.comparing import Comparing
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.office.excel import write_workbook
from tests.office import HOSTILE, SCENARIOS, comparing_of, harmless, opening, small_council

Row = dict[str, object]


@pytest.fixture(scope="module")
def comparing() -> Comparing:
    return comparing_of(small_council(), SCENARIOS)


@pytest.fixture(scope="module")
def path(comparing: Comparing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "report.xlsx"
    write_workbook(path, comparing)
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return load_workbook(path)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scenarios = {name: [opening("2025-07-01")] for name in HOSTILE}
    path = tmp_path_factory.mktemp("hostile") / "report.xlsx"
    write_workbook(path, comparing_of(small_council(HOSTILE[0], HOSTILE[5]), scenarios, 12))
    return path


def heading_row(sheet: Worksheet) -> int:
    [table] = sheet.tables.values()
    return int(re.findall(r"\d+", table.ref)[0])


def rows(sheet: Worksheet) -> list[Row]:
    first = heading_row(sheet)
    headings, *values = sheet.iter_rows(min_row=first, values_only=True)
    return [dict(zip((str(heading) for heading in headings), row, strict=True)) for row in values]


def row(sheet: Worksheet, **wanted: object) -> Row:
    named = {name.replace("_", " "): value for name, value in wanted.items()}
    [found] = [each for each in rows(sheet) if all(each[name] == value for name, value in named.items())]
    return found


def same(cell: object, value: float) -> bool:
    return cell is None if isnan(value) else isinstance(cell, int | float) and cell == pytest.approx(value)


def test_every_difference_stands_in_the_workbook_as_the_comparison_has_it(book: Workbook, comparing: Comparing):
    options, found = ComparisonStudy(comparing), rows(book["Differences"])
    told = {(each["Scenario"], each["Year"], each["Measure"], each["Group"]): each for each in found}
    checked = 0
    for name in options.names:
        for year in (*options.comparison.years, ALL_YEARS):
            for measure, words in (("spend", "Spend"), ("out_of_borough_share", "Out of borough share")):
                difference = options.difference(name, measure, "all", year)
                if difference.nothing and difference.before == 0:
                    continue
                each = told[name, year, words, "In all"]
                assert same(each["Mean difference"], difference.mean)
                assert same(each["Low"], difference.low)
                assert same(each["High"], difference.high)
                assert same(each["p10"], difference.p10)
                assert same(each["p90"], difference.p90)
                assert same(each["Probability lower"], difference.below)
                assert same(each["Baseline mean"], difference.before)
                assert difference.note in str(each["Note"] or "")
                checked += 1
    assert checked > 20


def test_the_options_sheet_says_what_each_scenario_does_to_spend(book: Workbook, comparing: Comparing):
    for name in SCENARIOS:
        difference = comparing.comparison.difference(name, "spend")
        shown = row(book["Options, money"], Scenario=name)
        assert same(shown["Spend, 2025-26 to 2026-27, difference"], difference.mean)
        assert same(shown["Spend, 2025-26 to 2026-27, difference: low"], difference.low)
        assert same(shown["Void nights"], comparing.comparison.difference(name, "void_nights").after)


def test_a_scenario_that_changes_nothing_says_so_and_claims_no_probability(book: Workbook):
    shown = row(book["Options, money"], Scenario="Nothing at all")
    assert shown["Spend, 2025-26 to 2026-27, difference"] == 0
    assert shown["Spend, 2025-26 to 2026-27, difference: low"] is None
    assert shown["Futures in which all years cost less"] is None
    assert "No difference in any future" in str(shown["Note"])


def test_lines_of_the_budget_add_up_in_the_workbook(book: Workbook, comparing: Comparing):
    found = rows(book["Spend by budget line"])
    for name in ("baseline", *SCENARIOS):
        lines = [each for each in found if each["Scenario"] == name]
        total = next(each for each in lines if each["Budget line"] == "In all")
        parts = [each for each in lines if each is not total]
        for year in (*comparing.comparison.years, "All years"):
            assert sum(float(str(each[year])) for each in parts) == pytest.approx(float(str(total[year])))


def test_the_cumulative_saving_ends_at_the_difference_over_all_years(book: Workbook, comparing: Comparing):
    last = [each for each in rows(book["Cumulative saving"]) if each["Scenario"] == "Open in July"][-1]
    difference = comparing.comparison.difference("Open in July", "spend")
    assert last["Saved so far: mean"] == pytest.approx(-difference.mean)
    assert last["Saved so far: low"] == pytest.approx(-difference.high)
    assert str(last["Month"]).startswith("2027-03-01")


def test_a_home_is_empty_until_it_opens_and_its_children_came_from_elsewhere(book: Workbook, comparing: Comparing):
    months = [each for each in rows(book["Homes"]) if each["Scenario"] == "Open in July"]
    by_month = {str(each["Month"])[:7]: each for each in months}
    assert by_month["2025-06"]["Usable beds taken"] is None
    assert by_month["2025-06"]["Futures in which it is open"] == 0
    assert by_month["2025-07"]["Futures in which it is open"] == 1
    assert by_month["2025-07"]["Usable beds: mean"] == 3
    came = [each for each in rows(book["Arrivals"]) if each["Scenario"] == "Open in July"]
    assert [each["Came from"] for each in came] == ["Homes"]
    assert came[0]["All years: mean"] == pytest.approx(
        comparing.comparison.difference("Open in July", "arrivals", "near from homes").after
    )


def test_the_contents_list_every_sheet_in_order_with_a_link_to_it(book: Workbook):
    listed = [str(each["Sheet"]) for each in rows(book["Contents"])]
    assert book.sheetnames == ["Contents", *(name for name in listed if name in book.sheetnames)]
    for name, sheet in ((name, book[name]) for name in book.sheetnames):
        links = [cell.hyperlink for line in sheet.iter_rows() for cell in line if cell.hyperlink]
        assert links, name
        for link in links:
            assert link.target is None
            assert link.location.strip("'").split("'!")[0] in book.sheetnames


def test_sheets_without_anything_to_show_are_named_but_not_linked(tmp_path: Path):
    path = tmp_path / "report.xlsx"
    write_workbook(path, comparing_of(small_council(), {"Nothing at all": []}, 12))
    book = load_workbook(path)
    assert "Homes" not in book.sheetnames
    assert "No scenario opens a home." in str(row(book["Contents"], Sheet="Homes")["What it answers"])


def test_every_sheet_has_one_table_a_frozen_heading_and_no_merged_cell(book: Workbook):
    for sheet in book:
        first = heading_row(sheet)
        assert len(sheet.tables) == 1, sheet.title
        assert int(re.findall(r"\d+", sheet.freeze_panes or "A0")[0]) == first + 1, sheet.title
        assert not sheet.merged_cells.ranges, sheet.title
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == f"${first}:${first}", sheet.title
        assert sheet.page_setup.fitToHeight == 0 and sheet.sheet_properties.pageSetUpPr.fitToPage


def test_figures_are_printed_in_their_unit(book: Workbook):
    sheet = book["Differences"]
    first = heading_row(sheet)
    headings = [cell.value for cell in sheet[first]]
    unit, mean = headings.index("Unit"), headings.index("Baseline mean")
    printed = {line[unit].value: line[mean].number_format for line in sheet.iter_rows(min_row=first + 1)}
    assert printed["pounds"].startswith("£")
    assert printed["share of children"] == "0.0%"
    assert printed["children"] == "#,##0.0"
    assert printed["nights"] == "#,##0"


def test_no_cell_is_missing_by_an_error_or_by_words(book: Workbook):
    for sheet in book:
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type != "e", (sheet.title, cell.coordinate)
                assert str(cell.value).lower() not in {"nan", "inf", "-inf", "#num!", "#n/a"}


def test_too_few_futures_leave_intervals_and_ranges_empty(tmp_path: Path):
    path = tmp_path / "report.xlsx"
    write_workbook(path, comparing_of(small_council(), {"Open in July": [opening("2025-07-01")]}, 3))
    shown = row(load_workbook(path)["Differences"], Measure="Spend", Group="In all", Year=ALL_YEARS)
    assert shown["Mean difference"] is not None
    assert [shown[name] for name in ("Low", "High", "p10", "p50", "p90")] == [None] * 5
    assert "too few futures" in str(shown["Note"])


def test_interventions_are_told_in_words_with_their_grounds(book: Workbook):
    shown = row(book["Interventions"], Scenario="Dearer")
    assert "110%" in str(shown["What it changes"])
    assert shown["Decided by the council"] == "no"
    assert shown["Assumption"] == "a test"


def test_evidence_says_where_it_stands_and_who_cites_it(tmp_path: Path):
    said = {**opening("2025-07-01"), "source": ["S001"]}
    comparing = comparing_of(small_council(), {"Open in July": [said]}, 12)
    known = {"S001": Figure("S001", "A lease", "=1+1", "A paper, p3", "high"), "S002": Figure("S002", "", "", "", "")}
    path = tmp_path / "report.xlsx"
    write_workbook(
        path, Comparing(comparing.council, comparing.comparison, comparing.options, comparing.settings, known)
    )
    [shown] = rows(load_workbook(path)["Evidence cited"])
    assert shown["Value"] == "=1+1"
    assert shown["Cited by"] == "Open in July"


def test_no_name_becomes_a_formula_or_a_link(hostile: Path):
    with ZipFile(hostile) as packed:
        for name in packed.namelist():
            text = packed.read(name).decode("utf-8")
            assert "<f>" not in text and "<f " not in text, name
            assert 'TargetMode="External"' not in text, name
            assert not any(kind in name for kind in ("externalLink", "vba", "calcChain")), name


def test_hostile_names_stand_in_the_workbook_as_the_text_they_are(hostile: Path):
    book = load_workbook(hostile)
    shown = {harmless(str(each["Scenario"])) for each in rows(book["Options, money"])}
    assert {harmless(name) for name in HOSTILE} <= shown
    for sheet in book:
        for line in sheet.iter_rows():
            assert all(cell.data_type in ("s", "n", "d") for cell in line)
    names = {"Contents", "Options, money", "Options, children", "Differences", "About this run"}
    assert names <= set(book.sheetnames), "names of sheets are never taken from a scenario"


def test_text_that_a_spreadsheet_might_read_anew_is_marked_as_text(hostile: Path):
    sheet = load_workbook(hostile)["Options, money"]
    risky = [cell for line in sheet.iter_rows() for cell in line if str(cell.value)[:1] in ("=", "+", "-", "@")]
    texts = [cell for cell in risky if isinstance(cell.value, str)]
    assert len(texts) >= 4
    assert all(cell.quotePrefix for cell in texts)


def test_headings_that_labels_make_alike_are_told_apart(hostile: Path):
    sheet = load_workbook(hostile)["Options, children"]
    headings = [str(cell.value).casefold() for cell in sheet[heading_row(sheet)]]
    assert len(set(headings)) == len(headings)
    assert sum(heading.startswith("$\\frac{, difference") for heading in headings) == 6
    assert all(cell.data_type == "s" for cell in sheet[heading_row(sheet)])
