"""Changes: the interventions of a scenario with their assumptions, and whether whatever may be drawn is allowed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pydantic import ValidationError

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault
from placesim.config.includes import Part
from placesim.config.interventions.intervention import Intervention
from placesim.config.messages import message
from placesim.config.problem import InconsistentError
from placesim.config.ranges.assumptions import About, Assumption
from placesim.config.ranges.describing import label_of_change, only_money_of, unit_of
from placesim.config.ranges.ends import ends_refused
from placesim.config.ranges.found import PlacedRange
from placesim.config.ranges.patches import Patch, patched_values
from placesim.config.ranges.reading import place_of, source_of_block
from placesim.config.scenario import with_intervention
from placesim.config.yaml_files import Document


@dataclass(frozen=True)
class Change:
    """An intervention, with the places of what is drawn of it."""

    intervention: Intervention
    written: Mapping[str, Any] = field(default_factory=dict)
    """What its file says of it, central values in place of ranges."""
    patches: tuple[Patch, ...] = ()

    def drawn(self, drawn: Mapping[str, float]) -> Intervention:
        """Return the intervention at a draw."""
        if not self.patches:
            return self.intervention
        return type(self.intervention).model_validate(patched_values(self.written, self.patches, drawn))


Changed = tuple[Change, tuple[Assumption, ...]]
"""A change, with the assumptions about its numbers in order of its patches."""


def changed(parts: Sequence[Part], council: Baseline, files: Sequence[str]) -> list[Changed]:
    """Return the interventions that scenario files hold, each with its assumptions.

    Args:
        parts: the interventions, each where it is written.
        council: what they change.
        files: what the file of each is called, in a name that stays when other files come or go.
    """
    return [_change(part, name, council) for part, name in zip(parts, _names(parts, files), strict=True)]


def named_after(document: Document) -> str:
    """Return the name of the file that a scenario's ranges go by: its own, or that of the file it is a copy of."""
    name = document.values.get("ranges_named_after")
    return name if isinstance(name, str) else document.path.stem


def range_faults(parts: Sequence[Part], council: Baseline) -> Iterator[Fault]:
    """Yield what may be drawn of interventions and is not allowed, each range tried alone.

    Args:
        parts: interventions that fit the council one after the other, at central values.
        council: what they change.
    """
    before = council
    files = [named_after(part.document) for part in parts]
    for part, (change, assumptions) in zip(parts, changed(parts, council, files), strict=True):
        for assumption, end, text in ends_refused(assumptions, partial(_why_not, change, before)):
            place = change.patches[assumptions.index(assumption)].place
            yield part.document.fault(("interventions", part.place, *place, end), text)
        before = with_intervention(part.intervention, before)


def _why_not(change: Change, council: Baseline, _name: str, drawn: Mapping[str, float]) -> str:
    """Return why an intervention cannot be like a draw; empty where it can."""
    try:
        with_intervention(change.drawn(drawn), council)
    except ValidationError as error:
        return message(type(change.intervention), error.errors()[0])
    except InconsistentError as error:
        return error.problems[0].message
    return ""


def _names(parts: Sequence[Part], files: Sequence[str]) -> list[str]:
    """Return a name for each intervention: its file, its kind, what it names, and its number where that is not all."""
    names = [_name(part, file) for part, file in zip(parts, files, strict=True)]
    seen: Counter[str] = Counter()
    numbered = []
    for name in names:
        seen[name] += 1
        numbered.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return numbered


def _name(part: Part, file: str) -> str:
    about = ".".join(part.intervention.provision_named()[:2])
    return ".".join(each for each in (file, part.intervention.kind, about) if each)


def _change(part: Part, name: str, council: Baseline) -> Changed:
    assumptions = tuple(_assumption(part, name, placed, council) for placed in part.ranges)
    patches = [_patch(part, each.name, placed) for each, placed in zip(assumptions, part.ranges, strict=True)]
    return Change(part.intervention, part.written if patches else {}, tuple(patches)), assumptions


def _assumption(part: Part, change: str, placed: PlacedRange, council: Baseline) -> Assumption:
    kind, place, found = part.intervention.kind, placed.place, placed.range
    name = found.name or f"{change}.{place_of(place)}"
    label = found.label or label_of_change(council, kind, part.intervention.provision_named(), place)
    source = found.source or source_of_block(part.written, place)
    about = About("", unit_of((kind, *place)), only_money_of(kind, place), source, placed.whole)
    return Assumption.spread(name, label, found.shape.value, found.shape, about)


def _patch(part: Part, name: str, placed: PlacedRange) -> Patch:
    line = part.document.fault(("interventions", part.place, *placed.place), "").line
    return Patch(name, placed.place, str(part.document.path), line)
