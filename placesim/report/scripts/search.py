"""The report of a search: which mix is cheapest of those that meet the targets, how sure, and what the others do."""

from dataclasses import replace

from placesim.config.text import plain
from placesim.report.paper.parts import (
    Answers,
    Bullets,
    Heading,
    Medium,
    Paragraph,
    Part,
    Report,
    Section,
    Table,
    bullets,
    folded,
    only,
)
from placesim.report.scripts.closing import ABOUT, DEFINITIONS, closing_sections, first_warning
from placesim.report.scripts.search_exhibits import (
    CHANGES,
    CHARTS,
    FINALISTS,
    FRONTIER,
    MIXES,
    finalists_table,
    frontier_of,
    frontier_table,
    mixes_table,
)
from placesim.report.search_study import SearchStudy
from placesim.report.words.mixes import assumptions_words
from placesim.report.words.replications import in_brackets_words, method
from placesim.report.words.search import answers
from placesim.report.words.sources import (
    EVIDENCE,
    change_cells,
    change_item,
    changes_columns,
    evidence_cited,
    interventions_in_words,
)
from placesim.report.words.surprises import LIMITS

LONG = 12
"""Mixes that a document prints, and from which on the page folds the table of all away."""


def search_report(study: SearchStudy) -> Report:
    """Return everything that the reports of a search say, first things first."""
    search, options = study.search.grid.search, study.options
    told = dict.fromkeys(
        (study.minimised.measure, study.shown.measure, *(t.measure for t in study.targets), "net_cost")
    )
    return Report(
        kind=f"{Report.SUBJECT}: the best mix of choices",
        title=f"{study.council.name}: {study.name}",
        question=search.question,
        sections=(
            _answers(study),
            _frontier(study),
            _finalists(study),
            _mixes(study),
            _changes(study),
            _sure(study),
            *closing_sections(options.baseline, study.settings, told),
        ),
        lead=_lead(study),
        facts=(
            ("Period", f"{options.start} to {options.end}"),
            ("Mixes", str(len(study.search.mixes))),
            ("Futures of each", _futures(study)),
            ("Further futures of the finalists", f"{options.futures:,}"),
            ("Seed", str(study.settings.seed)),
        ),
        warning=first_warning(options.futures, study.settings),
        sheets=(MIXES, FRONTIER, FINALISTS, CHANGES, EVIDENCE, DEFINITIONS, ABOUT, CHARTS),
    )


def _futures(study: SearchStudy) -> str:
    counts = [len(figures) for figures in study.selection.figures]
    return f"{min(counts):,} to {max(counts):,}"


def _lead(study: SearchStudy) -> tuple[Part, ...]:
    choices = study.search.grid.search.choices
    named = "; ".join(
        f"{choice.label} ({_alternatives(study, place)})" for place, choice in enumerate(choices.values())
    )
    said = f"A mix takes one alternative of each choice: {named}. All mixes were played on the same luck."
    notes = [f"{plain(choice.label)}: {plain(choice.note)}" for choice in choices.values() if choice.note]
    return Paragraph(said), *map(Paragraph, notes), Paragraph(assumptions_words(study))


def _alternatives(study: SearchStudy, place: int) -> str:
    named = list(dict.fromkeys(mix.alternatives[place] for mix in study.search.mixes))
    return ", ".join(named) if len(named) <= 4 else f"{named[0]}, {named[1]} ... {named[-1]}"


def _answers(study: SearchStudy) -> Section:
    return Section(
        "What the search says",
        "answers",
        (Answers(answers(study)), Paragraph(in_brackets_words(study.options), quiet=True)),
    )


def _frontier(study: SearchStudy) -> Section:
    parts = (frontier_of(study), frontier_table(study))
    return Section("The frontier", "frontier", parts)


def _finalists(study: SearchStudy) -> Section:
    some_met = study.targets and study.selection.chosen is not None
    compared = "Only mixes that surely met the targets in the search are compared." if some_met else ""
    reading = (
        "The search picks the mix that looks best, so its own figures flatter that mix. Here the finalists are played "
        "in futures that it had not seen. Finalists are the chosen mix, those still in, and those that fell out within "
        "the difference that does not matter. “From the lowest of the others” is Hsu's interval, all of them together "
        f"at 95%: below nothing a mix is lower than all others, above it another is lower. {compared}"
    )
    return Section(
        "The finalists, played again", "finalists", (Paragraph(reading.strip(), quiet=True), finalists_table(study))
    )


def _mixes(study: SearchStudy) -> Section:
    table = mixes_table(study)
    reading = (
        "A mix that misses a target, or is dearer than one that meets all, is played no further, so its figures rest "
        "on fewer futures. Intervals of targets are wider than 95%: they allow for every mix and every look at it."
    )
    parts: tuple[Part, ...] = (Paragraph(reading, quiet=True), table)
    if len(table.rows) > LONG:
        count = f"All {len(table.rows)} mixes"
        said = f"{count} stand in search.csv; here are the {LONG} that stayed in longest."
        first = replace(table, rows=table.rows[:LONG], caption="Mixes that stayed in longest")
        whole = only(Medium.PAGE, Medium.WORKBOOK, parts=(folded(table, count),))
        parts = (parts[0], whole, only(Medium.DOCUMENT, parts=(Paragraph(said), first)))
    return Section("Every mix", "mixes", parts, annex=True)


def _changes(study: SearchStudy) -> Section:
    place = study.finalists[0]
    name = study.mix(place).name
    said = interventions_in_words(study.options, name)
    rows = tuple(change_cells(number, each, each.chosen) for number, each in enumerate(said, start=1))
    asked = "The council's to decide"
    table = Table(f"What {study.label(place)} changes", changes_columns(asked), rows, sheet=CHANGES)
    parts: tuple[Part, ...] = (
        Paragraph("Changes are made in this order, each to what those before it left.", quiet=True),
        only(Medium.PAGE, Medium.DOCUMENT, parts=(Bullets(tuple(map(change_item, said))),)),
        only(Medium.WORKBOOK, parts=(table,)),
        *evidence_cited(each.sources for each in said),
    )
    if not said:
        parts = (Paragraph("Nothing: it is the baseline itself."),)
    return Section(f"What {study.label(place)} changes, and on what evidence", "changes", parts, annex=True)


def _sure(study: SearchStudy) -> Section:
    search, first = study.search.grid.search, min(map(len, study.selection.figures))
    shared = "half of the error allowed goes to targets, shared by mixes, looks and targets, and half to the lowest"
    how = (
        f"All mixes play {first:,} futures. From then on a mix is put out when it surely misses a target, or when one "
        "that surely meets all targets is surely lower; the others go on, a quarter more futures at a time. They go on "
        "where they stopped: no future is drawn again.",
        "Which mix is lower is decided by Kim and Nelson's procedure (2001) on differences future by future: as long "
        f"as a difference above what does not matter ({search.within:,.6g}) could still show, both stay in.",
        "A target in a share of futures is met when the lower bound of that share reaches what is asked, and missed "
        "when the upper one lies below it, by the exact bounds of Clopper and Pearson (1934); a target of a mean goes "
        "by bounds of Student's t. What is shown at 95% of a share has Wilson's bounds.",
        f"Confidence {search.confidence * 100:.4g}%: {shared if study.targets else 'all of it goes to the lowest'}.",
        "Only the mixes of this grid were compared: between its values, and beside them, there may be a better one.",
    )
    parts = (bullets(*how, *method(study.options)), Heading("What no search can show"), bullets(*LIMITS))
    return Section("How sure, and how the search works", "sure", parts, annex=True)
