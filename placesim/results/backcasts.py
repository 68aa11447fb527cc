"""Back-casts: what was forecast on past days, by the model and by naive forecasts, beside what happened."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING

from placesim.results.facts import Floats
from placesim.results.scores import Forecast
from placesim.results.suppression import few, hidden

if TYPE_CHECKING:
    import pandas as pd

CHILDREN, EVERYBODY = "children_year_end", "all"
"""The measure of children in care, and the group of all of them."""

MODEL = "placesim"
FLAT, TREND, MEAN = "last value", "three-year trend", "three-year mean"
STOCK_AND_FLOW, KNOWN_PLACES = "stock and flow", "known places"
NAIVE = (FLAT, TREND, MEAN, STOCK_AND_FLOW, KNOWN_PLACES)
"""Forecasts that need no model; not every figure has each of them."""

FORECASTERS = (MODEL, *NAIVE)

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
"""What is told of every forecast: its middle, and the ends of its central 50 and 80%."""


@dataclass(frozen=True)
class Foretold:
    """What one forecaster said on one day of one figure, and what it came to be: a row of backcast.csv."""

    origin: date
    """The last day that was known."""
    measure: str
    group: str
    """A placement type, or `all`."""
    horizon_months: int
    """From the origin to the day of the number, or to the end of the year that was counted."""
    observed: float
    forecaster: str
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    weighted_interval_score: float

    @property
    def figure(self) -> tuple[date, str, str, int]:
        """The figure that was foretold, the same for every forecaster."""
        return self.origin, self.measure, self.group, self.horizon_months

    @property
    def absolute_error(self) -> float:
        """How far the median was from what happened."""
        return abs(self.p50 - self.observed)

    @property
    def in_half(self) -> bool:
        """Whether the central 50% held what happened."""
        return self.p25 <= self.observed <= self.p75

    @property
    def in_80(self) -> bool:
        """Whether the central 80% held what happened."""
        return self.p10 <= self.observed <= self.p90


COLUMNS = tuple(each.name for each in fields(Foretold))
"""Columns of backcast.csv."""


def foretold(figure: tuple[date, str, str, int], observed: float, forecaster: str, forecast: Forecast) -> Foretold:
    """Return what a forecast said of a figure, and its score."""
    p10, p25, p50, p75, p90 = map(forecast.quantile, QUANTILES)
    score = forecast.weighted_interval_score(observed)
    return Foretold(*figure, observed, forecaster, p10, p25, p50, p75, p90, score)


@dataclass(frozen=True, eq=False)
class Line:
    """How many children there were at the end of each month, as it happened."""

    label: str
    days: tuple[date, ...]
    children: Floats


def _smallest(children: Floats) -> int:
    """Return the smallest number above 0."""
    return int(children[children > 0].min())


@dataclass(frozen=True, eq=False)
class BackCast:
    """Forecasts made on past days, beside what happened, for scores and reports."""

    council: str
    origins: tuple[date, ...]
    """The last days that were known, each the origin of forecasts."""
    until: date
    """The last day that forecasts are held against."""
    rows: tuple[Foretold, ...]
    lines: Mapping[str, Line]
    """What happened, by placement type and in all (`all`); types in which no child ever was are left out."""
    replications: int
    seed: int
    rows_read: tuple[tuple[str, str, str, int], ...] = ()
    """Rows of the returns: of which table, what became of them, why, how many; empty where no files were read."""
    notes: tuple[str, ...] = ()
    """Sentences for the reader about the last origin: what was adapted, and what the returns cannot tell."""

    def suppressed(self) -> "BackCast":
        """Return it without the rows of what was ever counted 1 to 4, so that no such count can be worked out.

        A placement type goes whole, for forecasts tell what was known. Where that is one type alone, the total less
        the others would give it away: the smallest other type goes too (secondary suppression).
        """
        kinds = [group for group in self.lines if group != EVERYBODY]
        smallest = [_smallest(self.lines[group].children) for group in kinds]
        gone = {group for group, hide in zip(kinds, hidden(smallest), strict=True) if hide}
        flows = {row.measure for row in self.rows if row.measure != CHILDREN and few(round(row.observed))}
        return replace(self, rows=tuple(row for row in self.rows if row.group not in gone and row.measure not in flows))

    def frame(self) -> "pd.DataFrame":
        """Return the rows as the table backcast.csv."""
        import pandas as pd

        return pd.DataFrame([astuple(row) for row in self.rows], columns=list(COLUMNS))
