"""Live formulas: our templates find their cells wherever a table lands, and give the figures that are printed."""

from math import nan
from pathlib import Path

import pytest
from openpyxl import load_workbook

from placesim.report.figures import Unit
from placesim.report.paper.formulas import Formula
from placesim.report.paper.parts import Cell, Report, Section, Table
from placesim.report.paper.workbook import write_workbook
from tests.office import HOSTILE, PERCENT, year_table
from tests.spreadsheet import SOFFICE, WRONG, figures, formulas, opened, spoilt

POUNDS = Unit("£", 1, 2, "£")
LINES = {"Homes": (27_751.0, 27_238.5), "=Carers": (2_766.0, 2_218.0), "{Budget}": (97.0, 5.0)}


def money(value: float, template: str = "", name: str = "") -> Cell:
    return Cell(f"{value:.2f}", value, POUNDS, formula=Formula(template) if template else None, name=name)


def monitoring() -> Table:
    """Lines with a variance each, the council's own figures above and the total below, and an interval beside them."""
    rows = [
        (Cell(line), money(budget), Cell("x", forecast, POUNDS, "x 1 to 2", (forecast - 1, forecast + 1)),
         money(budget - forecast, "={Budget}-{Forecast}"))
        for line, (budget, forecast) in LINES.items()
    ]  # fmt: skip
    budget, forecast = (sum(pair[i] for pair in LINES.values()) for i in (0, 1))
    sums = (money(budget, "=SUM({above})"), money(forecast, "=SUM({@0..@-1})"), money(budget - forecast, "={1}-{-1}"))
    first = (Cell("Last year"), money(1.0), money(2.0), money(-1.0, "={Budget@first}-{2@first}"))
    columns = ("Line", "Budget", "Forecast", "Variance")
    return Table("Monitoring", columns, (*rows, (Cell("Total"), *sums)), first=first, total=True, sheet="Money")


def investment() -> Table:
    """Years across: cash, the running total, and what it is worth today."""
    cash, rate = [-475_000.0, -50_000.0, 150_000.0, 260_000.0], 0.035
    net = sum(each / (1 + rate) ** year for year, each in enumerate(cash))
    running = [sum(cash[: year + 1]) for year in range(4)]
    rows = (
        (Cell("Cash"), *map(money, cash), money(net, "={1}+NPV({#rate},{2..4})")),
        (Cell("In all"), money(running[0], "={@0}"), *(money(each, "={-1}+{@-1}") for each in running[1:]), Cell("")),
        (Cell("Missing"), money(nan, "={1}/0"), Cell(""), Cell(""), Cell(""), Cell("")),
    )
    return Table("Invest to save", ("", "Year 0", "Year 1", "Year 2", "Year 3", "Worth"), rows, sheet="Money")


def rates() -> Table:
    rows = ((Cell("Discount rate"), Cell("3.5", 0.035, PERCENT, name="rate")),)
    return Table("Assumed", ("What", "Rate"), rows, sheet="Money")


def book_of(path: Path, *tables: Table) -> Path:
    write_workbook(path, Report("Run", "Testford", "What?", (Section("Figures", "figures", tables),)))
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_of(
        tmp_path_factory.mktemp("formulas") / "report.xlsx", year_table(), monitoring(), investment(), rates()
    )


def test_references_find_their_cells_wherever_the_table_lands(path: Path):
    written = formulas(path)
    first = 6  # below title, way back, caption, headings, and the row that stays above
    assert written["Money", f"F{first - 1}"] == f"=B{first - 1}-C{first - 1}"
    assert written["Money", f"F{first}"] == f"=B{first}-C{first}", "columns of ends stand between, and move nothing"
    total = first + len(LINES)
    assert written["Money", f"B{total}"] == f"=SUM(B{first}:B{total - 1})"
    assert written["Money", f"C{total}"] == f"=SUM(C{first}:C{total - 1})"
    assert written["Money", f"F{total}"] == f"=B{total}-C{total}"
    cash = total + 4
    assert written["Money", f"F{cash}"] == f"=B{cash}+NPV($B${cash + 6},C{cash}:E{cash})"
    assert written["Money", f"C{cash + 1}"] == f"=B{cash + 1}+C{cash}"


def test_a_missing_figure_has_no_formula(path: Path):
    assert not any("/0" in formula for formula in formulas(path).values())


def test_a_formula_carries_its_figure_with_it(path: Path):
    written = formulas(path)
    assert figures(path, written)["Money", "F6"] == pytest.approx(27_751.0 - 27_238.5)
    assert all(isinstance(value, int | float) for value in figures(path, written).values())


def test_a_total_of_no_rows_is_nothing(tmp_path: Path):
    table = Table("T", ("What", "x"), ((Cell("Total"), money(0.0, "=SUM({above})")),), sheet="T")
    assert formulas(book_of(tmp_path / "report.xlsx", table)) == {("T", "B5"): "=SUM(0)"}


def test_a_table_with_formulas_has_no_filter_since_sorting_would_tear_it_apart(tmp_path: Path):
    [live] = load_workbook(book_of(tmp_path / "report.xlsx", monitoring()))["Money"].tables.values()
    assert live.autoFilter is None


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_of_a_configuration_can_become_a_formula(name: str):
    with pytest.raises(ValueError, match="no template of a formula"):
        Formula(name)


@pytest.mark.parametrize("template", ["1+1", "=", "=A1", "=HYPERLINK({1})", '="x"', "={1}&{2}", "={1", "=[b.xlsx]A!A1"])
def test_a_template_holds_references_figures_and_a_few_functions_alone(template: str):
    with pytest.raises(ValueError, match="no template of a formula"):
        Formula(template)


def test_a_heading_that_is_missing_or_stands_twice_cannot_be_referred_to(tmp_path: Path):
    for columns in (("What", "x", "y"), ("What", "Budget", "Budget")):
        table = Table("T", columns, ((Cell("a"), money(1.0), money(1.0, "={Budget}")),), sheet="T")
        with pytest.raises(ValueError, match="not one column is headed 'Budget'"):
            book_of(tmp_path / "report.xlsx", table)


def test_two_cells_of_a_sheet_may_not_have_the_same_name(tmp_path: Path):
    with pytest.raises(ValueError, match="two cells of one sheet are called rate"):
        book_of(tmp_path / "report.xlsx", rates(), rates())


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: nothing can work the formulas out")
def test_every_formula_is_worked_out_to_the_figure_it_carries(path: Path, tmp_path: Path):
    """Wrong figures are planted first: without the setting LibreOffice would believe them."""
    written, planted = formulas(path), tmp_path / "planted.xlsx"
    spoilt(path, planted)
    assert set(figures(planted, written).values()) == {WRONG}
    found = figures(opened(tmp_path, planted, recalculates=True) / planted.name, written)
    assert found == pytest.approx(figures(path, written), rel=1e-9, abs=1e-6)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: nothing can work the formulas out")
def test_without_being_told_to_libreoffice_works_nothing_out(path: Path, tmp_path: Path):
    """Why the test above can fail: what it plants would stay."""
    planted = tmp_path / "planted.xlsx"
    spoilt(path, planted)
    found = figures(opened(tmp_path, planted, recalculates=False) / planted.name, formulas(path))
    assert set(found.values()) == {WRONG}
