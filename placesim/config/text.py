"""Text: names made harmless, lists and dates written out, for everything that is read by people."""

import unicodedata
from collections.abc import Sequence
from datetime import date

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def plain(text: str) -> str:
    """Return text on one line without control characters, so that no name can reorder or break what surrounds it."""
    spaced = " ".join(text.split())
    if spaced.isascii() and spaced.isprintable():  # as nearly all are
        return spaced
    return "".join(c for c in spaced if c not in BIDI_CONTROLS and unicodedata.category(c) not in ("Cc", "Cs", "Co"))


def listing(words: Sequence[str]) -> str:
    """Return words as a sentence lists them, as in `one, two and three`; empty where there is none."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def others(count: int) -> list[str]:
    """Return how many more there are than were named, as the end of a list; nothing where there are none."""
    return [f"{count} other{'s' * (count != 1)}"] if count > 0 else []


def day_text(day: date) -> str:
    """Return a date as in 1 April 2025."""
    return f"{day.day} {day:%B %Y}"
