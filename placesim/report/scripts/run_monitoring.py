"""Budget monitoring in a run's report: laid out as a council's own, with spread and chance of an overspend.

The sheet's totals and variances are live formulas; the page and the document carry the simulated lines and the totals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from placesim.config.budget_lines import Heading, Rag
from placesim.config.text import listing, plain
from placesim.experiment.differences import difference_of
from placesim.experiment.monitoring import Forecast, Monitoring, together
from placesim.experiment.movement import Monitored, Movement
from placesim.report.figures import SHARE, THE_SAME, Unit, between
from placesim.report.paper.formulas import Formula
from placesim.report.paper.parts import Cell, Chart, Charts, Medium, Paragraph, Part, Section, Table, only
from placesim.report.scripts.run_months import CHARTS
from placesim.report.scripts.run_plan import plan_tables
from placesim.report.scripts.run_profile import profile_tables
from placesim.report.study import Study
from placesim.report.words.differences import percent
from placesim.report.words.monitoring import (
    ADD_UP,
    ELSEWHERE,
    THOUSANDS,
    VARIANCE,
    chance_words,
    lag_words,
    left_out_words,
    line_words,
    outside_words,
    rating,
    rests_on,
    since_words,
)
from placesim.report.words.tables import number, ranges_chart
from placesim.results.outturn import ALIKE

MONITORING = "Monitoring"
"""The sheet of the workbook."""

TOTALS: dict[Heading, str] = {
    "expenditure": "Total expenditure",
    "income": "Total income",
    "recharges": "Net recharges",
}

COLUMNS = ("Budget line", "Annual budget", "Budget to date", "Actual to date", "Variance to date", "Council's forecast",
           "Council's variance", "Forecast (mean)", "p10", "p50", "p90", "Variance (overspend in brackets)",
           "Probability of overspend", "its 95% interval from", "to",
           "Probability if the council's forecast were the mean",
           "RAG", "Unbilled at the period's end", "More for each day the ledger is later",
           "Forecast rests on")  # fmt: skip
MOVED = ("Moved since the earlier run", "its 95% interval, from", "up to")
ADDED_UP = (1, 2, 3, 5, 7)
"""Columns whose totals are sums of the rows above."""


@dataclass(frozen=True)
class Row:
    """One row of the sheet: a line, or several together, and how its sums are worked out from other rows."""

    shown: Forecast
    of: tuple[Forecast, ...]
    sum: str = ""
    """Template of the sum of one column; empty for a line of its own."""


def monitoring_section(study: Study, monitored: Monitored) -> Section:
    """Return the budget lines of the year: table, chart and, in the workbook, every line and its profile."""
    found, rag = monitored.now, study.baseline.rag
    parts: list[Part] = [
        Paragraph(rests_on(found), quiet=True),
        Charts((_chart(found, study.few),)),
        _brief(monitored, rag),
        Paragraph(ADD_UP, quiet=True),
        *(Paragraph(words) for words in (left_out_words(found), lag_words(found), outside_words(found)) if words),
    ]
    if monitored.since:
        said = f"Moved: since {since_words(monitored)}; above nothing it has become dearer."
        parts.append(Paragraph(said, quiet=True))
    if found.unbudgeted:
        lines = listing([plain(label) for label in found.unbudgeted])
        parts.append(Paragraph(f"No budget of {found.year} is given for {lines}: in no total here."))
    sheets = (_sheet(monitored, rag), *profile_tables(found), *plan_tables(study, found))
    parts.append(only(Medium.WORKBOOK, parts=sheets))
    return Section(f"Budget monitoring {found.year}", "monitoring", tuple(parts), annex=True)


def _chart(found: Monitoring, few: bool) -> Chart:
    lines = [*found.simulated, found.total("All lines")]
    over = [(plain(line.label), difference_of(line.budget, line.outturn)) for line in lines]
    largest = max(found.simulated, key=lambda line: abs(line.budget), default=lines[-1])
    dots = "Dots are means; the thin line holds 8 in 10 futures, the thick one is the 95% interval of the mean."
    return ranges_chart(
        "budget",
        line_words(largest, found.year),
        f"Forecast less budget {found.year}, £ thousand, by budget line",
        over,
        THOUSANDS,
        f"Forecast less budget, £ thousand: right of the line is over budget.{'' if few else f' {dots}'}",
        CHARTS,
    )


def _brief(monitored: Monitored, rag: Rag) -> Table:
    """Return the simulated lines, the others together, and all, as page and document show them."""
    found = monitored.now
    given = tuple(line for line in found.every if not line.simulated)
    rows: list[tuple[Forecast, tuple[Forecast, ...]]] = [(line, (line,)) for line in found.simulated]
    rows += [(together("Other lines, as given", given), given)] if given else []
    rows.append((found.total("All lines"), found.every))
    columns = ("Budget line", "Budget", "Actual to date", "Council's forecast", "Forecast", "Variance (overspend)",
               "Chance of an overspend", "RAG")  # fmt: skip
    at = f" at period {found.period}" if found.period else ""
    return Table(
        f"Budget {found.year}{at}, £ thousand; below each forecast p10 to p90, below each chance its 95% interval",
        (*columns, *(("Moved",) if monitored.since else ())),
        tuple(_brief_row(line, rag) + _moved_cell(monitored, of) for line, of in rows),
        total=True,
        ends=("p10", "p90"),
    )


def _brief_row(line: Forecast, rag: Rag) -> tuple[Cell, ...]:
    p10, _, p90 = line.range
    spread = between(p10, p90, THOUSANDS) if line.simulated and not isnan(p10) else ""
    spread = THE_SAME if spread and np.ptp(line.outturn) <= ALIKE * abs(line.mean) else spread
    chance = chance_words(line.over).partition(" ")
    actual = number(line.to_date.actual, THOUSANDS) if line.to_date else Cell("")
    return (
        Cell(plain(line.label)),
        number(line.budget, THOUSANDS),
        actual,
        number(line.council, THOUSANDS),
        Cell(THOUSANDS.number(line.mean), line.mean, THOUSANDS, spread),
        number(line.variance, VARIANCE),
        Cell(chance[0], line.over.share, SHARE, chance[2].strip("()")) if line.simulated else Cell(""),
        Cell(rating(rag, line)),
    )


def _moved_cell(monitored: Monitored, of: Sequence[Forecast]) -> tuple[Cell, ...]:
    if monitored.since is None:
        return ()
    movement = monitored.movement(*of)
    return (
        Cell(THOUSANDS.bare.signed(movement.mean), movement.mean, THOUSANDS) if movement else Cell("not known then"),
    )


def _sheet(monitored: Monitored, rag: Rag) -> Table:
    """Return every line under its heading with totals, as a council's own report has them."""
    rows = rows_of(monitored.now)
    at = f" at period {monitored.now.period}" if monitored.now.period else ""
    return Table(
        f"Budget {monitored.now.year}{at}. {ADD_UP} {ELSEWHERE} {left_out_words(monitored.now)}".strip(),
        (*COLUMNS, *(MOVED if monitored.since else ())),
        tuple(_cells(row, rag) + _movement_cells(monitored, row) for row in rows),
        total=True,
        sheet=MONITORING,
    )


def rows_of(found: Monitoring) -> list[Row]:
    """Return lines and totals in the order of a council's report: expenditure, income, net, recharges, net."""
    rows: list[Row] = []
    sums: list[int] = []
    for heading, total in TOTALS.items():
        lines = found.lines.get(heading, ())
        first = len(rows)
        rows += [Row(line, (line,)) for line in lines]
        if lines:
            rows.append(Row(together(total, lines), lines, f"=SUM({{@{first}..@{len(rows) - 1}}})"))
            sums.append(len(rows) - 1)
        if len(sums) > 1 and lines:
            name = "Net operational expenditure" if heading == "income" else "Net departmental expenditure"
            every = tuple(line for place in sums for line in rows[place].of)
            rows.append(Row(together(name, every), every, f"={'+'.join(f'{{@{place}}}' for place in sums)}"))
            sums = [len(rows) - 1]
    return rows


def _cells(row: Row, rag: Rag) -> tuple[Cell, ...]:
    line, simulated = row.shown, row.shown.simulated
    to_date = line.to_date
    profile, actual = (to_date.budget, to_date.actual) if to_date else (None, None)
    so_far = None if profile is None or actual is None else profile - actual
    chance = line.over
    council = line.over_about_council
    cells = [
        Cell(plain(line.label), strong=bool(row.sum)),
        _pounds(line.budget),
        _pounds(profile),
        _pounds(actual),
        _pounds(so_far, "={2}-{3}", VARIANCE),
        _pounds(line.council),
        _pounds(line.budget - line.council, "={1}-{5}", VARIANCE),
        _pounds(line.mean),
        *(_pounds(end) for end in line.range),
        _pounds(line.variance, "={1}-{7}", VARIANCE),
        *(_share(share if simulated else None) for share in chance),
        _share(council.share if council and simulated else None),
        Cell(rating(rag, line), rag=True),
        _pounds(line.unbilled),
        _pounds(line.per_day),
        Cell(line.basis.value),
    ]
    for place in ADDED_UP if row.sum else ():
        value = cells[place].value
        cells[place] = _pounds(value if isinstance(value, float) else None, row.sum)
    return tuple(cells)


def _pounds(value: float | None, formula: str = "", unit: Unit = THOUSANDS) -> Cell:
    if value is None or isnan(value):
        return Cell("")
    return Cell(unit.number(value), float(value), unit, formula=Formula(formula) if formula else None)


def _share(value: float | None) -> Cell:
    return Cell("") if value is None else Cell(percent(value), value, SHARE)


def _movement_cells(monitored: Monitored, row: Row) -> tuple[Cell, ...]:
    if monitored.since is None:
        return ()
    movement = monitored.movement(*row.of) or Movement(float("nan"), float("nan"), float("nan"))
    return tuple(_pounds(value) for value in movement)
