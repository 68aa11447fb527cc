"""What investments do to the budget: what of a saving can be taken out of it, and what financing charges to it."""

from collections.abc import Iterator

import numpy as np

from placesim.config.finance import CapitalFinancing
from placesim.config.text import plain
from placesim.experiment.comparison import ALL_YEARS
from placesim.report.comparison_study import FIXED, NET, ComparisonStudy
from placesim.report.figures import Unit
from placesim.report.paper.parts import Cell, Table
from placesim.report.words.differences import difference_unit
from placesim.report.words.investment import (
    A_POUND,
    CAPITAL,
    Kinds,
    in_all_lines,
    in_futures,
    kinds_of,
    lines_paid,
    saved,
)
from placesim.report.words.investment_years import EMPTY, SPREAD, live, with_spread
from placesim.report.words.ranking import packages_last
from placesim.report.words.tables import number
from placesim.results.facts import Floats
from placesim.results.financing import charges, rate_that_costs

POUNDS = Unit("£", before="£")
KINDS, FINANCING = "Cashable", "Financing"
"""Sheets of the workbook."""

CASHABLE, AVOIDED, EXPECTED = "Cashable", "Cost avoided", "Cashable, by mean outturns"

TWO_KINDS = (
    "A saving is cashable where a budget line spends less than in the year before, so that its budget can be cut; the "
    "rest is cost avoided: less than without the option, but no less than before. They are worked out line by line in "
    "every future. A line also falls by chance in some futures: a budget that follows mean outturns can be cut only by "
    "what is cashable by mean outturns. Only a whole year can be set against a whole year before it: of the first "
    "year, of a part year and of the year after one nothing is cashable."
)
NOT_IN_PARTS = "; nothing is cashable in a part year, or in the year after one"
NOT_ADDED = (
    "Financing is what the budget shows in place of the capital: the two are never added, and no interest is in any "
    "net present value."
)


def cashable_table(options: ComparisonStudy) -> Table:
    """Return what each option saves by year, kept apart by whether a budget can be cut by it."""
    names = packages_last(options, options.options)
    kinds = {name: in_all_lines(options, name) for name in names}
    means = (each.mean(axis=0) for of in kinds.values() for each in (of.cashable, of.avoided))
    unit = difference_unit("pounds", *(float(np.abs(mean).max()) for mean in means))
    rows = tuple(row for name in names for row in _rows(plain(name), kinds[name], unit))
    columns = ("Option", "Kind of saving", *(year.label for year in options.years))
    caption = f"Savings by kind, {unit.header}; below each mean its 95% interval, then the range of futures"
    return Table(caption + _parts(options), columns, rows, ends=SPREAD, sheet=KINDS)


def _parts(options: ComparisonStudy) -> str:
    """Return what a caption says of part years, where there are any."""
    return NOT_IN_PARTS if any(year.part for year in options.years) else ""


def _rows(label: str, kinds: Kinds, unit: Unit) -> Iterator[tuple[Cell, ...]]:
    """Yield what is cashable, avoided, and cashable by mean outturns; what is nothing in any year is left out."""
    for what, kind in ((CASHABLE, kinds.cashable), (AVOIDED, kinds.avoided)):
        if np.abs(kind).max() > A_POUND:
            yield (Cell(label), Cell(what), *(_mean(each, unit) for each in kind.T))
    if kinds.expected.max() > A_POUND:
        yield (Cell(label), Cell(EXPECTED), *(number(float(each), unit) for each in kinds.expected))


def _mean(figures: Floats, unit: Unit) -> Cell:
    difference = in_futures(figures)
    return with_spread(number(difference.mean, unit), difference, unit)


def cashable_by_line(options: ComparisonStudy) -> Table:
    """Return what each option saves of each budget line by year, cashable and avoided, means of futures."""
    rows = []
    for name in packages_last(options, options.options):
        for line in lines_paid(options):
            found = kinds_of(options, name, line)
            told = {
                CASHABLE: found.cashable.mean(axis=0),
                AVOIDED: found.avoided.mean(axis=0),
                EXPECTED: found.expected,
            }
            label = Cell(plain(name)), Cell(options.labels.group(NET, line))
            rows += [
                (*label, Cell(what), *_pounds(kind)) for what, kind in told.items() if np.abs(kind).max() > A_POUND
            ]
    columns = ("Option", "Budget line", "Kind of saving", *(year.label for year in options.years))
    caption = f"Savings by budget line and kind, means of futures{_parts(options)}"
    return Table(caption, columns, tuple(rows), True, sheet=KINDS)


def _pounds(figures: Floats) -> list[Cell]:
    return [number(float(each), POUNDS) for each in figures]


def financed(options: ComparisonStudy) -> list[str]:
    """Return the options that spend capital."""
    names = packages_last(options, options.options)
    return [name for name in names if options.difference(name, FIXED, CAPITAL, ALL_YEARS).mean > A_POUND]


def financing_table(options: ComparisonStudy) -> Table | None:
    """Return what the capital of each option charges to the budget by financial year; None where none is financed."""
    financing, names = options.council.finance.capital, financed(options)
    if financing is None or not names:
        return None
    rows = tuple(row for name in names for row in _charged(options, name, financing))
    columns = ("Option", "What", *(year.label for year in options.years), "All later years")
    caption = f"Financing in the budget, means of futures, £: {financing_words(financing)}"
    return Table(caption, columns, rows, sheet=FINANCING)


def _charged(options: ComparisonStudy, name: str, financing: CapitalFinancing) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of one option: the capital that is financed, then what is charged for it."""
    spent, years = -saved(options, name, FIXED, CAPITAL).mean(axis=0), len(options.years)
    charged = charges(financing, spent)

    def row(label: str, what: str, figures: Floats) -> tuple[Cell, ...]:
        amounts = np.append(figures[:years], figures[years:].sum())
        return (Cell(label), Cell(what), *_pounds(amounts))

    yield row(plain(name), "Capital spent, financed", spent)
    yield row("", "Minimum revenue provision (MRP)", charged.mrp)
    yield row("", "Interest", charged.interest)
    total = [*charged.total[:years].tolist(), float(charged.total[years:].sum())]
    yield (EMPTY, Cell("Charged to the budget"), *(live(each, POUNDS, "={@-2}+{@-1}") for each in total))


def financing_words(financing: CapitalFinancing) -> str:
    """Return how capital is charged to the budget, as a part of a sentence."""
    if financing.rule:
        rule, years = financing.rule, financing.rule.years
        rate = rule.annual_per_million / 1e6 - 1 / years
        said = f"{POUNDS.full(rule.annual_per_million)} a year for {years} years for each £1m, from the year after it"
        if rate < 0:
            return f"{said} is spent"
        cost = rate_that_costs(rule.annual_per_million, 1e6, years)
        return (
            f"{said} is spent, which is MRP in {years} equal instalments and {_percent(rate)} interest on the whole in "
            f"every year (an annuity that costs as much bears {_percent(cost)})"
        )
    kinds = {"maturity": "repaid at its end", "annuity": "repaid as an annuity", "eip": "repaid in equal instalments"}
    spread = "in equal instalments" if financing.mrp == "equal" else "as an annuity"
    return (
        f"MRP {spread} over {financing.life} years from the year after the spend, and interest of "
        f"{_percent(financing.interest or 0)} on a loan {kinds[financing.loan]}, a whole year of it in that year itself"
    )


def _percent(rate: float) -> str:
    return f"{rate * 100:.2f}".rstrip("0").rstrip(".") + "%"
