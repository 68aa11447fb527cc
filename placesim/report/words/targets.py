"""Targets: how likely each promised saving is met, in the baseline and in an option, year by year."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan, nan

import numpy as np

from placesim.config.baseline import Baseline
from placesim.config.charges import charged_lines
from placesim.config.targets import Target
from placesim.config.text import listing, plain
from placesim.experiment.budget_accruals import whole_years
from placesim.experiment.knowledge.shares import Share
from placesim.experiment.knowledge.smooths import Smooths
from placesim.experiment.knowledge.variance_split import variance_split
from placesim.experiment.monitoring import Basis, Chance, Forecast, chance_over, forecast
from placesim.experiment.replications import Outcomes
from placesim.experiment.statistics import FEWEST
from placesim.report.figures import TOO_FEW_FUTURES, Unit, between, unit_for
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.assumed import Assumed
from placesim.report.words.differences import money, percent
from placesim.report.words.tables import SPREAD, number
from placesim.results.facts import Floats
from placesim.results.outturn import ALIKE

TARGETS = "Targets"
"""The workbook's sheet."""

SHARE, POUNDS = unit_for("share of futures", 1.0), Unit("£", before="£")
NO_BUDGET, NOT_CHARGED, NOT_WHOLE = "no budget known", "nothing here is charged to the line", "not a whole year here"

COUNTED_ONCE = (
    "A saving that is in the budget already is met when the line's outturn is within its budget: to take it off once "
    "more would count it twice. One that is not is met when the outturn is below the budget by the saving. Several "
    "savings of one line and year are taken off in the order given, so that no pound meets two of them. A year whose "
    "budget is not known has no probability here."
)


@dataclass(frozen=True)
class Met:
    """Whether a target is met in one year: what the line may spend, what it comes to, and how likely it is met."""

    limit: float
    """Pounds up to which the outturn meets it."""
    forecast: Forecast

    @property
    def chance(self) -> Chance:
        """How likely the target is met; an outturn equal to the limit meets it."""
        return met_by(chance_over(self.forecast.outturn, self.limit))

    @property
    def in_each_future(self) -> Floats:
        """1 in each future in which the target is met, 0 in the others."""
        return np.array(self.forecast.outturn <= self.limit + ALIKE * abs(self.limit), dtype=float)

    @property
    def about_council(self) -> Chance | None:
        """How likely it were met if the council's own forecast were the mean, with the spread of the futures."""
        line = self.forecast
        if isnan(line.council):
            return None
        return met_by(chance_over(line.outturn - line.mean + line.council, self.limit))


def met_by(over: Chance) -> Chance:
    """Return how likely it is that a limit is kept, from how likely it is passed."""
    return Chance(1 - over.share, 1 - over.high, 1 - over.low)


def target_met(council: Baseline, outcomes: Outcomes, target: Target, year: str) -> Met | str:
    """Return how a target stands in a financial year, or why that cannot be told."""
    line = council.budget_lines[target.budget_line]
    if target.budget_line not in charged_lines(council):
        return NOT_CHARGED
    if year not in whole_years(council):
        return NOT_WHOLE
    if year not in line.years:
        return NO_BUDGET
    limit = line.years[year].budget - still_to_take_out(council, target)
    return Met(limit, forecast(council, outcomes, target.budget_line, year))


def still_to_take_out(council: Baseline, target: Target) -> float:
    """Return how far below the budget the outturn has to be: by savings of the line and year that are not in it."""
    if target.in_budget:
        return 0.0
    beside = [each for each in council.targets if _of_one_budget(each, target)]
    return sum(each.saving for each in beside[: beside.index(target) + 1])


def _of_one_budget(one: Target, other: Target) -> bool:
    return (one.budget_line, one.year, one.in_budget) == (other.budget_line, other.year, other.in_budget)


@dataclass(frozen=True, eq=False)
class Played:
    """A scenario's council and what became of it; under luck alone too where assumptions are drawn."""

    council: Baseline
    outcomes: Outcomes
    luck: Outcomes | None = None
    again: Outcomes | None = None
    """Every fourth draw with another luck, where assumptions are drawn."""
    smooths: Smooths | None = None
    """What figures are fitted by, likewise."""

    def met(self, target: Target, year: str) -> Met | str:
        """Return how a target stands in a financial year, or why that cannot be told."""
        return target_met(self.council, self.outcomes, target, year)

    def by_luck(self, target: Target, year: str) -> Chance | None:
        """Return how likely a target is met under luck alone, where that is another thing and can be told."""
        met = target_met(self.council, self.luck, target, year) if self.luck else ""
        return None if isinstance(met, str) else met.chance

    def share_of_luck(self, target: Target, year: str) -> Share | None:
        """Return luck's share of how unsure it is that a target is met; None where nothing given is part of it."""
        if self.again is None or self.smooths is None:
            return None
        told, again = (target_met(self.council, played, target, year) for played in (self.outcomes, self.again))
        if isinstance(told, str) or isinstance(again, str) or told.forecast.basis != Basis.START:
            return None
        return variance_split(told.in_each_future, again.in_each_future, self.smooths).luck


def _both_captions(caption: str, played: Played) -> str:
    return f"{caption}; assumptions drawn, then under luck alone" if played.luck else caption


def targets_table(played: Played) -> Table:
    """Return each target with what its line may spend, what it comes to, and how likely the target is met."""
    council = played.council
    rows = tuple((*_said(council, target), *_stands(played, target)) for target in council.targets)
    columns = ("Target", "Budget line", "Year", "Saving, £", "In the budget already", "Met when it spends at most, £",
               "Outturn (mean), £", "Probability that it is met", "Probability if the council's forecast were the mean",
               "Outturn rests on")  # fmt: skip
    caption = "Savings promised; below each outturn p10 to p90, below each probability its 95% interval (Wilson)"
    return Table(_both_captions(caption, played), columns, rows, ends=SPREAD, sheet=TARGETS)


def _said(council: Baseline, target: Target) -> tuple[Cell, ...]:
    line = council.budget_lines[target.budget_line].label
    inside = "yes" if target.in_budget else "no"
    return (
        Cell(plain(target.label)),
        Cell(plain(line)),
        Cell(target.year),
        number(target.saving, POUNDS),
        Cell(inside),
    )


def _stands(played: Played, target: Target) -> tuple[Cell, ...]:
    met = played.met(target, target.year)
    if isinstance(met, str):
        return (Cell(""), Cell(""), Cell(met), Cell(""), Cell(""))
    line = met.forecast
    p10, _, p90 = line.range
    spread = TOO_FEW_FUTURES if isnan(p10) else between(p10, p90, POUNDS)
    about = met.about_council
    return (
        number(met.limit, POUNDS),
        Cell(POUNDS.number(line.mean), line.mean, POUNDS, spread, (nan, nan, p10, p90)),
        chance_cell(met.chance, len(line.outturn), played.by_luck(target, target.year)),
        chance_cell(about, len(line.outturn)) if about else Cell("no forecast given"),
        Cell(line.basis.value),
    )


def chance_cell(chance: Chance, futures: int, luck: Chance | None = None) -> Cell:
    """Return a probability with its interval below it, and that under luck alone; none of too few futures."""
    if futures < FEWEST:
        return Cell(TOO_FEW_FUTURES)
    below = f"{percent(chance.low)} to {percent(chance.high)}" + (f"\nluck alone {percent(luck.share)}" if luck else "")
    return Cell(percent(chance.share), chance.share, SHARE, below, (chance.low, chance.high))


def targets_by_year(played: Mapping[str, Played]) -> Table:
    """Return how likely each target is met in each whole year from its own on, in the baseline and in every option.

    Args:
        played: each scenario's council and what became of it, by what reports call it; the baseline first.
    """
    first = next(iter(played.values()))
    council = first.council
    years, unknown = _budgeted(council)
    rows = tuple(
        (Cell(plain(target.label)), Cell(label), *(_in_year(of, target, year) for year in years))
        for target in council.targets
        for label, of in played.items()
    )
    caption = "Probability that each saving is met or kept, by year; below it its 95% interval (Wilson)"
    caption = _both_captions(caption, first)
    caption += f". No budget is known of {listing(unknown)}" if unknown else ""
    return Table(caption, ("Target", "Option", *years), rows, sheet=TARGETS)


def _budgeted(council: Baseline) -> tuple[list[str], list[str]]:
    """Return the whole years in which any target can be told, and those after it in which none can."""
    known = {year for target in council.targets for year in council.budget_lines[target.budget_line].years}
    first = min(target.year for target in council.targets)
    years = [year for year in whole_years(council) if year >= first]
    return [year for year in years if year in known], [year for year in years if year not in known]


def _in_year(played: Played, target: Target, year: str) -> Cell:
    if year < target.year:
        return Cell("")
    met, luck = played.met(target, year), played.by_luck(target, year)
    return Cell(met) if isinstance(met, str) else chance_cell(met.chance, len(met.forecast.outturn), luck)


def target_words(played: Played) -> list[str]:
    """Say of each target how likely it is met; nothing where that cannot be told."""
    said = []
    for target in played.council.targets:
        met, luck = played.met(target, target.year), played.by_luck(target, target.year)
        if isinstance(met, str) or len(met.forecast.outturn) < FEWEST:
            continue
        chance, saving = met.chance, money(target.saving).full(target.saving)
        where = ", which is in its budget already," if target.in_budget else ""
        said.append(
            f"The saving of {saving} in {target.year} ({plain(target.label)}){where} is met in "
            f"{percent(chance.share)} of futures{_with_draws(luck)} ({percent(chance.low)} to {percent(chance.high)}), "
            f"{_under_luck(luck)}"
            f"{met.forecast.basis.value}.{_luck_words(played.share_of_luck(target, target.year))}"
        )
    return said


def _luck_words(share: Share | None) -> str:
    """Say how much of what makes a target unsure is luck; nothing where that cannot be told."""
    if share is None or share.reason:
        return ""
    if share.value + share.error >= 1:
        return " Luck makes up nearly all of how unsure that is."
    error = f"standard error {100 * share.error:.0f} points"
    return f" Luck makes up {percent(share.value)} of how unsure that is ({error}), what is not known the rest."


def _with_draws(luck: Chance | None) -> str:
    return f" {Assumed.DRAWN}" if luck else ""


def _under_luck(luck: Chance | None) -> str:
    return f"{percent(luck.share)} under luck alone, " if luck else ""
