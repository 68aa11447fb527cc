"""Typed: what people write into the boxes of a card, as the value that a scenario file has for it."""

import re
from datetime import date, datetime
from decimal import Decimal

from placesim.config.values import ASSUMPTION, EVIDENCE_ID, FITTED
from placesim.page.digits import digits_of, doubted

MOST_DIGITS = 15
"""Digits of a number that is taken for one; a longer one stays as it was typed, and the loader says what is wrong."""

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%d/%m/%y")
"""How people write dates; the day before the month, as in Britain."""

TRUTHS = {"true": True, "false": False}


def number_typed(text: str, percent: bool = False, whole: bool = False) -> Decimal | str:
    """Return the number in a text like `1,200`, `£1,200` or `10%`; what is no number stays as it was typed.

    Args:
        text: what was typed.
        percent: whether the box counts in per cent, so that 10 stands for 0.1 in the file.
        whole: whether the box counts pounds, days or beds: then `6.750` is doubted.
    """
    bare = text.strip()
    if whole and doubted(bare):
        return doubted(bare)
    digits = digits_of(bare.removesuffix("%") if percent else bare)
    if not digits or len(digits) > MOST_DIGITS:
        return text
    return Decimal(digits) / 100 if percent else Decimal(digits)


def day_typed(text: str) -> date | str:
    """Return the date in a text like `1 April 2027`, `01/04/2027` or `2027-04-01`; else the text as it was typed."""
    words = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", " ".join(text.replace(",", " ").split()))
    for form in DAYS:
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    return text


def truth_typed(text: str) -> bool | str:
    """Return true or false; anything else as it was typed."""
    return TRUTHS.get(text, text)


def sources_typed(text: str) -> str | list[str]:
    """Return where numbers come from, one to a line: what is neither evidence nor fitted is an assumption."""
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    ids = [item for line in lines for item in _items(line)]
    return ids[0] if len(ids) == 1 else ids


def _items(line: str) -> list[str]:
    words = [word for word in re.split(r"[,;\s]+", line) if word]
    if all(EVIDENCE_ID.fullmatch(word) for word in words):
        return words
    return [line if line.startswith((ASSUMPTION, FITTED)) else f"{ASSUMPTION} {line}"]
