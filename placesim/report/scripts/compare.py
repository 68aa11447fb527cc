"""The report of a comparison, composed once: a board paper on its first pages, and annexes with all that stands behind."""

from placesim.report.comparison_study import SPEND, ComparisonStudy
from placesim.report.exhibits.options import share_bars, spend_bars
from placesim.report.paper.parts import (
    Answers,
    Bullets,
    Charts,
    Finding,
    Item,
    Medium,
    Paragraph,
    Report,
    Section,
    bullets,
    only,
)
from placesim.report.scripts.compare_annexes import annexes
from placesim.report.scripts.compare_sheets import SHEETS
from placesim.report.words.baseline import baseline_words
from placesim.report.words.differences import Direction, direction
from placesim.report.words.figures import plain
from placesim.report.words.options_table import first_page_table
from placesim.report.words.ranking import packages_last
from placesim.report.words.replications import trial_words
from placesim.report.words.surprises import surprises
from placesim.report.words.verdict import NOT_COUNTED, verdict

QUESTION = "What does each option change, and how sure is that?"
IN_BRACKETS = (
    "A mean is followed by its 95% interval in brackets, as in \N{LEFT DOUBLE QUOTATION MARK}about £3.1m (2.5 to "
    "3.8)\N{RIGHT DOUBLE QUOTATION MARK}: how well the average of all simulated futures is known. The range of futures "
    "(p10 to p90) is another thing: 8 in 10 futures lie in it, and it is the range to plan for."
)
FOR_THE_OFFICER = "[For the officer to complete. This report compares; it does not recommend.]"


def compare_report(options: ComparisonStudy) -> Report:
    """Compose the report of a comparison."""
    council = plain(options.council.name)
    return Report(
        kind="Placement sufficiency: options compared",
        title=f"{council}: sufficiency options compared",
        question=QUESTION,
        sections=(*_first_pages(options), *annexes(options)),
        lead=(Paragraph(_lead(options)),),
        facts=(
            ("Period", f"{options.start} to {options.end}"),
            ("Futures of each scenario", f"{options.futures:,}"),
            ("Seed", str(options.settings.seed)),
        ),
        warning=trial_words(options.futures),
        sheets=SHEETS,
    )
