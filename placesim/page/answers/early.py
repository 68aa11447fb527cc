"""How far an answer has come: what is said while futures are still being played, and where there are few in all."""

from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.parts import Finding, Paragraph, Part
from placesim.report.study import Study
from placesim.report.words.replications import TRIAL, in_brackets_words, trial_words

UNCERTAIN, ANCHOR = "What is most uncertain", "uncertain"
"""The section of what an answer depends on most, which comes after all others."""


def early_words(futures: int, wanted: int) -> str:
    """Say how early an answer is; that it is a trial where there are too few futures in all; nothing otherwise."""
    if futures >= wanted:
        return trial_words(futures)
    if futures >= TRIAL:
        return f"So far {futures} of {wanted:,} futures: figures may still move."
    return (
        f"Early: {futures} of {wanted:,} futures so far. Ranges are wide and figures still move; what looks clear now "
        "may not stay so. Wait for the rest before you decide."
    )


def how_early(study: Study | ComparisonStudy, wanted: int) -> tuple[Part, ...]:
    """Return what an answer begins with: how early it is."""
    words = early_words(study.futures, wanted)
    return (Finding(words),) if words else ()


def how_to_read(study: Study | ComparisonStudy) -> tuple[Part, ...]:
    """Return how its figures are read; nothing where there are too few futures for any interval."""
    return () if study.few else (Paragraph(in_brackets_words(study), quiet=True),)
