"""The report of a fit: every rate with its events, its interval and the configuration's number beside it."""

from placesim.config.text import day_text, plain
from placesim.report.charts.fitted import entries_bars, staying_curve
from placesim.report.figures import Unit
from placesim.report.paper.parts import (
    Cell,
    Chart,
    Charts,
    Command,
    Finding,
    Paragraph,
    Part,
    Report,
    Section,
    Table,
    bullets,
)
from placesim.report.words.fitted import (
    NEVER_TOLD,
    changed_words,
    count_text,
    entries_words,
    events_words,
    numbers_hidden,
    rows_words,
    shares_hidden,
    thin_words,
    times_text,
    what_it_rests_on,
)
from placesim.results.fitted import FittedCurve, FittedEntries, FittedFacts, FittedNumber, FittedRisk
from placesim.results.suppression import FEW, hidden, told

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

READ = (
    "Rates are events per child-year where every factor is 1; factors multiply them. Below each number stands its 95% "
    "interval. A number with few events is drawn towards those of its factor, and says so. The configuration's number "
    f"is told about the same reference, so that the two compare. Counts of 1 to 4 are told as “{FEW}”, and where "
    "that alone would give one away, another of its factor is not told either."
)
METHOD = (
    "Each placement is followed from the first return, or from when it began, until it ends or the last return: what "
    "ended before is not counted, and what goes on is counted as going on.",
    "Rates are a Poisson regression of events on child-years, with the factors that the configuration has: placement "
    "type, age, time in care, time in the placement, stream. Thin numbers are shrunk; lasting differences between "
    "children are fitted where the data show them.",
    "The ranges written beside the configuration are the errors of these fits with their correlations. Every future "
    "of `placesim run` and `placesim compare` draws from them.",
    "What children need is inferred from where they were placed; what else a return cannot tell stays as given.",
)


def fit_report(facts: FittedFacts) -> Report:
    """Return everything that is told of a fit, first things first."""
    return Report(
        kind=f"{Report.SUBJECT}: fitted to the council's own return",
        title=f"{plain(facts.council)}: what its own past says",
        question="What do the council's own returns say, how surely, and how far is it from what was assumed?",
        sections=(
            _found(facts),
            _entries(facts),
            _staying(facts),
            Section("How often things happen", "risks", (_risks(facts),)),
            _adapted(facts),
            Section("Every rate and factor", "rates", (Paragraph(READ, quiet=True), _rates(facts)), annex=True),
            Section("Every share", "shares", (_shares(facts),), annex=True),
            _rows(facts),
            Section("How it was fitted", "method", (bullets(*METHOD),), annex=True),
        ),
        lead=(Paragraph(what_it_rests_on(facts)),),
        facts=(
            ("Returns", facts.years),
            ("Children", f"{facts.children:,}"),
            ("New first day", day_text(facts.first_day)),
            ("In care that day", f"{facts.in_care:,}"),
            ("Made from", facts.made_from),
        ),
        sheets=(RISKS, RATES, SHARES, ENTRIES, STAYING, ROWS),
    )


def _found(facts: FittedFacts) -> Section:
    said = changed_words(facts) or ["No rate differs from the configuration's by more than a tenth."]
    thin = thin_words(facts)
    parts: tuple[Part, ...] = (
        *map(Finding, said),
        *(map(Paragraph, [thin] if thin else [])),
        Paragraph(NEVER_TOLD, quiet=True),
        Paragraph("The council as it is fitted now, simulated with these rates and their ranges:"),
        Command(f"placesim run {facts.written_as}"),
    )
    return Section("What the past says", "found", parts)


def _entries(facts: FittedFacts) -> Section:
    charts = tuple(_entries_chart(stream, number) for number, stream in enumerate(facts.entries))
    return Section("Children who enter care", "entries", (Charts(charts), *map(Paragraph, _varying(facts))))


def _varying(facts: FittedFacts) -> list[str]:
    """Say how much years differ beyond chance, where they do."""
    return [
        f"{plain(stream.label)}: years differ beyond chance by about {stream.variation:.0%} either way (the "
        f"configuration says {stream.variation_given:.0%})."
        for stream in facts.entries
        if stream.variation or stream.variation_given
    ]


def _entries_chart(stream: FittedEntries, number: int) -> Chart:
    shown = [not each for each in hidden(list(stream.by_year.values()))]
    rows = tuple(
        (Cell(year), Cell(count_text(count, not told_), count if told_ else None))
        for (year, count), told_ in zip(stream.by_year.items(), shown, strict=True)
    )
    return Chart(
        name=f"entries-{number}",
        finding=entries_words(stream),
        alternative="Bars: children who entered care, by financial year; lines: the level fitted and the level given.",
        draw=lambda: entries_bars(stream, shown),
        behind=(Table(f"{plain(stream.label)}: entries by year", ("Year", "Children"), rows, sheet=ENTRIES),),
        sheet=STAYING,
    )


def _staying(facts: FittedFacts) -> Section:
    reading = Paragraph(
        "Solid: the share of children still in care so long after care began (Kaplan-Meier, with its 95% interval), as "
        "the returns have it. Dashed: what the fitted rates make of the same children. The two should lie together.",
        quiet=True,
    )
    charts = tuple(_staying_chart(curve, number) for number, curve in enumerate(facts.curves))
    return Section("How long children stay", "staying", (reading, Charts(charts)))


def _staying_chart(curve: FittedCurve, number: int) -> Chart:
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


def _risks(facts: FittedFacts) -> Table:
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


def _rates(facts: FittedFacts) -> Table:
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


def _shares(facts: FittedFacts) -> Table:
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


def _adapted(facts: FittedFacts) -> Section:
    said = facts.notes or ("Nothing in the configuration had to be adapted.",)
    return Section("What was adapted, and what the returns cannot tell", "adapted", (bullets(*map(plain, said)),))


def _rows(facts: FittedFacts) -> Section:
    rows = tuple(
        (Cell(table), Cell(fate), Cell(plain(reason) or "-"), Cell(f"{count:,}", count))
        for table, fate, reason, count in facts.rows
    )
    columns = ("Table", "What became of them", "Why", "Rows")
    table = Table("Every row of the return", columns, rows, widths=(1, 1, 3, 1), sheet=ROWS)
    words = rows_words(facts) or "This past was not read from a return."
    return Section("The rows of the return", "rows", (Paragraph(words), *((table,) if rows else ())), annex=True)
