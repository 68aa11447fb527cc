"""Changes: what was typed in place of the file's values, kept as a text of an address until it is saved."""

import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping

from placesim.config.schema import Place
from placesim.config.text import plain
from placesim.page.council_file.fields import Field
from placesim.page.council_file.sections import Section
from placesim.page.council_file.spans import Spans

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


def with_typed(changes: Changes, typed: Mapping[str, str], whole: Section) -> Changes:
    """Return changes with what was typed since; what is as the file has it is no change, and is left out."""
    fields = {field.name: field for _, field in whole.all_fields() if field.can_be_changed}
    given = {**changes, **typed}
    return {name: text for name, text in given.items() if name in fields and differs(fields[name], text)}


def differs(field: Field, typed: str) -> bool:
    """Tell whether what was typed is other than what the file says."""
    return typed.strip() != field.written.strip()


def changed_text(spans: Spans, whole: Section, changes: Changes, reasons: Mapping[str, str] | None = None) -> str:
    """Return the file's text with changes made, and the reasons for them beside the sources of their blocks.

    Args:
        spans: where everything stands in the file.
        whole: its sections.
        changes: what was typed.
        reasons: why, by the name of the source's place.
    """
    fields = {field.name: field for _, field in whole.all_fields()}
    texts = {fields[name].place: as_yaml(fields[name], typed, spans) for name, typed in changes.items()}
    for name, why in (reasons or {}).items():
        place = spans.by_name[name]
        texts[place] = with_reason(spans, place, why)
    return spans.replaced(texts)


def as_yaml(field: Field, typed: str, spans: Spans) -> str:
    """Return what was typed as it stands in YAML; what is no number where one belongs is text, and `check` says so."""
    given = typed.strip()
    number = given.replace(",", "").replace("£", "").replace(" ", "")
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


def as_assumption(why: str, changed: Mapping[str, tuple[str, str]]) -> str:
    """Return a reason as a source says it, with the numbers before and after; `changed` holds both by label."""
    told = "; ".join(f"{label} {after} in place of {before}" for label, (before, after) in changed.items())
    return plain(f"assumption: {why} ({told})")


def _number(text: str, grouped: bool) -> str:
    """Return a number as the file writes it: with its thousands apart where they were."""
    if re.search("[eE]", text):
        return f"{float(text):.15g}"
    sign, (whole, dot, parts) = "-" * text.startswith("-"), text.lstrip("+-").partition(".")
    whole = whole.lstrip("0") or "0"
    if grouped:
        whole = f"{int(whole):_}" if len(whole) < 20 else whole
    return f"{sign}{whole}{dot and parts and '.'}{parts}"
