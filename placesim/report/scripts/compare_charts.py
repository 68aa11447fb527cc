"""The charts of a comparison: each with the finding it supports and the figures behind it."""

from collections.abc import Sequence
from functools import partial

import pandas as pd

from placesim.experiment.differences import Difference
from placesim.report.charts.canvas import PALETTE
from placesim.report.charts.lines import Series, highest, lines, savings
from placesim.report.comparison_study import NET, SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.figures import TOO_FEW_FUTURES, Unit, unit_for
from placesim.report.paper.parts import Cell, Chart, Table
from placesim.report.words.break_even import InFront, Saving, break_even_words, saving, title_words, what_saves
from placesim.report.words.costs import marked_words
from placesim.report.words.differences import POINTS, Direction, difference_unit, direction, money
from placesim.report.words.new_homes import NewHome, finding, monthly_points, note, opened
from placesim.report.words.tables import months_table, number, ranges_chart, usable_and_taken
from placesim.results.financial_year import months

BARS = 14
"""Scenarios in one chart of bars; a page holds no more."""

TYPES = 6
"""Placement types in one chart of lines; more cannot be told apart."""

HOMES = 24
"""Homes drawn; the occupancy of others stands in tables."""

A_CHILD = 0.5
"""Mean differences below this many children are too small to be seen in a chart."""

SHEET = "Charts"


def spend_bars(options: ComparisonStudy, names: Sequence[str], name: str) -> Chart:
    """Show the difference in spend of scenarios, each under its name."""
    return _money_bars(options, names, name, SPEND, "Placement spend")


def net_bars(options: ComparisonStudy, names: Sequence[str], name: str) -> Chart:
    """Show the difference in net cost of scenarios, in the same order."""
    return _money_bars(options, names, name, NET, "Net cost")


def _money_bars(options: ComparisonStudy, names: Sequence[str], name: str, measure: str, words: str) -> Chart:
    span = f"{options.years[0].name} to {options.years[-1].name}"
    ends = [end for each in names[:BARS] if (d := options.difference(each, measure)) for end in (d.mean, d.p10, d.p90)]
    return _bars(options, names, name, measure, difference_unit("pounds", *ends), f"{words}, {span}")


def share_bars(options: ComparisonStudy, names: Sequence[str], name: str) -> Chart:
    """Show the difference in the share out of borough at the end, in the same order."""
    subject = f"Out of borough on {options.end}, percentage points"
    return _bars(options, names, name, SHARE_OUT, POINTS.bare, subject)


def _bars(options: ComparisonStudy, names: Sequence[str], name: str, measure: str, unit: Unit, subject: str) -> Chart:
    shown = names[:BARS]
    differences = [(options.label(each), options.difference(each, measure)) for each in shown]
    rest = f"The first {BARS} of {len(names)}; the tables hold all." if len(names) > BARS else ""
    if measure in (SPEND, NET):
        rest = " ".join(filter(None, (rest, marked_words(options, shown))))
    finding, opening = f"{subject}: {_count(options, shown, measure)}", f"{subject}, difference from the baseline"
    return ranges_chart(name, finding, opening, differences, unit, rest, SHEET)


def _count(options: ComparisonStudy, names: Sequence[str], measure: str) -> str:
    """Say in how many scenarios a figure is clearly lower, clearly higher, or neither."""
    if options.few:
        return f"{TOO_FEW_FUTURES} to say where it is lower or higher"
    directions = [direction(options.difference(name, measure)) for name in names]
    counts = {
        "clearly lower": directions.count(Direction.LOWER),
        "clearly higher": directions.count(Direction.HIGHER),
        "no clear difference": sum(not each.clear for each in directions),
    }
    said = [f"{words} in {count}" for words, count in counts.items() if count]
    return f"{', '.join(said)} of {len(names)}"


def cumulative_savings(options: ComparisonStudy, names: Sequence[str]) -> tuple[Chart, ...]:
    """Show what each scenario has saved by each month, on one scale, with its break-even."""
    curves = [saving(options, each) for each in names]
    if not curves:
        return ()
    figures = pd.concat([each.points[["mean", "p10", "p90"]] for each in curves])
    limits = min(float(figures.min().min()), 0.0), max(float(figures.max().max()), 0.0)
    unit = money(*limits) if any(limits) else money(1e6)
    limits = limits if limits[1] > limits[0] else (0.0, unit.divisor)
    return tuple(_saving(options, each, unit, limits) for each in curves)


def _saving(options: ComparisonStudy, curve: Saving, unit: Unit, limits: tuple[float, float]) -> Chart:
    title, last = title_words(curve, options), curve.points.iloc[-1]
    low, high = (unit.full(last[end]) for end in ("p10", "p90"))
    ends = f"On {options.end} the mean is {unit.full(last['mean'])}"
    ends += "." if options.few else f"; 8 in 10 futures lie between {low} and {high}."
    draw = partial(
        savings,
        curve.points,
        unit,
        start=options.council.start,
        days=options.baseline.days,
        limits=limits,
        mark=_marked(options, curve),
    )
    return Chart(
        f"saved{options.number(curve.name)}",
        title,
        f"Line chart, cumulative saving in {what_saves(curve)}, {unit.header}. {title}. {ends}",
        draw,
        break_even_words(options, curve),
        (_saving_table(options, curve, unit),),
    )


def _marked(options: ComparisonStudy, curve: Saving) -> float | None:
    """Return the day on which the month of the break-even begins."""
    even = curve.break_even
    if options.few or even.month is None or even.when not in (InFront.AT_ONCE, InFront.LATER):
        return None
    periods = months(options.council.start, options.baseline.days)
    return float(periods.edges[periods.labels.index(even.month)])


def _saving_table(options: ComparisonStudy, curve: Saving, unit: Unit) -> Table:
    headings = {"mean": "Mean", "low": "95% interval, low", "high": "high", "p10": "p10", "p90": "p90"}
    columns = [(heading, curve.points[end]) for end, heading in headings.items()]
    caption = f"{options.label(curve.name)}: saved since the start, {unit.header}, at the end of each month"
    return months_table(caption, curve.points["month"], columns, unit, sortable=False)


def types_shown(options: ComparisonStudy) -> tuple[str, ...]:
    """Return the placement types that scenarios clearly change most, in the order of the configuration."""
    largest = {kind: _most_moved(options, kind) for kind in options.changing_types}
    changed = sorted((kind for kind in largest if largest[kind]), key=lambda kind: -largest[kind])[:TYPES]
    return tuple(kind for kind in options.changing_types if kind in changed)


def _most_moved(options: ComparisonStudy, kind: str) -> float:
    """Return how many children the scenario that moves most clearly adds to or takes from a placement type."""
    last = options.last_year.name
    differences = [options.difference(name, "children_average", kind, last) for name in options.names]
    sure = [abs(each.mean) for each in differences if direction(each).clear]
    return max((size for size in sure if size >= A_CHILD), default=0.0)


def children_by_type(options: ComparisonStudy) -> tuple[Chart, ...]:
    """Show children by placement type in the baseline and in every scenario, on one scale."""
    kinds = types_shown(options)
    if not kinds:
        return ()
    comparison = options.comparison
    outcomes = {"": comparison.baseline, **{name: options.outcomes(name) for name in options.names}}
    points = {
        name: [monthly_points(options, comparison.monthly(each, "children_average", kind)) for kind in kinds]
        for name, each in outcomes.items()
    }
    top = max(highest(table) for tables in points.values() for table in tables)
    return tuple(_types(options, name, kinds, points, top) for name in outcomes)


def _types(
    options: ComparisonStudy, name: str, kinds: Sequence[str], points: dict[str, list[pd.DataFrame]], top: float
) -> Chart:
    unit = unit_for("children", 100)
    own = [
        Series(table[["day", "mean", "p10", "p90"]], options.labels.place(kind), colour, band=False)
        for kind, table, colour in zip(kinds, points[name], PALETTE, strict=False)
        if table["mean"].any()
    ]
    quiet = [Series(table, quiet=True) for table in points[""] if table["mean"].any()] if name else []
    ends = "; ".join(f"{each.label} {unit.full(float(each.points['mean'].iloc[-1]))}" for each in own)
    draw = partial(
        lines,
        [*quiet, *own],
        unit,
        start=options.council.start,
        days=options.baseline.days,
        size=(360.0, 300.0),
        top=top,
        letters=15,
    )
    label = options.label(name) if name else "Baseline"
    return Chart(
        f"by-type{options.number(name) if name else 'base'}",
        _types_title(options, name, kinds),
        f"Line chart, children on an average night, from zero. {label}, in the last month: {ends}.",
        draw,
        behind=(_types_table(options, name),),
    )


def _types_title(options: ComparisonStudy, name: str, kinds: Sequence[str]) -> str:
    """Name the types that clearly gain and lose most children in the last whole year."""
    last = options.last_year
    if not name:
        return f"Baseline: children by placement type, to {options.end}"
    moved = types_moved(options, name, kinds)
    ordered = sorted(moved, key=lambda kind: -abs(moved[kind].mean))[:3]
    unit = unit_for("children", 1)
    said = ", ".join(f"{options.labels.place(kind)} {unit.signed(moved[kind].mean)}" for kind in ordered)
    return f"{options.label(name)}: {said + f' in {last.name}' if said else 'no clear change of half a child or more'}"


def types_moved(options: ComparisonStudy, name: str, kinds: Sequence[str]) -> dict[str, Difference]:
    """Return the types that a scenario clearly changes by half a child or more in the last whole year, and by what."""
    last = options.last_year.name
    changes = {kind: options.difference(name, "children_average", kind, last) for kind in kinds}
    return {k: change for k, change in changes.items() if direction(change).clear and abs(change.mean) >= A_CHILD}


def _types_table(options: ComparisonStudy, name: str) -> Table:
    unit, rows = unit_for("children", 1), []
    for kind in options.changing_types:
        cells = [_in_year(options, name, kind, year.name, unit) for year in options.years]
        rows.append((Cell(options.labels.place(kind)), *cells))
    label = f"{options.label(name)}: children on an average night; below, the mean difference from the baseline"
    caption = label if name else "Baseline: children on an average night"
    return Table(caption, ("Placement type", *(year.label for year in options.years)), tuple(rows))


def _in_year(options: ComparisonStudy, name: str, kind: str, year: str, unit: Unit) -> Cell:
    if not name:
        return number(float(options.comparison.before("children_average", kind, year).mean()), unit)
    difference = options.difference(name, "children_average", kind, year)
    below = "" if difference.nothing else unit.signed(difference.mean)
    return Cell(unit.number(difference.after), difference.after, unit, below)


def homes(options: ComparisonStudy) -> tuple[tuple[Chart, ...], int]:
    """Show how each new home fills, and tell how many are not drawn because there are too many."""
    every = opened(options)
    charts = tuple(_home(options, place, home) for place, home in enumerate(every[:HOMES]))
    return charts, max(len(every) - HOMES, 0)


def _home(options: ComparisonStudy, place: int, home: NewHome) -> Chart:
    subject = f"{home.label} in {options.label(home.name)}, beds"
    council, shown = options.council_of(home.name), (home.usable, home.taken)
    words, told = finding(options, home), note(options, home)
    return usable_and_taken(f"home{place}", subject, *shown, council, finding=words, note=told, paid=home.paid)
