"""What the terminal shows of a run: one row a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path

from placesim.experiment.statistics import interval_of_mean
from placesim.report.study import Study
from placesim.report.terminal.tables import (
    FEW,
    MILLIONS,
    WIDE,
    print_destination,
    print_line,
    print_table,
    terminal_width,
)
from placesim.report.words.figures import NOTHING, Unit
from placesim.report.years import Year

CHILDREN = Unit("children")
SHARE = Unit("share of children", 0.01, 1, "", "%")


@dataclass(frozen=True)
class TerminalColumn:
    """One column of the table at the end of a run."""

    heading: str
    measure: str
    group: str
    unit: Unit


def print_summary(study: Study, folder: Path, seconds: float) -> None:
    """Print number in care, out-of-borough shares and spend, one row a year, each with the interval of its mean."""
    columns = columns_for(study.years)
    interval = "" if study.few else " (95% interval of the mean)"
    title = f"{study.baseline.name}: mean of {study.futures} futures{interval}"
    print_table(
        title, ("Year", *(column.heading for column in columns)), [_row(study, y, columns) for y in study.years]
    )
    for year in study.years:
        if year.part:
            print_line(f"* {year.name} is a part year: {year.span}")
    if study.few:
        print_line(FEW)
    print_destination(folder, seconds)


def columns_for(years: Sequence[Year]) -> tuple[TerminalColumn, ...]:
    """Return the columns of the table at the end of a run; 31 March is named only if every year ends on it."""
    on_31_march = all((year.last.month, year.last.day) == (3, 31) for year in years)
    end = "31 March" if on_31_march else "end of the period"
    return (
        TerminalColumn(f"Children in care, {end}", "children_year_end", "all", CHILDREN),
        TerminalColumn(f"Out of borough, {end}", "out_of_borough_share", "all", SHARE),
        TerminalColumn("Out of borough, residential", "out_of_borough_share", "residential", SHARE),
        TerminalColumn("Placement spend, £ million", "spend", "all", MILLIONS),
    )


def _row(study: Study, year: Year, columns: Sequence[TerminalColumn]) -> tuple[str, ...]:
    return f"{year.name} *" if year.part else year.name, *(_cell(study, year, column) for column in columns)


def _cell(study: Study, year: Year, column: TerminalColumn) -> str:
    values, unit = study.values(year, column.measure, column.group), column.unit
    mean, low, high = (float(part[0]) for part in interval_of_mean(values[:, None]))
    if isnan(mean):
        return NOTHING
    if isnan(low):
        return unit.full(mean)
    gap = " " if terminal_width() >= WIDE else "\n"
    return f"{unit.full(mean)}{gap}({unit.full(low)}-{unit.full(high)})"
