"""The report of a comparison, composed once: a board paper on its first pages, then annexes with all behind it."""

from placesim.config.text import plain
from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.parts import (
    Answers,
    Charts,
    Finding,
    Medium,
    Paragraph,
    Part,
    Report,
    Section,
    only,
)
from placesim.report.scripts.closing import ABOUT, DEFINITIONS, first_warning
from placesim.report.scripts.compare_annexes import annexes
from placesim.report.scripts.compare_bridge import BRIDGE
from placesim.report.scripts.compare_charts import SHEET as CHARTS
from placesim.report.scripts.compare_charts import net_bars, share_bars, spend_bars
from placesim.report.scripts.compare_costs import SHEET as COSTS
from placesim.report.scripts.compare_invest import invest_words
from placesim.report.scripts.compare_sheets import (
    AGAINST,
    ARRIVALS,
    BREAK_EVEN,
    CHANGES,
    CHILDREN,
    EVERY_DIFFERENCE,
    HOMES,
    LINES,
    MONEY,
    MONTHS,
    SAVED,
    TYPES,
)
from placesim.report.scripts.luck_and_knowledge import first_section
from placesim.report.scripts.run_assumptions import ASSUMPTIONS
from placesim.report.scripts.run_voids import VOIDS
from placesim.report.words.assumed import same_draws, under
from placesim.report.words.costs import net_differs, net_is, what_saved
from placesim.report.words.headline import baseline_words
from placesim.report.words.how_sure import how_sure
from placesim.report.words.investment_budget import FINANCING, KINDS
from placesim.report.words.investment_years import INVEST
from placesim.report.words.luck_and_knowledge import KNOWLEDGE
from placesim.report.words.options_table import first_page_table
from placesim.report.words.placeholders import placeholder_part, priced
from placesim.report.words.ranking import packages_last
from placesim.report.words.replications import in_brackets_words
from placesim.report.words.sources import EVIDENCE
from placesim.report.words.targets import TARGETS
from placesim.report.words.verdict import at_what_cost, next_step, what_it_depends_on, which_does_most

SHEETS = (
    MONEY, KNOWLEDGE, COSTS, BRIDGE, LINES, MONTHS, SAVED, BREAK_EVEN, INVEST, KINDS, FINANCING, TARGETS, AGAINST,
    VOIDS, CHILDREN, TYPES, HOMES, ARRIVALS, CHARTS, CHANGES, ASSUMPTIONS, EVIDENCE, DEFINITIONS, ABOUT,
    EVERY_DIFFERENCE,
)  # fmt: skip
"""Sheets of the workbook, those that finance needs first."""

QUESTION = "What does each option change, and how sure is that?"
HOW_TO_READ = (
    "A difference is option less baseline, on the same luck: below zero is less spend, or fewer children. The first "
    "row holds the baseline's own figures. “{saves} in” is the share of the futures simulated {under} "
    "in which {what} over all years is lower."
)
BARS = (
    "Difference from the baseline: the dot is the mean, the thick bar its 95% interval, the thin line the range that "
    "holds 8 in 10 futures (p10 to p90). Left of the line: less money, or fewer children out of borough."
)
FOR_THE_OFFICER = "[For the officer to complete: this report compares options and recommends none.]"
LEGAL = (
    "[For the officer to complete: the sufficiency duty (Children Act 1989, section 22G), contracts and registration, "
    "and an equality impact assessment. The simulation does not tell children apart by sex, ethnicity or disability.]"
)


def compare_report(options: ComparisonStudy, long_tables: bool = False) -> Report:
    """Compose the report of a comparison.

    Args:
        options: the comparison.
        long_tables: whether the workbook also holds every difference by year, measure and group (thousands of rows).
    """
    return Report(
        kind="Placement sufficiency: options compared",
        title=f"{plain(options.council.name)}: options compared",
        question=QUESTION,
        sections=(*_first_pages(options), *annexes(options, long_tables)),
        lead=(Paragraph(_lead(options)), *placeholder_part(options.council)),
        facts=(
            ("Period", f"{options.start} to {options.end}"),
            ("Futures of each scenario", f"{options.futures:,}"),
            ("Seed", str(options.settings.seed)),
        ),
        warning=first_warning(options.futures, options.settings),
        sheets=SHEETS,
    )


def _lead(options: ComparisonStudy) -> str:
    count = len(options.names)
    return (
        f"{count} scenario{'s' * (count != 1)} against the baseline, which carries today forward. Each was simulated "
        f"{options.futures:,} times on the same luck{same_draws(options)}, so that what differs is what the scenario "
        "does and not chance."
    )


def _first_pages(options: ComparisonStudy) -> tuple[Section, ...]:
    """Return the board paper: the headings that a council's own papers have, two of them left for the officer."""
    return (
        *first_section(options),
        Section("Purpose", "purpose", _purpose(options)),
        Section("Recommendation", "recommendation", (_left(FOR_THE_OFFICER),)),
        Section("What each option does", "options", _what_each_does(options)),
        Section("Financial implications", "finance", (Answers((at_what_cost(options),)), *invest_words(options))),
        Section("Risk, and how sure this is", "risk", _risk(options)),
        Section("Legal and equality implications", "legal", (_left(LEGAL),)),
    )


def _left(text: str) -> Part:
    return only(Medium.DOCUMENT, parts=(Paragraph(text),))


def _purpose(options: ComparisonStudy) -> tuple[Part, ...]:
    baseline, check = baseline_words(options)
    read = () if options.few else (Paragraph(in_brackets_words(options), quiet=True),)
    return (Paragraph(baseline), Finding(check), *read)


def _what_each_does(options: ComparisonStudy) -> tuple[Part, ...]:
    """Return which option does most, what the next step adds, and one row an option."""
    answers = [each for each in (which_does_most(options), next_step(options)) if each]
    shown = packages_last(options, options.options)
    parts: list[Part] = [Answers(tuple(answers))]
    if shown:
        parts.append(first_page_table(options, shown))
        parts.append(Paragraph(f"{how_to_read(options)} {net_is(options)}", quiet=True))
    if options.choices:
        net = (net_bars(options, shown, "option-net"),) if net_differs(options) else ()
        money = (*net, spend_bars(options, shown, "option-spend")) if priced(options.council) else ()
        bars = Charts((*money, share_bars(options, shown, "option-out")))
        parts.append(only(Medium.PAGE, Medium.WORKBOOK, parts=(Paragraph(BARS, quiet=True), bars)))
    return tuple(parts)


def how_to_read(options: ComparisonStudy) -> str:
    """Return how the first page's table is read."""
    saves = "Saves net cost" if net_differs(options) else "Saves spend"
    return HOW_TO_READ.format(saves=saves, under=under(options), what=what_saved(options))


def _risk(options: ComparisonStudy) -> tuple[Part, ...]:
    return (Answers((how_sure(options), what_it_depends_on(options))),)
