"""Lines of words: broken between words on a narrow terminal; in a pipe or a log each stays the one line it is."""

import os
import sys
from shutil import get_terminal_size
from textwrap import wrap
from typing import TextIO

NARROWEST = 20
"""Columns in which words are set at least; a terminal that knows no width says 0."""


def print_line(text: str, stream: TextIO | None = None) -> None:
    """Print a line of words, or several; on a terminal no word is broken and no figure in two."""
    stream = stream or sys.stdout
    if stream.isatty():
        width = max(get_terminal_size(os.get_terminal_size(stream.fileno())).columns, NARROWEST)
        text = "\n".join(part for line in text.split("\n") for part in fitted(line, width))
    print(text, file=stream)


def fitted(line: str, width: int) -> list[str]:
    """Return a line in parts no wider than a terminal, unless one word is; parts after the first stand further in."""
    indent = line[: len(line) - len(line.lstrip())]
    return wrap(line, width, subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False) or [""]
