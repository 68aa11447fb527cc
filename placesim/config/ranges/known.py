"""What is known of the numbers of a configuration: its assumptions, where each goes, and what ties them together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from placesim.config.baseline import Baseline
from placesim.config.faults import Fault
from placesim.config.problem import Path
from placesim.config.ranges.assumptions import About, Assumption
from placesim.config.ranges.describing import label_of_place, only_money, unit_of
from placesim.config.ranges.found import PlacedRange
from placesim.config.ranges.patches import Patch
from placesim.config.ranges.reading import place_of, source_of_block
from placesim.config.ranges.ties import Tie
from placesim.config.yaml_files import Document

FIXED = {
    "name": "",
    "start": "every future begins on the same day",
    "years": "every future is as long",
    "age_bands": "every future is counted in the same bands",
    "time_in_care_bands": "every future is counted in the same bands",
    "time_in_placement_bands": "every future is counted in the same bands",
    "budget_lines": "budgets are what was decided, and reports go by them",
    "rag": "reports go by it",
    "finance": "reports value every future by the same rates",
    "targets": "targets are what was decided, and reports go by them",
}
"""Blocks of a configuration in which no number may have a range, and why."""


@dataclass(frozen=True)
class Known:
    """Assumptions of one configuration, and where they go."""

    assumptions: tuple[Assumption, ...] = ()
    patches: tuple[Patch, ...] = ()
    ties: tuple[Tie, ...] = ()
    written: Mapping[str, tuple[Document, Path]] = field(default_factory=dict)
    """Where each assumption is written."""
    faults: tuple[Fault, ...] = ()

    def fault(self, name: str, message: str, end: str = "") -> Fault:
        """Return a fault of an assumption, where it is written, or at one of its ends."""
        document, place = self.written[name]
        here = (*place, end) if (*place, end) in document.lines else (*place, "times", end)
        return document.fault(here, message)


def refused(place: Path) -> str:
    """Return why no number of a block may have a range; empty where it may."""
    why = FIXED.get(str(place[0]), "")
    return f"{place[0]} cannot have a range: {why}" if why else ""


def inline(document: Document, baseline: Baseline, ranges: Sequence[PlacedRange]) -> Known:
    """Return the assumptions that stand in the configuration itself."""
    faults = [document.fault(each.place, why) for each in ranges if (why := refused(each.place))]
    assumptions = [_assumption(document, baseline, each) for each in ranges]
    patches = [_patch(document, each) for each in ranges]
    written = {assumption.name: (document, each.place) for assumption, each in zip(assumptions, ranges, strict=True)}
    return Known(tuple(assumptions), tuple(patches), (), written, tuple(faults))


def _assumption(document: Document, baseline: Baseline, placed: PlacedRange) -> Assumption:
    place, shape = placed.place, placed.range.shape
    source = placed.range.source or source_of_block(document.values, place)
    label = placed.range.label or label_of_place(baseline, place)
    about = About("", unit_of(place), only_money(place), source, placed.whole)
    return Assumption.spread(placed.range.name or place_of(place), label, shape.value, shape, about)


def _patch(document: Document, placed: PlacedRange) -> Patch:
    line = document.fault(placed.place, "").line
    return Patch(placed.range.name or place_of(placed.place), placed.place, str(document.path), line)
