"""What must hold of costs: what is paid names its line, its days, and what it is counted by."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from placesim.config.blocks import Blocks
from placesim.config.costs import DatedCost
from placesim.config.problem import Problem, unknown_name
from placesim.config.provision import Home, Households
from placesim.config.risks import TRANSFER

CAPITAL = "capital"
"""The group of costs that no budget line may be called by."""


def costs_problems(baseline: Blocks) -> Iterator[Problem]:
    """Yield what does not fit in the council's costs, those that interventions have brought included."""
    if CAPITAL in baseline.budget_lines:
        message = f"{CAPITAL!r} is what reports call money for buildings; choose another name"
        yield Problem(("budget_lines", CAPITAL), message)
    for place, cost in enumerate(baseline.costs):
        for found in cost_problems(baseline, cost, baseline.costs[:place]):
            yield Problem(("costs", place, *found.path), found.message)


def cost_problems(baseline: Blocks, cost: DatedCost, before: tuple[DatedCost, ...]) -> Iterator[Problem]:
    """Yield what does not fit in one cost; paths begin within it.

    Args:
        baseline: the council.
        cost: the cost.
        before: costs that the council has already.
    """
    yield from chain(_line(baseline, cost), _days(baseline, cost), _capital(cost))
    yield from chain(_approvals(baseline, cost, before), _moves(baseline, cost))


def _line(baseline: Blocks, cost: DatedCost) -> Iterator[Problem]:
    if cost.budget_line is not None:
        yield from unknown_name(("budget_line",), "budget line", cost.budget_line, baseline.budget_lines)
    elif any(cost.amounts.values()):
        yield Problem(("budget_line",), "missing; add the budget line that pays: only capital needs none")


def _days(baseline: Blocks, cost: DatedCost) -> Iterator[Problem]:
    if cost.home is not None:
        homes = {name: each for name, each in baseline.provision.items() if isinstance(each.capacity, Home)}
        yield from unknown_name(("home",), "home", cost.home, homes)
        if cost.from_ is not None:
            yield Problem(("from",), "give either `from` or `home`, with whose opening it begins")
    elif cost.mobilisation:
        yield Problem(("mobilisation",), "is paid before a home opens, and there is none here; one_off is paid at once")
    given = "mobilisation" in cost.model_fields_set  # nothing is a sum too: the low end of a range
    if (cost.mobilisation_days and not given) or (cost.mobilisation and not cost.mobilisation_days):
        field = "mobilisation" if cost.mobilisation_days else "mobilisation_days"
        yield Problem((field,), "missing; mobilisation is pounds paid over mobilisation_days")
    if cost.campaign and cost.home:
        yield Problem(("campaign",), "a home has no campaign; use one_off, or mobilisation before it opens")
    elif cost.campaign and cost.until is None:
        yield Problem(("campaign",), "is paid until the campaign ends: add `until`, or use per_year")
    if cost.until is not None and cost.home is None and cost.until <= (begins := cost.begins(baseline.start)):
        yield Problem(("until",), f"dates out of order: it ends on {cost.until} but begins on {begins}")


def _capital(cost: DatedCost) -> Iterator[Problem]:
    if cost.capital and cost.capital.net < 0:
        message = f"is more than the works cost; found {cost.capital.grant:,.15g} of {cost.capital.amount:,.15g}"
        yield Problem(("capital", "grant"), message)
    if cost.capital and cost.capital.only_if_it_opens and not cost.home:
        yield Problem(("capital", "only_if_it_opens"), "nothing opens here; take it out")


def _approvals(baseline: Blocks, cost: DatedCost, before: tuple[DatedCost, ...]) -> Iterator[Problem]:
    counted = cost.approvals
    if counted is None:
        if cost.per_approval:
            message = "counts the households that a campaign approves; only recruit_carers brings any"
            yield Problem(("per_approval",), message)
        return
    carers = {n: p.capacity for n, p in baseline.provision.items() if isinstance(p.capacity, Households)}
    yield from unknown_name(("approvals", "provision"), "provision with households", counted.provision, carers)
    if counted.provision in carers:
        campaigns = carers[counted.provision].campaigns
        yield from unknown_name(("approvals", "campaign"), "campaign", counted.campaign, campaigns)
    if cost.per_approval and any(each.per_approval and each.approvals == counted for each in before):
        message = f"households of {counted.campaign!r} are paid for already; give this another `campaign`, or no cost"
        yield Problem(("per_approval",), message)


def _moves(baseline: Blocks, cost: DatedCost) -> Iterator[Problem]:
    counted = cost.moves
    if counted is None:
        if cost.per_move:
            message = "counts moves; only allow_transfers, open_home and change_rate of a move have any"
            yield Problem(("per_move",), message)
        return
    yield from unknown_name(("moves", "reason"), "reason for moving", counted.reason, {TRANSFER: "", **baseline.moves})
    for field, names in (("from", counted.from_), ("to", (counted.to,) if counted.to else ())):
        for name in names:
            yield from unknown_name(("moves", field), "provision", name, baseline.provision)
    for name in counted.placement_types:
        yield from unknown_name(("moves", "placement_types"), "placement type", name, baseline.placement_types)
