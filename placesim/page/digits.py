"""Digits: a number as people type it, as the digits that a file has for it; one reading for every box of the page."""

import re

NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?:£ ?)?(?P<whole>\d{1,3}(?:(?P<mark>[ ,_])\d{3})(?:(?P=mark)\d{3})*|\d+)?(?P<part>\.\d*)?",
    re.ASCII,
)
"""A number with its thousands apart or not. Nothing else is taken out: `1,5` may be meant as 1.5, and is not 15."""

DOUBTFUL = re.compile(r"(?:£ ?)?[1-9]\d{0,2}\.\d{3}", re.ASCII)
"""`6.750` may be 6,750 as other countries write it, or 6.75."""


def digits_of(text: str) -> str:
    """Return the digits of a text like `£1,200`, `1 200.50` or `-3`; empty where it is no number."""
    found = NUMBER.fullmatch(text.strip().replace("\u00a0", " ").replace("\u202f", " "))
    if not found or not re.search(r"\d", text):
        return ""
    whole = re.sub(r"\D", "", found["whole"] or "0")
    return f"{found['sign']}{whole}{(found['part'] or '').rstrip('.')}"


def doubted(text: str) -> str:
    """Return a number whose point may set thousands apart, as in `6.750`, with the question: `6.750?`; else nothing.

    Money, days and beds have no such parts. With the question it is no number, so that the loader says what to write.
    """
    bare = text.strip()
    return f"{bare}?" if DOUBTFUL.fullmatch(bare) else ""
