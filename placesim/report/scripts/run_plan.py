"""The plan in a run's report: budget lines year by year, with base, uplift, fixed sums and demand as live formulas."""

from math import isnan

from placesim.config.text import plain
from placesim.experiment.budget_accruals import whole_years
from placesim.experiment.monitoring import Monitoring
from placesim.experiment.plan import PlanYear, added, plan_of
from placesim.experiment.statistics import range_of_futures
from placesim.report.figures import Unit
from placesim.report.paper.formulas import Formula
from placesim.report.paper.parts import Cell, Table
from placesim.report.study import Study
from placesim.report.words.monitoring import ADD_UP, THOUSANDS, VARIANCE

PLAN = "Plan"
"""The sheet of the workbook."""

COLUMNS = ("Budget line", "Financial year", "Base: the year before", "Uplift of prices", "Demand and mix",
           "Decisions and what is given", "Outturn (mean)", "p10", "p50", "p90", "Budget",
           "Variance (overspend in brackets)")  # fmt: skip
BASE, OUTTURN, BUDGET = 2, 6, 10
ADDED_UP = (3, 4, 5, OUTTURN, BUDGET)

CAPTION = (
    "Budget lines by financial year, cash. Outturn is base, uplift, demand and mix (the rest), and the change in what "
    "decisions cost and what is given; the year monitored is the forecast of the sheet Monitoring. Lines that are "
    "given stay as they are unless a later year is given. Capital and its financing are in no line. "
)


def plan_tables(study: Study, found: Monitoring) -> tuple[Table, ...]:
    """Return every line of the year's monitoring in all whole years, those that are given together, and all."""
    if not whole_years(study.baseline):
        return ()
    simulated = {line.label: plan_of(study.baseline, study.outcomes, line.name) for line in found.simulated}
    given = [plan_of(study.baseline, study.outcomes, line.name) for line in found.every if not line.simulated]
    plans = {**simulated, **({"Other lines, as given": added(given)} if given else {})}
    rows = [_cells(label, year) for label, years in plans.items() for year in years]
    many = len(next(iter(plans.values()), ()))
    every = added(list(plans.values())) if plans else ()
    for place, year in enumerate(every):
        parts = "+".join(f"{{@{block * many + place}}}" for block in range(len(plans)))
        rows.append(_cells("All lines", year, f"={parts}"))
    return (Table(CAPTION + ADD_UP, COLUMNS, tuple(rows), sheet=PLAN),)


def _cells(label: str, year: PlanYear, total: str = "") -> tuple[Cell, ...]:
    parts = (year.uplift, year.demand, year.fixed)
    p10, p50, p90 = range_of_futures(year.outturn[:, None])[:, 0].tolist()
    cells = [
        Cell(plain(label), strong=bool(total)),
        Cell(year.year),
        _pounds(year.base, f"={{{OUTTURN}@-1}}"),
        *(_pounds(part) for part in parts),
        _pounds(year.mean, "" if isnan(year.base) else "=SUM({2..5})"),
        *(_pounds(end) for end in (p10, p50, p90)),
        _pounds(year.budget),
        _pounds(year.budget - year.mean, f"={{{BUDGET}}}-{{{OUTTURN}}}", VARIANCE),
    ]
    for place in ADDED_UP if total else ():
        value = cells[place].value
        cells[place] = _pounds(value if isinstance(value, float) else float("nan"), total)
    return tuple(cells)


def _pounds(value: float, formula: str = "", unit: Unit = THOUSANDS) -> Cell:
    if isnan(value):
        return Cell("")
    return Cell(unit.number(value), float(value), unit, formula=Formula(formula) if formula else None)
