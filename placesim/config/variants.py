"""Variants: one scenario with one of its numbers set to each of several values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Annotated, Any, get_args, get_origin

from pydantic import ValidationError

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.config.interventions.intervention import Intervention
from placesim.config.messages import message
from placesim.config.problem import InconsistentError, near, nearest, shown
from placesim.config.scenario_files import AppliedScenario
from placesim.config.values import Frozen

MOST_VALUES = 60
"""Values of one sweep, at most: each is simulated as often as the baseline."""

DAYS_A_MONTH = 365.25 / 12
"""What `months` are counted as where a scenario counts days; each value is rounded to whole days."""


@dataclass(frozen=True)
class Variants:
    """A scenario at each value of one of its numbers."""

    option: AppliedScenario
    """As it is written."""
    field: str
    """What is varied, as it was asked for: `beds`, or `months` where the scenario counts `days`."""
    values: tuple[float, ...]
    """Rising."""
    places: tuple[int, ...]
    """Which interventions are varied, counted from 0; all are set to the same value."""
    options: tuple[AppliedScenario, ...]
    """The scenario at each value, made on the baseline."""

    @property
    def varied(self) -> tuple[Intervention, ...]:
        """The interventions that are varied, as they are written."""
        return tuple(self.option.scenario.interventions[place] for place in self.places)

    @property
    def fields(self) -> tuple[str, ...]:
        """What the varied interventions call the number: `days` where `months` are varied."""
        return tuple(dict.fromkeys(number[0] for each in self.varied if (number := _counted(each, self.field))))

    @property
    def provision(self) -> tuple[str, ...]:
        """The provision that the varied interventions speak of."""
        return tuple(dict.fromkeys(name for each in self.varied for name in each.provision_named()))


def values_of(text: str) -> tuple[float, ...]:
    """Return the values that `0:12:2` (from, to, step) or `0,3,6` name, in rising order.

    Raises:
        InputError: the text names no values, or too few or too many.
    """
    try:
        values = _stepped(text) if ":" in text else tuple(sorted(set(_numbers(text.split(",")))))
    except ValueError:
        message = f"should be like 0:12:2 (from, to, step) or 0,3,6, without units; found {shown(text)}"
        raise _fault("--values", message) from None
    if not 1 < len(values) <= MOST_VALUES:
        few = "a sweep takes 2 or more" if len(values) < 2 else f"a sweep takes {MOST_VALUES} at most; widen the step"
        named = f"{len(values)} value{'s' * (len(values) != 1)}" if len(values) <= MOST_VALUES else "too many values"
        raise _fault("--values", f"{shown(text)} names {named}; {few}")
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
    places = _places(option, field, only)
    options = tuple(_variant(option, baseline, field, value, places) for value in values)
    return Variants(option, field, tuple(values), places, options)


def _places(option: AppliedScenario, field: str, only: int | None) -> tuple[int, ...]:
    """Return which interventions, counted from 0, are varied.

    Raises:
        InputError: there is no such intervention, or none has such a number.
    """
    all_of_them = dict(enumerate(option.scenario.interventions))
    if only is not None and only - 1 not in all_of_them:
        raise _fault("--only", f"there is no intervention {only} in {option.path.name}; {_listed(option)}")
    among = all_of_them if only is None else {only - 1: all_of_them[only - 1]}
    places = tuple(place for place, each in among.items() if _counted(each, field))
    if not places:
        raise _fault("--vary", _no_such_number(option, list(among.values()), field, only))
    return places


def _listed(option: AppliedScenario) -> str:
    interventions = option.scenario.interventions
    named = [f"{place} {_name(each)}" for place, each in enumerate(interventions, start=1)]
    first = "; those of the files it includes come first" if option.scenario.includes else ""
    return f"it makes {', '.join(named) or 'none'}{first}"


def _name(intervention: Intervention) -> str:
    return " ".join([intervention.kind, *intervention.provision_named()[:1]])


def _no_such_number(option: AppliedScenario, among: Sequence[Intervention], field: str, only: int | None) -> str:
    where = option.path.name if only is None else f"intervention {only} of {option.path.name}"
    numbers = dict.fromkeys(name for each in among for name in numbers_in(each))
    if any(field in type(each).model_fields for each in among):
        late = "; a delay_home after it has one, `days` or `months`" if field in ("opens", "delay_days") else ""
        return f"{shown(field)} is not one number in {where}, so it cannot be varied{late}"
    if near(field, numbers) or not among:
        return f"no number {shown(field)} in {where}; {nearest(field, numbers)}"
    return f"no number {shown(field)} in {where}; it can vary {', '.join(numbers) or 'nothing'}"


def numbers_in(intervention: Intervention) -> list[str]:
    """Return the fields of an intervention that hold one number, given or not."""
    return [name for name, field in type(intervention).model_fields.items() if _is_number(field.annotation)]


def _is_number(annotation: Any) -> bool:
    """Tell a number, or a number that may be left out, from anything else."""
    parts = [part for part in get_args(annotation) if part is not type(None)]
    if len(parts) < len(get_args(annotation)):  # it may be left out
        return len(parts) == 1 and _is_number(parts[0])
    return annotation in (int, float) or (get_origin(annotation) is Annotated and parts[0] in (int, float))


def _counted(intervention: Intervention, field: str) -> tuple[str, float] | None:
    """Return the number that a name stands for, and how many of its units are one of the name's."""
    numbers = numbers_in(intervention)
    in_days = field.removesuffix("months") + "days"
    if field in numbers:
        return field, 1.0
    if field.rpartition("_")[2] == "months" and in_days in numbers:
        return in_days, DAYS_A_MONTH
    return None


def _variant(
    option: AppliedScenario, baseline: Baseline, field: str, value: float, places: Sequence[int]
) -> AppliedScenario:
    interventions = list(option.scenario.interventions)
    try:
        for place in places:
            interventions[place] = _with(interventions[place], field, value)
        name = f"{field.replace('_', ' ')} {value:,.10g}"
        scenario = option.scenario.replace(name=name, interventions=tuple(interventions))
        return replace(option, scenario=scenario, baseline=scenario.applied(baseline))
    except ValidationError as error:
        told = [message(Frozen, item) for item in error.errors()]
    except InconsistentError as error:
        told = [problem.message for problem in error.problems]
    raise _fault("--values", f"{field} = {value:.10g}: {'; '.join(dict.fromkeys(told))}")


def _with(intervention: Any, field: str, value: float) -> Any:
    name, units = _counted(intervention, field) or (field, 1.0)
    number = value if units == 1 else round(value * units)
    return intervention.replace(**{name: int(number) if number == int(number) else number})


def _fault(option: str, text: str) -> InputError:
    return InputError([Fault(option, 0, "", text)])
