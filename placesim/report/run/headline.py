"""The headline of a run: a few figures at the first and the last year, each with both its ranges."""

from dataclasses import dataclass

from placesim.report.run.exhibits import SHARE
from placesim.report.study import Study
from placesim.report.tables import interval_text, range_text
from placesim.report.wording import Unit, change, claim, short_day
from placesim.report.years import Year, whole_years


@dataclass(frozen=True)
class Moment:
    """One figure at one time: its mean, the interval of the mean, and the range of futures."""

    when: str
    mean: str
    interval: str
    futures: str
    counted: bool = False
    """True for the start date, whose figure was counted and not simulated."""


@dataclass(frozen=True)
class Headline:
    """One measure's headline: what it is, the finding, and its figures."""

    title: str
    unit: str
    finding: str
    moments: tuple[Moment, ...]


STOCKS: tuple[tuple[str, str, str], ...] = (
    ("Children in care", "children_year_end", "all"),
    ("Children placed out of borough", "out_of_borough_share", "all"),
    ("Out of borough, children's homes", "out_of_borough_share", "residential"),
)


def headlines(study: Study) -> list[Headline]:
    """Return children in care, shares out of borough, and spend."""
    stocks = [_at_year_end(study, *stock) for stock in STOCKS if study.ever(*stock[1:]) or stock[2] == "all"]
    return [*stocks, _spend(study)]


def _at_year_end(study: Study, title: str, measure: str, group: str) -> Headline:
    if measure == "children_year_end":
        start, unit = float(study.start_count()), study.unit(measure)
    else:
        start, unit = study.start_share_out(group), SHARE
    found = change(start, study.values(study.years[-1], measure, group))
    counted = Moment(short_day(study.baseline.start), unit.full(start), "", "", counted=True)
    moments = [
        _moment(study, year, measure, group, unit=unit, when=short_day(year.last))
        for year in _first_and_last(study.years)
    ]
    return Headline(title, unit.header, claim(title, found, unit, study.from_start_to_end), (counted, *moments))


def _spend(study: Study) -> Headline:
    unit, years = study.unit("spend"), _first_and_last(whole_years(study.years))
    moments = tuple(_moment(study, year, "spend", "all", unit=unit, when=year.label) for year in years)
    if len(years) == 1:
        finding = f"Placement spend: about {moments[0].mean} in {years[0].label}"
    else:
        found = change(study.values(years[0], "spend"), study.values(years[-1], "spend"))
        when = (f"in {years[0].name}", f"in {years[-1].name}")
        finding = claim("Placement spend in a year", found, unit, when)
    return Headline("Placement spend", f"{unit.header}, cash", finding, moments)


def _first_and_last(years: tuple[Year, ...]) -> tuple[Year, ...]:
    return (years[0], years[-1]) if len(years) > 1 else years


def _moment(study: Study, year: Year, measure: str, group: str, *, unit: Unit, when: str) -> Moment:
    rows = study.by_year(measure, group)
    row = rows[rows["financial_year"] == year.name].iloc[0]
    return Moment(when, unit.full(row["mean"]), interval_text(row, unit), range_text(row, unit))
