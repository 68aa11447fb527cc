"""What must hold of the children in care on the start date: bands, needs and provision exist, ages and times fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from placesim.config.blocks import Blocks
from placesim.config.children import ListedChild, StartGroup, YearsInPlacement
from placesim.config.problem import Path, Problem, adds_to_one, unknown_keys, unknown_name

BLOCK: Path = ("children_in_care",)

ROUNDING = 0.05
"""Years by which a time in care may be rounded down to one decimal; a placement of the same length fits in it."""

LONG_YEAR = 366
"""Days."""


def starting_children_problems(baseline: Blocks) -> Iterator[Problem]:
    """Yield what does not fit in the groups and the list of children in care on the start date."""
    block = baseline.children_in_care
    yield from _time_in_care(baseline, (*BLOCK, "years_in_care"), block.years_in_care)
    if not block.years_in_care and any(group.years_in_care is None for group in block.groups):
        yield Problem((*BLOCK, "years_in_care"), "missing; add it here, or in each group of children that has none")
    yield from _years_in_placement(baseline, (*BLOCK, "years_in_placement"), block.years_in_placement)
    for place, group in enumerate(block.groups):
        yield from _group(baseline, (*BLOCK, "groups", place), group)
    for place, child in enumerate(block.children):
        yield from _child(baseline, (*BLOCK, "children", place), child)


def _group(baseline: Blocks, path: Path, group: StartGroup) -> Iterator[Problem]:
    yield from unknown_name((*path, "provision"), "provision", group.provision, baseline.provision)
    yield from unknown_name((*path, "stream"), "entrant stream", group.stream, baseline.entrants)
    yield from unknown_keys((*path, "needs"), "need", group.needs, baseline.needs)
    yield from adds_to_one((*path, "needs"), group.needs, "shares of needs")
    yield from unknown_keys((*path, "ages"), "age band", group.ages, baseline.age_bands)
    yield from _bands_taken(baseline, path, group)
    if group.years_in_care is not None:
        yield from _time_in_care(baseline, (*path, "years_in_care"), group.years_in_care)


def _bands_taken(baseline: Blocks, path: Path, group: StartGroup) -> Iterator[Problem]:
    provision = baseline.provision.get(group.provision)
    for band, children in group.ages.items():
        youngest, oldest = baseline.age_bands.get(band, (0, 18))
        if provision and children and (oldest <= provision.minimum_age or youngest >= provision.maximum_age):
            ages = f"{provision.minimum_age:g} to {provision.maximum_age:g}"
            message = f"{group.provision!r} takes children aged {ages} only; correct the band or the limits"
            yield Problem((*path, "ages", band), message)


def _child(baseline: Blocks, path: Path, child: ListedChild) -> Iterator[Problem]:
    yield from unknown_name((*path, "provision"), "provision", child.provision, baseline.provision)
    yield from unknown_name((*path, "stream"), "entrant stream", child.stream, baseline.entrants)
    yield from unknown_name((*path, "need"), "need", child.need, baseline.needs)
    if child.years_in_care > child.age_years:
        yield Problem((*path, "years_in_care"), "years_in_care is more than age_years; correct one of them")
    provision = baseline.provision.get(child.provision)
    if provision and not provision.minimum_age <= child.age_years < provision.maximum_age:
        ages = f"aged {provision.minimum_age:g} to {provision.maximum_age:g} only"
        mend = "correct the age, the provision, or its limits"
        message = f"{child.provision!r} takes children {ages}; {mend}"
        discreet = f"outside minimum_age and maximum_age of the child's provision; {mend}"
        yield Problem((*path, "age_years"), message, discreet)
    if child.days_in_placement > (child.years_in_care + ROUNDING) * LONG_YEAR:
        message = "days_in_placement is more than years_in_care; correct one of them"
        yield Problem((*path, "days_in_placement"), message)


def _years_in_placement(baseline: Blocks, path: Path, every: tuple[YearsInPlacement, ...]) -> Iterator[Problem]:
    times, told = baseline.time_in_care_bands, set[tuple[str, str]]()
    for place, each in enumerate(every):
        here = (*path, place)
        bands = baseline.time_in_placement_bands
        yield from unknown_keys((*here, "bands"), "time-in-placement band", each.bands, bands)
        yield from adds_to_one((*here, "bands"), each.bands, "shares by time in placement")
        for number, kind in enumerate(each.placement_types):
            where = (*here, "placement_types", number)
            yield from unknown_name(where, "placement type", kind, baseline.placement_types)
            pairs = {(kind, time) for time in each.time_in_care or times}
            if told & pairs:
                yield Problem(where, f"{kind!r} is told twice for the same time in care; keep one")
            told |= pairs
        for number, time in enumerate(each.time_in_care):
            yield from unknown_name((*here, "time_in_care", number), "time-in-care band", time, times)


def _time_in_care(baseline: Blocks, path: Path, shares: Mapping[str, float]) -> Iterator[Problem]:
    yield from unknown_keys(path, "time-in-care band", shares, baseline.time_in_care_bands)
    if shares:
        yield from adds_to_one(path, shares, "shares by time in care")
