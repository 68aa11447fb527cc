"""The options table: every scenario's differences from the baseline side by side, each with how sure it is.

COLUMNS                                      what the table holds, in order, in two parts: money, children
figures(options, names) -> list[Row]         one row a scenario, one Figure a column (numbers and text)
money_table(options, names) -> Table         spend, share of futures that save, voids
children_table(options, names) -> Table      out of borough, homes, foster care, first choice, moves
changing(names, columns)                     the columns that any scenario changes, and words for those left out
year_tables_of(options, names) -> list[Table]   differences by financial year, one table a measure
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import isnan

from placesim.experiment.comparison import ALL_YEARS, Difference
from placesim.report.comparison.differences import POINTS, Way, difference_unit, finer, interval_words, percent, way
from placesim.report.comparison.options import SHARE_OUT, SPEND, Options
from placesim.report.tables import Cell, Table
from placesim.report.wording import NOTHING, Unit, unit_for
from placesim.results.measures import MEASURES

SHARE = unit_for("share of children", 1.0)
OWN_FIGURES = Cell("Baseline", below="its own figures")
LARGE = 100
"""Counts of the baseline from which no decimal is printed."""

LEFT_OUT = ("homes", "type_", "void_")
"""Keys of the columns that a table for people leaves out where they hold nothing."""


@dataclass(frozen=True)
class Figure:
    """One figure of one scenario: its text, how sure it is, and the numbers behind both."""

    text: str
    sure: str
    value: float
    difference: Difference


@dataclass(frozen=True)
class Column:
    """One column of the options table."""

    key: str
    heading: str
    definition: str
    unit: Unit
    found: Callable[[str], Difference] = field(repr=False)
    """The difference from the baseline of the scenario named."""
    shows: str = "difference"
    """`difference`; `after`: the scenario's own figure; `below`: the share of futures in which it is lower."""


@dataclass(frozen=True)
class Row:
    """One scenario's figures."""

    name: str
    label: str
    figures: tuple[Figure, ...]


def money_columns(options: Options) -> list[Column]:
    """Return what the table says of money."""
    last = options.last_year
    spend = [options.difference(name, SPEND) for name in options.names]
    void = [options.difference(name, "void_cost") for name in options.names]
    pounds, voided = (difference_unit("pounds", *(d.mean for d in each)) for each in (spend, void))
    before = unit_for("pounds", spend[0].before) if spend else pounds

    def all_years(name: str) -> Difference:
        return options.difference(name, SPEND)

    return [
        Column("spend", f"Spend, {options.years[0].name} to {options.years[-1].name}, {_short(pounds)}",
               "Difference in placement spend over all years"
               + (f"; in the baseline {before.full(spend[0].before)}" if spend else ""), pounds, all_years),
        Column("spend_last", f"Spend in {last.name}, {_short(pounds)}",
               f"Difference in placement spend in {last.label}", pounds,
               lambda name: options.difference(name, SPEND, year=last.name)),
        Column("saves", "Saves in", "Share of futures in which spend over all years is lower", SHARE, all_years,
               "below"),
        Column("void_nights", "Void nights", "Paid nights in beds that stand empty, all years", unit_for("nights", 1),
               lambda name: options.difference(name, "void_nights"), "after"),
        Column("void_cost", f"Void cost, {_short(voided)}", "What those nights cost, all years; part of spend", voided,
               lambda name: options.difference(name, "void_cost"), "after"),
    ]  # fmt: skip


def _short(unit: Unit) -> str:
    """Return the unit of pounds in short, as in `£m`, for a heading of few letters."""
    return f"{unit.before}{unit.after}"


def children_columns(options: Options) -> list[Column]:
    """Return what the table says of children and placements."""
    last, ends = options.last_year, options.end

    def out(name: str) -> Difference:
        return options.difference(name, SHARE_OUT)

    homes = options.types("residential")
    fostering = [kind for kind in options.types("fostering") if kind in options.changing_types]
    children = unit_for("children", 1)
    columns = [
        Column("out", "Out of borough at the end, %", f"Share of children placed out of borough on {ends}", SHARE, out,
               "after"),
        Column("out_change", "Change, points", "Its difference from the baseline, percentage points", POINTS, out),
        Column("out_lower", "Lower in", "Share of futures in which it is lower", SHARE, out, "below"),
        Column("homes", "All homes", f"Difference on an average night of {last.label}, all homes", children,
               lambda name: options.summed(name, "children_average", homes, last.name)),
        *(_in_type(options, kind, children) for kind in fostering),
        Column("first_choice", "First choice met, points",
               "Difference in the share of searches that obtain the first choice, average of the years", POINTS,
               lambda name: options.difference(name, "first_choice_share")),
        Column("moves", "Moves", "Difference in moves between placements, all years", unit_for("moves", 1),
               lambda name: options.difference(name, "moves")),
    ]  # fmt: skip
    return columns if homes else [column for column in columns if column.key != "homes"]


def _in_type(options: Options, kind: str, unit: Unit) -> Column:
    last, label = options.last_year, options.labels.place(kind)
    return Column(f"type_{kind}", label, f"Difference in children there on an average night of {last.label}", unit,
                  lambda name: options.difference(name, "children_average", kind, last.name))  # fmt: skip


def figures(options: Options, names: Sequence[str], columns: Sequence[Column]) -> list[Row]:
    """Return one row a scenario."""
    return [Row(name, options.label(name), tuple(figure(column, name) for column in columns)) for name in names]


def figure(column: Column, name: str) -> Figure:
    """Return one figure, as the column shows it."""
    found = column.found(name)
    if column.shows == "below":
        if isnan(found.below) or found.nothing:
            return Figure(NOTHING, "", found.below, found)
        sure = f"{percent(found.below_low)} to {percent(found.below_high)}"
        return Figure(percent(found.below), sure, found.below, found)
    if column.shows == "after":
        return Figure(column.unit.number(found.after), "", found.after, found)
    if found.nothing:
        return Figure("0", "in every future", 0.0, found)
    bare = Unit(column.unit.header, column.unit.divisor, column.unit.decimals)
    sure = interval_words(found, bare).replace(" for an interval", "")
    return Figure((finer(bare, found.mean) if found.clear else bare).signed(found.mean), sure, found.mean, found)


def table_of(caption: str, options: Options, names: Sequence[str], columns: Sequence[Column]) -> Table:
    """Return columns of the options table as a table for people."""
    rows = tuple((Cell(row.label), *map(_cell, row.figures, columns)) for row in figures(options, names, columns))
    headings = ("Option", *(column.heading for column in columns))
    first = (OWN_FIGURES, *(_in_baseline(column, names[0]) for column in columns)) if names else ()
    return Table(caption, headings, rows, sortable=len(rows) > 1, first=first)


def _in_baseline(column: Column, name: str) -> Cell:
    """Return the baseline's own figure; nothing where a column only compares."""
    before = column.found(name).before
    if column.shows == "below" or column.key == "out_change":
        return Cell("")
    if column.unit == POINTS:
        return Cell(SHARE.full(before))
    return Cell(column.unit.number(before, 0 if column.unit.divisor == 1 and before >= LARGE else None))


def changing(names: Sequence[str], columns: Sequence[Column]) -> tuple[list[Column], str]:
    """Return the columns without placement types and voids that no scenario changes, and words for those left out."""
    still = [column for column in columns if column.key.startswith(LEFT_OUT) and _still(column, names)]
    moving = [column for column in columns if column not in still]
    types = [column.heading for column in still if not column.key.startswith("void")]
    return moving, f" (left out, as none changes it in any future: {', '.join(types)})" if types else ""


def _still(column: Column, names: Sequence[str]) -> bool:
    found = [column.found(name) for name in names]
    return all(each.nothing and (column.shows != "after" or not each.after) for each in found)


def _cell(shown: Figure, column: Column) -> Cell:
    strong = column.shows == "difference" and way(shown.difference) in (Way.LOWER, Way.HIGHER)
    return Cell(shown.text, shown.value, shown.sure, strong)


def money_table(options: Options, names: Sequence[str]) -> Table:
    """Return what each scenario does to money."""
    caption = "Difference from the baseline in placement spend, cash; below each figure its 95% interval"
    columns, left_out = changing(names, money_columns(options))
    return table_of(f"{caption}{left_out}", options, names, columns)


def children_table(options: Options, names: Sequence[str]) -> Table:
    """Return what each scenario does to children and placements."""
    caption = (
        f"Difference from the baseline in where children live, mean of {options.futures:,} futures; "
        "below each figure its 95% interval"
    )
    columns, left_out = changing(names, children_columns(options))
    return table_of(f"{caption}{left_out}", options, names, columns)


YEARLY = {SPEND: "Placement spend", SHARE_OUT: "Out of borough at year end", "moves": "Moves between placements",
          "first_choice_share": "First choice met"}  # fmt: skip


def year_tables_of(options: Options, names: Sequence[str]) -> list[Table]:
    """Return differences by financial year, one table a measure."""
    return [_by_year(options, names, measure, title) for measure, title in YEARLY.items()]


def _by_year(options: Options, names: Sequence[str], measure: str, title: str) -> Table:
    years = [*(year.name for year in options.years), *([ALL_YEARS] if MEASURES[measure].horizon == "total" else [])]
    found = [[options.difference(name, measure, year=year) for year in years] for name in names]
    unit = difference_unit(MEASURES[measure].unit, *(each.mean for row in found for each in row))
    parts = {year.name: year.label for year in options.years}
    columns = [
        Column(year, parts.get(year, "All years"), "", unit, lambda name, year=year: _at(options, name, measure, year))  # type: ignore[misc]
        for year in years
    ]
    return table_of(f"{title}: difference from the baseline, {unit.header}", options, names, columns)


def _at(options: Options, name: str, measure: str, year: str) -> Difference:
    return options.difference(name, measure, year=year)
