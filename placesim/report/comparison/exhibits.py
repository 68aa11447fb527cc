"""The exhibits of a comparison: each chart with the finding it supports and the figures behind it."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from placesim.report import charts
from placesim.report.charts import PALETTE, Series
from placesim.report.comparison.break_even import Kind, Saving, break_even_words, saving, title_words
from placesim.report.comparison.charts import Dot, named_ranges, savings
from placesim.report.comparison.differences import POINTS, Way, difference_unit, money, spend_says, way
from placesim.report.comparison.new_homes import NewHome, finding, monthly_points, note, opened
from placesim.report.comparison.options import SHARE_OUT, SPEND, Options
from placesim.report.run.exhibits import Exhibit
from placesim.report.tables import Cell, Table
from placesim.report.wording import Unit, between, unit_for
from placesim.results.financial_year import months

BARS = 14
"""Scenarios in one chart of bars; a page holds no more."""

TYPES = 6
"""Placement types in one chart of lines; more cannot be told apart."""

HOMES = 24
"""Homes drawn; the occupancy of others stands in tables."""

BARE_POINTS = Unit("percentage points", 0.01, 1)

A_CHILD = 0.5
"""Mean differences below this many children are too small to be seen in a chart."""


def spend_bars(options: Options, names: Sequence[str], name: str) -> Exhibit:
    """Show the difference in spend of scenarios, best first, each under its name."""
    shown = names[:BARS]
    found = [options.difference(each, SPEND) for each in shown]
    unit = difference_unit("pounds", *(value for each in found for value in (each.mean, each.p10, each.p90)))
    says = "; ".join(f"{options.label(n)} {spend_says(each)}" for n, each in zip(shown, found, strict=True))
    dots = [Dot(options.label(n), d.mean, d.low, d.high, d.p10, d.p90) for n, d in zip(shown, found, strict=True)]
    years = f"{options.years[0].name} to {options.years[-1].name}"
    drawing = named_ranges(name, f"Difference in placement spend, {years}, from the baseline: {says}.", dots, unit)
    title = f"Placement spend, {years}: {_count(options, shown, SPEND, 'lower')}"
    return Exhibit(name, title, drawing, note=_rest(names))


def share_bars(options: Options, names: Sequence[str], name: str) -> Exhibit:
    """Show the difference in the share out of borough at the end, in the order of spend."""
    shown = names[:BARS]
    found = [options.difference(each, SHARE_OUT) for each in shown]
    dots = [Dot(options.label(n), d.mean, d.low, d.high, d.p10, d.p90) for n, d in zip(shown, found, strict=True)]
    says = "; ".join(f"{options.label(n)} {POINTS.signed(d.mean)}" for n, d in zip(shown, found, strict=True))
    drawing = named_ranges(name, f"Difference in the share out of borough on {options.end}: {says}.", dots, BARE_POINTS)
    title = f"Out of borough on {options.end}, percentage points: {_count(options, shown, SHARE_OUT, 'lower')}"
    return Exhibit(name, title, drawing, note=_rest(names))


def _count(options: Options, names: Sequence[str], measure: str, word: str) -> str:
    """Say in how many scenarios a figure is clearly lower, clearly higher, or neither."""
    ways = [way(options.difference(name, measure)) for name in names]
    counts = {
        f"clearly {word}": ways.count(Way.LOWER),
        "clearly higher": ways.count(Way.HIGHER),
        "no clear difference": sum(each not in (Way.LOWER, Way.HIGHER) for each in ways),
    }
    said = [f"{words} in {count}" for words, count in counts.items() if count]
    return f"{', '.join(said)} of {len(names)}"


def _rest(names: Sequence[str]) -> str:
    return f"The first {BARS} of {len(names)}, by spend; the tables hold all." if len(names) > BARS else ""


def cumulative_savings(options: Options, names: Sequence[str], name: str) -> list[Exhibit]:
    """Show what each scenario has saved by each month, on one scale, with its break-even."""
    found = [saving(options, each) for each in names]
    if not found:
        return []
    figures = pd.concat([each.points[["mean", "p10", "p90"]] for each in found])
    limits = min(float(figures.min().min()), 0.0), max(float(figures.max().max()), 0.0)
    unit = money(*limits) if any(limits) else money(1e6)
    limits = limits if limits[1] > limits[0] else (0.0, unit.divisor)
    return [_saving(options, each, f"{name}{options.number(each.name)}", unit, limits) for each in found]


def _saving(options: Options, found: Saving, name: str, unit: Unit, limits: tuple[float, float]) -> Exhibit:
    words, title = break_even_words(options, found), title_words(found, options)
    last = found.points.iloc[-1]
    ends = f"On {options.end} the mean is {unit.full(last['mean'])}"
    ends += "." if options.few else f"; 8 in 10 futures lie between {between(last['p10'], last['p90'], unit)}."
    alternative = f"Line chart, cumulative saving in placement spend, {unit.header}. {title}. {ends}"
    drawing = savings(
        name, alternative, found.points, unit, start=_start(options), days=options.baseline.days, limits=limits,
        mark=_marked(options, found),
    )  # fmt: skip
    return Exhibit(name, title, drawing, _saving_table(options, found, unit), note=words)


def _start(options: Options) -> date:
    return options.comparing.council.start


def _marked(options: Options, found: Saving) -> float | None:
    """Return the day on which the month of the break-even begins."""
    even = found.break_even
    if options.few or even.month is None or even.kind not in (Kind.AT_ONCE, Kind.LATER):
        return None
    periods = months(_start(options), options.baseline.days)
    return float(periods.edges[periods.labels.index(even.month)])


def _saving_table(options: Options, found: Saving, unit: Unit) -> Table:
    columns = {"mean": "Mean", "low": "95% interval, low", "high": "high", "p10": "p10", "p90": "p90"}
    shown = [column for column in columns if not found.points[column].isna().all()]
    rows = tuple(
        (Cell(str(row["month"])), *(Cell(unit.number(row[c]), row[c]) for c in shown))
        for _, row in found.points.iterrows()
    )
    caption = f"{options.label(found.name)}: saved since the start, {unit.header}, at the end of each month"
    return Table(caption, ("Month", *(columns[c] for c in shown)), rows)


def types_shown(options: Options) -> tuple[str, ...]:
    """Return the placement types that scenarios clearly change most, in the order of the configuration."""
    largest = {kind: _most_moved(options, kind) for kind in options.changing_types}
    changed = sorted((kind for kind in largest if largest[kind]), key=lambda kind: -largest[kind])[:TYPES]
    return tuple(kind for kind in options.changing_types if kind in changed)


def _most_moved(options: Options, kind: str) -> float:
    """Return how many children the scenario that moves most clearly adds to or takes from a placement type."""
    last = options.last_year.name
    found = [options.difference(name, "children_average", kind, last) for name in options.names]
    sure = [abs(each.mean) for each in found if way(each) in (Way.LOWER, Way.HIGHER)]
    return max((size for size in sure if size >= A_CHILD), default=0.0)


def children_by_type(options: Options) -> list[Exhibit]:
    """Show children by placement type in the baseline and in every scenario, on one scale."""
    kinds = types_shown(options)
    if not kinds:
        return []
    comparison = options.comparison
    outcomes = {"": comparison.baseline, **{name: options.outcomes(name) for name in options.names}}
    points = {
        name: [monthly_points(options, comparison.monthly(each, "children_average", kind)) for kind in kinds]
        for name, each in outcomes.items()
    }
    top = max(charts.highest(table) for tables in points.values() for table in tables)
    return [_types(options, name, kinds, points, top) for name in outcomes]


def _types(
    options: Options, name: str, kinds: Sequence[str], points: dict[str, list[pd.DataFrame]], top: float
) -> Exhibit:
    unit = unit_for("children", 100)
    own = [
        Series(table[["day", "mean", "p10", "p90"]], options.labels.place(kind), colour, band=False)
        for kind, table, colour in zip(kinds, points[name], PALETTE, strict=False)
        if table["mean"].any()
    ]
    quiet = [Series(table, quiet=True) for table in points[""] if table["mean"].any()] if name else []
    label = options.label(name) if name else "Baseline"
    ends = "; ".join(f"{each.label} {unit.full(float(each.points['mean'].iloc[-1]))}" for each in own)
    drawing = charts.lines(
        f"types{options.number(name) if name else 'base'}",
        f"Line chart, children on an average night, from zero. {label}, in the last month: {ends}.",
        [*quiet, *own], unit, start=_start(options), days=options.baseline.days, size=(360.0, 300.0), top=top,
        letters=15,
    )  # fmt: skip
    exhibit = f"by-type{options.number(name) if name else 'base'}"
    return Exhibit(exhibit, _types_title(options, name, kinds), drawing, _types_table(options, name))


def _types_title(options: Options, name: str, kinds: Sequence[str]) -> str:
    """Name the types that clearly gain and lose most children in the last whole year."""
    last = options.last_year
    if not name:
        return f"Baseline: children by placement type, to {options.end}"
    found = {kind: options.difference(name, "children_average", kind, last.name) for kind in kinds}
    moved = [k for k in kinds if way(found[k]) in (Way.LOWER, Way.HIGHER) and abs(found[k].mean) >= A_CHILD]
    ordered = sorted(moved, key=lambda kind: -abs(found[kind].mean))[:3]
    unit = unit_for("children", 1)
    said = ", ".join(f"{options.labels.place(kind)} {unit.signed(found[kind].mean)}" for kind in ordered)
    return f"{options.label(name)}: {said + f' in {last.name}' if said else 'no clear change of half a child or more'}"


def _types_table(options: Options, name: str) -> Table:
    unit, rows = unit_for("children", 1), []
    for kind in options.changing_types:
        cells = []
        for year in options.years:
            if name:
                found = options.difference(name, "children_average", kind, year.name)
                cells.append(
                    Cell(unit.number(found.after), found.after, "" if found.nothing else unit.signed(found.mean))
                )
            else:
                mean = float(options.comparison.before("children_average", kind, year.name).mean())
                cells.append(Cell(unit.number(mean), mean))
        rows.append((Cell(options.labels.place(kind)), *cells))
    label = f"{options.label(name)}: children on an average night; below, the mean difference from the baseline"
    caption = label if name else "Baseline: children on an average night"
    return Table(caption, ("Placement type", *(year.label for year in options.years)), tuple(rows))


def homes(options: Options) -> tuple[list[Exhibit], int]:
    """Show how each new home fills, and tell how many are not drawn because there are too many."""
    found = opened(options)
    return [_home(options, number, home) for number, home in enumerate(found[:HOMES])], max(len(found) - HOMES, 0)


def _home(options: Options, number: int, home: NewHome) -> Exhibit:
    unit = unit_for("beds", max(home.beds, 1))
    alternative = (
        f"Line chart, beds, from zero. {home.label} in {options.label(home.name)}: in the last month "
        f"{unit.brief(home.usable['mean'].iloc[-1])} beds are usable on average, and "
        f"{unit.brief(home.taken['mean'].iloc[-1])} are taken."
    )
    series = [Series(home.usable, "usable", charts.SOFT, band=False, dashed=True), Series(home.taken, "taken")]
    drawing = charts.lines(
        f"new-home{number}", alternative, series, unit, start=_start(options), days=options.baseline.days,
        top=max(home.beds, float(home.usable["mean"].max())),
    )  # fmt: skip
    return Exhibit(f"home{number}", finding(options, home), drawing, _home_table(home, unit), note=note(options, home))


def _home_table(home: NewHome, unit: Unit) -> Table:
    known = [column for column in ("mean", "p10", "p90") if not home.taken[column].isna().all()]
    rows = tuple(
        (Cell(str(taken["month"])), *(Cell(unit.number(row[c]), row[c]) for row in (usable, taken) for c in known))
        for (_, usable), (_, taken) in zip(home.usable.iterrows(), home.taken.iterrows(), strict=True)
    )
    columns = ("Month", *(f"{what}, {c}" for what in ("Usable", "Taken") for c in known))
    return Table(f"{home.label}: usable and taken beds on an average night of the month", columns, rows)
