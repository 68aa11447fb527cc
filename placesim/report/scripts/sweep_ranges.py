"""What is not known exactly of a sweep, drawn or not: every range with its source."""

from placesim.report.comparison_study import ComparisonStudy
from placesim.report.paper.parts import Paragraph, Section, folded
from placesim.report.words.assumed import under_words
from placesim.report.words.ranges import ranges_table

RANGES = "Ranges"
"""The sheet of the workbook."""


def ranges_section(options: ComparisonStudy) -> tuple[Section, ...]:
    """Return every range that the configuration and the option give; nothing where they give none."""
    if options.ranges is None or not options.ranges.assumptions:
        return ()
    table = ranges_table(options.ranges, options.evidence, RANGES)
    parts = (Paragraph(under_words(options), quiet=True), folded(table, f"All {len(table.rows)} ranges"))
    return (Section("What is not known exactly", "ranges", parts, annex=True),)
