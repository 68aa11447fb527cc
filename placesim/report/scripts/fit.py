"""The report of a fit: every rate with its events, its interval and the configuration's number beside it."""

from placesim.config.text import day_text, plain
from placesim.report.paper.parts import (
    Cell,
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
from placesim.report.scripts.fit_exhibits import (
    ENTRIES,
    RATES,
    RISKS,
    ROWS,
    SHARES,
    STAYING,
    entries_chart,
    rates_table,
    risks_table,
    shares_table,
    staying_chart,
)
from placesim.report.words.fitted import (
    NEVER_TOLD,
    changed_words,
    rows_words,
    thin_words,
    what_it_rests_on,
)
from placesim.results.fitted import FittedFacts
from placesim.results.suppression import FEW

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
            Section("How often things happen", "risks", (risks_table(facts),)),
            _adapted(facts),
            Section("Every rate and factor", "rates", (Paragraph(READ, quiet=True), rates_table(facts)), annex=True),
            Section("Every share", "shares", (shares_table(facts),), annex=True),
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
    said = changed_words(facts) or [
        "Nothing happened so much more or less often than the configuration says that chance would not explain it."
    ]
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
    charts = tuple(entries_chart(stream, number) for number, stream in enumerate(facts.entries))
    return Section("Children who enter care", "entries", (Charts(charts), *map(Paragraph, _varying(facts))))


def _varying(facts: FittedFacts) -> list[str]:
    """Say how much years differ beyond chance, where they do."""
    return [
        f"{plain(stream.label)}: years differ beyond chance by about {stream.variation:.0%} either way (the "
        f"configuration says {stream.variation_given:.0%})."
        for stream in facts.entries
        if stream.variation or stream.variation_given
    ]


def _staying(facts: FittedFacts) -> Section:
    reading = Paragraph(
        "Solid: the share of children still in care so long after care began (Kaplan-Meier, with its 95% interval), as "
        "the returns have it. Dashed: what the fitted rates make of the same children. The two should lie together.",
        quiet=True,
    )
    charts = tuple(staying_chart(curve, number) for number, curve in enumerate(facts.curves))
    return Section("How long children stay", "staying", (reading, Charts(charts)))


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
