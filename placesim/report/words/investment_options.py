"""Options as investments, side by side and in sentences: what they are worth, how sure that is, when they pay back."""

from math import ceil, isnan
from typing import Literal

import numpy as np

from placesim.config.contracts import BlockContract, GuaranteedContract
from placesim.config.text import plain
from placesim.experiment.statistics import range_of_futures
from placesim.report.comparison_study import SPEND, ComparisonStudy
from placesim.report.figures import NOTHING, TOO_FEW_FUTURES, Unit, between, unit_for
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.assumed import drawn
from placesim.report.words.costs import given
from placesim.report.words.depends import full_beds
from placesim.report.words.differences import difference_unit, money, percent
from placesim.report.words.investment import (
    A_POUND,
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
from placesim.results.appraisal import break_even_price, payback
from placesim.results.facts import Floats

SHARE, YEARS, OF_NIGHTS = unit_for("share of futures", 1.0), Unit("years", decimals=1), unit_for("share of nights", 1.0)
POUNDS = Unit("£", before="£")
DRAWN_PAYBACK = (
    "shares of futures with assumptions drawn, then under luck alone; what breaks even with every assumption at its "
    "value"
)
NOT_WITHIN, AT_ONCE = "not within these years", "at once"


def worth_table(options: ComparisonStudy) -> Table:
    """Return one row an option: what it saves, what it costs, and what both are worth."""
    names = packages_last(options, options.options)
    unit = difference_unit("pounds", *(figure for name in names for figure in _means(options, name)))
    columns = ("Option", "Costs given", *flows(options, names[0]), "Net cash", "Net present value")
    caption = (
        f"Invest to save: what each option is worth against the baseline, {options.start} to {options.end}, "
        f"{unit.header}; below what it is worth the 95% interval of the mean, then the range of futures (p10 to p90)"
    )
    rows = tuple(_worth(options, name, unit) for name in names)
    return Table(caption, columns, rows, sortable=len(rows) > 1, ends=SPREAD, sheet=INVEST)


def payback_table(options: ComparisonStudy) -> Table:
    """Return one row an option: in how many futures it pays back, by when, and at what use of beds it breaks even."""
    names = packages_last(options, options.options)
    columns = ("Option", "Worth more than it costs in", "Pays back in", "Half of futures by", "Nine in ten by",
               "Mean pays back after, years", "Discounted, years", "Placement spend breaks even at bed nights used",
               "Net cost breaks even at a bed price of, £ a week")  # fmt: skip
    caption = (
        f"Payback: from when on an option has cost no more than it saved, counted from the end of "
        f"{options.years[0].label}, evenly within a year; “{AT_ONCE}” was never behind at a year's end"
        f"{f'; {DRAWN_PAYBACK}' * drawn(options)}"
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
    found, costs = investment(options, name), Cell(given(options, name).mark or "yes")
    parts = (number(float(each.sum(axis=1).mean()), unit) for each in flows(options, name).values())
    return (Cell(plain(name)), costs, *parts, _sum(found.cash.sum(axis=1), unit), _sum(found.npv, unit, every=True))


def _sum(figures: Floats, unit: Unit, every: bool = False) -> Cell:
    difference = in_futures(figures)
    if isnan(difference.mean):
        return Cell(NOTHING)
    return with_spread(number(difference.mean, unit), difference, unit, every)


def _paid_back(options: ComparisonStudy, found: Investment) -> tuple[Cell, ...]:
    """Return in how many futures an option is worth something and pays back, by when, and after how many years."""
    if found.missing or found.nothing or options.few:
        return (Cell(TOO_FEW_FUTURES if options.few else NOTHING),) * 6
    years = found.years_to_payback
    half, most = (Cell(_year_of(options, by_then(years, share))) for share in (0.5, 0.9))
    mean = found.cash.mean(axis=0)
    after = (payback(mean), payback(mean / found.levels * found.factors))
    alone = options.luck_alone and investment(options.luck_alone, found.name)
    shares = [
        _share(share_of(found.worthwhile), share_of(alone.worthwhile) if alone else None),
        _share(share_of(found.pays_back), share_of(alone.pays_back) if alone else None),
    ]
    return (*shares, half, most, *(_years(float(each)) for each in after))


def _share(share: ShareOf, luck: ShareOf | None = None) -> Cell:
    below = f"{percent(share.low)} to {percent(share.high)}" + (f"\nluck alone {percent(luck.share)}" if luck else "")
    return Cell(percent(share.share), share.share, SHARE, below, (share.low, share.high))


def _year_of(options: ComparisonStudy, years: float) -> str:
    """Return the financial year in which a payback falls, counted in years from the end of the first."""
    if isnan(years):
        return NOT_WITHIN
    return options.years[ceil(years)].name if years else AT_ONCE


def _years(years: float) -> Cell:
    return number(years, YEARS) if years > 0 else Cell(NOT_WITHIN if isnan(years) else AT_ONCE)


def _break_even(options: ComparisonStudy, name: str) -> tuple[Cell, ...]:
    """Return at what use of beds an option saves nothing in placement spend, and at what bed price nothing in all."""
    beds, prices = full_beds(options, name), bed_prices(options.luck_alone or options, name)
    used, paid = EMPTY, EMPTY
    if beds and not options.few:
        ends = beds.needed_low, beds.needed_high
        below = "" if isnan(ends[0]) else f"{percent(min(ends))} to {percent(max(ends))}"
        used = Cell(percent(beds.needed), beds.needed, OF_NIGHTS, below, ends)
    if prices is not None and not options.few:
        mean, each = prices
        p10, _, p90 = range_of_futures(each[:, None])[:, 0].tolist()
        paid = Cell(POUNDS.number(mean), mean, POUNDS, "" if isnan(p10) else between(p10, p90, POUNDS))
    return used, paid


def bed_prices(options: ComparisonStudy, name: str) -> tuple[float, Floats] | None:
    """Return the weekly bed price at which an option's homes leave net cost as it was: of means, then by future.

    None where it opens no home, or one whose price is not that of a contract. Missing in a future in which none opens.
    """
    homes = [options.council_of(name).provision[home] for home in options.homes_opened(name)]
    if not homes or not all(isinstance(home.contract, BlockContract | GuaranteedContract) for home in homes):
        return None
    contract = sum(options.comparison.after(name, SPEND, home) for home in options.homes_opened(name))
    fee = sum(home.contracted_weekly_fee() for home in homes) / len(homes)
    net = investment(options, name).cash.sum(axis=1)
    of_means = break_even_price(fee, np.array([np.mean(contract)]), np.array([net.mean()]))
    return float(of_means[0]), break_even_price(fee, np.asarray(contract), net)


def worth_words(options: ComparisonStudy, name: str) -> str:
    """Say in two sentences what an option is worth, and in how many futures it pays back; nothing of too few."""
    found, label = investment(options, name), quoted(options.label(name))
    if options.few or found.missing or found.nothing:
        return ""
    npv, sure = in_futures(found.npv), share_of(found.worthwhile)
    capital = -float(flows(options, name)["Capital"].sum(axis=1).mean())
    spent = f" {money(capital).full(capital)} of capital and" if capital > A_POUND else ""
    mark = given(options, name).mark
    before = f" before what it costs ({mark})" if mark else ""
    return (
        f"{label} has{spent} a net present value of {money(npv.mean).full(npv.mean)}{before}, above nothing in "
        f"{percent(sure.share)} of {_futures(options, name, 'worthwhile')}. {_pays_back(options, found)}"
    )


def _pays_back(options: ComparisonStudy, found: Investment) -> str:
    share, half = share_of(found.pays_back).share, by_then(found.years_to_payback, 0.5)
    if not share:
        return f"It pays back in no future by {options.end}."
    when = "" if isnan(half) or not half else f", in half of all by the end of {_year_of(options, half)}"
    futures = _futures(options, found.name, "pays_back")
    return f"It pays back in {percent(share)} of {futures} by {options.end}{when}."


def _futures(options: ComparisonStudy, name: str, what: Literal["worthwhile", "pays_back"]) -> str:
    """Return under what a share of futures is told, and the share under luck alone, where assumptions are drawn."""
    if options.luck_alone is None:
        return "futures"
    luck = share_of(getattr(investment(options.luck_alone, name), what))
    return f"drawn futures (luck alone {percent(luck.share)})"


HORIZON = (
    "Cash is brought to prices of the first financial year and discounted (The Green Book), that year not at all. "
    "What an option saves or costs after {end} is not counted: a home that stands longer is worth more, or less, than "
    "these years show. Interest and the repayment of loans are no part of it; capital counts once, when it is spent."
)

BREAKS_EVEN = (
    "The use of beds at which an option breaks even goes by placement spend, and is told only where it does nothing "
    "but open homes whose every bed is paid for, and takes no child out of a place already paid for. The bed price is "
    "that of the first year, the mean of its homes, at which net cost would be as without it, if nobody moved "
    "otherwise; below it the range of futures."
)
