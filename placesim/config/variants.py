"""Variants: one scenario with one of its numbers set to each of several values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import NamedTuple

from pydantic import ValidationError

from placesim.config.baseline import Baseline
from placesim.config.includes import Part
from placesim.config.interventions.intervention import Intervention
from placesim.config.messages import message
from placesim.config.problem import InconsistentError, shown
from placesim.config.ranges.patches import with_value
from placesim.config.scenario_files import AppliedScenario
from placesim.config.values import Frozen
from placesim.config.varied_numbers import (
    FIRST,
    Spelling,
    VariedNumber,
    counted,
    option_fault,
    varied_number,
)

MOST_VALUES = 60
"""Values of one sweep, at most: each is simulated as often as the baseline."""


@dataclass(frozen=True)
class Variants(VariedNumber):
    """A scenario at each value of one of its numbers."""

    options: tuple[AppliedScenario, ...]
    """The scenario at each value, made on the baseline."""


def values_of(text: str, spelling: Spelling = FIRST) -> tuple[float, ...]:
    """Return the values that `0:12:2` (from, to, step) or `0,3,6` name, in rising order.

    Raises:
        InputError: the text names no values, or too few or too many.
    """
    try:
        values = _stepped(text) if ":" in text else tuple(sorted(set(_numbers(text.split(",")))))
    except ValueError:
        message = f"should be like 0:12:2 (from, to, step) or 0,3,6, without units; found {shown(text)}"
        raise option_fault(spelling.values, message) from None
    if not 1 < len(values) <= MOST_VALUES:
        few = "a sweep takes 2 or more" if len(values) < 2 else f"a sweep takes {MOST_VALUES} at most; widen the step"
        named = f"{len(values)} value{'s' * (len(values) != 1)}" if len(values) <= MOST_VALUES else "too many values"
        raise option_fault(spelling.values, f"{shown(text)} names {named}; {few}")
    return values


def _stepped(text: str) -> tuple[float, ...]:
    first, last, step, *beyond = [*_numbers(text.split(":")), *[1.0] * (text.count(":") == 1)]
    if beyond or step <= 0 or last < first:
        raise ValueError
    steps = int(min((last - first) / step, MOST_VALUES) + 1e-9)
    return tuple(round(first + number * step, 10) for number in range(steps + 1))


def _numbers(parts: Sequence[str]) -> list[float]:
    numbers = [float(part) for part in parts]
    if not all(map(isfinite, numbers)):
        raise ValueError
    return numbers


def variants(
    option: AppliedScenario, baseline: Baseline, field: str, values: Sequence[float], only: int | None
) -> Variants:
    """Return a scenario with one of its numbers set to each value, and made on the baseline each time.

    Args:
        option: the scenario as it is written.
        baseline: what it changes.
        field: name of the number, as in `beds`; every intervention that can give it is varied, all alike.
            `months` and names that end in `_months` stand for `days` and `_days`.
        values: what to set it to, rising.
        only: number (from 1) of the one intervention to vary, those of included files counted first.

    Raises:
        InputError: no intervention has such a number, or a value is not allowed.
    """
    number = varied_number(option, field, values, only)
    options = tuple(variant(option, baseline, Setting(number, value)) for value in number.values)
    return Variants(option, field, number.values, number.places, options)


class Setting(NamedTuple):
    """A number set to one of its values."""

    number: VariedNumber
    value: float
    spelling: Spelling = FIRST

    @property
    def name(self) -> str:
        """What a scenario so made is called, as in `beds 4`."""
        return f"{self.number.field.replace('_', ' ')} {self.value:,.10g}"

    @property
    def words(self) -> str:
        """What a fault calls it, as in `beds = 4`."""
        return f"{self.number.field} = {self.value:.10g}"


def variant(option: AppliedScenario, baseline: Baseline, *settings: Setting) -> AppliedScenario:
    """Return a scenario with its numbers set, made on the baseline.

    Raises:
        InputError: a value is not allowed, alone or beside the others.
    """
    interventions, parts, set_so_far = list(option.scenario.interventions), list(option.parts), list[Setting]()
    try:
        for each in settings:
            set_so_far = [each]
            for place in each.number.places:
                name, number = _number(interventions[place], each)
                changed = interventions[place] = interventions[place].replace(**{name: number})
                parts[place : place + 1] = [_set(part, name, number, changed) for part in parts[place : place + 1]]
        set_so_far = list(settings)
        name = ", ".join(each.name for each in settings)
        scenario = option.scenario.replace(name=name, interventions=tuple(interventions))
        return replace(option, scenario=scenario, baseline=scenario.applied(baseline), parts=tuple(parts))
    except ValidationError as error:
        told = [message(Frozen, item) for item in error.errors()]
    except InconsistentError as error:
        told = [problem.message for problem in error.problems]
    words = ", ".join(each.words for each in set_so_far)
    raise option_fault(set_so_far[-1].spelling.values, f"{words}: {'; '.join(dict.fromkeys(told))}")


def _number(intervention: Intervention, setting: Setting) -> tuple[str, int | float]:
    """Return what an intervention calls a number, and its value in the units counted there."""
    field = setting.number.field
    name, units = counted(intervention, field) or (field, 1.0)
    number = setting.value if units == 1 else round(setting.value * units)
    return name, int(number) if number == int(number) else number


def _set(part: Part, name: str, number: int | float, intervention: Intervention) -> Part:
    """Return what a file says of an intervention with a number set: it is known then, whatever its range was."""
    place = ("interventions", part.place)
    values = with_value(part.document.values, place, {**part.written, name: number})
    ranges = tuple(each for each in part.ranges if each.place[0] != name)
    return replace(part, document=replace(part.document, values=values), intervention=intervention, ranges=ranges)
