"""The options table: every scenario's differences from the baseline side by side, each with how sure it is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from math import isnan

from placesim.config.text import plain
from placesim.experiment.comparison import ALL_YEARS
from placesim.experiment.differences import Difference
from placesim.report.comparison_study import FIXED, NET, SHARE_OUT, SPEND, ComparisonStudy
from placesim.report.figures import NOTHING, SHARE, Unit, unit_for
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.costs import CostGiven, given, net_differs
from placesim.report.words.differences import POINTS, difference_unit, percent
from placesim.report.words.ranking import packages
from placesim.report.words.tables import difference_cell, number
from placesim.results.measures import MEASURES, Exhibit, Told, told_in

OWN_FIGURES = Cell("Baseline", below="its own figures")
LARGE = 100
"""Counts of the baseline from which no decimal is printed."""

LUCK = "_luck"
"""After the key of a column: the same under luck alone."""

SPEND_ALONE = ("spend", "saves", f"saves{LUCK}", "cost", "net")
NET_FIRST = ("net", "saves_net", f"saves_net{LUCK}", "spend", "cost")
"""Keys of the first page's columns of money, where net cost cannot differ from placement spend, and where it can."""

WIDTHS = {"spend": 1.4, "cost": 1.2, "net": 1.4}

LEFT_OUT = ("homes", "type_", "void_")
"""Keys of the columns that a table for people leaves out where they hold nothing."""


@dataclass(frozen=True)
class OptionColumn:
    """One column of the options table."""

    key: str
    heading: str
    unit: Unit
    difference: Callable[[str], Difference] = field(repr=False)
    """The difference from the baseline of the scenario named."""
    shows: str = "difference"
    """`difference`; `after`: the scenario's own figure; `below`: the share of futures in which it is lower."""
    given: Callable[[str], CostGiven] | None = field(default=None, repr=False)
    """For a column of what options cost: for how much of the scenario named a cost is given."""

    def cell(self, name: str) -> Cell:
        """Return a scenario's figure with how sure it is."""
        difference = self.difference(name)
        if self.given:
            return _cost_cell(difference, self.unit, self.given(name))
        if self.shows == "difference":
            return difference_cell(difference, self.unit)
        if self.shows == "after":
            return number(difference.after, self.unit)
        if isnan(difference.below) or difference.nothing:
            return Cell(NOTHING)
        sure = f"{percent(difference.below_low)} to {percent(difference.below_high)}"
        return Cell(
            percent(difference.below), difference.below, SHARE, sure, (difference.below_low, difference.below_high)
        )

    def in_baseline(self, name: str) -> Cell:
        """Return the baseline's own figure; nothing where a column only compares."""
        before = self.difference(name).before
        if self.shows == "below" or self.key == "out_change":
            return Cell("")
        if self.unit == POINTS:
            return Cell(SHARE.full(before), before, SHARE)
        decimals = 0 if self.unit.divisor == 1 and before >= LARGE else None
        return Cell(self.unit.number(before, decimals), before, self.unit)


def _cost_cell(cost: Difference, unit: Unit, given: CostGiven) -> Cell:
    """Return what a scenario costs beside placements, marked where nobody has said or only in part."""
    if given.changes and not given.any:
        return Cell(given.mark)
    cell = difference_cell(cost, unit)
    interval = "" if cost.constant else cell.below
    return replace(cell, below="\n".join(filter(None, (interval, given.mark))))


def money_columns(options: ComparisonStudy) -> list[OptionColumn]:
    """Return what the table says of money."""
    last, every = options.last_year, f"{options.years[0].name} to {options.years[-1].name}"
    measures = (SPEND, FIXED, NET, "void_nights", "void_cost")
    spend, cost, net, nights, void = (partial(options.difference, measure=name) for name in measures)
    pounds, voided = (
        difference_unit("pounds", *(of(name).mean for name in options.names for of in together))
        for together in ((spend, cost), (void,))
    )
    in_last = partial(options.difference, measure=SPEND, year=last.name)
    return [
        OptionColumn("spend", f"Placement spend, {every}, {_short(pounds)}", pounds, spend),
        OptionColumn("spend_last", f"Placement spend in {last.name}, {_short(pounds)}", pounds, in_last),
        *_share_of_futures(options, "saves", "Saves spend in", SPEND),
        OptionColumn("cost", f"Its cost, {_short(pounds)}", pounds, cost, given=partial(given, options)),
        OptionColumn("net", f"Net cost, {_short(pounds)}", pounds, net),
        *_share_of_futures(options, "saves_net", "Saves net cost in", NET),
        OptionColumn("void_nights", "Void nights, its own", unit_for("nights", 1), nights, "after"),
        OptionColumn("void_cost", f"Void cost, its own, {_short(voided)}", voided, void, "after"),
    ]


def _share_of_futures(options: ComparisonStudy, key: str, heading: str, measure: str) -> list[OptionColumn]:
    """Return in what share of futures a figure is lower; where assumptions are drawn, under luck alone beside it."""
    of = partial(options.difference, measure=measure)
    if options.luck_alone is None:
        return [OptionColumn(key, heading, SHARE, of, "below")]
    alone = partial(options.luck_alone.difference, measure=measure)
    return [
        OptionColumn(key, f"{heading}, assumptions drawn", SHARE, of, "below"),
        OptionColumn(f"{key}{LUCK}", f"{heading}, luck alone", SHARE, alone, "below"),
    ]


def _short(unit: Unit) -> str:
    """Return the unit of pounds in short, as in `£m`, for a heading of few letters."""
    return f"{unit.before}{unit.after}"


def children_columns(options: ComparisonStudy) -> list[OptionColumn]:
    """Return what the table says of children and placements; children are counted on a night of the last whole year."""
    out, choice, moves = (
        partial(options.difference, measure=name) for name in (SHARE_OUT, "first_choice_share", "moves")
    )
    return [
        OptionColumn("out", "Out of borough at the end, %", SHARE, out, "after"),
        OptionColumn("out_change", "Change, points", POINTS, out),
        *_share_of_futures(options, "out_lower", "Lower in", SHARE_OUT),
        *_in_types(options),
        OptionColumn("first_choice", "First choice met, points", POINTS, choice),
        OptionColumn("moves", "Moves", unit_for("moves", 1), moves),
    ]


def _in_types(options: ComparisonStudy) -> Iterator[OptionColumn]:
    """Yield children in all homes together, and in each type of foster care, on a night of the last whole year."""
    measure, year, children = "children_average", options.last_year.name, unit_for("children", 1)
    if homes := options.types("residential"):
        in_homes = partial(options.summed, measure=measure, groups=homes, year=year)
        yield OptionColumn("homes", "All homes", children, in_homes)
    for kind in options.types("fostering"):
        if kind in options.changing_types:
            there = partial(options.difference, measure=measure, group=kind, year=year)
            yield OptionColumn(f"type_{kind}", options.labels.place(kind), children, there)


def table_of(caption: str, names: Sequence[str], columns: Sequence[OptionColumn], sheet: str = "") -> Table:
    """Return columns of the options table, one row a scenario under the baseline's own figures."""
    rows = tuple((Cell(plain(name)), *(column.cell(name) for column in columns)) for name in names)
    headings = ("Option", *(column.heading for column in columns))
    first = (OWN_FIGURES, *(column.in_baseline(names[0]) for column in columns)) if names else ()
    return Table(caption, headings, rows, sortable=len(rows) > 1, first=first, sheet=sheet)


def first_page_table(options: ComparisonStudy, names: Sequence[str]) -> Table:
    """Return one row an option: spend, in how many futures it saves, its cost, and out of borough; packages marked."""
    money = {column.key: column for column in money_columns(options)}
    children = {column.key: column for column in children_columns(options)}
    shown = [key for key in (NET_FIRST if net_differs(options) else SPEND_ALONE) if key in money]
    columns = (*(money[key] for key in shown), children["out_change"])
    marked = {name: f"{plain(name)} (package)" for name in packages(options)}
    table = table_of("", names, columns)
    rows = tuple(
        (replace(cells[0], text=marked.get(name, cells[0].text)), *cells[1:])
        for name, cells in zip(names, table.rows, strict=True)
    )
    years = f"{options.years[0].name} to {options.years[-1].name}"
    caption = f"Difference from the baseline, {years}; below each figure its 95% interval"
    called = {"spend": "Placement spend" if net_differs(options) else "Spend", "cost": "Its cost", "net": "Net cost"}
    amounts = {key: f"{words}, {money[key].unit.header}" for key, words in called.items()}
    headings = (
        "Option",
        *(amounts.get(key, money[key].heading) for key in shown),
        f"Out of borough on {options.end}, points",
    )
    widths = (2.6, *(WIDTHS.get(key, 1.0) for key in shown), 1.3)
    return replace(table, caption=caption, columns=headings, rows=rows, widths=widths)


def changing(names: Sequence[str], columns: Sequence[OptionColumn]) -> tuple[list[OptionColumn], str]:
    """Return the columns without placement types and voids that no scenario changes, and words for those left out."""
    still = [column for column in columns if column.key.startswith(LEFT_OUT) and _still(column, names)]
    moving = [column for column in columns if column not in still]
    types = [column.heading for column in still if not column.key.startswith("void")]
    return moving, f" (left out, as none changes it in any future: {', '.join(types)})" if types else ""


def _still(column: OptionColumn, names: Sequence[str]) -> bool:
    differences = [column.difference(name) for name in names]
    return all(each.nothing and (column.shows != "after" or not each.after) for each in differences)


def money_table(options: ComparisonStudy, names: Sequence[str], sheet: str = "") -> Table:
    """Return what each scenario does to money."""
    caption = "Difference from the baseline in placement spend and net cost, cash; below each figure its 95% interval"
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
    """Return differences by financial year, one table a measure; none of money that no configuration speaks of."""
    spoken_of = {"after_care_spend": options.council.after_care, "income": options.council.income}
    told = [each for each in told_in(Exhibit.DIFFERENCES_BY_YEAR) if spoken_of.get(each.measure, True)]
    return [_by_year(options, names, each, sheet) for each in told]


def _by_year(options: ComparisonStudy, names: Sequence[str], told: Told, sheet: str) -> Table:
    measure, group = told.measure, told.group
    years = [*(year.name for year in options.years), *([ALL_YEARS] if MEASURES[measure].horizon == "total" else [])]
    differences = [[options.difference(name, measure, group, year) for year in years] for name in names]
    unit = difference_unit(MEASURES[measure].unit, *(each.mean for row in differences for each in row))
    labels = {year.name: year.label for year in options.years}
    of = partial(options.difference, measure=measure, group=group)
    columns = [OptionColumn(year, labels.get(year, "All years"), unit, partial(of, year=year)) for year in years]
    return table_of(f"{told.words}: difference from the baseline, {unit.header}", names, columns, sheet)
