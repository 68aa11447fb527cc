"""What the terminal shows at the end of a run and of a comparison: one row a year or scenario."""

from collections.abc import Sequence
from math import isinf, isnan
from pathlib import Path

from placesim.experiment.differences import Difference
from placesim.experiment.precision import Precision, Reached, reached
from placesim.experiment.statistics import interval_of_mean
from placesim.report.comparison_study import FIXED, NET, SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.figures import NOTHING, SHARE, Unit
from placesim.report.study import Study, Year
from placesim.report.terminal.lines import print_line
from placesim.report.terminal.tables import (
    FEW,
    MILLIONS,
    WIDE,
    print_destination,
    print_table,
    terminal_width,
)
from placesim.report.words.assumed import under_words
from placesim.report.words.costs import given, net_is
from placesim.report.words.differences import POINTS, difference_unit, interval_words, percent
from placesim.report.words.replications import target_words
from placesim.results.measures import MEASURES, Exhibit, Told, told_in


def print_summary(study: Study, folder: Path, seconds: float) -> None:
    """Print number in care, out-of-borough shares and spend, one row a year, each with the interval of its mean."""
    columns = columns_for(study.years)
    interval = "" if study.few else " (95% interval of the mean)"
    title = f"{study.baseline.name}: mean of {study.futures} futures{interval}"
    print_table(
        title, ("Year", *(column.words for column in columns)), [_year_row(study, y, columns) for y in study.years]
    )
    for year in study.years:
        if year.part:
            print_line(f"* {year.name} is a part year: {year.span}")
    if words := under_words(study):
        print_line(words)
    if study.few:
        print_line(FEW)
    print_destination(folder, seconds)


def columns_for(years: Sequence[Year]) -> tuple[Told, ...]:
    """Return the columns of the table at the end of a run; 31 March is named only if every year ends on it."""
    on_31_march = all((year.last.month, year.last.day) == (3, 31) for year in years)
    end = "31 March" if on_31_march else "end of the period"
    return tuple(column._replace(words=column.words.format(end=end)) for column in told_in(Exhibit.TERMINAL))


def _unit(measure: str) -> Unit:
    unit = MEASURES[measure].unit
    if unit == "pounds":
        return MILLIONS
    return SHARE if MEASURES[measure].is_share else Unit(unit)


def _year_row(study: Study, year: Year, columns: Sequence[Told]) -> tuple[str, ...]:
    return f"{year.name} *" if year.part else year.name, *(_cell(study, year, column) for column in columns)


def _cell(study: Study, year: Year, column: Told) -> str:
    values, unit = study.values(year, column.measure, column.group), _unit(column.measure)
    mean, low, high = (float(part[0]) for part in interval_of_mean(values[:, None]))
    if isnan(mean):
        return NOTHING
    if isnan(low):
        return unit.full(mean)
    gap = " " if terminal_width() >= WIDE else "\n"
    return f"{unit.full(mean)}{gap}({unit.full(low)}-{unit.full(high)})"


COMPARED = (
    "Scenario",
    "Spend over all years, £ million",
    "95% interval",
    "Saves spend in",
    "Its cost, £ million",
    "Net cost, £ million",
    "Out of borough at the end, points",
    "95% interval",
    "Lower in",
)
COMPARED_BRIEF = (0, 1, 3, 4, 5, 6, 8)
"""Columns that a narrow terminal shows: intervals are left to the report."""


def print_comparison(options: ComparisonStudy, folder: Path, seconds: float) -> None:
    """Print each scenario's difference from the baseline in spend and in the out-of-borough share."""
    headings, brief = _headings(options)
    rows = [_scenario_row(options, name) for name in options.names]
    title = f"{options.council.name}: difference from the baseline, mean of {options.futures:,} futures"
    print_table(title, headings, rows, (_brief(headings, brief), [_brief(row, brief) for row in rows]))
    print_line(
        "`Saves spend in` and `Lower in`: share of futures, of those simulated, in which placement spend, with no cost "
        "of the option itself, and the share out of borough are lower."
    )
    if words := under_words(options):
        print_line(words)
    print_line(net_is(options))
    if options.few:
        print_line(FEW)
    print_destination(folder, seconds)


def _headings(options: ComparisonStudy) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the headings, and which of them a narrow terminal shows; where assumptions are drawn, both shares."""
    if options.luck_alone is None:
        return COMPARED, COMPARED_BRIEF
    at = COMPARED.index("Saves spend in") + 1
    headings = (*COMPARED[: at - 1], "Saves spend in, drawn", "Saves spend in, luck alone", *COMPARED[at:])
    return headings, (
        *(place for place in COMPARED_BRIEF if place < at),
        at,
        *(p + 1 for p in COMPARED_BRIEF if p >= at),
    )


def _scenario_row(options: ComparisonStudy, name: str) -> tuple[str, ...]:
    spend, share = options.difference(name, SPEND), options.difference(name, SHARE_OUT)
    luck = options.luck_alone
    alone = (_below(luck.difference(name, SPEND)),) if luck else ()
    return options.label(name), *_figures(spend, MILLIONS), *alone, *_net(options, name), *_figures(share, POINTS.bare)


def _net(options: ComparisonStudy, name: str) -> tuple[str, str]:
    """Return what a scenario costs beside placements, marked where nobody has said, and net cost."""
    said = given(options, name)
    cost = MILLIONS.signed(options.difference(name, FIXED).mean)
    mark = said.mark.replace(" for ", "\nfor ").removesuffix(" changes")
    costs = mark if said.changes and not said.any else f"{cost}\n{mark}".strip()
    return costs, MILLIONS.signed(options.difference(name, NET).mean)


def _figures(difference: Difference, unit: Unit) -> tuple[str, str, str]:
    return unit.signed(difference.mean), interval_words(difference, unit), _below(difference)


def _below(difference: Difference) -> str:
    return NOTHING if isnan(difference.below) else percent(difference.below)


def _brief(row: tuple[str, ...], places: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(row[place] for place in places)


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
