"""The profile of a year: what accrues in each period, and what the ledger holds at the end of each."""

from placesim.config.budget_lines import PERIODS
from placesim.config.text import plain
from placesim.experiment.monitoring import Forecast, Monitoring
from placesim.report.figures import Unit
from placesim.report.paper.formulas import Formula
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.tables import number
from placesim.results.facts import Floats

PROFILE = "Profile"
"""The sheet of the workbook."""

POUNDS = Unit("£", before="£")

ACCRUED = (
    "Accrued in each period, mean of futures: what is owed for it, whenever it is paid. Of what is simulated: amounts "
    "that are given beside are in no period"
)
HELD = (
    "Ledger at the end of each period, mean of futures: what accrued until so many days before; at the end of the year "
    "everything owed is accrued. Last year's invoices that come in the first periods meet the creditors set up for them"
)


def profile_tables(found: Monitoring) -> tuple[Table, ...]:
    """Return the simulated lines by period, as accrued and as the ledger shows them; the lag stands beside each."""
    periods = tuple(f"P{number}" for number in range(1, PERIODS + 1))
    lines = [line for line in found.simulated if line.accruals is not None and line.held is not None]
    accrued = tuple(_accrued(line, line.accruals) for line in lines if line.accruals is not None)
    held = tuple((_name(line), *_figures(line.held)) for line in lines if line.held is not None)
    said = f"{found.year}, £"
    if not lines:
        return ()
    return (
        Table(f"{ACCRUED}, {said}", ("Budget line", *periods, "Year"), accrued, sheet=PROFILE),
        Table(f"{HELD}, {said}", ("Budget line", *periods), held, sheet=PROFILE),
    )


def _name(line: Forecast) -> Cell:
    return Cell(plain(line.label))


def _figures(by_period: Floats) -> tuple[Cell, ...]:
    return tuple(number(mean, POUNDS) for mean in by_period.mean(axis=0).tolist())


def _accrued(line: Forecast, accruals: Floats) -> tuple[Cell, ...]:
    year = float(accruals.mean(axis=0).sum())
    total = Cell(POUNDS.number(year), year, POUNDS, formula=Formula(f"=SUM({{1..{PERIODS}}})"))
    return (_name(line), *_figures(accruals), total)
