"""Warnings about budgets: another period than other lines, a minus too many or too few, a year spent before its end."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from placesim.config.baseline import Baseline
from placesim.config.budget_lines import BudgetYear, Heading
from placesim.config.problem import Path, Problem
from placesim.config.warnings.warning import Council, of_configuration

NOTEWORTHY = 100_000
"""Pounds up to which a figure is too small to be told of: small lines are odd in true ledgers too."""

SMALL_PART = 0.05
"""Share of the largest figure of a line and year up to which a figure of the other sign is no slip."""

MOST_TO_DATE = 1.5
"""How many times the year's budget a figure to date may be, before a slip is likelier than an overspend."""


@dataclass(frozen=True)
class Amount:
    """One figure of a budget line in a year: where it stands below the year, what it is called, and its pounds."""

    path: Path
    label: str
    pounds: float


@of_configuration
def lines_at_another_period(council: Council) -> Iterator[Problem]:
    """Find lines whose figures to date reach another period than those of most other lines of that year."""
    for year, periods in _periods(council.baseline).items():
        [(usual, lines)] = Counter(periods.values()).most_common(1)
        if lines <= (len(periods) - 1) / 2:
            continue
        others = "1 other line says" if lines == 1 else f"{lines} other lines say"
        for name, period in periods.items():
            if period != usual:
                message = (
                    f"{period}, but {others} {usual}; is one of them wrong? Lines of different periods have no total "
                    "to date; give all of them to the end of the same period"
                )
                yield Problem(("budget_lines", name, "years", year, "to_date", "period"), message)


@of_configuration
def figures_of_opposite_signs(council: Council) -> Iterator[Problem]:
    """Find figures of a line that are below nothing where others of that year are above it, or the other way round."""
    for path, heading, year in _years(council.baseline):
        amounts = _amounts(year)
        floor = max(NOTEWORTHY, SMALL_PART * max(abs(each.pounds) for each in amounts))
        large = [each for each in amounts if abs(each.pounds) > floor]
        right = [each for each in large if (each.pounds < 0) == _is_usually_negative(heading, large)]
        if right:
            other = max(right, key=lambda each: abs(each.pounds))
            for each in large:
                if each not in right:
                    yield Problem((*path, *each.path), _of_another_sign(each, other, heading))


def _is_usually_negative(heading: Heading, amounts: list[Amount]) -> bool:
    """Tell whether a line is written with a minus: income always is, other lines where most of their figures are."""
    return heading == "income" or sum(each.pounds < 0 for each in amounts) > len(amounts) / 2


def _of_another_sign(amount: Amount, other: Amount, heading: Heading) -> str:
    if amount.pounds > 0:
        mend = "write it with a minus" + ("" if heading == "income" else ", or all of them without")
        return f"{amount.pounds:,.15g} is above nothing, but {other.label} is below it; {mend}"
    income = "" if heading == "recharges" else "say `heading: income` and "
    mend = f"take the minus out, or {income}write all of them with a minus"
    return f"{amount.pounds:,.15g} is below nothing, but {other.label} is above it; {mend}"


@of_configuration
def more_to_date_than_a_year(council: Council) -> Iterator[Problem]:
    """Find figures to date of more than one and a half times the budget of the year."""
    for path, _, year in _years(council.baseline):
        for each in _amounts(year):
            times = each.pounds / year.budget if year.budget else 0
            if "to_date" in each.path and abs(each.pounds) > NOTEWORTHY and times > MOST_TO_DATE:
                message = (
                    f"{each.pounds:,.15g} to date is {times:,.1f} times the budget of the whole year, "
                    f"{year.budget:,.15g}; is a digit wrong, or one of them in thousands? Write both in pounds"
                )
                yield Problem((*path, *each.path), message)


def _periods(baseline: Baseline) -> dict[str, dict[str, int]]:
    """Return the period that each line has reached, by financial year and line."""
    found: dict[str, dict[str, int]] = {}
    for name, line in baseline.budget_lines.items():
        for year, figures in line.years.items():
            if figures.to_date:
                found.setdefault(year, {})[name] = figures.to_date.period
    return found


def _years(baseline: Baseline) -> Iterator[tuple[Path, Heading, BudgetYear]]:
    """Return every line in every year: where it stands, its heading, and its figures."""
    for name, line in baseline.budget_lines.items():
        for year, figures in line.years.items():
            yield ("budget_lines", name, "years", year), line.heading, figures


def _amounts(year: BudgetYear) -> list[Amount]:
    """Return the figures of a line and year that are given."""
    at = year.to_date
    amounts: dict[Path, tuple[str, float | None]] = {
        ("budget",): ("the budget", year.budget),
        ("to_date", "budget"): ("the budget to date", at.budget if at else None),
        ("to_date", "actual"): ("the actual to date", at.actual if at else None),
        ("forecast",): ("the forecast", year.forecast),
    }
    return [Amount(path, label, pounds) for path, (label, pounds) in amounts.items() if pounds is not None]
