"""Stand-ins: faulty values set aside, so that what does not fit between the sound ones is told in the same round.

Stand-ins are never simulated, and what a check says of something that was set aside is not told.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

from placesim.config.blocks import Blocks
from placesim.config.consistency import problems
from placesim.config.problem import InconsistentError, Problem
from placesim.config.schema import Place, as_written, schema_at

ROUNDS = 5
"""Times that stand-ins are tried; the rest is unchecked where they do not help."""

MOST_FAULTS = 200
"""Faulty values up to which stand-ins are tried."""

BY_NAME: dict[str, Any] = {"source": "assumption: stands in", "start": "2025-04-01"}
"""What stands in for a value of this name, whose schema alone would not say."""


def problems_otherwise(values: dict[str, Any]) -> list[Problem]:
    """Return what does not fit in a configuration apart from its faulty values; nothing where too much is faulty."""
    aside: set[Place] = set()
    for number in range(ROUNDS):
        try:
            blocks = Blocks.model_validate(values)
        except ValidationError as error:
            if error.error_count() > MOST_FAULTS:
                return []
            values = values if number else deepcopy(values)
            if not _set_aside(values, error, aside):
                return []
        else:
            found = problems(blocks) if aside else []  # without faulty values all has been told
            return [problem for problem in found if not any(_concerns(problem, place) for place in aside)]
    return []


def _set_aside(values: dict[str, Any], error: ValidationError, aside: set[Place]) -> bool:
    """Put stand-ins in the place of what is faulty; tell whether each could be."""
    for item in error.errors():
        for loc in _faulty(item):
            place = as_written(values, loc)
            aside.add(place)
            try:
                _replace(values, place, loc, item["type"])
            except (LookupError, TypeError):
                return False
    return True


def _faulty(item: Any) -> Iterator[Place]:
    """Yield where, as pydantic names it, something is to be set aside."""
    original = item.get("ctx", {}).get("error")
    found = original.problems if isinstance(original, InconsistentError) else [Problem((), "")]
    yield from dict.fromkeys((*item["loc"], *problem.path) for problem in found)


def _replace(values: Any, place: Place, loc: Place, kind: str) -> None:
    """Replace a value by a stand-in, or take it out where it may be left out.

    Raises:
        LookupError: nothing can stand in for it.
    """
    *way, last = place
    holder = values
    for part in way:
        holder = holder[part]
    block = schema_at(Blocks, loc[:-1])
    declared = block.get("properties", {})
    may_go = last in holder and last in declared and last not in block.get("required", [])  # and is not missed then
    if kind in ("extra_forbidden", "invalid_key") or may_go:
        holder.pop(last, None)
    elif last in BY_NAME:
        holder[last] = BY_NAME[str(last)]
    else:
        _stand_in(holder, last, schema_at(Blocks, loc), of_block=last in declared)


def _stand_in(holder: Any, key: Any, schema: dict[str, Any], of_block: bool) -> None:
    kind = schema.get("type")
    if kind in ("number", "integer"):
        holder[key] = schema.get("minimum", 1)
    elif kind == "string":
        holder[key] = schema.get("enum", ["stand_in"])[0]
    elif kind == "array" and not schema.get("minItems"):
        holder[key] = []
    elif isinstance(holder, dict) and not of_block:
        holder.pop(key, None)  # one of several entries: the others can be checked without it
    else:
        raise LookupError(key)


def _concerns(problem: Problem, aside: Place) -> bool:
    """Tell whether a problem stands at, above or under what was set aside, or speaks of it by name."""
    shorter = min(len(aside), len(problem.path))
    name = aside[1] if len(aside) > 1 else aside[-1] if aside else ""
    misnamed = len(aside) == 2 and problem.message.startswith("unknown")  # the name it has elsewhere is the right one
    near = aside[:shorter] == problem.path[:shorter]
    return near or misnamed or name in problem.path or repr(name) in problem.message
