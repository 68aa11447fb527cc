"""Text for the XML inside office files: names as they are, without what XML cannot hold."""

import re
from functools import lru_cache

from placesim.config.text import plain

CODE = re.compile(r"`([^`]+)`")


@lru_cache(maxsize=4096)  # a workbook says the same names thousands of times
def xml_text(text: str) -> str:
    """Return text on one line without backticks around code, control characters and code points that are none."""
    readable = "".join(letter for letter in text if not _is_no_character(ord(letter)))
    return plain(CODE.sub(r"\1", readable))


def xml_lines(text: str) -> str:
    """Return text with its line breaks, each line without what XML cannot hold."""
    return "\n".join(xml_text(line) for line in text.split("\n"))


def _is_no_character(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
