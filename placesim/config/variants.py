"""Variants: one scenario with one of its numbers set to each of several values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Annotated, Any, NamedTuple, get_args, get_origin

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


class Spelling(NamedTuple):
    """What a command calls the options that say which number is varied, and how."""

    vary: str
    values: str
    only: str


FIRST = Spelling("--vary", "--values", "--only")


@dataclass(frozen=True)
class VariedNumber:
    """One number of a scenario, and the values that it is to take."""

    option: AppliedScenario
    """As it is written."""
    field: str
    """What is varied, as it was asked for: `beds`, or `months` where the scenario counts `days`."""
    values: tuple[float, ...]
    """Rising."""
    places: tuple[int, ...]
    """Which interventions are varied, counted from 0; all are set to the same value."""

    @property
    def varied(self) -> tuple[Intervention, ...]:
        """The interventions that are varied, as they are written."""
        return tuple(self.option.scenario.interventions[place] for place in self.places)

    @property
    def fields(self) -> tuple[str, ...]:
        """What the varied interventions call the number: `days` where `months` are varied."""
        return tuple(dict.fromkeys(number[0] for each in self.varied if (number := counted(each, self.field))))

    @property
    def provision(self) -> tuple[str, ...]:
        """The provision that the varied interventions speak of."""
        return tuple(dict.fromkeys(name for each in self.varied for name in each.provision_named()))


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
        raise _fault(spelling.values, message) from None
    if not 1 < len(values) <= MOST_VALUES:
        few = "a sweep takes 2 or more" if len(values) < 2 else f"a sweep takes {MOST_VALUES} at most; widen the step"
        named = f"{len(values)} value{'s' * (len(values) != 1)}" if len(values) <= MOST_VALUES else "too many values"
        raise _fault(spelling.values, f"{shown(text)} names {named}; {few}")
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


def varied_number(
    option: AppliedScenario, field: str, values: Sequence[float], only: int | None, spelling: Spelling = FIRST
) -> VariedNumber:
    """Return what of a scenario is to be varied, before any value is tried; see `variants`.

    Raises:
        InputError: no intervention has such a number.
    """
    return VariedNumber(option, field, tuple(values), _places(option, field, only, spelling))


def _places(option: AppliedScenario, field: str, only: int | None, spelling: Spelling) -> tuple[int, ...]:
    """Return which interventions, counted from 0, are varied.

    Raises:
        InputError: there is no such intervention, or none has such a number.
    """
    all_of_them = dict(enumerate(option.scenario.interventions))
    if only is not None and only - 1 not in all_of_them:
        raise _fault(spelling.only, f"there is no intervention {only} in {option.path.name}; {_listed(option)}")
    among = all_of_them if only is None else {only - 1: all_of_them[only - 1]}
    places = tuple(place for place, each in among.items() if counted(each, field))
    if not places:
        raise _fault(spelling.vary, _no_such_number(option, list(among.values()), field, only))
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


def counted(intervention: Intervention, field: str) -> tuple[str, float] | None:
    """Return the number that a name stands for, and how many of its units are one of the name's."""
    numbers = numbers_in(intervention)
    in_days = field.removesuffix("months") + "days"
    if field in numbers:
        return field, 1.0
    if field.rpartition("_")[2] == "months" and in_days in numbers:
        return in_days, DAYS_A_MONTH
    return None


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
    interventions, set_so_far = list(option.scenario.interventions), list[Setting]()
    try:
        for each in settings:
            set_so_far = [each]
            for place in each.number.places:
                interventions[place] = _with(interventions[place], each.number.field, each.value)
        set_so_far = list(settings)
        name = ", ".join(each.name for each in settings)
        scenario = option.scenario.replace(name=name, interventions=tuple(interventions))
        return replace(option, scenario=scenario, baseline=scenario.applied(baseline))
    except ValidationError as error:
        told = [message(Frozen, item) for item in error.errors()]
    except InconsistentError as error:
        told = [problem.message for problem in error.problems]
    words = ", ".join(each.words for each in set_so_far)
    raise _fault(set_so_far[-1].spelling.values, f"{words}: {'; '.join(dict.fromkeys(told))}")


def _with(intervention: Any, field: str, value: float) -> Any:
    name, units = counted(intervention, field) or (field, 1.0)
    number = value if units == 1 else round(value * units)
    return intervention.replace(**{name: int(number) if number == int(number) else number})


def _fault(option: str, text: str) -> InputError:
    return InputError([Fault(option, 0, "", text)])
