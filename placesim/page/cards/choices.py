"""Choices: the names of a council that a field of a card may have, each with what reports call it."""

from collections.abc import Callable, Mapping
from typing import Any

from placesim.config.baseline import Baseline
from placesim.config.blocks import POLICIES
from placesim.config.contract_words import KINDS as CONTRACTS
from placesim.config.contracts import ANY_ENDING, AT_18
from placesim.config.interventions.intervention import searched
from placesim.config.provision import Home, Households, Provision
from placesim.config.re_entry import RE_ENTRY
from placesim.config.risks import BUILT_IN_MOVES
from placesim.config.text import plain

Names = dict[str, str]
"""Labels by name, in the order of the configuration."""

COMING_BACK = "Children come back to care"


def homes(council: Baseline) -> Names:
    """Return the homes, open, opening and planned."""
    return _provision(council, lambda each: isinstance(each.capacity, Home))


def carers(council: Baseline) -> Names:
    """Return the provision that is made of households."""
    return _provision(council, lambda each: isinstance(each.capacity, Households))


def bought(council: Baseline) -> Names:
    """Return the provision of which places can be contracted: spot provision, and others' places."""
    return _provision(council, lambda each: each.capacity.kind in ("spot", "places"))


def limited(council: Baseline) -> Names:
    """Return the provision that children may wait for: it has a number of places, and some search lists it."""
    listed = {name for need in council.needs.values() for name in searched(need)}
    return {name: label for name, label in provision(council).items() if name in listed and not _spot(council, name)}


def provision(council: Baseline) -> Names:
    """Return all provision."""
    return _provision(council, lambda _: True)


def reasons(council: Baseline) -> Names:
    """Return the reasons for leaving care before 18."""
    return _labels(council.leaving)


def moves(council: Baseline) -> Names:
    """Return the reasons for moving."""
    return _labels(council.moves)


def coming_back(council: Baseline) -> Names:
    """Return the rate at which children come back to care, where the council has one."""
    return {RE_ENTRY: COMING_BACK} if council.re_entry else {}


def risks(council: Baseline) -> Names:
    """Return everything that happens to children at a rate."""
    return {**reasons(council), **moves(council), **coming_back(council)}


def endings(council: Baseline) -> Names:
    """Return the endings of a placement after which notice may be paid."""
    own = {ANY_ENDING: "Any ending but the provider's own", AT_18: "An 18th birthday"}
    return {**own, **moves(council), **BUILT_IN_MOVES, **reasons(council), **council.at_18.reasons}


FIELDS: dict[str, Callable[[Baseline], Names]] = {
    "open_home/provision": homes,
    "delay_home/provision": homes,
    "resize_home/provision": homes,
    "close_home/provision": homes,
    "recruit_carers/provision": carers,
    "keep_carers/provision": carers,
    "contract_places/provision": bought,
    "provision": provision,
    "like": homes,
    "to": limited,
    "waiting_in": provision,
    "transfers_from": provision,
    "streams": lambda council: _labels(council.entrants),
    "needs": lambda council: _labels(council.needs),
    "placement_types": lambda council: _labels(council.placement_types),
    "risk": risks,
    "policy": lambda _: {str(name): label for name, label in POLICIES.items()},
    "contract.kind": lambda _: dict(CONTRACTS),
    "contract.notice_after": endings,
    "contract.measured": lambda _: {"month": "Each month", "quarter": "Each quarter", "year": "Each financial year"},
    "cost.budget_line": lambda council: _labels(council.budget_lines),
}
"""What may stand in a field, by its place; with the kind in front where one kind allows something else."""


def names_for(kind: str, field: str, council: Baseline) -> Names | None:
    """Return what may stand in a field; None where it is no name of the council's."""
    find = FIELDS.get(f"{kind}/{field}") or FIELDS.get(field)
    return {name: plain(label) for name, label in find(council).items()} if find else None


def _spot(council: Baseline, name: str) -> bool:
    return council.provision[name].capacity.kind == "spot"


def _provision(council: Baseline, wanted: Callable[[Provision], bool]) -> Names:
    return {name: each.label for name, each in council.provision.items() if wanted(each)}


def _labels(blocks: Mapping[str, Any]) -> Names:
    return {name: each.label for name, each in blocks.items()}
