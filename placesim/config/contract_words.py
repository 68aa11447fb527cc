"""Contracts in words: what is paid for, as sentences of reports and of interventions say it."""

from datetime import date

from placesim.config.blocks import Blocks
from placesim.config.contracts import (
    ANY_ENDING,
    AT_18,
    OPENING,
    REGISTRATION,
    BlockContract,
    Contract,
    GuaranteedContract,
    PerBedCost,
    SpotContract,
)
from placesim.config.provision import Provision
from placesim.config.risks import BUILT_IN_MOVES
from placesim.config.text import day_text, listing, plain
from placesim.config.values import Step

KINDS = {
    "spot": "paid only for nights used",
    "block": "paid by the block, used or not",
    "guaranteed": "paid for a guaranteed share of nights",
    "per_bed_cost": "paid by the bed, used or not",
}
"""What each kind of contract is, in short."""


def contract_in_words(council: Blocks, provision: Provision) -> str:
    """Return what is paid for in a provision, with all that its contract says."""
    return "; ".join([_covered(provision), *terms_in_words(council, provision.contract)])


def _covered(provision: Provision) -> str:
    contract = provision.contract
    if isinstance(contract, SpotContract):
        return "paid for nights used"
    if contract.places is None:
        since = " from opening" if getattr(contract, "paid_from", OPENING) == OPENING else ""
        return f"every registered bed{since}, used or not" if isinstance(contract, BlockContract) else "every bed"
    return f"{_changing(contract.places)} places{', used or not' if isinstance(contract, BlockContract) else ''}"


def terms_in_words(council: Blocks, contract: Contract) -> list[str]:
    """Return what a contract says beyond its kind and its places, one term a line."""
    match contract:
        case SpotContract():
            return _notice(council, contract) if contract.has_notice else []
        case BlockContract():
            return _block(contract)
        case GuaranteedContract():
            fee = [] if contract.weekly_fee is None else [f"£{contract.weekly_fee:,.0f} a place a week"]
            return [f"{_percent(contract.share)} of nights guaranteed, measured by {contract.measured}", *fee]
        case PerBedCost():
            return [f"£{contract.per_year:,.0f} a bed a year, used or not"]


def _block(contract: BlockContract) -> list[str]:
    said = []
    if contract.paid_from == REGISTRATION and contract.registered:
        said.append(f"paid from registration on {day_text(contract.registered)}")
    elif isinstance(contract.paid_from, date):
        said.append(f"paid from {day_text(contract.paid_from)}, whenever it opens")
    if contract.before_first_admission < 1:
        paid = _percent(contract.before_first_admission) if contract.before_first_admission else "nothing"
        said.append(f"{paid} of the fee until the first admission")
    if contract.void_share < 1:
        said.append(f"{_percent(contract.void_share)} of the fee for a night that nobody sleeps there")
    if contract.weekly_fee is not None:
        said.append(f"£{contract.weekly_fee:,.0f} a place a week")
    return said


def _notice(council: Blocks, contract: SpotContract) -> list[str]:
    share = "" if contract.notice_share == 1 else f"{_percent(contract.notice_share)} of "
    after = listing([ending_in_words(council, name) for name in contract.notice_after])
    asked = _changing(contract.notice_days)
    notice = f"{asked} days of notice" if len(contract.notice_days) == 1 else f"days of notice ({asked})"
    said = [f"{notice} at {share}the child's fee after {after}"]
    for name, days in contract.notice_given_days.items():
        said.append(f"{days} of them given before {ending_in_words(council, name)}")
    return [*said, *(["until another child takes the place"] if contract.until_refilled else [])]


def ending_in_words(council: Blocks, name: str) -> str:
    """Return what reports call an ending of a placement, as the middle of a sentence has it."""
    if name in (ANY_ENDING, AT_18):
        return "any ending" if name == ANY_ENDING else "an 18th birthday"
    labels = {**council.at_18.reasons, **BUILT_IN_MOVES}
    labels |= {reason: each.label for block in (council.leaving, council.moves) for reason, each in block.items()}
    label = plain(labels.get(name, name))
    return label[:1].lower() + label[1:]


def _changing(steps: tuple[Step, ...]) -> str:
    first, *later = steps
    return ", then ".join([f"{first.value:g}", *(f"{step.value:g} from {day_text(step.from_)}" for step in later)])


def _percent(share: float) -> str:
    return f"{share * 100:.4g}%"
