"""Choices and circumstances: what a council can decide, and what could happen to it, told apart by one rule."""

from enum import StrEnum

from placesim.config.baseline import Baseline
from placesim.config.interventions.carers import KeepCarers
from placesim.config.interventions.demand import ChangeEntries, ChangeRate
from placesim.config.interventions.intervention import Intervention
from placesim.config.interventions.prices import ChangePrice, ChangeUplift
from placesim.config.scenario import Scenario
from placesim.config.values import value_on


class Kind(StrEnum):
    """Whether a scenario is something to decide about."""

    CHOICE = "choice"
    CIRCUMSTANCE = "circumstance"
    BOTH = "both"
    """Something decided, under circumstances that the baseline does not have: its difference is not its own alone."""


def kind_of(scenario: Scenario, baseline: Baseline) -> Kind:
    """Tell a choice from circumstances; a scenario that changes nothing, or only names homes, is a choice."""
    chosen = {is_chosen(intervention, baseline) for intervention in scenario.interventions}
    if chosen == {False}:
        return Kind.CIRCUMSTANCE
    return Kind.BOTH if False in chosen else Kind.CHOICE


def is_chosen(intervention: Intervention, baseline: Baseline) -> bool:
    """Tell whether a council decides about an intervention.

    Nobody chooses these: how many children enter care (`change_entries`; work that keeps children
    out is `divert_entries`); prices or their uplift going up; more carers leaving than now; more
    unplanned endings of placements; fewer children leaving care by a reason. Everything else is a
    choice: the same kinds the other way round (a price negotiated down, carers kept, breakdowns
    prevented), and whatever opens, closes, recruits, contracts or moves.
    """
    match intervention:
        case ChangeEntries():
            chosen = False
        case ChangePrice():
            chosen = intervention.factor <= 1
        case ChangeUplift():
            names = intervention.provision or tuple(baseline.provision)
            prices = [baseline.provision[name].price for name in names if name in baseline.provision]
            rises = [value_on(price.uplift_per_year, intervention.from_) for price in prices]
            chosen = not any(intervention.uplift_per_year > rise for rise in rises)
        case KeepCarers():
            chosen = intervention.leaving_factor <= 1
        case ChangeRate():
            chosen = _rate_is_chosen(intervention, baseline)
        case _:
            chosen = True
    return chosen


def _rate_is_chosen(intervention: ChangeRate, baseline: Baseline) -> bool:
    if intervention.risk in baseline.leaving:
        return intervention.factor >= 1
    move = baseline.moves.get(intervention.risk)
    return intervention.factor <= 1 or move is None or move.planned
