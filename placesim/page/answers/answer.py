"""The answer to what is on screen: sections of the reports' own parts, of what-ifs compared or of the council alone."""

from placesim.api.results import ComparisonResult, RunResult
from placesim.page.answers.baseline import baseline_sections, uncertain_baseline
from placesim.page.answers.comparison import comparison_sections, uncertain_options
from placesim.page.answers.today import today
from placesim.report.paper.parts import Section


def answer_of(result: RunResult | ComparisonResult, wanted: int = 0) -> tuple[Section, ...]:
    """Return what is told of the futures played so far; what it rests on most is told by `uncertain_of`.

    Args:
        result: what became of the council, and of what-ifs where there are any.
        wanted: futures once all are played; 0: these are all.
    """
    if isinstance(result, RunResult):
        return (*today(result.council), *baseline_sections(result.study, wanted))
    return (*comparison_sections(result.study(), wanted), *today(result.council))


def uncertain_of(result: RunResult | ComparisonResult) -> tuple[Section, ...]:
    """Return what the answer rests on most and is least sure of: it takes longer to work out than all the rest."""
    if isinstance(result, RunResult):
        return uncertain_baseline(result.study, result.council.evidence)
    return uncertain_options(result.study())
