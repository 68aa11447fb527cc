"""What-ifs side by side: one column each, one row a figure of the options table, each with how sure it is."""

from collections.abc import Sequence
from dataclasses import replace
from math import isnan

from placesim.config.text import plain
from placesim.page.answers.without_cost import all_as_spend
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.differences import percent, range_words
from placesim.report.words.options_table import OWN_FIGURES, OptionColumn, changing, children_columns, money_columns
from placesim.report.words.placeholders import priced

CAPTION = (
    "Difference from the baseline, cash; below each figure its 95% interval, then the range of 8 in 10 futures (p10 "
    "to p90), then in what share of futures it is lower"
)

WITH_A_ROW = ("spend", "net", "out_change")
"""Keys of figures whose share of futures stands in a row of its own, with its interval."""


OF_NET = ("cost", "net", "saves_net")
"""Beginnings of the keys of what a what-if costs beside placements, and of what that makes of it."""


def side_by_side(options: ComparisonStudy, names: Sequence[str]) -> Table:
    """Return what each what-if does to money and children, one column each beside the baseline's own figures."""
    money = _money(options, names) if priced(options.council) else []
    columns, left_out = changing(names, [*money, *children_columns(options)])
    rows = tuple((Cell(_heading(options, column)), *_figures(column, names)) for column in columns)
    headings = ("Figure", f"{OWN_FIGURES.text}, {OWN_FIGURES.below}", *(plain(options.label(name)) for name in names))
    return Table(f"{CAPTION}{left_out}", headings, rows)


def _money(options: ComparisonStudy, names: Sequence[str]) -> list[OptionColumn]:
    """Return the rows of money; those of net cost only where they say something else than those of spend."""
    columns = money_columns(options)
    if not all_as_spend(options, names):
        return columns
    return [column for column in columns if not column.key.startswith(OF_NET)]


def _heading(options: ComparisonStudy, column: OptionColumn) -> str:
    """Return what a row is called: by itself, where a column of the options table is read beside its neighbour."""
    if column.key.startswith("out_"):
        return f"Out of borough: {column.heading[:1].lower()}{column.heading[1:]}"
    if column.key.startswith(("homes", "type_")):
        return f"{column.heading}, children in {options.last_year.label}"
    return column.heading


def _figures(column: OptionColumn, names: Sequence[str]) -> tuple[Cell, ...]:
    return column.in_baseline(names[0]), *(_with_range(column, name) for name in names)


def _with_range(column: OptionColumn, name: str) -> Cell:
    """Return a figure of the options table with its range of futures, and how often it is lower, below it."""
    cell, change = column.cell(name), column.difference(name)
    if column.shows != "difference" or isnan(change.p10) or change.constant:
        return cell
    spread = [f"8 in 10: {range_words(change, column.unit.bare)}"]
    often = [] if column.key in WITH_A_ROW else [f"lower in {percent(change.below)}"]
    return replace(cell, below="\n".join(filter(None, (cell.below, *spread, *often))))
