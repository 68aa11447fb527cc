"""The assumptions of a study: those of the configuration, then those of its scenarios, ready to be drawn."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault, InputError
from placesim.config.includes import Part
from placesim.config.interventions.intervention import Intervention
from placesim.config.loading import Configuration
from placesim.config.price_questions import ordered_by_fee
from placesim.config.problem import shown
from placesim.config.ranges.assumptions import About, Assumption, each_once
from placesim.config.ranges.describing import label_of_change, only_money_of, unit_of
from placesim.config.ranges.drawing import Change, Drawable
from placesim.config.ranges.found import PlacedRange
from placesim.config.ranges.known import Known
from placesim.config.ranges.patches import Patch
from placesim.config.ranges.reading import place_of
from placesim.config.scenario_files import BASELINE, AppliedScenario


def drawable(
    configuration: Configuration,
    known: Known,
    years: float | None,
    changes: Sequence[Intervention],
    options: Sequence[AppliedScenario],
) -> Drawable:
    """Return a council and its options, ready to be drawn.

    Args:
        configuration: what describes the council.
        known: how far its numbers are known.
        years: how many years to simulate in place of what it says.
        changes: what has been changed in the council since.
        options: scenarios made on it.

    Raises:
        InputError: two different ranges have one name.
    """
    council = configuration.baseline if years is None else configuration.baseline.replace(years=years)
    changed = {option.scenario.name: _changes(option, council) for option in options}
    of_options = [each for pairs in changed.values() for _, found in pairs for each in found]
    _require_alike(known, of_options)
    moving = any(ordered_by_fee(each) for each in (council, *(option.baseline for option in options)))
    found = [*known.assumptions, *(assumption for assumption, _ in of_options)]
    return Drawable(
        each_once([replace(each, only_money=False) for each in found] if moving else found, known.ties),
        council,
        _touched(configuration, known),
        known.patches,
        tuple(changes),
        {BASELINE: (), **{name: tuple(change for change, _ in pairs) for name, pairs in changed.items()}},
    )


def _touched(configuration: Configuration, known: Known) -> dict[str, object]:
    """Return the blocks in which anything is drawn, as the file says them."""
    names = {str(patch.place[0]) for patch in known.patches}
    return {name: configuration.document.values.get(name, {}) for name in names}


Drawn = tuple[Assumption, Patch]


def _require_alike(known: Known, of_options: Sequence[Drawn]) -> None:
    """Go on only if ranges of one name are alike, wherever they stand.

    Raises:
        InputError: they are not.
    """
    first = {each.name: each for each in known.assumptions}
    faults = list(dict.fromkeys(_unlike(first, of_options)))
    if faults:
        raise InputError(faults)


def _unlike(first: dict[str, Assumption], of_options: Sequence[Drawn]) -> Iterator[Fault]:
    for assumption, patch in of_options:
        before = first.setdefault(assumption.name, assumption)
        if (before.shape, before.value) != (assumption.shape, assumption.value):
            message = f"{shown(assumption.name)} is also the name of another range; make the two alike, or rename one"
            yield Fault(patch.file, patch.line, assumption.name, message)


Changed = tuple[Change, list[Drawn]]


def _changes(option: AppliedScenario, council: Baseline) -> list[Changed]:
    """Return the interventions of a scenario, each with its assumptions."""
    if not option.parts:
        return [(Change(intervention), []) for intervention in option.scenario.interventions]
    names = _names(option.parts)
    return [_change(part, name, council) for part, name in zip(option.parts, names, strict=True)]


def _names(parts: Sequence[Part]) -> list[str]:
    """Return a name for each intervention: its file, its kind, what it names, and its number where that is not all."""
    names = [_name(part) for part in parts]
    seen: Counter[str] = Counter()
    numbered = []
    for name in names:
        seen[name] += 1
        numbered.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return numbered


def _name(part: Part) -> str:
    about = ".".join(part.intervention.provision_named()[:2])
    return ".".join(each for each in (part.document.path.stem, part.intervention.kind, about) if each)


def _change(part: Part, name: str, council: Baseline) -> Changed:
    drawn = [_of_change(part, name, placed, council) for placed in part.ranges]
    written: Mapping[str, object] = part.written if drawn else {}
    return Change(part.intervention, written, tuple(patch for _, patch in drawn)), drawn


def _of_change(part: Part, change: str, placed: PlacedRange, council: Baseline) -> Drawn:
    kind, field, found = part.intervention.kind, placed.place, placed.range
    name = found.name or f"{change}.{place_of(field)}"
    label = found.label or label_of_change(council, kind, part.intervention.provision_named(), field)
    about = About("", unit_of((kind, *field)), only_money_of(kind, field), found.source, placed.whole)
    line = part.document.fault(("interventions", part.place, *field), "").line
    assumption = Assumption.spread(name, label, found.shape.value, found.shape, about)
    return assumption, Patch(name, field, str(part.document.path), line)
