"""Text for the XML inside office files: names as they are, without what XML cannot hold."""

from functools import lru_cache

from placesim.config.text import plain


@lru_cache(maxsize=4096)  # a workbook says the same names thousands of times
def xml_text(text: str) -> str:
    """Return text on one line without control characters and without the code points that are no characters."""
    return plain("".join(letter for letter in text if not _is_no_character(ord(letter))))


def _is_no_character(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
