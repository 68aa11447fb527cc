"""The headline of a run: a few figures at the first and the last year, each with both its ranges."""

from dataclasses import dataclass

import pandas as pd

from placesim.experiment.differences import difference_of
from placesim.report.paper.parts import Answer, Cell, Table
from placesim.report.study import Study
from placesim.report.tables import interval_text, range_text
from placesim.report.words.claims import claim
from placesim.report.words.figures import SHARE, Unit, short_day
from placesim.report.years import Year, whole_years

COLUMNS = ("When", "Mean", "95% interval", "Range of futures")


@dataclass(frozen=True)
class Stock:
    """A figure of the last night of a year."""

    subject: str
    measure: str
    group: str = "all"


STOCKS = (
    Stock("Children in care", "children_year_end"),
    Stock("Children placed out of borough", "out_of_borough_share"),
    Stock("Out of borough, children's homes", "out_of_borough_share", "residential"),
)


def headlines(study: Study) -> tuple[Answer, ...]:
    """Return children in care, shares out of borough, and spend."""
    stocks = (stock for stock in STOCKS if stock.group == "all" or study.ever(stock.measure, stock.group))
    return (*(_at_year_end(study, stock) for stock in stocks), _spend(study))


def start_of(study: Study, measure: str, group: str = "all") -> float:
    """Return children in care, or their share out of borough, counted on the start date."""
    if measure == "children_year_end":
        return float(study.start_count(None if group == "all" else group))
    return study.start_share_out(group)


def _at_year_end(study: Study, stock: Stock) -> Answer:
    start = start_of(study, stock.measure, stock.group)
    unit = SHARE if stock.measure == "out_of_borough_share" else study.unit(stock.measure)
    found = difference_of(start, study.values(study.years[-1], stock.measure, stock.group))
    counted = (
        Cell(short_day(study.baseline.start)),
        Cell(unit.full(start), start, unit),
        Cell("counted, not simulated"),
        Cell(""),
    )
    rows = [
        _row(short_day(year.last), _of_year(study, year, stock.measure, stock.group), unit)
        for year in _first_and_last(study.years)
    ]
    finding = claim(stock.subject, found, unit, study.from_start_to_end, counted=True)
    return Answer("", finding, table=Table(f"{stock.subject}, {unit.header}", COLUMNS, (counted, *rows)))


def _spend(study: Study) -> Answer:
    unit, years = study.unit("spend"), _first_and_last(whole_years(study.years))
    rows = tuple(_row(year.label, _of_year(study, year, "spend"), unit) for year in years)
    if len(years) == 1:
        finding = f"Placement spend: about {rows[0][1].text} in {years[0].label}"
    else:
        found = difference_of(study.values(years[0], "spend"), study.values(years[-1], "spend"))
        finding = claim("Placement spend in a year", found, unit, (f"in {years[0].name}", f"in {years[-1].name}"))
    return Answer("", finding, table=Table(f"Placement spend, {unit.header}, cash", COLUMNS, rows))


def _first_and_last(years: tuple[Year, ...]) -> tuple[Year, ...]:
    return (years[0], years[-1]) if len(years) > 1 else years


def _of_year(study: Study, year: Year, measure: str, group: str = "all") -> pd.Series:
    rows = study.by_year(measure, group)
    return rows[rows["financial_year"] == year.name].iloc[0]


def _row(when: str, row: pd.Series, unit: Unit) -> tuple[Cell, ...]:
    mean = Cell(unit.full(row["mean"]), row["mean"], unit, strong=True)
    return Cell(when), mean, Cell(interval_text(row, unit)), Cell(range_text(row, unit))
