"""The workbook of a report, read back by other code than wrote it."""

import re
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from math import nan
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from placesim.report.figures import Unit
from placesim.report.paper.parts import Cell, Finding, Report, Section, Table
from placesim.report.paper.workbook import write_workbook
from placesim.report.paper.workbook_captions import beside
from tests.office import AGAIN, HOSTILE, MILLIONS, PERCENT, harmless, hostile_report, report, year_table

Row = dict[str, object]
SHEETS = ["Summary", "Options", "Spend by year", "Charts", "About this run"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "report.xlsx"
    write_workbook(path, report())
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return load_workbook(path)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "report.xlsx"
    write_workbook(path, hostile_report())
    return path


def of_tables(tmp_path: Path, *tables: Table) -> Workbook:
    path = tmp_path / "report.xlsx"
    write_workbook(path, Report("Run", "Testford", "What?", (Section("Figures", "figures", tables),)))
    return load_workbook(path)


def tables(sheet: Worksheet) -> list[tuple[int, int]]:
    """The first and last row of each table."""
    ends = [tuple(map(int, re.findall(r"\d+", table.ref))) for table in sheet.tables.values()]
    return sorted((first, last) for first, last in ends)


def rows(sheet: Worksheet, place: int = 0) -> list[Row]:
    first, last = tables(sheet)[place]
    headings, *values = sheet.iter_rows(min_row=first, max_row=last, values_only=True)
    return [{str(name): value for name, value in zip(headings, row, strict=True) if name} for row in values]


def cells(sheet: Worksheet, heading: str) -> list[str]:
    """How the cells below a heading are printed."""
    first, last = tables(sheet)[0]
    [place] = [cell.column for cell in sheet[first] if cell.value == heading]
    return [sheet.cell(row, place).number_format for row in range(first + 1, last + 1)]


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None]


def test_sheets_stand_in_the_order_of_the_report_with_the_summary_first_and_the_run_last(book: Workbook):
    assert book.sheetnames == SHEETS


def test_the_summary_says_what_was_found_and_how_to_read_it(book: Workbook):
    said = texts(book["Summary"])
    for text in ("Testford: options compared", "What would new homes do?", "Trial: 20 futures.", "How to read this.",
                 "1 April 2025 to 31 March 2029", "Does it save money?", "It saves about £3.1m (2.5 to 3.8)",
                 "It opens in July.", "Two options save money."):  # fmt: skip
        assert text in said


def test_the_summary_lists_every_sheet_with_a_link_what_it_holds_and_its_rows(book: Workbook):
    listed = rows(book["Summary"])
    assert [each["Sheet"] for each in listed] == SHEETS[1:]
    assert listed[0] == {"Sheet": "Options", "What it holds": "Options compared", "Rows": 4}
    assert listed[2]["What it holds"] == "5 charts"
    for sheet in book:
        links = [cell.hyperlink for line in sheet.iter_rows() for cell in line if cell.hyperlink]
        assert links, sheet.title
        for link in links:
            assert link.target is None
            assert link.location.strip("'").split("'!")[0] in book.sheetnames


def test_figures_stand_in_their_own_unit_with_their_ends_beside_them(book: Workbook):
    baseline, home, carers, nothing = rows(book["Options"])
    assert baseline["Spend, all years"] == 61.2e6
    assert home["Spend, all years"] == -3.1e6
    assert (home["Spend, all years: low"], home["Spend, all years: high"]) == (-3.8e6, -2.5e6)
    assert home["Out of borough, %"] == 0.421
    assert carers["Spend, all years: low"] is None
    assert nothing["Spend, all years"] == 0
    assert [each["Moves"] for each in (home, carers, nothing)] == [None] * 3


def test_why_there_is_no_interval_stands_in_a_note(book: Workbook):
    _, home, carers, nothing = rows(book["Options"])
    assert carers["Note"] == "Spend, all years: too few to say"
    assert nothing["Note"] == "Spend, all years: in every future"
    assert home["Note"] is None
    assert list(home)[-1] == "Note"


def test_a_mean_without_an_interval_but_with_a_range_says_so_in_the_note(book: Workbook):
    homes = rows(book["Spend by year"])[0]
    assert homes["2025-26"] == 1.2e6
    assert [homes[f"2025-26: {end}"] for end in ("low", "high", "p10", "p90")] == [1.1e6, 1.3e6, 0.9e6, 1.6e6]
    assert [homes[f"2028-29: {end}"] for end in ("p10", "p90")] == [0.9e6, 1.6e6]
    assert not {"2028-29: low", "2028-29: high"} & homes.keys(), "a column of ends that holds nothing is left out"
    assert homes["Note"] == "2028-29: too few to say"


def test_figures_are_printed_in_their_unit_differences_with_their_sign(book: Workbook):
    baseline, *differences = cells(book["Options"], "Spend, all years")
    assert baseline == "£#,##0;-£#,##0"
    assert set(differences) == {"+£#,##0;-£#,##0;£0"}
    assert cells(book["Options"], "Spend, all years: low")[1] == "+£#,##0;-£#,##0;£0"
    assert set(cells(book["Options"], "Out of borough, %")) == {"0.0%"}


def test_counts_are_printed_with_the_decimals_of_their_unit(tmp_path: Path):
    units = {"Nights": Unit("nights"), "Children": Unit("children", decimals=1), "A week": Unit("£", 1, 2, "£")}
    row = (Cell("x"), *(Cell("2", 2.0, unit) for unit in units.values()))
    sheet = of_tables(tmp_path, Table("Units", ("What", *units), (row,), sheet="Units"))["Units"]
    assert [cells(sheet, name) for name in units] == [["#,##0"], ["#,##0.0"], ["£#,##0.00;-£#,##0.00"]]


def test_headings_and_captions_do_not_say_millions_where_cells_hold_pounds(book: Workbook, tmp_path: Path):
    assert not any(re.search("£ ?(m|k|million|thousand)$", text) for text in texts(book["Options"]))
    caption = "Spend, £ million"
    shown = of_tables(tmp_path, Table(caption, ("What", "Spend, £ thousand"), ((Cell("x"), Cell("1", 1e3, MILLIONS)),),
                                      sheet="S"))  # fmt: skip
    assert "Spend" in texts(shown["S"])
    assert list(rows(shown["S"])[0]) == ["What", "Spend"]


def test_months_are_dates(book: Workbook):
    months = rows(book["Spend by year"], 1)
    assert months[0]["Month"] == datetime(2025, 1, 1)
    assert len(months) == 12


def test_dates_are_printed_as_months(tmp_path: Path):
    day = Cell("April 2025", date(2025, 4, 1))
    sheet = of_tables(tmp_path, Table("T", ("What", "Month"), ((Cell("x"), day),), sheet="T"))["T"]
    assert cells(sheet, "Month") == ["mmm yyyy"]


def test_a_column_of_words_stays_words_with_its_lines(tmp_path: Path):
    table = Table(
        "T", ("What", "Words"), ((Cell("x", below="below"), Cell("one\ntwo")), (Cell("y"), Cell(""))), sheet="T"
    )
    first, second = rows(of_tables(tmp_path, table)["T"])
    assert first == {"What": "x\nbelow", "Words": "one\ntwo"}
    assert second["Words"] is None


def test_missing_and_infinite_figures_are_empty_cells(tmp_path: Path):
    values = [Cell("a", nan, PERCENT), Cell("b", float("inf"), PERCENT), Cell("c", 0.5, PERCENT)]
    table = Table("T", ("What", "Figure"), tuple((Cell("x"), value) for value in values), sheet="T")
    assert [each["Figure"] for each in rows(of_tables(tmp_path, table)["T"])] == [None, None, 0.5]


def test_a_table_without_rows_is_named_and_has_none(tmp_path: Path):
    book = of_tables(tmp_path, Table("None at all", ("What", "Figure"), (), sheet="Empty"))
    assert rows(book["Summary"]) == [{"Sheet": "Empty", "What it holds": "None at all", "Rows": 0}]
    assert rows(book["Empty"]) == [{"What": None, "Figure": None}]


def test_tables_of_one_sheet_stand_below_each_other_and_one_alone_has_a_filter(book: Workbook):
    [options], years = book["Options"].tables.values(), tables(book["Spend by year"])
    assert options.autoFilter is not None
    assert len(years) == 2 and years[0][1] < years[1][0]
    assert all(table.autoFilter is None for table in book["Spend by year"].tables.values())


def test_headings_are_frozen_cells_are_not_merged_and_sheets_are_set_up_for_print(book: Workbook):
    for sheet in book:
        assert not sheet.merged_cells.ranges, sheet.title
        assert sheet.page_setup.fitToHeight == 0 and sheet.sheet_properties.pageSetUpPr.fitToPage
    for name in ("Options", "Spend by year", "About this run"):
        first = tables(book[name])[0][0]
        assert book[name].freeze_panes == f"B{first + 1}"
    first = tables(book["Options"])[0][0]
    assert book["Options"].print_title_rows == f"${first}:${first}"


def test_a_very_wide_table_is_printed_large_on_pages_abreast(tmp_path: Path):
    setup = of_tables(tmp_path, year_table(8))["Spend by year"].page_setup
    assert (int(setup.paperSize), setup.fitToWidth, setup.orientation) == (8, 2, "landscape")


def test_a_narrow_table_and_a_sheet_of_charts_are_printed_upright(book: Workbook):
    assert book["Charts"].page_setup.orientation != "landscape"
    assert book["Options"].page_setup.orientation != "landscape"


def test_totals_and_what_is_sure_stand_out(book: Workbook):
    first, last = tables(book["Spend by year"])[0]
    sheet = book["Spend by year"]
    assert sheet.cell(last, 1).font.bold and sheet.cell(last, 2).font.bold
    assert not sheet.cell(first + 1, 2).font.bold
    first = tables(book["Options"])[0][0]
    assert book["Options"].cell(first + 2, 2).font.bold
    assert not book["Options"].cell(first + 3, 2).font.bold


def test_charts_are_pictures_with_their_findings_above_and_words_for_who_does_not_see_them(book: Workbook, path: Path):
    sheet = book["Charts"]
    pictures = [(image.anchor._from.row, image.anchor._from.col) for image in sheet._images]
    assert len(pictures) == 5
    above = [str(sheet.cell(row + 1, column + 1).value) for row, column in pictures]
    assert sorted(above) == ["A chart that stands alone", *(f"Small chart {n}" for n in range(4))]
    with ZipFile(path) as packed:
        drawing = packed.read("xl/drawings/drawing1.xml").decode()
    assert drawing.count('descr="One line that rises from 0 to 1') == 5


def test_pictures_do_not_reach_into_each_other(book: Workbook):
    sheet = book["Charts"]
    places = sorted((image.anchor._from.row, image.anchor._from.col) for image in sheet._images)
    assert len(set(places)) == len(places)
    for image in sheet._images:
        assert image.anchor.to.row == image.anchor._from.row, "a picture stays in its row, and so on its page"
        assert image.anchor.to.col == image.anchor._from.col
    assert all(later >= earlier for earlier, later in pairwise(places))


def test_about_this_run_holds_what_is_needed_to_make_the_figures_again(book: Workbook):
    found = {str(each["What"]): each["Value"] for each in rows(book["About this run"])}
    assert found == {"Command": "placesim compare council.yaml", "Seed": "1", "SHA-256": "ab" * 32}
    assert rows(book["About this run"], 1) == [{"Name": "numpy", "Version": "2.0"}]


def test_words_alone_make_no_sheet(tmp_path: Path):
    path = tmp_path / "report.xlsx"
    write_workbook(path, Report("Run", "T", "", (Section("A", "a", (Finding("x"),), annex=True), AGAIN)))
    assert load_workbook(path).sheetnames == ["Summary", "About this run"]


def test_no_cell_is_missing_by_an_error_or_by_words(book: Workbook):
    for sheet in book:
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type != "e", (sheet.title, cell.coordinate)
                assert str(cell.value).lower() not in {"nan", "inf", "-inf", "#num!", "#n/a"}


def test_the_same_report_is_the_same_file(tmp_path: Path, path: Path):
    write_workbook(tmp_path / "again.xlsx", report())
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_the_file_does_not_say_when_it_was_written(book: Workbook, path: Path):
    assert book.properties.created == datetime(2000, 1, 1)
    with ZipFile(path) as packed:
        assert len({part.date_time for part in packed.infolist()}) == 1


def test_no_name_becomes_a_formula_or_a_link(hostile: Path):
    with ZipFile(hostile) as packed:
        for name in packed.namelist():
            if name.endswith(".png"):
                continue
            text = packed.read(name).decode("utf-8")
            assert "<f>" not in text and "<f " not in text, name
            assert 'TargetMode="External"' not in text, name
            assert not any(kind in name for kind in ("externalLink", "vba", "calcChain")), name


def test_hostile_names_stand_in_the_workbook_as_the_text_they_are(hostile: Path):
    book = load_workbook(hostile)
    shown = {harmless(str(each["Name"])) for each in rows(book["Alike"])}
    assert {harmless(name) for name in HOSTILE} == shown
    assert {harmless(name) for name in HOSTILE} <= {harmless(text) for text in texts(book["Summary"])}
    for sheet in book:
        for line in sheet.iter_rows():
            assert all(cell.data_type in ("s", "n", "d") for cell in line)


def test_text_that_a_spreadsheet_might_read_anew_is_marked_as_text(hostile: Path):
    book = load_workbook(hostile)
    for name in ("Alike", "Charts", "Summary"):
        filled = [cell for line in book[name].iter_rows(min_row=2) for cell in line]
        risky = [cell for cell in filled if str(cell.value)[:1] in ("=", "+", "-", "@") and cell.data_type == "s"]
        assert len(risky) >= 4, name
        assert all(cell.quotePrefix for cell in risky), name


def test_headings_that_are_alike_are_told_apart(hostile: Path):
    sheet = load_workbook(hostile)["Alike"]
    assert list(rows(sheet)[0]) == ["Name", "Same", "same (2)", "SAME (3)"]


def test_headings_and_texts_longer_than_a_cell_holds_are_cut(tmp_path: Path):
    table = Table("T", ("x" * 300, "y"), ((Cell("z" * 40_000), Cell("1")),), sheet="T")
    [row] = rows(of_tables(tmp_path, table)["T"])
    assert len(str(row["x" * 240])) == 32_767


def test_names_that_a_sheet_may_not_have_are_changed(tmp_path: Path):
    names = ("a/b:c*?[d]\\e", "'quoted'", "Summary", "history", "n" * 50, "n" * 49 + "m")
    shown = of_tables(tmp_path, *(Table("T", ("What",), ((Cell("x"),),), sheet=name) for name in names)).sheetnames
    assert len(shown) == 1 + 5, "those that become the same are one sheet"
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in shown)
    assert len({name.casefold() for name in shown}) == len(shown)


def test_a_long_caption_is_broken_to_the_width_of_its_sheet(tmp_path: Path):
    table = Table("Words of a caption " * 12, ("What", "Figure"), ((Cell("x"), Cell("1", 1.0, MILLIONS)),), sheet="T")
    sheet = of_tables(tmp_path, table)["T"]
    [(first, _)] = tables(sheet)
    caption = [str(sheet.cell(row, 1).value) for row in range(3, first)]
    assert " ".join(caption) == ("Words of a caption " * 12).strip()
    assert len(caption) == 4 and max(map(len, caption)) <= 60


@pytest.mark.parametrize("value", [-0.3, -5e-12, 0.4])
def test_a_figure_that_is_printed_as_nothing_has_no_sign(tmp_path: Path, value: float):
    rows = ((Cell("x"), Cell("0", value, MILLIONS)), (Cell("y"), Cell("+1.00", 1e6, MILLIONS)))
    shown = cells(of_tables(tmp_path, Table("T", ("What", "Figure"), rows, sheet="T"))["T"], "Figure")
    assert shown == ["£#,##0;£#,##0", "+£#,##0;-£#,##0;£0"]


def test_headings_take_no_more_lines_than_they_need_and_one_for_the_buttons_of_a_filter(tmp_path: Path):
    heading = "Probability if the council's forecast were the mean"
    table = Table("T", ("What", heading), ((Cell("x"), Cell("1", 1.0, MILLIONS)),), sheet="T")
    book = of_tables(tmp_path, table, replace(table, caption="U"), replace(table, sheet="Filtered"))
    for sheet, lines in (("T", 4), ("Filtered", 5)):
        first, _ = tables(book[sheet])[0]
        assert book[sheet].row_dimensions[first].height == pytest.approx(lines * 12.75 + 1.5), sheet


BELOW = {
    "; below each mean its 95% interval, then the range of futures (p10 to p90)":
        "; low and high: 95% interval of the mean; p10 and p90: range of futures",
    "; below each mean its 95% interval, then the range of futures":
        "; low and high: 95% interval of the mean; p10 and p90: range of futures",
    "; below what it is worth the 95% interval of the mean, then the range of futures (p10 to p90)":
        "; low and high: 95% interval of the mean; p10 and p90: range of futures",
    "; below each outturn p10 to p90, below each probability its 95% interval (Wilson)":
        "; low and high: 95% interval (Wilson); p10 and p90: range of futures",
    "; below each part the 95% interval":
        "; low and high: 95% interval of the mean; p10 and p90: range of futures",
    " (95% interval below)": " (low and high: 95% interval of the mean; p10 and p90: range of futures)",
    " (below, the 95% interval), and what becomes of it":
        " (low and high: 95% interval of the mean; p10 and p90: range of futures), and what becomes of it",
    "; below each figure its 95% interval (left out: Homes)":
        "; low and high: 95% interval of the mean; p10 and p90: range of futures (left out: Homes)",
    "; below it its 95% interval (Wilson). No budget is known of 2026-27":
        "; low and high: 95% interval (Wilson); p10 and p90: range of futures. No budget is known of 2026-27",
    "; every cash flow below refers to these figures": "; every cash flow below refers to these figures",
    "; what it saves above nothing, what it costs below": "; what it saves above nothing, what it costs below",
}  # fmt: skip
"""What captions say of page and document, and what a sheet says in its place."""


@pytest.mark.parametrize("clause", BELOW)
def test_a_caption_says_beside_on_a_sheet_what_stands_below_on_a_page(clause: str):
    assert beside(f"Spend, £ million{clause}", ("low", "high", "p10", "p90")) == f"Spend{BELOW[clause]}"


def test_a_caption_speaks_of_no_ends_that_its_table_has_not(tmp_path: Path):
    said = "Spend; below each mean its 95% interval, then the range of futures (p10 to p90)"
    assert beside(said, ()) == beside(said, ("Baseline", "Option")) == "Spend"
    assert beside(said, ("p10", "p50", "p90")) == "Spend; p10 and p90: range of futures, p50: the middle one"
    few = Table(said, ("What", "Figure"), ((Cell("x"), Cell("1", 1.0, MILLIONS, "1 to 2", (1.0, 2.0, nan, nan))),),
                ends=("low", "high", "p10", "p90"), sheet="S")  # fmt: skip
    book = of_tables(tmp_path, few)
    assert "Spend; low and high: 95% interval of the mean" in " ".join(texts(book["S"]))
    assert rows(book["Summary"])[0]["What it holds"] == "Spend", "the contents say what a sheet holds"


def test_headings_of_figures_are_set_right_and_those_of_words_left(book: Workbook):
    sheet = book["Options"]
    [(first, _)] = tables(sheet)
    align = {str(cell.value): cell.alignment.horizontal for cell in sheet[first]}
    assert align["Spend, all years"] == align["Spend, all years: low"] == align["Out of borough, %"] == "right"
    assert align["Option"] == align["Note"] == "left"


def test_ratings_are_filled_with_their_colour(tmp_path: Path):
    ratings = ("green", "amber", "red", "")
    table = Table("T", ("What", "RAG"), tuple((Cell("x"), Cell(each, rag=True)) for each in ratings), sheet="T")
    sheet = of_tables(tmp_path, table)["T"]
    [(first, _)] = tables(sheet)
    fills = [sheet.cell(first + row, 2).fill.fgColor.rgb for row in (1, 2, 3, 4)]
    assert fills == ["FFC6E0B4", "FFFFD966", "FFF4B6AE", "00000000"]
