"""Changes: what was typed in place of the file's values, kept as a text of an address until it is saved."""

import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping

from placesim.config.schema import Place
from placesim.page.council_file.fields import UNITS, Field
from placesim.page.council_file.form import Form, Part
from placesim.page.council_file.spans import Spans
from placesim.page.digits import digits_of, doubted

MOST_LETTERS = 20_000
"""Letters of the text that keeps changes: beside a state it still fits into an address that servers take."""

MOST_BYTES = 200_000
"""Bytes that changes may have when they are unpacked."""

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")

DAY = re.compile(r"\d{4}-\d\d-\d\d")

WORD = re.compile(r"[a-z][a-z0-9_]*")

Changes = Mapping[str, str]
"""What was typed, by the name of the field."""


class TooManyChangesError(Exception):
    """Changes that do not fit into an address."""


def text_of_changes(changes: Changes) -> str:
    """Return changes as a text of letters, digits, `-` and `_`; empty where there is none.

    Raises:
        TooManyChangesError: the text would be too long.
    """
    if not changes:
        return ""
    packed = zlib.compress(json.dumps(dict(changes), sort_keys=True, separators=(",", ":")).encode(), 9)
    text = urlsafe_b64encode(packed).decode().rstrip("=")
    if len(text) > MOST_LETTERS:
        raise TooManyChangesError("so many changes cannot be kept on the page; save these as a new file first")
    return text


def changes_of_text(text: str) -> Changes:
    """Return the changes that such a text holds; none where it is damaged."""
    try:
        opener = zlib.decompressobj()
        packed = urlsafe_b64decode(text[:MOST_LETTERS] + "=" * (-len(text[:MOST_LETTERS]) % 4))
        told = json.loads(opener.decompress(packed, MOST_BYTES)) if text else {}
    except (ValueError, zlib.error, RecursionError):
        return {}
    return {key: value for key, value in told.items() if isinstance(value, str)} if isinstance(told, dict) else {}


def with_typed(changes: Changes, typed: Mapping[str, str], form: Form) -> dict[str, str]:
    """Return changes with what was typed since; what is as the file has it is no change, and is left out.

    Values that are one number change together.
    """
    fields = form.fields
    given = {**changes, **typed}
    for name, text in typed.items():
        if name in fields and name in form.linked and text.strip() != changes.get(name, fields[name].written).strip():
            given |= dict.fromkeys(form.linked[name], text)
    possible = {name: text for name, text in given.items() if name in fields and fields[name].can_be_changed}
    return {name: text for name, text in possible.items() if text.strip() != fields[name].written.strip()}


def without(changes: Changes, name: str, form: Form) -> dict[str, str]:
    """Return changes without one, and without those of the same number."""
    gone = form.linked.get(name, (name,))
    return {each: text for each, text in changes.items() if each not in gone}


def changed_text(part: Part, changes: Changes, reasons: Mapping[str, str]) -> str:
    """Return the text of one file with its changes made, and the reasons for them beside the sources of their blocks.

    Args:
        part: the file.
        changes: what was typed; what belongs to another file is passed over.
        reasons: assumptions to add, by the name of the source's place.
    """
    texts = {}
    for name, typed in changes.items():
        if name in part.fields:
            _, each = part.fields[name]
            texts[each.place] = as_yaml(each, typed, part.spans)
    for name, reason in reasons.items():
        if place := part.place(name):
            texts[place] = with_reason(part.spans, place, reason)
    return part.spans.replaced(texts)


def as_yaml(field: Field, typed: str, spans: Spans) -> str:
    """Return what was typed as it stands in YAML; what is no number where one belongs is text, and `check` says so."""
    given = (doubted(typed) if field.unit == UNITS["pounds"] else "") or typed.strip()
    number = digits_of(given) or given
    if field.kind == "number" and NUMBER.fullmatch(number):
        return _number(number, "_" in spans.written(field.place))
    plain_word = (
        (field.kind == "date" and DAY.fullmatch(given))
        or (field.kind == "truth" and given in ("true", "false"))
        or (field.kind == "choice" and WORD.fullmatch(given))
    )
    return given if plain_word else quoted(given)


def quoted(text: str) -> str:
    """Return a text in quotation marks, as YAML reads it."""
    return json.dumps(text, ensure_ascii=False)


def with_reason(spans: Spans, place: Place, why: str) -> str:
    """Return a source as it is written, with the reason for a change before what it says already."""
    before, reason = spans.written(place), quoted(why)
    if before.startswith("["):
        return f"[{reason}, {before[1:]}"
    if before.startswith("- "):
        start = spans.by_place[place].start
        return f"- {reason}\n{' ' * (start - spans.text.rfind(chr(10), 0, start) - 1)}{before}"
    return f"[{reason}, {before}]"


def _number(text: str, grouped: bool) -> str:
    """Return a number as the file writes it: with its thousands apart where they were."""
    if re.search("[eE]", text):
        return f"{float(text):.15g}"
    sign, (whole, dot, parts) = "-" * text.startswith("-"), text.lstrip("+-").partition(".")
    whole = whole.lstrip("0") or "0"
    if grouped:
        whole = f"{int(whole):_}" if len(whole) < 20 else whole
    return f"{sign}{whole}{dot and parts and '.'}{parts}"
