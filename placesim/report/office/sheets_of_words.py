"""Sheets of words: what scenarios change, on what evidence and assumptions, what measures mean, how it was run."""

import platform

from placesim import __version__
from placesim.experiment.manifest import LIBRARIES, digests, version_of
from placesim.experiment.tables import horizon_words
from placesim.report.assumptions import Block, Cited, blocks_of
from placesim.report.comparison.intervention_words import interventions_in_words
from placesim.report.comparison.labels import measure_label
from placesim.report.comparison.options import Options
from placesim.report.office.sheets import WHOLE, Column, Sheet, Value
from placesim.report.office.sheets_of_options import SCENARIO, columns_defined
from placesim.results.measures import MEASURES

WRITTEN_WITH = ("xlsxwriter",)


def interventions_sheet(options: Options) -> Sheet:
    """Return every intervention of every scenario in words, with its sources."""
    columns = (
        SCENARIO,
        Column("Number", WHOLE, 9),
        Column("What it changes", width=80),
        Column("Decided by the council", width=13),
        Column("Evidence", width=18),
        Column("Assumption", width=60),
    )
    rows = [
        (name, number, said.text, "yes" if said.chosen else "no", _ids(said.sources), _assumed(said.sources))
        for name in options.names
        for number, said in enumerate(interventions_in_words(options, name), 1)
    ]
    notes = ("In the order in which they are made, each to what those before it left.",)
    answers = "What does each scenario change, from when, and on what grounds?"
    return Sheet("Interventions", answers, columns, rows, notes, empty="No scenario changes anything.")


def _ids(sources: tuple[Cited, ...]) -> str:
    return ", ".join(source.text for source in sources if not source.assumed)


def _assumed(sources: tuple[Cited, ...]) -> str:
    return "; ".join(source.text for source in sources if source.assumed)


def evidence_sheet(options: Options) -> Sheet:
    """Return every figure of the evidence that the baseline or a scenario cites."""
    columns = (
        Column("Id", width=18),
        Column("Figure", width=60),
        Column("Value", width=28),
        Column("Where it stands", width=60),
        Column("Confidence", width=14),
        Column("Cited by", width=34),
    )
    comparing = options.comparing
    by: dict[str, list[str]] = {}
    for block in blocks_of(comparing.council, comparing.evidence):
        for source in block.sources:
            by.setdefault(source.text, []).append("baseline")
    for name in options.names:
        for said in interventions_in_words(options, name):
            for source in said.sources:
                by.setdefault(source.text, []).append(name)
    rows = [
        (name, figure.quantity, figure.value, figure.where, figure.confidence, "; ".join(dict.fromkeys(by[name])))
        for name, figure in sorted(comparing.evidence.items())
        if name in by
    ]
    answers = "Where do the figures behind the baseline and the scenarios stand?"
    return Sheet("Evidence cited", answers, columns, rows, empty="Nothing cites evidence; all rests on assumption.")


def assumptions_sheet(options: Options) -> Sheet:
    """Return every block of the baseline with its values and what they rest on."""
    columns = (
        Column("Block", width=34),
        Column("Part", width=26),
        Column("Values", width=76),
        Column("Rests on", width=14),
        Column("Evidence", width=18),
        Column("Assumption", width=56),
    )
    comparing = options.comparing
    rows = [_block(block) for block in blocks_of(comparing.council, comparing.evidence)]
    notes = ("What scenarios assume stands on the sheet Interventions.",)
    answers = "What does the baseline assume, and on what does each block rest?"
    return Sheet("Assumptions", answers, columns, rows, notes)


def _block(block: Block) -> tuple[Value, ...]:
    values = "; ".join(f"{name}: {', '.join(lines)}" for name, lines in block.values)
    rests = "assumption" if block.only_assumed else "evidence and assumption" if block.assumed else "evidence"
    return block.title, block.section, values, rests, _ids(block.sources), _assumed(block.sources)


def definitions_sheet(options: Options) -> Sheet:
    """Return what each measure counts, its unit, and how its years make one figure."""
    columns = (
        Column("Measure", width=30),
        Column("Unit", width=22),
        Column("Definition", width=84),
        Column("All years", width=22),
        Column("In the CSV files", width=32),
    )
    rows: list[tuple[Value, ...]] = [
        (
            measure_label(name),
            MEASURES[name].unit,
            MEASURES[name].definition,
            horizon_words(name) or "year by year only",
            name,
        )
        for name in dict.fromkeys(key[1] for key in options.comparison.keys)
    ]
    rows += [(f"Options: {heading}", unit, what, "", "") for heading, unit, what in columns_defined(options)]
    notes = ("Measures first, as the sheet Differences has them; then the columns of the two sheets of options.",)
    return Sheet("Definitions", "What does each measure count, and in which unit?", columns, rows, notes)


def about_sheet(options: Options) -> Sheet:
    """Return what is needed to make the figures again, and to tell whether inputs have changed since."""
    settings = options.comparing.settings
    rows: list[tuple[Value, ...]] = [
        ("Command", settings.command),
        ("Futures simulated of each scenario", f"{options.futures:,}"),
        ("Seed", str(settings.seed)),
        ("Years", f"{settings.years:g}"),
        ("First and last day", f"{options.start} to {options.end}"),
        ("placesim", __version__),
        ("Python", platform.python_version()),
        *((name, version_of(name)) for name in (*LIBRARIES, *WRITTEN_WITH)),
        *((f"SHA-256 of {name}", digest) for name, digest in digests(settings).items()),
    ]
    columns = (Column("What", width=44), Column("Value", width=96))
    return Sheet("About this run", "How can these figures be made again?", columns, rows)
