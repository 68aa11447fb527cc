"""The report of a map: the best pair, where it breaks even, whether two numbers add up, and the map itself."""

from placesim.report.comparison_study import NET
from placesim.report.paper.parts import (
    Answers,
    Charts,
    Heading,
    Paragraph,
    Part,
    Report,
    Section,
    bullets,
    folded,
)
from placesim.report.scripts.closing import ABOUT, DEFINITIONS, closing_sections, first_warning
from placesim.report.scripts.sweep import READING, SHORT, told_of
from placesim.report.scripts.sweep_changes import CHANGES, changes_section
from placesim.report.scripts.sweep_exhibits import CHARTS
from placesim.report.scripts.sweep_map_exhibits import (
    MAP,
    PAIRS,
    STEPS,
    break_even_lines,
    further_tables,
    money_map,
    money_measures,
    pairs_table,
    share_map,
)
from placesim.report.scripts.sweep_ranges import RANGES, ranges_section
from placesim.report.sweep_map_study import SweepMapStudy
from placesim.report.sweep_study import meaning
from placesim.report.words.assumed import under_words
from placesim.report.words.placeholders import placeholder_part, priced
from placesim.report.words.replications import in_brackets_words, method
from placesim.report.words.sources import EVIDENCE
from placesim.report.words.surprises import LIMITS
from placesim.report.words.sweep_map import counted_words, map_answers

TOGETHER = (
    "Whether two numbers add up is told by the four corners of the map, future by future: what both at their highest "
    "values do, less what each does alone, from the lowest values of both. In between they may behave otherwise: the "
    "tables of what one more adds show where.",
    "The pair with the lowest mean is the lowest of many that chance moves, so its figure flatters it; those marked "
    "with a dot may be as good.",
)


def sweep_map_report(study: SweepMapStudy) -> Report:
    """Return everything that the reports of a map say, first things first."""
    options = study.options
    last = study.at((study.swept.shape[0] - 1, study.swept.shape[1] - 1))
    return Report(
        kind=f"{Report.SUBJECT}: two numbers of an option varied",
        title=f"{study.council.name}: {study.name}, {study.first.axis} and {study.second.axis} varied",
        question=study.pairs.option.scenario.question,
        sections=(
            _answers(study),
            _map(study),
            _lines(study),
            _further(study),
            _pairs(study),
            changes_section(options, study.pairs.places, last),
            *ranges_section(options),
            _sure(study),
            *closing_sections(options.baseline, study.settings, told_of(study.counted == NET)),
        ),
        lead=_lead(study),
        facts=(
            ("Period", f"{options.start} to {options.end}"),
            ("Pairs", f"{study.swept.shape[0]} by {study.swept.shape[1]}"),
            ("Futures of each", f"{options.futures:,}"),
            ("Seed", str(study.settings.seed)),
        ),
        warning=first_warning(options.futures, study.settings),
        sheets=(MAP, PAIRS, STEPS, CHANGES, RANGES, EVIDENCE, DEFINITIONS, ABOUT, CHARTS),
    )


def _lead(study: SweepMapStudy) -> tuple[Part, ...]:
    futures = study.options.futures
    times = f"{futures:,} time{'s' * (futures != 1)}"
    numbers = (study.pairs.first, study.first), (study.pairs.second, study.second)
    said = [
        f"{quantity.axis}, {quantity.between(number.values[0], number.values[-1])} ({meaning(number)})"
        for number, quantity in numbers
    ]
    varied = (
        f"Varied: {'; and '.join(said)}. Each of the {len(study.places)} pairs was simulated {times} against the "
        "baseline, which carries today forward, on the same luck: what differs is what the numbers do, and not chance."
    )
    several = [
        f"`{number.field}` stands in {len(number.places)} of the option's changes, all set to the same value."
        for number, _ in numbers
        if len(number.places) > 1
    ]
    few = [f"{futures} futures are too few for intervals; 10 are enough to see them."] if study.few else []
    drawn = filter(None, [under_words(study.options)])
    return tuple(map(Paragraph, (varied, *several, *drawn, *few)))


def _answers(study: SweepMapStudy) -> Section:
    read = () if study.few else (Paragraph(in_brackets_words(study.options), quiet=True),)
    parts = (Answers(map_answers(study)), Paragraph(counted_words(study), quiet=True), *read)
    return Section("What the figures say", "answers", parts)


def _map(study: SweepMapStudy) -> Section:
    money = tuple(money_map(study, measure) for measure in money_measures(study)) if priced(study.council) else ()
    parts = (Charts((*money[:1], share_map(study), *money[1:])), *placeholder_part(study.council))
    return Section("The map", "map", parts)


def _lines(study: SweepMapStudy) -> Section:
    title, anchor = f"Where it breaks even, line by line of {study.second.axis}", "lines"
    if not priced(study.council):
        return Section(title, anchor, placeholder_part(study.council), annex=True)
    return Section(title, anchor, (bullets(*break_even_lines(study)),), annex=True)


def _further(study: SweepMapStudy) -> Section:
    title, anchor = "What one more of each adds, at each value of the other", "further"
    if not priced(study.council):
        return Section(title, anchor, placeholder_part(study.council), annex=True)
    reading = (
        "From each value to the next, future by future, divided by the size of the step. Below each mean stands its "
        "95% interval; bold is what is clearly different from nothing."
    )
    return Section(title, anchor, (Paragraph(reading, quiet=True), *further_tables(study)), annex=True)


def _pairs(study: SweepMapStudy) -> Section:
    table = pairs_table(study, money_measures(study) if priced(study.council) else ())
    reading = (
        "Below each mean difference stands its 95% interval, or why there is none; bold is what is clearly different."
    )
    told: Part = table if len(table.rows) <= SHORT else folded(table, f"All {len(table.rows)} pairs")
    return Section("Every pair tried", "pairs", (Paragraph(reading, quiet=True), told), annex=True)


def _sure(study: SweepMapStudy) -> Section:
    parts = (bullets(*TOGETHER, *READING, *method(study.options)), Heading("What no sweep can show"), bullets(*LIMITS))
    return Section("How sure, and how a map is read", "sure", parts, annex=True)
