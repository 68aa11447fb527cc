"""Targets: savings that a council has promised in a budget line, each for one financial year."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import Field

from placesim.config.budget_lines import FinancialYear
from placesim.config.problem import Problem, unknown_name
from placesim.config.values import Frozen, Label, Name, Number, Source


class Target(Frozen):
    """A saving that a budget line is to make in a financial year."""

    label: Label
    """What reports call it."""
    budget_line: Name
    """The budget line that is to spend less."""
    saving: Number = Field(gt=0, le=1_000_000_000)
    """Pounds to be saved in that year."""
    year: FinancialYear
    """The financial year, as in 2025-26."""
    in_budget: bool = True
    """True where the line's budget of that year has the saving taken out already: it is met when the outturn is within
    the budget. False: when the outturn is lower than the budget by the saving."""
    source: Source


def target_problems(targets: tuple[Target, ...], lines: Collection[str] | Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what targets say that does not fit: a budget line that is not there, or one saving counted twice."""
    seen: set[tuple[str, str, str]] = set()
    for place, target in enumerate(targets):
        yield from unknown_name(("targets", place, "budget_line"), "budget line", target.budget_line, lines)
        key = target.budget_line, target.year, target.label
        if key in seen:
            message = f"{target.label!r} of {target.year} stands twice; each saving is counted once"
            yield Problem(("targets", place, "label"), message)
        seen.add(key)
