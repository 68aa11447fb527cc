"""What must hold of searches: they name provision, always end somewhere, and transfers lead nobody in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from placesim.config.blocks import Blocks
from placesim.config.children import Need, SearchOption, Tier, Transfer
from placesim.config.problem import Path, Problem, unknown_name
from placesim.config.provision import Provision


def search_problems(baseline: Blocks) -> Iterator[Problem]:
    """Yield what does not fit in the searches and transfers of needs, and in where moves lead."""
    for name, need in baseline.needs.items():
        yield from _search(baseline, ("needs", name, "search"), need)
        for place, transfer in enumerate(need.transfers):
            yield from _transfer(baseline, ("needs", name, "transfers", place), transfer)
        yield from _in_a_circle(("needs", name, "transfers"), need)
    for name, move in baseline.moves.items():
        yield from _tiers(baseline, ("moves", name, "to"), move.to)


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


def _for_every_child(option: SearchOption, provision: Provision) -> bool:
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
