"""One scenario's outcomes as a report asks for them: by measure, group and year, with labels and the start counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pandas as pd

from placesim.config.baseline import Baseline
from placesim.config.horizon import horizon_days
from placesim.config.ranges.assumptions import Uncertainty
from placesim.config.re_entry import LEFT_BEFORE
from placesim.config.risks import BUILT_IN_MOVES
from placesim.config.text import day_text, plain
from placesim.experiment.comparison import Comparison
from placesim.experiment.knowledge.headlines import LuckAndKnowledge
from placesim.experiment.knowledge.known import Knowledge
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import FEWEST
from placesim.experiment.tables import monthly_table, summary_table
from placesim.report.figures import Unit, unit_for
from placesim.report.starting import Start
from placesim.results.facts import Floats
from placesim.results.financial_year import financial_years, months
from placesim.results.measures import MEASURES


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


IN_ALL = "In all"


@dataclass(frozen=True, eq=False)
class Study:
    """A baseline and what became of it in every future."""

    baseline: Baseline
    outcomes: Outcomes
    ranges: Uncertainty | None = None
    """Ranges that the configuration gives, drawn or not; None: every number is taken as known."""
    knowledge: Knowledge | None = None
    """What became of it under luck alone, where assumptions are drawn."""

    @cached_property
    def known(self) -> LuckAndKnowledge | None:
        """How sure its headlines are, where assumptions are drawn."""
        told = Comparison(self.baseline, self.outcomes, ())
        return LuckAndKnowledge(told, self.knowledge) if self.knowledge else None

    @cached_property
    def luck_alone(self) -> "Study | None":
        """The same futures with every assumption at its value, where assumptions are drawn."""
        return Study(self.baseline, self.knowledge.fixed.baseline, self.ranges) if self.knowledge else None

    @cached_property
    def years(self) -> tuple[Year, ...]:
        """The financial years, whole or in part."""
        return years_of(self.baseline)

    @cached_property
    def days(self) -> float:
        """The length of the horizon."""
        return horizon_days(self.baseline)

    @cached_property
    def futures(self) -> int:
        """How many futures were simulated."""
        return len(self.outcomes.values)

    @property
    def few(self) -> bool:
        """True when there are too few futures for any interval."""
        return self.futures < FEWEST

    @property
    def from_start_to_end(self) -> tuple[str, str]:
        """When the start and the end of the horizon are, as a sentence needs them."""
        return f"on {day_text(self.baseline.start)}", f"on {day_text(self.years[-1].last)}"

    @cached_property
    def _summary(self) -> dict[tuple[str, str], pd.DataFrame]:
        return _by_measure(within_limits(summary_table(self.outcomes)))

    @cached_property
    def _monthly(self) -> dict[tuple[str, str], pd.DataFrame]:
        return _by_measure(monthly_table(self.outcomes))

    @cached_property
    def _columns(self) -> dict[tuple[str, str, str], int]:
        return {key: place for place, key in enumerate(self.outcomes.keys)}

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Every measure that was computed, in order."""
        return tuple(dict.fromkeys(measure for _, measure, _ in self.outcomes.keys))

    def has(self, measure: str, group: str = "all") -> bool:
        """Tell whether there are figures of a measure and group."""
        return (measure, group) in self.outcomes.years_of

    def by_year(self, measure: str, group: str = "all") -> pd.DataFrame:
        """Return one row a financial year: mean, low, high, p10, p50, p90, note."""
        return self._summary[measure, group]

    def by_month(self, measure: str, group: str = "all", start: float | None = None) -> pd.DataFrame:
        """Return one row a month with the `day` it stands for, after the figure counted at the start where given."""
        table, edges = self._monthly[measure, group], months(self.baseline.start, self.days).edges
        at = (edges[:-1] + edges[1:]) / 2 if MEASURES[measure].is_average else edges[1:]
        table = table[["month", "mean", "p10", "p50", "p90"]].assign(day=at)
        if start is None:
            return table
        spread = float("nan") if self.few else start
        first = {"month": "start", "day": 0.0, "mean": start, **dict.fromkeys(("p10", "p50", "p90"), spread)}
        return pd.concat([pd.DataFrame([first]), table], ignore_index=True)

    def values(self, year: Year, measure: str, group: str = "all") -> Floats:
        """Return a figure of one year in every future."""
        return self.outcomes.values[:, self._columns[year.name, measure, group]]

    def given(self, year: Year, measure: str, group: str = "all") -> bool:
        """Tell whether any future has the figure in a year: one that looks back to before the start has not."""
        return not bool(np.isnan(self.values(year, measure, group)).all())

    def unit(self, measure: str, groups: Iterable[str] = ("all",)) -> Unit:
        """Choose one way to print a measure for all the groups shown together."""
        tables = [self.by_year(measure, group)[["mean", "p90"]].to_numpy(float) for group in groups]
        figures = np.concatenate([np.zeros(1), *(table.ravel() for table in tables)])
        return unit_for(MEASURES[measure].unit, float(np.nanmax(figures)))

    def ever(self, measure: str, group: str) -> bool:
        """Tell whether a figure is above nothing in any future."""
        if not self.has(measure, group):
            return False
        table = self.outcomes.values[:, [self._columns[year.name, measure, group] for year in self.years]]
        return bool(np.nansum(np.abs(table)) > 0)

    @cached_property
    def start(self) -> Start:
        """The children in care on day 0."""
        return Start(self.baseline)

    @property
    def at_start(self) -> dict[str, int]:
        """Children in each provision on day 0."""
        return self.start.by_provision

    def start_count(self, placement_type: str | None = None) -> int:
        """Return how many children are in care on day 0, of one placement type or in all."""
        return self.start.count(placement_type)

    def start_share_out(self, group: str) -> float:
        """Return the share of children out of borough on day 0: in `all`, `fostering` or `residential`."""
        return self.start.share_out(group)

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        """What the groups of measures are called that have groups of their own."""
        council = self.baseline
        before_18, moves, entrants, after_care, income = (
            {name: item.label for name, item in part.items()}
            for part in (council.leaving, council.moves, council.entrants, council.after_care, council.income)
        )
        reasons = {**BUILT_IN_MOVES, **before_18, **council.at_18.reasons, **moves}
        schemes = dict.fromkeys(("after_care_spend", "after_care_allowances"), after_care)
        came_back = {**reasons, LEFT_BEFORE: "Had left before the start"}
        of_children = {"leavers": reasons, "moves": reasons, "entries": entrants, "re_entries": came_back}
        return {**of_children, "income": income, **schemes}

    def label(self, measure: str, group: str) -> str:
        """Return what a report calls a group of a measure."""
        council = self.baseline
        if group == "all":
            return IN_ALL
        if group in (labels := self._labels.get(measure, {})):
            return plain(labels[group])
        for named in (council.placement_types, council.provision, council.budget_lines):
            if group in named:
                return plain(named[group].label)
        return {"fostering": "Fostering", "residential": "Residential"}.get(group, group)

    def groups(self, measure: str) -> tuple[str, ...]:
        """Return a measure's groups other than `all`, in the order of the configuration."""
        return tuple(group for name, group in self.outcomes.years_of if name == measure and group != "all")


def within_limits(table: pd.DataFrame) -> pd.DataFrame:
    """Cut intervals of means where figures end: shares between 0 and 1, and nothing but pounds below 0."""
    units = table["measure"].map(lambda name: MEASURES[name].unit)
    counts, shares = units != "pounds", units.str.startswith("share")
    low = table["low"].mask(counts, table["low"].clip(lower=0))
    return table.assign(low=low, high=table["high"].mask(shares, table["high"].clip(upper=1)))


def _by_measure(table: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    groups = table.groupby(["measure", "group"], sort=False)
    return {(str(measure), str(group)): rows for (measure, group), rows in groups}
