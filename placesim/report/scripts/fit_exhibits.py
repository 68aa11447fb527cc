"""Tables and charts of the report of a fit."""

from placesim.config.text import plain
from placesim.report.charts.fitted import entries_bars, staying_curve
from placesim.report.figures import Unit
from placesim.report.paper.parts import (
    Cell,
    Chart,
    Table,
)
from placesim.report.words.fitted import (
    count_text,
    entries_words,
    events_words,
    numbers_hidden,
    shares_hidden,
    times_text,
)
from placesim.results.fitted import FittedCurve, FittedEntries, FittedFacts, FittedNumber, FittedRisk
from placesim.results.suppression import hidden, told

RATES, RISKS, SHARES, ENTRIES, STAYING, ROWS = "Rates", "Risks", "Shares", "Entries", "Staying", "Rows"
"""Sheets of the workbook."""

RATE, FACTOR, PERCENT = Unit("a child-year", decimals=3), Unit("times", decimals=2), Unit("%", 0.01, 1, "", "%")
YEARS = Unit("child-years")

STANDING = {
    "estimated": "on its own events",
    "shrunk": "drawn towards its neighbours",
    "reference": "1 by definition",
    "never": "never happened",
}
"""How a number stands, as a table says it."""


def entries_chart(stream: FittedEntries, number: int) -> Chart:
    """Return how many children of a stream came in each year, and the level that is gone on from."""
    shown = [not each for each in hidden(list(stream.by_year.values()))]
    rows = tuple(
        (Cell(year), Cell(count_text(count, not show), count if show else None))
        for (year, count), show in zip(stream.by_year.items(), shown, strict=True)
    )
    return Chart(
        name=f"entries-{number}",
        finding=entries_words(stream),
        alternative="Bars: children who entered care, by financial year; lines: the level fitted and the level given.",
        draw=lambda: entries_bars(stream, shown),
        behind=(Table(f"{plain(stream.label)}: entries by year", ("Year", "Children"), rows, sheet=ENTRIES),),
        sheet=STAYING,
    )


def staying_chart(curve: FittedCurve, number: int) -> Chart:
    """Return who is still in care so long after care began, as it was and as fitted."""
    told_of = curve.observed, curve.low, curve.high, curve.fitted
    furthest = max(abs(one - other) for one, other in zip(curve.observed, curve.fitted, strict=True))
    rows = tuple(
        (Cell(f"{at:g}", at), *(_percent(shares[place]) for shares in told_of))
        for place, at in enumerate(curve.years)
        if not at % 1
    )
    columns = ("Years in care", "As it was", "Low", "High", "As fitted")
    return Chart(
        name=f"staying-{number}",
        finding=f"{plain(curve.label)}: at most {100 * furthest:.1f} points between what was and what is fitted",
        alternative="Two curves from 100% down: the share still in care as it was, and as fitted.",
        draw=lambda: staying_curve(curve),
        behind=(Table(plain(curve.label), columns, rows, sheet=STAYING),),
        sheet=STAYING,
    )


def _percent(share: float) -> Cell:
    return Cell(PERCENT.full(share), share, PERCENT)


def risks_table(facts: FittedFacts) -> Table:
    """Return how often each thing happened, beside how often the configuration's rates make it happen."""
    columns = ("What happens", "Events", "Children at risk", "As configured", "Against it", "Child-years")
    rows = tuple(_risk_row(risk) for risk in facts.risks)
    caption = (
        "How often each thing happened, and how often the configuration's rates make it happen to the same children"
    )
    return Table(caption, columns, rows, sortable=True, widths=(3, 1.4, 1, 1, 1, 1), sheet=RISKS)


def _risk_row(risk: FittedRisk) -> tuple[Cell, ...]:
    kind = "leaving care" if risk.leaves_care else "a move"
    return (
        Cell(f"{plain(risk.label)} ({kind})"),
        Cell(events_words(risk)),
        Cell(told(risk.children, "child", "children")),
        Cell(f"{risk.expected:,.0f}", risk.expected, Unit("events")),
        Cell(times_text(risk)),
        Cell(f"{risk.years:,.0f}", risk.years, YEARS),
    )


def rates_table(facts: FittedFacts) -> Table:
    """Return every rate and factor with its interval, events and child-years, and the configuration's."""
    rows = [row for risk in facts.risks for row in _rate_rows(risk)]
    columns = ("What happens", "To whom", "Fitted", "As configured", "Events", "Child-years", "How it stands")
    widths = (2, 2, 1.4, 1, 1, 1, 1.6)
    return Table("Rates and their factors", columns, tuple(rows), widths=widths, sheet=RATES)


def _rate_rows(risk: FittedRisk) -> list[tuple[Cell, ...]]:
    not_told = numbers_hidden(risk.numbers)
    rows = [_rate_row(risk, each, hide) for each, hide in zip(risk.numbers, not_told, strict=True)]
    if risk.frailty or risk.frailty_given:
        fitted, given = (Cell(FACTOR.number(value), value, FACTOR) for value in (risk.frailty, risk.frailty_given))
        blank = Cell("")
        rows.append(
            (Cell(plain(risk.label)), Cell("lasting differences (variance)"), fitted, given, blank, blank, blank)
        )
    return rows


def _rate_row(risk: FittedRisk, each: FittedNumber, hide: bool) -> tuple[Cell, ...]:
    unit = RATE if each.is_rate else FACTOR
    between = f"{unit.number(each.low)} to {unit.number(each.high)}" if each.low < each.high else ""
    given = Cell("none") if each.given is None else Cell(unit.number(each.given), each.given, unit)
    years = Cell("not told") if hide else Cell(f"{each.years:,.1f}", each.years, YEARS)
    return (
        Cell(plain(risk.label)),
        Cell(plain(each.part)),
        Cell(unit.number(each.value), each.value, unit, between, (each.low, each.high) if between else ()),
        given,
        Cell(count_text(each.events, hide), None if hide else each.events),
        years,
        Cell(STANDING[each.standing]),
    )


def shares_table(facts: FittedFacts) -> Table:
    """Return every share that was counted, beside the configuration's."""
    rows = tuple(
        (
            Cell(plain(each.whole)),
            Cell(plain(each.part)),
            Cell("not told") if hide else _percent(each.share),
            _percent(each.given),
            Cell(count_text(each.count, hide)),
        )
        for each, hide in zip(facts.shares, shares_hidden(facts.shares), strict=True)
    )
    columns = ("Of what", "Which", "Counted", "As configured", "Children")
    return Table("Shares of one whole", columns, rows, widths=(3, 2, 1, 1, 1.4), sheet=SHARES)
