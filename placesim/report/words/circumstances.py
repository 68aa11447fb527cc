"""Choices and circumstances: what a council can decide, and what could happen to it, told apart by one rule."""

from enum import StrEnum

from placesim.config.baseline import Baseline
from placesim.config.scenario import Scenario


class Kind(StrEnum):
    """Whether a scenario is something to decide about."""

    CHOICE = "choice"
    CIRCUMSTANCE = "circumstance"
    BOTH = "both"
    """Something decided, under circumstances that the baseline does not have: its difference is not its own alone."""


def kind_of(scenario: Scenario, baseline: Baseline) -> Kind:
    """Tell a choice from circumstances; a scenario that changes nothing, or only names homes, is a choice."""
    chosen = {intervention.chosen(baseline) for intervention in scenario.interventions}
    if chosen == {False}:
        return Kind.CIRCUMSTANCE
    return Kind.BOTH if False in chosen else Kind.CHOICE
