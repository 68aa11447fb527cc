"""Problems: how the checks of a configuration say where something stands, what was found and what is allowed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

Path = tuple[str | int, ...]

SHARES_TOLERANCE = 0.001

LONGEST_SHOWN = 60

CURLY = "\u201c\u201d\u201e\u2018\u2019\u201a"
"""Quotation marks that word processors write and YAML does not know."""

STRAIGHTEN = 'curly quotation marks; write straight ones, as in "this"'

QUOTE_ASSUMPTION = 'put the assumption in quotes, as in source: "assumption: why"'


@dataclass(frozen=True)
class Problem:
    """One thing to mend: where it stands in the configuration, and what to do."""

    path: Path
    message: str
    discreet: str = ""
    """What is said instead where the value belongs to a child listed in a file."""


class InconsistentError(ValueError):
    """Values that are each valid but do not fit each other; paths begin at the block that was checked."""

    def __init__(self, found: list[Problem]):
        self.problems = found
        super().__init__("; ".join(problem.message for problem in found))


def agreed(found: list[Problem]) -> None:
    """Go on only if nothing was found.

    Raises:
        InconsistentError: something was.
    """
    if found:
        raise InconsistentError(found)


def shown(value: Any) -> str:
    """Return a value as the writer of a file would know it, on one line and never long."""
    if value is None or isinstance(value, bool):
        return "nothing" if value is None else str(value).lower()
    if isinstance(value, Mapping):
        return "a block of keys" if value else "an empty block"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.15g}" if isinstance(value, float) else clipped(repr(value))


def clipped(text: str) -> str:
    """Return a text that fits in a message."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."


def near(name: Any, valid: Collection[str]) -> str:
    """Return the valid name that a misspelt one was probably meant to be; empty where none is near."""
    return next(iter(get_close_matches(str(name), list(valid), n=1, cutoff=0.6)), "")


def nearest(name: Any, valid: Collection[str]) -> str:
    """Return 'did you mean' with the nearest valid name or, where none is near, the valid names."""
    meant = near(name, valid)
    return f"did you mean {meant!r}?" if meant else f"allowed: {some(valid) or 'none is declared'}"


def some(names: Collection[str], most: int = 12) -> str:
    """Return names as a list in words, cut off where there are many."""
    return ", ".join(list(names)[:most]) + (", ..." if len(names) > most else "")


def unknown(kind: str, name: str, valid: Collection[str]) -> str:
    """Say that a name is not declared, with the nearest one that is."""
    return f"unknown {kind} {shown(name)}; {nearest(name, valid)}"


def unknown_keys(path: Path, kind: str, block: Mapping[str, Any], valid: Collection[str]) -> Iterator[Problem]:
    """Yield each key of a block that is not a declared name."""
    for name in block:
        if name not in valid:
            yield Problem((*path, name), unknown(kind, name, valid))


def unknown_name(path: Path, kind: str, name: str, valid: Collection[str]) -> Iterator[Problem]:
    """Yield a problem if a value is not a declared name."""
    if name not in valid:
        discreet = f"not the name of any {kind} here; allowed: {some(valid)}"
        yield Problem(path, unknown(kind, name, valid), discreet)


def left_out(given: Collection[str], wanted: Collection[str]) -> list[str]:
    """Return the wanted names that are not given, apart from those that were probably meant and misspelt."""
    misspelt = {near(name, wanted) for name in given if name not in wanted}
    return [name for name in wanted if name not in given and name not in misspelt]


def adds_to_one(path: Path, shares: Mapping[str, float] | Mapping[int, float], what: str) -> Iterator[Problem]:
    """Yield a problem unless shares add to 1."""
    total = sum(shares.values())
    if abs(total - 1) > SHARES_TOLERANCE:
        yield Problem(path, f"{what} add to {total:.4g}; they must add to 1")
