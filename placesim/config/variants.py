"""Variants: one scenario with one of its numbers set to each of several values."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

from pydantic import ValidationError

from placesim.config.baseline import Baseline
from placesim.config.interventions.change import Change
from placesim.config.messages import message
from placesim.config.problem import InconsistentError, nearest, shown
from placesim.config.scenario_files import Option
from placesim.config.values import Frozen
from placesim.config.yaml_files import Fault, InputError

MOST_VALUES = 60
"""Values of one sweep, at most: each is simulated as often as the baseline."""


def values_of(text: str) -> list[float]:
    """Return the values that `0:12:2` (from, to, step) or `0,3,6` name, in order.

    Raises:
        InputError: the text names no values, or too many.
    """
    try:
        numbers = [float(part) for part in text.replace(":", ",").split(",")]
        if not all(map(isfinite, numbers)):
            raise ValueError
        values = _stepped(*numbers) if ":" in text else sorted(set(numbers))
    except (ValueError, TypeError):
        raise _fault("--values", f"should be like 0:12:2 (from, to, step) or 0,3,6; found {shown(text)}") from None
    if not 1 < len(values) <= MOST_VALUES:
        raise _fault("--values", f"names {len(values)} values; a sweep takes 2 to {MOST_VALUES}")
    return values


def _stepped(first: float, last: float, step: float = 1.0) -> list[float]:
    if step <= 0 or last < first or (last - first) / step > 10 * MOST_VALUES:
        raise ValueError
    steps = int((last - first) / step + 1e-9)
    return [round(first + number * step, 10) for number in range(steps + 1)]


def variants(option: Option, baseline: Baseline, field: str, values: Sequence[float], only: int | None) -> list[Option]:
    """Return the option with a number of its interventions set to each value, and made on the baseline.

    Args:
        option: the scenario as it is written.
        baseline: what it changes.
        field: name of the number, as in `beds`; every intervention that gives it is varied.
        values: what to set it to.
        only: number (from 1) of the one intervention to vary.

    Raises:
        InputError: no intervention has such a number, or a value is not allowed.
    """
    places = varied_places(option, field, only)
    return [_variant(option, baseline, field, value, places) for value in values]


def varied_places(option: Option, field: str, only: int | None) -> list[int]:
    """Return which interventions, counted from 0, are varied.

    Raises:
        InputError: none gives such a number.
    """
    found = [place for place, each in enumerate(option.scenario.interventions) if field in numbers_in(each)]
    if only is not None:
        found = [place for place in found if place == only - 1]
    if not found:
        among = option.scenario.interventions if only is None else option.scenario.interventions[only - 1 : only]
        known = sorted({name for each in among for name in numbers_in(each)})
        where = option.path.name if only is None else f"intervention {only} of {option.path.name}"
        raise _fault("--vary", f"no number {shown(field)} in {where}; {nearest(field, known)}")
    return found


def numbers_in(intervention: Change) -> list[str]:
    """Return the fields of an intervention that hold one number, given or not."""
    fields = type(intervention).model_fields
    return [name for name, field in fields.items() if name != "source" and _holds_a_number(field.annotation)]


def _holds_a_number(annotation: object) -> bool:
    inside = getattr(annotation, "__args__", ())
    parts = [part for part in inside if part is not type(None)]
    if parts and len(parts) < len(inside):
        return all(_holds_a_number(part) for part in parts)
    origin = getattr(annotation, "__origin__", annotation)
    return origin in (int, float)


def _variant(option: Option, baseline: Baseline, field: str, value: float, places: Sequence[int]) -> Option:
    number = int(value) if value == int(value) else value
    interventions = list(option.scenario.interventions)
    try:
        for place in places:
            interventions[place] = interventions[place].replace(**{field: number})
        name = f"{field.replace('_', ' ')} {value:,.10g}"
        scenario = option.scenario.replace(name=name, interventions=tuple(interventions))
        return replace(option, scenario=scenario, baseline=scenario.applied(baseline))
    except ValidationError as error:
        told = "; ".join(message(Frozen, item) for item in error.errors())
    except InconsistentError as error:
        told = "; ".join(problem.message for problem in error.problems)
    raise _fault("--values", f"{field} = {value:g}: {told}")


def _fault(option: str, text: str) -> InputError:
    return InputError([Fault(option, 0, "", text)])


def touched_provision(option: Option, places: Sequence[int]) -> tuple[str, ...]:
    """Return the provision that the varied interventions speak of."""
    named = [getattr(option.scenario.interventions[place], "provision", ()) for place in places]
    flat = [name for each in named for name in ((each,) if isinstance(each, str) else each)]
    return tuple(dict.fromkeys(flat))
