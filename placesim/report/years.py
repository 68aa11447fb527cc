"""The calendar of a report: financial years with their parts named, and where months end."""

from dataclasses import dataclass
from datetime import date, timedelta

from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.config.text import day_text
from placesim.results.financial_year import financial_years


@dataclass(frozen=True)
class Year:
    """One financial year of a horizon, whole or in part."""

    name: str
    first: date
    last: date
    nights: int
    of: int
    """Nights in the whole financial year."""

    @property
    def part(self) -> bool:
        """True when the horizon holds only some of its nights."""
        return self.nights < self.of

    @property
    def label(self) -> str:
        """The year, marked when it is a part year."""
        return f"{self.name} (part year)" if self.part else self.name

    @property
    def span(self) -> str:
        """The first and last day, and how much of a part year is there."""
        nights = f", {self.nights} of {self.of} nights" if self.part else ""
        return f"{day_text(self.first)} to {day_text(self.last)}{nights}"


def years_of(baseline: Baseline) -> tuple[Year, ...]:
    """Return the financial years that a baseline's horizon covers."""
    periods = financial_years(baseline.start, horizon_days(baseline))
    years = []
    for name, begins, ends in zip(periods.labels, periods.edges, periods.edges[1:], strict=False):
        first = baseline.start + timedelta(days=float(begins))
        april = int(name[:4])
        whole = (date(april + 1, 4, 1) - date(april, 4, 1)).days
        last = baseline.start + timedelta(days=float(ends) - 1)
        years.append(Year(name, first, last, round(ends - begins), whole))
    return tuple(years)


def whole_years(years: tuple[Year, ...]) -> tuple[Year, ...]:
    """Return the years that are not parts; all of them where none is whole."""
    return tuple(year for year in years if not year.part) or years
