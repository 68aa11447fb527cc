"""Warnings about scenarios: those that do nothing within the years simulated, and changes that come too late."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.dated_values import horizon_end
from placesim.config.problem import Problem
from placesim.config.warnings.warning import Option, of_scenario

WORDS = {"source", "label", "question", "name", "evidence"}
"""Keys that say something to readers and nothing to the model."""


@of_scenario
def nothing_changes(option: Option) -> Iterator[Problem]:
    """Find scenarios that leave the baseline as it is, for good or as long as the simulation lasts."""
    last = horizon_end(option.before)
    if _said(option.before, date.max) == _said(option.after, date.max):
        message = "this scenario changes nothing: with it all is as without; check its factors, dates and numbers"
        yield Problem(("interventions",), message)
    elif _said(option.before, last) == _said(option.after, last):
        message = f"this scenario changes nothing before {last}, when the simulation ends; check its dates, or years"
        yield Problem(("interventions",), message)


@of_scenario
def begins_after_the_end(option: Option) -> Iterator[Problem]:
    """Find changes whose first day is after the last day simulated, though others of the scenario act."""
    last = horizon_end(option.before)
    if _said(option.before, last) == _said(option.after, last):  # told once of the whole scenario
        return
    for place, change in enumerate(option.scenario.interventions):
        begins = change.begins()
        if begins is not None and begins >= last:
            message = f"begins on {begins}, when the simulation has ended ({last}); it never acts. Correct it, or years"
            yield Problem(("interventions", place), message)


def _said(baseline: Baseline, before: date) -> Any:
    """Return what a baseline tells the model until a day: no words, no later dates, no step that changes nothing."""
    return _acting(baseline.model_dump(), before)


def _acting(value: Any, before: date) -> Any:
    if isinstance(value, dict):
        return {key: _acting(each, before) for key, each in value.items() if key not in WORDS}
    if isinstance(value, date):
        return value if value < before else None
    if isinstance(value, list | tuple):
        return _acting_steps(list(value), before) if _are_steps(value) else [_acting(each, before) for each in value]
    return value


def _are_steps(value: list[Any] | tuple[Any, ...]) -> bool:
    return bool(value) and all(isinstance(each, dict) and set(each) == {"from_", "value"} for each in value)


def _acting_steps(steps: list[dict[str, Any]], before: date) -> list[tuple[date, Any]]:
    acting = [(date.min, steps[0]["value"])]
    for step in steps[1:]:
        if step["from_"] < before and step["value"] != acting[-1][1]:
            acting.append((step["from_"], step["value"]))
    return acting
