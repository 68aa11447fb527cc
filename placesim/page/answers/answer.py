"""The answer to what is on screen: sections of the reports' own parts, of what-ifs compared or of the council alone."""

from placesim.api.results import ComparisonResult, RunResult
from placesim.page.answers.baseline import baseline_sections, uncertain_baseline
from placesim.page.answers.comparison import comparison_sections, uncertain_options
from placesim.page.answers.early import ANCHOR, UNCERTAIN
from placesim.page.answers.today import today
from placesim.report.paper.parts import Paragraph, Section

Sections = tuple[Section, ...]

LATER = Section(UNCERTAIN, ANCHOR, (Paragraph("Worked out once all futures are played.", quiet=True),))
"""What stands where it has not been worked out what the answer depends on most."""


def answer_of(
    result: RunResult | ComparisonResult, wanted: int = 0, uncertain: Sections | None = None
) -> tuple[Section, ...]:
    """Return what is told of the futures played so far, today's council with it.

    Args:
        result: what became of the council, and of what-ifs where there are any.
        wanted: futures once all are played; 0: these are all.
        uncertain: what `uncertain_of` tells, where it has been worked out; its place is kept where it has not.
    """
    depends = (LATER,) if uncertain is None else uncertain
    if isinstance(result, RunResult):
        return (*today(result.council), *baseline_sections(result.study, wanted, depends))
    return (*comparison_sections(result.study(), wanted, depends), *today(result.council))


def uncertain_of(result: RunResult | ComparisonResult) -> tuple[Section, ...]:
    """Return what the answer rests on most and is least sure of: it takes longer to work out than all the rest."""
    if isinstance(result, RunResult):
        return uncertain_baseline(result.study, result.council.evidence)
    return uncertain_options(result.study())
