"""What the terminal shows of a comparison: one row a scenario, and how many replications that took and why."""

from math import isinf, isnan
from pathlib import Path

from placesim.experiment.differences import Difference
from placesim.experiment.precision import Precision, Reached, reached
from placesim.report.comparison_study import SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.terminal.tables import FEW, MILLIONS, print_destination, print_line, print_table
from placesim.report.words.differences import POINTS, difference_unit, interval_words
from placesim.report.words.figures import NOTHING, Unit
from placesim.report.words.replications import target_words
from placesim.results.measures import MEASURES

HEADINGS = (
    "Scenario",
    "Spend over all years, £ million",
    "95% interval",
    "Saves in",
    "Out of borough at the end, points",
    "95% interval",
    "Lower in",
)
BRIEF = (0, 1, 3, 4, 6)
"""Columns that a narrow terminal shows: intervals are left to the report."""

SHARES = Unit(POINTS.header, POINTS.divisor, POINTS.decimals)


def print_comparison(options: ComparisonStudy, folder: Path, seconds: float) -> None:
    """Print each scenario's difference from the baseline in spend and in the out-of-borough share."""
    rows = [_row(options, name) for name in options.names]
    title = f"{options.council.name}: difference from the baseline, mean of {options.futures:,} futures"
    print_table(title, HEADINGS, rows, (_brief(HEADINGS), [_brief(row) for row in rows]))
    print_line("`Saves in` and `Lower in`: share of futures, of those simulated, in which the figure is lower.")
    if options.few:
        print_line(FEW)
    print_destination(folder, seconds)


def _row(options: ComparisonStudy, name: str) -> tuple[str, ...]:
    spend, share = options.difference(name, SPEND), options.difference(name, SHARE_OUT)
    return options.label(name), *_figures(spend, MILLIONS), *_figures(share, SHARES)


def _figures(difference: Difference, unit: Unit) -> tuple[str, str, str]:
    below = NOTHING if isnan(difference.below) else f"{difference.below:.0%}"
    return unit.signed(difference.mean), interval_words(difference, unit), below


def _brief(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(row[place] for place in BRIEF)


def precision_lines(options: ComparisonStudy) -> list[str]:
    """Say in sentences how many replications were taken, and why no fewer or no more; nothing where nobody asked."""
    precision = options.precision
    if precision is None:
        return []
    target = target_words(precision)
    missed = [each for each in reached(options.comparison, precision) if not each.met]
    if not missed:
        return [f"{options.futures:,} replications of each: {target}, reached for every scenario."]
    capped = ", the cap (--most)" if options.futures >= precision.most else ""
    return [
        f"{options.futures:,} replications of each{capped}: {target}, not reached for every scenario.",
        *(_missed(options, each, precision) for each in missed),
    ]


def _missed(options: ComparisonStudy, each: Reached, precision: Precision) -> str:
    label = options.label(each.option)
    if isnan(each.half_width):
        return f"  {label}: {each.note}."
    unit = difference_unit(MEASURES[precision.measure].unit, each.difference, each.half_width)
    why = each.note or "it may be nothing"
    needed = why if isinf(each.needed) else f"about {each.needed:,.0f} replications would be needed"
    known = f"{unit.signed(each.difference)}, known within {unit.full(each.half_width)}"
    return f"  {label}: {known}; {needed}."
