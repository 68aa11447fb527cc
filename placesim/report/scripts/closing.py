"""How every report closes: method and limits, what each measure means, and how to make the report again."""

import platform
from collections.abc import Iterable, Sequence

from placesim import __version__
from placesim.config.text import day_text
from placesim.experiment.manifest import LIBRARIES, RunSettings, digests, version_of
from placesim.report.paper.parts import (
    Cell,
    Command,
    Facts,
    Heading,
    Medium,
    Paragraph,
    Part,
    Section,
    Table,
    bullets,
    folded,
    only,
)
from placesim.report.study import Study
from placesim.report.words.assumed import counted, drawn, not_drawn_words, spread_words
from placesim.report.words.replications import trial_words
from placesim.results.measures import MEASURES

DEFINITIONS, ABOUT = "Definitions", "About this run"
"""Sheets of the workbook."""

NOT_SIMULATED = (
    "Children are matched one by one: brothers and sisters are not placed together, though places kept for them count "
    "as not usable.",
    "Providers do not answer back: prices and places change as the configuration says, not because this council buys "
    "more or less.",
    "The quality of care, and what happens to children after they leave care, are outside the model.",
    "Spend is what placements cost. Staff, one-off costs, capital and allowances after care are no part of it; net "
    "cost counts them as far as they are given.",
)
CLAIMS = (
    "A title says that something goes up or down only if the interval of the mean difference, taken future by future, "
    "does not reach zero. “About level” means that the difference is known to be small; “no clear change” means that "
    "these futures cannot tell. With some dozens of such titles, expect one or two to be wrong by chance.",
    "Means of counts, nights and spend add up to the mean of their total. The ends of ranges (p10, p90) and of "
    "intervals do not: no future is low, or high, in everything at once.",
    "Future number 7 has the same luck in every scenario run with the same seed (common random numbers): the same "
    "children enter on the same days with the same needs. So a comparison of scenarios shows what an option does, and "
    "not what chance did.",
)


def closing_sections(study: Study, settings: RunSettings, measures: Iterable[str]) -> tuple[Section, ...]:
    """Return the sections that close every report.

    Args:
        study: what was simulated; of a comparison, the baseline.
        settings: how the run was made.
        measures: names of the measures that the report tells.
    """
    return (
        *_warned(settings),
        Section("Method and limits", "method", (*_simulated(study), *_uncertainty(study)), annex=True),
        Section("What each measure means", "definitions", (folded(definitions_table(measures)),), annex=True),
        Section("How to make this report again", "again", again(settings), annex=True),
    )


def _warned(settings: RunSettings) -> tuple[Section, ...]:
    """Return what `check` warns of in the files; nothing where it does not."""
    if not settings.warnings:
        return ()
    said = "Allowed, and probably not meant; the figures of this report rest on it as it stands."
    parts = (Paragraph(said, quiet=True), bullets(*settings.warnings))
    return (Section("Warnings about the files", "warnings", parts, annex=True),)


def first_warning(futures: int, settings: RunSettings) -> str:
    """Return what a reader must know before all else: that a study is a trial, that files look odd."""
    count = len(settings.warnings)
    files = f"`check` warns of {count} thing{'s' * (count != 1)} in the files: see Warnings about the files." * bool(
        count
    )
    return " ".join(text for text in (trial_words(futures), files) if text)


def _simulated(study: Study) -> tuple[Part, ...]:
    return (
        Heading("What is simulated"),
        bullets(
            f"Demand. Every child in care on {day_text(study.baseline.start)}, and every child who enters after it, is "
            "followed day by day: their age, their need, how long they have been in care.",
            "Matching. A child who needs a place is offered the provision that the configuration lists for that need, "
            "best first, within age limits. A child placed below first choice may keep waiting for something better.",
            "Scarce places. Carers have only so many places, are approved and leave; homes have beds, open and close. "
            "When a place is taken the next child goes elsewhere, and when a carer stops their children must move.",
            "Moving and leaving. Placements break down, step down or end as planned, and children return home, are "
            "adopted, get a guardian or turn 18, at rates that depend on placement, age and time in care.",
            "Luck. Which child enters when, who suits which home, what breaks down: all is drawn by chance, "
            "differently in every future.",
            *_knowledge(study),
            "Money. Nights divided by 7, times the weekly fee, with the uplift of each 1 April and the price changes "
            "that have a date; a block-contracted home is paid for whether its beds are used or not.",
        ),
        Heading("What is not simulated"),
        bullets(*NOT_SIMULATED),
    )


def _knowledge(study: Study) -> tuple[str, ...]:
    """Say what is not known exactly, where anything is said not to be."""
    if drawn(study):
        return (
            f"Knowledge. {counted(study)[:1].upper()}{counted(study)[1:]} are not known exactly: every future draws a "
            "value of each within its range.",
        )
    return (not_drawn_words(study),) if not_drawn_words(study) else ()


def _uncertainty(study: Study) -> tuple[Part, ...]:
    return (
        Heading("How to read the uncertainty"),
        Paragraph(
            "The interval of the mean is a 95% confidence interval. If the whole study were repeated with other luck, "
            "about 95 of 100 such intervals would hold the model's true average. It measures one thing only: the error "
            f"from simulating {study.futures:,} future{'s' * (study.futures != 1)} and not endlessly many. "
            f"{spread_words(study)} Where only a few futures have an event at all, the report says “too few to say”, "
            "because an interval would promise too much."
        ),
        *map(Paragraph, CLAIMS),
    )


def definitions_table(measures: Iterable[str]) -> Table:
    """Return each measure's name, definition and unit."""
    rows = tuple(tuple(map(Cell, (name, MEASURES[name].definition, MEASURES[name].unit))) for name in measures)
    caption = "Names as in the column `measure` of the tables"
    return Table(caption, ("Measure", "Definition", "Unit"), rows, widths=(1.2, 3, 1), sheet=DEFINITIONS)


def again(settings: RunSettings) -> tuple[Part, ...]:
    """Return what it takes to make the same report: command, seed, versions, and the input files by their hash."""
    facts = (
        ("Seed", str(settings.seed)),
        ("Futures", f"{settings.replications:,}"),
        ("Years simulated", f"{settings.years:g}"),
        *((("Day 0", settings.day_0),) if settings.day_0 else ()),
        ("Versions", ", ".join(f"{name} {number}" for name, number in versions())),
    )
    inputs = tuple((Cell(name), Cell(digest)) for name, digest in digests(settings).items())
    caption = "Input files and their SHA-256: a changed file has another one"
    return (
        Paragraph("The same files, seed and versions give the same figures to the last digit."),
        Command(settings.command),
        only(Medium.PAGE, Medium.DOCUMENT, parts=(Facts(facts),)),
        only(Medium.WORKBOOK, parts=(_as_table((("Command", settings.command), *facts)),)),
        Table(caption, ("File", "SHA-256"), inputs, sheet=ABOUT),
    )


def _as_table(facts: Sequence[tuple[str, str]]) -> Table:
    rows = tuple((Cell(name), Cell(value)) for name, value in facts)
    return Table("How this run was made", ("", "Value"), rows, sheet=ABOUT)


def versions() -> list[tuple[str, str]]:
    """Return the versions of this program, of Python, and of what figures and charts depend on."""
    libraries = [(name, version_of(name)) for name in (*LIBRARIES, "matplotlib", "jinja2")]
    return [("placesim", __version__), ("Python", platform.python_version()), *libraries]
