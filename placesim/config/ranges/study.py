"""The assumptions of a study: those of the configuration, then those of its scenarios, ready to be drawn."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path as File

from placesim.config.baseline import Baseline
from placesim.config.includes import Part
from placesim.config.interventions.intervention import Intervention
from placesim.config.loading import Configuration
from placesim.config.price_questions import ordered_by_fee
from placesim.config.ranges.assumptions import Assumption, each_once
from placesim.config.ranges.describing import label_of_change, label_of_place, only_money, only_money_of, unit_of
from placesim.config.ranges.drawing import Change, Drawable, Patch
from placesim.config.ranges.found import PlacedRange
from placesim.config.ranges.reading import place_of
from placesim.config.scenario_files import BASELINE, AppliedScenario


def drawable(
    configuration: Configuration,
    years: float | None,
    changes: Sequence[Intervention],
    options: Sequence[AppliedScenario],
) -> Drawable:
    """Return a council and its options, ready to be drawn.

    Args:
        configuration: what describes the council.
        years: how many years to simulate in place of what it says.
        changes: what has been changed in the council since.
        options: scenarios made on it.
    """
    council = configuration.baseline if years is None else configuration.baseline.replace(years=years)
    alone = not any(ordered_by_fee(each) for each in (council, *(option.baseline for option in options)))
    own = [_of_place(configuration, placed, alone) for placed in configuration.ranges]
    changed = {option.scenario.name: _changes(option, council, alone) for option in options}
    in_order = [*own, *(each for pairs in changed.values() for _, found in pairs for each in found)]
    return Drawable(
        each_once([assumption for assumption, _ in in_order]),
        council,
        _touched(configuration),
        tuple(patch for _, patch in own),
        tuple(changes),
        {BASELINE: (), **{name: tuple(change for change, _ in pairs) for name, pairs in changed.items()}},
    )


def _touched(configuration: Configuration) -> dict[str, object]:
    """Return the blocks in which ranges stand, as the file says them."""
    names = {str(placed.place[0]) for placed in configuration.ranges}
    return {name: configuration.document.values[name] for name in names}


Drawn = tuple[Assumption, Patch]


def _of_place(configuration: Configuration, placed: PlacedRange, alone: bool) -> Drawn:
    name, place = place_of(placed.place), placed.place
    label = placed.range.label or label_of_place(configuration.baseline, place)
    assumption = _assumption(name, label, placed, unit_of(place), alone and only_money(place))
    return assumption, _patch(name, placed, configuration.document.fault(place, "").line, configuration.document.path)


def _assumption(name: str, label: str, placed: PlacedRange, unit: str, money: bool) -> Assumption:
    shape = placed.range.shape
    return Assumption(name, label, shape.value, *shape.told, "", unit, money, placed.range.source, shape)


def _patch(name: str, placed: PlacedRange, line: int, file: File) -> Patch:
    return Patch(name, placed.place, str(file), line, placed.range.shape.value)


Changed = tuple[Change, list[Drawn]]


def _changes(option: AppliedScenario, council: Baseline, alone: bool) -> list[Changed]:
    """Return the interventions of a scenario, each with its assumptions."""
    if not option.parts:
        return [(Change(intervention), []) for intervention in option.scenario.interventions]
    names = _names(option.parts)
    return [_change(part, name, council, alone) for part, name in zip(option.parts, names, strict=True)]


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


def _change(part: Part, name: str, council: Baseline, alone: bool) -> Changed:
    drawn = [_of_change(part, name, placed, council, alone) for placed in part.ranges]
    written: Mapping[str, object] = part.written if drawn else {}
    return Change(part.intervention, written, tuple(patch for _, patch in drawn)), drawn


def _of_change(part: Part, change: str, placed: PlacedRange, council: Baseline, alone: bool) -> Drawn:
    kind, field = part.intervention.kind, placed.place
    name = f"{change}.{place_of(field)}"
    label = placed.range.label or label_of_change(council, kind, part.intervention.provision_named(), field)
    unit = unit_of((kind, *field))
    assumption = _assumption(name, label, placed, unit, alone and only_money_of(kind, field))
    line = part.document.fault(("interventions", part.place, *field), "").line
    return assumption, _patch(name, placed, line, part.document.path)
