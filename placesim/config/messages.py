"""Messages: what pydantic found, said in one line to the person who has to mend the file."""

import re
from datetime import date
from typing import Any

from pydantic import BaseModel

from placesim.config.old_spellings import now_spelt
from placesim.config.problem import CURLY, QUOTE_ASSUMPTION, STRAIGHTEN, near, nearest, shown
from placesim.config.schema import Place, schema_at
from placesim.config.values import EXPECTED, SOURCE

NUMBER = "should be a number"
WHOLE = "should be a whole number"
TRUTH = "should be true or false"
LIST = "should be a list, as in [first, second]"
BLOCK = "should be a block of `key: value`"
NAME = "a name has small letters, digits and underscores, begins with a letter, and has at most 60 characters"

WORDS = {
    EXPECTED: "{what}",
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "finite_number": "should be a finite number",
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_from_float": WHOLE,
    "int_parsing_size": WHOLE,
    "string_type": "should be text, in quotes if need be",
    "string_too_short": "should not be empty",
    "string_too_long": "should have at most {max_length} letters",
    "bool_type": TRUTH,
    "bool_parsing": TRUTH,
    "tuple_type": LIST,
    "list_type": LIST,
    "dict_type": BLOCK,
    "model_type": BLOCK,
    "model_attributes_type": BLOCK,
    "string_pattern_mismatch": NAME,
    "too_short": "needs at least one entry",
    "too_long": "may have {max_length} entries at most",
    "greater_than": "must be above {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than": "must be below {lt}",
    "less_than_equal": "must be {le} or less",
    "greater_than_equal_date": "must be {ge} or later",
    "less_than_equal_date": "must be {le} or earlier",
    "literal_error": "should be {expected}",
}
"""What is allowed, by pydantic's type of error; what was found is added to it."""

NOT_IN_SCHEMA: dict[Place, list[str]] = {("children_in_care",): ["file"], ("re_entry",): ["file"]}
"""Keys that loading replaces before the schema sees them."""


def message(model: type[BaseModel], item: Any, discreet: bool = False) -> str:
    """Return one line that says what was found and what is allowed.

    Args:
        model: the schema that was broken.
        item: one of the errors of pydantic's ValidationError.
        discreet: leave out what was found, because it belongs to a child.
    """
    kind, given, context = item["type"], item.get("input"), item.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if now := now_spelt(kind, item["loc"], given):
        return now
    if item["loc"][-1:] == ("[key]",) and "patternProperties" in schema_at(model, item["loc"][:-2]):
        kind = "string_pattern_mismatch"
    if isinstance(given, date) and f"{kind}_date" in WORDS:
        kind = f"{kind}_date"
    special = _SPECIAL.get(kind)
    if special:
        return special(model, item)
    allowed = _allowed(kind, context) or str(item["msg"]).replace("Input should", "should")
    hint = _hint(kind, given, context) if "factor" not in str(item["loc"][-1:]) else _of_a_factor(kind, given, context)
    return allowed if discreet else f"{allowed}; found {shown(given)}{hint}"


def _allowed(kind: str, context: dict[str, Any]) -> str:
    told = {name: value if isinstance(value, str) else shown(value) for name, value in context.items()}
    return WORDS.get(kind, "").format(**told)


def _hint(kind: str, given: Any, context: dict[str, Any]) -> str:
    """Return how to mend the commonest slips."""
    if isinstance(given, dict) and "assumption" in given:
        return f" ({QUOTE_ASSUMPTION})"
    if isinstance(given, str) and (given[:1] in tuple(CURLY) or _allowed(kind, context).startswith((NUMBER, WHOLE))):
        return f" ({STRAIGHTEN})" if given[:1] in tuple(CURLY) else _digits_only(given)
    if kind == "less_than_equal" and context["le"] == 1 and isinstance(given, int | float) and given <= 100:
        return " (a share: write 40% as 0.4)"
    if kind == "string_pattern_mismatch":
        return f", try {_as_name(str(given))!r}"
    if kind == "literal_error":
        meant = near(given, re.findall(r"'([^']*)'", context["expected"]))
        return f"; did you mean {meant!r}?" if meant else ""
    return ""


def _of_a_factor(kind: str, given: Any, context: dict[str, Any]) -> str:
    """Return how to mend the commonest slips in a multiplier, which is no share."""
    percent = isinstance(given, str) and given.strip().endswith("%")
    return " (a multiplier: 20% fewer is 0.8, 20% more is 1.2)" if percent else _hint(kind, given, context)


def _digits_only(given: str) -> str:
    percent = re.fullmatch(r"([+-]?\d+(?:\.\d+)?) ?%", given.strip())
    if percent:
        return f" (write {percent[0]} as {float(percent[1]) / 100:g})"
    amount = given.strip().removeprefix("£").removesuffix("?")
    if re.fullmatch(r"[+-]?\d+,\d{1,2}", amount):
        return f" (write {amount.replace(',', '.')}, with a point)"
    if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+,\d+", amount):
        return f" (write {amount.replace('.', '').replace(',', '.')}, with a point)"
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", amount):
        return f" (write {amount.replace('.', '')} or {amount.rstrip('0').rstrip('.')})"
    return " (digits only, without £, % or commas)" if re.search(r"\d", given) else ""


def _unknown_key(model: type[BaseModel], item: Any) -> str:
    key, valid = item["loc"][-1], keys_at(model, item["loc"][:-1])
    comma = " (is it part of a number? write 1,150 as 1150)" if isinstance(key, int) else ""
    return f"unknown key {shown(key)}; {nearest(key, valid)}{comma}"


def _missing(_model: type[BaseModel], item: Any) -> str:
    last = item["loc"][-1]
    if isinstance(last, int):
        return "one number is missing; give two, as in [0, 5]"
    return f"missing; give {SOURCE}" if last == "source" else "missing; add it"


def _no_kind(model: type[BaseModel], item: Any) -> str:
    return f"missing; add one of {', '.join(_kinds_at(model, item['loc']))}"


def _unknown_kind(model: type[BaseModel], item: Any) -> str:
    tag = item["input"].get("kind")
    return f"unknown kind {shown(tag)}; {nearest(tag, _kinds_at(model, item['loc']))}"


def _as_name(text: str) -> str:
    """Return the name that is nearest to a text."""
    words = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return (words if words[:1].isalpha() else f"n_{words}")[:60].rstrip("_")


_SPECIAL = {
    "extra_forbidden": _unknown_key,
    "invalid_key": _unknown_key,
    "missing": _missing,
    "union_tag_not_found": _no_kind,
    "union_tag_invalid": _unknown_kind,
}


def keys_at(model: type[BaseModel], place: Place) -> list[str]:
    """Return the keys that the schema allows at a place."""
    return [*sorted(schema_at(model, place).get("properties", {})), *NOT_IN_SCHEMA.get(place, [])]


def _kinds_at(model: type[BaseModel], place: Place) -> list[str]:
    return list(schema_at(model, place).get("discriminator", {}).get("mapping", {}))
