"""Inline: values as the text that a YAML file has for them on one line."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ruamel.yaml import YAML

from placesim.config.yaml_files import NOT_TEXT

LOOKS_PLAIN = re.compile(r"[A-Za-z](?:[\w ()£%/+;.?!'-]*[\w()£%+;.?!'])?")
"""Text that may stand without quotation marks, inside brackets too, unless it is a word like `true` or a number."""

LONGEST_TYPED = 2000
"""Letters of a text that are kept; the longest that a scenario's schema allows is 500."""


def inline(value: Any) -> str:
    """Return a value on one line: text in quotation marks where it needs them, blocks and lists in brackets."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{inline(key)}: {inline(each)}' for key, each in value.items())}}}"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Sequence):
        return f"[{', '.join(map(inline, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    return number_text(value)


def number_text(value: float | Decimal) -> str:
    """Return a number in digits, without an exponent and without zeros that say nothing."""
    digits = format(value if isinstance(value, Decimal) else Decimal(repr(value)), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _text(value: str) -> str:
    value = NOT_TEXT.sub("", value)[:LONGEST_TYPED]
    plain = LOOKS_PLAIN.fullmatch(value) and YAML(typ="safe", pure=True).load(value) == value
    return value if plain else json.dumps(value, ensure_ascii=False)
