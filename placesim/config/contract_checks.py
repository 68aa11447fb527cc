"""What must hold of a contract: it fits the kind of provision, names endings that exist, and has a source."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from placesim.config.blocks import Blocks
from placesim.config.contracts import (
    ANY_ENDING,
    AT_18,
    REGISTRATION,
    BlockContract,
    ContractForPlaces,
    SpotContract,
)
from placesim.config.problem import Path, Problem, unknown_name
from placesim.config.provision import Provision
from placesim.config.risks import BUILT_IN_MOVES
from placesim.config.values import SOURCE, Step

OF_A_HOME = ("paid_from", "registered", "before_first_admission")
"""What only the block contract of a home says."""


def contract_problems(baseline: Blocks, path: Path, provision: Provision) -> Iterator[Problem]:
    """Yield what does not fit in the contract of a provision; the path is that of the contract."""
    contract, kind = provision.contract, provision.capacity.kind
    if isinstance(contract, SpotContract):
        yield from _notice(baseline, path, provision, contract)
    elif kind == "households":
        yield Problem(path, "only homes, spot provision and places can be contracted; take it out")
    elif kind == "home":
        yield from _of_a_home(path, contract)
        for field, mend in (("variation", "set variation: 0"), ("tail", "take it out")):
            if getattr(provision.price, field):
                yield Problem((*path[:-1], "price", field), f"a {contract.kind} contract has one price; {mend}")
    else:
        yield from _of_places(path, contract)


def _of_a_home(path: Path, contract: ContractForPlaces) -> Iterator[Problem]:
    if contract.places is not None:
        yield Problem((*path, "places"), "a home's contract covers every registered bed; take it out")
    if isinstance(contract, BlockContract):
        if contract.paid_from == REGISTRATION and contract.registered is None:
            yield Problem((*path, "registered"), "missing; `paid_from: registration` needs the day, as in 2026-05-01")
        elif contract.paid_from != REGISTRATION and contract.registered is not None:
            yield Problem((*path, "registered"), "goes with `paid_from: registration`; add that, or take this out")


def _of_places(path: Path, contract: ContractForPlaces) -> Iterator[Problem]:
    if contract.places is None:
        yield Problem((*path, "places"), "missing; add it: only a home's contract covers every place")
    else:
        yield from whole((*path, "places"), contract.places, "places")
    for field in OF_A_HOME:
        if getattr(contract, field, None) not in (None, BlockContract.model_fields[field].default):
            yield Problem((*path, field), "only a home's contract says this; `places` has dates; take it out")
    if not contract.source:
        yield Problem((*path, "source"), f"missing; give {SOURCE}")


def _notice(baseline: Blocks, path: Path, provision: Provision, contract: SpotContract) -> Iterator[Problem]:
    yield from whole((*path, "notice_days"), contract.notice_days, "days")
    endings = endings_of(baseline)
    for place, name in enumerate(contract.notice_after):
        yield from unknown_name((*path, "notice_after", place), "ending", name, endings)
    for name in contract.notice_given_days:
        yield from unknown_name((*path, "notice_given_days", name), "ending", name, endings)
    if contract.until_refilled and provision.capacity.kind == "spot":
        message = "of provision without a number of places nobody can tell when a place is taken again; take it out"
        yield Problem((*path, "until_refilled"), message)
    if contract.has_notice and not contract.source and provision.capacity.kind != "home":
        yield Problem((*path, "source"), f"missing; give {SOURCE}")


def endings_of(baseline: Blocks) -> Collection[str]:
    """Return what notice may be paid after: every way in which a placement ends, and the words for several."""
    reasons = (*baseline.leaving, *baseline.at_18.reasons, *baseline.moves, *BUILT_IN_MOVES)
    return (*reasons, AT_18, ANY_ENDING)


def whole(path: Path, steps: tuple[Step, ...], what: str) -> Iterator[Problem]:
    """Yield a problem for each step that is no whole number."""
    for number, step in enumerate(steps):
        if step.value != int(step.value):
            yield Problem((*path, number, "value"), f"{step.value:g} {what}; use a whole number")
