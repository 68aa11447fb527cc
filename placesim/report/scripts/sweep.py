"""The report of a sweep: where spend is lowest, where it breaks even, and where more adds nothing."""

from placesim.report.comparison_study import NET
from placesim.report.paper.parts import (
    Answers,
    Charts,
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
from placesim.report.scripts.sweep_changes import CHANGES, changes_section
from placesim.report.scripts.sweep_exhibits import (
    CHARTS,
    STEPS,
    VALUES,
    places_chart,
    share_chart,
    spend_chart,
    steps_chart,
    steps_table,
    values_table,
)
from placesim.report.scripts.sweep_ranges import RANGES, ranges_section
from placesim.report.sweep_study import SweepStudy, meaning
from placesim.report.words.assumed import under_words
from placesim.report.words.placeholders import placeholder_part, priced
from placesim.report.words.replications import in_brackets_words, method
from placesim.report.words.sources import EVIDENCE
from placesim.report.words.surprises import LIMITS
from placesim.report.words.sweep import answers, cost_words
from placesim.results.measures import Exhibit, told_in

SHORT = 15
"""Rows of a table that the page shows unfolded."""

SPEND_MEANS = (
    "Spend is what placements cost. Staff, works, campaigns and capital are not in it: what breaks even here has those "
    "still to pay."
)
READING = (
    "Break-even is read off the mean curve by straight lines between the values tried. Its 95% interval comes from "
    "drawing the futures again, all values together, 1,000 times (percentile bootstrap): where the curve of such a "
    "sample does not pass through nothing, it counts as passing outside the range tried.",
    "Break-even is about spend over all years of this horizon. A longer horizon, or another first year, has another "
    "one.",
    "Straight lines are exact where spend grows in proportion to the number, as with a block price, and an "
    "approximation elsewhere: try closer values near the point that matters.",
    "The value with the lowest mean is the lowest of several that chance moves, so its figure flatters it a little; "
    "the sentence names those that cannot be told apart from it.",
)


def sweep_report(study: SweepStudy) -> Report:
    """Return everything that the reports of a sweep say, first things first."""
    scenario, options = study.variants.option.scenario, study.options
    return Report(
        kind=f"{Report.SUBJECT}: one number of an option varied",
        title=f"{study.council.name}: {study.name}, {study.quantity.axis} varied",
        question=scenario.question,
        sections=(
            _answers(study),
            _curve(study),
            _values(study),
            _further(study),
            _beside(study),
            changes_section(options, study.variants.places, study.quantity.text(study.values[-1])),
            *ranges_section(options),
            _sure(study),
            *closing_sections(options.baseline, study.settings, told_of(study.costed)),
        ),
        lead=_lead(study),
        facts=(
            ("Period", f"{options.start} to {options.end}"),
            ("Values", str(len(study.values))),
            ("Futures of each", f"{options.futures:,}"),
            ("Seed", str(study.settings.seed)),
        ),
        warning=first_warning(options.futures, study.settings),
        sheets=(VALUES, STEPS, CHANGES, RANGES, EVIDENCE, DEFINITIONS, ABOUT, CHARTS),
    )


def told_of(costed: bool) -> list[str]:
    """Return the measures that the report of a sweep tells; net cost where the option gives a cost."""
    measures = [told.measure for told in told_in(Exhibit.SWEEP)]
    return [measures[0], NET, *measures[1:]] if costed else measures


def _lead(study: SweepStudy) -> tuple[Part, ...]:
    variants, futures = study.variants, study.options.futures
    times = f"{futures:,} time{'s' * (futures != 1)}"
    varied = (
        f"Varied: {study.quantity.axis}, {study.range_tried} ({meaning(variants)}). Each of the {len(study.values)} "
        f"values was simulated {times} against the baseline, which carries today forward, on the same luck: what "
        "differs is what the number does, and not chance."
    )
    said = [Paragraph(varied)]
    if len(variants.places) > 1:
        changes = len(variants.option.scenario.interventions)
        several = f"The number stands in {len(variants.places)} of the option's {changes} changes"
        said.append(Paragraph(f"{several}; all of them are set to the same value."))
    if words := under_words(study.options):
        said.append(Paragraph(words))
    if study.few:
        said.append(Paragraph(f"{futures} futures are too few for intervals; 10 are enough to see them."))
    return tuple(said)


def _answers(study: SweepStudy) -> Section:
    read = () if study.few else (Paragraph(in_brackets_words(study.options), quiet=True),)
    parts = (Answers(answers(study)), Paragraph(f"{SPEND_MEANS} {cost_words(study)}", quiet=True), *read)
    return Section("What the figures say", "answers", parts)


def _curve(study: SweepStudy) -> Section:
    title, anchor = "Spend, value by value", "curve"
    if not priced(study.council):
        return Section(title, anchor, placeholder_part(study.council))
    charts = Charts((spend_chart(study, answers(study)[0].finding), steps_chart(study)))
    return Section(title, anchor, (charts,))


def _values(study: SweepStudy) -> Section:
    reading = (
        "Below each mean difference stands its 95% interval, or why there is none; bold is what is clearly different."
    )
    on_the_page = Paragraph(f"{reading} Press a heading to sort.", quiet=True)
    parts = (
        only(Medium.PAGE, parts=(on_the_page,)),
        only(Medium.DOCUMENT, parts=(Paragraph(reading, quiet=True),)),
        _unfolded_if_short(values_table(study), "values"),
    )
    return Section("Every value tried", "values", parts, annex=True)


def _further(study: SweepStudy) -> Section:
    reading = (
        f"From each value to the next, future by future, divided by the size of the step: {study.quantity.further}. "
        "Below each mean stands its 95% interval; p10 and p90 are the range of futures."
    )
    parts = (Paragraph(reading, quiet=True), _unfolded_if_short(steps_table(study), "steps"))
    return Section("What one more adds", "further", parts, annex=True)


def _beside(study: SweepStudy) -> Section:
    share, places = share_chart(study), places_chart(study)
    parts: tuple[Part, ...] = (Charts((share, places) if places else (share,)),)
    if not places:
        none = "What is varied has no number of places of its own, so no place can stand empty."
        parts = (*parts, Paragraph(none))
    return Section("Out of borough, and places empty", "beside", parts, annex=True)


def _sure(study: SweepStudy) -> Section:
    parts = (bullets(*READING, *method(study.options)), Heading("What no sweep can show"), bullets(*LIMITS))
    return Section("How sure, and how a sweep is read", "sure", parts, annex=True)


def _unfolded_if_short(table: Table, rows: str) -> Part:
    return table if len(table.rows) <= SHORT else folded(table, f"All {len(table.rows)} {rows}")
