"""Contracts: what a council has agreed to pay for, children there or not; the same for homes and other provision."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from placesim.config.values import Amounts, Day, Frozen, Name, Number, Share, Source, Whole, expected

ANY_ENDING, AT_18 = "any", "at_18"
"""In place of the names of endings: every one that is not the provider's own doing, and every reason at 18."""

OPENING: Literal["opening"] = "opening"
REGISTRATION: Literal["registration"] = "registration"

Measured = Literal["month", "quarter", "year"]
"""Over what nights used are measured against nights guaranteed: calendar months, their quarters, financial years."""


def _one_or_more(names: Any) -> Any:
    return (names,) if isinstance(names, str) else names


class SpotContract(Frozen):
    """Paid only for nights used, each at the price of the child there; and for days of notice, where it has any."""

    kind: Literal["spot"] = "spot"
    notice_days: Amounts = Field(default=0, validate_default=True)
    """Days for which a place goes on being paid for at the child's own fee when the child has left, less those of
    which notice was given before; whole days, of the day the child leaves, so they may change by date."""
    notice_after: Annotated[tuple[Name, ...], BeforeValidator(_one_or_more)] = (ANY_ENDING,)
    """Endings after which that is so: moves and reasons for leaving by name, `at_18` for every reason at 18, `any` for
    every ending but `carer_left` and `home_closed`, which are the provider's own."""
    notice_given_days: dict[Name, Annotated[Whole, Field(ge=0, le=365)]] = Field(default_factory=dict)
    """Days of notice that the council gives before the child leaves, by ending, as in {planned_move: 10}; of endings
    left out it gives none."""
    notice_share: Share = 1
    """Share of the fee that is paid during notice."""
    until_refilled: bool = False
    """True where notice ends when another child takes the place: the next to come to this provision takes the place
    left first. Only where there is a number of places; of provision without limit nobody can tell."""
    source: Source | None = None
    """Where notice comes from: evidence ids, or `assumption: why`. Required with notice days, homes apart."""

    @property
    def has_notice(self) -> bool:
        """Whether anything may be paid after a child has left."""
        return any(step.value for step in self.notice_days)


_DAY: TypeAdapter[date] = TypeAdapter(Day)


def _paid_from(value: Any) -> date | str:
    if value in (OPENING, REGISTRATION):
        return str(value)
    try:
        return _DAY.validate_python(value)
    except ValidationError:
        raise expected("`opening`, `registration`, or a date of the calendar, like 2026-04-01") from None


PaidFrom = Annotated[date | Literal["opening", "registration"], BeforeValidator(_paid_from)]
"""`opening`, `registration`, or a date, as in 2026-04-01."""


class ContractForPlaces(Frozen):
    """What every contract for places says: how many, and where that comes from."""

    places: Amounts | None = None
    """Places contracted, whole numbers; may change by date. Children beyond them are paid for one by one. Left out for
    a home, whose every registered bed is contracted; required elsewhere."""
    source: Source | None = None
    """Where the terms come from: evidence ids, or `assumption: why`. Required with places."""


class BlockContract(ContractForPlaces):
    """Paid for whether used or not: every registered bed of a home, or a number of other places."""

    kind: Literal["block"]
    weekly_fee: Number | None = Field(default=None, ge=0, le=1_000_000)
    """Pounds per contracted place per week, at prices of the first financial year, uplifted like the price; left out,
    the weekly fee of the price."""
    paid_from: PaidFrom = OPENING
    """From when a home is paid for: its opening, late or not; `registration`, with `registered`; or a date, whatever
    happens: a home that opens late, or never, is paid for from that day. Of other places `places` says from when."""
    registered: Day | None = None
    """Day on which the home is registered; only with `paid_from: registration`."""
    before_first_admission: Share = 1
    """Share of the fee paid until the first child moves into the home: 1 all of it, 0 nothing."""
    void_share: Share = 1
    """Share of the fee paid for a night in which nobody sleeps in the place; in a home, from the first admission on."""


class GuaranteedContract(ContractForPlaces):
    """Paid for nights used, and for as many unused ones as bring them up to a share of all."""

    kind: Literal["guaranteed"]
    share: Share
    """Share of the nights of the places that is paid for at least."""
    measured: Measured
    """Over what that is measured, and settled at its end: `month`, `quarter` (from January, April, July, October) or
    `year` (from April); a part where the simulation begins or ends within one."""
    weekly_fee: Number | None = Field(default=None, ge=0, le=1_000_000)
    """Pounds per contracted place per week, at prices of the first financial year, uplifted like the price; left out,
    the weekly fee of the price."""


class PerBedCost(ContractForPlaces):
    """A council's own provision: what a bed costs a year, paid whether used or not."""

    kind: Literal["per_bed_cost"]
    per_year: Number = Field(ge=0, le=10_000_000)
    """Pounds per bed per financial year, of 365 nights or 366, at prices of the first, uplifted like the price."""


Contract = Annotated[SpotContract | BlockContract | GuaranteedContract | PerBedCost, Field(discriminator="kind")]
"""What is paid for; one shape for homes and for other provision, in configurations and in scenarios."""

CONTRACTS = (SpotContract, ContractForPlaces)
"""What every contract is one of."""


def own_weekly_fee(contract: Contract) -> float | None:
    """Return pounds a place a week that a contract says itself; None where the price says it, or nothing does."""
    return contract.weekly_fee if isinstance(contract, BlockContract | GuaranteedContract) else None


def day_paid_from(contract: Contract) -> date | None:
    """Return the date from which a home is paid for, whether it is open or not; None where it is its opening."""
    if not isinstance(contract, BlockContract):
        return None
    if contract.paid_from == REGISTRATION:
        return contract.registered
    return contract.paid_from if isinstance(contract.paid_from, date) else None
