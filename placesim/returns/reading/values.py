"""What stands in a field, cleaned: spaces of any kind, signs of spreadsheets and words for nothing taken away."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

NOTHING = {"", "NULL", "NONE", "NA", "N/A", "NAN", "NAT", "<NA>", "#N/A", "-", "."}
"""What databases and spreadsheets write where nothing is known."""

INVISIBLE = dict.fromkeys([*map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"), *range(9), *range(14, 28), 127])
"""Letters that are never meant: marks without width, control characters other than white space."""


def over_uniques(values: "pd.Series[Any]", what: Callable[[str], Any]) -> "pd.Series[Any]":
    """Return a function's answer for each value; it is asked once for each that differs."""
    numbers, uniques = pd.factorize(np.asarray(values))
    answers = np.empty(len(uniques) + 1, dtype=object)
    answers[:-1] = [what(unique) for unique in uniques]
    return pd.Series(answers[numbers], index=values.index, dtype=object)


def cleaned(text: str) -> str:
    """Return a field without what is no part of it; '' where it says that nothing is known."""
    if text.isascii() and text.isalnum() and len(text) > 4:
        return text
    plain = " ".join(text.translate(INVISIBLE).split())
    protected = re.fullmatch(r'="?(.*?)"?|\'(.*?)\'?', plain)  # as spreadsheets keep a number from being one
    if protected:
        plain = (protected[1] or protected[2] or "").strip()
    return "" if plain.upper() in NOTHING else plain


def code(text: str) -> str:
    """Return a code in capitals, without the meaning that may stand behind it."""
    plain = text.upper()
    with_meaning = re.fullmatch(r"([A-Z]{1,6}\d{0,2}[A-Z]?)\s*[-:=(\u2013].*", plain)
    return with_meaning[1] if with_meaning else plain


def is_code(text: str) -> bool:
    """Return whether a field holds what may be a code: a few letters and figures."""
    return re.fullmatch(r"[A-Z]{1,6}\d{0,2}[A-Z]?", text) is not None
