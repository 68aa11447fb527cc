"""What must agree between the blocks of a baseline, so that the engine never has to ask.

Every check yields problems: where in the file, what is wrong, and what is allowed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from placesim.config.blocks import Blocks
from placesim.config.children import Diversion, Need, Option, Tier, Transfer
from placesim.config.problem import (
    SHARES_TOLERANCE,
    Path,
    Problem,
    adds_to_one,
    left_out,
    unknown_keys,
    unknown_name,
)
from placesim.config.provision import Home, Households, Places, Provision
from placesim.config.risks import Move, Risk
from placesim.config.starting_children import starting_children_problems
from placesim.config.values import Step, value_on

TRANSFER = "transfer"

BUILT_IN_MOVES = {
    TRANSFER: "Move to a preferred place",
    "carer_left": "Carer stopped fostering",
    "home_closed": "Home closed",
}
"""Moves that the model makes by itself; configurations may not use these names."""

RESERVED_GROUPS = {"all", "fostering"}
"""Group names that measures use, as for the total; nothing that is reported by name may take them."""


def problems(baseline: Blocks) -> list[Problem]:
    """Return everything that does not fit."""
    checks = (
        _names,
        _reasons,
        _provision,
        _needs,
        _entrants,
        starting_children_problems,
        _room_at_the_start,
        _risks,
        _at_18,
    )
    return [problem for check in checks for problem in check(baseline)]


def _names(baseline: Blocks) -> Iterator[Problem]:
    kinds: dict[str, Collection[str]] = {
        "placement_types": baseline.placement_types,
        "provision": baseline.provision,
        "budget_lines": baseline.budget_lines,
    }
    yield from _distinct({(kind,): names for kind, names in kinds.items()})
    yield from _distinct({("entrants",): baseline.entrants})
    yield from _distinct({("needs",): baseline.needs})


def _reasons(baseline: Blocks) -> Iterator[Problem]:
    for name in baseline.moves:
        if name in BUILT_IN_MOVES:
            yield Problem(("moves", name), f"{name!r} is a move the model makes by itself; choose another name")
    for path, names in ((("leaving",), baseline.leaving), (("at_18", "reasons"), baseline.at_18.reasons)):
        for name in names:
            if name in BUILT_IN_MOVES:
                yield Problem((*path, name), f"{name!r} is a move the model makes by itself; choose another name")
    yield from _distinct(
        {("leaving",): baseline.leaving, ("at_18", "reasons"): baseline.at_18.reasons, ("moves",): baseline.moves}
    )


def _distinct(blocks: Mapping[Path, Collection[str]]) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for path, names in blocks.items():
        for name in names:
            if name in RESERVED_GROUPS:
                yield Problem((*path, name), f"{name!r} is a word that measures use; choose another name")
            if name in seen:
                where = ".".join(map(str, seen[name]))
                yield Problem(
                    (*path, name), f"{name!r} is also a name in {where}; choose another, figures are kept by name"
                )
            seen.setdefault(name, path)


def _provision(baseline: Blocks) -> Iterator[Problem]:
    for name, provision in baseline.provision.items():
        path = ("provision", name)
        kind = provision.placement_type
        yield from unknown_name((*path, "placement_type"), "placement type", kind, baseline.placement_types)
        yield from unknown_name((*path, "budget_line"), "budget line", provision.budget_line, baseline.budget_lines)
        if provision.maximum_age <= provision.minimum_age:
            message = f"maximum_age {provision.maximum_age:g} must be above minimum_age {provision.minimum_age:g}"
            yield Problem((*path, "maximum_age"), message)
        yield from _capacity((*path, "capacity"), provision.capacity)
        yield from _block_contract((*path, "price"), provision)


def _block_contract(path: Path, provision: Provision) -> Iterator[Problem]:
    price = provision.price
    if price.block and provision.capacity.kind != "home":
        yield Problem((*path, "block"), "only a home can be block-contracted; set block: false, or kind: home")
    if provision.block_contract:
        contract = (*path[:-1], "block_contract")
        yield from _whole((*contract, "places"), provision.block_contract.places, "places")
        if provision.capacity.kind in ("home", "households"):
            message = (
                "only spot provision and places can be contracted in part; for a home set block: true in its price"
            )
            yield Problem(contract, message)
    if price.block and price.variation:
        yield Problem((*path, "variation"), "a block contract has one price; set variation: 0")


def _capacity(path: Path, capacity: object) -> Iterator[Problem]:
    if isinstance(capacity, Households):
        yield from adds_to_one((*path, "approved_places"), capacity.approved_places, "shares of households")
        for places in capacity.approved_places:
            if not 0 < places <= 12:
                yield Problem((*path, "approved_places", places), f"{places} approved places; allowed are 1 to 12")
    elif isinstance(capacity, Places):
        yield from _whole((*path, "places"), capacity.places, "places")
    elif isinstance(capacity, Home):
        yield from _home(path, capacity)


def _whole(path: Path, steps: tuple[Step, ...], what: str) -> Iterator[Problem]:
    for number, step in enumerate(steps):
        if step.value != int(step.value):
            yield Problem((*path, number, "value"), f"{step.value:g} {what}; use a whole number")


def _home(path: Path, home: Home) -> Iterator[Problem]:
    yield from _whole((*path, "beds"), home.beds, "beds")
    most = max(step.value for step in home.beds)
    if home.usable_beds is not None and home.usable_beds > most:
        yield Problem((*path, "usable_beds"), f"{home.usable_beds} is above the {most:g} registered beds; lower it")
    if home.opens and home.closes and home.closes <= home.opens:
        message = f"dates out of order: the home closes on {home.closes} but opens on {home.opens}; put opens first"
        yield Problem((*path, "closes"), message)


def _needs(baseline: Blocks) -> Iterator[Problem]:
    for name, need in baseline.needs.items():
        yield from _search(baseline, ("needs", name, "search"), need)
        for place, transfer in enumerate(need.transfers):
            yield from _transfer(baseline, ("needs", name, "transfers", place), transfer)
        yield from _in_a_circle(("needs", name, "transfers"), need)


def _search(baseline: Blocks, path: Path, need: Need) -> Iterator[Problem]:
    yield from _tiers(baseline, path, need.search)
    last = need.search[-1][-1]
    provision = baseline.provision.get(last.provision)
    if provision and not _for_every_child(last, provision):
        message = (
            f"search ends with {last.provision!r}, which not every child can have at any time; "
            "end it with spot provision for all ages, or a child could be left nowhere"
        )
        yield Problem((*path, len(need.search) - 1), message)


def _tiers(baseline: Blocks, path: Path, tiers: tuple[Tier, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    for tier, options in enumerate(tiers):
        for place, option in enumerate(options):
            where = (*path, tier, place, "provision")
            yield from unknown_name(where, "provision", option.provision, baseline.provision)
            if option.provision in seen:
                yield Problem(where, f"{option.provision!r} is listed twice; keep one")
            seen.add(option.provision)


def _for_every_child(option: Option, provision: Provision) -> bool:
    unlimited = provision.capacity.kind == "spot" and provision.minimum_age == 0 and provision.maximum_age == 18
    return unlimited and option.share == 1 and not option.on_entry_only


def _transfer(baseline: Blocks, path: Path, transfer: Transfer) -> Iterator[Problem]:
    yield from unknown_name((*path, "to"), "provision", transfer.to, baseline.provision)
    for place, name in enumerate(transfer.from_):
        yield from unknown_name((*path, "from", place), "provision", name, baseline.provision)
        if name == transfer.to:
            yield Problem((*path, "from", place), f"{name!r} cannot be left for itself; take it out of 'from'")
    if transfer.to in baseline.provision and baseline.provision[transfer.to].capacity.kind == "spot":
        yield Problem((*path, "to"), f"{transfer.to!r} is spot provision: nobody waits for it; put it in search")
    if transfer.settled_after_days is not None and transfer.settled_after_days <= transfer.minimum_days:
        message = f"must be above minimum_days ({transfer.minimum_days:g}); found {transfer.settled_after_days:g}"
        yield Problem((*path, "settled_after_days"), message)


def _in_a_circle(path: Path, need: Need) -> Iterator[Problem]:
    """Refuse transfers by which a child could go round and round without end."""
    onward: dict[str, set[str]] = {}
    for transfer in need.transfers:
        for place in transfer.from_:
            onward.setdefault(place, set()).add(transfer.to)
    for number, transfer in enumerate(need.transfers):
        reached, ahead = {transfer.to}, [transfer.to]
        while ahead:
            further = onward.get(ahead.pop(), set()) - reached
            reached |= further
            ahead += further
        for place in transfer.from_:
            if place != transfer.to and place in reached:
                message = f"{place!r} and {transfer.to!r} are worth moving to from each other; keep one direction"
                yield Problem((*path, number, "to"), message)


def _entrants(baseline: Blocks) -> Iterator[Problem]:
    for name, stream in baseline.entrants.items():
        path = ("entrants", name)
        yield from unknown_keys((*path, "ages"), "age band", stream.ages, baseline.age_bands)
        yield from adds_to_one((*path, "ages"), stream.ages, "shares by age")
        yield from unknown_keys((*path, "needs"), "age band", stream.needs, baseline.age_bands)
        entered = [band for band, share in stream.ages.items() if share and band in baseline.age_bands]
        for band in left_out(stream.needs, entered):
            yield Problem((*path, "needs"), f"no needs for age band {band!r}, in which children enter; add it")
        for band, needs in stream.needs.items():
            yield from unknown_keys((*path, "needs", band), "need", needs, baseline.needs)
            yield from adds_to_one((*path, "needs", band), needs, "shares of needs")
        for programme, diversion in stream.diversions.items():
            yield from _diversion(baseline, (*path, "diversions", programme), diversion)


def _diversion(baseline: Blocks, path: Path, diversion: Diversion) -> Iterator[Problem]:
    if diversion.maximum_age <= diversion.minimum_age:
        message = f"maximum_age {diversion.maximum_age:g} must be above minimum_age {diversion.minimum_age:g}"
        yield Problem((*path, "maximum_age"), message)
    for place, need in enumerate(diversion.needs):
        yield from unknown_name((*path, "needs", place), "need", need, baseline.needs)


def children_at_start(baseline: Blocks) -> dict[str, int]:
    """Return how many children each provision holds on day 0."""
    counts = dict.fromkeys(baseline.provision, 0)
    for group in baseline.children_in_care.groups:
        counts[group.provision] = counts.get(group.provision, 0) + sum(group.ages.values())
    for child in baseline.children_in_care.children:
        counts[child.provision] = counts.get(child.provision, 0) + 1
    return counts


def _room_at_the_start(baseline: Blocks) -> Iterator[Problem]:
    for name, children in children_at_start(baseline).items():
        if not children or name not in baseline.provision:
            continue
        capacity = baseline.provision[name].capacity
        room = children
        if capacity.kind == "households":
            room = sum(approved_at_start(capacity.households, capacity.approved_places))
            what = f"only {room} approved places; add households or correct the children"
        elif capacity.kind == "home":
            room = int(value_on(capacity.beds, baseline.start)) if _open_on(capacity, baseline.start) else 0
            what = f"only {room} beds are open then; correct opens, beds or the children"
        if children > room:
            yield Problem(
                ("provision", name, "capacity"), f"{children} children are here on the start date, but {what}"
            )


def _open_on(home: Home, day: date) -> bool:
    return home.opens is not None and home.opens <= day and (home.closes is None or day < home.closes)


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


def _risks(baseline: Blocks) -> Iterator[Problem]:
    for name, reason in baseline.leaving.items():
        yield from _risk(baseline, ("leaving", name), reason)
    for name, move in baseline.moves.items():
        yield from _risk(baseline, ("moves", name), move)
        yield from _tiers(baseline, ("moves", name, "to"), move.to)
        yield from _need_changes(baseline, ("moves", name, "need_changes"), move)


def _risk(baseline: Blocks, path: Path, risk: Risk) -> Iterator[Problem]:
    yield from unknown_keys((*path, "per_year"), "placement type", risk.per_year, baseline.placement_types)
    yield from unknown_keys((*path, "by_age"), "age band", risk.by_age, baseline.age_bands)
    dated = risk.by_type_and_date
    yield from unknown_keys((*path, "by_type_and_date"), "placement type", dated, baseline.placement_types)
    bands = baseline.time_in_care_bands
    yield from unknown_keys((*path, "by_time_in_care"), "time-in-care band", risk.by_time_in_care, bands)


def _need_changes(baseline: Blocks, path: Path, move: Move) -> Iterator[Problem]:
    for place, change in enumerate(move.need_changes):
        yield from unknown_name((*path, place, "from"), "need", change.from_, baseline.needs)
        yield from unknown_name((*path, place, "to"), "need", change.to, baseline.needs)
    for need in baseline.needs:
        total = sum(change.share for change in move.need_changes if change.from_ == need)
        if total > 1 + SHARES_TOLERANCE:
            yield Problem(path, f"shares of need changes from {need!r} add to {total:g}; they may add to 1 at most")


def _at_18(baseline: Blocks) -> Iterator[Problem]:
    block = baseline.at_18
    path = ("at_18", "shares")
    yield from unknown_keys(path, "placement type", block.shares, baseline.placement_types)
    for name in left_out(block.shares, baseline.placement_types):
        yield Problem(path, f"no shares for placement type {name!r}; add a row")
    for name, shares in block.shares.items():
        yield from unknown_keys((*path, name), "reason", shares, block.reasons)
        yield from adds_to_one((*path, name), shares, "shares of reasons")
