"""Varied numbers: which number of a scenario is varied, in which of its interventions, and how it is spelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from placesim.config.faults import Fault, InputError
from placesim.config.interventions.intervention import Intervention
from placesim.config.problem import near, nearest, shown
from placesim.config.scenario_files import AppliedScenario

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
        raise option_fault(spelling.only, f"there is no intervention {only} in {option.path.name}; {_listed(option)}")
    among = all_of_them if only is None else {only - 1: all_of_them[only - 1]}
    places = tuple(place for place, each in among.items() if counted(each, field))
    if not places:
        raise option_fault(spelling.vary, _no_such_number(option, list(among.values()), field, only))
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


def option_fault(option: str, text: str) -> InputError:
    """Return the error that what was given for an option of the command cannot be used."""
    return InputError([Fault(option, 0, "", text)])
