"""What must agree between the blocks of a baseline, so that the engine never has to ask.

Every check yields problems: where in the file, what is wrong, and what is allowed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placesim.config.baseline import Baseline, Need, Risk, StartGroup

Path = tuple[str | int, ...]

BUILT_IN_MOVES = {"transfer": "Move to a preferred place", "carer_left": "Carer stopped fostering", "home_closed": "Home closed"}
"""Moves that the model makes by itself; configurations may not use these names."""

RESERVED_GROUPS = {"all", "fostering"}
"""Group names that measures use; placement types, provision and budget lines may not take them."""

SHARES_TOLERANCE = 0.001


@dataclass(frozen=True)
class Problem:
    """One thing to mend: where it stands in the configuration, and what to do."""

    path: Path
    message: str


class Inconsistent(ValueError):
    """Blocks that are each valid but do not fit each other."""

    def __init__(self, found: list[Problem]):
        self.problems = found
        super().__init__("; ".join(problem.message for problem in found))


def problems(baseline: Baseline) -> list[Problem]:
    """Return everything that does not fit, in the order of the file."""
    checks = (_names, _provision, _needs, _entrants, _children_in_care, _risks, _at_18)
    return [problem for check in checks for problem in check(baseline)]


def unknown(kind: str, name: str, valid: Collection[str]) -> str:
    """Say that a name is not declared, with the nearest one that is."""
    near = get_close_matches(name, list(valid), n=1, cutoff=0.6)
    hint = f"did you mean {near[0]!r}?" if near else f"declared: {_some(valid)}"
    return f"unknown {kind} {name!r}; {hint}"


def _some(names: Collection[str], most: int = 8) -> str:
    shown = ", ".join(sorted(names)[:most])
    return shown + (", ..." if len(names) > most else "")


def _known(path: Path, kind: str, names: Collection[str], valid: Collection[str]) -> Iterator[Problem]:
    for name in names:
        if name not in valid:
            yield Problem((*path, name), unknown(kind, name, valid))


def _adds_to_one(path: Path, shares: Mapping[str, float] | Mapping[int, float], what: str) -> Iterator[Problem]:
    total = sum(shares.values())
    if abs(total - 1) > SHARES_TOLERANCE:
        yield Problem(path, f"{what} add to {total:.4g}; they must add to 1")


def _names(baseline: Baseline) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    kinds: dict[str, Collection[str]] = {
        "placement_types": baseline.placement_types,
        "provision": baseline.provision,
        "budget_lines": baseline.budget_lines,
    }
    for kind, names in kinds.items():
        for name in names:
            if name in RESERVED_GROUPS:
                yield Problem((kind, name), f"{name!r} is a word that measures use; choose another name")
            if name in seen:
                yield Problem((kind, name), f"{name!r} is also a name in {seen[name]}; measures need distinct names")
            seen.setdefault(name, kind)
    for name in set(baseline.moves) & set(BUILT_IN_MOVES):
        yield Problem(("moves", name), f"{name!r} is a move the model makes by itself; choose another name")
    for name in set(baseline.leaving) & set(baseline.at_18.reasons):
        yield Problem(("at_18", "reasons", name), f"{name!r} is also a reason in leaving; choose another name")


def _provision(baseline: Baseline) -> Iterator[Problem]:
    for name, provision in baseline.provision.items():
        path = ("provision", name)
        if provision.placement_type not in baseline.placement_types:
            message = unknown("placement type", provision.placement_type, baseline.placement_types)
            yield Problem((*path, "placement_type"), message)
        if provision.budget_line not in baseline.budget_lines:
            yield Problem((*path, "budget_line"), unknown("budget line", provision.budget_line, baseline.budget_lines))
        if provision.maximum_age <= provision.minimum_age:
            message = f"maximum_age {provision.maximum_age:g} must be above minimum_age {provision.minimum_age:g}"
            yield Problem((*path, "maximum_age"), message)
        yield from _capacity(path, provision.capacity)
        if provision.price.block and provision.capacity.kind != "home":
            yield Problem((*path, "price", "block"), "only a home can be block-contracted; set block: false or kind: home")
        if provision.price.block and provision.price.variation:
            yield Problem((*path, "price", "variation"), "a block contract has one price; set variation: 0")


def _capacity(path: Path, capacity: object) -> Iterator[Problem]:
    from placesim.config.baseline import Home, Households, Places

    path = (*path, "capacity")
    if isinstance(capacity, Households):
        yield from _adds_to_one((*path, "approved_places"), capacity.approved_places, "shares of households")
        for places in capacity.approved_places:
            if not 0 < places <= 12:
                yield Problem((*path, "approved_places", places), f"{places} approved places; allowed are 1 to 12")
    elif isinstance(capacity, Places):
        for number, step in enumerate(capacity.places):
            if step.value != int(step.value):
                yield Problem((*path, "places", number), f"{step.value:g} places; use a whole number")
    elif isinstance(capacity, Home):
        if capacity.usable_beds is not None and capacity.usable_beds > capacity.beds:
            message = f"usable_beds {capacity.usable_beds} is above the {capacity.beds} registered beds"
            yield Problem((*path, "usable_beds"), message)
        if capacity.opens and capacity.closes and capacity.closes <= capacity.opens:
            message = f"dates out of order: the home closes on {capacity.closes} but opens on {capacity.opens}"
            yield Problem((*path, "closes"), message)


def _needs(baseline: Baseline) -> Iterator[Problem]:
    for name, need in baseline.needs.items():
        path = ("needs", name)
        seen: set[str] = set()
        for tier, options in enumerate(need.search):
            for place, option in enumerate(options):
                where = (*path, "search", tier, place)
                if option.provision not in baseline.provision:
                    yield Problem(where, unknown("provision", option.provision, baseline.provision))
                if option.provision in seen:
                    yield Problem(where, f"{option.provision!r} is listed twice; keep one")
                seen.add(option.provision)
        yield from _last_resort(baseline, path, need)
        for place, transfer in enumerate(need.transfers):
            where = (*path, "transfers", place)
            yield from _known((*where, "from"), "provision", transfer.from_, baseline.provision)
            if transfer.to not in baseline.provision:
                yield Problem((*where, "to"), unknown("provision", transfer.to, baseline.provision))
            elif baseline.provision[transfer.to].capacity.kind == "spot":
                yield Problem((*where, "to"), f"{transfer.to!r} is spot provision: nobody waits for it; put it in search")
            if transfer.to in transfer.from_:
                yield Problem((*where, "from"), f"{transfer.to!r} cannot be left for itself; take it out of 'from'")
            if transfer.settled_after_days is not None and transfer.settled_after_days <= transfer.minimum_days:
                message = f"settled_after_days must be above minimum_days ({transfer.minimum_days:g})"
                yield Problem((*where, "settled_after_days"), message)


def _last_resort(baseline: Baseline, path: Path, need: Need) -> Iterator[Problem]:
    last = need.search[-1][-1]
    provision = baseline.provision.get(last.provision)
    if provision is None:
        return
    limited = last.share < 1 or last.on_entry_only or provision.minimum_age > 0 or provision.maximum_age < 18
    if provision.capacity.kind != "spot" or limited:
        message = (
            f"search ends with {last.provision!r}, which not every child can have at any time; "
            "end it with spot provision for all ages, or a child could be left nowhere"
        )
        yield Problem((*path, "search", len(need.search) - 1), message)


def _entrants(baseline: Baseline) -> Iterator[Problem]:
    for name, stream in baseline.entrants.items():
        path = ("entrants", name)
        yield from _known((*path, "ages"), "age band", stream.ages, baseline.age_bands)
        yield from _adds_to_one((*path, "ages"), stream.ages, "shares by age")
        yield from _known((*path, "needs"), "age band", stream.needs, baseline.age_bands)
        for band, share in stream.ages.items():
            if share and band not in stream.needs:
                yield Problem((*path, "needs"), f"no needs given for age band {band!r}, in which children enter")
        for band, needs in stream.needs.items():
            yield from _known((*path, "needs", band), "need", needs, baseline.needs)
            yield from _adds_to_one((*path, "needs", band), needs, "shares of needs")


def _children_in_care(baseline: Baseline) -> Iterator[Problem]:
    block = baseline.children_in_care
    yield from _time_in_care(baseline, ("children_in_care", "years_in_care"), block.years_in_care)
    for place, group in enumerate(block.groups):
        yield from _group(baseline, ("children_in_care", "groups", place), group)
    for place, child in enumerate(block.children):
        path = ("children_in_care", "children", place)
        for field, kind, valid in (
            ("provision", "provision", baseline.provision),
            ("stream", "entrant stream", baseline.entrants),
            ("need", "need", baseline.needs),
        ):
            value = getattr(child, field)
            if value not in valid:
                yield Problem((*path, field), unknown(kind, value, valid))  # type: ignore[arg-type]
        if child.years_in_care > child.age_years:
            message = "years_in_care is more than age_years; correct one of them"
            yield Problem((*path, "years_in_care"), message)
        if child.days_in_placement > child.years_in_care * 366:
            message = "days_in_placement is more than years_in_care; correct one of them"
            yield Problem((*path, "days_in_placement"), message)
    yield from _room_at_the_start(baseline)


def _group(baseline: Baseline, path: Path, group: StartGroup) -> Iterator[Problem]:
    if group.provision not in baseline.provision:
        yield Problem((*path, "provision"), unknown("provision", group.provision, baseline.provision))
    if group.stream not in baseline.entrants:
        yield Problem((*path, "stream"), unknown("entrant stream", group.stream, baseline.entrants))
    yield from _known((*path, "needs"), "need", group.needs, baseline.needs)
    yield from _adds_to_one((*path, "needs"), group.needs, "shares of needs")
    yield from _known((*path, "ages"), "age band", group.ages, baseline.age_bands)
    provision = baseline.provision.get(group.provision)
    for band, children in group.ages.items():
        if children < 0:
            yield Problem((*path, "ages", band), f"{children} children; use 0 or more")
        youngest, oldest = baseline.age_bands.get(band, (0, 18))
        if provision and children > 0 and (oldest <= provision.minimum_age or youngest >= provision.maximum_age):
            ages = f"{provision.minimum_age:g} to {provision.maximum_age:g}"
            yield Problem((*path, "ages", band), f"{group.provision!r} takes children aged {ages} only")
    if group.years_in_care is None and not baseline.children_in_care.years_in_care:
        yield Problem((*path, "years_in_care"), "missing; give it here, or once for all under children_in_care")
    if group.years_in_care is not None:
        yield from _time_in_care(baseline, (*path, "years_in_care"), group.years_in_care)


def _time_in_care(baseline: Baseline, path: Path, shares: Mapping[str, float]) -> Iterator[Problem]:
    yield from _known(path, "time-in-care band", shares, baseline.time_in_care_bands)
    if shares:
        yield from _adds_to_one(path, shares, "shares by time in care")


def children_at_start(baseline: Baseline) -> dict[str, int]:
    """Return how many children each provision holds on day 0."""
    counts = dict.fromkeys(baseline.provision, 0)
    for group in baseline.children_in_care.groups:
        counts[group.provision] = counts.get(group.provision, 0) + sum(group.ages.values())
    for child in baseline.children_in_care.children:
        counts[child.provision] = counts.get(child.provision, 0) + 1
    return counts


def _room_at_the_start(baseline: Baseline) -> Iterator[Problem]:
    for name, children in children_at_start(baseline).items():
        if not children or name not in baseline.provision:
            continue
        capacity = baseline.provision[name].capacity
        path = ("provision", name, "capacity")
        if capacity.kind == "households":
            places = sum(approved_at_start(capacity.households, capacity.approved_places))
            if children > places:
                yield Problem(path, f"{children} children are here on the start date, but only {places} approved places")
        elif capacity.kind == "home":
            room = capacity.beds if capacity.opens and capacity.opens <= baseline.start else 0
            if children > room:
                yield Problem(path, f"{children} children are here on the start date, but only {room} open beds")


def approved_at_start(households: int, shares: Mapping[int, float]) -> list[int]:
    """Return the approved places of each household on the start date, as even as whole households allow.

    Household by household, the size furthest behind its share is chosen, so the mix is as
    declared whatever the number of households.
    """
    given = dict.fromkeys(shares, 0)
    sizes = []
    for number in range(1, households + 1):
        size = max(given, key=lambda places: (shares[places] * number - given[places], -places))
        given[size] += 1
        sizes.append(size)
    return sizes


def _risks(baseline: Baseline) -> Iterator[Problem]:
    for name, reason in baseline.leaving.items():
        yield from _risk(baseline, ("leaving", name), reason)
    for name, move in baseline.moves.items():
        path = ("moves", name)
        yield from _risk(baseline, path, move)
        for place, provision in enumerate(move.to):
            if provision not in baseline.provision:
                yield Problem((*path, "to", place), unknown("provision", provision, baseline.provision))
        for place, change in enumerate(move.need_changes):
            where = (*path, "need_changes", place)
            for field, value in (("from", change.from_), ("to", change.to)):
                if value not in baseline.needs:
                    yield Problem((*where, field), unknown("need", value, baseline.needs))
        for need in baseline.needs:
            total = sum(change.share for change in move.need_changes if change.from_ == need)
            if total > 1 + SHARES_TOLERANCE:
                yield Problem((*path, "need_changes"), f"shares of need changes from {need!r} add to {total:g}, above 1")


def _risk(baseline: Baseline, path: Path, risk: Risk) -> Iterator[Problem]:
    yield from _known((*path, "per_year"), "placement type", risk.per_year, baseline.placement_types)
    yield from _known((*path, "by_age"), "age band", risk.by_age, baseline.age_bands)
    yield from _known((*path, "by_time_in_care"), "time-in-care band", risk.by_time_in_care, baseline.time_in_care_bands)


def _at_18(baseline: Baseline) -> Iterator[Problem]:
    block = baseline.at_18
    path = ("at_18", "shares")
    yield from _known(path, "placement type", block.shares, baseline.placement_types)
    for name in baseline.placement_types:
        if name not in block.shares:
            yield Problem(path, f"no shares given for placement type {name!r}")
    for name, shares in block.shares.items():
        yield from _known((*path, name), "reason", shares, block.reasons)
        yield from _adds_to_one((*path, name), shares, "shares of reasons")
