"""The document of a comparison: a board paper in the council's own styles, which compares and does not recommend."""

from pathlib import Path

from placesim.config.text import plain
from placesim.report.comparison.comparing import Comparing
from placesim.report.comparison.how_many import trial_words
from placesim.report.comparison.options import Options
from placesim.report.office.word_options import considered, each_option, what_is_not_done
from placesim.report.office.word_parts import Paper
from placesim.report.office.word_pictures import print_drawing
from placesim.report.office.word_results import children, finance, method, risks, sources, summary
from placesim.report.office.word_styles import readable_template

__all__ = ["readable_template", "write_document"]


def write_document(path: Path, comparing: Comparing, template: Path | None = None) -> None:
    """Write report.docx: what each option would do, how sure that is, and what it depends on.

    Args:
        path: where to.
        comparing: the comparison and what its reports print beside the figures.
        template: a .docx whose styles, headers and footers are kept; its text is not.

    Raises:
        InputError: the template cannot be read.
    """
    options = Options(comparing)
    council = plain(comparing.council.name)
    paper = Paper(f"{council}: sufficiency options compared", "Placement sufficiency options", template)
    with print_drawing():
        paper.title(f"{council}: sufficiency options compared", _below(options), trial_words(options))
        purpose(paper, options)
        summary(paper, options)
        considered(paper, options)
        each_option(paper, options)
        children(paper, options)
        finance(paper, options)
        risks(paper, options)
        what_is_not_done(paper, options)
        method(paper, options)
        sources(paper, options)
    paper.save(path)


def _below(options: Options) -> str:
    return f"{options.start} to {options.end}; {options.futures:,} simulated futures of each option"


def purpose(paper: Paper, options: Options) -> None:
    """Say what the paper is for, and what it is not."""
    count, council = len(options.names), plain(options.comparing.council.name)
    paper.heading("Purpose")
    paper.say(
        f"This paper compares {count} scenario{'s' * (count != 1)} for placements of children in the care of {council} "
        f"with today carried forward (the baseline), from {options.start} to {options.end}: what each would do to "
        "spend on placements and to where children live, how sure that is, and what it depends on. It makes no "
        "recommendation.",
        f"The baseline answers the question: {plain(options.comparing.council.question)}",
    )
