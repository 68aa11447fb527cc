"""Changes written in a script: interventions and scenarios, checked as those of files are."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from placesim.api.wrong import WrongInputError, wrong
from placesim.config.baseline import Baseline
from placesim.config.faults import Fault
from placesim.config.interventions.intervention import Intervention
from placesim.config.messages import message
from placesim.config.problem import InconsistentError, nearest, shown
from placesim.config.scenario import Scenario
from placesim.config.schema import as_written
from placesim.config.values import EVIDENCE_ID

AnyChange = Intervention | Mapping[str, Any]
"""An intervention, or what a scenario file says of it."""

A_CHANGE = "should be an intervention, or a dict of what a scenario file says of it, as in {'kind': 'open_home', ...}"


def changes_of(
    changes: Sequence[AnyChange], baseline: Baseline, evidence: Mapping[str, object]
) -> tuple[tuple[Intervention, ...], Baseline]:
    """Return changes as interventions, and the baseline with them made.

    Raises:
        WrongInputError: a change is wrong in itself, does not fit, or cites what is not there.
    """
    scenario = scenario_of("changes", changes)
    return scenario.interventions, made_on(baseline, scenario, evidence)


def scenario_of(name: str, changes: Sequence[AnyChange], question: str = "") -> Scenario:
    """Return a scenario that is written in a script.

    Raises:
        WrongInputError: anything in it is not as a scenario file would allow.
    """
    if isinstance(changes, Mapping | Intervention | str) or not isinstance(changes, Sequence):
        raise wrong(shown(name), f"should be a list of changes; found {shown(changes)}")
    for change in changes:
        if not isinstance(change, Mapping | Intervention):
            raise wrong("change", f"{A_CHANGE}; found {shown(change)}")
    given = [dict(change) if isinstance(change, Mapping) else change for change in changes]
    values = {"name": name, "question": question or f"What would change with: {name}?", "interventions": given}
    try:
        return Scenario.model_validate(values)
    except ValidationError as error:
        faults = [_fault(as_written(values, item["loc"]), message(Scenario, item)) for item in error.errors()]
        raise WrongInputError(faults) from None


def made_on(baseline: Baseline, scenario: Scenario, evidence: Mapping[str, object]) -> Baseline:
    """Return the baseline with a scenario's changes made.

    Raises:
        WrongInputError: a change does not fit, or cites what is not there.
    """
    unknown = [
        _fault(("interventions", place, "source"), f"unknown evidence id {item!r}; {nearest(item, list(evidence))}")
        for place, each in enumerate(scenario.interventions)
        for item in each.source
        if EVIDENCE_ID.fullmatch(item) and item not in evidence
    ]
    if unknown:
        raise WrongInputError(unknown)
    try:
        return scenario.applied(baseline)
    except InconsistentError as error:
        raise WrongInputError([_fault(found.path, found.message) for found in error.problems]) from None


def _fault(place: tuple[str | int, ...], text: str) -> Fault:
    """Return a fault at a place of a scenario; changes are counted from 1."""
    if place[:1] == ("interventions",) and len(place) > 1:
        return Fault(f"change {int(place[1]) + 1}", 0, ".".join(map(str, place[2:])), text)
    return Fault(".".join(map(str, place)) or "scenario", 0, "", text)


def as_given(intervention: Intervention) -> str:
    """Return an intervention as the dict that makes it again."""
    return repr(intervention.model_dump(mode="json", by_alias=True, exclude_unset=True))
