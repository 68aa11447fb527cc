"""The options table: every scenario's differences from the baseline side by side, each with how sure it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from math import isnan

from placesim.config.text import plain
from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.differences import Difference
from placesim.report.comparison_study import SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.figures import NOTHING, Unit, unit_for
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.differences import POINTS, difference_unit, percent
from placesim.report.words.ranking import packages
from placesim.report.words.tables import difference_cell, number
from placesim.results.measures import MEASURES, Exhibit, Told, told_in

SHARE = unit_for("share of children", 1.0)
OWN_FIGURES = Cell("Baseline", below="its own figures")
LARGE = 100
"""Counts of the baseline from which no decimal is printed."""

LEFT_OUT = ("homes", "type_", "void_")
"""Keys of the columns that a table for people leaves out where they hold nothing."""


@dataclass(frozen=True)
class OptionColumn:
    """One column of the options table."""

    key: str
    heading: str
    definition: str
    unit: Unit
    difference: Callable[[str], Difference] = field(repr=False)
    """The difference from the baseline of the scenario named."""
    shows: str = "difference"
    """`difference`; `after`: the scenario's own figure; `below`: the share of futures in which it is lower."""

    def cell(self, name: str) -> Cell:
        """Return a scenario's figure with how sure it is."""
        found = self.difference(name)
        if self.shows == "difference":
            return difference_cell(found, self.unit)
        if self.shows == "after":
            return number(found.after, self.unit)
        if isnan(found.below) or found.nothing:
            return Cell(NOTHING)
        sure = f"{percent(found.below_low)} to {percent(found.below_high)}"
        return Cell(percent(found.below), found.below, SHARE, sure, (found.below_low, found.below_high))

    def in_baseline(self, name: str) -> Cell:
        """Return the baseline's own figure; nothing where a column only compares."""
        before = self.difference(name).before
        if self.shows == "below" or self.key == "out_change":
            return Cell("")
        if self.unit == POINTS:
            return Cell(SHARE.full(before), before, SHARE)
        decimals = 0 if self.unit.divisor == 1 and before >= LARGE else None
        return Cell(self.unit.number(before, decimals), before, self.unit)


def money_columns(options: ComparisonStudy) -> list[OptionColumn]:
    """Return what the table says of money."""
    last = options.last_year
    spend = [options.difference(name, SPEND) for name in options.names]
    void = [options.difference(name, "void_cost") for name in options.names]
    pounds, voided = (difference_unit("pounds", *(d.mean for d in each)) for each in (spend, void))
    before = unit_for("pounds", spend[0].before) if spend else pounds

    def all_years(name: str) -> Difference:
        return options.difference(name, SPEND)

    return [
        OptionColumn(
            "spend",
            f"Spend, {options.years[0].name} to {options.years[-1].name}, {_short(pounds)}",
            "Difference in placement spend over all years"
            + (f"; in the baseline {before.full(spend[0].before)}" if spend else ""),
            pounds,
            all_years,
        ),
        OptionColumn(
            "spend_last",
            f"Spend in {last.name}, {_short(pounds)}",
            f"Difference in placement spend in {last.label}",
            pounds,
            lambda name: options.difference(name, SPEND, year=last.name),
        ),
        OptionColumn(
            "saves", "Saves in", "Share of futures in which spend over all years is lower", SHARE, all_years, "below"
        ),
        OptionColumn(
            "void_nights",
            "Void nights",
            "Paid nights in beds that stand empty, all years",
            unit_for("nights", 1),
            lambda name: options.difference(name, "void_nights"),
            "after",
        ),
        OptionColumn(
            "void_cost",
            f"Void cost, {_short(voided)}",
            "What those nights cost, all years; part of spend",
            voided,
            lambda name: options.difference(name, "void_cost"),
            "after",
        ),
    ]


def _short(unit: Unit) -> str:
    """Return the unit of pounds in short, as in `£m`, for a heading of few letters."""
    return f"{unit.before}{unit.after}"


def children_columns(options: ComparisonStudy) -> list[OptionColumn]:
    """Return what the table says of children and placements."""
    last, ends = options.last_year, options.end

    def out(name: str) -> Difference:
        return options.difference(name, SHARE_OUT)

    homes = options.types("residential")
    fostering = [kind for kind in options.types("fostering") if kind in options.changing_types]
    children = unit_for("children", 1)
    columns = [
        OptionColumn(
            "out",
            "Out of borough at the end, %",
            f"Share of children placed out of borough on {ends}",
            SHARE,
            out,
            "after",
        ),
        OptionColumn(
            "out_change", "Change, points", "Its difference from the baseline, percentage points", POINTS, out
        ),
        OptionColumn("out_lower", "Lower in", "Share of futures in which it is lower", SHARE, out, "below"),
        OptionColumn(
            "homes",
            "All homes",
            f"Difference on an average night of {last.label}, all homes",
            children,
            lambda name: options.summed(name, "children_average", homes, last.name),
        ),
        *(_in_type(options, kind, children) for kind in fostering),
        OptionColumn(
            "first_choice",
            "First choice met, points",
            "Difference in the share of searches that obtain the first choice, average of the years",
            POINTS,
            lambda name: options.difference(name, "first_choice_share"),
        ),
        OptionColumn(
            "moves",
            "Moves",
            "Difference in moves between placements, all years",
            unit_for("moves", 1),
            lambda name: options.difference(name, "moves"),
        ),
    ]
    return columns if homes else [column for column in columns if column.key != "homes"]


def _in_type(options: ComparisonStudy, kind: str, unit: Unit) -> OptionColumn:
    last, label = options.last_year, options.labels.place(kind)
    return OptionColumn(
        f"type_{kind}",
        label,
        f"Difference in children there on an average night of {last.label}",
        unit,
        lambda name: options.difference(name, "children_average", kind, last.name),
    )


def table_of(caption: str, names: Sequence[str], columns: Sequence[OptionColumn], sheet: str = "") -> Table:
    """Return columns of the options table, one row a scenario under the baseline's own figures."""
    rows = tuple((Cell(plain(name)), *(column.cell(name) for column in columns)) for name in names)
    headings = ("Option", *(column.heading for column in columns))
    first = (OWN_FIGURES, *(column.in_baseline(names[0]) for column in columns)) if names else ()
    return Table(caption, headings, rows, sortable=len(rows) > 1, first=first, sheet=sheet)


def first_page_table(options: ComparisonStudy, names: Sequence[str]) -> Table:
    """Return one row an option: spend, in how many futures it saves, and out of borough; packages are marked."""
    money = {column.key: column for column in money_columns(options)}
    children = {column.key: column for column in children_columns(options)}
    columns = (money["spend"], money["saves"], children["out_change"])
    marked = {name: f"{plain(name)} (package)" for name in packages(options)}
    table = table_of("", names, columns)
    rows = tuple(
        (replace(cells[0], text=marked.get(name, cells[0].text)), *cells[1:])
        for name, cells in zip(names, table.rows, strict=True)
    )
    years = f"{options.years[0].name} to {options.years[-1].name}"
    caption = f"Difference from the baseline, {years}; below each figure its 95% interval"
    headings = (
        "Option",
        f"Spend, {money['spend'].unit.header}",
        "Saves in",
        f"Out of borough on {options.end}, points",
    )
    return replace(table, caption=caption, columns=headings, rows=rows, widths=(3.2, 1.4, 1, 1.4))


def changing(names: Sequence[str], columns: Sequence[OptionColumn]) -> tuple[list[OptionColumn], str]:
    """Return the columns without placement types and voids that no scenario changes, and words for those left out."""
    still = [column for column in columns if column.key.startswith(LEFT_OUT) and _still(column, names)]
    moving = [column for column in columns if column not in still]
    types = [column.heading for column in still if not column.key.startswith("void")]
    return moving, f" (left out, as none changes it in any future: {', '.join(types)})" if types else ""


def _still(column: OptionColumn, names: Sequence[str]) -> bool:
    found = [column.difference(name) for name in names]
    return all(each.nothing and (column.shows != "after" or not each.after) for each in found)


def money_table(options: ComparisonStudy, names: Sequence[str], sheet: str = "") -> Table:
    """Return what each scenario does to money."""
    caption = "Difference from the baseline in placement spend, cash; below each figure its 95% interval"
    columns, left_out = changing(names, money_columns(options))
    return table_of(f"{caption}{left_out}", names, columns, sheet)


def children_table(options: ComparisonStudy, names: Sequence[str], sheet: str = "") -> Table:
    """Return what each scenario does to children and placements."""
    caption = (
        f"Difference from the baseline in where children live, mean of {options.futures:,} futures; "
        "below each figure its 95% interval"
    )
    columns, left_out = changing(names, children_columns(options))
    return table_of(f"{caption}{left_out}", names, columns, sheet)


def year_tables_of(options: ComparisonStudy, names: Sequence[str], sheet: str = "") -> list[Table]:
    """Return differences by financial year, one table a measure."""
    return [_by_year(options, names, told, sheet) for told in told_in(Exhibit.DIFFERENCES_BY_YEAR)]


def _by_year(options: ComparisonStudy, names: Sequence[str], told: Told, sheet: str) -> Table:
    measure, group = told.measure, told.group
    years = [*(year.name for year in options.years), *([ALL_YEARS] if MEASURES[measure].horizon == "total" else [])]
    found = [[options.difference(name, measure, group, year) for year in years] for name in names]
    unit = difference_unit(MEASURES[measure].unit, *(each.mean for row in found for each in row))
    labels = {year.name: year.label for year in options.years}
    columns = [
        OptionColumn(
            year,
            labels.get(year, "All years"),
            "",
            unit,
            partial(options.difference, measure=measure, group=group, year=year),
        )
        for year in years
    ]
    return table_of(f"{told.words}: difference from the baseline, {unit.header}", names, columns, sheet)
