"""The report of a past: how many children lived where, who came, left and moved, and how good the returns are."""

from collections.abc import Sequence

from placesim.config.text import day_text, plain
from placesim.experiment.manifest import RunSettings, digests
from placesim.experiment.past_tables import outcomes_of
from placesim.report.figures import unit_for
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
    folded,
)
from placesim.report.paper.parts import Facts as Pairs
from placesim.report.scripts.closing import ABOUT, DEFINITIONS, definitions_table, versions
from placesim.report.scripts.history_exhibits import (
    CHARTS,
    CHILDREN,
    FLOWS,
    STAYS,
    STEADY,
    STOCK,
    first_to_last,
    flow_chart,
    in_care_chart,
    lasting_chart,
    steady_tables,
    types_chart,
    types_of,
    year_table,
)
from placesim.report.study import Study
from placesim.report.words.past import (
    NEVER_TOLD,
    borough_words,
    count_words,
    headline_words,
    largest_change_words,
    notes_told,
    rows_words,
)
from placesim.results.past_facts import PastFacts
from placesim.results.suppression import FEW, few

ROWS, CODES = "Rows", "Codes"
"""Sheets of the workbook."""

FLOWS_TOLD = (
    ("entries", "Children who entered care in the year"),
    ("leavers", "Children who left care in the year"),
    ("moves", "Moves between placements in the year"),
)

CODES_READ = (
    "A mapping says what each code of the return is in the configuration. What it gets wrong for your council is "
    "mended in a file of your own, given with --mapping; docs/returns.md says how. Rows that were merged or excluded "
    "count here too."
)
LASTING_READ = (
    "Every placement is followed from when it began, or from the first day of the returns, until it ended or the last "
    "day; those that go on count as going on (Kaplan-Meier). Types with fewer than 20 ended placements are left out."
)
SUPPRESSED = (
    f"Counts of 1 to 4 are left out (“{FEW}”), and with them figures from which one could be worked out (“not told”)."
)
FATES = (
    "Kept: the row is a placement or a child of this report. Merged: it is part of a placement that another row began. "
    "Superseded: a later return tells the same. Excluded: it is not about care as this report counts it. Rejected: it "
    "cannot be used, and the reason says why."
)


def history_report(facts: PastFacts, settings: RunSettings) -> Report:
    """Return everything that is told of a council's past, first things first."""
    study = Study(facts.baseline, outcomes_of(facts))
    return Report(
        kind=f"{Report.SUBJECT}: the council's own past",
        title=plain(facts.baseline.name),
        question="What do the council's own returns say of the children in its care?",
        sections=(
            Section("What the returns tell", "told", tuple(map(Finding, headline_words(facts, study)))),
            _children(facts, study),
            _flows(facts, study),
            *_lasting(facts),
            *_steady(facts, study),
            _borough(facts, study),
            _rows(facts),
            _codes(facts),
            Section("What a return does not tell", "not-told", (bullets(*NEVER_TOLD),), annex=True),
            Section("What each measure means", "definitions", (folded(definitions_table(study.measures)),), annex=True),
            _again(settings),
        ),
        lead=tuple(map(Paragraph, [SUPPRESSED] if facts.suppressed else [])),
        facts=(
            ("Returns", facts.span),
            ("Children", count_words(facts.children, facts.suppressed)),
            ("Last day told", day_text(facts.last_day)),
        ),
        sheets=(CHILDREN, FLOWS, STAYS, STEADY, ROWS, CODES, DEFINITIONS, ABOUT, CHARTS),
    )


def _children(facts: PastFacts, study: Study) -> Section:
    stock = first_to_last(study, STOCK, "Children in care on 31 March", unit_for("children", 100))
    charts = in_care_chart(study, stock), types_chart(facts, study, largest_change_words(study, types_of(facts)))
    return Section("Children in care", "children", (Charts(charts),))


def _flows(facts: PastFacts, study: Study) -> Section:
    charts = tuple(flow_chart(facts, study, measure, subject) for measure, subject in FLOWS_TOLD)
    reading = Paragraph("What is part of no named group, or is not told, is missing from a bar.", quiet=True)
    return Section("Who came, who left, who moved", "flows", (*([reading] if facts.suppressed else []), Charts(charts)))


def _lasting(facts: PastFacts) -> tuple[Section, ...]:
    if not facts.lasting:
        return ()
    parts = Paragraph(LASTING_READ, quiet=True), Charts((lasting_chart(facts),))
    return (Section("How long placements last", "lasting", parts),)


def _steady(facts: PastFacts, study: Study) -> tuple[Section, ...]:
    tables = steady_tables(facts, study)
    return (Section("How steadily children lived", "steady", tuple(tables)),) if tables else ()


def _borough(facts: PastFacts, study: Study) -> Section:
    measure = "out_of_borough_share"
    words = borough_words(facts)
    told: Sequence[Part] = (
        [Paragraph(words)]
        if words
        else year_table(facts.by_year, study, "Children out of borough on 31 March", measure, ["all"], CHILDREN)
    )
    return Section("Out of borough", "borough", tuple(told))


def _rows(facts: PastFacts) -> Section:
    by_reason: dict[tuple[str, str, str], int] = {}
    for _, table, fate, reason, count in facts.rows:
        by_reason[table, fate, reason] = by_reason.get((table, fate, reason), 0) + count
    rows = tuple(
        (Cell(table), Cell(fate), Cell(plain(reason) or "as it stands"), _count(count, facts.suppressed))
        for (table, fate, reason), count in by_reason.items()
    )
    every = Table(
        "Every row, and why", ("Table", "What became of it", "Why", "Rows"), rows, widths=(1, 1, 4, 1), sheet=ROWS
    )
    rejected = () if facts.suppressed else (_rejected_words(facts),)
    noted = bullets(*map(plain, notes_told(facts)))
    said = Paragraph(rows_words(facts)), Paragraph(FATES, quiet=True)
    return Section("How good the returns are", "rows", (*said, noted, every, *map(Paragraph, rejected)))


def _rejected_words(facts: PastFacts) -> str:
    if not facts.rejected:
        return "No row was rejected."
    return (
        f"rejected.csv names the file and line of each of the {len(facts.rejected):,} rejected rows, with the reason."
    )


def _count(count: int, suppressed: bool) -> Cell:
    return Cell(FEW) if suppressed and few(count) else Cell(f"{count:,}", count)


def _codes(facts: PastFacts) -> Section:
    rows = tuple(
        (Cell(each.codes), Cell(plain(each.meant)), _count(each.rows, facts.suppressed)) for each in facts.meanings
    )
    table = Table("What codes were taken for", ("Codes", "Taken for", "Rows"), rows, widths=(2, 2, 1), sheet=CODES)
    return Section("What the codes were taken for", "codes", (Paragraph(CODES_READ, quiet=True), table), annex=True)


def _again(settings: RunSettings) -> Section:
    inputs = tuple((Cell(name), Cell(digest)) for name, digest in digests(settings).items())
    made = ("Versions", ", ".join(f"{name} {number}" for name, number in versions()))
    parts: tuple[Part, ...] = (
        Paragraph("The same returns, files and versions give the same figures."),
        Command(settings.command),
        Pairs((made,)),
        Table("Files it was made with, and their SHA-256", ("File", "SHA-256"), inputs, sheet=ABOUT),
    )
    return Section("How to make this report again", "again", parts, annex=True)
