"""Options as investments, side by side and in sentences: what they are worth, how sure that is, when they pay back."""

from math import ceil, isnan

import numpy as np

from placesim.config.text import plain
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.figures import NOTHING, TOO_FEW_FUTURES, Unit, unit_for
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.costs import given
from placesim.report.words.depends import full_beds
from placesim.report.words.differences import difference_unit, money, percent
from placesim.report.words.investment import (
    Investment,
    ShareOf,
    by_then,
    flows,
    in_futures,
    investment,
    share_of,
)
from placesim.report.words.investment_years import EMPTY, INVEST, SPREAD, with_spread
from placesim.report.words.ranking import packages_last, quoted
from placesim.report.words.tables import number
from placesim.results.appraisal import payback
from placesim.results.facts import Floats

SHARE, YEARS, OF_NIGHTS = unit_for("share of futures", 1.0), Unit("years", decimals=1), unit_for("share of nights", 1.0)
NOT_WITHIN, AT_ONCE = "not within these years", "at once"


def worth_table(options: ComparisonStudy) -> Table:
    """Return one row an option: what it saves, what it costs, and what both are worth."""
    names = packages_last(options, options.options)
    unit = difference_unit("pounds", *(figure for name in names for figure in _means(options, name)))
    columns = ("Option", "Costs given", *flows(options, names[0]), "Net cash", "Net present value")
    caption = (
        f"Invest to save: what each option is worth against the baseline, {options.start} to {options.end}, "
        f"{unit.header}; below each mean its 95% interval, then the range of futures (p10 to p90)"
    )
    rows = tuple(_worth(options, name, unit) for name in names)
    return Table(caption, columns, rows, sortable=len(rows) > 1, ends=SPREAD, sheet=INVEST)


def payback_table(options: ComparisonStudy) -> Table:
    """Return one row an option: in how many futures it pays back, by when, and at what use of beds it breaks even."""
    names = packages_last(options, options.options)
    columns = ("Option", "Net present value above nothing in", "Pays back in", "Half of futures by", "Nine in ten by",
               "Mean pays back after, years", "Discounted, years", "Breaks even at bed nights used")  # fmt: skip
    caption = (
        f"Payback: from when on an option has cost no more than it saved, counted from the end of "
        f"{options.years[0].label}, evenly within a year"
    )
    rows = tuple(
        (Cell(plain(name)), *_paid_back(options, investment(options, name)), *_break_even(options, name))
        for name in names
    )
    return Table(caption, columns, rows, sortable=len(rows) > 1, sheet=INVEST)


def _means(options: ComparisonStudy, name: str) -> tuple[float, ...]:
    found = investment(options, name)
    return tuple(float(np.abs(each).mean()) for each in (found.npv, found.cash.sum(axis=1)))


def _worth(options: ComparisonStudy, name: str, unit: Unit) -> tuple[Cell, ...]:
    found = investment(options, name)
    costs = Cell(given(options, name).mark or "yes")
    sums = [each.sum(axis=1) for each in flows(options, name).values()]
    money_cells = [_sum(figures, unit) for figures in (*sums, found.cash.sum(axis=1), found.npv)]
    return (Cell(plain(name)), costs, *money_cells)


def _sum(figures: Floats, unit: Unit) -> Cell:
    difference = in_futures(figures)
    if isnan(difference.mean):
        return Cell(NOTHING)
    return with_spread(number(difference.mean, unit), difference, unit)


def _paid_back(options: ComparisonStudy, found: Investment) -> tuple[Cell, ...]:
    """Return in how many futures an option is worth something and pays back, by when, and after how many years."""
    if found.missing or found.nothing or options.few:
        return (Cell(TOO_FEW_FUTURES if options.few else NOTHING),) * 6
    years = found.years_to_payback
    half, most = (Cell(_year_of(options, by_then(years, share))) for share in (0.5, 0.9))
    mean = found.cash.mean(axis=0)
    after = (payback(mean), payback(mean / found.levels * found.factors))
    shares = [_share(share_of(futures)) for futures in (found.worthwhile, found.pays_back)]
    return (*shares, half, most, *(_years(float(each)) for each in after))


def _share(share: ShareOf) -> Cell:
    below = f"{percent(share.low)} to {percent(share.high)}"
    return Cell(percent(share.share), share.share, SHARE, below, (share.low, share.high))


def _year_of(options: ComparisonStudy, years: float) -> str:
    """Return the financial year in which a payback falls, counted in years from the end of the first."""
    if isnan(years):
        return NOT_WITHIN
    return options.years[ceil(years)].name if years else AT_ONCE


def _years(years: float) -> Cell:
    return number(years, YEARS) if years > 0 else Cell(NOT_WITHIN if isnan(years) else AT_ONCE)


def _break_even(options: ComparisonStudy, name: str) -> tuple[Cell, ...]:
    """Return how full an option's homes have to be to pay for themselves; nothing where it opens none by contract."""
    beds = full_beds(options, name)
    if beds is None or options.few:
        return (EMPTY,)
    below = "" if isnan(beds.needed_low) else f"{percent(beds.needed_low)} to {percent(beds.needed_high)}"
    return (Cell(percent(beds.needed), beds.needed, OF_NIGHTS, below),)


def worth_words(options: ComparisonStudy, name: str) -> str:
    """Say in two sentences what an option is worth, and in how many futures it pays back; nothing of too few."""
    found, label = investment(options, name), quoted(options.label(name))
    if options.few or found.missing or found.nothing:
        return ""
    npv, sure = in_futures(found.npv), share_of(found.worthwhile)
    mark = given(options, name).mark
    before = f" before what it costs ({mark})" if mark else ""
    return (
        f"{label} has a net present value of {money(npv.mean).full(npv.mean)}{before}, above nothing in "
        f"{percent(sure.share)} of futures. {_pays_back(options, found)}"
    )


def _pays_back(options: ComparisonStudy, found: Investment) -> str:
    share, half = share_of(found.pays_back).share, by_then(found.years_to_payback, 0.5)
    if not share:
        return f"It pays back in no future by {options.end}."
    when = "" if isnan(half) or not half else f", in half of all by the end of {_year_of(options, half)}"
    return f"It pays back in {percent(share)} of futures by {options.end}{when}."


HORIZON = (
    "Cash is brought to prices of the first financial year and discounted (The Green Book), that year not at all. "
    "What an option saves or costs after {end} is not counted: a home that stands longer is worth more, or less, than "
    "these years show. Interest and the repayment of loans are no part of it; capital counts once, when it is spent."
)
