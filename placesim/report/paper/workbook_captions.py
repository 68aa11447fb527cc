"""What captions and headings say on a sheet, where intervals stand beside their figures and pounds are full."""

import re
from collections.abc import Collection, Iterator
from textwrap import wrap

from placesim.report.paper.office import xml_text

SCALED_POUNDS = re.compile(r",? *£(m|k| million| thousand)\b")
"""What headings and captions say of printed figures; those in cells are pounds."""

WILSON = "(Wilson)"
BELOW = re.compile(
    r"; below\b[^;.(]*(?:interval|range|p10)[^;.(]*(?<! )(?: \((?:p10 to p90|Wilson)\))?"
    r"| \((?:95% interval below|below,? the 95% interval)\)"
)
"""What captions say of the intervals and ranges that page and document print below a figure."""

LETTERS = 1.12
"""Letters of running text that fit into one unit of a column's width, which is that of a digit."""

SHORTEST_CAPTION = 60
"""Letters of a caption that stand on one line however narrow its sheet."""


def pounds_alone(text: str) -> str:
    """Return a heading or caption without the millions or thousands that printed figures are in."""
    return SCALED_POUNDS.sub("", xml_text(text))


def alone(caption: str) -> str:
    """Return what a caption says its table holds, and nothing of what stands below figures or beside them."""
    return BELOW.sub("", pounds_alone(caption))


def beside(caption: str, ends: Collection[str]) -> str:
    """Return a caption that says which ends stand beside the figures, where it said what stands below them.

    Args:
        caption: as page and document have it.
        ends: what the table has columns of, as in `low` and `p90`.
    """

    def said(found: re.Match[str]) -> str:
        words = "; ".join(_told(ends, WILSON if WILSON in found[0] else "of the mean"))
        if not words:
            return ""
        return f"; {words}" if found[0].startswith(";") else f" ({words})"

    return BELOW.sub(said, pounds_alone(caption))


def _told(ends: Collection[str], interval: str) -> Iterator[str]:
    """Yield what the ends of a table are."""
    if "low" in ends and "high" in ends:
        yield f"low and high: 95% interval {interval}"
    if "p10" in ends and "p90" in ends:
        yield f"p10 and p90: range of futures{', p50: the middle one' if 'p50' in ends else ''}"


def letters_in(width: float) -> int:
    """Return how many letters of running text fit into a width."""
    return max(1, int(width * LETTERS))


def broken(line: str, letters: int) -> list[str]:
    """Return a line broken into lines of so many letters at most."""
    return [line] if len(line) <= letters else wrap(line, letters) or [""]


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a width."""
    return sum(len(broken(line, letters_in(width))) for line in text.split("\n"))
