"""Lines: a configuration's text as it is shown beside its faults; children listed one by one are never shown."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from placesim.config.children_file import LISTS

AROUND = 8
"""Lines shown above and below a faulty one where a file is too long to be shown whole."""

MOST_LINES = 5000

CHILDREN = re.compile(rf"\b(?:{'|'.join(listed for listed, _ in LISTS.values())})['\"]?\s*:")
"""What begins a list of children, wherever it stands in a line."""

HIDDEN = " (children listed one by one are not shown)"


@dataclass(frozen=True)
class Line:
    """One line of the file."""

    number: int
    text: str
    wrong: bool


def shown_lines(text: str, wrong: Collection[int]) -> list[Line]:
    """Return the lines of a text, those with faults marked; of a very long one only what stands around these."""
    lines = [Line(number, line, number in wrong) for number, line in enumerate(_without_children(text), start=1)]
    if len(lines) <= MOST_LINES:
        return lines
    near = {number for each in wrong for number in range(each - AROUND, each + AROUND + 1)}
    return [line for line in lines if line.number in near][:MOST_LINES]


def _without_children(text: str) -> list[str]:
    """Return the lines with what is said of single children left out: all that is indented below such a list."""
    found: list[str] = []
    depth: int | None = None
    for line in text.removesuffix("\n").split("\n"):
        indent = len(line) - len(line.lstrip())
        if depth is not None and (not line.strip() or indent > depth or line[indent : indent + 2] == "- "):
            found.append(HIDDEN.strip() if line.strip() else "")
            continue
        depth = None
        if begins := CHILDREN.search(line.partition(" #")[0]):
            depth = indent
            found.append(line[: begins.end()] + HIDDEN * bool(line[begins.end() :].strip()))
        else:
            found.append(line)
    return found
