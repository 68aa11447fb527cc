"""The assumptions of a study: those of the configuration, then those of its scenarios, ready to be drawn."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from os.path import relpath
from pathlib import Path as File

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.config.input_files import InputFiles
from placesim.config.interventions.intervention import Intervention
from placesim.config.loading import Configuration, load_configuration
from placesim.config.price_questions import ordered_by_fee
from placesim.config.problem import shown
from placesim.config.ranges.assumptions import Assumption, each_once
from placesim.config.ranges.changes import Change, Changed, changed, named_after
from placesim.config.ranges.configuration import load_known
from placesim.config.ranges.drawing import Drawable
from placesim.config.ranges.known import Known
from placesim.config.scenario import with_intervention
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
    called = _called(path, options)
    changes_of = {option.scenario.name: _changes(option, council, called) for option in options}
    of_options = [each for found in changes_of.values() for each in found]
    _require_alike(known, of_options)
    changed_council = reduce(lambda made, change: with_intervention(change, made), changes, council)
    moving = any(ordered_by_fee(each) for each in (changed_council, *(option.baseline for option in options)))
    found = [*known.assumptions, *(assumption for _, assumptions in of_options for assumption in assumptions)]
    return Drawable(
        each_once([replace(each, only_money=False) for each in found] if moving else found, known.ties),
        council,
        _touched(configuration, known),
        known.patches,
        tuple(changes),
        {BASELINE: (), **{name: tuple(change for change, _ in found) for name, found in changes_of.items()}},
    )


def _called(path: File, options: Sequence[AppliedScenario]) -> dict[File, str]:
    """Return what names begin with that are about a file: its own name, or its way from the configuration.

    Args:
        path: the configuration.
        options: the scenarios of a study, whose files may have the same name in different folders.
    """
    documents = {part.document.path.resolve(): part.document for option in options for part in option.parts}
    said = {file: named_after(document) for file, document in documents.items()}
    stems = Counter(file.stem for file in documents if said[file] == file.stem)
    folder = path.resolve().parent
    way = {file: File(relpath(file, folder)).with_suffix("").as_posix() for file in documents if stems[file.stem] > 1}
    return {file: way.get(file, name) if name == file.stem else name for file, name in said.items()}


def _changes(option: AppliedScenario, council: Baseline, called: Mapping[File, str]) -> list[Changed]:
    """Return the interventions of a scenario, each with its assumptions."""
    if not option.parts:
        return [(Change(intervention), ()) for intervention in option.scenario.interventions]
    return changed(option.parts, council, [called[part.document.path.resolve()] for part in option.parts])


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
