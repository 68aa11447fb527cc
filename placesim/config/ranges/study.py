"""The assumptions of a study: those of the configuration, then those of its scenarios, ready to be drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path as File

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.interventions.intervention import Intervention
from placesim.config.loading import Configuration, load_configuration
from placesim.config.price_questions import ordered_by_fee
from placesim.config.problem import shown
from placesim.config.ranges.assumptions import Assumption, each_once
from placesim.config.ranges.changes import Change, Changed, changed
from placesim.config.ranges.configuration import load_known
from placesim.config.ranges.drawing import Drawable
from placesim.config.ranges.known import Known
from placesim.config.scenario_files import BASELINE, AppliedScenario


def drawable(
    path: File,
    files: InputFiles,
    ranges: File | None = None,
    years: float | None = None,
    changes: Sequence[Intervention] = (),
    options: Sequence[AppliedScenario] = (),
) -> Drawable:
    """Return a council and its options, ready to be drawn.

    Args:
        path: the configuration that describes the council.
        files: what the command has read already.
        ranges: a file of ranges, in place of the one that the configuration names.
        years: how many years to simulate in place of what it says.
        changes: what has been changed in the council since.
        options: scenarios made on it.

    Raises:
        InputError: anything in the files cannot be used, or two different ranges have one name.
    """
    configuration, known = load_configuration(path, files), load_known(path, files, ranges)
    council = configuration.baseline if years is None else configuration.baseline.replace(years=years)
    changes_of = {option.scenario.name: _changes(option, council) for option in options}
    of_options = [each for found in changes_of.values() for each in found]
    _require_alike(known, of_options)
    moving = any(ordered_by_fee(each) for each in (council, *(option.baseline for option in options)))
    found = [*known.assumptions, *(assumption for _, assumptions in of_options for assumption in assumptions)]
    return Drawable(
        each_once([replace(each, only_money=False) for each in found] if moving else found, known.ties),
        council,
        _touched(configuration, known),
        known.patches,
        tuple(changes),
        {BASELINE: (), **{name: tuple(change for change, _ in found) for name, found in changes_of.items()}},
    )


def _changes(option: AppliedScenario, council: Baseline) -> list[Changed]:
    """Return the interventions of a scenario, each with its assumptions."""
    if not option.parts:
        return [(Change(intervention), ()) for intervention in option.scenario.interventions]
    return changed(option.parts, council)


def _touched(configuration: Configuration, known: Known) -> dict[str, object]:
    """Return the blocks in which anything is drawn, as the file says them."""
    names = {str(patch.place[0]) for patch in known.patches}
    return {name: configuration.document.values.get(name, {}) for name in names}


def _require_alike(known: Known, of_options: Sequence[Changed]) -> None:
    """Go on only if ranges of one name are alike, wherever they stand.

    Raises:
        InputError: they are not.
    """
    first = {each.name: each for each in known.assumptions}
    faults = list(dict.fromkeys(_unlike(first, of_options)))
    if faults:
        raise InputError(faults)


def _unlike(first: dict[str, Assumption], of_options: Sequence[Changed]) -> Iterator[Fault]:
    for change, assumptions in of_options:
        for assumption, patch in zip(assumptions, change.patches, strict=True):
            before = first.setdefault(assumption.name, assumption)
            if (before.shape, before.value) != (assumption.shape, assumption.value):
                message = f"{shown(assumption.name)} is also the name of another range; make the two alike"
                yield Fault(patch.file, patch.line, assumption.name, message)
