"""An option's cash flow by financial year, worked out live in the workbook: net, cumulative, real, present value."""

from dataclasses import replace
from math import nan

import numpy as np

from placesim.config.text import plain
from placesim.experiment.differences import Difference
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.figures import THE_SAME, Unit
from placesim.report.paper.formulas import Formula
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.differences import difference_unit, interval_words, range_words
from placesim.report.words.investment import Investment, flows, in_futures, investment, valuation
from placesim.report.words.tables import number
from placesim.results.facts import Floats

INVEST = "Invest to save"
"""The workbook's sheet."""

SPREAD = ("low", "high", "p10", "p50", "p90")
"""What stands beside a mean: its interval, and the range of futures with the middle one."""

FACTOR, RATE = Unit("factor", decimals=4), Unit("% a year", 0.01, 2, "", "%")
EMPTY = Cell("")


def live(value: float, unit: Unit, template: str, name: str = "") -> Cell:
    """Return a figure that the workbook works out from other cells, and what these call it."""
    return replace(number(value, unit), formula=Formula(template), name=name)


def with_spread(cell: Cell, difference: Difference, unit: Unit, every: bool = False) -> Cell:
    """Return a mean with its interval and the range of futures below it; the workbook has every end only if told to."""
    said = [interval_words(difference, unit.bare), range_words(difference, unit.bare)]
    if difference.constant:
        said = [THE_SAME]
    below = "\n".join(dict.fromkeys(words.replace(" for an interval", "") for words in said))
    low, high, p50 = (difference.low, difference.high, difference.p50) if every else (nan, nan, nan)
    return replace(cell, below=below, ends=(low, high, difference.p10, p50, difference.p90))


def valuation_table(options: ComparisonStudy) -> Table:
    """Return by which inflation and which discount rate each financial year is valued."""
    levels, factors = valuation(options)
    first = (
        EMPTY,
        replace(number(1.0, FACTOR), name="deflator_0"),
        EMPTY,
        replace(number(1.0, FACTOR), name="factor_0"),
    )
    valued = (_valued(year, levels, factors) for year in range(1, len(levels)))
    rows = tuple((Cell(year.label), *cells) for year, cells in zip(options.years, (first, *valued), strict=True))
    columns = ("Year", "General inflation on 1 April, %", "Deflator", "Discount rate, real, %", "Discount factor")
    caption = "How later years are valued, the first not discounted; every cash flow below refers to these figures"
    return Table(caption, columns, rows, sheet=INVEST)


def _valued(year: int, levels: Floats, factors: Floats) -> tuple[Cell, ...]:
    rise, rate = levels[year] / levels[year - 1] - 1, factors[year - 1] / factors[year] - 1
    return (
        number(float(rise), RATE),
        live(float(levels[year]), FACTOR, "={@-1}*(1+{-1})", f"deflator_{year}"),
        replace(number(float(rate), RATE), name=f"rate_{year}"),
        live(float(factors[year]), FACTOR, "={@-1}/(1+{-1})", f"factor_{year}"),
    )


def cash_flow_table(options: ComparisonStudy, name: str) -> Table:
    """Return an option's cash flow by financial year, means of futures, from what it saves to its present value."""
    found, parts = investment(options, name), flows(options, name)
    unit = difference_unit("pounds", *found.cumulative.mean(axis=0), *found.cash.mean(axis=0))
    means = np.stack([part.mean(axis=0) for part in parts.values()], axis=1)
    rows = [_year(found, means, place, unit) for place in range(len(options.years))]
    labelled = tuple((Cell(year.label), *cells) for year, cells in zip(options.years, rows, strict=True))
    columns = (
        "Year",
        *parts,
        "Net cash flow",
        "Cumulative",
        "Deflator",
        "Real terms",
        "Discount factor",
        "Present value",
    )
    caption = (
        f"{plain(name)}: cash flow by financial year against the baseline, {unit.header}, means of futures; what it "
        "saves above nothing, what it costs below"
    )
    total = (Cell("All years"), *_total(means, found, unit))
    return Table(caption, columns, (*labelled, total), total=True, ends=SPREAD, sheet=INVEST)


def _year(found: Investment, means: Floats, place: int, unit: Unit) -> list[Cell]:
    """Return the cells of one year: the parts, then what the workbook makes of them."""
    net = means.sum(axis=1)
    so_far, real = float(net[: place + 1].sum()), float(net[place] / found.levels[place])
    factor = float(found.factors[place])
    flow = live(float(net[place]), unit, f"=SUM({{1..{means.shape[1]}}})")
    cumulative = live(so_far, unit, "={@-1}+{-1}" if place else "={-1}")
    return [
        *(number(float(value), unit) for value in means[place]),
        with_spread(flow, in_futures(found.cash[:, place]), unit),
        cumulative,
        live(float(found.levels[place]), FACTOR, f"={{#deflator_{place}}}"),
        live(real, unit, "={-3}/{-1}"),
        live(factor, FACTOR, f"={{#factor_{place}}}"),
        live(real * factor, unit, "={-2}*{-1}"),
    ]


def _total(means: Floats, found: Investment, unit: Unit) -> list[Cell]:
    """Return the totals; that of present values is the net present value, by the rate itself where it is one."""
    net, years = means.sum(axis=1), len(means)
    real = net / found.levels
    rates = found.factors[:-1] / found.factors[1:]
    one_rate = years > 1 and bool(np.allclose(rates, rates[0], rtol=1e-12, atol=0))
    npv = f"={{-2@0}}+NPV({{#rate_1}},{{-2@1}}:{{-2@{years - 1}}})" if one_rate else "=SUM({above})"
    worth = live(float((real * found.factors).sum()), unit, npv.replace("}:{", ".."))
    return [
        *(live(float(part.sum()), unit, "=SUM({above})") for part in means.T),
        with_spread(live(float(net.sum()), unit, "=SUM({above})"), in_futures(found.cash.sum(axis=1)), unit),
        EMPTY,
        EMPTY,
        live(float(real.sum()), unit, "=SUM({above})"),
        EMPTY,
        worth,
    ]
