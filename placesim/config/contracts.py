"""Contracts: what a council has agreed to pay for, children there or not; the same for homes and other provision."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from placesim.config.problem import Path, Problem
from placesim.config.values import Amounts, Frozen, Number, Source


class SpotContract(Frozen):
    """Paid only for nights used, each at the price of the child there."""

    kind: Literal["spot"] = "spot"


class BlockContract(Frozen):
    """Paid for whether used or not: every registered bed of a home from its opening, or a number of other places."""

    kind: Literal["block"]
    places: Amounts | None = None
    """Places contracted, whole numbers; may change by date. Children beyond them are paid for one by one. Left out for
    a home, whose every registered bed is paid for; required elsewhere."""
    weekly_fee: Number | None = Field(default=None, ge=0, le=1_000_000)
    """Pounds per contracted place per week, at prices of the first financial year, uplifted like the price; left out,
    and always for a home, the weekly fee of the price."""
    source: Source | None = None
    """Where number and fee of the places come from: evidence ids, or `assumption: why`. Required with places."""


Contract = Annotated[SpotContract | BlockContract, Field(discriminator="kind")]
"""What is paid for; further kinds, as a guaranteed share of places, belong here."""


def more_than_a_home_has(path: Path, contract: Contract) -> Iterator[Problem]:
    """Yield what a contract says that a home's cannot: it covers every registered bed, at the home's own price."""
    for field in ("places", "weekly_fee"):
        if getattr(contract, field, None) is not None:
            yield Problem((*path, field), "a home's contract pays its weekly fee for every registered bed; take it out")
