"""Warnings about dates: outside any simulation, or on which nothing changes."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from placesim.config.dated_values import days, horizon_end, timelines
from placesim.config.problem import Problem
from placesim.config.values import Dated, place_on
from placesim.config.warnings.warning import Council, of_configuration

EARLIEST = date(1990, 1, 1)


@of_configuration
def dates_outside_any_simulation(council: Council) -> Iterator[Problem]:
    """Find dates before 1990 and dates after the last day that is simulated."""
    last = horizon_end(council.baseline)
    for path, day in days(council.baseline):
        if day < EARLIEST:
            yield Problem(path, f"{day} is before {EARLIEST.year}; is the year right? It acts from the start date on")
        elif day >= last:
            yield Problem(path, f"{day} is after the last day simulated, {last}; it never acts. Correct it, or years")


@of_configuration
def steps_that_never_act(council: Council) -> Iterator[Problem]:
    """Find dated values that another replaces before the start, that come after the end, or that change nothing."""
    for path, steps in timelines(council.baseline):
        if path == ("finance", "deflator") and "deflator" not in council.baseline.finance.model_fields_set:
            continue  # nobody wrote the default, so nobody can mend it
        for place, why in _idle(steps, council.baseline.start, horizon_end(council.baseline)):
            yield Problem((*path, place), f"this step never acts: {why}; take it out, or correct it")


def _idle(steps: Sequence[Dated], start: date, last: date) -> Iterator[tuple[int, str]]:
    first = place_on(steps, start)
    for place in range(first):
        yield place, f"on {start}, the start date, the step from {steps[place + 1].from_} holds already"
    for place, (before, step) in enumerate(pairwise(steps), start=1):
        if date.min < step.from_ < EARLIEST:
            yield place, f"{step.from_} is before {EARLIEST.year}"
        elif step.from_ >= last:
            yield place, f"{step.from_} is after the last day simulated, {last}"
        elif place > first and _value(step) == _value(before):
            yield place, f"from {step.from_} on the value is what it was before"


def _value(step: Dated) -> Any:
    return getattr(step, "value", None)
