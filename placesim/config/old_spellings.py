"""Old spellings: what files written for an earlier version say, and how it is written now."""

from typing import Any

KEYS: dict[tuple[str, ...], str] = {
    ("price", "block"): "`block: true` in a price is now `contract: {kind: block}` of the provision; without it, take "
    "`block` out",
    ("adjust_inversely",): "`adjust_inversely` is now `adjust`: which way a number moves a figure is measured",
    ("block_contract",): "`block_contract` is now `contract: {kind: block, places: ..., weekly_fee: ...}`",
}
"""By the last keys of the path to them."""

KINDS = {"block_contract": "contract_places"}
"""Kinds of intervention that have another name now."""

CONTRACTS = ("spot", "block")
"""Contracts that were a word and are a block now."""


def now_spelt(error: str, path: tuple[str | int, ...], given: Any) -> str:
    """Return how what stands at a path is written now; empty where it never was allowed.

    Args:
        error: pydantic's type of the error.
        path: where it stands.
        given: what stands there.
    """
    now = _now_spelt(error, path, given)
    return f"{now}; `placesim upgrade` writes it so" if now else ""


def _now_spelt(error: str, path: tuple[str | int, ...], given: Any) -> str:
    if error == "extra_forbidden":
        return next((now for keys, now in KEYS.items() if path[-len(keys) :] == keys), "")
    if error == "union_tag_invalid" and isinstance(tag := given.get("kind"), str) and tag in KINDS:
        return f"`kind: {tag}` is now `kind: {KINDS[tag]}`"
    if path[-1:] == ("contract",) and given in CONTRACTS:
        return f"`contract: {given}` is now `contract: {{kind: {given}}}`"
    return ""
