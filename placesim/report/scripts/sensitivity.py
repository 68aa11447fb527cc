"""The report of a sensitivity study: what matters most, what would change the answer, and at what value."""

from placesim.config.scenario_files import BASELINE
from placesim.experiment.sensitivity.whole import COMMON
from placesim.report.paper.parts import (
    Answers,
    Charts,
    Heading,
    Medium,
    Paragraph,
    Part,
    Report,
    Section,
    bullets,
    only,
)
from placesim.report.scripts.closing import ABOUT, DEFINITIONS, closing_sections, first_warning
from placesim.report.scripts.sensitivity_exhibits import (
    CHARTS,
    ENDS,
    RANGES,
    SHARES,
    TURNING,
    answered_words,
    ends_table,
    indices_table,
    shares_table,
    tornado_chart,
    turning_table,
)
from placesim.report.sensitivity_study import SensitivityStudy
from placesim.report.words.cited import cited
from placesim.report.words.costs import marked_words
from placesim.report.words.ranges import ranges_table
from placesim.report.words.replications import IN_BRACKETS, METHOD
from placesim.report.words.sensitivity import answers
from placesim.report.words.sources import EVIDENCE, evidence_cited
from placesim.report.words.surprises import LIMITS

SHARES_READ = (
    "First-order shares: how much less the figure would vary from future to future if this one were known, luck "
    "counted in the whole. The standard error stands below; bold is more than chance shows where there is nothing. By "
    "chance a share may come out below nothing. Shares do not add up to 100%: luck, and what assumptions do together, "
    "are the rest."
)
WHOLE_READ = (
    "Full Sobol indices, with their 95% intervals, of means over the same {common} futures: luck is no part of them. "
    "By itself: how much of the variance over the assumptions would go if this one were known. With others: how much "
    "would stay if all others were known. Assumptions that are drawn together have one index together."
)
READING = (
    "One at a time. Each assumption is set to its low and to its high end while all others keep their values, on the "
    "same futures: what differs is what the assumption does, and not chance. Ends are those of the range given; of a "
    "range without ends, the values beyond which 2.5% of draws lie on either side.",
    "What goes together is moved apart. Assumptions that are drawn together (see Tied to) are moved alone here, "
    "which says what each does and not how likely it is.",
    "A wide bar is not a likely one: it says how far the figure moves across the range, and the range says what is "
    "thought possible.",
    "An assumption that changes prices alone needs no new futures: the same children sleep in the same places, and the "
    "same nights are priced again. The figure is the one that simulating would give, to the last digit but rounding. "
    "Where freed beds are offered by fee, a price may change who moves, and is simulated.",
    "Turning points are read off straight lines between the means at the low end, the value and the high end: exact "
    "where the figure grows in proportion to the assumption, an approximation elsewhere; `placesim sweep` tries the "
    "values between. Their 95% interval comes from drawing the futures again 1,000 times (percentile bootstrap).",
)


AT_VALUES = "Where no assumption is named, all are at their values; what has no range is taken as given throughout."
WITHOUT_RANGE = (
    "None of this covers what has no range: if such a rate, price or date is wrong, the truth may lie outside every "
    "interval."
)
TURNS_READ = (
    "One assumption at a time, all others at their values; only what lies within a range is told. A comparison with "
    "drawn assumptions reads where the choice flips with all others drawn: its values differ from these where ranges "
    "reach further one way than the other, or assumptions act together."
)


def sensitivity_report(study: SensitivityStudy) -> Report:
    """Return everything that the reports of a sensitivity study say, first things first."""
    options = study.options
    return Report(
        kind=f"{Report.SUBJECT}: which assumptions matter",
        title=f"{study.council.name}: what {study.subject} rests on",
        question="Which of the numbers that are not known exactly matter most, and which would change the answer?",
        sections=(
            _answers(study),
            _tornados(study),
            _tables(study),
            *_turning(study),
            _shares(study),
            _ranges(study),
            _sure(),
            *closing_sections(options.baseline, study.settings, [study.sensitivity.figure.measure]),
        ),
        lead=_lead(study),
        facts=(
            ("Period", f"{options.start} to {options.end}"),
            ("Assumptions", str(len(study.assumptions))),
            ("Futures of each end", f"{options.futures:,}"),
            ("Seed", str(study.settings.seed)),
        ),
        warning=first_warning(options.futures, study.settings),
        sheets=(ENDS, TURNING, SHARES, RANGES, EVIDENCE, DEFINITIONS, ABOUT, CHARTS),
    )


def _lead(study: SensitivityStudy) -> tuple[Part, ...]:
    count, futures = len(study.assumptions), study.options.futures
    times = f"{futures:,} time{'s' * (futures != 1)}"
    compared = " and every option" * bool(study.names)
    said = (
        f"{count} number{'s carry ranges' if count != 1 else ' carries a range'} here. Each was set to its low and to "
        f"its high end, the others at their values, and the baseline{compared} simulated {times}, on the same luck."
    )
    costs = marked_words(study.options, study.names) if study.saves else ""
    return tuple(map(Paragraph, filter(None, (said, costs))))


def _answers(study: SensitivityStudy) -> Section:
    read = () if study.few else (Paragraph(f"{IN_BRACKETS} {AT_VALUES}", quiet=True),)
    return Section("What the figures say", "answers", (Answers(answers(study)), *read))


def _tornados(study: SensitivityStudy) -> Section:
    charts = tuple(tornado_chart(study, name, f"tornado-{place}") for place, name in enumerate(study.told))
    return Section("Assumption by assumption", "tornado", tuple(Charts((chart,)) for chart in charts))


def _tables(study: SensitivityStudy) -> Section:
    reading = (
        "Below each mean stands its 95% interval, or why there is none; bold is what is clearly different from nothing."
    )
    parts: tuple[Part, ...] = (
        only(Medium.PAGE, parts=(Paragraph(f"{reading} Press a heading to sort.", quiet=True),)),
        only(Medium.DOCUMENT, parts=(Paragraph(reading, quiet=True),)),
        *(ends_table(study, name) for name in study.told),
    )
    return Section("Both ends of every range", "ends", (*parts, *_beside(study)), annex=True)


def _beside(study: SensitivityStudy) -> tuple[Part, ...]:
    """Return what assumptions do to the baseline itself, where options are told before it."""
    if not study.names:
        return ()
    chart = tornado_chart(study, BASELINE, "tornado-baseline")
    return Heading("The baseline itself"), Charts((chart,)), ends_table(study, BASELINE)


def _turning(study: SensitivityStudy) -> tuple[Section, ...]:
    table = turning_table(study)
    if table is None:
        return ()
    return (Section("Where the answer turns", "turning", (Paragraph(TURNS_READ, quiet=True), table), annex=True),)


def _shares(study: SensitivityStudy) -> Section:
    parts: tuple[Part, ...] = (Paragraph(SHARES_READ, quiet=True), shares_table(study))
    if study.sensitivity.whole:
        reading = Paragraph(WHOLE_READ.format(common=COMMON), quiet=True)
        parts = (*parts, Heading("Full indices"), reading, *(indices_table(study, name) for name in study.every))
    return Section("All of them drawn at once", "shares", parts, annex=True)


def _ranges(study: SensitivityStudy) -> Section:
    sources = [[cited(item, study.evidence) for item in each.source] for each in study.assumptions]
    table = ranges_table(study.sensitivity.uncertainty, study.evidence, RANGES)
    parts: tuple[Part, ...] = (Paragraph(answered_words(study), quiet=True), table, *evidence_cited(sources))
    return Section("The ranges", "ranges", parts, annex=True)


def _sure() -> Section:
    parts = (bullets(*READING, *METHOD, WITHOUT_RANGE), Heading("What no such study can show"), bullets(*LIMITS))
    return Section("How sure, and how this is read", "sure", parts, annex=True)
